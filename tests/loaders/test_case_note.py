"""A case typed by hand: every form of line, and what is no line."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import UnreadableInput
from graph.snapshot import freeze
from graph.statements import Source
from loaders.case_note import understood
from loaders.detect import load
from loaders.loader import Loaded
from loaders.note_lines import SENTENCES
from tests.loaders.accounts import balanced, rows


def note(text: str, name: str = "note.txt") -> Loaded:
    loaded = load(text.encode(), name, format_name="case_note")
    assert balanced(loaded)
    return loaded


def said(line: str) -> dict[str, str]:
    loaded = note(line)
    assert not loaded.rejects
    table = next(s.table for s in SENTENCES if (u := understood(line)) and s is u.sentence)
    return rows(loaded, table)[0]


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda s: s.example)
def test_every_example_is_read_as_its_own_form(sentence: object) -> None:
    found = understood(sentence.example)  # type: ignore[attr-defined]
    assert found is not None and found.sentence is sentence
    assert not note(found.sentence.example).rejects


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("王某 holds 100% of 甲公司 from 2015-01-01", "王某持有甲公司100%股权，自2015年1月1日起"),
        ("甲公司 sells 60% of 乙公司 to 丙公司 for CNY 1 on 2021-03-01", "甲公司将乙公司60%股权以1元转让给丙公司，2021年3月1日"),
        ("甲公司 gives 60% of 乙公司 to 丙公司 on 2021-03-01", "甲公司把乙公司60%的股权无偿赠与丙公司，2021-03-01"),
        ("甲公司 pays 乙公司 CNY 500,000 on 2021-03-02", "甲公司向乙公司支付50万元，2021年3月2日"),
        ("court 2021-06-10: 银行 against 甲公司, CNY 8,000,000", "法院2021年6月10日：银行诉甲公司，800万元"),
        ("王某 is legal representative of 甲公司 from 2015", "王某是甲公司的法定代表人，自2015年"),
        ("王某 is spouse of 李某", "王某是李某的配偶"),
        ("王某 is parent of 李某", "王某是李某的父母"),
        ("王某 controls 甲公司", "王某实际控制甲公司"),
        ("甲公司 owns 房产一 (real_estate) worth CNY 5,000,000", "甲公司拥有房产一（不动产），价值500万元"),
        ("房产一 is mortgaged to 银行 for CNY 3,000,000 on 2020-01-01", "房产一抵押给银行，担保300万元，2020-01-01"),
        ("杭州法院 freezes the stake of 王某 in 甲公司 from 2021-01-01 to 2024-01-01", "杭州法院冻结王某持有的甲公司股权，自2021-01-01起，至2024-01-01"),
        ("甲公司 has registered capital CNY 10,000,000", "甲公司注册资本1000万元"),
        ("甲公司 has address 文一路1号", "甲公司地址：文一路1号"),
        ("王某 is a person", "王某是自然人"),
    ],
)  # fmt: skip
def test_both_languages_say_the_same(english: str, chinese: str) -> None:
    assert said(english) == said(chinese)


def test_a_sale_states_the_transfer_and_nothing_else() -> None:
    loaded = note("甲公司 sells 60% of 乙公司 to 丙公司 for CNY 1 on 2021-03-01")
    assert sorted(loaded.tables) == ["parties", "share_transfers"]
    assert rows(loaded, "share_transfers") == [
        {
            "company": "乙公司",
            "from": "甲公司",
            "to": "丙公司",
            "share": "3/5",
            "price": "1",
            "currency": "CNY",
            "date": "2021-03-01",
        }
    ]


def test_lines_are_rows_and_comments_are_none() -> None:
    loaded = note("# a case\n\n王某 controls 甲公司\r\n  - 王某 holds 5% of 乙公司.\n// end\n")
    assert loaded.rows_in == 2 and loaded.given["_row"].to_list() == [3, 4]
    assert loaded.tables["holdings"]["_row"].to_list() == [4] and loaded.tables["relations"]["_row"].to_list() == [3]
    assert loaded.tables["holdings"]["grade"].to_list() == ["statement"]


@pytest.mark.parametrize(
    ("opening", "standing"),
    [("alleged: ", "alleged"), ("据称：", "alleged"), ("denied: ", "denied"), ("自认：", "admitted"), ("", None)],
)
def test_a_line_says_how_sure_it_is(opening: str, standing: str | None) -> None:
    assert said(f"{opening}王某 holds 10% of 甲公司").get("standing") == standing


def test_an_unknown_line_shows_the_nearest_form() -> None:
    loaded = note("王某 controls 甲公司\n甲公司 sold 60% of 乙公司 to 丙公司 for CNY 1\n")
    (reject,) = loaded.rejects
    assert (reject.row, reject.cells) == ("2", "甲公司 sold 60% of 乙公司 to 丙公司 for CNY 1")
    assert "sells 60% of 乙公司" in reject.remedy


@pytest.mark.parametrize(
    "line",
    [
        "王某 持有 甲公司 60% 和 乙公司 40%", "王某 holds 60% of 甲公司 and 40% of 乙公司", "甲公司 向 乙公司 支付 500，000元", "王某, 李某 controls 甲公司",
        "王某 controls", "holds 60% of 甲公司", "王某 controls 甲公司 for CNY 5",
    ],
)  # fmt: skip
def test_a_line_that_says_more_or_less_than_one_thing_is_set_aside(line: str) -> None:
    assert understood(line) is None


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("王某 holds 140% of 甲公司", "share"),
        ("王某 holds 4% of 甲公司 from 2023-02-30", "start"),
        ("法院 2021-13-01：银行 诉 甲公司", "filed"),
    ],
)
def test_a_wrong_value_is_a_fault_of_its_cell(line: str, column: str) -> None:
    (reject,) = note(f"{line}\n王某 controls 甲公司").rejects
    assert (reject.row, reject.column) == ("1", column) and reject.remedy


def test_one_name_is_one_party_within_the_note() -> None:
    loaded = note(
        "王某 holds 60% of 甲公司\n王某 pays 甲公司 CNY 5\n甲公司 holds 5% of 乙公司\n海星 is a company\n海星 controls 乙公司\n"
    )
    assert [(p["id"], p.get("kind")) for p in rows(loaded, "parties")] == [
        ("王某", None),
        ("甲公司", None),
        ("乙公司", None),
        ("海星", "company"),
    ]
    stands = [pl.lit(0, dtype=pl.Int32).alias("_src"), pl.lit("n").alias("_label")]
    tables = {t: f.with_columns(stands) for t, f in loaded.tables.items()}
    snapshot = freeze(tables, [Source("s", "note.txt", "n", "0" * 64, "case_note", 5)])
    kinds = dict(snapshot.parties.select("id", "kind").iter_rows())
    assert kinds == {"王某": "person", "甲公司": "company", "乙公司": "company", "海星": "company"}
    assert (
        snapshot.tables["payments"]["from_p"].to_list()
        == snapshot.tables["holdings"].filter(pl.col("owner") == "王某")["owner_p"].to_list()
    )


def test_a_kind_said_later_holds_for_the_whole_note() -> None:
    loaded = note("海星 controls 乙公司\n海星 is a person\n")
    assert {p["id"]: p.get("kind") for p in rows(loaded, "parties")} == {"乙公司": None, "海星": "person"}


def test_prose_is_no_note_and_a_table_is_no_note() -> None:
    with pytest.raises(UnreadableInput):
        load(b"Dear all,\nthe minutes are attached.\nAlice controls Bob\nBye\n", "mail.txt")
    assert load("owner,company\n张三,甲公司\n".encode(), "holdings.txt").format == "csv"
    assert load("王某 controls 甲公司\n".encode("gb18030"), "n.md").format == "case_note"
    with pytest.raises(UnreadableInput, match="no line of the note"):
        note("what a day\n")


NAME = st.sampled_from(["王某", "甲公司", "Alpha Ltd", "北京乙丙有限公司", "P. Yew"])


@settings(deadline=None)
@given(NAME, NAME, st.integers(1, 100), st.integers(1, 10**9), st.dates(dt.date(1900, 1, 2), dt.date(2200, 1, 1)))
def test_what_is_written_is_what_is_read(a: str, b: str, per_cent: int, price: int, day: object) -> None:
    row = said(f"{a} sells {per_cent}% of {b} to 丙公司 for CNY {price:,} on {day}")
    assert (row["from"], row["company"], row["price"], row["date"]) == (a, b, str(price), str(day))


@settings(deadline=None)
@given(st.text(alphabet="王甲公司 holds%10of,，：是的自2015-持有将给\n#", max_size=60))
def test_no_text_breaks_a_note(text: str) -> None:
    try:
        loaded = note(f"王某 controls 甲公司\n{text}")
    except UnreadableInput as fault:
        assert fault.mend
    else:
        assert loaded.rows_in >= 1
