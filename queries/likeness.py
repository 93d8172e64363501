"""How alike two firms' names are: brand roots and whole stems."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import lru_cache

from graph.name_parts import HAS_HAN
from graph.names import parts_of

# Words of trade that many names share; taken off the end (Chinese) or left out (Latin) to find the brand.
_TRADES = tuple(sorted(["科技", "技术", "贸易", "商贸", "经贸", "工贸", "实业", "建筑", "建设", "工程", "装饰", "装修", "置业", "房地产", "地产", "开发", "投资", "控股", "管理", "咨询", "服务", "物流", "运输", "货运", "食品", "餐饮", "机械", "机电", "电子", "电气", "电器", "设备", "制造", "化工", "材料", "建材", "新材料", "能源", "新能源", "医药", "医疗", "器械", "生物", "信息", "网络", "软件", "文化", "传媒", "广告", "教育", "国际", "进出口", "供应链", "电子商务", "商务", "企业", "集团", "发展", "产业", "农业", "纺织", "服饰", "服装", "印刷", "包装", "环保", "汽车", "家具", "金属", "矿业", "钢铁", "石油", "资产", "资本", "旅游", "酒店", "百货", "商业", "数码", "智能", "自动化", "塑料", "橡胶", "五金", "园林", "劳务", "人力资源", "仓储", "安装", "水泥", "混凝土", "门窗", "陶瓷", "粮油", "饲料", "水产"], key=lambda w: (-len(w), w)))  # fmt: skip
_LATIN_TRADES = frozenset(["the", "and", "of", "trading", "trade", "company", "group", "holdings", "holding", "international", "global", "industries", "industrial", "enterprises", "enterprise", "services", "service", "solutions", "technology", "technologies", "tech", "engineering", "construction", "investments", "investment", "capital", "consulting", "logistics", "foods", "properties", "property", "development", "developments", "manufacturing", "equipment", "component", "components", "systems", "products", "supplies", "management", "marketing"])  # fmt: skip
LEAST = {True: 2, False: 3}


def is_han(name: str) -> bool:
    return HAS_HAN.search(name) is not None


@lru_cache(maxsize=20_000)
def stem_of(name: str) -> str:
    """Brand and trade: region, legal form, brackets and blanks off; simplified and in lower case."""
    return re.sub(r"[\s()]", "", parts_of(name).stem)


@lru_cache(maxsize=20_000)
def brand_of(name: str) -> str:
    """The stem without its words of trade; the stem itself where nothing but trade is in it."""
    stem = stem_of(name)
    if not is_han(name):
        kept = [w for w in parts_of(name).stem.split() if w not in _LATIN_TRADES]
        return "".join(kept) or stem
    brand = stem
    while (trade := next((t for t in _TRADES if brand.endswith(t)), None)) and len(brand) - len(trade) >= LEAST[True]:
        brand = brand.removesuffix(trade)
    return brand


def same_letters(a: str, b: str) -> Fraction:
    """2 · (longest common subsequence) / (letters of both): exact, 0 to 1, the same both ways round; "" is like nothing."""
    if not a or not b:
        return Fraction(0)
    if a == b:
        return Fraction(1)
    row = [0] * (len(b) + 1)
    for x in a:
        before = 0
        for at, y in enumerate(b, 1):
            before, row[at] = row[at], before + 1 if x == y else max(row[at], row[at - 1])
    return Fraction(2 * row[-1], len(a) + len(b))


def brand_likeness(a: str, b: str) -> Fraction:
    """Likeness of the brand roots; a Chinese and a Latin name, or a root too short to mean anything, are not compared."""
    if is_han(a) != is_han(b):
        return Fraction(0)
    roots = brand_of(a), brand_of(b)
    return same_letters(*roots) if min(map(len, roots)) >= LEAST[is_han(a)] else Fraction(0)


def same_lead(a: str, b: str) -> bool:
    """Do two Latin names begin with the same two words of their own, neither a word of trade nor a lone letter?

    "Mike Spence (Motorsport)" and "Mike Spence Classic Cars": unlike as wholes, taken for one another all the same.
    """
    if is_han(a) or is_han(b):
        return False
    heads = [re.sub(r"[()]", " ", parts_of(name).stem).split()[:2] for name in (a, b)]
    own = all(len(w) > 1 and w not in _LATIN_TRADES for w in heads[0])
    return heads[0] == heads[1] and len(heads[0]) == 2 and own


def name_likeness(a: str, b: str) -> Fraction:
    """Likeness of brand and trade together, without region and legal form."""
    if is_han(a) != is_han(b):
        return Fraction(0)
    stems = stem_of(a), stem_of(b)
    return same_letters(*stems) if min(map(len, stems)) >= LEAST[is_han(a)] else Fraction(0)


class Alike:
    """Names by pairs of letters, so that those alike by nine tenths are found without comparing all with all.

    Names alike by `least` differ in at most (1 − least) · (letters of both) letters; each touches at most two of the
    pairs of neighbouring letters, so among one pair more than that many at least one is common to both.
    """

    def __init__(self, names: Mapping[str, Iterable[str]], least: Fraction) -> None:
        self.least = least
        self.names = {party: tuple(dict.fromkeys(listed)) for party, listed in names.items()}
        self._by_pair: dict[str, set[str]] = defaultdict(set)
        for party, listed in self.names.items():
            for name in listed:
                for pair in _pairs(stem_of(name)):
                    self._by_pair[pair].add(party)

    def near(self, name: str) -> tuple[tuple[str, Fraction], ...]:
        """(party, likeness) of every party with a name that is alike by `least` or more, the most alike first."""
        stem, found = stem_of(name), dict[str, Fraction]()
        rarest = sorted(_pairs(stem), key=lambda pair: (len(self._by_pair.get(pair, ())), pair))
        met: set[str] = set()
        for pair in rarest[: 2 * self._letters(len(stem)) + 1]:
            met |= self._by_pair.get(pair, set())
        for party in met:
            best = max((name_likeness(name, other) for other in self.names[party]), default=Fraction(0))
            if best >= self.least:
                found[party] = best
        return tuple(sorted(found.items(), key=lambda f: (-f[1], f[0])))

    def _letters(self, size: int) -> int:
        """In how many letters at most a name alike by `least` can differ from one of this size."""
        part = (1 - self.least) * (1 + (2 - self.least) / self.least)
        return int(part * size)


def _pairs(stem: str) -> frozenset[str]:
    return frozenset(stem[at : at + 2] for at in range(len(stem) - 1))
