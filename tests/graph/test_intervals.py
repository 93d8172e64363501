"""Intervals: bands stay bands, and the truth lies within."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest

from graph.bands import UNKNOWN, Band, tightened, unrecorded
from graph.coalitions import ORDINARY_LINE, SPECIAL_LINE, Ballot
from graph.command import Command
from graph.intervals import Intervals
from graph.ownership import integrated

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "ownership_cases.json").read_text("utf-8"))
F = Fraction
Bands = dict[tuple[str, str], Band]

# The four banded graphs with the ends that their notes give: a band ">25-50" is open below.
CHAIN: Bands = {("P", "A"): Band(F(1, 4), F(1, 2), True), ("A", "B"): Band(F(3, 4), F(1))}
RESIDUAL: Bands = {
    ("P", "A"): Band(F(1, 2), F(3, 4), True, True),
    ("Q", "A"): Band(F(1, 4), F(1, 2), True),
}
THREE: Bands = {(who, "A"): Band(F(1, 4), F(1, 2), True) for who in "PQR"}
TWO_PATHS: Bands = {
    ("P", "A"): Band(F(3, 4), F(1)),
    ("P", "B"): Band(F(1, 4), F(1, 2), True),
    ("A", "T"): Band(F(1, 4), F(1, 2), True),
    ("B", "T"): Band(F(1, 4), F(1, 2), True),
}


def test_a_chain_of_bands_multiplies_its_ends() -> None:
    found = Intervals(CHAIN).net("P", "B")
    assert found == Band(F(3, 16), F(1, 2), low_open=True)
    assert found.least(F(1, 4)) == "possible"
    assert Command(CHAIN).answer(["P"], "A") == "no", "half is no majority"


def test_what_others_surely_hold_tightens_a_band() -> None:
    found = Intervals(RESIDUAL)
    assert found.net("P", "A") == Band(F(1, 2), F(3, 4), True, True)
    assert found.net("Q", "A") == Band(F(1, 4), F(1, 2), True, True)
    assert found.unknown("A") == unrecorded(RESIDUAL, "A") == Band(F(0), F(1, 4), False, True)
    assert {band.least(F(1, 4)) for band in (found.net("P", "A"), found.net("Q", "A"))} == {"certain"}
    assert [Command(RESIDUAL).answer([who], "A") for who in "PQ"] == ["certain", "no"]
    assert tightened(RESIDUAL)["Q", "A"].high_open


def test_three_bands_leave_nobody_a_majority() -> None:
    found = Intervals(THREE)
    assert {found.net(who, "A") for who in "PQR"} == {Band(F(1, 4), F(1, 2), True, True)}
    assert found.unknown("A") == Band(F(0), F(1, 4), False, True)
    assert {Command(THREE).answer([who], "A") for who in "PQR"} == {"no"}
    assert Command(THREE).answer(["P"], "A", filled=True) == "no", "not even with all that is left"


def test_two_paths_of_bands_add_up() -> None:
    found = Intervals(TWO_PATHS).net("P", "T")
    assert (found.low, found.high, found.low_open) == (F(1, 4), F(3, 4), True)
    assert found.least(F(1, 4)) == found.above(F(1, 4)) == "certain"
    assert [Command(TWO_PATHS).answer(["P"], company) for company in "ABT"] == ["certain", "no", "no"]


def test_what_nobody_is_recorded_to_hold_may_be_anybodys() -> None:
    case = next(case for case in CASES if case["name"] == "residual-unknown")
    found = Intervals({(o, c): Band.of(F(s)) for o, c, s in case["edges"]})
    low, high = case["expect"]["interval"]["P"]["B"]
    assert found.net("P", "B") == Band.of(F(low))
    assert found.at_most("P", "B").high == F(high)


def test_rows_that_cannot_all_be_true_leave_each_holder_between_ends() -> None:
    found = Intervals({("P", "A"): Band.of(F(3, 5)), ("Q", "A"): Band.of(F(3, 5))})
    assert found.net("P", "A") == Band(F(2, 5), F(3, 5))
    votes = Command({("P", "A"): Band.of(F(3, 5)), ("Q", "A"): Band.of(F(3, 5))})
    assert votes.answer(["P"], "A") == "possible"


def test_the_most_is_attained_in_a_ring() -> None:
    """P's most of A: B passes P's part on better than R, so what is left of A goes to B."""
    bands = {
        ("B", "A"): Band(F(1, 10), F(1, 2)), ("R", "A"): Band(F(0), F(9, 10)), ("P", "A"): Band.of(F(1, 5)),
        ("A", "B"): Band(F(0), F(1, 2)), ("P", "B"): Band.of(F(1, 2)),
    }  # fmt: skip
    truth = integrated(
        {("B", "A"): F(1, 2), ("R", "A"): F(3, 10), ("P", "A"): F(1, 5), ("A", "B"): F(1, 2), ("P", "B"): F(1, 2)}
    )
    assert Intervals(bands).net("P", "A").high == truth.net("P", "A")


def register(dice: Random) -> dict[tuple[str, str], Fraction]:
    firms = "ABC"[: dice.randint(1, 3)]
    stakes: dict[tuple[str, str], Fraction] = {}
    for firm in firms:
        holders = dice.sample(firms + "PQR", dice.randint(1, 3))
        parts = [dice.randint(1, 12) for _ in holders]
        whole = sum(parts) + dice.choice([0, 0, 1, 9])
        stakes |= {(holder, firm): F(part, whole) for holder, part in zip(holders, parts, strict=True)}
    return stakes


def blurred(dice: Random, share: Fraction) -> Band | None:
    """Exact, a band around it, unknown, or not recorded at all."""
    form = dice.randrange(10)
    if form < 4:
        return Band(max(F(0), share - F(dice.randint(0, 20), 100)), min(F(1), share + F(dice.randint(0, 20), 100)))
    return UNKNOWN if form == 4 else None if form == 5 else Band.of(share)


def test_the_truth_of_ten_thousand_registers_lies_within_the_ends() -> None:
    """Rows banded, made unknown or hidden: whatever is left, no true share lies outside."""
    compared = 0
    for seed in range(10_000):
        dice = Random(seed)
        truth = register(dice)
        shown = {pair: blurred(dice, share) for pair, share in truth.items()}
        bands = {pair: band for pair, band in shown.items() if band is not None}
        holder, company = dice.choice("PQA"), dice.choice("ABC")
        share = integrated(truth).net(holder, company) if holder != company else None
        if share is None:
            continue
        found = Intervals(bands)
        complete = len(bands) == len(shown)
        band = found.net(holder, company) if complete else found.at_most(holder, company, "ABC")
        assert band.low <= share <= band.high, (seed, truth, bands)
        compared += 1
    assert compared > 7_000


@pytest.mark.parametrize("seed", range(60))
def test_votes_between_ends_hold_the_true_controllers(seed: int) -> None:
    dice = Random(seed)
    truth = register(dice)
    bands = {pair: Band(max(F(0), s - F(1, 10)), min(F(1), s + F(1, 10))) for pair, s in truth.items()}
    exact, wide = Command({pair: Band.of(s) for pair, s in truth.items()}), Command(bands)
    for head in "PQRABC":
        won = set(exact.sure([head]))
        assert won == set(exact.possible([head]))
        assert set(wide.sure([head])) <= won <= set(wide.possible([head]))


POWER = [case for case in CASES if "shapley_shubik" in case["expect"] or "veto_special" in case["expect"]]


@pytest.mark.parametrize("case", POWER, ids=lambda case: case["name"])
def test_coalitions_and_power_are_exact(case: dict[str, Any]) -> None:
    ballot, expect = Ballot({owner: F(share) for owner, _, share in case["edges"]}), case["expect"]
    ordinary = expect.get("minimal_winning") or expect["ordinary_minimal_winning"]
    assert [list(c) for c in ballot.minimal(ORDINARY_LINE)[0]] == ordinary
    if "shapley_shubik" in expect:
        assert ballot.shapley() == {who: F(part) for who, part in expect["shapley_shubik"].items()}
        assert ballot.banzhaf() == {who: F(part) for who, part in expect["banzhaf_normalised"].items()}
    else:
        assert [list(c) for c in ballot.minimal(SPECIAL_LINE)[0]] == expect["special_minimal_winning_ge_2_3"]
        assert ballot.vetoes(SPECIAL_LINE) == expect["veto_special"]
    assert all(
        Command({(o, c): Band.of(F(s)) for o, c, s in case["edges"]}).sure([o]) == {} for o, _, _ in case["edges"]
    )


def test_many_blocks_are_counted_as_few_are(monkeypatch: pytest.MonkeyPatch) -> None:
    dice = Random(1)
    parts = [dice.randint(1, 30) for _ in range(12)]
    ballot = Ballot({f"h{i}": F(part, sum(parts) + 7) for i, part in enumerate(parts)})
    by_sets = ballot.shapley(), ballot.banzhaf()
    monkeypatch.setattr("graph.coalitions.FEW", 0)
    counted = Ballot(ballot.votes)
    assert (counted.shapley(), counted.banzhaf()) == by_sets
    monkeypatch.setattr("graph.coalitions.MOST_WORK", 10)
    assert Ballot(ballot.votes).shapley() is None


def test_coalitions_say_when_not_all_are_listed() -> None:
    ballot = Ballot({f"h{i:02}": F(1, 40) for i in range(40)})
    listed, cut = ballot.minimal(ORDINARY_LINE)
    assert cut and len(listed) == 200 and all(len(c) == 21 for c in listed)


@pytest.mark.parametrize(("holders", "told"), [(60, True), (400, False)])
def test_a_crowd_of_small_holders_makes_no_coalition_worth_telling(holders: int, told: bool) -> None:
    """31 of 60 win together and are listed as far as a list goes; of 400 no group of forty wins, and that is said."""
    ballot = Ballot({f"P{n}": F(1, holders) for n in range(holders)})
    listed, cut = ballot.minimal(ORDINARY_LINE)
    assert cut and bool(listed) == told
