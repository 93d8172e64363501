"""Shares and votes on a day, each between its ends."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from graph.bands import REGISTER_BANDS, UNKNOWN, Band, Bands, Pair
from graph.case import Case
from graph.control import indirect_treasury
from graph.facts import Interest, Party
from graph.values import Share
from queries.ballots import interests_on, partners_on, stakes_on, votes_on
from queries.beneficial import Silent, silences

NONE = Fraction(0)
WHOLE = Fraction(1)

Sources = Mapping[tuple[str, str, str], Sequence[Interest]]


@dataclass(frozen=True, slots=True)
class Shares:
    """What the rows give on a day.

    low, high: the least and the most that each holder may hold as the rows state it, alleged rows and rows whose days
    leave it open counted as held, the largest of several sources. unknown: holdings of which no source gives a share.
    said: the same as bands. sure: bands that hold whatever of an unsure row, or of two sources that differ, is true.
    votes, sure_votes: likewise. over: companies of which more than the whole is recorded, with the sum.
    """

    low: Mapping[Pair, Fraction]
    high: Mapping[Pair, Fraction]
    unknown: frozenset[Pair]
    said: Bands
    sure: Bands
    votes: Mapping[Pair, Fraction]
    sure_votes: Bands
    over: Mapping[str, Fraction]
    rows: Mapping[Pair, tuple[Interest, ...]]


def shares_on(case: Case, day: date) -> Shares:
    """All holdings of a case on one day."""
    rows: dict[Pair, list[Interest]] = defaultdict(list)
    for interest in interests_on(case, day):
        rows[interest.owner, interest.company].append(interest)
    low = stakes_on(case, day)
    high = {pair: _most_said(found, low.get(pair, NONE)) for pair, found in rows.items()}
    said = {pair: _band(case, pair, low.get(pair, NONE), most) for pair, most in high.items()}
    sure = {pair: _surely(case, pair, found, day) for pair, found in rows.items()}
    sums: dict[str, Fraction] = defaultdict(Fraction)
    for (_, company), share in low.items():
        sums[company] += share
    return Shares(
        low,
        high,
        frozenset(pair for pair in high if pair not in low),
        said,
        sure,
        votes_on(case, day),
        _sure_votes(case, day, sure, rows),
        {company: total for company, total in sorted(sums.items()) if total > 1},
        {pair: tuple(found) for pair, found in rows.items()},
    )


def by_source(rows: Iterable[Interest]) -> Sources:
    found: dict[tuple[str, str, str], list[Interest]] = defaultdict(list)
    for interest in rows:
        found[interest.place.said_by].append(interest)
    return found


def _most_said(rows: Sequence[Interest], low: Fraction) -> Fraction:
    """The greatest share that the rows allow; where one source gives a figure and another a band around it, the figure."""
    known = [each for each in by_source(rows).values() if all(i.share for i in each)]
    sums = [sum((i.share.high for i in each if i.share), NONE) for each in known]
    above_low = [min(total, WHOLE) for total in sums if total >= low]
    if above_low:
        return min(above_low)
    return low if sums else WHOLE


def _surely(case: Case, pair: Pair, rows: Sequence[Interest], day: date) -> Band:
    """Each source's sum between its ends; of several sources the least and the most."""
    ends = [_ends([(i.share, _is_sure(i, day)) for i in each]) for each in by_source(rows).values()]
    known = [e for e in ends if e is not None]
    if not known:
        return UNKNOWN
    return _band(case, pair, min(low for low, _ in known), min(WHOLE, max(high for _, high in known)))


def _is_sure(interest: Interest, day: date) -> bool:
    return interest.period.holds_on(day) == "yes" and not interest.place.unsure


def _ends(parts: Sequence[tuple[Share | None, bool]]) -> tuple[Fraction, Fraction] | None:
    """What one source's rows add to; None where it gives no figure at all."""
    if all(share is None for share, _ in parts):
        return None
    low = sum((share.low for share, sure in parts if share and sure), NONE)
    high = sum((share.high if share else WHOLE for share, _ in parts), NONE)
    return min(low, WHOLE), min(high, WHOLE)


def _band(case: Case, pair: Pair, low: Fraction, high: Fraction) -> Band:
    """A band of a UK register has the open ends of its law: "25-50%" is more than 25 and at most 50."""
    if place_of(case.party(pair[1])) == "GB" and (low, high) in REGISTER_BANDS:
        return REGISTER_BANDS[low, high]
    return Band(low, high)


def place_of(party: Party) -> str:
    """The jurisdiction as its row or its identifiers say; "" where neither does."""
    stated = (party.text("jurisdiction") or "").upper()
    if stated:
        return {"UK": "GB"}.get(stated.split("-")[0], stated if stated.startswith("US-") else stated.split("-")[0])
    schemes = {identifier.partition(":")[0] for identifier in party.identifiers}
    return "CN" if "cn-uscc" in schemes else "GB" if "gb-coh" in schemes else ""


def _sure_votes(case: Case, day: date, sure: Bands, rows: Mapping[Pair, Sequence[Interest]]) -> dict[Pair, Band]:
    found = dict(sure)
    for pair, own in rows.items():
        if any(i.voting for i in own):
            stated = [
                e for each in by_source(own).values()
                if (e := _ends([(i.voting or i.share, _is_sure(i, day)) for i in each])) is not None
            ]  # fmt: skip
            found[pair] = Band(min(low for low, _ in stated), max(high for _, high in stated))
    for company, partners in partners_on(case, day).items():
        found = {pair: band for pair, band in found.items() if pair[1] != company}
        part = Fraction(1, len(partners))
        for partner in sorted(partners):
            certain = any(_is_sure(i, day) for i in rows[partner, company] if i.nature == "general_partner")
            found[partner, company] = Band(part if certain else NONE, part)
    return found


def treasury_on(case: Case, day: date) -> frozenset[Pair]:
    """Holdings marked as the company's own shares, in whosever name."""
    return frozenset((i.owner, i.company) for i in interests_on(case, day) if i.nature == "treasury")


def silent_on(
    case: Case, day: date, votes: Mapping[Pair, Fraction], never: frozenset[str]
) -> tuple[list[frozenset[Pair]], dict[str, Silent]]:
    """The ways in which votes may be silent, and company → law for those whose own subsidiaries surely cannot vote.

    One way where the law settles it; two where a company's subsidiaries hold votes in it and no law known here does.
    """
    own = treasury_on(case, day)
    pairs = indirect_treasury(votes, never_control=never)
    laws = {}
    for company in sorted({company for _, company in pairs}):
        party = case.party(company)
        law = silences(place_of(party), listed=party.listed)
        if law is not None:
            laws[company] = law
    settled = own | {pair for pair in pairs if pair[1] in laws}
    return list(dict.fromkeys([settled, own | pairs])), laws
