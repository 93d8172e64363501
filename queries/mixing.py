"""Two companies mixed: people, business and money."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from graph.case import Case
from graph.chains import Edge, agrees, pays, relates, serves
from graph.facts import Contract, Payment, Relation, Role
from graph.values import DateSpan, add_months, percent, ratio
from queries.index import index_of
from queries.lead import Evidence, Outcome, two
from queries.money import ZERO, currency_of, ordered, payment_evidence, rows_of, sums, usable
from queries.phrases import name_of, step_evidence
from queries.related import Tie, officers, ties
from queries.worth import convert

Column = Literal["P", "B", "M"]
OFFICES = frozenset({"manager", "finance_head", "cashier", "handler"})
LEAST_OFFICES = 2
SCOPE_PART = Fraction(4, 5)
LEAST_TERMS = 2
TURNOVER_PART = Fraction(1, 5)
MONTHS_BEFORE = 24
# What nearly every Chinese business scope holds says nothing about a common business.
_EVERYONE = (
    "技术服务", "技术开发", "技术咨询", "技术交流", "技术转让", "技术推广", "货物进出口", "技术进出口", "进出口代理",
    "企业管理", "企业管理咨询", "信息咨询服务", "社会经济咨询服务", "会议及展览服务", "国内贸易代理", "销售代理",
)  # fmt: skip
# A settlement by whose own words one firm settles the debts of both.
_FOR_BOTH = re.compile(
    r"(?P<no>(?:未|不|并非|not |never )[^，。；,;]{0,8})?(?:债权债务.{0,4}统一|统一(?:结算|清偿|偿还)|合并结算|debts of both|settled? (?:together|as one))",
    re.I,
)
_NO_FLOW = frozenset({"settlement", "guarantee", "indemnity", "nominee_agreement", "employee_plan"})
_BRACKETS = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")
_BREAKS = re.compile(r"[;；,，、。:：\n]+|\s{2,}")
_HEADINGS = frozenset({"一般项目", "许可项目", "一般经营项目", "许可经营项目", "主营", "兼营"})


@dataclass(frozen=True, slots=True)
class Mixed:
    """One column of the table: people (P), business (B) or money (M), whether it is shown, and by which rows."""

    column: Column
    outcome: Outcome
    value: str | None
    edges: tuple[Edge, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two companies with what binds them and the three columns; side: the one on the debtor side."""

    side: str
    other: str
    head: str
    ties: tuple[Tie, ...]
    columns: tuple[Mixed, ...]
    start: date | None
    end: date

    @property
    def shown(self) -> tuple[Mixed, ...]:
        return tuple(c for c in self.columns if c.outcome == "met")


def _filed_evidence(case: Case, a: str, b: str) -> list[Evidence]:
    """The revenues that the transfers are measured by."""
    start, end = window(case)
    rows = [x for x in case.accounts if x.party in (a, b) and x.revenue and _inside(x.year_end, start, end)]
    return [
        Evidence(
            x.place, two(f"{x.year_end}年度营业收入{x.revenue}", f"revenue of {x.year_end}: {x.revenue}"), "turnover"
        )
        for x in rows
    ]


def window(case: Case) -> tuple[date | None, date]:
    """From 24 months before the debt to enforcement, else to the case's day."""
    arose, enforced = case.debt.clock.start, case.debt.clock.enforcement
    start = add_months(arose.first, -MONTHS_BEFORE) if arose else None
    return start, min(enforced.last, case.as_of) if enforced else case.as_of


def compare(case: Case, side: str, other: str, head: str) -> Pair | None:
    """The three columns of one pair, over the window of the debt; None where neither people nor money are mixed."""
    shared, mixed = people(case, side, other), money(case, side, other)
    if "met" not in (shared.outcome, mixed.outcome):
        return None
    start, end = window(case)
    columns = (shared, business(case, side, other), mixed)
    return Pair(side, other, head, _bound(case, side, other), columns, start, end)


def _bound(case: Case, a: str, b: str) -> tuple[Tie, ...]:
    """One controller or common people, when the debt arose or at the case's day."""
    arose = case.debt.clock.start
    days = dict.fromkeys([*([arose.first] if arose else []), case.as_of])
    found = [t for day in days for t in ties(case, a, b, day) if t.code in ("R1", "R2", "R3", "R4") and not t.unsure]
    return tuple({t.code: t for t in reversed(found)}.values())


def people(case: Case, a: str, b: str) -> Mixed:
    """P: two or more of manager, finance head, cashier and handler held by the same people at one time."""
    start, end = window(case)
    shared = [pair for pair in _shared_posts(case, a, b) if _together(*pair, start, end)]
    offices = sorted({left.role for left, _ in shared})
    roles = dict.fromkeys(r for pair in shared for r in pair)
    outcome: Outcome = "met" if len(offices) >= LEAST_OFFICES else "not_met"
    if not shared and not all(any(r.role in OFFICES for r in index_of(case).roles_in.get(c, ())) for c in (a, b)):
        outcome = "unknown"
    edges = tuple(serves(r, end) for r in roles)
    value = ", ".join(offices) or ("0" if outcome == "not_met" else None)
    return Mixed("P", outcome, value, edges, step_evidence(case, edges))


def _shared_posts(case: Case, a: str, b: str) -> list[tuple[Role, Role]]:
    """The same person in the same office of both; licensed and crowded officers never count (`officers`)."""
    mine = [r for r in index_of(case).roles_in.get(a, ()) if r.role in OFFICES and not r.place.unsure]
    theirs = [r for r in index_of(case).roles_in.get(b, ()) if r.role in OFFICES and not r.place.unsure]
    usable_ = {r.person for day in _days(mine) for r in officers(case, a, day, OFFICES)}
    return [(x, y) for x in mine for y in theirs if (x.person, x.role) == (y.person, y.role) and x.person in usable_]


def _days(roles: Iterable[Role]) -> list[date]:
    """One day inside each post, so that the rules on who may link two firms are asked on a day it was held."""
    return sorted({r.period.start.first if r.period.start else date.min for r in roles})


def _together(x: Role, y: Role, start: date | None, end: date) -> bool:
    """Both posts may have been held at one time, and that within the window."""
    begins = [s.first for s in (x.period.start, y.period.start) if s]
    ends = [e.last for e in (x.period.end, y.period.end) if e]
    first, last = max(begins, default=None), min(ends, default=None)
    overlap = first is None or last is None or first < last
    return overlap and x.period.may_overlap(start, end) and y.period.may_overlap(start, end)


def terms(scope: str) -> tuple[str, ...]:
    """The terms of a business scope, without bracketed remarks, headings, and what every scope holds."""
    plain = _BRACKETS.sub("", scope)
    found = (t.strip().lower() for t in _BREAKS.split(plain))
    return tuple(dict.fromkeys(t for t in found if len(t) >= 2 and t not in _HEADINGS and t not in _EVERYONE))


def containment(a: str, b: str) -> tuple[Fraction | None, int]:
    """Share of the smaller scope's terms that the larger holds (equal, or one inside the other), and how many terms."""
    small, large = sorted((terms(a), terms(b)), key=len)
    held = sum(1 for t in small if any(t in other or other in t for other in large))
    return (Fraction(held, len(small)) if small else None), len(small)


def business(case: Case, a: str, b: str) -> Mixed:
    """B: a scope held in the other's, a brand or phone in common, or business recorded as shared."""
    edges = tuple(relates(r) for r in _relations(case, a, b, "shared_business"))
    evidence = [*step_evidence(case, edges), *_brand(case, a, b), *_phone(case, a, b)]
    scope, count, rows = _scopes(case, a, b)
    wide = scope is not None and scope >= SCOPE_PART
    if wide and count >= LEAST_TERMS:
        evidence += rows
    outcome: Outcome = (
        "met" if evidence else "unknown" if scope is None or (wide and count < LEAST_TERMS) else "not_met"
    )
    value = None if scope is None else f"{percent(scope)} of {count} term(s)"
    return Mixed("B", outcome, value, edges, tuple(evidence) or (rows if wide else ()))


def _relations(case: Case, a: str, b: str, kind: str) -> list[Relation]:
    start, end = window(case)
    return [
        r
        for r in case.relations
        if r.kind == kind and {r.a, r.b} == {a, b} and r.period.may_overlap(start, end) and not r.place.unsure
    ]


def _scopes(case: Case, a: str, b: str) -> tuple[Fraction | None, int, tuple[Evidence, ...]]:
    texts = [(case.party(p).text("scope"), case.party(p).place("scope"), name_of(case, p)) for p in (a, b)]
    if not all(text and place for text, place, _ in texts):
        return None, 0, ()
    share, count = containment(texts[0][0] or "", texts[1][0] or "")
    rows = [
        Evidence(place, two(f"{name}经营范围：{text}", f"{name}: business scope {text}"), "scope")
        for text, place, name in texts
        if place is not None
    ]
    return share, count, tuple(rows)


def _brand(case: Case, a: str, b: str) -> list[Evidence]:
    """A trade mark of the one that the other is recorded to use."""
    owned = {t.asset: t for t in case.titles if t.kind == "ip" and t.owner in (a, b)}
    uses = [r for r in case.relations if r.kind == "uses" and r.a in (a, b) and r.b in owned and not r.place.unsure]
    text = two("一方使用另一方的商标或知识产权", "the one uses the other's brand")
    return [Evidence(r.place, text, "relation") for r in uses if owned[r.b].owner != r.a]


def _phone(case: Case, a: str, b: str) -> list[Evidence]:
    shared = [t for t in ties(case, a, b, case.as_of) if t.code == "R6"]
    return [
        Evidence(place, two("登记电话或邮箱相同", "the same phone or mail"), "R6") for t in shared for place in t.places
    ]


def money(case: Case, a: str, b: str) -> Mixed:
    """M: one account, debts put on one or paid for the other, or free transfers both ways of a fifth of turnover."""
    shared = _relations(case, a, b, "shared_account")
    settled = _put_on_one(case, a, b)
    flows, part = two_way(case, a, b)
    free = part is not None and part >= TURNOVER_PART
    for_other = _paid_for(case, a, b)
    edges = (*map(relates, shared), *map(agrees, settled), *map(pays, for_other), *(map(pays, flows) if free else ()))
    evidence = [*step_evidence(case, [*map(relates, shared), *map(agrees, settled)])]
    evidence += payment_evidence(case, for_other)
    if free:
        evidence += [*payment_evidence(case, flows), *_filed_evidence(case, a, b)]
    looked = bool(flows)
    outcome: Outcome = "met" if evidence else "not_met" if looked else "unknown"
    words = [*("shared account" for _ in shared[:1]), *("debts put on one" for _ in settled[:1])]
    words += ["debt paid for the other"] if for_other else []
    words += [f"two-way {percent(part)}"] if part is not None else []
    return Mixed("M", outcome, ", ".join(words) or None, tuple(edges), tuple(evidence))


def _paid_for(case: Case, a: str, b: str) -> tuple[Payment, ...]:
    """The one repaid the creditor of the other's debt, though no contract of its own with that creditor is recorded."""
    start, end = window(case)
    creditor, debtors = case.debt.creditor, set(case.debtor_ids)
    others = {a, b} - debtors
    if creditor is None or len(others) != 1:
        return ()
    payer = others.pop()
    if frozenset((payer, creditor)) in index_of(case).agreed:
        return ()
    rows = (p for p in rows_of(case, payer) if p.payer == payer and p.payee == creditor and usable(p))
    return ordered(p for p in rows if p.kind in ("repayment", "enforcement") and _inside(p.on, start, end))


def _put_on_one(case: Case, a: str, b: str) -> tuple[Contract, ...]:
    """Settlements by which two or more companies put their debts on the same one, or whose row says that one settles for both.

    One settlement alone is ordinary.
    """
    start, end = window(case)
    deals = [c for c in case.contracts if c.kind == "settlement" and not c.place.unsure and _inside(c.on, start, end)]
    found = []
    for contract in deals:
        sharing = {c.first for c in deals if c.second == contract.second and c.on == contract.on}
        said = _FOR_BOTH.search(contract.place.note or "")
        if {contract.first, contract.second} != {a, b}:
            continue
        if said and not said.group("no"):
            found.append(contract)
        elif len(sharing) >= 2:
            found += [c for c in deals if c.second == contract.second and c.on == contract.on]
    return tuple(dict.fromkeys(found))


def _inside(on: DateSpan | None, start: date | None, end: date) -> bool:
    return on is None or ((start is None or on.last >= start) and on.first <= end)


def two_way(case: Case, a: str, b: str) -> tuple[tuple[Payment, ...], Fraction | None]:
    """Transfers between the two without contract, pool or dividend, and the lesser direction against the turnover.

    The lesser direction counts: money that only goes one way is not mixed. Turnover: revenue filed for a year of the
    window, else what the firm received from others in the rows. None where unlike currencies or no turnover leave it open.
    """
    start, end = window(case)
    if any(_may_explain(c, start) for c in index_of(case).agreed.get(frozenset((a, b)), ())):
        return (), None
    rows = ordered(
        p
        for p in rows_of(case, a)
        if {p.payer, p.payee} == {a, b} and usable(p) and _inside(p.on, start, end) and not p.place.unsure
        and p.kind in (None, "other", "loan", "repayment")
    )  # fmt: skip
    ways = [sums(p for p in rows if p.payer == x) for x in (a, b)]
    if not all(ways) or len({currency_of(p) for p in rows}) != 1:
        return rows, None
    lesser = min(sum(w.values(), ZERO) for w in ways)
    turnovers = [t for x, y in ((a, b), (b, a)) if (t := _turnover(case, x, y, currency_of(rows[0])))]
    return rows, ratio(lesser * 2, min(turnovers)) if turnovers else None


def _may_explain(contract: Contract, start: date | None) -> bool:
    """Can money pass both ways under it? Not under a guarantee or a holding for another, nor under one that had ended before."""
    over = bool(contract.end and start and contract.end.last < start)
    return contract.kind not in _NO_FLOW and not over


def _turnover(case: Case, party: str, other: str, currency: str) -> Decimal | None:
    """Revenue filed for the window; else what came in from others than the other of the pair; None if nothing."""
    start, end = window(case)
    filed = [x.revenue for x in case.accounts if x.party == party and x.revenue and _inside(x.year_end, start, end)]
    same = [m.amount for r in filed if (m := convert(case, r, currency, end)) is not None]
    if same:
        return sum(same, ZERO)
    ins = (p for p in rows_of(case, party) if p.payee == party and p.payer != other)
    return sums(p for p in ins if usable(p) and _inside(p.on, start, end)).get(currency)
