"""Bad files and people's numbers: what the command line makes of them."""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.called import CASE, HOLDINGS, Call, one_line

UNREADABLE = {
    "empty.csv": (b"", "empty"),
    "picture.csv": (b"\x89PNG\r\n\x1a\n" + bytes(40), "PNG"),
    "other.csv": (b'{"a": 1}', "JSON"),
    "paper.csv": (b"%PDF-1.4\n" + bytes(40), "PDF"),
    "book.xlsx": (b"PK\x03\x04 and no more", "damaged"),
    "prose.txt": ("一段与案件无关的文字。\n".encode(), "no loader"),
    "README.md": (b"# My folder\n\nNothing here.\n", "no loader"),
}
BAD_ROWS = """owner,company,share,start,note
A,B,60%,2020-01-01,ok
A,C,140%,2020-01-01,too much
A,D,50%,2023-02-30,no such day
A,E,50%,2020-01-01,one,too many
A,F,50%,2020-01-01,"line
break"
,H,50%,2020-01-01,nobody
=1+1,H,140%,2020-01-01,"=HYPERLINK(""http://x.example"",""y"")"
ZZZ,H,50%,2020-01-01,undeclared
"""


@pytest.mark.parametrize("name", sorted(UNREADABLE))
def test_a_lone_file_that_cannot_be_read_is_one_line(call: Call, tmp_path: Path, name: str) -> None:
    content, words = UNREADABLE[name]
    (tmp_path / name).write_bytes(content)
    ran = call("import", name)
    one_line(ran, words, name)
    assert ran.err.count(name) == 1


def test_one_that_cannot_be_read_stops_no_other_in_a_folder(call: Call, tmp_path: Path) -> None:
    folder = tmp_path / "f"
    folder.mkdir()
    for name, (content, _) in UNREADABLE.items():
        (folder / name).write_bytes(content)
    (folder / "holdings.csv").write_text(HOLDINGS)
    ran = call("import", folder, "--json")
    errors = {f["path"] for f in ran.value["files"] if f["error"]}
    assert ran.code == 1 and errors == set(UNREADABLE) - {"prose.txt", "README.md"}
    assert ran.value["interests"] == 4 and ran.err.count("\n") == len(errors)


def test_prose_is_left_aside_with_a_note_and_a_case_note_is_read(call: Call, tmp_path: Path) -> None:
    folder = tmp_path / "f"
    folder.mkdir()
    (folder / "README.md").write_bytes(UNREADABLE["README.md"][0])
    one_line(call("import", folder), "no case notes")
    (folder / "note.txt").write_text("重庆甲江建设有限公司 持有 重庆乙江建设有限公司 60% 股权\n", encoding="utf-8")
    (folder / "holdings.csv").write_text(HOLDINGS)
    ran = call("import", folder, "--json")
    notes = {f["path"]: f["notes"] for f in ran.value["files"]}
    assert (
        ran.code == 0
        and "left aside" in notes["README.md"][0]
        and notes.keys() == {"README.md", "note.txt", "holdings.csv"}
    )


def test_a_folder_of_nothing_is_one_line(call: Call, tmp_path: Path) -> None:
    (tmp_path / "f").mkdir()
    one_line(call("import", tmp_path / "f"), "no file that a loader reads")


def test_a_file_without_rights_is_one_line(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "holdings.csv").write_text(HOLDINGS)

    def refused(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refused)
    one_line(call("import", "holdings.csv"), "Permission denied", "holdings.csv")


def rejected(file: dict[str, Any]) -> list[dict[str, str]]:
    with Path(file["rejects_file"]).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_bad_rows_are_counted_kept_whole_and_mended_by_their_remedy(call: Call, tmp_path: Path) -> None:
    (tmp_path / "holdings.csv").write_text(BAD_ROWS)
    ran = call("import", "holdings.csv", "--json")
    file = ran.value["files"][0]
    assert ran.code == 1 and (file["rows_in"], file["stated"], file["merged"], file["rejected"]) == (8, 3, 0, 5)
    rows = rejected(file)
    assert [r["row"] for r in rows] == ["3", "4", "5", "8", "9"]
    said = dict(zip(["3", "4", "5", "8", "9"], (r["reason"] for r in rows), strict=True))
    assert "100 %" in said["3"] and "2023-02-30" in said["4"] and "6 cells" in said["5"] and "owner" in said["8"]
    assert all(r["remedy"] and r["file"] == "holdings.csv" for r in rows)
    assert (rows[0]["cell_1"], rows[0]["cell_5"]) == ("A", "too much")
    run = re.compile(r"[=+\-@＝＋－＠\t\r\n]")
    assert not [cell for row in rows for cell in row.values() if cell and run.match(cell)]
    assert (rows[4]["cell_1"], rows[4]["cell_5"][:12]) == ("'=1+1", "'=HYPERLINK(")


def test_a_line_break_in_quotes_is_one_row_and_moves_no_number(call: Call, tmp_path: Path) -> None:
    (tmp_path / "holdings.csv").write_text(BAD_ROWS)
    call("import", "holdings.csv")
    rows = {d["holder"]["id"]: d["evidence"][0]["row"] for d in call("owners", "H", "--json").value["direct"]}
    assert rows == {"ZZZ": 10}
    assert call("owners", "F", "--json").value["direct"][0]["evidence"][0]["row"] == 6


def test_a_file_cut_off_rejects_its_last_row(call: Call, tmp_path: Path) -> None:
    (tmp_path / "holdings.csv").write_text('owner,company,share\nA,B,60%\n"C,D,10')
    ran = call("import", "holdings.csv", "--json")
    assert (ran.code, ran.value["files"][0]["stated"], ran.value["files"][0]["rejected"]) == (1, 1, 1)


def test_identifiers_and_undeclared_ids(call: Call, tmp_path: Path) -> None:
    (tmp_path / "parties.csv").write_text(
        "id,kind,name,identifier,extra\nA,company,甲公司,91990100MA9000119X,u\nB,company,乙公司,6.22E+18,u\nC,compny,丙公司,,\n"
    )
    (tmp_path / "holdings.csv").write_text("owner,company,share\nNEW,A,10%\n")
    ran = call("import", "parties.csv", "holdings.csv", "--json")
    parties = next(f for f in ran.value["files"] if f["path"] == "parties.csv")
    assert (parties["stated"], parties["rejected"]) == (2, 1)
    assert "lost its digits" in rejected(parties)[0]["reason"]
    assert {"kept as properties: extra", "kind: compny is not in the list and is kept as unknown"} <= set(
        parties["notes"]
    )
    assert any("NEW" in note for note in ran.value["notes"])
    wrong = call("contradictions", "A", "--json").value
    assert [c["kind"] for c in wrong] == ["identifier"] and wrong[0]["statements"][0]["row"] == 2
    one_line(call("owners", "91990100MA9000119X"), "no party")


# Made-up numbers; the resident number and the card have right check digits.
SECRETS = {
    "resident number": "110101199003078515",
    "second resident number": "110101196503078518",
    "phone": "13812345678",
    "account": "6222021234567890123",
    "card": "6217001234567890458",
    "home": "5栋1201室",
}


@pytest.fixture
def people(call: Call, files: Callable[..., Path]) -> Call:
    """A workspace full of persons' numbers, in their own columns and in free text."""
    number, other, phone, account, card, home = SECRETS.values()
    files(
        "people",
        parties=f"id,kind,name,other_identifiers,phone,address\nD,company,重庆甲江建设有限公司,,,\n"
        f"W,person,王五,cn-id:{number},{phone},北京市朝阳区建国路88号{home}\n"
        f"L,person,李四,cn-id:{other[:-1]}7,{phone},\n",
        holdings=f"owner,company,share,start\nW,D,60%,2019-01-01\n{other},D,30%,2019-01-01\n",
        share_transfers=f"company,from,to,share,price,date,note\nD,W,L,10%,1元,2022-06-01,电话{phone}证件{number}\n",
        payments="from,to,amount,currency,date,from_account,to_account,purpose\n"
        f"D,W,500000,CNY,2022-06-02,{account},{card},还款至账号{account}\n"
        f"D,{other},500000,CNY,2022-06-02,{account},{card},联系{phone}\n",
        relations="a,b,kind\nW,L,spouse\n",
        assets=f"id,kind,name,identifier,owner\nACC,account,工商银行账户,{account},D\n",
    )
    assert call("import", "people").code == 0
    return call


def leaked(text: str) -> list[str]:
    return [what for what, secret in SECRETS.items() if secret in text]


@pytest.mark.parametrize("as_json", [(), ("--json",)])
@pytest.mark.parametrize(
    "argv",
    [
        ("status",),
        ("contradictions",),
        ("merges",),
        ("owners", "D"),
        ("paths", "W", "L"),
        ("paths", "D", SECRETS["second resident number"]),
        ("indicators", "D"),
        ("query", "run", "owners-up", "--param", "party=D"),
        ("query", "run", "money-out", "--param", "party=D", "--param", "after=2020-01-01"),
        ("query", "run", "money-out", "--param", "party=D", "--param", "after=2020-01-01", "--format", "csv"),
    ],
)
def test_no_listing_shows_a_persons_number(people: Call, argv: tuple[str, ...], as_json: tuple[str, ...]) -> None:
    ran = people(*argv, *as_json)
    assert ran.code == 0 and not leaked(ran.out + ran.err)


def test_no_report_shows_a_persons_number(people: Call, tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_text(CASE.replace('["A"]', '["D", "W"]'))
    ran = people("leads", "one.toml", "--out", "out")
    assert ran.code == 0 and "王五" in ran.out and not leaked(ran.out)
    for name in ("leads.json", "leads.html"):
        assert not leaked((tmp_path / "out" / "one" / name).read_text(encoding="utf-8"))
    with zipfile.ZipFile(tmp_path / "out" / "one" / "leads.xlsx") as book:
        assert not [n for n in book.namelist() if leaked(book.read(n).decode("utf-8", "replace"))]


def test_a_person_is_found_by_the_number_that_is_never_shown(people: Call) -> None:
    ran = people("owners", SECRETS["resident number"], "--json")
    assert ran.value["party"]["name"] == "王五" and ran.value["unknown"] is None
