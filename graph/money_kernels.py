"""Compiled loops over bank rows: money that returns."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from graph.kernels import Ints, Longs, Marks, compiled

HOPS = 8
"""Waves in which money is followed, as graph.flows follows it."""

FOUND, TOO_MANY, CROWDED = 0, 1, 2
DAY = 86_400


class Flows(NamedTuple):
    """Payments of one currency in order of instant (seconds; moment: its rank). Places of what party p paid:
    outs[out_start[p]:out_start[p+1]], of what it got: ins[…], both in order. closed: parties that money does not pass and
    that are nobody's home (banks, courts)."""

    payer: Ints
    payee: Ints
    amount: Longs
    instant: Longs
    moment: Ints
    out_start: Ints
    outs: Ints
    in_start: Ints
    ins: Ints
    closed: Marks


class Bounds(NamedTuple):
    """days: length of a window; num/den: the part that must come back; least: units that must; crowd: payments of one
    party within a window beyond which they are not all followed; most: payments looked at for one payment."""

    days: int
    num: int
    den: int
    least: int
    crowd: int
    most: int


class Scratch(NamedTuple):
    """Room for one walk at a time; a stamp says to which walk a value belongs."""

    earliest: Longs
    stamp: Longs
    listed: Longs
    position: Ints
    taken: Longs
    wave: Ints
    wave_instant: Longs
    fresh: Ints
    fresh_instant: Longs
    between: Ints
    backs: Ints


@compiled
def first_at(places: Ints, first: int, last: int, instant: Longs, wanted: int) -> int:
    """The first of places[first:last], which stand in order, that is not before an instant."""
    while first < last:
        middle = (first + last) // 2
        if instant[places[middle]] < wanted:
            first = middle + 1
        else:
            last = middle
    return first


@compiled
def _followed(f: Flows, b: Bounds, s: Scratch, seeds: Ints, home: int, end: int, turn: int) -> tuple[int, int, int]:
    """Payments that money of the seeds may have made by `end`: written to between and backs; (how many of each, FOUND …)."""
    n_between = n_backs = n_fresh = looked = 0
    state = FOUND
    wave_of = turn * (HOPS + 2)
    for at in seeds:
        n_fresh = _arrived(f, s, at, turn, wave_of, n_fresh)
    for hop in range(HOPS):
        n_wave = n_fresh
        s.wave[:n_wave] = s.fresh[:n_wave]
        s.wave_instant[:n_wave] = s.fresh_instant[:n_wave]
        n_fresh = 0
        for n in range(n_wave):
            party, instant = s.wave[n], s.wave_instant[n]
            if f.closed[party] or party == home:
                continue
            first = first_at(f.outs, f.out_start[party], f.out_start[party + 1], f.instant, instant)
            last = first_at(f.outs, first, f.out_start[party + 1], f.instant, end + 1)
            if last - first > b.crowd:
                state = CROWDED
                first = first_at(f.ins, f.in_start[home], f.in_start[home + 1], f.instant, instant)
                last = first_at(f.ins, first, f.in_start[home + 1], f.instant, end + 1)
                looked += last - first
                for row in range(first, last):
                    at = f.ins[row]
                    if f.payer[at] == party and s.taken[at] != turn:
                        s.taken[at] = turn
                        s.backs[n_backs] = at
                        n_backs += 1
                continue
            looked += last - first
            if looked > b.most:
                return n_between, n_backs, TOO_MANY
            for row in range(first, last):
                at = f.outs[row]
                payee = f.payee[at]
                if payee == home:
                    if s.taken[at] != turn:
                        s.taken[at] = turn
                        s.backs[n_backs] = at
                        n_backs += 1
                elif not f.closed[payee]:
                    if s.taken[at] != turn:
                        s.taken[at] = turn
                        s.between[n_between] = at
                        n_between += 1
                    n_fresh = _arrived(f, s, at, turn, wave_of + hop + 1, n_fresh)
        if n_fresh == 0:
            break
    return n_between, n_backs, state


@compiled
def _arrived(f: Flows, s: Scratch, at: int, turn: int, wave_of: int, n_fresh: int) -> int:
    party, instant = f.payee[at], f.instant[at]
    if s.stamp[party] == turn and instant >= s.earliest[party]:
        return n_fresh
    s.stamp[party] = turn
    s.earliest[party] = instant
    if s.listed[party] != wave_of:
        s.listed[party] = wave_of
        s.position[party] = n_fresh
        s.fresh[n_fresh] = party
        n_fresh += 1
    s.fresh_instant[s.position[party]] = instant
    return n_fresh


@compiled
def _greatest(f: Flows, s: Scratch, seeds: Ints, n_between: int, n_backs: int) -> int:
    """The greatest flow from the seeds to the home: parties at instants, payments between them, money waiting.

    Shortest augmenting paths (Edmonds, Karp 1972), in whole units.
    """
    whole = sent = 0
    for at in seeds:
        whole += f.amount[at]
    back = 0
    for n in range(n_backs):
        back += f.amount[s.backs[n]]
    if n_between == 0 and len(seeds) == 1:
        return min(whole, back)
    keys = np.empty(2 * (len(seeds) + n_between + n_backs), np.int64)
    n_keys, moments = 0, np.int64(len(f.payer) + 1)
    for n in range(len(seeds) + n_between):
        at = seeds[n] if n < len(seeds) else s.between[n - len(seeds)]
        keys[n_keys] = f.payee[at] * moments + f.moment[at]
        n_keys += 1
    for n in range(n_between + n_backs):
        at = s.between[n] if n < n_between else s.backs[n - n_between]
        keys[n_keys] = f.payer[at] * moments + f.moment[at]
        n_keys += 1
    spots = np.unique(keys[:n_keys])
    source, sink = len(spots), len(spots) + 1
    most = 2 * (len(spots) + len(seeds) + n_between + n_backs)
    head, left, following = np.empty(most, np.int32), np.empty(most, np.int64), np.empty(most, np.int32)
    first = np.full(len(spots) + 2, -1, np.int32)
    n_arcs = 0
    for spot in range(1, len(spots)):
        if spots[spot] // moments == spots[spot - 1] // moments:
            n_arcs = _arc(spot - 1, spot, whole, head, left, following, first, n_arcs)
    for at in seeds:
        spot = np.searchsorted(spots, f.payee[at] * moments + f.moment[at])
        n_arcs = _arc(source, spot, f.amount[at], head, left, following, first, n_arcs)
    for n in range(n_between):
        at = s.between[n]
        start = np.searchsorted(spots, f.payer[at] * moments + f.moment[at])
        stop = np.searchsorted(spots, f.payee[at] * moments + f.moment[at])
        n_arcs = _arc(start, stop, f.amount[at], head, left, following, first, n_arcs)
    for n in range(n_backs):
        at = s.backs[n]
        start = np.searchsorted(spots, f.payer[at] * moments + f.moment[at])
        n_arcs = _arc(start, sink, f.amount[at], head, left, following, first, n_arcs)
    came, queue = np.empty(len(spots) + 2, np.int32), np.empty(len(spots) + 2, np.int32)
    while True:
        came[:] = -2
        came[source] = -1
        queue[0], n_queue, read = source, 1, 0
        while read < n_queue and came[sink] == -2:
            arc = first[queue[read]]
            read += 1
            while arc >= 0:
                if left[arc] > 0 and came[head[arc]] == -2:
                    came[head[arc]] = arc
                    queue[n_queue] = head[arc]
                    n_queue += 1
                arc = following[arc]
        if came[sink] == -2:
            return sent
        room, at = whole, sink
        while at != source:
            room, at = min(room, left[came[at]]), head[came[at] ^ 1]
        at = sink
        while at != source:
            left[came[at]] -= room
            left[came[at] ^ 1] += room
            at = head[came[at] ^ 1]
        sent += room


@compiled
def _arc(
    start: int, end: int, capacity: int, head: Ints, left: Longs, following: Ints, first: Ints, n_arcs: int
) -> int:
    head[n_arcs], left[n_arcs], following[n_arcs] = end, capacity, first[start]
    first[start] = n_arcs
    head[n_arcs + 1], left[n_arcs + 1], following[n_arcs + 1] = start, 0, first[end]
    first[end] = n_arcs + 1
    return n_arcs + 2


@compiled
def network(f: Flows, b: Bounds, s: Scratch, seeds: Ints, turn: int) -> tuple[Ints, Ints, int]:
    """The payments on the way of some seeds and into their home: between, backs, and whether a crowd cut them short."""
    home, end = f.payer[seeds[0]], (f.instant[seeds[0]] // DAY + b.days + 1) * DAY - 1
    n_between, n_backs, state = _followed(f, b, s, seeds, home, end, turn)
    return np.sort(s.between[:n_between]), np.sort(s.backs[:n_backs]), state


@compiled
def all_returns(f: Flows, b: Bounds, s: Scratch) -> tuple[Longs, Longs, Longs, Ints, Longs]:
    """Every round trip of every home: (start of each trip's seeds, what was sent, what can have come back, seeds, tallies).

    tallies: payments not followed to the end because too many would have to be looked at; that met a crowded party.
    A payment counts where by itself the part of it can come back; those of one window count together, the weakest left
    out until the part of their sum can (graph.flows.trips, for every party as its own home and end).
    """
    parties = len(f.out_start) - 1
    tallies = np.zeros(2, np.int64)
    begin, sent, returned = np.zeros(1025, np.int64), np.empty(1024, np.int64), np.empty(1024, np.int64)
    seeds = np.empty(1024, np.int32)
    n_trips = n_seeds = 0
    turn = 0
    came, went = _running(f.ins, f.amount), _running(f.outs, f.amount)
    most_outs = 0
    for home in range(parties):
        most_outs = max(most_outs, f.out_start[home + 1] - f.out_start[home])
    fitting, alone = np.empty(most_outs, np.int32), np.empty(most_outs, np.int64)
    one = np.empty(1, np.int32)
    for home in range(parties):
        n_fitting = 0
        if f.closed[home] or f.in_start[home] == f.in_start[home + 1]:
            continue
        for row in range(f.out_start[home], f.out_start[home + 1]):
            at = f.outs[row]
            end = (f.instant[at] // DAY + b.days + 1) * DAY - 1
            # Not more can come back than comes in.
            low = first_at(f.ins, f.in_start[home], f.in_start[home + 1], f.instant, f.instant[at])
            high = first_at(f.ins, low, f.in_start[home + 1], f.instant, end + 1)
            payee, least = f.payee[at], f.amount[at] * b.num
            if f.closed[payee] or (came[high] - came[low]) * b.den < least:
                continue
            # Nor more than whoever got it pays on.
            low = first_at(f.outs, f.out_start[payee], f.out_start[payee + 1], f.instant, f.instant[at])
            high = first_at(f.outs, low, f.out_start[payee + 1], f.instant, end + 1)
            if (went[high] - went[low]) * b.den < least:
                continue
            one[0] = at
            turn += 1
            n_between, n_backs, state = _followed(f, b, s, one, home, end, turn)
            if state == TOO_MANY:
                tallies[0] += 1
                continue
            tallies[1] += state == CROWDED
            back = 0
            for n in range(n_backs):
                back += f.amount[s.backs[n]]
            if back * b.den < least:
                continue
            value = _greatest(f, s, one, n_between, n_backs)
            if value * b.den >= least:
                fitting[n_fitting], alone[n_fitting] = at, value
                n_fitting += 1
        done = 0
        while done < n_fitting:
            end = (f.instant[fitting[done]] // DAY + b.days + 1) * DAY - 1
            last = done
            while last < n_fitting and f.instant[fitting[last]] <= end:
                last += 1
            kept = _together(f, b, s, fitting[done:last], alone[done:last], home, end, turn)
            turn += len(kept[0]) + last - done + 1
            if kept[1] > 0 and kept[1] >= b.least:
                while n_seeds + len(kept[0]) > len(seeds):
                    seeds = np.append(seeds, np.empty(len(seeds), np.int32))
                if n_trips == len(sent):
                    begin = np.append(begin, np.zeros(len(sent), np.int64))
                    sent, returned = (
                        np.append(sent, np.empty(len(sent), np.int64)),
                        np.append(returned, np.empty(len(returned), np.int64)),
                    )
                seeds[n_seeds : n_seeds + len(kept[0])] = kept[0]
                n_seeds += len(kept[0])
                sent[n_trips], returned[n_trips] = kept[2], kept[1]
                n_trips += 1
                begin[n_trips] = n_seeds
            done = last
    return begin[: n_trips + 1], sent[:n_trips], returned[:n_trips], seeds[:n_seeds], tallies


@compiled
def _running(places: Ints, amount: Longs) -> Longs:
    sums = np.zeros(len(places) + 1, np.int64)
    for row in range(len(places)):
        sums[row + 1] = sums[row] + amount[places[row]]
    return sums


@compiled
def _together(
    f: Flows, b: Bounds, s: Scratch, window: Ints, alone: Longs, home: int, end: int, turn: int
) -> tuple[Ints, int, int]:
    """Seeds of one window, the weakest left out until enough of their sum can come back: (seeds, value, sum)."""
    if len(window) == 1:
        return window.copy(), alone[0], f.amount[window[0]]
    part = np.empty(len(window), np.float64)
    for n in range(len(window)):
        part[n] = -alone[n] / f.amount[window[n]]
    ranked = window[np.argsort(part, kind="mergesort")]
    for count in range(len(window), 0, -1):
        kept = np.sort(ranked[:count])
        turn += 1
        n_between, n_backs, state = _followed(f, b, s, kept, home, end, turn)
        if state == TOO_MANY:
            continue
        value, whole = _greatest(f, s, kept, n_between, n_backs), 0
        for at in kept:
            whole += f.amount[at]
        if value * b.den >= whole * b.num:
            return kept, value, whole
    return window[:0].copy(), 0, 0
