"""违法减资: a capital reduction after the debt, without notice.

What it looks for
    Registered capital of a debtor company cut by half or more, at once or step by step, after the debt arose, where no row
    shows that the known creditor was notified.
Why it matters
    Shareholders take money out, or are freed from paying what they subscribed, while a creditor who was known could have
    asked for payment or security. They answer within what was cut.
Law
    CN 公司法 224–226 (2018: 177), by analogy to 抽逃出资 解释三 14. UK Companies Act 2006 ss.641–643, IA 1986 s.423. US UVTA 4.
    The tables in queries/law choose by the date of the act.
What speaks against it
    A creditor notified; a reduction that only covers losses (公司法 225) and frees or pays nobody; a reduction confirmed by a court.
Thresholds
    cut / capital before at least 0.50 (cuts at most two years apart, one beginning where the other ended, are one fall);
    on or after the day the debt arose; payments to holders within twelve months after.
Limits
    Read from the change record's texts: an amount without its unit beside one that has it is read in that unit, and caps the
    lead. An empty notice cell is not a "no": without money seen going out it gives a lead, not more.
Sources
    (2014) 普民二(商)初字第5182号 (香通诉昊跃: 99.6 % cut eleven weeks after the debt); typology notes of the project.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from graph.case import Case
from graph.chains import Chain, owns, pays
from graph.facts import Accounts, Change, Interest, Payment
from graph.values import add_months
from queries.capital_changes import Cut, amounts, cuts, restated_changes, stepwise
from queries.grounds import Bilingual as Text
from queries.lead import Absent, Amount, Badge, Evidence, Finding, Gap, NoTables, Test, Tier, cited, two
from queries.look_back import Lies, days_since, lies, lies_notes, lies_test
from queries.money import payment_evidence
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
)
from queries.typology import Threshold, Typology
from queries.worth import shown

SLUG = "capital-reduction-evasion"
CUT = Fraction(1, 2)
PAID_MONTHS = 12
_LAW = ("公司法224–226条", "Company Law 224–226")
_LOSS = re.compile(
    r"弥补亏损|225\s*条|cover(?:ing|s)? (?:the )?loss|offset(?:ting|s)? (?:the )?loss|made good losses", re.I
)
_COURT_MADE = re.compile(
    r"法院(?:裁定|确认|批准)减资|confirmed by (?:the )?court|court[- ]confirmed|order of (?:the )?court", re.I
)
_PAPER_ONLY = re.compile(
    r"仅(?:在|于|以)?.{0,12}(?:公告|登报|报纸)|(?:only|merely) (?:by |in )?(?:a )?(?:newspaper|notice published)", re.I
)
_RETURN = re.compile(r"减资|capital reduction|reduction of capital", re.I)


@dataclass(frozen=True, slots=True)
class Look:
    """All that is known of one fall of capital. notified: yes, no, or None where no row says."""

    cut: Cut
    lies: Lies
    rows: tuple[Change, ...]
    notified: str | None
    holders: tuple[Interest, ...]
    paid_out: tuple[Payment, ...]
    benign: tuple[Evidence, ...]


def find(case: Case) -> list[Finding] | NoTables:
    """One finding a fall of a debtor company's capital by half or more since the debt arose."""
    if "changes" not in case.tables_held:
        return NoTables((two("变更记录（注册资本变更前后、日期、是否通知债权人）", "change records (registered capital before and after, date, notice to creditors)"),))  # fmt: skip
    firms = [d for d in case.debtor_ids if not case.party(d).is_person]
    return [_finding(case, _look(case, cut)) for firm in dict.fromkeys(firms) for cut in _falls(case, firm)]


def _falls(case: Case, firm: str) -> list[Cut]:
    """Falls of half or more that may lie after the debt: in one step, else in several."""
    later = [c for c in cuts(case, firm) if lies(case, c.on, firm, 0) != "too early"]
    single = [c for c in later if c.share >= CUT]
    told = {row.place.fact for c in single for row in c.rows}
    joined = [c for c in stepwise(later) if c.share >= CUT and not any(r.place.fact in told for r in c.rows)]
    return [*single, *joined]


def _look(case: Case, cut: Cut) -> Look:
    rows = tuple(dict.fromkeys([*cut.rows, *(o for row in cut.rows for o in restated_changes(case, row))]))
    paid_out = _paid_out(case, cut)
    benign = _benign(case, cut, rows, paid_out)
    return Look(cut, lies(case, cut.on, cut.company, 0), rows, _notified(rows), _holders(case, cut), paid_out, benign)


def _notified(rows: Iterable[Change]) -> str | None:
    """A public notice alone does not notify a creditor who is known."""
    told = {"no" if _PAPER_ONLY.search(r.place.note or "") else r.notice for r in rows}
    return "no" if "no" in told else "yes" if "yes" in told else None


def _holders(case: Case, cut: Cut) -> tuple[Interest, ...]:
    """Who held the company on the day before; nobody is listed where it is a listed company, or the day is unknown."""
    if cut.on is None or case.party(cut.company).listed:
        return ()
    day = cut.on.first - timedelta(days=1)
    held = [
        i for i in case.interests if i.company == cut.company and i.nature != "treasury" and i.period.may_hold_on(day)
    ]
    return tuple(sorted(held, key=lambda i: (i.owner, i.place.fact)))


def _paid_out(case: Case, cut: Cut) -> tuple[Payment, ...]:
    """Capital or a distribution paid to a holder in the twelve months after, or any payment to one named as the reduction's."""
    if cut.on is None:
        return ()
    owners = {i.owner for i in case.interests if i.company == cut.company}
    start, end = cut.on.first, add_months(cut.on.last, PAID_MONTHS) + timedelta(days=1)
    return tuple(
        p
        for p in case.payments
        if p.payer == cut.company and p.payee in owners and p.done and p.on
        and (p.kind in ("capital", "distribution") or _RETURN.search(p.purpose or ""))
        and p.on.within(start, end) == "yes"
    )  # fmt: skip


def _benign(case: Case, cut: Cut, rows: Iterable[Change], paid_out: tuple[Payment, ...]) -> tuple[Evidence, ...]:
    """Rows that explain it: a reduction that covers losses, or one that a court made."""
    noted = [
        says(r.place, f"记录注明：{r.place.note}", f"the row notes: {r.place.note}", "note")
        for r in rows
        if (_LOSS.search(r.place.note or "") and not paid_out) or _COURT_MADE.search(r.place.note or "")
    ]
    return tuple(noted) or _written_down(case, cut, paid_out)


def _written_down(case: Case, cut: Cut, paid_out: tuple[Payment, ...]) -> tuple[Evidence, ...]:
    """Paid up in full before, net assets no higher than the capital left, nothing paid out: losses were written off."""
    last, paid = _last_equity(case, cut), _paid_up(case, cut)
    if paid_out or last is None or paid is None or last.equity is None or last.equity.currency != cut.after.currency:
        return ()
    if last.equity.high > cut.after.low:
        return ()
    return (
        says(last.place, f"{last.year_end}净资产{last.equity}，不高于减资后资本", f"net assets {last.equity} at {last.year_end}: no higher than the capital left", "equity"),
        says(paid.place, f"减资前实缴资本为{paid.before}", f"paid-in capital before: {paid.before}", "change"),
    )  # fmt: skip


def _last_equity(case: Case, cut: Cut) -> Accounts | None:
    filed = [
        (a.year_end, a.place.fact, a)
        for a in case.accounts
        if a.party == cut.company and a.equity and a.year_end and cut.on and a.year_end.last <= cut.on.first
    ]
    return max(filed, key=lambda f: f[:2])[2] if filed else None


def _paid_up(case: Case, cut: Cut) -> Change | None:
    """A change of the paid-in capital that shows all of it paid before the cut."""
    for change in case.changes:
        if change.party == cut.company and change.item == "paid_capital" and change.on == cut.on:
            read = amounts(change, cut.before.currency)
            if read and read[0].currency == cut.before.currency and read[0].low >= cut.before.low:
                return change
    return None


def _tier(look: Look) -> tuple[Tier, Text]:
    if look.notified == "yes":
        return "signal", two("记录显示已通知债权人", "the rows say that creditors were notified")
    if look.benign:
        return "signal", two(
            "记录显示为弥补亏损或法院确认的减资", "the rows show a cut that covers losses, or one a court made"
        )
    if look.lies != "after":
        return "lead", two("减资与债务的先后不能确定", "whether the cut came after the debt cannot be told")
    if not look.cut.sure:
        return "lead", two("变更前后金额的单位须核实", "the unit of the amounts is to be checked")
    if look.notified == "no" or look.paid_out:
        return "strong", two(
            "债务形成后减资半数以上，且未通知债权人或已向股东付款",
            "cut by half or more after the debt, creditors not notified or holders paid",
        )
    return "lead", two("债务形成后减资半数以上，数据中未载明是否通知债权人", "cut by half or more after the debt; the rows do not say whether creditors were notified")  # fmt: skip


def _finding(case: Case, look: Look) -> Finding:
    tier, why = _tier(look)
    cut = look.cut
    fired: tuple[tuple[Badge, object], ...] = (
        ("form", look.notified == "no"), ("timing", look.lies == "after"), ("money", look.paid_out),
    )  # fmt: skip
    steps = [owns(i, cut.on.first) for i in look.holders if cut.on]
    return Finding(
        typology=SLUG,
        parties=tuple(dict.fromkeys((cut.company, *(i.owner for i in look.holders)))),
        summary=_summary(case, look),
        evidence=cited(
            (_row_evidence(case, r) for r in look.rows if r in cut.rows or not _against(look, r)),
            payment_evidence(case, look.paid_out),
            step_evidence(case, steps),
        ),
        tier=tier,
        tier_why=why,
        badges=frozenset(badge for badge, on in fired if on),
        chain=Chain.of([*steps, *(pays(p) for p in look.paid_out)], [cut.company]),
        route="E",
        on=cut.on,
        until=cut.rows[-1].on,
        amount=Amount(cut.money, two("减资额；股东责任以此为限", "the sum cut; holders answer within it")),
        counter=_counter(look),
        gaps=_gaps(case, cut.company),
        tests=_tests(case, look),
        traits=frozenset({"gratuitous", *(["distribution"] if look.paid_out else [])}),
        elements=_elements(case, look),
        notes=lies_notes(look.lies),
        giver=cut.company,
    )


def _against(look: Look, row: Change) -> bool:
    """Another record of the same change that speaks against the finding is cited there alone."""
    return row.notice == "yes" or any(row.place == e.place for e in look.benign)


def _row_evidence(case: Case, row: Change) -> Evidence:
    zh = {"yes": "，已通知债权人", "no": "，未通知债权人"}.get(row.notice or "", "，是否通知债权人未载明")
    en = {"yes": ", creditors notified", "no": ", creditors not notified"}.get(
        row.notice or "", ", notice to creditors not stated"
    )
    name = name_of(case, row.party)
    return says(
        row.place,
        f"{row.on or '日期不详'}：{name}注册资本由{row.before}变更为{row.after}{zh}",
        f"{row.on or 'undated'}: registered capital of {name} from {row.before} to {row.after}{en}",
        "change",
    )  # fmt: skip


def _summary(case: Case, look: Look) -> Text:
    cut, name = look.cut, name_of(case, look.cut.company)
    clock = clock_words(case, cut.on)
    steps = (f"（分{len(cut.rows)}次）", f" in {len(cut.rows)} steps") if len(cut.rows) > 1 else ("", "")
    told = {
        "yes": ("记录显示已通知债权人", "The rows say creditors were notified"),
        "no": ("记录显示未通知债权人", "The rows say creditors were not notified"),
    }.get(look.notified or "", ("数据中未见通知债权人的记录", "No notice to creditors is in the rows"))
    paid = ("；其后有向股东的付款", "; payments to holders followed") if look.paid_out else ("", "")
    return two(
        f"根据登记显示，{name}于{cut.on or '不详日期'}将注册资本由{cut.before}减至{cut.after}{steps[0]}，减幅{shown(cut.share)}；"
        f"{clock[0]}。{told[0]}{paid[0]}。",
        f"According to the register, {name} cut its registered capital from {cut.before} to {cut.after}{steps[1]} on "
        f"{cut.on or 'an unknown day'}, by {shown(cut.share)}; {clock[1]}. {told[1]}{paid[1]}.",
    )


def _counter(look: Look) -> tuple[Evidence | Absent, ...]:
    found: list[Evidence | Absent] = list(look.benign)
    found += [
        says(r.place, "记录显示已通知债权人", "the row says creditors were notified", "notice")
        for r in look.rows
        if r.notice == "yes"
    ]
    if look.notified != "yes":
        found.append(absent("通知债权人的记录", "a record that creditors were notified"))
    if not look.benign:
        found.append(
            absent("弥补亏损或法院确认的减资记录", "a record that the cut covered losses or was made by a court")
        )
    found.append(
        absent("减资前对已知债权人的清偿或担保", "payment of, or security for, known creditors before the cut")
    )
    return tuple(found)


def _tests(case: Case, look: Look) -> tuple[Test, ...]:
    debtor = look.cut.company
    notice = met(look.notified == "no", look.notified is None)
    paid = ", ".join(str(p.money) for p in look.paid_out) or None
    return (
        measure(("减资额/减资前资本", "cut / capital before"), shown(look.cut.share), f"≥ {shown(CUT)}", "%", met(look.cut.share >= CUT), PROPOSED),
        lies_test(case, look.cut.on, debtor, look.lies, _LAW),
        measure(("是否通知债权人", "creditors notified"), look.notified, "no", "", notice, _LAW),
        measure(("12个月内向股东付款", "paid to holders within 12 months"), paid, "> 0", "", met(look.paid_out, "payments" not in case.tables_held), PROPOSED),
    )  # fmt: skip


def _elements(case: Case, look: Look) -> tuple[tuple[str, str, Text], ...]:
    unpaid = any(i.subscribed and i.paid and i.paid.high < i.subscribed.low for i in look.holders)
    after = look.lies == "after"
    days = days_since(case, look.cut.on, look.cut.company) or "?"
    rows = (
        ("creditor_known", after, f"债务形成后{days}日减资，债权人当时已知", f"cut {days} days after the debt arose: the creditor was known"),
        ("not_notified", look.notified == "no", "见变更记录", "see the change record"),
        ("reduction_frees_or_pays", bool(unpaid or look.paid_out), "认缴未缴足部分被免除，或已向股东付款", "unpaid capital was released, or holders were paid"),
        ("company_cannot_pay", False, "须执行未获清偿的证明", "needs proof that enforcement was not satisfied"),
    )  # fmt: skip
    return tuple((key, "met" if on else "not_shown", two(zh, en)) for key, on, zh, en in rows)


def _gaps(case: Case, company: str) -> tuple[Gap, ...]:
    name = name_of(case, company)
    return (
        gap((f"{name}减资内档：股东会决议、债务清偿或担保情况说明、公告及通知回执", f"{name}'s file on the cut: resolution, statement on debts and security, notices and receipts"), ("登记机关", "the registry"), ORDER),
        gap(("减资款是否退还股东的账户流水", "bank rows showing whether holders were paid"), (f"{name}开户银行", f"the bank of {name}"), COURT),
        gap(("减资时的资产负债表及财产清单", "the balance sheet and inventory made for the cut"), (name, name), ("申请法院责令提交", "request to the court to order production")),
    )  # fmt: skip


TYPOLOGY = Typology(
    slug=SLUG,
    title=two("未通知债权人的减资", "Capital reduction without notice to the creditor"),
    highest="strong",
    thresholds=(
        Threshold("cut", CUT, "cut/capital before", two(*PROPOSED)),
        Threshold("paid_months", Fraction(PAID_MONTHS), "months", two(*PROPOSED)),
        Threshold("linked_days", Fraction(730), "days", two(*PROPOSED)),
    ),
    needs=("changes",),
    find=find,
    counter_evidence=(
        two("已通知债权人", "creditors notified"),
        two("弥补亏损的减资（公司法225条）", "a cut that only covers losses (Company Law 225)"),
        two("法院确认的减资", "a cut confirmed by a court"),
        two("减资前已清偿或担保", "creditors paid or secured before"),
    ),
)  # fmt: skip
