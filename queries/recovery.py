"""What may be recovered of an asset or a lead, step by step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction

from graph.case import Case
from graph.chains import Chain
from graph.claims import Edit
from graph.values import Money, Share
from queries.asset import WHOLE, Asset
from queries.claim_statement import outstanding_of
from queries.clocks import clock_of
from queries.deadlines import estate_rules
from queries.encumbered import Burden, burdens_on
from queries.fees import next_step
from queries.grounds import Bilingual as Text
from queries.lead import Evidence, Finding, two
from queries.waterfall import Pour, Step, Waterfall, pour_burdens, pour_cost
from queries.worth import convert

_MOVES = frozenset({"share_transfer", "asset_transfer"})
# A lead of many rows shows the first of them beside its value; all of them stand in its evidence.
SHOWN = 5
_VALUE = two("估值", "value")
_ABOUT = two("线索所涉金额", "what the lead is about")
_LEFT = two("扣除在先负担后", "after prior burdens")
_NET = two("预计可回收", "recoverable")
_CAP = two("以债权余额为限", "capped at what is outstanding")
_CAP_RULE = two(
    "撤销权、追加及保全均以债权为限（民法典540）",
    "revocation, addition and preservation go no further than the claim (Civil Code 540)",
)
_DOUBT = two("存疑，下限按零计", "in doubt: the low bound is nothing")
_OWN_CREDITORS = two(
    "该公司自身债权人优先，且已含于上层股权价值，不得重复计算",
    "that company's own creditors come first; already within the value of the stake above, never to be added to it",
)
_NO_SHARE = two("穿透份额不详：下限按零计", "look-through share unknown: the low bound is nothing")


def asset_waterfall(case: Case, asset: Asset) -> Waterfall:
    """value − what the debtor does not hold of it − burdens before us − doubt = left; − cost of the next step = net."""
    pour = Pour(case, edits_of(case, asset.id))
    pour.start(Step("value", _VALUE, "+", asset.value, asset.worth_rows or asset.evidence[:1], asset.basis))
    if asset.reach != WHOLE:
        _reach(pour, asset.reach)
    estate = estate_rules(clock_of(case))
    pour_burdens(case, pour, asset.encumbrances, estate=estate)
    for doubt in asset.doubt[:1]:
        pour.take("doubt", _DOUBT, None, (), _joined(asset.doubt) if len(asset.doubt) > 1 else doubt)
    if asset.below:
        pour.take("own_creditors", _DOUBT, None, (), _OWN_CREDITORS)
    left = pour.sum("left", _LEFT)
    cost = next_step(case, asset.route, _asked(case, left))
    pour_cost(case, pour, cost)
    net = pour.sum("net", _NET)
    return Waterfall(tuple(pour.steps), left, net, cost)


def lead_waterfall(case: Case, finding: Finding, name: str, route: str) -> Waterfall:
    """amount − what the chain does not reach − burdens on the things moved = left; at most the claim; − cost = net."""
    pour = Pour(case, edits_of(case, name))
    amount, basis = (finding.amount.money, finding.amount.basis) if finding.amount else (None, None)
    pour.start(Step("value", _ABOUT, "+", amount, finding.evidence[:SHOWN], basis))
    reach = reach_of(case, finding.giver, finding.chain)
    if reach != WHOLE:
        _reach(pour, reach)
    estate = estate_rules(clock_of(case))
    pour_burdens(case, pour, burdens_moved(case, finding), estate=estate)
    left = pour.sum("left", _LEFT)
    owed = outstanding_of(case)
    most = convert(case, owed, left.currency, case.as_of) if owed and left else None
    if most is not None and not estate:
        pour.cap("cap", _CAP, most, _CAP_RULE)
    cost = next_step(case, route, pour.money)
    pour_cost(case, pour, cost)
    net = pour.sum("net", _NET)
    return Waterfall(tuple(pour.steps), left, net, cost)


def edits_of(case: Case, about: str) -> tuple[Edit, ...]:
    return tuple(edit for edit in case.debt.terms.edits if edit.about == about)


def _asked(case: Case, left: Money | None) -> Money | None:
    """The sum for which a step is taken: what is left, at most what is outstanding."""
    owed = outstanding_of(case)
    same = convert(case, owed, left.currency, case.as_of) if owed and left else None
    if left is None or same is None:
        return left
    return Money(min(left.low, same.low), min(left.high, same.high), left.currency)


def _reach(pour: Pour, reach: Share | None) -> None:
    """Leaves the part of it that is the debtor's."""
    if reach is None:
        pour.take("reach", two("链条所及份额", "what the chain reaches"), None, (), _NO_SHARE)
        return
    label = two(
        f"链条所及份额{reach.percent(4)}，其余不及",
        f"the chain reaches {reach.percent(4)} of it; the rest is out of reach",
    )
    rule = two("各级持股相乘所得份额", "the shares along the chain multiplied")
    pour.part("reach", label, reach, rule)


def _joined(texts: Iterable[Text]) -> Text:
    listed = list(texts)
    return two("；".join(t.zh for t in listed), "; ".join(t.en for t in listed))


def burdens_moved(case: Case, finding: Finding) -> tuple[Burden, ...]:
    """Burdens on the things that the chain moved, in the hands of who took them; each row once, in the chain's order."""
    found: dict[str, Burden] = {}
    for edge in finding.chain.edges:
        if edge.kind in _MOVES and edge.thing:
            company = edge.thing.startswith("equity:")
            thing = f"{edge.thing}:{edge.to}" if company else edge.thing
            titles = () if company else case.titles_of(thing)
            kind = "equity" if company else (titles[0].kind if titles else None) or "other"
            for burden in burdens_on(case, thing, kind):
                found.setdefault(burden.encumbrance.place.fact, burden)
    return tuple(found.values())


def burdens_against(case: Case, finding: Finding) -> tuple[Evidence, ...]:
    """Others' live burdens on the things moved: they lessen what may be recovered, and so speak against the lead."""
    cited = {e.place.fact for e in finding.evidence}
    moved = burdens_moved(case, finding) if finding.amount else ()
    return tuple(e for b in moved if not b.own and b.state != "ended" for e in b.evidence if e.place.fact not in cited)


def reach_of(case: Case, giver: str | None, chain: Chain) -> Share | None:
    """How much of what the giver lost was the debtor's: all where it is a debtor, else the shares down the chain.

    None = the chain does not tell. Rows of one pair from one source add up; of several sources the bounds count.
    """
    if giver is None or giver in case.debtor_ids:
        return WHOLE
    above: dict[str, dict[str, dict[tuple[str, str, str], Share | None]]] = defaultdict(lambda: defaultdict(dict))
    for edge in chain.edges:
        if edge.kind == "ownership":
            said = above[edge.to][edge.frm]
            said[edge.place.said_by] = _added(said.get(edge.place.said_by, Share(Fraction(0), Fraction(0))), edge.share)
    found = _down(case, giver, {c: {o: _bounds(said) for o, said in owners.items()} for c, owners in above.items()}, ())
    return found if found is None or found.high > 0 else None


def _added(held: Share | None, text: str | None) -> Share | None:
    if held is None or text is None:
        return None
    more = Share.parse(text)
    return Share(min(held.low + more.low, Fraction(1)), min(held.high + more.high, Fraction(1)))


def _bounds(said: dict[tuple[str, str, str], Share | None]) -> Share | None:
    known = [s for s in said.values() if s is not None]
    if len(known) < len(said):
        return None
    return Share(min(s.low for s in known), max(s.high for s in known))


def _down(case: Case, company: str, above: dict[str, dict[str, Share | None]], seen: tuple[str, ...]) -> Share | None:
    """The debtors' part of a company: over all its owners on the chain, share × their part; a ring adds nothing twice."""
    if company in case.debtor_ids:
        return WHOLE
    low = high = Fraction(0)
    for owner, share in above.get(company, {}).items():
        part = _down(case, owner, above, (*seen, company)) if owner not in seen else Share(Fraction(0), Fraction(0))
        if share is None or part is None:
            return None
        low, high = low + share.low * part.low, high + share.high * part.high
    return Share(min(low, Fraction(1)), min(high, Fraction(1)))
