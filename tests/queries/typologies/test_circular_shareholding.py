"""Rings of three, their gain, and rows that never coexisted."""

from __future__ import annotations

import pytest

import queries.typologies.circular_shareholding as room
from graph.case import Case
from graph.facts import Interest
from queries.lead import CutShort, Finding
from queries.typologies.circular_shareholding import TYPOLOGY
from tests.queries.typologies.small import firm, held, paid, world


def found(case: Case) -> list[Finding]:
    result = TYPOLOGY.find(case)
    assert isinstance(result, list)
    return result


def ring(first: str = "1/2", second: str | None = "1/2", third: str = "1/2") -> list[Interest]:
    return [held("h1", "D", "A", first), held("h2", "A", "B", second), held("h3", "B", "D", third)]


def test_a_gain_of_a_tenth_is_a_lead_less_a_signal_and_under_a_hundredth_nothing() -> None:
    assert found(world(interests=ring("1", "1/2", "1/5")))[0].tier == "lead"
    assert found(world(interests=ring("1", "1/2", "199/1000")))[0].tier == "signal"
    assert found(world(interests=ring("1/10", "1/2", "1/5")))[0].tier == "signal"
    assert not found(world(interests=ring("1/10", "1/2", "199/1000")))


def test_the_rows_of_the_ring_and_of_outside_owners_are_cited_and_corrected() -> None:
    outside = held("h4", "P-O", "A", "1/2")
    (finding,) = found(world(interests=[*ring(), outside]))
    assert [e.place.row_id for e in finding.evidence] == ["h2", "h3", "h1", "h4"]
    assert "12.5%" in finding.summary.en and "owns 12.5% of itself" in finding.summary.en
    assert any("P-O 57.14%" in n.en for n in finding.notes)


def test_votes_are_shown_with_and_without_the_rings_own() -> None:
    shares = [
        held("h1", "D", "A", "3/5"),
        held("h2", "A", "B", "3/5"),
        held("h3", "B", "D", "3/5"),
        held("h4", "P-O", "D", "2/5"),
    ]
    (finding,) = found(world(interests=shares))
    note = next(n.en for n in finding.notes if n.en.startswith("control of D"))
    assert note == "control of D: A, B with the ring's own votes, P-O without them"


def test_edges_must_hold_on_one_day() -> None:
    stale = [held("h1", "D", "A", "1/2", end="2022-06-01"), *ring()[1:]]
    assert not found(world(interests=stale))
    ended = [held("h1", "D", "A", "1/2", end="2023-06-01"), *ring()[1:]]
    (finding,) = found(world(interests=ended))
    assert "2023-01-01" in finding.summary.en


def test_two_companies_are_another_pattern() -> None:
    assert not found(world(interests=[held("h1", "D", "A", "1/2"), held("h2", "A", "D", "1/2")]))
    joined = [
        held("h1", "D", "A", "1/2"),
        held("h2", "A", "D", "1/2"),
        held("h3", "A", "B", "1/2"),
        held("h4", "B", "A", "1/2"),
    ]
    assert not found(world(interests=joined))


def test_a_straight_chain_and_a_persons_ring_stay_quiet() -> None:
    assert not found(
        world(interests=[held("h1", "D", "A", "1/2"), held("h2", "A", "B", "1/2"), held("h3", "X", "D", "1/2")])
    )
    person = [held("h1", "D", "A", "1"), held("h2", "A", "P-1", "1"), held("h3", "P-1", "D", "1")]
    assert not found(world(interests=person, parties=[firm("P-1", "person")]))


def test_a_ring_far_from_the_debtor_is_not_told() -> None:
    far = [held("h1", "X", "A", "1/2"), held("h2", "A", "B", "1/2"), held("h3", "B", "X", "1/2")]
    assert not found(world(interests=far))
    (near,) = found(world(interests=[*far, held("h4", "D", "X", "1/10")]))
    assert near.parties == ("A", "B", "X", "D")


def test_capital_that_goes_round_in_thirty_days_is_strong() -> None:
    flow = [
        paid("c1", "D", "A", 500_000, "2022-05-01", "capital"),
        paid("c2", "A", "B", 500_000, "2022-05-10", "capital"),
        paid("c3", "B", "D", 500_000, "2022-05-31", "capital"),
    ]
    (finding,) = found(world(interests=ring(), payments=flow))
    assert finding.tier == "strong" and {"c1", "c2", "c3"} <= {e.place.row_id for e in finding.evidence}
    assert "capital_returned" in finding.traits
    late = [*flow[:2], paid("c3", "B", "D", 500_000, "2022-06-01", "capital")]
    assert found(world(interests=ring(), payments=late))[0].tier == "lead"
    assert found(world(interests=ring(), payments=flow[:2]))[0].tier == "lead"
    thin = world(interests=ring("1/5", "1/2", "1/2"), payments=flow)
    assert found(thin)[0].tier == "signal"


def test_an_unknown_share_is_cannot_tell() -> None:
    (finding,) = found(world(interests=ring(second=None)))
    assert finding.tier == "signal"
    assert [t.outcome for t in finding.tests if t.name.en == "loop gain"] == ["unknown"]


def test_an_alleged_or_nominee_step_makes_no_ring() -> None:
    alleged = [*ring()[:2], held("h3", "B", "D", "1/2", standing="alleged")]
    assert not found(world(interests=alleged))
    assert not found(world(interests=ring(), parties=[firm("A", licence="clearing_nominee")]))


def test_without_holdings_it_could_not_look() -> None:
    assert not isinstance(TYPOLOGY.find(world()), list)


def test_more_rings_than_are_looked_at_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    case = world(interests=[*ring(), held("h4", "B", "A", "1/10"), held("h5", "A", "D", "1/10")])
    assert found(case) and not isinstance(found(case), CutShort)
    monkeypatch.setattr(room, "RINGS", 1)
    assert isinstance(found(case), CutShort)
