"""Columns that several screening rules read, in any engine."""

from __future__ import annotations

import narwhals as nw

from graph.values import Share
from queries.hosts import HOST_WORDS
from queries.screening_rule import Frame, Ground

HOST_LICENCES = "address_host|registered_agent"
PROFESSIONAL_LICENCES = "professional_director|registered_agent|insolvency_practitioner|address_host"
FIRM = ["company", "branch", "partnership", "trust", "fund", "unknown"]
_NUMBER = r"^[0-9]{1,15}(\.[0-9]{1,6})?$"
_HOST = f"(?i){HOST_WORDS}"
_ENDED = "(?i)注销|吊销|除名|解散|dissol|deregist|struck|liquidat|revoked|wound up"


def may_hold(day: int) -> nw.Expr:
    """A row with start and end that may hold on a day; without days it counts as held."""
    begun = nw.col("start_first").is_null() | (nw.col("start_first") <= day)
    return begun & (nw.col("end_last").is_null() | (nw.col("end_last") > day))


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


def share_words(text: str | None) -> tuple[str, str]:
    """A kept share in both languages: per cent, or that its size is not told."""
    return (Share.parse(text).percent(),) * 2 if text else ("比例不详", "a stake of unknown size")
