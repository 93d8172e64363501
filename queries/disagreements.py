"""Rows about one company on which sources disagree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from graph.case import Case
from graph.chains import owns, serves
from graph.facts import Interest
from queries.grounds import Bilingual as Text
from queries.lead import Evidence, cited, two
from queries.phrases import edge_words, name_of
from queries.shells import endings, has_ended, is_active


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What the sources differ on, and the rows of each side; which is right is left open."""

    what: Text
    evidence: tuple[Evidence, ...]


def disagreements(case: Case, company: str, day: date) -> tuple[Disagreement, ...]:
    """Holders, legal representatives on a day, and being alive or gone: each only where the rows cannot all be right."""
    found = (_holders(case, company, day), _representatives(case, company, day), _status(case, company))
    return tuple(d for d in found if d is not None)


def of_all(case: Case, companies: Iterable[str], day: date) -> tuple[Disagreement, ...]:
    return tuple(d for company in companies for d in disagreements(case, company, day))


def _holders(case: Case, company: str, day: date) -> Disagreement | None:
    held = [i for i in case.interests if i.company == company and i.share is not None and i.period.may_hold_on(day)]
    by_source: dict[tuple[str, str], dict[str, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for interest in held:
        by_source[interest.place.label, interest.place.source][interest.owner] += _low(interest)
    sources = [by_source[key] for key in sorted(by_source)]
    if not any(_differ(a, b) for at, a in enumerate(sources) for b in sources[at + 1 :]):
        return None
    name = name_of(case, company)
    rows = tuple(Evidence(i.place, edge_words(case, owns(i, day)), "ownership") for i in held)
    return Disagreement(two(f"各来源对{name}的股东记载不一致", f"sources disagree on who holds {name}"), rows)


def _low(interest: Interest) -> Fraction:
    return interest.share.low if interest.share else Fraction(0)


def _differ(a: dict[str, Fraction], b: dict[str, Fraction]) -> bool:
    """Two sources differ where one holder has two shares, or where together they hold more than the whole."""
    if any(a[owner] != b[owner] for owner in a.keys() & b.keys()):
        return True
    return sum(max(a.get(o, Fraction(0)), b.get(o, Fraction(0))) for o in a.keys() | b.keys()) > 1


def _representatives(case: Case, company: str, day: date) -> Disagreement | None:
    held = [
        r for r in case.roles if r.company == company and r.role == "legal_representative" and r.period.may_hold_on(day)
    ]
    if len({r.person for r in held}) < 2:
        return None
    name = name_of(case, company)
    rows = tuple(Evidence(r.place, edge_words(case, serves(r, day)), "role") for r in held)
    return Disagreement(
        two(f"{name}在{day}有两名以上法定代表人的记载", f"two legal representatives of {name} stand for {day}"), rows
    )


def _status(case: Case, company: str) -> Disagreement | None:
    gone = [evidence for _, evidence in endings(case, company)]
    live = [r for r in case.party(company).rows if is_active(r.get("status")) and not has_ended(r.get("status"))]
    if not gone or not live:
        return None
    name = name_of(case, company)
    rows = [
        Evidence(
            r.place,
            two(f"{name}登记状态：{r.get('status')}", f"{name}: status {r.get('status')}"),
            "status",
        )
        for r in live
        if r.get("dissolved") is None
    ]
    if not rows:
        return None
    return Disagreement(
        two(f"{name}一处记载已注销、另一处记载存续", f"{name} is gone in one source and alive in another"),
        cited(gone, rows),
    )
