"""load: files into the workspace, all or nothing."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from casework.shelf import freeze_now
from graph.errors import LookthroughError, UnreadableInput
from graph.snapshot import Snapshot
from graph.statements import digest
from graph.store.pen import Pen
from graph.store.rows import SourceRow
from graph.store.workspace import Workspace
from loaders.detect import load as read_rows
from loaders.loader import Loaded, Options, Reject
from reports.wording import safe_cell

READ = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".ods", ".md"})
_PROSE = frozenset({".md", ".txt"})
_REJECT_HEAD = ("file", "row", "column", "value", "reason", "remedy")


@dataclass(frozen=True, slots=True)
class Given:
    """One file to import: where it is, the name it is cited by, and its source label."""

    path: Path
    name: str
    label: str


@dataclass(frozen=True, slots=True)
class FileResult:
    """What became of one file; rows_in = stated + merged + rejected. error: one line where it could not be read."""

    path: str
    format: str
    source: str
    rows_in: int = 0
    stated: int = 0
    merged: int = 0
    rejected: int = 0
    rejects_file: str | None = None
    notes: tuple[str, ...] = ()
    error: str | None = None


@dataclass(frozen=True, slots=True)
class ImportResult:
    files: tuple[FileResult, ...]
    parties: int
    interests: int
    snapshot: str
    provenance: str
    notes: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Nothing rejected, nothing unreadable."""
        return not any(f.rejected or f.error for f in self.files)


@dataclass(frozen=True, slots=True)
class Import:
    """What the user asked for: paths, a format and a source label where given, and the unit of bare shares."""

    paths: tuple[Path, ...]
    format: str | None = None
    label: str | None = None
    unit: str = ""


Progress = Callable[[str, int, int], None]
Told = Callable[[FileResult], None]


def bring_in(
    workspace: Workspace,
    wanted: Import,
    *,
    actor: str,
    at: str,
    progress: Progress | None = None,
    told: Told | None = None,
) -> ImportResult:
    """Import files or folders in one step: kill it anywhere and the workspace is as before. told: after each file."""
    given = list(expand(wanted.paths, wanted.label))
    if not given:
        raise LookthroughError(
            "no file that a loader reads", ", ".join(map(str, wanted.paths)), "see: lookthrough formats"
        )
    with workspace.write(actor=actor, at=at, command="import") as pen:
        batch = f"b{len(pen.batches()) + 1:05d}"
        results = []
        for done, file in enumerate(given):
            if progress:
                progress(file.name, done, len(given))
            results.append(_file(pen, workspace, batch, file, wanted))
            if told:
                told(results[-1])
        if not any(r.format for r in results):
            raise _nothing_read(results, wanted)
        if any(s.batch == batch for s in pen.sources()):
            pen.add_batch(batch, given[0].label, tuple(_writable(str(p)) for p in wanted.paths))
        if progress:
            progress("", len(given), len(given))
        snapshot = freeze_now(pen, at)
        pen.trail("import", given[0].label, _counts(results, snapshot))
    return _result(results, snapshot)


def _nothing_read(results: Sequence[FileResult], wanted: Import) -> UnreadableInput:
    faults = [named_fault(r) for r in results if r.error]
    if faults:
        return UnreadableInput("; ".join(faults))
    return UnreadableInput(
        "only texts that are no case notes", ", ".join(map(str, wanted.paths)), "see: lookthrough formats"
    )


def named_fault(result: FileResult) -> str:
    """The fault with its file, named once."""
    fault = result.error or ""
    return fault if f"({result.path})" in fault else f"{result.path}: {fault}"


def _counts(results: Sequence[FileResult], snapshot: Snapshot) -> dict[str, object]:
    names = ("rows_in", "stated", "merged", "rejected")
    return {n: sum(getattr(r, n) for r in results) for n in names} | {"files": len(results), "snapshot": snapshot.id}


def _result(results: Sequence[FileResult], snapshot: Snapshot) -> ImportResult:
    holdings = snapshot.tables.get("holdings")
    return ImportResult(
        tuple(results),
        snapshot.parties.height,
        holdings.height if holdings is not None else 0,
        snapshot.id,
        snapshot.provenance,
        snapshot.notes,
    )


def expand(paths: Iterable[Path], label: str | None) -> Iterator[Given]:
    """Files as given, folders with the files below them that a loader may read; a path that is not there is an error."""
    for path in paths:
        if path.is_dir():
            for file in sorted(p for p in path.rglob("*") if p.is_file() and p.suffix.lower() in READ):
                name = file.relative_to(path)
                if not any(part.startswith((".", "~$")) for part in name.parts):
                    yield Given(file, _writable(name.as_posix()), label or _writable(path.resolve().name))
        elif path.is_file():
            yield Given(path, _writable(path.name), label or _writable(path.resolve().parent.name))
        else:
            raise LookthroughError("no such file or folder", str(path), "check the path")


def _writable(name: str) -> str:
    """A file name in no known encoding, with "?" for what cannot be written."""
    return name.encode("utf-8", "replace").decode()


def _file(pen: Pen, workspace: Workspace, batch: str, file: Given, wanted: Import) -> FileResult:
    try:
        content = file.path.read_bytes()
    except OSError as fault:
        return FileResult(
            file.name, "", file.label, error=f"the file cannot be read ({fault.strerror}): check its rights"
        )
    sha256 = hashlib.sha256(content).hexdigest()
    source_id = f"s{digest(file.label, file.name, sha256)[:16]}"
    held = next((s for s in pen.sources() if s.id == source_id and s.withdrawn is None), None)
    if held is not None:
        return _again(held, workspace)
    try:
        loaded = read_rows(content, file.name, Options(wanted.unit), wanted.format)
    except LookthroughError as fault:
        if file.path.suffix.lower() in _PROSE and file.path not in wanted.paths:
            return FileResult(file.name, "", file.label, notes=("a text file that is no case note: left aside",))
        return FileResult(file.name, "", file.label, error=str(fault))
    notes = (*loaded.notes, *_earlier_version(pen, file))
    stated = _stated(pen, loaded, file.label)
    kept = loaded.rows_in - len(loaded.rejects)
    folder = pen.stage(source_id)
    _keep(folder, loaded)
    row = SourceRow(
        source_id, batch, file.label, file.name, sha256, loaded.format, loaded.rows_in, stated, kept - stated,
        len(loaded.rejects), notes,
    )  # fmt: skip
    pen.add_source(row)
    rejects = workspace.folder / "sources" / source_id / "rejects.csv" if loaded.rejects else None
    return FileResult(
        file.name, loaded.format, file.label, loaded.rows_in, stated, kept - stated, len(loaded.rejects),
        str(rejects) if rejects else None, notes,
    )  # fmt: skip


def _earlier_version(pen: Pen, file: Given) -> tuple[str, ...]:
    """A mended file under its old name adds to what the old one said; only the user knows whether it replaces it."""
    held = [s for s in pen.sources() if (s.label, s.name) == (file.label, file.name) and s.withdrawn is None]
    return tuple(
        f"another version of this file is held too ({s.id}): if this one replaces it, lookthrough forget {s.id}"
        for s in held
    )


def _again(held: SourceRow, workspace: Workspace) -> FileResult:
    rejects = workspace.folder / "sources" / held.id / "rejects.csv"
    return FileResult(
        held.name, held.format, held.label, held.rows_in, 0, held.stated + held.merged, held.rejected,
        str(rejects) if held.rejected else None, ("this file is held already: nothing was added",),
    )  # fmt: skip


def _keep(folder: Path, loaded: Loaded) -> None:
    for table, frame in loaded.tables.items():
        if frame.height:
            frame.write_parquet(folder / f"{table}.parquet", compression="zstd")
    loaded.given.write_parquet(folder / "given.parquet", compression="zstd")
    if loaded.rejects:
        (folder / "rejects.csv").write_text(rejects_csv(loaded.rejects), encoding="utf-8-sig")


def rejects_csv(rejects: Sequence[Reject]) -> str:
    """The rows set aside, whole; a cell that a spreadsheet would run is kept behind one leading apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    rows = [(r.file, r.row, r.column, r.value, r.reason, r.remedy, *r.cells.split("\x1f")) for r in rejects]
    width = max(len(row) for row in rows) - len(_REJECT_HEAD)
    writer.writerow((*_REJECT_HEAD, *(f"cell_{i}" for i in range(1, width + 1))))
    writer.writerows(tuple(safe_cell(cell) for cell in row) for row in rows)
    return out.getvalue()


def _stated(pen: Pen, loaded: Loaded, label: str) -> int:
    """How many records say something not yet held under this label."""
    fresh: list[pl.DataFrame] = []
    for table, frame in loaded.tables.items():
        said = _said(frame, table)
        held = [_said(pl.read_parquet(path), table).select(_SAID) for path in _earlier(pen, table, label)]
        if held:
            said = said.join(pl.concat(held).unique(), on=_SAID, how="anti")
        fresh.append(said.filter(pl.struct(_SAID).is_first_distinct()).select("_sheet", "_row"))
    return pl.concat(fresh).unique().height if fresh else 0


def _earlier(pen: Pen, table: str, label: str) -> list[Path]:
    folders = [pen.source_folder(s.id) for s in pen.sources() if s.label == label and s.withdrawn is None]
    return [path for folder in folders if (path := folder / f"{table}.parquet").is_file()]


_SAID = ["_one", "_two", "_nth"]


def _said(frame: pl.DataFrame, table: str) -> pl.DataFrame:
    """What a row says as two hashes of its cells under their names; equal payments within one file are two payments."""
    names = [n for n in sorted(frame.columns) if n not in ("_row", "_sheet")]
    cells = frame.select(pl.lit("\x1f".join((table, *names))).alias("_named"), *names)
    one, two = cells.hash_rows(seed=1), cells.hash_rows(seed=2)
    said = frame.select("_sheet", "_row", _one=one, _two=two)
    nth = pl.int_range(pl.len()).over("_one", "_two") if table == "payments" else pl.lit(0)
    return said.with_columns(nth.cast(pl.Int64).alias("_nth"))
