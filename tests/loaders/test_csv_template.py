"""The template in both languages, encodings and file kinds."""

from __future__ import annotations

import pytest

from graph.errors import UnreadableInput
from graph.tables import TABLES, all_columns
from loaders.csv_template import LOADER, choose, table_named, template_forms
from loaders.detect import load
from loaders.loader import Loaded, Options
from loaders.records import split
from tests.loaders.accounts import balanced, book, rows

ENGLISH = 'owner,company,share,subscribed,due,start,standing\n王某,甲公司,60%,600万,2030-12-31,2015-01,alleged\n乙公司,甲公司,25-50%,"4,000,000",2030,2015,recorded\n'
CHINESE = "股东,公司,持股比例,认缴出资额,认缴期限,起始日期,记载性质\n王某,甲公司,60%,600万,2030年12月31日,2015年1月,主张\n乙公司,甲公司,25-50%,400万,2030年,2015,登记记载\n"


def read(content: bytes, name: str = "holdings.csv", unit: str = "") -> Loaded:
    return load(content, name, Options(unit), "csv")


def test_both_languages_say_the_same() -> None:
    english, chinese = read(ENGLISH.encode()), read(CHINESE.encode(), "股东信息.csv")
    assert english.tables["holdings"].equals(chinese.tables["holdings"], null_equal=True)
    assert rows(english, "holdings")[0] == {
        "owner": "王某", "company": "甲公司", "share": "3/5", "subscribed": "6000000", "due": "2030-12-31",
        "currency": "CNY", "start": "2015-01", "standing": "alleged",
    }  # fmt: skip


@pytest.mark.parametrize("codec", ["utf-8-sig", "gb18030", "utf-16"])
def test_every_encoding_gives_the_same_frames(codec: str) -> None:
    plain, other = read(CHINESE.encode(), "股东信息.csv"), read(CHINESE.encode(codec), "股东信息.csv")
    assert plain.tables["holdings"].equals(other.tables["holdings"], null_equal=True)
    assert plain.given.equals(other.given)


@pytest.mark.parametrize("table", sorted(TABLES))
def test_every_heading_in_both_languages_is_known(table: str) -> None:
    columns = TABLES[table].columns
    for header in (",".join(c.name for c in columns), ",".join(c.zh[0] for c in columns)):
        found = choose(split((header + "\n" + "1," * (len(columns) - 1) + "1\n").encode(), "x.csv"), f"{table}.csv")
        assert found is not None and (found.form.table, found.known, found.lacks) == (table, len(columns), ())


def test_english_and_chinese_headings_never_stand_for_two_columns() -> None:
    for table in TABLES:
        names = [c.name for c in all_columns(table)]
        assert len(names) == len(set(names))
        assert set(template_forms()[table].headings.values()) <= set(names)


def test_a_workbook_holds_several_tables() -> None:
    content = book(
        holdings=[["owner", "company", "share"], ["张三", "甲公司", 0.6], ["李四", "甲公司", 1.4]],
        银行流水=[["付款方", "收款方", "金额"], ["甲公司", "乙公司", 5]],
        notes=[["nothing here"]],
    )
    loaded = read(content, "case.xlsx")
    assert sorted(loaded.tables) == ["holdings", "payments"]
    assert (loaded.rows_in, [r.row for r in loaded.rejects]) == (3, ["holdings!2"]) and balanced(loaded)
    assert any("sheet notes was not read" in note for note in loaded.notes)


def test_a_title_row_may_stand_above_but_no_other_table() -> None:
    assert read(("holdings of 2024\n" + ENGLISH).encode()).rows_in == 2
    with pytest.raises(UnreadableInput):
        read(("a,b1,c1,d1,e,f,g\n1,2,3,4,5,6,7\n" + ENGLISH).encode())


def test_the_file_name_decides_between_tables_that_fit_alike() -> None:
    content = "from,to,amount,currency,date\n甲公司,乙公司,5,CNY,2020-01-01\n".encode()
    assert list(read(content, "payments.csv").tables) == ["payments"]
    assert list(read(content, "contracts.csv").tables) == ["contracts"]
    assert table_named("甲公司-股东信息") == "holdings" and table_named("holdings_2024") == "holdings"
    assert table_named("shareholdings") is None


def test_a_missing_required_column_is_named_in_both_languages() -> None:
    with pytest.raises(UnreadableInput, match="holdings 股东信息, but has no column company/公司"):
        read("owner,share\n张三,5%\n".encode())


def test_its_own_answer_is_recognised_by_number_of_headings() -> None:
    assert LOADER.recognise(ENGLISH.encode(), "holdings.csv") == 7
    assert LOADER.recognise(b"colour,size\nred,5\n", "holdings.csv") == 0


def test_a_line_of_totals_is_set_aside_even_where_its_company_is_named() -> None:
    text = "股东,公司,持股比例,认缴出资额\n张三,甲公司,60%,600\n李四,甲公司,40%,400\n合计：,甲公司,100%,1000\n"
    loaded = read(text.encode(), "股东信息.csv")
    assert balanced(loaded)
    assert [r["owner"] for r in rows(loaded, "holdings")] == ["张三", "李四"]
    (reject,) = loaded.rejects
    assert (reject.row, reject.column, reject.value) == ("4", "owner", "合计：") and "totals" in reject.reason
    named = "股东,公司,持股比例\n小计划有限公司,甲公司,60%\nTotal,甲公司,40%\n"
    assert not read(named.encode(), "股东信息.csv").rejects


def test_two_lines_of_header_in_a_workbook_with_its_totals() -> None:
    sheet: list[list[object]] = [
        ["甲公司 股东信息"], ["序号", "股东", "出资信息", None, None, "公司"], [None, None, "持股比例", "认缴出资额(万元)", "认缴期限", None],
        [1, "张三", 0.6, 600, 47848, "甲公司"], [2, "李四", 0.4, 400, "2030-12", "甲公司"], ["合计", None, 1, 1000, None, None],
    ]  # fmt: skip
    loaded = read(book(股东信息=sheet), "case.xlsx")
    assert balanced(loaded)
    seen = rows(loaded, "holdings")
    assert [(r["owner"], r["share"], r["subscribed"], r["due"]) for r in seen] == [
        ("张三", "3/5", "6000000", "2030-12-31"), ("李四", "2/5", "4000000", "2030-12"),
    ]  # fmt: skip
    assert [r.row for r in loaded.rejects] == ["股东信息!6"]


def test_a_table_of_sums_and_remarks_alone_is_no_court_case() -> None:
    """An Alipay list has 金额 and 备注 too; nothing says whose suit it would be."""
    pay = "交易时间,交易对方,收/支,金额,备注\n2024-01-05,李四,支出,500.00,x\n"
    with pytest.raises(UnreadableInput):
        read(pay.encode(), "alipay.csv")
    suit = "案号,金额,备注\n（2024）沪0115民初1号,500.00,x\n,600,\n"
    loaded = read(suit.encode(), "司法案件.csv")
    assert balanced(loaded)
    assert [r["number"] for r in rows(loaded, "court_cases")] == ["（2024）沪0115民初1号"] and len(loaded.rejects) == 1


def test_an_amount_in_another_currency_than_its_column_is_set_aside() -> None:
    """5万美元 beside CNY was once fifty thousand yuan."""
    text = "付款方,收款方,金额,币种\n甲公司,乙公司,5万美元,CNY\n甲公司,乙公司,5万美元,USD\n甲公司,乙公司,5万美元,\n甲公司,乙公司,$5,HKD\n甲公司,乙公司,¥5,CNY\n"
    loaded = read(text.encode(), "银行流水.csv")
    assert balanced(loaded)
    assert [r["currency"] for r in rows(loaded, "payments")] == ["USD", "USD", "HKD", "CNY"]
    (reject,) = loaded.rejects
    assert (reject.row, reject.column, reject.value) == ("2", "amount", "5万美元")
