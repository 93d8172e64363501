"""Reorganisations: what left a firm, and the steps after it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from graph.case import Case
from graph.chains import Edge, moves, owns
from graph.facts import Interest, Succession, Transfer
from graph.values import DateSpan, add_months
from queries.ballots import stakes_on
from queries.capital_changes import cuts
from queries.disposals import forced, hub, transfer_evidence
from queries.lead import Evidence
from queries.look_back import lies
from queries.phrases import name_of, says, step_evidence, word
from queries.side import Holding, control_on
from queries.worth import distinct

KINDS = frozenset({"division", "merger", "asset_takeover", "conversion"})
BEFORE, LINKED, CUT_MONTHS = 24, 60, 12
HALF = Fraction(1, 2)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Move:
    """One row by which assets passed from the debtor to the taker: a succession, or a transfer."""

    act: Succession | Transfer
    evidence: tuple[Evidence, ...]

    @property
    def on(self) -> DateSpan | None:
        return self.act.on

    @property
    def transfer(self) -> Transfer | None:
        return self.act if isinstance(self.act, Transfer) else None

    @property
    def succession(self) -> Succession | None:
        return self.act if isinstance(self.act, Succession) else None

    @property
    def edges(self) -> tuple[Edge, ...]:
        return (moves(self.act),) if isinstance(self.act, Transfer) else ()


@dataclass(frozen=True, slots=True)
class Step:
    """A later (or earlier) step of the same reorganisation that is no move of assets by itself.

    code: spun_off and sold_off (the debtor itself, with its debts, leaves those who controlled it), let_go (the debtor's stake
    in the taker leaves), capital_cut. act: the transfer of the stake, where the row gives one.
    """

    code: str
    on: DateSpan | None
    evidence: tuple[Evidence, ...]
    act: Transfer | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """All that passed from one debtor to one taker, and the steps joined to it. dropped: the taker was the debtor's own."""

    debtor: str
    taker: str
    moves: tuple[Move, ...]
    steps: tuple[Step, ...]
    dropped: bool
    kept: tuple[Evidence, ...]

    @property
    def first(self) -> DateSpan | None:
        return min((m.on for m in self.moves if m.on), key=lambda d: (d.first, d.last), default=None)

    @property
    def last(self) -> DateSpan | None:
        """The last day of the whole series: the months to failure run from it."""
        days = [on for on in (*(m.on for m in self.moves), *(x.on for x in self.steps)) if on]
        return max(days, key=lambda d: (d.last, d.first), default=None)

    @property
    def successions(self) -> tuple[Succession, ...]:
        return tuple(m.succession for m in self.moves if m.succession)

    @property
    def transfers(self) -> tuple[Transfer, ...]:
        return tuple(m.transfer for m in self.moves if m.transfer)

    @property
    def rows(self) -> tuple[Evidence, ...]:
        return tuple(e for x in (*(m.evidence for m in self.moves), *(x.evidence for x in self.steps)) for e in x)

    @property
    def cut_off(self) -> bool:
        """Did the debtor leave its group with its debts?"""
        return any(s.code in ("spun_off", "sold_off") for s in self.steps)


def series(case: Case) -> tuple[Series, ...]:
    """Every reorganisation of a debtor company; a transfer with no step of a reorganisation beside it is none."""
    firms = [d for d in case.debtor_ids if not case.party(d).is_person]
    found = (
        _series(case, firm, taker, moved)
        for firm in dict.fromkeys(firms)
        for taker, moved in sorted(_moves(case, firm).items())
    )
    return tuple(s for s in found if s.successions or s.steps or s.dropped)


def _moves(case: Case, debtor: str) -> dict[str, tuple[Move, ...]]:
    """taker → what passed to it, oldest first; sales by a court, to people, hubs and the creditor are left out."""
    found: dict[str, list[Move]] = defaultdict(list)
    for s in case.successions:
        if s.predecessor == debtor != s.successor and s.kind in KINDS:
            found[s.successor].append(Move(s, (succession_words(case, s),)))
    for t in distinct(case.transfers):
        if t.giver == debtor and _firm(case, t.taker, debtor) and not forced(t.place):
            found[t.taker].append(Move(t, transfer_evidence(case, t)))
    late = {k: [m for m in ms if lies(case, m.on, debtor, BEFORE) != "too early"] for k, ms in found.items()}
    return {k: tuple(sorted(ms, key=_order)) for k, ms in late.items() if ms}


def _order(move: Move) -> tuple[bool, date, str]:
    return (move.on is None, move.on.first if move.on else date.max, move.act.place.fact)


def _firm(case: Case, taker: str, debtor: str) -> bool:
    known = case.party(taker)
    return taker not in (debtor, case.debt.creditor) and not known.is_person and not hub(case, taker)


def succession_words(case: Case, s: Succession) -> Evidence:
    kind, old, new = word("succession_kind", s.kind), name_of(case, s.predecessor), name_of(case, s.successor)
    sums = (
        f"转移资产{s.assets_moved or '不详'}，转移负债{s.liabilities_moved or '不详'}",
        f"assets moved {s.assets_moved or 'unknown'}, liabilities moved {s.liabilities_moved or 'unknown'}",
    )
    return says(
        s.place,
        f"{s.on or '日期不详'}：{old}→{new}（{kind.zh}），{sums[0]}",
        f"{s.on or 'undated'}: {old} → {new} ({kind.en}), {sums[1]}",
        "succession",
    )


def _series(case: Case, debtor: str, taker: str, moved: tuple[Move, ...]) -> Series:
    first = next((m.on for m in moved if m.on), None)
    own = _own_stakes(case, debtor, taker, first)
    dropped = bool(own) or any(m.transfer and m.transfer.consideration == "shares" for m in moved)
    steps: tuple[Step, ...] = ()
    if first:
        over = _controllers(case, debtor, first)
        steps = (
            *_spun_off(case, debtor, over, first),
            *_sold_off(case, debtor, over, first),
            *(_let_go(case, debtor, taker, own, first) if dropped else ()),
            *_capital_cut(case, debtor, taker, first),
        )
    return Series(debtor, taker, moved, steps, dropped, _kept(case, debtor, taker))


def _controllers(case: Case, company: str, around: DateSpan) -> dict[str, Holding]:
    """Whoever controlled a company on the day before, the first or the last day of a span, and by which rows."""
    days = (around.last, around.first, around.first - _DAY)
    return {head: held for day in days for head, held in control_on(case, day).over(company).items()}


def _near(first: DateSpan, on: DateSpan | None) -> bool:
    """Does a step belong to the series: not before its first move, nor more than five years after it?"""
    return on is not None and on.last >= first.first and on.first <= add_months(first.last, LINKED)


def _spun_off(case: Case, debtor: str, over: dict[str, Holding], first: DateSpan) -> Iterable[Step]:
    """Whoever controlled the debtor is divided, and the new firm has the debtor: it leaves with its debts."""
    for s in case.successions:
        if s.kind not in KINDS or s.predecessor == debtor or not s.on or not _near(first, s.on):
            continue
        before = _controllers(case, debtor, s.on) | over
        after = {
            h: held for day in (s.on.last + _DAY, s.on.last) for h, held in control_on(case, day).over(debtor).items()
        }
        if s.predecessor in before and (s.successor == debtor or s.successor in after):
            ways = [before[s.predecessor].edges, after[s.successor].edges if s.successor in after else ()]
            rows = [e for edges in ways for e in step_evidence(case, edges)]
            yield Step("spun_off", s.on, (succession_words(case, s), *rows))


def _sold_off(case: Case, debtor: str, over: dict[str, Holding], first: DateSpan) -> Iterable[Step]:
    """Half or more of the debtor's own shares are passed on by those who controlled it."""
    for t in distinct(case.transfers):
        half = t.share is not None and t.share.low >= HALF
        if t.company == debtor and t.giver in over and half and _near(first, t.on) and not forced(t.place):
            rows = (*transfer_evidence(case, t), *step_evidence(case, over[t.giver].edges))
            yield Step("sold_off", t.on, rows, t)


def _own_stakes(case: Case, debtor: str, taker: str, first: DateSpan | None) -> tuple[Interest, ...]:
    """The debtor's stakes in the taker that may have stood at the time of the first move or begun with it."""
    held = [i for i in case.interests if (i.owner, i.company) == (debtor, taker)]
    since = first.first - _DAY if first else None
    return tuple(i for i in held if i.period.may_overlap(since, None))


def _let_go(case: Case, debtor: str, taker: str, own: tuple[Interest, ...], first: DateSpan) -> Iterable[Step]:
    """The stake received for the assets leaves the debtor: by a transfer, else by the end of its holding."""
    passed = [
        t for t in distinct(case.transfers)
        if t.company == taker and t.giver == debtor and _near(first, t.on) and not forced(t.place)
    ]  # fmt: skip
    yield from (Step("let_go", t.on, transfer_evidence(case, t), t) for t in passed)
    for i in own if not passed else ():
        if _near(first, i.period.end) and not _kept(case, debtor, taker):
            words = (f"{name_of(case, debtor)}所持{name_of(case, taker)}股权止于{i.period.end}", f"{name_of(case, debtor)}'s stake in {name_of(case, taker)} ends on {i.period.end}")  # fmt: skip
            yield Step("let_go", i.period.end, (says(i.place, *words, "end"),))


def _kept(case: Case, debtor: str, taker: str) -> tuple[Evidence, ...]:
    """The debtor holds half or more of the taker today: what passed can still be reached through the shares."""
    if stakes_on(case, case.as_of).get((debtor, taker), Fraction(0)) < HALF:
        return ()
    words = (f"{name_of(case, debtor)}仍持有{name_of(case, taker)}股权，可供执行", f"{name_of(case, debtor)} still holds {name_of(case, taker)}: the shares can be seized")  # fmt: skip
    rows = [i for i in case.interests if (i.owner, i.company) == (debtor, taker) and i.period.may_hold_on(case.as_of)]
    return tuple(says(i.place, *words, "holding") for i in rows)


def _capital_cut(case: Case, debtor: str, taker: str, first: DateSpan) -> Iterable[Step]:
    """The debtor's capital falls within a year of assets passing to a holder of it: a distribution in kind."""
    day = first.first - _DAY
    held = [i for i in case.interests if (i.owner, i.company) == (taker, debtor) and i.period.may_hold_on(day)]
    for cut in cuts(case, debtor) if held else ():
        start, end = add_months(first.first, -CUT_MONTHS), add_months(first.last, CUT_MONTHS) + _DAY
        if cut.on and cut.on.within(start, end) != "no":
            words = (
                f"{cut.on}注册资本由{cut.before}减至{cut.after}",
                f"{cut.on}: capital cut from {cut.before} to {cut.after}",
            )
            rows = [says(r.place, *words, "registered_capital") for r in cut.rows]
            yield Step("capital_cut", cut.on, (*rows, *step_evidence(case, [owns(i, case.as_of) for i in held])))
