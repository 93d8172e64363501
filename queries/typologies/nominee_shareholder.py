"""股权代持: signs that a registered holder holds for another.

What it looks for
    A registered holder of a firm near the debtor who by papers, money or offices seems to hold for somebody else, with the
    debtor side as holder, as firm or as the one behind.
Why it matters
    What the debtor owns behind another's name answers for its debt once a court says so; what stands in the debtor's name
    may be claimed by another; who truly owns the debtor may be liable for its capital.
Law
    CN 公司法解释三 24–26, 公司法 140 (listed), 民法典 535–537, 538; 执行异议之诉解释. UK resulting and bare trusts (Prest [2013]
    UKSC 34), charging order, CPR 71. US nominee doctrine, UVTA. Offshore: register and disclosure orders.
What speaks against it
    Clearing nominees, banks, trustees, funds and employee platforms hold openly and are never looked at; a parent that
    pays for its subsidiary; family firms in which the spouse truly owns; the holder's own money and own say. Nothing is
    ever inferred from surname, age, poverty, village, ethnicity or sex.
Thresholds
    S1 half of capital or price from another (30 days); S2 80 % of a dividend on within 7 days; S3 a holder of 50 % without
    office beside another in charge; S4 taken for nothing; S5 two filings in 12 months; S6 recorded service or kinship; S7 10
    firms of 3 trades; S8 paper or court. S8: fact. Three with S1 or S2: strong. S1 or S2, or two others: lead. S4: signal.
Limits
    S5 to S7 count only beside another sign. A stake recorded as nominee for nobody on record is a lead: who is behind is a
    gap. Kinship with an office is an ordinary family firm: signal. Registered and "if proven" views are never merged.
Sources
    公司法解释三 24–26; counts and days are proposals.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from graph.case import Case
from graph.chains import Chain, owns
from graph.facts import Interest
from graph.values import DateSpan, Money, Share, percent
from queries.grounds import Bilingual as Text
from queries.index import index_of
from queries.lead import TIERS, Absent, Amount, Badge, Evidence, Finding, Gap, NoTables, Test, Tier, cited, lower, two
from queries.money import payment_evidence, rows_of, usable
from queries.nominee_money import DAYS, FORWARDED, FUNDED_DAYS
from queries.nominees import FILINGS, FIRMS, MOST, SECTORS, signs, unnamed
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
    step_evidence,
)
from queries.stakes import share_of, stake_worth
from queries.straw import SIGNS, Sign, Signs, held_since
from queries.typology import Threshold, Typology

SLUG = "nominee-shareholder"
MONEY = frozenset({"S1", "S2"})
STRONG = 3
LEAD_WEAK = 2
_FAMILIES: dict[str, Badge] = {
    "S1": "money", "S2": "money", "S3": "form", "S4": "price", "S5": "form", "S6": "relation", "S7": "form", "S8": "form",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Straw:
    """One holder, one firm, who may stand behind (None = nobody on record), and the signs used."""

    holder: str
    company: str
    principal: str | None
    rows: tuple[Interest, ...]
    signs: Mapping[str, tuple[Sign, ...]]
    place: str

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(code for code in SIGNS if code in self.signs)

    @property
    def listed(self) -> tuple[Sign, ...]:
        return tuple(s for code in self.codes for s in self.signs[code])


def find(case: Case) -> list[Finding] | NoTables:
    """One finding for each holder, firm and person behind whose signs suffice."""
    if "holdings" not in case.tables_held:
        return NoTables(
            (two("股东信息；另需流水、任职或代持协议", "holdings; and payments, offices or nominee papers"),)
        )
    found = signs(case)
    straws = [straw for key in sorted(found.found) if (straw := _straw(found, key))]
    straws += [_unnamed(found, holder, company) for holder, company in unnamed(found)]
    return [_finding(case, s, tier) for s in straws if (tier := tier_of(s)) is not None]


def _straw(found: Signs, key: tuple[str, str, str]) -> Straw | None:
    """Sure signs alone where they carry as much as an alleged one could: at least a lead."""
    holder, company, principal = key
    rows = tuple(found.held[holder, company])
    every = {code: tuple(listed) for code, listed in found.found[key].items()}
    sure = {code: kept for code, listed in every.items() if (kept := tuple(s for s in listed if not s.unsure))}
    whole, safe = (
        Straw(holder, company, principal, rows, chosen, _place(found, key)) for chosen in (every, sure)
    )  # fmt: skip
    best, certain = tier_of(whole), tier_of(safe)
    if best is None:
        return None
    return safe if certain and TIERS.index(certain) >= TIERS.index(lower(best, "lead")) else whole


def _place(found: Signs, key: tuple[str, str, str]) -> str:
    """Where the debtor side stands: behind the holder, as the holder, or as the firm held."""
    holder, _, principal = key
    return "behind" if principal in found.side else "holder" if holder in found.side else "firm"


def _unnamed(found: Signs, holder: str, company: str) -> Straw:
    rows = tuple(found.held[holder, company])
    edges = tuple(owns(i, found.case.as_of) for i in rows if i.nature == "nominee")
    sign = Sign("S8", edges, step_evidence(found.case, edges))
    return Straw(holder, company, None, rows, {"S8": (sign,)}, "holder" if holder in found.side else "firm")


def tier_of(straw: Straw) -> Tier | None:
    """By the signs alone; None = nothing to tell."""
    codes = set(straw.signs)
    if "S8" in codes:
        return "fact" if straw.principal else "lead"
    if codes & MONEY:
        return "strong" if len(codes) >= STRONG else "lead"
    kin = all(s.kin for s in straw.signs.get("S6", ()))
    if len(codes) >= LEAD_WEAK:
        return "signal" if kin and codes == {"S3", "S6"} else "lead"
    return "signal" if codes == {"S4"} else None


_WHY: dict[Tier, Text] = {
    "fact": two("有代持协议、代持记载或法院认定", "a nominee paper, record or court finding stands in the rows"),
    "strong": two("三项以上信号，含资金来源或分红去向", "three or more signs, the source of money or the way of dividends among them"),
    "lead": two("信号尚不足以多重印证", "the signs do not yet bear each other out"),
    "signal": two("单一弱信号或家族企业常见情形，仅作背景", "a weak sign alone, or usual in a family firm: background only"),
}  # fmt: skip


def _finding(case: Case, straw: Straw, tier: Tier) -> Finding:
    on = held_since(straw.rows) or next((s.on for s in straw.listed if s.on), None)
    stake = [owns(i, case.as_of) for i in straw.rows]
    behind = (straw.principal,) if straw.principal else ()
    edges = [*stake, *(e for s in straw.listed for e in s.edges)]
    return Finding(
        typology=SLUG,
        parties=tuple(dict.fromkeys((straw.holder, straw.company, *behind))),
        summary=_summary(case, straw, on),
        evidence=cited(*(s.evidence for s in straw.listed), step_evidence(case, stake)),
        tier=tier,
        tier_why=_WHY[tier] if straw.principal else two("登记为代持，但为谁代持未见记载", "recorded as nominee; for whom is not on record"),
        badges=frozenset(_FAMILIES[code] for code in straw.codes),
        chain=Chain.of(edges, (straw.holder, straw.company, *behind)),
        route={"behind": "C", "holder": "A", "firm": "E"}[straw.place],
        on=on,
        amount=_amount(case, straw),
        counter=_counter(case, straw),
        gaps=_gaps(case, straw),
        tests=_tests(straw),
        traits=_traits(case, straw),
        elements=_elements(straw),
        notes=_notes(case, straw),
        giver=straw.principal if straw.place == "behind" else straw.holder,
    )  # fmt: skip


def _summary(case: Case, straw: Straw, on: DateSpan | None) -> Text:
    holder, firm = name_of(case, straw.holder), name_of(case, straw.company)
    behind = name_of(case, straw.principal) if straw.principal else None
    share = (known.percent() if (known := share_of(straw.rows)) else "") or ""
    zh = "；".join(SIGNS[c].zh for c in straw.codes)
    en = "; ".join(SIGNS[c].en for c in straw.codes)
    clock = clock_words(case, on)
    return two(
        f"根据登记及其他记录显示，{holder}登记持有{firm}{share or '股权'}，{f'可能为{behind}代持' if behind else '登记为代持，实际权益人未见记载'}："
        f"{zh}。取得{on or '日期不详'}，{clock[0]}。登记与代持两种情形并列，由法院认定。",
        f"According to the records, {holder} is the registered holder of {share or 'a stake'} in {firm} and shows signs of holding "
        f"for {behind or 'somebody who is not on record'}: {en}. Held since {on or 'an unknown day'}, {clock[1]}. "
        "The registered view and the view if proven stand side by side; it is for the court to find.",
    )


def _tests(straw: Straw) -> tuple[Test, ...]:
    lines = {
        "S1": (f"≥ {percent(MOST)}, {FUNDED_DAYS} d", "%"), "S2": (f"≥ {percent(FORWARDED)}, {DAYS} d", "%"),
        "S3": (f"≥ {percent(MOST)}", "%"), "S4": ("nil, or ≤ 1", "price"), "S5": (f"≥ {FILINGS} in 12 months", "filings"),
        "S6": ("on record", "relation"), "S7": (f"≥ {FIRMS} of ≥ {SECTORS} trades", "firms"), "S8": ("on record", "paper"),
    }  # fmt: skip
    return tuple(
        measure((f"{code} {name.zh}", f"{code} {name.en}"), str(len(straw.signs.get(code, ()))) if code in straw.signs else None,
                *lines[code], met(code in straw.signs, code not in straw.signs), PROPOSED)
        for code, name in SIGNS.items()
    )  # fmt: skip


def _amount(case: Case, straw: Straw) -> Amount | None:
    worth = stake_worth(case, straw.company, list(straw.rows))
    if worth.money is None or worth.basis is None:
        return None
    basis = two(
        f"登记股权的价值（{worth.basis.zh}），如代持被认定",
        f"worth of the registered stake ({worth.basis.en}), if the holding for another is found",
    )
    return Amount(Money(worth.money.low * 0, worth.money.high, worth.money.currency), basis)


def _traits(case: Case, straw: Straw) -> frozenset[str]:
    chosen = {"listed"} if case.party(straw.company).listed else set[str]()
    if straw.place == "behind":
        chosen |= {"gratuitous"} if "S4" in straw.signs else set()
        chosen |= {"debt_to_debtor"} if "S8" in straw.signs else set()
    return frozenset(chosen | ({"related"} if "S6" in straw.signs else set()))


def _elements(straw: Straw) -> tuple[tuple[str, str, Text], ...]:
    paper = "S8" in straw.signs and straw.principal
    money = "S1" in straw.signs
    return (
        ("nominee_arrangement", "met" if paper else "not_shown",
         two("见代持协议、记载或认定", "see the paper, record or finding") if paper
         else two("出资来源有记录，代持合意待补" if money else "代持合意与实际出资均待补", "the money is on record, the agreement is to be shown" if money else "agreement and money are to be shown")),
        ("registered_name_relied", "not_shown", two("名义股东债权人的信赖与查封时点须查明", "who relied on the register, and when it was seized, is to be found out")),
        ("debt_due_to_debtor", "not_shown", two("返还或分红请求权是否到期待查", "whether the claim for return or dividends is due is to be found out")),
        ("no_consideration", "met" if "S4" in straw.signs else "not_shown", two("见转让对价", "see the price of the transfer")),
        ("lowers_assets", "not_shown", two("以股权价值为准", "by the worth of the stake")),
    )  # fmt: skip


def _counter(case: Case, straw: Straw) -> tuple[Evidence | Absent, ...]:
    """The holder's own money into the firm; offices it holds there; an employee plan."""
    used = {e.place.fact for s in straw.listed for e in s.evidence}
    own = [
        p for p in rows_of(case, straw.company)
        if p.payer == straw.holder and p.kind == "capital" and usable(p) and p.place.fact not in used
    ]  # fmt: skip
    found: list[Evidence | Absent] = [*payment_evidence(case, own)]
    plan = next((c for c in case.contracts if c.kind == "employee_plan" and straw.company in (c.first, c.second)), None)
    if plan:
        words = two("存在员工持股计划", "an employee plan exists")
        found.append(Evidence(plan.place, words, "contract"))
    if not own:
        found.append(absent("持有人以自有资金出资的记录", "capital paid from the holder's own money"))
    found.append(
        absent("持有人自行行使股东权利的记录（表决、签字）", "acts of the holder as a shareholder (votes, signatures)")
    )
    found.append(absent("家庭成员共同经营的其他解释", "a family business as another explanation"))
    return tuple(found)


def _gaps(case: Case, straw: Straw) -> tuple[Gap, ...]:
    holder, firm = name_of(case, straw.holder), name_of(case, straw.company)
    behind = owner_gap(case, straw.holder) if straw.principal is None else ()
    return (
        gap((f"{holder}与他人的代持协议、往来指示", f"nominee agreements and instructions of {holder}"), ("当事人、公司", "the parties and the company"), COURT),
        gap((f"{firm}出资款的来源账户", f"the account from which {firm}'s capital came"), ("验资户开户行", "the capital account's bank"), COURT),
        gap(("登记材料的签署人、受益所有人备案", "who signed the filings; beneficial-owner filings"), ("登记机关", "the registry"), ORDER),
        *behind,
    )  # fmt: skip


def _notes(case: Case, straw: Straw) -> tuple[Text, ...]:
    share, firm = share_of(straw.rows), name_of(case, straw.company)
    mine = index_of(case).stakes.get((straw.principal or "", straw.company), [])
    held = share_of(i for i in mine if i.period.may_hold_on(case.as_of))
    own = held.low if held else Fraction(0)
    notes = [
        two(
            f"登记情形：{name_of(case, straw.holder)}持有{firm}{_part(share)[0]}",
            f"as registered: {name_of(case, straw.holder)} holds {_part(share)[1]} of {firm}",
        )
    ]
    if straw.principal:
        proven = Share(min(share.low + own, Fraction(1)), min(share.high + own, Fraction(1))) if share else None
        who = name_of(case, straw.principal)
        notes.append(
            two(f"如被认定：{who}持有{firm}{_part(proven)[0]}", f"if proven: {who} holds {_part(proven)[1]} of {firm}")
        )
    if straw.place == "holder":
        notes.append(
            two(
                "登记在债务人名下，可申请冻结；实际权益人可能提出案外人异议",
                "it stands in the debtor's name and can be frozen; expect an objection of whoever is behind",
            )
        )
    if straw.place == "behind":
        notes.append(
            two(
                "他人名下，须先诉；不得在现执行中直接冻结",
                "in another's name: suit first, not to be frozen in the present enforcement",
            )
        )
    return tuple(notes)


def _part(share: Share | None) -> tuple[str, str]:
    return (share.percent(), share.percent()) if share else ("（比例不详）", "a part of unknown size")


def _line(name: str, value: Fraction | int, unit: str, basis: Iterable[str] = PROPOSED) -> Threshold:
    zh, en = basis
    return Threshold(name, Fraction(value), unit, two(zh, en))


TYPOLOGY = Typology(
    slug=SLUG,
    title=two("股权代持线索", "Signs of a nominee shareholder"),
    highest="fact",
    thresholds=(
        _line("paid_by_another", MOST, "of capital or price"),
        _line("funded_days", FUNDED_DAYS, "days"),
        _line("forwarded", FORWARDED, "of a dividend"),
        _line("days", DAYS, "days"),
        _line("majority", MOST, "share"),
        _line("filings", FILINGS, "filings in 12 months"),
        _line("firms", FIRMS, "firms"),
        _line("sectors", SECTORS, "trades"),
        _line("strong", STRONG, "signs"),
        _line("lead", LEAD_WEAK, "weak signs"),
    ),
    needs=("holdings", "payments", "roles", "relations", "contracts"),
    find=find,
    counter_evidence=(
        two("清算名义持有人、受托人、基金、员工持股平台", "clearing nominees, trustees, funds, employee platforms"),
        two("集团内母子公司代付", "payments inside a group"),
        two("家族企业", "family firms"),
        two("持有人自有资金与自主行使权利", "the holder's own money and own say"),
    ),
)
