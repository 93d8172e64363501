"""The evidence pack: derived again, tampered with, masked."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from casework.answers import decide
from casework.desk import Desk, document_of, open_desk
from casework.load import Import, bring_in
from casework.pack import GIVEN, MANIFEST, PACK_NAME, Order, cited_rows, pack
from casework.pack_rows import from_jsonl
from casework.rederive import differences, rederive
from casework.verdicts import LeadVerdict, judge_lead
from casework.verification import verify
from casework.zips import PACKED_WHOLE, unzipped, with_sums, zipped
from graph.errors import LookthroughError, UnreadableInput
from graph.store.sums import sha_sums
from graph.store.workspace import Workspace
from reports.dossier import cited, dossier
from reports.report_format import FORMATS
from reports.unnamed import inside_ids
from tests import bundled
from tests.reports.unpacked import found, parts

ROOT = Path(__file__).resolve().parent.parent.parent
FORMS = tuple(FORMATS)
CASES = ("construction", "gc33-cargill")
PERSONAL = "\n".join(
    ["id,kind,name,identifier,phone,address",
     "D,company,岚州丁建设有限公司,,,", "T,company,岚州甲商贸有限公司,,,", "P,person,蔺相宜,11010519491231002X,13912345678,岚州市新浦区解放路18号2栋401室",
     "W,person,欧阳采薇,110105199003070029,13887654321,岚州市海州区朝阳路9号3室"]
)  # fmt: skip


@dataclass(frozen=True)
class World:
    workspace: Workspace
    desk: Desk

    def pack(self, case: str, **order: Any) -> bytes:
        return pack(self.workspace, self.desk, bundled.keys(case), bundled.TODAY, Order(**order))


def opened(folder: Path, *names: str) -> World:
    workspace = Workspace.at(folder)
    paths = tuple(bundled.EXAMPLES / name for name in names)
    bring_in(workspace, Import(paths), actor="tester", at="2026-01-01T00:00:00Z")
    return World(workspace, open_desk(workspace))


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return opened(tmp_path_factory.mktemp("packs") / "w", *CASES)


@pytest.fixture(scope="module")
def whole(world: World) -> bytes:
    return world.pack("construction", formats=FORMS)


@pytest.fixture(scope="module")
def files(whole: bytes) -> dict[str, bytes]:
    return unzipped(whole, "pack")[0]


def forged(files: dict[str, bytes], name: str, edit: Callable[[str], str]) -> dict[str, bytes]:
    """The pack with one of its files edited and all its sums made again, as a forger would."""
    before = files[name].decode()
    after = edit(before)
    assert after != before
    return unzipped(
        zipped(with_sums({k: v for k, v in files.items() if k != "SHA256SUMS"} | {name: after.encode()})), ""
    )[0]


# derived again ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("case", CASES)
def test_a_pack_gives_its_own_report_again(world: World, case: str) -> None:
    content = world.pack(case, formats=FORMS)
    held, altered = unzipped(content, "pack")
    assert (altered, rederive(held, "pack")) == ([], [])
    assert {f"report/leads.{form.suffix}" for form in FORMATS.values()} <= set(held)


def test_the_same_case_gives_the_same_pack_from_another_workspace(tmp_path: Path, whole: bytes) -> None:
    assert opened(tmp_path / "elsewhere" / "v", *reversed(CASES)).pack("construction", formats=FORMS) == whole


def test_another_process_derives_it_with_no_workspace(tmp_path: Path, world: World) -> None:
    (tmp_path / PACK_NAME).write_bytes(world.pack("gc33-cargill"))
    done = subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), "--json", "verify", PACK_NAME, "--rederive"],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) | {"path": ""} == {"path": "", "ok": True, "altered": [], "rederived": [PACK_NAME]}
    assert [p.name for p in tmp_path.iterdir()] == [PACK_NAME]


def test_chosen_leads_are_derived_again_as_chosen(world: World) -> None:
    document = document_of(world.desk, bundled.keys("construction"), bundled.TODAY)
    chosen = tuple(lead["id"] for lead in document["leads"] if lead["tier"] != "signal")[:2]
    held = unzipped(world.pack("construction", leads=chosen), "pack")[0]
    told = json.loads(held["report/leads.json"])
    assert [x["id"] for x in told["leads"] if x["tier"] != "signal"] == list(chosen)
    assert rederive(held, "pack") == []


# cited ------------------------------------------------------------------------------------------------------------
def uncited(document: dict[str, Any], held: set[tuple[str, str, str]]) -> Iterator[str]:
    """Every sentence about a fact that rests on no row, or on one that the pack does not hold."""

    def rows(where: str, lines: list[dict[str, Any]]) -> Iterator[str]:
        for line in lines:
            if (line["source"], str(line["row"]), line["sha256"]) not in held:
                yield f"{where}: {line['source']} row {line['row']}"

    ready = dossier(document)
    for lead in ready.leads:
        for language in ("zh", "en"):
            for sentence in cited(lead, language):
                lines = [lead["evidence"][n - 1] for n in sentence.evidence]
                yield from rows(f"{lead['id']}: {sentence.text}", lines)
                if not lines:
                    yield f"{lead['id']}: {sentence.text}"
        facts = {line["statement"] for line in lead["evidence"]}
        for edge in lead["chain"]["edges"]:
            if not edge["statements"] or not set(edge["statements"]) <= facts:
                yield f"{lead['id']}: {edge['from']} → {edge['to']}"
        yield from rows(lead["id"], [x for x in lead["counter_evidence"] if "absent" not in x])
    for key in ("assets", "liable_parties"):
        for row in document[key]:
            yield from rows(key, row["evidence"])
            if not row["evidence"]:
                yield f"{key}: {row.get('id') or row['who']}"
    for row in document["contradictions"]:
        yield from rows("contradictions", row["statements"])
        if not row["statements"]:
            yield f"contradictions: {row['kind']}"
    for row in document["indicators"]:
        yield from rows(row["id"], row["evidence"])
        # That nothing of a kind was counted rests on no row.
        if row["numerator"] not in (None, "0") and not row["evidence"]:
            yield f"indicator {row['id']}"
    yield from rows("elsewhere", list(cited_rows(document)))  # type: ignore[arg-type]


@pytest.mark.parametrize("case", CASES)
def test_every_sentence_about_a_fact_cites_a_row_that_is_in_the_pack(world: World, case: str) -> None:
    held, _ = unzipped(world.pack(case), "pack")
    document = json.loads(held["report/leads.json"])
    given = {(row["source"], str(row["row"]), row["sha256"]) for row in from_jsonl(held[GIVEN])}
    assert document["leads"]
    assert list(uncited(document, given)) == []


def test_a_sentence_without_its_row_is_caught(files: dict[str, bytes]) -> None:
    document = json.loads(files["report/leads.json"])
    lines = from_jsonl(files[GIVEN])
    first = document["leads"][0]["evidence"][0]
    given = {
        (r["source"], str(r["row"]), r["sha256"])
        for r in lines
        if (r["source"], r["row"]) != (first["source"], first["row"])
    }
    assert list(uncited(document, given))


def test_rows_stand_in_the_pack_as_their_file_gave_them(files: dict[str, bytes]) -> None:
    for row in from_jsonl(files[GIVEN])[:40]:
        text = bundled.decoded((bundled.EXAMPLES / "construction" / row["source"]).read_bytes())
        line = text.split("\n")[row["row"] - 1]
        assert all(cell in line.replace('""', '"') for cell in row["cells"] if cell)


# tampered with ----------------------------------------------------------------------------------------------------
def test_one_byte_in_any_file_of_the_pack_is_named(tmp_path: Path, whole: bytes, files: dict[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(whole)) as box:
        entries = {e.filename: e for e in box.infolist()}
    path = tmp_path / PACK_NAME
    for name, body in files.items():
        at = whole.index(body, entries[name].header_offset) + len(body) // 2
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        told = verify(path)
        assert not told["ok"]
        assert [a["what"] for a in told["altered"]] == [name] or name == "SHA256SUMS", (name, told["altered"])


def test_one_byte_of_the_zip_around_the_files_is_told(tmp_path: Path, whole: bytes) -> None:
    path = tmp_path / PACK_NAME
    with zipfile.ZipFile(io.BytesIO(whole)) as box:
        directory = box.start_dir
    for at in (10, directory + 12, directory + 38, len(whole) - 1, len(whole) - 12):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :])
        try:
            told = verify(path)["altered"]
        except UnreadableInput:
            continue
        assert told, at
    path.write_bytes(whole + b"\n")
    assert [a["what"] for a in verify(path)["altered"]] == [PACKED_WHOLE]


def test_a_forged_statement_is_named_with_its_row_and_what_it_would_change(files: dict[str, bytes]) -> None:
    name = "statements/asset_transfers.jsonl"
    row = from_jsonl(files[name])[0]
    held = forged(files, name, lambda text: text.replace(f'"price": "{row["price"]}"', '"price": "1"', 1))
    told = rederive(held, "pack")
    assert any(a.what == f"{name} line 1 (asset_transfers.csv row {row['_row']})" for a in told)
    assert any(a.what.startswith("report/leads.json: leads[") for a in told)


def test_a_forged_report_is_named_by_lead_and_field(files: dict[str, bytes]) -> None:
    first = json.loads(files["report/leads.json"])["leads"][0]
    amount = first["amount"]["high"]

    def edit(text: str) -> str:
        at = text.index(f'"id": "{first["id"]}"')
        return text[:at] + text[at:].replace(f'"high": "{amount}"', '"high": "99999999"', 1)

    told = rederive(forged(files, "report/leads.json", edit), "pack")
    assert ("report/leads.json: leads[{}].amount.high".format(first["id"]), amount, "99999999") in [
        (a.what, a.expected, a.found) for a in told
    ]


def test_a_lead_taken_out_of_the_report_is_named(files: dict[str, bytes]) -> None:
    document = json.loads(files["report/leads.json"])
    gone = document["leads"].pop(1)["id"]
    held = forged(files, "report/leads.json", lambda _: json.dumps(document, ensure_ascii=False, indent=1) + "\n")
    assert any(a.what == f"report/leads.json: leads[{gone}]" and a.found == "nothing" for a in rederive(held, "pack"))


def test_a_forged_page_is_named(files: dict[str, bytes]) -> None:
    held = forged(files, "report/leads.html", lambda text: text.replace("</main>", "<p>paid in full</p></main>", 1))
    assert [a.what for a in rederive(held, "pack")] == ["report/leads.html"]


def test_a_cited_row_taken_out_is_named(files: dict[str, bytes]) -> None:
    line = json.loads(files["report/leads.json"])["leads"][0]["evidence"][0]

    def edit(text: str) -> str:
        rows = [json.loads(row) for row in text.splitlines()]
        kept = [r for r in rows if (r["source"], r["row"]) != (line["source"], line["row"])]
        return "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in kept)

    told = rederive(forged(files, GIVEN, edit), "pack")
    assert [a.what for a in told] == [f"{line['source']} row {line['row']}"]


def test_other_law_and_another_program_are_said(files: dict[str, bytes]) -> None:
    held = forged(files, "law/hk.toml", lambda text: text + "# later\n")
    assert [a.what for a in rederive(held, "pack")] == ["law/hk.toml"]
    held = forged(files, MANIFEST, lambda text: text.replace('"program": "', '"program": "0', 1))
    assert [a.what for a in rederive(held, "pack")] == ["program"]


@pytest.mark.parametrize("name", ["case.json", "parties.jsonl", "register.json", "report/leads.json"])
def test_a_pack_that_is_not_whole_is_one_line(files: dict[str, bytes], name: str) -> None:
    with pytest.raises(UnreadableInput, match="not whole"):
        rederive({k: v for k, v in files.items() if k != name}, "pack")
    with pytest.raises(UnreadableInput, match="not whole"):
        rederive({**files, name: b"["}, "pack")


def test_what_is_no_pack_is_refused(tmp_path: Path, whole: bytes) -> None:
    for name, content in {
        "other.zip": zipped({"a.txt": b"a"}),
        "half.zip": whole[: len(whole) // 2],
    }.items():
        (tmp_path / name).write_bytes(content)
    with pytest.raises(UnreadableInput, match="no evidence pack"):
        verify(tmp_path / "other.zip")
    assert verify(tmp_path / "half.zip")["altered"][0]["expected"] == "a whole pack"
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr(MANIFEST, b"0" * 10_000_000)
    assert "compressed" in verify(tmp_path / "bomb.zip")["altered"][0]["found"]


def test_differences_are_told_by_id_by_row_and_by_place() -> None:
    one = {"a": [{"id": "x", "n": 1}, {"id": "y"}], "rows": [{"source": "f", "row": 2, "v": 1}], "k": 1}
    two = {"a": [{"id": "y"}, {"id": "x", "n": 2}], "rows": [{"source": "f", "row": 2, "v": 2}], "k": 1.0}
    assert [where for where, _, _ in differences(one, two)] == ["a[x].n", "a (order)", "rows[f row 2].v", "k"]


# masked -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("level", ["client", "court"])
def test_a_masked_pack_holds_no_outsider_and_cannot_be_derived(tmp_path: Path, world: World, level: str) -> None:
    document = document_of(world.desk, bundled.keys("construction"), bundled.TODAY)
    content = world.pack("construction", level=level, formats=FORMS)
    held, _ = unzipped(content, "pack")
    inside = inside_ids(json.loads(held["report/leads.json"]))
    names = {n for p in document["persons"] if p["id"] not in inside for n in p["names"]}
    inside_names = {n for p in document["persons"] if p["id"] in inside for n in p["names"]}
    outsiders = sorted(names - inside_names)
    assert outsiders
    assert {n: found(n, content) for n in outsiders if found(n, content)} == {}
    assert "statements/parties.jsonl" not in held
    (tmp_path / PACK_NAME).write_bytes(content)
    assert verify(tmp_path / PACK_NAME)["ok"]
    with pytest.raises(LookthroughError, match="cannot be re-derived"):
        verify(tmp_path / PACK_NAME, rederive=True)


def personal(folder: Path) -> World:
    """A transfer by a person, with another person as its supervisor; both with numbers, telephones and homes."""
    folder.mkdir()
    (folder / "parties.csv").write_text(PERSONAL + "\n", encoding="utf-8")
    (folder / "holdings.csv").write_text(
        "owner,company,share,start,end\nD,T,60%,2015-01-01,2023-03-01\nP,T,60%,2023-03-01,\n", encoding="utf-8"
    )
    (folder / "share_transfers.csv").write_text(
        "company,from,to,share,price,date,note\nT,D,P,60%,1,2023-03-01,见证人欧阳采薇 110105199003070029\n",
        encoding="utf-8",
    )
    (folder / "roles.csv").write_text(
        "person,company,role\nP,D,legal_representative\nW,T,supervisor\nP,T,director\n", encoding="utf-8"
    )
    (folder / "payments.csv").write_text("from,to,amount,date,from_account,to_account\nD,P,500000,2023-03-05,6222021234567894321,6222021234567894338\n", encoding="utf-8")  # fmt: skip
    workspace = Workspace.at(folder.parent / "w")
    bring_in(workspace, Import((folder,)), actor="tester", at="2026-01-01T00:00:00Z")
    return World(workspace, open_desk(workspace))


@pytest.mark.parametrize("level", ["client", "court"])
def test_numbers_homes_and_names_stand_nowhere_in_a_masked_pack(tmp_path: Path, level: str) -> None:
    held = personal(tmp_path / "p")
    keys = {"id": "k", "debtors": ["D"], "amount": "1000000", "arose": "2022-05-01"}
    content = pack(held.workspace, held.desk, keys, bundled.TODAY, Order(level=level, formats=FORMS))
    secrets = ("11010519491231002X", "110105199003070029", "13912345678", "解放路18号", "朝阳路9号", "6222021234567894321", "6222021234567894338", "欧阳采薇")  # fmt: skip
    assert {s: found(s, content) for s in secrets if found(s, content)} == {}
    assert "蔺相宜" in unzipped(content, "")[0]["report/leads.json"].decode()
    inner = pack(held.workspace, held.desk, keys, bundled.TODAY, Order(formats=FORMS))
    assert all(found(s, inner) for s in secrets if s != "6222021234567894338" or found(s, inner))
    for where, part in parts(inner):
        assert "report/" not in where or b"11010519491231002X" not in part


def test_decisions_on_identities_and_leads_are_in_the_pack(tmp_path: Path) -> None:
    held = opened(tmp_path / "w", "construction")
    document = document_of(held.desk, bundled.keys("construction"), bundled.TODAY)
    lead = document["leads"][0]["id"]
    at = "2026-01-02T00:00:00Z"
    judge_lead(held.workspace, LeadVerdict("construction", lead, "dismissed", "the price was paid later", "amy", at))
    matches = [m for m in held.desk.snapshot.matches if m.decision == "perhaps"]
    if matches:
        decide(held.workspace, matches[0].id, "not", actor="amy", at=at, reason="two people")
    content = pack(held.workspace, open_desk(held.workspace), bundled.keys("construction"), bundled.TODAY, Order())
    told = json.loads(unzipped(content, "")[0]["decisions.json"])
    assert {"lead": lead, "reason": "the price was paid later", "actor": "amy"}.items() <= told[-1].items()
    court = pack(held.workspace, held.desk, bundled.keys("construction"), bundled.TODAY, Order(level="court"))
    assert "amy" not in unzipped(court, "")[0]["decisions.json"].decode() or "actor" not in told[0]


def test_a_folder_with_a_pack_in_it_says_which_of_its_files(tmp_path: Path, whole: bytes) -> None:
    folder = tmp_path / "out" / "construction"
    folder.mkdir(parents=True)
    (folder / PACK_NAME).write_bytes(whole)
    (tmp_path / "out" / "SHA256SUMS").write_text(sha_sums(tmp_path / "out"), encoding="utf-8")
    assert verify(tmp_path / "out", rederive=True)["ok"]
    at = whole.index(b'"leads": [') + 40
    (folder / PACK_NAME).write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
    told = [a["what"] for a in verify(tmp_path / "out")["altered"]]
    assert told == [f"construction/{PACK_NAME}: report/leads.json", f"construction/{PACK_NAME}"]
    shutil.rmtree(folder)
    with pytest.raises(LookthroughError, match="no evidence pack"):
        verify(tmp_path / "out", rederive=True)
