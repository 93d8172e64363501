"""Disposals along a debt's stages: prices, sums, rates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from graph.case import Case
from graph.facts import Title
from graph.values import Money, add_months
from queries.disposals import Disposal
from queries.grounds import Bilingual as Text
from queries.lead import Evidence, two
from queries.phrases import STAGES, says
from queries.side import debtor_side
from queries.worth import convert, is_nil, is_nominal, paid_ratio, payments_for, price_ratio, total_of

CLUSTER_DAYS = 90
BASE_MONTHS = 24
FAIR_PRICE, UNDER, FULL = Fraction(9, 10), Fraction(7, 10), Fraction(99, 100)

Runs = tuple[tuple[Disposal, ...], ...]


@dataclass(frozen=True, slots=True)
class Sold:
    """What the rows show of one transfer's price."""

    ratio: Fraction | None
    paid: Fraction | None
    nil: bool
    token: bool
    independent: bool

    @property
    def low(self) -> bool:
        return self.nil or self.token or (self.ratio is not None and self.ratio < UNDER and self.independent)

    @property
    def covered(self) -> bool:
        """Priced by an independent value (not below 0.70 of it) and paid in full."""
        ratio, paid = self.ratio or Fraction(0), self.paid or Fraction(0)
        return not self.nil and not self.token and self.independent and ratio >= UNDER and paid >= FULL

    @property
    def fair(self) -> bool:
        return self.covered and self.ratio is not None and self.ratio >= FAIR_PRICE


def sold_of(case: Case, each: Disposal) -> Sold | None:
    t = each.transfer
    if t is None:
        return None
    ratio = price_ratio(case, t, each.valued)
    nil, token = is_nil(t), is_nominal(t, each.valued, ratio)
    independent = each.valued is not None and each.valued.independent
    return Sold(ratio, paid_ratio(case, t, payments_for(case, t)), nil, token, independent)


def clusters(acts: Sequence[Disposal]) -> Runs:
    """For each act the acts that certainly fall within the 90 days that begin with it; acts in order of day."""
    found = []
    for at, first in enumerate(acts):
        end = first.on.first + timedelta(days=CLUSTER_DAYS)
        stop = next((n for n in range(at, len(acts)) if acts[n].on.first >= end), len(acts))
        found.append(tuple(a for a in acts[at:stop] if a.until.last < end))
    return tuple(found)


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
    return total_of(same for _, same in _known(case).values())


def known_evidence(case: Case) -> tuple[Evidence, ...]:
    """The titles that a comparison with the known assets rests on."""
    said = [(t.place, str(t.value)) for t, _ in _known(case).values()]
    return tuple(says(place, f"已知资产价值{v}", f"among the known assets: {v}", "value") for place, v in said)


def _known(case: Case) -> dict[str, tuple[Title, Money]]:
    claim, start = case.debt.claim, case.debt.clock.start
    if claim is None or start is None:
        return {}
    side = debtor_side(case, start.first)
    return {
        t.asset: (t, same)
        for t in case.titles
        if t.owner in side and t.value and t.period.may_hold_on(start.first)
        and (same := convert(case, t.value, claim.currency, start.first))
    }  # fmt: skip


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
