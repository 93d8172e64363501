"""Records to rows below a heading."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import polars as pl

from loaders.records import BrokenRecord, Raw, cells_of, set_aside

_IGNORED = re.compile(r"[\s\u200b-\u200d\u2060\ufeff()\[\]{}【】〔〕〈〉]+")
_COIN = r"(?:人民币|美元|港元|港币|欧元|日元|英镑|cny|rmb|usd|eur|gbp|hkd|jpy|yuan)"
_SIZE = r"(?:百万|千万|百|千|万|亿|thousand|million|'000)"
_COUNTED = r"(?:元|股|份|人|户|件|笔|平方米|shares|m2)"
_UNIT = rf"(?:%|‰|percent|pct|{_COIN}?{_SIZE}?(?:{_COUNTED}|{_COIN})|{_COIN}?{_SIZE})"
_BRACKET = re.compile(rf"[(\[【〔](?:单位|unit)?:?({_UNIT}{_COIN}?)[)\]】〕]$")
_TAIL = re.compile(r"(?<=.)[/:_-]?(%|‰)$")


@dataclass(frozen=True, slots=True, eq=False)
class Records:
    """The records below a header. frame: "c0" … by header position and "_line".

    rows_in = frame.height + len(ragged), dropped rows apart; ragged holds the records of another width and the broken
    ones below the header, by line. A column without a heading is kept, its header is "".
    """

    name: str
    sha256: str
    encoding: str
    header: tuple[str, ...]
    header_line: int
    frame: pl.DataFrame
    rows_in: int
    ragged: tuple[BrokenRecord, ...] = ()
    notes: tuple[str, ...] = ()
    sheet: str | None = None


def heading_unit(text: str) -> tuple[str, str]:
    """(key, unit) of a heading, unit "" if none: "认缴出资额（万元）" is ("认缴出资额", "万元"), "Share %" ("share", "%")."""
    plain = re.sub(r"[\s\u200b-\u200d\u2060\ufeff]+", "", unicodedata.normalize("NFKC", text).lower()).strip("*:")
    found = _BRACKET.search(plain) or _TAIL.search(plain)
    unit = found[1] if found else ""
    return _IGNORED.sub("", plain[: found.start()] if found else plain).strip("*:"), unit


def heading_key(text: str) -> str:
    """A heading without case, width, spaces, brackets and unit: what alias tables are keyed by."""
    return heading_unit(text)[0]


def find_header(raw: Raw, known: Callable[[str], bool], look: int = 40) -> int | None:
    """The first of `look` records with two known headings (one, if it has but one cell); None where there is none."""
    for number, row in enumerate(raw.frame.head(look).select(cells_of(raw.frame)).iter_rows()):
        cells = [cell for cell in row if cell is not None]
        if sum(known(heading_key(cell)) for cell in cells) >= min(2, len(cells)):
            return number
    return None


def one_header(raw: Raw, known: Callable[[str], bool], look: int = 40) -> Raw:
    """A header in two lines (出资信息 over 持股比例, 认缴出资额) as the one line that it means; else the table as it stands.

    The lower line holds nothing but known headings, each below a blank or a word that is no heading; the upper one
    has a known heading above a blank. A row of a table is never all headings, so that none is taken for one.
    """
    cells = raw.frame.select(cells_of(raw.frame)).columns
    rows = list(raw.frame.head(look).select(cells).iter_rows())
    for at, (upper, lower) in enumerate(pairwise(rows)):
        if _storeys(upper, lower, known):
            joined = {name: under or over for name, over, under in zip(cells, upper, lower, strict=True)}
            line = raw.frame[at + 1].with_columns(
                *(pl.lit(text, dtype=pl.String).alias(name) for name, text in joined.items()),
                pl.max_horizontal("_width", pl.lit(raw.frame["_width"][at])).alias("_width"),
            )
            frame = pl.concat([raw.frame.head(at), line, raw.frame.slice(at + 2)], how="vertical_relaxed")
            return replace(
                raw,
                frame=frame,
                notes=(*raw.notes, f"lines {raw.frame['_line'][at]} and {line['_line'][0]} read as one header"),
            )
    return raw


def _storeys(upper: Sequence[str | None], lower: Sequence[str | None], known: Callable[[str], bool]) -> bool:
    """Is `lower` the second line of a header whose first is `upper`?"""
    pairs = [(over, under) for over, under in zip(upper, lower, strict=True) if over or under]
    under = [(o, u) for o, u in pairs if u]
    fits = all(known(heading_key(u)) and (not o or o == u or not known(heading_key(o))) for o, u in under)
    above = any(o and not u and known(heading_key(o)) for o, u in pairs)
    return bool(under) and fits and above and any(o and o != u for o, u in under)


def below(raw: Raw, header_index: int, drop: Callable[[pl.DataFrame], pl.Series] | None = None) -> Records:
    """The rows below record number `header_index` (from 0) as columns by header position.

    A row is set aside where it has fewer cells than headings, or a filled cell beyond the header's last.
    drop: given the frame below the header, True where a row is no record (a repeated header, a footer); the
    note names their lines.
    """
    head = raw.frame.row(header_index, named=True)
    full, line = int(head["_width"]), int(head["_line"])
    titles = [head[f"c{i}"] or "" for i in range(full)]
    named = max(i for i, title in enumerate(titles) if title) + 1
    frame, notes = _dropped(raw.frame.slice(header_index + 1), drop)
    beyond = [pl.col(f"c{i}").is_not_null() for i in range(full, raw.frame.width - 2)]
    odd = (pl.col("_width") < named) | pl.any_horizontal(pl.lit(value=False), *beyond)
    reason = pl.format("has {} cells, the header has {}", pl.col("_width"), pl.lit(named))
    remedy = "put a cell that holds the delimiter or a line break in double quotes, or complete the row"
    ragged = set_aside(frame.filter(odd), raw.delimiter or ",", reason, remedy)
    ragged += [record for record in raw.broken if record.line > line]
    notes += [f"line {record.line}, above the header, {record.reason}" for record in raw.broken if record.line < line]
    kept = frame.filter(~odd)
    while full > named and kept[f"c{full - 1}"].null_count() == kept.height:
        full -= 1
    rows = kept.select([f"c{i}" for i in range(full)] + ["_line"])
    ragged.sort(key=lambda record: record.line)
    return Records(
        raw.name,
        raw.sha256,
        raw.encoding,
        tuple(titles[:full]),
        line,
        rows,
        rows.height + len(ragged),
        tuple(ragged),
        (*raw.notes, *notes),
        raw.sheet,
    )


def _dropped(frame: pl.DataFrame, drop: Callable[[pl.DataFrame], pl.Series] | None) -> tuple[pl.DataFrame, list[str]]:
    gone = drop(frame) if drop else pl.Series([], dtype=pl.Boolean)
    if not gone.any():
        return frame, []
    lines = frame.filter(gone)["_line"].to_list()
    named = ", ".join(map(str, lines[:20])) + (f" and {len(lines) - 20} more" if len(lines) > 20 else "")
    return frame.filter(~gone), [f"no records, left out: lines {named}"]
