"""Grounds are chosen by the day of the act."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.values import DateSpan
from queries.grounds import Ground, all_grounds, bounds, grounds_for, select, traits

GREGORIAN_CYCLE = 400
DAYS = st.dates(date(1995, 1, 1), date(2035, 12, 31))
TYPOLOGY = st.sampled_from(sorted({slug for each in all_grounds() for slug in each.typologies}))
TRAITS = st.frozensets(st.sampled_from(sorted(traits())), max_size=5)
CASE = st.sampled_from(["CN", "HK", "GB", "US", "DE", "VG", "BM"])


def ids(
    typology: str, act: date | DateSpan | None, *chosen: str, jurisdiction: str = "CN", certain: bool | None = None
) -> set[str]:
    found = grounds_for(typology, jurisdiction, act, frozenset(chosen))
    return {each.id for each in found if certain is None or each.certain == certain}


@pytest.mark.parametrize(
    ("day", "trait", "expected"),
    [
        (date(1999, 9, 30), "gratuitous", set()),
        (date(1999, 10, 1), "gratuitous", {"cn-contract-74-free"}),
        (date(2020, 12, 31), "gratuitous", {"cn-contract-74-free"}),
        (date(2021, 1, 1), "gratuitous", {"cn-civil-538"}),
        (date(2020, 12, 31), "unreasonable_price", {"cn-contract-74-low"}),
        (date(2021, 1, 1), "unreasonable_price", {"cn-civil-539-low"}),
        (date(2020, 12, 31), "related", {"cn-contract-52"}),
        (date(2021, 1, 1), "related", {"cn-civil-154"}),
        (date(2022, 9, 15), "after_judgment", {"cn-crime-313"}),
    ],
)
def test_contract_law_or_civil_code(day: date, trait: str, expected: set[str]) -> None:
    assert ids("undervalue-transfer-related", day, trait) == expected


@pytest.mark.parametrize(
    ("typology", "chosen", "old", "new"),
    [
        ("common-controller-commingling", (), "cn-company-old-20-3", "cn-company-23-2"),
        ("common-controller-commingling", ("one_person",), "cn-company-old-63", "cn-company-23-3"),
        ("capital-withdrawal", ("capital_returned",), "cn-company-old-35", "cn-company-53"),
        ("unpaid-capital-transfer", ("capital_unpaid", "capital_due"), "cn-company-int3-13-18", "cn-company-88-2"),
        ("unpaid-capital-transfer", ("capital_unpaid",), "cn-none-transfer-not-due-old", "cn-company-88-1"),
        ("capital-reduction-evasion", (), "cn-company-old-177", "cn-company-226"),
        ("dividend-stripping", (), "cn-company-old-166", "cn-company-211"),
        ("sudden-deregistration", (), "cn-company-int2-18-20", "cn-company-232"),
    ],
)
def test_company_law_changes_on_1_july_2024(typology: str, chosen: tuple[str, ...], old: str, new: str) -> None:
    before, after = ids(typology, date(2024, 6, 30), *chosen), ids(typology, date(2024, 7, 1), *chosen)
    assert old in before
    assert new not in before
    assert new in after
    assert old not in after


def test_a_transfer_before_the_law_never_meets_article_88() -> None:
    found = grounds_for("unpaid-capital-transfer", "CN", date(2023, 5, 1), frozenset({"capital_unpaid"}))
    assert not any(each.id.startswith("cn-company-88") for each in found)
    assert [each.arises for each in found if each.id == "cn-none-transfer-not-due-old"] == [False]


def test_a_partial_date_returns_both_laws_and_says_so() -> None:
    spring = DateSpan.parse("2024")
    found = ids("capital-withdrawal", spring, "capital_returned", certain=False)
    assert found == {"cn-company-old-35", "cn-company-53"}
    addition = ids("capital-withdrawal", spring, "capital_returned", certain=True)
    assert addition == {"cn-addition-18"}


def test_a_partial_date_on_one_side_is_certain() -> None:
    assert ids("undervalue-transfer-related", DateSpan.parse("2020-12"), "gratuitous", certain=True) == {
        "cn-contract-74-free"
    }
    assert ids("undervalue-transfer-related", DateSpan.parse("2021"), "gratuitous", certain=True) == {"cn-civil-538"}


def test_an_unknown_date_leaves_every_version_open() -> None:
    assert ids("undervalue-transfer-related", None, "gratuitous", certain=False) == {
        "cn-contract-74-free",
        "cn-civil-538",
    }


def test_traits_open_and_close_grounds() -> None:
    day = date(2022, 1, 1)
    assert "cn-insolvency-31-1" not in ids("undervalue-transfer-related", day, "gratuitous")
    assert "cn-insolvency-31-1" in ids("undervalue-transfer-related", day, "gratuitous", "insolvency")
    secured = ("insolvency", "security")
    assert "gb-ia-239" in ids("related-party-security", day, *secured, jurisdiction="GB")
    assert "gb-ia-239" not in ids("related-party-security", day, *secured, "related", jurisdiction="GB")
    assert "gb-ia-239-connected" in ids("related-party-security", day, *secured, "related", jurisdiction="GB")


def test_only_the_place_itself_answers() -> None:
    for code in ("GB", "US", "HK", "DE", "VG", "BM"):
        found = grounds_for("undervalue-transfer-related", code, date(2022, 1, 1), frozenset({"gratuitous"}))
        assert found
        assert not any(each.jurisdiction == "CN" for each in found)
    assert grounds_for("undervalue-transfer-related", "SG", date(2022, 1, 1), frozenset({"gratuitous"})) == ()


def test_an_offshore_place_without_a_table_says_so() -> None:
    (only,) = grounds_for("layered-offshore-chain", "BM", date(2022, 1, 1))
    assert (only.id, only.arises) == ("offshore-none", False)


def test_a_misspelt_trait_is_refused() -> None:
    with pytest.raises(ValueError, match="gratuitious"):
        grounds_for("undervalue-transfer-related", "CN", None, frozenset({"gratuitious"}))


def test_drafts_govern_nothing() -> None:
    found = ids("unpaid-capital-transfer", None, "capital_unpaid", "capital_due", "transferred")
    assert "cn-addition-17" in found
    assert not any(each.startswith("cn-draft") for each in found)


def later(day: date | None) -> date | None:
    return None if day is None else day.replace(year=day.year + GREGORIAN_CYCLE)


def shifted(each: Ground) -> Ground:
    return replace(each, acts_from=later(each.acts_from), acts_until=later(each.acts_until))


@given(TYPOLOGY, CASE, DAYS, st.integers(0, 800), TRAITS)
def test_four_hundred_years_later_nothing_differs(
    typology: str, code: str, first: date, width: int, chosen: frozenset[str]
) -> None:
    act = DateSpan(first, first + timedelta(days=width))
    then = DateSpan(later(act.first) or first, later(act.last) or first)
    now = select(all_grounds(), typology, code, act, chosen)
    moved = select([shifted(each) for each in all_grounds()], typology, code, then, chosen)
    assert moved == tuple(shifted(each) for each in now)


@given(TYPOLOGY, CASE, DAYS, st.integers(0, 800), TRAITS)
def test_a_span_answers_for_every_day_in_it(
    typology: str, code: str, first: date, width: int, chosen: frozenset[str]
) -> None:
    act = DateSpan(first, first + timedelta(days=width))
    wide = {each.id: each.certain for each in grounds_for(typology, code, act, chosen)}
    ends = [{each.id for each in grounds_for(typology, code, day, chosen)} for day in (act.first, act.last)]
    assert ends[0] | ends[1] <= wide.keys()
    assert {key for key, certain in wide.items() if certain} <= ends[0] & ends[1]


def test_bounds_of_what_is_given() -> None:
    assert bounds(None) == (None, None)
    assert bounds(date(2024, 2, 29)) == (date(2024, 2, 29), date(2024, 2, 29))
    assert bounds(DateSpan.parse("2024-02")) == (date(2024, 2, 1), date(2024, 2, 29))
