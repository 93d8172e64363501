"""Twelve indicators: a figure where rows prove it, else unknown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from graph.case import Case
from queries.indicator import Indicator
from queries.indicators import indicators
from tests.world import world

IDS = [
    "enforcement-count", "dishonest-restricted", "claim-cover", "frozen-equity-share", "encumbered-share", "paid-in-ratio",
    "shell-density", "outflow-to-related", "disposal-rate", "price-discount", "change-intensity", "litigation-pressure",
]  # fmt: skip


def told(case: Case, slug: str) -> Indicator:
    return next(i for i in indicators(case) if i.id == slug)


def test_always_twelve_and_nothing_known_is_unknown_never_zero() -> None:
    found = indicators(world())
    assert [i.id for i in found] == IDS
    assert {(i.value, i.red) for i in found} == {(None, None)}
    assert all(i.unknown and "/" in i.unknown for i in found)
    assert all(i.title.zh and i.title.en and i.reading.zh and i.reading.en for i in found)


def test_zero_enforcement_cases_only_where_the_table_speaks_of_the_party() -> None:
    assert told(world(court_cases=["kind=civil claimant=X defendant=Y"]), "enforcement-count").value is None
    covered = told(world(court_cases=["kind=civil claimant=D defendant=Y"]), "enforcement-count")
    assert (covered.value, covered.red) == ("0", False)


def test_enforcement_sum_and_termination() -> None:
    open_case = "row=a kind=enforcement claimant=X defendant=D amount=800 outstanding=500 filed=2023-05-01"
    ended = "row=b kind=terminated_enforcement claimant=X defendant=D filed=2022-05-01 terminated_on={}"
    found = told(world(as_of="2024-01-01", court_cases=[open_case, ended.format("2022-06-01")]), "enforcement-count")
    assert (found.value, found.numerator, found.red) == ("1", "500", True)
    assert {e.place.row_id for e in found.evidence} == {"a", "b"}
    old = told(world(as_of="2024-01-01", court_cases=[open_case, ended.format("2021-12-31")]), "enforcement-count")
    assert old.red is False
    undated = told(world(as_of="2024-06-01", court_cases=[open_case, ended.format("2022")]), "enforcement-count")
    assert undated.red is None and undated.unknown


def test_unlike_currencies_are_not_added() -> None:
    rows = [
        "kind=enforcement claimant=X defendant=D amount=800 filed=2023-05-01",
        "kind=enforcement claimant=Y defendant=D amount=100 currency=USD filed=2023-05-01",
    ]
    alone = told(world(court_cases=rows), "enforcement-count")
    assert alone.numerator == "800" and alone.unknown
    rated = told(world(court_cases=rows, rates=["from=USD to=CNY rate=7 date=2023-05-02"]), "enforcement-count")
    assert rated.numerator == "1500" and rated.unknown is None


def test_listings_of_the_representative_count_and_an_unlooked_at_one_leaves_zero_unproven() -> None:
    heads = ["person=P company=D role=legal_representative start=2020-01-01"]
    own = "kind=civil claimant=X defendant=D"
    assert told(world(roles=heads, court_cases=[own]), "dishonest-restricted").value is None
    listed = told(
        world(roles=heads, court_cases=[own, "kind=dishonesty defendant=P published_on=2023-01-01"]),
        "dishonest-restricted",
    )
    assert (listed.value, listed.red) == ("1", True)
    lifted = [own, "kind=dishonesty defendant=P published_on=2023-01-01 closed=2023-06-01"]
    assert told(world(roles=heads, court_cases=lifted), "dishonest-restricted").value == "0"


@pytest.mark.parametrize(("value", "red"), [(499, True), (500, False)])
def test_claim_cover_has_its_line_at_a_half(value: int, red: bool) -> None:
    found = told(
        world(claim="1000", assets=[f"id=LAND kind=land_use owner=D value={value} basis=appraisal"]), "claim-cover"
    )
    assert (found.numerator, found.denominator, found.red) == (str(value), "1000", red)


def test_an_asset_of_unknown_value_leaves_low_cover_open() -> None:
    rows = ["id=LAND kind=land_use owner=D value=100", "id=CAR kind=vehicle owner=D"]
    found = told(world(claim="1000", assets=rows), "claim-cover")
    assert (found.value, found.red) == ("0.1", None) and "1" in (found.unknown or "")


def test_other_creditors_are_in_the_denominator_once_each() -> None:
    suits = [
        "kind=civil claimant=X defendant=D amount=1000 outcome=judgment",
        "kind=enforcement claimant=X defendant=D amount=1000 outstanding=600",
        "kind=civil claimant=CR defendant=D amount=1000 outcome=judgment",
        "kind=civil claimant=Z defendant=D amount=1000 outcome=dismissed",
    ]
    found = told(
        world(claim="1000", assets=["id=L kind=land_use owner=D value=1000"], court_cases=suits), "claim-cover"
    )
    assert found.denominator == "2000"


@pytest.mark.parametrize(("frozen", "red"), [(501, True), (499, False)])
def test_frozen_equity_share(frozen: int, red: bool) -> None:
    rows = [f"owner=D company=S paid={frozen} share=10%", f"owner=D company=T paid={1000 - frozen} share=10%"]
    held = [
        "asset=equity:S:D kind=freeze holder=X start=2023-01-01 end=2026-01-01",
        "asset=equity:T:D kind=freeze holder=X start=2020-01-01 end=2023-01-01",
    ]
    found = told(world(holdings=rows, encumbrances=held), "frozen-equity-share")
    assert (found.numerator, found.denominator, found.red) == (str(frozen), "1000", red)
    silent = told(world(holdings=rows, encumbrances=held[:1]), "frozen-equity-share")
    assert silent.red is (True if red else None)
    assert told(world(holdings=rows), "frozen-equity-share").value is None


@pytest.mark.parametrize(("secured", "red"), [(801, True), (800, False)])
def test_encumbered_share(secured: int, red: bool) -> None:
    case = world(
        assets=["id=LAND kind=land_use owner=D value=1000"],
        encumbrances=[f"asset=LAND kind=mortgage holder=BK amount={secured} start=2021-01-01"],
    )
    found = told(case, "encumbered-share")
    assert (found.value, found.red) == (f"0.{str(secured).rstrip('0')}", red)
    only_frozen = world(
        assets=["id=LAND kind=land_use owner=D value=1000"],
        encumbrances=["asset=LAND kind=seizure holder=X amount=1 start=2023-01-01"],
    )
    assert told(only_frozen, "encumbered-share").value is None


def test_paid_in_ratio_names_the_overdue() -> None:
    line = "owner={} company=D subscribed=100 paid={} due={}"
    late = told(
        world(as_of="2024-01-01", holdings=[line.format("A", 100, "2020-01-01"), line.format("B", 50, "2023-01-01")]),
        "paid-in-ratio",
    )
    assert (late.value, late.red) == ("0.75", True) and "B" in late.reading.en
    open_due = told(world(as_of="2024-01-01", holdings=[line.format("A", 50, "2030-01-01")]), "paid-in-ratio")
    assert (open_due.value, open_due.red) == ("0.5", False)
    unknown = told(world(holdings=["owner=A company=D subscribed=100 paid=50"]), "paid-in-ratio")
    assert (unknown.value, unknown.red) == ("0.5", None)
    assert told(world(holdings=["owner=A company=D subscribed=100"]), "paid-in-ratio").value is None


SHELL = "id=S kind=company registered_capital=1000000 paid_capital=0 incorporated=2023-01-01 employees=0"
EMPTY = [
    "party=S year_end=2022-12-31 insured_staff=0 tax_paid=0 revenue=0",
    "party=S year_end=2023-12-31 insured_staff=0 dormant=yes revenue=0",
]
FIRM = "id=F kind=company registered_capital=100 paid_capital=100 incorporated=2001-01-01 employees=40 status=存续"
TRADE = ["party=F year_end=2022-12-31 insured_staff=40 tax_paid=9 revenue=900"]


@pytest.mark.parametrize(("to_shell", "red"), [(31, True), (30, False)])
def test_shell_density_is_by_money(to_shell: int, red: bool) -> None:
    payments = [
        f"from=D to=S amount={to_shell} date=2023-03-01",
        f"from=D to=F amount={100 - to_shell} date=2023-03-01",
    ]
    case = world(parties=[SHELL, FIRM], accounts=[*EMPTY, *TRADE], payments=payments)
    found = told(case, "shell-density")
    assert (found.numerator, found.denominator, found.red) == (str(to_shell), "100", red)


def test_too_little_known_of_the_firms_paid_is_no_zero() -> None:
    found = told(world(payments=["from=D to=S amount=31 date=2023-03-01"]), "shell-density")
    assert (found.value, found.red) == (None, None)


@pytest.mark.parametrize(("out", "red"), [(21, True), (20, False)])
def test_outflow_to_related_parties_is_net(out: int, red: bool) -> None:
    payments = [
        f"row=a from=D to=R amount={out + 5} date=2023-06-01", "row=b from=R to=D amount=5 date=2023-07-01",
        f"row=c from=D to=X amount={95 - out} date=2023-06-01", "row=old from=D to=R amount=900 date=2021-06-01",
    ]  # fmt: skip
    case = world(as_of="2024-01-01", holdings=["owner=D company=R share=100%"], payments=payments)
    found = told(case, "outflow-to-related")
    assert (found.numerator, found.denominator, found.red) == (str(out), "100", red)
    assert {e.place.row_id for e in found.evidence} == {"a", "b"}


def test_a_total_that_reaches_out_of_the_window_is_not_used() -> None:
    rows = ["from=D to=R amount=50 date=2021-01-01 date_to=2023-01-01", "from=D to=X amount=50 date=2023-06-01"]
    found = told(
        world(as_of="2024-01-01", holdings=["owner=D company=R share=100%"], payments=rows), "outflow-to-related"
    )
    assert (found.value, found.denominator, found.red) == ("0", "50", None)
    assert found.unknown


def _sold(days: Iterable[str]) -> list[str]:
    return [f"asset=A{at} from=D to=X price=10 date={day}" for at, day in enumerate(days)]


def test_disposal_rate_against_the_time_before() -> None:
    arose, as_of = "2022-01-01", "2024-01-01"
    fast = told(
        world(arose=arose, as_of=as_of, asset_transfers=_sold(["2021-01-01", *["2022-05-01"] * 3])), "disposal-rate"
    )
    assert fast.red is True and fast.denominator == "0.125"
    slow = told(world(arose=arose, as_of=as_of, asset_transfers=_sold(["2021-01-01", "2022-05-01"])), "disposal-rate")
    assert slow.red is False
    none_before = told(world(arose=arose, as_of=as_of, asset_transfers=_sold(["2022-05-01"])), "disposal-rate")
    assert (none_before.value, none_before.red) == (None, None)
    assert told(world(arose=None, asset_transfers=_sold(["2022-05-01"])), "disposal-rate").value is None


@pytest.mark.parametrize(("price", "red"), [(699, True), (700, False)])
def test_price_discount_to_related_parties(price: int, red: bool) -> None:
    sale = f"asset=LAND from=D to=R price={price} reference_value=1000 reference_basis=appraisal date=2022-09-15"
    found = told(world(holdings=["owner=D company=R share=100%"], asset_transfers=[sale]), "price-discount")
    assert (found.denominator, found.red) == ("1000", red)
    stranger = told(world(asset_transfers=[sale]), "price-discount")
    assert stranger.value is None


@pytest.mark.parametrize(
    ("days", "red"), [(["2023-02-01", "2023-03-01", "2023-04-01"], True), (["2023-02-01", "2023-03-01"], False)]
)
def test_change_intensity_counts_twelve_months(days: list[str], red: bool) -> None:
    rows = [f"party=D item=address before=a after=b date={d}" for d in [*days, "2022-12-31"]]
    found = told(world(as_of="2024-01-01", changes=rows), "change-intensity")
    assert (found.value, found.red) == (str(len(days)), red)


def test_litigation_and_staff() -> None:
    suits = [
        "kind=civil claimant=X defendant=D cause=劳动争议 filed=2023-06-01",
        "kind=civil claimant=Y defendant=D filed=2022-06-01",
    ]

    def staffed(now: int) -> Indicator:
        accounts = ["party=D year_end=2022-12-31 insured_staff=20", f"party=D year_end=2023-12-31 insured_staff={now}"]
        return told(world(as_of="2024-01-01", court_cases=suits, accounts=accounts), "litigation-pressure")

    assert (staffed(10).value, staffed(10).red) == ("0.25", True) and "labour 1" in staffed(10).reading.en
    assert staffed(11).red is False
    assert told(world(court_cases=suits), "litigation-pressure").red is None


def test_another_party_may_be_asked_for() -> None:
    tables: dict[str, Any] = {"court_cases": ["kind=enforcement claimant=X defendant=E amount=5 filed=2023-05-01"]}
    case = world(**tables)
    assert indicators(case, "E")[0].value == "1"
    assert indicators(case)[0].value is None


# --- how much is unknown --------------------------------------------------------------------------------------------


def test_where_nothing_can_be_said_all_of_it_is_unknown() -> None:
    assert {i.unknown_share for i in indicators(world())} == {"1"}


def test_the_unknown_share_is_what_was_not_counted_of_what_was_looked_at() -> None:
    own = ["id=A kind=vehicle owner=D value=100", "id=B kind=vehicle owner=D", "id=C kind=vehicle owner=D value=50"]
    assert told(world(assets=own), "claim-cover").unknown_share == "0.3333"
    assert told(world(assets=own[:1]), "claim-cover").unknown_share == "0"
    holders = ["owner=A company=D subscribed=100 paid=50 due=2023-01-01", "owner=B company=D share=50%"]
    assert told(world(holdings=holders), "paid-in-ratio").unknown_share == "0.5"
    changes = ["party=D item=name date=2023-06-01", "party=D item=address"]
    assert told(world(changes=changes), "change-intensity").unknown_share == "0.5"


def test_the_unknown_share_of_shell_density_is_by_money() -> None:
    paid = ["from=D to=X amount=300 date=2023-06-01", "from=D to=Y amount=100 date=2023-06-01"]
    found = told(world(payments=paid), "shell-density")
    assert found.unknown_share is not None and 0 <= float(found.unknown_share) <= 1


@pytest.mark.parametrize("slug", IDS)
def test_every_share_lies_between_nothing_and_all(slug: str) -> None:
    rows = {
        "court_cases": ["kind=enforcement claimant=X defendant=D amount=5", "kind=civil claimant=X defendant=D filed=2023-06-01"],
        "assets": ["id=A kind=vehicle owner=D value=100", "id=B kind=vehicle owner=D"],
        "asset_transfers": ["asset=Q from=D to=B price=5 date=2023-01-05", "asset=R from=D to=B price=5"],
        "payments": ["from=D to=X amount=5 date=2023-06-01", "from=D to=Y amount=5"],
    }  # fmt: skip
    found = told(world(**rows), slug).unknown_share  # type: ignore[arg-type]
    assert found is None or 0 <= float(found) <= 1
