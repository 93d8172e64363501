"""The twelve solvency and evasion indicators of a debtor."""

from __future__ import annotations

from collections.abc import Callable

from graph.case import Case
from queries.grounds import Bilingual as Text
from queries.indicator import Indicator, Measure, unknown_share
from queries.indicators_of_acts import (
    change_intensity,
    disposal_rate,
    litigation_pressure,
    price_discount,
)
from queries.indicators_of_cases import dishonest_restricted, enforcement_count
from queries.indicators_of_means import (
    claim_cover,
    encumbered_share,
    frozen_equity,
    paid_in_ratio,
)
from queries.indicators_of_money import outflow_to_related, shell_density
from queries.lead import two

__all__ = ["Indicator", "indicators"]


def indicators(case: Case, party: str | None = None) -> tuple[Indicator, ...]:
    """Always twelve, of one party (default: the first debtor) on the case's day; lines are the tool's proposals."""
    who = party or case.debtor_ids[0]
    found = []
    for slug, title, measure in _TWELVE:
        m = measure(case, who)
        found.append(
            Indicator(
                slug, title, m.value, m.numerator, m.denominator, m.unknown, case.as_of, m.red, m.reading, m.evidence,
                unknown_share(m),
            )
        )  # fmt: skip
    return tuple(found)


_TWELVE: tuple[tuple[str, Text, Callable[[Case, str], Measure]], ...] = (
    ("enforcement-count", two("被执行案件数与金额", "Enforcement count and sum"), enforcement_count),
    ("dishonest-restricted", two("失信与限高", "Dishonest and restricted flags"), dishonest_restricted),
    ("claim-cover", two("债权覆盖率", "Claim cover"), claim_cover),
    ("frozen-equity-share", two("股权冻结比例", "Frozen equity share"), frozen_equity),
    ("encumbered-share", two("财产负担比例", "Encumbered share"), encumbered_share),
    ("paid-in-ratio", two("实缴比例", "Paid-in ratio"), paid_in_ratio),
    ("shell-density", two("空壳特征密度", "Shell density"), shell_density),
    ("outflow-to-related", two("流向关联方比例", "Outflow to related parties"), outflow_to_related),
    ("disposal-rate", two("处置频率", "Disposal rate"), disposal_rate),
    ("price-discount", two("关联交易折价", "Price discount"), price_discount),
    ("change-intensity", two("变更强度", "Change intensity"), change_intensity),
    ("litigation-pressure", two("涉诉压力", "Litigation pressure"), litigation_pressure),
)
