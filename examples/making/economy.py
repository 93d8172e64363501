"""A made-up economy: two thousand firms with lawful lives."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from random import Random
from typing import TypeVar

from examples.making.firms import Body, Firm, Person, Stake
from examples.making.numbers import uscc
from examples.making.shells import AGENT_PHONE, CLUSTER
from examples.making.words import (
    CAPITAL,
    CITIES,
    COMMON,
    DISTRICTS,
    FIRST,
    GIVEN,
    ROADS,
    SECOND,
    STAFF,
    STATUS,
    SURNAMES,
    TRADES,
)

T = TypeVar("T")


class Economy:
    """Grows firms one by one from one seeded source of chance; nothing here asks the clock."""

    def __init__(self, seed: str, people: int) -> None:
        self.rng = Random(seed)
        self.firms: list[Firm] = []
        self.names: set[str] = set()
        self.people = [Person(f"P{1000001 + 7 * at}", self._person_name()) for at in range(people)]

    def _person_name(self) -> str:
        if self.rng.random() < 0.06:
            return self.pick(COMMON)
        return self.pick(SURNAMES) + self.pick(GIVEN)

    def pick(self, options: Sequence[T]) -> T:
        return options[self.rng.randrange(len(options))]

    def persons(self, count: int) -> list[Person]:
        """That many people of different names, so that a name within one firm stays one person."""
        found: dict[str, Person] = {}
        while len(found) < count:
            someone = self.pick(self.people)
            found.setdefault(someone.name, someone)
        return list(found.values())

    def firm(self, city: int, trade: int, born: date, capital: int, suffix: str = "有限公司") -> Firm:
        place, region = CITIES[city]
        word, scope = TRADES[trade]
        name = self._fresh(place, word, suffix)
        paid = self.pick((Fraction(capital), Fraction(capital), Fraction(capital, 2), Fraction(0), None))
        made = Firm(
            name,
            uscc(100000 + len(self.firms), region),
            place,
            born,
            self._status(),
            Fraction(capital),
            paid,
            self.pick(STAFF),
            f"{place}{self.pick(DISTRICTS)}{self.pick(ROADS)}路{self.rng.randint(1, 399)}号",
            f"000-7{self.rng.randint(0, 9999999):07d}",
            scope,
        )
        self.firms.append(made)
        return made

    def _fresh(self, place: str, word: str, suffix: str) -> str:
        while True:
            name = f"{place}{self.pick(FIRST)}{self.pick(SECOND)}{word}{suffix}"
            if name not in self.names:
                self.names.add(name)
                return name

    def _status(self) -> str:
        at = self.rng.randrange(100)
        for word, weight in STATUS:
            at -= weight
            if at < 0:
                return word
        return "存续"

    def day(self, first: int, last: int) -> date:
        return date(first, 1, 1) + timedelta(days=self.rng.randrange((last - first + 1) * 365))

    def split(self, parts: int) -> list[Fraction]:
        """Shares that add to exactly one, in hundredths of a per cent, none zero."""
        if parts == 3 and self.rng.random() < 0.1:
            return [Fraction(3334, 10000), Fraction(3333, 10000), Fraction(3333, 10000)]
        cuts: set[int] = set()
        while len(cuts) < parts - 1:
            cuts.add(5 * self.rng.randint(1, 19))
        edges = [0, *sorted(cuts), 100]
        return [Fraction(high - low, 100) for low, high in pairwise(edges)]

    def own(self, firm: Firm, holders: Sequence[Person | Body | Firm], shares: Sequence[Fraction]) -> None:
        since = max([firm.born, *(h.born for h in holders if isinstance(h, Firm))])
        for holder, share in zip(holders, shares, strict=True):
            firm.stakes.append(self.stake(firm, holder, share, since.isoformat()))

    def stake(self, firm: Firm, holder: Person | Body | Firm, share: Fraction, since: str) -> Stake:
        paid = None if firm.paid is None else firm.paid * share
        return Stake(holder, share, since, firm.capital * share, paid)

    def staff(self, firm: Firm, lead: Person, others: Sequence[Person]) -> None:
        firm.rep = lead
        firm.officers.append((lead, "执行董事" if self.rng.random() < 0.6 else "执行董事兼总经理"))
        for person, title in zip(others, ("监事", "经理", "财务负责人"), strict=False):
            firm.officers.append((person, title))


def grow(people: int = 2600, groups: int = 58, alone: int = 1640) -> Economy:
    """Groups in layers, state groups, rings, firms on their own, and the cluster address."""
    economy = Economy("registry/economy", people)
    for at in range(groups):
        _group(economy, state=None if at % 7 else Body(f"{CITIES[at % 5][0]}国有资产监督管理委员会", "政府机构"))
    for _ in range(alone):
        _single(economy)
    for firm in [f for f in economy.firms if f.city == "江临市" and f.status == "存续"][-46:]:
        firm.address, firm.phone = CLUSTER, AGENT_PHONE
    return economy


def _group(economy: Economy, state: Body | None) -> None:
    """A head, its daughters and some of their daughters; now and then two hold each other or three stand in a ring."""
    rng, city = economy.rng, economy.rng.randrange(5)
    head = economy.firm(city, rng.randrange(len(TRADES)), economy.day(1996, 2008), economy.pick((3000, 5000, 8000)))
    founders = [] if state else economy.persons(rng.randint(1, 3))
    owners: list[Person | Body | Firm] = [state] if state else [*founders]
    economy.own(head, owners, economy.split(len(owners)))
    known = {p.name for p in founders}
    team = [*founders, *(p for p in economy.persons(7) if p.name not in known)][:4]
    economy.staff(head, team[0], team[1:])
    level = [head]
    for _ in range(rng.randint(1, 3)):
        level = [_daughter(economy, parent, city, team) for parent in level for _ in range(rng.randint(1, 3))][:5]
    family = economy.firms[economy.firms.index(head) :]
    if len(family) > 4 and rng.random() < 0.25:
        _ring(economy, family[1 : 3 + rng.randint(0, 1)])


def _daughter(economy: Economy, parent: Firm, city: int, team: list[Person]) -> Firm:
    rng = economy.rng
    born = max(economy.day(2005, 2020), parent.born + timedelta(days=90))
    firm = economy.firm(city, rng.randrange(len(TRADES)), born, economy.pick(CAPITAL))
    minority = [p for p in economy.persons(rng.randint(0, 2)) if p.name not in {t.name for t in team}]
    shares = sorted(economy.split(len(minority) + 1), reverse=True)
    economy.own(firm, [parent, *minority], shares)
    economy.staff(firm, economy.pick(team), economy.persons(2) if rng.random() < 0.5 else [])
    _tidy(firm)
    return firm


def _ring(economy: Economy, firms: list[Firm]) -> None:
    """Each holds a slice of the next, bought from that firm's first holder."""
    for holder, firm in zip(firms, [*firms[1:], firms[0]], strict=True):
        if any(stake.holder is holder for stake in firm.stakes) or holder is firm:
            continue
        first = firm.stakes[0]
        part = min(Fraction(economy.rng.randint(2, 12), 100), first.share / 2)
        since = max(holder.born, firm.born, date(2019, 3, 1)).isoformat()
        kept, sold = (
            economy.stake(firm, first.holder, first.share - part, since),
            economy.stake(firm, holder, part, since),
        )
        firm.stakes[0:1] = [kept, sold]


def _single(economy: Economy) -> None:
    rng = economy.rng
    firm = economy.firm(rng.randrange(5), rng.randrange(len(TRADES)), economy.day(2000, 2023), economy.pick(CAPITAL))
    owners: list[Person | Body | Firm] = [*economy.persons(economy.pick((1, 1, 2, 2, 3)))]
    economy.own(firm, owners, economy.split(len(owners)))
    lead = owners[0]
    assert isinstance(lead, Person)
    others = [p for p in owners[1:] if isinstance(p, Person)] or [economy.persons(1)[0]]
    economy.staff(firm, lead, others)
    _tidy(firm)


def _tidy(firm: Firm) -> None:
    """Within one firm a name stands for one person: a second bearer of a name already there is left out."""
    seen = {s.holder.name: s.holder for s in firm.stakes if isinstance(s.holder, Person)}
    kept = []
    for person, title in firm.officers:
        if seen.setdefault(person.name, person) == person:
            kept.append((person, title))
    firm.officers = kept
