"""What is masked, and what must not be."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import date
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stdnum.cn import ric

from graph.check_digits import lei_right, uscc_check
from reports.dossier import dossier
from reports.redact import district, redact
from reports.report_format import FORMATS

PROVINCES = ("11", "12", "13", "21", "31", "32", "33", "37", "44", "51", "65")


def masked(text: str) -> str:
    found = redact({"text": {"en": text, "zh": ""}})["text"]["en"]
    assert isinstance(found, str)
    return found


@st.composite
def resident_numbers(draw: st.DrawFn) -> str:
    """A resident number with a right check digit, some of them ending in X."""
    place = draw(st.sampled_from(PROVINCES)) + f"{draw(st.integers(0, 9999)):04d}"
    born = draw(st.dates(min_value=date(1930, 1, 1), max_value=date(2024, 12, 31)))
    stem = f"{place}{born:%Y%m%d}{draw(st.integers(0, 999)):03d}"
    return stem + ric.calc_check_digit(stem + "0")


@st.composite
def credit_codes(draw: st.DrawFn) -> str:
    letters = st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY")
    stem = "91" + f"{draw(st.integers(110000, 659999))}" + "".join(draw(st.lists(letters, min_size=9, max_size=9)))
    return stem + uscc_check(stem)


@given(
    resident_numbers(),
    st.sampled_from(["{}", "身份证{}，住址", "ID{}", "（{}）", "a {} b", "{}.2024年", "no:{};", "账户{}"]),
)
def test_a_resident_number_never_survives(number: str, frame: str) -> None:
    shown = masked(frame.format(number))
    assert number not in shown
    assert "****" + number[-4:] in shown


@given(resident_numbers())
def test_nor_with_blanks_or_full_width_digits(number: str) -> None:
    spaced = f"{number[:6]} {number[6:14]} {number[14:]}"
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in number)
    assert masked(spaced) == masked(wide) == "****" + number[-4:]


@given(resident_numbers(), st.integers(0, 10))
def test_a_wrong_check_digit_is_no_shelter(number: str, turn: int) -> None:
    wrong = number[:17] + "0123456789X"[turn]
    assert wrong not in masked(f"身份证号{wrong}")


@given(credit_codes(), st.sampled_from(["{}", "统一社会信用代码{}", "account of {}", "账户（{}）"]))
def test_a_companys_code_is_kept(code: str, frame: str) -> None:
    assert code in masked(frame.format(code))


@pytest.mark.parametrize(
    "kept",
    [
        "(2024)苏07执1234号",
        "5493001KJTIIGC8Y1R12",
        "8000000.00",
        "2024-10-01",
        "CNY 13,800,000,000.00",
        "人民币13800000000元",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "海国用(2016)第0456号",
        "注册号：320705001231231",
        "收款账户余额12345678901.50元",
        "流水号20230620123456789，付款账户不详",
        "注册地址：海州市高新区创业大道99号",
        "被告海州宏远建设工程有限公司，住所地江苏省海州市新浦区解放路18号",
        "账户查询，另见不动产320705001001GB00001F00010001",
    ],
)
def test_what_must_not_be_masked(kept: str) -> None:
    assert masked(kept) == kept


def test_the_lei_of_that_list_is_a_real_one() -> None:
    assert lei_right("5493001KJTIIGC8Y1R12")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("电话13812345678", "电话138****5678"),
        ("+86 138-1234-5678", "+86****5678"),
        ("tel 0518-85512345", "tel 0518****2345"),
        ("写信至 zhou.jianguo@example.com.cn", "写信至 z***@example.com.cn"),
        ("账户6222021207001234567付款", "账户****4567付款"),
        ("account 7559 1234 5678 901 at the bank", "account ****8901 at the bank"),
        ("GB82WEST12345698765432", "****5432"),
        ("护照号E12345678", "护照号****5678"),
        ("身份证320705680312001", "身份证****2001"),
        ("1968年3月12日出生", "1968年出生"),
        ("born on 1968-03-12", "born on 1968"),
        ("date of birth: 12 March 1968", "date of birth: 1968"),
        ("周建国，住江苏省海州市新浦区解放路18号2栋401室，未到庭", "周建国，住江苏省海州市新浦区，未到庭"),
        ("家庭住址：新浦区解放路18号", "家庭住址：新浦区"),
        ("home address: Flat 5, 12 High Street, Kensington, London", "home address: Kensington, London"),
        ("residing at 12 High Street", "residing at [address withheld 住址略]"),
    ],
)
def test_what_is_masked(text: str, shown: str) -> None:
    assert masked(text) == shown
    assert masked(shown) == shown


def test_a_run_of_nine_digits_is_no_account() -> None:
    assert masked("账户123456789") == "账户123456789"
    assert masked("账户1234567890") == "账户****7890"
    assert masked("合同1234567890") == "合同1234567890"


def test_the_key_gives_the_context_too() -> None:
    given_keys = {
        "from_account": "7559123456789",
        "birth_date": "1968-03-12",
        "phone": "85512345",
        "home_address": "海州市新浦区解放路18号",
    }
    assert redact(given_keys) == {
        "from_account": "****6789", "birth_date": "1968", "phone": "855****2345", "home_address": "海州市新浦区"
    }  # fmt: skip


def test_an_asset_that_is_an_account_masks_its_number() -> None:
    asset = {
        "kind": "account",
        "what": {"zh": "海州银行755912345678901", "en": "755912345678901"},
        "value": {"low": "1234567890123.00"},
    }
    shown = redact({"assets": [asset]})["assets"][0]
    assert shown["what"] == {"zh": "海州银行****8901", "en": "****8901"}
    assert shown["value"]["low"] == "1234567890123.00"
    receivable = redact({"assets": [{**asset, "kind": "receivable"}]})["assets"][0]
    assert receivable["what"] == asset["what"]


def test_two_numbers_that_end_alike_stay_two() -> None:
    shown = masked("身份证320705196803120015与身份证110101199003070015，再次320705196803120015")
    assert shown == "身份证****0015与身份证****0015(2)，再次****0015"


def test_district_stops_at_the_district() -> None:
    assert district("江苏省海州市新浦区解放路18号2栋401室") == "江苏省海州市新浦区"
    assert district("解放路18号") == "[address withheld 住址略]"


def _minor(**more: Any) -> dict[str, Any]:
    return {"id": "p2", "name": "周小铭", "kind": "person", "minor": True, **more}


def test_a_minor_has_no_name_in_either_language() -> None:
    parent = {"id": "p1", "name": "周建国", "kind": "person"}
    near = {"id": "p3", "name": "周小铭铭", "kind": "person"}
    text = {"zh": "由周小铭持有，周小铭铭代办", "en": "held by 周小铭"}
    shown = redact({"nodes": [_minor(minor_of="p1"), parent, near], "text": text})
    assert shown["nodes"][0]["name"] == "minor child of 周建国 (周建国的未成年子女)"
    assert shown["text"] == {"zh": "由周建国的未成年子女持有，周小铭铭代办", "en": "held by minor child of 周建国"}
    assert shown["nodes"][2]["name"] == "周小铭铭"


def test_the_parent_is_read_from_the_chain() -> None:
    edge = {"kind": "relation", "label": "parent", "from": "p1", "to": "p2"}
    shown = redact({"nodes": [_minor(), {"id": "p1", "name": "周建国", "kind": "person"}], "edges": [edge]})
    assert shown["nodes"][0]["name"].startswith("minor child of 周建国")
    assert redact({"nodes": [_minor()]})["nodes"][0]["name"] == "minor (未成年人)"
    assert redact({"nodes": [{**_minor(), "minor": False}]})["nodes"][0]["name"] == "周小铭"


def test_redacting_is_pure_and_twice_is_once(document: dict[str, Any]) -> None:
    before = json.dumps(document, ensure_ascii=False)
    once = redact(document)
    assert json.dumps(document, ensure_ascii=False) == before
    assert redact(once) == once
    shown = json.dumps(once, ensure_ascii=False)
    for secret in (
        "320705196803120015",
        "6222021207001234567",
        "13812345678",
        "周小铭",
        "解放路",
        "3207011234567890123",
    ):
        assert secret in before
        assert secret not in shown
    for kept in (
        "91320700566789012N",
        "(2024)苏07执1234号",
        document["snapshot"],
        document["leads"][0]["evidence"][0]["statement"],
    ):
        assert kept in shown


def _everything(name: str, content: bytes) -> str:
    if name == "pdf":
        pages = pypdfium2.PdfDocument(content)
        return "\n".join(page.get_textpage().get_text_range() for page in pages) + content.decode("latin-1")
    if name not in ("xlsx", "docx"):
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return "\n".join(book.read(each).decode("utf-8", "replace") for each in book.namelist())


def _strings(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(value, dict):
        return [found for key, each in value.items() for found in _strings(each, (*path, key))]
    if isinstance(value, list):
        return [found for n, each in enumerate(value) for found in _strings(each, (*path, n))]
    return [path] if isinstance(value, str) else []


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_resident_number_survives_in_any_format(document: dict[str, Any], data: st.DataObject) -> None:
    number = data.draw(resident_numbers())
    places = [
        path
        for path in _strings(document)
        if path[-1] in ("zh", "en", "name", "title", "row_id", "source", "label", "unknown")
    ]
    for path in data.draw(st.lists(st.sampled_from(places), min_size=1, max_size=6, unique=True)):
        at: Any = document
        for key in path[:-1]:
            at = at[key]
        at[path[-1]] = f"{at[path[-1]]} {number}"
    printed = dossier(document)
    for name, each in FORMATS.items():
        text = _everything(name, each.render(printed))
        assert number not in text
        assert not [run for run in re.findall(r"(?<![0-9a-fA-F])\d{17}[\dX](?![0-9a-fA-F])", text) if run == number]
