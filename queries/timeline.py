"""Disposals along the stages of a debt: sums, runs, rates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from fractions import Fraction

from graph.case import Case
from graph.values import Money, add_months
from queries.disposals import Disposal
from queries.grounds import Bilingual as Text
from queries.lead import two
from queries.phrases import STAGES
from queries.side import debtor_side
from queries.worth import convert, total_of

CLUSTER_DAYS = 90
BASE_MONTHS = 24


def close(a: Disposal, b: Disposal) -> bool:
    """Both certainly within one run of 90 days that begins with the first."""
    return timedelta(0) <= b.on.first - a.on.first and b.until.last - a.on.first < timedelta(days=CLUSTER_DAYS)


def worth_of(case: Case, acts: Iterable[Disposal]) -> Money | None:
    """Their sum in the debt's currency (without a claim: in their own); None where one is unknown or has no rate."""
    claim = case.debt.claim
    sums = [
        convert(case, a.worth, claim.currency if claim else a.worth.currency, a.on.first) if a.worth else None
        for a in acts
    ]
    known = [s for s in sums if s]
    return total_of(known) if len(known) == len(sums) else None


def known_assets(case: Case) -> Money | None:
    """What the titles held show on the debtor side when the debt arose, in the debt's currency."""
    claim, start = case.debt.claim, case.debt.clock.start
    if claim is None or start is None:
        return None
    side = debtor_side(case, start.first)
    values = {
        t.asset: same
        for t in case.titles
        if t.owner in side and t.value and t.period.may_hold_on(start.first)
        and (same := convert(case, t.value, claim.currency, start.first))
    }  # fmt: skip
    return total_of(values.values())


def rate_of(case: Case, every: Sequence[Disposal]) -> Fraction | None:
    """Acts a day since the debt over acts a day in the 24 months before; None where none is seen before."""
    start = case.debt.clock.start
    if start is None or case.as_of <= start.first:
        return None
    from_day = add_months(start.first, -BASE_MONTHS)
    before = sum(d.until.last < start.first and d.on.first >= from_day for d in every)
    after = sum(d.on.first >= start.first for d in every)
    if not before:
        return None
    return Fraction(after, (case.as_of - start.first).days) / Fraction(before, (start.first - from_day).days)


def timeline(case: Case, every: Sequence[Disposal]) -> Text:
    """How many acts fall after each known stage, and their sum where it can be told."""
    known = [(name, span) for name, span in case.debt.clock.stages().items() if span]
    known.sort(key=lambda s: s[1].first)
    lines: list[tuple[str, str]] = []
    for at, (name, span) in enumerate(known):
        later = known[at + 1][1] if at + 1 < len(known) else None
        acts = [d for d in every if d.on.first >= span.first and (later is None or d.on.first < later.first)]
        lines.append(_stage_words(case, name, acts))
    return two(
        "各阶段处分：" + "；".join(zh for zh, _ in lines), "Disposals by stage: " + "; ".join(en for _, en in lines)
    )


def _stage_words(case: Case, name: str, acts: Sequence[Disposal]) -> tuple[str, str]:
    total, label = worth_of(case, acts) if acts else None, STAGES[name]
    worth = (
        (f"（{total}）", f" ({total})")
        if total
        else ("（金额不能全部确定）", " (not all amounts known)")
        if acts
        else ("", "")
    )
    return f"{label.zh}后{len(acts)}笔{worth[0]}", f"after {label.en}: {len(acts)}{worth[1]}"
