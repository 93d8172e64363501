"""Who may be added in enforcement without any scheme: 变更追加规定 13–25."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from graph.case import Case
from graph.chains import relates
from graph.facts import Interest, Transfer
from queries.additions_at_the_end import (
    allocated,
    court_promisors,
    gratis_takers,
    promisors,
    spouses,
    unliquidated,
)
from queries.grounds import Ground, ground, grounds_for, table_for
from queries.lead import Evidence, two
from queries.liability import Column, Liable, holder_words, holders_on, holding_rows, under
from queries.offices import is_abroad
from queries.phrases import edge_words, name_of, thing_words
from queries.stakes import share_of
from queries.unpaid_capital import shortfall

PARTNERSHIP, BRANCH = "partnership", "branch"
_SOLE = re.compile(r"个人独资企业")
_DUE = two("出资期限（章程或年报）", "the due day of the capital (articles or annual report)")
_SEPARATE = two("股东所提财产独立的证据（逐年审计报告）", "the holder's proof of separate property (yearly audits)")
_BY_NAME = two("债务发生时的全部股东名册", "the full register of holders when the debt arose")


def additions_of(case: Case) -> list[Liable]:
    """Every PRC debtor put to every rule that needs no scheme; another law, or a debtor registered abroad: nothing."""
    if table_for(case.debt.jurisdiction) != "CN":
        return []
    home = [d for d in case.debtor_ids if not is_abroad(case.party(d).text("jurisdiction"))]
    return [each for debtor in home for test in _TESTS for each in test(case, debtor)]


def sole_owner(case: Case, debtor: str) -> list[Liable]:
    """13: a sole proprietorship (not a one-person company) by its legal form, as a row states it."""
    rows = [
        r
        for r in case.party(debtor).rows
        if any(_SOLE.search(r.get(c) or "") for c in ("name", "industry", "_extra", "status"))
        or _SOLE.search(r.place.note or "")
    ]
    if not rows:
        return []
    form = [
        Evidence(
            r.place,
            two(f"{name_of(case, debtor)}为个人独资企业", f"{name_of(case, debtor)} is a sole proprietorship"),
            "form",
        )
        for r in rows
    ]
    found = []
    for owner, held in holders_on(case, debtor, case.as_of).items():
        why = two(
            f"{name_of(case, owner)}为个人独资企业{name_of(case, debtor)}的投资人",
            f"{name_of(case, owner)} is the owner of the sole proprietorship {name_of(case, debtor)}",
        )
        found.append(
            under(
                case,
                ground("cn-addition-13"),
                owner,
                "addable",
                why,
                (*form, *holding_rows(case, held)),
                up_to=case.debt.claim,
            )
        )
    return found


def partners(case: Case, debtor: str) -> list[Liable]:
    """14: general partners without limit; limited partners up to what they have not paid in time."""
    if case.party(debtor).kind != PARTNERSHIP:
        return []
    found = []
    for owner, held in holders_on(case, debtor, case.as_of).items():
        name, firm = name_of(case, owner), name_of(case, debtor)
        if any(i.nature == "general_partner" for i in held):
            why = two(f"{name}为合伙企业{firm}的普通合伙人", f"{name} is a general partner of {firm}")
            found.append(
                under(
                    case,
                    ground("cn-addition-14-1"),
                    owner,
                    "addable",
                    why,
                    holding_rows(case, held),
                    up_to=case.debt.claim,
                )
            )
        elif (
            any(i.nature == "limited_partner" for i in held)
            and (short := shortfall(held))
            and _all_due(held, case.as_of)
        ):
            why = two(
                f"{name}为{firm}的有限合伙人，逾期未缴{short}",
                f"{name} is a limited partner of {firm} with {short} overdue",
            )
            found.append(
                under(case, ground("cn-addition-14-2"), owner, "addable", why, holding_rows(case, held), up_to=short)
            )
    return found


def branches(case: Case, debtor: str) -> list[Liable]:
    """15: the company behind a branch; and a branch of the debtor, whose property answers directly."""
    found = []
    for r in case.relations:
        if r.kind != "branch_of" or debtor not in (r.a, r.b) or not r.period.may_hold_on(case.as_of):
            continue
        other = r.b if r.a == debtor else r.a
        why = (
            two(
                f"{name_of(case, debtor)}为{name_of(case, other)}的分支机构",
                f"{name_of(case, debtor)} is a branch of {name_of(case, other)}",
            )
            if r.a == debtor
            else two(
                f"{name_of(case, other)}为被执行人的分支机构，其管理的财产可直接执行",
                f"{name_of(case, other)} is a branch of the debtor: the property it runs answers directly",
            )
        )
        row = Evidence(r.place, edge_words(case, relates(r)), "relation")
        found.append(under(case, ground("cn-addition-15"), other, "addable", why, (row,), up_to=case.debt.claim))
    return found


def _all_due(rows: list[Interest], day: date) -> bool:
    due = [i.due for i in rows if i.due]
    return bool(due) and all(d.last < day for d in due)


def unpaid_holders(case: Case, debtor: str) -> list[Liable]:
    """17: holders of today whose capital is overdue; not yet due or no due day: a suit under Company Law 54."""
    found = []
    for owner, held in holders_on(case, debtor, case.as_of).items():
        short = shortfall(held)
        if short is None or case.party(debtor).kind == PARTNERSHIP:
            continue
        due = _all_due(held, case.as_of)
        zh, en = holder_words(case, debtor, owner)
        day = next((str(i.due) for i in held if i.due), None)
        why = two(
            f"{zh}，未缴出资{short}（期限{day or '不详'}）", f"{en}; capital unpaid: {short} (due {day or 'unknown'})"
        )
        column: Column = "addable" if due else "suit"
        basis = ground("cn-addition-17" if due else "cn-company-54")
        missing = () if day else (_DUE,)
        found.append(
            under(
                case,
                basis,
                owner,
                column,
                why,
                holding_rows(case, held),
                strength="strong" if due else "lead",
                up_to=short,
                missing=missing,
            )
        )
    return found


def transferors(case: Case, debtor: str) -> list[Liable]:
    """19: a former holder who passed shares on with capital unpaid; due before: addable, else by suit where the law gives one."""
    found = []
    for t in case.transfers:
        rows = [i for i in case.interests if t.company == debtor and (i.owner, i.company) == (t.giver, debtor)]
        rows = [i for i in rows if i.period.end is not None] or rows
        short = shortfall(rows)
        if short is None or t.on is None:
            continue
        due = _all_due(rows, t.on.first)
        basis = ground("cn-addition-19") if due else _suit_after_transfer(t)
        day = next((str(i.due) for i in rows if i.due), None)
        why = two(
            f"{name_of(case, t.giver)}于{t.on}转让股权时未缴出资{short}（期限{day or '不详'}）",
            f"{name_of(case, t.giver)} passed shares on on {t.on} with capital unpaid: {short} (due {day or 'unknown'})",
        )
        thing = thing_words(case, t)
        act = Evidence(
            t.place,
            two(
                f"{t.on}转让{thing[0]}给{name_of(case, t.taker)}",
                f"{t.on}: {thing[1]} passed to {name_of(case, t.taker)}",
            ),
            "transfer",
        )
        column: Column = "addable" if due else "suit" if basis.arises else "check_only"
        found.append(
            under(
                case,
                basis,
                t.giver,
                column,
                why,
                (act, *holding_rows(case, rows)),
                strength="strong" if due else "lead",
                up_to=short,
                missing=() if day else (_DUE,),
            )
        )
    return found


def _suit_after_transfer(t: Transfer) -> Ground:
    """The ground that the date of the transfer gives where the capital was not due: 公司法 88(1), or none before 2024-07-01."""
    traits = frozenset({"capital_unpaid", "transferred"})
    options = grounds_for("unpaid-capital-transfer", "CN", t.on, traits)
    fitting = [g for g in options if g.id in ("cn-company-88-1", "cn-none-transfer-not-due-old")]
    return next((g for g in fitting if not g.arises), None) or next(iter(fitting), ground("cn-company-54"))


def one_person(case: Case, debtor: str) -> list[Liable]:
    """20: the only holder on the day the debt arose, shown by rows for the whole; a lone row of unknown share is only checked."""
    arose = case.arose_for(debtor)
    if case.party(debtor).kind != "company" or arose is None:
        return []
    held = holders_on(case, debtor, arose.first)
    if len(held) != 1:
        return []
    owner, rows = next(iter(held.items()))
    share = share_of(rows)
    sure = share is not None and share.low == 1 and any(i.period.holds_on(arose.first) == "yes" for i in rows)
    # An assumed day (a later stage of the case) is no day on which the debt is known to have arisen.
    sure = sure and arose.exact and (case.debt.clock.arose is not None or _own_day(case, debtor))
    if share is not None and share.high < 1:
        return []
    zh, en = holder_words(case, debtor, owner)
    why = two(
        f"{zh}；债务形成日（{arose}）记载为唯一股东",
        f"{en}; on the day the debt arose ({arose}) the only holder recorded",
    )
    missing = (_SEPARATE,) if sure else (_BY_NAME, _SEPARATE)
    column: Column = "addable" if sure else "check_only"
    return [
        under(
            case,
            ground("cn-addition-20"),
            owner,
            column,
            why,
            holding_rows(case, rows),
            strength="strong" if sure else "signal",
            up_to=case.debt.claim,
            missing=missing,
        )
    ]


def _own_day(case: Case, debtor: str) -> bool:
    return any(d.party == debtor and d.arose and d.arose.exact for d in case.debt.debtors)


_TESTS: tuple[Callable[[Case, str], list[Liable]], ...] = (
    sole_owner, partners, branches, unpaid_holders, transferors, one_person, unliquidated, gratis_takers, promisors,
    court_promisors, allocated, spouses,
)  # fmt: skip
