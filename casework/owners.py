"""owners: who owns and who controls a party, with every chain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise
from math import floor, prod
from typing import Any

from casework.owner_notes import notes_of
from casework.owner_rules import rules_of
from casework.owner_view import MOST_DIRECT, MOST_HEADS, RECORDED_CONTROL, View
from casework.owner_words import equations, paragraph
from graph.bands import Band, Pair
from graph.case import Case
from graph.coalitions import ORDINARY_LINE, SPECIAL_LINE
from graph.facts import Interest
from graph.ownership import integrated
from graph.rings import NONE, WHOLE
from graph.row_index import RowIndex
from graph.snapshot import Snapshot
from graph.statements import Place
from graph.upstream import above
from queries.beneficial import rules
from reports.redact import redact

MOST_CHAINS = 50
# Owners whose chains are listed in full; of the others, and in a tangle of many rings, the strongest few.
CHAINED = 20
FEW_CHAINS = 3
TANGLED = 25
RULES = tuple(rules())
_GRAIN = 10**15
_LONGEST = 10**60

Ends = str | dict[str, str] | None
"""A share as JSON: exact, between {low, high}, or null where it is not known."""


def owners_of(
    snapshot: Snapshot, party: str, as_of: date, rule: str | None = None, rows: Mapping[str, RowIndex] | None = None
) -> dict[str, Any]:
    """Contract §7 `owners`: exact shares as strings, {low, high} where the rows give ends; doubts are said; masked."""
    case, left_out = above(snapshot, party, as_of, rows)
    return redact(told(View(case, party, as_of), rule, left_out))


def told(view: View, rule: str | None = None, left_out: int = 0) -> dict[str, Any]:
    """The answer for one party and day, not yet masked."""
    case, party, owned = view.case, view.party, view.owned
    asked = (rule,) if rule else RULES
    is_person = case.party(party).is_person
    notes = notes_of(view, left_out)
    words = paragraph(view)
    return {
        "party": party_of(case, party),
        "as_of": view.day.isoformat(),
        "direct": [_direct(view, pair) for pair in direct_of(view)],
        "ultimate": [_ultimate(view, head, asked) for head in view.shown],
        "controllers": [
            {"holder": party_of(case, c.head), "votes": str(c.votes), "how": list(c.how),
             "certainty": view.control((c.head,)), "blocks": [{"holder": h, "votes": str(v)} for h, v in c.blocks]}
            for c in view.controllers
        ] + _recorded(view),
        "possible_controllers": [
            {"holder": party_of(case, head), "votes": ends_of(view.votes((head,)))} for head in view.may_control
        ],
        "groups": _groups(view),
        "joint": None if is_person else _joint(view),
        "self_ownership": ends_of(Band.of(own)) if (own := owned.self_ownership(party)) is not None else None,
        "unknown": None if is_person else _text(owned.unknown(party)),
        "unknown_between": None if is_person else _between(view.unknown),
        "remainders": _remainders(view),
        "rings": [list(ring) for ring in owned.rings],
        "equations": equations(view),
        "over_whole": [
            {"company": party_of(case, company), "sum": str(total), "rows": _rows_in(view, company)}
            for company, total in view.shares.over.items()
        ],
        "if_proven": _if_proven(view),
        "rules": rules_of(view, asked),
        "parties": [party_of(case, p) for p in sorted({p for pair in view.shares.high for p in pair})],
        "paragraph": {"zh": words.zh, "en": words.en},
        "truncated": f"{len(view.heads) - MOST_HEADS} more holders" if len(view.heads) > MOST_HEADS else None,
        "assumptions": [note.en for note in notes],
        "notes": [{"zh": note.zh, "en": note.en} for note in notes],
    }  # fmt: skip


def direct_of(view: View) -> list[Pair]:
    """Pairs of holder and party, in order of id; of more than MOST_DIRECT those of the largest shares."""
    pairs = [pair for pair in view.shares.high if pair[1] == view.party]
    return sorted(sorted(pairs, key=lambda pair: (-view.shares.high[pair], pair))[:MOST_DIRECT])


def party_of(case: Case, party: str) -> dict[str, str]:
    found = case.party(party)
    return {"id": found.id, "name": found.name, "kind": found.kind}


def _text(value: Fraction | None) -> str | None:
    return None if value is None else str(value)


def ends_of(band: Band | None) -> Ends:
    """Exact, or {low, high}; a fraction of more than sixty digits is given between ends 10^-15 apart, rounded outward."""
    if band is None:
        return None
    low, high = (band.low, band.high) if not _long(band) else (_down(band.low), _up(band.high))
    return str(low) if low == high else {"low": str(low), "high": str(high)}


def _long(band: Band) -> bool:
    return max(band.low.denominator, band.high.denominator) > _LONGEST


def _down(share: Fraction) -> Fraction:
    return Fraction(floor(share * _GRAIN), _GRAIN)


def _up(share: Fraction) -> Fraction:
    return min(WHOLE, Fraction(-floor(-share * _GRAIN), _GRAIN))


def _between(band: Band) -> dict[str, Any]:
    found = ends_of(band)
    both = {"low": found, "high": found} if isinstance(found, str) else dict(found or {})
    return {**both, "low_open": band.low_open, "high_open": band.high_open}


def _direct(view: View, pair: Pair) -> dict[str, Any]:
    rows = view.shares.rows[pair]
    starts = [i.period.start for i in rows if i.period.start]
    stops = [i.period.end for i in rows if i.period.end]
    return {
        "holder": party_of(view.case, pair[0]),
        "share": None if pair in view.shares.unknown else ends_of(view.shares.said[pair]),
        "votes": _votes(view, pair, rows),
        "start": str(min(starts, key=lambda s: s.first)) if starts else None,
        "end": str(max(stops, key=lambda s: s.last)) if len(stops) == len(rows) else None,
        "nature": next((i.nature for i in rows if i.nature), None),
        "derived": any(i.derived for i in rows),
        "evidence": [row_of(i.place) for i in rows],
    }


def _votes(view: View, pair: Pair, rows: Sequence[Interest]) -> Ends:
    """Voting rights as stated; where they only follow the share, with its ends."""
    stated = [i.voting for i in rows if i.voting]
    if len(stated) == 1:
        return ends_of(Band(stated[0].low, stated[0].high))
    votes = view.shares.votes.get(pair)
    if votes == view.shares.low.get(pair):
        return None if pair in view.shares.unknown else ends_of(view.shares.said[pair])
    return _text(votes)


def row_of(place: Place) -> dict[str, Any]:
    return {
        "source": place.source,
        "row": place.line,
        "sha256": place.sha256,
        "row_id": place.row_id,
        "standing": place.standing,
    }


def _rows_in(view: View, company: str) -> list[dict[str, Any]]:
    found = [i for (_, held), rows in sorted(view.shares.rows.items()) if held == company for i in rows]
    return [{**row_of(i.place), "holder": i.owner, "share": _text(i.share.low) if i.share else None} for i in found]


def _ultimate(view: View, head: str, asked: Sequence[str]) -> dict[str, Any]:
    listed = _most_chains(view, head)
    found, truncated = view.walks.chains(head, listed)
    answers, most = view.answers(head, asked), view.at_most(head)
    return {
        "holder": party_of(view.case, head),
        "ownership": ends_of(view.net(head)),
        "interval": _between(view.surely(head)),
        "at_most": str(most) if most.denominator <= _LONGEST else str(_up(most)),
        "path_sum": _text(view.owned.path_sum(head, view.party)),
        "chains": [list(c.parties) for c in found],
        "chain_shares": [_along(view, c.parties) for c in found],
        "chain_steps": [[_step(view, pair) for pair in pairwise(c.parties)] for c in found],
        "cumulative": _cumulative(view, [c.parties for c in found]),
        "truncated": f"the {listed} strongest chains are shown" if truncated else None,
        "natural_person": view.case.party(head).is_person,
        "verdicts": {rule: answer.verdict for rule, answer in answers.items()},
        "provisions": {
            rule: [
                {"limb": limb.key, "verdict": verdict, "provision": {"zh": limb.provision.zh, "en": limb.provision.en},
                 "status": limb.status}
                for limb, verdict in answer.limbs if verdict != "no"
            ]
            for rule, answer in answers.items()
        },
    }  # fmt: skip


def _most_chains(view: View, head: str) -> int:
    tangled = max(map(len, view.owned.rings), default=0) > TANGLED
    return FEW_CHAINS if tangled or head not in view.shown[:CHAINED] else MOST_CHAINS


def _step(view: View, pair: Pair) -> Ends:
    return None if pair in view.shares.unknown else ends_of(view.shares.said[pair])


def _along(view: View, chain: Sequence[str]) -> Ends:
    low, high = _product(view, chain)
    return ends_of(Band(low, high))


def _product(view: View, chain: Sequence[str]) -> tuple[Fraction, Fraction]:
    pairs = list(pairwise(chain))
    low = prod((min(view.shares.low.get(p, NONE), WHOLE) for p in pairs), start=WHOLE)
    return low, prod((min(view.shares.high.get(p, NONE), WHOLE) for p in pairs), start=WHOLE)


def _cumulative(view: View, found: Sequence[Sequence[str]]) -> list[Ends]:
    """Running sum of the chains' products: direct, then the others as listed; rings add what no chain shows."""
    low = high = NONE
    sums = []
    for chain in found:
        part = _product(view, chain)
        low, high = low + part[0], high + part[1]
        sums.append(ends_of(Band(low, min(high, max(low, WHOLE)))))
    return sums


def _recorded(view: View) -> list[dict[str, Any]]:
    """Control that a row states without shares."""
    rows = [r for r in view.case.relations if r.b == view.party and r.kind in RECORDED_CONTROL]
    return [
        {"holder": party_of(view.case, r.a), "votes": None, "how": [r.a, view.party], "recorded": r.kind,
         "standing": r.place.standing, "certainty": "possible" if r.place.unsure else "certain", "evidence": [row_of(r.place)]}
        for r in rows if r.period.may_hold_on(view.day)
    ]  # fmt: skip


def _groups(view: View) -> list[dict[str, Any]]:
    return [
        {
            "members": [party_of(view.case, m) for m in members],
            "votes": ends_of(view.votes(members)),
            "controls": answer,
            "evidence": [row_of(r.place) for r in rows],
        }
        for members, rows, answer in view.groups
    ]


def _joint(view: View) -> dict[str, Any] | None:
    """Nobody alone: who wins with whom, who blocks, and the power of each block; null where votes are not exact."""
    if view.ballot is None:
        return None
    ballot, blocks = view.ballot
    ordinary, cut = ballot.minimal(ORDINARY_LINE)
    special, special_cut = ballot.minimal(SPECIAL_LINE)
    shapley, banzhaf = ballot.shapley(), ballot.banzhaf()
    ordered = ballot.order
    return {
        "blocks": [
            {"head": party_of(view.case, b), "votes": str(ballot.votes[b]), "holders": blocks[b],
             "shapley_shubik": str(shapley[b]) if shapley else None, "banzhaf": str(banzhaf[b]) if banzhaf else None}
            for b in ordered[:MOST_HEADS]
        ],
        "blocks_in_all": len(ordered),
        "unknown": str(ballot.unknown),
        "gap": str(ballot.votes[ordered[0]] - (ballot.votes[ordered[1]] if len(ordered) > 1 else 0)) if ordered else None,
        "ordinary": {"line": "> 1/2", "coalitions": [list(c) for c in ordinary], "truncated": cut},
        "special": {"line": ">= 2/3", "coalitions": [list(c) for c in special], "truncated": special_cut,
                    "provision": {"zh": "《公司法》第66条", "en": "Company Law art. 66"}},
        "vetoes": {"ordinary": ballot.vetoes(ORDINARY_LINE), "special": ballot.vetoes(SPECIAL_LINE)},
    }  # fmt: skip


def _remainders(view: View) -> list[dict[str, Any]]:
    """For every company above: what of its shares nobody is recorded to hold, and of which it holds in the end."""
    held = view.readings[0].intervals.held
    found = []
    for company, holders in held.items():
        low = max(NONE, WHOLE - sum((band.high for band in holders.values()), NONE))
        high = max(NONE, WHOLE - sum((band.low for band in holders.values()), NONE))
        if high > 0:
            found.append({"company": party_of(view.case, company), "unrecorded": ends_of(Band(low, high))})
    return found


def _if_proven(view: View) -> list[dict[str, Any]]:
    """Shares held by a nominee, seen as the principal's: a second view, never mixed with the register's."""
    rows = [r for r in view.case.relations if r.kind == "nominee_for" and r.period.may_hold_on(view.day)]
    found = []
    for row in rows:
        if not any(owner == row.a for owner, _ in view.shares.low):
            continue
        moved: dict[Pair, Fraction] = {}
        for (owner, company), share in view.shares.low.items():
            pair = (row.b if owner == row.a else owner, company)
            moved[pair] = moved.get(pair, NONE) + share
        owned = integrated({pair: share for pair, share in moved.items() if pair[0] != row.a})
        shares: Mapping[str, Fraction] = owned.outside_owners(view.party)
        found.append(
            {
                "nominee": party_of(view.case, row.a),
                "principal": party_of(view.case, row.b),
                "ultimate": [{"holder": party_of(view.case, h), "ownership": str(s)} for h, s in shares.items()],
                "standing": row.place.standing,
                "evidence": [row_of(row.place)],
            }
        )
    return found
