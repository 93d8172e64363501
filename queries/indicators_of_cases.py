"""Indicators 1 and 2: enforcement cases and listings."""

from __future__ import annotations

from graph.case import Case
from graph.facts import CourtCase
from graph.values import add_months, plain
from queries.indicator import Measure, cannot_say, currency_of_case, missing, said, total
from queries.lead import Evidence, two
from queries.phrases import word
from queries.related import officers

MONTHS = 24
_FLAGS = frozenset({"dishonesty", "consumption_limit"})


def against(case: Case, party: str, kinds: frozenset[str]) -> list[CourtCase]:
    return [c for c in case.court_cases if c.defendant == party and c.kind in kinds]


def covered(case: Case, party: str) -> bool:
    """Does the table of cases speak of the party at all? Only then is "none" more than silence."""
    return any(party in (c.claimant, c.defendant) for c in case.court_cases)


def is_open(case: Case, c: CourtCase) -> bool:
    return c.closed is None or c.closed.first > case.as_of


def _case_evidence(case: Case, cases: list[CourtCase]) -> tuple[Evidence, ...]:
    found = []
    for c in cases:
        kind, money = word("court_kind", c.kind), c.outstanding or c.money
        day = c.filed or c.published_on or c.terminated_on or "?"
        found.append(
            Evidence(
                c.place,
                two(
                    f"{c.number or ''}{kind.zh}（{day}）{money or '金额不详'}",
                    f"{c.number or ''} {kind.en} ({day}) {money or 'amount unknown'}".strip(),
                ),
                "case",
            )
        )
    return tuple(found)


def enforcement_count(case: Case, party: str) -> Measure:
    """1. Open enforcement cases and their sum; 终本 in the last 24 months is red."""
    if not covered(case, party):
        return cannot_say("缺涉及该主体的司法案件记录", "no court rows that name the party")
    running = [
        c for c in against(case, party, frozenset({"enforcement"})) if is_open(case, c) and c.terminated_on is None
    ]
    ended = [c for c in against(case, party, frozenset({"enforcement", "terminated_enforcement"})) if _terminated(c)]
    since = add_months(case.as_of, -MONTHS)
    days = [c.terminated_on or c.closed or c.published_on for c in ended]
    recent = sum(1 for d in days if d and d.not_before(since) == "yes")
    undated = sum(1 for d in days if d is None or d.not_before(since) == "cannot tell")
    amounts = [(c.outstanding or c.money, c.filed) for c in running]
    money = total(case, amounts, currency_of_case(case, (m for m, _ in amounts)))
    zh = f"在执行案件{len(running)}件，合计{said(money.amount, money.currency)}；24个月内终本{recent}件"
    en = f"{len(running)} open enforcement cases, {said(money.amount, money.currency)} in all; {recent} terminated for no assets in 24 months"
    red = True if recent else None if undated else False
    left = missing(
        (
            (money.left_out, "件案款不详", "cases without a usable amount"),
            (undated, "件终本日期不详", "terminations without a certain day"),
        )
    )
    return Measure(
        str(len(running)),
        plain(money.amount),
        None,
        left,
        red,
        two(zh, en),
        _case_evidence(case, [*running, *ended]),
        (money.left_out + undated, len({c.place.fact for c in (*running, *ended)})),
    )


def _terminated(c: CourtCase) -> bool:
    return c.kind == "terminated_enforcement" or c.terminated_on is not None


def dishonest_restricted(case: Case, party: str) -> Measure:
    """2. 失信 and 限高 rows of the party and of those who represent it now."""
    heads = {r.person for r in officers(case, party, case.as_of, frozenset({"legal_representative"}))}
    if not any(covered(case, p) for p in {party, *heads}):
        return cannot_say(
            "无涉及该主体或其法定代表人的失信、限高记录来源",
            "no court rows that name the party or its legal representative",
        )
    rows = [c for p in sorted({party, *heads}) for c in against(case, p, _FLAGS)]
    live = [c for c in rows if is_open(case, c)]
    uncovered = sum(1 for p in {party, *heads} if not covered(case, p))
    text = two(
        f"失信、限高记录{len(live)}条（已撤销{len(rows) - len(live)}条）",
        f"{len(live)} listings in force ({len(rows) - len(live)} lifted)",
    )
    red = True if live else None if uncovered else False
    left = missing(((uncovered, "名主体无任何司法记录", "of the parties have no court rows at all"),))
    value = None if red is None else str(len(live))
    return Measure(value, value, None, left, red, text, _case_evidence(case, rows), (uncovered, len({party, *heads})))
