"""What left a person's side for recorded kin: acts and divisions."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from graph.case import Case
from graph.chains import Edge, agrees, moves, pays, relates
from graph.facts import Contract, Interest, Payment, Relation, Title, Transfer
from graph.statements import Place
from graph.values import DateSpan, Money, gap_days
from queries.disposals import OUT_KINDS, forced, transfer_evidence
from queries.index import index_of
from queries.lead import Evidence
from queries.look_back import Lies, lies
from queries.money import payment_evidence
from queries.phrases import name_of, says
from queries.related import KIN
from queries.side import Holding, control_on, debtor_side
from queries.worth import Valued, is_nil, is_nominal, price_ratio, total_of, value_of

MONTHS_BEFORE = 12
KEPT = Fraction(1, 5)
LOW = Fraction(7, 10)
GIFT_DAYS, SPLIT_DAYS, DIVORCE_MONTHS = 30, 180, 12
CLOSEST = frozenset({"spouse", "former_spouse", "child", "parent"})
_FREE = re.compile(r"无偿|赠与|赠予|\bgift|gratuit|donat", re.I)
_SUPPORT = re.compile(
    r"生活费|抚养|赡养|扶养|学费|医疗|护理|嫁妆|彩礼|maintenance|alimony|child support|tuition|medical|\bcare\b|dowry",
    re.I,
)
_BY_DEATH = re.compile(r"继承|遗产|遗嘱|inherit|probate|\bwill\b|estate of", re.I)


@dataclass(frozen=True, slots=True)
class Kin:
    """A relative of a debtor who is a person, by the rows that say so; what the relative is to the debtor."""

    debtor: str
    person: str
    word: str
    rows: tuple[Relation, ...]


@dataclass(frozen=True, slots=True)
class Act:
    """One act by which something went to kin, or to a firm that kin controls. more: rows beside the act's own that show it."""

    fact: Transfer | Payment | Contract
    kin: Kin
    holding: Holding
    taker: str
    through: tuple[Edge, ...]
    lies: Lies
    valued: Valued | None
    ratio: Fraction | None
    more: tuple[Evidence, ...]

    @property
    def on(self) -> DateSpan | None:
        return self.fact.on

    @property
    def place(self) -> Place:
        return self.fact.place

    @property
    def giver(self) -> str:
        if isinstance(self.fact, Contract):
            return self.kin.debtor
        return self.fact.giver if isinstance(self.fact, Transfer) else self.fact.payer

    @property
    def nil(self) -> bool:
        """Shown to be for nothing, or for a token."""
        if isinstance(self.fact, Transfer):
            return is_nil(self.fact) or is_nominal(self.fact, self.valued, self.ratio)
        return isinstance(self.fact, Payment) and bool(_FREE.search(self.fact.purpose or ""))

    @property
    def money(self) -> Money | None:
        if isinstance(self.fact, Transfer):
            return self.valued.money if self.valued else None
        return self.fact.money

    @property
    def support(self) -> bool:
        return isinstance(self.fact, Payment) and bool(
            _SUPPORT.search(f"{self.fact.purpose or ''} {self.place.note or ''}")
        )

    @property
    def edge(self) -> Edge:
        if isinstance(self.fact, Transfer):
            return moves(self.fact)
        return pays(self.fact) if isinstance(self.fact, Payment) else agrees(self.fact)


def kin_of(case: Case) -> dict[str, Kin]:
    """Recorded relatives of the debtors who are people; other debtors, the creditor and firms are nobody's kin here."""
    people = {d for d in case.debtor_ids if case.party(d).is_person}
    rows: dict[str, list[Relation]] = defaultdict(list)
    for relation in case.relations:
        for debtor, other in ((relation.a, relation.b), (relation.b, relation.a)):
            if relation.kind in KIN and debtor in people and other not in (*people, case.debt.creditor):
                rows[other].append(relation)
    found = {}
    for person, listed in sorted(rows.items()):
        best = sorted(listed, key=lambda r: (r.place.unsure, r.kind not in CLOSEST, r.place.fact))
        debtor = best[0].b if best[0].a == person else best[0].a
        mine = tuple(r for r in best if debtor in (r.a, r.b))
        found[person] = Kin(debtor, person, _word(mine[0], person), mine)
    return found


def _word(relation: Relation, person: str) -> str:
    """What the relative is to the debtor: "a is the parent of b" makes b the child of a."""
    turned = {"parent": "child", "child": "parent"}
    return relation.kind if relation.a == person else turned.get(relation.kind, relation.kind)


def acts(case: Case, kin: dict[str, Kin]) -> list[Act]:
    """Everything that went to kin from the debtor or a firm the debtor controls, since a year before the debt."""
    if not kin:
        return []
    facts: list[tuple[Transfer | Payment | Contract, str, str, tuple[Evidence, ...]]] = []
    facts += [
        (t, t.giver, t.taker, ()) for t in index_of(case).distinct if not forced(t.place) and not _inherited(t.place)
    ]
    facts += [(p, p.payer, p.payee, ()) for p in case.payments if p.done and p.kind in OUT_KINDS and p.money]
    facts += _unrecorded(case, kin)
    found = [a for fact, giver, taker, more in facts if (a := _act(case, kin, fact, giver, taker, more))]
    return [*found, *_settlements(case, kin, found)]


def _inherited(place: Place) -> bool:
    return bool(_BY_DEATH.search(place.note or ""))


def _act(
    case: Case,
    kin: dict[str, Kin],
    fact: Transfer | Payment | Contract,
    giver: str,
    taker: str,
    more: tuple[Evidence, ...],
) -> Act | None:
    if taker in (giver, case.debt.creditor) or taker in case.debtor_ids:
        return None
    day = fact.on.first if fact.on else case.as_of
    if giver not in case.debtor_ids and giver not in debtor_side(case, day - timedelta(days=1)):
        return None
    reached = _kin_behind(case, kin, taker, day)
    holding = _giver(case, reached[0], giver, day) if reached else None
    if reached is None or holding is None:
        return None
    where = lies(case, fact.on, reached[0].debtor, MONTHS_BEFORE)
    if where == "too early":
        return None
    valued = value_of(case, fact) if isinstance(fact, Transfer) else None
    share = price_ratio(case, fact, valued) if isinstance(fact, Transfer) else None
    act = Act(fact, reached[0], holding, taker, reached[1], where, valued, share, more)
    return None if _sold(act) or _own_dividend(case, act) else act


def _kin_behind(case: Case, kin: dict[str, Kin], taker: str, day: date) -> tuple[Kin, tuple[Edge, ...]] | None:
    """The relative who took, or who controls the firm that took."""
    if taker in kin:
        return kin[taker], ()
    if case.party(taker).is_person or case.party(taker).listed:
        return None
    for head, held in control_on(case, day).over(taker).items():
        if head in kin:
            return kin[head], held.edges
    return None


def _giver(case: Case, kin: Kin, giver: str, day: date) -> Holding | None:
    """The debtor's own hand, or a firm this debtor controls on the day before and the relative does not."""
    if giver == kin.debtor:
        return Holding(giver, giver, ())
    before = day - timedelta(days=1)
    held = control_on(case, before).holds(kin.debtor, giver)
    return held if held and kin.person not in control_on(case, before).over(giver) else None


def _sold(act: Act) -> bool:
    """A price above a token, unless a value shows that it is low: sales are judged elsewhere."""
    fact = act.fact
    if not isinstance(fact, Transfer) or act.nil or fact.price is None:
        return False
    return act.ratio is None or act.ratio >= LOW


def _own_dividend(case: Case, act: Act) -> bool:
    pair = (act.taker, act.giver)
    paid = isinstance(act.fact, Payment) and act.fact.kind in ("dividend", "distribution")
    return paid and any((i.owner, i.company) == pair for i in case.interests)


# --- what no transfer row records ---------------------------------------------------------------------------------


def _unrecorded(
    case: Case, kin: dict[str, Kin]
) -> list[tuple[Transfer | Payment | Contract, str, str, tuple[Evidence, ...]]]:
    """Titles and stakes of the debtor that end on the day on which a relative's begin, where no transfer row tells of it."""
    told = {(t.thing, t.giver, t.taker) for t in case.transfers}
    ended_titles = {
        (t.asset, t.owner, t.period.end): t
        for t in case.titles
        if t.period.end and t.owner and case.party(t.owner).is_person
    }
    ended = {(i.company, i.owner, i.period.end): i for i in case.interests if i.period.end}
    found: list[tuple[Transfer | Payment | Contract, str, str, tuple[Evidence, ...]]] = []
    for title in case.titles:
        who = kin.get(title.owner or "")
        old = ended_titles.get((title.asset, who.debtor, title.period.start)) if who and title.period.start else None
        if who and old and (title.asset, who.debtor, who.person) not in told:
            found.append((_by_rows(who, title.asset, title), who.debtor, who.person, _ended(case, old.place)))
    for stake in case.interests:
        who = kin.get(stake.owner)
        was = ended.get((stake.company, who.debtor, stake.period.start)) if who and stake.period.start else None
        thing = f"equity:{stake.company}"
        if who and was and (thing, who.debtor, who.person) not in told:
            found.append((_by_rows(who, thing, stake), who.debtor, who.person, _ended(case, was.place)))
    return found


def _by_rows(kin: Kin, thing: str, row: Title | Interest) -> Transfer:
    """An act read from the row with which the relative's right begins; its price is unknown."""
    share = row.share
    kind = "share" if thing.startswith("equity:") else "asset"
    return Transfer(
        kind, kin.debtor, kin.person, thing, share, None, None, None, None, None, row.period.start, None, row.place
    )  # fmt: skip


def _ended(case: Case, place: Place) -> tuple[Evidence, ...]:
    return (says(place, "债务人的权利于同日终止", "the debtor's right ends on the same day", "end"),)


def _settlements(case: Case, kin: dict[str, Kin], found: Sequence[Act]) -> list[Act]:
    """A settlement between the debtor and a (former) spouse for an asset or sum that no other act shows as moved."""
    moved = {(a.kin.person, a.fact.thing) for a in found if isinstance(a.fact, Transfer)}
    out = []
    for c in case.contracts:
        other = c.second if c.first in case.debtor_ids else c.first
        who = kin.get(other)
        promised = c.kind == "settlement" and (c.asset or c.money) and c.first == (who.debtor if who else None)
        if who and promised and who.word in ("spouse", "former_spouse") and (other, c.asset) not in moved:
            where = lies(case, c.on, who.debtor, MONTHS_BEFORE)
            if where != "too early":
                out.append(Act(c, who, Holding(who.debtor, who.debtor, ()), other, (), where, None, None, ()))
    return out


# --- acts that belong together ------------------------------------------------------------------------------------


def grouped(case: Case, found: Iterable[Act]) -> list[tuple[Act, ...]]:
    """Payments of one hand to one relative together; other acts of the two within a month, between spouses half a year."""
    groups: dict[tuple[object, ...], list[Act]] = defaultdict(list)
    for act in sorted(found, key=lambda a: (a.on is None, str(a.on), a.place.fact)):
        kind = "payment" if isinstance(act.fact, Payment) else "act"
        money = act.money.currency if isinstance(act.fact, Payment) and act.money else ""
        groups[act.giver, act.taker, kind, act.support, act.lies if kind == "payment" else "", money].append(act)
    out = []
    for key, listed in groups.items():
        spouses = listed[0].kin.word in ("spouse", "former_spouse")
        out += [tuple(listed)] if key[2] == "payment" else _near(listed, SPLIT_DAYS if spouses else GIFT_DAYS)
    return out


def _near(listed: Sequence[Act], days: int) -> list[tuple[Act, ...]]:
    runs: list[list[Act]] = []
    for act in listed:
        last = runs[-1][-1].on if runs else None
        if last and act.on and gap_days(last, act.on)[1] <= days:
            runs[-1].append(act)
        else:
            runs.append([act])
    return [tuple(run) for run in runs]


# --- what may explain it ------------------------------------------------------------------------------------------


def money_given_before(case: Case, group: Sequence[Act]) -> tuple[Payment, ...]:
    """What the relative had paid the same hand before the first payment: perhaps a loan that went back."""
    first = min((a.on.first for a in group if a.on), default=case.as_of)
    pair = (group[0].taker, group[0].giver)
    return tuple(
        p for p in case.payments if (p.payer, p.payee) == pair and p.done and p.money and p.on and p.on.last <= first
    )


def covers(given: Iterable[Payment], group: Sequence[Act]) -> bool:
    """Did the relative surely give at least as much?"""
    back = total_of(a.money for a in group if a.money)
    came = total_of(p.money for p in given if p.money)
    return bool(back and came and back.currency == came.currency and came.amount >= back.amount)


def act_rows(case: Case, act: Act) -> tuple[Evidence, ...]:
    """The act's own row as a sentence, then the rows beside it."""
    fact = act.fact
    if isinstance(fact, Payment):
        return (*payment_evidence(case, [fact]), *act.more)
    if isinstance(fact, Transfer):
        return (*transfer_evidence(case, fact), *act.more)
    giver, taker = name_of(case, act.giver), name_of(case, act.taker)
    what = fact.asset or str(fact.money or "")
    return (
        says(fact.place, f"{fact.on or '日期不详'}：{giver}与{taker}的协议约定{what}归对方", f"{fact.on or 'undated'}: by agreement {giver} gives {what or 'property'} to {taker}", "contract"),
        *act.more,
    )  # fmt: skip


def kin_edges(group: Iterable[Act]) -> list[Edge]:
    """Kinship, how kin stand behind the taker, and how the debtor stands behind the giver."""
    edges: list[Edge] = []
    for act in group:
        edges += [*(relates(r) for r in act.kin.rows[:1]), *act.through, *act.holding.edges]
    return edges
