"""A chain laid out in layers: boxes, labels, and lines that avoid both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from reports.chain_text import LABEL_LINE, LABEL_SIZE, NAME_LINE, NAME_SIZE, label_lines, measure, name_lines
from reports.layers import Spot, longest_path, ordered, placed
from reports.wording import Language

Record = Mapping[str, Any]
Point = tuple[float, float]

MOST_NODES = 40
_STRUCTURE = ("ownership", "role")
_FLOW = (*_STRUCTURE, "share_transfer", "asset_transfer", "payment")
_GAP, _BESIDE, _MARGIN = 26.0, 22.0, 12.0
_LEAST_ROOM, _MOST_ROOM = 18.0, 64.0


@dataclass(frozen=True, slots=True)
class Line:
    """One edge as drawn: its pieces from `from` to `to`, broken at its label. way: down, up, flat, under, loop."""

    edge: Record
    way: str
    pieces: tuple[tuple[Point, ...], ...]
    label: tuple[str, ...]
    at: Point


@dataclass(frozen=True, slots=True)
class Plan:
    """boxes by party id in px around their middle; lines in the document's order; left_out: parties beyond the limit."""

    boxes: Mapping[str, Spot]
    names: Mapping[str, tuple[str, ...]]
    lines: tuple[Line, ...]
    width: float
    height: float
    left_out: int


def plan(chain: Record, language: Language, width: float, captions: Mapping[str, str]) -> Plan:
    """captions: a word under the name of some parties, by id."""
    nodes = {str(node["id"]): node for node in chain.get("nodes") or ()}
    kept = dict(list(nodes.items())[:MOST_NODES])
    edges = [edge for edge in chain.get("edges") or () if str(edge["from"]) in kept and str(edge["to"]) in kept]
    return _Draft(kept, edges, language, width, captions).plan(len(nodes) - len(kept))


def _box(node: Record, lines: tuple[str, ...], caption: str) -> tuple[float, float]:
    wide = max(measure(caption, LABEL_SIZE), *(measure(line, NAME_SIZE) for line in lines))
    high = len(lines) * NAME_LINE + (LABEL_LINE if caption else 0)
    kind = node.get("kind")
    if kind == "unknown":
        return wide * 1.25 + 48, high * 1.6 + 30
    if kind == "person":
        return max(wide + 34, 76), max(high + 18, 38)
    return max(wide + 26, 84), max(high + 18, 40)


class _Draft:
    """The spots while they move: parties on even layers, labels and bends on odd ones."""

    def __init__(
        self,
        nodes: Mapping[str, Record],
        edges: Sequence[Record],
        language: Language,
        width: float,
        captions: Mapping[str, str],
    ) -> None:
        self.edges, self.limit = edges, width
        self.names = {key: name_lines(node) for key, node in nodes.items()}
        self.labels = [label_lines(edge, language) for edge in edges]
        sizes = {key: _box(node, self.names[key], captions.get(key, "")) for key, node in nodes.items()}
        layer = self._layers(list(nodes), sizes)
        self.spots = {key: Spot(key, 2 * layer[key], *sizes[key]) for key in nodes}
        self.beds: dict[int, list[str]] = {}
        self.label: dict[int, str] = {}
        self.flat: dict[tuple[str, str], list[int]] = {}

    def plan(self, left_out: int) -> Plan:
        self._route_between()
        rows = self._rows()
        rows = ordered(rows, self.spots)
        self._route_beside(rows)
        gaps = self._gaps(rows)
        placed(rows, self.spots, gaps, _GAP)
        self._stack(rows)
        width, height = self._frame()
        lines = tuple(self._line(i) for i in range(len(self.edges)))
        boxes = {key: self.spots[key] for key in self.names}
        return Plan(boxes, self.names, lines, width, height, left_out)

    def _ends(self, i: int) -> tuple[str, str]:
        return str(self.edges[i]["from"]), str(self.edges[i]["to"])

    def _label_size(self, i: int) -> tuple[float, float]:
        lines = self.labels[i]
        return max((measure(line, LABEL_SIZE) for line in lines), default=0.0) + 8, len(lines) * LABEL_LINE + 2

    # layers -------------------------------------------------------------------------------------------------------
    def _layers(self, nodes: list[str], sizes: Mapping[str, tuple[float, float]]) -> dict[str, int]:
        for kinds in (_STRUCTURE, _FLOW):
            pairs = [self._ends(i) for i, edge in enumerate(self.edges) if edge.get("kind") in kinds]
            layer = self._beside_neighbours(longest_path(nodes, pairs), nodes, pairs)
            if all(wide <= self.limit for wide in self._widths(layer, sizes).values()):
                return layer
        return self._wrapped(layer, nodes, sizes)

    def _beside_neighbours(
        self, layer: dict[str, int], nodes: list[str], pairs: list[tuple[str, str]]
    ) -> dict[str, int]:
        """A party that owns nothing and is owned by nobody stands on the layer of whoever it deals with."""
        tied = {end for pair in pairs for end in pair}
        for node in (each for each in nodes if each not in tied):
            others = [b if a == node else a for a, b in map(self._ends, range(len(self.edges))) if node in (a, b)]
            known = [other for other in others if other in tied]
            if known:
                layer[node] = layer[known[0]]
                tied.add(node)
        return layer

    def _widths(self, layer: Mapping[str, int], sizes: Mapping[str, tuple[float, float]]) -> dict[int, float]:
        total: dict[int, float] = {}
        for node, at in layer.items():
            total[at] = total.get(at, 2 * _MARGIN - _GAP) + sizes[node][0] + _GAP
        for i in range(len(self.edges)):
            a, b = self._ends(i)
            if layer[a] == layer[b]:
                total[layer[a]] += self._label_size(i)[0] + _BESIDE
        return total

    def _wrapped(
        self, layer: Mapping[str, int], nodes: list[str], sizes: Mapping[str, tuple[float, float]]
    ) -> dict[str, int]:
        """Layers that are still too wide go on in the next one, and what lies below sinks."""
        found: dict[str, int] = {}
        next_layer = 0
        for at in sorted(set(layer.values())):
            used = 0.0
            for node in (each for each in nodes if layer[each] == at):
                wide = max(sizes[node][0], 140.0) + _GAP
                if used and used + wide > self.limit:
                    next_layer, used = next_layer + 1, 0.0
                found[node] = next_layer
                used += wide
            next_layer += 1
        return found

    # routes -------------------------------------------------------------------------------------------------------
    def _route_between(self) -> None:
        """A label on an odd layer for every edge between two layers, bends on all the others it passes."""
        degree: dict[tuple[str, str], int] = {}
        for i in range(len(self.edges)):
            upper, lower = self._upper_lower(i)
            degree[upper, "down"] = degree.get((upper, "down"), 0) + 1
            degree[lower, "up"] = degree.get((lower, "up"), 0) + 1
        for i in range(len(self.edges)):
            upper, lower = self._upper_lower(i)
            first, last = self.spots[upper].layer + 1, self.spots[lower].layer
            if first > last:
                continue
            at = last - 1 if degree[upper, "down"] > degree[lower, "up"] else first
            self._thread(i, upper, lower, range(first, last), at)

    def _thread(self, i: int, upper: str, lower: str, layers: range, label_at: int) -> None:
        keys = [upper]
        for layer in layers:
            wide, high = self._label_size(i) if layer == label_at else (0.0, 0.0)
            keys.append(f"\0{i}:{layer}")
            self.spots[keys[-1]] = Spot(keys[-1], layer, wide, high)
        self.beds[i] = keys[1:]
        self.label[i] = f"\0{i}:{label_at}"
        self._meet([*keys, lower])

    def _meet(self, keys: list[str]) -> None:
        for a, b in pairwise(keys):
            self.spots[a].near.append(b)
            self.spots[b].near.append(a)

    def _upper_lower(self, i: int) -> tuple[str, str]:
        a, b = self._ends(i)
        return (a, b) if self.spots[a].layer <= self.spots[b].layer else (b, a)

    def _rows(self) -> list[list[str]]:
        """Spots by layer, in the document's order; edges within a layer draw their ends together."""
        for i in range(len(self.edges)):
            a, b = self._ends(i)
            if a != b and self.spots[a].layer == self.spots[b].layer:
                self.spots[a].near.append(b)
                self.spots[b].near.append(a)
        rows: list[list[str]] = [[] for _ in range(max(spot.layer for spot in self.spots.values()) + 2)]
        for key, spot in self.spots.items():
            rows[spot.layer].append(key)
        return rows

    def _route_beside(self, rows: list[list[str]]) -> None:
        """Edges within a layer: straight between neighbours (two at most), else by a label on the odd layer below."""
        place = {key: (at, n) for at, row in enumerate(rows) for n, key in enumerate(row)}
        for i in range(len(self.edges)):
            a, b = self._ends(i)
            if a == b or self.spots[a].layer != self.spots[b].layer:
                continue
            pair = (a, b) if place[a] < place[b] else (b, a)
            beside = place[pair[1]][1] - place[pair[0]][1] == 1
            if beside and len(self.flat.get(pair, ())) < 2:
                self.flat.setdefault(pair, []).append(i)
            else:
                self._hang(i, pair, rows)

    def _hang(self, i: int, pair: tuple[str, str], rows: list[list[str]]) -> None:
        below = self.spots[pair[0]].layer + 1
        key = f"\0{i}:{below}"
        self.spots[key] = Spot(key, below, *self._label_size(i), near=list(pair))
        self.beds[i], self.label[i] = [key], key
        upper = {each: n for n, each in enumerate(rows[below - 1])}

        def over(each: str) -> float:
            seen = [upper[n] for n in self.spots[each].near if n in upper]
            return sum(seen) / len(seen) if seen else 0.0

        at = sum(over(each) <= over(key) for each in rows[below])
        rows[below].insert(at, key)

    def _gaps(self, rows: list[list[str]]) -> dict[tuple[str, str], float]:
        gaps = {}
        for pair, among in self.flat.items():
            gaps[pair] = max(self._label_size(i)[0] for i in among) + 2 * _BESIDE
            offsets = self._offsets(among)
            for key in pair:
                spot = self.spots[key]
                spot.height = max(spot.height, 2 * max(map(abs, offsets)) + 22)
        for row in rows:
            for a, b in pairwise(row):
                if a.startswith("\0") and b.startswith("\0"):
                    gaps[a, b] = 12.0
        return gaps

    def _offsets(self, among: list[int]) -> list[float]:
        if len(among) == 1:
            return [0.0]
        upper, lower = (self._label_size(i)[1] / 2 + 2 for i in among)
        return [-upper, lower]

    def _reach(self, among: list[int]) -> float:
        """How far the labels between two neighbours stand out above and below the row's middle."""
        ends = zip(self._offsets(among), among, strict=True)
        return max(abs(offset) + self._label_size(i)[1] / 2 + 3 for offset, i in ends)

    # places -------------------------------------------------------------------------------------------------------
    def _stack(self, rows: list[list[str]]) -> None:
        """Rows under rows, further apart where lines run far aside; bends are as high as their row."""
        y, upright = 0.0, {self.label[i] for i in self.label} | set(self.names)
        for at, row in enumerate(rows):
            high = max((self.spots[key].height for key in row), default=0.0)
            inner = [2 * self._reach(among) for pair, among in self.flat.items() if pair[0] in row]
            high = max([high, *inner])
            y += self._room(row, at)
            for key in row:
                spot = self.spots[key]
                spot.y = y + high / 2
                if key not in upright:
                    spot.height = high
            y += high

    def _room(self, row: list[str], at: int) -> float:
        """The height that the lines between a row and the one above need to bend gently."""
        aside = [
            abs(self.spots[key].x - self.spots[n].x)
            for key in row
            for n in self.spots[key].near
            if self.spots[n].layer == at - 1
        ]
        return min(max(_LEAST_ROOM, 0.16 * max(aside)), _MOST_ROOM) if aside else 0.0

    def _frame(self) -> tuple[float, float]:
        """Shift everything into a frame with a margin; loops and labels beside the boxes included."""
        loops = {
            self._ends(i)[0]: self._label_size(i)[0] + 34
            for i in range(len(self.edges))
            if len(set(self._ends(i))) == 1
        }
        left = min(spot.left for spot in self.spots.values())
        right = max(spot.right + loops.get(key, 0.0) for key, spot in self.spots.items())
        beside = [(self.spots[pair[0]].y, self._reach(among)) for pair, among in self.flat.items()]
        top = min([spot.top for spot in self.spots.values()] + [y - reach for y, reach in beside])
        bottom = max([spot.bottom for spot in self.spots.values()] + [y + reach for y, reach in beside])
        for spot in self.spots.values():
            spot.x += _MARGIN - left
            spot.y += _MARGIN - top
        return right - left + 2 * _MARGIN, bottom - top + 2 * _MARGIN

    # lines --------------------------------------------------------------------------------------------------------
    def _line(self, i: int) -> Line:
        a, b = self._ends(i)
        if a == b:
            return self._loop(i)
        for pair, among in self.flat.items():
            if i in among:
                return self._straight(i, pair, self._offsets(among)[among.index(i)])
        if self.spots[a].layer == self.spots[b].layer:
            return self._under(i)
        return self._threaded(i)

    def _loop(self, i: int) -> Line:
        spot = self.spots[self._ends(i)[0]]
        out, back = (spot.right, spot.y - 9), (spot.right, spot.y + 9)
        bend = ((spot.right + 30, spot.y - 26), (spot.right + 30, spot.y + 26))
        wide = self._label_size(i)[0]
        return Line(self.edges[i], "loop", ((out, *bend, back),), self.labels[i], (spot.right + 30 + wide / 2, spot.y))

    def _straight(self, i: int, pair: tuple[str, str], offset: float) -> Line:
        left, right = (self.spots[key] for key in pair)
        y, middle = (left.y + right.y) / 2 + offset, (left.right + right.left) / 2
        half = self._label_size(i)[0] / 2
        pieces = (((left.right, y), (middle - half, y)), ((middle + half, y), (right.left, y)))
        if self._ends(i) != pair:
            pieces = ((pieces[1][1], pieces[1][0]), (pieces[0][1], pieces[0][0]))
        return Line(self.edges[i], "flat", pieces, self.labels[i], (middle, y))

    def _under(self, i: int) -> Line:
        a, b = (self.spots[key] for key in self._ends(i))
        label = self.spots[self.label[i]]
        aside = label.width / 4 * (1 if b.x > a.x else -1)
        out, back = (self._port(a, "bottom", i), a.bottom), (self._port(b, "bottom", i), b.bottom)
        pieces = _smooth([out, (label.x - aside, label.top)]), _smooth([(label.x + aside, label.top), back])
        return Line(self.edges[i], "under", pieces, self.labels[i], (label.x, label.y))

    def _threaded(self, i: int) -> Line:
        upper, lower = self._upper_lower(i)
        top, end, label = self.spots[upper], self.spots[lower], self.spots[self.label[i]]
        at = self.beds[i].index(self.label[i])
        before, after = self._bends(self.beds[i][:at]), self._bends(self.beds[i][at + 1 :])
        first = _smooth([(self._port(top, "bottom", i), top.bottom), *before, (label.x, label.top)])
        second = _smooth([(label.x, label.bottom), *after, (self._port(end, "top", i), end.top)])
        if self._ends(i)[0] == lower:
            return Line(self.edges[i], "up", (second[::-1], first[::-1]), self.labels[i], (label.x, label.y))
        return Line(self.edges[i], "down", (first, second), self.labels[i], (label.x, label.y))

    def _bends(self, keys: list[str]) -> list[Point]:
        return [(spot.x, y) for spot in map(self.spots.__getitem__, keys) for y in (spot.top, spot.bottom)]

    def _port(self, spot: Spot, side: str, i: int) -> float:
        """Where edge i meets a box: the edges of one side stand apart, in the order of where they lead."""
        meeting = []
        for n, beds in self.beds.items():
            ends = self._ends(n)
            if spot.key not in ends:
                continue
            first = self.spots[beds[0] if side == "bottom" else beds[-1]]
            other = self.spots[ends[0] if ends[1] == spot.key else ends[1]]
            below = other.layer > spot.layer or (other.layer == spot.layer and side == "bottom")
            if below == (side == "bottom") and abs(first.layer - spot.layer) == 1:
                meeting.append((first.x, n))
        meeting.sort()
        rank = [n for _, n in meeting].index(i)
        room = spot.width * 0.62
        return round(spot.x + room * ((rank + 1) / (len(meeting) + 1) - 0.5), 3)


def _smooth(points: Sequence[Point]) -> tuple[Point, ...]:
    """Cubic pieces that leave and enter upright: start, then two handles and an end for each piece."""
    found: list[Point] = [points[0]]
    for (ax, ay), (bx, by) in pairwise(points):
        middle = (ay + by) / 2
        found += [(ax, middle), (bx, middle), (bx, by)]
    return tuple(found)
