"""The construction case: shares moved for a sixteenth."""

from __future__ import annotations

from datetime import date
from random import Random

from examples.making.bank import Account, Entry, Trade, money, ordinary, statement, yuan
from examples.making.people import ACCOUNT, numbered
from examples.making.sheets import block, filled

AS_OF = "2024-10-01"
_FILE = {"grade": "registry_file", "obtained_by": "律师凭调查令调取", "obtained_on": "2024-06-20"}
_PRINT = {"grade": "publicity_print", "obtained_by": "代理人自行下载", "obtained_on": "2024-07-02"}
_COURT = {"grade": "court_document", "obtained_by": "申请执行人自有案卷", "obtained_on": "2024-07-02"}
_PAPER = {"grade": "debtor_paper", "obtained_by": "法院责令提供", "obtained_on": "2024-06-11"}

CASE = """\
# 建工案（虚构）: every firm, person and number is made up.
id = "construction"
title = "宏砼混凝土诉澜江建设买卖合同纠纷执行案"
debtors = ["LJJS"]
creditor = "HTHN"
amount = "8000000"
currency = "CNY"
arose = 2022-05-01
due = 2022-11-01
suit = 2023-09-01
served = 2023-09-10
judgment = 2024-02-01
judgment_effective = 2024-03-01
enforcement = 2024-05-01
principal = "8000000"
court = "江临市澜江区人民法院"
enforcement_number = "（2024）临0102执417号"
purpose = "申请执行人查找被执行人财产线索"
authority = "申请执行人委托，附授权委托书"
known = [{ row_id = "C-T1", date = 2024-06-20, how = "内档取得" }]
as_of = 2024-10-01
jurisdiction = "CN"
"""

_PARTIES = """\
id|kind|name|other_names|identifier|other_identifiers|jurisdiction|incorporated|status|registered_capital|paid_capital|employees|industry|scope|address|phone|email|licence|note
LJJS|company|江临市澜江建设工程有限公司|江临市澜江市政工程有限公司|||CN|2012-03-08|存续|2000万|2000万|46|建筑业|房屋建筑工程；市政工程施工|江临市澜江区堤岸路17号|000-61170017|office@lanjiang-js.example||被执行人
LJZY|company|江临市澜江置业有限公司||||CN|2018-04-10|存续|500万|500万|9|房地产业|自有商铺租赁；物业服务|江临市澜江区堤岸路19号|000-61170019|||
HZSM|company|江临市恒筑商贸有限公司||||CN|2022-07-12|存续|200万|0|0|批发业|建材、五金批发|江临市云栖区青禾巷6号302室|000-61180302|||
WJG1|person|王建国||||CN||||||||||||
CYQ|person|陈玉琴||||CN||||||||||||
ZW|person|周蔚||||CN||||||||||||
HLQ|person|何立群||||CN||||||||||||
SUNLI|person|孙立||||CN||||||||||||
LIUMIN|person|刘敏||||CN||||||||||||
WJG2|person|王建国||||CN||||||||||||与LJJS股东同名，证件号码不同
GAOY|person|高远||||CN||||||||||||
YCWJ|company|江临市永昌五金建材有限公司||||CN|2009-06-25|存续|100万|100万|12|零售业|五金、建材零售|江临市云栖区旧渡街41号|000-61180041|||
ZHJX|company|云岭市正和机械租赁有限公司||||CN|2013-11-19|存续|3000万|3000万|78|租赁业|建筑机械租赁|云岭市南屏区柏树路230号|000-62230230|||
HTHN|company|江临市宏砼混凝土有限公司||||CN|2010-02-11|存续|4000万|4000万|133|制造业|预拌混凝土生产销售|江临市澜江区砂场路3号|000-61170003|||申请执行人
QLSC|company|沧宁市青砾砂石有限公司||||CN|2014-08-05|存续|800万|800万|27|采矿业|砂石销售|沧宁市港前区石坝路11号|000-63110011|||
JLNS|company|江临农村合作银行股份有限公司||||CN|2006-05-30|存续|60000万|60000万|820|银行业|吸收公众存款；发放贷款|江临市澜江区银杏大道1号|000-61170001||bank|
LKGZ|company|江临市临科产业园开发有限公司||||CN|2011-09-14|存续|10000万|10000万|64|房地产业|园区开发|江临市云栖区临科路100号|000-61180100|||
CTLY|company|江临市川塘路桥有限公司||||CN|2008-01-16|存续|5000万|5000万|210|建筑业|公路、桥梁工程|江临市澜江区桥头路88号|000-61170088|||
BHWY|company|江临市柏合物业服务有限公司||||CN|2012-12-03|存续|300万|300万|95|物业管理|物业服务|江临市云栖区柏合路9号|000-61180009|||
HJGC|company|云岭市汇景园林工程有限公司||||CN|2010-10-20|存续|2000万|2000万|58|建筑业|园林绿化工程|云岭市南屏区汇景路5号|000-62230005|||
DFSN|company|江临市岱峰水泥有限公司||||CN|2007-03-29|存续|6000万|6000万|305|制造业|水泥生产销售|江临市澜江区岱峰镇1号|000-61179001|||
RTSJ|company|沧宁市润拓设计咨询有限公司||||CN|2015-05-18|存续|200万|200万|22|专业技术服务|工程设计|沧宁市港前区文锦路62号|000-63110062|||
MFJC|company|江临市木枫建材有限公司||||CN|2013-04-22|存续|500万|500万|31|批发业|木材、模板批发|江临市澜江区枫林路27号|000-61170027|||
SDLW|company|江临市山渡劳务有限公司||||CN|2014-07-07|存续|600万|600万|164|建筑业|施工劳务|江临市云栖区山渡路14号|000-61180014|||
STAFF-LJJS|unknown|澜江建设代发工资户||||CN||||||||||||
TAX-JL|public_body|江临市税务局||||CN||||||||||||
COURT-LJ|public_body|江临市澜江区人民法院||||CN||||||||||||
"""

_HOLDINGS = """\
row_id|owner|company|share|subscribed|paid|due|form|start|end|source|page
C-H1|WJG1|LJJS|80%|16000000|16000000|2015-12-31|货币|2012-03-08||澜江建设内档：章程、验资报告|3
C-H2|CYQ|LJJS|20%|4000000|4000000|2015-12-31|货币|2012-03-08||澜江建设内档：章程、验资报告|3
C-H3|LJJS|LJZY|100%|5000000|5000000|2018-12-31|货币|2018-04-10|2022-09-15|澜江置业内档：设立登记|2
C-H4|LJJS|LJZY|30%|1500000|1500000|2018-12-31|货币|2022-09-15||澜江置业内档：变更登记|15
C-H5|HZSM|LJZY|70%|3500000|3500000|2018-12-31|货币|2022-09-15||澜江置业内档：变更登记|15
C-H6|ZW|HZSM|60%|1200000|0|2042-07-01|货币|2022-07-12||恒筑商贸内档：设立登记|4
C-H7|HLQ|HZSM|40%|800000|0|2042-07-01|货币|2022-07-12||恒筑商贸内档：设立登记|4
C-H8|WJG2|YCWJ|100%|1000000|1000000|2010-06-30|货币|2009-06-25||永昌五金内档：章程|2
C-H9|GAOY|ZHJX|100%|30000000|30000000|2016-12-31|货币|2013-11-19||正和租赁内档：章程|2
"""

_ROLES = """\
row_id|person|company|role|title|start|end|source
C-R1|WJG1|LJJS|legal_representative|法定代表人|2012-03-08||澜江建设内档
C-R2|WJG1|LJJS|executive_director|执行董事|2012-03-08||澜江建设内档
C-R3|WJG1|LJJS|manager|经理|2012-03-08||澜江建设内档
C-R4|ZW|LJJS|finance_head|财务负责人|2016-05-01||澜江建设内档：财务负责人信息表
C-R5|CYQ|LJJS|supervisor|监事|2012-03-08||澜江建设内档
C-R6|ZW|HZSM|legal_representative|法定代表人|2022-07-12||恒筑商贸内档：设立登记申请书
C-R7|ZW|HZSM|executive_director|执行董事|2022-07-12||恒筑商贸内档：设立登记申请书
C-R8|HLQ|HZSM|supervisor|监事|2022-07-12||恒筑商贸内档：设立登记申请书
C-R9|WJG1|LJZY|legal_representative|法定代表人|2018-04-10|2022-09-15|澜江置业内档
C-R10|ZW|LJZY|legal_representative|法定代表人|2022-09-15||澜江置业内档：变更登记
C-R11|SUNLI|LJZY|manager|经理|2018-04-10||澜江置业内档
C-R12|LIUMIN|LJZY|finance_head|财务负责人|2018-04-10||澜江置业内档
C-R13|WJG2|YCWJ|legal_representative|法定代表人|2009-06-25||永昌五金内档
C-R14|GAOY|ZHJX|legal_representative|法定代表人|2013-11-19||正和租赁内档
"""

_SHARE_TRANSFERS = """\
row_id|company|from|to|share|price|signed|consideration|reference_value|reference_basis|currency|date|source|page|note
C-T1|LJZY|LJJS|HZSM|70%|700000|2022-09-15|cash|11200000|appraisal|CNY|2022-09-15|澜江置业内档：股权转让协议、变更登记申请书|12-19|参考价值：2022-06-30抵押评估报告净资产1600万元的70%；协议约定价款于登记后三十日内付清，内档无付款凭证
"""

_ASSETS = """\
row_id|id|kind|name|identifier|owner|value|currency|valued_on|basis|registered_on|court_area|start|end|address|source
C-A1|CRANE-1|equipment|塔式起重机 TC-7020|JL-QZ-0711|LJJS|1600000|CNY|2022-07-20|appraisal||江临市|2017-05-10|2022-08-18||设备评估报告、产权备案证
C-A2|CRANE-1|equipment|塔式起重机 TC-7020|JL-QZ-0711|ZHJX||||||云岭市|2022-08-18|||设备产权备案变更
C-A3|CRANE-2|equipment|塔式起重机 TC-6015|JL-QZ-0712|LJJS|1400000|CNY|2022-07-20|appraisal||江临市|2018-03-02|2022-08-18||设备评估报告、产权备案证
C-A4|CRANE-2|equipment|塔式起重机 TC-6015|JL-QZ-0712|ZHJX||||||云岭市|2022-08-18|||设备产权备案变更
C-A5|SHOPS|real_estate|堤岸路19号商铺12间|临（2019）不动产权第9900471号|LJZY|26000000|CNY|2022-06-30|appraisal|2019-01-22|江临市澜江区|2019-01-22||江临市澜江区堤岸路19号|不动产登记查询结果
C-A6|TRUCK|vehicle|重型自卸货车|临A·9F310|LJJS|165000|CNY|2024-05-24|market|2020-04-15|江临市|2020-04-15|||财产报告令申报表
C-A7|LJJS-ACCOUNT|account|江临农村合作银行基本户|{account}|LJJS|{balance}|CNY|2024-05-31|agreed_price||江临市澜江区|2012-03-20|||银行流水期末余额
C-A8|RETENTION|deposit|临科产业园三期质量保证金||LJJS|260000|CNY|2023-12-31|agreed_price||江临市云栖区|2021-12-20|||工程结算书
C-A9|RECV-LKGZ|receivable|临科产业园三期工程尾款||LJJS|600000|CNY|2023-12-31|agreed_price||江临市云栖区|2022-12-28|||工程结算书
"""

_ASSET_TRANSFERS = """\
row_id|asset|from|to|price|consideration|reference_value|reference_basis|currency|date|source|note
C-S1|CRANE-1|LJJS|ZHJX|1472000|cash|1600000|appraisal|CNY|2022-08-18|设备买卖合同、评估报告|评估价的92%，三家询价
C-S2|CRANE-2|LJJS|ZHJX|1288000|cash|1400000|appraisal|CNY|2022-08-18|设备买卖合同、评估报告|评估价的92%，三家询价
"""

_CONTRACTS = """\
row_id|id|kind|from|to|asset|amount|currency|date|end|source|note
C-K1|K-HTHN|sale|HTHN|LJJS||11300000|CNY|2021-08-10|2022-04-30|混凝土买卖合同、对账单|2022-05-01对账确认欠款800万元
C-K2|K-CRANES|sale|LJJS|ZHJX|CRANE-1|2760000|CNY|2022-08-12||设备买卖合同|两台塔机合并签约
C-K3|K-LOAN|loan|JLNS|LJZY|SHOPS|10000000|CNY|2021-03-15|2031-03-15|固定资产借款合同|以商铺抵押
C-K4|K-LKGZ|service|LJJS|LKGZ|RECV-LKGZ|600000|CNY|2022-12-28||工程结算书|尾款600000元，质量保证金260000元
C-K5|K-WORKING|loan|JLNS|LJJS||2400000|CNY|2021-09-06|2022-09-05|流动资金借款合同|到期归还
C-K6|K-YCWJ|sale|YCWJ|LJJS||240000|CNY|2022-03-01|2022-12-31|五金供货合同|
"""

_ENCUMBRANCES = """\
row_id|asset|kind|holder|amount|currency|start|end|rank|status|published_on|quantity|authority|reference|notice_no|source|note
C-E1|SHOPS|mortgage|JLNS|10000000|CNY|2021-03-18|2031-03-18|1|effective||||临（2021）不动产证明第9900118号||不动产登记查询结果|
C-E2|equity:LJZY:LJJS|freeze|HTHN|8000000|CNY|2023-10-25|2024-10-25|1|effective|2023-10-26|150万元|江临市澜江区人民法院|（2023）临0102民初2041号之一|（2023）临0102执保388号|公示系统司法协助信息|首封，本案诉讼保全；最后有效日2024-10-24
C-E3|equity:LJZY:LJJS|freeze|QLSC|1860000|CNY|2024-03-18|2027-03-18|2|waiting|2024-03-19|150万元|沧宁市港前区人民法院|（2024）沧0103执96号|（2024）沧0103执96号之二|公示系统司法协助信息|轮候
"""

_COURT_CASES = """\
row_id|number|court|kind|claimant|defendant|amount|outstanding|currency|cause|basis_number|filed|effective|published_on|closed|outcome|source
C-J1|（2023）临0102民初2041号|江临市澜江区人民法院|civil|HTHN|LJJS|8000000||CNY|买卖合同纠纷||2023-09-01|2024-03-01||2024-02-01|judgment|民事判决书
C-J2|（2024）临0102执417号|江临市澜江区人民法院|enforcement|HTHN|LJJS|8000000|8000000|CNY|买卖合同纠纷|（2023）临0102民初2041号|2024-05-01||||pending|执行案件受理通知书
C-J3|（2024）沧0103执96号|沧宁市港前区人民法院|enforcement|QLSC|LJJS|1860000|{left}|CNY|买卖合同纠纷|（2023）沧0103民初771号|2024-03-11||||pending|公示系统被执行人信息
C-J4|（2024）临0102执417号之一|江临市澜江区人民法院|consumption_limit|HTHN|LJJS|||CNY||（2023）临0102民初2041号|2024-05-28||2024-05-30||pending|限制消费令
"""

_CHANGES = """\
row_id|party|item|before|after|date|source
C-C1|LJJS|name|江临市澜江市政工程有限公司|江临市澜江建设工程有限公司|2015-10-09|澜江建设内档
C-C2|LJZY|shareholders|江临市澜江建设工程有限公司100%|江临市恒筑商贸有限公司70%；江临市澜江建设工程有限公司30%|2022-09-15|澜江置业内档：变更登记
C-C3|LJZY|legal_representative|王建国|周蔚|2022-09-15|澜江置业内档：变更登记
"""

_ACCOUNTS = """\
row_id|party|year_end|equity|total_assets|liabilities|revenue|profit|tax_paid|insured_staff|dormant|audited|currency|source
C-F1|LJZY|2021-12-31|16000000|27300000|11300000|1980000|412000|236000|9|no|yes|CNY|澜江置业2021年度审计报告
C-F2|LJJS|2021-12-31|12400000|41200000|28800000|52300000|1210000|1464000|63|no|yes|CNY|澜江建设2021年度审计报告
C-F3|LJJS|2022-12-31|-1650000|24100000|25750000|21700000|-14050000|607000|46|no|no|CNY|澜江建设2022年度财务报表
C-F4|HZSM|2022-12-31|0|0|0|0|0|0|0|no|no|CNY|恒筑商贸2022年度报告
C-F5|HZSM|2023-12-31|0|0|0|0|0|0|0|no|no|CNY|恒筑商贸2023年度报告
"""

_DECLARATIONS = """\
row_id|debtor|asset|text|value|currency|declared_on|covers_from|source
C-D1|LJJS|TRUCK|重型自卸货车一辆|165000|CNY|2024-05-24|2023-05-01|被执行人财产申报表
C-D2|LJJS|LJJS-ACCOUNT|基本户存款|{balance}|CNY|2024-05-24|2023-05-01|被执行人财产申报表
"""

_LOAN = """\
row_id|from|to|amount|currency|date|kind|purpose|status|from_account|to_account|reference|source
C-P001|JLNS|LJZY|10000000.00|CNY|2021-03-19|loan|固定资产贷款发放|done|{bank}|{shop}|LD2021031900118|借款凭证
"""

_TRADE = Trade(
    customers=("LKGZ", "CTLY", "BHWY", "HJGC"),
    suppliers=("DFSN", "RTSJ", "MFJC", "SDLW"),
    receipt=238000,
    payroll=96000,
    staff="STAFF-LJJS",
    tax_office="TAX-JL",
    sells="工程进度款",
    buys="材料款及劳务费",
    spend=0.265,
)
_LEFT = 2341860  # cents on the account after the other creditor's court took the rest


def _entries() -> list[Entry]:
    """What the debtor's account shows beside ordinary trade: cranes paid, the bank repaid, hardware bought."""
    hardware = ((2022, 3, 23, 58400), (2022, 6, 21, 61250), (2022, 9, 22, 57300), (2022, 11, 23, 42800))
    return [
        Entry(date(2022, 8, 22), "ZHJX", yuan(1472000), "price", "塔机TC-7020转让款", "C-P-CRANE1"),
        Entry(date(2022, 8, 22), "ZHJX", yuan(1288000), "price", "塔机TC-6015转让款", "C-P-CRANE2"),
        Entry(date(2022, 9, 5), "JLNS", -yuan(2400000), "repayment", "归还流动资金贷款", "C-P-BANK"),
        Entry(date(2022, 9, 5), "JLNS", -yuan(26180), "fee", "贷款利息"),
        *(Entry(date(y, m, d), "YCWJ", -yuan(paid), "price", "五金款") for y, m, d, paid in hardware),
    ]


def _bank_rows() -> tuple[list[dict[str, str]], int]:
    """The debtor's statement for 29 months, and what the other court took at its end (cents)."""
    rng = Random("construction/bank")
    account = Account("LJJS", ACCOUNT["LJJS"], "江临农村合作银行", yuan(418000), "C-B")
    entries = _entries() + ordinary(rng, _TRADE, date(2022, 1, 1), date(2024, 5, 20), date(2022, 10, 1))
    taken = account.opening + sum(e.cents for e in entries) - _LEFT
    entries.append(Entry(date(2024, 5, 21), "COURT-LJ", -taken, "enforcement", "扣划（2024）沧0103执96号执行款"))
    return statement(account, entries, {"ZHJX": ACCOUNT["ZHJX"]}), taken


def tables() -> dict[str, list[dict[str, str]]]:
    """The files of the construction folder: template name to rows."""
    bank, taken = _bank_rows()
    balance, left = money(_LEFT), money(yuan(1860000) - taken)
    loan = block(_LOAN.format(bank=ACCOUNT["JLNS"], shop=ACCOUNT["LJZY"]))
    assets = block(_ASSETS.format(account=ACCOUNT["LJJS"], balance=balance))
    queried = {
        "source": "江临农村合作银行交易明细（法院查询）",
        **_COURT,
        "obtained_by": "申请执行法院查询",
        "obtained_on": "2024-07-15",
    }
    return {
        "parties": filled(numbered(block(_PARTIES)), source="公示系统企业信用信息", **_PRINT),
        "holdings": filled(block(_HOLDINGS), **_FILE),
        "roles": filled(block(_ROLES), **_FILE),
        "share_transfers": filled(block(_SHARE_TRANSFERS), **_FILE),
        "assets": filled(assets, **_COURT),
        "asset_transfers": filled(block(_ASSET_TRANSFERS), **_PAPER),
        "contracts": filled(block(_CONTRACTS), **_COURT),
        "encumbrances": filled(block(_ENCUMBRANCES), **_PRINT),
        "court_cases": filled(block(_COURT_CASES.format(left=left)), **_COURT),
        "changes": filled(block(_CHANGES), **_FILE),
        "accounts": filled(block(_ACCOUNTS), **_PAPER),
        "declarations": filled(block(_DECLARATIONS.format(balance=balance)), **_COURT),
        "payments": filled([*loan, *bank], **queried),
    }
