"""Names: which may stand for one company, and which never do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.names import (
    Expected,
    NameShape,
    candidate_key,
    case_number_key,
    company_key,
    lookalike,
    parts_of,
    person_candidate_key,
    person_key,
    shape_of,
    simplified,
)

REGISTERED, COMPANY, PERSON, MASKED, WORD = NameShape

_FULL = """
重庆澜江建设有限公司 重庆市澜江建设有限公司 云岭市恒沅贸易有限公司 云岭省恒沅贸易有限责任公司 青溪县恒沅农业有限公司
江城市恒沅贸易有限公司 上海市浦东新区澜江小额贷款股份有限公司 澜江(上海)投资有限公司 澜江投资（云岭市）有限公司
内蒙古自治区澜江矿业有限公司 西双版纳傣族自治州澜江茶业有限公司 中国澜江能源有限公司 澜江控股集团有限公司
澜江重型装备股份有限公司 宁波澜江投资合伙企业（有限合伙） 上海恒沅商务咨询中心（有限合伙） 云岭市恒沅律师事务所
上海市恒沅第一印染厂 青溪县恒沅茶叶农民专业合作社 上海澜江建设有限公司北京分公司 恒沅发展銀行股份有限公司雲嶺市分行
義烏恒沅貿易有限公司 上海X射线恒沅设备有限公司
"""
_NOT_FULL = """
澜江建设有限公司 恒沅集团有限公司 恒沅股份有限公司 上海有限公司 上海恒沅有限公司 上海浦东新区有限公司 澜江公司 乙公司 本公司
大都市实业发展有限公司 恒沅社区服务发展有限公司 恒沅超市管理发展有限公司 恒沅城市建设发展有限公司 恒沅区块链技术有限公司
澜江建设有限公司北京分公司 澜江投资合伙企业（有限合伙） 恒沅国际贸易有限公司 上海澜江建设有限公司等
上海澜江建设有限公司（已注销） 上海恒沅商行 株式会社恒沅 恒沅集团
"""
FULL, NOT_FULL = _FULL.split(), _NOT_FULL.split()


@pytest.mark.parametrize("name", FULL)
def test_a_full_chinese_name_is_registered(name: str) -> None:
    assert shape_of(name) is REGISTERED
    assert shape_of(name, "CN") is REGISTERED
    assert shape_of(name, expect="person") is REGISTERED


@pytest.mark.parametrize("name", NOT_FULL)
def test_a_name_without_one_of_its_parts_is_a_company_and_no_more(name: str) -> None:
    assert shape_of(name) is COMPANY
    assert shape_of(name, "CN", "person") is COMPANY


@pytest.mark.parametrize("name", ["恒沅國際有限公司", "恒沅有限公司", "恒沅国际股份有限公司"])
def test_hong_kong_names_carry_no_region(name: str) -> None:
    assert shape_of(name, "HK") is REGISTERED
    assert shape_of(name.replace("股份", "")) is COMPANY
    assert shape_of("恒沅集團", "HK") is COMPANY
    assert shape_of("沅有限公司", "HK") is COMPANY


@pytest.mark.parametrize(
    ("name", "jurisdiction", "shape"),
    [
        ("Alder Crossing Limited", "GB", REGISTERED),
        ("Alder Crossing Holdings (A) Ltd", "GB", REGISTERED),
        ("ALDER LTD.", None, REGISTERED),
        ("Birch Harbour LLP", "GB", REGISTERED),
        ("Birch Harbour Fund LP", "KY", REGISTERED),
        ("Cedar Bay International Corp.", "VG", REGISTERED),
        ("Cedar Bay plc", "GB", REGISTERED),
        ("Dogwood Energia S.G.P.S.", "PT", REGISTERED),
        ("Dogwood Energy B.V.", "NL", REGISTERED),
        ("Dogwood Energy NV", "BE", REGISTERED),
        ("Elm Trading Pte. Ltd.", "SG", REGISTERED),
        ("Elm Spółka Sp. z o.o.", "PL", REGISTERED),
        ("Fir Handel A/S", "DK", REGISTERED),
        ("Fir Handels GmbH", "AT", REGISTERED),
        ("Fir Handels GmbH", "DE", COMPANY),
        ("Gingko LLC", "US-DE", REGISTERED),
        ("Gingko LLC", "US", COMPANY),
        ("Shanghai Hazel Construction Co., Ltd.", "CN", COMPANY),
        ("Alder Crossing Ltd (Birch Prospects)", "GB", COMPANY),
        ("Old Alder (Birch Worldwide LLC)", "GB", COMPANY),
        ("A B Ltd", "GB", COMPANY),
        ("Alder Group", "GB", COMPANY),
        ("Ltd", "GB", WORD),
        ("LLP no. 2 at the address", "GB", WORD),
        ("Alder Spa", "GB", WORD),
        ("Alder Crossing", "GB", WORD),
        ("lease SPV 1", "GB", WORD),
    ],
)
def test_latin_company_names(name: str, jurisdiction: str | None, shape: NameShape) -> None:
    assert shape_of(name, jurisdiction) is shape


@pytest.mark.parametrize(
    "name", ["张伟", "王建国", "欧阳娜娜", "诸葛亮节", "阿卜杜拉·买买提", "阿卜杜拉•买买提", "張偉", "王 伟", "李建厂"]
)
def test_persons_by_their_surname(name: str) -> None:
    for expect in (None, "person"):
        assert shape_of(name, expect=expect) is PERSON


@pytest.mark.parametrize(
    ("name", "expect", "shape"),
    [
        ("华为", "company", WORD),
        ("管委会", None, WORD),
        ("海淀法院", None, WORD),
        ("江苏", None, WORD),
        ("温州", None, WORD),
        ("金石投资", None, WORD),
        ("恒沅贸易", None, WORD),
        ("郑王安娜", None, WORD),
        ("郑王安娜", "person", PERSON),
        ("张伟明明明", "person", WORD),
        ("John Alder", None, WORD),
        ("John Alder", "person", PERSON),
        ("JOHN ALDER", "person", PERSON),
        ("Alder, J.", "person", PERSON),
        ("Ana dos Alders-Birch", "person", PERSON),
        ("Ana Sa", "person", PERSON),
        ("ANA SA", "person", PERSON),
        ("Alder Energy SA", "person", REGISTERED),
        ("transferee of 2016", "person", WORD),
        ("judgment creditor", "person", WORD),
    ],
)
def test_persons_by_their_column(name: str, expect: Expected, shape: NameShape) -> None:
    assert shape_of(name, expect=expect) is shape


@pytest.mark.parametrize(
    "name",
    [
        *("吴某某", "王某", "张某坤", "张*", "李＊＊", "张X", "李ＸＸ", "王○○", "王先生", "李女士", "J*** Alder"),
        *("上海某某贸易有限公司", "某公司", "上海**贸易有限公司", "某市国资委"),
    ],
)
def test_blacked_out_names_stand_for_nobody_in_particular(name: str) -> None:
    for expect in (None, "person", "company"):
        assert shape_of(name, "CN", expect) is MASKED


def test_the_mark_of_a_listed_company_in_trouble_is_no_mask() -> None:
    assert shape_of("*ST澜江") is WORD


def test_the_legal_form_is_kept_in_the_key_and_dropped_in_the_proposal() -> None:
    limited, full = "云岭市恒沅贸易有限公司", "云岭市恒沅贸易有限责任公司"
    assert company_key(limited) != company_key(full)
    assert candidate_key(limited) == candidate_key(full)
    assert company_key("Alder Ltd") != company_key("Alder Limited")
    assert candidate_key("The Alder & Birch Company Limited") == candidate_key("ALDER AND BIRCH CO., LTD.")


def test_writing_does_not_matter_to_a_company_key() -> None:
    assert company_key("恒沅（云岭）投资 有限公司\u200b") == company_key("恒沅(云岭)投资有限公司")
    assert company_key("Alder Trading Co., Ltd.") == company_key("ALDER TRADING CO LTD")
    assert company_key("Alder 1.5 Ltd") != company_key("Alder 15 Ltd")


def test_traditional_script_is_proposed_and_not_joined() -> None:
    assert company_key("恒沅國際貿易有限公司") != company_key("恒沅国际贸易有限公司")
    assert candidate_key("恒沅國際貿易有限公司") == candidate_key("恒沅国际贸易有限公司")
    assert person_key("張偉") != person_key("张伟")
    assert person_candidate_key("張偉") == person_candidate_key("张伟")
    assert simplified("乾著於") == "乾著於"


def test_region_with_and_without_its_suffix_is_proposed() -> None:
    assert candidate_key("上海市恒沅贸易有限公司") == candidate_key("上海恒沅贸易有限公司")
    assert candidate_key("江苏省恒沅贸易有限公司") == candidate_key("江苏恒沅贸易有限公司")
    assert candidate_key("吉林省恒沅贸易有限公司") != candidate_key("吉林市恒沅贸易有限公司")
    assert candidate_key("上海市场恒沅营销有限公司") != candidate_key("上海场恒沅营销有限公司")


def test_person_keys() -> None:
    assert person_key("Alder, John P.") == person_key("JOHN P ALDER")
    assert person_key("John Alder") != person_key("Alder John")
    assert person_candidate_key("John Alder") == person_candidate_key("Alder John")
    assert person_key("阿卜杜拉•买买提") == person_key("阿卜杜拉·买买提")
    assert person_key("王 伟") == person_key("王伟")


def test_case_numbers_in_either_brackets() -> None:
    assert case_number_key("（2019）沪0115民初61975号") == case_number_key("(2019)沪0115民初61975号")
    assert case_number_key("案号：（2019） 沪 0115 民初 61975 号") == case_number_key("〔2019〕沪0115民初61975号")
    assert case_number_key("（2019）沪0115民初61975号") != case_number_key("（2019）沪0115民初61976号")


def test_parts_of_a_name() -> None:
    parts = parts_of("云岭市青溪区恒沅建设有限责任公司")
    assert (parts.region, parts.stem, parts.form) == ("云岭市青溪区", "恒沅建设", "有限责任公司")
    parts = parts_of("恒沅（上海）建设有限公司")
    assert (parts.region, parts.stem, parts.form) == ("上海", "恒沅建设", "有限公司")
    assert parts_of("Alder Trading Co., Ltd.").stem == "alder trading"


def test_lookalikes() -> None:
    assert lookalike("上海恒沅贸易有限公司", "广州市恒沅贸易有限责任公司") == 1.0
    assert lookalike("Alder Trading Ltd", "Alder Trading Inc") == 1.0
    assert lookalike("上海恒沅贸易有限公司", "上海恒远贸易有限公司") == 0.75
    assert lookalike("Alder Trading Ltd", "Zinc Foods Ltd") < 0.6
    assert lookalike("上海有限公司", "上海有限公司") == 0.0


@given(st.text(max_size=8), st.text(max_size=8))
def test_a_lookalike_is_the_same_both_ways_round(a: str, b: str) -> None:
    assert lookalike(a, b) == lookalike(b, a)
    assert 0.0 <= lookalike(a, b) <= 1.0


NAME_LETTERS = st.one_of(
    st.characters(),
    st.sampled_from("恒沅澜江上海市省区县有限责任公司股份集团（）()某张王國際 .,'&ABLtdlimitedthe·•İßŉﬁ①"),
)
KEYS = (company_key, candidate_key, person_key, person_candidate_key, case_number_key)


@pytest.mark.parametrize("key", KEYS, ids=[key.__name__ for key in KEYS])
def test_the_key_of_a_key_is_the_key(key: object) -> None:
    assert callable(key)

    @given(st.one_of(st.text(NAME_LETTERS, max_size=16), st.sampled_from(FULL + NOT_FULL)))
    def holds(name: str) -> None:
        assert key(key(name)) == key(name)

    holds()


def gb2312_letters() -> list[str]:
    """The 3,755 common letters of level 1: no two of them are each other's variant."""
    rows = [bytes([row, cell]).decode("gb2312", "ignore") for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF)]
    return [letter for letter in rows if letter]


BRAND_LETTERS = gb2312_letters()
brands = st.lists(st.sampled_from(BRAND_LETTERS), min_size=2, max_size=4)


@given(
    st.sampled_from(["上海", "上海市", "云岭市", "江苏省", ""]),
    brands,
    st.data(),
    st.sampled_from(["贸易", "建设工程", "国际投资"]),
    st.sampled_from(["有限公司", "有限责任公司", "股份有限公司"]),
)
def test_one_brand_letter_apart_is_never_one_key(
    region: str, brand: list[str], data: st.DataObject, trade: str, form: str
) -> None:
    place = data.draw(st.integers(0, len(brand) - 1))
    letter = data.draw(st.sampled_from(BRAND_LETTERS).filter(lambda drawn: drawn != brand[place]))
    other = [*brand[:place], letter, *brand[place + 1 :]]
    first, second = (f"{region}{''.join(letters)}{trade}{form}" for letters in (brand, other))
    assert company_key(first) != company_key(second)
    assert candidate_key(first) != candidate_key(second)


@given(
    st.text("abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=8),
    st.integers(0, 7),
    st.sampled_from("abcdefghijklmnopqrstuvwxyz"),
)
def test_one_latin_letter_apart_is_never_one_key(brand: str, place: int, letter: str) -> None:
    place %= len(brand)
    other = brand[:place] + letter + brand[place + 1 :]
    for key in (company_key, candidate_key):
        assert (key(f"{brand} Trading Ltd") == key(f"{other} Trading Ltd")) == (other == brand)


def test_every_one_letter_change_of_one_brand_keeps_its_own_key() -> None:
    keys = {candidate_key(f"上海{letter}沅贸易有限公司") for letter in BRAND_LETTERS}
    assert len(keys) == len(BRAND_LETTERS) > 3700
