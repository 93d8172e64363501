"""status, merges, contradictions, indicators, forget."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

import polars as pl

from casework.case_file import newest_day
from casework.desk import Desk
from casework.shelf import TAKEN_BACK, freeze_now
from graph.case import Debt, DebtClock, Debtor, cut
from graph.errors import LookthroughError
from graph.resolve import Match
from graph.snapshot import Snapshot, rows_of
from graph.store.pen import Pen
from graph.store.rows import Decision
from graph.store.workspace import Workspace
from queries.contradictions import contradictions
from queries.indicators import indicators
from reports.document_parts import evidence, text
from reports.redact import redact

_PEOPLE = ("cn-id:", "passport:")
_ORDER = {"perhaps": 0, "not": 1, "same": 2}


def status_of(workspace: Workspace, snapshot: Snapshot) -> dict[str, Any]:
    """Contract §7 `status`."""
    view = workspace.sources()
    holdings = snapshot.tables.get("holdings")
    first, last = _range(snapshot)
    return {
        "snapshot": snapshot.id,
        "provenance": snapshot.provenance,
        "batches": len(workspace.batches()),
        "sources": [
            {
                "name": s.name,
                "label": s.label,
                "sha256": s.sha256,
                "format": s.format,
                "rows": s.rows_in,
                "withdrawn": s.withdrawn,
            }
            for s in view
        ],
        "parties": snapshot.parties.height,
        "statements": sum(_said(table, frame) for table, frame in snapshot.tables.items()),
        "interests": holdings.height if holdings is not None else 0,
        "from": first,
        "to": last,
        "notes": masked_lines(snapshot.notes),
    }


def masked_lines(lines: Iterable[str]) -> list[str]:
    """Notes quote cells: persons' numbers in them are masked as everywhere."""
    return list(redact({"notes": list(lines)})["notes"])


def _said(table: str, frame: pl.DataFrame) -> int:
    columns = [c for c in rows_of(table) if c in frame.columns]
    return int(sum(frame.height - frame[c].null_count() for c in columns))


def _range(snapshot: Snapshot) -> tuple[str | None, str | None]:
    days = [
        frame[column].drop_nulls()
        for frame in snapshot.tables.values()
        for column in ("start", "date", "filed")
        if column in frame.columns
    ]
    known = [d for d in days if len(d)]
    return (min(str(d.min()) for d in known), max(str(d.max()) for d in known)) if known else (None, None)


def merges_of(snapshot: Snapshot) -> list[dict[str, Any]]:
    """Contract §7 `merges`: what waits for a decision first, then what people decided, refusals and joins.

    left and right are records, {id, name, kind} of the party each belongs to now and the record's key; masked.
    """
    parties = snapshot.parties.select("id", "name", "kind", "records")
    held = {
        record: {"id": row["id"], "name": row["name"], "kind": row["kind"]}
        for row in parties.iter_rows(named=True)
        for record in row["records"]
    }
    ordered = sorted(snapshot.matches, key=lambda m: (_ORDER[m.decision], m.decided_by == "rule", m.left, m.right))
    return list(redact({"merges": [_merge(m, held) for m in ordered]})["merges"])


def _merge(match: Match, held: Mapping[str, dict[str, str]]) -> dict[str, Any]:
    reason = match.reason()
    return {
        "id": match.id,
        "left": _record(match.left, held),
        "right": _record(match.right, held),
        "decision": match.decision,
        "score": match.score,
        "reasons": [
            {"feature": match.basis, "sentence": reason["en"], "sentence_zh": reason["zh"], "weight": match.score}
        ],
        "decided_by": match.decided_by,
        "at": match.at or None,
    }


def _record(key: str, held: Mapping[str, dict[str, str]]) -> dict[str, str]:
    shown = f"{key.partition(':')[0]}:…{key[-4:]}" if key.startswith(_PEOPLE) else key
    return {**held.get(key, {"id": shown, "name": shown, "kind": "unknown"}), "record": shown}


def decide(workspace: Workspace, match: str, verdict: str, *, actor: str, at: str, reason: str = "") -> str:
    """same, not, or undo: what was decided before is taken back. Kept in the trail; answers the new snapshot's id."""
    if verdict not in ("same", "not", "undo"):
        raise LookthroughError(f"no such decision: {verdict}", "merges", "use same, not or undo")
    with workspace.write(actor=actor, at=at, command="merges") as pen:
        snapshot = freeze_now(pen, at)
        pen.decide(replace(_decision(pen, snapshot, match, verdict, reason), actor=actor, at=at))
        after = freeze_now(pen, at)
        pen.trail("decide", match, {"decision": verdict, "snapshot": after.id})
    return after.id


def _decision(pen: Pen, snapshot: Snapshot, match: str, verdict: str, reason: str) -> Decision:
    standing = next((d for d in pen.decisions() if d.match == match), None)
    if verdict == "undo":
        if standing is None or standing.reason.startswith(TAKEN_BACK):
            raise LookthroughError(f"nothing was decided on {match}", "merges", "see: lookthrough merges")
        return replace(standing, reason=f"{TAKEN_BACK}: {reason}")
    found = next((m for m in snapshot.matches if m.id == match), None)
    ends = found or standing
    if ends is None:
        raise LookthroughError(f"no match {match}", "merges", "see: lookthrough merges")
    if found is not None and found.basis == "identifiers-differ" and verdict == "same":
        raise LookthroughError(
            "their valid identifiers differ", match, "correct the source rows if one of them is wrong"
        )
    decided: Literal["same", "not"] = "same" if verdict == "same" else "not"
    return Decision(0, match, ends.left, ends.right, decided, "", "", reason.removeprefix(TAKEN_BACK))


def contradictions_of(snapshot: Snapshot, parties: set[str] | None = None) -> list[dict[str, Any]]:
    """Contract §7 `contradictions`."""
    names = dict(snapshot.parties.select("id", "name").iter_rows())
    kinds = dict(snapshot.parties.select("id", "kind").iter_rows())
    found = [
        {
            "kind": c.kind,
            "parties": [{"id": p, "name": names.get(p, p), "kind": kinds.get(p, "unknown")} for p in c.parties],
            "period": {"start": c.period[0], "end": c.period[1]},
            "statements": [
                {"source": s, "row": row, "value": value, "sha256": sha} for s, row, value, sha in c.statements
            ],
            "settle": text(c.settle),
        }
        for c in contradictions(snapshot, parties)
    ]
    return list(redact({"contradictions": found})["contradictions"])


def indicators_of(desk: Desk, party: str, as_of: date | None, today: date) -> list[dict[str, Any]]:
    """Contract §7 `indicators`: the twelve, unknown where the data cannot say."""
    day = as_of or newest_day(desk.snapshot, [party], today)
    debt = Debt("indicators", party, (Debtor(party),), DebtClock(), day)
    case = cut(desk.snapshot, desk.net, debt)
    rows = [
        {
            **asdict(i),
            "title": text(i.title),
            "reading": text(i.reading),
            "as_of": i.as_of.isoformat(),
            "evidence": [evidence(e) for e in i.evidence],
        }
        for i in indicators(case, party)
    ]
    return list(redact({"indicators": rows})["indicators"])


def forget(workspace: Workspace, wanted: str, *, actor: str, at: str) -> list[str]:
    """Withdraw a source (by name, label or id): its rows go, the trail keeps its hash."""
    with workspace.write(actor=actor, at=at, command="forget") as pen:
        live = [s for s in pen.sources() if s.withdrawn is None]
        found = [s for s in live if wanted in (s.id, s.name, s.sha256, f"{s.label}/{s.name}", f"{s.label}:{s.name}")]
        found = found or [s for s in live if s.label == wanted]
        if not found:
            raise LookthroughError(f"no source {wanted}", "forget", "see: lookthrough status")
        if len({s.label for s in found}) > 1:
            told = "; ".join(f"{s.label}/{s.name}" for s in found)
            raise LookthroughError(f"{wanted} names several sources", "forget", f"name one of: {told}")
        for source in found:
            pen.withdraw(source.id)
            pen.trail("forget", f"{source.label}/{source.name}", {"sha256": source.sha256})
        freeze_now(pen, at)
    return [f"{s.label}/{s.name}" for s in found]


def note_export(
    workspace: Workspace,
    cases: list[str],
    *,
    actor: str,
    at: str,
    level: str = "internal",
    sums: Mapping[str, str] | None = None,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """That reports were written, for whom, and their hash stands in the trail. sums: case → sha256 of what was handed out;
    detail: what else is told, as the file's name or how it was encrypted."""
    with workspace.write(actor=actor, at=at, command="leads") as pen:
        for case in cases:
            hashed = {"sha256": sums[case]} if sums and case in sums else {}
            pen.trail("export", case, {"what": "lead report", "level": level} | hashed | dict(detail or {}))


def keep_apart(workspace: Workspace, out: Path) -> None:
    """Reports and workspace in each other's folder would break each other's hashes."""
    ours, theirs = workspace.folder.resolve(), out.resolve()
    if ours.is_relative_to(theirs) or theirs.is_relative_to(ours):
        raise LookthroughError(
            "the workspace and the reports need folders of their own", str(out), "name another --out"
        )
