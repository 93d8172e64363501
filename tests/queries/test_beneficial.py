"""Three bodies of law on one graph, each with its provision."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.bands import Band
from graph.command import bands_of
from graph.control import indirect_treasury
from graph.figures import Figures, Judged, judged_on, readings
from graph.rings import Stakes
from queries.beneficial import judge, never, rules, silences
from tests.graph.test_control import ballots

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "graph" / "ownership_cases.json").read_text("utf-8")
)
COUNTED = [case for case in CASES if "quarter" in case["expect"]]
F = Fraction
NO = Band.of(F(0))


def case_named(name: str) -> dict[str, Any]:
    return next(case for case in CASES if case["name"] == name)


def stakes_of(edges: list[list[str]]) -> dict[tuple[str, str], Fraction]:
    return {(owner, company): F(share) for owner, company, share in edges}


def votes_of(case: dict[str, Any]) -> dict[tuple[str, str], Fraction]:
    return stakes_of(case.get("votes", case["edges"]))


def verdicts_on(stakes: Stakes, votes: Stakes, company: str, candidates: list[str]) -> dict[str, dict[str, str]]:
    judged = judged_on(readings(bands_of(stakes), bands_of(votes), company), candidates)
    return {who: {rule.id: judge(rule, judged[who]).verdict for rule in rules().values()} for who in candidates}


def verdicts(stakes: Stakes, votes: Stakes, holder: str, company: str) -> dict[str, str]:
    return verdicts_on(stakes, votes, company, [holder])[holder]


def verdicts_in(name: str, holder: str, company: str) -> tuple[str, ...]:
    case = case_named(name)
    found = verdicts(stakes_of(case["edges"]), votes_of(case), holder, company)
    assert list(found) == ["prc-2024", "eu-amlr", "uk-psc"]
    return tuple(found.values())


@pytest.mark.parametrize("case", COUNTED, ids=lambda case: case["name"])
def test_a_quarter_of_the_shares_is_certain_where_it_is_recorded(case: dict[str, Any]) -> None:
    for person, reaches in case["expect"]["quarter"].items():
        found = verdicts_in(case["name"], person, case["expect"]["target"])
        assert not reaches or found[:2] == ("certain", "certain")


def test_a_share_in_the_controller_counts_under_the_eu_rule_alone() -> None:
    stakes = {("P", "A"): F(3, 5), ("X", "A"): F(2, 5), ("A", "B"): F(1, 2), ("Y", "B"): F(1, 2)}
    stakes |= {("B", "C"): F(4, 5), ("Z", "C"): F(1, 5)}
    found = verdicts(stakes, stakes, "P", "C")
    assert found == {"prc-2024": "no", "eu-amlr": "certain", "uk-psc": "no"}, "24% through 30% of the controller"
    assert verdicts(stakes, stakes, "X", "C")["eu-amlr"] == "no", "20% of the controller is below the line"


def test_many_candidates_are_judged_as_each_alone() -> None:
    case = case_named("entrenched-cycle")
    stakes = stakes_of(case["edges"])
    together = verdicts_on(stakes, stakes, "A", case["persons"])
    assert together == {person: verdicts(stakes, stakes, person, "A") for person in case["persons"]}


def test_missing_holders_make_it_possible_and_a_full_register_does_not() -> None:
    partly = {("P", "A"): F(1, 5), ("Q", "A"): F(1, 2)}
    assert set(verdicts(partly, partly, "P", "A").values()) == {"possible"}
    fully = partly | {("R", "A"): F(3, 10)}
    assert set(verdicts(fully, fully, "P", "A").values()) == {"no"}
    nearly = partly | {("R", "A"): F(26, 100)}
    assert set(verdicts(nearly, nearly, "P", "A").values()) == {"no"}, "20% and the missing 4% stay below a quarter"


def test_votes_that_hang_on_barring_a_subsidiary_are_only_possible() -> None:
    stakes = {("P", "A"): F(1, 5), ("Q", "A"): F(7, 20), ("B", "A"): F(9, 20), ("A", "B"): F(3, 5), ("R", "B"): F(2, 5)}
    assert indirect_treasury(stakes) == {("B", "A")}
    assert verdicts(stakes, stakes, "P", "A")["uk-psc"] == "possible", "1/5 of all votes, 4/11 of the live ones"
    assert verdicts(stakes, stakes, "Q", "A")["uk-psc"] == "certain"
    independent = stakes | {("A", "B"): F(1, 2), ("R", "B"): F(1, 2)}
    assert verdicts(independent, independent, "P", "A")["uk-psc"] == "no"


@settings(max_examples=60, deadline=None)
@given(ballots(), st.sampled_from("ABCDEPQR"), st.sampled_from("ABCDE"))
def test_an_unrelated_firm_changes_no_verdict(
    votes: dict[tuple[str, str], Fraction], holder: str, company: str
) -> None:
    more = votes | {("Y", "W"): F(1, 2), ("W", "Y"): F(1), ("A", "W"): F(1, 2)}
    assert verdicts(more, more, holder, company) == verdicts(votes, votes, holder, company)


@pytest.mark.parametrize(
    ("name", "holder", "company", "expected"),
    [
        ("exactly-25", "P", "A", ("certain", "certain", "no")),
        ("exactly-25", "Q", "A", ("certain", "certain", "certain")),
        ("concert-family", "X", "A", ("no", "no", "no")),
        ("dual-class", "P", "A", ("certain", "certain", "certain")),
        ("lp-platform", "G", "T", ("possible", "certain", "certain")),
        ("lp-platform", "E1", "T", ("no", "no", "no")),
        ("three-cycle", "P", "A", ("certain", "certain", "certain")),
        ("three-cycle", "R", "A", ("no", "no", "no")),
        ("pyramid-control", "P", "C", ("certain", "certain", "certain")),
        ("entrenched-cycle", "P", "A", ("no", "no", "no")),
        ("multi-block-control-fixpoint", "P", "D", ("certain", "certain", "certain")),
        ("psc-majority-stake", "P", "T", ("possible", "certain", "certain")),
        ("psc-majority-stake", "Q", "T", ("certain", "certain", "possible")),
        ("closed-three-with-leak", "P", "C", ("certain", "certain", "possible")),
    ],
)
def test_three_laws_may_answer_differently(name: str, holder: str, company: str, expected: tuple[str, ...]) -> None:
    assert verdicts_in(name, holder, company) == expected


def figures(**given: Any) -> Figures:
    return replace(Figures(NO, NO, NO, NO, NO, "no"), **given)


def test_every_answer_names_its_provision_and_whether_it_was_read() -> None:
    quarter = figures(net=Band.of(F(1, 4)))
    answer = judge(rules()["eu-amlr"], Judged((quarter,), (quarter,)))
    assert answer.verdict == "certain" and answer.deciding is not None
    assert (answer.deciding.key, answer.deciding.status) == ("shares", "read")
    assert "52" in answer.deciding.provision.zh and "52" in answer.deciding.provision.en
    for rule in rules().values():
        assert rule.name.zh and rule.name.en
        told = [(e.provision, e.status) for e in rule.limbs] + [(e.provision, e.status) for e in rule.fallbacks]
        for provision, status in told + [(e.provision, e.status) for e in rule.exemptions]:
            assert provision.zh and provision.en and status in ("read", "unverified")
        assert {limb.measure for limb in rule.limbs} <= set(Figures.__dataclass_fields__)


def test_an_open_end_decides_at_the_line() -> None:
    uk, eu = rules()["uk-psc"], rules()["eu-amlr"]
    above = figures(stake=Band(F(1, 4), F(1, 2), low_open=True), net=Band(F(1, 4), F(1, 2), low_open=True))
    closed = figures(stake=Band(F(1, 4), F(1, 2)), net=Band(F(1, 4), F(1, 2)))
    below = figures(stake=Band(F(0), F(1, 4), high_open=True), net=Band(F(0), F(1, 4), high_open=True))
    assert [judge(rule, Judged((above,), (above,))).verdict for rule in (uk, eu)] == ["certain", "certain"]
    assert [judge(rule, Judged((closed,), (closed,))).verdict for rule in (uk, eu)] == ["possible", "certain"]
    assert [judge(rule, Judged((below,), (below,))).verdict for rule in (uk, eu)] == ["no", "no"]


def test_what_is_only_filled_in_is_never_certain() -> None:
    nothing, all_of_it = figures(), figures(net=Band.of(F(1)), control="certain")
    assert judge(rules()["prc-2024"], Judged((nothing,), (all_of_it,))).verdict == "possible"


def test_a_clearing_nominee_is_no_owner_under_any_law() -> None:
    assert {never(rule).verdict for rule in rules().values()} == {"no"}
    votes = {("N", "A"): F(3, 5), ("P", "A"): F(2, 5)}
    found = readings(bands_of(votes), bands_of(votes), "A", never=["N"])
    assert all(reading.command.answer(("N",), "A") == "no" for reading in found)


@pytest.mark.parametrize(
    ("place", "listed", "silent"),
    [("CN", True, True), ("CN", False, False), ("GB", False, True), ("VG", True, False), ("", True, False)],
)
def test_the_law_of_the_place_silences_subsidiaries(place: str, listed: bool, silent: bool) -> None:
    assert (silences(place, listed=listed) is not None) is silent


def test_the_days_from_which_the_laws_apply() -> None:
    assert {rule.id: rule.in_force for rule in rules().values()} == {
        "prc-2024": date(2024, 11, 1), "eu-amlr": date(2027, 7, 10), "uk-psc": date(2016, 4, 6),
    }  # fmt: skip
