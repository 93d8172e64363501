"""Who may be added once the debtor is gone, or by promise or order."""

from __future__ import annotations

import re
from datetime import date

from graph.case import Case
from graph.chains import relates, serves
from graph.facts import Contract
from queries.endings import Ending, endings
from queries.grounds import Bilingual as Text
from queries.grounds import ground
from queries.lead import Evidence, two
from queries.liability import Column, Liable, holder_words, holders_on, holding_rows, under
from queries.phrases import edge_words, name_of, thing_words
from queries.worth import is_nil

_MOVED_BY_ORDER = re.compile(r"调拨|划拨|划转|administrative allocation", re.IGNORECASE)
_COURT = re.compile(r"法院|\bcourt\b", re.IGNORECASE)
_PROMISES = frozenset({"indemnity", "guarantee", "settlement"})
_NO_LIQUIDATION = frozenset({"unwound", "simplified", "books_lost"})
_WOUND_UP = frozenset({"wound_up", "absorbed", "insolvent"})
_FILE = two("注销登记内档（清算报告、承诺书）", "the deregistration file (liquidation report, undertaking)")


def _ending(case: Case, debtor: str) -> Ending | None:
    return next(iter(endings(case, (debtor,))), None)


def ending_rows(ending: Ending) -> list[Evidence]:
    return [
        Evidence(
            r.place,
            two(
                f"登记状态：{r.text or '注销'}（{r.on or '日期不详'}）",
                f"status: {r.text or 'gone'} ({r.on or 'undated'})",
            ),
            "status",
        )
        for r in ending.rows
    ]


def unliquidated(case: Case, debtor: str) -> list[Liable]:
    """21: deregistered without liquidation: holders on the last day; where no row says so, only to be checked."""
    ending = _ending(case, debtor)
    if ending is None or not ending.gone or ending.says & _WOUND_UP:
        return []
    liquidators = [r for r in case.roles if r.company == debtor and r.role == "liquidator"]
    column: Column = "addable" if ending.says & _NO_LIQUIDATION and not liquidators else "check_only"
    last = ending.on.first if ending.on else case.as_of
    found = []
    for owner, rows in holders_on(case, debtor, date.fromordinal(last.toordinal() - 1)).items():
        zh, en = holder_words(case, debtor, owner)
        why = two(
            f"{name_of(case, debtor)}已注销，未见清算；{zh}",
            f"{name_of(case, debtor)} left the register, no liquidation seen; {en}",
        )
        evidence = [*ending_rows(ending), *holding_rows(case, rows)]
        evidence += [Evidence(r.place, edge_words(case, serves(r, case.as_of)), "role") for r in liquidators]
        found.append(
            under(
                case,
                ground("cn-addition-21"),
                owner,
                column,
                why,
                evidence,
                strength="lead",
                up_to=case.debt.claim,
                missing=(_FILE,),
            )
        )
    return found


def gratis_takers(case: Case, debtor: str) -> list[Liable]:
    """22: a holder who took assets for nothing once the debtor was gone or revoked."""
    ending = _ending(case, debtor)
    if ending is None or ending.on is None:
        return []
    holders = {i.owner for i in case.interests if i.company == debtor}
    found = []
    for t in case.transfers:
        if (
            t.giver == debtor
            and t.taker in holders
            and is_nil(t)
            and t.on
            and t.on.not_before(ending.on.first) == "yes"
        ):
            thing = thing_words(case, t)
            act = Evidence(
                t.place, two(f"{t.on}无偿取得{thing[0]}", f"{t.on}: took {thing[1]} for nothing"), "transfer"
            )
            why = two(
                f"{name_of(case, t.taker)}在解散事由出现后无偿接受{thing[0]}",
                f"{name_of(case, t.taker)} took {thing[1]} for nothing after the ground for dissolution",
            )
            found.append(
                under(
                    case,
                    ground("cn-addition-22"),
                    t.taker,
                    "addable",
                    why,
                    (act, *ending_rows(ending)),
                    up_to=t.reference,
                )
            )
    return found


def promisors(case: Case, debtor: str) -> list[Liable]:
    """23: who promised the registry to pay when the debtor was deregistered without liquidation."""
    ending = _ending(case, debtor)
    if ending is None or not ending.gone or ending.says & _WOUND_UP:
        return []
    return [
        under(
            case, ground("cn-addition-23"), c.first, "addable", promise_words(case, c), (*promise_rows(case, c), *ending_rows(ending)),
            up_to=c.money, missing=(_FILE,),
        )
        for c in ending.promises
    ]  # fmt: skip


def promise_words(case: Case, c: Contract) -> Text:
    who, firm = name_of(case, c.first), name_of(case, c.second)
    return two(
        f"{who}在{firm}注销时书面承诺（{c.on or '日期不详'}）",
        f"{who} gave a written undertaking when {firm} left the register ({c.on or 'undated'})",
    )


def promise_rows(case: Case, c: Contract) -> list[Evidence]:
    note = c.place.note or ""
    said = promise_words(case, c)
    return [Evidence(c.place, two(f"{said.zh}{'：' + note if note else ''}", said.en), "contract")]


def court_promisors(case: Case, debtor: str) -> list[Liable]:
    """24: a third party's written promise to the enforcing court."""
    found = []
    for c in case.contracts:
        if (
            c.kind in _PROMISES
            and c.first not in case.debtor_ids
            and _COURT.search(name_of(case, c.second))
            and case.party(c.second).kind == "public_body"
        ):
            why = two(
                f"{name_of(case, c.first)}向{name_of(case, c.second)}书面承诺代为履行",
                f"{name_of(case, c.first)} promised {name_of(case, c.second)} in writing to perform",
            )
            found.append(
                under(
                    case,
                    ground("cn-addition-24"),
                    c.first,
                    "addable",
                    why,
                    (Evidence(c.place, why, "contract"),),
                    up_to=c.money,
                )
            )
    return found


def allocated(case: Case, debtor: str) -> list[Liable]:
    """25: who received the debtor's property by administrative order."""
    found = []
    for t in case.transfers:
        said = f"{t.place.note or ''}{t.place.claimed or ''}"
        if t.giver == debtor and is_nil(t) and _MOVED_BY_ORDER.search(said):
            thing = thing_words(case, t)
            why = two(
                f"{name_of(case, t.taker)}依行政命令无偿接受{thing[0]}",
                f"{name_of(case, t.taker)} received {thing[1]} by administrative order",
            )
            found.append(
                under(
                    case,
                    ground("cn-addition-25"),
                    t.taker,
                    "addable",
                    why,
                    (Evidence(t.place, why, "transfer"),),
                    up_to=t.reference,
                )
            )
    return found


def spouses(case: Case, debtor: str) -> list[Liable]:
    """A spouse is not addable: joint property may be seized, a debt of both needs a suit. Kinship alone: check only."""
    found = []
    for r in case.relations:
        if r.kind == "spouse" and debtor in (r.a, r.b) and case.party(debtor).is_person:
            other = r.b if r.a == debtor else r.a
            why = two(
                f"{name_of(case, other)}为债务人配偶：不得在执行中追加，可查封共有财产",
                f"{name_of(case, other)} is the debtor's spouse: not addable; joint property may be seized",
            )
            row = Evidence(r.place, edge_words(case, relates(r)), "relation")
            found.append(under(case, ground("cn-civil-1064"), other, "check_only", why, (row,), strength="signal"))
    return found
