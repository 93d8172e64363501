"""The files of the export: headings, encodings, faulty rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random

from examples.making import burdens, registry
from examples.making.firms import Firm
from examples.making.registry import EXPORTED, Table
from examples.making.sheets import csv_bytes, put, xlsx_bytes

# Their heading = our key. A heading that begins with 序号 counts the rows.
_BASICS = (
    "序号=# 公司名称=name 统一社会信用代码=code 法定代表人=rep 登记状态=status 成立日期=born 注册资本=capital_text "
    "实缴资本=paid_text 参保人数=staff 注册地址=address 电话=phone 经营范围=scope"
)
_BASICS_PLAIN = (
    "企业名称=name 统一社会信用代码=code 法定代表人=rep 经营状态=status 成立日期=born 注册资本(万元)=capital "
    "实缴资本(万元)=paid 参保人数=staff 企业地址=address 联系电话=phone 经营范围=scope 曾用名=former"
)
_STAKES = (
    "序号=# 公司名称=name 统一社会信用代码=code 股东名称=holder 股东编号=number 股东类型=kind 持股比例=percent "
    "认缴出资额(万元)=subscribed 实缴出资额(万元)=paid 首次持股日期=since"
)
_STAKES_PLAIN = (
    "公司名称=name 统一社会信用代码=code 股东（发起人）=holder 股东编号=number 股东类型=kind 出资比例=share "
    "认缴出资额（万元）=subscribed 实缴出资额（万元）=paid 首次持股日期=since"
)
_OFFICERS = "序号=# 公司名称=name 统一社会信用代码=code 姓名=person 人员编号=number 职务=title"
_INVESTMENTS = (
    "序号=# 公司名称=holder 被投资企业名称=name 法定代表人=rep 注册资本=capital 投资比例=percent "
    "投资数额(万元)=subscribed 成立日期=born 状态=status"
)
_CHANGES = "序号=# 公司名称=name 统一社会信用代码=code 变更日期=date 变更事项=item 变更前=before 变更后=after"
_PLEDGES = (
    "序号=# 登记编号=number 出质人=giver 出质人证照编号=giver_code 出质股权标的企业=name 质权人=taker "
    "质权人证照编号=taker_code 出质股权数额(万元)=quantity 股权出质设立登记日期=date 公示日期=published 状态=state"
)
_FREEZES = (
    "序号=# 被执行人=debtor 冻结股权标的企业=name 股权数额=quantity 执行法院=court 执行通知书文号=notice "
    "执行裁定书文号=ruling 类型|状态=state 冻结期限自=from 冻结期限至=to 公示日期=published"
)

# Rows that a reader of such exports meets: they must be set aside, told and survived. (sheet, where, cell, value)
FAULTS = (
    ("basics", 40, "born", "2023-02-30"),
    ("basics", 75, "code", "9.1990100E+17"),
    ("stakes", 60, "percent", "140%"),
    ("stakes", 130, "since", "2019-02-30"),
    ("stakes", 210, "holder", ""),
    ("officers", 90, "person", ""),
    ("changes", 25, "date", "2021-13-05"),
    ("pledges", 12, "giver_code", "6.22E+18"),
)


def grid(form: str, rows: Iterable[dict[str, str]], title: str = "") -> list[list[str]]:
    """The rows under a form's headings, below a title row where there is one."""
    columns = [column.split("=") for column in form.split()]
    out = [[title, *[""] * (len(columns) - 1)]] if title else []
    out.append([heading for heading, _ in columns])
    for order, row in enumerate(rows, start=1):
        out.append([str(order) if key == "#" else row[key] for _, key in columns])
    return out


def _basics(firms: Sequence[Firm]) -> Table:
    rows = [registry.basics(firm) for firm in firms]
    for row in rows:
        row["capital_text"] = f"{row['capital']}万元人民币"
        row["paid_text"] = row["paid"] if row["paid"] == "-" else f"{row['paid']}万元人民币"
    return rows


def _faulty(sheet: str, rows: Table) -> Table:
    """Copies of rows with one broken cell each, put in among the sound ones (which all stay)."""
    out = list(rows)
    for at, cell, value in [(at, cell, value) for name, at, cell, value in FAULTS if name == sheet]:
        broken = {**rows[at], cell: value}
        if cell != "code" and "code" in broken:
            broken["code"] = "-"
        out.insert(at, broken)
    return out


def write(folder: Path) -> int:
    """All files of the export; answers how many firms are in it."""
    economy = registry.economy()
    firms, rng = economy.firms, Random("registry/sheets")
    changes = registry.changes(rng, firms)
    first = [f for f in firms if f.city in ("江临市", "云岭市")]
    second = [f for f in firms if f.city not in ("江临市", "云岭市", "岚州市")]
    third = [f for f in firms if f.city == "岚州市"]
    mainland = [*first, *second]
    named = {f.name for f in third}
    _put_two_cities(folder, first, second)
    gb, bom = "gb18030", "utf-8-sig"
    people = _faulty("officers", [r for f in mainland for r in registry.officers(f)])
    stated = _faulty("changes", [r for r in changes if r["name"] not in named])
    pledged = _faulty("pledges", burdens.pledges(rng, mainland, 72))
    frozen = burdens.freezes(rng, mainland, 58)
    for name, form, rows, encoding in (
        ("主要人员", _OFFICERS, people, gb),
        ("对外投资", _INVESTMENTS, registry.investments(mainland), bom),
        ("变更记录", _CHANGES, stated, bom),
        ("股权出质", _PLEDGES, pledged, gb),
        ("司法协助", _FREEZES, frozen, bom),
    ):
        put(folder / f"{name}.csv", csv_bytes(grid(form, rows), encoding, "\r\n"))
    book = _book(rng, third, [r for r in changes if r["name"] in named])
    put(folder / "企业导出_岚州.xlsx", book)
    return len(firms)


def _put_two_cities(folder: Path, first: list[Firm], second: list[Firm]) -> None:
    """Basics and holders of the mainland cities, each file in another export's manner."""
    title = f"江临、云岭两市企业-股东信息，数据来源：示例企业库（虚构），导出时间：{EXPORTED}"
    stakes = _faulty("stakes", [r for f in first for r in registry.stakes(f)])
    others = [r for f in second for r in registry.stakes(f)]
    for name, cells, encoding in (
        ("工商登记信息_江临云岭", grid(_BASICS, _faulty("basics", _basics(first))), "gb18030"),
        ("工商登记信息_沧宁澄湖", grid(_BASICS_PLAIN, _basics(second)), "utf-8-sig"),
        ("股东信息_江临云岭", grid(_STAKES, stakes, title), "utf-8-sig"),
        ("股东信息_沧宁澄湖", grid(_STAKES_PLAIN, others), "gb18030"),
    ):
        put(folder / f"{name}.csv", csv_bytes(cells, encoding, "\r\n"))


def _book(rng: Random, firms: list[Firm], changed: Table) -> bytes:
    title = f"岚州市企业导出，数据来源：示例企业库（虚构），导出时间：{EXPORTED}"
    return xlsx_bytes(
        {
            "工商登记信息": grid(_BASICS, _basics(firms), title),
            "股东信息": grid(_STAKES, [r for f in firms for r in registry.stakes(f)], title),
            "主要人员": grid(_OFFICERS, [r for f in firms for r in registry.officers(f)]),
            "对外投资": grid(_INVESTMENTS, registry.investments(firms)),
            "变更记录": grid(_CHANGES, changed),
            "股权出质": grid(_PLEDGES, burdens.pledges(rng, firms, 14)),
            "司法协助": grid(_FREEZES, burdens.freezes(rng, firms, 12)),
        }
    )
