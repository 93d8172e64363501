"""What a thing was worth, what was asked, what was paid."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from graph.case import Case
from graph.facts import Payment, Transfer
from graph.statements import Place
from graph.values import DateSpan, Money, Share, add_months, money_text, ratio
from queries.lead import Evidence, two

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
    options = [*_on_row(transfer), *_titles(case, transfer), *_net_assets(case, transfer), *_paid_in(case, transfer)]
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
        if title.value is not None and title.value.amount > 0 and title.basis and _fresh(title.valued_on, transfer.on):
            zh, en = BASIS_NAMES.get(title.basis, BASIS_NAMES[""])
            text = two(f"资产{zh}为{title.value}", f"the asset's {en}: {title.value}")
            found.append(
                Valued(title.value, title.basis, (Evidence(title.place, text, "value"),), title.basis in INDEPENDENT)
            )
    return found


def _fresh(valued: DateSpan | None, act: DateSpan | None) -> bool:
    """A valuation within two years of the act, or undated."""
    if valued is None or act is None:
        return True
    return add_months(act.first, -24) <= valued.last and valued.first <= add_months(act.last, 24)


def _net_assets(case: Case, transfer: Transfer) -> list[Valued]:
    """Share of the equity in the last accounts filed before the act."""
    if transfer.company is None or transfer.share is None or transfer.on is None:
        return []
    usable = [
        a
        for a in case.accounts
        if a.party == transfer.company and a.equity and a.year_end and a.year_end.first <= transfer.on.last
    ]
    if not usable:
        return []
    last = max(usable, key=lambda a: a.year_end or DateSpan.on(date.min))
    equity = last.equity
    assert equity is not None
    if equity.amount <= 0:
        return []
    worth = equity.times(transfer.share)
    text = two(
        f"{last.year_end}净资产{equity}，按份额为{worth}", f"net assets {equity} at {last.year_end}; the share: {worth}"
    )
    return [Valued(worth, "net_assets", (Evidence(last.place, text, "equity"),), last.audited == "yes")]


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
    """Negative net assets before the act: a token price may then be fair."""
    for accounts in case.accounts:
        if accounts.party == transfer.company and accounts.equity and accounts.equity.amount <= 0:
            return Evidence(
                accounts.place,
                two(
                    f"净资产为{accounts.equity}，名义价格可能合理",
                    f"net assets were {accounts.equity}: a token price may be fair",
                ),
                "equity",
            )
    return None


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
    """What the rows show of the price: paid share None = no statement of the giver is held, so nothing can be said."""

    total: Money | None
    payments: tuple[Payment, ...]
    looked: bool


def payments_for(case: Case, transfer: Transfer) -> Paid:
    """Money from the taker to the giver between 90 days before and two years after the act."""
    looked = any(transfer.giver in (p.payer, p.payee) for p in case.payments)
    if transfer.on is None:
        return Paid(transfer.paid, (), looked)
    start, end = transfer.on.first - timedelta(days=90), add_months(transfer.on.last, 24)
    own = tuple(
        p
        for p in case.payments
        if p.payer == transfer.taker and p.payee == transfer.giver and p.done and p.money and p.on
        and p.kind in (None, "price", "other", "loan") and p.on.within(start, end) != "no"
    )  # fmt: skip
    total = total_of(p.money for p in own if p.money)
    return Paid(total or transfer.paid, own, looked or transfer.paid is not None)


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
    """A ratio for a test table: "6.25%"."""
    if share is None:
        return None
    return Share(min(share, Fraction(10)), min(share, Fraction(10))).percent(2)


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
