"""Which document would settle a record, and who keeps it."""

from __future__ import annotations

from collections.abc import Mapping

from graph.case import Case
from graph.statements import Place
from queries.grounds import table_for
from queries.lead import Gap, two
from queries.phrases import COURT, ORDER, gap

_REGISTRY = ("公司登记机关", "the company registry")
_KIN = frozenset({"spouse", "former_spouse", "parent", "child", "sibling", "relative"})
_BEST = frozenset({"court_document", "registry_file"})

_DOCUMENTS: Mapping[str, Gap] = {
    "parties": gap(("登记基本信息及内档", "the registry's extract and file"), _REGISTRY, ORDER),
    "holdings": gap(("章程、股东名册及出资凭证（内档）", "articles, register of members and proof of contributions (registry file)"), _REGISTRY, ORDER),
    "roles": gap(("任免决议及任职备案（内档）", "resolutions and filings of office (registry file)"), _REGISTRY, ORDER),
    "share_transfers": gap(("股权转让协议、股东会决议及价款凭证（内档）", "share transfer agreement, resolution and proof of price (registry file)"), _REGISTRY, ORDER),
    "changes": gap(("变更登记内档", "the registry file of the change"), _REGISTRY, ORDER),
    "successions": gap(("合并、分立协议及资产负债清单", "merger or division agreement with its list of assets and debts"), _REGISTRY, ORDER),
    "assets": gap(("权属登记簿及登记历史", "the title register with its history"), ("不动产登记中心或权属登记机关", "the title registry"), ORDER),
    "asset_transfers": gap(("转移登记材料、合同及价款凭证", "the transfer file, contract and proof of price"), ("不动产登记中心或权属登记机关", "the title registry"), ORDER),
    "payments": gap(("加盖业务章的账户流水及凭证", "the stamped bank statement and vouchers"), ("开户银行", "the bank"), COURT),
    "contracts": gap(("合同原件及履行凭证", "the original contract and proof of performance"), ("合同各方", "the parties to it"), COURT),
    "encumbrances": gap(("登记簿的权利限制记载、协助执行通知书", "the register's entry, and the notice of assistance"), ("登记机关、采取措施的法院", "the registry, the court that ordered it"), ORDER),
    "court_cases": gap(("裁判文书及生效证明", "the judgment and proof that it took effect"), ("审理法院", "the court that heard it"), COURT),
    "accounts": gap(("经审计的财务报告、纳税申报表", "audited accounts, tax returns"), ("税务机关、会计师事务所", "the tax office, the auditor"), COURT),
    "declarations": gap(("执行卷宗中的财产报告", "the property report in the enforcement file"), ("执行法院", "the enforcing court"), COURT),
    "relations": gap(("载明该关系的协议、决议或登记材料", "the agreement, resolution or filing that records it"), _REGISTRY, ORDER),
}  # fmt: skip
_FAMILY = gap(
    ("户籍或婚姻登记档案", "household or marriage register"),
    ("公安机关、婚姻登记机关", "the police, the marriage registry"),
    COURT,
)
_ORIGINAL = two("核对该文书原件", "compare the original of this document")
_LOCAL = two("依当地法申请披露", "disclosure under local law")


def settled_by(case: Case, place: Place) -> Gap:
    """The document that would confirm or refute a row, its keeper, and how it is asked for.

    A row from a court document or a registry file needs only its original compared.
    """
    found = _DOCUMENTS.get(place.table, _DOCUMENTS["parties"])
    if place.table == "relations" and _is_kin(case, place):
        found = _FAMILY
    if place.grade in _BEST:
        return Gap(found.what, found.from_whom, _ORIGINAL)
    if table_for(case.debt.jurisdiction) != "CN":
        return Gap(found.what, found.from_whom, _LOCAL)
    return found


def _is_kin(case: Case, place: Place) -> bool:
    return any(r.kind in _KIN for r in case.relations if r.place.fact == place.fact)
