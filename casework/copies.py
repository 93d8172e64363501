"""One copy of a case: every file that leaves, the same on every way out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

from casework.desk import DEFAULT_FORMATS, Desk, Written, document_of, printed, seal
from casework.encryption import Encryption, encrypted, plain_among
from casework.evidence import proven_pack
from casework.filing import Choice, Told, chosen_ids, form_files
from casework.pack import PACK_NAME, Order
from casework.verdicts import LeadVerdict, verdicts_of
from graph.errors import LookthroughError
from graph.store.sums import SUMS_NAME
from graph.store.workspace import Workspace
from reports.form import form
from reports.levels import deletion_day, level
from reports.report_format import FORMATS, report_format
from reports.wording import Languages

Record = Mapping[str, Any]
_REPORTS = frozenset((PACK_NAME, *(f"leads.{each.suffix}" for each in FORMATS.values())))


@dataclass(frozen=True, slots=True)
class Copy:
    """What is asked for, by the command line or in the app.

    leads: ranks (1, L1) or ids, of the report, the forms and the pack; none: all of them, in a court copy all but
    background signals and those that were dismissed. delete_by: an ISO day; none: as the case file says.
    dismissed: told in the forms with their reason, or counted. letterhead: a Word file.
    """

    level: str = "internal"
    delete_by: str | None = None
    leads: tuple[str, ...] = ()
    formats: tuple[str, ...] = DEFAULT_FORMATS
    language: Languages = "both"
    forms: tuple[str, ...] = ()
    dismissed: Told = "counted"
    letterhead: bytes | None = field(default=None, repr=False)
    pack: Literal["added", "left out"] = "left out"

    def checked(self) -> Copy:
        """Itself; LookthroughError for a level, day, format or form that is none, before any case is worked."""
        level(self.level)
        deletion_day(self.delete_by)
        for name in self.formats:
            report_format(name)
        for name in self.forms:
            form(name)
        return self

    def names(self) -> tuple[str, ...]:
        """The files of this copy before they are encrypted; the lead document is always among them."""
        formats = [f"leads.{report_format(name).suffix}" for name in self._formats]
        forms = [f"{form(name).name}.{suffix}" for name in self.forms for suffix in form(name).suffixes]
        return (*formats, *forms, *((PACK_NAME,) if self.pack == "added" else ()))

    def said(self) -> dict[str, Any]:
        """What the trail keeps of it: formats, language, readers' forms, pack, day of deletion."""
        forms = {"forms": list(self.forms)} if self.forms else {}
        pack = {"pack": True} if self.pack == "added" else {}
        ends = {"delete_by": self.delete_by} if self.delete_by else {}
        return {"formats": list(self._formats), "language": self.language} | forms | pack | ends

    @property
    def _formats(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(("json", *(report_format(name).name for name in self.formats))))


def copy_files(
    workspace: Workspace, desk: Desk, keys: Record, today: date, wanted: Copy, document: Record | None = None
) -> dict[str, bytes]:
    """Name → bytes of every file of the copy: report formats, forms, pack. Equal case, data, decisions and choice give
    equal bytes. document: the case's, as `document_of` gives it, where it is at hand already.
    """
    whole = document if document is not None else document_of(desk, keys, today)
    said = verdicts_of(workspace, str(whole["case"]["id"])) if wanted.forms or wanted.level == "court" else {}
    order = _order(whole, wanted, said)
    made = printed(order.copy_of(whole), wanted._formats, wanted.language, wanted.letterhead)
    files = {f"leads.{report_format(name).suffix}": body for name, body in made.items()}
    choice = Choice(wanted.leads, said, wanted.delete_by, wanted.language, wanted.letterhead, wanted.dismissed)
    for name in wanted.forms:
        found = form_files(whole, form(name), choice)
        files |= {f"{form(name).name}.{suffix}": body for suffix, body in found.items()}
    if wanted.pack == "added":
        files[PACK_NAME] = proven_pack(workspace, desk, keys, today, order)
    return files


def copy_of(workspace: Workspace, document: Record, wanted: Copy) -> dict[str, Any]:
    """The case's document as this copy holds it, before names and numbers are masked."""
    said = verdicts_of(workspace, str(document["case"]["id"])) if wanted.level == "court" else {}
    return _order(document, wanted, said).copy_of(document)


def _order(document: Record, wanted: Copy, said: Mapping[str, LeadVerdict]) -> Order:
    """The choice of leads by their ids, as a pack's manifest keeps it."""
    chosen = chosen_ids(document, Choice(wanted.leads, said)) if wanted.leads or wanted.level == "court" else None
    return Order(wanted.level, wanted.delete_by, chosen, wanted.formats, wanted.language)


def put_copy(
    document: Record, files: Mapping[str, bytes], out: Path, wanted: Copy, how: Encryption | None = None
) -> Written:
    """The files into DIR/<case id>/, with SHA256SUMS beside them, encrypted where that is asked for: then nothing plain is
    written, not for a moment. LookthroughError where files of another copy would be left beside them."""
    case = str(document["case"]["id"])
    folder = out / case
    leaving = dict(files) if how is None else encrypted(files, how)
    check_beside(folder, leaving, wanted.level, how)
    folder.mkdir(parents=True, exist_ok=True)
    for name, body in leaving.items():
        (folder / name).write_bytes(body)
    seal(folder)
    leads = document["leads"]
    return Written(case, folder, len(leads), leads[0]["id"] if leads else None)


def check_beside(folder: Path, leaving: Mapping[str, object], level: str, how: Encryption | None) -> None:
    """Whoever passes a folder on passes all of it on: a copy of one level is never written beside one of another, and an
    encrypted one never beside plain files."""
    if not folder.is_dir():
        return
    beside = sorted(p.name for p in folder.iterdir() if p.is_file() and p.name not in (*leaving, SUMS_NAME))
    mend = "name another --out, or take them away"
    if how is not None and (plain := [path.name for path in plain_among(folder / name for name in beside)]):
        raise LookthroughError(f"plain files lie there already: {', '.join(plain)}", str(folder), mend)
    before = _level_in(folder / "leads.json")
    ours = [name for name in beside if name in _REPORTS]
    if how is None and ours and before not in (None, level):
        raise LookthroughError(f"files of the {before} copy would stay beside the {level} one: {', '.join(ours)}", str(folder), mend)  # fmt: skip


def _level_in(path: Path) -> str | None:
    try:
        said = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return str(said["level"]) if isinstance(said, dict) and "level" in said else None
