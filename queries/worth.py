"""What a thing was worth, what was asked, what was paid."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from graph.case import Case
from graph.facts import Accounts, Payment, Transfer
from graph.statements import Place
from graph.values import DateSpan, Money, Share, add_months, money_text, percent, ratio
from queries.index import act_of, index_of
from queries.lead import Amount, Evidence, two

# The order in which a value is believed; the first of them that the rows hold is used.
BASES = ("appraisal", "court", "market", "agreed_price", "tax", "net_assets", "paid_in")
INDEPENDENT = frozenset({"appraisal", "court", "market", "tax"})
BASIS_NAMES: dict[str, tuple[str, str]] = {
    "appraisal": ("评估值", "appraisal"),
    "court": ("法院认定价值", "value found by a court"),
    "market": ("市场价", "market price"),
    "agreed_price": ("另行约定的价格", "price agreed elsewhere"),
    "tax": ("税务核定价值", "value assessed for tax"),
    "net_assets": ("账面净资产份额", "share of book net assets"),
    "paid_in": ("实缴出资份额", "share of paid-in capital"),
    "": ("来源未注明依据的参考值", "reference value without a stated basis"),
}
RATE_DAYS = 31
FLOOR = Decimal(50_000)
FLOOR_SHARE = Fraction(1, 100)


@dataclass(frozen=True, slots=True)
class Valued:
    """A value of the thing moved, on what basis, from which rows; audited accounts count as independent."""

    money: Money
    basis: str
    evidence: tuple[Evidence, ...]
    independent: bool

    @property
    def name(self) -> tuple[str, str]:
        return BASIS_NAMES.get(self.basis, BASIS_NAMES[""])


def value_of(case: Case, transfer: Transfer) -> Valued | None:
    """The best value reference for what was moved; None = "no value reference" (then only nil prices can be judged)."""
    options = [*_on_row(transfer), *_titles(case, transfer), *_net_assets(case, transfer)]
    # Capital once paid in says nothing of a firm whose accounts show that it is gone.
    options += [] if negative_equity(case, transfer) else _paid_in(case, transfer)
    ranked = sorted(options, key=lambda v: BASES.index(v.basis) if v.basis in BASES else 4)
    return ranked[0] if ranked else None


def _on_row(transfer: Transfer) -> list[Valued]:
    if transfer.reference is None or transfer.reference.amount <= 0:
        return []
    basis = transfer.reference_basis or ""
    zh, en = BASIS_NAMES.get(basis, BASIS_NAMES[""])
    text = two(f"{zh}为{transfer.reference}", f"{en}: {transfer.reference}")
    return [
        Valued(transfer.reference, basis, (Evidence(transfer.place, text, "reference_value"),), basis in INDEPENDENT)
    ]


def _titles(case: Case, transfer: Transfer) -> list[Valued]:
    found = []
    for title in case.titles_of(transfer.thing) if transfer.company is None else ():
        if (
            title.value is None
            or title.value.amount <= 0
            or not title.basis
            or not _fresh(title.valued_on, transfer.on)
        ):
            continue
        zh, en = BASIS_NAMES.get(title.basis, BASIS_NAMES[""])
        own = title.share if title.share and title.owner == transfer.giver else None
        worth = title.value.times(own) if own else title.value
        part = (f"，份额{own.percent()}为{worth}", f"; the share of {own.percent()}: {worth}") if own else ("", "")
        text = two(f"资产{zh}为{title.value}{part[0]}", f"the asset's {en}: {title.value}{part[1]}")
        found.append(Valued(worth, title.basis, (Evidence(title.place, text, "value"),), title.basis in INDEPENDENT))
    return found


def _fresh(valued: DateSpan | None, act: DateSpan | None) -> bool:
    """A valuation within two years of the act, or undated."""
    if valued is None or act is None:
        return True
    return add_months(act.first, -24) <= valued.last and valued.first <= add_months(act.last, 24)


def _last_accounts(case: Case, transfer: Transfer) -> Accounts | None:
    """The last accounts of the company whose shares moved whose year had ended by the act; an undated act has none."""
    act = transfer.on
    if transfer.company is None or act is None:
        return None
    usable = [
        (a.year_end, a.place.fact, a)
        for a in case.accounts
        if a.party == transfer.company and a.equity and a.year_end and a.year_end.last <= act.last
    ]
    return max(usable, key=lambda u: u[:2])[2] if usable else None


def _net_assets(case: Case, transfer: Transfer) -> list[Valued]:
    """Share of the equity in the last accounts before the act; independent where audited and not over two years old."""
    last = _last_accounts(case, transfer)
    if last is None or last.equity is None or last.equity.amount <= 0 or transfer.share is None:
        return []
    equity, worth = last.equity, last.equity.times(transfer.share)
    text = two(
        f"{last.year_end}净资产{equity}，按份额为{worth}", f"net assets {equity} at {last.year_end}; the share: {worth}"
    )
    sound = last.audited == "yes" and _fresh(last.year_end, transfer.on)
    return [Valued(worth, "net_assets", (Evidence(last.place, text, "equity"),), sound)]


def _paid_in(case: Case, transfer: Transfer) -> list[Valued]:
    if transfer.company is None or transfer.share is None:
        return []
    party = case.party(transfer.company)
    paid, place = party.money("paid_capital"), party.place("paid_capital")
    if paid is None or place is None or paid.amount <= 0:
        return []
    worth = paid.times(transfer.share)
    return [
        Valued(
            worth,
            "paid_in",
            (
                Evidence(
                    place,
                    two(f"实缴资本{paid}，按份额为{worth}", f"paid-in capital {paid}; the share: {worth}"),
                    "paid_capital",
                ),
            ),
            False,
        )
    ]


def negative_equity(case: Case, transfer: Transfer) -> Evidence | None:
    """No net assets in the last accounts before the act: a token price may then be fair."""
    last = _last_accounts(case, transfer)
    if last is None or last.equity is None or last.equity.amount > 0:
        return None
    text = two(
        f"{last.year_end}净资产为{last.equity}，名义价格可能合理",
        f"net assets were {last.equity} at {last.year_end}: a token price may be fair",
    )
    return Evidence(last.place, text, "equity")


def convert(case: Case, money: Money, currency: str, day: date | None) -> Money | None:
    """The amount in another currency by a rate within 31 days of the day; None = cannot tell."""
    if money.currency == currency:
        return money
    for rate in case.rates:
        if day is None or not rate.near(day, RATE_DAYS):
            continue
        if (rate.of, rate.to) == (money.currency, currency):
            return Money(_two(money.low * rate.rate), _two(money.high * rate.rate), currency)
        if (rate.to, rate.of) == (money.currency, currency) and rate.rate > 0:
            return Money(_two(money.low / rate.rate), _two(money.high / rate.rate), currency)
    return None


def _two(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"))


def price_ratio(case: Case, transfer: Transfer, valued: Valued | None) -> Fraction | None:
    """price / value as an exact fraction; None where either, or a rate between their currencies, is missing."""
    if transfer.price is None or valued is None:
        return None
    day = transfer.on.first if transfer.on else None
    same = convert(case, transfer.price, valued.money.currency, day)
    return ratio(same.amount, valued.money.amount) if same else None


def is_nil(transfer: Transfer) -> bool:
    return transfer.consideration == "none" or (transfer.price is not None and transfer.price.amount == 0)


def is_nominal(transfer: Transfer, valued: Valued | None, share: Fraction | None) -> bool:
    """One unit of money or less, or one per cent of the value or less."""
    if transfer.price is None or transfer.price.amount <= 0:
        return False
    return transfer.price.amount <= 1 or (share is not None and valued is not None and share <= Fraction(1, 100))


def floor_of(case: Case) -> Money | None:
    """The least value worth a finding, in the debt's currency: 50,000 (of a small debt: a tenth), or one per cent of it."""
    claim = case.debt.claim
    if claim is None:
        return None
    return Money.of(max(min(FLOOR, _two(claim.amount / 10)), _two(claim.amount / 100)), claim.currency)


def above_floor(case: Case, money: Money | None, on: DateSpan | None) -> bool | None:
    """Is it worth a finding? None = cannot tell (no claim, no value, or no rate)."""
    floor = floor_of(case)
    if floor is None or money is None:
        return None
    same = convert(case, money, floor.currency, on.first if on else case.as_of)
    return None if same is None else same.high >= floor.amount


@dataclass(frozen=True, slots=True)
class Paid:
    """What the rows show of the price. total None = nothing found, or in unlike currencies.

    looked False = no statement of the giver is held, so that nothing can be said of the payment.
    """

    total: Money | None
    payments: tuple[Payment, ...]
    looked: bool


def payments_for(case: Case, transfer: Transfer) -> Paid:
    """Money from the taker to the giver between 90 days before and two years after the act.

    Where the same two parties dealt more than once, a payment of exactly the price belongs to its act; the rest is
    spread over the acts by price, so that one sum never pays twice.
    """
    looked = transfer.paid is not None or _statement_held(case, transfer.giver)
    if transfer.on is None:
        return Paid(transfer.paid, (), looked)
    start, end = transfer.on.first - timedelta(days=90), add_months(transfer.on.last, 24)
    rows = index_of(case)
    seen = [p for p in rows.paid.get((transfer.taker, transfer.giver), ()) if _towards(p, transfer, start, end)]
    acts = [t for t in distinct(rows.passed.get((transfer.giver, transfer.taker), ())) if t.price]
    own, total = _own_part(transfer, seen, acts)
    return Paid(total or transfer.paid, own, looked or bool(seen))


def _statement_held(case: Case, party: str) -> bool:
    """Is an account of the party in the data, so that a payment not found may be missing?

    A debtor with any row, else who deals with two others: a party seen with one other alone may stand only in the
    other's statement.
    """
    others = index_of(case).dealt_with.get(party, set())
    return len(others) > 1 or (bool(others) and party in case.debtor_ids)


def _own_part(
    transfer: Transfer, seen: Sequence[Payment], acts: Sequence[Transfer]
) -> tuple[tuple[Payment, ...], Money | None]:
    """The payments that pay this act, and how much of them."""
    if len(acts) < 2:
        return tuple(seen), total_of(p.money for p in seen if p.money)
    turns: dict[str, Payment] = {}
    left = sorted(seen, key=lambda p: (p.on.first if p.on else date.min, p.place.fact))
    for act in sorted(acts, key=lambda t: (t.on.first if t.on else date.max, t.place.fact)):
        if exact := next((p for p in left if p.money == act.price), None):
            turns[act.place.fact] = exact
            left.remove(exact)
    alike = next((t for t in acts if act_of(t) == act_of(transfer)), transfer)
    if mine := turns.get(alike.place.fact):
        return (mine,), mine.money
    total = total_of(p.money for p in left if p.money)
    unpaid = [t for t in acts if t.place.fact not in turns]
    return tuple(left), _part_of(total, transfer, unpaid) if total else None


def distinct(transfers: Iterable[Transfer]) -> tuple[Transfer, ...]:
    """One row for each act: a deed and a registry entry of one sale are two statements, not two sales."""
    first: dict[tuple[str, ...], Transfer] = {}
    for transfer in transfers:
        first.setdefault(act_of(transfer), transfer)
    return tuple(first.values())


def restated(case: Case, transfer: Transfer) -> tuple[Transfer, ...]:
    """Other rows that state the same act."""
    return tuple(t for t in index_of(case).acts.get(act_of(transfer), ()) if t is not transfer)


def _towards(payment: Payment, transfer: Transfer, start: date, end: date) -> bool:
    """Can this row be (part of) the price? A total over a period counts only where the window holds all of it."""
    if (payment.payer, payment.payee) != (transfer.taker, transfer.giver) or not payment.done:
        return False
    if payment.on is None or payment.money is None or payment.kind not in (None, "price", "other", "loan"):
        return False
    if payment.until is not None and payment.until.last >= end:
        return False
    return payment.on.within(start, end) != "no"


def _part_of(total: Money, transfer: Transfer, acts: Sequence[Transfer]) -> Money | None:
    whole = total_of(t.price for t in acts if t.price)
    if transfer.price is None or whole is None or whole.amount <= 0:
        return None
    part = Fraction(transfer.price.amount) / Fraction(whole.amount)
    return total.times(Share(part, part))


def total_of(amounts: Iterable[Money]) -> Money | None:
    """Their sum where all are in one currency; unlike currencies are never added."""
    listed = list(amounts)
    if not listed or len({m.currency for m in listed}) > 1:
        return None
    return sum(listed[1:], listed[0])


def paid_ratio(case: Case, transfer: Transfer, paid: Paid) -> Fraction | None:
    if transfer.price is None or transfer.price.amount <= 0 or not paid.looked:
        return None
    if paid.total is None:
        return Fraction(0) if not paid.payments else None
    same = convert(case, paid.total, transfer.price.currency, transfer.on.first if transfer.on else None)
    return ratio(same.amount, transfer.price.amount) if same else None


def shown(share: Fraction | None) -> str | None:
    """A ratio for people: "6.25%"; one too small to print is "<0.01%", never 0."""
    if share is None:
        return None
    return "<0.01%" if 0 < share < Fraction(1, 20_000) else percent(share)


def price_words(transfer: Transfer) -> tuple[str, str]:
    if is_nil(transfer):
        return "无偿", "for nothing"
    if transfer.price is None:
        return "对价不详", "price unknown"
    return (
        f"对价{transfer.price.currency} {money_text(transfer.price.amount)}",
        f"for {transfer.price.currency} {money_text(transfer.price.amount)}",
    )


def place_first(places: Iterable[Place]) -> tuple[Place, ...]:
    return tuple(dict.fromkeys(places))


def paid_words(transfer: Transfer, paid: Paid) -> tuple[str, str]:
    """What is seen of the price; nothing to say of a gift."""
    if is_nil(transfer):
        return "", ""
    if not paid.looked:
        return "未取得转让方流水，付款情况不详。", "No statement of the giver is held: payment unknown."
    if not paid.payments and paid.total is None:
        return "在已有流水中未见付款。", "No payment was found in the statements held."
    return f"已见付款{paid.total or '（币种不同）'}。", f"Payment found: {paid.total or 'in unlike currencies'}."


def shortfall(case: Case, transfer: Transfer, valued: Valued | None, paid: Paid) -> Amount | None:
    """Value less what was promised or paid; where the price is in a currency without a rate the lower bound is nothing."""
    if valued is None:
        return None
    value, day, nil = valued.money, transfer.on.first if transfer.on else None, is_nil(transfer)
    price = None if nil or not transfer.price else convert(case, transfer.price, value.currency, day)
    total = convert(case, paid.total, value.currency, day) if paid.total else None
    unlike = (transfer.price and not price and not nil) or (paid.total and not total)
    given, got = (m.amount if m else Decimal(0) for m in (price, total))
    low = Decimal(0) if unlike else max(value.low - max(given, got), Decimal(0))
    high = max(value.high - (min(given, got) if paid.looked else Decimal(0)), low)
    words = two(
        "价值减价款（下限）至价值减已见付款（上限）", "value less price (low) to value less payments found (high)"
    )
    return Amount(Money(low, high, value.currency), words)
