"""The single record a lead hangs on; explanations that hold or fail."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

import queries.fragility
from graph.case import Case
from graph.statements import Place
from queries.flag import flag
from queries.fragility import Robust, robustness, without
from queries.lead import Finding, NoTables
from queries.settling import settled_by
from queries.typology import typologies
from tests.world import world

SLUG = "undervalue-transfer-related"
ACT = "company=T from=D to=B share=60% price=100000 reference_value=6000000 reference_basis=appraisal date=2022-09-15 row=act"
ROLES = ("person=P company=D role=finance_head row=r1", "person=P company=B role=legal_representative row=r2")


def made(*acts: str, roles: tuple[str, ...] = ROLES, **more: Any) -> Case:
    return world(share_transfers=acts or (ACT,), roles=roles, **more)


def robust(case: Case) -> Robust:
    flagged = flag(case, [SLUG])
    (lead,) = [x for x in flagged.leads if x.tier != "signal"]
    return robustness(case, flagged)[lead.id]


def effects(found: Robust) -> dict[str | None, tuple[str, str | None]]:
    return {b.evidence.place.row_id: (b.effect, b.tier_after) for b in found.fragility.breaks}


def test_without_the_act_the_lead_falls_without_an_office_it_weakens() -> None:
    found = robust(made())
    assert effects(found) == {"act": ("falls", None), "r1": ("weakens", "lead"), "r2": ("weakens", "lead")}
    assert found.fragility.single is not None and found.fragility.single.evidence.place.row_id == "act"
    assert "the lead falls" in found.fragility.note.en
    assert (found.fragility.tried, found.fragility.untried) == (3, 0)


def test_an_act_that_two_records_state_hangs_on_neither() -> None:
    """The deed and the registry: if one is wrong the other still carries the lead."""
    second = ACT.replace("row=act", "row=deed label=other")
    found = robust(made(ACT, second))
    assert "falls" not in {effect for effect, _ in effects(found).values()}
    assert found.fragility.single is not None and found.fragility.single.effect == "weakens"


def test_a_tie_that_two_offices_make_weakens_on_no_single_office() -> None:
    more = (*ROLES, "person=Q company=D role=director row=r3", "person=Q company=B role=director row=r4")
    found = robust(made(ACT, ACT.replace("row=act", "row=deed label=other"), roles=more))
    assert found.fragility.single is None
    assert "two wrong records" in found.fragility.note.en and found.fragility.settle is None


def test_of_rows_that_break_it_the_poorest_source_is_named() -> None:
    priced = "company=T from=D to=B share=60% price=100000 date=2022-09-15 row=act grade=registry_file"
    accounts = ["party=T year_end=2021 equity=10000000 audited=yes row=acc grade=commercial_export"]
    found = robust(made(priced, accounts=accounts))
    falls = {row for row, (effect, _) in effects(found).items() if effect == "falls"}
    assert falls == {"act", "acc"}
    assert found.fragility.single is not None and found.fragility.single.evidence.place.row_id == "acc"
    assert found.fragility.settle is not None and "audited" in found.fragility.settle.what.en


def test_what_was_looked_for_and_not_found_fails() -> None:
    found = robust(made())
    assert {b.state for b in found.benign} == {"fails"}
    assert all(b.why.zh and b.why.en and not b.evidence for b in found.benign)


def test_an_explanation_that_keeps_the_lead_down_holds() -> None:
    poor = ["party=T year_end=2021 equity=-5000000 audited=yes row=acc"]
    found = robust(made(accounts=poor))
    (held,) = [b for b in found.benign if b.state == "holds"]
    assert [e.place.row_id for e in held.evidence] == ["acc"]
    assert "not 'shown by the records'" in held.why.en


def test_an_explanation_on_record_that_changes_nothing_is_weighed() -> None:
    plan = ["id=k kind=employee_plan from=T to=Q row=plan"]
    found = robust(made(contracts=plan))
    assert [b.state for b in found.benign if b.evidence] == ["weighed"]


def test_signals_are_not_tried() -> None:
    flagged = flag(made(), [SLUG])
    signals = replace(flagged, leads=tuple(replace(x, tier="signal") for x in flagged.leads))
    assert robustness(made(), signals) == {}


def test_beyond_the_bound_nothing_is_run_and_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries.fragility, "FEWEST_RUNS", 1)
    monkeypatch.setattr(queries.fragility, "FACTS_VISITED", 0)
    found = robust(made(accounts=["party=T year_end=2021 equity=-5000000 row=acc"]))
    assert (found.fragility.tried, found.fragility.untried) == (1, 2)
    assert "2 more were not" in found.fragility.note.en
    assert "open" in {b.state for b in found.benign}
    monkeypatch.setattr(queries.fragility, "FEWEST_RUNS", 0)
    none = robust(made()).fragility
    assert none.single is None and "beyond the bound" in none.note.en


def test_a_rule_that_fails_without_a_row_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    case = made()
    flagged = flag(case, [SLUG])

    def broken(world: Case) -> list[Finding] | NoTables:
        raise ZeroDivisionError

    rules = tuple(replace(t, find=broken) if t.slug == SLUG else t for t in typologies())
    monkeypatch.setattr(queries.fragility, "typologies", lambda: rules)
    (found,) = robustness(case, flagged).values()
    assert (found.fragility.tried, found.fragility.breaks) == (0, ())


def test_the_same_case_gives_the_same_answer() -> None:
    assert robust(made()) == robust(made())


def test_without_takes_one_row_out_of_one_table() -> None:
    case = made(parties=["id=B kind=company name=乙公司"])
    (act,) = case.transfers
    less = without(case, act.place.fact, "share_transfers")
    assert less.transfers == () and less.roles == case.roles
    (row,) = case.party("B").rows
    assert without(case, row.place.fact, "parties").party("B").rows == ()
    assert without(case, row.place.fact, "parties").transfers == case.transfers
    assert without(case, "no such fact", "roles") == case


# --- who keeps what -------------------------------------------------------------------------------------------------


def place(table: str, grade: str | None = None) -> Place:
    return Place(table, "a.csv", "a", "0" * 64, 2, "r", grade=grade, fact="f")


@pytest.mark.parametrize(
    ("table", "keeper"),
    [("share_transfers", "登记机关"), ("payments", "开户银行"), ("assets", "不动产"), ("court_cases", "审理法院"), ("accounts", "税务"), ("no_such_table", "登记机关")],
)  # fmt: skip
def test_each_table_has_its_keeper(table: str, keeper: str) -> None:
    assert keeper in settled_by(world(), place(table)).from_whom.zh


def test_kinship_is_kept_by_the_police_and_never_guessed() -> None:
    case = world(relations=["a=X b=D kind=spouse", "a=Y b=D kind=nominee_for"])
    spouse, nominee = case.relations
    assert "婚姻" in settled_by(case, spouse.place).what.zh
    assert "协议" in settled_by(case, nominee.place).what.zh


def test_the_best_source_needs_its_original_only() -> None:
    assert "original" in settled_by(world(), place("holdings", "registry_file")).instrument.en
    assert "local law" in settled_by(world(jurisdiction="GB"), place("holdings")).instrument.en
