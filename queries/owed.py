"""What others owe the debtor: loans, prices, awards, capital."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal

from graph.case import Case
from graph.facts import Contract, CourtCase, Payment, Transfer
from graph.values import Money
from queries.asset import Asset, Worth, claim
from queries.disposals import forced
from queries.lead import Evidence, two
from queries.money import net, once, payment_evidence, sums
from queries.phrases import name_of, thing_words, word
from queries.worth import convert, is_nominal, payments_for, price_ratio, price_words, value_of

_PRICES = frozenset({"sale", "lease", "service"})
_BACK = frozenset({None, "repayment", "loan", "other", "enforcement"})
_PAID = frozenset({None, "price", "rent", "fee", "repayment", "other", "enforcement"})
_SWEPT = frozenset({None, "sweep", "other"})
_CLAIMS = frozenset({"civil", "arbitration", "enforcement"})
_NO_MONEY = frozenset({"none", "debt", "shares"})
_LOST = frozenset({"dismissed"})
_WON = frozenset({"judgment", "settlement", "admission"})
_BEFORE = timedelta(days=90)
_PART = two("仅以已有流水为限", "only as far as the statements held go")
_NO_BOOK = two("未取得债务人流水，是否已清偿不详", "no statement of the debtor is held: whether it was paid is unknown")
_NO_LOAN_ROW = two("未见放款流水", "no payment of the loan was found")
_EITHER = two("与撤销之诉择一主张，不得重复计算", "either this or a suit to revoke the transfer, never both")
_CONTESTED = two("尚无生效裁判", "no effective judgment yet")
_TERMINATED = two("已终结本次执行，可恢复", "enforcement was terminated for lack of assets; it can be resumed")


def owed_to(case: Case, debtor: str) -> list[Asset]:
    """Every claim of the debtor that the rows show and do not show as settled."""
    return [
        *_loans(case, debtor), *_contracts(case, debtor), *_prices(case, debtor), *_awards(case, debtor),
        *_pools(case, debtor),
    ]  # fmt: skip


def _has_book(case: Case, debtor: str) -> bool:
    return any(debtor in (p.payer, p.payee) for p in case.payments)


def _paid_between(case: Case, payer: str, payee: str, kinds: frozenset[str | None]) -> tuple[Payment, ...]:
    rows = (p for p in case.payments if (p.payer, p.payee) == (payer, payee) and p.done and p.money and p.kind in kinds)
    return once(rows)


def _rest(case: Case, owed: Money, paid: Iterable[Payment]) -> Money | None:
    """What is left of a sum after payments, in its own currency; a payment without a rate lowers the low bound to zero."""
    low = high = owed.high
    for payment in paid:
        same = (
            convert(case, payment.money, owed.currency, payment.on.first if payment.on else None)
            if payment.money
            else None
        )
        low -= same.amount if same else low
        high -= same.amount if same else Decimal(0)
    return Money(max(low, Decimal(0)), high, owed.currency) if high > 0 else None


def _loans(case: Case, debtor: str) -> list[Asset]:
    """Money lent, by contract or by bank rows, less what came back."""
    contracts = [c for c in case.contracts if c.kind == "loan" and c.first == debtor]
    sent = [p for p in case.payments if p.payer == debtor and p.kind == "loan" and p.done and p.money]
    found = []
    for other in sorted({*(c.second for c in contracts), *(p.payee for p in sent)} - {debtor}):
        agreed = [c for c in contracts if c.second == other]
        out, back = _paid_between(case, debtor, other, frozenset({"loan"})), _paid_between(case, other, debtor, _BACK)
        for currency in sorted({*sums(out), *(c.money.currency for c in agreed if c.money)}):
            said = sum((c.money.amount for c in agreed if c.money and c.money.currency == currency), Decimal(0))
            lent = Money.of(max(said, sums(out).get(currency, Decimal(0))), currency)
            left = _rest(case, lent, back)
            if left is None:
                continue
            doubt = () if out else (_NO_LOAN_ROW,) if _has_book(case, debtor) else (_NO_BOOK,)
            words = two(f"对{name_of(case, other)}的借款债权", f"loan to {name_of(case, other)}")
            basis = two("出借额减已见还款", "lent less repayments found")
            rows = (*_agreed(case, agreed), *payment_evidence(case, out), *payment_evidence(case, back))
            found.append(claim(case, debtor, other, "loan", words, Worth(left, basis, None, (), doubt), rows, (_PART,)))
    return found


def _agreed(case: Case, contracts: Iterable[Contract]) -> tuple[Evidence, ...]:
    found = []
    for c in contracts:
        kind = word("contract_kind", c.kind)
        found.append(
            Evidence(
                c.place,
                two(
                    f"{c.on or '日期不详'}{kind.zh}合同：{name_of(case, c.first)}→{name_of(case, c.second)}，{c.money or '金额不详'}",
                    f"{c.on or 'undated'}: {kind.en} contract, {name_of(case, c.first)} to {name_of(case, c.second)}, {c.money or 'amount unknown'}",
                ),
                "contract",
            )
        )
    return tuple(found)


def _contracts(case: Case, debtor: str) -> list[Asset]:
    """Prices under contracts in which the debtor sells, lets or serves; not of things that other entries already hold."""
    known = {t.asset for t in case.titles if t.owner == debtor} | {t.thing for t in case.transfers if t.giver == debtor}
    own = [c for c in case.contracts if c.first == debtor and c.kind in _PRICES and c.asset not in known - {None}]
    found = []
    for other in sorted({c.second for c in own} - {debtor}):
        listed = [c for c in own if c.second == other and c.money]
        starts = [c.on.first - _BEFORE for c in listed if c.on]
        since = min(starts) if len(starts) == len(listed) and starts else None
        paid = _paid_between(case, other, debtor, _PAID)
        paid = tuple(p for p in paid if since is None or p.on is None or p.on.last >= since)
        for currency in sorted({c.money.currency for c in listed if c.money}):
            total = sum((c.money.amount for c in listed if c.money and c.money.currency == currency), Decimal(0))
            left = _rest(case, Money.of(total, currency), paid)
            if left is None:
                continue
            doubt = () if _has_book(case, debtor) else (_NO_BOOK,)
            words = two(f"对{name_of(case, other)}的合同价款债权", f"contract price owed by {name_of(case, other)}")
            basis = two("合同金额减已见付款", "contract sums less payments found")
            rows = (*_agreed(case, listed), *payment_evidence(case, paid))
            found.append(
                claim(case, debtor, other, "contract", words, Worth(left, basis, None, (), doubt), rows, (_PART,))
            )
    return found


def _prices(case: Case, debtor: str) -> list[Asset]:
    """Prices of shares and things sold that no row shows as paid."""
    found = []
    for t in case.transfers:
        if t.giver != debtor or t.consideration in _NO_MONEY or forced(t.place) or not _asks_money(case, t):
            continue  # the price of a court's sale is the court's to pay out, never the debtor's claim
        paid = payments_for(case, t)
        left = _rest(case, t.price, paid.payments) if t.price else None
        if left and paid.total and not paid.payments:
            left = _less(case, left, paid.total, t)
        if left is not None:
            found.append(_price(case, debtor, t, left, paid.payments))
    return found


def _less(case: Case, left: Money, shown: Money, t: Transfer) -> Money | None:
    """Less the part that the row itself says was paid."""
    same = convert(case, shown, left.currency, t.on.first if t.on else None)
    rest = left.high - same.amount if same else left.high
    return Money(rest if same else Decimal(0), rest, left.currency) if rest > 0 else None


def _asks_money(case: Case, t: Transfer) -> bool:
    """A price above nothing that is more than a token one: one unit is no claim worth a notice."""
    valued = value_of(case, t)
    return t.price is not None and t.price.amount > 0 and not is_nominal(t, valued, price_ratio(case, t, valued))


def _price(case: Case, debtor: str, t: Transfer, left: Money, payments: tuple[Payment, ...]) -> Asset:
    thing, price = thing_words(case, t), price_words(t)
    words = two(
        f"{thing[0]}的转让价款（{name_of(case, t.taker)}未见付清）",
        f"price of {thing[1]}, not shown as paid by {name_of(case, t.taker)}",
    )
    doubt = () if _has_book(case, debtor) else (_NO_BOOK,)
    act = Evidence(
        t.place,
        two(f"{t.on or '日期不详'}转让{thing[0]}{price[0]}", f"{t.on or 'undated'}: {thing[1]} {price[1]}"),
        "transfer",
    )
    worth = Worth(left, two("转让价款减已见付款", "price less payments found"), t.on, (), doubt)
    return claim(
        case, debtor, t.taker, f"price:{t.thing}", words, worth, (act, *payment_evidence(case, payments)), (_EITHER,)
    )


def _awards(case: Case, debtor: str) -> list[Asset]:
    """Cases in which the debtor is claimant or applies for enforcement; a suit gives way to its enforcement."""
    own = [c for c in case.court_cases if c.claimant == debtor and c.defendant and c.outcome not in _LOST]
    last = [c for c in own if c.kind in ("enforcement", "terminated_enforcement")]
    found = []
    for c in sorted(own, key=lambda c: (c.number or "", c.place.fact)):
        later = any(e is not c and e.defendant == c.defendant and _follows(e, c) for e in last)
        if c.kind in _CLAIMS | {"terminated_enforcement"} and not (c not in last and later):
            found.append(_award(case, debtor, c))
    return found


def _follows(later: CourtCase, earlier: CourtCase) -> bool:
    return earlier.filed is None or later.filed is None or later.filed.last >= earlier.filed.first


def _award(case: Case, debtor: str, c: CourtCase) -> Asset:
    other = c.defendant or "?"
    name, kind = name_of(case, other), word("court_kind", c.kind)
    money = c.outstanding or c.money
    doubts = []
    if c.kind in ("civil", "arbitration") and c.outcome not in _WON:
        doubts.append(_CONTESTED)
    if c.kind == "terminated_enforcement" or c.terminated_on:
        doubts.append(_TERMINATED)
    words = two(
        f"对{name}的{kind.zh}债权{c.number or ''}", f"claim against {name} in {kind.en} {c.number or ''}".rstrip()
    )
    text = two(
        f"{c.number or ''}{kind.zh}：申请人为债务人，{money or '金额不详'}",
        f"{c.number or ''} {kind.en}: the debtor is claimant, {money or 'amount unknown'}".strip(),
    )
    basis = two("裁判或执行案款", "sum of the case")
    worth = Worth(money, basis if money else None, c.filed, (), tuple(doubts))
    return claim(
        case,
        debtor,
        other,
        f"court:{c.number or c.place.fact[:8]}",
        words,
        worth,
        (Evidence(c.place, text, "claimant"),),
    )


def _pools(case: Case, debtor: str) -> list[Asset]:
    """Net position with a cash pool or a party that sweeps: sent less received, where more was sent."""
    rows = [p for p in case.payments if p.done and p.money and debtor in (p.payer, p.payee) and p.kind in _SWEPT]
    pools = {
        c.second if c.first == debtor else c.first
        for c in case.contracts
        if c.kind == "cash_pool" and debtor in (c.first, c.second)
    }
    pools |= {p.payee if p.payer == debtor else p.payer for p in rows if p.kind == "sweep"}
    found = []
    for pool in sorted(pools - {debtor}):
        own = once(p for p in rows if pool in (p.payer, p.payee))
        agreed = [c for c in case.contracts if c.kind == "cash_pool" and {c.first, c.second} == {debtor, pool}]
        for currency, left in net(own, debtor, pool).items():
            if left > 0:
                words = two(f"对{name_of(case, pool)}的资金池净债权", f"net cash-pool claim on {name_of(case, pool)}")
                basis = two("归集减下拨", "swept less returned")
                worth = Worth(Money.of(left, currency), basis)
                evidence = (*_agreed(case, agreed), *payment_evidence(case, own))
                found.append(claim(case, debtor, pool, "cash_pool", words, worth, evidence, (_PART,), "receivable"))
    return found
