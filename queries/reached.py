"""Things that leads reach in other people's names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from graph.case import Case
from graph.chains import Chain, Edge
from graph.facts import Title
from graph.values import Period
from queries.asset import Asset, elsewhere, owned, place_of, title_evidence, title_rows, title_words, title_worth
from queries.lead import Evidence, Finding
from queries.offices import REACHED, office_for
from queries.recovery import reach_of
from queries.stakes import stake_evidence, stake_words, stake_worth, stakes_of

_MOVES = frozenset({"share_transfer", "asset_transfer"})


def reached_by(case: Case, findings: Sequence[Finding]) -> list[Asset]:
    """What the findings show to have been moved and still to be held by the one who took it; signals reach nothing."""
    found: dict[tuple[str, str], Asset] = {}
    for finding in findings:
        for edge in finding.chain.edges if finding.tier != "signal" else ():
            thing = edge.thing or ""
            outside = edge.to not in case.debtor_ids and edge.to != case.debt.creditor
            if edge.kind in _MOVES and outside and (edge.to, thing) not in found and _holds(case, edge):
                bare = reached(case, edge.to, thing, finding.chain)
                found[edge.to, thing] = replace(bare, reach=reach_of(case, finding.giver, finding.chain))
    return list(found.values())


def _holds(case: Case, edge: Edge) -> bool:
    """Is the taker its owner today: by the register, or (where that is silent) as the last to whom it was moved?"""
    thing = edge.thing or ""
    if thing.startswith("equity:"):
        return thing.removeprefix("equity:") in stakes_of(case, edge.to, case.as_of)
    if case.titles_of(thing):
        return thing in title_rows(case, edge.to)
    moved = sorted((t for t in case.transfers if t.thing == thing and t.on), key=lambda t: (t.on, t.place.fact))
    return bool(moved) and moved[-1].taker == edge.to


def reached(case: Case, owner: str, thing: str, chain: Chain) -> Asset:
    """A thing that a lead reaches in another's name: an asset id, or equity:COMPANY (then the owner's stake).

    Route C; recoverable is value less prior burdens, for the lead's own use.
    """
    rows: tuple[Evidence, ...]
    if thing.startswith("equity:"):
        company = thing.removeprefix("equity:")
        thing, kind = f"equity:{company}:{owner}", "equity"
        held = stakes_of(case, owner, case.as_of).get(company, [])
        worth, rows = stake_worth(case, company, held), stake_evidence(case, held, case.as_of)
        what = stake_words(case, owner, company, "")
        place = case.party(company).text("jurisdiction")
    else:
        titles = title_rows(case, owner).get(thing) or [t for t in case.titles_of(thing) if t.owner == owner]
        if not titles:
            titles = list(case.titles_of(thing))[:1] or [_unknown(case, thing, owner)]
        kind, what, place = titles[0].kind or "other", title_words(titles), place_of(titles)
        worth, rows = title_worth(case, titles), title_evidence(case, titles)
    bare = elsewhere(case, thing, kind, what, owner, chain, worth, rows, REACHED, thing=thing, place=place)
    counted = owned(
        case, thing, kind, what, owner, worth, rows, office_for(kind, case.debt.jurisdiction, place), thing=thing
    )
    return replace(bare, recoverable=counted.recoverable)


def _unknown(case: Case, thing: str, owner: str) -> Title:
    """No row describes the thing: it is named by its id, from the row that moved it."""
    moved = next(t for t in case.transfers if t.thing == thing)
    return Title(thing, None, None, None, owner, None, None, None, None, Period(), None, None, moved.place)
