"""Who may have to pay: to be added, to be sued, to be checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from graph.case import Case
from graph.values import DateSpan, Money
from queries.additions import additions_of
from queries.additions_at_the_end import ending_rows, promise_rows, promise_words
from queries.clocks import clock_of
from queries.deadlines import estate_rules
from queries.disposals import hub
from queries.endings import endings
from queries.grounds import NOTHING, Ground, ground, grounds_for, table_for
from queries.grounds import Bilingual as Text
from queries.lead import Finding, Tier, lower, two
from queries.liability import Column, Liable, joined, under
from queries.phrases import name_of

__all__ = ["Liable", "liable_parties"]

_RECEIVES = frozenset({"share_transfer", "asset_transfer", "payment"})
_SUED = frozenset({"C", "E", "D"})
_WITHDRAWAL = "capital-withdrawal"
# Patterns of structure: what they name is a sign about a firm, not a receipt for which it answers.
_STRUCTURE = frozenset({
    "thin-capital-shell", "mass-address", "mass-director", "layered-offshore-chain", "circular-shareholding", "cross-holding",
    "name-change-chain",
})  # fmt: skip
_VERSION = two("行为日期适用的法律版本须核实", "which version of the law governs the day of the act")


def _counsel(ground_id: str, provision: Text) -> Ground:
    """Stands where no table answers: no elements, no periods, for counsel to fill."""
    bare = ground("cn-addition-17")
    return replace(
        bare, id=ground_id, jurisdiction="", provision=provision, instrument=NOTHING, elements=(), periods=(), status="unverified",
        remedy=two("由律师核对", "for counsel"), note=NOTHING, route=None,
    )  # fmt: skip


_LOCAL = _counsel("local", two("当地法律，须由当地律师核对", "local law, for local counsel"))
_NO_GROUND = _counsel("none", two("暂无可直接适用的条款", "no provision of the table fits what is shown so far"))
_PRICE = two("对价、价值或无偿的证据", "proof of the price, the value, or that nothing was given")


def liable_parties(case: Case, findings: Sequence[Finding]) -> tuple[Liable, ...]:
    """Every debtor put to 变更追加规定 13–25, then the counterparties of the findings; signals name nobody.

    A person stands here for what it received, holds or signed; by name or kinship alone it is at most to be checked.
    """
    found = additions_of(case)
    for at, finding in enumerate(findings):
        if finding.tier != "signal":
            found += [
                *_withdrawn(case, finding, at),
                *_promised(case, finding, at),
                *_counterparties(case, finding, at),
            ]
    return joined(found)


def _strength(finding: Finding) -> Tier:
    """As flag() caps it: an undecided match or an alleged row leaves a lead."""
    weak = finding.relies_on or any(e.place.unsure for e in finding.evidence)
    return lower(finding.tier, "lead") if weak else finding.tier


def _sum(finding: Finding) -> Money | None:
    return finding.amount.money if finding.amount else None


def _had(finding: Finding, who: str) -> Money | None:
    """What the party itself was paid, where the chain shows payments to it; else what the finding is about."""
    total = _sum(finding)
    paid = [e for e in finding.chain.edges if e.kind == "payment" and e.to == who and e.price]
    if total is None or not paid or any(e.currency != total.currency for e in paid):
        return total
    own = sum((Decimal(e.price or 0) for e in paid), Decimal(0))
    return Money.of(min(own, total.high), total.currency)


def _withdrawn(case: Case, finding: Finding, at: int) -> list[Liable]:
    """18: the holder who took capital out of the debtor; addition is for the holders of the debtor itself."""
    if finding.typology != _WITHDRAWAL or table_for(case.debt.jurisdiction) != "CN":
        return []
    firms = [p for p in finding.parties if p in case.debtor_ids]
    holders = {i.owner for i in case.interests if i.company in firms}
    return [
        under(
            case, ground("cn-addition-18"), who, "addable", finding.summary, finding.evidence, strength=_strength(finding),
            up_to=_sum(finding), leads=(at,),
        )
        for who in finding.parties
        if who in holders and who not in case.debtor_ids
    ]  # fmt: skip


def _promised(case: Case, finding: Finding, at: int) -> list[Liable]:
    """Who promised the registry to pay for a middle party that is gone.

    The undertaking opens addition (23) once that party is a debtor in enforcement; until then a suit (公司法 240) lies.
    """
    if table_for(case.debt.jurisdiction) != "CN":
        return []
    middle = [p for p in finding.parties if p not in case.debtor_ids]
    found = []
    for ending in endings(case, middle):
        for c in ending.promises if ending.gone else ():
            said, firm = promise_words(case, c), name_of(case, ending.party)
            why = two(f"{said.zh}；{firm}从债务人一方取得款物", f"{said.en}; {firm} received from the debtor side")
            rows = (*promise_rows(case, c), *ending_rows(ending), *finding.evidence[:1])
            found.append(
                under(
                    case, ground("cn-addition-23"), c.first, "addable", why, rows, strength=lower(_strength(finding), "lead"),
                    up_to=_had(finding, ending.party), missing=(_first(firm, ending.says),), leads=(at,),
                )
            )  # fmt: skip
    return found


def _first(firm: str, says: frozenset[str]) -> Text:
    """Addition needs the firm itself as debtor; the same undertaking carries a suit without it."""
    suit = _promise_ground(says).provision
    return two(
        f"以{firm}为被执行人的执行依据（先行取得或一并主张）；否则另诉（{suit.zh}）",
        f"an enforceable judgment against {firm}, first or together; else a suit ({suit.en})",
    )


def _promise_ground(says: frozenset[str]) -> Ground:
    return ground("cn-company-240" if "simplified" in says else "cn-company-int2-18-20")


def _counterparties(case: Case, finding: Finding, at: int) -> list[Liable]:
    """Those who received money or property; in findings without a receipt, the firms that are named; people else only to check."""
    if finding.typology in _STRUCTURE:
        return []
    options = _grounds(case, finding)
    ended = [e for e in endings(case, finding.parties) if e.gone]
    # A firm off the register cannot be sued; who signed for it is named by _promised.
    gone = {e.party for e in ended} | {c.first for e in ended for c in e.promises}
    named = [p for p in finding.parties if p not in case.debtor_ids and p != case.debt.creditor and not hub(case, p)]
    takers = _takers(case, finding) & set(named)
    moved = {e.thing.removeprefix("equity:") for e in finding.chain.edges if e.thing and e.thing.startswith("equity:")}
    found = []
    # With no provision to go by, a lead of one signal family is too little to name its counterparty at all.
    shown = finding.tier in ("strong", "fact")
    for who in named:
        column = _column(case, finding, who, takers)
        if (
            column is None
            or who in moved - takers
            or who in gone
            or not (options or (who in takers and shown) or column == "check_only")
        ):
            continue
        # What was received is shown, but no provision of the table answers for it yet: nothing is asked of anybody.
        column = column if options else "check_only"
        found.append(
            under(
                case, options[0] if options else _NO_GROUND, who, column, finding.summary, finding.evidence,
                up_to=_had(finding, who) if column == "suit" else None, strength=_strength(finding) if column == "suit" else "signal",
                missing=_to_show(finding, options[0]) if options else (_PRICE,), leads=(at,),
            )
        )  # fmt: skip
    return found


def _column(case: Case, finding: Finding, who: str, takers: set[str]) -> Column | None:
    person = case.party(who).is_person
    if person and _may_be_another(case, who):
        return "check_only"
    if who in takers:
        alone = person and (finding.relies_on or finding.badges <= {"relation"})
        return "check_only" if alone else "suit"
    if person:
        return "suit" if _of_an_ended_firm(case, finding, who) else "check_only"
    return None if takers else "suit"


def _may_be_another(case: Case, who: str) -> bool:
    """Is it known by name or by a source's own number only, while another party may be the same person?"""
    proper = [i for i in case.party(who).identifiers if not i.startswith("person-no:")]
    return not proper and who in case.perhaps


def _of_an_ended_firm(case: Case, finding: Finding, who: str) -> bool:
    """Is the person a recorded holder of a firm of the finding that has left the register or lost its licence?"""
    ended = {e.party for e in endings(case, finding.parties)}
    return any(i.owner == who and i.company in ended for i in case.interests)


def _takers(case: Case, finding: Finding) -> set[str]:
    found = {e.to for e in finding.chain.edges if e.kind in _RECEIVES}
    return found | {e.frm for e in finding.chain.edges if e.kind == "encumbrance"}


def _grounds(case: Case, finding: Finding) -> list[Ground]:
    """Grounds under which somebody can be sued; the one of which most is shown first; without a table local law.

    Where the law of the act's day has none, the oldest version that has one stands for it, marked uncertain.
    """
    if table_for(case.debt.jurisdiction) is None:
        return [_LOCAL]
    dated = _fitting(case, finding, finding.on)
    states = {key: state for key, state, _ in finding.elements}
    undated = [] if dated else sorted(_fitting(case, finding, None), key=lambda g: (g.acts_from or date.min, g.id))
    order = sorted(
        dated, key=lambda g: (g.route != finding.route, g.status != "in force", _hard(g), -_met(g, states), g.id)
    )
    return undated[:1] or order


def _hard(option: Ground) -> bool:
    """Collusion and sham are proved beyond reasonable doubt: they come after a ground that is not."""
    return any(e.key in ("collusion", "sham_intent") for e in option.elements)


def _fitting(case: Case, finding: Finding, on: DateSpan | None) -> list[Ground]:
    given = frozenset({"insolvency"}) if case.debt.clock.insolvency_accepted else frozenset()
    options = grounds_for(finding.typology, case.debt.jurisdiction, on, finding.traits | given)
    usable = [g for g in options if g.arises and not g.id.startswith("cn-addition")]
    estate = [g for g in usable if g.route == "F"] if estate_rules(clock_of(case)) else []
    return estate or [g for g in usable if g.route in _SUED]


def _met(option: Ground, states: dict[str, str]) -> float:
    shown = sum(1 for e in option.elements if states.get(e.key) == "met")
    return shown / len(option.elements) if option.elements else 0.0


def _to_show(finding: Finding, basis: Ground) -> list[Text]:
    """Elements of the ground that the finding does not show yet."""
    states = {key: state for key, state, _ in finding.elements}
    version = [] if basis.certain else [_VERSION]
    return [*version, *(e.name for e in basis.elements if states.get(e.key, "not_shown") != "met")]
