"""Two that hold each other: lines, days, and what is not a pair."""

from __future__ import annotations

import pytest

from graph.case import Case
from queries.flag import flag
from queries.lead import Finding
from queries.typologies.cross_holding import TYPOLOGY
from tests.world import rows, world


def found(case: Case) -> list[Finding]:
    result = TYPOLOGY.find(case)
    assert isinstance(result, list)
    return result


def both(mine: str, theirs: str, **more: list[str]) -> Case:
    held = [f"owner=D company=A share={mine} row=h1", f"owner=A company=D share={theirs} row=h2"]
    return world(holdings=[*held, *more.pop("extra", [])], **more)  # type: ignore[arg-type]


def test_ten_per_cent_both_ways_is_a_lead_and_no_more() -> None:
    (finding,) = found(both("10%", "60%"))
    assert finding.tier == "lead" and finding.parties == ("A", "D") and rows(finding) == {"h1", "h2"}
    assert "60%" in finding.summary.en and "owns 6% of itself" in finding.summary.en
    (lead,) = flag(both("100%", "60%"), [TYPOLOGY.slug]).leads
    assert lead.tier == "lead" and lead.grounds[0].ground.id == "cn-none-circular"


@pytest.mark.parametrize(("smaller", "tier"), [("10%", "lead"), ("9.99%", "signal"), ("5%", "signal"), ("4.99%", None)])
def test_each_line_and_one_step_below(smaller: str, tier: str | None) -> None:
    assert [f.tier for f in found(both(smaller, "30%"))] == ([tier] if tier else [])
    assert [f.tier for f in found(both("30%", smaller))] == ([tier] if tier else [])


def test_small_disclosed_stakes_of_listed_groups_stay_quiet() -> None:
    assert not found(both("3%", "2.8%", parties=["id=D listed=yes", "id=A listed=yes"]))
    (finding,) = found(both("10%", "12%", parties=["id=D listed=yes", "id=A listed=yes"]))
    assert sum("disclosed" in getattr(getattr(c, "text", None), "en", "") for c in finding.counter) == 2


def test_the_two_must_hold_at_one_time() -> None:
    stale = ["owner=D company=A share=40% end=2021-01-01", "owner=A company=D share=40% start=2021-01-01"]
    assert not found(world(holdings=stale))
    ended = ["owner=D company=A share=40% end=2023-01-01", "owner=A company=D share=40% start=2021-01-01"]
    (finding,) = found(world(holdings=ended))
    assert "2022-01-10" in finding.summary.en


def test_an_unknown_share_is_cannot_tell_unless_the_other_is_small() -> None:
    held = ["owner=D company=A", "owner=A company=D share=40%"]
    (finding,) = found(world(holdings=held))
    assert finding.tier == "signal" and [t.outcome for t in finding.tests][:2] == ["unknown", "unknown"]
    assert not found(world(holdings=[held[0], "owner=A company=D share=4%"]))


def test_votes_of_a_controlled_subsidiary_are_shown_without_effect() -> None:
    (finding,) = found(both("60%", "60%", extra=["owner=P company=D share=40%"], parties=["id=P kind=person"]))
    note = next(n.en for n in finding.notes if n.en.startswith("control of D"))
    assert note.endswith("P without them")


def test_capital_that_went_both_ways_is_told_and_changes_the_grounds_not_the_tier() -> None:
    money = ["from=D to=A amount=500000 date=2022-05-01 kind=capital row=c1",
             "from=A to=D amount=500000 date=2022-05-31 kind=capital row=c2"]  # fmt: skip
    (finding,) = found(both("50%", "50%", payments=money))
    assert finding.tier == "lead" and {"c1", "c2"} <= rows(finding) and "capital_returned" in finding.traits
    late = [money[0], money[1].replace("05-31", "06-01")]
    assert "capital_returned" not in found(both("50%", "50%", payments=late))[0].traits


@pytest.mark.parametrize(
    "case",
    [
        both("50%", "50%", parties=["id=A kind=person"]),
        both("50%", "50%", parties=["id=A licence=clearing_nominee"]),
        both("50%", "50%", parties=["id=A kind=public_body"]),
        world(holdings=["owner=D company=A share=50%", "owner=A company=D share=50% nature=nominee"]),
        world(holdings=["owner=D company=A share=50%", "owner=A company=D share=50% standing=alleged"]),
        world(holdings=["owner=D company=A share=50%", "owner=A company=B share=50%", "owner=B company=D share=50%"]),
        world(holdings=["owner=X company=A share=50%", "owner=A company=X share=50%"]),
    ],
    ids=["person", "clearing nominee", "state", "held for another", "alleged", "ring of three", "far away"],
)
def test_what_is_no_cross_holding(case: Case) -> None:
    assert not found(case)
