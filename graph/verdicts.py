"""Beneficial owner or not, by three bodies of law."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from graph.control import Control, controls, indirect_treasury, uk_psc_share
from graph.ownership import Integrated, integrated
from graph.rings import Stakes, held_by, reach

Verdict = Literal["certain", "possible", "no"]

QUARTER = Fraction(1, 4)
HALF = Fraction(1, 2)
NONE = Fraction(0)


@dataclass(frozen=True, slots=True)
class Standing:
    """What one reading of the rows gives a holder in a company; all figures of 1.

    net: integrated share. direct_votes: live votes in the holder's own name. votes: live votes at its command.
    stake: direct shares plus those of the firms it controls. in_controllers: its largest net share in a firm that
    controls the company.
    """

    net: Fraction
    direct_votes: Fraction
    votes: Fraction
    stake: Fraction
    in_controllers: Fraction


def _prc(standing: Standing) -> Verdict:
    """受益所有人信息管理办法 2024 art. 6: a quarter of the shares or of the votes, or control.

    The text multiplies shares but does not say how votes held through a firm count: those alone make it possible.
    """
    if standing.net >= QUARTER or standing.direct_votes >= QUARTER or standing.votes > HALF:
        return "certain"
    return "possible" if standing.votes >= QUARTER else "no"


def _amlr(standing: Standing) -> Verdict:
    """Regulation (EU) 2024/1624 art. 52-54: a quarter of the shares or votes, control, or both in different layers."""
    reaches = (standing.net, standing.votes, standing.stake, standing.in_controllers)
    return "certain" if max(reaches) >= QUARTER or standing.votes > HALF else "no"


def _psc(standing: Standing) -> Verdict:
    """Companies Act 2006 Schedule 1A conditions 1 and 2: more than a quarter of the shares or of the votes."""
    return "certain" if max(standing.stake, standing.votes) > QUARTER else "no"


RULES: Mapping[str, Callable[[Standing], Verdict]] = {"prc-2024": _prc, "eu-amlr": _amlr, "uk-psc": _psc}


def verdicts(
    stakes: Stakes, votes: Stakes, holder: str, company: str, *, never_control: Collection[str] = frozenset()
) -> dict[str, Verdict]:
    """rule -> is the holder a beneficial owner of the company by shares or votes; see verdicts_on."""
    return verdicts_on(stakes, votes, company, (holder,), never_control=never_control)[holder]


def verdicts_on(
    stakes: Stakes,
    votes: Stakes,
    company: str,
    candidates: Collection[str],
    *,
    never_control: Collection[str] = frozenset(),
) -> dict[str, dict[str, Verdict]]:
    """candidate -> rule -> is the candidate a beneficial owner of the company by shares or votes.

    certain: the recorded rows carry it, whether or not votes held by a company's own subsidiaries are barred.
    possible: only one of these readings carries it, or it would hold if the shares that nobody is recorded to hold
    were the candidate's too. no: not even then. Control by other means (contract, board, influence) is not looked at.
    A clearing nominee holds for others: no. Whether a candidate is a natural person is for the caller to say.
    """
    above = reach(company, held_by(stakes)) | reach(company, held_by(votes))
    shares, ballots = _among(stakes, above), _among(votes, above)
    recorded = _readings(shares, ballots, company, never_control)
    found: dict[str, dict[str, Verdict]] = {}
    for holder in sorted(candidates):
        if holder in never_control or holder == company:
            found[holder] = dict.fromkeys(RULES, "no")
            continue
        completed = _readings(_completed(shares, holder), _completed(ballots, holder), company, never_control)
        plain = [reading.standing(holder, company) for reading in recorded]
        filled = [reading.standing(holder, company) for reading in completed]
        found[holder] = {
            rule: _joined([judge(standing) for standing in plain], [judge(standing) for standing in filled])
            for rule, judge in RULES.items()
        }
    return found


def _joined(recorded: list[Verdict], completed: list[Verdict]) -> Verdict:
    if set(recorded) == {"certain"}:
        return "certain"
    return "no" if set(recorded + completed) == {"no"} else "possible"


def _among(stakes: Stakes, parties: Collection[str]) -> dict[tuple[str, str], Fraction]:
    return {pair: share for pair, share in stakes.items() if pair[1] in parties and pair[0] in parties}


def _completed(stakes: Stakes, holder: str) -> dict[tuple[str, str], Fraction]:
    """The same rows with every share that nobody is recorded to hold given to the holder."""
    filled = dict(stakes)
    for company, parts in held_by(stakes).items():
        missing = 1 - sum(parts.values(), NONE)
        if missing > 0 and company != holder:
            filled[holder, company] = filled.get((holder, company), NONE) + missing
    return filled


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read the rows above a company: its shares, its live votes, and who controls it by them."""

    stakes: Stakes
    owned: Integrated
    count: Control
    heads: tuple[str, ...]

    def standing(self, holder: str, company: str) -> Standing:
        nets = (self.owned.net(holder, head) or NONE for head in self.heads if head != holder)
        return Standing(
            net=self.owned.net(holder, company) or NONE,
            direct_votes=self.count.holders.get(company, {}).get(holder, NONE),
            votes=self.count.votes_of(holder).get(company, NONE),
            stake=uk_psc_share(self.stakes, holder, company, self.count),
            in_controllers=max(nets, default=NONE),
        )


def _readings(stakes: Stakes, votes: Stakes, company: str, never_control: Collection[str]) -> list[Reading]:
    owned = integrated(stakes)
    barred = indirect_treasury(votes, never_control=never_control)
    counts = [controls(votes, barred=pairs, never_control=never_control) for pairs in (frozenset(), barred)]
    return [
        Reading(stakes, owned, count, tuple(controller.head for controller in count.controllers_of(company)))
        for count in counts
    ]
