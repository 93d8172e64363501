"""The contract of a loader, and rows run through it as columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import polars as pl

from graph.schema import Column
from graph.tables import all_columns
from loaders.cleaners import Cleaned, clean_identifier, cleaner_of, squeeze
from loaders.columns import NUMBERED, Cells, bulk, filled
from loaders.headings import Records, heading_unit

# What every kept row carries beside its cells: where it stands and which statements it makes.
PLACE = ("_row", "_sheet")
IGNORED = "-"
OWN = ("本公司", "本企业", "本单位", "本合伙企业", "本行")  # how a company names itself in its own papers
# What a sheet writes in a name's place beside its sums.
TOTALS = tuple(
    word + mark
    for word in ("合计", "合 计", "总计", "总 计", "小计", "小 计", "累计", "本页合计", "本页小计", "Subtotal", "Sub-total", "Grand total", "Grand Total", "Totals")
    for mark in ("", ":", "：")
)  # fmt: skip
_BARE = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Options:
    """What the user said beside the path: --unit fraction|percent, and the day a source was obtained."""

    unit: str = ""


@dataclass(frozen=True, slots=True)
class Reject:
    """A row set aside whole: where it stands, why, and how to mend it."""

    file: str
    row: str
    column: str
    value: str
    reason: str
    remedy: str
    cells: str


@dataclass(frozen=True, slots=True)
class Form:
    """One sheet a loader knows: their heading → our column, what must be there, what stands in by default.

    beside: columns that the table lacks, for reshape and also; of these only `<cell>_ident` stay in the table.
    cleaners: (text, unit in the heading) → value, where a sheet writes a column in its own way.
    filer: whom 本公司 means; without one a row that says so is set aside.
    """

    table: str
    headings: Mapping[str, str]
    required: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()
    defaults: Mapping[str, str] = field(default_factory=dict)
    reshape: Callable[[pl.DataFrame], pl.DataFrame] | None = None
    also: Callable[[pl.DataFrame], dict[str, pl.DataFrame]] | None = None
    titles: tuple[str, ...] = ()
    beside: tuple[Column, ...] = ()
    cleaners: Mapping[str, Callable[[str, str], Cleaned]] = field(default_factory=dict)
    filer: str = ""

    @property
    def columns(self) -> tuple[Column, ...]:
        return all_columns(self.table) + self.beside


@dataclass(frozen=True, slots=True)
class Loaded:
    """All that one file said: rows by table, rejects, notes; rows_in = kept records + rejected, always."""

    format: str
    rows_in: int
    tables: Mapping[str, pl.DataFrame]
    given: pl.DataFrame
    rejects: tuple[Reject, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Loader:
    """One format: its names, who publishes it, what it reads, how it is known, and the reading itself.

    recognise(content, name) answers how many headings (or lines) it knows: 0 = not mine; the highest wins.
    """

    name: str
    titles: Mapping[str, str]
    publisher: str
    reads: str
    recognised_by: str
    forms: tuple[Form, ...]
    recognise: Callable[[bytes, str], int]
    read: Callable[[bytes, str, Options], Loaded]


def states(form: Form, records: Records, options: Options, file: str) -> Loaded:
    """Run a file's records through a form, column by column; faults come back as values."""
    place = _Place(file, records.sheet or "")
    named, unknown = _named_columns(form, records)
    clean = {
        column.name: _clean(form, column, records.frame[f"c{named[column.name][0]}"], named[column.name][1], options)
        for column in form.columns
        if column.name in named
    }
    frame = _assemble(form, records, clean, unknown)
    faults = [fault for column in clean.values() for fault in column.faults] + _totals(form, frame)
    faults += _lacking(form, frame) + _unlike(clean, {n: records.frame[f"c{at}"] for n, (at, _) in named.items()})
    frame, rejects = _set_aside(frame, records, faults, place)
    rejects += [Reject(file, place.row(r.line), "", "", r.reason, r.remedy, r.text) for r in records.ragged]
    rejects.sort(key=lambda r: int(r.row.rpartition("!")[2]))
    notes = [f"{name}: {line}" for name, column in clean.items() for line in column.notes]
    if unknown:
        notes.append("kept as properties: " + ", ".join(heading for heading, _ in unknown))
    tables = _tables(form, frame)
    return Loaded("", records.rows_in, tables, given_cells(records), tuple(rejects), (*records.notes, *notes))


def _tables(form: Form, frame: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """The form's table and what its rows say besides, without the columns that only helped."""
    frame = form.reshape(frame) if form.reshape else frame
    also = form.also(frame) if form.also else {}
    gone = [c.name for c in form.beside if not c.name.endswith("_ident")]
    gone += [n for n in frame.columns if n.endswith("_ident") and frame[n].null_count() == frame.height]
    return {form.table: frame.drop(gone, strict=False)} | also


@dataclass(frozen=True, slots=True)
class _Place:
    file: str
    sheet: str

    def row(self, line: int) -> str:
        return f"{self.sheet}!{line}" if self.sheet else str(line)


@dataclass(frozen=True, slots=True)
class _Fault:
    column: str
    at: pl.Series
    reasons: pl.Series
    remedies: pl.Series
    values: pl.Series


@dataclass(frozen=True, slots=True)
class _Column:
    """A cleaned column: values, what was wrong or worth saying, and currencies found in the cells."""

    values: pl.Series
    faults: tuple[_Fault, ...] = ()
    notes: tuple[str, ...] = ()
    currency: pl.Series | None = None


def _named_columns(form: Form, records: Records) -> tuple[dict[str, tuple[int, str]], list[tuple[str, int]]]:
    """Our column → (position, unit in the heading); and the headings nobody knows with theirs, each named once."""
    named: dict[str, tuple[int, str]] = {}
    unknown: dict[str, int] = {}
    for index, heading in enumerate(records.header):
        key, unit = heading_unit(heading)
        name = form.headings.get(key, "") if key else ""
        if name and name != IGNORED and name not in named:
            named[name] = (index, unit)
        elif name != IGNORED and records.frame[f"c{index}"].null_count() < records.frame.height:
            said = heading.strip() or f"column {index + 1}"
            unknown[said if said not in unknown else f"{said} ({index + 1})"] = index
    return named, list(unknown.items())


def _clean(form: Form, column: Column, cells: pl.Series, heading: str, options: Options) -> _Column:
    cells = filled(cells, column.words)
    own = form.cleaners.get(column.name)
    if own is not None:
        keys = cells.drop_nulls().unique().sort().to_list()
        return _applied(column.name, cells, keys, [own(text, heading) for text in keys], [])
    said: list[str] = []
    if column.type == "share":
        heading, said = _share_unit(cells.drop_nulls().unique().to_list(), options.unit or heading)
    if column.type == "party":
        cells, fault = _own_name(form, column.name, cells)
        done = _rest(column, bulk(column, cells, heading), heading, said)
        return _Column(done.values, (*done.faults, *fault), done.notes)
    return _rest(column, bulk(column, cells, heading), heading, said)


def _rest(column: Column, split: Cells, heading: str, said: list[str]) -> _Column:
    """What could not be read in bulk goes through the cleaner, one distinct text at a time."""
    keys = split.odd.drop_nulls().unique().sort().to_list()
    if not keys:
        return _Column(split.values, notes=tuple(said))
    clean = clean_identifier if column.name in NUMBERED else cleaner_of(column.type, column.words, heading)
    done = _applied(column.name, split.odd, keys, [clean(text) for text in keys], said)
    values = split.values.zip_with(split.odd.is_null(), done.values)
    return _Column(values, done.faults, done.notes, done.currency)


def _own_name(form: Form, name: str, cells: pl.Series) -> tuple[pl.Series, tuple[_Fault, ...]]:
    """本公司 becomes the filer; where nobody knows who that is, the row is set aside."""
    own = cells.is_in(list(OWN)).fill_null(value=False)
    if not own.any():
        return cells, ()
    if form.filer:
        return cells.set(own, form.filer), ()
    said, remedy = "the company names only itself and the file does not say who it is", "write the company's name"
    return cells.set(own, None), (_fault(name, own, said, remedy, cells),)


def _applied(name: str, cells: pl.Series, keys: list[str], results: list[Cleaned], said: list[str]) -> _Column:
    """Put the cleaned distinct values back in their rows; collect faults, notes, currencies."""
    if not keys:
        return _Column(cells, notes=tuple(said))

    def back(values: list[str | None]) -> pl.Series:
        return cells.replace_strict(keys, values, default=None, return_dtype=pl.String)

    notes = sorted({r.note for r in results if r.note})
    said = [*said, *notes[:5], *([f"and {len(notes) - 5} more of this kind"] if len(notes) > 5 else [])]
    bad = [k for k, r in zip(keys, results, strict=True) if r.reason]
    faults: tuple[_Fault, ...] = ()
    if bad:
        at = cells.is_in(bad).fill_null(value=False)
        faults = (_Fault(name, at, back([r.reason for r in results]), back([r.remedy for r in results]), cells),)
    currency = back([r.currency or None for r in results]) if any(r.currency for r in results) else None
    return _Column(back([r.value for r in results]), faults, tuple(said), currency)


def _share_unit(distinct: list[str], unit: str) -> tuple[str, list[str]]:
    """The unit of a column's bare numbers, decided for the whole column and said."""
    if unit in ("%", "percent", "pct"):
        return "percent", ["bare numbers read as per cents, as the heading or --unit says"]
    if unit == "fraction":
        return "fraction", ["bare numbers read as fractions, as --unit says"]
    bare = [float(t) for t in map(squeeze, distinct) if _BARE.fullmatch(t)]
    above = any(x > 1 for x in bare)
    below = any(0 < x <= 1 for x in bare)
    if not bare or (not above and not below):
        return "", []
    if above and below:
        return "", [
            "bare numbers both above and below 1: those up to 1 are set aside as unit unclear, the rest are per cents"
        ]
    chosen = "percent" if above else "fraction"
    why = "all above 1" if above else "none above 1"
    return chosen, [f"bare numbers read as {'per cents' if above else 'fractions'} ({why}); --unit overrides"]


def _assemble(form: Form, records: Records, clean: dict[str, _Column], unknown: list[tuple[str, int]]) -> pl.DataFrame:
    height = records.frame.height
    columns = [
        records.frame["_line"].alias("_row"),
        pl.repeat(records.sheet, height, dtype=pl.String, eager=True).alias("_sheet"),
    ]
    for column in form.columns:
        default = form.defaults.get(column.name)
        known = clean.get(column.name)
        if known is None:
            series = pl.repeat(default, height, dtype=pl.String, eager=True)
        else:
            series = known.values if default is None else known.values.fill_null(default)
        columns.append(series.cast(pl.String).alias(column.name))
    return _currencies(form, pl.DataFrame(columns), clean).with_columns(_extras(records, unknown))


def _extras(records: Records, unknown: list[tuple[str, int]]) -> pl.Series:
    """The columns nobody knows, as one JSON text a row, by heading; null where all are empty."""
    if not unknown:
        return pl.repeat(None, records.frame.height, dtype=pl.String, eager=True).alias("_extra")
    cells = records.frame.select(pl.col(f"c{index}").alias(heading) for heading, index in sorted(unknown))
    some = pl.any_horizontal(pl.all().is_not_null())
    return cells.select(pl.when(some).then(pl.struct(pl.all()).struct.json_encode()).alias("_extra")).to_series()


def _currencies(form: Form, frame: pl.DataFrame, clean: dict[str, _Column]) -> pl.DataFrame:
    """The row's currency: its column, else the one written in an amount, else CNY where there is an amount."""
    money = [c.name for c in form.columns if c.type == "money"]
    if "currency" not in frame.columns or not money:
        return frame
    found = [series for name in money if name in clean and (series := clean[name].currency) is not None]
    written = pl.coalesce([pl.lit(s) for s in found]) if found else pl.lit(None, dtype=pl.String)
    some = pl.any_horizontal([pl.col(name).is_not_null() for name in money])
    fallback = pl.when(some).then(pl.lit("CNY"))
    return frame.with_columns(pl.coalesce(pl.col("currency"), written, fallback).alias("currency"))


def _unlike(clean: Mapping[str, _Column], given: Mapping[str, pl.Series]) -> list[_Fault]:
    """Amounts that name another currency than their row's column: 5万美元 beside CNY. A bare $ may be any dollar."""
    column, faults = clean.get("currency"), []
    for name, cleaned in clean.items() if column else ():
        if column is None or cleaned.currency is None:
            continue
        bare = given[name].str.contains("$", literal=True) & ~given[name].str.contains(r"(?i)(?:us|hk|s)\$")
        at = ((cleaned.currency != column.values) & ~bare).fill_null(value=False)
        if at.any():
            said, remedy = "the amount names another currency than the currency column", "correct one of the two"
            faults.append(_fault(name, at, said, remedy, given[name]))
    return faults


def _totals(form: Form, frame: pl.DataFrame) -> list[_Fault]:
    """Lines of sums: 合计 where a party's name stands is nobody's name."""
    names = [c.name for c in form.columns if c.type == "party" and c.name in frame.columns]
    names += ["name"] if form.table == "parties" else []
    faults = []
    for name in names:
        at = frame[name].is_in(list(TOTALS)).fill_null(value=False)
        if at.any():
            said, remedy = "a line of totals, not a record", "leave the line out; where it is a name, write it in full"
            faults.append(_fault(name, at, said, remedy, frame[name]))
    return faults


def _lacking(form: Form, frame: pl.DataFrame) -> list[_Fault]:
    """Rows without the parties or the thing they are about."""
    faults = []
    for name in form.required:
        at = frame[name].is_null()
        if at.any():
            said = f"no {name}: a row must name its parties or the thing it is about"
            faults.append(_fault(name, at, said, f"fill in {name}, or leave the row out"))
    if form.one_of:
        at = frame.select(pl.all_horizontal([pl.col(n).is_null() for n in form.one_of])).to_series()
        if at.any():
            said = f"none of {', '.join(form.one_of)}: the row does not say whom it is about"
            faults.append(_fault(form.one_of[0], at, said, "fill in one of them, or leave the row out"))
    return faults


def _fault(column: str, at: pl.Series, reason: str, remedy: str, values: pl.Series | None = None) -> _Fault:
    same = [pl.repeat(text, len(at), eager=True) for text in (reason, remedy, "")]
    return _Fault(column, at, same[0], same[1], same[2] if values is None else values)


def _set_aside(
    frame: pl.DataFrame, records: Records, faults: list[_Fault], place: _Place
) -> tuple[pl.DataFrame, list[Reject]]:
    """The rows without a fault, and the others whole with the first fault of each."""
    bad = pl.repeat(False, frame.height, dtype=pl.Boolean, eager=True)
    rejects: list[Reject] = []
    cells = [f"c{i}" for i in range(len(records.header))]
    for fault in faults:
        new = (fault.at & ~bad).arg_true()
        bad = bad | fault.at
        said = zip(fault.values[new], fault.reasons[new], fault.remedies[new], strict=True)
        rows = records.frame[new].select("_line", *cells).iter_rows()
        for (value, reason, remedy), (line, *row) in zip(said, rows, strict=True):
            whole = "\x1f".join(cell or "" for cell in row)
            rejects.append(Reject(place.file, place.row(line), fault.column, value or "", reason, remedy, whole))
    return (frame.filter(~bad) if rejects else frame), rejects


def given_cells(records: Records) -> pl.DataFrame:
    """The cells as given, for whoever wants to see the row itself: _row, _sheet, cells (list)."""
    cells = [f"c{i}" for i in range(len(records.header))]
    return records.frame.select(
        pl.col("_line").alias("_row"),
        pl.lit(records.sheet, dtype=pl.String).alias("_sheet"),
        pl.concat_arr(cells).arr.to_list().alias("cells"),  # four times as fast as concat_list
    )
