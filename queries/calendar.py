"""Every day that matters: last days, freezes, renewals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from graph.case import Case
from queries.asset import Asset
from queries.clocks import clock_of
from queries.deadlines import Deadline, claim_limitation, deadlines, estate_rules, execution_deadline
from queries.encumbered import RENEW_DAYS, Burden
from queries.flag import Lead
from queries.grounds import NOTHING, PeriodKind, ground, table_for
from queries.grounds import Bilingual as Text
from queries.lead import Evidence, two

Kind = Literal["ground", "freeze", "renewal", "enforcement", "limitation", "remedy"]
# One rule of each remedy stands for all: 变更追加规定 32 (fifteen days, a suit) and 30 (ten days, a review).
_REMEDIES = ("cn-addition-17", "cn-addition-22")
_LIFTED = two(
    "受理破产后保全措施应当解除（破产法19），届满日仅供核对",
    "once the insolvency is accepted freezes are to be lifted (Bankruptcy Law 19); the day is for checking only",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One day of the calendar. about: the lead or asset it concerns; at_most: the law allows no later, no row says so."""

    kind: Kind
    day: date
    what: Text
    about: str | None
    period_kind: PeriodKind
    days_left: int
    note: Text
    at_most: bool
    evidence: tuple[Evidence, ...]


def calendar(case: Case, leads: Iterable[Lead], assets: Iterable[Asset]) -> tuple[Entry, ...]:
    """All of a case's days in order; what only a signal points at, and freezes that have ended, are not among them."""
    found = [*_of_claim(case), *_of_leads(case, leads), *_of_freezes(case, assets)]
    unique = {(e.day, e.about or "", e.kind, e.what.en): e for e in found}
    return tuple(unique[key] for key in sorted(unique))


def _entry(
    case: Case, kind: Kind, day: date, what: Text, about: str | None, period_kind: PeriodKind, *, note: Text = NOTHING,
    at_most: bool = False, evidence: tuple[Evidence, ...] = (),
) -> Entry:  # fmt: skip
    return Entry(kind, day, what, about, period_kind, (day - case.as_of).days, note, at_most, evidence)


def _dated(case: Case, kind: Kind, found: Deadline) -> Entry:
    return _entry(case, kind, found.day, found.rule, None, found.period_kind, note=found.note)


def _of_claim(case: Case) -> Iterator[Entry]:
    """The claim's own days: limitation, the two years for enforcement, and the remedies against a ruling."""
    if table_for(case.debt.jurisdiction) != "CN":
        return
    clock = clock_of(case)
    if (aged := claim_limitation(clock)) is not None:
        yield _dated(case, "limitation", aged)
    if (late := execution_deadline(clock)) is not None:
        yield _dated(case, "enforcement", late)
    for name in _REMEDIES if clock.ruling_served else ():
        for each in deadlines(ground(name), None, None, clock):
            yield _dated(case, "remedy", each)


def _of_leads(case: Case, leads: Iterable[Lead]) -> Iterator[Entry]:
    for lead in leads:
        for applied in lead.grounds if lead.tier != "signal" else ():
            for d in applied.deadlines:
                what = two(f"{d.rule.zh}：{lead.title.zh}", f"{d.rule.en}: {lead.title.en}")
                rows = lead.finding.evidence[:1]
                yield _entry(case, "ground", d.day, what, lead.id, d.period_kind, note=d.note, evidence=rows)


def _of_freezes(case: Case, assets: Iterable[Asset]) -> Iterator[Entry]:
    """Last effective days of live freezes; of our own also the day by which to ask for renewal."""
    estate = estate_rules(clock_of(case))
    for asset in assets:
        for burden in asset.encumbrances:
            last = burden.last_day
            if last is None or not (burden.frozen and burden.live):
                continue
            yield _lapse(case, asset, burden, last, estate=estate)
            if burden.own and not estate:
                yield _renewal(case, asset, burden, last)


def _lapse(case: Case, asset: Asset, burden: Burden, last: date, *, estate: bool) -> Entry:
    place = _standing(burden)
    zh, en = ("最迟", "no later than this day: ") if burden.at_most else ("", "")
    what = two(f"{place.zh}冻结{zh}届满：{asset.what.zh}", f"{en}{place.en} freeze lapses: {asset.what.en}")
    return _entry(
        case, "freeze", last, what, asset.id, "procedural", note=_LIFTED if estate else NOTHING, at_most=burden.at_most,
        evidence=burden.evidence,
    )  # fmt: skip


def _standing(burden: Burden) -> Text:
    """Whose freeze, in which place: 首封, 轮候, 续封."""
    whose = two("本案", "our") if burden.own else two("他人", "another's")
    place = two("轮候", "waiting") if burden.waiting else two("首封", "first")
    renewed = burden.encumbrance.status == "renewed"
    again = two("续封", "renewed") if renewed else place
    return two(f"{whose.zh}{again.zh}", f"{whose.en} {again.en}")


def _renewal(case: Case, asset: Asset, burden: Burden, last: date) -> Entry:
    ask = last - timedelta(days=RENEW_DAYS)
    what = two(
        f"申请续行冻结的最迟日（届满前{RENEW_DAYS}日）：{asset.what.zh}",
        f"ask for renewal of our freeze by this day ({RENEW_DAYS} days before it lapses): {asset.what.en}",
    )
    return _entry(
        case, "renewal", ask, what, asset.id, "procedural", at_most=burden.at_most, evidence=burden.evidence
    )  # fmt: skip
