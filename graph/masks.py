"""Numbers of persons in a line of text, and how each is masked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field

from stdnum import luhn

from graph import check_digits as check

_D = "[0-9０-９]"
_LONE = rf"(?<!{_D})"
_ENDS = rf"(?!{_D})"
# Two decimals or a unit of money behind a run of digits: a sum, no number of a person.
_NO_SUM = r"(?!\.\d\d(?!\d))(?!\s*(?:元|万|亿|CNY|RMB|USD|EUR|GBP|HKD))"

ID_18 = re.compile(rf"{_LONE}{_D}{{6}}[ \-]?{_D}{{8}}[ \-]?{_D}{{3}}[0-9０-９XxＸｘ]{_ENDS}")
ID_15 = re.compile(rf"{_LONE}{_D}{{15}}{_ENDS}{_NO_SUM}")
HK_ID = re.compile(r"(?<![0-9A-Za-z])[A-Z]{1,2}\d{6}[(（]([0-9A])[)）]")
PASSPORT = re.compile(
    r"((?:护照号?码?|passport(?: no\.?| number)?)[^0-9A-Za-z]{0,4})([A-Z]{1,2}\d{7,8})", re.IGNORECASE
)
EMAIL = re.compile(r"([A-Za-z0-9])[A-Za-z0-9._%+\-]*@([A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+)")
MOBILE = re.compile(
    rf"{_LONE}(?<![A-Za-z.,])((?:(?:\+|00)?86[- ]?)?1[3-9]\d)[ -]?\d{{4}}[ -]?(\d{{4}}){_ENDS}{_NO_SUM}"
)
LANDLINE = re.compile(rf"{_LONE}(?<!-)(0\d{{2,3}})[- ]\d{{3,4}}(\d{{4}}){_ENDS}(?!-)")
ABROAD = re.compile(r"(\+\d{1,3})[ -]?\(?\d[\d() -]{5,14}(\d{4})(?!\d)")
CALLED = re.compile(
    r"((?:电话|手机|联系方式|传真|\btel|\bphone|\bmobile|\bfax)[^0-9+*\n]{0,8})(?:\d[\d() -]{3,14})(\d{4})(?!\d)",
    re.IGNORECASE,
)
CARD = re.compile(rf"{_LONE}62\d{{2}}(?: ?\d{{4}}){{3}}(?: ?\d{{1,3}})?{_ENDS}{_NO_SUM}")
IBAN = re.compile(r"(?<![0-9A-Za-z])[A-Z]{2}\d{2}[A-Z0-9]{11,30}(?![0-9A-Za-z])")
ACCOUNT_WORD = re.compile(r"账号|帐号|账户|帐户|卡号|银行卡|\baccounts?\b|\ba/c\b|\bcard\b|\biban\b", re.IGNORECASE)
ACCOUNT_RUN = re.compile(rf"{_LONE}(?:\d{{10,32}}|\d{{4}}(?:[ -]\d{{4}}){{2,6}}(?:[ -]\d{{1,4}})?){_ENDS}{_NO_SUM}")

# Words right before a long number that say it is none of an account: document and register numbers.
_OTHER_NUMBER = re.compile(
    r"(?:流水号|凭证号|案号|合同号|证号|证书号|单元号|文号|信用代码|注册号|登记号|编号|\bref(?:erence)?\b|\bNo)[.:：\s]{0,3}$"
)
_COMPANY_NUMBER = re.compile(
    r"(?:注册号|登记号|registration (?:no\.?|number)|company (?:no\.?|number))[:：\s]{0,3}$", re.IGNORECASE
)
_ID_PROVINCE = re.compile("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")


@dataclass(slots=True)
class Aliases:
    """One mask for one number throughout a document; two numbers that end alike stay two: ****1234, ****1234(2)."""

    _given: dict[str, str] = field(default_factory=dict)
    _ending: dict[str, int] = field(default_factory=dict)

    def mask(self, number: str) -> str:
        plain = _plain(number)
        if plain not in self._given:
            base = "****" + plain[-4:]
            self._ending[base] = self._ending.get(base, 0) + 1
            nth = self._ending[base]
            self._given[plain] = base if nth == 1 else f"{base}({nth})"
        return self._given[plain]


def _plain(number: str) -> str:
    return re.sub(r"[^0-9A-Z]", "", unicodedata.normalize("NFKC", number).upper())


def _token(found: re.Match[str]) -> str:
    """The letters and digits around a match, to tell a number from a piece of a hash."""
    text, start, end = found.string, found.start(), found.end()
    while start and text[start - 1].isascii() and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isascii() and text[end].isalnum():
        end += 1
    return text[start:end]


def _hash(token: str) -> bool:
    return re.fullmatch(r"[0-9a-f]{24,128}", token) is not None and not token.isdigit()


def machine_made(token: str) -> bool:
    """A hash, or an LEI whose check digits hold: never masked."""
    return _hash(token) or (len(token) == 20 and not token.isdigit() and token.isupper() and check.lei_right(token))


def resident(code: str) -> bool:
    """Is an 18-character code a person's? One that is shaped like both is taken for a person's.

    A code that begins with 9 is a company's; so is a right USCC without a day of birth in it.
    """
    if not _ID_PROVINCE.match(code):
        return False
    if check.birth_date(code) is not None:
        return True
    return not (set(code) <= set(check.USCC_LETTERS) and check.USCC_OPENING.match(code) and check.uscc_right(code))


def _company(token: str) -> bool:
    """A USCC: 18 characters, right by its check character, or one with letters in it that opens as a company's."""
    if len(token) != 18 or not set(token) <= set(check.USCC_LETTERS):
        return False
    return check.uscc_right(token) or (token[0] == "9" and not token.isdigit())


def _id_18(found: re.Match[str], aliases: Aliases) -> str:
    token, code = _token(found), _plain(found[0])
    if _hash(token) or not resident(code) or (machine_made(token) and check.birth_date(code) is None):
        return found[0]
    return aliases.mask(found[0])


def _id_15(found: re.Match[str], aliases: Aliases) -> str:
    before = found.string[max(0, found.start() - 24) : found.start()]
    keep = machine_made(_token(found)) or not check.resident_like(_plain(found[0])) or _COMPANY_NUMBER.search(before)
    return found[0] if keep else aliases.mask(found[0])


def _hk_id(found: re.Match[str], aliases: Aliases) -> str:
    return aliases.mask(found[0]) if check.hk_id_right(_plain(found[0])) else found[0]


def _iban(found: re.Match[str], aliases: Aliases) -> str:
    return aliases.mask(found[0]) if check.iban_right(found[0]) else found[0]


def _card(found: re.Match[str], aliases: Aliases) -> str:
    return aliases.mask(found[0]) if luhn.is_valid(_plain(found[0])) else found[0]


def _phone(found: re.Match[str], aliases: Aliases) -> str:
    return found[0] if machine_made(_token(found)) else f"{found[1]}****{found[2]}"


def account_run(found: re.Match[str], aliases: Aliases) -> str:
    """A run of ten digits or more where the context speaks of accounts."""
    before = found.string[max(0, found.start() - 16) : found.start()]
    number = _plain(found[0])
    token = _token(found)
    odd = machine_made(token) or _company(token) or not re.fullmatch(r"[A-Za-z]{0,4}[\d -]+", token)
    if odd or len(number) < 10 or _OTHER_NUMBER.search(before):
        return found[0]
    return aliases.mask(found[0])


Rule = tuple[re.Pattern[str], Callable[[re.Match[str], Aliases], str]]

# In this order: the surest first, so that a number once masked is met by no later rule.
EVERYWHERE: tuple[Rule, ...] = (
    (ID_18, _id_18),
    (ID_15, _id_15),
    (HK_ID, _hk_id),
    (PASSPORT, lambda found, aliases: found[1] + aliases.mask(found[2])),
    (EMAIL, lambda found, aliases: f"{found[1]}***@{found[2]}"),
    (CARD, _card),
    (IBAN, _iban),
    (ABROAD, _phone),
    (MOBILE, _phone),
    (LANDLINE, _phone),
    (CALLED, _phone),
)


def masked(text: str, aliases: Aliases, rules: tuple[Rule, ...] = EVERYWHERE) -> str:
    for pattern, rule in rules:
        text = pattern.sub(lambda found, rule=rule: rule(found, aliases), text)  # type: ignore[misc]
    return text
