"""Pledges and freezes on a thing: rank, last day, what is left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from graph.case import Case
from graph.facts import Encumbrance
from graph.values import Money
from queries.deadlines import freeze_last_day, freeze_maximum
from queries.grounds import Bilingual as Text
from queries.lead import Evidence, two
from queries.phrases import name_of, word
from queries.worth import convert

State = Literal["live", "ended", "cannot tell"]

FROZEN = frozenset({"freeze", "seizure"})
SOON_DAYS = 60
RENEW_DAYS = 7
_OVER = frozenset({"released", "lapsed"})
_LATE = date.max


@dataclass(frozen=True, slots=True)
class Burden:
    """One encumbrance read on a day. rank: 1 = first among live burdens of its sort; None = not known, or no longer live.

    last_day: last effective day (freezes: at most until, where `at_most`); own: held by the creditor of the case.
    """

    encumbrance: Encumbrance
    state: State
    rank: int | None
    waiting: bool
    own: bool
    last_day: date | None
    at_most: bool
    reading: Text
    evidence: tuple[Evidence, ...]

    @property
    def live(self) -> bool:
        return self.state == "live"

    @property
    def frozen(self) -> bool:
        return self.encumbrance.kind in FROZEN

    @property
    def since(self) -> date:
        """The day its order counts from: publication, else start (强制执行股权规定 6); unknown is last."""
        return _since(self.encumbrance)


def burdens_on(case: Case, thing: str, kind: str) -> tuple[Burden, ...]:
    """Every encumbrance of a thing (asset id or equity:COMPANY:OWNER), freezes first, each sort in its order."""
    held = sorted(case.encumbrances_on(thing), key=_order(case, thing))
    states = {item.place.fact: _state(case, item, kind) for item in held}
    ranks = _ranks(held, states)
    return tuple(_burden(case, item, kind, states[item.place.fact], ranks.get(item.place.fact), held) for item in held)


def _since(item: Encumbrance) -> date:
    span = (item.published_on if item.kind in FROZEN else None) or item.period.start
    return span.first if span else _LATE


def _order(case: Case, thing: str) -> _Order:
    return _Order(case.encumbrances_on(thing))


class _Order:
    """Sort key: freezes before pledges; the earlier first; a renewal keeps the day of the freeze that it renews."""

    def __init__(self, held: Sequence[Encumbrance]) -> None:
        self.first: dict[tuple[str, str], date] = {}
        for item in held:
            key = _creditor(item)
            self.first[key] = min(_since(item), self.first.get(key, _LATE))

    def __call__(self, item: Encumbrance) -> tuple[bool, date, int, bool, str]:
        day = self.first[_creditor(item)] if item.status == "renewed" else _since(item)
        return item.kind not in FROZEN, day, item.rank or 99, item.status == "waiting", item.place.fact


def _creditor(item: Encumbrance) -> tuple[str, str]:
    return item.kind, item.holder or item.authority or item.place.fact


def last_day_of(item: Encumbrance, kind: str) -> tuple[date | None, bool]:
    """(last effective day, is it only the most the law allows); a partial end counts from its earliest day.

    Without an end a freeze can last no longer than 民诉法解释 485 allows; a pledge or mortgage has no such limit, and the
    term of a waiting freeze begins only when it takes effect.
    """
    if item.period.end is not None:
        return freeze_last_day(item.period.end.first), False
    if item.kind in FROZEN and item.status != "waiting" and item.period.start is not None:
        return freeze_maximum(kind, item.period.start.last), True
    return None, False


def _state(case: Case, item: Encumbrance, kind: str) -> State:
    if item.status in _OVER or (item.released and item.released.first <= case.as_of):
        return "ended"
    day, _ = last_day_of(item, kind)
    if day is None or day >= case.as_of:
        return "live"
    # A mortgage does not end with its term, nor is a renewal always in the rows.
    return "ended" if item.kind in FROZEN and item.period.end is not None else "cannot tell"


def _ranks(held: Sequence[Encumbrance], states: Mapping[str, State]) -> dict[str, int | None]:
    """Ranks of what is live, by order of publication; where all wait and none went before, an unseen freeze comes first."""
    ranks: dict[str, int | None] = {}
    for frozen in (True, False):
        sort = [item for item in held if (item.kind in FROZEN) == frozen]
        live = [item for item in sort if states[item.place.fact] == "live"]
        unseen = len(live) == len(sort) and all(item.status == "waiting" for item in live)
        for place, item in enumerate(live, 1):
            ranks[item.place.fact] = item.rank if unseen else place
    return ranks


def _burden(
    case: Case, item: Encumbrance, kind: str, state: State, rank: int | None, held: Sequence[Encumbrance]
) -> Burden:
    last, at_most = last_day_of(item, kind)
    own = item.holder is not None and item.holder == case.debt.creditor
    waiting = state == "live" and item.kind in FROZEN and (item.status == "waiting" or (rank or 0) > 1)
    bare = Burden(item, state, rank, waiting, own, last, at_most, two("", ""), ())
    reading = _reading(case, bare, held)
    return replace(bare, reading=reading, evidence=(Evidence(item.place, reading, "encumbrance"),))


def _reading(case: Case, burden: Burden, held: Sequence[Encumbrance]) -> Text:
    item = burden.encumbrance
    kind = word("encumbrance_kind", item.kind)
    who = name_of(case, item.holder) if item.holder else (item.authority or "?")
    zh = [f"{who}{kind.zh}（{item.money or '数额不详'}）"]
    en = [f"{kind.en} for {who} ({item.money or 'amount unknown'})"]
    for line in (_rank_words(burden, held), _day_words(burden), _state_words(burden.state)):
        if line.en:
            zh.append(line.zh)
            en.append(line.en)
    return two("，".join(zh), ", ".join(en))


def _rank_words(burden: Burden, held: Sequence[Encumbrance]) -> Text:
    rank, stated = burden.rank, burden.encumbrance.rank
    if not (burden.live and burden.frozen):
        return two("", "") if rank is None else two(f"第{rank}顺位", f"rank {rank}")
    if burden.encumbrance.status == "waiting" and rank == 1 and len(held) > 1:
        return two(
            "轮候，在先冻结已届满或解除，可能已自动生效，须核实",
            "waiting; the freeze before it has ended: it may have taken effect by itself, check",
        )
    if burden.waiting and rank is None:
        return two("轮候，在先冻结不在数据中", "waiting; the freeze before it is not in the data")
    differs = stated is not None and stated != rank
    zh, en = (f"（来源记载为第{stated}顺位）", f" (the source says rank {stated})") if differs else ("", "")
    if burden.waiting:
        return two(f"轮候第{rank}顺位{zh}", f"waiting, rank {rank}{en}")
    return two(f"首封{zh}", f"first freeze{en}")


def _day_words(burden: Burden) -> Text:
    last = burden.last_day
    if last is None:
        return two("", "")
    if burden.at_most:
        return two(f"期限未载明，最迟至{last}", f"no end stated: at most until {last}")
    return two(f"最后有效日{last}", f"last effective day {last}")


def _state_words(state: State) -> Text:
    return {
        "live": two("", ""),
        "ended": two("已解除或届满", "ended"),
        "cannot tell": two("是否仍有效须核实", "whether it still stands must be checked"),
    }[state]


def prior(burdens: Iterable[Burden]) -> tuple[Burden, ...]:
    """Burdens of others that come before the creditor's own first freeze; without one, all that are not ended."""
    listed = [b for b in burdens if b.state != "ended"]
    own = [b for b in listed if b.own and b.frozen and b.live]
    ours = min((b.since for b in own), default=_LATE)
    before = {b.encumbrance.place.fact for b in listed if not b.own and not (own and _after(b, own[0], ours))}
    return tuple(b for b in listed if b.encumbrance.place.fact in before)


def _after(burden: Burden, own: Burden, ours: date) -> bool:
    """Does it certainly come after our freeze? Freezes by rank; pledges by their day (an unknown one comes before)."""
    if burden.frozen and burden.rank is not None and own.rank is not None:
        return burden.rank > own.rank
    return burden.since != _LATE and burden.since > ours


def left_after(case: Case, value: Money | None, burdens: Iterable[Burden]) -> Money | None:
    """value less what comes before us; unknown amounts, or burdens that may have ended, lower only the low bound."""
    if value is None:
        return None
    low, high = value.low, value.high
    for burden in prior(burdens):
        money = burden.encumbrance.money
        same = convert(case, money, value.currency, case.as_of) if money else None
        if same is None:
            low = Decimal(0)
            continue
        low -= same.high
        high -= same.low if burden.live else Decimal(0)
    return Money(max(low, Decimal(0)), max(high, Decimal(0)), value.currency)


def burden_warnings(case: Case, burdens: Iterable[Burden]) -> tuple[Text, ...]:
    """Own freezes that lapse soon, others' that stand before or behind, in the order of the burdens."""
    listed = tuple(burdens)
    found = [line for b in listed if (line := _lapse(case, b))]
    if any(b.frozen and b.live and not b.own for b in listed):
        found.append(
            two(
                "有其他债权人冻结：按首封顺位受偿；若执转破则按比例，二者均须测算",
                "other creditors have frozen it: paid in order of freezing, or pro rata if it turns into insolvency: reckon both",
            )
        )
    return tuple(found)


def _lapse(case: Case, burden: Burden) -> Text | None:
    """A freeze that ends within 60 days of as_of: ours to renew seven days before, another's to be watched."""
    last = burden.last_day
    if not (burden.frozen and burden.live and last) or (last - case.as_of).days > SOON_DAYS:
        return None
    left = (last - case.as_of).days
    if not burden.own:
        return two(f"他人冻结将于{last}届满（余{left}日）", f"another's freeze ends on {last} ({left} days left)")
    renew = max(last - timedelta(days=RENEW_DAYS), case.as_of)
    return two(
        f"本案冻结最后有效日{last}（余{left}日），最迟{renew}申请续行",
        f"our freeze: last effective day {last} ({left} days left); ask for renewal by {renew}",
    )
