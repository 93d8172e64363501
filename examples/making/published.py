"""Two published cases: Guiding Cases 15 and 33."""

from __future__ import annotations

from examples.making.sheets import block, filled

# What was not re-read in the published text says so and must not be quoted as the court's words.
MEMORY = "from memory of the published text, to be re-read"
GC15 = "SPC Guiding Case 15 指导案例15号; Jiangsu High Court (2011)苏商终字第0107号; Xuzhou Intermediate Court (2009)徐民二初字第0065号"
GC33 = "SPC Guiding Case 33 指导案例33号; Supreme People's Court (2012)民四终字第1号"

CASE_15 = """\
# Published: SPC Guiding Case 15. Natural persons are reduced to the surname.
id = "gc15-xugong"
title = "徐工集团诉成都川交工贸等买卖合同纠纷案（指导案例15号）"
debtors = ["GM"]
creditor = "XG"
amount = "11126405.71"  # as claimed; the sum adjudged is to be re-read
currency = "CNY"
arose = 2005-01-01  # goods of 2005 to 2007; the first day of 2005 is assumed
judgment = 2011-10-19  # second instance; day from memory, to be re-read
as_of = 2011-10-19
jurisdiction = "CN"
"""
CASE_33 = """\
# Published: SPC Guiding Case 33. Natural persons are reduced to the surname.
id = "gc33-cargill"
title = "瑞士嘉吉国际公司诉福建金石制油有限公司等确认合同无效纠纷案（指导案例33号）"
debtors = ["FJ"]
creditor = "CG"
amount = "13370000"
currency = "USD"
arose = 2005-06-26  # settlement agreement
judgment = 2005-10-10  # arbitral award (FOSFA)
as_of = 2012-08-22
jurisdiction = "CN"
"""

_15_PARTIES = """\
id|kind|name|other_names|jurisdiction|incorporated|scope|note
XG|company|徐工集团工程机械股份有限公司|XCMG Construction Machinery|CN|||债权人
GM|company|成都川交工贸有限责任公司|Chuanjiao Trade|CN|2005|工程机械(经营范围被川交机械完全覆盖)|r30: the scope of GM lies wholly within that of JX; one sales handbook and one dealer form for both
JX|company|成都川交工程机械有限责任公司|Chuanjiao Machinery|CN|1999|工程机械|r30: as GM
RL|company|四川瑞路建设工程有限公司|Ruilu Construction|CN|2004|工程机械(与另两公司部分重合)|scope overlaps in part with those of GM and JX
WYL|person|王某礼|||||
NG|person|倪某|||||
LZ|person|李某|||||
LX|person|凌某|||||
LuX|person|卢某|||||
ZM|person|张某梦|||||
ZJR|person|张某蓉|||||
WF|person|吴某|||||
GSL|person|过某|||||
"""
_15_HOLDINGS = """\
row_id|owner|company|share|start|end|source|note
r1|WYL|JX||2001|||share not published
r2|LZ|JX||2001|2008||
r3|NG|JX||2001|||
r4|WYL|RL||2004|||
r5|LZ|RL||2004|2007||
r6|NG|RL||2004|||
r7|WF|GM||2005|2008||holders of 2008 are r11 and r12
r8|ZJR|GM||2005|2008||holders of 2008 are r11 and r12
r9|LX|GM||2005|2008||left in 2008
r10|GSL|GM||2005|2008||
r11|ZJR|GM|90%|2008|||
r12|WF|GM|10%|2008||from memory of the published text, to be re-read|
"""
_15_ROLES = """\
row_id|person|company|role|title
r14|WYL|GM|manager|经理
r15|WYL|JX|manager|经理
r16|WYL|RL|manager|经理
r17|LX|GM|finance_head|财务负责人
r18|LX|JX|finance_head|财务负责人
r19|LX|RL|finance_head|财务负责人
r20|LuX|GM|cashier|出纳会计
r21|LuX|JX|cashier|出纳会计
r22|LuX|RL|cashier|出纳会计
r23|ZM|GM|handler|工商手续经办人
r24|ZM|JX|handler|工商手续经办人
r25|ZM|RL|handler|工商手续经办人
r26|WF|GM|legal_representative|法定代表人
r27|WF|JX|employee|综合部行政经理
r28|GSL|GM|employee|副总经理
r29|GSL|JX|employee|销售部经理
m1|WYL|JX|legal_representative|法定代表人
m2|WYL|RL|legal_representative|法定代表人
"""
_15_CONTRACTS = """\
row_id|kind|from|to|date|note
m3|settlement|JX|GM|2005-08-15|three companies stated together that their debts fall on GM alone
m4|settlement|RL|GM|2005-08-15|as m3
"""
_15_RELATIONS = """\
row_id|a|b|kind|source|note
r13|WYL|ZJR|spouse||
r31|GM|JX|shared_account|from memory of the published text, to be re-read|one settlement account, paid out on the signature of the manager of all three
r32|GM|RL|shared_account|from memory of the published text, to be re-read|as r31
"""

_33_PARTIES = """\
id|kind|name|other_names|jurisdiction|incorporated|state_owned|note
CG|company|Cargill International SA||CH|||债权人
FJ|company|福建金石制油有限公司|Fujian Jinshi Oil|CN|||
TY|company|中纺粮油(福建)有限公司|福建田源生物蛋白科技有限公司; Tianyuan; Zhongfang Fujian|CN|||
HFY|company|漳州开发区汇丰源贸易有限公司|Huifengyuan Trading|CN|2008-02-19||no operations since incorporation; day of incorporation from memory, to be re-read
ZF|company|中纺粮油进出口有限责任公司|Zhongfang Grain & Oil Import-Export|CN||yes|
WZL|person|王某良|||||
WXQ|person|王某琪|||||
LF|person|柳某|||||
WXY|person|王某莺|||||
"""
_33_ASSETS = """\
row_id|id|kind|name|owner|start|end|source|note
r1|PLANT|other|land use right, plant, equipment of Fujian Jinshi|FJ||2006-05-08||
r2-a|PLANT|other|land use right, plant, equipment of Fujian Jinshi|TY|2006-05-08|2008-02-21|from memory of the published text, to be re-read|follows from r2
r3-a|PLANT|other|land use right, plant, equipment of Fujian Jinshi|HFY|2008-02-21||from memory of the published text, to be re-read|follows from r3
"""
_33_ASSET_TRANSFERS = """\
row_id|asset|from|to|price|consideration|reference_value|reference_basis|currency|date|note
r2|PLANT|FJ|TY|25690000|cash|36994833.70|net_assets|CNY|2006-05-08|no proof that the price was paid; day and reference value (book value of May 2006, land at its contract price) from memory, to be re-read
r3|PLANT|TY|HFY|26690000|cash|||CNY|2008-02-21|day from memory, to be re-read
"""
_33_CHANGES = """\
row_id|party|item|before|after|date
r6|TY|name|福建田源生物蛋白科技有限公司|中纺粮油(福建)有限公司|2010
"""
_33_HOLDINGS = """\
row_id|owner|company|share|start|end|note
r5-a|LF|TY|80%||2008|follows from r5
r5-b|ZF|TY|80%|2008||follows from r5
"""
_33_PAYMENTS = """\
row_id|from|to|amount|currency|date|kind|note
r4|HFY|TY|5690000|CNY|2008-04-07|price|only part of the price; day from memory, to be re-read
"""
_33_RELATIONS = """\
row_id|a|b|kind
r9|WZL|WXQ|parent
r10|WXY|LF|spouse
r11|WZL|WXY|parent
"""
_33_ROLES = """\
row_id|person|company|role|start|end|source|note
r7|WXQ|FJ|legal_representative||2012|from memory of the published text, to be re-read|r12 names the later holder of the office
r8|LF|TY|legal_representative|||from memory of the published text, to be re-read|
r12|WZL|FJ|legal_representative|2012|||as at the judgment
"""
_33_SHARE_TRANSFERS = """\
row_id|company|from|to|share|consideration|date|note
r5|TY|LF|ZF|80%|unknown|2008|
"""


def _found(text: str, source: str) -> list[dict[str, str]]:
    return filled(block(text), source=source, standing="found_by_court")


def xugong() -> dict[str, list[dict[str, str]]]:
    """Three companies with one manager, one cashier, one till: ids as in the published analysis."""
    return {
        "parties": filled(block(_15_PARTIES), source=GC15),
        "holdings": _found(_15_HOLDINGS, GC15),
        "roles": _found(_15_ROLES, GC15),
        "contracts": _found(_15_CONTRACTS, GC15),
        "relations": _found(_15_RELATIONS, GC15),
    }


def cargill() -> dict[str, list[dict[str, str]]]:
    """A plant sold within a family, then sold on."""
    return {
        "parties": filled(block(_33_PARTIES), source=GC33),
        "assets": _found(_33_ASSETS, GC33),
        "asset_transfers": _found(_33_ASSET_TRANSFERS, GC33),
        "changes": _found(_33_CHANGES, GC33),
        "holdings": _found(_33_HOLDINGS, GC33),
        "payments": _found(_33_PAYMENTS, GC33),
        "relations": _found(_33_RELATIONS, MEMORY),
        "roles": _found(_33_ROLES, GC33),
        "share_transfers": _found(_33_SHARE_TRANSFERS, GC33),
    }
