"""The bulk rule for names agrees with the careful one."""

from __future__ import annotations

import random
from itertools import product

import polars as pl

from graph.name_words import CITIES, NO_GIVEN_NAME, PROVINCES, SURNAMES
from graph.names import NameShape, person_key, shape_of
from graph.people import plain_people


def test_whatever_is_plain_is_a_person_and_its_own_key() -> None:
    rng = random.Random(20260101)
    letters = [chr(c) for c in range(0x4E00, 0x9FA6)]
    common = [name[-1] for name in (*CITIES, *NO_GIVEN_NAME)] + list("伟芳娜敏静丽强磊军洋")
    surnames = sorted(SURNAMES)
    names = [a + b for a, b in product(surnames, sorted(set(common)))]
    names += ["".join(rng.choices(surnames) + rng.choices(letters, k=rng.choice((1, 2)))) for _ in range(30_000)]
    series = pl.Series([*names, *PROVINCES, *CITIES])
    plain = series.filter(plain_people(series)).to_list()
    assert len(plain) > 10_000
    wrong = [
        n
        for n in plain
        if shape_of(n) is not NameShape.PERSON
        or shape_of(n, expect="person") is not NameShape.PERSON
        or person_key(n) != n
    ]
    assert wrong == []


def test_doubtful_names_are_left_to_the_careful_rule() -> None:
    doubtful = pl.Series(["王某", "王某某", "张家口", "李先生", "方公司", "Li Na", "", None, "欧阳娜娜"])
    assert not plain_people(doubtful).any()
    assert plain_people(pl.Series(["李娜", "张伟东"])).all()
