"""Who dealt with the debtor side, and where its money went."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from graph.case import Case
from graph.chains import Edge, agrees, burdens, moves, pays
from graph.facts import Payment, Transfer
from graph.values import DateSpan, Money
from queries.disposals import hub, transfer_evidence
from queries.index import index_of
from queries.lead import Evidence
from queries.money import ORDINARY, payment_evidence
from queries.phrases import edge_words
from queries.side import Holding, debtor_side
from queries.worth import above_floor, distinct, total_of, value_of

PATH_STEPS = 3
# Contracts by which value or risk passes between two; employee plans, pools and nominee papers are other rules' matter.
_CONTRACTS = frozenset({"loan", "sale", "guarantee", "indemnity", "lease", "service", "settlement"})


@dataclass(frozen=True, slots=True)
class Dealing:
    """One row by which a party outside dealt with one of the debtor side; money None = unknown, never nothing.

    told: its words, made when asked for; few of thousands of rows are.
    """

    side: str
    other: str
    on: DateSpan | None
    money: Money | None
    edge: Edge
    told: Callable[[], tuple[Evidence, ...]]

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        return self.told()


def sides(case: Case) -> dict[str, Holding]:
    """The debtor side on the case's day and on the day the debt arose; what it is today stands first."""
    arose = case.debt.clock.start
    earlier = debtor_side(case, arose.first) if arose else {}
    return {**earlier, **debtor_side(case, case.as_of)}


def dealings(case: Case) -> dict[tuple[str, str], tuple[Dealing, ...]]:
    """(party of the debtor side, party outside) → their rows, where they may together be worth a finding."""
    found: dict[tuple[str, str], list[Dealing]] = defaultdict(list)
    side = sides(case)
    for row in (*_transfers(case, side), *_payments(case, side), *_contracts(case, side), *_burdens(case)):
        for mine, other in ((row.side, row.other), (row.other, row.side)):
            if mine in side and other not in side and other != case.debt.creditor and not hub(case, other):
                found[mine, other].append(Dealing(mine, other, row.on, row.money, row.edge, row.told))
    return {pair: tuple(rows) for pair, rows in sorted(found.items()) if _counts(case, rows)}


def _counts(case: Case, rows: Iterable[Dealing]) -> bool:
    """Worth a finding together, or perhaps: an unknown sum or rate never hides a dealing."""
    listed = list(rows)
    if any(r.money is None for r in listed):
        return True
    total = total_of(r.money for r in listed if r.money)
    return total is None or above_floor(case, total, listed[0].on) is not False


def _transfers(case: Case, side: Mapping[str, Holding]) -> list[Dealing]:
    out = []
    for t in distinct(t for t in case.transfers if t.giver in side or t.taker in side):
        valued = value_of(case, t)
        worth = valued.money if valued else t.price
        out.append(Dealing(t.giver, t.taker, t.on, worth, moves(t), partial(transfer_evidence, case, t)))
    return out


def _payments(case: Case, side: Mapping[str, Holding]) -> list[Dealing]:
    return [
        Dealing(p.payer, p.payee, p.on, p.money, pays(p), partial(payment_evidence, case, (p,)))
        for p in case.payments
        if (p.payer in side or p.payee in side) and _carries(p)
    ]


def _contracts(case: Case, side: Mapping[str, Holding]) -> list[Dealing]:
    rows = [c for c in case.contracts if c.kind in _CONTRACTS and (c.first in side) != (c.second in side)]
    return [Dealing(c.first, c.second, c.on, c.money, agrees(c), partial(_step, case, agrees(c))) for c in rows]


def _burdens(case: Case) -> list[Dealing]:
    """A lender secured on a thing of the debtor side."""
    owners: dict[str, list[str]] = defaultdict(list)
    for title in case.titles:
        if title.owner:
            owners[title.asset].append(title.owner)
    out = []
    for e in case.encumbrances:
        own = e.asset.rpartition(":")[2] if e.asset.startswith("equity:") else None
        for owner in dict.fromkeys([own] if own else owners.get(e.asset, [])):
            if e.holder and e.kind in ("pledge", "mortgage") and owner != e.holder:
                edge = burdens(e)
                out.append(Dealing(owner, e.holder, e.period.start, e.money, edge, partial(_step, case, edge)))
    return out


def _step(case: Case, edge: Edge) -> tuple[Evidence, ...]:
    return (Evidence(edge.place, edge_words(case, edge), edge.kind),)


def money_path(case: Case) -> dict[str, tuple[Edge, ...]]:
    """Parties of the debtor side, and those that its money or assets reached or came through, at most three steps on.

    Each with one way to it, no steps for the side itself. Sums between two below the floor, wages, taxes, court money
    and licensed hubs open no way.
    """
    steps = _flows(case)
    found: dict[str, tuple[Edge, ...]] = dict.fromkeys(sides(case), ())
    frontier = sorted(found)
    for _ in range(PATH_STEPS):
        fresh: dict[str, tuple[Edge, ...]] = {}
        for party in frontier:
            for other, act in steps.get(party, {}).items():
                if other not in found and other not in fresh:
                    fresh[other] = (*found[party], pays(act) if isinstance(act, Payment) else moves(act))
        found |= fresh
        frontier = sorted(fresh)
    return found


def _flows(case: Case) -> dict[str, dict[str, Payment | Transfer]]:
    """party → whom it dealt with in money or assets, either way, with the first row of the two."""
    acts: dict[tuple[str, str], list[Payment | Transfer]] = defaultdict(list)
    for p in case.payments:
        if _carries(p):
            acts[p.payer, p.payee].append(p)
    for t in index_of(case).distinct:
        acts[t.giver, t.taker].append(t)
    hubs = {end for pair in acts for end in pair if hub(case, end)}
    found: dict[str, dict[str, Payment | Transfer]] = defaultdict(dict)
    for (a, b), rows in sorted(acts.items()):
        sums = [r.money if isinstance(r, Payment) else r.price for r in rows]
        total = total_of(m for m in sums if m) if all(sums) else None
        if case.debt.creditor in (a, b) or {a, b} & hubs or above_floor(case, total, rows[0].on) is False:
            continue
        found[a].setdefault(b, rows[0])
        found[b].setdefault(a, rows[0])
    return found


def _carries(payment: Payment) -> bool:
    return payment.done and payment.kind not in ORDINARY and payment.payer != payment.payee
