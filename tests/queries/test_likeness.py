"""Brand roots, whole stems, and names that are not compared."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.likeness import Alike, brand_likeness, brand_of, name_likeness, same_lead, same_letters, stem_of


@pytest.mark.parametrize(
    ("name", "stem", "brand"),
    [
        ("上海宏达建筑工程有限公司", "宏达建筑工程", "宏达"),
        ("宏达建設(香港)有限公司", "宏达建设", "宏达"),
        ("北京科技发展有限公司", "科技发展", "科技"),
        ("The Air Component Company Limited", "theaircomponent", "air"),
        ("Trading Company Ltd", "trading", "trading"),
    ],
)
def test_what_is_taken_off(name: str, stem: str, brand: str) -> None:
    assert brand_of(name) == brand
    assert stem_of(name).startswith(stem[:6])


@pytest.mark.parametrize(
    ("a", "b", "alike"),
    [
        ("上海宏达建筑工程有限公司", "江苏宏达装饰有限公司", 1),
        ("上海宏达建筑工程有限公司", "上海恒达建筑工程有限公司", Fraction(1, 2)),
        ("鴻運貿易有限公司", "鸿运物流有限公司", 1),
        ("宏达建筑有限公司", "Hongda Construction Ltd", 0),
        ("Talc Logistics", "Talc Trading", 1),
    ],
)
def test_brands_are_compared_not_trades(a: str, b: str, alike: Fraction) -> None:
    assert brand_likeness(a, b) == brand_likeness(b, a) == alike


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("Mike Spence (Motorsport) Ltd", "MIKE SPENCE CLASSIC CARS LIMITED", True),
        ("Mike Spence Ltd", "Mike Spence Classic Cars Ltd", True),
        ("Mike Spence Ltd", "Spence Mike Ltd", False),
        ("Mike Ltd", "Mike Ltd", False),
        ("Global Trading Foods Ltd", "Global Trading Metals Ltd", False),
        ("A B Foods Ltd", "A B Metals Ltd", False),
        ("上海宏达建筑有限公司", "上海宏达建筑有限公司", False),
    ],
)
def test_two_own_words_at_the_head_of_latin_names(a: str, b: str, same: bool) -> None:
    assert same_lead(a, b) is same_lead(b, a) is same


def test_whole_stems_are_compared_letter_by_letter() -> None:
    assert name_likeness("北京宏达国际贸易有限公司", "宏達國際貿易(香港)有限公司") == 1
    assert name_likeness("宏达国际贸易发展集团有限公司", "鸿达国际贸易发展集团有限公司") == Fraction(9, 10)
    assert name_likeness("宏达国际贸易有限公司", "Hongda") == 0


@given(st.text("甲乙丙丁abc", max_size=8), st.text("甲乙丙丁abc", max_size=8))
def test_likeness_is_exact_symmetric_and_one_only_for_equals(a: str, b: str) -> None:
    found = same_letters(a, b)
    assert found == same_letters(b, a) and 0 <= found <= 1
    assert (found == 1) == (bool(a) and a == b)


@given(
    st.lists(st.text("甲乙丙丁戊己", min_size=2, max_size=14), min_size=1, max_size=8),
    st.text("甲乙丙丁戊己", min_size=2, max_size=14),
)
def test_the_index_finds_what_comparing_all_finds(names: list[str], wanted: str) -> None:
    parties = {f"p{n}": [name] for n, name in enumerate(names)}
    least = Fraction(9, 10)
    every = {p for p, listed in parties.items() if name_likeness(wanted, listed[0]) >= least}
    assert {p for p, _ in Alike(parties, least).near(wanted)} == every
