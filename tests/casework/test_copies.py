"""A copy of a case: what is in it, what is masked, what lies beside it."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pikepdf
import pyrage
import pytest
import pyzipper

from casework.copies import Copy, copy_files, put_copy
from casework.desk import document_of
from casework.encryption import Encryption, encrypted, to_keys, with_passphrase
from casework.pack import PACK_NAME
from casework.rederive import rederive
from casework.verdicts import LeadVerdict, judge_lead
from casework.zips import unzipped
from graph.errors import LookthroughError
from graph.store.sums import check_sums
from reports.form import FORMS
from reports.levels import LEVELS
from reports.report_format import FORMATS
from tests import bundled
from tests.casework.test_pack import World, opened, personal
from tests.reports.unpacked import found, found_any

KEYS = {"id": "k", "debtors": ["D"], "amount": "1000000", "arose": "2022-05-01"}
NUMBERS = ("11010519491231002X", "110105199003070029", "13912345678", "解放路18号", "朝阳路9号", "6222021234567894321", "6222021234567894338")  # fmt: skip
OUTSIDER = "欧阳采薇"
PASSPHRASE = "correct horse battery staple"
AT = "2026-01-02T00:00:00Z"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return personal(tmp_path_factory.mktemp("copies") / "p")


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> World:
    return opened(tmp_path_factory.mktemp("case") / "w", "construction")


def everything(level: str, pack: str = "added") -> Copy:
    return Copy(level, "2027-05-01", formats=tuple(FORMATS), forms=tuple(FORMS), pack=pack)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def copies(world: World) -> Mapping[str, dict[str, bytes]]:
    """Every format, every form and the pack, at every level."""
    return {level: copy_files(world.workspace, world.desk, KEYS, bundled.TODAY, everything(level)) for level in LEVELS}


@pytest.mark.parametrize("level", LEVELS)
def test_the_files_are_those_that_were_announced(level: str, copies: Mapping[str, dict[str, bytes]]) -> None:
    assert tuple(copies[level]) == everything(level).names()
    assert len(copies[level]) == len(FORMATS) + sum(len(form.suffixes) for form in FORMS.values()) + 1


@pytest.mark.parametrize("level", LEVELS)
def test_what_is_masked_stands_in_no_file_of_the_copy(level: str, copies: Mapping[str, dict[str, bytes]]) -> None:
    """The pack of an internal copy holds rows as given, and says so; its reports are masked as all are."""
    for name, content in copies[level].items():
        if name == PACK_NAME and level == "internal":
            reports = {n: b for n, b in unzipped(content, "")[0].items() if n.startswith("report/")}
            assert not [(n, told) for n, b in reports.items() for told in found_any(NUMBERS, b)]
            continue
        hidden = NUMBERS if level == "internal" and name.startswith("leads.") else (*NUMBERS, OUTSIDER)
        assert not found_any(hidden, content), name


@pytest.mark.parametrize("level", LEVELS)
def test_the_search_finds_what_is_there(level: str, copies: Mapping[str, dict[str, bytes]]) -> None:
    """A party of the case stands in every report: else the test above could not fail."""
    for name, content in copies[level].items():
        if name.startswith("leads."):
            assert found("蔺相宜", content), name


def opened_age(content: bytes, how: Encryption) -> bytes:
    return bytes(pyrage.passphrase.decrypt(content, how.passphrase))


def opened_zip(content: bytes, how: Encryption) -> dict[str, bytes]:
    with pyzipper.AESZipFile(io.BytesIO(content)) as box:
        box.setpassword(how.passphrase.encode())
        return {name: box.read(name) for name in box.namelist()}


def opened_pdf(content: bytes, how: Encryption) -> bytes:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(content), password=how.passphrase) as book:
        book.save(target)
    return target.getvalue()


OPEN: Mapping[str, Callable[[bytes, Encryption], Any]] = {"age": opened_age, "zip": opened_zip, "pdf": opened_pdf}


@pytest.mark.parametrize("kind", OPEN)
@pytest.mark.parametrize("level", ["client", "court"])
def test_an_encrypted_copy_shows_nothing_and_hides_nothing_but_what_is_masked(
    kind: Any, level: str, copies: Mapping[str, dict[str, bytes]]
) -> None:
    how = with_passphrase(kind, PASSPHRASE)
    for content in encrypted(copies[level], how).values():
        raw = [form for name in (*NUMBERS, OUTSIDER, "蔺相宜", "share_transfers.csv") for form in (name.encode(), name.encode("utf-16-le"))]  # fmt: skip
        assert not [said for said in raw if said in content]
        inside = OPEN[kind](content, how)
        for body in inside.values() if isinstance(inside, dict) else (inside,):
            assert not found_any((*NUMBERS, OUTSIDER), body)


def test_internal_rows_in_an_encrypted_pack_are_there_for_the_reader_alone(
    copies: Mapping[str, dict[str, bytes]],
) -> None:
    held = pyrage.x25519.Identity.generate()
    content = encrypted(copies["internal"], to_keys((str(held.to_public()),)))["leads.zip.age"]
    assert NUMBERS[0].encode() not in content
    files, altered = unzipped(pyrage.decrypt(content, [held]), "copy")
    assert altered == [] and files[PACK_NAME] == copies["internal"][PACK_NAME]
    assert rederive(unzipped(files[PACK_NAME], "pack")[0], "pack") == []


def test_the_same_choice_gives_the_same_bytes(world: World, copies: Mapping[str, dict[str, bytes]]) -> None:
    document = document_of(world.desk, KEYS, bundled.TODAY)
    again = copy_files(world.workspace, world.desk, KEYS, bundled.TODAY, everything("client"), document)
    assert again == copies["client"]


def leads_in(files: Mapping[str, bytes]) -> list[str]:
    return [lead["title"]["en"] for lead in json.loads(files["leads.json"])["leads"]]


def test_chosen_leads_alone_go_out_in_report_forms_and_pack(case: World) -> None:
    keys = bundled.keys("construction")
    wanted = Copy("court", leads=("L2",), formats=("json",), forms=("court",), pack="added")
    files = copy_files(case.workspace, case.desk, keys, bundled.TODAY, wanted)
    document = document_of(case.desk, keys, bundled.TODAY)
    second = document["leads"][1]["title"]["en"]
    assert leads_in(files) == [second]
    assert leads_in({"leads.json": unzipped(files[PACK_NAME], "")[0]["report/leads.json"]}) == [second]
    told = json.loads(files["leads.json"])
    assert all(row["leads"] in ([], ["lead-1"]) for row in told["liable_parties"])
    assert not [lead["id"] for lead in document["leads"] if lead["id"] in files["leads.json"].decode()]
    assert len(told["calendar"]) < len(document["calendar"])
    assert not found_any([lead["id"] for lead in document["leads"]], files[PACK_NAME]), "ids are hashes of rows"
    with pytest.raises(LookthroughError, match="no lead L99"):
        copy_files(case.workspace, case.desk, keys, bundled.TODAY, Copy(leads=("L99",)))


def test_a_court_copy_leaves_out_what_was_dismissed_and_others_keep_it(tmp_path: Path) -> None:
    held = opened(tmp_path / "w", "construction")
    keys = bundled.keys("construction")
    first = document_of(held.desk, keys, bundled.TODAY)["leads"][0]
    judge_lead(held.workspace, LeadVerdict("construction", first["id"], "dismissed", "paid later", "amy", AT))

    def titles(level: str, **more: Any) -> list[str]:
        wanted = Copy(level, formats=("json",), **more)
        return leads_in(copy_files(held.workspace, held.desk, keys, bundled.TODAY, wanted))

    assert first["title"]["en"] not in titles("court")
    assert first["title"]["en"] in titles("client") and first["title"]["en"] in titles("internal")
    assert titles("court", leads=("L1",)) == [first["title"]["en"]], "chosen by name, it is printed"


def put(case: World, out: Path, wanted: Copy, how: Encryption | None = None) -> Path:
    keys = bundled.keys("construction")
    document = document_of(case.desk, keys, bundled.TODAY)
    return put_copy(document, copy_files(case.workspace, case.desk, keys, bundled.TODAY, wanted, document), out, wanted, how).out  # fmt: skip


def test_no_plain_file_lies_beside_an_encrypted_copy(case: World, tmp_path: Path) -> None:
    how = with_passphrase("zip", PASSPHRASE)
    folder = put(case, tmp_path, Copy(), how)
    assert sorted(p.name for p in folder.iterdir()) == ["SHA256SUMS", "leads.zip"]
    assert check_sums(folder) == []
    put(case, tmp_path, Copy("court"), how)
    (folder / "notes.txt").write_text("plain")
    with pytest.raises(LookthroughError, match=r"plain files lie there already: notes.txt"):
        put(case, tmp_path, Copy(), how)


def test_copies_of_two_levels_are_never_mixed_in_one_folder(case: World, tmp_path: Path) -> None:
    put(case, tmp_path, Copy(formats=("html",)))
    with pytest.raises(LookthroughError, match=r"files of the internal copy would stay .*leads.html"):
        put(case, tmp_path, Copy("court", formats=("json",)))
    folder = put(case, tmp_path, Copy("court", formats=("html",)))
    assert json.loads((folder / "leads.json").read_text("utf-8"))["level"] == "court", "all of it was written anew"


@pytest.mark.parametrize(
    "wrong", [{"level": "x"}, {"delete_by": "soon"}, {"formats": ("exe",)}, {"forms": ("judges",)}]
)
def test_what_is_no_choice_is_refused_before_a_case_is_worked(wrong: dict[str, Any]) -> None:
    with pytest.raises(LookthroughError):
        Copy(**wrong).checked()
