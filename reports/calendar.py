"""Last days as an iCalendar file; equal days, equal bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

_OCTETS = 75


@dataclass(frozen=True, slots=True)
class Day:
    """One whole-day entry. remind: days before at which the calendar should speak up; key: what makes it the same entry."""

    day: date
    summary: str
    note: str
    key: str
    remind: int = 7


def calendar(days: Iterable[Day], name: str, made_on: date) -> bytes:
    """RFC 5545, whole-day events with an alarm. A key's UID is the same in every export, so an import updates it."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Lookthrough//last days//ZH", "CALSCALE:GREGORIAN"]
    lines.append(f"X-WR-CALNAME:{_text(name)}")
    for day in sorted(days, key=lambda d: (d.day, d.key)):
        lines += _event(day, made_on)
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _event(day: Day, made_on: date) -> list[str]:
    uid = hashlib.sha256(day.key.encode()).hexdigest()[:32]
    return [
        "BEGIN:VEVENT",
        f"UID:{uid}@lookthrough",
        f"DTSTAMP:{made_on:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{day.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day.day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_text(day.summary)}",
        f"DESCRIPTION:{_text(day.note)}",
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"TRIGGER:-P{day.remind}D",
        f"DESCRIPTION:{_text(day.summary)}",
        "END:VALARM",
        "END:VEVENT",
    ]


def _text(value: str) -> str:
    """RFC 5545 3.3.11; other control characters are dropped: no line of ours can be begun by a name."""
    escaped = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    lines = escaped.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\\n".join("".join(sign for sign in line if sign >= " " and sign != "\x7f") for line in lines)


def _folded(line: str) -> str:
    """RFC 5545 3.1: no line of more than 75 octets, and no character cut in two."""
    pieces, piece, size = [], "", 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > _OCTETS:
            pieces.append(piece)
            piece, size = " ", 1
        piece += sign
        size += octets
    return "\r\n".join([*pieces, piece])
