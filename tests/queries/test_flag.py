"""Caps, grounds, ids and ranks that flag() puts to findings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

import queries.flag
from graph.case import Case
from graph.chains import Chain
from graph.resolve import Match
from graph.statements import Place
from graph.values import DateSpan, Money
from queries.flag import Flagged, Lead, flag
from queries.lead import TIERS, Amount, Evidence, Finding, NoTables, two
from queries.typology import Typology, typologies
from tests.world import world

SLUG = "undervalue-transfer-related"
ACT = "asset=X from=D to=B price=62500 reference_value=1000000 reference_basis=appraisal date=2022-09-15"
OFFICES = ("person=P company=D role=finance_head", "person=P company=B role=legal_representative")
EMPTY = world()


def one(case: Case, slug: str = SLUG) -> Lead:
    (lead,) = flag(case, [slug]).leads
    return lead


def place(name: str, standing: str = "recorded", grade: str | None = None, source: str = "a.csv") -> Place:
    return Place("payments", source, "a", "0" * 64, 2, name, standing, grade, fact=f"fact {name}")


def finding(*places: Place, **more: object) -> Finding:
    said = two("根据登记显示", "according to the records")
    bare = Finding(
        SLUG,
        ("D", "B"),
        said,
        tuple(Evidence(p, said) for p in places),
        "fact",
        said,
        frozenset({"price"}),
        Chain(),
        "C",
    )
    return replace(bare, **more)  # type: ignore[arg-type]


def made(*found: Finding, slug: str = SLUG) -> Typology:
    """A typology that finds what it is told to find."""
    return replace(typologies()[0], slug=slug, find=lambda case: list(found), tells_when=False)


def flagged(monkeypatch: pytest.MonkeyPatch, *rooms: Typology, case: Case = EMPTY) -> Flagged:
    monkeypatch.setattr(queries.flag, "typologies", lambda: rooms)
    return flag(case)


# --- caps ---------------------------------------------------------------------------------------------------------


def test_recorded_rows_carry_what_the_pattern_carries() -> None:
    lead = one(world(asset_transfers=[ACT], roles=OFFICES))
    assert (lead.tier, lead.standing) == ("fact", "recorded")
    assert "alleged" not in lead.tier_why.en


@pytest.mark.parametrize("standing", ["alleged", "denied"])
@pytest.mark.parametrize("at", [0, 1, 2])
def test_one_unsure_row_caps_the_lead_and_is_said(standing: str, at: int) -> None:
    lines = [ACT, *OFFICES]
    lines[at] += f" standing={standing}"
    lead = one(world(asset_transfers=lines[:1], roles=lines[1:]))
    assert (lead.tier, lead.standing) == ("lead", standing)
    assert "alleged" in lead.tier_why.en and "alleged" in lead.tier_why.zh


@pytest.mark.parametrize("standing", ["found_by_court", "admitted"])
def test_what_a_court_found_or_a_party_admitted_is_not_capped(standing: str) -> None:
    lead = one(world(asset_transfers=[f"{ACT} standing={standing}"], roles=OFFICES))
    assert (lead.tier, lead.standing) == ("fact", "recorded")


@pytest.mark.parametrize("grade", ["commercial_export", "statement"])
def test_exports_and_statements_alone_stay_a_lead(grade: str) -> None:
    weak = world(asset_transfers=[f"{ACT} grade={grade}"], roles=[f"{o} grade={grade}" for o in OFFICES])
    assert one(weak).tier == "lead"
    assert "registry file" in one(weak).tier_why.en
    mixed = world(asset_transfers=[f"{ACT} grade=registry_file"], roles=[f"{o} grade={grade}" for o in OFFICES])
    assert one(mixed).tier == "fact"


def test_an_undecided_match_caps_and_is_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    match = Match("m-1", "P@A", "P@B", "perhaps", "same-name", 0.5)
    (lead,) = flagged(monkeypatch, made(finding(place("r1"), relies_on=(match,)))).leads
    assert lead.tier == "lead" and "perhaps" in lead.tier_why.en
    assert lead.relied_on == (match,)
    (sure,) = flagged(monkeypatch, made(finding(place("r1")))).leads
    assert (sure.tier, sure.relied_on) == ("fact", ())


def test_one_name_in_two_companies_is_no_relation() -> None:
    """Two records of one name: the lead stands on its price alone and says who might be whom."""
    roles = ["person=P1 company=D role=finance_head", "person=P2 company=B role=legal_representative"]
    lead = one(world(asset_transfers=[ACT], roles=roles, perhaps=[("P1", "P2")]))
    assert lead.tier == "lead" and "relation" not in lead.finding.badges
    assert any("same person" in note.en for note in lead.notes)


@given(st.sampled_from(TIERS), st.sampled_from(["recorded", "alleged", "denied", "admitted", "found_by_court"]))
def test_a_cap_never_raises(tier: str, standing: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        (lead,) = flagged(patch, made(finding(place("r1", standing), tier=tier))).leads
    assert TIERS.index(lead.tier) <= TIERS.index(lead.finding.tier)
    if standing in ("alleged", "denied"):
        assert TIERS.index(lead.tier) <= TIERS.index("lead")


def test_findings_are_handed_on_with_the_capped_tier() -> None:
    found = flag(world(asset_transfers=[f"{ACT} standing=alleged"], roles=OFFICES), [SLUG])
    assert [f.tier for f in found.findings] == ["lead"]


# --- searching ----------------------------------------------------------------------------------------------------


def test_every_typology_has_its_line() -> None:
    searched = flag(EMPTY).searched
    assert [s.typology for s in searched] == [t.slug for t in typologies()]
    assert {s.state for s in searched if s.typology == SLUG} == {"no-data"}
    assert all(s.needs for s in searched if s.state == "no-data")


def test_nothing_found_is_not_could_not_look() -> None:
    far = "asset=X from=Q to=B price=1 date=2022-09-15"
    (line,) = flag(world(asset_transfers=[far]), [SLUG]).searched
    assert (line.state, line.hits, line.needs) == ("ran", 0, ())


def _broken(case: Case) -> list[Finding] | NoTables:
    raise ZeroDivisionError("no such row")


@pytest.mark.parametrize("how", ["find", "finding"])
def test_a_faulty_typology_is_named_and_empties_nothing(how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether it cannot look, or finds what no law table and no route can be put to."""
    sound = next(t for t in typologies() if t.slug == SLUG)
    wrong = made(finding(place("r1"), traits=frozenset({"no such trait"})), slug="faulty")
    faulty = replace(wrong, find=_broken) if how == "find" else wrong
    case = world(asset_transfers=[ACT], roles=OFFICES)
    found = flagged(monkeypatch, faulty, sound, case=case)
    assert [(s.typology, s.state, s.hits) for s in found.searched] == [("faulty", "failed", 0), (SLUG, "ran", 1)]
    note = found.searched[0].note
    assert note is not None and ("ZeroDivisionError" in note.en or "ValueError" in note.en)
    assert "no such row" not in note.en
    assert [lead.finding.typology for lead in found.leads] == [SLUG]


def test_only_those_asked_for_run() -> None:
    assert [s.typology for s in flag(EMPTY, [SLUG]).searched] == [SLUG]


# --- ids and ranks ------------------------------------------------------------------------------------------------


def test_an_id_hangs_on_typology_parties_and_act() -> None:
    base = one(world(asset_transfers=[ACT], roles=OFFICES))
    other_price = one(world(asset_transfers=[ACT], roles=OFFICES, claim="9000000", as_of="2024-06-01"))
    assert base.id == other_price.id
    assert base.id.startswith(f"{SLUG}-")
    assert one(world(asset_transfers=[ACT.replace("2022-09-15", "2022-09-16")], roles=OFFICES)).id != base.id


def test_two_findings_of_one_act_are_both_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Same parties, same first row: told apart by the rest; the very same finding twice is one."""
    first, second = finding(place("r1"), place("r2")), finding(place("r1"), place("r3"))
    found = flagged(monkeypatch, made(first, second, first))
    assert len({lead.id for lead in found.leads}) == len(found.leads) == found.searched[0].hits == 2


def _ranked(monkeypatch: pytest.MonkeyPatch, found: Iterable[Finding]) -> tuple[Lead, ...]:
    return flagged(monkeypatch, made(*found)).leads


def test_signals_stand_last_however_large(monkeypatch: pytest.MonkeyPatch) -> None:
    large = Amount(Money.of("1000000", "CNY"), two("基础", "basis"))
    signal = finding(place("r1"), tier="signal", amount=large)
    lead = finding(place("r2"), tier="lead", badges=frozenset())
    ranked = _ranked(monkeypatch, [signal, lead])
    assert [(x.finding.tier, x.rank) for x in ranked] == [("lead", 1), ("signal", 2)]


def test_ranks_do_not_hang_on_the_order_of_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [finding(place(f"r{n}"), tier=t) for n, t in enumerate(("lead", "fact", "lead", "strong"))]
    forth, back = _ranked(monkeypatch, found), _ranked(monkeypatch, found[::-1])
    assert [x.id for x in forth] == [x.id for x in back]
    assert [x.rank for x in forth] == [1, 2, 3, 4]


def test_what_only_tells_when_weighs_timing_and_relation_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    both = finding(place("r1"), badges=frozenset({"price", "timing"}))
    (plain,) = flagged(monkeypatch, made(both)).leads
    (timed,) = flagged(monkeypatch, replace(made(both), tells_when=True)).leads
    assert timed.score.strength < plain.score.strength


# --- grounds and days ---------------------------------------------------------------------------------------------


def test_the_law_in_force_on_the_day_is_named() -> None:
    (old,) = [one(world(asset_transfers=[ACT.replace("2022", "2019")], roles=OFFICES, arose="2019-01-01"))]
    new = one(world(asset_transfers=[ACT], roles=OFFICES))
    assert any("合同法" in g.ground.provision.zh for g in old.grounds)
    assert not any("合同法" in g.ground.provision.zh for g in new.grounds)
    assert any("民法典" in g.ground.provision.zh for g in new.grounds)


def test_in_insolvency_only_the_office_holder_may_act() -> None:
    case = world(asset_transfers=[ACT], roles=OFFICES, clock={"insolvency_accepted": "2023-06-01"})
    assert one(case).route == "F"
    assert one(world(asset_transfers=[ACT], roles=OFFICES)).route == "C"


def test_an_unknown_place_has_leads_without_grounds() -> None:
    lead = one(world(asset_transfers=[ACT], roles=OFFICES, jurisdiction="CN-MO"))
    assert (lead.tier, lead.grounds, lead.deadline) == ("fact", (), None)


def test_the_year_runs_from_the_day_the_source_of_the_act_was_obtained() -> None:
    base = world(
        asset_transfers=[f"{ACT} obtained_on=2023-07-01"], roles=[f"{o} obtained_on=2020-01-01" for o in OFFICES]
    )
    days = {d.day for g in one(base).grounds for d in g.deadlines}
    assert date(2024, 7, 1) in days
    assert not any(day.year == 2021 for day in days)


def test_elements_that_the_finding_does_not_speak_of_are_not_shown() -> None:
    lead = one(world(asset_transfers=[ACT], roles=OFFICES))
    states = {e.name.en: e.state for g in lead.grounds for e in g.elements}
    assert set(states.values()) <= {"met", "not_shown", "contradicted"}
    assert states["the counterparty knew or should have known"] == "not_shown"


def test_the_nearest_day_that_is_still_open() -> None:
    lead = one(world(asset_transfers=[f"{ACT} obtained_on=2022-10-01"], roles=OFFICES))
    assert lead.deadline == date(2027, 9, 15)
    late = one(world(asset_transfers=[ACT], roles=OFFICES, as_of="2030-01-01"))
    assert late.deadline == date(2027, 9, 15)


def test_partial_days_are_no_fault() -> None:
    case = world(asset_transfers=[ACT.replace("2022-09-15", "2022")], roles=OFFICES, arose="2022-05")
    assert one(case).finding.on == DateSpan.parse("2022")
