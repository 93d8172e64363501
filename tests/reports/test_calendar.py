"""Calendar files: equal bytes, folded lines, no line begun by a name."""

from __future__ import annotations

from datetime import date

from reports.calendar import Day, calendar

MADE = date(2024, 10, 1)


def lines(*days: Day) -> list[str]:
    return calendar(days, "Lookthrough", MADE).decode().split("\r\n")


def test_an_entry_is_a_whole_day_with_an_alarm_before_it() -> None:
    made = lines(Day(date(2024, 12, 31), "冻结届满", "看", "k"))
    assert "DTSTART;VALUE=DATE:20241231" in made and "DTEND;VALUE=DATE:20250101" in made
    assert "TRIGGER:-P7D" in made and "DTSTAMP:20241001T000000Z" in made


def test_the_same_days_in_another_order_give_the_same_bytes() -> None:
    a, b = Day(date(2024, 12, 31), "a", "", "a"), Day(date(2024, 11, 1), "b", "", "b")
    assert calendar([a, b], "x", MADE) == calendar([b, a], "x", MADE)


def test_a_keys_identity_survives_another_text_so_that_an_import_updates_it() -> None:
    def uid(summary: str) -> str:
        return next(line for line in lines(Day(MADE, summary, "", "key")) if line.startswith("UID"))

    assert uid("one") == uid("two")


def test_long_lines_are_folded_within_75_octets_and_no_sign_is_cut() -> None:
    made = lines(Day(MADE, "期限" * 60, "", "k"))
    assert all(len(line.encode()) <= 75 for line in made)
    whole = "\r\n".join(made).replace("\r\n ", "")
    assert f"SUMMARY:{'期限' * 60}" in whole


def test_a_name_cannot_begin_a_line_of_its_own() -> None:
    made = lines(Day(MADE, "a;b,c\\d\r\nEND:VEVENT\x07", "", "k"))
    assert "SUMMARY:a\\;b\\,c\\\\d\\nEND:VEVENT" in made
    assert sum(line == "END:VEVENT" for line in made) == 1
