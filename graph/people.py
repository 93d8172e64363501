"""Plain Chinese names, recognised in bulk."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from graph.name_words import CITIES, PROVINCES, SURNAMES

# At the end of a short name these may make it something else than a person's: such names go one by one.
_NOT_LAST = "某先女士氏生公司厂店社行所部院局会处馆站校队组园场铺庄坊庭村镇乡县市区省州国集团业家心"
_BLACKENED = "某"
# The letters of GB 2312: simplified and in daily use; all others go one by one.
_COMMON = "".join(
    bytes((high, low)).decode("gb2312", "ignore") for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF)
)
_PLACES = sorted({*PROVINCES, *CITIES})


def _without(letters: Iterable[str], left_out: str) -> str:
    return "".join(sorted(set(letters) - set(left_out)))


_FIRST, _MIDDLE, _LAST = _without(SURNAMES, _NOT_LAST), _without(_COMMON, _BLACKENED), _without(_COMMON, _NOT_LAST)
_PLAIN_FIRM = f"^[{_COMMON}（）()]+$"
_PLAIN = f"^[{_FIRST}][{_MIDDLE}]?[{_LAST}]$"


def plain_people(names: pl.Series) -> pl.Series:
    """True where a name is certainly a person's, unless its column says company, and is its own person_key.

    shape_of(name) and shape_of(name, expect="person") are PERSON for each of them; False decides nothing.
    """
    plain = names.str.contains(_PLAIN) & ~names.is_in(_PLACES)
    return plain.fill_null(value=False)


def firm_keys(names: pl.Series) -> pl.Series:
    """company_key of each name written in plain Chinese letters and round brackets alone; null decides nothing."""
    plain = names.str.contains(_PLAIN_FIRM).fill_null(value=False)
    return names.set(~plain, None).str.replace_all("（", "(", literal=True).str.replace_all("）", ")", literal=True)
