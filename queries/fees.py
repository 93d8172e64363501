"""What the next step costs: court fees by their ladders."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from graph.case import Case
from graph.values import Money
from queries.grounds import Bilingual, table_for
from queries.grounds import Bilingual as Text
from queries.lead import two
from queries.worth import convert

CENT = Decimal("0.01")
NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Ladder:
    """A fee by steps of the sum: `base` once, then for what lies above each `over` its rate; never more than `most`."""

    name: Text
    base: Decimal
    steps: tuple[tuple[Decimal, Decimal], ...]
    most: Decimal | None

    def of(self, amount: Decimal) -> Decimal:
        """The fee on a sum, to the cent; nothing on nothing."""
        if amount <= 0:
            return NOTHING
        fee, bounds = self.base, [*(over for over, _ in self.steps[1:]), None]
        for (over, rate), top in zip(self.steps, bounds, strict=True):
            part = min(amount, top) if top is not None else amount
            fee += max(part - over, NOTHING) * rate
        fee = fee if self.most is None else min(fee, self.most)
        return fee.quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Fee:
    """One cost of a step. advance: paid by the creditor now; comes_back: borne by the other side where the creditor wins.

    money None = not known (a premium, a lawyer's fee): never counted, always said.
    """

    name: Text
    money: Money | None
    advance: bool
    comes_back: bool


@dataclass(frozen=True, slots=True)
class Cost:
    """The next step on a route, and what it costs: `advance` to be paid now, `lost` of it for good (None = not known)."""

    step: Text
    fees: tuple[Fee, ...]

    @property
    def advance(self) -> Money | None:
        return _sum(f for f in self.fees if f.advance)

    @property
    def lost(self) -> Money | None:
        return _sum(f for f in self.fees if f.advance and not f.comes_back)


def _sum(fees: Any) -> Money | None:
    known = [f.money for f in fees if f.money is not None]
    return sum(known[1:], known[0]) if known else None


def suit_fee(amount: Decimal) -> Decimal:
    """案件受理费 of a property case (诉讼费用交纳办法 13): 100,000 → 2,300; 8,000,000 → 67,800."""
    return _ladder("suit").of(amount)


def preservation_fee(amount: Decimal) -> Decimal:
    """保全申请费 (诉讼费用交纳办法 14): at most 5,000."""
    return _ladder("preservation").of(amount)


def enforcement_fee(amount: Decimal) -> Decimal:
    """执行申请费 (诉讼费用交纳办法 14): paid after enforcement by the debtor, never in advance."""
    return _ladder("enforcement").of(amount)


def delay_rate() -> tuple[Decimal, date, Text]:
    """The daily rate of the doubled interest for delay, the day from which it counts, and its name (法释〔2014〕8号)."""
    row = fee_table()["delay_interest"]
    return Decimal(row["daily_rate"]), row["from"], Bilingual(row["zh"], row["en"])


@cache
def fee_table() -> Mapping[str, Any]:
    text = (files("queries") / "law" / "tables" / "cn_fees.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _ladder(name: str) -> Ladder:
    row = fee_table()[name]
    steps = tuple((Decimal(s["over"]), Decimal(s["rate"])) for s in row["steps"])
    most = Decimal(row["most"]) if "most" in row else None
    return Ladder(Bilingual(row["zh"], row["en"]), Decimal(row["base"]), steps, most)


_STEPS: dict[str, Text] = {
    "A": two("在执行程序中申请查封、冻结", "ask for a freeze in the running enforcement"),
    "A-suit": two("申请财产保全", "apply for preservation"),
    "B": two("申请冻结债权并通知次债务人履行", "ask for a freeze of the claim and notice to the third party"),
    "B-suit": two("提起代位权诉讼并保全", "a suit in the debtor's place, with preservation"),
    "C": two("起诉登记名义人并对其保全", "a suit against the registered owner, with preservation"),
    "D": two("申请追加被执行人", "apply to add the party in enforcement"),
    "E": two("另行起诉并保全", "a separate suit, with preservation"),
    "F": two("向管理人申报债权、书面请求追收", "file the claim and ask the office-holder to recover"),
}
_SUED = frozenset({"C", "E", "B-suit"})
_PRESERVED = frozenset({"A-suit", *_SUED})
_OBJECTION = two("如须提起或应对执行异议之诉：案件受理费", "if it comes to an objection suit: the court fee")
_DISPUTED = two("次债务人有异议而提起代位权诉讼时：案件受理费", "if the third party disputes: the court fee of a suit in the debtor's place")  # fmt: skip
_PREMIUM = two(
    "保全担保或保函费用（以报价为准，未计入）", "security or a guarantee for the preservation (as quoted, not counted)"
)
_LATER = {"B": _DISPUTED, "D": _OBJECTION}


def next_step(case: Case, route: str, sought: Money | None) -> Cost:
    """What the creditor does next on a route for a sum, and what that costs under the law of the case.

    Only the PRC's fees are held: elsewhere the step has no fees and its cost is not known. A sum in another currency is
    reckoned by the data's own rate; without one the fees are not known.
    """
    enforced = bool(case.debt.clock.enforcement)
    key = route if enforced or route not in ("A", "B") else f"{route}-suit"
    step = _STEPS.get(key, two("", ""))
    if table_for(case.debt.jurisdiction) != "CN":
        return Cost(step, ())
    sum_cny = convert(case, sought, "CNY", case.as_of) if sought else None
    amount = sum_cny.high if sum_cny else None
    fees = [_fee("suit", amount)] if key in _SUED else []
    if key in _PRESERVED:
        fees += [_fee("preservation", amount), Fee(_PREMIUM, None, advance=True, comes_back=False)]
    if later := _LATER.get(key):
        money = None if amount is None else Money.of(suit_fee(amount), "CNY")
        fees.append(Fee(later, money, advance=False, comes_back=True))
    if key == "A":
        fees.append(_fee("enforcement", amount, advance=False))
    return Cost(step, tuple(fees))


def _fee(name: str, amount: Decimal | None, *, advance: bool = True) -> Fee:
    ladder = _ladder(name)
    money = None if amount is None else Money.of(ladder.of(amount), "CNY")
    return Fee(ladder.name, money, advance=advance, comes_back=True)
