"""Money that comes back to whoever sent it, within a month."""

from __future__ import annotations

from collections.abc import Mapping

from graph.money_bulk import HALF
from queries.lead import Absent, Evidence, two
from queries.phrases import PROPOSED, absent
from queries.screening_money import COUNTED, LINES, SIEVE, paid, per_cent, said, whole_money
from queries.screening_rule import Found, Frame, Ground, Rows, Rule, Said, threshold

_STEPS = (("went", 0), ("between", 1), ("came", 2))


def hits(ground: Ground) -> Frame:
    """Every round trip; explained: payments such as the two have made for months, and that were not handed on at once."""
    return ground["returned"].select(
        "key", "value", "explained", "home_p", "currency", "sent", "returned", "percent", "day"
    )


def rows(ground: Ground, found: Frame) -> Mapping[str, Rows]:
    return paid(ground, found, "returned_rows", _STEPS)


def say(found: Found) -> Said:
    f, home = found.figures, found.name(found.figures["home_p"])
    parties = tuple(
        dict.fromkeys(
            (f["home_p"], *found.listed("went", "to_p"), *found.listed("between", "to_p"), *found.listed("came", "from_p"))
        )
    )  # fmt: skip
    sent, back = whole_money(f, "sent"), whole_money(f, "returned")
    text = two(
        f"根据银行流水显示，{home}自{f['day']}起付出{sent}，{SIEVE.days}日内至多{back}（{f['percent']}%）经其他账户回到{home}。资金混同，只见先后与数额，不能证明是同一笔钱。",
        f"According to the bank rows, {sent} left {home} from {f['day']} on, and up to {back} ({f['percent']}%) came back to it within "
        f"{SIEVE.days} days by way of others. Money mixes: order and sums are seen, not that it is the same money.",
    )
    evidence = tuple(
        found.says(name, row, *said(found, row), "money") for name, _ in _STEPS for row in found.rows[name]
    )
    return Said(text, parties, evidence, _counter(found), _NOTES)


def _counter(found: Found) -> tuple[Evidence | Absent, ...]:
    if not found.figures["explained"]:
        return (absent("相同双方数月来的同类付款", "payments such as the two have made for months"),)
    usual = two(
        "付出的款项与双方数月来的往来相仿：可能是通常交易",
        "what left is such as the two have paid for months: perhaps ordinary trade",
    )
    return tuple(found.says("went", row, usual.zh, usual.en, "habit") for row in found.rows["went"][:1])


_NOTES = (
    two(
        "借款偿还、退货退款、资金池归集及双向买卖均可使资金返还；合同与发票不在流水之内",
        "a loan repaid, goods returned, a cash pool or trade both ways bring money back too; contracts and invoices are not in the rows",
    ),
    COUNTED,
)

RULE = Rule(
    slug="round-trip",
    title=two("资金回流", "Round trip of money"),
    asks=two("谁付出的钱一个月内又回到自己", "Whose money came back within a month?"),
    unit=two("万（各币种）", "ten thousand of its currency"),
    thresholds=(*LINES, threshold("part", per_cent(HALF), "% of what left", *PROPOSED)),
    needs=("payments",),
    counter_evidence=(
        two("双方数月来的同类付款（通常交易）", "payments such as the two have made for months (ordinary trade)"),
        two("借款偿还、退货退款、资金池协议", "a loan repaid, goods returned, a cash-pool agreement"),
    ),
    hits=hits,
    rows=rows,
    say=say,
)
