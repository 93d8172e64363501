"""亲属/密切关系人代持资产: a thing in a relative's or associate's name.

What it looks for
    A thing in the name of a recorded relative, employee or associate of the debtor, bought with the debtor side's money or
    used and kept up by it.
Why it matters
    What the debtor paid for and enjoys may be its own behind another's name, or a gift that creditors can undo.
Law
    CN 民法典 538, 1062–1064; 查封扣押规定 12 (co-owned things); 执行异议之诉解释. UK s.423, s.339, resulting trust. US UVTA
    (insiders), purchase-money resulting trust. EU and elsewhere: local law.
What speaks against it
    Own income or own loan of the holder; money that was lent and paid back; wages; a marital home bought long before; a lease
    at a rent. Things of minors are masked. A relation alone is nothing; no relation is ever guessed.
Thresholds
    Half or more of the price from the debtor side, to the seller (90 days before to 24 months after), to the holder (90 days
    before to 30 after) or with the thing named: strong. Use or upkeep alone: lead. Taken from 36 months before the debt on.
    Money that half or more came back of: lead.
Limits
    Without a price or value the part cannot be told: lead. An undated purchase is at most a lead. What the debtor gave away
    itself belongs to other rules; so do shares.
Sources
    Lines are proposals, to be calibrated on labelled data.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from graph.case import Case
from graph.chains import Chain, Edge, holds_title, moves, pays, serves
from graph.facts import Payment
from graph.values import Money, add_months, percent, ratio
from queries.dealings import sides
from queries.disposals import transfer_evidence
from queries.grounds import Bilingual as Text
from queries.lead import Absent, Amount, Badge, Evidence, Finding, Gap, NoTables, Test, Tier, cited, two
from queries.money import payment_evidence, rows_of, sum_of
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
    step_evidence,
    tie_evidence,
    tie_words,
)  # fmt: skip
from queries.proxies import (
    AFTER_MONTHS,
    BEFORE_DAYS,
    TO_HOLDER_DAYS,
    Bought,
    Funded,
    Trail,
    bought,
    dated,
    enjoyed,
    funded,
    trail,
)
from queries.related import KIN, Tie, best, possible_same, ties
from queries.side import Holding
from queries.typology import Threshold, Typology
from queries.worth import above_floor

SLUG = "relative-proxy-holding"
PART = Fraction(1, 2)
BACK = Fraction(1, 2)
MONTHS_BEFORE = 36
_CLOSE_CODES = frozenset({"R1", "R2", "R3", "R4", "R8"})


@dataclass(frozen=True, slots=True)
class Look:
    """One thing in another's name, with relation, money and use; placed: bought since 36 months before the debt."""

    it: Bought
    head: str
    holding: Holding
    ties: tuple[Tie, ...]
    service: tuple[Edge, ...]
    perhaps: tuple[Tie, ...]
    money: Funded
    use: tuple[Edge, ...]
    back: tuple[Payment, ...]
    placed: str
    after: bool

    @property
    def paid(self) -> bool:
        return self.money.part is not None and self.money.part >= PART

    @property
    def returned(self) -> bool:
        total = self.money.total
        part = ratio(sum_of(self.back), total.amount) if total else None
        return part is not None and part >= BACK

    @property
    def related(self) -> bool:
        return bool(self.ties or self.service)


def find(case: Case) -> list[Finding] | NoTables:
    """One finding a thing and holder."""
    if not {"assets", "asset_transfers"} & case.tables_held:
        return NoTables((two("资产权属或资产转让记录", "titles or asset transfers"),))
    if not {"relations", "roles"} & case.tables_held:
        return NoTables(
            (two("有合法来源的亲属、雇佣或密切关系记录", "kinship, employment or close ties from a lawful record"),)
        )
    side = sides(case)
    things, used, found = bought(case, side), set[str](), []
    rows = trail(case, side, things)
    for it in things:
        look = examine(case, it, side, rows, used)
        if look and _told(look):
            used |= {p.place.fact for p in look.money.payments}
            found.append(_finding(case, look))
    return found


def examine(case: Case, it: Bought, side: dict[str, Holding], rows: Trail, used: set[str]) -> Look | None:
    """None where neither money nor use of the debtor side is seen, or it was bought too early."""
    money = funded(case, it, rows, used)
    use = enjoyed(it, rows, money)
    enough = money.part is None or money.part >= PART
    if not (use or (money.payments and enough)) or above_floor(case, it.price, it.on) is False:
        return None
    givers = [p.payer for p in money.payments] + [e.frm for e in use if e.frm in side]
    holding = side[givers[0]] if givers else next(iter(side.values()))
    arose = case.arose_for(holding.head)
    start = add_months(arose.first, -MONTHS_BEFORE) if arose else None
    placed = "cannot tell" if it.on is None or start is None else it.on.within(start, case.as_of + timedelta(days=1))
    if placed == "no":
        return None
    day = it.on.first if it.on else case.as_of
    heads = tuple(dict.fromkeys((holding.head, *givers)))
    close = next(
        (b for h in heads if (b := best(t for t in ties(case, h, it.holder, day) if t.code in _CLOSE_CODES))), ()
    )
    perhaps = () if close else tuple(t for h in heads for _, t in possible_same(case, h, it.holder, day))[:1]
    back = tuple(p for p in rows_of(case, it.holder) if p.payer == it.holder and p.payee in side and dated(p))
    after = bool(it.on and arose and it.on.first >= arose.last)
    return Look(
        it, holding.head, holding, close, _service(case, it.holder, side), perhaps, money, use, back, placed, after
    )


def _service(case: Case, holder: str, side: dict[str, Holding]) -> tuple[Edge, ...]:
    """The holder's recorded post, of whatever kind, in a firm of the debtor side."""
    posts = [r for r in case.roles if r.person == holder and r.company in side]
    return tuple(serves(r, case.as_of) for r in posts)[:1]


def _told(look: Look) -> bool:
    """A relation, and money of half the price or of unknown part, or use; small things are left out."""
    if not (look.related or look.perhaps):
        return False
    return look.paid or bool(look.use) or (bool(look.money.payments) and look.money.part is None)


def _tier(look: Look) -> tuple[Tier, Text]:
    if not look.paid:
        if look.money.payments and look.money.part is None:
            return "lead", two("价款或价值不详，出资比例不能计算", "price and value unknown: the part cannot be told")
        return "lead", two("仅见使用或维持费用，未见购买款", "use or upkeep alone; no purchase money seen")
    if look.returned:
        return "lead", two("款项半数以上已返还，可能为借款", "half or more came back: it may have been lent")
    if look.placed != "yes" or not look.money.sure:
        return "lead", two("取得或付款日期不详或不完整", "the day of purchase or payment is unknown or partial")
    return "strong", two(
        "有记载的关系，且价款半数以上来自债务人一方",
        "a recorded relation, and half or more of the price from the debtor side",
    )


def _finding(case: Case, look: Look) -> Finding:
    it, (tier, why) = look.it, _tier(look)
    flags: tuple[tuple[Badge, object], ...] = (
        ("money", look.money.payments), ("relation", look.related), ("timing", look.after), ("form", look.use),
    )  # fmt: skip
    steps = (*(e for t in look.ties for e in t.edges), *look.service, *look.use, *look.holding.edges)
    titles = tuple(holds_title(t, case.as_of) for t in it.titles)
    deed = (moves(it.transfer),) if it.transfer else ()
    return Finding(
        typology=SLUG,
        parties=tuple(dict.fromkeys((it.holder, look.head, *(p.payer for p in look.money.payments)))),
        summary=_summary(case, look),
        evidence=_evidence(case, look),
        tier=tier,
        tier_why=why,
        badges=frozenset(badge for badge, on in flags if on),
        chain=Chain.of([*titles, *deed, *(pays(p) for p in look.money.payments), *steps], (it.holder, it.asset)),
        route="C",
        on=it.on,
        amount=_amount(look),
        counter=_counter(case, look),
        gaps=_gaps(case, look),
        tests=_tests(look),
        traits=_traits(look),
        elements=_elements(look),
        relies_on=() if look.related else tuple(m for t in look.perhaps for m in t.doubt),
        notes=_notes(look),
        giver=look.head,
    )


def _evidence(case: Case, look: Look) -> tuple[Evidence, ...]:
    it = look.it
    owner = name_of(case, it.holder)
    titles = [
        Evidence(t.place, two(f"{it.name}登记在{owner}名下（{t.period.start or '日期不详'}起）", f"{it.name} stands in the name of {owner} (from {t.period.start or 'an unknown day'})"), "title")
        for t in it.titles
    ]  # fmt: skip
    deed = transfer_evidence(case, it.transfer) if it.transfer else ()
    ways = step_evidence(case, (*look.service, *look.use, *look.holding.edges))
    perhaps = () if look.related else tie_evidence(case, look.perhaps)
    return cited(
        titles, deed, payment_evidence(case, look.money.payments), tie_evidence(case, look.ties), ways, perhaps
    )


def _relation_words(look: Look) -> tuple[str, str]:
    zh, en = tie_words(look.ties)
    if zh or not look.service:
        return (zh, en) if zh else ("可能为同一人（仅姓名相同）", "possible same person (the name alone)")
    return "在债务人一方任职", "a recorded post on the debtor side"


def _summary(case: Case, look: Look) -> Text:
    it, part = look.it, percent(look.money.part) if look.money.part is not None else None
    holder, head, relation = name_of(case, it.holder), name_of(case, look.head), _relation_words(look)
    clock = clock_words(case, it.on)
    money = (
        (f"债务人一方付款{look.money.total or '（币种不同）'}，占价款{part or '（比例不详）'}",
         f"the debtor side paid {look.money.total or 'sums in unlike currencies'}, {part or 'an unknown part'} of the price")
        if look.money.payments else ("未见债务人一方支付购买款", "no purchase money of the debtor side is seen")
    )  # fmt: skip
    use = ("；由债务人一方使用或负担费用", "; the debtor side uses it or pays for its keep") if look.use else ("", "")
    return two(
        f"根据登记及流水显示，{it.name}登记在{holder}名下（取得{it.on or '日期不详'}，{clock[0]}）；{holder}与{head}的关系：{relation[0]}；"
        f"{money[0]}{use[0]}。是否代持由法院认定。",
        f"According to the records, {it.name} stands in the name of {holder} (taken {it.on or 'on an unknown day'}, {clock[1]}); relation to "
        f"{head}: {relation[1]}; {money[1]}{use[1]}. Whether it is held for the debtor is for the court to find.",
    )


def _amount(look: Look) -> Amount | None:
    price, total = look.it.price, look.money.total
    if price is None:
        return Amount(total, two("债务人一方所付款项", "what the debtor side paid")) if total else None
    low = min(total.amount, price.low) if total and total.currency == price.currency else price.low * 0
    basis = two(
        "债务人一方所付款项（下限）至价款或价值（上限）", "what the debtor side paid (low) to the price or value (high)"
    )
    return Amount(Money(low, price.high, price.currency), basis)


def _tests(look: Look) -> tuple[Test, ...]:
    part = look.money.part
    codes = ", ".join(t.code for t in look.ties) or ("post" if look.service else None)
    total = look.money.total
    back = ratio(sum_of(look.back), total.amount) if total else None
    return (
        measure(("债务人一方付款/价款", "debtor side's money / price"), percent(part) if part is not None else None, f"≥ {percent(PART)}", "%", met(look.paid, part is None), PROPOSED),
        measure(("有记载的关系", "recorded relation"), codes, "kin, employment, office, control", "", met(look.related, look.perhaps), ("不作推断", "never guessed")),
        measure(("债务人一方使用或负担费用", "used or kept up by the debtor side"), str(len(look.use)), "≥ 1", "rows", met(look.use), PROPOSED),
        measure(("取得时间", "when it was taken"), str(look.it.on) if look.it.on else None, f"≥ t0 − {MONTHS_BEFORE}", "months", met(look.placed == "yes", look.placed == "cannot tell"), PROPOSED),
        measure(("款项已返还", "money that came back"), percent(back) if back is not None else None, f"< {percent(BACK)}", "%", met(back is not None and back < BACK, back is None), PROPOSED),
    )  # fmt: skip


def _traits(look: Look) -> frozenset[str]:
    """Money given for another's purchase without a loan on record is a gift unless shown otherwise."""
    labels = {e.label for t in look.ties for e in t.edges}
    chosen = {"related"} if look.related else set[str]()
    chosen |= {word for word in ("spouse", "former_spouse") if word in labels}
    chosen |= (
        {"gratuitous"}
        if look.paid and not look.returned and not any(p.kind == "loan" for p in look.money.payments)
        else set()
    )
    return frozenset(chosen | ({"co_owned"} if any(t.share for t in look.it.titles) else set()))


def _elements(look: Look) -> tuple[tuple[str, str, Text], ...]:
    rows: tuple[tuple[str, object, str, str], ...] = (
        ("claim_before_act", look.after, "以案件债务日期为准", "by the case's own dates"),
        ("no_consideration", None, "款项性质（赠与、借款）待查", "whether it was a gift or a loan is to be found out"),
        ("lowers_assets", look.money.payments, "见债务人一方付款", "see the payments of the debtor side"),
        ("nominee_arrangement", None, "出资有记录，代持合意待补" if look.paid else "代持合意与出资待补", "the money is on record, the agreement is to be shown" if look.paid else "agreement and money are to be shown"),
        ("insider", look.related, "见关系记录", "see the relation"),
    )  # fmt: skip
    return tuple((key, "met" if shown else "not_shown", two(zh, en)) for key, shown, zh, en in rows)


def _counter(case: Case, look: Look) -> tuple[Evidence | Absent, ...]:
    """The holder's own money to the seller, wages, a lease, a loan, money returned."""
    it, told = look.it, {p.place.fact for p in look.money.payments}
    seller = it.transfer.giver if it.transfer else None
    rows = [p for p in rows_of(case, it.holder) if dated(p) and p.place.fact not in told]
    own = [p for p in rows if p.payer == it.holder and (p.payee == seller or p in look.back)]
    own += [p for p in rows if p.payee == it.holder and p.kind in ("salary", "dividend")]
    papers = [
        c for c in case.contracts
        if (c.kind == "lease" and c.first == it.holder and c.asset in (None, it.asset)) or (c.kind == "loan" and c.second == it.holder)
    ]  # fmt: skip
    words = two("出租或借款合同", "a lease or loan contract")
    found: list[Evidence | Absent] = [
        *payment_evidence(case, own),
        *(Evidence(c.place, words, "contract") for c in papers),
    ]
    if not own:
        found.append(
            absent(
                "持有人自有收入、自付价款或返还款项",
                "the holder's own income, own payment of the price, or money returned",
            )
        )
    if not papers:
        found.append(absent("出租合同或借款合同", "a lease or a loan contract"))
    return tuple(found)


def _gaps(case: Case, look: Look) -> tuple[Gap, ...]:
    it, holder = look.it, name_of(case, look.it.holder)
    return (
        gap((f"{it.name}的购买合同、价款来源与付款凭证", f"{it.name}: contract, source of the price, proof of payment"), ("登记机构、出卖人", "the registry and the seller"), COURT),
        gap(("按揭、保险与物业费用的付款人", "who pays loan, insurance and upkeep"), ("贷款银行、保险公司、物业", "lender, insurer and property manager"), COURT),
        gap((f"{holder}的收入情况（仅限购买前后）", f"{holder}'s income, about the purchase only"), ("税务、社保机关", "tax and social-security offices"), ORDER),
    )  # fmt: skip


def _notes(look: Look) -> tuple[Text, ...]:
    notes = [
        two(
            "他人名下，须先诉；不得在现执行中直接处分",
            "in another's name: suit first, not to be disposed of in the present enforcement",
        )
    ]
    if any(e.label in KIN for t in look.ties for e in t.edges):
        notes.append(
            two(
                "持有人如为未成年人，对外文本须遮蔽姓名",
                "if the holder is a minor, the name is masked in what goes out",
            )
        )
    if not look.related:
        notes += [_possible(tie) for tie in look.perhaps]
    if look.placed == "cannot tell":
        notes.append(
            two(
                "取得日期不详或不完整，是否在36个月内不能确定",
                "whether it was taken within the 36 months cannot be told",
            )
        )
    return tuple(notes)


def _possible(tie: Tie) -> Text:
    pairs = "；".join(f"{m.left} / {m.right}" for m in tie.doubt)
    return two(
        f"可能为同一人（仅姓名相同：{pairs}），须核对证件",
        f"possible same person (the name alone: {pairs}): check the identifier",
    )


def _line(name: str, value: Fraction | int, unit: str) -> Threshold:
    return Threshold(name, Fraction(value), unit, two(*PROPOSED))


TYPOLOGY = Typology(
    slug=SLUG,
    title=two("亲属、密切关系人名下资产", "A thing in a relative's or associate's name"),
    highest="strong",
    thresholds=(
        _line("part", PART, "of the price"),
        _line("months_before", MONTHS_BEFORE, "months"),
        _line("before_days", BEFORE_DAYS, "days"),
        _line("after_months", AFTER_MONTHS, "months to the seller"),
        _line("to_holder_days", TO_HOLDER_DAYS, "days to the holder"),
        _line("back", BACK, "of the money"),
    ),
    needs=("assets", "asset_transfers", "payments", "relations"),
    find=find,
    counter_evidence=(
        two("持有人自有收入与自付价款", "the holder's own income and payments"),
        two("借款并已返还", "money lent and returned"),
        two("租赁", "a lease at a rent"),
        two("债务之前多年购置的婚房", "a marital home bought long before"),
    ),
)
