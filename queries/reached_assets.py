"""What leads reach in other people's names."""

from __future__ import annotations

from dataclasses import replace

from graph.case import Case
from graph.chains import Chain, Edge
from queries.asset_list import Asset, reached
from queries.clocks import clock_of
from queries.deadlines import estate_rules
from queries.flag import Lead
from queries.lead import TIERS
from queries.offices import ADMINISTRATOR, ESTATE

_MOVES = frozenset({"asset_transfer", "share_transfer"})


def reached_assets(case: Case, leads: tuple[Lead, ...]) -> tuple[Asset, ...]:
    """For each lead above a signal: every thing its chain ends in that another holds; the best lead's chain is the tie."""
    found: dict[str, Asset] = {}
    for lead in leads:
        if TIERS.index(lead.tier) < TIERS.index("lead"):
            continue
        for edge in lead.finding.chain.edges:
            owner = _holder(case, edge)
            if edge.kind in _MOVES and edge.thing and owner and owner not in case.debtor_ids:
                asset = reached(case, owner, edge.thing, _tie(lead.finding.chain))
                found.setdefault(asset.id, asset)
    assets = found.values()
    if estate_rules(clock_of(case)):
        return tuple(replace(a, route="F", office=ADMINISTRATOR, action=ESTATE) for a in assets)
    return tuple(assets)


def _tie(chain: Chain) -> Chain:
    return Chain.of(chain.edges, chain.extra_nodes)


def _holder(case: Case, edge: Edge) -> str | None:
    """Who holds the thing today: the open title of an asset, else whoever took it last."""
    thing = edge.thing or ""
    for title in case.titles_of(thing):
        if title.owner and title.period.holds_on(case.as_of) == "yes":
            return title.owner
    later = [t for t in case.transfers if t.thing == thing and t.on is not None]
    if not later:
        return edge.to
    return max(later, key=lambda t: (t.on.last if t.on else case.as_of, t.place.fact)).taker
