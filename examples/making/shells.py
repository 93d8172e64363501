"""The shell case: three consultancies and an office."""

from __future__ import annotations

from datetime import date
from random import Random

from examples.making.bank import Account, Entry, Trade, ordinary, statement, yuan
from examples.making.people import ACCOUNT, numbered
from examples.making.sheets import block, filled

_PRINT = {"grade": "publicity_print", "obtained_by": "代理人自行下载", "obtained_on": "2024-07-09"}
_EXPORT = {"grade": "commercial_export", "obtained_by": "商业查询工具导出", "obtained_on": "2024-05-06"}
_FILE = {"grade": "registry_file", "obtained_by": "律师凭调查令调取", "obtained_on": "2024-07-15"}
_COURT = {"grade": "court_document", "obtained_by": "申请执行人自有案卷", "obtained_on": "2024-07-15"}
CLUSTER = "江临市滨江区创客路88号集群注册大厅B座"
AGENT_PHONE = "000-61990088"

CASE = """\
# 空壳案（虚构）: every firm, person and number is made up.
id = "shells"
title = "北禾钢业诉锐程贸易买卖合同纠纷执行案"
debtors = ["RCMY"]
creditor = "BHGY"
amount = "9600000"
currency = "CNY"
arose = 2022-11-15
due = 2023-03-15
suit = 2023-10-09
served = 2023-10-20
judgment = 2024-01-22
judgment_effective = 2024-02-20
enforcement = 2024-03-28
principal = "9600000"
court = "江临市滨江区人民法院"
enforcement_number = "（2024）临0105执233号"
purpose = "申请执行人查找被执行人财产线索"
authority = "申请执行人委托，附授权委托书"
known = [{ row_id = "S-P1", date = 2024-07-15, how = "法院调取的银行流水" }]
as_of = 2024-10-01
jurisdiction = "CN"
"""

_PARTIES = f"""\
id|kind|name|identifier|other_identifiers|jurisdiction|incorporated|dissolved|status|registered_capital|paid_capital|employees|industry|scope|address|phone|licence|note
RCMY|company|江临市锐程贸易有限公司|||CN|2015-06-17||存续|10000000|10000000|19|批发业|钢材、机电产品批发|江临市滨江区货栈路52号|000-61050052||被执行人
QYTZ|company|江临市启岳投资有限公司|||CN|2022-12-05||存续|5000000|500000|0|商务服务业|以自有资金从事投资活动|江临市滨江区观澜中心A座1706室|000-61051706||
JHZX|company|江临市甲禾咨询有限公司|||CN|2022-12-20||存续|1000000|0|0|商务服务业|企业管理咨询|{CLUSTER}|{AGENT_PHONE}||
YZZX|company|江临市乙舟咨询有限公司|||CN|2022-12-26|2023-08-30|注销|1000000|0|0|商务服务业|企业管理咨询|{CLUSTER}|{AGENT_PHONE}||简易注销
BXZX|company|江临市丙序咨询有限公司|||CN|2022-11-30||存续|1000000|0|0|商务服务业|企业管理咨询|{CLUSTER}|{AGENT_PHONE}||
WZZX|company|江临市戊正咨询有限公司|||CN|2019-04-11||存续|1000000|1000000|14|商务服务业|企业管理咨询；税务咨询|{CLUSTER}|{AGENT_PHONE}||
LNHY|company|江临市丽娜花艺有限公司|||CN|2018-09-03||存续|100000|100000|3|零售业|鲜花零售|江临市滨江区花市街7号|000-61050707||
CXFW|company|江临市晓门企业登记服务有限公司|||CN|2014-03-12||存续|500000|500000|36|商务服务业|企业登记代理；代理记账|江临市滨江区创客路90号|{AGENT_PHONE}|registered_agent|
CKDT|company|江临市创客集群托管有限公司|||CN|2016-07-28||存续|3000000|3000000|21|商务服务业|集群注册住所托管|{CLUSTER}|000-61990000|address_host|持证集群注册托管机构，一址多照
LTZD|company|江临市兰台置地有限公司|||CN|2010-11-02||存续|80000000|80000000|112|房地产业|房地产开发经营|江临市滨江区兰台路1号|000-61050001||
BHGY|company|江临市北禾钢业有限公司|||CN|2009-08-21||存续|50000000|50000000|260|批发业|钢材销售|江临市北坪区炉前路18号|000-61060018||申请执行人
YTWL|company|沧宁市远塔物流有限公司|||CN|2012-02-14||存续|8000000|8000000|87|运输业|道路货物运输|沧宁市港前区堆场路6号|000-63110006||
XGTC|company|云岭市夏谷铁材有限公司|||CN|2011-10-11||存续|20000000|20000000|54|批发业|钢材批发|云岭市南屏区夏谷路33号|000-62230033||
HSMY|company|江临市荷山机电有限公司|||CN|2013-07-30||存续|6000000|6000000|40|批发业|机电设备批发|江临市北坪区荷山路12号|000-61060012||
DJWZ|company|澄湖市渡津物资有限公司|||CN|2010-04-15||存续|12000000|12000000|66|批发业|金属材料批发|澄湖市渡津区码头路2号|000-64010002||
LGGT|company|江临市峦港钢铁有限公司|||CN|2006-09-12||存续|200000000|200000000|690|制造业|钢压延加工|江临市北坪区峦港路1号|000-61060001||
LYGC|company|岚州市峦冶钢材有限公司|||CN|2012-06-06||存续|15000000|15000000|48|批发业|钢材销售|岚州市东渡区冶前路20号|000-65010020||
ZQH|person|郑启航|||CN||||||||||||
SHIMIN|person|施敏|||CN||||||||||||
LINSHU|person|林澍|||CN||||||||||||
LINA1|person|李娜|||CN||||||||||||甲禾咨询登记的股东
LINA2|person|李娜|||CN||||||||||||花店经营者；与LINA1同名，证件号码不同
MAXIAO|person|马骁|||CN||||||||||||
GUTING|person|顾婷|||CN||||||||||||
XUDONG|person|许冬|||CN||||||||||||
SHAOJIE|person|邵杰|||CN||||||||||||
LUOWEN|person|罗文|||CN||||||||||||
STAFF-RCMY|unknown|锐程贸易代发工资户|||CN||||||||||||
STAFF-WZZX|unknown|戊正咨询代发工资户|||CN||||||||||||
TAX-BJ|public_body|江临市滨江区税务局|||CN||||||||||||
"""

# The same three consultancies as the commercial tool printed them two months earlier.
_PARTIES_EXPORT = f"""\
row_id|id|kind|name|identifier|jurisdiction|incorporated|status|registered_capital|employees|address|phone
S-X11|JHZX|company|江临市甲禾咨询有限公司||CN|2022-12-20|存续|1000000|0|{CLUSTER}|{AGENT_PHONE}
S-X12|YZZX|company|江临市乙舟咨询有限公司||CN|2022-12-26|存续|1000000|0|{CLUSTER}|{AGENT_PHONE}
S-X13|BXZX|company|江临市丙序咨询有限公司||CN|2022-11-30|存续|1000000|0|{CLUSTER}|{AGENT_PHONE}
"""
_HOLDINGS_EXPORT = """\
row_id|owner|company|share|subscribed|paid|start|source
S-X1|LINA1|JHZX|100%|1000000|0|2022-12-20|商业查询工具：股东信息
"""
_ROLES_EXPORT = """\
row_id|person|company|role|start|source
S-X2|SHAOJIE|BXZX|legal_representative|2023-03-01|商业查询工具：工商信息
"""

_HOLDINGS = """\
row_id|owner|company|share|subscribed|paid|due|start|end|source
S-H1|QYTZ|JHZX|60%|600000|0|2042-12-31|2022-12-20||甲禾咨询2022年度报告：股东及出资
S-H2|LINA1|JHZX|40%|400000|0|2042-12-31|2022-12-20||甲禾咨询2022年度报告：股东及出资
S-H3|MAXIAO|YZZX|60%|600000|0|2042-12-31|2022-12-26|2023-08-30|乙舟咨询公示信息：股东及出资
S-H4|GUTING|YZZX|40%|400000|0|2042-12-31|2022-12-26|2023-08-30|乙舟咨询公示信息：股东及出资
S-H5|XUDONG|BXZX|100%|1000000|0|2042-11-30|2022-11-30||丙序咨询公示信息：股东及出资
S-H6|ZQH|RCMY|75%|7500000|7500000|2018-12-31|2015-06-17||锐程贸易公示信息：股东及出资
S-H7|SHIMIN|RCMY|25%|2500000|2500000|2018-12-31|2015-06-17||锐程贸易公示信息：股东及出资
S-H8|ZQH|QYTZ|70%|3500000|350000|2042-12-31|2022-12-05||启岳投资公示信息：股东及出资
S-H9|LINSHU|QYTZ|30%|1500000|150000|2042-12-31|2022-12-05||启岳投资公示信息：股东及出资
S-H10|LUOWEN|WZZX|100%|1000000|1000000|2020-12-31|2019-04-11||戊正咨询公示信息：股东及出资
S-H11|LINA2|LNHY|100%|100000|100000|2019-12-31|2018-09-03||丽娜花艺公示信息：股东及出资
"""

_ROLES = """\
row_id|person|company|role|start|end|source
S-R1|ZQH|RCMY|legal_representative|2015-06-17||锐程贸易公示信息
S-R2|ZQH|RCMY|executive_director|2015-06-17||锐程贸易公示信息
S-R3|SHIMIN|RCMY|supervisor|2015-06-17||锐程贸易公示信息
S-R4|LINSHU|QYTZ|legal_representative|2022-12-05||启岳投资公示信息
S-R5|ZQH|QYTZ|supervisor|2022-12-05||启岳投资公示信息
S-R6|LINA1|JHZX|legal_representative|2022-12-20||甲禾咨询公示信息
S-R7|MAXIAO|YZZX|legal_representative|2022-12-26|2023-08-30|乙舟咨询公示信息
S-R8|XUDONG|BXZX|legal_representative|2022-11-30||丙序咨询公示信息
S-R9|LUOWEN|WZZX|legal_representative|2019-04-11||戊正咨询公示信息
S-R10|LINA2|LNHY|legal_representative|2018-09-03||丽娜花艺公示信息
"""

_ASSETS = """\
row_id|id|kind|name|identifier|owner|value|currency|valued_on|basis|registered_on|court_area|start|end|address|source
S-A1|OFFICE|real_estate|观澜中心A座1706室办公用房|临（2023）不动产权第9902317号|LTZD|||||2012-06-01|江临市滨江区|2012-06-01|2023-05-18|江临市滨江区观澜中心A座1706室|不动产登记查询结果
S-A2|OFFICE|real_estate|观澜中心A座1706室办公用房|临（2023）不动产权第9902317号|QYTZ|7350000|CNY|2023-05-18|agreed_price|2023-05-18|江临市滨江区|2023-05-18||江临市滨江区观澜中心A座1706室|不动产登记查询结果
"""
_ASSET_TRANSFERS = """\
row_id|asset|from|to|price|consideration|reference_value|reference_basis|currency|date|source
S-S1|OFFICE|LTZD|QYTZ|7350000|cash|7300000|market|CNY|2023-05-18|不动产登记档案：存量房买卖合同
"""

_CONTRACTS = """\
row_id|id|kind|from|to|asset|amount|currency|date|end|source|note
S-K1|K-BHGY|sale|BHGY|RCMY||14200000|CNY|2022-06-01|2022-11-10|钢材购销合同、对账函|2022-11-15对账确认欠款960万元
S-K2|K-WZZX|service|WZZX|RCMY||180000|CNY|2023-04-20|2024-04-19|税务咨询服务合同、发票|附服务成果交付单
S-K3|K-OFFICE|sale|LTZD|QYTZ|OFFICE|7350000|CNY|2023-05-12||存量房买卖合同|
S-K4|K-PROMISE-1|indemnity|MAXIAO|YZZX|||CNY|2023-08-08||乙舟咨询内档：简易注销全体投资人承诺书|承诺书：企业债权债务已清算完结，承诺不实的由投资人承担法律责任
S-K5|K-PROMISE-2|indemnity|GUTING|YZZX|||CNY|2023-08-08||乙舟咨询内档：简易注销全体投资人承诺书|承诺书：企业债权债务已清算完结，承诺不实的由投资人承担法律责任
S-K6|K-LNHY|sale|LNHY|RCMY||8600|CNY|2023-01-12||花艺订单|年会用花
"""

_CHANGES = """\
row_id|party|item|before|after|date|notice|source|note
S-C1|YZZX|status|存续|注销|2023-08-30|no|乙舟咨询内档：简易注销登记|简易注销，附全体投资人承诺书（马骁、顾婷）
"""

_COURT_CASES = """\
row_id|number|court|kind|claimant|defendant|amount|outstanding|currency|cause|basis_number|filed|effective|terminated_on|closed|outcome|source
S-J1|（2023）临0105民初3310号|江临市滨江区人民法院|civil|BHGY|RCMY|9600000||CNY|买卖合同纠纷||2023-10-09|2024-02-20||2024-01-22|judgment|民事判决书
S-J2|（2024）临0105执233号|江临市滨江区人民法院|terminated_enforcement|BHGY|RCMY|9600000|9600000|CNY|买卖合同纠纷|（2023）临0105民初3310号|2024-03-28||2024-08-12|2024-08-12|terminated|终结本次执行裁定书
"""

_ACCOUNTS = """\
row_id|party|year_end|equity|total_assets|liabilities|revenue|profit|tax_paid|insured_staff|dormant|currency|source
S-F1|JHZX|2022-12-31|0|0|0|0|0|0|0|no|CNY|甲禾咨询2022年度报告
S-F2|JHZX|2023-12-31|0|0|0|0|0|0|0|yes|CNY|甲禾咨询2023年度报告
S-F3|YZZX|2022-12-31|0|0|0|0|0|0|0|no|CNY|乙舟咨询2022年度报告
S-F4|BXZX|2022-12-31|0|0|0|0|0|0|0|no|CNY|丙序咨询2022年度报告
S-F5|BXZX|2023-12-31|0|0|0|0|0|0|0|yes|CNY|丙序咨询2023年度报告
S-F6|WZZX|2022-12-31|1410000|1980000|570000|3210000|206000|101000|13|no|CNY|戊正咨询2022年度报告
S-F7|WZZX|2023-12-31|1655000|2240000|585000|3490000|245000|117000|14|no|CNY|戊正咨询2023年度报告
S-F8|RCMY|2022-12-31|6150000|31800000|25650000|88400000|-3920000|612000|31|no|CNY|锐程贸易2022年度报告
S-F9|RCMY|2023-12-31|-9830000|6400000|16230000|21300000|-15980000|94000|19|no|CNY|锐程贸易2023年度报告
"""

_TRADE = Trade(
    customers=("XGTC", "HSMY", "DJWZ"),
    suppliers=("YTWL", "LGGT", "LYGC"),
    receipt=310000,
    payroll=148000,
    staff="STAFF-RCMY",
    tax_office="TAX-BJ",
    sells="钢材货款",
    buys="货款及运费",
    spend=0.275,
)


def _debtor() -> list[dict[str, str]]:
    """The debtor's account: old receivables come in early in March 2023, three sums leave in April."""
    collected = ((3, "XGTC", 2860000), (7, "DJWZ", 3105000), (9, "HSMY", 1850000))
    story = [
        *(Entry(date(2023, 3, on), who, yuan(sum_), "price", "清收货款") for on, who, sum_ in collected),
        Entry(date(2023, 4, 3), "JHZX", -yuan(3100000), "fee", "咨询费", "S-P1"),
        Entry(date(2023, 4, 6), "YZZX", -yuan(2600000), "fee", "咨询费", "S-P2"),
        Entry(date(2023, 4, 10), "BXZX", -yuan(2100000), "fee", "咨询费", "S-P3"),
        Entry(date(2023, 4, 27), "WZZX", -yuan(180000), "fee", "税务咨询服务费（合同20230420）", "S-P4"),
        Entry(date(2023, 1, 16), "LNHY", -yuan(8600), "price", "年会用花", "S-P5"),
        Entry(date(2023, 9, 30), "STAFF-RCMY", -yuan(671900), "salary", "员工经济补偿金（12人）", "S-P6"),
    ]
    trade = ordinary(Random("shells/bank"), _TRADE, date(2022, 10, 1), date(2023, 9, 30), date(2023, 3, 1))
    account = Account("RCMY", ACCOUNT["RCMY"], "", yuan(905000), "S-B")
    return statement(account, story + trade, ACCOUNT)


def _consultancies() -> list[dict[str, str]]:
    """What the three did with it. The sums that came in stand in the debtor's statement, once."""
    sent = {
        "JHZX": (3100000, [("S-Q1", date(2023, 4, 4), 1600000), ("S-Q2", date(2023, 4, 5), 1345000)], 31000),
        "YZZX": (2600000, [("S-Q3", date(2023, 4, 7), 2470000)], 26000),
        "BXZX": (2100000, [("S-Q4", date(2023, 4, 12), 1995000)], 21000),
    }
    rows: list[dict[str, str]] = []
    for name, (received, passed, fee) in sent.items():
        story = [Entry(on, "QYTZ", -yuan(amount), "other", "往来款", row) for row, on, amount in passed]
        story.append(Entry(passed[-1][1], "CXFW", -yuan(fee), "fee", "代理记账费", f"S-Q-{name}"))
        rows += statement(Account(name, ACCOUNT[name], "", yuan(received), f"S-{name}"), story, ACCOUNT)
    return rows


def _buyer() -> list[dict[str, str]]:
    office = Entry(date(2023, 5, 16), "LTZD", -yuan(7350000), "price", "观澜中心A座1706室房款", "S-O1")
    deed = Entry(date(2023, 5, 18), "TAX-BJ", -yuan(220500), "tax", "契税", "S-O2")
    return statement(Account("QYTZ", ACCOUNT["QYTZ"], "", yuan(7910000), "S-Q"), [office, deed], ACCOUNT)


def _benign() -> list[dict[str, str]]:
    """The fifth consultancy works: it pays fourteen people every month."""
    wages = [
        Entry(date(2023, month, 10), "STAFF-WZZX", -yuan(128000 + 400 * month), "salary", f"2023年{month}月工资")
        for month in range(4, 8)
    ]
    return statement(Account("WZZX", ACCOUNT["WZZX"], "", yuan(912000), "S-W"), wages, ACCOUNT)


def tables() -> dict[str, list[dict[str, str]]]:
    """The files of the shells folder: template name (or name_export) to rows."""
    queried = {"source": "法院调取的账户交易明细", **_COURT, "obtained_by": "申请执行法院查询"}
    bank = [*_debtor(), *_consultancies(), *_buyer(), *_benign()]
    return {
        "parties": filled(numbered(block(_PARTIES)), source="公示系统企业信用信息", **_PRINT),
        "parties_export": filled(numbered(block(_PARTIES_EXPORT)), source="商业查询工具：工商信息", **_EXPORT),
        "holdings": filled(block(_HOLDINGS), **_PRINT),
        "holdings_export": filled(block(_HOLDINGS_EXPORT), **_EXPORT),
        "roles": filled(block(_ROLES), **_PRINT),
        "roles_export": filled(block(_ROLES_EXPORT), **_EXPORT),
        "assets": filled(block(_ASSETS), **_COURT),
        "asset_transfers": filled(block(_ASSET_TRANSFERS), **_COURT),
        "contracts": filled(block(_CONTRACTS), **_COURT),
        "changes": filled(block(_CHANGES), **_FILE),
        "court_cases": filled(block(_COURT_CASES), **_COURT),
        "accounts": filled(block(_ACCOUNTS), **_PRINT),
        "payments": filled(bank, **queried),
    }
