"""The sample case that the report tests share."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

SAMPLE = Path(__file__).with_name("sample.json")
_DOCUMENT = json.loads(SAMPLE.read_text(encoding="utf-8"))


@pytest.fixture
def document() -> dict[str, Any]:
    return copy.deepcopy(_DOCUMENT)
