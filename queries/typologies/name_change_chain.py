"""频繁更名迁址换人: name, seat and people changed in a row.

What it looks for
    Two or more of name, registered seat, legal representative and all holders of a debtor, or of a company it controls,
    change within a year around the debt.
Why it matters
    Papers no longer reach the firm, another court is in charge, the person who can be limited has gone; and it is often
    the last step before a firm is left behind.
Law
    CN nothing arises by itself: 变更追加规定 27 (a new name is simply noted), 限高 for a former representative. UK
    Insolvency Act 1986 ss.216–217 where a name is used again after liquidation. US none alone.
What speaks against it
    One rename or move; a rebrand before the debt; a relocation for an incentive; an acquisition whose price was paid.
Thresholds
    Window: six months before the debt fell due (else arose) to twelve months after judgment (else the case's day). Two
    kinds within 12 months: lead. Three within 12 months, or seat, representative and all holders within 90 days: strong;
    a paid acquisition stays a lead. Seat: any move counts as a kind, but for the 90 days only one to another district.
Limits
    A former name without a day cannot be placed: with one dated change it is a signal, "cannot tell". Holders count only
    where none of the old ones is left. Without any date of the debt the window is unknown: signal.
Sources
    Lines are proposals, to be calibrated on labelled data.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from graph.case import Case
from graph.chains import Chain
from graph.facts import Role, Transfer
from graph.names import parts_of, person_key
from graph.values import DateSpan, add_months
from queries.grounds import Bilingual as Text
from queries.index import index_of
from queries.lead import Absent, Badge, Evidence, Finding, Gap, NoTables, Outcome, Test, Tier, cited, two
from queries.money import payment_evidence
from queries.phrases import ORDER, PROPOSED, absent, clock_words, gap, measure, met, name_of, says, step_evidence
from queries.register_changes import KINDS, Changed, best_run, changes_of
from queries.shells import endings
from queries.side import Holding, debtor_side
from queries.typology import Threshold, Typology
from queries.worth import paid_ratio, payments_for

SLUG = "name-change-chain"
KINDS_LEAD = 2
KINDS_STRONG = 3
MONTHS = 12
DAYS = 90
MONTHS_BEFORE = 6
MONTHS_AFTER = 12
POSTS = 5
PAID = Fraction(1, 2)
_NEEDS = two("变更记录、主要人员或持股的起止日期", "the record of changes, or officers and holdings with their days")


@dataclass(frozen=True, slots=True)
class Look:
    """The changes of one firm around the debt; sure: certainly in the window; open: perhaps; run: most kinds in 12 months."""

    firm: str
    holding: Holding
    placed: bool
    sure: tuple[Changed, ...]
    open: tuple[Changed, ...]
    run: tuple[Changed, ...]
    quick: tuple[Changed, ...]
    bought: tuple[Transfer, ...]

    @property
    def kinds(self) -> tuple[str, ...]:
        return tuple(k for k in KINDS if any(c.kind == k for c in self.run))

    @property
    def possible(self) -> int:
        return len({c.kind for c in (*self.run, *self.open)})

    @property
    def swept(self) -> bool:
        """Seat (to another court), representative and all holders, within 90 days."""
        kinds = {c.kind for c in self.quick if c.kind != "address" or c.far}
        return {"address", "legal_representative", "shareholders"} <= kinds

    @property
    def shown(self) -> tuple[Changed, ...]:
        return self.run or self.sure or self.open


def find(case: Case) -> list[Finding] | NoTables:
    """One finding a firm of the debtor side."""
    held = {"changes", "roles", "holdings", "share_transfers"} & case.tables_held
    side = debtor_side(case, case.as_of)
    if not held and not any(case.party(f).text("other_names") for f in side):
        return NoTables((_NEEDS,))
    looks = [look for firm, holding in side.items() if (look := examine(case, firm, holding))]
    return [_finding(case, look) for look in looks if _told(look)]


def examine(case: Case, firm: str, holding: Holding) -> Look | None:
    if case.party(firm).is_person or case.party(firm).state_owned:
        return None
    start, end = window(case)
    found = changes_of(case, firm)
    if start is None:
        return Look(firm, holding, False, (), found, (), (), ())
    sure = tuple(c for c in found if c.on and c.on.within(start, end) == "yes")
    rest = tuple(c for c in found if c not in sure and (c.on is None or c.on.within(start, end) == "cannot tell"))
    run, quick = best_run(sure, MONTHS), best_run(sure, 0, DAYS)
    return Look(firm, holding, True, sure, rest, run, quick, _bought(case, firm, start, end))


def window(case: Case) -> tuple[date | None, date]:
    """From six months before the debt fell due (else arose) to twelve months after judgment, else to the case's day."""
    clock = case.debt.clock
    due = clock.due or clock.start
    start = add_months(due.first, -MONTHS_BEFORE) if due else None
    judged = clock.judgment or clock.judgment_effective
    return start, add_months(judged.last, MONTHS_AFTER) if judged else case.as_of + timedelta(days=1)


def _bought(case: Case, firm: str, start: date, end: date) -> tuple[Transfer, ...]:
    """Share transfers of the firm in the window whose price is seen to be half paid or more: an acquisition."""
    acts = [t for t in index_of(case).distinct if t.company == firm and t.on and t.on.within(start, end) == "yes"]
    return tuple(t for t in acts if (part := paid_ratio(case, t, payments_for(case, t))) is not None and part >= PAID)


def _told(look: Look) -> bool:
    if not look.placed:
        return look.possible >= KINDS_LEAD
    return len(look.kinds) >= KINDS_LEAD or (bool(look.run) and look.possible >= KINDS_LEAD)


def _tier(look: Look) -> tuple[Tier, Text]:
    if not look.placed:
        return "signal", two("债务日期不详，不能置于期间之内", "the debt's dates are unknown: no window")
    if len(look.kinds) < KINDS_LEAD:
        return "signal", two("部分变更日期不详，不能判断", "some changes are not dated well enough: cannot tell")
    if look.bought:
        return "lead", two(
            "股权系已付款收购，变更可能随收购发生", "the shares were bought and paid for: the changes may follow"
        )
    if look.swept:
        return "strong", two(
            "90日内迁址、更换法定代表人及全体股东", "seat, representative and all holders within 90 days"
        )
    if len(look.kinds) >= KINDS_STRONG:
        return "strong", two("12个月内变更三类以上事项", "three or more kinds changed within 12 months")
    return "lead", two("12个月内变更两类事项", "two kinds changed within 12 months")


def _finding(case: Case, look: Look) -> Finding:
    tier, why = _tier(look)
    first = next((c.on for c in look.shown if c.on), None)
    badges: frozenset[Badge] = frozenset({"timing", "form"} if look.placed and look.run else {"form"})
    changes = cited(*(c.evidence for c in (*look.shown, *look.open)))
    return Finding(
        typology=SLUG,
        parties=tuple(dict.fromkeys((look.firm, look.holding.head))),
        summary=_summary(case, look, first),
        evidence=cited(changes, thin_representative(case, look)[2], step_evidence(case, look.holding.edges)),
        tier=tier,
        tier_why=why,
        badges=badges,
        chain=Chain.of(look.holding.edges, (look.firm,)),
        route="A",
        on=first,
        until=next((c.on for c in reversed(look.shown) if c.on), None),
        counter=_counter(case, look),
        gaps=_gaps(case, look),
        tests=_tests(case, look),
        traits=frozenset({"deregistered"} if endings(case, look.firm) else set()),
        notes=_notes(case, look),
        giver=look.firm,
    )


def _listed(changes: Sequence[Changed]) -> tuple[str, str]:
    zh = "；".join(f"{c.on or '日期不详'}{KINDS[c.kind].zh}（{c.before or '？'} → {c.after or '？'}）" for c in changes)
    en = "; ".join(
        f"{KINDS[c.kind].en} on {c.on or 'an unknown day'} ({c.before or '?'} → {c.after or '?'})" for c in changes
    )
    return zh, en


def _summary(case: Case, look: Look, first: DateSpan | None) -> Text:
    name, changed, clock = (
        name_of(case, look.firm),
        _listed((*look.run, *look.open) or look.shown),
        clock_words(case, first),
    )
    return two(
        f"根据登记显示，{name}在债务前后变更：{changed[0]}；首次变更{clock[0]}。变更本身不产生责任，关系送达、管辖与限制措施。",
        f"According to the records, {name} changed around the debt: {changed[1]}; the first: {clock[1]}. "
        "The changes give rise to no liability; they matter for service, venue and measures against people.",
    )


def _tests(case: Case, look: Look) -> tuple[Test, ...]:
    count, quick = len(look.kinds), len({c.kind for c in look.quick})
    doubt = not look.placed or look.possible > count
    moves = [c.far for c in look.shown if c.kind == "address"]
    thin = thin_representative(case, look)
    return (
        measure(("12个月内变更类别", "kinds within 12 months"), str(count), f"≥ {KINDS_LEAD}", "kinds", met(count >= KINDS_LEAD, doubt), PROPOSED),
        measure(("12个月内变更类别（多重）", "kinds within 12 months (strong)"), str(count), f"≥ {KINDS_STRONG}", "kinds", met(count >= KINDS_STRONG, doubt), PROPOSED),
        measure(("90日内迁址、换人、换全体股东", "seat, representative, all holders in 90 days"), str(quick), "all three", "kinds", met(look.swept, doubt), PROPOSED),
        measure(("迁往其他法院辖区", "moved to another court's area"), None if not moves or None in moves else "yes" if any(moves) else "no", "another district", "", met(any(moves), not moves or None in moves), PROPOSED),
        measure(("新任代表无股权且任职多家", "new representative without shares and with many posts"), thin[0], f"0 shares, ≥ {POSTS}", "posts", thin[1], PROPOSED),
    )  # fmt: skip


def thin_representative(case: Case, look: Look) -> tuple[str | None, Outcome, tuple[Evidence, ...]]:
    """Does the representative who came in hold nothing of the firm and have posts in five firms or more?"""
    role = _newcomer(case, look)
    if role is None:
        return None, "unknown", ()
    posts = case.posts.get(role.person, len({r.company for r in case.roles if r.person == role.person}))
    holds = any(i.owner == role.person and i.company == look.firm for i in case.interests)
    if not any(i.company == look.firm for i in case.interests):
        return f"{posts}", met(None, posts >= POSTS), ()
    thin = not holds and posts >= POSTS
    who = name_of(case, role.person)
    zh, en = f"{who}不持股，任职{posts}家", f"{who} holds no shares and has posts in {posts} firms"
    others = [i.place for i in case.interests if i.company == look.firm]
    held = (says(p, "登记股东为他人", "the holders on record are others", "ownership") for p in others)
    rows = (says(role.place, zh, en, "role"), *held) if thin else ()
    return f"{posts}{' + shares' if holds else ''}", met(thin), rows


def _newcomer(case: Case, look: Look) -> Role | None:
    """The representative named by the last such change; a name counts within one company."""
    named = [person_key(c.after) for c in look.shown if c.kind == "legal_representative" and c.after]
    held = [r for r in case.roles if r.company == look.firm and r.role == "legal_representative"]
    return next((r for r in held if named and person_key(name_of(case, r.person)) == named[-1]), None)


def _counter(case: Case, look: Look) -> tuple[Evidence | Absent, ...]:
    found: list[Evidence | Absent] = [
        says(
            t.place,
            f"{t.on}股权转让，已见付款达价款一半以上",
            f"shares sold on {t.on}, half or more of the price seen paid",
            "transfer",
        )
        for t in look.bought
    ]
    found += [e for t in look.bought for e in payment_evidence(case, payments_for(case, t).payments)]
    if not look.bought:
        found.append(absent("已付款的股权收购", "an acquisition of the shares whose price was paid"))
    code = case.party(look.firm).place("identifier")
    if code:
        found.append(
            says(
                code,
                "统一社会信用代码未变，仍为同一主体",
                "the credit code is unchanged: it is the same firm",
                "identifier",
            )
        )
    found.append(
        absent("更名、迁址的经营理由（品牌、政策）", "a business reason for the rename or move (brand, incentive)")
    )
    return tuple(found)


def _gaps(case: Case, look: Look) -> tuple[Gap, ...]:
    name = name_of(case, look.firm)
    return (
        gap((f"{name}变更登记的申请材料与理由", f"the filings for {name}'s changes, and their reasons"), ("登记机关", "the registry"), ORDER),
        gap(("变更后的实际经营地与送达地址", "where it now trades, and an address for service"), ("税务、社保机关", "tax and social-security offices"), ORDER),
    )  # fmt: skip


def _notes(case: Case, look: Look) -> tuple[Text, ...]:
    notes = []
    seats = [c for c in look.shown if c.kind == "address" and c.far and parts_of(c.after).region]
    if seats:
        area = parts_of(seats[-1].after).region
        notes.append(
            two(f"现住所地：{area}，管辖法院须据此核对", f"the seat is now in {area}: check which court is in charge")
        )
    if look.open:
        count = len(look.open)
        notes.append(
            two(
                f"{count}项变更日期不详或不完整，未计入", f"{count} changes are undated or partly dated and not counted"
            )
        )
    if any(c.kind == "legal_representative" for c in look.shown):
        notes.append(
            two(
                "限制消费可及于原法定代表人，须另行审查",
                "limits may also be asked for the former representative: to be examined",
            )
        )
    notes.append(
        two("名称变更后可直接变更执行当事人名称", "after a rename the party's name is simply noted in enforcement")
    )
    return tuple(notes)


def _line(name: str, value: int, unit: str) -> Threshold:
    return Threshold(name, Fraction(value), unit, two(*PROPOSED))


TYPOLOGY = Typology(
    slug=SLUG,
    title=two("频繁更名迁址换人", "Name, seat and officers changed in a row"),
    highest="strong",
    thresholds=(
        _line("kinds_lead", KINDS_LEAD, "kinds"),
        _line("kinds_strong", KINDS_STRONG, "kinds"),
        _line("months", MONTHS, "months"),
        _line("days", DAYS, "days"),
        _line("months_before", MONTHS_BEFORE, "months before due"),
        _line("months_after", MONTHS_AFTER, "months after judgment"),
        _line("posts", POSTS, "posts"),
    ),
    needs=("changes", "roles", "holdings", "share_transfers"),
    find=find,
    counter_evidence=(
        two("债务之前的单次更名或迁址", "a single rename or move before the debt"),
        two("已付款的股权收购", "an acquisition whose price was paid"),
        two("品牌或政策原因", "a brand or an incentive as the reason"),
    ),
    tells_when=True,
)
