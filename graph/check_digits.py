"""Check digits of company and person numbers."""

from __future__ import annotations

import re
from datetime import date

import numpy as np
from numpy.typing import NDArray
from stdnum import iban
from stdnum.br import cnpj
from stdnum.cn import ric
from stdnum.dk import cvr
from stdnum.iso7064 import mod_11_10, mod_97_10
from stdnum.no import orgnr

USCC_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
USCC_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_USCC_VALUE = {letter: value for value, letter in enumerate(USCC_LETTERS)}
_ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_HK_ID_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2)

_PROVINCE = re.compile("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")

# Registering authority and kind of body that GB 32100-2015 hands out (first two characters).
USCC_OPENING = re.compile(r"1[1-39]|2[19]|3[1-59]|4[19]|5[1-39]|6[129]|7[129]|8[19]|9[123]|A[19]|N[1239]|Y1")


def uscc_check(stem: str) -> str:
    """The 18th character for the first 17 (GB 32100-2015); KeyError for a letter outside its alphabet."""
    total = sum(_USCC_VALUE[letter] * weight for letter, weight in zip(stem, USCC_WEIGHTS, strict=True))
    return USCC_LETTERS[-total % 31]


def uscc_right(code: str) -> bool:
    """Does an 18-character code of the right alphabet end in its check character?

    python-stdnum refuses codes that begin with a letter (armed forces, rural collectives, others), hence our own.
    """
    return uscc_check(code[:17]) == code[17]


def org_check(stem: str) -> str:
    """The ninth character of an organisation code for the first eight, digits and capitals (GB 11714)."""
    check = 11 - sum(int(letter, 36) * weight for letter, weight in zip(stem, _ORG_WEIGHTS, strict=True)) % 11
    return {10: "X", 11: "0"}.get(check, str(check))


def org_right(code: str) -> bool:
    return org_check(code[:8]) == code[8]


def regno_right(number: str) -> bool:
    """A 15-digit business registration number (GS 15-2006: ISO 7064 MOD 11,10)."""
    return bool(mod_11_10.is_valid(number))


def birth_date(number: str) -> date | None:
    """The day of birth in a resident number of 18 or 15 digits; None where it is no day of 1850 to 2099."""
    text = number[6:14] if len(number) == 18 else "19" + number[6:12]
    try:
        born = date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        return None
    return born if 1850 <= born.year <= 2099 else None


def resident_like(number: str) -> bool:
    """Province code and birth date of a resident number, whatever its check digit says."""
    return _PROVINCE.match(number) is not None and birth_date(number) is not None


def resident_right(number: str) -> bool:
    """An 18-digit resident number: check digit (GB 11643, MOD 11-2) and a birth date.

    The place code is not looked up: lists of counties end years ago, and foreigners have their own.
    """
    return ric.calc_check_digit(number) == number[17] and birth_date(number) is not None


def lei_right(code: str) -> bool:
    """ISO 17442: MOD 97-10 over all 20 characters; 00, 01 and 99 are never issued as check digits."""
    return code[18:] not in ("00", "01", "99") and bool(mod_97_10.is_valid(code))


def hk_id_right(number: str) -> bool:
    """A Hong Kong identity card number, bracket removed: one or two letters, six digits, check digit (mod 11)."""
    head = [36] * (9 - len(number)) + [int(letter, 36) for letter in number[:-1]]
    total = sum(value * weight for value, weight in zip(head, _HK_ID_WEIGHTS, strict=True))
    return "0123456789A"[-total % 11] == number[-1]


def iban_right(number: str) -> bool:
    return bool(iban.is_valid(number))


def orgnr_right(number: str) -> bool:
    return bool(orgnr.is_valid(number))


def cnpj_right(number: str) -> bool:
    return bool(cnpj.is_valid(number))


def cvr_right(number: str) -> bool:
    return bool(cvr.is_valid(number))


def _value_of_byte() -> NDArray[np.int64]:
    table = np.zeros(256, dtype=np.int64)
    table[np.frombuffer(USCC_LETTERS.encode(), dtype=np.uint8)] = np.arange(31)
    return table


_BYTE_VALUE = _value_of_byte()


def uscc_rows_right(codes: bytes) -> NDArray[np.bool_]:
    """One answer for each 18 bytes of codes laid end to end, all of the right alphabet; fillers are not right."""
    rows = np.frombuffer(codes, dtype=np.uint8).reshape(-1, 18)
    values = _BYTE_VALUE[rows]
    right = (-(values[:, :17] @ np.array(USCC_WEIGHTS)) % 31) == values[:, 17]
    return np.asarray(right & (rows != rows[:, :1]).any(axis=1))
