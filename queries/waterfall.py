"""From a value down to what is left: steps, each with its row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from graph.case import Case
from graph.claims import Edit
from graph.values import Money, Share
from queries.encumbered import Burden, prior
from queries.fees import Cost
from queries.grounds import Bilingual as Text
from queries.lead import Evidence, two
from queries.phrases import name_of
from queries.worth import convert

Sign = Literal["+", "×", "-", "min", "="]
ZERO = Decimal(0)
_ENDED = two("已届满或解除，不扣除", "ended: nothing is taken off")
_BEHIND = two("顺位在本案冻结之后，不扣除", "ranks after our freeze: nothing is taken off")
_LIFTED = two(
    "受理破产后保全解除，不扣除（破产法19）",
    "freezes are lifted once the insolvency is accepted: nothing is taken off (Bankruptcy Law 19)",
)
_UNKNOWN = two("数额不详：下限按零计", "amount unknown: the low bound is nothing")
_NO_RATE = two("币种不同且无汇率：下限按零计", "another currency and no rate: the low bound is nothing")
_DOUBTED = two("可能已终止，仅减低下限", "it may have ended: only the low bound is lowered")
_FLOOR = two("不低于零", "not below nothing")
_COST = two(
    "下限扣除全部预交费用，上限仅扣除不能收回的部分",
    "the low bound bears all that is advanced, the high bound only what never comes back",
)
_ABROAD = two("当地费用不详，未计入", "local fees are not known and not counted")


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a waterfall.

    sign: + begins it, - takes off (between low and high), min caps, = is the sum so far. amount None = not known.
    rows: what it rests on; rule: the law or arithmetic where no row says it; edited: a person set the amount.
    """

    key: str
    label: Text
    sign: Sign
    amount: Money | None
    rows: tuple[Evidence, ...] = ()
    rule: Text | None = None
    edited: Edit | None = None


@dataclass(frozen=True, slots=True)
class Waterfall:
    """The steps; left: after prior burdens; net: what may be recovered after cap and cost. None = not known."""

    steps: tuple[Step, ...]
    left: Money | None
    net: Money | None
    cost: Cost

    @property
    def edits(self) -> tuple[Edit, ...]:
        return tuple(step.edited for step in self.steps if step.edited)


class Pour:
    """Builds a waterfall step by step; an edit of the case file replaces the amount of its step and is named."""

    def __init__(self, case: Case, edits: Iterable[Edit] = ()) -> None:
        self.case = case
        self.edits: Mapping[str, Edit] = {edit.step: edit for edit in edits}
        self.steps: list[Step] = []
        self.money: Money | None = None

    def start(self, step: Step) -> None:
        """The value; an edit may give one where none is known."""
        edit = self.edits.get(step.key)
        if edit is not None:
            step = replace(step, amount=edit.money, edited=edit)
        self.steps.append(step)
        self.money = step.amount

    def take(
        self, key: str, label: Text, off: Money | None, rows: tuple[Evidence, ...] = (), rule: Text | None = None
    ) -> None:
        """Take off between off.low and off.high; None takes everything off the low bound."""
        edited, off = self._edited(key, off)
        if self.money is not None:
            low_off, high_off = (ZERO, max(self.money.low, ZERO)) if off is None else (off.low, off.high)
            self.money = Money(self.money.low - high_off, self.money.high - low_off, self.money.currency)
        self.steps.append(Step(key, label, "-", off, rows, rule, edited))

    def part(self, key: str, label: Text, share: Share, rule: Text) -> None:
        """Only a share of it; an edit sets the part itself."""
        edited, kept = self._edited(key, self.money.times(share) if self.money else None)
        self.money = kept
        self.steps.append(Step(key, label, "×", kept, (), rule, edited))

    def cap(self, key: str, label: Text, most: Money, rule: Text) -> None:
        """No more than a sum; an edit may set another."""
        edited, changed = self._edited(key, most)
        top = changed or most
        if self.money is not None:
            self.money = Money(min(self.money.low, top.low), min(self.money.high, top.high), self.money.currency)
        self.steps.append(Step(key, label, "min", top, (), rule, edited))

    def sum(self, key: str, label: Text) -> Money | None:
        """What is left so far, never below nothing; an edit may set it."""
        if self.money is not None:
            self.money = Money(max(self.money.low, ZERO), max(self.money.high, ZERO), self.money.currency)
        edited, self.money = self._edited(key, self.money)
        self.steps.append(Step(key, label, "=", self.money, (), _FLOOR, edited))
        return self.money

    def _edited(self, key: str, amount: Money | None) -> tuple[Edit | None, Money | None]:
        edit = self.edits.get(key)
        if edit is None:
            return None, amount
        currency = self.money.currency if self.money else edit.money.currency
        same = convert(self.case, edit.money, currency, self.case.as_of)
        return (edit, same) if same is not None else (None, amount)


def pour_burdens(case: Case, pour: Pour, burdens: Iterable[Burden], *, estate: bool) -> None:
    """Others' pledges and freezes by rank: those before us come off, those that ended or rank after are shown at nothing."""
    listed = tuple(burdens)
    before = {b.encumbrance.place.fact for b in prior(listed)}
    for burden in listed:
        if burden.own:
            continue
        item = burden.encumbrance
        key, label = f"prior:{item.place.row_id or item.place.line}", burden_words(case, burden)
        currency = pour.money.currency if pour.money else "CNY"
        nothing = Money.of(ZERO, currency)
        if burden.state == "ended":
            pour.take(key, label, nothing, burden.evidence, _ENDED)
        elif estate and burden.frozen:
            pour.take(key, label, nothing, burden.evidence, _LIFTED)
        elif item.place.fact not in before:
            pour.take(key, label, nothing, burden.evidence, _BEHIND)
        else:
            off, rule = _off(case, burden, currency)
            pour.take(key, label, off, burden.evidence, rule)


def burden_words(case: Case, burden: Burden) -> Text:
    """Whose burden, of what sort and rank."""
    item = burden.encumbrance
    who = name_of(case, item.holder) if item.holder else (item.authority or "?")
    rank = "" if burden.rank is None else f"{burden.rank}"
    zh, en = ("冻结/查封", "freeze") if burden.frozen else ("抵押/质押", "security")
    place = (f"（第{rank}顺位）", f" (rank {rank})") if rank else ("", "")
    return two(f"在先负担：{who}的{zh}{place[0]}", f"prior burden: {en} for {who}{place[1]}")


def _off(case: Case, burden: Burden, currency: str) -> tuple[Money | None, Text | None]:
    money = burden.encumbrance.money
    if money is None:
        return None, _UNKNOWN
    same = convert(case, money, currency, case.as_of)
    if same is None:
        return None, _NO_RATE
    if not burden.live:
        return Money(ZERO, same.high, currency), _DOUBTED
    return same, None


def pour_cost(case: Case, pour: Pour, cost: Cost) -> None:
    """What the next step costs, in the waterfall's currency: nothing is taken off where it is not known."""
    label = two(f"下一步费用：{cost.step.zh}", f"cost of the next step: {cost.step.en}")
    currency = pour.money.currency if pour.money else "CNY"
    advance, lost = (_in(case, money, currency) for money in (cost.advance, cost.lost))
    off = Money(lost, max(advance, lost), currency)
    known = bool(cost.fees)
    pour.take("cost", label, off, (), _COST if known else _ABROAD)


def _in(case: Case, money: Money | None, currency: str) -> Decimal:
    same = convert(case, money, currency, case.as_of) if money else None
    return same.high if same else ZERO
