"""Copies for the house, the client, the court."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest

from casework.filing import Choice, form_files
from casework.verdicts import LeadVerdict
from graph.errors import LookthroughError
from reports.dossier import dossier
from reports.form import FORMS
from reports.levels import AT_THE_END, LEVELS, released
from reports.redact import redact
from reports.report_format import FORMATS
from tests.reports.unpacked import found, parts

OUTSIDER = "欧阳采薇"
FOREIGNER = "Mary Quentin-Jones"
RESIDENT = "11010519491231002X"
ACCOUNT = "6222021234567894321"
PHONE = "13912345678"
STREET = "解放路18号2栋401室"
CHILD = "顾小满"
SECRETS = {"ID": RESIDENT, "account": ACCOUNT, "phone": PHONE, "home": STREET, "minor": CHILD}


@pytest.fixture
def planted(document: dict[str, Any]) -> dict[str, Any]:
    """The sample with two persons who are no party of it, and what must be masked, in many places."""
    said = f"{OUTSIDER}（身份证号{RESIDENT}，电话{PHONE}，住海州市新浦区{STREET}，账号{ACCOUNT}）与{CHILD}在场；{FOREIGNER} signed."
    inside = document["leads"][0]["chain"]["nodes"][0]
    document["persons"] = [
        {"id": "p-out", "names": [OUTSIDER]},
        {"id": "p-abroad", "names": [FOREIGNER]},
        {"id": inside["id"], "names": [inside["name"]]},
    ]
    document["leads"][0]["evidence"][0]["text"] = {"zh": said, "en": said}
    document["leads"][0]["chain"]["nodes"].append({"id": "child", "name": CHILD, "kind": "person", "minor": True})
    document["case"]["title"] = f"Claim, heard with {FOREIGNER}"
    document["contradictions"].append(
        {
            "kind": "shares", "parties": [{"id": "p-out", "name": OUTSIDER, "kind": "person"}], "settle": None,
            "period": {"start": None, "end": None},
            "statements": [{"source": f"{OUTSIDER}.csv", "row": 2, "value": f"{OUTSIDER} 30%", "sha256": "ab" * 32}],
        }
    )  # fmt: skip
    return document


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("form", FORMATS)
def test_what_is_masked_stands_nowhere_in_the_file(form: str, level: str, planted: dict[str, Any]) -> None:
    content = FORMATS[form].render(dossier(released(planted, level)))
    for what, secret in SECRETS.items():
        assert found(secret, content) == [], what
    for name in (OUTSIDER, FOREIGNER):
        assert bool(found(name, content)) == (LEVELS[level].outsiders == "named")


@pytest.mark.parametrize("form", FORMS)
def test_what_is_masked_stands_in_no_form_and_no_reason_of_a_dismissal(form: str, planted: dict[str, Any]) -> None:
    verdict = LeadVerdict(
        "c", planted["leads"][1]["id"], "dismissed", f"{OUTSIDER} {RESIDENT}", "a", "2024-10-02T00:00:00Z"
    )
    choice = Choice(verdicts={verdict.lead: verdict}, dismissed="printed")
    for content in form_files(planted, FORMS[form], choice).values():
        for what, secret in SECRETS.items():
            assert found(secret, content) == [], what
        assert not [name for name in (OUTSIDER, FOREIGNER) if found(name, content)]


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_in_which_something_was_forgotten_is_caught(form: str, planted: dict[str, Any]) -> None:
    """The search itself finds what is not masked, in every format: else the test above could not fail."""
    planted["leads"][0]["evidence"][0]["text"] = {"zh": "鹿角", "en": "鹿角"}
    content = FORMATS[form].render(dossier(planted))
    assert found("鹿角", content)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_level_and_day_of_deletion_stand_in_every_file(
    form: str, level: str, language: Any, document: dict[str, Any]
) -> None:
    content = FORMATS[form].render(dossier(released(document, level, "2027-05-01"), language=language))
    text = b"\n".join(part for _, part in parts(content)).decode("utf-8", "ignore")
    assert LEVELS[level].titles[language].split("（")[0].split(" (")[0] in text
    assert "2027-05-01" in text


def test_every_sheet_carries_the_marks_on_screen_and_on_paper(document: dict[str, Any]) -> None:
    content = FORMATS["xlsx"].render(dossier(released(document, "court", "2027-05-01"), language="en"))
    book = openpyxl.load_workbook(io.BytesIO(content))
    for sheet in book:
        assert "delete by 2027-05-01" in str(sheet.oddFooter.left.text)
        assert any("delete by 2027-05-01" in str(row[0]) for row in sheet.iter_rows(values_only=True))


def test_every_printed_page_of_the_web_report_carries_the_marks(document: dict[str, Any]) -> None:
    page = FORMATS["html"].render(dossier(released(document, "court", "2027-05-01"), language="en")).decode()
    running = page[page.index("@bottom-left") :]
    assert "2027\\2d 05\\2d 01" in running[: running.index("}")]


def test_without_a_day_a_copy_goes_with_its_case(document: dict[str, Any]) -> None:
    assert released(document)["marks"][1] == AT_THE_END
    document["case"]["delete_by"] = "2028-01-31"
    assert "2028-01-31" in released(document)["marks"][1]["en"]
    assert "2027-05-01" in released(document, "client", "2027-05-01")["marks"][1]["zh"]


@pytest.mark.parametrize(("level", "day"), [("secret", None), ("court", "next year"), ("court", "2027-02-30")])
def test_no_such_level_or_day(level: str, day: str | None, document: dict[str, Any]) -> None:
    with pytest.raises(LookthroughError):
        released(document, level, day)


def test_a_court_copy_holds_no_signals_and_no_scores(document: dict[str, Any]) -> None:
    document["leads"][-1]["tier"] = "signal"
    signal = document["leads"][-1]["id"]
    shown = redact(released(document, "court"))
    assert [lead["score"] for lead in shown["leads"]] == [None] * (len(document["leads"]) - 1)
    assert signal not in json.dumps(shown)
    assert len(released(document, "client")["leads"]) == len(document["leads"])


def test_who_is_only_to_be_checked_is_internal(document: dict[str, Any]) -> None:
    columns = {row["column"] for row in document["liable_parties"]}
    assert "check_only" in columns
    assert {row["column"] for row in released(document)["liable_parties"]} == columns
    assert "check_only" not in {row["column"] for row in released(document, "client")["liable_parties"]}


def test_hashes_of_rows_are_numbered_anew_where_numbers_in_them_are_masked(document: dict[str, Any]) -> None:
    """A statement's id is a hash of its row: whoever knows all but an ID number could try them all against it."""
    kept = json.dumps(redact(released(document, "internal")))
    shown = redact(released(document, "court"))
    ids = {line["statement"] for lead in document["leads"] for line in lead["evidence"]}
    ids |= {lead["id"] for lead in document["leads"]}
    assert all(one in kept for one in ids)
    assert not [one for one in ids if one in json.dumps(shown)]
    pairs = [
        (before, after)
        for old, new in zip([x for x in document["leads"] if x["tier"] != "signal"], shown["leads"], strict=True)
        for before, after in zip(_named(old), _named(new), strict=True)
    ]
    assert len(set(pairs)) == len({before for before, _ in pairs}) == len({after for _, after in pairs})


def _named(lead: dict[str, Any]) -> list[str]:
    """Every statement that a lead names, in order."""
    edges = [one for edge in lead["chain"]["edges"] for one in edge["statements"]]
    return edges + [line["statement"] for line in lead["evidence"]]


def test_redacting_a_copy_twice_is_redacting_it_once(planted: dict[str, Any]) -> None:
    for level in LEVELS:
        once = redact(released(planted, level))
        assert redact(once) == once


def test_parties_of_the_case_keep_their_names(planted: dict[str, Any]) -> None:
    shown = redact(released(planted, "court"))
    assert [d["name"] for d in shown["case"]["debtors"]] == [d["name"] for d in planted["case"]["debtors"]]
    assert shown["case"]["title"] == "Claim, heard with M.Q.J. (1)"
    assert shown["contradictions"][-1]["parties"][0]["name"] == "欧阳某2"


def test_a_name_in_latin_letters_is_met_as_a_whole_word(document: dict[str, Any]) -> None:
    document["persons"] = [{"id": "x", "names": ["Li"]}]
    document["case"]["title"] = "Li v Limited Liability"
    assert redact(released(document, "court"))["case"]["title"] == "L. (1) v Limited Liability"


def test_a_zip_of_a_format_holds_no_more_than_its_parts(document: dict[str, Any]) -> None:
    """No cached strings, thumbnails or custom properties ride along in the office formats."""
    for form in FORMATS.values():
        content = form.render(dossier(document))
        if content.startswith(b"PK"):
            names = zipfile.ZipFile(io.BytesIO(content)).namelist()
            assert not [n for n in names if any(w in n.lower() for w in ("thumb", "calcchain", "custom", "cache"))]
