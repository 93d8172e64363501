"""Control around a party: through layers, by record, unexplained."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from casework.desk import open_desk
from casework.group_of import standing
from graph.store.workspace import Workspace
from tests.called import Call

DAY = date(2024, 1, 1)
PARTIES = "id,kind,name\nH,person,赵某\nA,company,甲公司\nB,company,乙公司\nC,company,丙公司\nD,company,丁公司\nN,company,无关公司\n"
HOLDINGS = "owner,company,share\nH,A,60%\nA,B,30%\nH,B,25%\nB,C,51%\nN,C,40%\n"
CONTROLS = "a,b,kind\nH,D,controls\n"


def test_votes_through_layers_and_recorded_control(call: Call, files: Callable[..., Path], tmp_path: Path) -> None:
    call("import", files("f", parties=PARTIES, holdings=HOLDINGS, relations=CONTROLS))
    desk = open_desk(Workspace.open(tmp_path / "w"))
    above = standing(desk, "H", DAY)
    assert [(t.id, t.name, t.recorded) for t in above.under] == [
        ("A", "甲公司", False), ("B", "乙公司", False), ("C", "丙公司", False), ("D", "丁公司", True),
    ]  # fmt: skip
    assert above.counts == (0, 4) and above.head is None
    below = standing(desk, "C", DAY)
    assert {t.id for t in below.over} == {"H", "B"}, "A's 30 % of B are no control"
    assert below.head == ("H", "赵某")
    assert abs(below.unknown - (0.09 + 0.51 * (0.45 + 0.30 * 0.40))) < 1e-9, "through all layers"
    assert standing(desk, "N", DAY).counts == (0, 0), "40 % control nothing"
