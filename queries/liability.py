"""A party who may have to pay, in which column, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from graph.case import Case
from graph.chains import owns
from graph.facts import Interest
from graph.values import Money
from queries.clocks import clock_of
from queries.deadlines import estate_rules
from queries.grounds import Bilingual as Text
from queries.grounds import Ground, drafts_for, table_for
from queries.lead import ROUTES, TIERS, Evidence, Tier, cited, lower, two
from queries.offices import is_abroad
from queries.phrases import edge_words, name_of

Column = Literal["addable", "suit", "check_only"]
COLUMNS: tuple[Column, ...] = ("addable", "suit", "check_only")
_LOCAL = two(
    "须由其注册地律师核对当地法与送达、执行", "local counsel must check the law of its place, service and enforcement"
)
_WHO = two("身份证件号码（登记内档），以排除同名", "its identity number from the registry file, to rule out a namesake")
_UNPAID = two(
    "被执行人财产不足清偿的证明（查控结果或终本裁定）",
    "proof that the debtor's assets do not suffice (the court's search, or its termination ruling)",
)
_TITLE = two("生效裁判与执行立案", "an effective judgment and an enforcement case")
_ESTATE = two("向破产管理人提出，由管理人主张", "put to the insolvency office-holder, who alone may claim")


@dataclass(frozen=True, slots=True)
class Liable:
    """One party of the list: 可申请追加 (addable) / 须另诉 (suit) / 仅核查 (check_only).

    up_to: the most that is asked, None = not known; leads: indexes into the findings it rests on; remedy_kind: against a ruling
    on an addition, suit_15d (执行异议之诉) or review_10d (复议); None where no ruling is to be asked for.
    """

    who: str
    column: Column
    provision: Text
    why: Text
    route_now: Text
    route_if_draft: Text | None
    remedy: Text
    strength: Tier
    up_to: Money | None
    missing: tuple[Text, ...]
    leads: tuple[int, ...]
    evidence: tuple[Evidence, ...]
    remedy_kind: str | None = None


def under(
    case: Case, ground: Ground, who: str, column: Column, why: Text, evidence: Iterable[Evidence], *,
    strength: Tier = "strong", up_to: Money | None = None, missing: Iterable[Text] = (), leads: tuple[int, ...] = (),
) -> Liable:  # fmt: skip
    """A liable party under one ground; alleged rows hold the strength down, insolvency takes the route away."""
    rows = cited(evidence)
    unsure = any(e.place.unsure for e in rows)
    lacks = dict.fromkeys((*missing, *_lacks(case, who, column)))
    return Liable(
        who, column, ground.provision, why, _route(case, column), _draft(ground), ground.remedy,
        lower(strength, "lead") if unsure else strength, _most(up_to), tuple(lacks), leads, rows, _remedy(ground, column),
    )  # fmt: skip


_REMEDIES = {"cn_suit_15d": "suit_15d", "cn_review_10d": "review_10d"}


def _remedy(ground: Ground, column: Column) -> str | None:
    found = (_REMEDIES[p.key] for p in ground.periods if p.key in _REMEDIES)
    return next(found, None) if column == "addable" else None


def _most(money: Money | None) -> Money | None:
    return Money.of(money.high, money.currency) if money else None


def _route(case: Case, column: Column) -> Text:
    if estate_rules(clock_of(case)):
        return _ESTATE
    return {
        "addable": ROUTES["D"],
        "suit": ROUTES["E"],
        "check_only": two("仅供核查，不作为主张对象", "to be checked only; nothing is asked of this party"),
    }[column]


def _draft(ground: Ground) -> Text | None:
    drafts = drafts_for(ground.id)
    if not drafts:
        return None
    zh = "；".join(f"{d.provision.zh}：{d.remedy.zh}" for d in drafts)
    return two(zh, "; ".join(f"{d.provision.en}: {d.remedy.en}" for d in drafts))


def _lacks(case: Case, who: str, column: Column) -> list[Text]:
    """What every entry of a column still needs: an enforcement title, proof of want, identity, local counsel."""
    party, found = case.party(who), []
    if column == "addable":
        found += [] if case.debt.clock.enforcement or _enforced(case) else [_TITLE]
        found += [] if _terminated(case) else [_UNPAID]
    if party.is_person and not [i for i in party.identifiers if not i.startswith("person-no:")]:
        found.append(_WHO)
    if table_for(case.debt.jurisdiction) == "CN" and is_abroad(party.text("jurisdiction")):
        found.append(_LOCAL)
    return found


def _enforced(case: Case) -> bool:
    return any(
        c.kind in ("enforcement", "terminated_enforcement") and c.defendant in case.debtor_ids for c in case.court_cases
    )


def _terminated(case: Case) -> bool:
    return any(
        (c.kind == "terminated_enforcement" or c.terminated_on) and c.defendant in case.debtor_ids
        for c in case.court_cases
    )


def holders_on(case: Case, company: str, day: date) -> dict[str, list[Interest]]:
    """Registered holders of a company on a day, by holder."""
    found: dict[str, list[Interest]] = {}
    for i in sorted(case.interests, key=lambda i: (i.owner, i.place.fact)):
        if i.company == company and i.owner != company and i.nature != "treasury" and i.period.may_hold_on(day):
            found.setdefault(i.owner, []).append(i)
    return found


def holding_rows(case: Case, rows: list[Interest]) -> list[Evidence]:
    return [Evidence(r.place, edge_words(case, owns(r, case.as_of)), "ownership") for r in rows]


def holder_words(case: Case, company: str, owner: str) -> tuple[str, str]:
    return (
        f"{name_of(case, owner)}为{name_of(case, company)}登记股东",
        f"{name_of(case, owner)} is a registered holder of {name_of(case, company)}",
    )


def joined(found: Iterable[Liable]) -> tuple[Liable, ...]:
    """One entry a party, column and provision; what may be addressed is not also listed as check only."""
    merged: dict[tuple[str, str, str], Liable] = {}
    for each in found:
        key = (each.who, each.column, each.provision.zh)
        known = merged.get(key)
        merged[key] = each if known is None else _together(known, each)
    kept = [each for each in merged.values() if not _covered(each, merged.values())]
    return tuple(sorted(kept, key=_order))


def _covered(each: Liable, others: Iterable[Liable]) -> bool:
    """A party to be sued or added is not also to be checked; one to be added on a lead need not be sued on it."""
    better = [o for o in others if o.who == each.who and COLUMNS.index(o.column) < COLUMNS.index(each.column)]
    if each.column == "check_only":
        return bool(better)
    return any(each.leads and set(each.leads) <= set(o.leads) for o in better)


def _together(a: Liable, b: Liable) -> Liable:
    first, second = (a, b) if TIERS.index(a.strength) >= TIERS.index(b.strength) else (b, a)
    sums = [m for m in (a.up_to, b.up_to) if m]
    same = len({m.currency for m in sums}) == 1
    return replace(
        first,
        up_to=max(sums, key=lambda m: m.high) if same else first.up_to,
        missing=tuple(dict.fromkeys((*first.missing, *second.missing))),
        leads=tuple(sorted({*a.leads, *b.leads})),
        evidence=cited(first.evidence, second.evidence),
    )


def _order(each: Liable) -> tuple[int, int, float, str, str]:
    most = float(each.up_to.high) if each.up_to else -1.0
    return COLUMNS.index(each.column), -TIERS.index(each.strength), -most, each.who, each.provision.zh
