"""A snapshot on the desk, and a case worked on it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from casework.case_file import debt_of
from casework.shelf import arrays_of, read_snapshot
from graph.case import Case, cut
from graph.control_ever import EverControl, ever_control
from graph.errors import LookthroughError
from graph.reach import Net, links
from graph.row_index import RowIndex, as_arrays, from_arrays, has_parties, row_indexes
from graph.snapshot import Snapshot
from graph.store.arrays import open_arrays, write_arrays
from graph.store.sums import sha_sums
from graph.store.workspace import Workspace
from queries.asset_list import assets
from queries.calendar import calendar
from queries.claim_statement import claim_statement
from queries.contradictions import contradictions
from queries.declared import undeclared
from queries.flag import Flagged, flag
from queries.fragility import robustness
from queries.indicators import indicators
from queries.lead import Finding
from queries.liability_tests import liability_tests
from queries.liable_parties import liable_parties
from reports.document import Results, lead_document
from reports.dossier import dossier
from reports.report_format import report_format
from reports.wording import Languages

ROWS_FORMAT = 1
"""Goes up with any change in what graph.row_index means: older ones are made again."""

CONTROL_FORMAT = 1
"""The same for graph.control_ever."""

_CONTROL = tuple(f.name for f in fields(EverControl))

NetOf = Callable[[Snapshot, Mapping[str, RowIndex], EverControl], Net]
DEFAULT_FORMATS = ("json", "html", "xlsx")


@dataclass(frozen=True, slots=True, eq=False)
class Desk:
    """A snapshot with its links, read once and used for many cases.

    arrays: the folder in which what is computed from the snapshot is kept; None: nowhere. Two desks are equal only if
    they are one.
    """

    snapshot: Snapshot
    net: Net
    sources: tuple[str, ...]
    arrays: Path | None = None


def open_desk(workspace: Workspace) -> Desk:
    """The newest snapshot; a plain line where nothing has been imported."""
    row = workspace.current_snapshot()
    if row is None:
        raise LookthroughError("nothing has been imported yet", str(workspace.folder), "run: lookthrough import FOLDER")
    return _desk(workspace.snapshot_folder(row.id))


def desk_at(workspace: Workspace, snapshot: str) -> Desk:
    """An earlier snapshot of the workspace; LookthroughError where a source it used was withdrawn."""
    return _desk(workspace.snapshot_folder(snapshot))


def desk_on(workspace: Workspace, net_of: NetOf) -> Desk:
    """The newest snapshot with neighbours that are kept elsewhere, on a server; its own links are not built."""
    row = workspace.current_snapshot()
    if row is None:
        raise LookthroughError("nothing has been imported yet", str(workspace.folder), "run: lookthrough import FOLDER")
    folder = workspace.snapshot_folder(row.id)
    snapshot = read_snapshot(folder)
    net = net_of(snapshot, _rows(snapshot, arrays_of(folder)), _control(snapshot, arrays_of(folder)))
    return Desk(snapshot, net, tuple(s.id for s in snapshot.sources), arrays_of(folder))


@lru_cache(maxsize=2)
def _desk(folder: Path) -> Desk:
    snapshot = read_snapshot(folder)
    return Desk(
        snapshot,
        links(snapshot, _rows(snapshot, arrays_of(folder)), _control(snapshot, arrays_of(folder))),
        tuple(s.id for s in snapshot.sources),
        arrays_of(folder),
    )


def _rows(snapshot: Snapshot, kept: Path) -> dict[str, RowIndex]:
    """In which rows each party stands: sorted once a snapshot, and kept."""
    folder = kept / f"rows-{ROWS_FORMAT}"
    names = tuple(f"{t}.{p}" for t, f in snapshot.tables.items() if has_parties(f) for p in ("start", "rows"))
    found = open_arrays(folder, names)
    if found is not None:
        return from_arrays(found)
    made = row_indexes(snapshot)
    write_arrays(folder, as_arrays(made))
    return made


def _control(snapshot: Snapshot, kept: Path) -> EverControl:
    """Who may ever have controlled whom: counted once a snapshot, and kept."""
    folder = kept / f"control-{CONTROL_FORMAT}"
    found = open_arrays(folder, _CONTROL)
    if found is not None:
        return EverControl(**found)
    made = ever_control(snapshot)
    write_arrays(folder, {name: getattr(made, name) for name in _CONTROL})
    return made


def cut_case(desk: Desk, keys: Mapping[str, Any], today: date, where: str = "") -> Case:
    return cut(desk.snapshot, desk.net, debt_of(keys, desk.snapshot, today, where))


def work(desk: Desk, keys: Mapping[str, Any], today: date, where: str = "") -> Results:
    """cut, flag, and all else a report needs, for one case."""
    return results_of(cut_case(desk, keys, today, where), desk.snapshot)


def results_of(case: Case, snapshot: Snapshot) -> Results:
    """All that is found in a cut case; the snapshot is asked for contradictions about the parties that are named."""
    flagged = flag(case)
    findings = flagged.findings
    held = assets(case, _told(flagged))
    liable = liable_parties(case, findings)
    return Results(
        case=case,
        flagged=flagged,
        indicators=indicators(case),
        assets=held,
        liable=liable,
        contradictions=(*contradictions(snapshot, named_in(case, findings)), *undeclared(case, held)),
        provenance=snapshot.provenance,
        claim=claim_statement(case),
        calendar=calendar(case, flagged.leads, held),
        robust=robustness(case, flagged),
        tested=liability_tests(case, liable),
    )


def named_in(case: Case, findings: Sequence[Finding]) -> set[str]:
    """Debtors, and whoever a finding names: what sources say against each other about them is told."""
    return {*case.debtor_ids, *(p for f in findings for p in (*f.parties, *f.chain.nodes))}


def _told(flagged: Flagged) -> tuple[Finding, ...]:
    """Findings that reach assets: what is only a background signal reaches nothing."""
    return tuple(lead.finding for lead in flagged.leads if lead.tier != "signal")


def document_of(desk: Desk, keys: Mapping[str, Any], today: date, where: str = "") -> dict[str, Any]:
    return lead_document(work(desk, keys, today, where))


def with_leads(document: Mapping[str, Any], leads: Sequence[str]) -> dict[str, Any]:
    """The document with only these of its leads, and the background signals; all else stays, the search record too."""
    kept = [lead for lead in document["leads"] if lead["id"] in leads or lead["tier"] == "signal"]
    gone = {lead["id"] for lead in document["leads"]} - {lead["id"] for lead in kept}
    return {**document, **rest_without(document, gone), "leads": kept}


def rest_without(document: Mapping[str, Any], gone: Collection[str]) -> dict[str, Any]:
    """Last days and liable parties once these leads are left out: who is liable by them alone is not named."""
    days = {key: [row for row in document.get(key) or () if row.get("about") not in gone] for key in ("deadlines", "calendar")}  # fmt: skip
    liable = [
        {**row, "leads": [lead for lead in row.get("leads") or () if lead not in gone]}
        for row in document.get("liable_parties") or ()
        if not row.get("leads") or any(lead not in gone for lead in row["leads"])
    ]
    return {**days, "liable_parties": liable}


def printed(
    document: Mapping[str, Any], formats: Sequence[str], language: Languages, letterhead: bytes | None = None
) -> dict[str, bytes]:
    """The report's bytes by format, for whoever keeps them. letterhead: a Word file that the Word report is set on."""
    ready = dossier(document, language=language, letterhead=letterhead)
    return {name: report_format(name).render(ready) for name in formats}


@dataclass(frozen=True, slots=True)
class Written:
    """The reports of one case: folder, and the lead that stands first."""

    case: str
    out: Path
    leads: int
    top: str | None


def seal(out: Path) -> None:
    """DIR/SHA256SUMS over all that lies below."""
    (out / "SHA256SUMS").unlink(missing_ok=True)
    (out / "SHA256SUMS").write_text(sha_sums(out), encoding="utf-8")
