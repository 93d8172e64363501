"""Compiled loops over shares: one look-through."""

from __future__ import annotations

import numpy as np

from graph.kernels import Floats, Ints, Longs, Marks, compiled

SOLVED, CLOSED, LARGE = 0, 1, 2
"""State of a ring: its inverse is kept; it has no ultimate owner; it is solved when asked."""


@compiled
def reached(node: int, start: Ints, to: Ints, mark: Ints, turn: int) -> Ints:
    """Every node that can be walked to, `node` itself included; mark[…] == turn for them afterwards."""
    found = np.empty(64, np.int32)
    found[0] = node
    mark[node] = turn
    count, at = 1, 0
    while at < count:
        for row in range(start[found[at]], start[found[at] + 1]):
            other = to[row]
            if mark[other] != turn:
                mark[other] = turn
                if count == len(found):
                    larger = np.empty(2 * count, np.int32)
                    larger[:count] = found
                    found = larger
                found[count] = other
                count += 1
        at += 1
    return found[:count]


@compiled
def spread(
    nodes: Ints, at: int, weight: Floats, start: Ints, to: Ints, share: Floats, component: Ints, place: Ints,
    ring_at: Ints, ring_start: Ints, state: Marks, inverse_at: Longs, inverse: Floats, upward: int, blank: float,
) -> int:  # fmt: skip
    """Carry weights along the links from nodes[at:] on; answers where a ring stands that is to be solved outside, else len(nodes).

    nodes: in the order of their components, away from where the weights begin. upward 1: to holders, with the
    columns of each ring's inverse; 0: to companies, with its rows. blank: the weight of a ring without an ultimate owner.
    """
    while at < len(nodes):
        node = nodes[at]
        if place[node] < 0:
            if weight[node] != 0:
                for row in range(start[node], start[node + 1]):
                    weight[to[row]] += weight[node] * share[row]
            at += 1
            continue
        ring = ring_at[place[node]]
        size = ring_start[ring + 1] - ring_start[ring]
        if state[ring] == LARGE:
            return at
        members = nodes[at : at + size]
        if state[ring] == CLOSED:
            for member in members:
                weight[member] = blank
        else:
            through(members, weight, place, ring_start[ring], inverse[inverse_at[ring] : inverse_at[ring + 1]], upward)
        onward(members, weight, start, to, share, component)
        at += size
    return at


@compiled
def through(members: Ints, weight: Floats, place: Ints, first: int, inverse: Floats, upward: int) -> None:
    """Weights that enter a ring → weights after every round in it."""
    size = len(members)
    entered = weight[members]
    for member in members:
        total = 0.0
        own = place[member] - first
        for other in range(size):
            there = place[members[other]] - first
            total += entered[other] * (inverse[own * size + there] if upward else inverse[there * size + own])
        weight[member] = total


@compiled
def onward(members: Ints, weight: Floats, start: Ints, to: Ints, share: Floats, component: Ints) -> None:
    """From a solved ring to whatever stands outside it."""
    for member in members:
        if weight[member] == 0:
            continue
        for row in range(start[member], start[member + 1]):
            if component[to[row]] != component[member]:
                weight[to[row]] += weight[member] * share[row]
