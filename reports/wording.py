"""Every word the reports print, in Chinese and English."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import cache
from importlib import resources
from typing import Any, Literal

Language = Literal["zh", "en"]
Languages = Literal["zh", "en", "both"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
UNKNOWN = "—"
PHRASE_FILES = ("phrases.toml", "phrases_printed.toml")

_RUNS_IN_SHEETS = tuple("=+-@\t\r\n＝＋－＠")
_SENTENCE_ZH = re.compile(r"(?<=[。！？；])")
_SENTENCE_EN = re.compile(
    r"(?<=[.!?;])(?<!Co\.)(?<!No\.)(?<!Mr\.)(?<!Ms\.)(?<!Dr\.)(?<!art\.)(?<!Art\.)(?<!vs\.)(?<!Inc\.)\s+(?=[^a-z\s])"
)


@cache
def _phrases() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    found: dict[str, dict[str, Mapping[str, str]]] = {}
    for name in PHRASE_FILES:
        text = resources.files("reports").joinpath(name).read_text(encoding="utf-8")
        for table, rows in tomllib.loads(text).items():
            found.setdefault(table, {}).update(rows)
    return found


def languages(wanted: Languages) -> tuple[Language, ...]:
    return LANGUAGES if wanted == "both" else (wanted,)


def phrase(key: str, language: Languages, **parts: object) -> str:
    """The text of "table.key", its {parts} filled; KeyError for a key that no phrase file has. both: zh, then en."""
    table, _, name = key.partition(".")
    row = _phrases()[table][name]
    shown = [row[each].format(**parts) if parts else row[each] for each in languages(language)]
    return " ".join(dict.fromkeys(shown))


def term(table: str, code: object, language: Languages) -> str:
    """The words for a code of a closed list; a code of a later version prints as itself, None as —."""
    if code is None or code == "":
        return UNKNOWN
    row = _phrases()[table].get(str(code))
    return str(code) if row is None else " ".join(dict.fromkeys(row[each] for each in languages(language)))


def terms(table: str) -> tuple[str, ...]:
    return tuple(_phrases()[table])


def say(text: object, language: Languages) -> str:
    """A text of the document: {zh, en} in the language asked for (else the other), a plain string as it is, None empty."""
    if text is None:
        return ""
    if not isinstance(text, Mapping):
        return str(text)
    shown = [str(text.get(each) or text.get(_other(each)) or "") for each in languages(language)]
    return "\n".join(dict.fromkeys(shown))


def _other(language: Language) -> Language:
    return "en" if language == "zh" else "zh"


def decimal(text: object) -> Decimal | None:
    try:
        number = Decimal(str(text))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def is_currency(code: str) -> bool:
    return re.fullmatch("[A-Z]{3}", code) is not None


def money(amount: object, currency: object, language: Languages) -> str:
    """ "8000000.00", "CNY" -> 8,000,000元 / CNY 8,000,000; what is no number prints as it is, None as —."""
    if amount is None or amount == "":
        return UNKNOWN
    number = decimal(amount)
    if number is None:
        return str(amount)
    shown = f"{number:,f}"
    shown = shown[:-3] if shown.endswith(".00") else shown
    code = str(currency or "")
    if language != "en" and code == "CNY":
        return f"{shown}元"
    return f"{code} {shown}".strip()


def money_range(bounds: Mapping[str, Any] | None, currency: object, language: Languages) -> str:
    """{low, high, currency} as one sum or as low – high; None as —; an open end is said."""
    if not bounds:
        return UNKNOWN
    code = bounds.get("currency") or currency
    low, high = bounds.get("low"), bounds.get("high")
    if low is None and high is None:
        return UNKNOWN
    if low == high or decimal(low) == decimal(high):
        return money(low, code, language)
    if low is None:
        return f"≤ {money(high, code, language)}"
    if high is None:
        return f"≥ {money(low, code, language)}"
    return f"{money(low, code, language)} – {money(high, code, language)}"


def share(text: object) -> str:
    """ "7/10" -> 70%; what does not end within two decimals keeps its fraction: ≈33.33% (1/3). {low, high} as a band."""
    if text is None or text == "":
        return UNKNOWN
    if isinstance(text, Mapping):
        return f"{share(text.get('low'))}–{share(text.get('high'))}"
    try:
        part = Fraction(str(text)) * 100
    except (ValueError, ZeroDivisionError):
        return str(text)
    hundredths = part * 100
    if hundredths.denominator == 1:
        return f"{Decimal(int(hundredths)) / 100:f}%"
    near = Decimal(round(hundredths)) / 100
    return f"≈{near:.2f}% ({text})"


def period(span: Mapping[str, Any] | None, language: Languages) -> str:
    """{start, end} as start – end; one day as that day."""
    start, end = (span.get("start"), span.get("end")) if span else (None, None)
    if start and end:
        return str(start) if start == end else f"{start} – {end}"
    if start:
        return phrase("drawing.since", language, day=start)
    return phrase("drawing.until", language, day=end) if end else UNKNOWN


def number(value: object) -> str:
    """A score with its four decimals and its sign; other things as they are."""
    if isinstance(value, float):
        return f"{value:.4f}"
    return UNKNOWN if value is None else str(value)


def figure(value: object) -> str:
    """A figure with thousands separators; a year-like or short one, and what is no figure, as it is."""
    amount = decimal(value) if value is not None and re.fullmatch(r"-?\d{5,}(\.\d+)?", str(value)) else None
    return number(value) if amount is None else f"{amount:,f}".removesuffix(".00")


# A word of accusation, and what is printed in its stead: a finding is the court's (typologies, wording).
_GUARDS: dict[Language, tuple[tuple[re.Pattern[str], str], ...]] = {
    "zh": (
        (re.compile(r"恶意转移"), "转移"),
        (re.compile(r"(?<!符合)(?<!疑似)(空壳公司|空壳企业|皮包公司)(?!的?(?:特征|线索|迹象|信号))"), r"\1特征"),
        (re.compile(r"(?<!符合)(?<!疑似)(虚假诉讼|人格混同)(?!的?(?:特征|线索|迹象|信号))"), r"符合\1特征，待法院认定"),
        (re.compile(r"(?<!符合)(?<!疑似)(欺诈|诈骗)(?!的?(?:特征|线索|迹象|信号|罪))"), r"\1迹象"),
    ),
    "en": (
        (re.compile(r"\bmalicious(?:ly)? (transferr?(?:ed|s)?)\b", re.IGNORECASE), r"\1"),
        (
            re.compile(
                r"(?<!signals of )(?<!signals of a )(?<!signal of )(?<!signals of an )\b(?:an? )?"
                r"(shell compan(?:y|ies)|shell firms?|shells?|sham(?: [a-z]+)?|fraud(?:ulent [a-z]+)?)"
                r"(?! (?:signals?|tests?|density)\b)\b"
            ),
            r"signals of \1",
        ),
        (re.compile(r"^(Sham(?: [a-z]+)?|Shell compan(?:y|ies)|Fraud(?:ulent [a-z]+)?)\b"), r"Signals of \1"),
    ),
}
_STATUTE = re.compile(r"(《[^》]*》)")


def guarded(text: str, language: Languages) -> str:
    """The text with words of accusation turned into signals; names of statutes in 《》 stay."""
    pieces = _STATUTE.split(text)
    for each in languages(language):
        for pattern, instead in _GUARDS[each]:
            pieces[::2] = [pattern.sub(instead, piece) for piece in pieces[::2]]
    return "".join(pieces)


def sentences(text: str, language: Language) -> tuple[str, ...]:
    """A summary cut at its full stops; no letter is lost but the blanks between."""
    cuts = _SENTENCE_ZH if language == "zh" else _SENTENCE_EN
    return tuple(piece.strip() for piece in cuts.split(text) if piece.strip())


def safe_cell(text: str) -> str:
    """A cell that no spreadsheet runs: one leading ' before = + - @ and the like, also behind blanks."""
    return "'" + text if text.lstrip(" \u3000\ufeff").startswith(_RUNS_IN_SHEETS) else text
