"""Sentences on statements: what is missing, who finally got it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graph.case import Case
from graph.facts import Contract, Payment
from graph.flows import Course, courses, last_instant
from graph.statement_gaps import Break
from graph.tracing import Recipient, recipients
from graph.values import money_text
from queries.disposals import hub
from queries.grounds import Bilingual as Text
from queries.lead import Evidence, Gap, two
from queries.money import currency_of, gaps_of, placed
from queries.phrases import COURT, gap, name_of, word

MOST = 5
FOLLOWED_DAYS = 30
MOST_ACCOUNTS = 60


def contract_evidence(case: Case, contracts: Iterable[Contract]) -> tuple[Evidence, ...]:
    """Each contract as a row: kind, ends, sum."""
    found = []
    for c in contracts:
        kind, a, b = word("contract_kind", c.kind), name_of(case, c.first), name_of(case, c.second)
        text = two(
            f"{c.on or '日期不详'}{kind.zh}合同：{a}→{b}，{c.money or '金额不详'}",
            f"{c.on or 'undated'}: {kind.en} contract, {a} to {b}, {c.money or 'amount unknown'}",
        )
        found.append(Evidence(c.place, text, "contract"))
    return tuple(found)


def gap_notes(case: Case, parties: Iterable[str]) -> tuple[Text, ...]:
    """Where the balance of a statement does not run on: money moved that the rows do not show."""
    return tuple(_gap_words(case, each) for each in gaps_of(case, parties)[:MOST])


def _gap_words(case: Case, each: Break) -> Text:
    a, b = each.before, each.after
    amount = f"{each.currency} {money_text(abs(each.missing))}"
    way = ("收入", "in") if each.missing > 0 else ("支出", "out")
    return two(
        f"{name_of(case, each.party)}的流水在{a.on}与{b.on}之间余额不连续，缺{way[0]}{amount}",
        f"the statement of {name_of(case, each.party)} does not run on between {a.on} and {b.on}: {amount} {way[1]} is missing",
    )


def gap_gaps(case: Case, parties: Iterable[str]) -> tuple[Gap, ...]:
    """Whom to ask for the rows that a broken statement lacks."""
    broken = dict.fromkeys(g.party for g in gaps_of(case, parties))
    return tuple(
        gap(
            (f"{name_of(case, p)}流水中余额不连续处的缺失明细", f"the rows missing where the balance of {name_of(case, p)} breaks"),
            ("开户银行", "its bank"),
            COURT,
        )
        for p in broken
    )  # fmt: skip


_COURSES: dict[int, tuple[Case, dict[str, Course]]] = {}


def _courses(case: Case) -> dict[str, Course]:
    """All flows of the case by currency, in order; read once a case."""
    held = _COURSES.get(id(case))
    if held is None or held[0] is not case:
        _COURSES.clear()
        held = _COURSES[id(case)] = (case, courses(placed(case)))
    return held[1]


def recipients_of(case: Case, seeds: Sequence[Payment], home: str) -> tuple[tuple[Recipient, ...], bool]:
    """Who had the money of some payments 30 days after the last of them, by three rules; was it followed to its end?

    The trail stops at the home, banks and public bodies. Only rows of accounts that the money can have reached are followed.
    """
    course = _courses(case).get(currency_of(seeds[0])) if seeds else None
    if course is None:
        return (), True
    wanted = {id(p) for p in seeds}
    places = [
        at for payer in {p.payer for p in seeds} for at in course.outs.get(payer, ()) if id(course.flows[at]) in wanted
    ]
    if not places:
        return (), True
    end = last_instant(course, max(places), FOLLOWED_DAYS)
    reached, whole = _reached(case, course, places, home, end)
    rows = {at for p in reached for at in (*course.leaving(p, 0, end), *course.coming(p, 0, end))} | set(places)
    near = Course.of(course.flows[at] for at in sorted(rows))
    parties = {p for flow in near.flows for p in (flow.payer, flow.payee)}
    found = [at for at, p in enumerate(near.flows) if id(p) in wanted]
    return recipients(near, found, ends={p for p in parties if p not in reached}), whole


def _reached(case: Case, course: Course, places: Sequence[int], home: str, end: int) -> tuple[set[str], bool]:
    """Accounts that the money can have reached by the end, neither the home nor such as mix the money of all; at most 60.

    With it whether these are all of them.
    """
    waiting = [(course.instants[at], course.flows[at].payee) for at in sorted(places)]
    found: dict[str, int] = {}
    while waiting:
        instant, party = waiting.pop(0)
        if party == home or found.get(party, end + 1) <= instant or hub(case, party):
            continue
        if len(found) >= MOST_ACCOUNTS:
            return set(found), False
        found[party] = instant
        waiting += [(course.instants[at], course.flows[at].payee) for at in course.leaving(party, instant, end)]
    return set(found), True


def recipient_notes(case: Case, seeds: Sequence[Payment], home: str) -> tuple[Text, ...]:
    """Who had it in the end, the most first, with the three rules side by side."""
    found, whole = recipients_of(case, seeds, home)
    if not found:
        return ()
    zh = "；".join(f"{name_of(case, r.party)} {_three(r)}" for r in found[:MOST])
    en = "; ".join(f"{name_of(case, r.party)} {_three(r)}" for r in found[:MOST])
    rest = (
        ("", "")
        if whole
        else (
            f"；仅追查最先到达的{MOST_ACCOUNTS}个账户",
            f"; followed through the {MOST_ACCOUNTS} accounts it can have reached first, no further",
        )
    )
    return (
        two(
            f"该款项30日后停留于（先进先出／最低中间余额／按比例）：{zh}；仅以已有流水为限{rest[0]}",
            f"where that money lay 30 days later (first in first out / lowest balance / pari passu): {en}; as far as the statements go{rest[1]}",
        ),
    )


def _three(r: Recipient) -> str:
    return " / ".join(money_text(amount) for amount in (r.fifo, r.lowest, r.pari_passu))
