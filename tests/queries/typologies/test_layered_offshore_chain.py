"""Layers in closed places: each line, one step below, lawful uses."""

from __future__ import annotations

from itertools import pairwise

import pytest

from graph.case import Case
from queries.flag import flag
from queries.lead import Finding, NoTables
from queries.offshore import closed_places
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


@pytest.mark.parametrize(
    "note",
    ["unsafe custody", "under the trusteeship of P", "its ownership is disputed", "refunded", "founded by P",
     "held by a foundation", "海外基金会", "kept in safe hands", "moved funds to L2"],
)  # fmt: skip
def test_a_lawful_word_inside_another_is_none(note: str) -> None:
    assert [f.tier for f in found(chain(more=f"note='{note}'"))] == ["lead"]


@pytest.mark.parametrize("note", ["a ship, mortgaged", "Fund", "SAFE filing", "captive insurer", "某私募基金"])
def test_a_lawful_word_by_itself_is_one(note: str) -> None:
    assert [f.tier for f in found(chain(more=f"note='{note}'"))] == ["signal"]


def trust(swapped: str | None, standing: str = "recorded") -> Case:
    """D under L1 and L2, both old, L2 under a trust of 2012; its trustee changed on a day, or never."""
    end = f"end={swapped}" if swapped else ""
    later = [f"a=T2 b=L3 kind=trustee_of start={swapped} row=new standing={standing}"] if swapped else []
    return world(
        parties=[
            "id=L1 jurisdiction=VG",
            "id=L2 jurisdiction=KY",
            "id=L3 kind=trust jurisdiction=CK",
            "id=T1",
            "id=T2",
        ],
        holdings=[
            f"owner={a} company={b} share=100% start=2012-01-01 row=h{b}"
            for a, b in (("L1", "D"), ("L2", "L1"), ("L3", "L2"))
        ],
        relations=[f"a=T1 b=L3 kind=trustee_of start=2012-01-01 {end} row=old", *later],
    )


@pytest.mark.parametrize(
    ("swapped", "tier"), [("2022-03-01", "lead"), ("2021-01-10", "lead"), ("2021-01-09", "signal"), (None, "signal")]
)
def test_a_trustee_swapped_late_is_a_change(swapped: str | None, tier: str) -> None:
    (finding,) = found(trust(swapped))
    assert finding.tier == tier and ("new" in rows(finding)) == bool(swapped)
    assert ("old" in rows(finding)) == (swapped != "2021-01-09")
    assert ("timing" in finding.badges) == (tier == "lead")


def test_what_is_only_alleged_stays_a_lead_and_says_so() -> None:
    (lead,) = flag(trust("2022-03-01", standing="alleged"), [TYPOLOGY.slug]).leads
    assert lead.tier == "lead" and lead.standing == "alleged" and "alleged" in lead.tier_why.en
    (lead,) = flag(trust("2022-03-01"), [TYPOLOGY.slug]).leads
    assert lead.standing == "recorded" and "alleged" not in lead.tier_why.en


@pytest.mark.parametrize(("start", "top"), [("2020-01-09", True), ("2020-01-10", True), ("2020-01-09", False), ("2020-01-10", False)])  # fmt: skip
def test_the_line_of_24_months_decides_no_tier(start: str, top: bool) -> None:
    (finding,) = found(chain(start=start, top=top))
    old = next(t for t in finding.tests if t.name.en == "built 24 months before the debt")
    assert old.outcome == ("met" if start == "2020-01-09" else "not_met")
    assert finding.tier == ("signal" if top else "lead")


def test_a_layer_gone_long_before_the_debt_is_none() -> None:
    parties = ["id=L1 jurisdiction=VG", "id=L2 jurisdiction=KY", "id=L3 jurisdiction=SC"]

    def ended(end: str) -> Case:
        pairs = [("L1", "D"), ("L2", "L1"), ("L3", "L2")]
        held = [f"owner={a} company={b} start=2010-01-01{end if a == 'L3' else ''}" for a, b in pairs]
        return world(parties=parties, holdings=held)

    assert not found(ended(" end=2021-01-09"))
    assert [f.tier for f in found(ended(" end=2021-01-10"))] == ["lead"]


def test_every_listed_place_says_why_and_how_sure() -> None:
    for code, place in closed_places().items():
        assert len(code) == 2 and place.words and place.law and place.basis.zh and place.basis.en
        assert place.status in ("verified", "unverified") and place.checked_on.year >= 2026
    assert "BM" not in closed_places()
    (finding,) = found(chain())
    assert all(f"{code}: {closed_places()[code].basis.en}" in finding.notes[0].en for code in ("VG", "KY", "SC"))
    assert finding.notes[0].en.count("unverified") == 3


def test_places_are_read_by_code_and_by_word() -> None:
    assert found(chain("BVI 开曼群岛 Seychelles"))


def test_a_chain_far_from_the_debtor_is_quiet() -> None:
    far = ["owner=L1 company=X", "owner=L2 company=L1", "owner=L3 company=L2"]
    assert not found(
        world(parties=["id=L1 jurisdiction=VG", "id=L2 jurisdiction=KY", "id=L3 jurisdiction=SC"], holdings=far)
    )


def test_no_holdings_is_no_answer() -> None:
    assert isinstance(TYPOLOGY.find(world()), NoTables)


def foot(share: str = "100%", taker: str = "B", over: str = "", standing: str = "recorded") -> Case:
    """D gave a ship to B, a company of an open register under three closed layers; nobody stands over the last."""
    parties = [f"id=L{n} jurisdiction={c}" for n, c in enumerate(["VG", "KY", "SC"], 1)]
    held = [f"owner={a} company={b} share={s} start=2022-06-01 row=h{b} standing={standing}" for a, b, s in (("L1", "B", share), ("L2", "L1", "100%"), ("L3", "L2", "100%"))]  # fmt: skip
    return world(
        parties=[*parties, "id=D jurisdiction=CN", "id=B jurisdiction=HK", "id=C jurisdiction=HK"],
        holdings=[*held, *([over] if over else [])],
        assets=["id=ship holder=D kind=vessel"],
        asset_transfers=[f"asset=ship from=D to={taker} date=2022-07-01 row=sold"],
    )


def test_a_taker_in_an_open_place_at_the_foot_of_the_chain_is_followed_up() -> None:
    (finding,) = found(foot())
    assert finding.tier == "lead" and finding.parties == ("L3", "L2", "L1")
    assert {"sold", "hB", "hL1", "hL2"} <= rows(finding)
    (alleged,) = flag(foot(standing="alleged"), [TYPOLOGY.slug]).leads
    assert alleged.tier == "lead" and alleged.standing == "alleged"


def test_a_small_holder_of_the_taker_or_another_taker_is_no_way_to_the_chain() -> None:
    assert not found(foot(share="50%"))
    assert not found(foot(taker="C"))


def test_the_way_up_passes_further_open_companies() -> None:
    assert found(foot(taker="C", over="owner=B company=C share=60% row=hC"))
