"""batch: the reports of a portfolio, by several workers."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from casework.copies import Copy, copy_files, copy_of, put_copy
from casework.desk import Desk, document_of, open_desk
from casework.encryption import Encryption, encrypted, opens, plain_among
from casework.portfolio import CaseLine
from casework.portfolio_runs import run_folder, run_id
from casework.verdicts import dismissed_leads
from graph.errors import LookthroughError
from graph.store.sums import SUMS_NAME, check_sums
from graph.store.workspace import Workspace
from reports.document import SOFTWARE
from reports.levels import INTERNAL
from reports.portfolio import as_csv, as_html, as_xlsx, ranked, summary_row
from reports.redact import redact
from reports.wording import Languages

LOG_NAME = "batch.jsonl"
_WRITING = ".writing"
_TRIES = 2
_DIED = "the process that worked on it died, perhaps for want of memory: try it alone, or with fewer workers"
Row = dict[str, Any]
Told = Callable[[Row, int, int], None]


@dataclass(frozen=True, slots=True)
class Batch:
    """What is asked: cases, where to, in which formats and language, by how many processes; which copies, how encrypted."""

    lines: tuple[CaseLine, ...]
    out: Path
    formats: tuple[str, ...]
    language: Languages
    workers: int
    today: date
    level: str = "internal"
    delete_by: str | None = None
    encryption: Encryption | None = None

    @property
    def copy(self) -> Copy:
        return Copy(self.level, self.delete_by, formats=self.formats, language=self.language)

    def log(self, workspace: Workspace) -> Path:
        """DIR/batch.jsonl; of copies for others, and of encrypted ones, in the workspace: a log names parties and faults."""
        if self.encryption is None and self.level == INTERNAL.name:
            return self.out / LOG_NAME
        return run_folder(workspace) / f"{run_id(self.out)}.jsonl"

    def names(self, case: str, dismissed: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
        """All that decides a report beside case, snapshot and program; never the passphrase."""
        plain = (*sorted(self.formats), self.language)
        if self.encryption is None and (self.level, self.delete_by) == (INTERNAL.name, None):
            return plain
        told = json.dumps(self.encryption.said(), sort_keys=True) if self.encryption else ""
        gone = dismissed.get(case, ()) if self.level == "court" else ()
        return (*plain, self.level, self.delete_by or "", told, *gone)


@dataclass(frozen=True, slots=True)
class Task:
    """One case for a worker. key: hash of all that decides its report; equal keys, equal reports."""

    case: str
    line: int
    keys: Mapping[str, Any]
    key: str
    tried: int = 0


def run(workspace: Workspace, wanted: Batch, *, earlier: Mapping[str, Row], told: Told) -> list[Row]:
    """Every case once, in the order of the file; what `earlier` shows as done and whole is not done again.

    A row is kept in DIR/batch.jsonl as soon as its report is in place: a run that is killed loses the cases it was at, and
    they are done by the next. One case that fails, or kills its process, stops no other.
    """
    wanted.out.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(wanted.out / _WRITING, ignore_errors=True)
    desk = open_desk(workspace)
    named = (desk.snapshot.id, desk.snapshot.provenance, SOFTWARE["version"])
    gone = dismissed_leads(workspace) if wanted.level == "court" else {}
    tasks = [
        Task(x.id, x.line, x.keys, _key(x, (*named, *wanted.names(x.id, gone)), wanted.today))
        for x in wanted.lines
        if x.error is None
    ]
    done = {t.case: row for t in tasks if (row := _still_whole(t, earlier, wanted)) is not None}
    faults = [_failed(x.id, x.line, x.error) for x in wanted.lines if x.error is not None]
    total, found = len(wanted.lines), dict(done)
    place = wanted.log(workspace)
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("a" if earlier else "w", encoding="utf-8") as log:
        for row in faults:
            _keep(log, row)
            found[row["case"]] = row
        for row in _worked(workspace, wanted, desk, [t for t in tasks if t.case not in done]):
            _keep(log, row)
            found[row["case"]] = row
            told(row, len(found), total)
    shutil.rmtree(wanted.out / _WRITING, ignore_errors=True)
    return [found[x.id] for x in wanted.lines]


def summarise(rows: Sequence[Row], wanted: Batch) -> list[Row]:
    """summary.csv, summary.xlsx, summary.html in DIR, or encrypted as one; the rows in the order in which they stand there."""
    lines = ranked(rows, wanted.level)
    suffix = next((f for f in ("html", "xlsx") if f in wanted.formats), "json")
    bodies = {
        "csv": as_csv(lines),
        "xlsx": as_xlsx(lines, wanted.language),
        "html": as_html(lines, wanted.language, suffix),
    }
    files = {f"summary.{name}": body for name, body in bodies.items()}
    leaving = encrypted(files, wanted.encryption, "summary") if wanted.encryption else files
    for name, body in leaving.items():
        (wanted.out / name).write_bytes(body)
    return lines


def check_plain(wanted: Batch) -> None:
    """LookthroughError where plain files would stay beside encrypted ones."""
    if wanted.encryption is None or not wanted.out.is_dir():
        return
    files = (path for path in sorted(wanted.out.rglob("*")) if path.is_file() and path.name != SUMS_NAME)
    plain = [path.relative_to(wanted.out).as_posix() for path in plain_among(files)]
    if plain:
        more = f" and {len(plain) - 3} more" if len(plain) > 3 else ""
        raise LookthroughError(
            f"plain files lie there already: {', '.join(plain[:3])}{more}", str(wanted.out), "name another --out"
        )


def earlier_rows(out: Path, name: str = LOG_NAME) -> dict[str, Row]:
    """The last row of each case of a run before; a line that was cut off in the middle is left out."""
    log = out / name
    if not log.is_file():
        return {}
    rows: dict[str, Row] = {}
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            row = json.loads(line)
        except ValueError:
            continue
        if isinstance(row, dict) and isinstance(row.get("case"), str):
            rows[row["case"]] = row
    return rows


def _key(line: CaseLine, named: Sequence[str], today: date) -> str:
    """A case without an as-of day looks at today where nothing dated names its debtor: then the day is part of it."""
    day = "" if line.keys.get("as_of") else today.isoformat()
    text = json.dumps([line.id, line.keys, *named, day], ensure_ascii=False, sort_keys=True, default=str)
    return sha256(text.encode()).hexdigest()


def _still_whole(task: Task, earlier: Mapping[str, Row], wanted: Batch) -> Row | None:
    """Done before, by the same key, and not one byte of it altered since; encrypted with the same passphrase."""
    row = earlier.get(task.case)
    if row is None or not row.get("ok") or row.get("key") != task.key:
        return None
    try:
        folder, how = wanted.out / task.case, wanted.encryption
        if check_sums(folder):
            return None
        return row if how is None or all(opens((folder / n).read_bytes(), how) for n in how.names({})) else None
    except (LookthroughError, OSError):
        return None


def _failed(case: str, line: int, error: str | None) -> Row:
    """A fault repeats what was looked for, which may be a person's number: masked, as it is kept and passed on."""
    said = redact({"error": error})["error"]
    return {"case": case, "line": line, "key": None, "ok": False, "error": said, "out": None, "leads": 0, "top": None}


def _keep(log: Any, row: Row) -> None:
    """A line that is on the disk before the next begins."""
    log.write(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n")
    log.flush()
    os.fsync(log.fileno())


@dataclass(slots=True)
class _Pool:
    """Processes that each hold the snapshot. lost: cases whose process died, to be tried again alone."""

    workspace: Path
    wanted: Batch
    waiting: deque[Task]
    running: dict[Future[Row], Task] = field(default_factory=dict)

    def rows(self) -> Iterator[Row]:
        while self.waiting:
            yield from self._until_broken()

    def _until_broken(self) -> Iterator[Row]:
        context = multiprocessing.get_context("spawn")
        count = min(self.wanted.workers, len(self.waiting))
        given = (str(self.workspace), replace(self.wanted, lines=()))
        with _threads(count), ProcessPoolExecutor(count, context, _begin, given) as pool:
            try:
                yield from self._fed(pool, 2 * count)
            except BrokenProcessPool:
                # Any of the running may have killed its process: each is tried once more before it is called failed.
                for task in self.running.values():
                    if task.tried + 1 >= _TRIES:
                        yield {**_failed(task.case, task.line, _DIED), "key": task.key}
                    else:
                        again = Task(task.case, task.line, task.keys, task.key, task.tried + 1)
                        self.waiting.append(again)
                self.running.clear()

    def _fed(self, pool: ProcessPoolExecutor, most: int) -> Iterator[Row]:
        # A case that broke a pool goes through one of its own, so that it takes no other with it.
        while self.waiting or self.running:
            alone = any(task.tried for task in self.running.values())
            while self.waiting and len(self.running) < most and not alone:
                if self.waiting[0].tried and self.running:
                    break
                # Handed over first, taken off the list then: a pool that broke meanwhile takes nothing, and nothing is lost.
                task = self.waiting[0]
                self.running[pool.submit(_one, task)] = task
                self.waiting.popleft()
                alone = bool(task.tried)
            ready, _ = wait(self.running, return_when=FIRST_COMPLETED)
            for future in sorted(ready, key=lambda f: self.running[f].line):
                row = future.result()
                del self.running[future]
                yield row


class _threads:
    """The processes share the processors: each takes its part, told by the environment they are born with."""

    def __init__(self, workers: int) -> None:
        self.each = str(max(1, (os.cpu_count() or 1) // workers))
        self.before = os.environ.get("POLARS_MAX_THREADS")

    def __enter__(self) -> None:
        os.environ["POLARS_MAX_THREADS"] = self.each

    def __exit__(self, *_: object) -> None:
        if self.before is None:
            os.environ.pop("POLARS_MAX_THREADS", None)
        else:
            os.environ["POLARS_MAX_THREADS"] = self.before


def _worked(workspace: Workspace, wanted: Batch, desk: Desk, tasks: Sequence[Task]) -> Iterable[Row]:
    """One worker works in this process, on the snapshot that is open already."""
    if wanted.workers > 1 and len(tasks) > 1:
        return _Pool(workspace.folder, wanted, deque(tasks)).rows()
    work = _Work(workspace, desk, wanted)
    return (work.one(task) for task in tasks)


@dataclass(frozen=True, slots=True)
class _Work:
    """What a process needs for any case."""

    workspace: Workspace
    desk: Desk
    wanted: Batch

    def one(self, task: Task) -> Row:
        """The report is written beside its place and moved there whole."""
        wanted, keys, out = self.wanted, dict(task.keys), self.wanted.out
        try:
            document = document_of(self.desk, keys, wanted.today, f"line {task.line}")
            files = copy_files(self.workspace, self.desk, keys, wanted.today, wanted.copy, document)
            written = put_copy(document, files, out / _WRITING / str(os.getpid()), wanted.copy, wanted.encryption)
            told = summary_row(copy_of(self.workspace, document, wanted.copy))
            place = out / written.case
            shutil.rmtree(place, ignore_errors=True)
            os.replace(written.out, place)
        except LookthroughError as fault:
            return {**_failed(task.case, task.line, str(fault)), "key": task.key}
        except Exception as fault:  # noqa: BLE001 - one case that fails stops no other; it is named with its fault
            said = f"an unforeseen fault ({type(fault).__name__}: {fault})"
            return {**_failed(task.case, task.line, said), "key": task.key}
        sums = sha256((place / SUMS_NAME).read_bytes()).hexdigest()
        made = {"case": task.case, "line": task.line, "key": task.key, "ok": True, "error": None, "out": str(place)}
        return {**made, "leads": written.leads, "top": written.top, "sums": sums, "summary": told}


_held: list[_Work] = []


def _begin(workspace: str, wanted: Batch) -> None:
    """The snapshot is read once a process."""
    place = Workspace(Path(workspace))
    _held[:] = [_Work(place, open_desk(place), wanted)]


def _one(task: Task) -> Row:
    return _held[0].one(task)
