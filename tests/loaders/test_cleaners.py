"""Cells to exact values: the case and its near miss."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.schema import Column
from loaders import cleaners as c
from loaders.columns import bulk, filled


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2024-03-05", "2024-03-05"), ("2024年3月5日", "2024-03-05"), ("20240305", "2024-03-05"), ("2024/3/5", "2024-03-05"),
        ("2024.3.5", "2024-03-05"), ("2018-11-16 00:00:00", "2018-11-16"), ("2026年9月2日 15时00分", "2026-09-02"),
        ("2015-01-01T00:00:00+01:00", "2015-01-01"), ("2024", "2024"), ("2024-03", "2024-03"), ("2024年3月", "2024-03"), ("2024年3月5", "2024-03-05"),
        ("２０２４－０３－０５", "2024-03-05"), ("2024-02-29", "2024-02-29"), ("2024-00-00", "2024"), ("9999-12-30", None),
    ],
)  # fmt: skip
def test_a_date_is_read_as_exactly_as_it_is_known(text: str, value: str | None) -> None:
    assert c.clean_date(text) == c.Cleaned(value)


@pytest.mark.parametrize(
    "text",
    [
        "2023-02-29",
        "2023-02-30",
        "2024-13-01",
        "2024-00-05",
        "20230230",
        "5/3/2024",
        "soon",
        "19999",
        "60000",
        "45292 ff",
        "2024年3月至2025年",
    ],
)
def test_a_day_that_does_not_exist_or_is_unclear_is_a_fault_with_a_remedy(text: str) -> None:
    found = c.clean_date(text)
    assert found.value is None and text in found.reason and found.remedy


@pytest.mark.parametrize(
    ("text", "value"),
    [("45292", "2024-01-01"), ("45292.5", "2024-01-01"), ("４５２９２", "2024-01-01"), ("36526", "2000-01-01")],
)
def test_a_day_number_of_a_spreadsheet_is_read_and_said(text: str, value: str) -> None:
    found = c.clean_date(text)
    assert found.value == value and text in found.note and value in found.note


@settings(deadline=None)
@given(st.dates(min_value=date(2, 1, 1), max_value=date(9998, 12, 31)))
def test_every_writing_of_a_day_is_the_same_day(day: date) -> None:
    han, slash = f"{day.year:04d}年{day.month}月{day.day}日", f"{day.year:04d}/{day.month}/{day.day}"
    assert {c.clean_date(t).value for t in (day.isoformat(), han, slash, f"{day:%Y%m%d}".zfill(8))} == {day.isoformat()}


def test_a_printed_last_day_ends_the_day_after() -> None:
    assert c.after_last_day("2023-12-31") == "2024-01-01"
    assert c.after_last_day("2023-12") == "2023-12"


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("35%", "", "7/20"), ("35％", "", "7/20"), ("1/3", "", "1/3"), ("45.10%", "fraction", "451/1000"), ("0.4286", "fraction", "2143/5000"),
        ("87.5", "percent", "7/8"), ("87.5", "", "7/8"), ("0.5", "percent", "1/200"), ("100%", "", "1"), ("0", "", "0"),
        ("25-50%", "", "1/4..1/2"), ("25%至50%", "", "1/4..1/2"), ("0.25-0.5", "fraction", "1/4..1/2"), ("25-50", "", "1/4..1/2"),
        ("约51%", "", "101/200..103/200"), ("＜0.01%", "", "0..1/10000"), ("≥75%", "", "3/4..1"), ("1/4..1/2", "", "1/4..1/2"),
    ],
)  # fmt: skip
def test_shares_are_exact(text: str, unit: str, value: str) -> None:
    assert c.clean_share(text, unit=unit).value == value


@pytest.mark.parametrize(
    ("text", "unit", "reason"),
    [
        ("140%", "", "above 100 %"), ("100.01%", "", "above 100 %"), ("1.4", "fraction", "above 100 %"), ("3/2", "", "above 100 %"),
        ("0.5", "", "unit unclear"), ("1", "", "unit unclear"), ("0.25-0.5", "", "unit unclear"), ("-5%", "", "not a share"),
        ("50-25%", "", "not a share"), ("1/0", "", "not a share"), ("half", "", "not a share"), ("约", "", "not a share"),
    ],
)  # fmt: skip
def test_what_is_no_share_is_a_fault(text: str, unit: str, reason: str) -> None:
    found = c.clean_share(text, unit=unit)
    assert found.value is None and reason in found.reason and found.remedy


@pytest.mark.parametrize(
    ("text", "unit", "value", "currency"),
    [
        ("8000000", "", "8000000", ""), ("8,000,000.50", "", "8000000.5", ""), ("800万", "", "8000000", ""), ("1.19亿", "", "119000000", ""),
        ("8800.00万", "", "88000000", ""), ("51379.1647", "万元", "513791647", ""), ("305843.0395万元人民币", "", "3058430395", "CNY"),
        ("1,000 万元人民币（认缴）", "", "10000000", "CNY"), ("100万美元", "", "1000000", "USD"), ("HK$500", "", "500", "HKD"), ("0万元", "", "0", ""),
        ("人民币500万元整", "", "5000000", "CNY"), ("￥1,000", "", "1000", ""), ("€5", "", "5", "EUR"), ("-12.5", "", "-12.5", ""), ("5", "万美元", "50000", "USD"),
    ],
)  # fmt: skip
def test_money_in_every_unit(text: str, unit: str, value: str, currency: str) -> None:
    found = c.clean_money(text, unit=unit)
    assert (found.value, found.currency) == (value, currency)


@pytest.mark.parametrize("text", ["", "abc", "5苹果", "1.2.3", "万", "约100万"])
def test_what_is_no_amount_is_a_fault(text: str) -> None:
    found = c.clean_money(text)
    assert found.value is None and found.reason and found.remedy


def test_a_bare_dollar_is_read_as_us_and_said() -> None:
    assert c.clean_money("$5").currency == "USD" and c.clean_money("$5").note
    assert not c.clean_money("US$5").note


@settings(deadline=None)
@given(
    st.decimals(min_value=-(10**12), max_value=10**12, places=6),
    st.sampled_from(["", "元", "万", "万元", "亿", "千元"]),
)
def test_bulk_money_is_what_the_cleaner_makes(amount: Decimal, unit: str) -> None:
    text = f"{amount:f}"
    found = bulk(Column("price", (), "money"), pl.Series([text]), unit)
    assert found.odd.to_list() == [None]
    assert found.values[0] == c.clean_money(text, unit=unit).value


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("12,345股", "", "12345"),
        ("500", "万股", "5000000"),
        ("1.5万股", "", "15000"),
        ("7.0", "", "7"),
        ("7.5", "", None),
        ("many", "", None),
    ],
)
def test_counts(text: str, unit: str, value: str | None) -> None:
    assert c.clean_whole(text, unit=unit).value == value


@pytest.mark.parametrize("text", ["6.22202E+18", "6E+18", "person-no:6.2E+17", "a; 6.22202E+18"])
def test_a_rounded_number_is_lost(text: str) -> None:
    assert c.clean_identifier(text).reason


@pytest.mark.parametrize("text", ["E18", "6.22E", "2E公司", "1E+18号楼", "91330106589876543T"])
def test_a_number_that_only_looks_rounded_is_kept(text: str) -> None:
    assert c.clean_identifier(text) == c.Cleaned(text)


def test_words_currencies_and_yes() -> None:
    assert c.clean_word("法定代表人", words="role").value == "legal_representative"
    assert c.clean_word("Legal Representative", words="role").value == "legal_representative"
    odd = c.clean_word("雇佣兵", words="role")
    assert (odd.value, bool(odd.note)) == ("other", True)
    assert c.clean_word("moot", words="standing").value == "alleged"
    assert [c.clean_currency(t).value for t in ("人民币", "usd", "元", "港元", "CHF")] == [
        "CNY",
        "USD",
        "CNY",
        "HKD",
        "CHF",
    ]
    assert [c.clean_yes_no(t).value for t in ("是", "NO", "perhaps")] == ["yes", "no", None]


def test_every_way_of_writing_nothing_is_nothing() -> None:
    written = ["", "-", "--", "/", "null", "NULL", "None", "无", "暂无", "N/A", "0001-01-01", "－", "长期"]
    assert filled(pl.Series(written)).null_count() == len(written)
    assert filled(pl.Series(["无", "无偿"]), "consideration").to_list() == ["无", "无偿"]


@settings(deadline=None)
@given(st.text(max_size=12), st.sampled_from(["", "fraction", "percent"]))
def test_no_text_breaks_a_cleaner(text: str, unit: str) -> None:
    for kind in ("date", "money", "whole", "yes_no", "currency", "identifier", "party"):
        c.cleaner_of(kind, "", "")(text)
    share = c.clean_share(text, unit=unit).value
    assert share is None or all(0 <= Fraction(bound) <= 1 for bound in share.split(".."))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("33,5%", "67/200"),
        ("33,3333%", "333333/1000000"),
        ("0,5", None),
        ("33，5％", "67/200"),
        ("12,5-25%", "1/8..1/4"),
    ],
)
def test_a_comma_in_a_share_is_the_point(text: str, value: str | None) -> None:
    """3,5% was once thirty-five per cent."""
    assert c.clean_share(text, unit="").value == value
    assert c.clean_share("0,5", unit="fraction").value == "1/2"
    assert "decimal point" in c.clean_share("33,5%", unit="").note


def test_a_share_with_thousands_is_a_fault() -> None:
    for text in ("1,000", "1,000%", "1.000,5%", ",5%"):
        found = c.clean_share(text, unit="fraction")
        assert found.value is None and found.reason and found.remedy


@pytest.mark.parametrize(
    ("text", "value"),
    [("1,234.56", "1234.56"), ("1,234,567", "1234567"), ("1,0000,0000", "100000000"), ("12,34,567.5", "1234567.5"), ("1，234", "1234"),
     ("¥1,000万", "10000000"), ("-1,234.5", "-1234.5"), ("1,000 万元人民币（认缴）", "10000000")],
)  # fmt: skip
def test_commas_between_groups_part_thousands(text: str, value: str) -> None:
    assert c.clean_money(text).value == value


@pytest.mark.parametrize("text", ["1.234,56", "4,00", "12,5", "1,23", "1,234,5", "1234,567", "1,234,56.7", "1.000,000"])
def test_any_other_comma_in_an_amount_is_a_fault_not_a_hundredfold(text: str) -> None:
    """1.234,56 was once 1.23456, and 4,00 four hundred."""
    found = c.clean_money(text)
    assert found.value is None and text in found.reason and "1234.56" in found.remedy
    assert c.clean_whole("1,5万").value is None and c.clean_whole("1,500").value == "1500"
