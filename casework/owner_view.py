"""One party's owners on one day, computed once and asked often."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cached_property

from graph.bands import Band, Verdict
from graph.case import Case
from graph.certified import net_between
from graph.coalitions import Ballot
from graph.control import Control, Controller, controls
from graph.facts import Relation
from graph.figures import Judged, Reading, judged_on, readings
from graph.ownership import Integrated, integrated
from graph.rings import NONE, Walks, held_by, reach
from queries.beneficial import Answer, Silent, judge, never, rules
from queries.shares import Shares, shares_on, silent_on

MOST_HEADS = 300
MOST_DIRECT = 1_000
RECORDED_CONTROL = frozenset({"controls", "trustee_of"})


@dataclass(frozen=True)
class View:
    """Shares, votes, control and verdicts above a party as of a day; everything else is read off this."""

    case: Case
    party: str
    day: date

    @cached_property
    def shares(self) -> Shares:
        return shares_on(self.case, self.day)

    @cached_property
    def owned(self) -> Integrated:
        """The rows' own figures: lower ends, as recorded."""
        return integrated(self.shares.low)

    @cached_property
    def never(self) -> frozenset[str]:
        """Clearing nominees, escrow agents and banks: they hold for others and control nothing."""
        return frozenset(p.id for p in self.case.parties.values() if p.holds_for_others)

    @cached_property
    def _silent(self) -> tuple[list[frozenset[tuple[str, str]]], dict[str, Silent]]:
        return silent_on(self.case, self.day, self.shares.votes, self.never)

    @property
    def laws(self) -> Mapping[str, Silent]:
        """company → the law by which votes that its own subsidiaries hold in it are not live."""
        return self._silent[1]

    @property
    def settled(self) -> bool:
        """Is it settled which votes are live?"""
        return len(self._silent[0]) == 1

    @cached_property
    def counts(self) -> list[Control]:
        return [controls(self.shares.votes, barred=way, never_control=self.never) for way in self._silent[0]]

    @cached_property
    def readings(self) -> list[Reading]:
        """Between sure ends: an unsure row may be true or not."""
        sure, votes = self.shares.sure, self.shares.sure_votes
        return readings(sure, votes, self.party, ways=self._silent[0], never=self.never)

    @cached_property
    def _said(self) -> Reading:
        """As the rows state it, bands and unknown shares between their ends."""
        return readings(self.shares.said, self.shares.said, self.party, ways=[frozenset()])[0]

    @cached_property
    def doubtful(self) -> frozenset[str]:
        """Parties whose share hangs on one that is only known within ends, or not at all."""
        links = held_by(self.shares.high)
        unsure = {pair[0] for pair, band in self.shares.said.items() if not band.exact}
        return frozenset().union(*(reach(owner, links) for owner in unsure))

    def net(self, head: str) -> Band | None:
        """The head's share in the end as the rows state it; None where they do not determine it."""
        if head in self.doubtful:
            return self._said.net(head, self.party)
        exact = self.owned.net(head, self.party)
        if exact is not None:
            return Band.of(exact)
        ends = net_between(self.owned, head, self.party) if self.owned.unsolved_rings else None
        return Band(*ends) if ends else None

    @cached_property
    def unknown(self) -> Band:
        """What no known ultimate owner holds, between ends where a share on the way is so."""
        if self.doubtful and not self._said.knotted:
            return self._said.intervals.unknown(self.party)
        exact = self.owned.unknown(self.party)
        return Band(NONE, exact) if self.doubtful else Band.of(exact)

    @cached_property
    def walks(self) -> Walks:
        """Chains down to the party, every share at its high end."""
        return Walks(self.shares.high, self.party)

    def surely(self, head: str) -> Band:
        return self.readings[0].net(head, self.party)

    def at_most(self, head: str) -> Fraction:
        """If all that nobody is recorded to hold, anywhere above, were the head's too."""
        return self.readings[0].most(head, self.party).high

    @cached_property
    def controllers(self) -> list[Controller]:
        """Those who command more than half of the votes as the rows state them, whichever votes are live."""
        found = [count.controllers_of(self.party) for count in self.counts]
        everywhere = [{c.head for c in each} for each in found]
        return [c for c in found[0] if all(c.head in heads for heads in everywhere)]

    def control(self, heads: Sequence[str]) -> Verdict:
        """Do the heads together surely control the party, whatever of the unsure rows is true?"""
        answers = {reading.command.answer(heads, self.party) for reading in self.readings}
        return "certain" if answers == {"certain"} else "no" if answers == {"no"} else "possible"

    def votes(self, heads: Sequence[str]) -> Band:
        """Live votes at the heads' command, between the ends of every reading."""
        found = [reading.command.at_command(heads, self.party) for reading in self.readings]
        return Band(min(band.low for band in found), max(band.high for band in found))

    @cached_property
    def may_control(self) -> list[str]:
        """Parties above that control in some reading of the rows and are not among the controllers."""
        sure = {c.head for c in self.controllers}
        above = sorted({head for reading in self.readings for head in reading.heads[1]})
        return [head for head in above if head not in sure]

    @cached_property
    def heads(self) -> list[str]:
        """Above whom nobody is recorded, by share; those who may hold something; and whoever controls without a share."""
        top = self.owned.outside_owners(self.party)
        links = held_by(self.shares.high)
        maybe = sorted(p for p in reach(self.party, links) - {self.party} - set(top) if p not in links)
        held = {company for _, company in self.shares.high}
        in_control = [c.head for c in self.controllers if c.head not in held]
        return list(dict.fromkeys([*sorted(top, key=lambda h: (-top[h], h)), *maybe, *in_control]))

    @property
    def shown(self) -> list[str]:
        return self.heads[:MOST_HEADS]

    @cached_property
    def judged(self) -> dict[str, Judged]:
        found = judged_on(self.readings, [h for h in self.shown if h not in self.never])
        joint = {m: answer for members, _, answer in self.groups for m in members if answer != "no"}
        return {
            head: Judged(*(tuple(replace(f, jointly=joint.get(head, "no")) for f in each) for each in
                           (judged.recorded, judged.completed)))
            for head, judged in found.items()
        }  # fmt: skip

    def answers(self, head: str, asked: Sequence[str]) -> dict[str, Answer]:
        book = rules()
        if head in self.never or head == self.party:
            return {rule: never(book[rule]) for rule in asked}
        return {rule: judge(book[rule], self.judged[head]) for rule in asked}

    @cached_property
    def groups(self) -> list[tuple[tuple[str, ...], tuple[Relation, ...], Verdict]]:
        """Recorded concert groups with a vote in the party: members, rows, and whether they control it together."""
        rows = [r for r in self.case.relations if r.kind == "acts_in_concert" and r.period.may_hold_on(self.day)]
        group: dict[str, set[str]] = {}
        for row in rows:
            joined = group.get(row.a, {row.a}) | group.get(row.b, {row.b})
            group |= dict.fromkeys(joined, joined)
        found = []
        for members in sorted({tuple(sorted(each)) for each in group.values()}):
            own = tuple(r for r in rows if r.a in members)
            if self.counts[0].votes_of(*members).get(self.party):
                answer = self.control(members)
                unsure = any(r.place.unsure or r.period.holds_on(self.day) != "yes" for r in own)
                found.append((members, own, "possible" if unsure and answer == "certain" else answer))
        return found

    @cached_property
    def ballot(self) -> tuple[Ballot, dict[str, list[str]]] | None:
        """Live votes by blocks: a direct holder counts to the one head that controls it; None where votes are not exact."""
        live = self.counts[0].holders.get(self.party, {})
        if not live or any(not self.shares.sure_votes[h, self.party].exact for h in live) or not self.settled:
            return None
        blocks: dict[str, list[str]] = {}
        for holder in live:
            if holder not in self.never:
                blocks.setdefault(self._head_of(holder), []).append(holder)
        return Ballot({head: sum((live[h] for h in held), NONE) for head, held in blocks.items()}), blocks

    def _head_of(self, holder: str) -> str:
        heads = [c.head for c in self.counts[0].controllers_of(holder)]
        tops = [h for h in heads if not self.counts[0].controllers_of(h)]
        return tops[0] if len(tops) == 1 and tops[0] != self.party else holder
