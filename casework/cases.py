"""The cases of a workspace: kept as case files beside the data."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from casework.case_file import check_case, read_case
from graph.errors import CaseFileFault, LookthroughError
from graph.store.workspace import Workspace

_KEY = re.compile(r"[A-Za-z_]+")


def folder_of(workspace: Workspace) -> Path:
    return workspace.folder / "cases"


def kept_cases(workspace: Workspace) -> list[dict[str, Any]]:
    """The keys of every kept case, by id; one that cannot be read is listed with its fault."""
    found = []
    for path in sorted(folder_of(workspace).glob("*.toml")):
        try:
            found.append({**read_case(path), "path": str(path)})
        except CaseFileFault as fault:
            found.append({"id": path.stem, "title": path.stem, "fault": str(fault), "path": str(path)})
    return found


def kept_case(workspace: Workspace, case_id: str) -> dict[str, Any]:
    found = next((c for c in kept_cases(workspace) if c["id"] == case_id), None)
    if found is None:
        raise LookthroughError(f"no case {case_id}", str(folder_of(workspace)), "open or make one on the Cases screen")
    if "fault" in found:
        raise CaseFileFault(found["fault"], found["path"], "correct the file")
    return found


def keep_new(workspace: Workspace, keys: Mapping[str, Any]) -> str:
    """Write a new case's keys as its case file; answers its id. CaseFileFault where a case of that id is kept already."""
    checked = check_case({**keys, "id": str(keys.get("id") or "").strip()}, "the case form")
    folder = folder_of(workspace)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{checked['id']}.toml"
    if path.exists():
        raise CaseFileFault(
            f"a case {checked['id']} is kept already", str(path), "choose another id, or edit that file"
        )
    path.write_text(as_toml(checked), encoding="utf-8")
    return str(checked["id"])


def keep_file(workspace: Workspace, path: Path) -> str:
    """A case file as given, under its case's id."""
    keys = read_case(path)
    folder = folder_of(workspace)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{keys['id']}.toml").write_bytes(path.read_bytes())
    return str(keys["id"])


def as_toml(keys: Mapping[str, Any]) -> str:
    """Plain keys as TOML: texts, days and lists of texts."""
    lines = [
        f"{key} = {_value(value)}" for key, value in keys.items() if _KEY.fullmatch(key) and value not in (None, "", [])
    ]
    return "\n".join(lines) + "\n"


def _value(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return "[" + ", ".join(_value(v) for v in value) + "]"
    return json.dumps(str(value), ensure_ascii=False)
