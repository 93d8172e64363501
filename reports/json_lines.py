"""leads.json: the lead document itself, always the same bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from reports.dossier import Dossier


def canonical(document: Mapping[str, Any]) -> bytes:
    """UTF-8 JSON in the document's key order, indented by one, one line feed at the end; ValueError for NaN."""
    text = json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False)
    return (text + "\n").encode("utf-8", "backslashreplace")


def render(dossier: Dossier) -> bytes:
    return canonical(dossier.document)
