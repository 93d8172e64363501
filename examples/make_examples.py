"""Makes the bundled examples: python -m examples.make_examples."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from examples.making import construction, expected, export, hongkong, published, shells
from examples.making.sheets import csv_bytes, grid, put

HOME = Path(__file__).parent
CASES = {
    "construction": construction.CASE,
    "shells": shells.CASE,
    "hongkong": hongkong.CASE,
    "gc15-xugong": published.CASE_15,
    "gc33-cargill": published.CASE_33,
}
# Some files carry the Chinese headings of the template, some another encoding: real folders mix them too.
_ROW = {"obtained_by": "取得方式", "obtained_on": "取得日期", "page": "页码"}
_STAKE = {"owner": "股东", "company": "公司", "share": "持股比例", "subscribed": "认缴出资额", "paid": "实缴出资额"}
_SALE = {"from": "转让方", "to": "受让方", "price": "转让价款", "signed": "签订日期", "consideration": "对价"}
_LIMIT = {"holder": "权利人", "rank": "顺位", "status": "状态", "published_on": "公示日期", "quantity": "股权数额"}
_LINE = {"from": "付款方", "to": "收款方", "amount": "金额", "currency": "币种", "date": "交易日期", "kind": "用途类别"}
_PAYMENTS = _LINE | {
    "purpose": "摘要",
    "status": "状态",
    "remark": "附言",
    "balance_after": "余额",
    "reference": "流水号",
}
CHINESE = {
    ("construction", "holdings"): _STAKE
    | {"due": "认缴期限", "form": "出资方式", "start": "起始日期", "end": "截止日期"},
    ("construction", "share_transfers"): _SALE
    | {"reference_value": "参考价值", "reference_basis": "估值依据", "date": "变更日期"},
    ("construction", "encumbrances"): _LIMIT
    | {"authority": "机关", "reference": "文号", "notice_no": "协助执行通知书文号"},
    ("construction", "payments"): _PAYMENTS,
    ("shells", "payments"): _PAYMENTS,
}
ENCODINGS = {
    ("construction", "payments"): "utf-8-sig",
    ("shells", "payments"): "gb18030",
    ("hongkong", "rates"): "utf-16-le",
}


def _folder(out: Path, name: str, tables: Mapping[str, list[dict[str, str]]]) -> None:
    for table, rows in tables.items():
        headings = CHINESE.get((name, table))
        content = csv_bytes(grid(rows, headings | _ROW if headings else None), ENCODINGS.get((name, table), "utf-8"))
        put(out / name / f"{table}.csv", content)


def make(out: Path) -> int:
    """Write every example below `out`; answers how many firms the registry export holds."""
    _folder(out, "construction", construction.tables())
    _folder(out, "shells", shells.tables())
    _folder(out, "hongkong", hongkong.tables())
    _folder(out, "gc15-xugong", published.xugong())
    _folder(out, "gc33-cargill", published.cargill())
    for case, text in CASES.items():
        put(out / "cases" / f"{case}.toml", text.encode())
    put(out / "EXPECTED.json", expected.expected())
    return export.write(out / "registry")


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HOME
    print(f"{make(folder)} firms in {folder / 'registry'}")
