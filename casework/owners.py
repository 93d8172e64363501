"""owners: who owns and who controls a party, with every chain."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from graph.case import Case
from graph.control import controls
from graph.facts import Interest
from graph.ownership import Integrated, integrated
from graph.resolve import PRESUMED
from graph.rings import chains
from graph.snapshot import Snapshot
from graph.upstream import above
from graph.verdicts import verdicts
from queries.side import interests_on, stakes_on, votes_on

MOST_CHAINS = 50
RULES = ("prc-2024", "eu-amlr", "uk-psc")


def owners_of(snapshot: Snapshot, party: str, as_of: date, rule: str | None = None) -> dict[str, Any]:
    """Contract §7 `owners`: exact shares as strings; unknown remainder and assumptions are said."""
    case, left_out = above(snapshot, party, as_of)
    stakes, votes = stakes_on(case, as_of), votes_on(case, as_of)
    never = frozenset(p.id for p in case.parties.values() if "clearing_nominee" in p.licences)
    owned = integrated(stakes)
    count = controls(votes, never_control=never)
    top = owned.outside_owners(party)
    held = {company for _, company in stakes}
    in_control = [c.head for c in count.controllers_of(party) if c.head not in held]
    heads = dict.fromkeys([*sorted(top, key=lambda h: (-top[h], h)), *in_control])
    asked = (rule,) if rule else RULES
    return {
        "party": _party(case, party),
        "as_of": as_of.isoformat(),
        "direct": [_direct(case, party, stakes, votes, owner) for owner in _holders(case, party, as_of)],
        "ultimate": [_ultimate(case, owned, (stakes, votes), head, party, asked) for head in heads],
        "controllers": [
            {"holder": _party(case, c.head), "votes": str(c.votes), "how": list(c.how)} for c in count.controllers_of(party)
        ] + _recorded(case, party, as_of),
        "self_ownership": _text(owned.self_ownership(party)),
        "unknown": _text(owned.unknown(party)),
        "rings": [list(ring) for ring in owned.rings],
        "assumptions": _assumptions(case, owned, left_out, as_of),
    }  # fmt: skip


def _party(case: Case, party: str) -> dict[str, str]:
    found = case.party(party)
    return {"id": found.id, "name": found.name, "kind": found.kind}


def _text(value: Fraction | None) -> str | None:
    return None if value is None else str(value)


def _holders(case: Case, party: str, day: date) -> list[str]:
    return sorted({i.owner for i in interests_on(case, day) if i.company == party})


def _direct(
    case: Case, party: str, stakes: Mapping[Any, Fraction], votes: Mapping[Any, Fraction], owner: str
) -> dict[str, Any]:
    rows = [i for i in case.interests if i.owner == owner and i.company == party]
    share = stakes.get((owner, party))
    return {
        "holder": _party(case, owner),
        "share": _interval(rows, share),
        "votes": _text(votes.get((owner, party))),
        "start": next((str(i.period.start) for i in rows if i.period.start), None),
        "end": next((str(i.period.end) for i in rows if i.period.end), None),
        "nature": next((i.nature for i in rows if i.nature), None),
        "derived": any(i.derived for i in rows),
        "evidence": [_row(i) for i in rows],
    }


def _interval(rows: list[Interest], share: Fraction | None) -> Any:
    banded = [i.share for i in rows if i.share and not i.share.exact]
    if banded:
        return {"low": str(banded[0].low), "high": str(banded[0].high)}
    return _text(share)


def _row(interest: Interest) -> dict[str, Any]:
    place = interest.place
    return {
        "source": place.source,
        "row": place.line,
        "sha256": place.sha256,
        "row_id": place.row_id,
        "standing": place.standing,
    }


def _ultimate(
    case: Case,
    owned: Integrated,
    held: tuple[dict[Any, Fraction], dict[Any, Fraction]],
    head: str,
    party: str,
    rules: tuple[str, ...],
) -> dict[str, Any]:
    stakes, votes = held
    found, truncated = chains(stakes, head, party, MOST_CHAINS)
    answers = verdicts(stakes, votes, head, party)
    return {
        "holder": _party(case, head),
        "ownership": _text(owned.net(head, party)),
        "path_sum": _text(owned.path_sum(head, party)),
        "chains": [list(c.parties) for c in found],
        "chain_shares": [str(c.share) for c in found],
        "truncated": f"the {MOST_CHAINS} strongest chains are shown" if truncated else None,
        "verdicts": {r: answers[r] for r in rules},
    }


def _recorded(case: Case, party: str, day: date) -> list[dict[str, Any]]:
    """Control that a row states without shares."""
    found = [r for r in case.relations if r.b == party and r.kind == "controls" and r.period.may_hold_on(day)]
    return [
        {"holder": _party(case, r.a), "votes": None, "how": [r.a, party], "recorded": r.kind, "standing": r.place.standing,
         "evidence": [{"source": r.place.source, "row": r.place.line}]}
        for r in found
    ]  # fmt: skip


def _assumptions(case: Case, owned: Integrated, left_out: int, day: date) -> list[str]:
    said = [
        f"recorded shares of {company} add to {total}: read as parts of that sum"
        for company, total in owned.assumptions
    ]
    said += [f"no ultimate owner in the data: {', '.join(ring)} hold each other whole" for ring in owned.closed_rings]
    said += [f"ring too large to solve: {', '.join(ring[:5])} …" for ring in owned.unsolved_rings]
    unknown = sorted({f"{i.owner} in {i.company}" for i in interests_on(case, day) if i.share is None})
    said += [f"share not in the data: {', '.join(unknown)}"] if unknown else []
    banded = sorted({f"{i.owner} in {i.company}" for i in interests_on(case, day) if i.share and not i.share.exact})
    said += [f"only a band is known, its lower end is counted: {', '.join(banded)}"] if banded else []
    presumed = sorted({p.id for p in case.parties.values() if p.bases & PRESUMED})
    said += [f"identity presumed on a name or a source's own number: {', '.join(presumed)}"] if presumed else []
    return said + ([f"{left_out} parties further up were not followed"] if left_out else [])
