"""Indicators 7 and 8: money to shells and to related parties."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from graph.case import Case
from graph.facts import Payment
from graph.values import Money, add_months, percent, plain
from queries.indicator import Measure, cannot_say, currency_of_case, missing, number, quotient, said, total
from queries.lead import Evidence, two
from queries.money import once, payment_evidence
from queries.related import related
from queries.shells import Deal, Profile, profile
from queries.stakes import stakes_of
from queries.worth import convert

DENSITY, OUTFLOW = Fraction(3, 10), Fraction(1, 5)
MONTHS = 24
_FIRMS = frozenset({"company", "partnership"})
# The rows behind a figure: all of them where they are few, else the largest.
SHOWN = 40


def _sums(case: Case, payments: Iterable[Payment], currency: str) -> tuple[dict[tuple[str, str], Decimal], int]:
    """(payer, payee) → sum in one currency; and how many rows could not be converted."""
    found: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    left_out = 0
    for p in payments:
        same = convert(case, p.money, currency, p.on.first if p.on else None) if p.money else None
        found[p.payer, p.payee] += same.amount if same else Decimal(0)
        left_out += same is None
    return found, left_out


def _largest(case: Case, payments: list[Payment]) -> tuple[Evidence, ...]:
    ordered = sorted(payments, key=lambda p: (-(p.money.amount if p.money else Decimal(0)), p.place.fact))
    return payment_evidence(case, ordered[:SHOWN])


def shell_density(case: Case, party: str) -> Measure:
    """7. Money paid to firms with four of the eight signs of a shell / money paid to firms; subsidiaries by number."""
    paid = list(
        once(p for p in case.payments if p.payer == party and p.done and p.money and case.party(p.payee).kind in _FIRMS)
    )
    currency = currency_of_case(case, (p.money for p in paid))
    sums, lost = _sums(case, paid, currency)
    looks = {
        payee: _look(case, party, payee, [p for p in paid if p.payee == payee], currency) for _, payee in sorted(sums)
    }
    kept = {payee: amount for (_, payee), amount in sums.items() if not case.party(payee).licences}
    firms = {company: profile(case, company) for company in stakes_of(case, party, case.as_of)}
    owned = sum(1 for f in firms.values() if f.shell)
    whole = sum(kept.values(), Decimal(0))
    part = sum((amount for payee, amount in kept.items() if looks[payee].shell), Decimal(0))
    open_part = sum((amount for payee, amount in kept.items() if _undecided(looks[payee])), Decimal(0))
    rows = tuple(e for payee in sorted(kept) if looks[payee].shell for e in looks[payee].evidence)
    rows += _largest(case, [p for p in paid if looks[p.payee].shell])
    rows += tuple(e for f in firms.values() if f.shell for e in f.evidence)
    share, most = quotient(part, whole), quotient(part + open_part, whole)
    if share is None or (part == 0 and open_part == whole):
        return cannot_say(
            "无足以判断对手方空壳特征的流水与登记信息", "no payments, or too little about the firms paid", rows
        )
    red = True if share > DENSITY else False if most is not None and most <= DENSITY else None
    left = missing(
        (
            (open_part, f" {currency}付给尚不能判断的企业", f"{currency} to firms about which the rows cannot decide"),
            (lost, "笔付款无汇率", "payments without a rate"),
        )
    )
    text = two(
        f"付给有空壳特征主体{said(part, currency)}，占付给企业款项{percent(share)}；子公司{len(firms)}家中{owned}家；警戒线30%",
        f"{said(part, currency)} paid to firms with signals of a shell, {percent(share)} of what firms were paid; {owned} of {len(firms)} subsidiaries; line 30%",
    )
    return Measure(number(share), plain(part), plain(whole), left, red, text, rows, (open_part, whole))


def _look(case: Case, party: str, payee: str, payments: list[Payment], currency: str) -> Profile:
    days = [p.on for p in payments if p.on]
    first = min(days, key=lambda d: d.first, default=None)
    money = total(case, ((p.money, p.on) for p in payments), currency)
    return profile(case, payee, Deal(first, Money.of(money.amount, currency), frozenset({party})))


def _undecided(found: Profile) -> bool:
    return not found.shell and found.met + found.unknown >= 4


def outflow_to_related(case: Case, party: str) -> Measure:
    """8. Net flow to related parties / all outflow, over the last 24 months; the part after the debt arose."""
    since, until = add_months(case.as_of, -MONTHS), case.as_of + timedelta(days=1)
    rows = [p for p in case.payments if party in (p.payer, p.payee) and p.done and p.payer != p.payee]
    inside = list(once(p for p in rows if _within(p, since, until)))
    blind = sum(1 for p in rows if p.on is None or (_touches(p, since, until) and not _within(p, since, until)))
    out = [p for p in inside if p.payer == party]
    if not out:
        return cannot_say("无该主体近24个月付款流水", "no payments by the party in the last 24 months", ())
    currency = currency_of_case(case, (p.money for p in out))
    others = sorted({p.payee if p.payer == party else p.payer for p in inside})
    tied = {o for o in others if not case.party(o).licences and related(case, party, o, case.as_of)}
    flows, lost = _sums(case, inside, currency)
    whole = sum((v for (payer, _), v in flows.items() if payer == party), Decimal(0))
    net = sum((flows.get((party, o), Decimal(0)) - flows.get((o, party), Decimal(0)) for o in tied), Decimal(0))
    part, share = max(net, Decimal(0)), quotient(max(net, Decimal(0)), whole)
    arose = case.arose_for(party)
    later, _ = _sums(
        case, [p for p in out if p.payee in tied and arose and p.on and p.on.first >= arose.first], currency
    )
    after = said(sum(later.values(), Decimal(0)), currency) if arose else None
    red = None if share is None else True if share > OUTFLOW else None if blind or lost else False
    left = missing(
        (
            (blind, "笔流水无法归入期间", "rows that the window cannot place"),
            (lost, "笔付款无汇率或金额", "payments without a rate or amount"),
        )
    )
    text = two(
        f"净流向关联方{said(part, currency)}，占流出{percent(share or Fraction(0))}；其中债务形成后流出{after or '不详'}；警戒线20%",
        f"net to related parties {said(part, currency)}, {percent(share or Fraction(0))} of outflow; paid out after the debt arose: {after or 'unknown'}; line 20%",
    )
    evidence = _largest(case, [p for p in inside if {p.payer, p.payee} & tied])
    unseen = (blind + lost, len(inside) + blind)
    return Measure(number(share), plain(part), plain(whole), left, red, text, evidence, unseen)


def _within(p: Payment, since: date, until: date) -> bool:
    """Wholly inside the window; a total over a period only where the whole period is."""
    if p.on is None or p.on.within(since, until) != "yes":
        return False
    return p.until is None or p.until.within(since, until) == "yes"


def _touches(p: Payment, since: date, until: date) -> bool:
    last = p.until or p.on
    return p.on is not None and last is not None and p.on.first < until and last.last >= since
