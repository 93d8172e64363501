"""One look-through of a register, up or down, any ring solved."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csc_array, identity
from scipy.sparse.linalg import SuperLU, splu

from graph.kernels import Floats, Ints, grouped
from graph.ring_blocks import Rings, Shares
from graph.stake_kernels import onward, reached, spread


class LookThrough:
    """Walks with scratch of their own; keeps the factors of large rings once solved. Not for two threads at once."""

    def __init__(self, shares: Shares, rings: Rings, component: Ints, down: tuple[Ints, Ints, Floats]) -> None:
        self._up = (shares.start, shares.owner, shares.share)
        self._down = down
        self._rings = rings
        self._component = component
        self._weight = np.zeros(len(component))
        self._mark = np.full(len(component), -1, np.int32)
        self._turn = 0
        self._factors: dict[int, SuperLU] = {}

    def above(self, company: int) -> tuple[Ints, Floats]:
        """Everybody above a company and its net share of it, holders first; NaN where the rows do not determine it."""
        nodes, weights = self._walk(company, upward=1)
        return nodes, weights / self._turns_of(nodes)

    def below(self, holder: int) -> tuple[Ints, Floats]:
        """Every company below a holder and the holder's net share of it, holders first; NaN as above."""
        nodes, weights = self._walk(holder, upward=0)
        turns = self._turns_of(np.array([holder], np.int32))[0]
        return nodes, weights / turns

    def self_share(self, party: int) -> float:
        """What a party holds of itself; NaN in a ring without an ultimate owner or too large."""
        return float(1 - 1 / self._turns_of(np.array([party], np.int32))[0])

    def known(self) -> Floats:
        """Part of each company that stands with known ultimate owners; 0 in a ring without one."""
        start = self._up[0]
        weight: Floats = (start[1:] == start[:-1]).astype(np.float64)
        _, order = grouped(self._component, len(self._component))
        self._spread(order, weight, upward=0, blank=0.0)
        return weight

    def _walk(self, node: int, upward: int) -> tuple[Ints, Floats]:
        start, to, _ = self._up if upward else self._down
        self._turn += 1
        nodes = reached(node, start, to, self._mark, self._turn)
        order = self._component[nodes] if not upward else -self._component[nodes]
        nodes = nodes[np.lexsort((nodes, order))] if len(nodes) > 1 else nodes
        self._weight[node] = 1.0
        self._spread(nodes, self._weight, upward, blank=np.nan)
        found = self._weight[nodes]
        self._weight[nodes] = 0.0
        others = nodes != node
        kept = nodes[others], found[others]
        return (kept[0][::-1], kept[1][::-1]) if upward else kept

    def _spread(self, nodes: Ints, weight: Floats, upward: int, blank: float) -> None:
        start, to, share = self._up if upward else self._down
        rings, at = self._rings, 0
        while True:
            at = spread(
                nodes, at, weight, start, to, share, self._component, rings.place, rings.at, rings.start, rings.state,
                rings.inverse_at, rings.inverse, upward, blank,
            )  # fmt: skip
            if at == len(nodes):
                return
            ring = int(rings.at[rings.place[nodes[at]]])
            members = rings.members[rings.start[ring] : rings.start[ring + 1]]
            weight[members] = self._factor(ring).solve(weight[members], trans="N" if upward else "T")
            onward(members, weight, start, to, share, self._component)
            at += len(members)

    def _factor(self, ring: int) -> SuperLU:
        """Sparse factors of I - A inside one large ring."""
        if ring not in self._factors:
            rings, (start, owner, share) = self._rings, self._up
            members = rings.members[rings.start[ring] : rings.start[ring + 1]]
            rows = np.concatenate([np.arange(start[m], start[m + 1]) for m in members])
            held = np.repeat(np.arange(len(members)), start[members + 1] - start[members])
            inside = self._component[owner[rows]] == self._component[members[0]]
            rows, held = rows[inside], held[inside]
            holder = rings.place[owner[rows]] - rings.start[ring]
            table = csc_array((share[rows], (holder, held)), shape=(len(members), len(members)))
            self._factors[ring] = splu((identity(len(members), format="csc") - table).tocsc())
        return self._factors[ring]

    def _turns_of(self, nodes: Ints) -> Floats:
        place = self._rings.place[nodes]
        if (place < 0).all():
            return np.ones(len(nodes))
        return np.where(place >= 0, self._rings.turns[np.maximum(place, 0)], 1.0)
