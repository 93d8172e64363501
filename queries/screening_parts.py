"""Columns that several screening rules read, in any engine."""

from __future__ import annotations

import narwhals as nw

from queries.hosts import HOST_WORDS
from queries.screening_rule import Frame, Ground

HOST_LICENCES = "address_host|registered_agent"
PROFESSIONAL_LICENCES = "professional_director|registered_agent|insolvency_practitioner|address_host"
FIRM = ["company", "branch", "partnership", "trust", "fund", "unknown"]
_NUMBER = r"^[0-9]{1,15}(\.[0-9]{1,6})?$"
_HOST = f"(?i){HOST_WORDS}"
_ENDED = "(?i)注销|吊销|除名|解散|dissol|deregist|struck|liquidat|revoked|wound up"


def first_day(column: str) -> nw.Expr:
    """Whole days since 1970-01-01 of the first day that an ISO date, perhaps without day or month, can mean."""
    return _days(_part(column, 0, 4), _part(column, 5, 2), _part(column, 8, 2))


def last_day(column: str) -> nw.Expr:
    """The last such day: the day before the first day of what comes next."""
    length = nw.col(column).str.len_chars()
    year, month, day = _part(column, 0, 4), _part(column, 5, 2), _part(column, 8, 2)
    december = month == 12
    one = nw.lit(1)
    next_year = nw.when((length < 7) | december).then(year + 1).otherwise(year)
    next_month = nw.when((length < 7) | december).then(one).otherwise(month + 1)
    return nw.when(length >= 10).then(_days(year, month, day)).otherwise(_days(next_year, next_month, one) - 1)


def _part(column: str, at: int, size: int) -> nw.Expr:
    """Digits of a date; 1 where the date is too short to tell."""
    text = nw.col(column)
    told = nw.when(text.str.len_chars() >= at + size).then(text.str.slice(at, size)).otherwise(nw.lit("01"))
    return told.cast(nw.Int64)


def _days(year: nw.Expr, month: nw.Expr, day: nw.Expr) -> nw.Expr:
    """Days from the civil calendar in whole numbers alone: years begin in March, so that a leap day comes last."""
    late = nw.when(month <= 2).then(nw.lit(1)).otherwise(nw.lit(0))
    shifted = year - late
    era = shifted // 400
    of_era = shifted - era * 400
    from_march = month - 3 + late * 12
    of_year = (from_march * 153 + 2) // 5 + day - 1
    return era * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719468


def may_hold(day: int) -> nw.Expr:
    """A row with start and end that may hold on a day; without days it counts as held."""
    begun = nw.col("start").is_null() | (first_day("start") <= day)
    return begun & (nw.col("end").is_null() | (last_day("end") > day))


def amount(column: str) -> nw.Expr:
    """A plain amount as a number to compare; nothing where the cell is empty or an interval."""
    text = nw.col(column)
    return nw.when(text.str.contains(_NUMBER)).then(text).otherwise(nw.lit(None, nw.String)).cast(nw.Float64)


def flag(condition: nw.Expr) -> nw.Expr:
    """1 where it holds, 0 where it does not or nothing is known."""
    return nw.when(condition.fill_null(value=False)).then(nw.lit(1)).otherwise(nw.lit(0))


def says_host(*columns: str) -> nw.Expr:
    """Does one of the texts say that firms are lodged there?"""
    return nw.any_horizontal(*(nw.col(c).fill_null("").str.contains(_HOST) for c in columns), ignore_nulls=True)


def has_licence(words: str) -> nw.Expr:
    return nw.col("licence").fill_null("").str.contains(f"(^|;) *({words}) *(;|$)")


def public(kind: str = "kind") -> nw.Expr:
    """A public body, or recorded as owned by the state or listed."""
    return (
        (nw.col(kind).fill_null("") == "public_body")
        | (nw.col("state_owned").fill_null("") == "yes")
        | (nw.col("listed").fill_null("") == "yes")
    )


def has_ended() -> nw.Expr:
    """A party row that says that the firm is gone from the register."""
    return ~nw.col("dissolved").is_null() | nw.col("status").fill_null("").str.contains(_ENDED)


def firms(ground: Ground) -> Frame:
    """Rows of the parties table that speak of a firm."""
    rows = ground["parties"].filter(~nw.col("party_p").is_null())
    return rows.filter(nw.col("kind").fill_null("company") != "person")


def biggest_group(ground: Ground, members: Frame) -> Frame:
    """members: (key, p), each pair once. How many of each key's members one control group holds at most: key, biggest."""
    led = ground["led"]
    own = members.join(led, on="p", how="inner").select("key", "p", "head")
    # The head of a group, standing among its own companies, is one of them.
    heads = members.join(led.select(nw.col("head")).unique(), left_on="p", right_on="head", how="inner")
    heads = heads.select("key", "p", nw.col("p").alias("head"))
    counted = nw.concat([own, heads]).group_by("key", "head").agg(nw.len().alias("n"))
    return counted.group_by("key").agg(nw.col("n").max().alias("biggest"))
