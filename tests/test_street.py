"""One row followed down the street, from its line to the report."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from casework.case_file import read_case
from casework.copies import Copy, copy_files, put_copy
from casework.desk import document_of, open_desk
from casework.load import Import, bring_in
from graph.store.workspace import Workspace
from loaders.csv_template import LOADER
from loaders.loader import Options

PARTIES = """id,kind,name,identifier,jurisdiction
D,company,江临市甲建设有限公司,,CN
B,company,江临市乙商贸有限公司,,CN
T,company,江临市丙置业有限公司,,CN
P,person,王某,,CN
C,company,江临市丁银行有限公司,,CN
"""
# The row that is followed stands on line 5: a blank line and a note with a line break stand above it.
TRANSFERS = 'company,from,to,share,price,currency,date,reference_value,reference_basis,row_id,note\n\nT,C,P,1%,100,CNY,2020-01-01,,,x1,"two\nlines"\nT,D,B,60%,1,CNY,2022-09-15,6000000,appraisal,t1,\n'
ROLES = "person,company,role\nP,D,finance_head\nP,B,legal_representative\n"
CASE = 'id = "street"\ndebtors = ["D"]\namount = "8000000"\narose = 2022-05-01\nas_of = 2024-10-01\n'
LINE = 5


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "files"
    place.mkdir()
    for name, text in (("parties.csv", PARTIES), ("share_transfers.csv", TRANSFERS), ("roles.csv", ROLES)):
        (place / name).write_text(text, encoding="utf-8")
    (tmp_path / "street.toml").write_text(CASE, encoding="utf-8")
    return place


def test_the_street(folder: Path, tmp_path: Path) -> None:
    """Hop 8 names what hop 1 read: file, physical line, hash and the row's own name."""
    content = (folder / "share_transfers.csv").read_bytes()
    loaded = LOADER.read(content, "share_transfers.csv", Options())
    frame = loaded.tables["share_transfers"]
    assert frame.filter(pl.col("row_id") == "t1")["_row"].to_list() == [LINE]

    workspace = Workspace.at(tmp_path / "workspace")
    result = bring_in(workspace, Import((folder,)), actor="tester", at="2026-01-01T00:00:00Z")
    assert [f.rows_in == f.stated + f.merged + f.rejected for f in result.files] == [True] * 3

    desk = open_desk(workspace)
    kept = desk.snapshot.tables["share_transfers"].filter(pl.col("row_id") == "t1")
    assert (kept["_row"].item(), kept["from_id"].item(), kept["to_id"].item()) == (LINE, "D", "B")

    document = document_of(desk, read_case(tmp_path / "street.toml"), date(2026, 1, 1))
    lead = document["leads"][0]
    assert (lead["typology"], lead["parties"][:2]) == ("undervalue-transfer-related", ["D", "B"])
    cited = next(e for e in lead["evidence"] if e.get("row_id") == "t1")
    assert (cited["source"], cited["row"], cited["sha256"]) == (
        "share_transfers.csv",
        LINE,
        hashlib.sha256(content).hexdigest(),
    )

    copy = Copy(formats=("html", "xlsx"))
    keys = read_case(tmp_path / "street.toml")
    files = copy_files(workspace, desk, keys, date(2026, 1, 1), copy, document)
    written = put_copy(document, files, tmp_path / "out", copy)
    page = (written.out / "leads.html").read_text(encoding="utf-8")
    assert "share_transfers.csv" in page and hashlib.sha256(content).hexdigest() in page
    again = json.loads((written.out / "leads.json").read_text(encoding="utf-8"))
    assert again["leads"][0]["evidence"][0]["row"] == LINE
