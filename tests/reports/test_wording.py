"""Phrases, money, shares, guarded words, safe cells."""

from __future__ import annotations

import re
import tomllib
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import wording
from reports.wording import guarded, money, money_range, period, phrase, safe_cell, say, sentences, share, term

FILES = [tomllib.loads(resources.files("reports").joinpath(name).read_text("utf-8")) for name in wording.PHRASE_FILES]
PHRASES = {table: {k: v for each in FILES for k, v in each.get(table, {}).items()} for one in FILES for table in one}


def test_no_file_of_phrases_takes_a_key_of_another() -> None:
    keys = [(table, key) for each in FILES for table, rows in each.items() for key in rows]
    assert len(keys) == len(set(keys))


def test_every_phrase_has_both_languages_with_the_same_gaps() -> None:
    for table, rows in PHRASES.items():
        for key, row in rows.items():
            assert set(row) == {"zh", "en"}, (table, key)
            assert row["zh"], (table, key)
            assert set(re.findall(r"{\w+}", row["zh"])) == set(re.findall(r"{\w+}", row["en"])), (table, key)


def test_every_phrase_that_the_templates_name_exists() -> None:
    folder = resources.files("reports")
    for name in ("html_template.html", "html_leads.html", "html_annexes.html"):
        for key in re.findall(r'face\.t\("([a-z_]+\.[a-z_]+)"', folder.joinpath(name).read_text(encoding="utf-8")):
            table, _, word = key.partition(".")
            assert word in PHRASES[table], (name, key)


def test_a_tier_is_never_called_a_fact() -> None:
    shown = [row[each] for row in PHRASES["tier"].values() for each in ("zh", "en")]
    assert not [text for text in shown if "事实" in text or re.search(r"\bfact\b", text)]
    assert term("tier", "fact", "zh") == "记录直接显示"


def test_a_code_of_a_later_version_prints_as_itself() -> None:
    assert term("tier", "certain", "en") == "certain"
    assert term("tier", None, "en") == "—"
    with pytest.raises(KeyError):
        phrase("notice.no_such_line", "zh")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("7/10", "70%"),
        ("1/1", "100%"),
        ("1/3", "≈33.33% (1/3)"),
        ("1/800", "≈0.12% (1/800)"),
        ("0/1", "0%"),
        ("25-50%", "25-50%"),
        (None, "—"),
    ],
)
def test_share(text: str | None, shown: str) -> None:
    assert share(text) == shown


def test_a_share_as_an_interval_is_a_band() -> None:
    assert share({"low": "1/4", "high": "1/2"}) == "25%–50%"


def test_money_keeps_every_cent_and_names_its_currency() -> None:
    assert money("8000000.00", "CNY", "zh") == "8,000,000元"
    assert money("8000000.05", "CNY", "en") == "CNY 8,000,000.05"
    assert money("12345678901234567.89", "USD", "zh") == "USD 12,345,678,901,234,567.89"
    assert money(None, "CNY", "zh") == "—"
    assert money("about ten", "CNY", "en") == "about ten"


def test_a_range_of_one_sum_is_one_sum_and_an_open_end_is_said() -> None:
    assert money_range({"low": "1.00", "high": "1"}, "CNY", "en") == "CNY 1"
    assert money_range({"low": "1", "high": None, "currency": "HKD"}, "CNY", "en") == "≥ HKD 1"
    assert money_range(None, "CNY", "zh") == "—"


def test_period() -> None:
    assert period({"start": "2013-05", "end": None}, "zh") == "2013-05起"
    assert period({"start": "2013-05", "end": "2013-05"}, "en") == "2013-05"
    assert period(None, "en") == "—"


@pytest.mark.parametrize(
    ("language", "text", "shown"),
    [
        ("zh", "债务人恶意转移财产", "债务人转移财产"),
        ("zh", "恶意串通", "恶意串通"),
        ("zh", "系空壳公司", "系空壳公司特征"),
        ("zh", "空壳公司特征", "空壳公司特征"),
        ("zh", "虚假诉讼", "符合虚假诉讼特征，待法院认定"),
        ("zh", "《关于防范虚假诉讼的意见》", "《关于防范虚假诉讼的意见》"),
        ("en", "a shell company", "signals of shell company"),
        ("en", "signals of a shell company", "signals of a shell company"),
        ("en", "Royal Dutch Shell plc", "Royal Dutch Shell plc"),
        ("en", "Sham litigation", "Signals of Sham litigation"),
        ("en", "shell tests", "shell tests"),
    ],
)
def test_accusations_print_as_signals(language: wording.Language, text: str, shown: str) -> None:
    assert guarded(text, language) == shown
    assert guarded(shown, language) == shown


def test_sentences_lose_no_letter() -> None:
    text = "A Co. Ltd paid CNY 1.50. It did so twice; No. 5 shows it. 海州 held 70%."
    assert sentences(text, "en") == (
        "A Co. Ltd paid CNY 1.50.",
        "It did so twice;",
        "No. 5 shows it.",
        "海州 held 70%.",
    )
    assert sentences("甲付1.5元。乙未付。", "zh") == ("甲付1.5元。", "乙未付。")


@given(st.text())
def test_no_cell_begins_as_a_formula(text: str) -> None:
    shown = safe_cell(text)
    assert not shown.lstrip(" \u3000\ufeff").startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))
    assert shown in (text, "'" + text)


def test_a_harmless_cell_is_left_alone() -> None:
    assert safe_cell("70% of 甲公司") == "70% of 甲公司"
    assert safe_cell("=1+1") == "'=1+1"


def test_say_falls_back_to_the_other_language() -> None:
    assert say({"zh": "甲", "en": ""}, "en") == "甲"
    assert say({"zh": "甲", "en": "A"}, "both") == "甲\nA"
    assert say(None, "zh") == ""
