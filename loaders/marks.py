"""Where the records of a text begin and end."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

import numpy as np
import numpy.typing as npt

_LF, _CR, _QUOTE = 10, 13, 34
_BLOCK = 1 << 19  # bytes at a time, a multiple of 64: what is computed from a block stays in the processor's cache

Places = npt.NDArray[np.int64]
_Bytes = npt.NDArray[np.uint8]
_Flags = npt.NDArray[np.bool_]
_Words = npt.NDArray[np.uint64]  # one bit for each byte of the text, the lowest bit of a word first
_NONE, _ONE, _LAST = np.uint64(0), np.uint64(1), np.uint64(63)


@dataclass(frozen=True, slots=True)
class Marks:
    """Records by byte: start, end (before the line break), next (after it), physical line, cells.

    padded: somewhere a space or a tab stands beside the edge of a cell.
    """

    start: Places
    end: Places
    next: Places
    line: Places
    width: Places
    padded: bool


def scan(text: bytes, delimiter: int) -> Marks | None:
    """Records of a well-quoted text that ends in a line break, by quote parity; None where a quote is out of place."""
    whole = np.frombuffer(text, np.uint8)
    quotes, blanks = _Quotes() if b'"' in text else None, _Blanks([sign for sign in b" \t" if bytes([sign]) in text])
    returns = b"\r" in text
    found = np.zeros((3, -(-len(text) // 64)), np.uint64)
    for low in range(0, len(text), _BLOCK):
        part = whole[low : low + _BLOCK]
        cells = _bits(part == delimiter)
        stops = breaks = _bits(_breaks(whole, low) if returns else part == _LF)
        ends = breaks | _bits(part == _CR) if returns else breaks
        if quotes:
            quote = _bits(part == _QUOTE)
            inside = quotes.inside(quote, cells | ends | quote)
            if inside is None:
                return None
            cells, stops, ends = cells & ~inside, breaks & ~inside, ends | quote
        blanks.beside(part, cells, ends)
        found[:, low // 64 : low // 64 + cells.size] = cells, stops, breaks
    if quotes and quotes.open:
        return None
    return _marks(whole, *found, padded=blanks.found)


def _bits(flags: _Flags) -> _Words:
    packed = np.packbits(flags, bitorder="little")
    spare = -packed.size % 8
    return (np.append(packed, np.zeros(spare, np.uint8)) if spare else packed).view("<u8")


def _breaks(whole: _Bytes, low: int) -> _Flags:
    """Line ends of the block: a \\n, or a \\r that no \\n follows."""
    part, after = whole[low : low + _BLOCK], whole[low + 1 : low + _BLOCK + 1]
    if after.size < part.size:
        after = np.append(after, np.uint8(0))
    ends: _Flags = (part == _LF) | ((part == _CR) & (after != _LF))
    return ends


@dataclass(slots=True)
class _Last:
    """The last bit of a block, for the next one. Before the first byte stands, as it were, a line break."""

    bit: np.uint64 = _NONE

    def moved(self, bits: _Words) -> _Words:
        """Each bit at the following byte."""
        moved = bits << _ONE
        moved[1:] |= bits[:-1] >> _LAST
        moved[0] |= self.bit
        self.bit = bits[-1] >> _LAST
        return moved


class _Quotes:
    """Whether a quote is open, block by block."""

    def __init__(self) -> None:
        self.open = _NONE
        self._edge, self._closed = _Last(_ONE), _Last()

    def inside(self, quote: _Words, edge: _Words) -> _Words | None:
        """After each byte: is a quote open? None where one opens without an edge before it or closes without one after.

        edge: a quote counts too, as parity sees "" as a close and an open.
        """
        inside = quote.copy()
        for shift in (1, 2, 4, 8, 16, 32):
            inside ^= inside << np.uint64(shift)
        parity = np.bitwise_xor.accumulate(np.append(self.open, inside >> _LAST))
        self.open = parity[-1]
        inside ^= _NONE - parity[:-1]  # all ones where a quote is open before the word
        wrong = quote & inside & ~self._edge.moved(edge)
        wrong |= self._closed.moved(quote & ~inside) & ~edge
        return None if wrong.max() else inside


class _Blanks:
    """Whether one of these signs stands beside an edge, until one is found."""

    def __init__(self, signs: list[int]) -> None:
        self._signs, self.found = signs, False
        self._edge, self._blank = _Last(_ONE), _Last()

    def beside(self, part: _Bytes, cells: _Words, ends: _Words) -> None:
        if self.found or not self._signs:
            return
        blank = reduce(np.bitwise_or, [_bits(part == sign) for sign in self._signs]) & ~cells
        edge = cells | ends
        beside = (self._edge.moved(edge) & blank) | (self._blank.moved(blank) & edge)
        self.found = bool(beside.max())


def _marks(whole: _Bytes, cells: _Words, stops: _Words, breaks: _Words, *, padded: bool) -> Marks:
    """cells, stops: delimiters and line breaks outside quotes; breaks: all line breaks."""
    stop = _places(stops)
    within = np.bitwise_count(breaks).sum() > stop.size  # a quoted cell holds line breaks
    nth = _before(breaks, stop) if within else np.arange(stop.size)
    start = np.concatenate(([0], stop[:-1] + 1))
    line = np.concatenate(([1], nth[:-1] + 2))
    returned = (whole[stop - 1] == _CR) & (stop > start)
    end = stop - (returned & (whole[stop] == _LF)) if returned.any() else stop
    return Marks(start, end, stop + 1, line, np.diff(_before(cells, stop), prepend=0) + 1, padded)


def _places(bits: _Words) -> Places:
    """Where the bits are set, ascending."""
    octets = bits.view(np.uint8)
    some = np.flatnonzero(octets != 0)
    ones = np.flatnonzero(np.unpackbits(octets[some], bitorder="little").view(np.bool_))
    places: Places = some[ones >> 3] * 8 + (ones & 7)
    return places


def _before(bits: _Words, places: Places) -> Places:
    """How many bits are set before each of the places."""
    counts = np.bitwise_count(bits)
    upto = np.cumsum(counts, dtype=np.int64)
    word = places >> 6
    lower = bits[word] & ((_ONE << (places & 63).astype(np.uint64)) - _ONE)
    count: Places = upto[word] - counts[word] + np.bitwise_count(lower)
    return count
