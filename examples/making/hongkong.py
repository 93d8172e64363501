"""The Hong Kong case: a company sold for one dollar."""

from __future__ import annotations

from datetime import date
from random import Random

from examples.making.bank import Account, Trade, ordinary, statement, yuan
from examples.making.people import ACCOUNT, numbered
from examples.making.sheets import block, filled

_PRINT = {"grade": "publicity_print", "obtained_by": "代理人自行下载", "obtained_on": "2024-07-02"}
_SEARCH = {"grade": "registry_file", "obtained_by": "公司註冊處查冊", "obtained_on": "2024-07-08"}
_COURT = {"grade": "court_document", "obtained_by": "申请执行人自有案卷", "obtained_on": "2024-07-02"}
_AGENT_HOUSE = "Pearl Quay House, 1 Made-up Road, Wan Chai, Hong Kong"
_TORTOLA = "Tortoise Cay House, Made-up Town, Tortola, British Virgin Islands"
CLIENTS = 64
POSTS = 60

CASE = """\
# 香港案（虚构）: every firm, person and number is made up.
id = "hongkong"
title = "泰畴纺织诉盛沅实业承揽合同纠纷执行案"
debtors = ["SYSY"]
creditor = "TCFZ"
amount = "6500000"
currency = "CNY"
arose = 2022-11-10
due = 2023-02-10
suit = 2023-06-05
served = 2023-06-19
judgment = 2023-12-18
judgment_effective = 2024-01-15
enforcement = 2024-03-01
principal = "6500000"
court = "江临市云栖区人民法院"
enforcement_number = "（2024）临0103执158号"
purpose = "申请执行人查找被执行人境外财产线索"
authority = "申请执行人委托，附授权委托书"
known = [{ row_id = "H-T1", date = 2024-07-08, how = "公司註冊處查冊取得" }]
as_of = 2024-10-01
jurisdiction = "CN"
"""

_FIRMS = """\
id|name|identifier|incorporated|registered_capital|employees|scope|address|note
SYSY|江临市盛沅实业有限公司||2005-04-19|30000000|88|服装、面料销售；货物进出口|江临市云栖区绢纺路66号|被执行人
SZYH|深圳澜沅恒供应链管理有限公司||2016-11-08|3000000|17|供应链管理；货物进出口|深圳市虚湾区沅恒路8号|
SYBZ|江临市盛沅包装有限公司||2017-08-30|2000000|24|纸制品包装|江临市云栖区绢纺路68号|
TCFZ|江临市泰畴纺织有限公司||2003-11-06|45000000|410|纺织品生产|江临市北坪区织机路2号|申请执行人
LHKJ|澄湖市链禾科技有限公司||2014-02-20|5000000|36|软件开发|澄湖市渡津区禾苗路3号|
QSBL|沧宁市青衫百货有限公司||2008-05-12|10000000|140|百货零售|沧宁市港前区青衫路10号|
WYYS|云岭市梧野印刷有限公司||2010-12-15|4000000|52|包装装潢印刷|云岭市南屏区梧野路15号|
JYZC|江临市锦韵制衣有限公司||2009-03-03|6000000|190|服装加工|江临市北坪区锦韵路29号|
GLXH|江临市归澜线辊有限公司||2011-01-24|3000000|61|纺织机械配件|江临市北坪区归澜路4号|
"""

# HYGJ is the filing that carries both numbers of one company; HYGJ-CR and HYGJ-BRN carry one each.
_OFFSHORE = f"""\
id|name|other_names|other_identifiers|jurisdiction|incorporated|address|licence|source|note
HYGJ|恒沅國際有限公司|HENGYUAN INTERNATIONAL LIMITED|hk-cr:9900117; hk-brn:99001173|HK|2014-06-18|Room 2201, {_AGENT_HOUSE}||Form ND2A，2024-01-10|同一表格同时载有旧公司编号与商业登记号码
HYGJ-CR|恒沅國際有限公司|HENGYUAN INTERNATIONAL LIMITED|hk-cr:9900117|HK|2014-06-18|||Form NAR1，2015至2023年|仅载旧公司编号
HYGJ-BRN|恒沅國際有限公司||hk-brn:99001173|HK||||土地註冊處查冊，2024-07-09|仅载商业登记号码
HYMY|恆沅國際貿易有限公司|HENG YUAN INTERNATIONAL TRADING LIMITED|hk-brn:99002264|HK|2019-10-04|Room 2201, {_AGENT_HOUSE}||Form NAR1，2023-10-20|名称近似，商业登记号码不同
CLHH|Crestlake Harbour Holdings Limited||vg-bc:9900418|VG|2022-12-12|{_TORTOLA}||BVI registry search report，2024-07-16|查册报告不载股东
TCCS|Tortoise Cay Corporate Services Limited||vg-bc:9900007|VG|2001-03-05|{_TORTOLA}|registered_agent|BVI registry search report，2024-07-16|持牌注册代理人
PQSL|珠埠秘書有限公司|PEARL QUAY SECRETARIES LIMITED|hk-brn:99000553|HK|1998-07-02|Room 2201, {_AGENT_HOUSE}|registered_agent|TCSP 持牌名册|持牌信托或公司服务提供者；约900家公司（900 firms）以此为注册地址，本目录仅收录其中一部分
SPL|Sandglass Peak Limited||vg-bc:9900236|VG|2016-03-15|{_TORTOLA}||外汇登记业务凭证（37号文）|2016-04-22办理境内居民境外投资外汇登记（37号文）
SYHK|盛沅(香港)控股有限公司|SHENGYUAN (HONG KONG) HOLDINGS LIMITED|hk-brn:99001885|HK|2016-05-11|Room 2201, {_AGENT_HOUSE}||Form NAR1，2024-05-20|2016年设立的境外持股层
"""

_PERSONS = f"""\
id|name|other_names|identifier|other_identifiers|jurisdiction|licence|source|note
SHENY|沈沅||||CN||公示系统企业信用信息|
FWT|方文韬|FANG WENTAO|||CN||公示系统企业信用信息；BVI registry search report|BVI查册报告所载董事证件号码与公示系统一致
LUZHAO|陆昭||||CN||公示系统企业信用信息|
QINYUE|秦越||||CN||公示系统企业信用信息|
PQDIR|梁永錫|LEUNG Wing Sik|||HK|professional_director|TCSP 持牌名册|珠埠秘書派出的职业董事，任职{POSTS}家
HYMYDIR|郭美伶|KWOK Mei Ling|||HK||Form NAR1，2023-10-20|
"""

_OTHERS = """\
id|kind|name|source
STAFF-SYSY|unknown|盛沅实业代发工资户|账户交易明细
TAX-YQ|public_body|江临市云栖区税务局|账户交易明细
"""

_HOLDINGS = """\
row_id|owner|company|share|subscribed|paid|currency|start|end|nature|source
H-H1|SHENY|SYSY|45%|13500000|13500000|CNY|2005-04-19|||公示系统：股东及出资
H-H2|SYHK|SYSY|25%|7500000|7500000|CNY|2016-08-26|||公示系统：股东及出资
H-H3|LUZHAO|SYSY|20%|6000000|6000000|CNY|2005-04-19|||公示系统：股东及出资
H-H4|FWT|SYSY|10%|3000000|3000000|CNY|2010-01-15|||公示系统：股东及出资
H-H5|SYSY|HYGJ-CR|100%|||HKD|2014-06-18|2023-02-20|legal|Form NAR1，2022-06-30
H-H6|CLHH|HYGJ-CR|100%|||HKD|2023-02-20||legal|Form NAR1，2023-07-05
H-H7|HYGJ-CR|SZYH|100%|3000000|3000000|CNY|2016-11-08||legal|公示系统：股东及出资
H-H8|SYSY|SYBZ|40%|800000|800000|CNY|2017-08-30|||公示系统：股东及出资
H-H9|QINYUE|SYBZ|60%|1200000|1200000|CNY|2017-08-30|||公示系统：股东及出资
H-H10|SHENY|SPL|100%|||USD|2016-03-15||legal|外汇登记业务凭证（37号文）
H-H11|SPL|SYHK|100%|||HKD|2016-05-11||legal|Form NAR1，2024-05-20
"""

_ROLES = """\
row_id|person|company|role|title|start|end|source
H-R1|SHENY|SYSY|legal_representative|法定代表人|2005-04-19||公示系统：主要人员
H-R2|SHENY|SYSY|chair|董事长|2005-04-19||公示系统：主要人员
H-R3|FWT|SYSY|manager|总经理|2012-06-01||公示系统：主要人员
H-R4|FWT|SYSY|director|董事|2012-06-01||公示系统：主要人员
H-R5|LUZHAO|SYSY|director|董事|2005-04-19||公示系统：主要人员
H-R6|FWT|CLHH|director|Director|2022-12-14||BVI registry search report，2024-07-16
H-R7|PQDIR|HYGJ-CR|director|Director|2014-06-18||Form NAR1，2015至2023年
H-R8|PQSL|HYGJ-CR|secretary|Company Secretary|2014-06-18||Form NAR1，2015至2023年
H-R9|PQDIR|SYHK|director|Director|2016-05-11||Form NAR1，2024-05-20
H-R10|HYMYDIR|HYMY|director|Director|2019-10-04||Form NAR1，2023-10-20
H-R11|QINYUE|SYBZ|legal_representative|法定代表人|2017-08-30||公示系统：主要人员
"""

_SHARE_TRANSFERS = """\
row_id|company|from|to|share|price|signed|consideration|reference_value|reference_basis|currency|date|source|page|note
H-T1|HYGJ-CR|SYSY|CLHH|100%|1|2023-02-20|cash|9200000|net_assets|HKD|2023-02-20|買賣單據 Bought and Sold Notes；Form NAR1，2023-07-05|2|参考价值：2022-12-31经审计净资产9200000港元
"""

_ASSETS = """\
row_id|id|kind|name|identifier|owner|value|currency|valued_on|basis|registered_on|court_area|start|address|source
H-A1|HK-OFFICE|real_estate|Harbour Lantern Centre 19樓1903室|Memorial No. 99041500230018|HYGJ-BRN|6800000|HKD|2023-01-15|appraisal|2015-09-30|Hong Kong|2015-09-30|Unit 1903, Harbour Lantern Centre, 88 Made-up Street, Sheung Wan, Hong Kong|土地註冊處查冊，2024-07-09
"""

_CONTRACTS = """\
row_id|id|kind|from|to|amount|currency|date|end|source|note
H-K1|K-TCFZ|service|TCFZ|SYSY|9800000|CNY|2022-03-14|2022-11-10|面料加工承揽合同、结算单|2022-11-10结算确认欠款650万元
"""

_RELATIONS = """\
row_id|a|b|kind|start|source
H-L1|TCCS|CLHH|agent|2022-12-12|BVI registry search report，2024-07-16
H-L2|TCCS|SPL|agent|2016-03-15|外汇登记业务凭证（37号文）
H-L3|PQSL|HYGJ|agent|2014-06-18|Form ND2A，2024-01-10
"""

_COURT_CASES = """\
row_id|number|court|kind|claimant|defendant|amount|outstanding|currency|cause|basis_number|filed|effective|closed|outcome|source
H-J1|（2023）临0103民初1526号|江临市云栖区人民法院|civil|TCFZ|SYSY|6500000||CNY|承揽合同纠纷||2023-06-05|2024-01-15|2023-12-18|judgment|民事判决书
H-J2|（2024）临0103执158号|江临市云栖区人民法院|enforcement|TCFZ|SYSY|6500000|6500000|CNY|承揽合同纠纷|（2023）临0103民初1526号|2024-03-01|||pending|执行案件受理通知书
"""

_ACCOUNTS = """\
row_id|party|year_end|equity|total_assets|liabilities|revenue|profit|insured_staff|audited|currency|source
H-F1|HYGJ-CR|2022-12-31|9200000|9840000|640000|3150000|410000||yes|HKD|核數師報告，2022年度
H-F2|SYSY|2022-12-31|8900000|39700000|30800000|61200000|-2900000|88|yes|CNY|审计报告，2022年度
H-F3|SYSY|2023-12-31|-7300000|19600000|26900000|24800000|-16200000|61|no|CNY|财务报表，2023年度
H-F4|SZYH|2022-12-31|2100000|3650000|1550000|8800000|130000|17|no|CNY|公示系统：2022年度报告
H-F5|SYBZ|2023-12-31|1500000|2380000|880000|6400000|95000|24|no|CNY|公示系统：2023年度报告
"""

_RATES = """\
row_id|from|to|rate|date|source
H-X1|HKD|CNY|0.8933|2022-12-30|示例汇率（虚构）
H-X2|HKD|CNY|0.8745|2023-02-20|示例汇率（虚构）
H-X3|HKD|CNY|0.9022|2024-09-30|示例汇率（虚构）
"""

_ENGLISH = [
    "Amber",
    "Basalt",
    "Cedar",
    "Dune",
    "Ember",
    "Fjord",
    "Granite",
    "Harrow",
    "Indigo",
    "Juniper",
    "Kelp",
    "Lagoon",
    "Maple",
    "Nimbus",
    "Opal",
    "Prairie",
]
_CHINESE = "琥玄杉汀燼灣岩耙靛柏藻澙楓霞珀原"
_LINES = (("Trading", "貿易"), ("Logistics", "物流"), ("Design", "設計"), ("Textiles", "紡織"))

_TRADE = Trade(
    customers=("LHKJ", "QSBL", "WYYS"),
    suppliers=("JYZC", "GLXH"),
    receipt=265000,
    payroll=121000,
    staff="STAFF-SYSY",
    tax_office="TAX-YQ",
    sells="服装货款",
    buys="加工费及辅料款",
    spend=0.28,
)


def _clients() -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Some of the secretary's other client firms, and its director's posts there."""
    parties, roles = [], []
    for at in range(CLIENTS):
        line, trade = _LINES[at // len(_ENGLISH)]
        place = at % len(_ENGLISH)
        ident = f"PQ-{at + 1:03d}"
        parties.append(
            {
                "id": ident,
                "kind": "company",
                "name": f"{_CHINESE[place]}渚{trade}有限公司",
                "other_names": f"{_ENGLISH[place].upper()} ISLET {line.upper()} LIMITED",
                "other_identifiers": f"hk-brn:{99100000 + 37 * at}",
                "jurisdiction": "HK",
                "incorporated": f"{2004 + at % 18}-{at % 12 + 1:02d}-{at % 27 + 1:02d}",
                "status": "Live",
                "address": f"Room 2201, {_AGENT_HOUSE}",
                "source": "公司註冊處查冊：同一註冊地址",
            }
        )
        if at < POSTS - 2:
            told = {"row_id": f"H-D{at + 1:02d}", "person": "PQDIR", "company": ident, "role": "director"}
            roles.append({**told, "title": "Director", "source": "公司註冊處董事索引"})
    return parties, roles


def _parties() -> list[dict[str, str]]:
    firms = filled(
        numbered(block(_FIRMS)), kind="company", jurisdiction="CN", status="存续", source="公示系统企业信用信息"
    )
    paid = [{**firm, "paid_capital": firm["registered_capital"], "currency": "CNY", **_PRINT} for firm in firms]
    offshore = filled(block(_OFFSHORE), kind="company", status="Live")
    return [*paid, *offshore, *filled(numbered(block(_PERSONS)), kind="person"), *block(_OTHERS)]


def tables() -> dict[str, list[dict[str, str]]]:
    """The files of the hongkong folder: template name to rows."""
    clients, posts = _clients()
    trade = ordinary(Random("hongkong/bank"), _TRADE, date(2022, 8, 1), date(2023, 12, 31), date(2023, 3, 1))
    bank = statement(Account("SYSY", ACCOUNT["SYSY"], "", yuan(806000), "H-B"), trade, {})
    queried = {"source": "法院调取的账户交易明细", **_COURT, "obtained_by": "申请执行法院查询"}
    return {
        "parties": filled([*_parties(), *clients], **_SEARCH),
        "holdings": filled(block(_HOLDINGS), **_SEARCH),
        "roles": filled([*block(_ROLES), *posts], **_SEARCH),
        "share_transfers": filled(block(_SHARE_TRANSFERS), **_SEARCH),
        "assets": filled(block(_ASSETS), **_SEARCH),
        "contracts": filled(block(_CONTRACTS), **_COURT),
        "relations": filled(block(_RELATIONS), **_SEARCH),
        "court_cases": filled(block(_COURT_CASES), **_COURT),
        "accounts": filled(block(_ACCOUNTS), **_PRINT),
        "rates": block(_RATES),
        "payments": filled(bank, **queried),
    }
