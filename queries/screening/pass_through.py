"""Accounts that hand on nearly all they get, within days."""

from __future__ import annotations

from collections.abc import Mapping

from queries.lead import Absent, Evidence, two
from queries.phrases import PROPOSED, absent
from queries.screening_money import COUNTED, LINES, SIEVE, paid, per_cent, said, whole_money
from queries.screening_rule import Found, Frame, Ground, Rows, Rule, Said, threshold

_STEPS = (("came", 0), ("went", 1))


def hits(ground: Ground) -> Frame:
    """Every account's largest window; explained: nothing but payments such as the two have made for months."""
    return ground["handed_on"].select(
        "key", "value", "explained", "party_p", "currency", "received", "sent", "windows", "day"
    )


def rows(ground: Ground, found: Frame) -> Mapping[str, Rows]:
    return paid(ground, found, "handed_on_rows", _STEPS)


def say(found: Found) -> Said:
    f, name = found.figures, found.name(found.figures["party_p"])
    others = (*found.listed("came", "from_p"), *found.listed("went", "to_p"))
    got, sent = whole_money(f, "received"), whole_money(f, "sent")
    text = two(
        f"根据银行流水显示，{name}自{f['day']}起{SIEVE.days}日内收进{got}、付出{sent}，几乎不留余额；此类{SIEVE.days}日窗口共{f['windows']}个。",
        f"According to the bank rows, {name} got {got} and paid {sent} within {SIEVE.days} days from {f['day']} on and kept next to nothing; "
        f"{f['windows']} windows of {SIEVE.days} days are so.",
    )
    evidence = tuple(
        found.says(kind, row, *said(found, row), "money") for kind, _ in _STEPS for row in found.rows[kind]
    )
    return Said(text, tuple(dict.fromkeys((f["party_p"], *others))), evidence, _counter(found), _NOTES)


def _counter(found: Found) -> tuple[Evidence | Absent, ...]:
    if not found.figures["explained"]:
        return (absent("与各方数月来的同类收付", "receipts and payments such as it has had with each for months"),)
    usual = two(
        "与各方数月来的收付相仿：可能是通常交易", "such as it has had with each for months: perhaps ordinary trade"
    )
    return tuple(
        found.says(kind, row, usual.zh, usual.en, "habit") for kind, _ in _STEPS for row in found.rows[kind][:1]
    )


_NOTES = (
    two(
        "代付工资税款、贸易中间商、代理与资金池也会随收随付；该账户自身余额须以其对账单为准",
        "payroll and tax agents, traders, agents and cash pools hand money on too; what the account held, its own statement tells",
    ),
    COUNTED,
)

RULE = Rule(
    slug="pass-through",
    title=two("过账账户", "Pass-through account"),
    asks=two("谁的账户随收随付、几乎不留余额", "Whose account hands on nearly all it gets?"),
    unit=two("万（各币种）", "ten thousand of its currency"),
    thresholds=(
        *LINES,
        threshold("stay", SIEVE.slow, "days (median)", *PROPOSED),
        threshold("low", per_cent(SIEVE.low), "% of what came in", *PROPOSED),
        threshold("high", per_cent(SIEVE.high), "% of what came in", *PROPOSED),
    ),
    needs=("payments",),
    counter_evidence=(
        two("与各方数月来的同类收付（通常交易）", "receipts and payments such as for months (ordinary trade)"),
        two(
            "工资、税款代付；资金池协议；代理合同",
            "payroll and tax agents; a cash-pool agreement; a contract of agency",
        ),
    ),
    hits=hits,
    rows=rows,
    say=say,
)
