"""The program called in a test's own folder, with a small world in it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

import cli
from casework.load import Import, bring_in
from graph.store.workspace import Workspace
from tests.called import BANDS, HOLDINGS, PARTIES, Call, Ran
from tests.servers.neo4j import Running, running


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Call:
    """The program called in this process, in a folder and with a workspace of its own; never a traceback."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LOOKTHROUGH_WORKSPACE", str(tmp_path / "w"))

    def run(*argv: object) -> Ran:
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            cli.main([str(a) for a in argv])
        told = capsys.readouterr()
        assert "Traceback" not in told.err and "unforeseen" not in told.err
        return Ran(int(str(end.value.code)), told.out, told.err)

    return run


@pytest.fixture
def files(tmp_path: Path) -> Callable[..., Path]:
    """Files of a folder from texts: files("ring", holdings=…) → the folder."""

    def make(folder: str, **texts: str) -> Path:
        place = tmp_path / folder
        place.mkdir(exist_ok=True)
        for name, text in texts.items():
            (place / f"{name}.csv").write_text(text, encoding="utf-8")
        return place

    return make


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the ring and the bands, and the workspace w that holds both."""
    place = tmp_path_factory.mktemp("imported")
    for folder, texts in {"ring": {"parties": PARTIES, "holdings": HOLDINGS}, "bands": {"holdings": BANDS}}.items():
        (place / folder).mkdir()
        for name, text in texts.items():
            (place / folder / f"{name}.csv").write_text(text, encoding="utf-8")
    wanted = Import((place / "ring", place / "bands"))
    bring_in(Workspace.at(place / "w"), wanted, actor="tester", at="2026-01-01T00:00:00Z")
    return place


@pytest.fixture
def ring(call: Call, imported: Path, tmp_path: Path) -> Call:
    """The same in the test's own folder."""
    shutil.copytree(imported, tmp_path, dirs_exist_ok=True)
    return call


@pytest.fixture(scope="session")
def neo4j_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A real server; tests that use it bear the mark xdist_group("neo4j"), so that one is enough."""
    with running(tmp_path_factory.mktemp("neo4j")) as server:
        yield server


# On the build machine the same examples every time; at a desk new ones.
settings.register_profile("build", derandomize=True, deadline=None)
settings.register_profile("desk", deadline=None)
settings.load_profile("build" if os.environ.get("CI") else "desk")
