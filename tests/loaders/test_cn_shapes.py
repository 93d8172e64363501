"""Each sheet of a registry export and what its cells become."""

from __future__ import annotations

import pytest

from loaders import cn_shapes as shapes
from tests.loaders.accounts import rows
from tests.loaders.cn_export import CODE, HOLDER, OTHER, TARGET, US, holders, read


def test_holders_with_title_units_and_several_days() -> None:
    loaded = holders(
        '1,张三,自然人股东,P1,3301********1234,60%,600,"2020-01-01,2025-12-31"',
        f"2,{HOLDER},企业法人,H2,{OTHER},40.00%,0.04亿,2030年1月1日",
    )
    person, company = rows(loaded, "holdings")
    assert person == {
        "owner": "张三", "company": US, "share": "3/5", "subscribed": "6000000", "currency": "CNY", "due": "2025-12-31",
        "holder_type": "自然人股东", "owner_ident": "person-no:P1",
    }  # fmt: skip
    assert (company["subscribed"], company["owner_ident"]) == ("4000000", f"cn-uscc:{OTHER}")
    assert rows(loaded, "parties") == [{"name": HOLDER, "identifier": OTHER}]
    assert any("several days: the latest is kept" in note for note in loaded.notes)


def test_a_company_never_gets_a_person_number_nor_a_person_a_credit_code() -> None:
    loaded = holders(f"1,{HOLDER},,H2,,60%,600,", f"2,张三,自然人股东,,{OTHER},40%,400,")
    assert [row.get("owner_ident") for row in rows(loaded, "holdings")] == [None, None]
    assert "parties" not in loaded.tables


def test_a_wrong_check_digit_joins_nothing_and_is_kept() -> None:
    wrong = OTHER[:-1] + ("0" if OTHER[-1] != "0" else "1")
    loaded = holders(f"1,{HOLDER},企业法人,,{wrong},60%,600,")
    assert "owner_ident" not in loaded.tables["holdings"].columns
    assert rows(loaded, "parties") == [{"name": HOLDER, "identifier": wrong}]


def test_masked_names_and_the_company_itself() -> None:
    loaded = holders("1,吴某某,自然人股东,,,60%,600,", "2,本公司,,,,1%,10,")
    assert [row["owner"] for row in rows(loaded, "holdings")] == ["吴某某", US]


def test_footers_and_title_rows_are_no_rows_and_are_named() -> None:
    loaded = holders(
        "1,张三,自然人股东,,,60%,600,",
        "合计,,,,,60%,600,",
        "数据来源：企查查 查询时间：2024-05-01,,,,,,,",
        "声明：仅供参考",
    )
    assert loaded.rows_in == 1 and any("lines 4, 5, 6" in note for note in loaded.notes)
    assert loaded.tables["holdings"]["obtained_on"].to_list() == ["2024-05-01"]


def test_only_the_day_of_the_export_is_the_day_it_was_obtained() -> None:
    for title, day in (("导出时间：2024年5月1日", "2024-05-01"), ("成立日期：2010-01-01", None)):
        loaded = read(f"{US}-股东信息 {title},\n股东名称,持股比例\n张三,100%\n")
        assert loaded.tables["holdings"]["obtained_on"].to_list() == [day]


def test_the_grade_is_a_commercial_export_unless_the_register_itself_is_named() -> None:
    row = "1,张三,自然人股东,,,60%,600,"
    assert holders(row).tables["holdings"]["grade"].to_list() == ["commercial_export"]
    printed = holders(row, "数据来源：国家企业信用信息公示系统,,,,,,,")
    assert printed.tables["holdings"]["grade"].to_list() == ["publicity_print"]


def test_several_offices_are_rows_of_one_record() -> None:
    loaded = read(
        '序号,姓名,职务,人员编号\n1,张三,执行董事兼总经理,P1\n2,李四,"董事长,总经理、财务负责人",\n3,王五,,\n4,赵六,常务副总经理,\n5,钱七,吉祥物,\n'
    )
    found = [(row["person"], row.get("role")) for row in rows(loaded, "roles")]
    assert found == [
        ("张三", "executive_director"), ("张三", "manager"), ("李四", "chair"), ("李四", "manager"), ("李四", "finance_head"),
        ("王五", None), ("赵六", "deputy_manager"), ("钱七", "other"),
    ]  # fmt: skip
    assert loaded.rows_in == 5 and rows(loaded, "roles")[0]["title"] == "执行董事兼总经理"
    assert {row.get("person_ident") for row in rows(loaded, "roles") if row["person"] == "张三"} == {"person-no:P1"}
    assert any("吉祥物" in note for note in loaded.notes)


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("非执行董事", "director"),
        ("独立董事", "director"),
        ("职工代表监事", "supervisor"),
        ("董事长（法定代表人）", "chair"),
        ("总经理助理", "other"),
    ],
)
def test_an_office_is_known_by_its_ending(title: str, role: str) -> None:
    assert shapes.office(title) == role


@pytest.mark.parametrize("own", [f"公司名称,|{US},", "|"])
def test_investments_point_from_the_filer_to_the_company(own: str) -> None:
    head, cell = own.split("|")
    text = f"{head}被投资企业名称,统一社会信用代码,法定代表人,注册资本,投资比例,认缴出资额(万元),成立日期,状态\n{cell}{TARGET},{OTHER},王五,1000万美元,100%,1000,2015-03-01,存续\n"
    loaded = read(text, f"{US}-对外投资.csv")
    (held,) = rows(loaded, "holdings")
    assert (held["owner"], held["company"], held["company_ident"], held["share"]) == (
        US,
        TARGET,
        f"cn-uscc:{OTHER}",
        "1",
    )
    (party,) = rows(loaded, "parties")
    assert party == {
        "name": TARGET, "identifier": OTHER, "incorporated": "2015-03-01", "status": "存续",
        "registered_capital": "10000000", "currency": "USD",
    }  # fmt: skip
    (role,) = rows(loaded, "roles")
    assert (role["person"], role["company"], role["role"]) == ("王五", TARGET, "legal_representative")


def test_investments_without_their_own_heading_are_the_filers() -> None:
    (held,) = rows(
        read(f"序号,企业名称,投资比例,成立日期\n1,{TARGET},51%,2015-03-01\n", f"{US}-对外投资.csv"), "holdings"
    )
    assert (held["owner"], held["company"]) == (US, TARGET)


@pytest.mark.parametrize(
    ("item", "known"),
    [
        ("投资人(股权)变更", "shareholders"), ("投资人变更（包括出资额、出资方式、出资日期、投资人名称等）", "shareholders"), ("负责人变更", "legal_representative"),
        ("高级管理人员备案（董事、监事、经理等）", "officers"), ("经营范围变更（含业务范围变更）", "scope"), ("名称变更", "name"), ("注册资本(金)变更", "registered_capital"),
        ("章程修正案备案", "filing"), ("住所变更", "address"), ("期限变更", "other"),
    ],
)  # fmt: skip
def test_change_items(item: str, known: str) -> None:
    (row,) = rows(read(f"序号,变更日期,变更事项,变更前,变更后\n1,2021/3/1,{item},张三100%,李四100%\n"), "changes")
    assert row == {"party": US, "item": known, "before": "张三100%", "after": "李四100%", "date": "2021-03-01"}


def test_pledges_with_a_number_for_each_party() -> None:
    text = (
        "登记编号,出质人,证照号码,出质股权标的企业,质权人,证照号码,出质股权数额(万股),股权出质设立登记日期,状态,公示日期\n"
        f"33-1,{HOLDER},{OTHER},{US},杭州庚辛小额贷款有限公司,{CODE},500,2020-02-02,有效,2020-02-03\n"
        f"33-2,张三,,{US},李四,,1000万元,2020-02-02,注销,\n33-3,张三,,{US},李四,,,2020-02-02,无效,\n"
    )
    loaded = read(text)
    first, second, third = rows(loaded, "encumbrances")
    assert first == {
        "asset": f"equity:{US}:{HOLDER}", "kind": "pledge", "holder": "杭州庚辛小额贷款有限公司", "start": "2020-02-02", "status": "effective",
        "published_on": "2020-02-03", "quantity": "500万股", "reference": "33-1", "holder_ident": f"cn-uscc:{CODE}",
        "_equity_owner_ident": f"cn-uscc:{OTHER}",
    }  # fmt: skip
    assert (second["asset"], second["quantity"], second["status"]) == (f"equity:{US}:张三", "1000万元", "released")
    assert third["status"] == "released"


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("股权冻结|冻结", "effective"),
        ("轮候冻结", "waiting"),
        ("续行冻结", "renewed"),
        ("解除冻结", "released"),
        ("股权冻结|失效", "lapsed"),
        ("怪", None),
    ],
)
def test_freezes_end_the_day_after_their_last(said: str, status: str | None) -> None:
    text = f"被执行人,冻结股权标的企业,股权数额,执行法院,执行通知书文号,类型|状态,冻结期限自,冻结期限至\n张三,{US},500万元,杭州法院,(2020)浙01执1号,{said},2020-01-01,2022-12-31\n"
    (row,) = rows(read(text), "encumbrances")
    assert (row["asset"], row["start"], row["end"], row.get("status")) == (
        f"equity:{US}:张三",
        "2020-01-01",
        "2023-01-01",
        status,
    )
    assert (row["kind"], row["authority"], row["notice_no"]) == ("freeze", "杭州法院", "(2020)浙01执1号")


def test_a_freeze_with_its_period_in_one_cell_and_its_state_in_the_matter() -> None:
    text = "被执行人,股权数额,执行法院,执行事项,冻结期限,状态\n张三,5,杭州法院,轮候冻结股权,2020年1月1日至2022年12月31日,冻结\n李四,5,杭州法院,公示冻结股权,三年,冻结\n"
    first, second = rows(read(text, f"{US}-司法协助.csv"), "encumbrances")
    assert (first["start"], first["end"], first["status"]) == ("2020-01-01", "2023-01-01", "waiting")
    assert (second.get("end"), second["note"], second["status"]) == (None, "三年", "effective")


def test_a_chattel_mortgage_states_the_thing_and_its_owner() -> None:
    text = "登记编号,登记日期,抵押权人,被担保债权数额,债务期限,登记机关,状态\n3301-9,2020-01-01,杭州银行股份有限公司,300万元,2020至2023,市监局,有效\n"
    loaded = read(text, f"{US}-动产抵押.csv")
    (row,) = rows(loaded, "encumbrances")
    assert (row["asset"], row["kind"], row["amount"], row["note"]) == (
        "3301-9",
        "mortgage",
        "3000000",
        "债务期限 2020至2023",
    )
    assert rows(loaded, "assets") == [{"id": "3301-9", "kind": "equipment", "owner": US}]


COURT = "案号,执行法院,立案时间"
CASE = "（2020）浙01执1号,杭州法院,2020年1月2日"


@pytest.mark.parametrize(
    ("name", "head", "cells", "kind", "more"),
    [
        ("被执行人", "被执行人,执行标的(元)", "张三,1000000", "enforcement", {"defendant": "张三", "amount": "1000000"}),
        ("失信被执行人", "被执行人姓名/名称,已履行,未履行,失信被执行人行为具体情形,发布时间", "张三,无,全部未履行,规避执行,2020-03-01", "dishonesty", {"conduct": "规避执行", "published_on": "2020-03-01"}),
        ("限制高消费", "限消令对象,申请人,涉案金额", "张三,杭州银行股份有限公司,5万元", "consumption_limit", {"claimant": "杭州银行股份有限公司", "amount": "50000"}),
        ("终本案件", "被执行人,终本日期,执行标的,未履行金额", f"{US},2020-09-09,100万,90万", "terminated_enforcement", {"terminated_on": "2020-09-09", "outstanding": "900000"}),
        ("终本案件", "被执行人", "张三", "terminated_enforcement", {"defendant": "张三"}),
        ("名单", "被执行人,证件号码", "张三,", "enforcement", {"defendant": "张三"}),
        ("被执行人", "执行标的", "1000000", "enforcement", {"defendant": US}),
    ],
)  # fmt: skip
def test_court_lists(name: str, head: str, cells: str, kind: str, more: dict[str, str]) -> None:
    (row,) = rows(read(f"{COURT},{head}\n{CASE},{cells}\n", f"{US}-{name}.csv"), "court_cases")
    assert more.items() <= row.items()
    assert (row["kind"], row["number"], row["court"], row["filed"]) == (
        kind,
        "（2020）浙01执1号",
        "杭州法院",
        "2020-01-02",
    )


def test_several_debtors_of_one_case_are_rows_of_one_record() -> None:
    loaded = read(f'{COURT},被执行人,证件号码\n{CASE},"{HOLDER}、{TARGET}等",{OTHER}\n', "被执行人.csv")
    assert [row["defendant"] for row in rows(loaded, "court_cases")] == [HOLDER, TARGET]
    assert loaded.rows_in == 1 and "defendant_ident" not in loaded.tables["court_cases"].columns
