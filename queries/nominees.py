"""Signs that a registered holder holds for somebody else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction

from graph.case import Case
from graph.chains import Edge, agrees, owns, relates, serves
from graph.facts import Contract, Relation
from graph.names import person_key
from graph.values import DateSpan, add_months
from queries.ballots import stakes_on
from queries.dealings import sides
from queries.index import index_of
from queries.nominee_money import acquired, dividends, funded
from queries.phrases import says, step_evidence
from queries.related import KIN
from queries.side import control_on
from queries.straw import Key, Sign, Signs, papered, straw_possible

MOST = Fraction(1, 2)
FIRMS = 10
SECTORS = 3
FILINGS = 2
FILING_MONTHS = 12
_SERVANTS = frozenset({"employee", "agent", "acts_for", "associate"})
_POSTS = frozenset({"employee", "handler", "cashier", "secretary"})
_SEALS = frozenset({"legal_representative", "executive_director"})

Runners = dict[str, dict[str, list[Edge]]]


def signs(case: Case) -> Signs:
    """All signs of a case; S5–S7 only beside another, for alone they say nothing."""
    found = Signs(case, sides(case))
    for interest in case.interests:
        if straw_possible(case, interest):
            found.held[interest.owner, interest.company].append(interest)
    funded(found)
    dividends(found)
    run = _runners(case)
    _run_by_another(found, run)
    acquired(found)
    for interest in case.interests:
        if papered(case, interest) and not straw_possible(case, interest):
            found.held[interest.owner, interest.company].append(interest)
    _papers(found)
    for key in sorted(found.found):
        _filings(found, key)
        _servant(found, key)
        _many_firms(found, key, run)
    return found


def _papers(found: Signs) -> None:
    """S8: a recorded nominee tie, a nominee agreement, or a stake that is itself recorded as held for another."""
    owned: dict[str, list[str]] = defaultdict(list)
    for owner, company in sorted(found.held):
        owned[owner].append(company)
    for relation in found.case.relations:
        if relation.kind == "nominee_for":
            for company in owned.get(relation.a, ()):
                found.add(relation.a, company, relation.b, _paper(found, relates(relation), relation.a, company))
    for contract in found.case.contracts:
        if contract.kind == "nominee_agreement":
            for holder, company, principal in _agreed(contract, owned):
                found.add(holder, company, principal, _paper(found, agrees(contract), holder, company))
    _recorded(found)


def _paper(found: Signs, edge: Edge, holder: str, company: str) -> Sign:
    stakes = tuple(owns(i, found.case.as_of) for i in found.held[holder, company])
    start = DateSpan.parse(edge.start) if edge.start else None
    return Sign("S8", (edge, *stakes), step_evidence(found.case, (edge, *stakes)), start)


def _agreed(contract: Contract, owned: Mapping[str, list[str]]) -> list[Key]:
    """Who holds what for whom: the thing the contract names, else every firm that one of the two alone holds."""
    two_ends = ((contract.first, contract.second), (contract.second, contract.first))
    named = (contract.asset or "").split(":") if (contract.asset or "").startswith("equity:") else []
    if len(named) == 3:
        return [
            (a, named[1], b) for a, b in two_ends if a == named[2] or (b != named[2] and named[1] in owned.get(a, ()))
        ]
    out = [(a, c, b) for a, b in two_ends for c in owned.get(a, ()) if c not in owned.get(b, ()) and c != b]
    return [k for k in out if k[0] == contract.first] or out


def _recorded(found: Signs) -> None:
    """A stake recorded as nominee whose beneficial holder in the same firm is on record, and it alone."""
    case = found.case
    beneficial: dict[str, set[str]] = defaultdict(set)
    for i in case.interests:
        if i.nature == "beneficial" and i.period.may_hold_on(case.as_of):
            beneficial[i.company].add(i.owner)
    for (holder, company), rows in sorted(found.held.items()):
        behind = beneficial[company] - {holder}
        nominee = [i for i in rows if i.nature == "nominee"]
        if nominee and len(behind) == 1:
            principal = next(iter(behind))
            other = [i for i in case.interests if (i.owner, i.company, i.nature) == (principal, company, "beneficial")]
            edges = tuple(owns(i, case.as_of) for i in (*nominee, *other))
            found.add(
                holder, company, principal, Sign("S8", edges, step_evidence(case, edges), nominee[0].period.start)
            )


def unnamed(found: Signs) -> list[tuple[str, str]]:
    """Stakes recorded as nominee for nobody who is on record, in or beside the debtor side."""
    told = {(h, c) for (h, c, _), codes in found.found.items() if "S8" in codes}
    return sorted(
        (h, c)
        for (h, c), rows in found.held.items()
        if (h, c) not in told and {h, c} & found.side.keys() and any(i.nature == "nominee" for i in rows)
    )


def _run_by_another(found: Signs, run: Runners) -> None:
    """S3: half or more held by one without office, while one without shares represents, guarantees for or controls the firm."""
    case = found.case
    stakes = stakes_on(case, case.as_of)
    officers = {(r.person, r.company) for r in case.roles if r.period.may_hold_on(case.as_of)}
    for holder, company in sorted(found.held):
        if stakes.get((holder, company), Fraction(0)) < MOST or (holder, company) in officers:
            continue
        for principal, edges in sorted(run.get(company, {}).items()):
            if (principal, company) not in stakes:
                stake = tuple(owns(i, case.as_of) for i in found.held[holder, company])
                steps = (*edges, *stake)
                found.add(holder, company, principal, Sign("S3", steps, step_evidence(case, steps)))


def _runners(case: Case) -> Runners:
    """company → who represents it, controls it as recorded, acts for it, or guarantees its loans, with the rows."""
    run: dict[str, dict[str, list[Edge]]] = defaultdict(lambda: defaultdict(list))
    for r in case.roles:
        if r.role in _SEALS and r.period.may_hold_on(case.as_of) and not case.party(r.person).licences:
            run[r.company][r.person].append(serves(r, case.as_of))
    for x in case.relations:
        if x.kind in ("controls", "acts_for") and x.period.may_hold_on(case.as_of) and not case.party(x.a).licences:
            run[x.b][x.a].append(relates(x))
    lent: dict[str, list[Contract]] = defaultdict(list)
    for c in case.contracts:
        if c.kind == "loan":
            lent[c.first].append(c)
    for g in case.contracts:
        for loan in lent.get(g.second, ()) if g.kind == "guarantee" else ():
            if g.first != loan.second:
                run[loan.second][g.first] += [agrees(g), agrees(loan)]
    return run


def _filings(found: Signs, key: Key) -> None:
    """S5: filings on the firm's beneficial owner that name one of the two, two within a year or one said to be back-dated."""
    holder, company, principal = key
    case = found.case
    names = {person_key(case.party(p).name) for p in (holder, principal)}
    rows = [
        c for c in case.changes
        if c.party == company and c.item == "filing"
        and any(n and n in person_key(f"{c.before or ''} {c.after or ''}") for n in names)
    ]  # fmt: skip
    owner = [c for c in rows if _says_owner(f"{c.before or ''}{c.after or ''}{c.place.note or ''}") or c.before]
    late = [
        c for c in owner if any(w in (c.place.note or "").lower() for w in ("倒签", "补报", "back-dated", "backdated"))
    ]
    days = sorted(c.on.first for c in owner if c.on)
    serial = any(b < add_months(a, FILING_MONTHS) for a, b in zip(days, days[FILINGS - 1 :], strict=False))
    if late or serial:
        words = ("受益所有人备案变更", "a filing on the beneficial owner")
        evidence = tuple(says(c.place, *words, "filing") for c in (owner if serial else late))
        found.found[key]["S5"].append(Sign("S5", (), evidence, owner[0].on))


def _says_owner(text: str) -> bool:
    return "受益" in text or "beneficial" in text.lower()


def _servant(found: Signs, key: Key) -> None:
    """S6: by a recorded relation between the two, or the holder's recorded post in the principal's firm.

    A company acts through whoever controls it: the relative or employee of that person is its own.
    """
    holder, _, principal = key
    case, side = found.case, found.side
    firms = {principal, *(firm for firm, h in side.items() if h.head == principal)}
    tied = index_of(case).relations_of.get(holder, ())
    edges = [relates(r) for r in tied if _serves_them(r, holder, principal)] or _by_head(case, tied, holder, principal)
    edges += [
        serves(r, case.as_of)
        for r in index_of(case).posts_of.get(holder, ())
        if r.company in firms and r.company != key[1] and r.role in _POSTS
    ]
    if edges:
        found.found[key]["S6"].append(Sign("S6", tuple(edges), step_evidence(case, edges)))


def _by_head(case: Case, tied: Iterable[Relation], holder: str, principal: str) -> list[Edge]:
    """The relation with somebody who controls the principal today, and the steps of that control."""
    control = control_on(case, case.as_of)
    for relation in tied:
        for head in sorted({relation.a, relation.b} - {holder, principal}):
            if _serves_them(relation, holder, head) and (held := control.holds(head, principal)):
                return [relates(relation), *held.edges]
    return []


def _serves_them(relation: Relation, holder: str, principal: str) -> bool:
    pair = (relation.a, relation.b)
    if relation.kind in KIN:
        return pair in ((holder, principal), (principal, holder))
    return relation.kind in _SERVANTS and pair == (holder, principal)


def _many_firms(found: Signs, key: Key, run: Runners) -> None:
    """S7: ten firms or more of three trades or more, each run by the principal or one it controls."""
    holder, _, principal = key
    case = found.case
    firms = _companies_of(found, holder)
    if len(firms) < FIRMS:
        return
    edges = [e for firm in firms for e in run.get(firm, {}).get(principal, ())[:1]]
    trades = {text for firm in firms if (text := case.party(firm).text("industry"))}
    if len(edges) >= FIRMS and len(edges) == len(firms) and len(trades) >= SECTORS:
        steps = (*edges, *(owns(i, case.as_of) for firm in firms for i in found.held[holder, firm]))
        found.found[key]["S7"].append(Sign("S7", steps, step_evidence(case, steps)))


def _companies_of(found: Signs, holder: str) -> list[str]:
    return sorted(company for owner, company in found.held if owner == holder)
