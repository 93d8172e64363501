"""How much of a firm left in a reorganisation, and what stayed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from graph.case import Case
from graph.chains import Edge, owns
from graph.facts import Accounts, Interest, Title, Transfer
from graph.values import Answer, DateSpan, Money, add_months, ratio
from queries.ballots import stakes_on
from queries.distress import Failure, failures
from queries.lead import Evidence
from queries.look_back import within_months
from queries.phrases import name_of, says, step_evidence
from queries.related import Tie, related
from queries.reorganisation import HALF, Series
from queries.timeline import FAIR_PRICE, Sold
from queries.worth import (
    convert,
    is_nil,
    is_nominal,
    paid_ratio,
    payments_for,
    price_ratio,
    total_of,
    value_of,
)

MONTHS = 36
BOOKS_MONTHS = 24
_SURE = frozenset({"R1", "R2"})
_STAGES = ("enforcement", "insolvency_accepted")
_DAY = timedelta(days=1)
_NO = r"(?:未经?|不|无|没有|并非|not |no |without |never )[^，。；,;.]{0,12}"


def _unless_denied(pattern: str) -> re.Pattern[str]:
    return re.compile(f"(?P<no>{_NO})?(?P<yes>{pattern})", re.I)


JOINT = _unless_denied(r"连带|\bjoint(?:ly)?(?: and several(?:ly)?)? (?:liab|bound|responsib)\w*")
_LAWFUL = (
    _unless_denied(r"法院(?:裁定)?(?:批准|认可|确认)|重整计划|和解协议经|\bcourt[- ](?:approved|sanctioned|confirmed)\b|(?:approved|sanctioned|confirmed) by (?:the |a )?court|\bscheme of arrangement\b|\bconfirmed plan\b"),
    _unless_denied(r"监管(?:机构)?(?:要求|批准|隔离)|\bring[- ]?fenc(?:ed|ing)\b|required by (?:the |its )?regulator"),
    _unless_denied(r"(?:全体)?债权人(?:已)?(?:书面)?同意|(?:creditors? (?:consented|agreed)|consent of (?:the |all )?creditors)"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figures:
    """What left against what there was. A part that the rows do not give is None, never nothing.

    whole: total assets by the last accounts before, else the known titles; debts: liabilities by those accounts.
    """

    moved: Money | None
    whole: Money | None
    books: Accounts | None
    titles: tuple[Title, ...]
    debts_moved: Money | None
    debts_part: Fraction | None

    @property
    def part(self) -> Fraction | None:
        """Of the assets, at most all of them: a market value may exceed the books."""
        if self.moved is None or self.whole is None or self.moved.currency != self.whole.currency:
            return None
        found = ratio(self.moved.amount, self.whole.amount)
        return min(found, Fraction(1)) if found is not None else None


@dataclass(frozen=True, slots=True)
class Same:
    """Why both sides have one owner. sure: one controller or common holders of half; else a weaker relation."""

    sure: bool
    edges: tuple[Edge, ...]
    ties: tuple[Tie, ...]
    common: Fraction | None
    evidence: tuple[Evidence, ...]


# --- what left ----------------------------------------------------------------------------------------------------


def figures(case: Case, s: Series) -> Figures:
    books = books_before(case, s.debtor, s.first)
    held, things = _held_before(case, s), _things(case, s)
    moved = _moved(case, s, things)
    currency = moved.currency if moved else None
    known = {t.asset: t.value for t in held if t.value} | {k: v for k, v in things.items() if v}
    whole = books.total_assets if books else total_of(v for v in known.values() if v)
    if whole and currency and s.first:
        whole = convert(case, whole, currency, s.first.first)
    debts = _debts_moved(s)
    return Figures(moved, whole, books, held, debts, _debts_part(case, s, debts, books))


def books_before(case: Case, party: str, on: DateSpan | None) -> Accounts | None:
    """The last accounts with total assets whose year ended before the day, not over two years old."""
    if on is None:
        return None
    usable = [
        a for a in case.accounts
        if a.party == party and a.total_assets and a.total_assets.amount > 0 and a.year_end
        and add_months(on.first, -BOOKS_MONTHS) <= a.year_end.last <= on.last
    ]  # fmt: skip
    return max(usable, key=lambda a: (a.year_end.last if a.year_end else date.min, a.place.fact), default=None)


def books_after(case: Case, party: str, on: DateSpan | None) -> Accounts | None:
    usable = [a for a in case.accounts if a.party == party and a.year_end and on and a.year_end.last > on.last]
    return min(usable, key=lambda a: (a.year_end.last if a.year_end else date.max, a.place.fact), default=None)


def _held_before(case: Case, s: Series) -> tuple[Title, ...]:
    """The debtor's valued titles of the day before the first move, each thing once."""
    if s.first is None:
        return ()
    day = s.first.first - _DAY
    held = [t for t in case.titles if t.owner == s.debtor and t.value and t.period.may_hold_on(day)]
    return tuple({t.asset: t for t in held}.values())


def _things(case: Case, s: Series) -> dict[str, Money | None]:
    """Each thing that passed, with its value: by its transfer's best reference, else price, else its title."""
    found: dict[str, Money | None] = {}
    for asset in (a for x in s.successions for a in x.assets):
        found[asset] = next((t.value for t in case.titles_of(asset) if t.value), None)
    for t in s.transfers:
        valued = value_of(case, t)
        found[t.thing] = valued.money if valued else t.price or found.get(t.thing)
    return found


def _moved(case: Case, s: Series, things: dict[str, Money | None]) -> Money | None:
    """The stated sum of what was taken over, or the sum of the things, whichever is more: one never adds to the other."""
    stated = total_of(x.assets_moved for x in s.successions if x.assets_moved)
    each = total_of(v for v in things.values() if v)
    if stated and each and s.first:
        same = convert(case, each, stated.currency, s.first.first)
        return max(stated, same, key=lambda m: m.amount) if same else stated
    return stated or each


def _debts_moved(s: Series) -> Money | None:
    """Liabilities that went too; a price paid by taking over debts is one. None where a succession leaves them out."""
    sums = [x.liabilities_moved for x in s.successions]
    assumed = [t.price for t in s.transfers if t.consideration == "debt" and t.price]
    if None in sums or not (sums or assumed):
        return None
    return total_of([m for m in (*sums, *assumed) if m])


def _debts_part(case: Case, s: Series, debts: Money | None, books: Accounts | None) -> Fraction | None:
    """Of all liabilities, at most: the books give them; failing these, there is at least the creditor's own claim."""
    if debts is None or s.first is None:
        return None
    if debts.amount == 0:
        return Fraction(0)
    arose = case.arose_for(s.debtor)
    owed = books.liabilities if books else None
    if owed is None and arose and arose.last <= s.first.first:
        owed = case.debt.claim
    same = convert(case, owed, debts.currency, s.first.first) if owed else None
    return ratio(debts.amount, same.amount) if same else None


def values(case: Case, s: Series) -> tuple[Evidence, ...]:
    """The rows that give a value to what passed."""
    found = [e for t in s.transfers if (v := value_of(case, t)) for e in v.evidence]
    for asset in (a for x in s.successions for a in x.assets):
        if title := next((t for t in case.titles_of(asset) if t.value), None):
            words = (f"{title.name or asset}价值{title.value}", f"value of {title.name or asset}: {title.value}")
            found.append(says(title.place, *words, "value"))
    return tuple(found)


def stayed(case: Case, s: Series, f: Figures) -> tuple[Evidence, ...]:
    """Known titles of the debtor that did not pass: the larger they are, the less was stripped."""
    gone = _things(case, s).keys()
    return tuple(
        says(t.place, f"未转出的资产{t.name or t.asset}：{t.value}", f"stayed behind: {t.name or t.asset}, {t.value}", "value")
        for t in f.titles
        if t.asset not in gone
    )  # fmt: skip


# --- what was given for it ----------------------------------------------------------------------------------------


def sold(case: Case, t: Transfer) -> Sold:
    valued = value_of(case, t)
    part = price_ratio(case, t, valued)
    independent = valued is not None and valued.independent
    return Sold(part, paid_ratio(case, t, payments_for(case, t)), is_nil(t), is_nominal(t, valued, part), independent)


def came_back(case: Case, s: Series) -> tuple[Money | None, tuple[Evidence, ...]]:
    """Money from the taker to the debtor as a price, from 90 days before the series to two years after it."""
    if s.first is None or s.last is None:
        return None, ()
    start, end = s.first.first - timedelta(days=90), add_months(s.last.last, 24) + _DAY
    rows = [
        p for p in case.payments
        if (p.payer, p.payee) == (s.taker, s.debtor) and p.done and p.money and p.kind in (None, "price", "other")
        and p.on and p.on.within(start, end) != "no"
    ]  # fmt: skip
    words = [says(p.place, f"{p.on}付款{p.money}", f"paid {p.money} on {p.on}", "payment") for p in rows]
    return total_of(p.money for p in rows if p.money), tuple(words)


def paid_for(case: Case, s: Series, f: Figures) -> bool:
    """Value came back for what left: every sale fair and paid, the stake let go sold fairly, or nine tenths paid."""
    back = came_back(case, s)[0]
    if back and f.moved and s.first and (same := convert(case, back, f.moved.currency, s.first.first)):
        net = f.moved.amount - (f.debts_moved.amount if f.debts_moved else Decimal(0))
        if Fraction(same.amount) >= FAIR_PRICE * Fraction(net):
            return True
    exits = [x.act for x in s.steps if x.code == "let_go" and x.act]
    acts = exits or ([] if s.successions else list(s.transfers))
    return bool(acts) and all(sold(case, t).covered for t in acts)


# --- whose it was and is ------------------------------------------------------------------------------------------


def same_owners(case: Case, s: Series) -> Same | None:
    """The debtor and the taker under one controller or the same holders; of a dropped firm after its shares have left."""
    exits = [x.on for x in s.steps if x.code == "let_go" and x.on]
    if s.dropped and not s.kept and exits:
        return _same_on(case, s, max(e.last for e in exits) + _DAY, frozenset({"R8", "R9"}))
    days: tuple[date, ...] = (case.as_of,)
    if s.first and s.last:
        days = tuple(dict.fromkeys((s.first.first, s.first.last, s.last.last)))
    found = [same for day in days if (same := _same_on(case, s, day))]
    return next((x for x in found if x.sure), found[0] if found else None)


def _same_on(case: Case, s: Series, day: date, never: frozenset[str] = frozenset({"R9"})) -> Same | None:
    """never: grounds that say nothing here; that the debtor once held a firm it let go is no reason by itself."""
    ties = tuple(t for t in related(case, s.debtor, s.taker, day) if t.code not in never)
    sure = tuple(t for t in ties if t.code in _SURE and not t.unsure and not t.doubt)
    if sure:
        return Same(True, sure[0].edges, sure[:1], None, step_evidence(case, sure[0].edges))
    part, edges = _common(case, s, day)
    if part >= HALF:
        return Same(not any(e.place.unsure for e in edges), edges, (), part, step_evidence(case, edges))
    edges = ties[0].edges if ties else ()
    return Same(False, edges, ties[:1], None, step_evidence(case, edges)) if ties else None


def _common(case: Case, s: Series, day: date) -> tuple[Fraction, tuple[Edge, ...]]:
    """Of both firms the part that the same holders have: the sum of the smaller of each one's two shares."""
    stakes = stakes_on(case, day)
    both = sorted(
        h for h, c in stakes if c == s.debtor and (h, s.taker) in stakes
        and not case.party(h).state_owned and not case.party(h).licences
    )  # fmt: skip
    part = sum((min(stakes[h, s.debtor], stakes[h, s.taker]) for h in both), Fraction(0))
    rows: list[Interest] = [
        i for i in case.interests
        if i.owner in both and i.company in (s.debtor, s.taker) and i.period.may_hold_on(day)
    ]  # fmt: skip
    return part, tuple(owns(i, case.as_of) for i in rows)


# --- what came after ----------------------------------------------------------------------------------------------


def failed(case: Case, s: Series) -> tuple[Answer, Failure | None]:
    """Enforced or insolvent by 36 months after the last step, or failing already; `cannot tell` while the months still run."""
    found = failures(case, (s.debtor,), _STAGES)
    if s.last is None or s.first is None:
        return ("cannot tell", found[0]) if found else ("no", None)
    after = [(within_months(s.last, f.on, MONTHS), f) for f in found]
    early = [f for f in found if f.on.last < s.last.first and f.on.first >= add_months(s.first.first, -MONTHS)]
    sure = next((f for said, f in after if said == "yes"), early[0] if early else None)
    maybe = next((f for said, f in after if said == "cannot tell"), None)
    if sure or maybe:
        return ("yes" if sure else "cannot tell"), sure or maybe
    pressed = [x for x in (case.debt.clock.due, case.debt.clock.suit, case.debt.clock.judgment) if x]
    running = case.as_of <= add_months(s.last.last, MONTHS) and any(x.first >= s.first.first for x in pressed)
    return ("cannot tell" if running else "no"), None


# --- what speaks against it ---------------------------------------------------------------------------------------


def _noted(s: Series, patterns: tuple[re.Pattern[str], ...]) -> tuple[Evidence, ...]:
    places = {e.place.fact: e.place for e in s.rows}
    return tuple(
        says(p, f"记录注明：{p.note}", f"the row notes: {p.note}", "note")
        for p in places.values()
        if any(m.group("no") is None for pattern in patterns for m in pattern.finditer(p.note or ""))
    )


def lawful(s: Series) -> tuple[Evidence, ...]:
    """Rows that say a court, a regulator or the creditors allowed it; a word that is denied says nothing."""
    return _noted(s, _LAWFUL)


def joint(case: Case, s: Series) -> tuple[Evidence, ...]:
    """Rows by which the taker answers for the debtor's debts: an agreed joint liability, or its guarantee to the creditor."""
    bound = [
        says(c.place, f"{name_of(case, s.taker)}向债权人提供担保", f"{name_of(case, s.taker)} gave the creditor a guarantee", "contract")
        for c in case.contracts
        if c.kind in ("guarantee", "indemnity") and (c.first, c.second) == (s.taker, case.debt.creditor)
    ]  # fmt: skip
    return (*_noted(s, (JOINT,)), *bound)


def solvent(case: Case, s: Series) -> Evidence | None:
    """The taker's last accounts show net assets no smaller than the claim, and nothing shows that it failed."""
    claim = case.debt.claim
    rows = [a for a in case.accounts if a.party == s.taker and a.year_end and a.equity]
    last = max(rows, key=lambda a: (a.year_end.last if a.year_end else date.min, a.place.fact), default=None)
    if last is None or last.equity is None or claim is None:
        return None
    if any(f.evidence for f in failures(case, (s.taker,), ())):
        return None
    same = convert(case, last.equity, claim.currency, last.year_end.last if last.year_end else None)
    if same is None or same.amount < claim.amount:
        return None
    return says(last.place, f"{name_of(case, s.taker)}{last.year_end}净资产{last.equity}", f"net assets of {name_of(case, s.taker)} at {last.year_end}: {last.equity}", "equity")  # fmt: skip
