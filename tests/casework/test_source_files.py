"""verify --sources: each file that is missing or another is named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from casework.desk import open_desk
from casework.load import Import, bring_in
from casework.pack import PACK_NAME, Order, pack
from casework.source_files import check_sources, sources_in
from casework.verification import verify
from casework.zips import unzipped
from graph.errors import LookthroughError, UnreadableInput
from graph.store.workspace import Workspace
from tests import bundled

FOLDER = bundled.EXAMPLES / "gc33-cargill"


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A whole pack and a court's, each in a folder of its own."""
    home = tmp_path_factory.mktemp("sources")
    held = Workspace.at(home / "w")
    bring_in(held, Import((FOLDER,)), actor="tester", at="2026-01-01T00:00:00Z")
    for level in ("internal", "court"):
        (home / level).mkdir()
        content = pack(held, open_desk(held), bundled.keys("gc33-cargill"), bundled.TODAY, Order(level=level))
        (home / level / PACK_NAME).write_bytes(content)
    return home


@pytest.mark.parametrize("level", ["internal", "court"])
def test_every_source_is_found_and_its_hash_agrees(packed: Path, level: str) -> None:
    pack_ = packed / level / PACK_NAME
    told = verify(pack_, sources=FOLDER)
    names = [s["name"] for s in sources_in(unzipped(pack_.read_bytes(), "")[0], "")]
    assert (told["ok"], told["altered"], told["sources"]) == (True, [], len(names))
    assert len(names) > 3


@pytest.mark.parametrize("level", ["internal", "court"])
def test_a_byte_and_a_missing_file_are_named(packed: Path, level: str, tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "s")
    names = sorted(p.name for p in (tmp_path / "s").glob("*.csv"))
    body = (tmp_path / "s" / names[0]).read_bytes()
    (tmp_path / "s" / names[0]).write_bytes(body[:-2] + bytes([body[-2] ^ 1]) + body[-1:])
    (tmp_path / "s" / names[1]).unlink()
    told = verify(packed / level / PACK_NAME, sources=tmp_path / "s")
    assert [a["what"] for a in told["altered"]] == [f"source {names[0]}", f"source {names[1]}"]
    assert told["altered"][1]["found"] == "missing" and not told["ok"]


def test_a_file_that_was_renamed_is_known_by_its_hash(packed: Path, tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "s" / "2024")
    first = next((tmp_path / "s" / "2024").glob("*.csv"))
    first.rename(first.with_name("renamed.csv"))
    assert verify(packed / "internal" / PACK_NAME, sources=tmp_path / "s")["ok"]


def test_a_name_that_leads_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "s").mkdir()
    (tmp_path / "secret").write_text("x")
    source = {"name": "../secret", "sha256": "0" * 64}
    assert [a.found for a in check_sources([source], tmp_path / "s")] == ["missing"]


def test_what_cannot_be_checked_is_one_line(packed: Path, tmp_path: Path) -> None:
    with pytest.raises(LookthroughError, match="no such folder"):
        verify(packed / "internal" / PACK_NAME, sources=tmp_path / "none")
    with pytest.raises(UnreadableInput, match="lists no sources"):
        sources_in({}, "pack")
