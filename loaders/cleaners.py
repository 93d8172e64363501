"""Cell cleaners: one distinct text in, one exact value out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache

from graph.schema import WORDS
from graph.values import plain

MISSING = frozenset(
    {"", "-", "--", "/", "*", "null", "none", "无", "暂无", "n/a", "nan", "0001-01-01", "1900-01-01", "00000000",
     "99991231", "9999-12-31", "长期", "-------------------"}
)  # fmt: skip
_LOST = re.compile(r"(?:^|[:;\s])\d(?:\.\d+)?[eE]\+\d+(?:$|[;\s])")
_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:[T ]\d{1,2}:\d{2}.*)?")
_HAN = re.compile(r"(\d{4})年(?:(\d{1,2})月(?:(\d{1,2})[日号]?)?)?(?:\s*\d{1,2}[时:].*)?")
_SLASH = re.compile(r"(\d{4})[/.](\d{1,2})(?:[/.](\d{1,2}))?(?: \d{1,2}:\d{2}.*)?")
_PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})")
_YEAR = re.compile(r"(\d{4})")
# A day as a spreadsheet counts it, 1954-10-03 to 2064-04-08; a day of the year 1904 count is not told from it.
_SERIAL = re.compile(r"([2-5]\d{4})(?:\.\d+)?")
_DAY_NOUGHT = date(1899, 12, 30)
# Commas between groups of three digits, of four (万), or of two above the last three (lakh); none after the point.
_GROUPED = re.compile(r"[^\d,]*(?:\d{1,3}(?:,\d{3})+|\d{1,4}(?:,\d{4})+|\d{1,2}(?:,\d{2})+,\d{3})(?:\.\d+)?[^\d,]*")
_NUMBER = r"\d+(?:\.\d+)?"
_BAND = re.compile(rf"({_NUMBER})\s*%?\s*[-–—~～至到]\s*({_NUMBER})\s*(%?)")
MONEY_UNITS = {
    "": 1,
    "元": 1,
    "千": 10**3,
    "千元": 10**3,
    "万": 10**4,
    "万元": 10**4,
    "百万": 10**6,
    "亿": 10**8,
    "亿元": 10**8,
}
_CURRENCY_WORDS = {
    "人民币": "CNY", "rmb": "CNY", "cny": "CNY", "美元": "USD", "usd": "USD", "港元": "HKD", "港币": "HKD",
    "hkd": "HKD", "欧元": "EUR", "eur": "EUR", "英镑": "GBP", "gbp": "GBP", "日元": "JPY", "jpy": "JPY",
    "新加坡元": "SGD", "sgd": "SGD", "澳门元": "MOP", "新台币": "TWD", "cnh": "CNY",
}  # fmt: skip
_MONEY = re.compile(rf"([^-+\d.]*)([-+]?)({_NUMBER}|\.\d+)([^\d.]*)")
# Signs of currencies. A bare $ may be another dollar: it is read as USD unless the row's currency column says else.
_SIGNS = (
    ("us$", "美元"),
    ("hk$", "港元"),
    ("s$", "新加坡元"),
    ("€", "欧元"),
    ("£", "英镑"),
    ("$", "美元"),
    ("¥", ""),
    ("整", ""),
)
_COUNTS = {"万股": 10**4, "百万股": 10**6, "亿股": 10**8, "千股": 10**3, "万": 10**4, "亿": 10**8}
_YES = {"是": "yes", "yes": "yes", "y": "yes", "true": "yes", "1": "yes", "已通知": "yes", "上市": "yes", "国有": "yes"}
_NO = {"否": "no", "no": "no", "n": "no", "false": "no", "0": "no", "未通知": "no", "未上市": "no"}


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What a cell became: a value, or why its row is set aside; a note never sets a row aside."""

    value: str | None = None
    reason: str = ""
    remedy: str = ""
    note: str = ""
    currency: str = ""
    bare: bool = False


def squeeze(text: str) -> str:
    """NFKC, no zero-width characters, trimmed: for reading a value, never for display."""
    return re.sub("[\u200b-\u200f\ufeff]", "", unicodedata.normalize("NFKC", text)).strip()


def is_missing(text: str) -> bool:
    return squeeze(text).lower() in MISSING


def clean_date(text: str) -> Cleaned:
    """ISO, 2024年3月5日, 20240305, 2024/3/5; partial dates stay partial ("2024-03"); a spreadsheet's day number with a note."""
    plain_text = squeeze(text)
    for form in (_ISO, _HAN, _SLASH, _PACKED, _YEAR):
        found = form.fullmatch(plain_text)
        if found:
            year, month, day = [*found.groups(), None, None][:3]
            return _day(text, int(year or 0), int(month) if month else None, int(day) if day else None)
    if counted := _SERIAL.fullmatch(plain_text):
        told = (_DAY_NOUGHT + timedelta(days=int(counted[1]))).isoformat()
        return Cleaned(told, note=f"{text} read as a spreadsheet's day number, {told}")
    return Cleaned(
        reason=f"not a date: {text}", remedy="write dates as 2024-03-05 (or 2024-03, 2024 where no more is known)"
    )


def _day(text: str, year: int, month: int | None, day: int | None) -> Cleaned:
    """A month or day written as 00 is one not known."""
    try:
        if day and not month:
            raise ValueError
        date(year, month or 1, day or 1)
    except ValueError:
        return Cleaned(reason=f"no such day: {text}", remedy="look the day up in the source and correct it")
    if year >= 9999 or year <= 1:
        return Cleaned(None)
    parts = [f"{year:04d}"] + [f"{p:02d}" for p in (month, day) if p]
    return Cleaned("-".join(parts))


def after_last_day(text: str) -> str:
    """Registers print the last day; the template's `end` is the first day after. ISO in, ISO out."""
    if len(text) != 10:
        return text
    return (date.fromisoformat(text) + timedelta(days=1)).isoformat()


def clean_share(text: str, *, unit: str) -> Cleaned:
    """unit: 'fraction', 'percent' or '' (undecided: only the cell's own % or / can tell)."""
    plain_text = squeeze(text)
    if "," in plain_text:
        return _comma(text, plain_text, unit)
    about = plain_text.startswith(("约", "＜", "<", ">", "≥", "≤"))
    band = _BAND.fullmatch(plain_text)
    try:
        if band:
            return _band(text, band, unit)
        if about:
            return _about(text, plain_text, unit)
        if ".." in plain_text:  # our own exact writing of an interval
            low, _, high = plain_text.partition("..")
            return _bounded(text, Fraction(low), Fraction(high))
        if "/" in plain_text and "%" not in plain_text:
            value = Fraction(plain_text.replace(" ", ""))
            return _bounded(text, value, value)
        if plain_text.endswith("%"):
            value = Fraction(plain_text[:-1].strip()) / 100
            return _bounded(text, value, value)
        value = Fraction(plain_text)
    except (ValueError, ZeroDivisionError):
        return Cleaned(reason=f"not a share: {text}", remedy="write shares as 35%, 1/3, 25-50% or a plain number")
    return _bare(text, value, unit)


def _comma(text: str, plain_text: str, unit: str) -> Cleaned:
    """ "33,5%": no share is parted into thousands, so that a comma before one, two or four digits is the point."""
    pointed = re.sub(r"(?<=\d),(?=(?:\d{1,2}|\d{4,})(?!\d))", ".", plain_text)
    if "," in pointed:
        return Cleaned(reason=f"not a share: {text}", remedy="write the decimal point as a point: 33.5%")
    return replace(clean_share(pointed, unit=unit), note=f"{text}: the comma read as a decimal point")


def _band(text: str, band: re.Match[str], unit: str) -> Cleaned:
    """ "25-50%"; without any % the column's unit, else the numbers themselves decide."""
    low, high = Fraction(band[1]), Fraction(band[2])
    if "%" in band[0] or unit == "percent" or (unit != "fraction" and high > 1):
        return _bounded(text, low / 100, high / 100)
    return _bounded(text, low, high) if unit == "fraction" else _unclear(text)


def _unclear(text: str) -> Cleaned:
    return Cleaned(
        reason=f"unit unclear: {text} may be a fraction or per cents",
        remedy="write 1% or 100%, or import with --unit fraction or --unit percent",
    )


def _bare(text: str, value: Fraction, unit: str) -> Cleaned:
    if unit != "percent" and unit != "fraction" and 0 < value <= 1:
        return _unclear(text)
    value = value if unit == "fraction" else value / 100
    return _bounded(text, value, value)


def _about(text: str, plain_text: str, unit: str) -> Cleaned:
    """ "约51%" is within half a point; "＜0.01%" lies between nothing and that."""
    mark, rest = plain_text[0], plain_text[1:].lstrip("= ")
    inner = clean_share(rest, unit=unit)
    if inner.value is None or ".." in inner.value:
        return inner
    value = Fraction(inner.value)
    half = Fraction(1, 200)
    low, high = {
        "约": (max(value - half, Fraction(0)), min(value + half, Fraction(1))),
        ">": (value, Fraction(1)),
        "≥": (value, Fraction(1)),
    }.get(mark, (Fraction(0), value))
    return Cleaned(f"{low}..{high}", note=f"{text} kept as a range")


def _bounded(text: str, low: Fraction, high: Fraction) -> Cleaned:
    if low > high or low < 0:
        return Cleaned(reason=f"not a share: {text}", remedy="write the lower bound first, none below 0")
    if high > 1:
        return Cleaned(
            reason=f"a share above 100 %: {text}",
            remedy="correct the figure, or check whether the column is in per cent",
        )
    return Cleaned(str(low) if low == high else f"{low}..{high}")


def clean_money(text: str, *, unit: str = "") -> Cleaned:
    """Plain, with separators or with 万/亿; a currency word in the cell is kept. Exact decimal text out."""
    plain_text = re.sub(r"\s|\(.*?\)", "", squeeze(text)).lower()
    if "," in plain_text and not _GROUPED.fullmatch(plain_text):
        return Cleaned(
            reason=f"the comma is no thousands separator: {text}",
            remedy="write 1234.56 or 1,234.56, the point before decimals",
        )
    plain_text = plain_text.replace(",", "")
    bare_dollar = re.search(r"(?<![a-z])\$", plain_text)
    for sign, word in _SIGNS:
        plain_text = plain_text.replace(sign, word)
    found = _MONEY.fullmatch(plain_text)
    if not found:
        return Cleaned(reason=f"not an amount: {text}", remedy="write amounts as 8000000, 8,000,000 or 800万")
    words, currency = found[1] + (found[4] or unit.lower()), ""
    for word, code in _CURRENCY_WORDS.items():
        if word in words:
            words, currency = words.replace(word, ""), code
    if words not in MONEY_UNITS:
        return Cleaned(
            reason=f"unit of the amount unclear: {text}",
            remedy="use 元, 万, 亿 or a plain number and a currency column",
        )
    note = "$ read as US dollars where no currency column says else" if bare_dollar else ""
    amount = Decimal(found[2] + found[3]) * MONEY_UNITS[words]
    return Cleaned(plain(amount or Decimal(0)), note=note, currency=currency)


def clean_whole(text: str, *, unit: str = "") -> Cleaned:
    """A count, in the cell's or the heading's unit (万股); what is no whole number is unknown, with a note."""
    plain_text = re.sub(r"\s", "", squeeze(text))
    plain_text = plain_text.replace(",", "") if _GROUPED.fullmatch(plain_text) else plain_text
    found = re.fullmatch(rf"({_NUMBER})([人名笔股]|[百千万亿]+股?)?", plain_text)
    count = Decimal(found[1]) * _COUNTS.get(found[2] or unit, 1) if found else Decimal("0.5")
    if count != int(count):
        return Cleaned(None, note=f"{text} is not a whole number and is taken as unknown")
    return Cleaned(str(int(count)))


def clean_yes_no(text: str) -> Cleaned:
    word = squeeze(text).lower()
    value = _YES.get(word) or _NO.get(word)
    return Cleaned(value, note="" if value else f"{text} is neither yes nor no and is taken as unknown")


def clean_currency(text: str) -> Cleaned:
    word = squeeze(text).lower()
    code = next((code for spelled, code in _CURRENCY_WORDS.items() if spelled in word), "CNY" if word == "元" else "")
    return Cleaned(code or word.upper(), note="" if code or re.fullmatch("[a-z]{3}", word) else f"{text}: no currency")


def clean_identifier(text: str) -> Cleaned:
    """Ids stay text; one that a spreadsheet rounded is lost and its row set aside."""
    if _LOST.search(squeeze(text)):
        return Cleaned(
            reason=f"an identifier lost its digits: {text}",
            remedy="format the column as text in the spreadsheet and export it again",
        )
    return Cleaned(text)


def clean_word(text: str, *, words: str) -> Cleaned:
    """The canonical word of a list column; an unknown one becomes `other` (or the list's last resort), with a note."""
    known = spellings(words)
    key = squeeze(text).lower().replace(" ", "_")
    if key in known:
        return Cleaned(known[key])
    fallback = _LAST_RESORT.get(words, "other")
    return Cleaned(fallback or None, note=f"{text} is not in the list and is kept as {fallback or 'unknown'}")


# Where `other` would say too much; "" keeps the cell as unknown. An unknown standing is read with caution.
_LAST_RESORT = {
    "party_kind": "unknown",
    "nature": "",
    "basis": "",
    "consideration": "unknown",
    "payment_status": "",
    "encumbrance_status": "",
    "standing": "alleged",
    "grade": "",
    "outcome": "",
}


@cache
def spellings(words: str) -> dict[str, str]:
    return {squeeze(s).lower(): word for word, others in WORDS[words].items() for s in (word, *others)}


def cleaner_of(column_type: str, words: str, unit: str) -> Callable[[str], Cleaned]:
    """The cleaner for a column type; text-like columns keep their text."""
    table: dict[str, Callable[[str], Cleaned]] = {
        "date": clean_date,
        "share": lambda t: clean_share(t, unit=unit),
        "money": lambda t: clean_money(t, unit=unit),
        "whole": lambda t: clean_whole(t, unit=unit),
        "yes_no": clean_yes_no,
        "currency": clean_currency,
        "identifier": clean_identifier,
        "party": clean_identifier,
        "asset": clean_identifier,
        "word": lambda t: clean_word(t, words=words),
    }
    return table.get(column_type, lambda t: Cleaned(t))
