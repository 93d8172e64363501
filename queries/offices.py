"""Which office can freeze what, and what to ask of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from queries.grounds import Bilingual as Text
from queries.grounds import table_for
from queries.lead import two

_HAN = re.compile(r"[㐀-鿿]")
_NOT_MAINLAND = re.compile(r"香港|澳门|澳門|台湾|臺灣|hong ?kong|macau|taiwan", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Office:
    """Where a thing is frozen: route A (in the debtor's name) or B (owed to the debtor), who acts, what is asked."""

    route: str
    office: Text
    action: Text


_SEARCH = two("查询并申请冻结", "search, and ask for a freeze")
OFFICES: dict[str, Office] = {
    "equity": Office(
        "A",
        two("公司登记机关（市场监督管理局）", "the company registry (market regulation)"),
        two(
            "申请冻结股权及股息红利，经公示系统公示，并通知公司",
            "ask to freeze the shares and their dividends, published on the publicity system, with notice to the company",
        ),
    ),
    "listed": Office(
        "A",
        two("中国证券登记结算公司", "the securities clearing house"),
        two("申请冻结证券及孳息", "ask to freeze the securities and what they yield"),
    ),
    "real_estate": Office(
        "A",
        two("不动产登记中心", "the real-estate registry"),
        two("申请查封登记，查询抵押及在先查封", "ask for a registered seizure; search mortgages and earlier seizures"),
    ),
    "vehicle": Office(
        "A",
        two("公安机关车辆管理所", "the vehicle registry"),
        two("申请查封档案并扣押车辆", "ask to seize the file and the vehicle itself"),
    ),
    "vessel": Office(
        "A",
        two("海事管理机构", "the maritime authority"),
        two("申请查封船舶登记", "ask to seize the vessel in its register"),
    ),
    "account": Office(
        "A",
        two("开户银行", "the bank"),
        two("申请冻结存款并调取流水明细", "ask to freeze the deposit, and for the statement"),
    ),
    "security": Office(
        "A",
        two("中国证券登记结算公司或证券公司", "the clearing house or the broker"),
        two("申请冻结证券及孳息", "ask to freeze the securities and what they yield"),
    ),
    "fund_interest": Office("A", two("基金管理人或份额登记机构", "the fund's manager or registrar"), _SEARCH),
    "ip": Office("A", two("国家知识产权局", "the intellectual property office"), _SEARCH),
    "insurance": Office(
        "A", two("保险公司", "the insurer"), two("申请冻结保单现金价值", "ask to freeze the policy's cash value")
    ),
    "equipment": Office(
        "A",
        two("执行法院（动产无登记机关）", "the enforcing court (movables have no register)"),
        two(
            "申请现场查封、扣押，并查动产融资统一登记",
            "ask for seizure on site; search the register of security over movables",
        ),
    ),
    "deposit": Office(
        "B",
        two("保管保证金的相对人", "whoever holds the deposit"),
        two(
            "申请冻结返还请求权，期满后通知其向法院支付",
            "ask to freeze the claim for its return; when due, notice to pay the court",
        ),
    ),
    "receivable": Office(
        "B",
        two("次债务人", "the third party who owes"),
        two(
            "申请冻结债权、发履行到期债务通知；有异议的提起代位权诉讼",
            "ask to freeze the claim and for notice to pay; if disputed, a suit in the debtor's place",
        ),
    ),
    "unpaid_capital": Office(
        "B",
        two("未缴出资的股东", "the shareholder who has not paid"),
        two(
            "申请追加（变更追加规定17）或依公司法54条请求缴纳",
            "apply to add the shareholder (addition rules 17), or ask for payment under Company Law 54",
        ),
    ),
}
OFFICES["land_use"] = OFFICES["real_estate"]
OFFICES["stock"] = OFFICES["other"] = OFFICES["equipment"]

LOOK_THROUGH = two(
    "他人名下，不得直接冻结；能冻结的是债务人自己的股权，此项仅供估值",
    "in another's name and not to be frozen directly: what can be frozen is the debtor's own stake; for valuation only",
)
CONTROLLED = two(
    "他人名下，不得直接冻结；须先诉（人格否认、撤销等），仅可对作为被告者保全",
    "in another's name and not to be frozen directly: suit first, preservation only against that person as defendant",
)
REACHED = two(
    "他人名下：先起诉，仅可对作为被告者申请保全",
    "in another's name: suit first, preservation only against that person as defendant",
)
ESTATE = two(
    "由管理人接管、追收；债权人申报债权", "for the administrator to take over and recover; creditors file their claims"
)
ADMINISTRATOR = two("破产管理人", "the insolvency office-holder")
UNSURE = two("仅为主张或被否认的记载，须先查实登记名义人", "alleged or denied only: first find out who is registered")


def is_abroad(place: str | None) -> bool:
    """Is a registry's place, or where a thing lies, outside mainland China? An unknown place is not."""
    if not place:
        return False
    code = place.strip().upper()
    if re.fullmatch(r"[A-Z]{2}(-[A-Z0-9]+)?", code):
        return not code.startswith("CN") or code in ("CN-HK", "CN-MO", "CN-TW")
    return bool(_NOT_MAINLAND.search(place)) or not _HAN.search(place)


def office_for(kind: str, home: str, place: str | None) -> Office:
    """The office for a thing of a kind that lies in `place`, for a case under the law of `home`; unknown place: home."""
    known = OFFICES.get(kind, OFFICES["other"])
    if table_for(home) == "CN" and not is_abroad(place):
        return known
    there = place or home
    office = two(f"{there}当地登记机关、代理人或持有人", f"the local registry, agent or holder in {there}")
    if table_for(home) != "CN":
        action = two(f"向{there}法院申请冻结令或押记令", f"a freezing or charging order from the courts of {there}")
        return Office(known.route, office, action)
    action = two(
        f"须在{there}的法院申请（内地协助执行通知不能直接冻结），由当地律师办理",
        f"through the courts of {there} and local counsel: a mainland notice cannot freeze it",
    )
    return Office(known.route, office, action)
