"""What a plant is, and how sure the rows are that tell it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from bench.generator.life import Tale
from bench.generator.story import Body
from bench.generator.truth import ORDER, Planted

Plant = Callable[[Tale], Planted]
Lookalike = Callable[[Tale], None]

AFTER = ("transfer-after-debt",)
# A scheme that only one side alleges, or that a commercial export alone shows, deserves no more than a lead.
_UNSURE = 0.08


@contextmanager
def told(s: Tale) -> Iterator[str]:
    """How the rows of a scheme are told: sound, alleged or exported; what else the story tells stays as it was."""
    before = s.grade, s.standing
    chance = s.rng.random()
    manner = "alleged" if chance < _UNSURE else "exported" if chance < 2 * _UNSURE else "sound"
    if manner == "alleged":
        s.standing = "alleged"
    elif manner == "exported":
        s.grade = "commercial_export"
    try:
        yield manner
    finally:
        s.grade, s.standing = before


def planted(
    s: Tale,
    slug: str,
    parties: tuple[Body | str, ...],
    tier: str,
    also: tuple[str, ...] = (),
    way: str = "",
    manner: str = "sound",
) -> Planted:
    """The truth of one scheme; an unsure manner lowers what may be asked of a tool to a lead."""
    least = tier if manner == "sound" else min(tier, "lead", key=ORDER.index)
    return Planted(s.debtor.id, slug, tuple(str(p) for p in parties), least, also, f"{way}; {manner}")


def after_debt(s: Tale, last: date | None = None) -> date:
    """A day between the debt and the report, a fortnight clear of both."""
    latest = min(last or s.clock.as_of, s.clock.as_of - timedelta(days=14))
    return s.day(s.clock.arose + timedelta(days=14), latest)


def before_debt(s: Tale, low: int, high: int) -> date:
    """So many months before the debt, at least and at most."""
    return s.day(s.months_after(s.clock.arose, -high), s.months_after(s.clock.arose, -low))
