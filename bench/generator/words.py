"""Words that the bench's firms, people and places are named with."""

from __future__ import annotations

from examples.making.words import DISTRICTS, GIVEN, ROADS, SECOND, SURNAMES, TRADES
from examples.making.words import FIRST as FIRST

__all__ = ("DISTRICTS", "FIRST", "GIVEN", "ROADS", "SECOND", "SURNAMES", "TRADES")

# No such cities are known, and no county has a code that begins with 99 (GB/T 2260): nothing below can be anybody's.
PLACES = (
    "江临", "云岭", "沧宁", "澄湖", "岚州", "棠溪", "鹤陵", "麓宁", "泽浦", "岫川", "汐海", "苇州",
    "钧阳", "霁城", "朔原", "栾江", "橘浦", "桐嶂", "砚湖", "隽安", "翎州", "稔丰", "沅岭", "珩城",
)  # fmt: skip
CITIES = tuple((f"{place}市", f"99{at // 9 + 1:02d}{at % 9 + 1:02d}") for at, place in enumerate(PLACES))
THIRD = ("", "元", "和", "信", "安", "久", "正", "成")
# Brands of the stories begin with letters that no background firm begins with, so that a story's names are its own.
STORY_FIRST = tuple("骏榕鹿枫澍岱珩铎霁筠飒皓椿蔚湛阙隽翊黎墨")
STORY_THIRD = tuple("禾川石木云山水月星林海风舟田竹松兰梅光明")
MANY_GIVEN = (*GIVEN, *(a + b for a in "宇浩欣嘉文晨志佳雅子" for b in "然轩怡涵杰博琪宁航雯"))
# Names that crowds bear: the same name is never the same person.
COMMON = ("王伟", "李娜", "张敏", "刘洋", "张伟", "王芳", "李强", "陈静", "王磊", "李军", "王秀英", "张丽")
