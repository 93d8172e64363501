"""A snapshot screened by an engine of one's choice, printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from casework.cases import keep_new, kept_cases
from casework.screening import LIMIT, Engine, screen
from casework.screening_document import case_of, copy_of, document_of
from casework.screening_ground import Worked, newest, worked
from casework.screening_local import local_engine
from casework.screening_spark import spark_engine
from graph.errors import LookthroughError
from graph.store.spark import spark_tables
from graph.store.sums import sha_sums
from graph.store.workspace import Workspace
from queries.screening_rule import Rule, screening_rules
from reports.screening import PRINTED

ENGINES = ("local", "spark")


def screening(
    workspace: Workspace, today: date, *, as_of: date | None = None, engine: str = "local",
    master: str | None = None, rules: Sequence[str] = (), limit: int = LIMIT
) -> dict[str, Any]:  # fmt: skip
    """The newest snapshot screened, as a document with its `engine`; without a day, on the newest on which anything happened.

    master: of Spark; without one what spark-submit says, else this machine.
    """
    row = workspace.current_snapshot()
    if row is None:
        raise LookthroughError("nothing has been imported yet", str(workspace.folder), "run: lookthrough import FOLDER")
    wanted = _rules(rules) or screening_rules()
    folder = workspace.snapshot_folder(row.id)
    day = as_of or newest(folder, today)
    known = worked(folder, day, wanted, limit)
    with _engine(engine, folder, day, known, master) as ready:
        found = screen(ready, known.sources, row.id, day, wanted, limit)
    return {**document_of(found), "engine": engine}


def _rules(slugs: Sequence[str]) -> tuple[Rule, ...]:
    known = {rule.slug: rule for rule in screening_rules()}
    strange = [slug for slug in slugs if slug not in known]
    if strange:
        raise LookthroughError(f"no screening rule {strange[0]}", "screen --rule", f"use {', '.join(known)}")
    return tuple(known[slug] for slug in slugs)


@contextmanager
def _engine(name: str, folder: Path, day: date, known: Worked, master: str | None) -> Iterator[Engine]:
    if name not in ENGINES:
        raise LookthroughError(f"no such engine: {name}", "screen --engine", f"use {' or '.join(ENGINES)}")
    if name == "local":
        yield local_engine(folder, day, known)
        return
    with spark_tables(master) as tables:
        yield spark_engine(tables, folder, day, known)


def write(
    document: Mapping[str, Any],
    out: Path,
    formats: Sequence[str],
    level: str = "internal",
    delete_by: str | None = None,
) -> list[Path]:
    """DIR/screening.<format> with SHA256SUMS; the engine is left out, so that equal results are equal files."""
    strange = [f for f in formats if f not in PRINTED]
    if strange:
        raise LookthroughError(f"no such format: {strange[0]}", "screen --formats", f"use {', '.join(PRINTED)}")
    out.mkdir(parents=True, exist_ok=True)
    told = copy_of({name: value for name, value in document.items() if name != "engine"}, level, delete_by)
    written = []
    for name in formats:
        path = out / f"screening.{name}"
        path.write_bytes(PRINTED[name](told))
        written.append(path)
    (out / "SHA256SUMS").unlink(missing_ok=True)
    (out / "SHA256SUMS").write_text(sha_sums(out), encoding="utf-8")
    return written


def kept_as_case(
    workspace: Workspace, document: Mapping[str, Any], hit: str, parties: Sequence[str], today: date
) -> str:
    """A hit kept as a case file, on the parties named, else on its first; the id of the case, kept before or now."""
    keys = case_of(document, hit, parties, today)
    if any(case["id"] == keys["id"] for case in kept_cases(workspace)):
        return str(keys["id"])
    return keep_new(workspace, keys)
