"""Identifiers: what joins, what is kept and joins nothing."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric
from stdnum.iso7064 import mod_11_10, mod_97_10

from graph.check_digits import USCC_LETTERS, org_check, uscc_check
from graph.identifier_schemes import FAULTS, SCHEMES
from graph.identifiers import (
    Identifier,
    detect,
    keyed,
    mask,
    possible_readings,
    read_identifier,
    read_list,
    valid_uscc_column,
)

DIGITS = "0123456789"
LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def uscc(opening: str, org: str = "MA5H7K2Q") -> str:
    stem = opening + org + org_check(org)
    return stem + uscc_check(stem)


def lei(stem: str) -> str:
    return stem + mod_97_10.calc_check_digits(stem)


def resident(stem: str) -> str:
    return stem + ric.calc_check_digit(stem + "0")


COMPANY = uscc("91500106")
PERSON = resident("33010319900307123")
usccs = st.builds(
    lambda opening, rest: opening + rest + uscc_check(opening + rest),
    st.sampled_from(["91", "92", "93", "A1", "N2", "Y1", "12", "52"]),
    st.text(USCC_LETTERS, min_size=15, max_size=15),
)
leis = st.builds(lei, st.text(DIGITS + LATIN, min_size=18, max_size=18).filter(lambda stem: len(set(stem)) > 1))
residents = st.builds(
    lambda place, year, month, day, order: resident(f"{place}{year}{month:02}{day:02}{order:03}"),
    st.sampled_from(["110101", "330103", "510722", "820000"]),
    st.integers(1930, 2020),
    st.integers(1, 12),
    st.integers(1, 28),
    st.integers(0, 999),
)


@pytest.mark.parametrize("opening", ["91500106", "Y1500106", "N2500106", "A1100000", "93330100"])
def test_a_uscc_is_valid_whatever_it_begins_with(opening: str) -> None:
    code = uscc(opening)
    reading = read_identifier(code)
    assert (reading.identifier, reading.state, reading.reason) == (Identifier("cn-uscc", code), "valid", "")
    assert detect(code) == Identifier("cn-uscc", code)


@pytest.mark.parametrize(
    "written",
    [
        COMPANY.lower(),
        f"'{COMPANY}",
        f"{COMPANY}\t",
        f" {COMPANY[:8]} {COMPANY[8:]} ",
        f"{COMPANY[:8]}-{COMPANY[8:17]}-{COMPANY[17]}",
        "".join(chr(ord(letter) + 0xFEE0) for letter in COMPANY),
        f"\ufeff{COMPANY}\u200b",
        f"统一社会信用代码：{COMPANY}",
        f"uscc:{COMPANY}",
    ],
)
def test_the_way_of_writing_does_not_matter(written: str) -> None:
    assert read_identifier(written).identifier == Identifier("cn-uscc", COMPANY)


def test_a_wrong_inner_check_digit_is_told_and_the_code_stays_valid() -> None:
    stem = COMPANY[:16] + next(letter for letter in DIGITS if letter != COMPANY[16])
    reading = read_identifier(stem + uscc_check(stem))
    assert (reading.state, reading.fault) == ("valid", "inner-check")
    assert stem[8:17] in reading.reason


@given(usccs, st.integers(0, 17), st.sampled_from(USCC_LETTERS))
def test_one_changed_letter_of_a_uscc_is_always_refused(code: str, place: int, letter: str) -> None:
    changed = code[:place] + letter + code[place + 1 :]
    state = read_identifier(changed, scheme="cn-uscc").state
    assert state == ("valid" if changed == code else "unverified")


@given(residents, st.integers(0, 17), st.sampled_from(DIGITS))
def test_one_changed_digit_of_a_resident_number_is_always_refused(number: str, place: int, digit: str) -> None:
    changed = number[:place] + digit + number[place + 1 :]
    state = read_identifier(changed, scheme="身份证号").state
    assert state == ("valid" if changed == number else "unverified")


@given(leis, st.integers(0, 19), st.data())
def test_one_letter_of_an_lei_changed_to_its_like_is_always_refused(code: str, place: int, data: st.DataObject) -> None:
    """MOD 97-10 promises it for digit to digit and letter to letter (a letter counts as two digits)."""
    letter = data.draw(st.sampled_from(DIGITS if code[place].isdigit() else LATIN))
    changed = code[:place] + letter + code[place + 1 :]
    state = read_identifier(changed, scheme="lei").state
    assert state == ("valid" if changed == code else "unverified")


@given(st.text(DIGITS, min_size=14, max_size=14), st.integers(0, 14), st.sampled_from(DIGITS))
def test_one_changed_digit_of_an_old_registration_number_is_always_refused(stem: str, place: int, digit: str) -> None:
    number = stem + mod_11_10.calc_check_digit(stem)
    changed = number[:place] + digit + number[place + 1 :]
    if len(set(changed)) > 1 and changed != number:
        assert read_identifier(changed, scheme="注册号").state == "unverified"


@pytest.mark.parametrize("text", ["6.22202E+18", "9.13301E+17", "9.13301e17", "6E+18", "'9.1E+17\t"])
def test_digits_that_a_spreadsheet_dropped_are_lost(text: str) -> None:
    for scheme in (None, "cn-uscc", "身份证"):
        reading = read_identifier(text, scheme=scheme)
        assert (reading.identifier, reading.state) == (None, "lost")
        assert "format the column as text" in reading.remedy


def test_a_code_with_an_e_in_it_is_not_lost() -> None:
    code = uscc("91500106", "2E345678")
    assert read_identifier(code).valid


@pytest.mark.parametrize(
    "text", [None, "", " ", "-", "--", "/", "*", "null", "N/A", "无", "暂无", "00000000", "0" * 18]
)
def test_an_empty_or_filled_up_cell_holds_none(text: str | None) -> None:
    reading = read_identifier(text)
    assert (reading.identifier, reading.state) == (None, "none")
    assert detect(text) is None
    assert possible_readings(text) == ()


def test_o_for_zero_is_named_and_not_corrected() -> None:
    code = uscc("91500106")
    reading = read_identifier(code.replace("0", "O"))
    assert reading.state == "unverified"
    assert reading.identifier == Identifier("cn-uscc", code.replace("0", "O"))
    assert "O for 0" in reading.remedy
    assert "O 与 0" in reading.told("zh")[1]


@pytest.mark.parametrize(
    ("text", "jurisdiction", "value", "state"),
    [
        ("1234567", "GB", "01234567", "valid"),
        ("01234567", "GB", "01234567", "valid"),
        ("sc 123456", "GB", "SC123456", "valid"),
        ("oc301234", "UK", "OC301234", "valid"),
        ("IP12345R", "GB", "IP12345R", "valid"),
        ("R0000123", "GB", "R0000123", "valid"),
        ("SC12345", "GB", "SC12345", "unverified"),
        ("1234567.0", "GB", "01234567", "valid"),
    ],
)
def test_british_numbers_are_padded_only_without_prefix(text: str, jurisdiction: str, value: str, state: str) -> None:
    for scheme in (None, "gb-coh"):
        reading = read_identifier(text, scheme=scheme, jurisdiction=jurisdiction)
        assert (reading.identifier, reading.state) == (Identifier("gb-coh", value), state)


@pytest.mark.parametrize(
    ("text", "scheme", "jurisdiction", "expected", "state"),
    [
        ("123456", "公司编号", "HK", "hk-cr:0123456", "valid"),
        ("1234567", "公司编号", "GB", "gb-coh:01234567", "valid"),
        ("1234567", "公司编号", None, "other:公司编号:1234567", "unverified"),
        ("12345678-000-03-24-1", "商業登記號碼", None, "hk-brn:12345678", "valid"),
        ("12345678", None, "HK", "hk-brn:12345678", "valid"),
        ("12345678", None, None, "other:12345678", "unverified"),
        ("A123456(3)", None, None, "hk-id:A1234563", "valid"),
        ("A123456(4)", "香港身份证", None, "hk-id:A1234564", "unverified"),
        ("E12345678", "护照", "CN", "passport:CN-E12345678", "valid"),
        ("E12345678", "护照", None, "passport:E12345678", "unverified"),
        ("330103790206045", "身份证", None, "cn-id:330103790206045", "unverified"),
        ("3301**********1234", "身份证", None, "cn-id:3301**********1234", "unverified"),
        ("H-77", "人员编号", None, "person-no:H-77", "valid"),
        ("40003000001", "lv-re", None, "other:lv-re:40003000001", "valid"),
        ("40003000001", "某编号", None, "other:某编号:40003000001", "unverified"),
        ("W7700123", "台胞证", None, "person-document:W7700123", "unverified"),
    ],
)
def test_schemes_and_their_labels(
    text: str, scheme: str | None, jurisdiction: str | None, expected: str, state: str
) -> None:
    reading = read_identifier(text, scheme=scheme, jurisdiction=jurisdiction)
    assert (str(reading.identifier), reading.state) == (expected, state)


def test_organisation_code_with_and_without_hyphen() -> None:
    code = "MA5H7K2Q" + org_check("MA5H7K2Q")
    for written in (code, f"{code[:8]}-{code[8]}"):
        assert read_identifier(written, scheme="组织机构代码").identifier == Identifier("cn-org", code)
        assert read_identifier(written, jurisdiction="CN").valid
        assert detect(written) is None


def test_nothing_without_a_check_digit_is_detected_in_a_bare_cell() -> None:
    for text in ("SC123456", "01234567", "1234567", "E12345678", "恒达贸易", "D", "A123456", "330103790206045"):
        assert detect(text) is None


def test_a_bare_number_lists_every_register_it_may_be_of() -> None:
    found = {str(each) for each in possible_readings("01234567")}
    assert {"gb-coh:01234567", "hk-brn:01234567"} <= found
    assert possible_readings("恒达贸易") == ()


def test_a_number_of_both_kinds_is_a_persons_unless_it_begins_with_nine() -> None:
    both = next(
        number
        for order in range(1000)
        if uscc_check((number := resident(f"33010319900307{order:03}"))[:17]) == number[17]
    )
    assert detect(both) == Identifier("cn-id", both)
    assert read_identifier(both, scheme="cn-uscc").identifier == Identifier("cn-uscc", both)


def test_a_persons_number_with_a_wrong_digit_is_still_treated_as_a_persons() -> None:
    wrong = PERSON[:17] + ("0" if PERSON[17] != "0" else "1")
    reading = read_identifier(wrong)
    assert reading.identifier is not None
    assert (reading.identifier.scheme, reading.state) == ("cn-id", "unverified")


def test_fifteen_digits_that_may_be_a_persons_are_kept_as_a_persons() -> None:
    reading = read_identifier("330103790206045", jurisdiction="CN")
    assert (str(reading.identifier), reading.state) == ("cn-id:330103790206045", "unverified")
    number = "31000000001658" + mod_11_10.calc_check_digit("31000000001658")
    assert str(read_identifier(number, jurisdiction="CN").identifier) == f"cn-regno:{number}"


def test_a_list_of_schemes_and_values() -> None:
    text = f"身份证：{PERSON}; LEI:{lei('21380000TESTALDERX')} ；；股东编号:A-1\nCR: 123456;{COMPANY}; 护照:无"
    got = [(str(each.identifier), each.state) for each in read_list(text)]
    assert got == [
        (f"cn-id:{PERSON}", "valid"),
        (f"lei:{lei('21380000TESTALDERX')}", "valid"),
        ("person-no:A-1", "valid"),
        ("hk-cr:0123456", "valid"),
        (f"cn-uscc:{COMPANY}", "valid"),
    ]
    assert read_list("") == read_list(None) == ()


def test_a_persons_number_is_never_stored_or_printed_in_full() -> None:
    held = keyed(Identifier("cn-id", PERSON))
    assert PERSON[:14] not in held.value
    assert held.value.startswith("sha256:") and held.value.endswith(":" + PERSON[-4:])
    assert len(held.value.split(":")[1]) == 24
    assert keyed(held) == held
    assert held == keyed(Identifier("cn-id", PERSON))
    assert held.value != keyed(Identifier("passport", PERSON)).value
    assert mask(held) == mask(Identifier("cn-id", PERSON)) == "****" + PERSON[-4:]


def test_a_companys_number_is_stored_and_printed_as_it_is() -> None:
    company = Identifier("cn-uscc", COMPANY)
    assert keyed(company) == company
    assert mask(company) == COMPANY


def test_every_fault_says_how_to_mend_it_in_both_languages() -> None:
    remarks = {"missing", "inner-check", "own-source"}
    for fault, told in FAULTS.items():
        for lang in ("en", "zh"):
            reason, remedy = told[lang]
            assert reason and (remedy or fault in remarks), (fault, lang)
    reading = read_identifier(COMPANY[:17] + ("0" if COMPANY[17] != "0" else "1"))
    assert SCHEMES["cn-uscc"].title_zh in reading.told("zh")[0]


cells = st.one_of(
    st.none(),
    usccs,
    usccs.map(str.lower),
    usccs.map(lambda code: f"'{code}\t"),
    usccs.map(lambda code: code[:9] + "-" + code[9:]),
    usccs.map(lambda code: "".join(chr(ord(letter) + 0xFEE0) for letter in code)),
    usccs.map(lambda code: code[1:] + code[0]),
    st.text(USCC_LETTERS + "OISZV' \t-.", max_size=20),
    st.text(max_size=20),
    st.sampled_from(["1" * 18, "0" * 18, "6.22E+18", "-'" + COMPANY, COMPANY + "\n"]),
)


@given(st.lists(cells, max_size=12))
def test_the_column_agrees_with_the_single_value(values: list[str | None]) -> None:
    series = pl.Series("identifier", values, dtype=pl.String)
    got = valid_uscc_column(series)
    assert got.name == "identifier"
    assert got.to_list() == [read_identifier(value, scheme="cn-uscc").valid for value in values]
