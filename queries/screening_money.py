"""What the two screening rules of money have in common."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import narwhals as nw

from graph.money_bulk import Sieve
from graph.values import money_text
from queries.habits import MONTHS
from queries.lead import two
from queries.phrases import PROPOSED
from queries.screening_rule import Found, Frame, Ground, Row, Rows, cited, threshold

WHOLE = 10_000
"""Currency units in which hits are counted (万)."""

FLOOR = 100_000
"""Currency units below which no money is told of."""

SIEVE = Sieve()
"""What makes an account a pass-through one, as the kernels ask it; its days are those of a round trip too."""

COUNTED = two(
    "仅计有确切日期的已完成付款；银行、支付机构、托管与公共机构不在其内；不同币种不折算",
    "done payments with an exact day alone; banks, payment firms, escrow and public bodies are left out; currencies are not converted",
)

LINES = (
    threshold("floor", FLOOR // WHOLE, "10,000 of each currency", *PROPOSED),
    threshold("days", SIEVE.days, "days", *PROPOSED),
    threshold("months", MONTHS, "months", *PROPOSED),
)
"""The lines that both rules go by, the one that hits are measured by first."""

CELLS = ("from_p", "to_p", "amount", "currency", "date", "purpose", "step")


def paid(ground: Ground, found: Frame, table: str, steps: Sequence[tuple[str, int]]) -> dict[str, Rows]:
    """Of the hits found, the payments of each step by the name of it, earliest first."""
    rows = ground[table].join(found.select("key"), on="key", how="inner")
    return {name: cited("payments", rows.filter(nw.col("step") == step), CELLS, ("date",)) for name, step in steps}


def said(found: Found, row: Row) -> tuple[str, str]:
    """One payment in both languages."""
    a, b = found.name(row["from_p"]), found.name(row["to_p"])
    sum_ = f"{row['currency'] or 'CNY'} {money_text(Decimal(row['amount']))}"
    zh, en = f"{row['date']} {a}付给{b} {sum_}", f"{row['date']}: {a} paid {b} {sum_}"
    return (f"{zh}（摘要：{row['purpose']}）", f"{en} ({row['purpose']})") if row["purpose"] else (zh, en)


def per_cent(part: Fraction) -> int:
    return int(part * 100)


def whole_money(figures: Row, cell: str) -> str:
    return f"{figures['currency']} {money_text(Decimal(figures[cell]))}"
