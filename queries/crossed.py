"""Rings of holders on a day: shares, votes, circling money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from graph.case import Case
from graph.chains import Edge, owns
from graph.control import Control, controls, indirect_treasury
from graph.facts import Interest, Payment
from graph.ownership import Integrated, integrated
from graph.values import Money, percent
from queries.ballots import interests_on, stakes_on, votes_on
from queries.grounds import Bilingual as Text
from queries.lead import Amount, Gap, two
from queries.money import day_of, placed, sums
from queries.phrases import COURT, ORDER, gap, name_of
from queries.side import debtor_side

ROUND_DAYS = 30


@dataclass(frozen=True, slots=True)
class Ring:
    """Companies in the order of holding: each holds the next, the last holds the first; gain None = a share is unknown."""

    day: date
    members: tuple[str, ...]
    gain: Fraction | None

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        return tuple(zip(self.members, (*self.members[1:], self.members[0]), strict=True))


@dataclass(frozen=True, slots=True)
class Counted:
    """Ownership and votes on one day, with all votes and without those that subsidiaries hold in their parents."""

    whole: Integrated
    votes: Control
    barred: Control


def round_trip(case: Case, ring: Ring) -> tuple[Payment, ...]:
    """Capital payments along every step of the ring, all within thirty days; nothing where one step lacks its own."""
    rows = [p for p in placed(case) if p.kind == "capital" and (p.payer, p.payee) in ring.pairs]
    for first in rows:
        end = day_of(first) + timedelta(days=ROUND_DAYS)
        window = [p for p in rows if day_of(first) <= day_of(p) <= end and p.money and first.money]
        same = [p for p in window if p.money and first.money and p.money.currency == first.money.currency]
        if {(p.payer, p.payee) for p in same} == set(ring.pairs):
            return tuple(same)
    return ()


def ring_steps(case: Case, ring: Ring) -> tuple[Edge, ...]:
    held = interests_on(case, ring.day)
    return tuple(
        owns(i, ring.day) for pair in ring.pairs for i in held if (i.owner, i.company) == pair and not i.place.unsure
    )


def outside_steps(case: Case, ring: Ring) -> tuple[Edge, ...]:
    """Direct holders of a member who are no members."""
    members = set(ring.members)
    held = [i for i in interests_on(case, ring.day) if i.company in members and i.owner not in members]
    return tuple(owns(i, ring.day) for i in held if not i.place.unsure)


def count(case: Case, ring: Ring) -> Counted:
    votes = votes_on(case, ring.day)
    return Counted(
        integrated(stakes_on(case, ring.day)), controls(votes), controls(votes, barred=indirect_treasury(votes))
    )


def self_words(case: Case, ring: Ring, counted: Counted) -> tuple[str, str]:
    zh, en = [], []
    for member in ring.members:
        own = counted.whole.self_ownership(member)
        shown = percent(own) if own is not None else "?"
        zh.append(f"{name_of(case, member)}自我持股{shown}")
        en.append(f"{name_of(case, member)} owns {shown} of itself")
    return "、".join(zh) + "。", ", ".join(en) + "."


def ring_notes(case: Case, ring: Ring, counted: Counted) -> tuple[Text, ...]:
    """True outside owners, and who controls with and without the votes that the ring holds in itself."""
    notes = [_owners_note(case, member, counted) for member in ring.members]
    notes += [_votes_note(case, member, counted) for member in ring.members]
    open_rows = [
        i for i in interests_on(case, ring.day) if (i.owner, i.company) in ring.pairs and i.period.start is None
    ]
    if open_rows:
        notes.append(
            two(
                f"{len(open_rows)}行持股无起始日期，按当日持有处理",
                f"{len(open_rows)} rows have no start and count as held",
            )
        )
    return tuple(notes)


def _owners_note(case: Case, member: str, counted: Counted) -> Text:
    outside = counted.whole.outside_owners(member)
    listed = ", ".join(f"{name_of(case, who)} {percent(share)}" for who, share in outside.items())
    unknown = percent(counted.whole.unknown(member))
    name = name_of(case, member)
    return two(
        f"{name}的环外最终权益：{listed or '无记录'}；不详{unknown}",
        f"outside owners of {name} in the end: {listed or 'none recorded'}; unknown {unknown}",
    )


def _votes_note(case: Case, member: str, counted: Counted) -> Text:
    heads = [_heads(case, c, member) for c in (counted.votes, counted.barred)]
    name = name_of(case, member)
    return two(
        f"{name}的控制人：计入环内表决权为{heads[0] or '无'}；不计为{heads[1] or '无'}",
        f"control of {name}: {heads[0] or 'nobody'} with the ring's own votes, {heads[1] or 'nobody'} without them",
    )


def _heads(case: Case, control: Control, member: str) -> str:
    return ", ".join(name_of(case, c.head) for c in control.controllers_of(member))


def circled_amount(circled: Sequence[Payment]) -> Amount | None:
    """Of money that went round at most the smallest step can have been real capital."""
    found = sums(circled)
    if len(found) != 1:
        return None
    least = min((p.money for p in circled if p.money), key=lambda m: m.amount)
    basis = two(
        "循环一周的出资款中最小一笔至合计", "the smallest of the capital payments that went round, up to their sum"
    )
    return Amount(Money(least.low, next(iter(found.values())), least.currency), basis)


def ring_traits(case: Case, ring: Ring, circled: Sequence[Payment]) -> frozenset[str]:
    chosen = {"capital_returned", "sham_form"} if circled else set()
    return frozenset(chosen | ({"listed"} if any(case.party(m).listed for m in ring.members) else set()))


def ring_gaps(case: Case, ring: Ring) -> tuple[Gap, ...]:
    names = "、".join(name_of(case, m) for m in ring.members)
    return (
        gap((f"{names}各次出资的到账凭证", f"proof of each contribution into {names}"), ("验资户开户行", "the capital accounts' banks"), COURT),
        gap(("各次持股的起止日期与会计处理", "days of each holding and how it is booked"), ("登记机关、各公司", "registry and the companies"), ORDER),
    )  # fmt: skip


def holds_in_ring(case: Case, interest: Interest) -> bool:
    """Companies alone make a ring; a clearing nominee or depositary holds for others."""
    owner = case.party(interest.owner)
    held = interest.owner != interest.company and not owner.is_person and owner.kind != "public_body"
    return held and not owner.licences and not interest.place.unsure


def near_debtor(case: Case, day: date) -> set[str]:
    """The debtor side, and companies in which it holds a stake."""
    side = set(debtor_side(case, day))
    return side | {i.company for i in interests_on(case, day) if i.owner in side}
