"""What the command line prints: whole, plain, and steering nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from commands import parties, reports, terminal
from graph.errors import LookthroughError
from tests.called import Call


@pytest.mark.parametrize(
    ("given", "hoisted"),
    [
        (["status", "--json"], ["--json", "status"]),
        (["owners", "A", "--workspace", "w"], ["--workspace", "w", "owners", "A"]),
        (["owners", "A", "--workspace=w"], ["--workspace=w", "owners", "A"]),
        (["owners", "A", "--workspace"], ["owners", "A", "--workspace"]),
        (["import", "--", "--json"], ["import", "--", "--json"]),
        (["query", "run", "x", "--param", "a=1"], ["query", "run", "x", "--param", "a=1"]),
    ],
)
def test_only_the_two_common_options_move_to_the_front(given: list[str], hoisted: list[str]) -> None:
    assert terminal.hoist(given) == hoisted


def test_a_fault_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    terminal.complain("two\nlines \x1b[2J and a \u202edrow")
    told = capsys.readouterr().err
    assert told.count("\n") == 1 and "\x1b" not in told and "\u202e" not in told
    terminal.complain("x" * 10_000)
    assert len(capsys.readouterr().err) < 3_000


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (LookthroughError("what", "where", "mend"), "what (where): mend"),
        (PermissionError(13, "Permission denied", "/x"), "Permission denied (/x)"),
        (KeyError("x"), "LOOKTHROUGH_DEBUG"),
    ],
)
def test_every_fault_says_what_where_and_how_to_mend_it(fault: Exception, words: str) -> None:
    assert words in terminal.as_line(fault)


def test_an_unforeseen_fault_shows_its_trace_on_request(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert terminal.unforeseen(ValueError("x")) == 2
    assert capsys.readouterr().err.count("\n") == 1
    monkeypatch.setenv("LOOKTHROUGH_DEBUG", "1")
    terminal.unforeseen(ValueError("x"))
    assert "ValueError" in capsys.readouterr().err.splitlines()[0]


def test_names_are_printed_as_they_are(call: Call, tmp_path: Path) -> None:
    """ ":ring:" is no picture, a bracket no markup, an escape no command, and a long line stays one line."""
    folder = tmp_path / "ring"
    folder.mkdir()
    name = "[red]甲[/red] :ring: " + "长" * 200
    (folder / "parties.csv").write_text(f"id,kind,name\nA,company,{name}\nB,company,\x1b[31m乙\n", encoding="utf-8")
    (folder / "holdings.csv").write_text("owner,company,share\nA,B,60%\n")
    call("import", folder)
    shown = call("owners", "B").out
    assert f"60%  {name} (A)" in shown and "\x1b" not in shown
    row = call("query", "run", "owners-up", "--param", "party=B").out.splitlines()[1]
    assert name in row


@pytest.mark.parametrize(
    ("value", "shown"),
    [(None, "unknown"), ("25/34", "73.53%"), ({"low": "1/4", "high": "1/2"}, "25–50%"), ("0", "0%")],
)
def test_shares_are_shown_as_per_cents(value: object, shown: str) -> None:
    assert parties.share_text(value) == shown


def test_leads_are_told_in_the_language_asked_for() -> None:
    document = {
        "case": {"title": "T"}, "as_of": "2024-01-01", "assets": [],
        "leads": [
            {"rank": 1, "tier": "lead", "title": {"zh": "甲", "en": "a"}, "summary": {"zh": "乙", "en": "b"},
             "score": {"priority": 0.5}, "route": "C"}
        ],
    }  # fmt: skip
    lines = {tongues: "\n".join(reports._lead_lines(document, tongues)) for tongues in (("zh",), ("en",), ("zh", "en"))}
    assert "甲" in lines["zh",] and "b" not in lines["zh",].replace("background", "")
    assert "a · priority 0.5000" in lines["en",] and "乙" not in lines["en",]
    assert "甲 / a" in lines["zh", "en"] and "乙" in lines["zh", "en"]


def test_a_step_shows_its_share_its_end_and_its_row() -> None:
    rows = [{"source": "holdings.csv", "row": 2}]
    edge = {"kind": "ownership", "from": "A", "to": "B", "share": "3/5", "end": "2020-01-01", "evidence": rows}
    names = {"A": "甲", "B": "乙"}
    assert parties._step(edge, names) == "甲 –ownership 60% until 2020-01-01→ 乙 [holdings.csv row 2]"
    assert parties._step({**edge, "share": None, "end": None}, names) == "甲 –ownership→ 乙 [holdings.csv row 2]"
