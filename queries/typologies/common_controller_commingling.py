"""横向人格混同: companies under one controller, mixed.

What it looks for
    Two companies with common people or one controller whose people (P), business (B) and money (M) are so mixed that
    their assets cannot be told apart.
Why it matters
    If a court so finds, each company answers for the other's debts.
Law
    CN 公司法 23(1)–(3) (2018: 20(3), 63), Guiding Case 15, 九民纪要 10–13; 变更追加规定 20 for one-person companies only.
    UK Prest [2013] UKSC 34: piercing is the last resort. US alter ego, substantive consolidation.
What speaks against it
    Shared services of an ordinary group; a cash pool with ledgers; state siblings (公司法 265(4)); a single transfer
    ((2019) 最高法民终960号); professional directors and bookkeepers, who never link two firms here.
Thresholds
    P: the same people in 2 or more of manager, finance head, cashier, handler. B: 80 % of the smaller scope (two terms
    or more) within the larger, a brand or phone in common, or recorded shared business. M: a shared account, debts of
    several put on one, the debt paid for the other, or free transfers both ways of 20 % of turnover. Three: fact; two: strong; fewer, or control
    alone: nothing. Window: 24 months before the debt to enforcement.
Limits
    Remarks in brackets are not read, and of notes only a settlement's words that one firm settles the debts of both. Any contract
    under which money may pass both ways (not a guarantee) leaves free transfers unjudged. A scope of one term is too short.
Sources
    SPC Guiding Case 15 (2011 苏商终字第0107号); thresholds other than its facts are proposals.
"""

from __future__ import annotations

from fractions import Fraction

from graph.case import Case
from graph.chains import Chain
from graph.values import DateSpan, Money
from queries.ballots import stakes_on
from queries.grounds import Bilingual as Text
from queries.index import index_of
from queries.lead import Absent, Amount, Badge, Evidence, Finding, Gap, NoTables, Test, Tier, cited, two
from queries.mixing import (
    LEAST_OFFICES,
    LEAST_TERMS,
    MONTHS_BEFORE,
    OFFICES,
    SCOPE_PART,
    TURNOVER_PART,
    Column,
    Mixed,
    Pair,
    compare,
)
from queries.phrases import COURT, ORDER, gap, name_of, tie_evidence, tie_words, word
from queries.side import debtor_side
from queries.typology import Threshold, Typology

SLUG = "common-controller-commingling"
_FIRMS = frozenset({"company", "partnership", "branch", "unknown"})
_GC15 = two("指导案例15号", "Guiding Case 15")
_PROPOSAL = two("本工具建议值", "the tool's proposal")
_COLUMNS: dict[Column, Text] = {
    "P": two("人员混同", "people"),
    "B": two("业务混同", "business"),
    "M": two("财务混同", "money"),
}
_LINES: dict[Column, str] = {
    "P": f"≥ {LEAST_OFFICES} offices",
    "B": "scope ≥ 80%, brand, phone",
    "M": "account, debts, ≥ 20%",
}


def find(case: Case) -> list[Finding] | NoTables:
    """One finding a pair of companies, one of them on the debtor side."""
    if not {"roles", "relations", "payments"} & case.tables_held:
        return NoTables((two("主要人员、关系或流水", "officers, relations or bank rows"),))
    pairs = [pair for side, other, head in candidates(case) if (pair := compare(case, side, other, head))]
    return [_finding(case, p) for p in pairs if len(p.shown) >= 2 and (p.ties or _by_people(p))]


def candidates(case: Case) -> list[tuple[str, str, str]]:
    """(company of the debtor side, another company that anything binds to it, debtor); each pair once."""
    side = {**debtor_side(case, case.as_of)}
    arose = case.debt.clock.start
    if arose:
        side = {**debtor_side(case, arose.first), **side}
    firms = [s for s in sorted(side, key=lambda s: (s not in case.debtor_ids, s)) if _is_firm(case, s)]
    seen: set[frozenset[str]] = set()
    found = []
    for mine in firms:
        for other in sorted(_touching(case, mine)):
            if _is_firm(case, other) and other != case.debt.creditor and frozenset((mine, other)) not in seen:
                seen.add(frozenset((mine, other)))
                found.append((mine, other, side[mine].head))
    return found


def _is_firm(case: Case, party: str) -> bool:
    who = case.party(party)
    return who.kind in _FIRMS and not who.licences and party not in case.hubs


def _touching(case: Case, firm: str) -> set[str]:
    """Firms that share an officer of the four offices, a relation, a settlement or a payment with the firm."""
    index = index_of(case)
    staff = {r.person for r in index.roles_in.get(firm, ()) if r.role in OFFICES}
    found = {r.company for person in staff for r in index.posts_of[person] if r.role in OFFICES}
    pairs = [(r.a, r.b) for r in case.relations if r.kind in ("shared_account", "shared_business")]
    pairs += [(c.first, c.second) for c in case.contracts if c.kind == "settlement"]
    found |= {b if a == firm else a for a, b in pairs if firm in (a, b)} | index.dealt_with.get(firm, set())
    return found - {firm}


def _by_people(pair: Pair) -> bool:
    """Common people stand for a common controller where no holding shows one."""
    return any(c.column == "P" for c in pair.shown)


def _finding(case: Case, pair: Pair) -> Finding:
    tier, why = _tier(pair)
    evidence = cited(*(c.evidence for c in pair.shown), tie_evidence(case, pair.ties))
    edges = [e for c in pair.shown for e in c.edges] + [e for t in pair.ties for e in t.edges]
    return Finding(
        typology=SLUG,
        parties=(pair.side, pair.other),
        summary=_summary(case, pair),
        evidence=evidence,
        tier=tier,
        tier_why=why,
        badges=_badges(pair),
        chain=Chain.of(edges, (pair.side, pair.other)),
        route="E",
        on=_act_day(case, pair),
        amount=_amount(case),
        counter=_counter(case, pair),
        gaps=_gaps(case, pair),
        tests=_tests(pair),
        traits=_traits(case, pair),
        elements=_elements(pair),
        notes=_notes(case, pair),
        giver=pair.head,
    )


def _tier(pair: Pair) -> tuple[Tier, Text]:
    if len(pair.shown) == len(_COLUMNS):
        return "fact", two("人员、业务、财务三方面记录均有显示", "people, business and money are all shown by rows")
    return "strong", two("三方面中两方面有记录显示", "two of people, business and money are shown by rows")


def _badges(pair: Pair) -> frozenset[Badge]:
    families: dict[Column, Badge] = {"P": "relation", "B": "form", "M": "money"}
    return frozenset(families[c.column] for c in pair.shown)


def _act_day(case: Case, pair: Pair) -> DateSpan | None:
    """Mixing has no day of its own: the debt's day chooses the law that governed it."""
    return case.arose_for(pair.head)


def _words(mixed: Mixed) -> tuple[str, str]:
    name, value = _COLUMNS[mixed.column], mixed.value or ""
    if mixed.column == "P":
        offices = [word("role", r) for r in value.split(", ")]
        return (
            f"{name.zh}（{'、'.join(o.zh for o in offices)}由同一人担任）",
            f"{name.en} (the same {', '.join(o.en for o in offices)})",
        )
    kinds = {
        "shared_account": two("共用账户", "a shared account"),
        "settlement": two("债务归于一家", "debts put on one"),
    }
    shown = [kinds[k] for k in dict.fromkeys(e.label for e in mixed.edges) if k in kinds]
    if any(e.kind == "payment" for e in mixed.edges):
        shown.append(two("相互付款或代为清偿", "free payments to or for each other"))
    zh, en = "、".join(k.zh for k in shown) or value, ", ".join(k.en for k in shown) or value
    return f"{name.zh}（{zh}）" if zh else name.zh, f"{name.en} ({en})" if en else name.en


def _summary(case: Case, pair: Pair) -> Text:
    a, b = name_of(case, pair.side), name_of(case, pair.other)
    words = [_words(c) for c in pair.shown]
    tied = tie_words(pair.ties)
    missing = [_COLUMNS[c.column] for c in pair.columns if c.outcome != "met"]
    rest_zh = f"；{'、'.join(m.zh for m in missing)}未显示" if missing else ""
    rest_en = f"; not shown: {', '.join(m.en for m in missing)}" if missing else ""
    return two(
        f"根据登记及其他记录显示，{a}与{b}：{'；'.join(w[0] for w in words)}{rest_zh}。{f'{tied[0]}。' if tied[0] else ''}"
        "符合关联公司人格混同特征，待法院认定。",
        f"According to the records, {a} and {b} share {'; '.join(w[1] for w in words)}{rest_en}. {f'{tied[1]}. ' if tied[1] else ''}"
        "This fits the features of commingled affiliates; it is for the court to find.",
    )


def _amount(case: Case) -> Amount | None:
    claim = case.debt.claim
    if claim is None:
        return None
    basis = two(
        "如法院认定，连带责任以债务为限；自零起", "if the court so finds, joint liability up to the debt; from nothing"
    )
    return Amount(Money(claim.low * 0, claim.high, claim.currency), basis)


def _tests(pair: Pair) -> tuple[Test, ...]:
    return tuple(
        Test(_COLUMNS[c.column], c.value, _LINES[c.column], "", c.outcome, _GC15 if c.column != "B" else _PROPOSAL)
        for c in pair.columns
    )


def _counter(case: Case, pair: Pair) -> tuple[Evidence | Absent, ...]:
    found: list[Evidence | Absent] = []
    for contract in case.contracts:
        pooled = contract.kind == "cash_pool" and {pair.side, pair.other} & {contract.first, contract.second}
        between = {contract.first, contract.second} == {pair.side, pair.other} and contract.kind in (
            "service",
            "lease",
            "sale",
            "loan",
        )
        if pooled or between:
            found.append(
                Evidence(
                    contract.place, two("双方之间有合同或资金池协议", "a contract or pool between the two"), "contract"
                )
            )
    audited = [a for a in case.accounts if a.party in (pair.side, pair.other) and a.audited == "yes"]
    found += [
        Evidence(a.place, two(f"{a.year_end}年度经审计", f"audited accounts for {a.year_end}"), "audited")
        for a in audited
    ]
    if not audited:
        found.append(Absent(two("各自独立的审计报告与账簿", "separate audit reports and ledgers of each")))
    found.append(Absent(two("资金池协议及往来账", "a cash-pool agreement with ledgers")))
    found.append(Absent(two("共享服务协议", "a shared-services agreement")))
    return tuple(found)


def _gaps(case: Case, pair: Pair) -> tuple[Gap, ...]:
    names = f"{name_of(case, pair.side)}、{name_of(case, pair.other)}"
    return (
        gap((f"{names}的账簿、凭证与审计报告", f"ledgers, vouchers and audit reports of {names}"), ("各公司", "the companies"), ("申请法院责令提交", "request to the court to order production")),
        gap((f"{names}各自账户的流水及印鉴、网银权限", f"statements, signatories and bank rights of {names}"), ("开户银行", "their banks"), COURT),
        gap(("社保、个税申报人员名册", "staff lists in social-security and tax filings"), ("社保、税务机关", "social-security and tax offices"), ORDER),
    )  # fmt: skip


def _traits(case: Case, pair: Pair) -> frozenset[str]:
    """one_person: on the debt's day the one holds all of the other."""
    arose = case.arose_for(pair.head)
    stakes = stakes_on(case, arose.first) if arose else {}
    whole = any(stakes.get(p) == 1 for p in ((pair.side, pair.other), (pair.other, pair.side)))
    return frozenset({"related", "one_person"} if whole else {"related"})


def _elements(pair: Pair) -> tuple[tuple[str, str, Text], ...]:
    codes = {t.code for t in pair.ties}
    return (
        (
            "common_control",
            "met" if codes & {"R1", "R2"} else "not_shown",
            two("见持股或控制记录", "see holdings or control"),
        ),
        (
            "commingled",
            "not_shown",
            two("记录显示混同特征，由法院认定", "the rows show features; for the court to find"),
        ),
        ("abuse_of_personality", "not_shown", two("待法院认定", "for the court to find")),
        ("serious_harm", "not_shown", two("须证明债务不能清偿", "inability to pay must be shown")),
    )


def _notes(case: Case, pair: Pair) -> tuple[Text, ...]:
    single = next((c for c in pair.columns if c.column == "B" and c.outcome == "unknown" and c.value), None)
    notes = []
    if single:
        notes.append(
            two(
                f"经营范围条目不足{LEAST_TERMS}项，未作比较结论（{single.value}）",
                f"a scope of fewer than {LEAST_TERMS} terms is not compared ({single.value})",
            )
        )
    if not {t.code for t in pair.ties} & {"R1", "R2"}:
        notes.append(
            two(
                "同一控制人未由持股记录显示，仅见共同人员",
                "no holding shows one controller; only common people are seen",
            )
        )
    return tuple(notes)


def _line(name: str, value: Fraction | int, unit: str, basis: Text = _PROPOSAL) -> Threshold:
    return Threshold(name, Fraction(value), unit, basis)


TYPOLOGY = Typology(
    slug=SLUG,
    title=two("关联公司人格混同特征", "Features of commingled affiliates"),
    highest="fact",
    thresholds=(
        _line("offices", LEAST_OFFICES, "offices", _GC15),
        _line("scope", SCOPE_PART, "terms"),
        _line("terms", LEAST_TERMS, "terms"),
        _line("turnover", TURNOVER_PART, "transfers/turnover"),
        _line("months_before", MONTHS_BEFORE, "months"),
    ),
    needs=("roles", "relations", "payments"),
    find=find,
    counter_evidence=(
        two("集团共享服务", "shared services of a group"),
        two("资金池及往来账", "a cash pool with ledgers"),
        two("独立账簿与审计", "separate ledgers and audits"),
        two("国有控股企业之间", "state-controlled siblings"),
    ),
)
