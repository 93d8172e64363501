"""The claim to the cent, with its arithmetic."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from graph.case import Case
from graph.claims import Accrual, ClaimTerms
from graph.values import Money
from queries.claim_statement import claim_statement, outstanding_of
from tests.world import world


def case(principal: str | None = "1000000", clock: dict[str, str] | None = None, **terms: object) -> Case:
    made = world(claim="1200000", clock=clock)
    own = Money.of(principal, "CNY") if principal else None
    return replace(made, debt=replace(made.debt, principal=own, terms=ClaimTerms(**terms)))  # type: ignore[arg-type]


def cny(amount: str) -> Money:
    return Money.of(amount, "CNY")


def test_without_terms_the_principal_or_the_claim() -> None:
    assert outstanding_of(case()) == cny("1000000")
    assert outstanding_of(case(None)) == cny("1200000")
    assert outstanding_of(world(claim=None)) is None


def test_given_interest_and_recovery() -> None:
    found = claim_statement(case(interest=cny("50000"), recovered=cny("300000.50")))
    assert found.outstanding == cny("749999.50")
    assert [(x.key, x.sign) for x in found.lines] == [("principal", "+"), ("interest", "+"), ("recovered", "-")]


def test_no_interest_without_a_rate_of_the_case_file() -> None:
    assert [x.key for x in claim_statement(case(clock={"due": "2022-06-01", "judgment": "2023-01-01"})).lines] == ["principal"]  # fmt: skip


def test_contract_interest_counts_both_days() -> None:
    year = Accrual(date(2022, 1, 1), date(2022, 12, 31), Decimal("0.0435"))
    found = claim_statement(case(accruals=(year,)))
    assert found.lines[1].money == cny("43500.00")
    assert "1,000,000 × 4.35% × 365 / 365" in found.lines[1].arithmetic.en
    assert found.outstanding == cny("1043500.00")
    day = replace(year, last=date(2022, 1, 1), year_days=360, base=cny("360000"))
    assert claim_statement(case(accruals=(day,))).lines[1].money == cny("43.50")


def test_interest_runs_to_the_day_of_the_case_and_no_further() -> None:
    open_end = Accrual(date(2023, 12, 31), None, Decimal("0.365"))
    assert claim_statement(case(accruals=(open_end,))).lines[1].money == cny("2000.00")  # to 2024-01-01
    beyond = replace(open_end, last=date(2025, 1, 1))
    assert claim_statement(case(accruals=(beyond,))).outstanding == claim_statement(case(accruals=(open_end,))).outstanding  # fmt: skip
    later = replace(open_end, first=date(2024, 1, 2))
    assert [x.key for x in claim_statement(case(accruals=(later,))).lines] == ["principal"]


def test_interest_for_delay_at_the_rate_of_the_law() -> None:
    delay = Accrual(date(2023, 9, 23), date(2023, 12, 31), None, None, 1)
    found = claim_statement(case(delay=delay))
    assert found.lines[1].money == cny("17500.00")  # 1,000,000 × 0.000175 × 100
    assert "0.0175% × 100" in found.lines[1].arithmetic.en and "2014-08-01" in found.lines[1].arithmetic.en
    own = claim_statement(case(delay=replace(delay, rate=Decimal("0.0001"))))
    assert own.lines[1].money == cny("10000.00") and "case file" in own.lines[1].arithmetic.en


def test_rounding_is_half_up_to_the_cent() -> None:
    tiny = Accrual(date(2022, 1, 1), date(2022, 1, 1), Decimal("0.365"), cny("5"))
    assert claim_statement(case(accruals=(tiny,))).lines[1].money == cny("0.01")  # 0.005


def test_interest_stops_when_an_insolvency_is_accepted() -> None:
    open_end = Accrual(date(2023, 1, 1), None, Decimal("0.365"))
    stopped = claim_statement(case(clock={"insolvency_accepted": "2023-01-11"}, accruals=(open_end,)))
    assert stopped.until == date(2023, 1, 10)
    assert stopped.lines[1].money == cny("10000.00")
    assert any("46" in note.en for note in stopped.notes)
    abroad = case(accruals=(open_end,), clock={"insolvency_accepted": "2023-01-11"})
    abroad = replace(abroad, debt=replace(abroad.debt, jurisdiction="GB"))
    assert claim_statement(abroad).until == date(2024, 1, 1)


def test_more_recovered_than_owed_is_nothing() -> None:
    assert outstanding_of(case(recovered=cny("2000000"))) == cny("0")


@pytest.mark.parametrize(("amount", "quick"), [("500000", True), ("500000.01", False), ("1", True)])
def test_the_fast_track_ends_at_half_a_million(amount: str, quick: bool) -> None:
    found = claim_statement(case(amount))
    assert found.fast_track is quick
    assert bool(found.notes) is quick
    assert not found.notes or "小额诉讼" in found.notes[0].zh


def test_the_fast_track_of_another_currency_needs_a_rate() -> None:
    dollars = world(claim="50000", currency="USD")
    assert claim_statement(dollars).fast_track is None
    rated = world(claim="50000", currency="USD", rates=["from=USD to=CNY rate=7 date=2023-12-20"])
    assert claim_statement(rated).fast_track is True
    assert claim_statement(world(jurisdiction="GB")).fast_track is None
