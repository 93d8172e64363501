"""What there is to freeze today, what is owed, what lies below."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from graph.case import Case
from graph.chains import Chain
from graph.values import Money, Share, percent
from queries.asset import (
    Asset,
    elsewhere,
    owned,
    place_of,
    title_evidence,
    title_rows,
    title_words,
    title_worth,
)
from queries.claim_statement import outstanding_of
from queries.clocks import clock_of
from queries.deadlines import estate_rules
from queries.declared import names, reports_of
from queries.grounds import Bilingual as Text
from queries.lead import Finding, two
from queries.offices import ADMINISTRATOR, CONTROLLED, ESTATE, LOOK_THROUGH, Office, office_for
from queries.owed import owed_to
from queries.phrases import name_of, step_evidence
from queries.pro_rata import pro_rata
from queries.reached import reached, reached_by
from queries.recovery import asset_waterfall
from queries.stakes import Below, below, share_of, stake_evidence, stake_words, stake_worth, stakes_of
from queries.unpaid_capital import unpaid_capital
from queries.worth import convert

__all__ = ["Asset", "assets", "held_by", "reached"]

_OWED_KINDS = frozenset({"receivable", "deposit"})


def assets(case: Case, findings: Sequence[Finding] = ()) -> tuple[Asset, ...]:
    """All that the rows show on the case's day: what can be frozen now first, the largest first; what lies in others' names last.

    Then what the findings reach in others' names, then things of companies under the debtor, for valuation. Value unknown
    comes after value known. Once insolvency is accepted every route is F (企业破产法 16, 19–21).
    """
    found = [a for debtor in case.debtor_ids for a in held_by(case, debtor)]
    found += [*reached_by(case, findings), *_below(case)]
    if estate_rules(clock_of(case)):
        found = [replace(a, route="F", office=ADMINISTRATOR, action=ESTATE) for a in found]
    valued = [_valued(case, asset) for asset in _unique(found)]
    told = _over_freezing(case, [_undeclared(case, asset) for asset in valued])
    return _requested(case, sorted(told, key=lambda a: _order(case, a)))


def _valued(case: Case, asset: Asset) -> Asset:
    """The asset with its waterfall, what that leaves, and beside it the share as if in bankruptcy."""
    poured = asset_waterfall(case, asset)
    plain = asset.in_plain_sight and asset.owner in case.debtor_ids
    share = pro_rata(case, asset.owner, poured.steps[0].amount, asset.encumbrances) if plain else None
    return replace(asset, waterfall=poured, recoverable=poured.net, pro_rata=share)


def _requested(case: Case, listed: list[Asset]) -> tuple[Asset, ...]:
    """How much to ask a freeze of, down the list: never more than is outstanding and not yet frozen for the creditor.

    Each asset counts towards the sum at its low bound only, so that an uncertain value never leaves the claim uncovered.
    """
    owed = outstanding_of(case)
    if owed is None or estate_rules(clock_of(case)):
        return tuple(listed)
    still = owed.amount - sum((_low(case, a, owed) for a in listed if _frozen_for_us(a)), Decimal(0))
    told = []
    for asset in listed:
        if asset.in_plain_sight and asset.route in ("A", "B") and not _frozen_for_us(asset):
            still = max(still, Decimal(0))
            most = _left(case, asset, owed)
            told.append(replace(asset, request=Money.of(min(still, most.high) if most else still, owed.currency)))
            still -= _low(case, asset, owed)
        else:
            told.append(asset)
    return tuple(told)


def _frozen_for_us(asset: Asset) -> bool:
    return any(b.own and b.frozen and b.live and not b.waiting for b in asset.encumbrances)


def _low(case: Case, asset: Asset, claim: Money) -> Decimal:
    left = _left(case, asset, claim)
    return left.low if left else Decimal(0)


def held_by(case: Case, party: str) -> list[Asset]:
    """What a party holds or is owed today; alleged rows are among them but are no plain sight."""
    return [*_equity(case, party), *_titles(case, party), *owed_to(case, party), *unpaid_capital(case, party)]


def _equity(case: Case, debtor: str) -> list[Asset]:
    found = []
    for company, rows in stakes_of(case, debtor, case.as_of).items():
        party, thing = case.party(company), f"equity:{company}:{debtor}"
        place = party.text("jurisdiction")
        office = office_for("listed" if party.listed else "equity", case.debt.jurisdiction, place)
        share = share_of(rows)
        words = stake_words(case, debtor, company, share.percent(4) if share else "")
        worth, evidence = stake_worth(case, company, rows), stake_evidence(case, rows, case.as_of)
        found.append(owned(case, thing, "equity", words, debtor, worth, evidence, office, thing=thing))
    return found


def _titles(case: Case, debtor: str) -> list[Asset]:
    found = []
    for asset, titles in title_rows(case, debtor).items():
        kind = titles[0].kind or "other"
        office = _third_party(case, debtor, asset, office_for(kind, case.debt.jurisdiction, place_of(titles)), kind)
        worth, rows = title_worth(case, titles), title_evidence(case, titles)
        found.append(owned(case, asset, kind, title_words(titles), debtor, worth, rows, office, thing=asset))
    return found


def _third_party(case: Case, debtor: str, asset: str, office: Office, kind: str) -> Office:
    """Who owes a receivable or holds a deposit: the other side of the contract about it."""
    if kind not in _OWED_KINDS:
        return office
    for contract in case.contracts:
        if contract.asset == asset and debtor in (contract.first, contract.second):
            name = name_of(case, contract.second if contract.first == debtor else contract.first)
            return replace(office, office=two(f"{office.office.zh}：{name}", f"{office.office.en}: {name}"))
    return office


def _below(case: Case) -> list[Asset]:
    """Things of companies under the debtor: information with the way down, never the debtor's own."""
    found = []
    for debtor in case.debtor_ids:
        for firm in below(case, debtor):
            if firm.company not in case.debtor_ids:
                found += [*_titles_below(case, firm), *_equity_below(case, firm)]
    return found


def _seen_through(firm: Below) -> Text:
    if firm.net is None:
        return two("债务人穿透份额不详", "look-through share unknown")
    share = percent(firm.net, 4)
    return two(f"债务人穿透份额{share}", f"look-through share of the debtor {share}")


def _action(firm: Below) -> Text:
    return CONTROLLED if firm.controlled else LOOK_THROUGH


def _titles_below(case: Case, firm: Below) -> list[Asset]:
    found = []
    for asset, titles in title_rows(case, firm.company).items():
        name, through, thing = name_of(case, firm.company), _seen_through(firm), title_words(titles)
        words = two(f"{name}名下：{thing.zh}（{through.zh}）", f"in the name of {name}: {thing.en} ({through.en})")
        rows = (*title_evidence(case, titles), *step_evidence(case, firm.edges))
        worth, kind = title_worth(case, titles), titles[0].kind or "other"
        found.append(
            elsewhere(
                case, asset, kind, words, firm.company, Chain.of(firm.edges), worth, rows, _action(firm), thing=asset,
                place=place_of(titles), reach=_part(firm.net), below=True,
            )
        )  # fmt: skip
    return found


def _equity_below(case: Case, firm: Below) -> list[Asset]:
    found = []
    for company, rows in stakes_of(case, firm.company, case.as_of).items():
        share, thing = share_of(rows), f"equity:{company}:{firm.company}"
        said = stake_words(case, firm.company, company, share.percent(4) if share else "")
        net = firm.net * share.low if firm.net is not None and share and share.exact else None
        through = _seen_through(replace(firm, net=net))
        words = two(f"{said.zh}（{through.zh}）", f"{said.en} ({through.en})")
        evidence = (*stake_evidence(case, rows, case.as_of), *step_evidence(case, firm.edges))
        worth, place = stake_worth(case, company, rows), case.party(company).text("jurisdiction")
        found.append(
            elsewhere(
                case, thing, "equity", words, firm.company, Chain.of(firm.edges), worth, evidence, _action(firm),
                thing=thing, place=place, reach=_part(firm.net), below=True,
            )
        )  # fmt: skip
    return found


def _part(net: Fraction | None) -> Share | None:
    return None if net is None else Share(net, net)


def _unique(found: Iterable[Asset]) -> list[Asset]:
    """One entry an asset and owner; an id that two owners share carries the owner."""
    first: dict[tuple[str, str], Asset] = {}
    for asset in found:
        known = first.get((asset.id, asset.owner))
        if known is None or (asset.in_plain_sight and not known.in_plain_sight):
            first[asset.id, asset.owner] = asset
    ids = [key[0] for key in first]
    return [replace(a, id=f"{a.id}:{a.owner}") if ids.count(a.id) > 1 else a for a in first.values()]


def _undeclared(case: Case, asset: Asset) -> Asset:
    """Held on the day of a property report that does not list it (财产调查规定 5–10): for the court to ask about."""
    reports = reports_of(case, asset.owner)
    if not (asset.in_plain_sight and reports):
        return asset
    name = asset.id.removeprefix("equity:").removesuffix(f":{asset.owner}") if asset.kind == "equity" else asset.id
    label = name_of(case, name)
    if any(names(d, asset.id, label, asset.what.zh) for d in reports):
        return asset
    day = max(str(d.declared_on) for d in reports)
    line = two(
        f"债务人{day}的财产报告未列此项：可申请法院核查、处罚",
        f"not in the debtor's property report of {day}: ask the court to examine it",
    )
    return replace(asset, warnings=(*asset.warnings, line))


def _over_freezing(case: Case, found: list[Asset]) -> list[Asset]:
    """Warn where what is frozen for the creditor is worth more than the claim (wrongful preservation is compensated)."""
    claim = outstanding_of(case)
    if claim is None:
        return found
    frozen = {a.id: m for a in found if _frozen_for_us(a) and (m := _left(case, a, claim))}
    total = sum((m.low for m in frozen.values()), Decimal(0))
    line = two(
        f"本案已冻结财产估值合计{claim.currency} {total}，超过债权{claim}：注意超标的冻结",
        f"what is frozen for this claim is worth {claim.currency} {total}, more than {claim}: mind over-freezing",
    )
    cap = two(f"冻结申请以债权余额（{claim}）为限", f"a request to freeze is capped at the claim ({claim})")
    told = []
    for asset in found:
        left = _left(case, asset, claim) if asset.in_plain_sight else None
        lines = (
            [line] if asset.id in frozen and total > claim.amount else [cap] if left and left.low > claim.amount else []
        )
        told.append(replace(asset, warnings=(*asset.warnings, *lines)))
    return told


def _left(case: Case, asset: Asset, claim: Money) -> Money | None:
    """What is left after prior burdens, before any cost, in the claim's currency."""
    left = asset.waterfall.left if asset.waterfall else None
    return convert(case, left, claim.currency, case.as_of) if left else None


def _order(case: Case, asset: Asset) -> tuple[bool, bool, Decimal, str, str]:
    claim = case.debt.claim
    money = asset.recoverable
    same = convert(case, money, claim.currency, case.as_of) if money and claim else money
    return not asset.in_plain_sight, same is None, -(same.high if same else Decimal(0)), asset.kind, asset.id
