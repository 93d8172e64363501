"""Laws of time and of strangers, over any world."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import queries.deadlines
import queries.grounds
from casework.desk import cut_case
from graph.case import Case
from graph.statements import Row
from graph.tables import TABLES
from queries.flag import Flagged, flag
from queries.grounds import Ground, all_grounds
from queries.rest_days import RestDays, rest_days
from tests.bundled import CASES, TODAY, desk, keys
from tests.sparse import EVERY_TABLE, worlds
from tests.world import world

LAWS = settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
CYCLE = 400
_DATE_CELLS = frozenset(c.name for c in TABLES["parties"].columns if c.type == "date")


def later(value: Any) -> Any:
    """The same value with every day 400 years on: a whole cycle of the calendar, so that weekdays fall alike."""
    if isinstance(value, date):
        return value.replace(year=value.year + CYCLE)
    if isinstance(value, Row):
        cells = {k: _cell(v) if k in _DATE_CELLS else v for k, v in value.cells.items()}
        return replace(value, cells=cells, place=later(value.place))
    if is_dataclass(value) and not isinstance(value, type):
        moved = {f.name: later(getattr(value, f.name)) for f in fields(value)}
        return value if all(moved[f.name] is getattr(value, f.name) for f in fields(value)) else replace(value, **moved)
    if isinstance(value, tuple):
        return tuple(later(each) for each in value)
    if isinstance(value, dict):
        return {key: later(each) for key, each in value.items()}
    return value


def _cell(text: str) -> str:
    return f"{int(text[:4]) + CYCLE}{text[4:]}" if text[:4].isdigit() else text


def grounds_later() -> tuple[Ground, ...]:
    return tuple(
        replace(g, acts_from=later(g.acts_from), acts_until=later(g.acts_until)) for g in all_grounds()
    )  # fmt: skip


def rest_later(place: str) -> RestDays | None:
    rest = rest_days(place)
    if rest is None:
        return None
    days = (frozenset(later(day) for day in each) for each in (rest.off, rest.worked))
    off, worked = days
    return RestDays(frozenset(year + CYCLE for year in rest.years), off, worked, rest.rule)


@contextmanager
def tables_later() -> Iterator[None]:
    """The law tables and the days of rest, 400 years on."""
    moved = grounds_later()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(queries.grounds, "all_grounds", lambda: moved)
        patch.setattr(queries.deadlines, "rest_days", rest_later)
        yield


def told(flagged: Flagged, shift: Any = lambda value: value) -> list[tuple[Any, ...]]:
    """All of a lead but its words: what it is, how strong, how much, under which grounds, by when."""
    return [
        (
            lead.id, lead.rank, lead.tier, lead.standing, lead.route, lead.score.strength, lead.score.priority, lead.waterfall.net,
            shift(lead.finding.on), tuple(g.ground.id for g in lead.grounds),
            tuple(shift(d.day) for g in lead.grounds for d in g.deadlines),
            tuple(d.days_left for g in lead.grounds for d in g.deadlines),
        )
        for lead in flagged.leads
    ]  # fmt: skip


def same_in_another_cycle(case: Case) -> None:
    now = told(flag(case), later)
    with tables_later():
        then = told(flag(later(case)))
    assert now == then


@LAWS
@given(worlds(EVERY_TABLE, 4))
def test_four_hundred_years_change_no_lead_but_its_dates(case: Case) -> None:
    same_in_another_cycle(case)


@pytest.mark.parametrize("name", CASES)
def test_four_hundred_years_change_no_bundled_lead(name: str) -> None:
    same_in_another_cycle(cut_case(desk(), keys(name), TODAY))


def test_the_cycle_moves_what_it_should() -> None:
    """The law above would hold of anything if nothing moved."""
    case = world(parties=["id=D kind=company incorporated=2019-02"], holdings=["owner=A company=D start=2020-02-29"])
    moved = later(case)
    assert moved.as_of == date(2424, 1, 1) and moved.debt.clock.arose.first == date(2422, 1, 10)
    assert moved.party("D").text("incorporated") == "2419-02"
    assert moved.interests[0].period.start.first == date(2420, 2, 29)
    assert {g.acts_from.year for g in grounds_later() if g.acts_from} >= {2421, 2424}


# --- strangers ------------------------------------------------------------------------------------------------------

_STRANGERS = {
    "holdings": "owner=ZZ1 company=ZZ2 share=100%", "roles": "person=ZZ3 company=ZZ2 role=finance_head",
    "share_transfers": "company=ZZ2 from=ZZ1 to=ZZ4 share=50% price=1 date=2022-09-15",
    "asset_transfers": "asset=ZZX from=ZZ1 to=ZZ4 price=1 date=2022-09-15", "assets": "id=ZZX owner=ZZ4 kind=vehicle value=700000",
    "payments": "from=ZZ1 to=ZZ4 amount=700000 date=2022-09-15", "contracts": "kind=loan from=ZZ1 to=ZZ4 amount=60000",
    "encumbrances": "asset=ZZX kind=mortgage holder=ZZ1 amount=5", "relations": "a=ZZ3 b=ZZ5 kind=spouse",
    "court_cases": "kind=enforcement claimant=ZZ1 defendant=ZZ4 amount=9", "changes": "party=ZZ2 item=name date=2022-09-15",
    "successions": "predecessor=ZZ1 successor=ZZ4 kind=merger", "accounts": "party=ZZ2 year_end=2021 equity=-5",
    "declarations": "debtor=ZZ4 text=无 declared_on=2023-06-30",
}  # fmt: skip


_FACTS = (
    "interests", "roles", "transfers", "payments", "contracts", "encumbrances", "relations", "court_cases", "changes", "successions",
    "accounts", "titles", "declarations",
)  # fmt: skip


def beside(case: Case, strangers: Case) -> Case:
    """The case with the strangers' parties and rows in the tables that it holds anyway."""
    added: dict[str, Any] = {name: (*getattr(case, name), *getattr(strangers, name)) for name in _FACTS}
    parties = {**{k: p for k, p in strangers.parties.items() if k.startswith("ZZ")}, **case.parties}
    return replace(case, parties=parties, **added)


@LAWS
@given(worlds(EVERY_TABLE, 4), st.lists(st.sampled_from(sorted(_STRANGERS)), min_size=1, max_size=6, unique=True))
def test_unrelated_companies_change_no_lead(case: Case, tables: list[str]) -> None:
    """No party of the case is in their rows."""
    rows: dict[str, Any] = {name: [f"{_STRANGERS[name]} row=zz-{name} label=zz"] for name in tables}
    assert told(flag(case)) == told(flag(beside(case, world(**rows))))
