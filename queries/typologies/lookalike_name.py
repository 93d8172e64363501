"""仿名公司: a vehicle with the name of a real counterparty.

What it looks for
    Money that was due to one party is paid to another with nearly the same name, registered elsewhere or under another
    identifier, with no tie of ownership between the two. The debtor side is the payer, or the one to whom it was due.
Why it matters
    The payment discharged nothing and the money can be asked back; behind the vehicle may stand the debtor's own people.
Law
    CN 民法典 985 (unjust enrichment); what may be a crime is for the competent authority. UK knowing receipt. US money paid by
    mistake (state law).
What speaks against it
    Branches and companies of one group; a franchise; an agent, an assignment or any contract of the two; money passed on to
    the real one; a translation of the name; a rename; two records of one party. Firms of one brand in two cities are common:
    without money due to the other the name alone is never told.
Thresholds
    Name without region and legal form alike by 0.90, or recorded as similar; identifiers or jurisdictions that differ; payments
    of at least the floor on or after the day of the contract or claim: strong. Due only by earlier payments, or with a
    contract of the payee's own: lead. Whether the two differ cannot be told: signal.
Limits
    Chinese and Latin names are not compared with each other. Simplified and traditional letters are one. Receipts of the real
    one that its own statement shows are not sought.
Sources
    Likeness: twice the longest common subsequence over the letters of both. Lines are proposals.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from fractions import Fraction

from graph.case import Case
from graph.chains import Chain, Edge, agrees, pays, relates
from graph.facts import Payment
from graph.names import company_key
from graph.namesakes import Bearer, differ
from graph.values import DateSpan, ratio
from queries.dealings import sides
from queries.disposals import hub
from queries.grounds import Bilingual as Text
from queries.lead import Absent, Amount, Badge, Evidence, Finding, Gap, NoTables, Test, Tier, cited, two
from queries.likeness import Alike
from queries.money import ORDINARY, day_of, money_of, payment_evidence, rows_of, sum_of, usable
from queries.phrases import (
    COURT,
    ORDER,
    PROPOSED,
    absent,
    clock_words,
    gap,
    measure,
    met,
    name_of,
    says,
    step_evidence,
    tie_evidence,
    tie_words,
)
from queries.related import Tie, best, related
from queries.side import control_on
from queries.typology import Threshold, Typology
from queries.worth import above_floor, shown

SLUG = "lookalike-name"
ALIKE = Fraction(9, 10)
PASSED_ON = Fraction(1, 2)
_OWED = frozenset({"loan", "sale", "lease", "service"})
_TRADE = frozenset({"price", "rent", "fee", "repayment"})
_BRANCH = re.compile(r"分公司|分行|支行|支公司|办事处|分店|branch|rep(?:resentative)? ?office")
_CLAIMS = frozenset({"civil", "arbitration", "enforcement"})


@dataclass(frozen=True, slots=True)
class Due:
    """Why money was due from a payer to the real one: firm by contract or claim, else by earlier payments only."""

    on: DateSpan | None
    firm: bool
    edges: tuple[Edge, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Double:
    """The payee with the like name (vehicle), the one to whom money was due (real), and the payer."""

    payer: str
    vehicle: str
    real: str
    alike: Fraction | None
    recorded: tuple[Edge, ...]
    due: Due
    payments: tuple[Payment, ...]
    apart: bool | None
    own: tuple[Evidence, ...]
    ties: tuple[Tie, ...]


def find(case: Case) -> list[Finding] | NoTables:
    """One finding for each payer, vehicle and real counterparty."""
    if "payments" not in case.tables_held:
        return NoTables(
            (
                two(
                    "银行流水，及合同或案件所示的真实相对方",
                    "payments, and contracts or cases that show the real counterparty",
                ),
            )
        )
    side = sides(case)
    due = {pair: why for pair, why in _dues(case).items() if side.keys() & set(pair)}
    payers = {payer for payer, _ in due}
    paid: dict[tuple[str, str], list[Payment]] = defaultdict(list)
    for p in case.payments:
        if p.payer in payers and usable(p) and p.kind not in ORDINARY and not case.party(p.payee).is_person:
            paid[p.payer, p.payee].append(p)
    alike = Alike({real: _names(case, real) for _, real in due if _may_be_real(case, real)}, ALIKE)
    recorded = _recorded(case)
    found = []
    for (payer, vehicle), rows in sorted(paid.items()):
        if hub(case, vehicle) or case.party(vehicle).kind == "branch":
            continue
        likes: dict[str, Fraction | None] = dict.fromkeys(recorded.get(vehicle, {}))
        for name in _names(case, vehicle):
            likes |= {real: max(share, likes.get(real) or Fraction(0)) for real, share in alike.near(name)}
        for real, share in sorted(likes.items()):
            if (payer, real) in due and real != vehicle:
                told = recorded.get(vehicle, {}).get(real, ())
                if double := _double(
                    case, Double(payer, vehicle, real, share, told, due[payer, real], tuple(rows), None, (), ())
                ):
                    found.append(_finding(case, double))
    return found


def _may_be_real(case: Case, party: str) -> bool:
    who = case.party(party)
    return not who.is_person and who.kind != "branch"


def _names(case: Case, party: str) -> list[str]:
    who = case.party(party)
    return [n for n in (who.name, *who.other_names) if n]


def _recorded(case: Case) -> dict[str, dict[str, tuple[Edge, ...]]]:
    found: dict[str, dict[str, tuple[Edge, ...]]] = defaultdict(dict)
    for r in case.relations:
        if r.kind == "similar_name":
            for a, b in ((r.a, r.b), (r.b, r.a)):
                found[a][b] = (*found[a].get(b, ()), relates(r))
    return found


def _dues(case: Case) -> dict[tuple[str, str], Due]:
    """(who owes, to whom) by contract, by claim in court, else by earlier payments in the course of trade."""
    found: dict[tuple[str, str], Due] = {}
    for c in case.contracts:
        if c.kind in _OWED and c.first != c.second:
            found.setdefault((c.second, c.first), Due(c.on, True, (agrees(c),), step_evidence(case, (agrees(c),))))
    for k in case.court_cases:
        if k.kind in _CLAIMS and k.claimant and k.defendant and k.claimant != k.defendant and k.outcome != "dismissed":
            words = says(
                k.place,
                f"{name_of(case, k.claimant)}诉{name_of(case, k.defendant)}（{k.filed or '日期不详'}）",
                f"{name_of(case, k.claimant)} claims from {name_of(case, k.defendant)} ({k.filed or 'undated'})",
                "court_case",
            )
            found.setdefault((k.defendant, k.claimant), Due(k.filed, True, (), (words,)))
    first: dict[tuple[str, str], Payment] = {}
    for p in sorted((p for p in case.payments if usable(p) and p.kind in _TRADE), key=day_of):
        first.setdefault((p.payer, p.payee), p)
    traded = {pair: p for pair, p in first.items() if pair not in found}
    return found | {pair: Due(p.on, False, (pays(p),), payment_evidence(case, (p,))) for pair, p in traded.items()}


def _double(case: Case, found: Double) -> Double | None:
    """None where the two are one or tied to each other, the sum is small, or the money went on to the real one."""
    rows = tuple(p for p in found.payments if found.due.on is None or day_of(p) >= found.due.on.first)
    total = money_of(rows)
    if not rows or above_floor(case, total, rows[0].on) is False or _tied(case, found.vehicle, found.real):
        return None
    on = [p for p in rows_of(case, found.vehicle) if (p.payer, p.payee) == (found.vehicle, found.real) and usable(p)]
    part = ratio(sum_of(on), sum_of(rows))
    if part is not None and part >= PASSED_ON:
        return None
    own = [c for c in case.contracts if {c.first, c.second} == {found.payer, found.vehicle}]
    papers = tuple(e for c in own for e in step_evidence(case, (agrees(c),)))
    ties = best(related(case, found.payer, found.vehicle, day_of(rows[0])))
    return replace(found, payments=rows, apart=_apart(case, found.vehicle, found.real), own=papers, ties=ties)


def _tied(case: Case, a: str, b: str) -> bool:
    """Ownership or control either way or in common, a branch, an agent, any contract of the two, or a former name."""
    control = control_on(case, case.as_of)
    if a in control.heads(b) or b in control.heads(a) or control.over(a).keys() & control.over(b).keys():
        return True
    if any({r.a, r.b} == {a, b} and r.kind != "similar_name" for r in case.relations):
        return True
    if any({c.first, c.second} == {a, b} for c in case.contracts) or any(
        {s.predecessor, s.successor} == {a, b} for s in case.successions
    ):
        return True
    return _one_or_branch(case, a, b)


def _one_or_branch(case: Case, a: str, b: str) -> bool:
    """Is the one the other's branch by name, or did it bear the other's name, with no identifier to tell them apart?"""
    one, two_ = case.party(a), case.party(b)
    keys = company_key(one.name), company_key(two_.name)
    for mine, other in (keys, keys[::-1]):
        if mine.startswith(other) and _BRANCH.search(mine[len(other) :]):
            return True
    former = keys[1] in map(company_key, one.other_names) or keys[0] in map(company_key, two_.other_names)
    return former and not differ(Bearer("", one.identifiers), Bearer("", two_.identifiers))


def _apart(case: Case, a: str, b: str) -> bool | None:
    """Another identifier or another place of registration; None = cannot tell, the two may be one party."""
    mine, theirs = case.party(a), case.party(b)
    if differ(Bearer("", mine.identifiers), Bearer("", theirs.identifiers)):
        return True
    places = (mine.text("jurisdiction"), theirs.text("jurisdiction"))
    return True if all(places) and places[0] != places[1] else None


def _tier(found: Double) -> tuple[Tier, Text]:
    if not found.apart:
        return "signal", two(
            "标识与法域不足以区分，可能为同一主体", "no identifier or place tells the two apart: they may be one"
        )
    if found.own:
        return "lead", two("收款方与付款方另有合同", "the payee has a contract of its own with the payer")
    if not found.due.firm:
        return "lead", two("应付关系仅由以往付款显示", "that money was due is shown by earlier payments only")
    if found.due.on is None:
        return "lead", two("应付关系日期不详", "the day from which money was due is unknown")
    return "strong", two("名称近似且应付款项付至该主体", "a like name, and money due to the other was paid to it")


def _finding(case: Case, found: Double) -> Finding:
    tier, why = _tier(found)
    tied: frozenset[Badge] = frozenset({"relation"} if found.ties else set())
    edges = [
        *found.due.edges,
        *found.recorded,
        *(pays(p) for p in found.payments),
        *(e for t in found.ties for e in t.edges),
    ]
    return Finding(
        typology=SLUG,
        parties=(found.payer, found.vehicle, found.real),
        summary=_summary(case, found),
        evidence=cited(payment_evidence(case, found.payments), found.due.evidence, step_evidence(case, found.recorded), _records(case, found), tie_evidence(case, found.ties)),
        tier=tier,
        tier_why=why,
        badges=tied | {"form", "money"},
        chain=Chain.of(edges, (found.payer, found.vehicle, found.real)),
        route="E",
        on=found.payments[0].on,
        until=found.payments[-1].on,
        amount=_amount(found),
        counter=_counter(found),
        gaps=_gaps(case, found),
        tests=_tests(case, found),
        traits=frozenset({"related"} if found.ties else set()),
        elements=(
            ("gain_and_loss", "met", two("见付款记录", "see the payments")),
            ("no_legal_basis", "contradicted" if found.own else "not_shown", two("双方之间有无合同待查", "whether the two have a contract is to be found out")),
            ("knowing_receipt", "not_shown", two("收款方是否明知待查", "whether the payee knew is to be found out")),
        ),
        notes=_notes(case, found),
        giver=found.payer,
    )  # fmt: skip


def _records(case: Case, found: Double) -> tuple[Evidence, ...]:
    """Both records side by side."""
    out = []
    for party in (found.vehicle, found.real):
        for row in case.party(party).rows[:1]:
            cells = ", ".join(
                f"{row.get(c)}" for c in ("name", "identifier", "jurisdiction", "incorporated", "address") if row.get(c)
            )
            out.append(says(row.place, f"登记信息：{cells}", f"record: {cells}", "record"))
    return tuple(out)


def _summary(case: Case, found: Double) -> Text:
    payer, vehicle, real = (name_of(case, p) for p in (found.payer, found.vehicle, found.real))
    total, like, clock = money_of(found.payments), shown(found.alike), clock_words(case, found.payments[0].on)
    tied = tie_words(found.ties)
    place = [case.party(p).text("jurisdiction") for p in (found.vehicle, found.real)]
    where = (
        f"（{place[0] or '法域不详'}／{place[1] or '法域不详'}）",
        f" ({place[0] or 'place unknown'} / {place[1] or 'place unknown'})",
    )
    relation = (
        (f"；付款方与收款方关系：{tied[0]}", f"; relation of payer and payee: {tied[1]}") if tied[0] else ("", "")
    )
    return two(
        f"根据登记及流水显示，{payer}应付{real}的款项，付给名称近似的{vehicle}{where[0]}共{total or '（币种不同）'}，名称相似度{like or '由记录注明'}；{clock[0]}；"
        f"未见{vehicle}与{real}之间的持股、分支、代理或合同关系{relation[0]}。须核对登记后由有权机关认定。",
        f"According to the records, {payer} paid {total or 'sums in unlike currencies'} to {vehicle}, whose name is like that of {real}{where[1]}, to whom money was due; "
        f"likeness {like or 'as recorded'}; {clock[1]}; no holding, branch, agency or contract between {vehicle} and {real} is seen{relation[1]}. Check the registers; it is for the competent authority to find.",
    )


def _amount(found: Double) -> Amount | None:
    total = money_of(found.payments)
    return Amount(total, two("付至该主体的款项合计", "sum of the payments to the vehicle")) if total else None


def _tests(case: Case, found: Double) -> tuple[Test, ...]:
    total = money_of(found.payments)
    return (
        measure(("名称相似度", "likeness of names"), shown(found.alike), f"≥ {shown(ALIKE)}", "%", met(found.recorded or (found.alike or 0) >= ALIKE), PROPOSED),
        measure(("标识或法域不同", "identifier or place differs"), "yes" if found.apart else None, "differs", "", met(found.apart, not found.apart), PROPOSED),
        measure(("应付款项付至该主体", "money due, paid to the vehicle"), str(total) if total else None, "≥ floor", "money", met(above_floor(case, total, found.payments[0].on), True), PROPOSED),
        measure(("应付依据", "why it was due"), "contract or claim" if found.due.firm else "earlier payments", "contract or claim", "", met(found.due.firm), PROPOSED),
        measure(("收款方自有合同", "a contract of the payee's own"), str(len(found.own)), "0", "contracts", met(not found.own), PROPOSED),
    )  # fmt: skip


def _counter(found: Double) -> tuple[Evidence | Absent, ...]:
    looked = (
        absent("两者之间的持股、控制或分支关系", "holdings, control or a branch between the two"),
        absent("代理收款、债权转让或特许经营合同", "an agency to collect, an assignment or a franchise"),
        absent(
            f"收款后转付真实相对方（{shown(PASSED_ON)}以上）",
            f"half ({shown(PASSED_ON)}) or more passed on to the real one",
        ),
    )
    return (*found.own, *looked)


def _gaps(case: Case, found: Double) -> tuple[Gap, ...]:
    vehicle, real = name_of(case, found.vehicle), name_of(case, found.real)
    return (
        gap((f"{vehicle}的登记信息、股东与开户资料", f"{vehicle}: register extract, holders, account papers"), ("登记机关、开户银行", "its registry and bank"), COURT),
        gap((f"{real}是否收到款项、是否授权他人收款", f"whether {real} was paid, or let another collect"), (real, real), ORDER),
    )  # fmt: skip


def _notes(case: Case, found: Double) -> tuple[Text, ...]:
    notes: list[Text] = [two("名称近似本身不是认定依据", "a like name is no finding by itself")]
    if not found.apart:
        notes.append(
            two("两条记录可能为同一主体，须先核对标识", "the two records may be one party: check the identifiers first")
        )
    if case.debt.claim and found.real in case.debtor_ids:
        notes.append(two("债务人对付款方的债权可能仍然存在", "the debtor's claim on the payer may still stand"))
    return tuple(notes)


TYPOLOGY = Typology(
    slug=SLUG,
    title=two("仿名公司收款", "A look-alike name that was paid"),
    highest="strong",
    thresholds=(
        Threshold("alike", ALIKE, "likeness", two(*PROPOSED)),
        Threshold("passed_on", PASSED_ON, "of the money", two(*PROPOSED)),
    ),
    needs=("payments", "contracts", "parties"),
    find=find,
    counter_evidence=(
        two("同一集团、分支机构", "one group, a branch"),
        two("特许经营、代理收款、债权转让", "a franchise, an agency to collect, an assignment"),
        two("译名、更名、同一主体的两条记录", "a translation, a rename, two records of one party"),
        two("转付真实相对方", "money passed on to the real one"),
    ),
)
