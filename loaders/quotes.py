"""Quotes that are out of place, mended line by line."""

from __future__ import annotations

import re

_LINE_END = re.compile(rb"[^\r\n]*+(?:\r\n|\r|\n)")


def mend(text: bytes, delimiter: bytes) -> tuple[bytes, list[tuple[int, bytes]], int]:
    """The same text well quoted, on the same lines: an exact machine that touches only lines with a quote.

    Blanks around a quoted cell are no fault (bank exports put a tab there). A stray quote in an unquoted cell is
    literal, and so is one inside a quoted cell that still closes on its line; where a quoted cell never closes, its
    line is blanked and returned with its number. Third: how many records hold stray quotes.
    """
    well, loose = _patterns(delimiter)
    kept: list[bytes] = []
    lost: list[tuple[int, bytes]] = []
    done = copied = counted = stray = 0
    line = 1
    while (quote := text.find(b'"', done)) >= 0:
        start = max(done, text.rfind(b"\n", done, quote) + 1, text.rfind(b"\r", done, quote) + 1)
        fits = well.match(text, start)
        if fits:
            done = fits.end()
            continue
        line, counted = line + _breaks(text[counted:start]), start
        cells, odd, at = _loose_cells(text, start, loose, delimiter)
        follows = _LINE_END.match(text, at)
        assert follows is not None
        done = follows.end()
        kept.append(text[copied:start])
        if cells:
            kept.append(delimiter.join(b'"' + one.replace(b'"', b'""') + b'"' for one in cells) + text[at:done])
            stray += odd
        else:
            lost.append((line, text[start:done]))
            kept.append(
                re.sub(rb"[^\r\n]+", b" ", text[start:done])
            )  # a blank, lest \r and \n around it become one line end
        copied = done
    kept.append(text[copied:])
    return b"".join(kept), lost, stray


def _patterns(delimiter: bytes) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    """A well-quoted record with its line break; one cell of any other record."""
    sign, blank = re.escape(delimiter), b" " if delimiter == b"\t" else rb"[ \t]"
    quoted, ends = rb'"[^"]*+(?:""[^"]*+)*+"', rb"(?=[%s\r\n])" % sign
    cell = rb'(?:%s%s|[^"%s\r\n]*+)' % (quoted, ends, sign)
    well = re.compile(rb"%s(?:%s%s)*+(?:\r\n|\r|\n)" % (cell, sign, cell))
    after = rb"%s*+%s" % (blank, ends)
    indented = rb'%s++"[^"\r\n]*+(?:""[^"\r\n]*+)*+"' % blank  # on one line only: it may be literal after all
    within = rb'(?P<stray>"[^\r\n]*?"%s)' % after
    plain = rb'(?P<plain>(?!")[^%s\r\n]*+)' % sign
    return well, re.compile(rb"(?:%s|%s)%s|%s|%s" % (quoted, indented, after, within, plain))


def _loose_cells(text: bytes, start: int, loose: re.Pattern[bytes], sign: bytes) -> tuple[list[bytes], bool, int]:
    """A record's cells, whether one has a stray quote, where the line break stands; no cells if a quote stays open."""
    cells: list[bytes] = []
    odd, at = False, start
    while found := loose.match(text, at):
        plain = found["plain"]
        cells.append(found[0].strip(b" \t")[1:-1].replace(b'""', b'"') if plain is None else plain)
        odd = odd or found["stray"] is not None or b'"' in (plain or b"")
        at = found.end()
        if text[at : at + 1] != sign:
            return cells, odd, at
        at += 1
    return [], odd, at


def _breaks(text: bytes) -> int:
    return text.count(b"\n") + text.count(b"\r") - text.count(b"\r\n")
