"""Plain Chinese personal names, recognised in bulk."""

from __future__ import annotations

import polars as pl

from graph.name_words import CITIES, PROVINCES, SURNAMES

# Letters that may make a short name something else than a person's, or that blacken it out: these go one by one.
_NOT_PLAIN = "某先女士氏生公司厂店社行所部院局会处馆站校队组园场铺庄坊庭村镇乡县市区省州国集团业家心"
# The letters of GB 2312: simplified and in daily use; all others go one by one.
_COMMON = "".join(
    bytes((high, low)).decode("gb2312", "ignore") for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF)
)
_PLACES = sorted({*PROVINCES, *CITIES})
_PLAIN = f"^[{''.join(sorted(SURNAMES))}][{_COMMON}]{{1,2}}$"


def plain_people(names: pl.Series) -> pl.Series:
    """True where a name is certainly a person's, unless its column says company, and is its own person_key.

    shape_of(name) and shape_of(name, expect="person") are PERSON for each of them; False decides nothing.
    """
    plain = names.str.contains(_PLAIN) & ~names.str.contains(f"[{_NOT_PLAIN}]") & ~names.is_in(_PLACES)
    return plain.fill_null(value=False)
