"""Sentences on statements: what is missing, who finally got it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graph.case import Case
from graph.facts import Contract, Payment
from graph.flows import courses
from graph.statement_gaps import Break
from graph.tracing import Recipient, recipients
from graph.values import money_text
from queries.disposals import hub
from queries.grounds import Bilingual as Text
from queries.lead import Evidence, Gap, two
from queries.money import currency_of, gaps_of, placed
from queries.phrases import COURT, gap, name_of, word

MOST = 5


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


def recipients_of(case: Case, seeds: Sequence[Payment], home: str) -> tuple[Recipient, ...]:
    """Who finally had the money of some payments, by three rules; the trail stops at the home, banks and public bodies."""
    if not seeds:
        return ()
    course = courses(placed(case)).get(currency_of(seeds[0]))
    if course is None:
        return ()
    wanted = {id(p) for p in seeds}
    places = [at for at, p in enumerate(course.flows) if id(p) in wanted]
    ends = {p for flow in course.flows for p in (flow.payer, flow.payee) if hub(case, p)} | {home}
    return recipients(course, places, ends=ends) if places else ()


def recipient_notes(case: Case, seeds: Sequence[Payment], home: str) -> tuple[Text, ...]:
    """Who finally had it, the most first, with the three rules side by side."""
    found = recipients_of(case, seeds, home)[:MOST]
    if not found:
        return ()
    zh = "；".join(f"{name_of(case, r.party)} {_three(r)}" for r in found)
    en = "; ".join(f"{name_of(case, r.party)} {_three(r)}" for r in found)
    return (
        two(
            f"该款项最终停留（先进先出／最低中间余额／按比例）：{zh}；仅以已有流水为限",
            f"where that money finally lay (first in first out / lowest balance / pari passu): {en}; as far as the statements go",
        ),
    )


def _three(r: Recipient) -> str:
    return " / ".join(money_text(amount) for amount in (r.fifo, r.lowest, r.pari_passu))
