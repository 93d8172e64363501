"""Greatest flow through a small network, in whole units."""

from __future__ import annotations

from collections import deque


class Network:
    """Arcs with whole capacities between numbered nodes; arcs are numbered in the order in which they are added.

    Shortest augmenting paths (Edmonds, Karp 1972): the flow is greatest, and short ways are used before long ones.
    """

    def __init__(self) -> None:
        self.arcs: list[list[int]] = []
        self.to: list[int] = []
        self.left: list[int] = []
        self.capacity: list[int] = []

    def node(self) -> int:
        self.arcs.append([])
        return len(self.arcs) - 1

    def arc(self, start: int, end: int, capacity: int) -> int:
        """Its number; the way back is kept beside it."""
        number = len(self.to)
        for at, target, room in ((start, end, capacity), (end, start, 0)):
            self.arcs[at].append(len(self.to))
            self.to.append(target)
            self.left.append(room)
            self.capacity.append(room)
        return number

    def used(self, arc: int) -> int:
        return self.capacity[arc] - self.left[arc]

    def greatest(self, source: int, sink: int) -> int:
        """Sends all that can be sent from source to sink; the sum sent by this call."""
        sent = 0
        while (way := self._way(source, sink)) is not None:
            room = min(self.left[arc] for arc in way)
            for arc in way:
                self.left[arc] -= room
                self.left[arc ^ 1] += room
            sent += room
        return sent

    def _way(self, source: int, sink: int) -> list[int] | None:
        came: dict[int, int] = {source: -1}
        queue = deque([source])
        while queue:
            at = queue.popleft()
            for arc in self.arcs[at]:
                end = self.to[arc]
                if self.left[arc] > 0 and end not in came:
                    came[end] = arc
                    if end == sink:
                        return self._back(came, sink)
                    queue.append(end)
        return None

    def _back(self, came: dict[int, int], sink: int) -> list[int]:
        way: list[int] = []
        at = sink
        while (arc := came[at]) >= 0:
            way.append(arc)
            at = self.to[arc ^ 1]
        return way[::-1]

    def cut(self, source: int) -> list[int]:
        """After greatest(): the full arcs that part source from sink; their capacities sum to the flow (Ford, Fulkerson 1956)."""
        near, queue = {source}, deque([source])
        while queue:
            for arc in self.arcs[queue.popleft()]:
                if self.left[arc] > 0 and self.to[arc] not in near:
                    near.add(self.to[arc])
                    queue.append(self.to[arc])
        return [
            arc
            for arc in range(0, len(self.to), 2)
            if self.to[arc ^ 1] in near and self.to[arc] not in near and self.capacity[arc] > 0
        ]
