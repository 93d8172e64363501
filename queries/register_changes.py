"""Changes of name, seat, representative and holders."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal

from graph.case import Case
from graph.facts import Change, Interest, Role, Transfer
from graph.names import company_key, parts_of, person_key
from graph.values import DateSpan, add_months
from queries.disposals import transfer_evidence
from queries.grounds import Bilingual as Text
from queries.index import index_of
from queries.lead import Evidence, cited, two
from queries.phrases import name_of, says

Kind = Literal["name", "address", "legal_representative", "shareholders"]
KINDS: dict[Kind, Text] = {
    "name": two("名称", "name"),
    "address": two("住所", "registered seat"),
    "legal_representative": two("法定代表人", "legal representative"),
    "shareholders": two("全体股东", "all holders"),
}
# Two rows of one kind this near to each other state one change.
SAME_DAYS = 31
HANDOVER_MONTHS = 12
_BREAKS = str.maketrans(dict.fromkeys("、，,;；/|\n", "\n"))


@dataclass(frozen=True, slots=True)
class Changed:
    """One change of one kind. on None = undated (a former name alone); far: to another court's area, None = cannot tell."""

    kind: Kind
    on: DateSpan | None
    before: str
    after: str
    evidence: tuple[Evidence, ...]
    far: bool | None = None


def changes_of(case: Case, firm: str) -> tuple[Changed, ...]:
    """Every change of the four kinds, by day; rows that state one change are one, a name only known as former is undated."""
    found: list[Changed] = [c for row in case.changes if row.party == firm and (c := _recorded(row))]
    found = _merged(found)
    for kind, more in (
        ("legal_representative", _by_roles(case, firm)),
        ("shareholders", _by_holdings(case, firm) or _by_transfers(case, firm)),
        ("name", _by_former_names(case, firm, found)),
    ):
        found += [] if any(c.kind == kind for c in found) else more
    return tuple(sorted(found, key=lambda c: (c.on is None, c.on or DateSpan.on(date.max), c.kind)))


def _recorded(row: Change) -> Changed | None:
    """A row of the change record, where it is of one of the four kinds and does change something."""
    kind = next((k for k in KINDS if k == row.item), None)
    before, after = row.before or "", row.after or ""
    if kind is None or (before and company_key(before) == company_key(after)):
        return None
    if kind == "shareholders" and not all_new(before, after):
        return None
    label = KINDS[kind]
    evidence = says(
        row.place,
        f"{row.on or '日期不详'}{label.zh}变更：{before or '？'} → {after or '？'}",
        f"{row.on or 'undated'}: {label.en} changes: {before or '?'} → {after or '?'}",
        row.item,
    )
    return Changed(kind, row.on, before, after, (evidence,), moved_far(before, after) if kind == "address" else None)


def _merged(found: Iterable[Changed]) -> list[Changed]:
    """Rows that give the same change (kind and what it became) within a month are one."""
    out: list[Changed] = []
    for change in sorted(found, key=lambda c: (c.kind, c.on is None, c.on or DateSpan.on(date.max), c.after)):
        last = out[-1] if out and out[-1].kind == change.kind else None
        if last and last.on and change.on and _same(last, change, (change.on.first - last.on.first).days):
            out[-1] = Changed(
                last.kind, last.on, last.before, last.after, cited(last.evidence, change.evidence), last.far
            )
        else:
            out.append(change)
    return out


def _same(last: Changed, change: Changed, days: int) -> bool:
    return days <= SAME_DAYS and company_key(last.after) == company_key(change.after)


def holders_named(text: str) -> frozenset[str]:
    """The holders that a cell of the change record lists, each as its key; shares and sums beside them are left out."""
    parts = (p.strip().split(" ")[0].split("(")[0].split("（")[0] for p in text.translate(_BREAKS).split("\n"))
    return frozenset(person_key(p) for p in parts if p.strip())


def all_new(before: str, after: str) -> bool:
    """No holder named before stands after; where either list is empty it cannot be told, and is not counted."""
    old, new = holders_named(before), holders_named(after)
    return bool(old and new and not old & new)


def moved_far(before: str, after: str) -> bool | None:
    """To another province, city or district, and so to another court; None where the addresses do not tell."""
    old, new = parts_of(before).region, parts_of(after).region
    if not old or not new or (old != new and (old.startswith(new) or new.startswith(old))):
        return None
    return old != new


def _by_roles(case: Case, firm: str) -> list[Changed]:
    """A representative whose term began after another's had begun, and that is not recorded beside it."""
    held = [r for r in case.roles if r.company == firm and r.role == "legal_representative" and not r.place.unsure]
    dated = sorted((r for r in held if r.period.start), key=lambda r: (str(r.period.start), r.place.fact))
    out = []
    for role in held:
        start = role.period.start
        earlier = [r for r in held if start and r.person != role.person and _before(r, start)]
        if start and earlier and role in dated:
            out.append(_handed_over(case, role, earlier[-1], start))
    return out


def _before(role: Role, start: DateSpan) -> bool:
    """Did the term end by the day on which the other began, or a month around it?"""
    end = role.period.end
    begun = role.period.start is None or role.period.start.last < start.first
    return begun and end is not None and abs((end.first - start.first).days) <= SAME_DAYS


def _handed_over(case: Case, new: Role, old: Role, on: DateSpan) -> Changed:
    before, after = name_of(case, old.person), name_of(case, new.person)
    zh, en = f"法定代表人：{before} → {after}（{on}）", f"legal representative: {before} → {after} ({on})"
    rows = tuple(says(r.place, zh, en, "role") for r in (old, new))
    return Changed("legal_representative", on, before, after, rows)


def _by_holdings(case: Case, firm: str) -> list[Changed]:
    """The day on which the last of new holders came in after which none of the old ones is recorded."""
    rows = [i for i in case.interests if i.company == firm and not i.place.unsure]
    for day in sorted({i.period.start for i in rows if i.period.start and i.period.start.exact}):
        came = [i for i in rows if i.period.start == day]
        back = add_months(day.first, -HANDOVER_MONTHS)
        old = _sure(rows, back)
        new = _sure(rows, day.first)
        if came and old and new and not {i.owner for i in old} & {i.owner for i in new}:
            return [_replaced(case, old, new, day)]
    return []


def _sure(rows: Sequence[Interest], day: date) -> list[Interest]:
    return [i for i in rows if i.period.start and i.period.holds_on(day) == "yes"]


def _replaced(case: Case, old: Sequence[Interest], new: Sequence[Interest], on: DateSpan) -> Changed:
    before, after = ("、".join(sorted(name_of(case, i.owner) for i in held)) for held in (old, new))
    zh, en = f"全体股东：{before} → {after}（{on}）", f"all holders: {before} → {after} ({on})"
    rows = tuple(says(i.place, zh, en, "ownership") for i in (*old, *new))
    return Changed("shareholders", on, before, after, rows)


def _by_transfers(case: Case, firm: str) -> list[Changed]:
    """Share transfers within twelve months that together move the whole company."""
    moved = sorted(
        (t for t in index_of(case).distinct if t.company == firm and t.on and t.share and not t.place.unsure),
        key=lambda t: (t.on or DateSpan.on(date.max), t.place.fact),
    )
    for at, first in enumerate(moved):
        run = [t for t in moved[at:] if _inside(first, t)]
        givers, takers = {t.giver for t in run}, {t.taker for t in run}
        if sum((t.share.low for t in run if t.share), Fraction(0)) >= 1 and not givers & takers:
            before, after = ("、".join(sorted(name_of(case, p) for p in who)) for who in (givers, takers))
            rows = cited(*(transfer_evidence(case, t) for t in run))
            return [Changed("shareholders", run[-1].on, before, after, rows)]
    return []


def _inside(first: Transfer, other: Transfer) -> bool:
    if first.on is None or other.on is None:
        return False
    return other.on.last < add_months(first.on.first, HANDOVER_MONTHS)


def _by_former_names(case: Case, firm: str, found: Sequence[Changed]) -> list[Changed]:
    """A former name in the firm's own row for which no dated change is held."""
    party = case.party(firm)
    told = {company_key(c.before) for c in found if c.kind == "name"} | {company_key(party.name)}
    out = []
    for row in party.rows:
        listed = [n.strip() for n in (row.get("other_names") or "").replace("；", ";").split(";") if n.strip()]
        for name in listed:
            if company_key(name) not in told:
                told.add(company_key(name))
                text = says(
                    row.place, f"曾用名：{name}（变更日期不详）", f"former name: {name} (undated)", "other_names"
                )
                out.append(Changed("name", None, name, party.name, (text,)))
    return out


def best_run(found: Sequence[Changed], months: int, days: int | None = None) -> tuple[Changed, ...]:
    """The changes of the most kinds that certainly fall within so many months (or days), the first such; dated ones only."""
    dated = [c for c in found if c.on]
    best: tuple[Changed, ...] = ()
    for first in dated:
        assert first.on is not None
        end = add_months(first.on.first, months) if days is None else first.on.first + timedelta(days=days)
        run = [c for c in dated if c.on and c.on.first >= first.on.first and c.on.last < end]
        if len({c.kind for c in run}) > len({c.kind for c in best}):
            best = tuple(run)
    return best
