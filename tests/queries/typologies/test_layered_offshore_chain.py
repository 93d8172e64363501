"""Layers in closed places: each line, one step below, lawful uses."""

from __future__ import annotations

from itertools import pairwise

import pytest

from graph.case import Case
from queries.flag import flag
from queries.lead import Finding, NoTables
from queries.typologies.layered_offshore_chain import TYPOLOGY
from tests.world import rows, world


def found(case: Case) -> list[Finding]:
    result = TYPOLOGY.find(case)
    assert isinstance(result, list)
    return result


def chain(
    places: str = "VG KY SC", start: str = "2022-06-01", top: bool = True, more: str = "", standing: str = "recorded"
) -> Case:
    """D owned by L1 (the first place), L1 by L2, …; P over the last."""
    codes = places.split()
    parties = [f"id=L{n} jurisdiction={c} {more if n == 1 else ''}" for n, c in enumerate(codes, 1)]
    ends = ["D", *(f"L{n}" for n in range(1, len(codes) + 1)), *(["P"] if top else [])]
    since = f"start={start}" if start else ""
    held = [f"owner={a} company={b} share=100% {since} row=h{b} standing={standing}" for b, a in pairwise(ends)]
    return world(parties=[*parties, "id=D jurisdiction=CN", "id=P kind=person"], holdings=held)


def test_three_layers_changed_after_the_debt_are_a_lead() -> None:
    (finding,) = found(chain())
    assert finding.tier == "lead" and finding.parties == ("L3", "L2", "L1") and {"hL1", "hL2"} <= rows(finding)
    assert "3 consecutive layers in 3 places" in finding.summary.en and finding.badges == {"form", "timing"}
    (lead,) = flag(chain(), [TYPOLOGY.slug]).leads
    assert lead.tier == "lead"


@pytest.mark.parametrize("places", ["VG KY", "VG VG VG", "VG CN KY", "VG KY HK"])
def test_one_layer_or_one_place_fewer_is_quiet(places: str) -> None:
    assert not found(chain(places))


@pytest.mark.parametrize(
    ("start", "top", "tier"),
    [("2021-01-10", True, "lead"), ("2021-01-09", True, "signal"), ("2016-01-01", True, "signal"),
     ("2016-01-01", False, "lead"), ("", True, "signal"), ("", False, "lead")],
)  # fmt: skip
def test_a_change_or_an_unknown_top_decides(start: str, top: bool, tier: str) -> None:
    assert [f.tier for f in found(chain(start=start, top=top))] == [tier]


@pytest.mark.parametrize("more", ["listed=yes", "kind=fund", "note='registered with SAFE (37号文)'", "note=船舶融资"])
def test_a_lawful_use_is_shown_and_leaves_a_signal(more: str) -> None:
    (finding,) = found(chain(more=more))
    assert finding.tier == "signal" and len(finding.counter) == 2


def test_places_are_read_by_code_and_by_word() -> None:
    assert found(chain("BVI 开曼群岛 Seychelles"))


def test_a_chain_far_from_the_debtor_is_quiet() -> None:
    far = ["owner=L1 company=X", "owner=L2 company=L1", "owner=L3 company=L2"]
    assert not found(
        world(parties=["id=L1 jurisdiction=VG", "id=L2 jurisdiction=KY", "id=L3 jurisdiction=SC"], holdings=far)
    )


def test_no_holdings_is_no_answer() -> None:
    assert isinstance(TYPOLOGY.find(world()), NoTables)
