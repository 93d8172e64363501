"""A share between two ends, each in it or out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

Verdict = Literal["certain", "possible", "no"]
Pair = tuple[str, str]

NONE = Fraction(0)
WHOLE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Band:
    """low ≤ true share ≤ high; an open end is not itself reached: a UK band ">25-50" is low 1/4, open, high 1/2."""

    low: Fraction
    high: Fraction
    low_open: bool = False
    high_open: bool = False

    @staticmethod
    def of(share: Fraction) -> Band:
        return Band(share, share)

    @property
    def exact(self) -> bool:
        return self.low == self.high

    def least(self, line: Fraction) -> Verdict:
        """Is the share at least the line?"""
        if self.low >= line:
            return "certain"
        return "no" if self.high < line or (self.high == line and self.high_open) else "possible"

    def above(self, line: Fraction) -> Verdict:
        """Is the share more than the line?"""
        if self.low > line or (self.low == line and self.low_open):
            return "certain"
        return "no" if self.high <= line else "possible"

    def rest(self) -> Band:
        """What the share leaves of the whole."""
        return Band(WHOLE - self.high, WHOLE - self.low, self.high_open, self.low_open)


Bands = Mapping[Pair, Band]

UNKNOWN = Band(NONE, WHOLE)
# The shares in a UK register of significant control are stated in these three; Companies Act 2006 Schedule 1A.
REGISTER_BANDS: Mapping[tuple[Fraction, Fraction], Band] = {
    (Fraction(1, 4), Fraction(1, 2)): Band(Fraction(1, 4), Fraction(1, 2), low_open=True),
    (Fraction(1, 2), Fraction(3, 4)): Band(Fraction(1, 2), Fraction(3, 4), low_open=True, high_open=True),
    (Fraction(3, 4), WHOLE): Band(Fraction(3, 4), WHOLE),
}


def by_company(bands: Bands) -> dict[str, dict[str, Band]]:
    """company → holder → band, both in order of id; what is surely nothing is left out."""
    grouped: dict[str, dict[str, Band]] = {}
    for owner, company in sorted(bands):
        if bands[owner, company].high > 0:
            grouped.setdefault(company, {})[owner] = bands[owner, company]
    return grouped


def consistent(bands: Bands) -> Bands:
    """The same, where the low ends of a company add to more than the whole each gives way by the excess.

    Rows that cannot all be true leave each holder between what the others leave it and what its own row says.
    """
    found = dict(bands)
    for company, held in by_company(bands).items():
        excess = sum((band.low for band in held.values()), NONE) - 1
        if excess > 0:
            for owner, band in held.items():
                found[owner, company] = replace(band, low=max(NONE, band.low - excess), low_open=False)
    return found


def tightened(bands: Bands) -> dict[Pair, Band]:
    """No holder holds more than the others' low ends leave: "the shares of a company sum to at most 1"."""
    sound = consistent(bands)
    found: dict[Pair, Band] = {}
    for company, held in by_company(sound).items():
        total = sum((band.low for band in held.values()), NONE)
        for owner, band in held.items():
            room = WHOLE - total + band.low
            others_open = any(other.low_open for who, other in held.items() if who != owner)
            if room < band.high:
                found[owner, company] = replace(band, high=max(room, band.low), high_open=others_open)
            else:
                also = room == band.high and others_open
                found[owner, company] = replace(band, high_open=band.high_open or also)
    return found


def unrecorded(bands: Bands, company: str) -> Band:
    """What nobody is recorded to hold of the company itself."""
    held = by_company(tightened(bands)).get(company, {})
    low = sum((band.low for band in held.values()), NONE)
    high = sum((band.high for band in held.values()), NONE)
    return Band(
        max(NONE, WHOLE - high),
        max(NONE, WHOLE - low),
        high < 1 and any(band.high_open for band in held.values()),
        any(band.low_open for band in held.values()),
    )
