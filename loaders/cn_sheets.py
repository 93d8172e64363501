"""Headings of Chinese registry exports, sheet by sheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from graph.schema import Column, ColumnType
from loaders import cn_shapes as shapes
from loaders.cleaners import Cleaned
from loaders.headings import heading_key
from loaders.loader import IGNORED, Form

# Headings of a number that belongs to the party named to its left (to its right where there is none).
CODES = frozenset(
    heading_key(text)
    for text in (
        "统一社会信用代码", "社会信用代码", "信用代码", "证照号码", "证件号码", "证照编号", "证照/证件号码", "证件号",
        "身份证号码/组织机构代码", "身份证号/组织机构代码", "身份证号", "身份证号码", "组织机构代码", "blicNO", "注册号",
    )
)  # fmt: skip
_NUMBERS = "序号 no no. # 编号列 index"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A kind of sheet: how it is called, its form, and the column that the filer fills where there is none."""

    titles: tuple[str, ...]
    form: Form
    filer_is: str

    @property
    def parties(self) -> tuple[str, ...]:
        """The cells that a number beside them may belong to."""
        return tuple(c.name.removesuffix("_code") for c in self.form.beside if c.name.endswith("_code"))


def _sheet(
    titles: str,
    table: str,
    filer_is: str,
    lines: str,
    *,
    required: str = "",
    defaults: Mapping[str, str] | None = None,
    reshape: Callable[[pl.DataFrame], pl.DataFrame] | None = None,
    also: Callable[[pl.DataFrame], dict[str, pl.DataFrame]] | None = None,
    cleaners: Mapping[str, Callable[[str, str], Cleaned]] | None = None,
) -> Sheet:
    """lines: `column heading|heading`; `+column:type heading|…` is a column beside the table's own."""
    headings = {heading_key(text): IGNORED for text in _NUMBERS.split()}
    beside: list[Column] = []
    for line in lines.strip().splitlines():
        name, _, spelled = line.strip().partition(" ")
        if name.startswith("+"):
            name, _, kind = name[1:].partition(":")
            beside.append(Column(name, (), _TYPES[kind or "text"]))
        headings |= {heading_key(text.replace("∣", "|")): name for text in spelled.split("|") if text}
    cells = [
        c.name for c in Form(table, {}, beside=tuple(beside)).columns if c.type == "party" and c.name != "legal_rep"
    ]
    beside += [Column(f"{name}_code", (), "identifier") for name in cells]
    beside += [Column(f"{name}_ident", (), "text") for name in cells]
    headings |= {f"{name}_code": f"{name}_code" for name in cells}
    form = Form(
        table, headings, tuple(required.split()), (), defaults or {}, reshape, also, tuple(titles.split()),
        tuple(beside), cleaners or {},
    )  # fmt: skip
    return Sheet(tuple(titles.split()), form, filer_is)


_TYPES: dict[str, ColumnType] = {"text": "text", "party": "party", "money": "money", "date": "date", "id": "identifier"}
_COMPANY = "公司名称|企业名称|公司全称|企业全称|entName"
_LEGAL = "法定代表人|法定代表人姓名|法人代表|法定代表人/负责人|负责人|法定代表人(负责人)|legelRep"
_STATUS = "登记状态|经营状态|企业状态|状态|corpStatusString"
_HELD = """
    share 持股比例|出资比例|投资比例|股权比例|认缴比例|StockPercent
    subscribed 认缴出资额|认缴出资金额|认缴金额|认缴额|累计认缴额|认缴出资额/持股数|投资数额|投资金额|ShouldCapi|RegistCapi|liSubConAm
    paid 实缴出资额|实缴出资金额|实缴金额|实缴额|累计实缴额|RealCapi|liAcConAm
    due 认缴出资日期|认缴日期|认缴出资时间|认缴期限|ShoudDate|ShouldDate
    paid_on 实缴出资日期|实缴日期|实缴出资时间|CapiDate
    form 认缴出资方式|出资方式|实缴出资方式|投资方式
    shares 持股数|持股数量|持股数股
    currency 币种|认缴出资币种
    start 首次持股日期|入股日期|参股日期|首次投资日期|投资日期
    end 退出日期|退股日期
    row_id 记录编号
"""
_COURT = f"""
    number 案号|执行案号|caseNo
    court 执行法院|法院|审理法院|立案法院|作出执行决定的法院
    claimant 申请执行人|申请人|原告|原告/上诉人
    amount 执行标的|执行标的金额|涉案金额|标的金额|案件金额
    filed 立案时间|立案日期
    published_on 发布时间|发布日期|公布日期|限高发布日期
    +legal_rep:party {_LEGAL}|法定代表人或者负责人姓名
"""
_DEBTOR = "被执行人|被执行人姓名/名称|被执行人姓名|被执行人名称|失信被执行人|失信被执行人名称|公司名称|企业名称|iname"
_COURT_WAYS = {"amount": shapes.loose_money, "outstanding": shapes.loose_money}

SHEETS: tuple[Sheet, ...] = (
    _sheet(
        "股东信息 股东及出资信息 股东及出资 合伙人信息 发起人及出资信息 工商登记股东 最新公示股东 历史股东 历史股东信息",
        "holdings",
        "company",
        f"""
    owner 股东名称|股东姓名|股东|股东(发起人)|股东/发起人|股东及出资信息|合伙人名称|合伙人姓名|合伙人|发起人|发起人名称|投资人|投资人名称|出资人|StockName
    company {_COMPANY}|目标公司|标的公司
    holder_type 股东类型|合伙人类型|投资人类型|发起人类型|股东性质|StockType
    +owner_no:id 股东编号|股东标识|股东ID|人员编号|人员ID
    {_HELD}
    """,
        required="owner company",
        reshape=shapes.holders,
        also=shapes.holders_also,
        cleaners={"due": shapes.latest_day, "paid_on": shapes.latest_day, "start": shapes.first_day},
    ),
    _sheet(
        "主要人员 主要人员信息 高管信息 董监高 历史高管 历史主要人员",
        "roles",
        "company",
        f"""
    person 姓名|人员姓名|高管姓名|人员名称|主要人员
    company {_COMPANY}|任职企业|任职公司
    title 职务|职位|职务名称|担任职务
    start 任职日期|任职开始日期|上任日期
    end 离任日期|卸任日期|离职日期|任职结束日期
    +person_no:id 人员编号|人员ID|人员标识
    """,
        required="person company",
        reshape=shapes.offices,
        also=shapes.offices_also,
    ),
    _sheet(
        "对外投资 对外投资信息 投资企业 历史对外投资",
        "holdings",
        "owner",
        f"""
    owner 公司名称|企业名称|投资方|投资人|投资方名称
    company 被投资企业名称|被投资企业|被投资公司名称|被投资公司|被投资方|对外投资企业名称|对外投资企业|所投资企业|投资企业名称
    +legal_rep:party {_LEGAL}
    +capital:money 注册资本|注册资金
    +founded:date 成立日期|设立日期|注册日期
    +status {_STATUS}
    {_HELD}
    """,
        required="owner company",
        reshape=shapes.holders,
        also=shapes.investments_also,
        cleaners={"due": shapes.latest_day, "paid_on": shapes.latest_day, "start": shapes.first_day},
    ),
    _sheet(
        "对外投资 对外投资信息 投资企业 历史对外投资",
        "holdings",
        "owner",
        f"""
    company 公司名称|企业名称|名称
    +legal_rep:party {_LEGAL}
    +capital:money 注册资本|注册资金
    +founded:date 成立日期|设立日期|注册日期
    +status {_STATUS}
    {_HELD}
    """,
        required="owner company",
        reshape=shapes.holders,
        also=shapes.investments_also,
        cleaners={"due": shapes.latest_day, "paid_on": shapes.latest_day, "start": shapes.first_day},
    ),
    _sheet(
        "变更记录 工商变更 变更信息 变更登记信息",
        "changes",
        "party",
        f"""
    party {_COMPANY}
    item 变更项目|变更事项|变更类型|altItem
    before 变更前|变更前内容|变更前信息|altBe
    after 变更后|变更后内容|变更后信息|altAf
    date 变更日期|变更时间|日期|altDate
    """,
        required="party item",
        reshape=shapes.changed,
        cleaners={"item": shapes.change_item},
    ),
    _sheet(
        "股权出质 股权出质登记 股权出质登记信息 股权质押 历史股权出质",
        "encumbrances",
        "target",
        """
    +pledgor:party 出质人|出质人名称
    +target:party 出质股权标的企业|出质股权所在企业|出质股权标的公司|标的企业|标的方|股权所在公司|公司名称|企业名称
    holder 质权人|质权人名称
    reference 登记编号|质权登记编号|登记号
    quantity 出质股权数额|出质数额|出质股权数|股权数额
    start 股权出质设立登记日期|股权出质登记日期|登记日期|设立登记日期
    released 注销日期
    published_on 公示日期|公示时间
    status 状态
    pledgor_code 出质人证照编号|出质人证照号码|出质人证件号码|出质人证照/证件号码
    holder_code 质权人证照编号|质权人证照号码|质权人证件号码|质权人证照/证件号码
    """,
        required="pledgor target",
        defaults={"kind": "pledge"},
        reshape=shapes.equity,
        also=shapes.equity_also,
        cleaners={"quantity": shapes.with_unit},
    ),
    _sheet(
        "股权冻结 司法协助 司法协助信息 股权冻结信息 司法协助公示信息 历史股权冻结",
        "encumbrances",
        "target",
        """
    +pledgor:party 被执行人|被执行人名称
    +target:party 冻结股权标的企业|冻结股权标的公司|股权标的企业|标的企业|股权所在企业|公司名称|企业名称
    quantity 股权数额|冻结股权数额|被执行人持有股权、其它投资权益的数额|被执行人持有股权其他投资权益的数额|被冻结股权数额
    authority 执行法院
    notice_no 执行通知书文号|协助公示通知书文号|协助执行通知书文号
    reference 执行裁定书文号|裁定书文号
    status 类型∣状态|类型/状态|状态|类型|冻结状态
    +matter 执行事项
    start 冻结期限自|冻结开始日期|冻结起始日期|冻结日期自
    end 冻结期限至|冻结结束日期|冻结截止日期|冻结日期至
    +period 冻结期限|冻结期间
    published_on 公示日期|公示时间
    released 解除冻结日期|解冻日期
    """,
        required="pledgor target",
        defaults={"kind": "freeze"},
        reshape=shapes.frozen,
        also=shapes.equity_also,
        cleaners={"quantity": shapes.with_unit, "end": shapes.last_day, "status": shapes.freeze_status},
    ),
    _sheet(
        "动产抵押 动产抵押登记 动产抵押登记信息 历史动产抵押",
        "encumbrances",
        "pledgor",
        """
    +pledgor:party 抵押人|抵押人名称|公司名称|企业名称
    holder 抵押权人|抵押权人名称|抵押权人信息
    asset 登记编号|登记号|抵押登记编号
    amount 被担保债权数额|被担保主债权数额|债权数额
    +term 债务期限|债务人履行债务的期限|债务履行期限
    +thing 抵押物|抵押物名称|抵押物概况
    start 登记日期|登记时间
    authority 登记机关
    released 注销日期
    published_on 公示日期
    status 状态
    """,
        required="pledgor asset",
        defaults={"kind": "mortgage"},
        reshape=shapes.chattels,
        also=shapes.chattels_also,
        cleaners={"amount": shapes.loose_money},
    ),
    # Before the other lists of debtors: a list without a title and without their columns is this one.
    _sheet(
        "被执行人 被执行人信息 历史被执行人",
        "court_cases",
        "defendant",
        f"""
    {_COURT}
    defendant {_DEBTOR}
    """,
        required="defendant number",
        defaults={"kind": "enforcement"},
        reshape=shapes.court,
        also=shapes.court_also,
        cleaners=_COURT_WAYS,
    ),
    _sheet(
        "失信被执行人 失信信息 失信人 历史失信被执行人",
        "court_cases",
        "defendant",
        f"""
    {_COURT}
    defendant {_DEBTOR}
    basis_number 执行依据文号
    performed 已履行|已履行部分|被执行人的履行情况|履行情况
    outstanding 未履行|未履行部分|未履行金额
    conduct 失信被执行人行为具体情形|失信行为具体情形|失信行为
    +duty 生效法律文书确定的义务
    """,
        required="defendant number",
        defaults={"kind": "dishonesty"},
        reshape=shapes.court,
        also=shapes.court_also,
        cleaners=_COURT_WAYS,
    ),
    _sheet(
        "限制高消费 限高 限制高消费令 限制消费令 历史限制高消费",
        "court_cases",
        "defendant",
        f"""
    {_COURT}
    defendant 限制高消费企业名称|限消令对象|限制高消费对象|限制消费对象|限高对象|限制消费人员姓名|公司名称|企业名称
    """,
        required="defendant number",
        defaults={"kind": "consumption_limit"},
        reshape=shapes.court,
        also=shapes.court_also,
        cleaners=_COURT_WAYS,
    ),
    _sheet(
        "终本案件 终结本次执行案件 终结本次执行 历史终本案件",
        "court_cases",
        "defendant",
        f"""
    {_COURT}
    defendant {_DEBTOR}
    terminated_on 终本日期|终结日期|终本时间
    outstanding 未履行金额|未履行
    """,
        required="defendant number",
        defaults={"kind": "terminated_enforcement"},
        reshape=shapes.court,
        also=shapes.court_also,
        cleaners=_COURT_WAYS,
    ),
    _sheet(
        "工商登记信息 工商信息 企业基本信息 基本信息 照面信息 登记信息 营业执照信息",
        "parties",
        "name",
        f"""
    name {_COMPANY}|名称
    other_names 曾用名|历史名称|曾用名称
    identifier 统一社会信用代码|社会信用代码|信用代码|uniscId
    +regno 注册号|工商注册号|regNo
    +org 组织机构代码
    +legal_rep:party {_LEGAL}|执行事务合伙人
    incorporated 成立日期|注册日期|estDate
    dissolved 注销日期|吊销日期|注销/吊销日期
    registered_capital 注册资本|注册资金|regCap
    paid_capital 实缴资本|实收资本
    status {_STATUS}|regState
    address 注册地址|企业地址|住所|地址|经营场所|dom
    scope 经营范围|opScope
    industry 所属行业|行业|国标行业
    employees 参保人数|人员规模
    phone 联系电话|电话
    email 邮箱|电子邮箱
    +company_type 企业类型|公司类型|类型|entType
    """,
        required="name",
        reshape=shapes.basics,
        also=shapes.basics_also,
    ),
)
