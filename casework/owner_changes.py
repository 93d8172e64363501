"""owners --from --to: what changed, and when control passed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from casework.owner_view import MOST_HEADS, RECORDED_CONTROL, View
from casework.owners import RULES, ends_of, party_of, row_of, told
from graph.case import Case
from graph.row_index import RowIndex
from graph.snapshot import Snapshot
from graph.statements import Place
from graph.upstream import above
from graph.values import Period
from reports.redact import redact

MOST_DAYS = 200
_KINDS = frozenset({*RECORDED_CONTROL, "acts_in_concert"})


@dataclass(frozen=True, slots=True)
class State:
    """What is compared between two days; every value is JSON's."""

    direct: dict[str, Any]
    owners: dict[str, Any]
    controllers: frozenset[str]
    tops: tuple[str, ...]
    verdicts: Mapping[tuple[str, str], str]
    groups: frozenset[tuple[str, ...]]


def owner_changes(
    snapshot: Snapshot,
    party: str,
    start: date | None,
    end: date,
    rule: str | None = None,
    rows: Mapping[str, RowIndex] | None = None,
) -> dict[str, Any]:
    """Contract §7 `owners` as of `end`, and what changed from `start` (default: the first day on which a row begins).

    Each day on which a row above the party begins or ends is looked at for itself; two days are never mixed.
    """
    case, left_out = above(snapshot, party, end, rows)
    turns = _turns(case, end)
    first = start or (turns[0] if turns else end)
    days = [first, *(d for d in turns if first < d <= end)]
    looked = days[:MOST_DAYS]
    asked = (rule,) if rule else RULES
    states = [(d, _state(View(case, party, d), asked)) for d in looked]
    changes = [c for (_, before), (d, after) in pairwise(states) for c in _changes(case, party, d, before, after)]
    passed = [
        {"day": d.isoformat(), "from": [party_of(case, h) for h in before.tops], "to": [party_of(case, h) for h in after.tops],
         "evidence": [row_of(p) for p in _places(case, d)]}
        for (_, before), (d, after) in pairwise(states)
        if before.tops != after.tops
    ]  # fmt: skip
    value = told(View(case, party, end), rule, left_out)
    value |= {
        "from": first.isoformat(),
        "to": end.isoformat(),
        "days": [d.isoformat() for d in looked],
        "at_start": _told_state(case, states[0][1]),
        "changes": changes,
        "control_passed": passed,
        "changes_truncated": f"{len(days) - MOST_DAYS} later days were not looked at"
        if len(days) > MOST_DAYS
        else None,
    }
    return redact(value)


def _turns(case: Case, end: date) -> list[date]:
    """Days on which a row begins or ends; of a partial date the first day on which it may have, and on which it has."""
    periods = [i.period for i in case.interests] + [r.period for r in case.relations if r.kind in _KINDS]
    spans = [s for p in periods for s in (p.start, p.end) if s]
    return sorted({day for s in spans for day in (s.first, s.last) if day <= end})


def _state(view: View, asked: Sequence[str]) -> State:
    held = {company for _, company in view.shares.high}
    direct = {
        pair[0]: None if pair in view.shares.unknown else ends_of(band)
        for pair, band in view.shares.said.items()
        if pair[1] == view.party
    }
    owners = {head: ends_of(view.net(head)) for head in view.heads[:MOST_HEADS]}
    heads = {c.head for c in view.controllers}
    recorded = {
        r.a for r in view.case.relations
        if r.b == view.party and r.kind in RECORDED_CONTROL and r.period.may_hold_on(view.day)
    }  # fmt: skip
    tops = sorted({h for h in heads if h not in held} or heads)
    verdicts = {
        (head, rule): answer.verdict for head in view.shown for rule, answer in view.answers(head, asked).items()
    }
    groups = frozenset(members for members, _, answer in view.groups if answer == "certain")
    return State(direct, owners, frozenset(heads | recorded), tuple(tops), verdicts, groups)


def _told_state(case: Case, state: State) -> dict[str, Any]:
    return {
        "direct": [{"holder": party_of(case, h), "share": s} for h, s in sorted(state.direct.items())],
        "ultimate": [{"holder": party_of(case, h), "ownership": s} for h, s in state.owners.items()],
        "controllers": [party_of(case, h) for h in sorted(state.controllers)],
    }


def _changes(case: Case, party: str, day: date, before: State, after: State) -> Iterator[dict[str, Any]]:
    def change(what: str, holder: str, was: Any, now: Any, places: Sequence[Place]) -> dict[str, Any]:
        evidence = [row_of(p) for p in places]
        return {"day": day.isoformat(), "what": what, "holder": party_of(case, holder), "before": was, "after": now,
                "evidence": evidence}  # fmt: skip

    everything = _places(case, day)
    for holder in sorted({*before.direct, *after.direct}):
        own = _places(case, day, (holder, party))
        if holder not in before.direct:
            yield change("holder_in", holder, None, after.direct[holder], own)
        elif holder not in after.direct:
            yield change("holder_out", holder, before.direct[holder], None, own)
        elif before.direct[holder] != after.direct[holder]:
            yield change("share_changed", holder, before.direct[holder], after.direct[holder], own)
    for holder in sorted({*before.owners, *after.owners}):
        was, now = before.owners.get(holder), after.owners.get(holder)
        if was != now and (before.direct.get(holder), after.direct.get(holder)) != (was, now):
            yield change("ultimate_changed", holder, was, now, everything)
    for holder in sorted(before.controllers ^ after.controllers):
        what = "control_lost" if holder in before.controllers else "control_gained"
        yield change(what, holder, None, None, everything)
    for members in sorted(before.groups ^ after.groups):
        what = "joint_control_lost" if members in before.groups else "joint_control_gained"
        yield {**change(what, members[0], None, None, everything), "members": [party_of(case, m) for m in members]}
    for holder, rule in sorted({*before.verdicts, *after.verdicts}):
        pair = before.verdicts.get((holder, rule), "no"), after.verdicts.get((holder, rule), "no")
        if pair[0] != pair[1] and case.party(holder).is_person:
            yield {**change("verdict_changed", holder, pair[0], pair[1], everything), "rule": rule}


def _places(case: Case, day: date, pair: tuple[str, str] | None = None) -> list[Place]:
    """The rows that begin or end on the day, those of one holding if a pair is given."""
    found = [i.place for i in case.interests if _turns_on(i.period, day) and pair in (None, (i.owner, i.company))]
    if pair is None:
        found += [r.place for r in case.relations if r.kind in _KINDS and _turns_on(r.period, day)]
    return found


def _turns_on(period: Period, day: date) -> bool:
    return any(span is not None and day in (span.first, span.last) for span in (period.start, period.end))
