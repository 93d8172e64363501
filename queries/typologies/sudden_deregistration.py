"""突击注销/未清算注销: sudden or simplified deregistration.

What it looks for
    The debtor, or a firm that had assets, money, a lease or a loan from the debtor side, leaves the register (or has its licence
    revoked) while the debt is open, or within 180 days of the last asset move.
Why it matters
    A firm that is gone cannot be sued; those who promised, liquidated or owned it may answer in its place, some by addition.
Law
    CN 变更追加规定 21–23; 公司法 (2023) 232, 238, 240(3) from 2024-07-01, before that 公司法解释二 18–20 with 九民纪要 14–15. UK CA 2006 ss.1000,
    1029. The tables in queries/law choose by the day of the deregistration.
What speaks against it
    A proper liquidation with notice to the creditor; merger by absorption (the successor owes the debt); insolvent liquidation by a
    court; a dormant subsidiary that held nothing; another source that still shows the firm as active.
Thresholds
    A suit or enforcement against the firm open on the day: the records alone show it. Within 24 months after the debt arose: strong.
    Within 180 days of what a recipient got: strong. Licence revoked and no liquidation for 12 months: lead.
Limits
    Revocation ends the licence, not the legal person. An undated ending is never more than a lead.
Sources
    Former Guiding Case 9 (withdrawn); Rossendale BC v Hurstwood [2021] UKSC 16 (scheme A).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from graph.case import Case
from graph.chains import Chain, Edge, agrees, owns, serves
from graph.facts import CourtCase, Interest, Role
from graph.values import Answer, DateSpan, add_months, gap_days
from queries.ballots import interests_on
from queries.disposals import hub, transfer_evidence
from queries.endings import Ending, Received, Status, endings, last_before, last_given, open_cases, received
from queries.grounds import Bilingual as Text
from queries.lead import Absent, Amount, Badge, Evidence, Finding, NoTables, Test, Tier, cited, two
from queries.phrases import COURT, ORDER, PROPOSED, absent, clock_words, gap, measure, met, name_of, says, step_evidence
from queries.typology import Threshold, Typology
from queries.worth import total_of

SLUG = "sudden-deregistration"
AFTER_MOVE_DAYS = 180
AFTER_DEBT_MONTHS = 24
REVOKED_MONTHS = 12
_OPEN_KIND = {"enforcement": "执行", "arbitration": "仲裁", "terminated_enforcement": "终本"}


@dataclass(frozen=True, slots=True)
class Look:
    """One ending with all that stood open or had just moved on its day. head: the debtor whose debt it is."""

    ending: Ending
    head: str
    got: tuple[Received, ...]
    last: Received | None
    since_move: int | None
    suits: tuple[CourtCase, ...]
    debtor_suits: tuple[CourtCase, ...]
    debt: Answer
    early: Answer
    holders: tuple[Interest, ...]
    liquidators: tuple[Role, ...]
    benign: tuple[Evidence, ...]

    @property
    def own_debt(self) -> bool:
        return self.ending.party == self.head

    @property
    def close(self) -> bool:
        return self.since_move is not None and self.since_move <= AFTER_MOVE_DAYS


def find(case: Case) -> list[Finding] | NoTables:
    """Endings of debtors and of those who had something from the debtor side."""
    if not {"changes", "parties"} & case.tables_held:
        return NoTables((two("登记状态及变更记录", "registration status and its changes"),))
    had = received(case)
    looks = [_look(case, e, had.get(e.party, ())) for e in endings(case, dict.fromkeys((*case.debtor_ids, *had)))]
    return [_finding(case, look) for look in looks if look.debt != "no"]


def _look(case: Case, ending: Ending, got: tuple[Received, ...]) -> Look:
    party, on = ending.party, ending.on
    head = party if party in case.debtor_ids else got[0].head
    arose = case.arose_for(head)
    debt: Answer = "cannot tell" if on is None or arose is None else _not_before(on, arose)
    last = last_before(got, on) if on else None
    since = gap_days(last.on, on)[1] if last and last.on and on else None
    if on and party == head and (given := last_given(case, party, on)):
        since = given[1]
    # Holders of the day before: rows of a firm that is gone end on the day it went.
    day = (on.first if on else case.as_of) - timedelta(days=1)
    holders = tuple(i for i in interests_on(case, day) if i.company == party and not hub(case, i.owner))
    wound = tuple(r for r in case.roles if r.company == party and r.role == "liquidator" and not hub(case, r.person))
    suits = open_cases(case, party, on) if on else ()
    others = open_cases(case, head, on) if on and party != head else ()
    return Look(
        ending, head, got, last, since, suits, others, debt, _early(on, arose), holders, wound, _benign(case, ending)
    )


def _not_before(on: DateSpan, arose: DateSpan) -> Answer:
    if on.first >= arose.last:
        return "yes"
    return "no" if on.last < arose.first else "cannot tell"


def _early(on: DateSpan | None, arose: DateSpan | None) -> Answer:
    """Within 24 months after the debt arose?"""
    if on is None or arose is None:
        return "cannot tell"
    return on.within(arose.first, add_months(arose.first, AFTER_DEBT_MONTHS))


def _benign(case: Case, ending: Ending) -> tuple[Evidence, ...]:
    """Rows that show an orderly end: absorption, a court's liquidation, a liquidation of which the creditor was told."""
    party = ending.party
    found = [
        says(s.place, f"由{name_of(case, s.successor)}承继，债务随之承继", f"succeeded by {name_of(case, s.successor)}, which owes the debts", "succession")
        for s in case.successions
        if s.predecessor == party and s.kind == "merger"
    ]  # fmt: skip
    found += [
        says(c.place, "法院受理的破产或强制清算", "a liquidation by the court", "court")
        for c in case.court_cases
        if c.defendant == party and c.kind in ("bankruptcy", "winding_up")
    ]
    orderly = {
        "absorbed": ("记录为合并注销", "recorded as absorbed by merger"),
        "insolvent": ("记录为破产清算", "recorded as insolvent liquidation"),
    }
    for row in ending.rows:
        for word, (zh, en) in orderly.items():
            if word in row.says:
                found.append(says(row.place, zh, en, word))
        if "wound_up" in row.says or (row.notice == "yes" and "simplified" not in row.says):
            found.append(
                says(
                    row.place,
                    "记录为经清算或已通知债权人",
                    "recorded as wound up, or with notice to creditors",
                    "wound_up",
                )
            )
    return tuple(found)


def _tier(case: Case, look: Look) -> tuple[Tier, Text]:
    ending = look.ending
    if look.benign:
        return "signal", two(
            "有依法清算、合并或法院程序的记录", "records of liquidation, merger or a court's proceedings"
        )
    if ending.on is None or look.debt != "yes":
        plain = bool(look.got) or "unwound" in ending.says or look.own_debt
        why = two("日期不详或不完整，先后不能确定", "undated or partly dated: the order cannot be told")
        return ("lead" if plain else "signal"), why
    if not ending.gone:
        return _revoked(case, look, ending.on)
    if look.suits:
        return "fact", two("注销当日有未结诉讼或执行案件", "a suit or enforcement was open on the day")
    if look.close:
        return "strong", two("最后一次财产转移后180日内注销", "gone within 180 days of the last asset move")
    if look.early == "yes" and look.own_debt:
        return "strong", two("债务形成后24个月内注销", "gone within 24 months after the debt arose")
    return "lead", two("债务未清偿时注销", "gone while the debt was open")


def _revoked(case: Case, look: Look, on: DateSpan) -> tuple[Tier, Text]:
    if look.early == "yes" and look.own_debt and "unwound" in look.ending.says:
        return "strong", two(
            "债务形成后24个月内被吊销且记录未清算", "revoked within 24 months after the debt, recorded as not wound up"
        )
    if add_months(on.last, REVOKED_MONTHS) <= case.as_of:
        return "lead", two(
            "吊销满12个月未见清算（主体资格仍在）",
            "12 months since revocation without liquidation (still a legal person)",
        )
    return "signal", two("吊销未满12个月（主体资格仍在）", "revoked less than 12 months ago (still a legal person)")


def _finding(case: Case, look: Look) -> Finding:
    ending, (tier, why) = look.ending, _tier(case, look)
    people = (
        *(i.owner for i in look.holders),
        *(r.person for r in look.liquidators),
        *(c.first for c in ending.promises),
    )
    day = ending.on.first if ending.on else case.as_of
    edges: list[Edge] = [owns(i, day) for i in look.holders] + [serves(r, day) for r in look.liquidators]
    edges += [agrees(c) for c in ending.promises]
    fired: tuple[tuple[Badge, object], ...] = (
        ("timing", look.suits or look.debtor_suits or look.close or look.early == "yes"),
        ("form", ending.says & {"simplified", "undertaking", "unwound"}),
        ("money", look.got),
    )
    # 变更追加 21, 23: the debtor's own investors, or whoever promised the registry to pay.
    addition = ending.gone and (look.own_debt or bool(ending.promises)) and case.debt.jurisdiction == "CN"
    return Finding(
        typology=SLUG,
        parties=tuple(dict.fromkeys((ending.party, look.head, *people))),
        summary=_summary(case, look),
        evidence=_evidence(case, look),
        tier=tier,
        tier_why=why,
        badges=frozenset(badge for badge, on in fired if on),
        chain=Chain.of(edges, (look.head, ending.party)),
        route="D" if addition else "E",
        on=ending.on,
        amount=_amount(case, look),
        counter=_counter(case, look),
        gaps=(
            gap(("清算报告、清算备案与公告", "liquidation report, filing and notices"), ("登记机关", "the registry"), ORDER),
            gap(("全体投资人承诺书及简易注销公告", "the members' undertaking and the notice of simplified deregistration"), ("登记机关", "the registry"), ORDER),
            gap(("账册及剩余财产去向", "the books, and where what was left went"), ("股东、清算组成员、税务机关", "members, liquidators, tax office"), COURT),
        ),
        tests=_tests(case, look),
        traits=_traits(look),
        elements=_elements(look),
        notes=_notes(case, look),
        giver=look.head,
    )  # fmt: skip


def _summary(case: Case, look: Look) -> Text:
    ending, party = look.ending, name_of(case, look.ending.party)
    act = ("注销", "left the register") if ending.gone else ("被吊销营业执照", "had its licence revoked")
    when = (f"于{ending.on}", f"on {ending.on}") if ending.on else ("（日期不详）", "on an unknown day")
    clock = clock_words(case, ending.on)
    zh = f"根据登记显示，{party}{when[0]}{act[0]}；{clock[0]}"
    en = f"According to the register, {party} {act[1]} {when[1]}; {clock[1]}"
    if look.since_move is not None:
        zh, en = (
            f"{zh}，距最后一次财产转移至多{look.since_move}日",
            f"{en}; at most {look.since_move} days after the last asset move",
        )
    count = len(look.suits)
    if count:
        zh, en = f"{zh}，当日有{count}件未结案件", f"{en}; open cases against it on that day: {count}"
    if "undertaking" in ending.says:
        zh, en = f"{zh}，登记资料含承诺", f"{en}; the registry holds an undertaking"
    if ending.against:
        zh, en = f"{zh}。另一来源仍显示在营", f"{en}. Another source still shows it as active"
    return two(zh + "。", en + ".")


def _evidence(case: Case, look: Look) -> tuple[Evidence, ...]:
    ending, day = look.ending, look.ending.on.first if look.ending.on else case.as_of
    rows = [_status_evidence(case, ending.party, r) for r in ending.rows]
    cases = [
        says(c.place, f"未结案件：{c.number or _OPEN_KIND.get(c.kind, '诉讼')}（{c.filed}立案）", f"open case {c.number or c.kind}, filed {c.filed}", "court")
        for c in (*look.suits, *look.debtor_suits)
    ]  # fmt: skip
    moved = [e for g in look.got for e in g.evidence]
    given = last_given(case, ending.party, ending.on) if ending.on and look.own_debt and look.close else None
    moved += transfer_evidence(case, given[0]) if given else ()
    promises = [
        says(c.place, f"{name_of(case, c.first)}的承诺：{c.place.note or '见登记资料'}", f"undertaking of {name_of(case, c.first)}", "undertaking")
        for c in ending.promises
    ]  # fmt: skip
    people = step_evidence(case, [*(owns(i, day) for i in look.holders), *(serves(r, day) for r in look.liquidators)])
    return cited(rows, cases, promises, moved, people)


def _status_evidence(case: Case, party: str, row: Status) -> Evidence:
    note = f"（{row.place.note}）" if row.place.note else ""
    on = row.on or "日期不详"
    return says(
        row.place,
        f"{name_of(case, party)}登记状态：{row.text or '已注销'}，{on}{note}",
        f"status of {name_of(case, party)}: {row.text or 'dissolved'}, {row.on or 'undated'}{note}",
        "status",
    )


def _counter(case: Case, look: Look) -> tuple[Evidence | Absent, ...]:
    ending = look.ending
    found: list[Evidence | Absent] = [*look.benign]
    for row in ending.against:
        seen = row.place.obtained_on
        stale = bool(seen and ending.on and seen.last < ending.on.first)
        why = ("（取得时间早于该日）", " (obtained before that day)") if stale else ("", "")
        found.append(
            says(row.place, f"此来源显示：{row.text}{why[0]}", f"this source shows: {row.text}{why[1]}", "status")
        )
    if not ending.notified:
        found.append(absent("向已知债权人发出的清算通知", "a liquidation notice to the known creditor"))
    if not look.benign:
        found.append(
            absent("清算报告、合并承继或法院清算程序", "a liquidation report, a merger or a court's liquidation")
        )
    if look.holders:
        words = (
            "股东已采取措施清算、未参与经营或与无法清算无因果关系（九民纪要14、15）",
            "steps of a holder to liquidate, no part in management, or no causation (Ninth Civil Minutes 14, 15)",
        )
        found.append(absent(*words))
    return tuple(found)


def _amount(case: Case, look: Look) -> Amount | None:
    if look.own_debt:
        claim = case.debt.claim
        return Amount(claim, two("案件债权额", "the claim of the case")) if claim else None
    total = total_of(g.money for g in look.got if g.money) if all(g.money for g in look.got) else None
    return Amount(total, two("自债务人一方取得的合计", "what it had from the debtor side")) if total else None


def _tests(case: Case, look: Look) -> tuple[Test, ...]:
    on, since = look.ending.on, look.since_move
    open_now = met(look.suits, on is None or "court_cases" not in case.tables_held)
    moved = str(since) if since is not None else None
    return (
        measure(("债务已形成", "the debt was open"), look.debt, "yes", "", met(look.debt == "yes", look.debt == "cannot tell"), ("案件日期", "the case's dates")),
        measure(("当日对其未结案件", "open cases against it that day"), str(len(look.suits)) if on else None, "≥ 1", "", open_now, ("变更追加规定21", "addition rules 21")),
        measure(("距最后财产转移", "days since the last asset move"), moved, f"≤ {AFTER_MOVE_DAYS}", "days", met(look.close, since is None), PROPOSED),
        measure(("债务形成后24个月内", "within 24 months after the debt"), look.early, "yes", "", met(look.early == "yes", look.early == "cannot tell"), PROPOSED),
        measure(("记录未清算", "recorded as not wound up"), None if "unwound" not in look.ending.says else "yes", "yes", "", met("unwound" in look.ending.says, not look.benign), ("公司法解释二18", "Company Law interpretation II 18")),
    )  # fmt: skip


def _traits(look: Look) -> frozenset[str]:
    words = look.ending.says
    fired: Iterable[tuple[str, object]] = (
        ("deregistered", True),
        ("simplified", "simplified" in words),
        ("undertaking", "undertaking" in words),
    )
    return frozenset(trait for trait, on in fired if on)


def _elements(look: Look) -> tuple[tuple[str, str, Text], ...]:
    words, promised = look.ending.says, "undertaking" in look.ending.says
    rows = (
        ("deregistered", "met" if look.ending.gone else "contradicted", "见登记状态；吊销不等于注销", "see the status; a revoked firm is not deregistered"),
        ("without_liquidation", "met" if "unwound" in words else "contradicted" if look.benign else "not_shown", "以登记内档为准", "by the registry file"),
        ("cannot_liquidate", "met" if "books_lost" in words else "not_shown", "账册灭失须查证", "loss of the books is to be verified"),
        ("written_undertaking", "met" if promised else "not_shown", "承诺范围以原件为准", "its scope by the original"),
        ("false_undertaking", "not_shown", "承诺时债务未清偿，须核对原件" if promised and look.debt == "yes" else "待补", "the debt was open when it was given; check the original" if promised and look.debt == "yes" else "to be shown"),
        ("is_shareholder", "met" if look.holders else "not_shown", "见股东记录", "see the holders' rows"),
        ("liquidator_duty", "not_shown", "股东或董事依行为时法律定", "members or directors, by the law of the day"),
        ("causation", "not_shown", "九民纪要14、15的抗辩须审查", "the defences of Ninth Civil Minutes 14 and 15 are to be examined"),
        ("judgment_unsatisfied", "met" if any(c.kind == "terminated_enforcement" for c in (*look.suits, *look.debtor_suits)) else "not_shown", "见终本记录", "see an enforcement ended for want of assets"),
    )  # fmt: skip
    return tuple((key, state, two(zh, en)) for key, state, zh, en in rows)


def _notes(case: Case, look: Look) -> tuple[Text, ...]:
    notes = []
    if look.holders:
        notes.append(
            two(
                "消极小股东等可依九民纪要14、15抗辩；指导案例9号不再参照",
                "a passive minority holder may defend under Ninth Civil Minutes 14 and 15; Guiding Case 9 is no longer followed",
            )
        )
    if not look.own_debt:
        notes.append(
            two(
                "该公司并非本案债务人：变更追加以其为被执行人为前提，否则须另诉",
                "this firm is not the case's debtor: addition needs it to be the enforced party, else a suit",
            )
        )
    if look.ending.against:
        notes.append(
            two(
                "来源对登记状态记载不一，须以登记机关内档为准",
                "sources disagree on its status: the registry file settles it",
            )
        )
    return tuple(notes)


TYPOLOGY = Typology(
    slug=SLUG,
    title=two("突击注销/未清算注销", "Sudden or simplified deregistration"),
    highest="fact",
    thresholds=(
        Threshold("after_move_days", Fraction(AFTER_MOVE_DAYS), "days", two(*PROPOSED)),
        Threshold("after_debt_months", Fraction(AFTER_DEBT_MONTHS), "months", two(*PROPOSED)),
        Threshold("revoked_months", Fraction(REVOKED_MONTHS), "months", two(*PROPOSED)),
    ),
    needs=("changes", "parties"),
    find=find,
    counter_evidence=(
        two("依法清算并通知债权人", "a proper liquidation with notice to creditors"),
        two("吸收合并", "merger by absorption"),
        two("法院破产或强制清算", "liquidation by a court"),
        two("另一来源显示在营", "another source that shows it as active"),
    ),
)
