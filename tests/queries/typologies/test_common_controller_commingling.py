"""People, business and money of two firms, mixed or apart."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.case import Case
from graph.facts import Role
from graph.values import DateSpan
from queries.lead import Absent, Finding
from queries.mixing import containment, terms
from queries.typologies.common_controller_commingling import TYPOLOGY
from tests.queries.typologies.small import agreed, filed, firm, held, linked, paid, post, world


def found(case: Case) -> list[Finding]:
    result = TYPOLOGY.find(case)
    assert isinstance(result, list)
    return result


def both(*offices: str, other: str = "A", person: str = "P-1", end: str | None = None) -> list[Role]:
    return [post(f"{c}-{o}", person, c, o, end=end if c == other else None) for o in offices for c in ("D", other)]


PEOPLE = both("manager", "finance_head")
SHARED = [linked("acc", "D", "A", "shared_account")]
SCOPES = [firm("D", scope="工程机械销售；机械租赁"), firm("A", scope="工程机械销售;机械租赁;配件维修(以登记为准)")]


def test_all_three_are_a_fact_two_strong_one_nothing() -> None:
    assert found(world(roles=PEOPLE, relations=SHARED, parties=SCOPES))[0].tier == "fact"
    assert found(world(roles=PEOPLE, relations=SHARED))[0].tier == "strong"
    assert found(world(roles=PEOPLE, parties=SCOPES))[0].tier == "strong"
    assert not found(world(roles=PEOPLE))
    assert not found(world(relations=SHARED))
    assert not found(world(roles=PEOPLE[:2], parties=SCOPES))


def test_rows_of_every_column_are_cited_and_the_wording_leaves_it_to_the_court() -> None:
    (finding,) = found(world(roles=PEOPLE, relations=SHARED, parties=SCOPES))
    assert finding.parties == ("D", "A")
    cited = {e.place.row_id for e in finding.evidence}
    assert {"D-manager", "A-manager", "D-finance_head", "A-finance_head", "acc", "D@rows.csv", "A@rows.csv"} <= cited
    assert "符合关联公司人格混同特征，待法院认定" in finding.summary.zh
    assert {k: s for k, s, _ in finding.elements}["commingled"] == "not_shown"


def test_control_alone_is_structure() -> None:
    shares = [held("h1", "P-1", "D", "1"), held("h2", "P-1", "A", "1")]
    assert not found(world(interests=shares, roles=both("legal_representative", "director"), parties=SCOPES))


def test_without_common_people_business_and_money_need_a_common_controller() -> None:
    assert not found(world(relations=SHARED, parties=SCOPES))
    shares = [held("h1", "P-1", "D", "1"), held("h2", "P-1", "A", "1")]
    assert found(world(relations=SHARED, parties=SCOPES, interests=shares))[0].tier == "strong"
    state = [held("h1", "SASAC", "D", "1"), held("h2", "SASAC", "A", "1")]
    public = [*SCOPES, firm("SASAC", "public_body")]
    assert not found(world(relations=SHARED, parties=public, interests=state))


def test_offices_at_different_times_are_not_common() -> None:
    parted = [post(f"D-{o}", "P-1", "D", o, start="2022-06-01") for o in ("manager", "cashier")]
    parted += [post(f"A-{o}", "P-1", "A", o, end="2022-06-01") for o in ("manager", "cashier")]
    assert not found(world(roles=parted, relations=SHARED))
    met = [replace(r, period=replace(r.period, end=None)) for r in parted]
    assert found(world(roles=met, relations=SHARED))


def test_professional_and_crowded_officers_never_link() -> None:
    case = world(roles=PEOPLE, relations=SHARED)
    assert found(replace(case, posts={"P-1": 30}))
    assert not found(replace(case, posts={"P-1": 31}))
    licensed = [firm("P-1", "person", licence="professional_director")]
    assert not found(world(roles=PEOPLE, relations=SHARED, parties=licensed))


def test_people_and_pairs_that_are_no_firms_are_left_alone() -> None:
    person = [firm("A", "person")]
    assert not found(world(roles=PEOPLE, relations=SHARED, parties=person))
    host = [firm("A", licence="registered_agent")]
    assert not found(world(roles=PEOPLE, relations=SHARED, parties=host))
    strangers = [linked("acc", "A", "B", "shared_account")]
    assert not found(world(roles=both("manager", "cashier", other="B"), relations=strangers))


def test_an_alleged_row_fills_no_column() -> None:
    assert not found(world(roles=PEOPLE, relations=[linked("acc", "D", "A", "shared_account", "alleged")]))


def flows(there: int, back: int, kind: str | None = "other") -> list[object]:
    return [paid("t", "D", "A", there, "2023-03-01", kind), paid("b", "A", "D", back, "2023-04-01", kind)]


@pytest.mark.parametrize(("back", "hits"), [(100_000, 1), (99_999, 0)])
def test_two_way_transfers_of_a_fifth_of_turnover(back: int, hits: int) -> None:
    books = [filed("f", "A", "2023-12-31", revenue=1_000_000)]
    assert len(found(world(roles=PEOPLE, payments=flows(900_000, back), accounts=books))) == hits


def test_one_way_money_a_contract_or_a_pool_is_not_mixing() -> None:
    books = [filed("f", "A", "2023-12-31", revenue=1_000)]
    assert found(world(roles=PEOPLE, payments=flows(900, 900), accounts=books))
    assert not found(world(roles=PEOPLE, payments=flows(900, 900)[:1], accounts=books))
    for kind in ("cash_pool", "service", "loan"):
        deal = [agreed("k", kind, "D", "A")]
        assert not found(world(roles=PEOPLE, payments=flows(900, 900), accounts=books, contracts=deal))
    assert not found(world(roles=PEOPLE, payments=flows(900, 900, "sweep"), accounts=books))


def test_debts_of_several_put_on_one() -> None:
    joint = [
        agreed("s1", "settlement", "A", "D", on="2022-08-15"),
        agreed("s2", "settlement", "B", "D", on="2022-08-15"),
    ]
    (finding,) = found(world(roles=PEOPLE, contracts=joint))
    assert "s1" in {e.place.row_id for e in finding.evidence}
    assert not found(world(roles=PEOPLE, contracts=joint[:1]))


@pytest.mark.parametrize(
    ("note", "tier"),
    [
        ("债权债务统一由一方结算", "fact"),
        ("the debts of both are paid by D", "fact"),
        ("未约定统一结算", None),
        ("和解结案", None),
    ],
)
def test_one_settlement_counts_where_its_own_words_put_the_debts_of_both_on_one(note: str, tier: str | None) -> None:
    deal = agreed("s1", "settlement", "A", "D", on="2022-08-15")
    case = world(roles=PEOPLE, parties=SCOPES, contracts=[replace(deal, place=replace(deal.place, note=note))])
    assert [f.tier for f in found(case)] == [tier or "strong"]


def test_a_contract_that_moves_no_money_both_ways_explains_no_transfers() -> None:
    books = [filed("f", "A", "2023-12-31", revenue=1_000)]
    lent = agreed("k", "loan", "D", "A", on="2015-01-01")
    over = replace(lent, end=DateSpan.parse("2016-01-01"))
    for deal, told in ((agreed("k", "guarantee", "D", "A"), True), (lent, False), (over, True)):
        case = world(roles=PEOPLE, payments=flows(900, 900), accounts=books, contracts=[deal])
        assert bool(found(case)) == told


def test_the_debt_paid_for_the_other() -> None:
    repaid = [paid("r", "A", "CR", 300_000, "2023-06-01", "repayment")]
    (finding,) = found(world(roles=PEOPLE, payments=repaid))
    assert "r" in {e.place.row_id for e in finding.evidence}
    assert not found(world(roles=PEOPLE, payments=[paid("r", "A", "CR", 300_000, "2023-06-01", "price")]))
    surety = [agreed("g", "guarantee", "A", "CR")]
    assert not found(world(roles=PEOPLE, payments=repaid, contracts=surety))


def test_a_scope_of_one_term_is_not_compared() -> None:
    short = [firm("D", scope="工程机械(全部被覆盖)"), firm("A", scope="工程机械")]
    assert not found(world(roles=PEOPLE, parties=short))
    (finding,) = found(world(roles=PEOPLE, relations=SHARED, parties=short))
    assert finding.tier == "strong" and any("1 term" in n.en for n in finding.notes)


def test_terms_and_containment() -> None:
    assert terms("一般项目：钢材销售；技术服务、技术开发（除依法须经批准的项目外）。") == ("钢材销售",)
    assert containment("钢材销售；机械租赁", "机械租赁；钢材销售；仓储") == (Fraction(1), 2)
    part, count = containment("甲甲；乙乙；丙丙；丁丁；戊戊", "甲甲；乙乙；丙丙；丁丁；己己；庚庚")
    assert (part, count) == (Fraction(4, 5), 5)
    assert containment("", "钢材销售") == (None, 0)


@given(st.text("钢材销售机械租赁；、 ", max_size=24), st.text("钢材销售机械租赁；、 ", max_size=24))
def test_containment_is_the_same_both_ways_round_for_unlike_lengths(a: str, b: str) -> None:
    share, count = containment(a, b)
    assert share is None or 0 <= share <= 1
    assert count == min(len(terms(a)), len(terms(b)))
    if len(terms(a)) != len(terms(b)):
        assert (share, count) == containment(b, a)


def test_audits_and_contracts_speak_against() -> None:
    audited = replace(filed("f", "A", "2023-12-31"), audited="yes")
    (finding,) = found(
        world(roles=PEOPLE, relations=SHARED, accounts=[audited], contracts=[agreed("k", "service", "D", "A")])
    )
    assert {"f", "k"} <= {e.place.row_id for e in finding.counter if not isinstance(e, Absent)}


def test_a_whole_subsidiary_brings_the_one_person_rule() -> None:
    case = world(roles=PEOPLE, relations=SHARED, interests=[held("h", "D", "A", "1")])
    assert "one_person" in found(case)[0].traits
    assert "one_person" not in found(world(roles=PEOPLE, relations=SHARED))[0].traits


def test_without_tables_it_could_not_look() -> None:
    assert not isinstance(TYPOLOGY.find(world()), list)
