"""Related-party grounds R1–R9, each with its row and dates."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from graph.case import Case
from graph.chains import Edge, pays, relates, serves
from graph.facts import Payment, Relation, Role
from graph.resolve import Match
from graph.statements import Place
from graph.values import DateSpan, Money, Period, add_months
from queries.grounds import Bilingual as Text
from queries.index import index_of
from queries.side import control_on
from queries.worth import above_floor, total_of

OFFICES = frozenset({"legal_representative", "director", "executive_director", "chair", "finance_head", "manager"})
KIN = frozenset({"spouse", "former_spouse", "parent", "child", "sibling", "relative"})
CLOSE = frozenset({"associate", "employee", "agent", "acts_for", "nominee_for", "acts_in_concert"})
PERSON_DEGREE = 30
# A finance head of more firms than so many is taken for a bookkeeper of strangers: a proposal.
BOOKS = 5
SHARERS = 10
LOOK_BACK_MONTHS = 24
KIN_STEPS = 4
WEAK = frozenset({"R5", "R6", "R7"})
# Money a firm pays in the course of its trade does not finance a buyer.
TRADE_KINDS = frozenset({"price", "salary", "tax", "rent", "enforcement", "sweep"})
_KIN_NAME = Text(zh="记载的亲属关系", en="recorded kinship")
_CLOSE_NAME = Text(
    zh="记载的密切关系（雇员、代理、代持或一致行动，非亲属）",
    en="a recorded close tie (employee, agent, nominee or concert; not kinship)",
)
_NAMES: dict[str, Text] = {
    "R1": Text(zh="一方控制另一方", en="one controls the other"),
    "R2": Text(zh="受同一人控制", en="under one controller"),
    "R3": Text(
        zh="同一人任法定代表人、董事或财务负责人",
        en="the same person is legal representative, director or finance head",
    ),
    "R4": _KIN_NAME,
    "R5": Text(zh="同一地址单元", en="the same address unit"),
    "R6": Text(zh="同一电话或邮箱", en="the same phone or mail"),
    "R7": Text(zh="同一工商经办人", en="the same registry handler"),
    "R8": Text(zh="前24个月内曾有上述关系", en="such a tie within the 24 months before"),
    "R9": Text(zh="买方资金半数以上来自债务人一方", en="half or more of the buyer's money came from the debtor side"),
}


@dataclass(frozen=True, slots=True)
class Tie:
    """One related-party ground with the steps that show it. doubt: undecided matches without which it falls.

    bookkeeper: nothing but a finance head in common, who keeps the books of many firms.
    """

    code: str
    edges: tuple[Edge, ...]
    places: tuple[Place, ...]
    doubt: tuple[Match, ...] = ()
    bookkeeper: bool = False

    @property
    def weak(self) -> bool:
        return self.code in WEAK or self.bookkeeper

    @property
    def name(self) -> Text:
        """What the ground says; a close tie that is not kinship is never called kinship."""
        if self.code == "R4" and any(e.kind == "relation" and e.label in CLOSE for e in self.edges):
            return _CLOSE_NAME
        return _NAMES[self.code]

    @property
    def unsure(self) -> bool:
        return any(p.unsure for p in self.places)


def ties(case: Case, a: str, b: str, day: date) -> tuple[Tie, ...]:
    """Every ground on which a and b are related on a day, strongest first; `a name alone` is never one."""
    if a == b:
        return ()
    now = _ties_on(case, a, b, day)
    found = list(now)
    if not any(t.code in ("R1", "R2", "R3") for t in now):
        found += _earlier(case, a, b, day)
    found += _financed(case, a, b, day)
    return tuple(sorted(found, key=lambda t: (t.unsure, bool(t.doubt), t.weak, t.code, len(t.edges))))


def related(case: Case, a: str, b: str, day: date) -> tuple[Tie, ...]:
    """The ties if they suffice: one strong ground, or two weak ones of different kind; else nothing."""
    found = ties(case, a, b, day)
    strong = [t for t in found if not t.weak]
    weak = {t.code: t for t in found if t.weak}
    if strong:
        return (*strong, *weak.values())
    return tuple(weak.values()) if len(weak) >= 2 else ()


def best(found: Iterable[Tie]) -> tuple[Tie, ...]:
    """The strongest tie alone, or the two weak ones that stand for it."""
    listed = list(found)
    strong = [t for t in listed if not t.weak]
    return (strong[0],) if strong else tuple(listed[:2])


def _ties_on(case: Case, a: str, b: str, day: date) -> list[Tie]:
    return [
        *_control(case, a, b, day),
        *_offices(case, a, b, day),
        *_kin(case, a, b, day),
        *_contacts(case, a, b),
        *_handlers(case, a, b, day),
    ]


def _tie(code: str, edges: Iterable[Edge], doubt: Iterable[Match] = ()) -> Tie:
    listed = tuple(edges)
    return Tie(code, listed, tuple(dict.fromkeys(e.place for e in listed)), tuple(doubt))


def _control(case: Case, a: str, b: str, day: date) -> list[Tie]:
    control = control_on(case, day)
    for head, company in ((a, b), (b, a)):
        if holding := control.holds(head, company):
            return [_tie("R1", holding.edges)]
    over_a, over_b = control.over(a), control.over(b)
    # 公司法 265(4): state-controlled firms are not related only because the state controls both.
    usable = [
        h for h in sorted(over_a.keys() & over_b.keys()) if not (case.party(h).state_owned or case.party(h).licences)
    ]
    tied = [_tie("R2", (*over_a[head].edges, *over_b[head].edges)) for head in usable]
    return sorted(tied, key=lambda t: (t.unsure, len(t.edges)))[:1]


def officers(case: Case, party: str, day: date, offices: frozenset[str] = OFFICES) -> list[Role]:
    """Who holds office on a day; professional and crowded directors never link two companies."""
    return [
        r
        for r in index_of(case).roles_in.get(party, ())
        if r.role in offices and r.period.may_hold_on(day) and _links(case, r.person)
    ]


def _links(case: Case, person: str) -> bool:
    return case.posts.get(person, 0) <= PERSON_DEGREE and not index_of(case).licences(person)


def _heads(case: Case, party: str, day: date) -> dict[str, tuple[Edge, ...]]:
    """The people of a side: the party itself, its officers, and the people who control it."""
    found: dict[str, tuple[Edge, ...]] = {party: ()}
    for role in officers(case, party, day):
        found.setdefault(role.person, (serves(role, day),))
    for head, holding in control_on(case, day).over(party).items():
        found.setdefault(head, holding.edges)
    return found


def _offices(case: Case, a: str, b: str, day: date) -> list[Tie]:
    """R3, also where the one party or its controller holds office in the other."""
    side_a, side_b = _heads(case, a, day), _heads(case, b, day)
    shared = [
        p for p in sorted(side_a.keys() & side_b.keys()) if _office_on_path(side_a[p]) or _office_on_path(side_b[p])
    ]
    tied = [
        replace(_tie("R3", (*side_a[p], *side_b[p])), bookkeeper=_keeps_books(case, p, (*side_a[p], *side_b[p])))
        for p in shared
        if not case.party(p).state_owned
    ]
    return sorted(tied, key=lambda t: (t.unsure, t.weak))[:1]


def _keeps_books(case: Case, person: str, edges: tuple[Edge, ...]) -> bool:
    """Small firms share a bookkeeper with a dozen strangers: such an office alone is a weak ground."""
    return case.posts.get(person, 0) > BOOKS and all(e.kind == "role" and e.label == "finance_head" for e in edges)


def _office_on_path(edges: tuple[Edge, ...]) -> bool:
    return any(e.kind == "role" for e in edges)


def _kin(case: Case, a: str, b: str, day: date) -> list[Tie]:
    """R4: recorded kinship between the people of the two sides, at most four recorded steps, one of them a close tie.

    A way along sure rows is preferred to a shorter one along alleged or denied rows. Nobody is passed who is licensed
    (an agent of many links nobody) or has posts in more firms than a person who links.
    """
    side_a, side_b = _heads(case, a, day), _heads(case, b, day)
    rows = _Kin(case, day)
    for steps in (rows.sure, rows.all):
        if found := _walk(side_a, side_b, steps):
            return [_tie("R4", found)]
    return []


class _Kin:
    """The recorded relations that bind on a day, read person by person as the walk comes to them."""

    def __init__(self, case: Case, day: date) -> None:
        self.case = case
        self.day = day
        self._known: dict[str, list[Relation]] = {}

    def _of(self, person: str) -> list[Relation]:
        if person not in self._known:
            rows = index_of(self.case).relations_of.get(person, ())
            self._known[person] = sorted(
                (r for r in rows if _binds(self.case, r, self.day)), key=lambda r: r.place.fact
            )
        return self._known[person]

    def all(self, person: str) -> list[tuple[str, Relation]]:
        return [(r.b if r.a == person else r.a, r) for r in self._of(person)]

    def sure(self, person: str) -> list[tuple[str, Relation]]:
        return [(other, r) for other, r in self.all(person) if not r.place.unsure]


def _binds(case: Case, relation: Relation, day: date) -> bool:
    """Kin is kin for life once married or born; other ties bind only while they hold."""
    if not (_links(case, relation.a) and _links(case, relation.b)):
        return False
    if relation.kind in KIN:
        return Period(relation.period.start).may_hold_on(day)
    return relation.kind in CLOSE and relation.period.may_hold_on(day)


def _walk(
    side_a: dict[str, tuple[Edge, ...]],
    side_b: dict[str, tuple[Edge, ...]],
    steps: Callable[[str], list[tuple[str, Relation]]],
) -> tuple[Edge, ...]:
    """The shortest way from one side's people to the other's; with it how each person is tied to their side."""
    queue = deque[tuple[str, int, tuple[Edge, ...]]]((person, 0, ()) for person in sorted(side_a))
    seen = {(person, 0) for person in side_a}
    met: list[tuple[Edge, ...]] = []
    while queue:
        person, close, way = queue.popleft()
        if way and person in side_b:
            start = way[0].frm if way[0].frm in side_a else way[0].to
            met.append((*side_a[start], *way, *side_b[person]))
            continue
        for other, relation in steps(person) if len(way) < KIN_STEPS else ():
            ties_used = close + (relation.kind in CLOSE)
            if ties_used <= 1 and other not in side_a and (other, ties_used) not in seen:
                seen.add((other, ties_used))
                queue.append((other, ties_used, (*way, relates(relation))))
    return min(met, key=lambda edges: (any(e.place.unsure for e in edges), len(edges)), default=())


def _contacts(case: Case, a: str, b: str) -> list[Tie]:
    """R5, R6: a shared unit, phone or mail of few firms, no host and no agent behind it."""
    found = []
    for code, keys in (("R5", ("_address",)), ("R6", ("_phone", "_email"))):
        for key in keys:
            places = _shared(case, a, b, key)
            if places:
                found.append(Tie(code, (), places))
                break
    return found


def _shared(case: Case, a: str, b: str, key: str) -> tuple[Place, ...]:
    mine = {v: r.place for r in case.party(a).rows if (v := r.get(key))}
    theirs = {v: r.place for r in case.party(b).rows if (v := r.get(key))}
    for value in sorted(mine.keys() & theirs.keys()):
        if case.crowds.get(f"{key}:{value}", 0) <= SHARERS and (key, value) not in index_of(case).hosted:
            return mine[value], theirs[value]
    return ()


def _handlers(case: Case, a: str, b: str, day: date) -> list[Tie]:
    clerks = frozenset({"handler"})
    mine = {r.person: r for r in officers(case, a, day, clerks)}
    theirs = {r.person: r for r in officers(case, b, day, clerks)}
    shared = sorted(mine.keys() & theirs.keys())
    return [_tie("R7", (serves(mine[p], day), serves(theirs[p], day))) for p in shared[:1]]


def _earlier(case: Case, a: str, b: str, day: date) -> list[Tie]:
    """R8: R1–R3 held at some time in the 24 months before."""
    start = add_months(day, -LOOK_BACK_MONTHS)
    for earlier in _turning_days(case, a, b, start, day):
        held = [*_control(case, a, b, earlier), *_offices(case, a, b, earlier)]
        if held:
            return [Tie("R8", held[0].edges, held[0].places)]
    return []


def _turning_days(case: Case, a: str, b: str, start: date, day: date) -> list[date]:
    """Days before which something above a or b ended: the only days on which a tie can have held that no longer holds."""
    ends = index_of(case).ends_above(a) | index_of(case).ends_above(b)
    return sorted((e - timedelta(days=1) for e in ends if start < e <= day), reverse=True)


def _financed(case: Case, a: str, b: str, day: date) -> list[Tie]:
    """R9: half or more of the buyer's price came from a in the 90 days before the act.

    Without a price, half of all that b is seen to have received, but only where b's other receipts are in the data:
    a debtor's own statement alone shows every payee as paid by the debtor and nobody else.
    """
    received = [p for p in index_of(case).paid_to.get(b, ()) if _counts(p, day)]
    own = [p for p in received if p.payer == a and p.kind not in TRADE_KINDS]
    mine = total_of(p.money for p in own if p.money)
    whole = _price(case, b, day) or _all_received(received, a)
    if mine is None or whole is None or above_floor(case, mine, DateSpan.on(day)) is False:
        return []
    if mine.currency != whole.currency or mine.amount * 2 < whole.amount:
        return []
    return [_tie("R9", [pays(p) for p in own])]


def _counts(payment: Payment, day: date) -> bool:
    """A single payment certainly made in the 90 days up to the act; totals over a period never."""
    if not payment.done or payment.is_total or payment.on is None or payment.money is None:
        return False
    return payment.on.within(day - timedelta(days=90), day + timedelta(days=1)) == "yes"


def _price(case: Case, buyer: str, day: date) -> Money | None:
    """What the buyer promised for what it took on the day, in one currency; a gift is a price of nothing."""
    acts = [t for t in index_of(case).taken_by.get(buyer, ()) if t.on and t.on.first == day and t.price]
    return total_of(t.price for t in acts if t.price)


def _all_received(received: Iterable[Payment], a: str) -> Money | None:
    listed = list(received)
    if not any(p.payer != a for p in listed):
        return None
    return total_of(p.money for p in listed if p.money)


def possible_same(case: Case, a: str, b: str, day: date) -> list[tuple[Match, Tie]]:
    """People of the two sides who may be one ("possible same person"): never a ground, always said."""
    side_a, side_b = _heads(case, a, day), _heads(case, b, day)
    found = []
    for person in sorted(side_a):
        for other, match in case.perhaps.get(person, ()):
            if other in side_b:
                found.append((match, _tie("R3", (*side_a[person], *side_b[other]), (match,))))
    return found
