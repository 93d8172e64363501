"""Official numbers of companies and persons, read and judged."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import polars as pl

from graph import check_digits as check
from graph.identifier_schemes import (
    BY_PLACE,
    FAULTS,
    GUESSES,
    OTHER,
    PERSONAL_LABEL,
    REGISTER_LABEL,
    SCHEME_OF_LABEL,
    SCHEMES,
    Scheme,
)

State = Literal["valid", "unverified", "lost", "none"]

_BLANK = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00ad]")
_QUOTES = "'`’‘"
_MISSING = frozenset(["NULL", "NONE", "NAN", "N/A", "NA", "无", "無", "暂无", "未知", "不详", "UNKNOWN"])
_DASHES = re.compile(r"[-–—_/\\*.·]*")
_LOST = re.compile(r"\d(?:\.\d+)?E\+\d{1,3}|\d\.\d+E\d{1,3}")
_WHOLE_FLOAT = re.compile(r"\d{1,15}\.0")  # a column of numbers read as floats; exact up to 15 digits
_MASK = re.compile(r"[*●○×]|X{2,}")
# Tried in this order: the usual slips first, since S and Z are letters of many numbers.
_LOOK_ALIKES = (str.maketrans("OI", "01"), str.maketrans("OISZV", "0152U"))
_LIST_BREAK = re.compile(r"[;；\n]")


@dataclass(frozen=True, slots=True, order=True)
class Identifier:
    """A number and the register it belongs to; scheme is one of SCHEMES or "other" (value then "label:number")."""

    scheme: str
    value: str

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell that should hold an identifier holds.

    valid: may join records; unverified: kept and shown, joins nothing; lost: digits are gone, the row is rejected;
    none: the cell is empty or filled up. `fault` is a key of FAULTS or empty; a valid reading may carry a remark.
    """

    identifier: Identifier | None
    state: State
    fault: str = ""
    about: str = ""

    @property
    def valid(self) -> bool:
        return self.state == "valid"

    @property
    def reason(self) -> str:
        return self.told("en")[0]

    @property
    def remedy(self) -> str:
        return self.told("en")[1]

    def told(self, lang: Literal["en", "zh"]) -> tuple[str, str]:
        """Reason and remedy in one language; two empty strings where there is nothing to say."""
        if not self.fault:
            return "", ""
        reason, remedy = FAULTS[self.fault][lang]
        about = SCHEMES[self.about].title(lang) if self.about in SCHEMES else self.about
        return reason.format(about), remedy.format(about)


def squeezed(text: str) -> str:
    """NFKC, capitals, no blanks or zero-width letters, no leading apostrophe (a spreadsheet's text mark), no ".0"."""
    bare = _BLANK.sub("", unicodedata.normalize("NFKC", text).upper()).lstrip(_QUOTES)
    return bare[:-2] if _WHOLE_FLOAT.fullmatch(bare) else bare


def read_identifier(text: str | None, *, scheme: str | None = None, jurisdiction: str | None = None) -> Reading:
    """Read one cell. `scheme` is a slug or any label of it in Chinese or English; "label:number" is read too.

    Nothing is corrected: an O in place of a 0 leaves the number unverified and is named in the remedy.
    Leading zeros are put back only where the register's numbers are fixed in length (gb-coh, hk-cr).
    """
    bare = squeezed(text or "")
    if bare in _MISSING or _DASHES.fullmatch(bare):
        return Reading(None, "none", "missing")
    if _LOST.fullmatch(bare):
        return Reading(None, "lost", "lost", bare)
    place = _place(jurisdiction)
    if scheme is None:
        label, found, number = bare.partition(":")
        if found and number and _slug(label, place) is not None:
            return read_identifier(number, scheme=label, jurisdiction=jurisdiction)
    slug = _guessed(bare, place) if scheme is None else _slug(scheme, place)
    if slug is None:
        return _foreign(bare, scheme or "")
    return _judged(SCHEMES[slug], bare, place)


def detect(text: str | None) -> Identifier | None:
    """The official identifier that a bare cell plainly is; None where a check digit does not prove it.

    Only USCC, LEI, resident and Hong Kong identity numbers prove themselves. About 3 % of resident numbers made of
    digits alone also pass as USCCs: those that begin with 9 are taken as USCCs (market regulation), others as persons'.
    """
    bare = squeezed(text or "")
    slug = _proven(bare)
    return None if slug is None else _judged(SCHEMES[slug], bare, "").identifier


def possible_readings(text: str | None) -> tuple[Identifier, ...]:
    """Every valid reading of a bare number, for looking it up among identifiers that a source declared.

    "01234567" may be a British company or a Hong Kong business number; alone it proves neither.
    """
    bare = squeezed(text or "")
    if not bare or bare in _MISSING:
        return ()
    readings = (_judged(known, bare, "") for known in SCHEMES.values() if known.shape is not None)
    return tuple(sorted(found.identifier for found in readings if found.valid and found.identifier))


def read_list(text: str | None, *, jurisdiction: str | None = None) -> tuple[Reading, ...]:
    """Read "scheme:value; scheme:value" (contract: other_identifiers); empty items are left out."""
    readings = []
    for item in _LIST_BREAK.split(text or ""):
        label, found, number = unicodedata.normalize("NFKC", item).strip().partition(":")
        read = (
            read_identifier(number, scheme=label, jurisdiction=jurisdiction)
            if found and label.strip()
            else read_identifier(number if found else label, jurisdiction=jurisdiction)
        )
        if read.state != "none":
            readings.append(read)
    return tuple(readings)


def is_personal(identifier: Identifier) -> bool:
    """Is it a person's own number, never to be kept or printed in full?"""
    return identifier.scheme in SCHEMES and SCHEMES[identifier.scheme].personal


def mask(identifier: Identifier) -> str:
    """For print: a person's number as **** and its last four; others as they are."""
    if not is_personal(identifier):
        return identifier.value
    return "****" + (identifier.value[-4:] if len(identifier.value) > 4 else "")


def keyed(identifier: Identifier) -> Identifier:
    """A person's number as it may be stored: sha256:24 hex:last four; others unchanged; twice is once.

    The same number always gives the same key, so records still join. It hides the number from readers; it does
    not withstand somebody who tries out every number.
    """
    if not is_personal(identifier) or identifier.value.startswith("sha256:"):
        return identifier
    digest = hashlib.sha256(str(identifier).encode()).hexdigest()[:24]
    last = identifier.value[-4:] if len(identifier.value) > 4 else ""
    return Identifier(identifier.scheme, f"sha256:{digest}:{last}")


def valid_uscc_column(series: pl.Series) -> pl.Series:
    """For each cell: would read_identifier(cell, scheme="cn-uscc") be valid? Null is False; same length and name."""
    cells = series.cast(pl.String)
    plain = cells.str.contains(r"^[\x00-\x7F]*$").fill_null(value=True)
    tidy = cells.str.replace_all(r"[\x09-\x0d\x1c-\x20]", "").str.strip_chars_start("'`")
    tidy = tidy.str.replace_all("-", "", literal=True).str.to_uppercase()
    if not plain.all():
        odd = pl.Series([squeezed(cell).replace("-", "") for cell in cells.filter(~plain)], dtype=pl.String)
        tidy = tidy.scatter((~plain).arg_true(), odd)
    shaped = tidy.str.contains(f"^[{check.USCC_LETTERS}]{{18}}$").fill_null(value=False)
    right = check.uscc_rows_right("".join(tidy.filter(shaped)).encode())
    answer = pl.Series(series.name, [False], dtype=pl.Boolean).new_from_index(0, len(series))
    return answer.scatter(shaped.arg_true(), pl.Series(right))


def plain_uscc_column(series: pl.Series) -> pl.Series:
    """True where a cell is a company's code in plain letters (91 to 93) with the right check digit: read_identifier, told no
    scheme, finds a valid cn-uscc of just these letters. False decides nothing.
    """
    shaped = series.str.contains(f"^9[1-3][{check.USCC_LETTERS}]{{16}}$").fill_null(value=False)
    right = check.uscc_rows_right("".join(series.filter(shaped)).encode())
    answer = pl.Series(series.name, [False], dtype=pl.Boolean).new_from_index(0, len(series))
    return answer.scatter(shaped.arg_true(), pl.Series(right))


def _place(jurisdiction: str | None) -> str:
    place = (jurisdiction or "").strip().upper()[:2]
    return "GB" if place == "UK" else place


def _label(text: str) -> str:
    return re.sub(r"[\s_\-./()]", "", unicodedata.normalize("NFKC", text).casefold())


def _slug(scheme: str, place: str) -> str | None:
    label = _label(scheme)
    slug = SCHEME_OF_LABEL.get(label)
    if slug is None and any(word in label for word in PERSONAL_LABEL):
        slug = "person-document"
    if slug is None:
        return None
    return BY_PLACE.get((slug, place), None if slug == "company-number" else slug)


def _guessed(bare: str, place: str) -> str | None:
    """The scheme of a number whose cell names none: by proof, then by the register of its jurisdiction."""
    proven = _proven(bare)
    if proven:
        return proven
    if re.fullmatch(r"[0-9A-Z]{18}", bare.replace("-", "")):
        return "cn-id" if _resident_shaped(bare) and not bare.startswith("9") else "cn-uscc"
    if re.fullmatch(r"[0-9A-Z]{18}\d\d", bare) and not bare.isdigit():
        return "lei"
    if re.fullmatch(r"\d{15}", bare) and check.resident_like(bare):
        return "cn-id"  # perhaps an old registration number: joins nothing either way, and is kept as a person's
    return next((slug for at, shape, slug in GUESSES if at == place and re.fullmatch(shape, bare)), None)


def _resident_shaped(bare: str) -> bool:
    return re.fullmatch(r"\d{17}[0-9X]", bare) is not None and check.resident_like(bare)


def _proven(bare: str) -> str | None:
    code = bare.replace("-", "")
    if len(set(code)) == 1:
        return None
    person = _resident_shaped(code) and check.resident_right(code)
    if _proves("cn-uscc", code) and check.USCC_OPENING.match(code) and not (person and not code.startswith("9")):
        return "cn-uscc"
    if person:
        return "cn-id"
    if _proves("lei", code) and not code.isdigit():
        return "lei"
    bracketed = re.fullmatch(r"([A-Z]{1,2}\d{6})\(([0-9A])\)", bare)
    return "hk-id" if bracketed and check.hk_id_right("".join(bracketed.groups())) else None


def _proves(slug: str, code: str) -> bool:
    known = SCHEMES[slug]
    return bool(known.shape and known.shape.fullmatch(code) and known.right and known.right(code))


def _judged(known: Scheme, bare: str, place: str) -> Reading:
    number = known.settle(bare)
    held = Identifier(known.slug, number)
    for fault, found in _DOUBTS:
        about = found(known, number, place)
        if about is not None:
            return Reading(None if fault == "filler" else held, _STATE_OF.get(fault, "unverified"), fault, about)
    if known.slug == "passport":
        held = Identifier(known.slug, f"{place}-{number}")
    return Reading(held, "valid", *_remark(known, number))


def _remark(known: Scheme, number: str) -> tuple[str, str]:
    if known.slug == "cn-uscc" and not check.org_right(number[8:17]):
        return "inner-check", number[8:17]
    return ("own-source", "") if known.slug == "person-no" else ("", "")


def _filler(known: Scheme, number: str, place: str) -> str | None:
    alike = len(set(number)) == 1 and (len(number) >= 15 or set(number) == {"0"})
    return number if alike else None


def _masked(known: Scheme, number: str, place: str) -> str | None:
    return "" if known.shape is not None and _MASK.search(number) and not known.shape.fullmatch(number) else None


def _letters(known: Scheme, number: str, place: str) -> str | None:
    """Letters that stand where look-alike digits would make the shape right."""
    if known.shape is None or known.shape.fullmatch(number):
        return None
    for table in _LOOK_ALIKES:
        meant = number.translate(table)
        if known.shape.fullmatch(meant):
            return ", ".join(sorted({was for was, now in zip(number, meant, strict=True) if was != now}))
    return None


def _old_form(known: Scheme, number: str, place: str) -> str | None:
    return "" if known.slug == "cn-id" and re.fullmatch(r"\d{15}", number) else None


def _misshapen(known: Scheme, number: str, place: str) -> str | None:
    return known.slug if known.shape is not None and not known.shape.fullmatch(number) else None


def _wrong_check(known: Scheme, number: str, place: str) -> str | None:
    return known.slug if known.right is not None and not known.right(number) else None


def _no_issuer(known: Scheme, number: str, place: str) -> str | None:
    return "" if known.slug == "passport" and not place else None


def _no_register(known: Scheme, number: str, place: str) -> str | None:
    return "" if known.slug == "person-document" else None


_DOUBTS: tuple[tuple[str, Callable[[Scheme, str, str], str | None]], ...] = (
    ("filler", _filler),
    ("masked", _masked),
    ("letter", _letters),
    ("old-form", _old_form),
    ("shape", _misshapen),
    ("check", _wrong_check),
    ("no-issuer", _no_issuer),
    ("no-scheme", _no_register),
)
_STATE_OF: dict[str, State] = {"filler": "none"}


def _foreign(bare: str, scheme: str) -> Reading:
    """A number of a register that is not in the table: joins only where the label names that register."""
    label = unicodedata.normalize("NFKC", scheme).strip().casefold().replace(" ", "-")
    if set(bare) == {"0"}:
        return Reading(None, "none", "filler", bare)
    held = Identifier(OTHER, f"{label}:{bare}" if label and label != OTHER else bare)
    if REGISTER_LABEL.fullmatch(label) and not _MASK.search(bare):
        return Reading(held, "valid")
    return Reading(held, "unverified", "masked" if _MASK.search(bare) else "no-scheme")
