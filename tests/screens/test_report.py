"""The report dialog: the same bytes as the command line, noted, encrypted."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pyrage
import pytest
from streamlit.testing.v1 import AppTest

from casework.cases import keep_file
from casework.copies import Copy
from casework.encryption import to_keys, with_passphrase
from casework.load import Import, bring_in
from casework.page_pictures import page_count, page_pictures
from casework.verdicts import LeadVerdict, judge_lead
from graph.store.workspace import Workspace
from reports.form import FORMS
from reports.report_format import FORMATS
from screens import report_copy
from screens.report_copy import ALL, Ground, file_name, ground, handed_out, one_file, single
from tests.called import started
from tests.screens.test_app import AT, ROOT, said

PAGE = """
import streamlit as st
from screens import report, state
st.query_params["case"] = "construction"
state.guarded(lambda: report._choices("construction"))
"""
CASE = ROOT / "examples" / "cases" / "construction.toml"


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The construction case, with its first lead dismissed."""
    place = Workspace.at(tmp_path_factory.mktemp("report") / "workspace")
    bring_in(place, Import((ROOT / "examples" / "construction",), None, "construction"), actor="test", at=AT)
    keep_file(place, CASE)
    on = ground(place, "construction")
    assert on is not None
    lead = report_copy._document(on)["leads"][1]["id"]
    judge_lead(place, LeadVerdict("construction", lead, "dismissed", "paid in kind", "amy", AT))
    return place


@pytest.fixture
def on(held: Workspace) -> Ground:
    found = ground(held, "construction")
    assert found is not None
    return found


@pytest.fixture(scope="module")
def letterhead() -> bytes:
    paper = docx.Document()
    paper.sections[0].header.paragraphs[0].text = "Firm & Partners"
    target = io.BytesIO()
    paper.save(target)
    return target.getvalue()


@pytest.mark.parametrize(
    ("wanted", "asked"),
    [
        (Copy(formats=("json", "html", "xlsx")), ()),
        (
            Copy("client", "2027-05-01", ("L1", "L3"), ("pdf", "docx"), "zh", ("judge", "affidavit"), "printed"),
            ("--level", "client", "--delete-by", "2027-05-01", "--leads", "L1,L3", "--formats", "pdf,docx", "--lang", "zh", "--form", "judge,affidavit", "--dismissed"),
        ),
        (Copy("court", pack="added"), ("--level", "court", "--pack")),
    ],
    ids=["internal", "client", "court"],
)  # fmt: skip
def test_the_app_gives_the_bytes_of_the_command_line(
    held: Workspace, on: Ground, wanted: Copy, asked: tuple[str, ...], tmp_path: Path, letterhead: bytes
) -> None:
    """In two processes; what is chosen alike is alike, one file or all of it."""
    if "docx" in wanted.formats:
        (tmp_path / "paper.docx").write_bytes(letterhead)
        asked = (*asked, "--letterhead", "paper.docx")
        wanted = replace(wanted, letterhead=letterhead)
    ran = started("--workspace", held.folder, "leads", CASE, "--out", "out", *asked, cwd=tmp_path)
    assert ran.returncode == 0, ran.stderr
    written = {p.name: p.read_bytes() for p in (tmp_path / "out" / "construction").iterdir()}
    body = handed_out(on, wanted, ALL, None, "amy")
    with zipfile.ZipFile(io.BytesIO(body)) as box:
        assert {name: box.read(name) for name in box.namelist()} == written
    for name in wanted.names():
        assert one_file(on, wanted, name) == written[name], name


def test_every_download_stands_in_the_trail_with_level_hash_and_encryption(held: Workspace, on: Ground) -> None:
    key = pyrage.x25519.Identity.generate()
    public = str(key.to_public())
    wanted = Copy("client", formats=("json",), forms=("preservation",))
    plain = handed_out(on, wanted, "leads.json", None, "amy")
    handed_out(on, wanted, "preservation.ics", None, "amy")
    closed = handed_out(on, wanted, "leads.zip.age", to_keys((public,)), "amy")
    entries = held.trail()[-3:]
    told = [json.loads(e.detail) for e in entries]
    assert [(e.verb, e.object, e.actor) for e in entries] == [("export", "construction", "amy")] * 3
    assert [(t["level"], t["file"]) for t in told] == [
        ("client", "construction-leads.json"), ("court", "construction-preservation.ics"), ("client", "construction-leads.zip.age"),
    ]  # fmt: skip
    assert (told[2]["encrypted"], told[2]["for"]) == ("keys", [public])
    assert len({t["sha256"] for t in told}) == 3
    with zipfile.ZipFile(io.BytesIO(pyrage.decrypt(closed, [key]))) as box:
        assert box.read("leads.json") == plain


def test_a_passphrase_of_the_dialog_is_kept_nowhere(held: Workspace, on: Ground) -> None:
    word = "tinplate-orchard-marble-quiet"
    handed_out(on, Copy(formats=("json",)), "leads.zip", with_passphrase("zip", word), "amy")
    assert not [p for p in held.folder.rglob("*") if p.is_file() and word.encode() in p.read_bytes()]


def test_one_file_alone_is_set_without_the_others() -> None:
    wanted = Copy(formats=tuple(FORMATS), forms=tuple(FORMS), pack="added")
    assert single(wanted, "leads.pdf") == Copy(formats=("pdf",))
    assert single(wanted, "judge.docx") == Copy(formats=(), forms=("judge",))
    assert single(wanted, "evidence.zip") == Copy(formats=tuple(FORMATS), pack="added")
    assert all(name in single(wanted, name).names() for name in wanted.names())
    assert (file_name("a", ALL), file_name("a", "leads.pdf")) == ("a.zip", "a-leads.pdf")


def test_a_new_decision_and_a_new_case_file_are_seen(held: Workspace, on: Ground) -> None:
    again = ground(held, "construction")
    assert again == on
    judge_lead(held, LeadVerdict("construction", "lead", "confirmed", "", "amy", AT))
    assert ground(held, "construction") != on


def test_pages_are_pictures_of_the_bytes_given(on: Ground) -> None:
    body = one_file(on, Copy("court", formats=("pdf",), language="zh"), "leads.pdf")
    count = page_count(body)
    first, last = page_pictures(body, (0, count - 1), 0.5)
    assert count > 3 and first.startswith(b"\x89PNG") and first != last
    assert page_pictures(body, (0,), 0.5) == [first]


@pytest.fixture
def dialog(held: Workspace, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("LOOKTHROUGH_WORKSPACE", str(held.folder))
    page = AppTest.from_string(PAGE, default_timeout=120)
    page.query_params["lang"] = "en"
    page.run()
    assert not page.exception
    return page


def taken(page: AppTest) -> list[str]:
    return [str(b.proto.label) for b in page.get("download_button")]


def pick(page: AppTest, key: str, value: Any) -> AppTest:
    chosen: Any = next(g for g in page.get("button_group") if g.key == key)
    chosen.set_value(value).run()
    assert not page.exception
    return page


def test_what_can_be_taken_follows_the_choice(dialog: AppTest) -> None:
    assert taken(dialog) == ["All of it (one ZIP)", "leads.json", "leads.html", "leads.xlsx", "leads.pdf"]
    assert len(dialog.multiselect(key="report-leads").value) == 2, "a dismissed lead is not chosen"
    dialog.multiselect(key="report-forms").select("judge").select("preservation").run()
    assert [n for n in taken(dialog) if "leads" not in n][1:] == ["judge.pdf", "judge.docx", "preservation.pdf", "preservation.docx", "preservation.ics"]  # fmt: skip
    dialog.toggle(key="report-pack").set_value(True).run()
    assert taken(dialog)[-1] == "evidence.zip" and "pass it on encrypted" in said(dialog)
    dialog.multiselect(key="report-leads").set_value([]).run()
    assert taken(dialog) == [] and "Choose at least one lead" in said(dialog)


def test_encryption_waits_for_two_equal_passphrases_or_a_key(dialog: AppTest) -> None:
    pick(dialog, "report-encrypt", "zip")
    assert taken(dialog) == [] and "kept nowhere" in said(dialog)
    dialog.text_input(key="report-pass").set_value("correct horse battery")
    dialog.text_input(key="report-pass-2").set_value("correct horse batterx").run()
    assert taken(dialog) == [] and "two passphrases differ" in said(dialog)
    dialog.text_input(key="report-pass-2").set_value("correct horse battery").run()
    assert taken(dialog) == ["leads.zip"]
    pick(dialog, "report-encrypt", "pdf")
    assert taken(dialog) == ["leads.pdf"]
    pick(dialog, "report-encrypt", "keys")
    assert taken(dialog) == []
    dialog.text_area(key="report-keys").set_value("age1nonsense").run()
    assert "not an age public key" in said(dialog)
    dialog.text_area(key="report-keys").set_value(str(pyrage.x25519.Identity.generate().to_public())).run()
    assert taken(dialog) == ["leads.zip.age"]


def test_the_preview_shows_pages_at_the_chosen_level(dialog: AppTest) -> None:
    pick(dialog, "report-level", "court")
    dialog.toggle(key="report-preview").set_value(True).run()
    assert not dialog.exception
    shown = dialog.get("image")
    assert len(shown) == 6 and "the very bytes that are downloaded" in said(dialog)
