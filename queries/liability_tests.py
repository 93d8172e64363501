"""Every debtor put to 变更追加规定 13–25: named, nothing, no data."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from graph.case import Case
from queries.additions import branches, one_person, partners, sole_owner, transferors, unpaid_holders
from queries.additions_at_the_end import allocated, court_promisors, gratis_takers, promisors, unliquidated
from queries.endings import endings
from queries.grounds import Bilingual as Text
from queries.grounds import ground, table_for
from queries.lead import two
from queries.liability import Liable
from queries.offices import is_abroad

Outcome = Literal["named", "nothing", "no-data"]
_Test = Callable[[Case, str], list[Liable]]
_Holds = Callable[[Case, str], bool]


@dataclass(frozen=True, slots=True)
class Rule:
    """One article: its ground, the test (18 is tested by the leads on withdrawn capital), and what must be held to look at all."""

    article: str
    ground_id: str
    test: _Test | None
    holds: _Holds
    needs: Text


@dataclass(frozen=True, slots=True)
class Tested:
    """What became of one article for one debtor; "nothing found" and "could not look" are never the same."""

    debtor: str
    article: str
    provision: Text
    outcome: Outcome
    named: tuple[str, ...]
    needs: Text | None


def _own_row(case: Case, debtor: str) -> bool:
    return bool(case.party(debtor).rows)


def _holders(case: Case, debtor: str) -> bool:
    return any(i.company == debtor for i in case.interests)


def _capital(case: Case, debtor: str) -> bool:
    return any(i.company == debtor and i.subscribed is not None and i.paid is not None for i in case.interests)


def _bank(case: Case, debtor: str) -> bool:
    return any(debtor in (p.payer, p.payee) for p in case.payments) and _holders(case, debtor)


def _passed_on(case: Case, debtor: str) -> bool:
    return "share_transfers" in case.tables_held and _capital(case, debtor)


def _born(case: Case, debtor: str) -> bool:
    return _holders(case, debtor) and case.arose_for(debtor) is not None


def _status(case: Case, debtor: str) -> bool:
    rows = case.party(debtor).rows
    return any(r.get("status") or r.get("dissolved") for r in rows) or bool(endings(case, (debtor,)))


def _contracts(case: Case, debtor: str) -> bool:
    return "contracts" in case.tables_held


def _relations(case: Case, debtor: str) -> bool:
    return "relations" in case.tables_held


def _moves(case: Case, debtor: str) -> bool:
    return bool({"asset_transfers", "share_transfers"} & case.tables_held)


RULES: tuple[Rule, ...] = (
    Rule("13", "cn-addition-13", sole_owner, _own_row, two("债务人的登记信息（企业类型）", "the debtor's registration (legal form)")),
    Rule("14", "cn-addition-14-1", partners, _own_row, two("债务人的登记信息及合伙人名册", "the debtor's registration and its partners")),
    Rule("15", "cn-addition-15", branches, _relations, two("分支机构关系（relations）", "branch relations (relations)")),
    Rule("17", "cn-addition-17", unpaid_holders, _capital, two("股东认缴、实缴及出资期限", "capital subscribed, paid and due by holder")),
    Rule("18", "cn-addition-18", None, _bank, two("债务人及股东的银行流水、股东名册", "bank statements of the debtor and its holders")),
    Rule("19", "cn-addition-19", transferors, _passed_on, two("股权变更及转让时的认缴、实缴", "share transfers, with capital subscribed and paid then")),
    Rule("20", "cn-addition-20", one_person, _born, two("债务形成日的股东名册", "the holders on the day the debt arose")),
    Rule("21", "cn-addition-21", unliquidated, _status, two("债务人的登记状态及注销内档", "the debtor's status and deregistration file")),
    Rule("22", "cn-addition-22", gratis_takers, lambda c, d: _status(c, d) and _moves(c, d), two("登记状态及资产转让记录", "the status, and transfers of assets")),
    Rule("23", "cn-addition-23", promisors, lambda c, d: _status(c, d) and _contracts(c, d), two("登记状态及注销时的承诺书", "the status, and undertakings at deregistration")),
    Rule("24", "cn-addition-24", court_promisors, _contracts, two("第三人向执行法院的书面承诺", "written promises of third parties to the court")),
    Rule("25", "cn-addition-25", allocated, _moves, two("资产转让（行政划转）记录", "transfers (administrative allocations)")),
)  # fmt: skip


def liability_tests(case: Case, liable: Sequence[Liable]) -> tuple[Tested, ...]:
    """Each debtor registered at home against each article; under another law nothing is tested and the list is empty."""
    if table_for(case.debt.jurisdiction) != "CN":
        return ()
    home = [d for d in case.debtor_ids if not is_abroad(case.party(d).text("jurisdiction"))]
    return tuple(_tested(case, rule, debtor, liable) for debtor in home for rule in RULES)


def _tested(case: Case, rule: Rule, debtor: str, liable: Sequence[Liable]) -> Tested:
    provision = ground(rule.ground_id).provision
    if rule.test is None:
        holders = {i.owner for i in case.interests if i.company == debtor}
        found = [x for x in liable if x.provision == provision and x.who in holders]
    else:
        found = rule.test(case, debtor)
    named = tuple(sorted({x.who for x in found}))
    if named:
        return Tested(debtor, rule.article, provision, "named", named, None)
    if rule.holds(case, debtor):
        return Tested(debtor, rule.article, provision, "nothing", (), None)
    return Tested(debtor, rule.article, provision, "no-data", (), rule.needs)
