"""How fast an import goes, and how long it will take."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """rows a second so far; seconds left by the bytes still to be read, None before anything was measured."""

    rows_per_second: int
    seconds_left: int | None


def pace(rows: int, bytes_done: int, bytes_total: int, seconds: float) -> Pace:
    """By bytes, since nobody knows the rows of a file that was not read yet; the freeze at the end is not foreseen."""
    if seconds <= 0 or bytes_done <= 0:
        return Pace(0, None)
    left = max(bytes_total - bytes_done, 0) * seconds / bytes_done
    return Pace(round(rows / seconds), round(left))
