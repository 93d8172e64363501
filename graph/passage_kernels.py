"""Compiled loops over bank rows: money that passes through."""

from __future__ import annotations

import numpy as np

from graph.kernels import Ints, Longs, compiled
from graph.money_kernels import DAY, Flows


@compiled
def all_passages(
    f: Flows, days: int, least: int, low: tuple[int, int], high: tuple[int, int], slow: int
) -> tuple[Ints, Longs, Longs, Longs, Longs, Ints]:
    """Each party's largest window in which money went through: (party, first day, received, sent, twice the dwell, windows).

    A window begins on a day money came in and is `days` long; in it `least` came in and went out, what went out is between
    `low` and `high` of what came in, and the median day of stay, first in first out, by amount, is at most `slow`.
    windows: how many of the party's windows are so.
    """
    parties = len(f.out_start) - 1
    found_party, found_windows = np.empty(parties, np.int32), np.empty(parties, np.int32)
    found = np.empty((4, parties), np.int64)
    n_found = 0
    stay = np.zeros(days + 1, np.int64)
    for party in range(parties):
        in_first, in_end, out_end = f.in_start[party], f.in_start[party + 1], f.out_start[party + 1]
        if f.closed[party] or in_first == in_end or f.out_start[party] == out_end:
            continue
        windows, best = 0, np.int64(-1)
        in_last, out_first = in_first, f.out_start[party]
        out_last = out_first
        received = sent = np.int64(0)
        at = in_first
        while at < in_end:
            day = f.instant[f.ins[at]] // DAY
            while in_last < in_end and f.instant[f.ins[in_last]] // DAY < day + days:
                received += f.amount[f.ins[in_last]]
                in_last += 1
            while out_last < out_end and f.instant[f.outs[out_last]] // DAY < day + days:
                sent += f.amount[f.outs[out_last]]
                out_last += 1
            while out_first < out_last and f.instant[f.outs[out_first]] // DAY < day:
                sent -= f.amount[f.outs[out_first]]
                out_first += 1
            fits = received >= least and sent >= least
            fits = fits and sent * low[1] >= received * low[0] and sent * high[1] <= received * high[0]
            if fits:
                twice = _twice_dwell(f, at, in_last, out_first, out_last, stay)
                if 0 <= twice <= 2 * slow:
                    windows += 1
                    if received > best:
                        best = received
                        found[0, n_found], found[1, n_found], found[2, n_found], found[3, n_found] = (
                            day,
                            received,
                            sent,
                            twice,
                        )
            while at < in_end and f.instant[f.ins[at]] // DAY == day:
                received -= f.amount[f.ins[at]]
                at += 1
        if windows:
            found_party[n_found], found_windows[n_found] = party, windows
            n_found += 1
    return (
        found_party[:n_found],
        found[0, :n_found],
        found[1, :n_found],
        found[2, :n_found],
        found[3, :n_found],
        found_windows[:n_found],
    )


@compiled
def _twice_dwell(f: Flows, in_first: int, in_last: int, out_first: int, out_last: int, stay: Longs) -> int:
    """Twice the median days of stay, weighted by amount; -1 where no outflow follows an inflow."""
    stay[:] = 0
    at, rest, total = in_first, f.amount[f.ins[in_first]], np.int64(0)
    for row in range(out_first, out_last):
        out = f.outs[row]
        left, day = f.amount[out], f.instant[out] // DAY
        while left > 0 and at < in_last and f.instant[f.ins[at]] // DAY <= day:
            taken = min(left, rest)
            stay[day - f.instant[f.ins[at]] // DAY] += taken
            total += taken
            left -= taken
            rest -= taken
            if rest == 0:
                at += 1
                if at < in_last:
                    rest = f.amount[f.ins[at]]
    run = np.int64(0)
    for days in range(len(stay)):
        run += stay[days]
        if total and stay[days] and 2 * run == total:
            later = days + 1
            while stay[later] == 0:
                later += 1
            return days + later
        if total and 2 * run >= total:
            return 2 * days
    return -1
