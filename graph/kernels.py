"""Compiled loops over a register's links: rows, rings, control."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float64]
Marks = NDArray[np.uint8]
Kernel = TypeVar("Kernel", bound=Callable[..., Any])

EXACT_LIMIT = 1 << 61
ROUGH_WHOLE = 1 << 50
WINS, MAY_WIN, FURTHER = 1, 2, 4
"""Marks of a row: its own votes are more than half, or may be but for rounding; its company holds or commands something."""


def compiled(kernel: Kernel) -> Kernel:
    """Compile at the first call, and keep the machine code for later processes.

    numba keeps it beside the source or, where that cannot be written, in the user's cache folder (NUMBA_CACHE_DIR names
    another). Where there is neither, each process compiles for itself.
    """
    try:
        made: Any = numba.njit(cache=True, nogil=True)(kernel)
    except RuntimeError:  # numba's word for "no locator available": nowhere to write
        made = numba.njit(nogil=True)(kernel)
    return cast(Kernel, made)


def inlined(kernel: Kernel) -> Kernel:
    """A small part of kernels, put into them where it is called: a call would copy a view of every column."""
    made: Any = numba.njit(inline="always")(kernel)
    return cast(Kernel, made)


def starts(sorted_keys: Ints, count: int) -> Ints:
    """Where the rows of each key 0 … count-1 begin in a sorted column; one more entry says where the last end."""
    found = np.zeros(count + 1, np.int32)
    np.cumsum(np.bincount(sorted_keys, minlength=count), out=found[1:])
    return found


@compiled
def grouped(keys: Ints, count: int) -> tuple[Ints, Ints]:
    """Rows by their key 0 … count-1, those of one key in their old order: (where each key begins, rows)."""
    start = np.zeros(count + 1, np.int32)
    for key in keys:
        start[key + 1] += 1
    for key in range(count):
        start[key + 1] += start[key]
    free = start[:-1].copy()
    rows = np.empty(len(keys), np.int32)
    for row in range(len(keys)):
        rows[free[keys[row]]] = row
        free[keys[row]] += 1
    return start, rows


@compiled
def strong_components(start: Ints, to: Ints) -> tuple[Ints, int]:
    """Number of the component of each node, and how many; a component's number is above those of all it links to.

    Source: R. Tarjan, Depth-first search and linear graph algorithms, 1972; without recursion.
    """
    count = len(start) - 1
    number = np.full(count, -1, np.int32)
    low = np.zeros(count, np.int32)
    component = np.full(count, -1, np.int32)
    at = start[:-1].copy()
    opened = np.empty(count, np.int32)
    trail = np.empty(count, np.int32)
    n_open = n_trail = visited = found = 0
    for root in range(count):
        if number[root] >= 0:
            continue
        trail[0] = root
        n_trail = 1
        while n_trail > 0:
            node = trail[n_trail - 1]
            if number[node] < 0:
                number[node] = low[node] = visited
                visited += 1
                opened[n_open] = node
                n_open += 1
            deeper = False
            while at[node] < start[node + 1]:
                other = to[at[node]]
                at[node] += 1
                if number[other] < 0:
                    trail[n_trail] = other
                    n_trail += 1
                    deeper = True
                    break
                if component[other] < 0:
                    low[node] = min(low[node], number[other])
            if deeper:
                continue
            n_trail -= 1
            if n_trail > 0:
                low[trail[n_trail - 1]] = min(low[trail[n_trail - 1]], low[node])
            if low[node] == number[node]:
                while True:
                    n_open -= 1
                    component[opened[n_open]] = found
                    if opened[n_open] == node:
                        break
                found += 1
    return component, found


@compiled
def common_wholes(start: Ints, den: Longs) -> Longs:
    """The least common denominator of each company's rows; 0 where it does not fit, so that sums are exact in 62 bits."""
    count = len(start) - 1
    found = np.ones(count, np.int64)
    for company in range(count):
        first, last = start[company], start[company + 1]
        most = EXACT_LIMIT // (2 * (last - first) + 2)
        whole = np.int64(1)
        for row in range(first, last):
            if den[row] > 0 and whole % den[row] == 0:
                continue
            a, b = whole, den[row]
            while b:
                a, b = b, a % b
            if den[row] == 0 or den[row] // a > most // whole:
                whole = np.int64(0)
                break
            whole = whole // a * den[row]
        found[company] = whole
    return found


@compiled
def whole_sums(start: Ints, num: Longs, den: Longs, whole: Longs) -> Longs:
    """The sum of each company's rows in parts of its common denominator; 0 where there is none."""
    count = len(start) - 1
    found = np.zeros(count, np.int64)
    for company in range(count):
        if whole[company]:
            for row in range(start[company], start[company + 1]):
                found[company] += num[row] * (whole[company] // den[row])
    return found


@compiled
def whole_votes(
    start: Ints, holder: Ints, num: Longs, den: Longs, share: Floats, common: Longs, active: Marks
) -> tuple[Longs, Marks, Longs, Longs]:
    """Votes as whole numbers: (weight and mark of each row, live votes and doubt of each company).

    A holder commands more than half where twice its weights are above the live votes: exact wherever doubt is 0. Without
    a common denominator the weights are rounded, and doubt is how far twice their sum may be off. mark: WINS or MAY_WIN;
    FURTHER where `active` says that the company holds or commands something.
    Not live: what a company holds in itself. Over the whole: the recorded sum is the whole.
    """
    count = len(start) - 1
    weight = np.zeros(len(holder), np.int64)
    mark = np.zeros(len(holder), np.uint8)
    live = np.zeros(count, np.int64)
    doubt = np.zeros(count, np.int64)
    for company in range(count):
        first, last = start[company], start[company + 1]
        whole = common[company]
        if whole == 0:
            whole = np.int64(ROUGH_WHOLE)
            doubt[company] = 8 * (last - first + 2)
        recorded = own = np.int64(0)
        for row in range(first, last):
            if doubt[company]:
                weight[row] = np.int64(share[row] * whole)
            else:
                weight[row] = num[row] * (whole // den[row])
            recorded += weight[row]
            if holder[row] == company:
                own += weight[row]
                weight[row] = 0
        live[company] = max(whole, recorded) - own
        for row in range(first, last):
            beyond = 2 * weight[row] - live[company]
            if active[company]:
                mark[row] = FURTHER
            if beyond > doubt[company]:
                mark[row] |= WINS
            elif doubt[company] and beyond >= -doubt[company]:
                mark[row] |= MAY_WIN
    return weight, mark, live, doubt


@compiled
def all_control(
    start: Ints, to: Ints, weight: Longs, mark: Marks, live: Longs, doubt: Longs, never: Marks, told_start: Ints, told: Ints,
    most: int,
) -> tuple[Longs, Ints, Longs, Ints, bool]:  # fmt: skip
    """Every holder's companies: (start of each head, company, votes at the head's command, heads in doubt, whole).

    Rows stand by holder, one a pair; told: companies that a row says are controlled by each party. A head's company joins
    where the head, or one that joined before, controls it on record, or once the votes of all of them are above half of the
    live ones. Heads in doubt met a company where rounding may decide. whole is False where `most` pairs were not enough:
    the heads from there on have none.
    Source: Ceri, Gottlob, Tanca, Logic Programming and Databases, 1990 (the company control problem).
    """
    count = len(start) - 1
    begin = np.zeros(count + 1, np.int64)
    company = np.empty(min(most, max(1024, count)), np.int32)
    votes = np.empty(len(company), np.int64)
    in_doubt = np.empty(64, np.int32)
    n_pairs = n_doubt = 0
    sums = np.zeros(count, np.int64)
    seen = np.full(count, -1, np.int32)
    won = np.empty(count, np.int32)
    sure = 0 if doubt.any() else 1
    for head in range(count):
        begin[head] = n_pairs
        first = further = told_start[head] != told_start[head + 1]
        doubtful = False
        for row in range(start[head], start[head + 1]):
            if mark[row] & WINS:
                first = True
                further = further or mark[row] & FURTHER != 0
            doubtful = doubtful or mark[row] & MAY_WIN != 0
        # Whoever wins no company by its own rows wins none at all: no company is named twice in them.
        if never[head] or not (first or doubtful):
            continue
        n_won, chained = 0, further or doubtful
        if not chained:
            # What it wins by its own rows holds nothing: nothing more can follow. Companies stand in order in its rows.
            for row in range(start[head], start[head + 1]):
                if mark[row] & WINS:
                    won[n_won] = row
                    n_won += 1
        elif first:
            n_won, met_doubt = _commanded(
                head, start, to, weight, mark, live, doubt, never, told_start, told, sums, seen, won, sure
            )
            doubtful = doubtful or met_doubt
        if n_pairs + n_won > len(company):
            if n_pairs + n_won > most:
                begin[head + 1 :] = begin[head]
                return begin, company[: begin[head]], votes[: begin[head]], in_doubt[:n_doubt], False
            company, votes = _grown(company, n_won, most), _grown(votes, n_won, most)
        if chained and n_won > 1:
            won[:n_won] = np.sort(won[:n_won])
        for at in range(n_won):
            company[n_pairs] = won[at] if chained else to[won[at]]
            votes[n_pairs] = sums[won[at]] if chained else weight[won[at]]
            n_pairs += 1
        if doubtful:
            if n_doubt == len(in_doubt):
                in_doubt = _grown(in_doubt, 1, count)
            in_doubt[n_doubt] = head
            n_doubt += 1
    begin[count] = n_pairs
    return begin, company[:n_pairs], votes[:n_pairs], in_doubt[:n_doubt], True


@compiled
def _commanded(
    head: int, start: Ints, to: Ints, weight: Longs, mark: Marks, live: Longs, doubt: Longs, never: Marks, told_start: Ints,
    told: Ints, sums: Longs, seen: Ints, won: Ints, sure: int,
) -> tuple[int, bool]:  # fmt: skip
    """One head's fixpoint: how many companies it wins (written to `won`), and did rounding matter?

    seen: twice the last head that met a party, one more where it joined; sums: votes in it at that head's command.
    """
    met, joined = 2 * head, 2 * head + 1
    seen[head] = joined
    sums[head] = 0
    n_won, at, holder, doubtful = 0, -1, head, False
    while True:
        if not never[holder]:
            for row in range(told_start[holder], told_start[holder + 1]):
                held = told[row]
                if seen[held] < met:
                    sums[held] = 0
                if seen[held] != joined:
                    seen[held] = joined
                    won[n_won] = held
                    n_won += 1
            for row in range(start[holder], start[holder + 1]):
                held = to[row]
                if seen[held] < met:
                    seen[held] = met
                    sums[held] = weight[row]
                else:
                    sums[held] += weight[row]
                if seen[held] == joined or (holder == head and mark[row] & (WINS | MAY_WIN) == 0):
                    continue
                beyond = 2 * sums[held] - live[held]
                if beyond > 0 and (sure == 1 or beyond > doubt[held]):
                    seen[held] = joined
                    won[n_won] = held
                    n_won += 1
                elif sure == 0 and doubt[held] and beyond >= -doubt[held]:
                    doubtful = True
        at += 1
        if at == n_won:
            return n_won, doubtful
        holder = won[at]


@compiled
def _grown(column: NDArray[Any], more: int, most: int) -> NDArray[Any]:
    larger = np.empty(min(most, max(2 * len(column), len(column) + more)), column.dtype)
    larger[: len(column)] = column
    return larger
