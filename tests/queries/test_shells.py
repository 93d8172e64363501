"""Eight tests: each met, not met, and unknown apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from graph.case import Case
from graph.facts import Accounts, Change, Party
from graph.values import DateSpan, Money
from queries.lead import Outcome
from queries.shells import Deal, Profile, has_ended, is_active, profile
from tests.queries.typologies.small import filed, firm, held, paid, place, world

DEAL = Deal(DateSpan.parse("2023-04-03"), Money.of(5_000_000, "CNY"), frozenset({"D"}))


def of(party: Party, accounts: Iterable[Accounts] = (), deal: Deal | None = DEAL, **facts: Any) -> Profile:
    return profile(world(parties=[party], accounts=tuple(accounts), **facts), "C", deal)


def outcome(shape: Profile, key: str) -> Outcome:
    return next(c.outcome for c in shape.checks if c.key == key)


def test_no_data_is_unknown_never_a_shell() -> None:
    shape = profile(world(), "C")
    assert (shape.met, shape.unknown, shape.shell, shape.thin) == (0, 8, False, False)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"paid_capital": "0"}, "met"),
        ({"paid_capital": "9999", "registered_capital": "1000000"}, "met"),
        ({"paid_capital": "10000", "registered_capital": "1000000"}, "not_met"),
        ({"paid_capital": "10000"}, "unknown"),
        ({"registered_capital": "1000000"}, "unknown"),
    ],
)
def test_capital(cells: dict[str, str], expected: Outcome) -> None:
    assert outcome(of(firm("C", **cells)), "capital") == expected


def test_capital_is_also_read_from_the_holders() -> None:
    nothing, whole = Money.of(0, "CNY"), Money.of(100, "CNY")
    row = replace(held("h", "P-1", "C", "1"), paid=nothing, subscribed=whole)
    assert outcome(of(firm("C"), interests=[row]), "capital") == "met"


def test_staff_needs_two_filings() -> None:
    two_years = [filed("a", "C", "2022-12-31", staff=0), filed("b", "C", "2023-12-31", staff=0)]
    assert outcome(of(firm("C"), two_years), "staff") == "met"
    assert outcome(of(firm("C"), two_years[:1]), "staff") == "unknown"
    assert outcome(of(firm("C", employees="0"), two_years[:1]), "staff") == "met"
    assert outcome(of(firm("C", employees="1"), two_years), "staff") == "not_met"


def test_age_is_below_one_hundred_and_eighty_days() -> None:
    assert outcome(of(firm("C", incorporated="2022-10-06")), "age") == "met"
    assert outcome(of(firm("C", incorporated="2022-10-05")), "age") == "not_met"
    assert outcome(of(firm("C", incorporated="2022-10")), "age") == "unknown"
    assert outcome(of(firm("C", incorporated="2023-04-04")), "age") == "unknown"
    assert outcome(of(firm("C", incorporated="2022-10-06"), deal=None), "age") == "unknown"


def test_tax_and_trade() -> None:
    idle = [filed("a", "C", "2022-12-31", tax=0, revenue=0)]
    assert (outcome(of(firm("C"), idle), "tax"), outcome(of(firm("C"), idle), "trade")) == ("met", "met")
    busy = [*idle, filed("b", "C", "2023-12-31", tax=1, revenue=1)]
    assert (outcome(of(firm("C"), busy), "tax"), outcome(of(firm("C"), busy), "trade")) == ("not_met", "not_met")
    assert outcome(of(firm("C"), [filed("a", "C", "2022-12-31", tax=1, dormant="yes")]), "tax") == "met"


def test_trade_by_its_own_statement_where_no_revenue_is_filed() -> None:
    ours, others = paid("1", "D", "C", 90, "2023-04-03"), paid("2", "X", "C", 10, "2023-04-04")
    out = paid("3", "C", "Y", 80, "2023-04-05")
    assert outcome(of(firm("C"), payments=[ours, others, out]), "trade") == "met"
    more = paid("2", "X", "C", 11, "2023-04-04")
    assert outcome(of(firm("C"), payments=[ours, more, out]), "trade") == "not_met"
    assert outcome(of(firm("C"), payments=[ours, others]), "trade") == "unknown"


def test_address_of_many_or_of_a_licensed_host() -> None:
    party = firm("C", address="上海市浦东新区示例路88号", _address="key")
    case = world(parties=[party])
    assert outcome(profile(replace(case, crowds={"_address:key": 20}), "C"), "address") == "met"
    assert outcome(profile(replace(case, crowds={"_address:key": 19}), "C"), "address") == "not_met"
    host = firm("H", address="上海市浦东新区示例路88号", _address="key", licence="address_host")
    assert outcome(profile(world(parties=[party, host]), "C"), "address") == "met"
    assert outcome(of(firm("C")), "address") == "unknown"


def test_gone_within_twenty_four_months() -> None:
    assert outcome(of(firm("C", status="注销", dissolved="2025-04-03")), "ended") == "met"
    assert outcome(of(firm("C", status="注销", dissolved="2025-04-04")), "ended") == "not_met"
    assert outcome(of(firm("C", status="存续")), "ended") == "not_met"
    assert outcome(of(firm("C", status="注销")), "ended") == "unknown"
    change = Change("C", "status", "存续", "注销", DateSpan.parse("2023-08-30"), None, place("changes", "c"))
    assert outcome(of(firm("C"), changes=[change]), "ended") == "met"


def test_size_is_fifty_times_paid_in() -> None:
    assert outcome(of(firm("C", paid_capital="100000")), "size") == "met"
    assert outcome(of(firm("C", paid_capital="100001")), "size") == "not_met"
    assert outcome(of(firm("C", paid_capital="0")), "size") == "met"
    assert outcome(of(firm("C", paid_capital="1", currency="USD")), "size") == "unknown"


def test_words_of_status() -> None:
    assert (
        has_ended("dissolved without winding up")
        and has_ended("已注销")
        and not has_ended("存续")
        and not has_ended(None)
    )
    assert is_active("在业") and not is_active("吊销，未注销") and not is_active(None)


def test_count_of_a_whole_profile() -> None:
    party = firm("C", paid_capital="0", registered_capital="1000000", incorporated="2023-01-01", status="存续")
    shape = of(
        party, [filed("a", "C", "2023-12-31", staff=0, tax=0, revenue=0), filed("b", "C", "2022-12-31", staff=0)]
    )
    assert (shape.met, shape.count("not_met"), shape.unknown) == (6, 1, 1)
    assert shape.shell and all(e.place.row_id for e in shape.evidence)


def _case() -> Case:
    return world(parties=[firm("C")])


def test_equal_input_gives_equal_profiles() -> None:
    assert profile(_case(), "C", DEAL) == profile(_case(), "C", DEAL)
