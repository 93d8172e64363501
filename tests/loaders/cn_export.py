"""A registry export made for a test: its company and its lines."""

from __future__ import annotations

from loaders.detect import load
from loaders.loader import Loaded
from tests.loaders.accounts import balanced, uscc

US = "浙江杭州甲乙科技有限公司"
HOLDER = "上海丙丁投资有限公司"
TARGET = "宁波戊己贸易有限公司"
CODE, OTHER = uscc("91330106MA2AXXXX1"), uscc("91310000MA1K35QQ2")


def read(text: str, name: str = f"{US}.csv") -> Loaded:
    loaded = load(text.encode(), name)
    assert loaded.format == "cn_registry" and balanced(loaded)
    return loaded


def holders(
    *lines: str, head: str = "序号,股东名称,股东类型,股东编号,证照号码,持股比例,认缴出资额(万元),认缴出资日期"
) -> Loaded:
    return read(f"{US}-股东信息,,,,,,,\n{head}\n" + "".join(f"{line}\n" for line in lines))
