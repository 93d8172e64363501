"""The debtor's property report against what the rows show."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from graph.case import Case
from graph.facts import Declaration, Transfer
from graph.statements import Place
from graph.values import add_months
from queries.asset import Asset
from queries.disagreeing import Contradiction, worded
from queries.lead import two
from queries.phrases import name_of, thing_words

_TITLES = frozenset({"title", "ownership"})
_SETTLE = two(
    "执行卷宗中的财产报告原件，及该财产在报告日的登记簿",
    "the report itself in the enforcement file, and the register on its day",
)
_SETTLE_MOVE = two(
    "执行卷宗中的财产报告（变动部分），及转让的登记材料", "the report's part on changes, and the file of the transfer"
)
ROUTE = two(
    "申请法院核查并责令补充报告；虚假报告或拒绝报告的，先罚款、拘留（财产调查规定9）；拒执仅在其后，供法院审查",
    "ask the court to examine it and order a full report; a false report or none: a fine or detention first (asset inquiry rules 9); "
    "refusal to perform is for the court, and only after that",
)

TITLES = {
    "undeclared-asset": two("财产报告未列的财产", "held but not in the property report"),
    "undeclared-transfer": two("财产报告未列的转让", "transferred but not in the property report"),
}


def reports_of(case: Case, debtor: str) -> list[Declaration]:
    """The debtor's dated reports up to the case's day, in an order that their lines have no part in."""
    dated = [d for d in case.declarations if d.debtor == debtor and d.declared_on and d.declared_on.last <= case.as_of]
    return sorted(dated, key=lambda d: (str(d.declared_on), d.place.label, d.place.source, d.place.fact))


def names(report: Declaration, thing: str, label: str, words: str) -> bool:
    """Does a line of the report name the thing: by its id, or in words?"""
    return report.asset == thing or bool(report.text and (label in report.text or words in report.text))


def undeclared(case: Case, assets: Iterable[Asset]) -> tuple[Contradiction, ...]:
    """Each thing registered to a debtor on the day of its report, and each transfer of the year before, that no line names.

    财产调查规定 5–6: the report covers what is held, and changes from one year before the notice of enforcement. Things held
    since a later day, and alleged rows, are no omission.
    """
    found = [c for asset in assets for c in _held(case, asset)]
    found += [c for debtor in dict.fromkeys(case.debtor_ids) for c in _moved(case, debtor)]
    return tuple(sorted(found, key=lambda c: (c.kind, c.parties, c.period[0] or "", worded(c))))


def _held(case: Case, asset: Asset) -> list[Contradiction]:
    reports = reports_of(case, asset.owner) if asset.in_plain_sight and asset.owner in case.debtor_ids else []
    rows = [e for e in asset.evidence if e.prop in _TITLES and not e.place.unsure]
    if not reports or not rows:
        return []
    thing = asset.id.removeprefix("equity:").removesuffix(f":{asset.owner}")
    if any(names(d, asset.id, name_of(case, thing), asset.what.zh) or d.asset == thing for d in reports):
        return []
    day = max(d.declared_on.last for d in reports if d.declared_on)
    if not _held_on(case, asset, thing, day):
        return []
    said = [_said(d.place, f"财产报告 property report {d.declared_on}: {d.asset or d.text or '—'}") for d in reports]
    said += [_said(e.place, e.text.zh) for e in rows]
    return [_contradiction("undeclared-asset", (asset.owner,), day.isoformat(), said)]


def _held_on(case: Case, asset: Asset, thing: str, day: date) -> bool:
    """Did the debtor certainly hold it on the report's day?"""
    if asset.kind == "equity":
        stakes = [i for i in case.interests if (i.owner, i.company) == (asset.owner, thing)]
        return any(i.period.holds_on(day) == "yes" for i in stakes)
    titles = [t for t in case.titles_of(thing) if t.owner == asset.owner]
    return any(t.period.holds_on(day) == "yes" for t in titles)


def _moved(case: Case, debtor: str) -> list[Contradiction]:
    reports = reports_of(case, debtor)
    since = _since(case, reports)
    if not reports or since is None:
        return []
    day = max(d.declared_on.last for d in reports if d.declared_on)
    found = []
    for t in case.transfers:
        within = t.on is not None and t.on.first >= since and t.on.last <= day
        if t.giver == debtor and within and not t.place.unsure and not any(_tells(case, d, t) for d in reports):
            thing = thing_words(case, t)[0]
            said = [_said(d.place, f"财产报告 property report {d.declared_on}") for d in reports]
            said.append(_said(t.place, f"{t.on} {thing} → {name_of(case, t.taker)}"))
            found.append(_contradiction("undeclared-transfer", (debtor, t.taker), str(t.on), said))
    return found


def _since(case: Case, reports: Iterable[Declaration]) -> date | None:
    """The first day that the report covers: as a line of it says, else one year before enforcement began."""
    given = [d.covers_from.last for d in reports if d.covers_from]
    notice = case.debt.clock.enforcement
    return min(given) if given else add_months(notice.last, -12) if notice else None


def _tells(case: Case, report: Declaration, t: Transfer) -> bool:
    thing = t.company or t.thing
    return names(report, t.thing, name_of(case, thing) if t.company else thing_words(case, t)[0], t.thing)


def _said(place: Place, value: str) -> tuple[str, int | str, str, str]:
    return place.source, place.line, value, place.sha256


def _contradiction(
    kind: str, parties: tuple[str, ...], day: str, said: list[tuple[str, int | str, str, str]]
) -> Contradiction:
    # By file and words: the line on which a row happens to stand has no part in the order.
    unique = sorted(set(said), key=lambda s: (s[0], s[2], str(s[1])))
    settle = _SETTLE if kind == "undeclared-asset" else _SETTLE_MOVE
    return Contradiction(kind, parties, (day, None), tuple(unique), settle, ROUTE)
