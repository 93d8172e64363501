"""连环转让: a rapid resale chain to a "good-faith" holder.

What it looks for
    An asset or shares leave the debtor side and are passed on within 24 months: to somebody related, at nearly the same price, or
    through a firm founded for it; or the asset goes into a company and that company's shares are passed on.
Why it matters
    Each hop makes it harder to reach the asset: the last holder will say that he bought in good faith and for value.
Law
    CN 民法典 538–539 and 154 against each link, 311 as the last holder's defence (合同法 52, 74 for acts of 1999–2020). UK IA 1986 ss.241,
    425. US UVTA 8. The tables in queries/law choose by the date of the first hop.
What speaks against it
    A last holder who is a stranger and paid; dealers, developers, auction houses; securitisation and sale-and-lease-back; a drop-down
    before an honest sale; a price that rose for a reason.
Thresholds
    Two hops or more; at most 730 days between hops; the price moved by 10 % or less, or the two are related, or the firm in the middle
    was founded less than 180 days before its deal or shows no capital paid in.
Limits
    A partial date that leaves gap or order open keeps the finding at lead. Hops whose giver is unknown are not guessed.
Sources
    Guiding Case 33 (second hop after 654 days, 21.3 % of the price paid); Akhmedova v Akhmedov [2021] EWHC 545 (Fam).
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from graph.case import Case
from graph.chains import Chain, moves
from graph.facts import Transfer
from graph.values import percent
from queries.disposals import open_market, transfer_evidence
from queries.grounds import Bilingual as Text
from queries.hops import GAP_DAYS, MONTHS_BEFORE, MOST_RUNS, PAID, SAME_PRICE, YOUNG_DAYS, Hop, Run, runs_of
from queries.lead import Absent, Badge, CutShort, Evidence, Finding, NoTables, Test, Tier, cited, two
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
    owner_gap,
    says,
    step_evidence,
    thing_words,
    tie_evidence,
)
from queries.typology import Threshold, Typology
from queries.worth import (
    is_nil,
    payments_for,
    price_words,
    shortfall,
    shown,
    value_of,
)

SLUG = "serial-transfer-chain"
_CUT_SHORT = two(
    f"转让链过多：仅列出最先的{MOST_RUNS:,}条，其余未查",
    f"too many chains: the first {MOST_RUNS:,} are told, the rest were not looked at",
)


def find(case: Case) -> list[Finding] | NoTables:
    """Every chain of two acts or more that begins on the debtor side; the longest of each."""
    if not {"share_transfers", "asset_transfers"} & case.tables_held:
        return NoTables(
            (two("股权变更或资产转让记录（各环节日期与价款）", "share or asset transfers, each hop dated"),)
        )
    runs, whole = runs_of(case)
    found = [_finding(case, run) for run in runs]
    return found if whole else CutShort(found, _CUT_SHORT)


def _badges(run: Run) -> frozenset[Badge]:
    fired: tuple[tuple[Badge, object], ...] = (
        ("timing", run.after == "yes"),
        ("relation", run.first_ties or any(h.ties for h in run.hops)),
        ("price", any(h.same_price for h in run.hops)),
        ("form", any(h.dropped or h.thin for h in run.hops)),
        ("money", run.unpaid),
    )
    return frozenset(badge for badge, on in fired if on)


def _tier(run: Run) -> tuple[Tier, Text]:
    badges = _badges(run)
    families, apart = len(badges), not badges & {"relation", "form", "money"}
    if run.fair_start and apart:
        why = (
            "首环节为无关第三人公允付清，其后转售另属其自己的交易",
            "a stranger paid a fair price in full; what he sold on was his own",
        )
        return "signal", two(*why)
    if not run.sure:
        why = ("环节之间的先后或间隔因日期不完整不能确定", "partial dates leave order or gap of the hops open")
        return "lead", two(*why)
    if families < 2 or apart:
        return "lead", two(
            "仅时间或价格相近，未见关联、新设公司或欠付", "time or price alone: no relation, new firm or unpaid price"
        )
    return "strong", two(f"{families}项独立信号", f"{families} independent signal families")


def _finding(case: Case, run: Run) -> Finding:
    tier, why = _tier(run)
    first = run.first
    valued, paid = value_of(case, first), payments_for(case, first)
    parties = dict.fromkeys(
        (run.holding.head, first.giver, first.taker, *(p for h in run.hops for p in (h.later.giver, h.later.taker)))
    )
    ties = [e for t in (*run.first_ties, *(t for h in run.hops for t in h.ties)) for e in t.edges]
    return Finding(
        typology=SLUG,
        parties=tuple(parties),
        summary=_summary(case, run),
        evidence=_evidence(case, run),
        tier=tier,
        tier_why=why,
        badges=_badges(run),
        chain=Chain.of([*run.holding.edges, *(moves(t) for t in run.acts), *ties]),
        route="C",
        on=first.on,
        until=run.hops[-1].later.on,
        amount=shortfall(case, first, valued, paid),
        counter=_counter(case, run),
        gaps=(
            gap(("转让后实际占有、使用与收益", "who held, used and drew income from it after the hops"), ("登记机关、税务机关、现场", "registry, tax office, the place itself"), ORDER),
            gap(("末手受让人的付款凭证与知情情况", "the last holder's proof of payment and what it knew"), ("末手受让人开户行", "the last holder's bank"), COURT),
            *owner_gap(case, run.acts[-1].taker),
        ),
        tests=_tests(run),
        traits=_traits(run),
        elements=_elements(run),
        notes=_notes(run),
        giver=first.giver,
    )  # fmt: skip


def _summary(case: Case, run: Run) -> Text:
    lines = [_act_words(case, t, None) for t in (run.first,)]
    lines += [_act_words(case, h.later, h) for h in run.hops]
    clock = clock_words(case, run.first.on)
    zh = "；".join(line[0] for line in lines)
    en = "; ".join(line[1] for line in lines)
    return two(
        f"根据登记显示，{zh}。首环节在{clock[0]}。", f"According to the records, {en}. The first hop was {clock[1]}."
    )


def _act_words(case: Case, t: Transfer, hop: Hop | None) -> tuple[str, str]:
    thing, price = thing_words(case, t), price_words(t)
    zh = f"{t.on}，{name_of(case, t.giver)}将{thing[0]}转让给{name_of(case, t.taker)}（{price[0]}"
    en = f"on {t.on} {name_of(case, t.giver)} passed {thing[1]} to {name_of(case, t.taker)} ({price[1]}"
    if hop is not None:
        low, high = hop.days
        days = str(low) if low == high else f"{max(low, 0)}–{high}"
        zh, en = f"{zh}，间隔{days}日", f"{en}, {days} days later"
        if hop.change is not None:
            zh, en = f"{zh}，价格变动{percent(hop.change)}", f"{en}, price moved by {percent(hop.change)}"
        if hop.paid is not None:
            zh, en = f"{zh}，已见付款{shown(hop.paid)}", f"{en}, {shown(hop.paid)} found paid"
    return zh + "）", en + ")"


def _evidence(case: Case, run: Run) -> tuple[Evidence, ...]:
    acts = [e for t in run.acts for e in transfer_evidence(case, t)]
    ties = tie_evidence(case, (*run.first_ties, *(t for h in run.hops for t in h.ties)))
    thin = [e for h in run.hops for e in h.thin]
    part = [
        says(
            p.place, f"仅见付款{p.money}（{shown(h.paid)}）", f"only {p.money} found paid ({shown(h.paid)})", "payment"
        )
        for h in run.hops
        if h.paid is not None and h.paid < PAID
        for p in payments_for(case, h.later).payments
    ]
    return cited(acts, thin, part, ties, step_evidence(case, run.holding.edges))


def _counter(case: Case, run: Run) -> tuple[Evidence | Absent, ...]:
    last = run.hops[-1]
    found: list[Evidence | Absent] = []
    if not last.ties and last.paid is not None and last.paid >= 1:
        found += [
            says(p.place, f"末手付款{p.money}，未见关联", f"the last holder paid {p.money} and is not seen to be related", "payment")
            for p in payments_for(case, last.later).payments
        ]  # fmt: skip
    else:
        found.append(
            absent("末手以合理价格付清价款的凭证", "proof that the last holder paid a reasonable price in full")
        )
    if run.fair_start:
        found += [
            says(p.place, f"首环节付款{p.money}", f"the first buyer paid {p.money}", "payment")
            for p in payments_for(case, run.first).payments
        ]
    found += [e for t in run.acts if (e := open_market(t.place))]
    lease = [c for c in case.contracts if c.kind == "lease" and c.asset == run.first.thing]
    found += [
        says(c.place, "存在租赁合同：可能为售后回租", "a lease exists: this may be sale and lease-back", "contract")
        for c in lease
    ]
    found.append(
        absent("经营此类资产买卖的登记经营范围或许可", "a registered trade in such assets, or a licence for it")
    )
    return tuple(found)


def _tests(run: Run) -> tuple[Test, ...]:
    gaps = [f"{h.days[0]}–{h.days[1]}" if h.days[0] != h.days[1] else str(h.days[0]) for h in run.hops]
    changes = [h.change for h in run.hops if h.change is not None]
    paid = [h.paid for h in run.hops if h.paid is not None]
    codes = ", ".join(dict.fromkeys(t.code for t in (*run.first_ties, *(t for h in run.hops for t in h.ties)))) or None
    form = any(h.dropped or h.thin for h in run.hops)
    return (
        measure(("环节数", "hops"), str(len(run.acts)), "≥ 2", "", "met", PROPOSED),
        measure(("环节间隔", "days between hops"), ", ".join(gaps), f"≤ {GAP_DAYS}", "days", met(run.sure, not run.sure), PROPOSED),
        measure(("价格变动", "price change"), shown(min(changes)) if changes else None, f"≤ {shown(SAME_PRICE)}", "%", met(any(c <= SAME_PRICE for c in changes), not changes), PROPOSED),
        measure(("已付/价款", "paid / price"), shown(min(paid)) if paid else None, f"< {shown(PAID)}", "%", met(run.unpaid, not paid), PROPOSED),
        measure(("关联关系", "relation"), codes, "R1–R9", "", met(codes), ("弱关系须两项", "weak grounds need two")),
        measure(("新设公司或先入后售", "new firm, or drop-down and sale"), "yes" if form else "no", "yes", "", met(form), PROPOSED),
        measure(("债务形成后", "after the debt arose"), run.after, "yes", "", met(run.after == "yes", run.after == "cannot tell"), ("民法典538、539", "Civil Code 538, 539")),
    )  # fmt: skip


def _traits(run: Run) -> frozenset[str]:
    fired: Iterable[tuple[str, object]] = (
        ("gratuitous", any(is_nil(t) for t in run.acts)),
        ("related", run.first_ties or any(h.ties for h in run.hops)),
    )
    return frozenset(trait for trait, on in fired if on)


def _elements(run: Run) -> tuple[tuple[str, str, Text], ...]:
    last = run.hops[-1]
    rows = (
        ("claim_before_act", "met" if run.after == "yes" else "not_shown", "以案件债务日期为准", "by the case's own dates"),
        ("not_good_faith", "not_shown", "关系、间隔与付款可佐证，仍须法院认定", "relation, gap and payment support it; for the court to find"),
        ("no_reasonable_price_paid", "contradicted" if last.paid is not None and last.paid >= 1 else "not_shown", "以已见付款为准", "by the payments found"),
        ("transferee_knew", "not_shown", "待补", "to be shown"),
    )  # fmt: skip
    return tuple((key, state, two(zh, en)) for key, state, zh, en in rows)


def _notes(run: Run) -> tuple[Text, ...]:
    notes = []
    if any(h.dropped for h in run.hops):
        notes.append(
            two("先将资产转入公司，再转让该公司股权", "the asset went into a company whose shares were then passed on")
        )
    if run.after != "yes":
        notes.append(two("首环节不能确定在债务形成之后", "the first hop is not certainly after the debt arose"))
    return tuple(notes)


TYPOLOGY = Typology(
    slug=SLUG,
    title=two("连环转让", "Rapid resale chain"),
    highest="strong",
    thresholds=(
        Threshold("gap_days", Fraction(GAP_DAYS), "days", two(*PROPOSED)),
        Threshold("same_price", SAME_PRICE, "|p2/p1 − 1|", two(*PROPOSED)),
        Threshold("young_days", Fraction(YOUNG_DAYS), "days", two(*PROPOSED)),
        Threshold("paid", PAID, "paid/price", two("指导案例33号：21.3%", "Guiding Case 33: 21.3 %")),
        Threshold("months_before", Fraction(MONTHS_BEFORE), "months", two(*PROPOSED)),
    ),
    needs=("share_transfers", "asset_transfers"),
    find=find,
    counter_evidence=(
        two("末手为无关第三人且已付清", "a last holder who is a stranger and paid"),
        two("公开拍卖、挂牌", "auction or listing"),
        two("售后回租等融资安排", "sale and lease-back"),
    ),
)
