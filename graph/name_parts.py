"""Company names taken apart: region, brand and trade, legal form."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from opencc import OpenCC

from graph import name_words as words


@dataclass(frozen=True, slots=True)
class NameParts:
    """A company's name taken apart, simplified and folded; what is absent is "". full: the form is one of registers."""

    region: str
    stem: str
    form: str
    full: bool


_ZERO_WIDTH = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
BLANK = re.compile(r"\s+")
_BRACKETS = str.maketrans("〔〕【】［］[]{}〈〉《》", "()()()()()()()")
_DOTS = str.maketrans(dict.fromkeys("•・‧∙⋅･᛫", "·"))
HAN = "\u3400-\u4dbf\u4e00-\u9fff"
HAS_HAN = re.compile(f"[{HAN}]")

# 市 of 市场 and 区 of 区块 end no region, nor do words such as 超市 and 社区; 城市 is a word before 建设 and its like.
_CITY_END = r"市(?![场政民值])(?!(?<=城市)(?:建设|规划|发展|更新|运营|服务|管理|轨道|公共|公交|投资|燃气|生活|园林))"
_REGION_END = rf"(?:省(?![心力钱])|{_CITY_END}|自治[区州县旗]|县(?![域级])|开发区|新区|区(?![块域间位]))"
_SHAPED_REGION = re.compile(rf"[{HAN}]{{1,7}}?{_REGION_END}")
_NO_REGION = re.compile(r".*(?:[都超门上股夜集菜花]市|[社小景园街校特库厂专时片郊]区|郊县)|城市")
_KNOWN_SUFFIX = re.compile(rf"(?:省|{_CITY_END}|地区|[{HAN}]{{0,6}}?自治[区州]|特别行政区)?")


def _by_head(regions: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Regions under their first two letters, the longest first."""
    heads: dict[str, list[str]] = {}
    for region in sorted(set(regions), key=lambda word: (-len(word), word)):
        heads.setdefault(region[:2], []).append(region)
    return {head: tuple(found) for head, found in heads.items()}


_REGIONS = _by_head(words.CITIES + words.PROVINCES + words.NATIONS)
_PROVINCES = frozenset(words.PROVINCES[words.MUNICIPALITIES :])


def _in_simplified_script(letter: str) -> bool:
    try:
        letter.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _traditional_letters() -> dict[int, str]:
    """Traditional and variant letters -> simplified; what GB 2312 holds is simplified already (乾, 著, 於 stay)."""
    block = [chr(code) for code in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))]
    simple = OpenCC("t2s").convert(" ".join(block)).split(" ")
    pairs = zip(block, simple, strict=True)
    return {ord(was): now for was, now in pairs if was != now and not _in_simplified_script(was)}


_SIMPLE = _traditional_letters()
_SIMPLE |= {code: now.translate(_SIMPLE) for code, now in _SIMPLE.items()}


def simplified(text: str) -> str:
    """Traditional Chinese letters made simplified, letter by letter; all else unchanged."""
    return text.translate(_SIMPLE)


def folded(text: str) -> str:
    """NFKC, round brackets, one kind of middle dot, no zero-width letters, single spaces; case and script stay."""
    plain = unicodedata.normalize("NFKC", _ZERO_WIDTH.sub("", text))
    return BLANK.sub(" ", plain.translate(_BRACKETS).translate(_DOTS)).strip()


def parts_of(name: str) -> NameParts:
    """Take a company's name apart; region in front or in brackets. A name without a known form has form ""."""
    text = simplified(folded(name))
    if not HAS_HAN.search(text):
        tokens = latin_tokens(text)
        count, form = latin_form(tokens)
        return NameParts("", " ".join(tokens[: len(tokens) - count]).lower(), form, full=bool(count))
    text = text.replace(" ", "")
    form, full = _zh_form(text)
    region, stem = _zh_region(text[: len(text) - len(form)])
    return NameParts(region, stem.lower(), form, full=full)


def _zh_form(text: str) -> tuple[str, bool]:
    for forms, full in ((words.ZH_FULL_FORMS, True), (words.ZH_LOOSE_FORMS, False)):
        fitting = [form for form in forms if text.endswith(form) and len(text) > len(form)]
        form = max(fitting, key=len, default="")
        if form and (len(form) > 1 or len(text) >= words.ZH_SHORT_FORM_FROM):
            return form, full
    return "", False


def _zh_region(stem: str) -> tuple[str, str]:
    """Region and what is left: one known region in front, then those shaped like one, else one in brackets."""
    known = _known_region(stem)
    regions = [known] if known else []
    stem = stem[len(known) :]
    while shaped := _SHAPED_REGION.match(stem):
        if _NO_REGION.fullmatch(shaped[0]):
            break
        regions.append(shaped[0])
        stem = stem[shaped.end() :]
    for bracket in re.findall(r"\(([^()]*)\)", stem):
        if is_region(bracket):
            regions.append(bracket)
            stem = stem.replace(f"({bracket})", "", 1)
    return "".join(regions), stem


def _known_region(text: str) -> str:
    """The region of the table that the text begins with, with its suffix; "" where there is none."""
    name = next((region for region in _REGIONS.get(text[:2], ()) if text.startswith(region)), "")
    suffix = _KNOWN_SUFFIX.match(text, len(name)) if name else None
    return name + (suffix[0] if suffix else "")


def is_region(text: str) -> bool:
    if text and _known_region(text) == text:
        return True
    return _SHAPED_REGION.fullmatch(text) is not None and not _NO_REGION.fullmatch(text)


def short_region(text: str) -> str:
    """上海市 -> 上海 and 江苏省 -> 江苏 in front; 吉林省 and 吉林市 are two regions and stay apart."""
    region = _known_region(text)
    name = region[:-1]
    suffix = "省" if name in _PROVINCES else "市"
    return name + text[len(region) :] if region.endswith(suffix) and len(name) > 1 else text


def latin_tokens(text: str) -> list[str]:
    dotted = re.sub(r"\b(?:\w\.){2,}", lambda found: found[0].replace(".", "").upper(), text)
    plain = re.sub(r"\b(\w)/(\w)\b", r"\1\2", dotted.replace(".", ""))
    return re.findall(r"[^\W_]+(?:[-'’&][^\W_]+)*|&", plain)


def latin_form(tokens: list[str]) -> tuple[int, str]:
    """How many last words are a legal form, and its short name; 0 where nothing stands before it."""
    for count in (3, 2, 1):
        if len(tokens) <= count:
            continue
        written = " ".join(tokens[-count:])
        form = words.LATIN_FORMS.get(written.lower())
        if form and (len(written) > 3 or _counts_in_case(written, tokens)):
            return count, form
    return 0, ""


def _counts_in_case(form: str, tokens: list[str]) -> bool:
    lower = form.lower()
    return lower in words.LATIN_ANY_CASE or form.isupper() or all(token.islower() for token in tokens)
