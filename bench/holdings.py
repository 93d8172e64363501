"""A made-up register of holdings, the same for the same seed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from graph.check_digits import USCC_LETTERS, USCC_WEIGHTS

_SURNAMES = tuple(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖"
)
_GIVEN = tuple(
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华建国文辉力玉红春海燕波志永新林晓金梅云龙宇亮峰飞鹏琴秀珍成东荣德凤生"
    "中福良庆忠昌祥义康俊宁安鑫博浩然子轩雨欣怡佳琪嘉思远昊泽铭梓涵诗婷雪莹倩薇萍蓉岚菲璐琳瑶雅慧颖淑惠贞翠莲巧美娇"
)
_REGIONS = ("310115", "320594", "330106", "440305", "110108", "510104")
_HOLDERS_A_FIRM = 2.4


def uscc_codes(rng: np.random.Generator, count: int) -> pl.Series:
    """Distinct unified social credit codes whose last character is right (GB 32100-2015)."""
    letters = np.frombuffer(USCC_LETTERS.encode(), dtype=np.uint8)
    serial = rng.permutation(31**5)[:count]
    digits = np.empty((count, 17), dtype=np.int64)
    places = np.array([[USCC_LETTERS.index(x) for x in f"91{region}MA"] for region in _REGIONS])
    digits[:, :10] = places[rng.integers(0, len(_REGIONS), count)]
    for place in range(10, 15):
        digits[:, place] = serial % 31
        serial = serial // 31
    digits[:, 15:] = rng.integers(0, 10, (count, 2))
    check = -(digits @ np.array(USCC_WEIGHTS)) % 31
    return _texts(letters[np.column_stack([digits, check])])


def _texts(letters: NDArray[np.uint8]) -> pl.Series:
    joined = np.ascontiguousarray(letters).view(f"S{letters.shape[1]}").ravel()
    return pl.Series(joined.astype(str))


def _people(rng: np.random.Generator, count: int) -> pl.Series:
    """Bare names: a few shared by many, most by few, as in life."""
    parts = {str(at): _skewed(rng, words, count) for at, words in enumerate((_SURNAMES, _GIVEN, _GIVEN))}
    return pl.DataFrame(parts).select(pl.concat_str(pl.all())).to_series()


def _skewed(rng: np.random.Generator, words: tuple[str, ...], count: int) -> pl.Series:
    places = (len(words) * rng.random(count) ** 1.7).astype(np.int64)
    return pl.Series(list(words)).gather(places)


def holdings(rows: int, seed: int) -> pl.DataFrame:
    """`rows` holdings in the template's columns: half the holders are persons, half companies of the same register."""
    rng = np.random.default_rng(seed)
    firms = uscc_codes(rng, max(2, int(rows / _HOLDERS_A_FIRM)))
    company = firms.gather(rng.integers(0, len(firms), rows))
    # A few holders hold much: degrees are skewed as in a real register.
    holder = firms.gather((len(firms) * rng.random(rows) ** 3).astype(np.int64))
    personal = pl.Series(rng.random(rows) < 0.5)
    days = pl.Series(rng.integers(0, 9000, rows)).cast(pl.Duration("ms")) * 86_400_000
    return pl.DataFrame(
        {
            "owner": _people(rng, rows).zip_with(personal, holder),
            "company": company,
            "share": pl.Series(rng.integers(1, 10_000, rows) / 100).round(2).cast(pl.String) + "%",
            "subscribed": pl.Series(rng.integers(1, 50_000, rows) * 1000),
            "currency": "CNY",
            "start": (pl.Series(np.full(rows, np.datetime64("2000-01-01", "ms"))) + days).dt.strftime("%Y-%m-%d"),
        }
    )


def written(folder: Path, rows: int, seed: int) -> Path:
    """The register as CSV; not written again where it is there."""
    path = folder / f"holdings-{rows}-{seed}.csv"
    if not path.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        holdings(rows, seed).write_csv(path)
    return path
