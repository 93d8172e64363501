"""The law tables are whole, bilingual and dated."""

from __future__ import annotations

from datetime import date
from importlib.resources import files

import pytest

from queries.grounds import NOTHING, Ground, additions, all_grounds, drafts_for, ground, table_for, traits

TYPOLOGIES = (
    "undervalue-transfer-related",
    "transfer-after-debt",
    "overvalue-purchase-related",
    "serial-transfer-chain",
    "phoenix-company",
    "circular-shareholding",
    "cross-holding",
    "nominee-shareholder",
    "mass-address",
    "mass-director",
    "thin-capital-shell",
    "layered-offshore-chain",
    "round-trip-payment",
    "pass-through-account",
    "common-controller-commingling",
    "capital-withdrawal",
    "unpaid-capital-transfer",
    "capital-reduction-evasion",
    "asset-stripping-reorganisation",
    "related-party-security",
    "relative-proxy-holding",
    "sudden-deregistration",
    "sham-litigation",
    "dividend-stripping",
    "name-change-chain",
    "family-divorce-transfer",
    "lookalike-name",
)
EVERY = [pytest.param(each, id=each.id) for each in all_grounds()]


def test_twenty_seven_typologies() -> None:
    assert len(TYPOLOGIES) == len(set(TYPOLOGIES)) == 27


@pytest.mark.parametrize("slug", TYPOLOGIES)
def test_every_typology_has_an_entry_for_china(slug: str) -> None:
    found = [each for each in all_grounds() if each.jurisdiction == "CN" and slug in each.typologies]
    assert [each for each in found if each.status != "draft"]


@pytest.mark.parametrize("slug", ["mass-address", "mass-director", "name-change-chain"])
def test_what_is_no_ground_says_so(slug: str) -> None:
    found = [each for each in all_grounds() if each.jurisdiction == "CN" and slug in each.typologies]
    assert found
    assert not any(each.arises for each in found)


@pytest.mark.parametrize("each", EVERY)
def test_both_languages(each: Ground) -> None:
    texts = [each.provision, each.instrument, *(element.name for element in each.elements)]
    texts += [period.rule for period in each.periods]
    texts += [text for text in (each.note, each.remedy) if text != NOTHING]
    for text in texts:
        assert any("一" <= letter <= "鿿" for letter in text.zh)
        assert text.en
        assert not any("一" <= letter <= "鿿" for letter in text.en)


@pytest.mark.parametrize("each", EVERY)
def test_dated_and_complete(each: Ground) -> None:
    assert each.status in {"in force", "draft", "unverified"}
    assert date(2026, 1, 1) <= each.checked_on <= date(2026, 12, 31)
    assert each.route is None or each.route in "ABCDEF"
    assert set(each.typologies) <= {*TYPOLOGIES, "liability"}
    assert each.acts_from is None or each.acts_until is None or each.acts_from < each.acts_until
    assert (each.when | each.when_any | each.unless) <= traits().keys()
    assert not each.when & each.unless
    if each.arises:
        assert each.elements
        assert each.remedy != NOTHING
    else:
        assert not each.elements
        assert not each.periods
        assert each.route is None


@pytest.mark.parametrize("each", EVERY)
def test_periods_are_of_known_kinds(each: Ground) -> None:
    for period in each.periods:
        assert period.kind in {"extinctive", "limitation", "procedural"}
        assert period.direction in {"forward", "back"}
        assert (period.counted_from in {"acceptance", "filing"}) == (period.direction == "back")


def test_ids_are_sorted_and_used_once() -> None:
    ids = [each.id for each in all_grounds()]
    assert ids == sorted(set(ids))


def test_what_was_not_read_is_not_in_force() -> None:
    """An entry that says of its own provision that it was not checked may not stand as in force unexplained."""
    for each in all_grounds():
        if "出自记忆" in each.note.zh or "未查到" in each.note.zh:
            assert each.status != "in force", each.id


def test_drafts_name_what_they_would_change() -> None:
    drafts = [each for each in all_grounds() if each.status == "draft"]
    assert [each.id for each in drafts] == ["cn-draft-24", "cn-draft-43", "cn-draft-6"]
    assert all((each.draft_of is None) == (each.status != "draft") for each in all_grounds())
    for each in drafts:
        assert each.draft_of is not None
        assert ground(each.draft_of).route == "D"
        assert each in drafts_for(each.draft_of)
    assert drafts_for("cn-addition-18") == ()


def test_additions_carry_their_remedy() -> None:
    """变更追加规定 32: 14(2) and 17–21 go to an objection suit in 15 days, the others to a review in 10."""
    remedies = {each.id.removeprefix("cn-addition-"): each.periods[0].length for each in additions()}
    suits = {"14-2", "17", "18", "19", "20", "21"}
    assert remedies == {key: "15d" if key in suits else "10d" for key in remedies}
    assert set(remedies) == suits | {"13", "14-1", "15", "22", "23", "24", "25"}
    assert {each.route for each in additions()} == {"D"}


def test_a_spouse_is_never_added_in_enforcement() -> None:
    assert not any("spouse" in each.when | each.when_any for each in additions())


def test_insolvency_grounds_are_for_the_office_holder() -> None:
    windowed = [each for each in all_grounds() if any(period.direction == "back" for period in each.periods)]
    assert windowed
    for each in windowed:
        assert each.route == "F", each.id
        assert "insolvency" in each.when, each.id


def test_no_term_is_kept_for_nobody() -> None:
    """Every element and trait of terms.toml serves a ground."""
    used = {element.key for each in all_grounds() for element in each.elements}
    lines = (files("queries") / "law" / "terms.toml").read_text(encoding="utf-8").split("[elements]")[1]
    keys = {line.split(" = ")[0] for line in lines.split("[periods]")[0].splitlines() if " = {" in line}
    assert keys == used
    named = {word for each in all_grounds() for word in each.when | each.when_any | each.unless}
    assert set(traits()) == named


@pytest.mark.parametrize(
    ("code", "table"),
    [
        ("CN", "CN"),
        ("cn-31", "CN"),
        ("CN-HK", "HK"),
        ("HK", "HK"),
        ("UK", "GB"),
        ("GB-ENG", "GB"),
        ("US-DE", "US"),
        ("DE", "EU"),
        ("FR", "EU"),
        ("VG", "VG"),
        ("KY", "KY"),
        ("BM", "BM"),
    ],
)
def test_jurisdictions_have_their_own_table(code: str, table: str) -> None:
    assert table_for(code) == table


@pytest.mark.parametrize("code", ["CN-MO", "MO", "TW", "CN-TW", "GB-SCT", "SG", "JP", "CH", "NO", "", "XX"])
def test_no_table_is_no_table(code: str) -> None:
    assert table_for(code) is None
