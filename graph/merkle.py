"""Merkle trees as of RFC 6962: roots and proofs."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

Hash = bytes
"""32 bytes of SHA-256."""


def leaf_hash(content: bytes) -> Hash:
    """SHA-256(0x00 || content): the first byte keeps a leaf from ever passing for a node (RFC 6962 §2.1)."""
    return hashlib.sha256(b"\x00" + content).digest()


def node_hash(left: Hash, right: Hash) -> Hash:
    """SHA-256(0x01 || left || right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(leaves: Sequence[Hash]) -> Hash:
    """The root over leaf hashes in their order; SHA-256 of nothing for none."""
    if not leaves:
        return hashlib.sha256().digest()
    return _root_of(leaves)


def inclusion(leaves: Sequence[Hash], place: int) -> list[Hash]:
    """The hashes that lead from the leaf at `place` (from 0) to the root, nearest first (RFC 6962 §2.1.1).

    IndexError where no leaf stands there.
    """
    if not 0 <= place < len(leaves):
        raise IndexError(place)
    path: list[Hash] = []
    low, high = 0, len(leaves)
    while high - low > 1:
        middle = low + _split(high - low)
        if place < middle:
            path.append(_root_of(leaves[middle:high]))
            high = middle
        else:
            path.append(_root_of(leaves[low:middle]))
            low = middle
    return path[::-1]


def included(leaf: Hash, place: int, size: int, path: Sequence[Hash], whole: Hash) -> bool:
    """Does the path lead from this leaf, at this place of a tree of this size, to this root? (RFC 9162 §2.1.3.2)"""
    if not 0 <= place < size:
        return False
    number, last, made = place, size - 1, leaf
    for step in path:
        if last == 0:
            return False
        if number & 1 or number == last:
            made = node_hash(step, made)
            while not number & 1 and number:
                number, last = number >> 1, last >> 1
        else:
            made = node_hash(made, step)
        number, last = number >> 1, last >> 1
    return last == 0 and made == whole


def consistency(leaves: Sequence[Hash], earlier: int) -> list[Hash]:
    """The hashes that show the tree of the first `earlier` leaves to be the beginning of this one (RFC 6962 §2.1.2).

    Empty where earlier is all or nothing of it. IndexError where there are not so many leaves.
    """
    if not 0 <= earlier <= len(leaves):
        raise IndexError(earlier)
    path: list[Hash] = []
    low, high, known = 0, len(leaves), True
    if earlier in (0, high):
        return path
    while earlier != high - low:
        middle = _split(high - low)
        if earlier <= middle:
            path.append(_root_of(leaves[low + middle : high]))
            high = low + middle
        else:
            path.append(_root_of(leaves[low : low + middle]))
            low, earlier, known = low + middle, earlier - middle, False
    if not known:
        path.append(_root_of(leaves[low:high]))
    return path[::-1]


def extends(earlier: int, before: Hash, later: int, after: Hash, path: Sequence[Hash]) -> bool:
    """Is the tree with root `before` over `earlier` leaves the beginning of that with root `after`? (RFC 9162 §2.1.4.2)

    A tree of no leaves is the beginning of every tree.
    """
    if earlier == 0:
        return not path and before == root(())
    if earlier >= later:
        return earlier == later and not path and before == after
    steps = list(path)
    number, last = earlier - 1, later - 1
    while number & 1:
        number, last = number >> 1, last >> 1
    old = new = before
    if number:
        if not steps:
            return False
        old = new = steps.pop(0)
    for step in steps:
        if last == 0:
            return False
        if number & 1 or number == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while not number & 1 and number:
                number, last = number >> 1, last >> 1
        else:
            new = node_hash(new, step)
        number, last = number >> 1, last >> 1
    return last == 0 and old == before and new == after


def _split(size: int) -> int:
    """The largest power of two below size."""
    return 1 << ((size - 1).bit_length() - 1)


def _root_of(leaves: Sequence[Hash]) -> Hash:
    """Level by level: an odd one out goes up as it is, which is the RFC's tree."""
    level = list(leaves)
    while len(level) > 1:
        paired = [node_hash(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level = paired + level[-1:] if len(level) % 2 else paired
    return level[0]
