"""Large distributions, and what came after them."""

from __future__ import annotations

from typing import Any

import pytest

from queries.flag import flag
from queries.lead import Absent, Finding, NoTables
from queries.typologies.dividend_stripping import TYPOLOGY
from tests.world import against, rows, world

HOLDS = ["row=h owner=P company=D share=100%"]
EQUITY = ["row=e party=D year_end=2021-12-31 equity=1000000"]
SOLD = ["row=s company=D from=P to=B share=100% date=2022-06-02"]


def paid(amount: int = 500_000, on: str = "2022-06-01", **more: str) -> str:
    cells = {"row": "d", "from": "D", "to": "P", "amount": str(amount), "date": on, "kind": "dividend", **more}
    return " ".join(f"{k}={v}" for k, v in cells.items())


def found(*payments: str, **facts: Any) -> list[Finding]:
    defaults: dict[str, Any] = {"holdings": HOLDS, "accounts": EQUITY, "share_transfers": SOLD}
    result = TYPOLOGY.find(world(payments=list(payments), **{**defaults, **facts}))
    assert isinstance(result, list)
    return result


def one(*payments: str, **facts: Any) -> Finding:
    (finding,) = found(*payments, **facts)
    return finding


def test_half_of_the_equity_before_a_sale_is_strong_and_one_yuan_less_is_nothing() -> None:
    finding = one(paid())
    assert finding.tier == "strong" and finding.parties == ("D", "P")
    assert rows(finding) == {"d", "s", "e", "h"} and finding.badges == {"money", "timing", "relation"}
    assert not found(paid(499_999))


def test_without_an_event_in_twelve_months_it_is_a_lead() -> None:
    assert one(paid(), share_transfers=[]).tier == "lead"
    assert one(paid(), share_transfers=[SOLD[0].replace("2022-06-02", "2023-06-01")]).tier == "strong"
    assert one(paid(), share_transfers=[SOLD[0].replace("2022-06-02", "2023-06-02")]).tier == "lead"
    assert one(paid(), share_transfers=[SOLD[0].replace("2022-06-02", "2022-05-31")]).tier == "lead"
    assert one(paid(), share_transfers=[], clock={"due": "2023-01-01"}).tier == "strong"
    court = ["row=c kind=enforcement defendant=D filed=2022-12-01 number=1"]
    assert "c" in rows(one(paid(), share_transfers=[], court_cases=court))


@pytest.mark.parametrize(("amount", "told"), [(300_000, True), (299_999, False)])
def test_three_times_the_yearly_mean(amount: int, told: bool) -> None:
    usual = [paid(100_000, f"20{y}-06-01", row=f"u{y}") for y in (19, 20, 21)]
    new = [f for f in found(*usual, paid(amount), accounts=[]) if "d" in rows(f)]
    assert bool(new) == told


def test_a_set_off_of_unknown_size_before_a_sale_is_a_lead_and_a_plain_one_is_nothing() -> None:
    finding = one(paid(purpose="set-off"), accounts=[])
    assert finding.tier == "lead" and {"d", "s"} <= rows(finding) and "form" in finding.badges
    assert not found(paid(), accounts=[])
    assert not found(paid(purpose="set-off"), accounts=[], share_transfers=[])
    assert not found(paid(499_999, purpose="set-off"))


LENT = "row=l kind=loan from=D to=P amount=500000 date=2021-03-01"


def test_a_set_off_that_gives_up_a_claim_on_the_holder_is_a_lead_and_half_a_claim_is_nothing() -> None:
    facts: dict[str, Any] = {"accounts": [], "share_transfers": []}
    finding = one(paid(purpose="set-off"), contracts=[LENT], **facts)
    assert finding.tier == "lead" and {"d", "l"} <= rows(finding) and "form" in finding.badges
    claim = next(t for t in finding.tests if t.name.en == "claim on the holder before the set-off")
    assert (claim.value, claim.outcome) == ("CNY 500,000", "met")
    assert not found(paid(purpose="set-off"), contracts=[LENT.replace("500000", "499999")], **facts)
    assert not found(paid(purpose="set-off"), contracts=[LENT.replace("2021-03-01", "2022-06-02")], **facts)
    assert not found(
        paid(purpose="set-off"), "row=b from=P to=D amount=1 date=2022-01-01 kind=repayment", contracts=[LENT], **facts
    )
    assert not found(paid(), contracts=[LENT], **facts)


def test_a_claim_paid_out_and_agreed_counts_once() -> None:
    out = "row=o from=D to=P amount=500000 date=2021-03-02 kind=loan"
    finding = one(paid(700_000, purpose="set-off"), out, contracts=[LENT])
    claim = next(t for t in finding.tests if t.name.en == "claim on the holder before the set-off")
    assert (claim.value, claim.outcome) == ("CNY 500,000", "unknown") and {"l", "o"} <= rows(finding)


NETTED = "row=n kind=settlement from={} to={} amount={} date=2022-06-01 note='{}'"


@pytest.mark.parametrize(("a", "b"), [("D", "P"), ("P", "D")])
def test_a_settlement_that_sets_a_dividend_off_is_a_distribution(a: str, b: str) -> None:
    finding = one(contracts=[NETTED.format(a, b, 500_000, "以分红抵销股东借款"), LENT])
    assert finding.tier == "strong" and finding.parties == ("D", "P") and {"n", "l", "s", "e"} <= rows(finding)
    assert "by set-off" in finding.summary.en and finding.chain.edges[0].kind == "contract"


@pytest.mark.parametrize(
    ("amount", "note", "holder"),
    [(499_999, "以分红抵销股东借款", "P"), (500_000, "抵销往来款", "P"), (500_000, "分红不得抵销借款", "P"),
     (500_000, "dividend declared", "P"), (500_000, "以分红抵销股东借款", "Z")],
)  # fmt: skip
def test_ordinary_netting_a_smaller_one_and_one_with_a_stranger_are_none(amount: int, note: str, holder: str) -> None:
    assert not found(contracts=[NETTED.format("D", holder, amount, note)])


def test_a_set_off_without_a_claim_says_so() -> None:
    finding = one(paid(purpose="set-off"))
    looked = [c.looked_for.en for c in finding.counter if isinstance(c, Absent)]
    assert any("book entry only" in text for text in looked)


def test_two_distributions_are_judged_one_by_one() -> None:
    finding = one(paid(100_000, "2022-03-01", row="first"), paid(500_000))
    assert "first" not in rows(finding)


def test_holders_paid_on_one_day_are_one_distribution() -> None:
    finding = one(paid(250_000), paid(250_000, to="Q", row="q"))
    assert set(finding.parties) == {"D", "P", "Q"} and {"d", "q"} <= rows(finding)


def test_profit_that_covers_it_speaks_against_it() -> None:
    finding = one(paid(), accounts=[EQUITY[0] + " profit=500000"])
    assert finding.tier == "lead" and "e" in against(finding)
    assert one(paid(), accounts=[EQUITY[0] + " profit=499999"]).tier == "strong"


def test_the_look_back_is_two_years() -> None:
    old = [EQUITY[0].replace("2021", "2018")]
    assert found(paid(on="2020-01-10"), accounts=old)
    assert not found(paid(on="2020-01-09"), accounts=old)


def test_outside_holders_of_a_listed_company_dividends_within_the_side_and_failed_payments_are_left_out() -> None:
    listed = ["id=D kind=company listed=yes"]
    assert not found(paid(to="Q"), parties=listed)
    assert one(paid(), paid(to="Q", row="q"), parties=listed).parties == ("D", "P")
    assert not found(paid(status="failed"))
    below = paid().replace("from=D", "from=S").replace("to=P", "to=D")
    assert not found(below, holdings=[*HOLDS, "owner=D company=S share=100%"])


def test_it_says_what_it_lacks_and_alleged_rows_cap() -> None:
    assert isinstance(TYPOLOGY.find(world(holdings=HOLDS)), NoTables)
    case = world(payments=[paid(standing="alleged")], holdings=HOLDS, accounts=EQUITY, share_transfers=SOLD)
    (lead,) = flag(case, [TYPOLOGY.slug]).leads
    assert lead.tier == "lead" and lead.standing == "alleged"
