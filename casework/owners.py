"""owners: who owns and who controls a party, with every chain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise
from math import prod
from typing import Any

from graph.case import Case
from graph.control import controls
from graph.facts import Interest
from graph.ownership import Integrated, bounds, integrated
from graph.resolve import PRESUMED
from graph.rings import NONE, WHOLE, chains, held_by, reach
from graph.snapshot import Snapshot
from graph.statements import Place
from graph.upstream import above
from graph.verdicts import verdicts_on
from queries.side import interests_on, stakes_on, votes_on
from reports.redact import redact

MOST_CHAINS = 50
RULES = ("prc-2024", "eu-amlr", "uk-psc")
_CONTROL = frozenset({"controls", "trustee_of"})

Pair = tuple[str, str]
"""Owner and company."""
Ends = str | dict[str, str] | None
"""A share as JSON: exact, between {low, high}, or null where it is not known."""


@dataclass(frozen=True, slots=True)
class _Stakes:
    """What the rows give on a day: the least and the most that each holder may hold, and the votes.

    said: the most as the rows state it; high: no more than the others leave. doubtful: parties whose share of the
    asked company hangs on a stake that is only known within ends, or not at all.
    """

    low: Mapping[Pair, Fraction]
    said: Mapping[Pair, Fraction]
    high: Mapping[Pair, Fraction]
    votes: Mapping[Pair, Fraction]
    unknown: frozenset[Pair]
    owned: Integrated
    doubtful: frozenset[str]

    def direct(self, pair: Pair) -> Ends:
        return None if pair in self.unknown else _ends(self.low[pair], self.said[pair])

    def net(self, head: str, party: str) -> Ends:
        if head not in self.doubtful:
            return _text(self.owned.net(head, party))
        return _ends(*bounds(self.low, self.high, head, party))

    def along(self, chain: Sequence[str]) -> Ends:
        pairs = list(pairwise(chain))
        return _ends(
            *(prod((min(ends.get(p, NONE), WHOLE) for p in pairs), start=WHOLE) for ends in (self.low, self.high))
        )


def owners_of(snapshot: Snapshot, party: str, as_of: date, rule: str | None = None) -> dict[str, Any]:
    """Contract §7 `owners`: exact shares as strings, {low, high} where the rows give ends; doubts are said; masked."""
    case, left_out = above(snapshot, party, as_of)
    never = frozenset(p.id for p in case.parties.values() if "clearing_nominee" in p.licences)
    stakes = _stakes(case, as_of)
    count = controls(stakes.votes, never_control=never)
    heads = _heads(stakes, party, [c.head for c in count.controllers_of(party)])
    judged = verdicts_on(stakes.low, stakes.votes, party, heads, never_control=never)
    asked = (rule,) if rule else RULES
    is_person = case.party(party).is_person
    value = {
        "party": _party(case, party),
        "as_of": as_of.isoformat(),
        "direct": [_direct(case, stakes, pair, as_of) for pair in sorted(stakes.said) if pair[1] == party],
        "ultimate": [
            {**_ultimate(case, stakes, head, party), "verdicts": {r: judged[head][r] for r in asked}} for head in heads
        ],
        "controllers": [
            {"holder": _party(case, c.head), "votes": str(c.votes), "how": list(c.how)} for c in count.controllers_of(party)
        ] + _recorded(case, party, as_of),
        "self_ownership": _text(stakes.owned.self_ownership(party)),
        "unknown": None if is_person else _text(stakes.owned.unknown(party)),
        "rings": [list(ring) for ring in stakes.owned.rings],
        "assumptions": _assumptions(case, stakes, heads, as_of)
        + ([f"{left_out} parties further up were not followed"] if left_out else []),
    }  # fmt: skip
    return redact(value)


def _stakes(case: Case, day: date) -> _Stakes:
    low = stakes_on(case, day)
    said, unknown = _most_said(case, day, low)
    sums: dict[str, Fraction] = defaultdict(Fraction)
    for (_, company), share in low.items():
        sums[company] += share
    left = {pair: WHOLE - sums[pair[1]] + low.get(pair, NONE) for pair in said}
    high = {pair: max(low.get(pair, NONE), min(share, left[pair])) for pair, share in said.items()}
    links = held_by(high)
    unsure = {owner for (owner, company), share in high.items() if share != low.get((owner, company))}
    doubtful = frozenset().union(*(reach(owner, links) for owner in unsure))
    return _Stakes(low, said, high, votes_on(case, day), unknown, integrated(low), doubtful)


def _most_said(case: Case, day: date, low: Mapping[Pair, Fraction]) -> tuple[dict[Pair, Fraction], frozenset[Pair]]:
    """The greatest share that the rows allow, and the holdings of which no source gives a share.

    Where one source gives a figure and another a band around it, the figure stands.
    """
    by_source: dict[Pair, dict[tuple[str, str, str], list[Interest]]] = defaultdict(lambda: defaultdict(list))
    for interest in interests_on(case, day):
        by_source[interest.owner, interest.company][interest.place.said_by].append(interest)
    found: dict[Pair, Fraction] = {}
    for pair, sources in by_source.items():
        sums = [sum((i.share.high for i in rows if i.share), NONE) for rows in sources.values() if _all_known(rows)]
        above_low = [min(total, WHOLE) for total in sums if total >= low.get(pair, NONE)]
        found[pair] = min(above_low) if above_low else low.get(pair, NONE) if sums else WHOLE
    return found, frozenset(pair for pair in found if pair not in low)


def _all_known(rows: Sequence[Interest]) -> bool:
    return all(i.share is not None for i in rows)


def _heads(stakes: _Stakes, party: str, controllers: Sequence[str]) -> list[str]:
    """Above whom nobody is recorded, by share; those who may hold something; and whoever controls without a share."""
    top = stakes.owned.outside_owners(party)
    links = held_by(stakes.high)
    maybe = sorted(p for p in reach(party, links) - {party} - set(top) if p not in links)
    held = {company for _, company in stakes.low}
    in_control = [head for head in controllers if head not in held]
    return list(dict.fromkeys([*sorted(top, key=lambda h: (-top[h], h)), *maybe, *in_control]))


def _party(case: Case, party: str) -> dict[str, str]:
    found = case.party(party)
    return {"id": found.id, "name": found.name, "kind": found.kind}


def _text(value: Fraction | None) -> str | None:
    return None if value is None else str(value)


def _ends(low: Fraction, high: Fraction) -> Ends:
    return str(low) if low == high else {"low": str(low), "high": str(high)}


def _direct(case: Case, stakes: _Stakes, pair: Pair, day: date) -> dict[str, Any]:
    rows = [i for i in interests_on(case, day) if (i.owner, i.company) == pair]
    starts = [i.period.start for i in rows if i.period.start]
    ends = [i.period.end for i in rows if i.period.end]
    return {
        "holder": _party(case, pair[0]),
        "share": stakes.direct(pair),
        "votes": _votes(stakes, pair, rows),
        "start": str(min(starts, key=lambda s: s.first)) if starts else None,
        "end": str(max(ends, key=lambda s: s.last)) if len(ends) == len(rows) else None,
        "nature": next((i.nature for i in rows if i.nature), None),
        "derived": any(i.derived for i in rows),
        "evidence": [_row(i.place) for i in rows],
    }


def _votes(stakes: _Stakes, pair: Pair, rows: Sequence[Interest]) -> Ends:
    """Voting rights as stated; where they only follow the share, with its ends."""
    stated = next((i.voting for i in rows if i.voting), None)
    if stated is not None:
        return _ends(stated.low, stated.high)
    votes = stakes.votes.get(pair)
    return stakes.direct(pair) if votes == stakes.low.get(pair) else _text(votes)


def _row(place: Place) -> dict[str, Any]:
    return {
        "source": place.source,
        "row": place.line,
        "sha256": place.sha256,
        "row_id": place.row_id,
        "standing": place.standing,
    }


def _ultimate(case: Case, stakes: _Stakes, head: str, party: str) -> dict[str, Any]:
    found, truncated = chains(stakes.high, head, party, MOST_CHAINS)
    return {
        "holder": _party(case, head),
        "ownership": stakes.net(head, party),
        "path_sum": _text(stakes.owned.path_sum(head, party)),
        "chains": [list(c.parties) for c in found],
        "chain_shares": [stakes.along(c.parties) for c in found],
        "truncated": f"the {MOST_CHAINS} strongest chains are shown" if truncated else None,
    }


def _recorded(case: Case, party: str, day: date) -> list[dict[str, Any]]:
    """Control that a row states without shares."""
    found = [r for r in case.relations if r.b == party and r.kind in _CONTROL and r.period.may_hold_on(day)]
    return [
        {"holder": _party(case, r.a), "votes": None, "how": [r.a, party], "recorded": r.kind, "standing": r.place.standing,
         "evidence": [_row(r.place)]}
        for r in found
    ]  # fmt: skip


def _assumptions(case: Case, stakes: _Stakes, heads: Sequence[str], day: date) -> list[str]:
    """What the figures take for granted, each with the parties it is about."""
    owned, on_day = stakes.owned, interests_on(case, day)
    said = [
        f"recorded shares of {company} add to {total}: read as parts of that sum"
        for company, total in owned.assumptions
    ]
    said += [f"no ultimate owner in the data: {', '.join(ring)} hold each other whole" for ring in owned.closed_rings]
    said += [f"ring too large to solve: {', '.join(ring[:5])} …" for ring in owned.unsolved_rings]
    notes: dict[str, Iterable[str]] = {
        "share not in the data": (f"{owner} in {company}" for owner, company in stakes.unknown),
        "only a band is known, its lower end is counted": (
            f"{owner} in {company}" for (owner, company), most in stakes.said.items()
            if (owner, company) not in stakes.unknown and most != stakes.low[owner, company]
        ),
        "counted as held, though the days leave it open": _named(i for i in on_day if i.period.holds_on(day) != "yes"),
        "rests on rows that are only alleged, or denied": _named(i for i in on_day if i.place.unsure),
        "sources give different shares, the largest is counted": _differing(on_day),
        "who stands behind it is not in the data": (h for h in heads if case.party(h).kind not in ("person", "unknown")),
        "identity presumed on a name or a source's own number": (
            p.id for p in case.parties.values() if p.bases & PRESUMED
        ),
    }  # fmt: skip
    listed = {what: ", ".join(sorted(set(which))) for what, which in notes.items()}
    return said + [f"{what}: {which}" for what, which in listed.items() if which]


def _named(interests: Iterable[Interest]) -> Iterable[str]:
    return (f"{i.owner} in {i.company}" for i in interests)


def _differing(interests: Iterable[Interest]) -> list[str]:
    """Holdings for which two sources give exact shares that are not the same."""
    sums: dict[Pair, dict[tuple[str, str, str], Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for i in interests:
        if i.share is not None and i.share.exact:
            sums[i.owner, i.company][i.place.said_by] += i.share.low
    return [f"{owner} in {company}" for (owner, company), by in sums.items() if len(set(by.values())) > 1]
