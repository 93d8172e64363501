"""Addresses, telephones and mail as keys to compare."""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph.name_parts import folded, simplified


@dataclass(frozen=True, slots=True, order=True)
class AddressKey:
    """unit: one room, flat or floor of the building, None where the address is coarser; building: "" where even that
    is not told (a street or a town is shared by too many to mean anything)."""

    unit: str | None
    building: str


_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_FILLERS = re.compile(r"(\d)\1+|0?1234567890?")
_DIGITS = {numeral: str(value) for value, numeral in enumerate("零一二三四五六七八九")}

# Words for one thing, after simplifying and lower-casing.
_ZH_WORDS = (
    (re.compile(r"(?<=[0-9a-z])(?:号楼|号栋|号幢|座|幢|栋|#楼)|(?<=[a-z])楼"), "栋"),
    (re.compile(r"(?<=[0-9a-z])(?:f(?![a-z0-9])|楼层|楼(?!栋))"), "层"),
    (re.compile(r"(?<=\d)(?:号房|房间|房|号室)"), "室"),
    (re.compile(r"[-—–－~至]"), "-"),
)
_ZH_REMARK = re.compile(r"\((?:[^()\d]*(?:集群|托管|申报|住所|承诺|限)[^()]*)\)$")
_ZH_NUMERAL = re.compile(
    r"(?<![百千零])([一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])(?=[层楼栋幢座室号弄])"
)
_ZH_BUILDING = re.compile(
    r".*?\d[\d-]*(?:弄\d+)?号(?:之\d+)?(?:[a-z0-9]{1,4}栋)?|.*?[^\d\W]\w*?(?:大厦|广场|中心|大楼|公寓|苑|园)?[a-z0-9]{1,4}栋"
)
_ZH_ROOM = re.compile(r"(?:(\d+)单元)?([a-z]?\d[\da-z-]*)室")
_ZH_BARE_ROOM = re.compile(r"(?:层|栋|单元|号)([a-z]?\d{2,5}[a-z]?)$")
_ZH_FLOOR = re.compile(r"([a-z]?-?\d+)层")

_GB_POSTCODE = re.compile(r"\b([a-z]{1,2}\d[a-z\d]?)\s*(\d[a-z]{2})\b")
_GB_UNIT = re.compile(
    r"\b((?:flat|apartment|apt|unit|suite|room|office|studio|shop)\s+(?:no\s*)?[a-z]?\d+[a-z]?(?:-[a-z0-9]+)?)\b"
    r"|\b(ground|first|second|third|fourth|fifth|\d+(?:st|nd|rd|th))\s+(?:floor|fl)\b"
)
_GB_NUMBER = re.compile(r"\b\d+[a-z]?(?:-\d+[a-z]?)?\s+[a-z]|\bbox \d+")
_GB_WORDS = {
    "rd": "road",
    "ave": "avenue",
    "ln": "lane",
    "sq": "square",
    "dr": "drive",
    "crt": "court",
    "bldg": "building",
}
_GB_NATIONS = frozenset({"england", "wales", "scotland", "united kingdom", "uk", "great britain", "northern ireland"})


def address_key(text: str) -> AddressKey:
    """Read a Chinese or British address. Equal units are one door; equal buildings are only neighbours."""
    plain = simplified(folded(text)).lower()
    if re.search(r"[某*×]", plain):
        return AddressKey(None, "")
    return _zh_address(plain.replace(" ", "")) if _HAN.search(plain) else _gb_address(plain)


def _zh_numeral(found: re.Match[str]) -> str:
    tens, ten, ones = found[1].partition("十")
    if not ten:
        return _DIGITS[found[1]]
    return str(int(_DIGITS.get(tens, "1")) * 10 + int(_DIGITS.get(ones, "0")))


def _zh_address(plain: str) -> AddressKey:
    plain = re.sub(r"^(?:中国(?!\())|^\d{6}(?=\D)|[,;:、。]", "", _ZH_REMARK.sub("", plain))
    plain = _ZH_NUMERAL.sub(_zh_numeral, plain)
    for pattern, word in _ZH_WORDS:
        plain = pattern.sub(word, plain)
    plain = re.sub(r"[()]", "", plain)
    found = _ZH_BUILDING.match(plain)
    if not found:
        return AddressKey(None, "")
    inner = _zh_inner(plain[found.end() - 1 :])
    return AddressKey(found[0] + inner if inner else None, found[0])


def _zh_inner(rest: str) -> str:
    """Room (with its staircase) or else floor, from what follows the building; "" where neither is told."""
    room = _ZH_ROOM.search(rest)
    if room:
        return (f"{room[1]}单元" if room[1] else "") + f"{room[2]}室"
    bare = _ZH_BARE_ROOM.search(rest)
    if bare:
        return f"{bare[1]}室"
    floor = _ZH_FLOOR.search(rest)
    return f"{floor[1]}层" if floor else ""


def _gb_address(plain: str) -> AddressKey:
    postcode = _GB_POSTCODE.search(plain)
    code = "".join(postcode.groups()) if postcode else ""
    rest = _GB_POSTCODE.sub(" ", plain).replace(".", "")
    doors = (next(part for part in found if part) for found in _GB_UNIT.findall(rest))
    inner = " ".join(sorted(re.sub(r"^(?:apartment|apt)\b", "flat", door).replace(" no ", " ") for door in doors))
    parts = [
        " ".join(_GB_WORDS.get(word, word) for word in part.split()) for part in _GB_UNIT.sub(" ", rest).split(",")
    ]
    parts = [part for part in parts if part and part not in _GB_NATIONS]
    numbered = next((part for part in parts if _GB_NUMBER.search(part)), "")
    # A unit of a works or an estate has often no number in its street: door, street and postcode are a place all the same.
    street = numbered or (parts[0] if inner and code and parts else "")
    if not street or not (code or len(parts) > 1):
        return AddressKey(None, "")
    building = f"{street} {code or parts[-1]}"
    return AddressKey(f"{inner}, {building}" if inner else None, building)


_EMAIL = re.compile(r"[a-z0-9._%+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+")
_EXTENSION = re.compile(r"(?:转|分机|ext\.?|x)\s*\d+$|(?<=\d{7})-\d{1,5}$")


def email_key(text: str) -> str | None:
    """The address in lower case; None where it is none, or is partly blacked out."""
    plain = folded(text).lower().removeprefix("mailto:").replace(" ", "")
    return plain if _EMAIL.fullmatch(plain) else None


def phone_key(text: str) -> str | None:
    """Digits of one telephone, without extension: Chinese ones as dialled inside China, others +country digits.

    None for blacked-out numbers, fewer than seven digits, or fillers such as 11111111.
    """
    plain = _EXTENSION.sub("", folded(text).lower().strip())
    if re.search(r"[*×xa-z]", plain):
        return None
    digits = re.sub(r"\D", "", plain)
    abroad = plain.startswith("+") or digits.startswith("00")
    digits = digits.removeprefix("00") if abroad else digits
    if abroad or (digits.startswith("86") and re.fullmatch(r"861[3-9]\d{9}", digits)):
        digits = _inland(digits[2:]) if digits.startswith("86") else f"+{digits}"
    if len(digits.lstrip("+")) < 7 or _FILLERS.fullmatch(digits):
        return None
    return digits


def _inland(digits: str) -> str:
    mobile = re.fullmatch(r"1[3-9]\d{9}", digits) or digits.startswith(("0", "400", "800"))
    return digits if mobile else f"0{digits}"
