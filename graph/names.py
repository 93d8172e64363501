"""Names of companies and persons: their shape, their keys."""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Literal

from graph import name_words as words
from graph.name_parts import (
    BLANK,
    HAN,
    HAS_HAN,
    NameParts,
    folded,
    is_region,
    latin_form,
    latin_tokens,
    parts_of,
    short_region,
    simplified,
)

__all__ = [
    "Expected",
    "NameParts",
    "NameShape",
    "candidate_key",
    "case_number_key",
    "company_key",
    "folded",
    "lookalike",
    "parts_of",
    "person_candidate_key",
    "person_key",
    "shape_of",
    "simplified",
]


class NameShape(StrEnum):
    """What a bare name looks like; only REGISTERED may stand for one company wherever it occurs in its register."""

    REGISTERED = "registered"
    COMPANY = "company"
    PERSON = "person"
    MASKED = "masked"
    WORD = "word"


Expected = Literal["person", "company"] | None

_LATIN_NOISE = re.compile(r"(?<!\d)[.,]|[.,](?!\d)|['’‘`\"“”]")

_MASKED = re.compile(rf"某|[○●□■×]|(?<=[{HAN}])[Xx]{{1,3}}$|\*(?!ST)|(?<=.)\*")
_TITLED = re.compile(rf"[{HAN}]{{1,2}}(?:先生|女士|小姐|太太)")
_MINORITY = re.compile(rf"[{HAN}]+(?:·[{HAN}]+)+")
_BRANCH = re.compile(r"(.+(?:公司|合作社|事务所|厂|合伙\)))(.*)(?:分公司|支公司|分行|支行)")
_BUSINESS_INSIDE = re.compile(r"公司|合伙企业|合作社|事务所|株式会社|有限会社|合同会社")

_ZH_LIMITED = re.compile(r"有限责任公司|股份有限公司")


def _settled(once: Callable[[str], str], text: str) -> str:
    """Repeat until nothing changes, so that the key of a key is the key (NFKC and lower case can undo each other)."""
    for _ in range(8):
        again = once(text)
        if again == text:
            break
        text = again
    return text


def company_key(name: str) -> str:
    """For equality of company names within one register. The legal form is kept: 有限公司 is not 有限责任公司.

    Width, brackets, case, blanks, Latin full stops, commas and apostrophes do not matter; all else does.
    """
    return _settled(lambda text: _LATIN_NOISE.sub("", folded(text).lower()).replace(" ", ""), name)


def candidate_key(name: str) -> str:
    """For proposing that two names may be one party, never for joining them.

    Also one: traditional and simplified script, the limited forms (有限责任, 股份有限), 上海市/上海, Ltd/Limited, &/and.
    """
    return _settled(_candidate_once, name)


def _candidate_once(name: str) -> str:
    text = simplified(folded(name)).lower()
    if HAS_HAN.search(text):
        return _ZH_LIMITED.sub("有限公司", short_region(_LATIN_NOISE.sub("", text).replace(" ", "")))
    tokens = latin_tokens(text.replace("&", " and "))
    count, form = latin_form(tokens)
    stem = tokens[: len(tokens) - count] if count else tokens
    if len(stem) > 1 and stem[0] == "the":
        stem = stem[1:]
    return "".join([*stem, *form.split()])


def person_key(name: str) -> str:
    """For equality of a person's name within one company; across companies it proves nothing.

    "Yew, P." and "P. Yew" are one; traditional and simplified script are not.
    """
    return _settled(_person_once, name)


def _person_once(name: str) -> str:
    text = folded(name).lower()
    if HAS_HAN.search(text):
        return text.replace(" ", "")
    last, comma, first = text.partition(",")
    ordered = f"{first} {last}" if comma and "," not in first else text
    return BLANK.sub(" ", re.sub(r"[.,'’‘`]", " ", ordered)).strip()


def person_candidate_key(name: str) -> str:
    """For proposing that two persons' names may be one: script and order of the words do not matter."""
    return _settled(lambda text: " ".join(sorted(_person_once(simplified(text)).split())), name)


def case_number_key(number: str) -> str:
    """One key for a case number in half- or full-width brackets, with or without blanks and the label 案号."""
    text = _settled(lambda given: folded(given).replace(" ", "").upper(), number)
    return re.sub(r"^案号:?", "", text)


def shape_of(name: str, jurisdiction: str | None = None, expect: Expected = None) -> NameShape:
    """What the name looks like. `jurisdiction` is the party's (ISO 3166), `expect` what its column holds.

    A Chinese name is REGISTERED when it is full: a legal form of the register, a region (known, or shaped …省/市/县/区,
    in front or in brackets) and at least four letters of brand and trade. Without a region it is full only as
    股份有限公司 or 集团…公司 with four letters besides, or in the registers of Hong Kong, Macau and Taiwan, whose names
    have none. A branch is as full as its company. A Latin name is REGISTERED when its last words are a legal form
    after a word of two letters, save in registers that let a name stand twice (name_words.LATIN_NOT_UNIQUE).
    Blacked-out names are MASKED before all else: they never stand for anybody in particular.
    """
    text = folded(name)
    if _MASKED.search(text) or _TITLED.fullmatch(text):
        return NameShape.MASKED
    place = (jurisdiction or "").strip().upper()
    if HAS_HAN.search(text):
        return _zh_shape(simplified(text).replace(" ", ""), place[:2], expect)
    return _latin_shape(text, place, expect)


def _zh_shape(text: str, place: str, expect: Expected) -> NameShape:
    branch = _BRANCH.fullmatch(text)
    if branch:
        whole = _zh_shape(branch[1], place, "company")
        return whole if whole is NameShape.REGISTERED else NameShape.COMPANY
    parts = parts_of(text)
    if parts.full:
        return NameShape.REGISTERED if _zh_registered(parts, place) else NameShape.COMPANY
    if parts.form or _BUSINESS_INSIDE.search(text):
        return NameShape.COMPANY
    return NameShape.PERSON if _zh_person(text, expect) else NameShape.WORD


def _zh_registered(parts: NameParts, place: str) -> bool:
    stem = re.sub(r"[()]", "", parts.stem)
    if parts.region and len(stem) >= 4:
        return True
    if place in words.NO_REGION_REGISTERS and parts.form.endswith("限公司"):
        return len(stem) >= 2
    group = stem.endswith("集团") or parts.form == "集团公司"
    return (group or parts.form == "股份有限公司") and len(stem.removesuffix("集团")) >= 4


def _zh_person(text: str, expect: Expected) -> bool:
    if expect == "company":
        return False
    if _MINORITY.fullmatch(text):
        return True
    if not re.fullmatch(f"[{HAN}]{{2,4}}", text) or text.endswith(words.NO_GIVEN_NAME):
        return False
    if expect == "person":
        return True
    if is_region(text):
        return False
    return (text[:2] in words.DOUBLE_SURNAMES and len(text) > 2) or (text[0] in words.SURNAMES and len(text) < 4)


def _latin_shape(text: str, place: str, expect: Expected) -> NameShape:
    tokens = latin_tokens(text)
    count, _form = latin_form(tokens)
    person = expect == "person" and _latin_person(text)
    if text.endswith(")") or (person and text.isupper() and len(tokens[-1]) <= 2):
        count = 0  # a remark follows the name; or SA and the like end a person's name in capitals
    if count:
        named = any(sum(letter.isalpha() for letter in token) >= 2 for token in tokens[:-count])
        return NameShape.REGISTERED if named and place not in words.LATIN_NOT_UNIQUE else NameShape.COMPANY
    if person:
        return NameShape.PERSON
    inside = any(latin_form(tokens[:end])[0] for end in range(2, len(tokens) + 1))
    loose = len(tokens) > 1 and tokens[-1].lower() in words.LATIN_LOOSE_FORMS
    return NameShape.COMPANY if inside or loose else NameShape.WORD


def _latin_person(text: str) -> bool:
    """One to five words, each beginning with a capital or a particle such as "de"; initials and one comma may occur."""
    tokens = re.sub(r"[.,]", " ", text).split()
    if not 1 <= len(tokens) <= 5 or text.count(",") > 1:
        return False
    if not all(re.fullmatch(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*", token) for token in tokens):
        return False
    return all(not token[0].islower() or token in words.LATIN_PARTICLES for token in tokens)


def lookalike(a: str, b: str) -> float:
    """How alike two names' brand and trade are without region and legal form: 0 to 1, the same both ways round."""
    first, second = sorted(re.sub(r"[()\s]", "", parts_of(name).stem) for name in (a, b))
    if not first or not second:
        return 0.0
    return SequenceMatcher(None, first, second, autojunk=False).ratio()
