"""Layers, order and places for a small drawing; pure numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

_SWEEPS = 16


@dataclass(slots=True)
class Spot:
    """A box on a layer: a party, an edge's label, or the bend of a long edge (width 0)."""

    key: str
    layer: int
    width: float
    height: float
    x: float = 0.0
    y: float = 0.0
    near: list[str] = field(default_factory=list)

    @property
    def party(self) -> bool:
        return not self.key.startswith("\0")

    @property
    def left(self) -> float:
        return self.x - self.width / 2

    @property
    def right(self) -> float:
        return self.x + self.width / 2

    @property
    def top(self) -> float:
        return self.y - self.height / 2

    @property
    def bottom(self) -> float:
        return self.y + self.height / 2


def forward(nodes: Sequence[str], pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The pairs with every ring broken: a pair that closes one is turned round (depth-first, in the given order)."""
    after: dict[str, list[str]] = {node: [] for node in nodes}
    for a, b in pairs:
        after[a].append(b)
    entered, left, turned = set[str](), set[str](), set[tuple[str, str]]()
    for root in nodes:
        stack: list[tuple[str, int]] = [(root, 0)] if root not in entered else []
        entered.add(root)
        while stack:
            node, at = stack.pop()
            if at == len(after[node]):
                left.add(node)
                continue
            stack.append((node, at + 1))
            child = after[node][at]
            if child not in entered:
                entered.add(child)
                stack.append((child, 0))
            elif child not in left:
                turned.add((node, child))
    return [(b, a) if (a, b) in turned else (a, b) for a, b in pairs if a != b]


def longest_path(nodes: Sequence[str], pairs: Sequence[tuple[str, str]]) -> dict[str, int]:
    """Each node's layer, owners above the owned; then owners sink next to what they own, so that edges stay short."""
    down = forward(nodes, pairs)
    layer = dict.fromkeys(nodes, 0)
    for _ in nodes:
        for a, b in down:
            layer[b] = max(layer[b], layer[a] + 1)
    for node in sorted(nodes, key=lambda each: -layer[each]):
        below = [layer[b] for a, b in down if a == node]
        if below and not any(b == node for _, b in down):
            layer[node] = min(below) - 1
    return layer


def crossings(rows: Sequence[Sequence[str]], spots: Mapping[str, Spot]) -> int:
    count = 0
    for upper, lower in pairwise(rows):
        place = {key: i for i, key in enumerate(lower)}
        ends = [(i, place[other]) for i, key in enumerate(upper) for other in spots[key].near if other in place]
        count += sum((a < c and b > d) or (a > c and b < d) for n, (a, b) in enumerate(ends) for c, d in ends[n + 1 :])
    return count


def ordered(rows: list[list[str]], spots: Mapping[str, Spot]) -> list[list[str]]:
    """Rows reordered by the mean place of their neighbours, up and down; the best of all sweeps (Sugiyama 1981)."""
    best, fewest = [list(row) for row in rows], crossings(rows, spots)
    for sweep in range(_SWEEPS):
        order = range(len(rows)) if sweep % 2 == 0 else range(len(rows) - 1, -1, -1)
        for at in order:
            rows[at] = _by_neighbours(rows, at, spots, -1 if sweep % 2 == 0 else 1)
        found = crossings(rows, spots)
        if found < fewest:
            best, fewest = [list(row) for row in rows], found
    return best


def _by_neighbours(rows: list[list[str]], at: int, spots: Mapping[str, Spot], side: int) -> list[str]:
    place = {key: i / max(1, len(row) - 1) for row in rows for i, key in enumerate(row)}
    rank = {key: i for i, key in enumerate(rows[at])}

    def mean(key: str) -> float:
        seen = [place[n] for n in spots[key].near if spots[n].layer - at in (0, side)]
        return sum(seen) / len(seen) if seen else place[key]

    return sorted(rows[at], key=lambda key: (round(mean(key), 9), rank[key]))


def placed(
    rows: Sequence[Sequence[str]], spots: Mapping[str, Spot], gaps: Mapping[tuple[str, str], float], gap: float
) -> None:
    """Set every x: near its neighbours' mean, in order, never closer than its gap. gaps: wider ones, by pair."""
    for row in rows:
        _spread(row, [0.0] * len(row), spots, gaps, gap)
    for sweep in range(_SWEEPS):
        for row in rows if sweep % 2 == 0 else reversed(rows):
            wished = [_wish(spots[key], spots) for key in row]
            _spread(row, wished, spots, gaps, gap)


def _wish(spot: Spot, spots: Mapping[str, Spot]) -> float:
    """The mean of the neighbours' places; bends of one edge pull hardest, so that long lines run straight."""
    seen = [(spots[n].x, _pull(spot, spots[n])) for n in spot.near if spots[n].layer != spot.layer]
    weight = sum(pull for _, pull in seen)
    return sum(x * pull for x, pull in seen) / weight if weight else spot.x


def _pull(a: Spot, b: Spot) -> int:
    return {0: 1, 1: 2, 2: 12}[(not a.party) + (not b.party)]


def _spread(
    row: Sequence[str],
    wished: Sequence[float],
    spots: Mapping[str, Spot],
    gaps: Mapping[tuple[str, str], float],
    gap: float,
) -> None:
    """The places nearest the wished ones that keep order and gaps: pool adjacent violators."""
    offset, offsets = 0.0, [0.0]
    for left, right in pairwise(row):
        offset += spots[left].width / 2 + gaps.get((left, right), gap) + spots[right].width / 2
        offsets.append(offset)
    pools: list[tuple[float, int]] = []
    for wish, shift in zip(wished, offsets, strict=False):
        pools.append((wish - shift, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (b, m), (a, n) = pools.pop(), pools.pop()
            pools.append(((a * n + b * m) / (n + m), n + m))
    settled = [value for value, size in pools for _ in range(size)]
    for key, base, shift in zip(row, settled, offsets, strict=False):
        spots[key].x = round(base + shift, 3)
