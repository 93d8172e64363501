"""What may leave the house: persons' numbers masked, minors unnamed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from graph.masks import ACCOUNT_RUN, ACCOUNT_WORD, Aliases, account_run, masked
from reports.levels import INTERNAL, LEVELS, Level
from reports.unnamed import Unnamed, unnamed

_ACCOUNT_KEY = re.compile(r"account|iban|^card|账号|帐号|账户|卡号", re.IGNORECASE)
_PHONE_KEY = re.compile(r"phone|mobile|^tel$|fax|电话|手机", re.IGNORECASE)
_ID_KEY = re.compile(r"^(?:id|national_id|resident|passport)_?(?:no|number|card)$|身份证|passport|护照", re.IGNORECASE)
_BIRTH_KEY = re.compile(r"birth|^born$|出生", re.IGNORECASE)
_HOME_KEY = re.compile(r"home|residen(?:ce|tial)|住址|户籍", re.IGNORECASE)
# Sums and counts in full digits are what their key says, never a telephone.
_SUM_KEYS = frozenset(("amount", "low", "high", "price", "principal", "interest", "recovered", "row", "rows", "count"))
_SUM = re.compile(r"-?\d{1,14}(?:\.\d+)?")
_INERT = re.compile(r"(?=.*[a-f])[0-9a-f]{24,128}|\d{4}(?:-\d\d){0,2}")

_DAY = r"(?:(?:19|20)\d{2})(?:年\d{1,2}月(?:\d{1,2}日)?|[-/.]\d{1,2}(?:[-/.]\d{1,2})?|\d{4})"
_BORN = (
    re.compile(rf"((?:出生日期|出生年月日?|出生于|生于|生日)[:：为是\s]{{0,3}})({_DAY})"),
    re.compile(rf"()({_DAY})(?=\s*(?:出生|生(?=[，,。；;）)])))"),
    re.compile(rf"((?:\bborn(?: on)?|\bdate of birth|\bDOB|\bbirth ?date)[:\s]{{1,3}})({_DAY})", re.IGNORECASE),
    re.compile(
        r"((?:\bborn(?: on)?|\bdate of birth|\bDOB)[:\s]{1,3})(\d{1,2} [A-Z][a-z]+ \d{4}|[A-Z][a-z]+ \d{1,2}, \d{4})",
        re.IGNORECASE,
    ),
)
_HOME_ZH = re.compile(
    r"((?:家庭住址|家庭地址|户籍地址|户籍所在地|户籍地|居住地址|居住地|居住于|现住址|住址|现住|住在|(?<=[，,；;（(\s])住(?![所房宅院户建]))[:：为是于\s]{0,3})"
    r"([^，,。；;\n（）()]{4,80})"
)
_HOME_EN = re.compile(
    r"((?:\bhome address|\bresidential address|\bresiding at|\bresides at|\bresident at|\blives at)[:\s]{1,3})([^.;\n()]{4,120})",
    re.IGNORECASE,
)
_DISTRICT = re.compile(
    r"^.{2,24}?(?:自治旗|[区县旗])(?![域号])|^.{2,12}?[省市].{0,12}?市|^.{2,12}?[省市]|^.{2,8}?自治区"
)
_STREET = re.compile(
    r"[0-9０-９路街巷弄村号室栋]|\b(?:street|road|lane|avenue|drive|square|flat|room|floor|st|rd|ave)\b", re.IGNORECASE
)
WITHHELD = "[address withheld 住址略]"


def redact(document: Mapping[str, Any]) -> dict[str, Any]:
    """The lead document as it may be printed; the argument is left as it is, and redacting twice is redacting once.

    Masked: resident numbers of 18 and 15 digits, identity cards, passports, bank accounts and cards (last four kept),
    telephones, e-mails; a person's home to the district, a birthday to the year, a minor to "minor child of X"
    (a Party with `minor: true` and, where known, `minor_of`: the parent's id or name).
    Kept: USCC, LEI, case numbers, hashes, ids of statements, sums, dates. PIPL art. 28; GDPR arts. 9, 10.
    The document's `level` (reports.levels) decides on persons outside the case: `persons` (all of the case's data, with
    every name they bear) is read for that and never printed.
    """
    chosen = LEVELS.get(str(document.get("level")), INTERNAL)
    walk = _Walk(Aliases(), unnamed(document, chosen), _numbers(document, chosen))
    found = walk.of({key: value for key, value in document.items() if key != "persons"}, "", "")
    assert isinstance(found, dict)
    return found


def _numbers(document: Mapping[str, Any], chosen: Level) -> Mapping[str, str]:
    """Id of a lead or statement → its number: such ids are hashes of rows, and a masked number could be guessed by them."""
    if chosen.hashes == "kept":
        return {}
    leads = dict.fromkeys(str(lead["id"]) for lead in document.get("leads") or ())
    said = dict.fromkeys(_statements({key: document[key] for key in document if key != "persons"}))
    return {one: f"lead-{n}" for n, one in enumerate(leads, 1)} | {one: f"S{n}" for n, one in enumerate(said, 1)}


def _statements(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        if isinstance(value.get("statement"), str):
            yield value["statement"]
        yield from (each for each in value.get("statements") or () if isinstance(each, str))
        for each in value.values():
            yield from _statements(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _statements(each)


@dataclass(frozen=True, slots=True)
class _Walk:
    aliases: Aliases
    unnamed: Unnamed
    numbers: Mapping[str, str]
    told: dict[tuple[str, str, str], str] = field(default_factory=dict)
    """What was answered before: a document says the same words many times, and an alias once given stays."""

    def of(self, value: Any, key: str, about: str) -> Any:
        """value with all its strings redacted; key: the nearest key that says something; about: the kind beside it."""
        if isinstance(value, Mapping):
            kind = "account" if value.get("kind") in ("account", "deposit") else about
            return {self.text(str(k), "", ""): self.of(v, _nearest(str(k), key), kind) for k, v in value.items()}
        if isinstance(value, list | tuple):
            return [self.of(each, key, about) for each in value]
        if isinstance(value, str):
            return self.text(value, key, about)
        if isinstance(value, int) and abs(value) >= 10**14:
            shown = self.text(str(value), key, about)
            return value if shown == str(value) else shown
        return value

    def text(self, text: str, key: str, about: str) -> str:
        asked = (text, key, about)
        if asked not in self.told:
            self.told[asked] = self._text(text, key, about)
        return self.told[asked]

    def _text(self, text: str, key: str, about: str) -> str:
        name, _, language = key.partition("/")
        if text in self.numbers:
            return self.numbers[text]
        if _INERT.fullmatch(text) and not _BIRTH_KEY.search(name):
            return text
        if name in _SUM_KEYS and _SUM.fullmatch(text):
            return text
        text = self.unnamed.of(text, language)
        text = _by_key(text, name, self.aliases)
        text = masked(_homes(_births(text)), self.aliases)
        if about == "account" or _ACCOUNT_KEY.search(name) or ACCOUNT_WORD.search(text):
            text = masked(text, self.aliases, ((ACCOUNT_RUN, account_run),))
        return text


def _nearest(key: str, above: str) -> str:
    """ "text" above "zh" is text/zh: the field keeps its name, the language is known."""
    return f"{above.partition('/')[0]}/{key}" if key in ("zh", "en") else key


def _by_key(text: str, field: str, aliases: Aliases) -> str:
    if _BIRTH_KEY.search(field):
        year = re.search(r"(?:18|19|20)\d{2}", text)
        return year[0] if year else "****"
    if _HOME_KEY.search(field):
        return district(text)
    if _ID_KEY.search(field) and len(text) > 4 and not text.startswith("****") and re.search(r"\d{5}", text):
        return aliases.mask(text)
    if _PHONE_KEY.search(field):
        return re.sub(r"^([+\d]{0,3})[\d() -]*(\d{4})$", r"\1****\2", text)
    return text


def _births(text: str) -> str:
    for pattern in _BORN:
        text = pattern.sub(_year_only, text)
    return text


def _year_only(found: re.Match[str]) -> str:
    year = re.search(r"(?:19|20)\d{2}", found[2])
    chinese = re.search(r"[年\u4e00-\u9fff]", found[1] + found[2]) or not found[1]
    return found[1] + (year[0] if year else "****") + ("年" if chinese else "")


def _homes(text: str) -> str:
    for pattern in (_HOME_ZH, _HOME_EN):
        text = pattern.sub(lambda found: found[1] + district(found[2]), text)
    return text


def district(address: str) -> str:
    """A home address as far as its district; where none can be told, nothing of it.

    >>> district("江苏省海州市新浦区解放路18号2栋401室")
    '江苏省海州市新浦区'
    """
    found = _DISTRICT.match(address.strip())
    if found:
        return found[0]
    if not _STREET.search(address):
        return address
    parts = [part.strip() for part in address.split(",")]
    named = [part for part in parts[1:] if not re.search(r"\d", part)]
    return ", ".join(named[-2:]) if len(parts) > 2 and named else WITHHELD
