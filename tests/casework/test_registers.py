"""A snapshot's register is computed once and kept beside it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

import casework.desk
import casework.registers
from casework.answers import forget
from casework.desk import open_desk
from casework.load import Import, bring_in
from casework.registers import KEPT_DAYS, population
from graph.store.workspace import Workspace

AT = "2024-01-01T00:00:00Z"
DAY = date(2023, 6, 1)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "parties.csv").write_text("id,kind,name\nP,person,张三\nA,company,甲公司\nB,company,乙公司\n")
    (folder / "holdings.csv").write_text("owner,company,share,start\nP,A,60%,2020-01-01\nA,B,50%,2023-01-01\n")
    made = Workspace.at(tmp_path / "workspace")
    bring_in(made, Import((folder,)), actor="test", at=AT)
    return made


def forgotten() -> None:
    casework.registers._register.cache_clear()


def kept(workspace: Workspace) -> list[Path]:
    return sorted((workspace.folder / "arrays").glob("*/register-*"))


def test_it_is_computed_once(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    first = population(open_desk(workspace), DAY)
    assert first.ultimate_owners("B") == {"P": 0.3}
    forgotten()
    monkeypatch.setattr(casework.registers, "register", None)
    again = population(open_desk(workspace), DAY)
    assert again.ultimate_owners("B") == {"P": 0.3}
    assert [c.company for c in again.controlled_by("P")] == ["A"]
    assert isinstance(again.register.stake.base, np.memmap)
    assert workspace.verify() == []


def test_each_day_has_its_own(workspace: Workspace) -> None:
    desk = open_desk(workspace)
    assert population(desk, date(2022, 1, 1)).ultimate_owners("B") == {}
    assert population(desk, DAY).ultimate_owners("B") == {"P": 0.3}
    for year in range(2000, 2000 + KEPT_DAYS):
        population(desk, date(year, 1, 1))
    assert len(kept(workspace)) == KEPT_DAYS


def test_a_damaged_array_is_not_used(workspace: Workspace) -> None:
    desk = open_desk(workspace)
    population(desk, DAY)
    forgotten()
    (kept(workspace)[0] / "stake.npy").write_bytes(b"")
    assert population(desk, DAY).ultimate_owners("B") == {"P": 0.3}
    assert (kept(workspace)[0] / "stake.npy").stat().st_size


def test_where_nothing_can_be_kept_it_is_computed(workspace: Workspace) -> None:
    (workspace.folder / "arrays").write_text("in the way")
    assert population(open_desk(workspace), DAY).ultimate_owners("B") == {"P": 0.3}


def test_what_is_forgotten_goes_from_the_arrays_too(workspace: Workspace) -> None:
    population(open_desk(workspace), DAY)
    assert kept(workspace)
    for source in workspace.sources():
        forget(workspace, source.id, actor="test", at=AT)
    assert not kept(workspace)


def test_rows_of_parties_are_sorted_once(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    first = open_desk(workspace).net.rows
    casework.desk._desk.cache_clear()
    monkeypatch.setattr(casework.desk, "row_indexes", None)
    again = open_desk(workspace).net.rows
    assert {t: i.rows.tolist() for t, i in again.items()} == {t: i.rows.tolist() for t, i in first.items()}
    assert workspace.verify() == []
