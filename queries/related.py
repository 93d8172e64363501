"""Related-party grounds R1–R9, each with its row and dates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from graph.case import Case
from graph.chains import Edge, pays, relates, serves
from graph.facts import Role
from graph.resolve import Match
from graph.statements import Place
from graph.values import add_months
from queries.grounds import Bilingual as Text
from queries.side import control_on

OFFICES = frozenset({"legal_representative", "director", "executive_director", "chair", "finance_head", "manager"})
KIN = frozenset({"spouse", "former_spouse", "parent", "child", "sibling", "relative"})
CLOSE = frozenset({"associate", "employee", "agent", "acts_for", "nominee_for", "acts_in_concert"})
PERSON_DEGREE = 30
SHARERS = 10
LOOK_BACK_MONTHS = 24
KIN_STEPS = 4
WEAK = frozenset({"R5", "R6", "R7"})
_NAMES: dict[str, Text] = {
    "R1": Text(zh="一方控制另一方", en="one controls the other"),
    "R2": Text(zh="受同一人控制", en="under one controller"),
    "R3": Text(
        zh="同一人任法定代表人、董事或财务负责人",
        en="the same person is legal representative, director or finance head",
    ),
    "R4": Text(zh="记载的亲属关系", en="recorded kinship"),
    "R5": Text(zh="同一地址单元", en="the same address unit"),
    "R6": Text(zh="同一电话或邮箱", en="the same phone or mail"),
    "R7": Text(zh="同一工商经办人", en="the same registry handler"),
    "R8": Text(zh="前24个月内曾有上述关系", en="such a tie within the 24 months before"),
    "R9": Text(zh="买方资金半数以上来自债务人一方", en="half or more of the buyer's money came from the debtor side"),
}


@dataclass(frozen=True, slots=True)
class Tie:
    """One related-party ground with the steps that show it. doubt: undecided matches without which it falls."""

    code: str
    edges: tuple[Edge, ...]
    places: tuple[Place, ...]
    doubt: tuple[Match, ...] = ()

    @property
    def weak(self) -> bool:
        return self.code in WEAK

    @property
    def name(self) -> Text:
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
    for head in sorted(over_a.keys() & over_b.keys()):
        party = case.party(head)
        # 公司法 265(4): state-controlled firms are not related only because the state controls both.
        if not party.state_owned and not party.licences:
            return [_tie("R2", (*over_a[head].edges, *over_b[head].edges))]
    return []


def officers(case: Case, party: str, day: date, offices: frozenset[str] = OFFICES) -> list[Role]:
    """Who holds office on a day; professional and crowded directors never link two companies."""
    return [
        r
        for r in case.roles
        if r.company == party and r.role in offices and r.period.may_hold_on(day) and _links(case, r.person)
    ]


def _links(case: Case, person: str) -> bool:
    return case.posts.get(person, 0) <= PERSON_DEGREE and not case.party(person).licences


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
    usable = [p for p in shared if not case.party(p).state_owned]
    return [_tie("R3", (*side_a[p], *side_b[p])) for p in usable[:1]]


def _office_on_path(edges: tuple[Edge, ...]) -> bool:
    return any(e.kind == "role" for e in edges)


def _kin(case: Case, a: str, b: str, day: date) -> list[Tie]:
    """R4: recorded kinship between the people of the two sides, over at most four recorded steps."""
    side_a, side_b = _heads(case, a, day), _heads(case, b, day)
    steps: dict[str, list[tuple[str, Edge]]] = defaultdict(list)
    for relation in case.relations:
        if relation.kind in KIN | CLOSE:
            edge = relates(relation)
            steps[relation.a].append((relation.b, edge))
            steps[relation.b].append((relation.a, edge))
    paths: dict[str, tuple[Edge, ...]] = dict(sorted(side_a.items()))
    queue = [(person, 0) for person in paths]
    met: list[tuple[Edge, ...]] = []
    while queue:
        person, depth = queue.pop(0)
        if person in side_b and depth:
            met.append((*paths[person], *side_b[person]))
            continue
        for other, edge in (
            sorted(steps.get(person, ()), key=lambda s: (s[0], s[1].place.fact)) if depth < KIN_STEPS else ()
        ):
            if other not in paths:
                paths[other] = (*paths[person], edge)
                queue.append((other, depth + 1))
    if not met:
        return []
    shortest = min(met, key=lambda edges: (any(e.place.unsure for e in edges), len(edges)))
    return [_tie("R4", shortest)]


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
        hosted = any(
            p.licences & {"address_host", "registered_agent"}
            for p in case.parties.values()
            for r in p.rows
            if r.get(key) == value
        )
        if case.crowds.get(f"{key}:{value}", 0) <= SHARERS and not hosted:
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
    for earlier in _turning_days(case, start, day):
        held = [*_control(case, a, b, earlier), *_offices(case, a, b, earlier)]
        if held:
            return [Tie("R8", held[0].edges, held[0].places)]
    return []


def _turning_days(case: Case, start: date, day: date) -> list[date]:
    """Days before which something ended: the only days on which a tie can have held that no longer holds."""
    periods = [*(i.period for i in case.interests), *(r.period for r in case.roles)]
    ends = {p.end.first for p in periods if p.end is not None}
    return sorted((e - timedelta(days=1) for e in ends if start < e <= day), reverse=True)


def _financed(case: Case, a: str, b: str, day: date) -> list[Tie]:
    """R9: of what b received in the 90 days before the act, at least half came from a."""
    start = day - timedelta(days=90)
    received = [
        p
        for p in case.payments
        if p.payee == b
        and p.done
        and not p.is_total
        and p.on
        and p.money
        and p.on.within(start, day + timedelta(days=1)) == "yes"
    ]
    total = sum((p.money.amount for p in received if p.money), Decimal(0))
    own = [p for p in received if p.payer == a]
    mine = sum((p.money.amount for p in own if p.money), Decimal(0))
    if total > 0 and mine * 2 >= total and len({p.money.currency for p in received if p.money}) == 1:
        return [_tie("R9", [pays(p) for p in own])]
    return []


def possible_same(case: Case, a: str, b: str, day: date) -> list[tuple[Match, Tie]]:
    """People of the two sides who may be one ("possible same person"): never a ground, always said."""
    side_a, side_b = _heads(case, a, day), _heads(case, b, day)
    found = []
    for person in sorted(side_a):
        for other, match in case.perhaps.get(person, ()):
            if other in side_b:
                found.append((match, _tie("R3", (*side_a[person], *side_b[other]), (match,))))
    return found
