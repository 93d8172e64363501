"""One table of kinds, properties and their labels (en/zh)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ColumnType = Literal[
    "party",
    "asset",
    "text",
    "share",
    "money",
    "date",
    "time",
    "word",
    "whole",
    "yes_no",
    "currency",
    "list",
    "identifier",
]

PARTY_KINDS: dict[str, str] = {
    "person": "自然人",
    "company": "公司",
    "branch": "分支机构",
    "partnership": "合伙企业",
    "trust": "信托",
    "fund": "基金",
    "public_body": "公共机构",
    "unknown": "未知",
}
STANDINGS: dict[str, str] = {
    "recorded": "登记记载",
    "found_by_court": "法院认定",
    "admitted": "自认",
    "alleged": "主张",
    "denied": "否认",
}
GRADES: dict[str, str] = {
    "court_document": "法院文书",
    "registry_file": "内档",
    "publicity_print": "公示系统",
    "debtor_paper": "债务人自有文件",
    "commercial_export": "商业数据导出",
    "statement": "陈述",
}
LICENCES: dict[str, str] = {
    "bank": "银行",
    "payment_institution": "支付机构",
    "escrow": "托管",
    "registered_agent": "注册代理",
    "address_host": "集群地址托管",
    "clearing_nominee": "清算名义持有人",
    "insolvency_practitioner": "破产管理人",
    "professional_director": "职业董事",
}

# Closed word lists: canonical word -> the Chinese (and other) spellings accepted for it.
WORDS: dict[str, dict[str, tuple[str, ...]]] = {
    "party_kind": {
        "person": ("自然人", "个人", "自然人股东"),
        "company": ("公司", "企业", "企业法人", "法人", "有限公司", "法人股东", "企业法人股东"),
        "branch": ("分支机构", "分公司"),
        "partnership": ("合伙", "合伙企业", "有限合伙"),
        "trust": ("信托",),
        "fund": ("基金",),
        "public_body": ("公共机构", "机关", "国资委", "事业单位", "政府机构"),
        "unknown": ("未知", "其他"),
    },
    "nature": {
        "beneficial": ("实益", "实际"),
        "legal": ("登记", "名义登记", "直接持股"),
        "nominee": ("代持", "名义"),
        "trust": ("信托",),
        "settlor": ("委托人",),
        "general_partner": ("普通合伙人", "GP", "执行事务合伙人"),
        "limited_partner": ("有限合伙人", "LP"),
        "employee_plan": ("员工持股", "员工持股计划"),
        "treasury": ("库存股", "回购"),
    },
    "role": {
        "legal_representative": ("法定代表人", "法人代表", "法人", "负责人", "执行事务合伙人委派代表"),
        "director": ("董事", "独立董事", "董事会成员"),
        "executive_director": ("执行董事", "执行公司事务的董事"),
        "chair": ("董事长", "副董事长", "主席"),
        "supervisor": ("监事", "监事会主席", "监事长"),
        "manager": ("经理", "总经理", "总裁", "首席执行官"),
        "finance_head": ("财务负责人", "财务总监", "财务主管"),
        "cashier": ("出纳",),
        "handler": ("经办人", "工商经办人", "登记联络员", "联络员"),
        "secretary": ("秘书", "公司秘书", "董事会秘书"),
        "liquidator": ("清算人", "清算组成员", "清算组负责人"),
        "deputy_manager": ("副经理", "副总经理"),
        "member": ("合伙人",),
        "employee": ("员工", "职工", "雇员"),
        "other": ("其他", "其他人员"),
    },
    "consideration": {
        "cash": ("现金", "货币"),
        "none": ("无", "无偿", "零对价"),
        "debt": ("债权", "抵债"),
        "shares": ("股权", "换股"),
        "unknown": ("未知", "不详"),
    },
    "basis": {
        "appraisal": ("评估",),
        "court": ("法院", "法院认定"),
        "market": ("市场价",),
        "agreed_price": ("约定价", "协议价"),
        "tax": ("税务核定", "计税"),
        "net_assets": ("净资产", "账面净资产"),
        "paid_in": ("实缴", "实缴出资"),
    },
    "asset_kind": {
        "real_estate": ("不动产", "房产", "房屋"),
        "vehicle": ("车辆", "机动车"),
        "vessel": ("船舶",),
        "security": ("证券", "股票"),
        "ip": ("知识产权", "商标", "专利", "著作权"),
        "account": ("账户", "存款"),
        "receivable": ("应收账款", "债权"),
        "equipment": ("设备", "机器设备"),
        "stock": ("存货", "库存"),
        "land_use": ("土地使用权", "土地"),
        "insurance": ("保单",),
        "deposit": ("保证金",),
        "fund_interest": ("基金份额",),
        "other": ("其他",),
    },
    "payment_kind": {
        "price": ("价款", "转让款", "货款"),
        "capital": ("出资", "投资款", "注册资本", "验资"),
        "loan": ("借款", "贷款"),
        "repayment": ("还款",),
        "dividend": ("分红", "股利"),
        "distribution": ("分配",),
        "salary": ("工资", "薪酬"),
        "tax": ("税", "税款"),
        "fee": ("费用", "服务费", "手续费", "咨询费"),
        "sweep": ("归集", "下拨", "资金归集"),
        "rent": ("租金",),
        "enforcement": ("执行款",),
        "other": ("其他", "往来", "往来款"),
    },
    "payment_status": {"done": ("成功", "完成"), "failed": ("失败",), "reversed": ("冲正", "退回", "撤销")},
    "contract_kind": {
        "loan": ("借款", "借款合同"),
        "sale": ("买卖", "买卖合同"),
        "guarantee": ("担保", "保证"),
        "indemnity": ("赔偿", "补偿"),
        "lease": ("租赁",),
        "service": ("服务", "咨询"),
        "nominee_agreement": ("代持协议",),
        "cash_pool": ("资金池",),
        "employee_plan": ("员工持股计划",),
        "settlement": ("和解", "结算"),
        "other": ("其他",),
    },
    "encumbrance_kind": {
        "pledge": ("质押", "出质", "股权出质"),
        "mortgage": ("抵押", "动产抵押"),
        "freeze": ("冻结", "股权冻结", "司法协助"),
        "seizure": ("查封", "扣押"),
    },
    "encumbrance_status": {
        "effective": ("生效", "有效", "首封", "首冻", "冻结"),
        "waiting": ("轮候", "轮候冻结", "轮候查封"),
        "renewed": ("续行", "续封", "续行冻结", "续冻"),
        "released": ("解除", "解除冻结", "注销", "无效"),
        "lapsed": ("失效", "到期", "期满"),
    },
    "relation_kind": {
        "spouse": ("配偶", "夫妻"),
        "former_spouse": ("前配偶", "离异"),
        "parent": ("父母", "父", "母"),
        "child": ("子女", "子", "女"),
        "sibling": ("兄弟姐妹",),
        "relative": ("亲属",),
        "associate": ("关联人",),
        "employee": ("员工", "雇员"),
        "agent": ("代理人",),
        "acts_for": ("代表",),
        "controls": ("控制", "实际控制"),
        "nominee_for": ("代持",),
        "trustee_of": ("受托人",),
        "acts_in_concert": ("一致行动",),
        "shared_account": ("共用账户",),
        "shared_business": ("业务混同",),
        "similar_name": ("名称近似",),
        "branch_of": ("分支机构",),
        "uses": ("使用",),
        "pays_for": ("付费",),
    },
    "court_kind": {
        "civil": ("民事", "诉讼"),
        "arbitration": ("仲裁",),
        "enforcement": ("执行", "被执行人"),
        "terminated_enforcement": ("终本", "终结本次执行"),
        "bankruptcy": ("破产",),
        "dishonesty": ("失信", "失信被执行人"),
        "consumption_limit": ("限高", "限制高消费"),
        "winding_up": ("清算", "强制清算"),
        "freezing_order": ("保全", "财产保全"),
        "criminal": ("刑事",),
    },
    "outcome": {
        "judgment": ("判决",),
        "settlement": ("调解", "和解"),
        "admission": ("认诺", "自认"),
        "dismissed": ("驳回",),
        "terminated": ("终结", "撤诉"),
        "pending": ("审理中", "未结"),
    },
    "change_item": {
        "name": ("名称", "名称变更", "企业名称变更"),
        "address": ("住所", "地址", "地址变更", "住所变更", "经营场所变更"),
        "legal_representative": ("法定代表人", "法定代表人变更", "负责人变更"),
        "shareholders": (
            "股东",
            "股东变更",
            "投资人变更",
            "投资人(股权)变更",
            "股权变更",
            "投资人变更(包括出资额、出资方式、出资日期、投资人名称等)",
        ),
        "officers": ("主要人员", "高级管理人员备案", "董事备案", "监事备案", "主要人员变更", "董事(理事)、经理、监事"),
        "registered_capital": ("注册资本", "注册资本变更"),
        "paid_capital": ("实收资本", "实缴资本", "实收资本变更"),
        "status": ("状态", "登记状态", "状态变更"),
        "scope": ("经营范围", "经营范围变更"),
        "filing": ("备案", "章程备案"),
    },
    "succession_kind": {
        "merger": ("合并",),
        "division": ("分立",),
        "conversion": ("改制",),
        "asset_takeover": ("资产承接",),
    },
    "standing": {key: (zh,) for key, zh in STANDINGS.items()},
    "grade": {key: (zh,) for key, zh in GRADES.items()},
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the template: our name, the Chinese headings for it, what its cells hold."""

    name: str
    zh: tuple[str, ...]
    type: ColumnType
    words: str = ""
    required: bool = False
    expect: Literal["person", "company", ""] = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A file of the template: its name, Chinese name, columns in order."""

    name: str
    zh: str
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        return next(c for c in self.columns if c.name == name)

    def of_type(self, *types: ColumnType) -> tuple[Column, ...]:
        return tuple(c for c in self.columns if c.type in types)


def _columns(lines: str) -> tuple[Column, ...]:
    """One column a line: name zh|zh type[:words] [!required] [@person|@company]."""
    out = []
    for line in lines.strip().splitlines():
        name, zh, kind, *marks = line.split()
        base, _, words = kind.partition(":")
        expect = next((m[1:] for m in marks if m.startswith("@")), "")
        out.append(
            Column(
                name=name,
                zh=() if zh == "-" else tuple(zh.split("|")),
                type=base,  # type: ignore[arg-type]
                words=words,
                required="!" in marks,
                expect=expect,  # type: ignore[arg-type]
            )
        )
    return tuple(out)


# Any file may carry these; they describe the row, not the fact.
ABOUT_ROW = _columns("""
row_id 行编号|编号 text
standing 记载性质|事实性质 word:standing
source 来源|资料来源 text
grade 证据等级|来源等级 word:grade
obtained_by 取得方式 text
obtained_on 取得日期 date
original 原件 text
page 页码 text
note 备注|说明 text
""")
