"""过账账户: pass-through (layering) accounts.

What it looks for
    Accounts between a debtor and another that hand on almost all they get within days. Several that start at one debtor
    and end at one recipient are told as one finding, with what the recipient then bought.
Why it matters
    Whoever got the money in the end is the one to sue; the accounts between only make the way longer.
Law
    CN 民法典 538, 539 against the true recipient (合同法 74 for acts of 1999–2020); 刑法 191, 312 by referral only.
    UK constructive trust and knowing receipt. US Bankruptcy Code 550 (mediate transferee, mere conduit).
What speaks against it
    A cash pool; payroll or tax agents; trade or a service under contract, by a firm with staff; payment institutions,
    escrow, banks and brokers, which are never flagged.
Thresholds
    sent / received in [0.90, 1.02] and at most 5 % left, in 30 days; median stay at most 2 days, first in first out
    (up to 10 days: tier lead); each way at least the finding floor and 5 % of the debt; what a supplier is paid as ever is its own.
Limits
    Only exactly dated rows that are no totals are counted. An account whose own statement is not held cannot be seen.
    Money is fungible: the order of entries shows a course; three rules of tracing stand side by side.
Sources
    FATF typologies of layering (from memory); the thresholds are proposals, to be calibrated.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from graph.case import Case
from graph.chains import Chain, Edge, holds_title, moves, pays
from graph.facts import Payment
from graph.values import DateSpan, Money, money_text
from queries.disagreements import Disagreement, of_all
from queries.grounds import Bilingual as Text
from queries.lead import Absent, Amount, Badge, Evidence, Finding, Gap, NoTables, Outcome, Test, Tier, cited, two
from queries.money import day_of, payment_evidence, sum_of, unplaced
from queries.money_words import gap_notes, recipient_notes
from queries.passing import (
    DEBT_PART,
    DWELL_DAYS,
    KEPT_HIGH,
    KEPT_LOW,
    LEFT,
    SLOW_DAYS,
    WINDOW_DAYS,
    Middle,
    Passing,
    Purchase,
    bonds,
    contracts_for,
    find_passing,
    line_of,
    purchases,
    stakes_between,
    whose,
)
from queries.phrases import COURT, ORDER, clock_words, gap, name_of, step_evidence, thing_words, tie_evidence, tie_words
from queries.shells import Deal, Profile, profile
from queries.typology import Threshold, Typology
from queries.worth import shown

SLUG = "pass-through-account"
BOUGHT_DAYS = 90
_PROPOSAL = two("本工具建议值", "the tool's proposal")


def find(case: Case) -> list[Finding] | NoTables:
    """One finding a debtor and final recipient."""
    if "payments" not in case.tables_held:
        return NoTables((two("银行流水（过账账户自身的明细）", "bank rows, those of the accounts between included"),))
    return [_finding(case, passing) for passing in find_passing(case) if passing.in_order]


class _Seen:
    """All that is known of one group before it is told."""

    def __init__(self, case: Case, passing: Passing) -> None:
        self.passing = passing
        found = bonds(case, passing)
        self.bonds = tuple(b for b in found if not any(t.unsure for t in b.ties))
        self.alleged = tuple(b for b in found if b not in self.bonds)
        self.steps = tuple(e for e in stakes_between(case, passing) if not e.place.unsure)
        self.stakes = step_evidence(case, self.steps)
        self.bought = purchases(case, passing, BOUGHT_DAYS)
        day = day_of(passing.sources[0])
        self.doubts: tuple[Disagreement, ...] = of_all(case, [m.party for m in passing.middles], day)
        self.shells: tuple[Profile, ...] = tuple(_profile(case, passing, m) for m in passing.middles)
        self.contracts = tuple(dict.fromkeys(c for p in passing.sources for c in contracts_for(case, p)))
        self.after = _after(case, passing)

    @property
    def badges(self) -> frozenset[Badge]:
        found: set[Badge] = {"money"}
        if self.bonds or self.stakes:
            found.add("relation")
        if self.after == "yes":
            found.add("timing")
        if any(p.shell for p in self.shells):
            found.add("form")
        return frozenset(found)


def _profile(case: Case, passing: Passing, middle: Middle) -> Profile:
    payers = frozenset(p.payer for p in middle.fed)
    size = Money.of(middle.passage.received, passing.currency)
    return profile(case, middle.party, Deal(DateSpan.on(day_of(middle.fed[0])), size, payers))


def _after(case: Case, passing: Passing) -> str:
    arose = case.arose_for(passing.head)
    first = passing.sources[0].on
    return first.not_before(arose.first) if arose and first else "cannot tell"


def _finding(case: Case, passing: Passing) -> Finding:
    seen = _Seen(case, passing)
    tier, zh, en = _tier(seen)
    last = passing.arrivals[-1].on
    parties = dict.fromkeys((passing.head, *(m.party for m in passing.middles), *filter(None, [passing.final])))
    return Finding(
        typology=SLUG,
        parties=tuple(parties),
        summary=_summary(case, seen),
        evidence=_evidence(case, seen),
        tier=tier,
        tier_why=two(zh, en),
        badges=seen.badges,
        chain=_chain(seen),
        route="C",
        on=passing.sources[0].on,
        until=last,
        amount=_amount(case, seen),
        counter=_counter(case, seen),
        gaps=_gaps(case, seen),
        tests=_tests(case, seen),
        traits=_traits(seen),
        elements=_elements(seen),
        notes=_notes(case, seen),
        giver=passing.head,
    )


def _tier(seen: _Seen) -> tuple[Tier, str, str]:
    if not all(m.inward for m in seen.passing.middles):
        return "lead", "进账来自第三方，仅去向为关联方", "the money came from others; only where it went is related"
    if not seen.passing.quick:
        return "lead", "资金停留中位数略长于2日", "the median stay is a little over two days"
    if seen.contracts:
        return "lead", "付款一侧有合同，须先核实履行", "contracts stand behind payments: check performance first"
    if len(seen.badges) >= 2:
        return "strong", "资金流转之外另有独立信号", "the flow of money and another independent signal family"
    return "lead", "仅有资金流转信号", "the flow of money alone"


def _total(payments: Iterable[Payment], currency: str) -> str:
    return f"{currency} {money_text(sum_of(payments))}"


def _share(passing: Passing) -> str:
    whole = sum_of(passing.sources)
    return shown(Fraction(sum_of(passing.arrivals)) / Fraction(whole)) or "?" if whole else "?"


def _summary(case: Case, seen: _Seen) -> Text:
    p, clock = seen.passing, clock_words(case, seen.passing.sources[0].on)
    names = [name_of(case, m.party) for m in p.middles]
    first, last = day_of(p.sources[0]), day_of(p.arrivals[-1])
    sent, came = _total(p.sources, p.currency), _total(p.arrivals, p.currency)
    to_zh = name_of(case, p.final) if p.final else "多个收款人（无单一最终收款方）"
    to_en = name_of(case, p.final) if p.final else "several payees (no single end)"
    zh = (
        f"根据银行流水显示，{name_of(case, p.head)}一方自{first}起付给{'、'.join(names)}共{sent}，"
        f"其中{came}（{_share(p)}）在{(last - first).days}日内转至{to_zh}；{clock[0]}。"
    )
    en = (
        f"According to the bank rows, {sent} went from the side of {name_of(case, p.head)} to {', '.join(names)} from {first} on; "
        f"{came} of it ({_share(p)}) reached {to_en} within {(last - first).days} days; {clock[1]}."
    )
    for words in (*(_bought_words(case, seen.passing, b) for b in seen.bought), _relation_words(case, seen)):
        zh, en = zh + words[0], f"{en} {words[1]}".rstrip()
    return two(zh + _doubt_words(seen)[0], en + _doubt_words(seen)[1])


def _bought_words(case: Case, passing: Passing, bought: Purchase) -> tuple[str, str]:
    thing = thing_words(case, bought.transfer)
    paid = _total(bought.payments, passing.currency) if bought.payments else ""
    who, giver = name_of(case, bought.transfer.taker), name_of(case, bought.transfer.giver)
    return (
        f"{who}于{bought.transfer.on}取得{thing[0]}{f'，向{giver}付款{paid}' if paid else ''}。",
        f"{who} took {thing[1]} on {bought.transfer.on}{f' and paid {paid} to {giver}' if paid else ''}.",
    )


def _relation_words(case: Case, seen: _Seen) -> tuple[str, str]:
    zh, en = [], []
    for bond in seen.bonds:
        words = tie_words(bond.ties)
        zh.append(f"{name_of(case, bond.a)}与{name_of(case, bond.b)}：{words[0]}")
        en.append(f"{name_of(case, bond.a)} and {name_of(case, bond.b)}: {words[1]}")
    zh += [e.text.zh for e in seen.stakes]
    en += [e.text.en for e in seen.stakes]
    if not zh:
        return "未见已证实的关联关系。", "No proven relation was found."
    return "；".join(zh) + "。", "; ".join(en) + "."


def _doubt_words(seen: _Seen) -> tuple[str, str]:
    if not seen.doubts:
        return "", ""
    return (
        "来源不一致，须核实：" + "；".join(d.what.zh for d in seen.doubts) + "。",
        " To be settled: " + "; ".join(d.what.en for d in seen.doubts) + ".",
    )


def _evidence(case: Case, seen: _Seen) -> tuple[Evidence, ...]:
    p = seen.passing
    flows = [*p.sources, *(q for m in p.middles for q in (*m.passage.ins, *m.passage.outs))]
    bought = [_bought_evidence(case, b) for b in seen.bought]
    ties = tie_evidence(case, [t for b in seen.bonds for t in b.ties])
    doubts = [e for d in seen.doubts for e in d.evidence if not e.place.unsure]
    thin = [e for s in seen.shells if s.shell for e in s.evidence if not e.place.unsure]
    return cited(payment_evidence(case, flows), *bought, seen.stakes, ties, whose(case, seen.passing), doubts, thin)


def _bought_evidence(case: Case, bought: Purchase) -> tuple[Evidence, ...]:
    thing, taker = thing_words(case, bought.transfer), name_of(case, bought.transfer.taker)
    act = two(
        f"{bought.transfer.on}：{taker}自{name_of(case, bought.transfer.giver)}取得{thing[0]}",
        f"{bought.transfer.on}: {taker} takes {thing[1]} from {name_of(case, bought.transfer.giver)}",
    )
    titles = [t for t in case.titles_of(bought.transfer.thing) if t.owner == bought.transfer.taker]
    held = step_evidence(case, [holds_title(t, case.as_of) for t in titles])
    return Evidence(bought.transfer.place, act, "transfer"), *payment_evidence(case, bought.payments), *held


def _chain(seen: _Seen) -> Chain:
    p = seen.passing
    edges: list[Edge] = [pays(q) for q in p.sources]
    edges += [pays(q) for m in p.middles for q in m.sent_on]
    for bought in seen.bought:
        edges += [*(pays(q) for q in bought.payments), moves(bought.transfer)]
    edges += [e for b in seen.bonds for t in b.ties for e in t.edges]
    return Chain.of([*edges, *seen.steps], (m.party for m in p.middles))


def _amount(case: Case, seen: _Seen) -> Amount:
    p = seen.passing
    sent, came = sum_of(p.sources), sum_of(p.arrivals)
    low, high = (min(sent, came), max(sent, came))
    things = "、".join(thing_words(case, b.transfer)[0] for b in seen.bought)
    names = ", ".join(thing_words(case, b.transfer)[1] for b in seen.bought)
    return Amount(
        Money(low, high, p.currency),
        two(
            f"到达最终收款方的金额（下限）至债务人一方付出的金额（上限）{f'；其后取得：{things}' if things else ''}",
            f"what reached the end (low) to what left the debtor side (high){f'; then acquired: {names}' if names else ''}",
        ),
    )


def _counter(case: Case, seen: _Seen) -> tuple[Evidence | Absent, ...]:
    found: list[Evidence | Absent] = []
    for contract in seen.contracts:
        words = two("付款人与该账户之间有合同", "a contract between payer and account")
        found.append(Evidence(contract.place, words, "contract"))
    if not seen.contracts:
        found.append(Absent(two("付款人与各账户之间的合同", "a contract between the payer and the accounts")))
    for each in seen.shells:
        found += [e for c in each.checks if c.key in ("staff", "trade") and c.outcome == "not_met" for e in c.evidence]
    found.append(Absent(two("资金池协议、归集款", "a cash-pool agreement, or sweeps")))
    found.append(Absent(two("代发工资、代缴税费", "wages or taxes paid as an agent")))
    return tuple(found)


def _tests(case: Case, seen: _Seen) -> tuple[Test, ...]:
    floor = line_of(case, seen.passing.currency)
    tests = [_flow_test(case, m) for m in seen.passing.middles] + [_stay_test(case, m) for m in seen.passing.middles]
    least = two("转入、转出各不低于", "least in and out")
    smallest = min(min(m.passage.received, m.passage.sent) for m in seen.passing.middles)
    tied: Outcome = "met" if seen.bonds or seen.stakes else "not_met"
    after: dict[str, Outcome] = {"yes": "met", "no": "not_met"}
    return (
        *tests,
        Test(least, money_text(smallest), f"≥ {money_text(floor) if floor else '?'}", seen.passing.currency, "met", _PROPOSAL),
        Test(two("关联关系", "relation"), None, "R1–R8", "", tied, two("弱关系须两项", "weak grounds need two")),
        Test(
            two("债务形成后", "after the debt arose"), seen.after, "yes", "", after.get(seen.after, "unknown"),
            two("民法典538、539", "Civil Code 538, 539"),
        ),
    )  # fmt: skip


def _flow_test(case: Case, middle: Middle) -> Test:
    name = name_of(case, middle.party)
    words = two(f"{name}：转出/转入", f"{name}: sent / received")
    return Test(words, shown(middle.passage.ratio), "90%–102%", "%", "met", _PROPOSAL)


def _stay_test(case: Case, middle: Middle) -> Test:
    name = name_of(case, middle.party)
    return Test(
        two(f"{name}：停留中位数", f"{name}: median stay"), str(middle.dwell), f"≤ {DWELL_DAYS}", "days",
        "met" if middle.quick else "not_met", _PROPOSAL,
    )  # fmt: skip


def _unexplained(seen: _Seen) -> bool:
    """No contract at all, and every account shows no staff in two filings: services are then hard to see."""
    nobody = all(any(c.key == "staff" and c.outcome == "met" for c in p.checks) for p in seen.shells)
    return not seen.contracts and nobody


def _traits(seen: _Seen) -> frozenset[str]:
    chosen = {"gratuitous"} if _unexplained(seen) else {"concealment"}
    return frozenset(chosen | ({"related"} if "relation" in seen.badges else set()))


def _elements(seen: _Seen) -> tuple[tuple[str, str, Text], ...]:
    after = "met" if seen.after == "yes" else "not_shown"
    return (
        ("claim_before_act", after, two("以案件债务日期为准", "by the case's own dates")),
        (
            "no_consideration",
            "contradicted" if seen.contracts else "not_shown",
            two("数据中未见合同、交付；对方可举证服务", "no contract or delivery in the rows; services may be proven")
            if not seen.contracts
            else two("有合同", "a contract exists"),
        ),
        ("lowers_assets", "met", two("资金离开债务人一方", "money left the debtor side")),
        ("transferee_knew", "not_shown", two("关系可佐证知情，仍须法院认定", "ties support knowledge; for the court")),
    )


def _gaps(case: Case, seen: _Seen) -> tuple[Gap, ...]:
    names = "、".join(name_of(case, m.party) for m in seen.passing.middles)
    gaps = [
        gap((f"{names}的完整流水及预留印鉴、网银操作人", f"full statements, signatories and operators of {names}"),
            ("开户银行", "their banks"), COURT),
        gap(("付款对应的合同、发票、服务成果", "contract, invoices and proof of performance"),
            ("债务人、各账户名义人", "the debtor and the account holders"), ORDER),
    ]  # fmt: skip
    registry = ("登记机关（调取内档）", "the registry (its file)")
    gaps += [gap((d.what.zh, d.what.en), registry, ORDER) for d in seen.doubts]
    return tuple(gaps)


def _notes(case: Case, seen: _Seen) -> tuple[Text, ...]:
    own = [m.party for m in seen.passing.middles]
    notes = [
        *(d.what for d in seen.doubts),
        *gap_notes(case, own),
        *recipient_notes(case, seen.passing.sources, seen.passing.head),
    ]
    for bond in seen.alleged:
        a, b = name_of(case, bond.a), name_of(case, bond.b)
        notes.append(
            two(
                f"{a}与{b}之间仅有被主张或被否认的关系，未采用",
                f"a tie between {a} and {b} is only alleged or denied: not used",
            )
        )
    if rest := unplaced(case, own):
        notes.append(
            two(
                f"另有{rest}笔合计、无确切日期或未成功的流水未计入",
                f"{rest} rows (totals, undated, failed) were not counted",
            )
        )
    return tuple(notes)


def _line(name: str, value: Fraction | int, unit: str) -> Threshold:
    return Threshold(name, Fraction(value), unit, _PROPOSAL)


TYPOLOGY = Typology(
    slug=SLUG,
    title=two("过账账户", "Pass-through (layering) account"),
    highest="strong",
    thresholds=(
        _line("kept_low", KEPT_LOW, "sent/received"),
        _line("kept_high", KEPT_HIGH, "sent/received"),
        _line("left", LEFT, "left/received"),
        _line("dwell_days", DWELL_DAYS, "days"),
        _line("slow_days", SLOW_DAYS, "days"),
        _line("window_days", WINDOW_DAYS, "days"),
        _line("debt_part", DEBT_PART, "received/debt"),
        _line("bought_days", BOUGHT_DAYS, "days"),
    ),
    needs=("payments",),
    find=find,
    counter_evidence=(
        two("资金池协议与归集", "a cash-pool agreement and sweeps"),
        two("代发工资、代缴税费", "payroll or tax agency"),
        two("双方均有合同的贸易", "trade with contracts on both sides"),
        two("有合同且有员工的服务费", "a fee under contract to a firm with staff"),
    ),
)
