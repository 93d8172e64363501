"""分立/合并/出资方式剥离资产: the good part leaves, the debts stay.

What it looks for
    A debtor company that is divided, merged, hived down or cut in capital, or whose owners let it go with its debts, after a large
    part of its assets has passed to a new or sister firm of the same owners; enforced or insolvent soon after.
Why it matters
    The firm that could have paid is in another's hands; what it took, and in a division its own liability, may be reached.
Law
    CN 公司法 221–223 (2018: 174–176) and 民法典 67: divided firms are jointly liable, a merger's survivor takes the debts; 企业改制规定
    6–7; 538, 539 for contributions at too low a share. A drop-down alone gives no ground: the shares received are the debtor's.
    UK s.423, Part 26/26A. US UVTA 4 (In re Tronox). EU: joint liability after a division (directive on divisions).
What speaks against it
    Debts that went along; joint liability agreed and a solvent taker; a price paid; shares of the taker that the debtor still holds;
    a step that a court, a regulator or the creditors allowed; an independent buyer (no finding).
Thresholds
    Assets moved at least 0.30 of total assets (last accounts, else known titles); liabilities moved at most 0.05; the same controller,
    or holders of half of both; enforced or insolvent by 36 months after the LAST step of the series; no move earlier than 24 months
    before the debt. All sure: strong. Liabilities unknown: strong only where the debtor itself left its group with its debts.
Limits
    Values of what was moved are the stated sum or the sum of the things, never both added. Where no row gives the liabilities, the
    test says unknown and asks for the division's balance sheet. Steps within five years of the first move are one series. Of a taker
    that was the debtor's own, owners are looked at after the debtor's stake has left.
Sources
    In re Tronox, 503 B.R. 239 (Bankr. S.D.N.Y. 2013): assets out in 2002, spun off in 2006, insolvent in 2009. Lines are proposals.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from graph.case import Case
from graph.chains import Chain
from graph.facts import Accounts, Transfer
from graph.values import Answer, Money
from queries.distress import Failure, failures
from queries.grounds import Bilingual as Text
from queries.lead import Absent, Amount, Badge, Evidence, Finding, Gap, NoTables, Outcome, Test, Tier, cited, two
from queries.look_back import Lies, days_since, lies, lies_notes
from queries.phrases import COURT, ORDER, PROPOSED, absent, clock_words, gap, measure, met, name_of, says
from queries.reorganisation import BEFORE, CUT_MONTHS, HALF, LINKED, Move, Series, series
from queries.stripping import (
    MONTHS,
    Figures,
    Same,
    books_after,
    books_before,
    came_back,
    failed,
    figures,
    joint,
    lawful,
    paid_for,
    same_owners,
    sold,
    solvent,
    stayed,
    values,
)
from queries.typology import Threshold, Typology
from queries.worth import shown

SLUG = "asset-stripping-reorganisation"
ASSETS, LIABILITIES = Fraction(30, 100), Fraction(5, 100)
_STEPS: dict[str, Text] = {
    "spun_off": two("债务人连同债务被分立出去", "the debtor was spun off with its debts"),
    "sold_off": two("债务人自身股权被转出", "the debtor's own shares were passed on"),
    "let_go": two("债务人所持承接方股权转出", "the debtor's stake in the taker left"),
    "capital_cut": two("债务人减资", "the debtor's capital was cut"),
}


@dataclass(frozen=True, slots=True)
class Look:
    """All that the rows show of one series, by test."""

    series: Series
    figures: Figures
    same: Same
    failing: Answer
    failure: Failure | None
    lies: Lies
    assets: Outcome
    debts: Outcome
    allowed: tuple[Evidence, ...]
    joint: tuple[Evidence, ...]
    solvent: Evidence | None

    @property
    def benign(self) -> tuple[Text, ...]:
        s = self.series
        reasons = (
            (bool(self.allowed), two("记录显示经法院、监管机构或债权人同意", "a court, a regulator or the creditors allowed it")),
            (bool(self.joint and self.solvent), two("约定连带责任且承接方有偿付能力", "joint liability agreed, and the taker is solvent")),
            (bool(s.dropped and s.kept), two("债务人仍持有承接方股权", "the debtor still holds the taker")),
        )  # fmt: skip
        return tuple(text for on, text in reasons if on)


def find(case: Case) -> list[Finding] | NoTables:
    """One finding a debtor company and taker."""
    if not {"successions", "asset_transfers", "share_transfers"} & case.tables_held:
        return NoTables((two("承继记录（分立、合并、资产承接）或资产、股权转让记录，及财务数据", "successions (division, merger, takeover of assets) or transfers, and accounts"),))  # fmt: skip
    looks = (_look(case, s) for s in series(case))
    return [_finding(case, look) for look in looks if look]


def _look(case: Case, s: Series) -> Look | None:
    """None where one of the tests is surely not met, or value came back for what left."""
    f = figures(case, s)
    assets = "unknown" if f.part is None else met(f.part >= ASSETS)
    debts = _debts(s, f)
    failing, failure = failed(case, s)
    if "not_met" in (assets, debts) or failing == "no" or paid_for(case, s, f):
        return None
    if assets == "unknown" and not s.successions:
        return None
    same = same_owners(case, s)
    where = lies(case, s.first, s.debtor, BEFORE)
    if same is None or where == "too early":
        return None
    return Look(s, f, same, failing, failure, where, assets, debts, lawful(s), joint(case, s), solvent(case, s))


def _debts(s: Series, f: Figures) -> Outcome:
    """A merger's survivor takes the debts by law, unless the row says what it took. Never a guess: no figure is unknown."""
    if f.debts_moved is None:
        merged = any(x.kind == "merger" and x.liabilities_moved is None for x in s.successions)
        return "not_met" if merged else "unknown"
    if f.debts_part is not None and f.debts_part <= LIABILITIES:
        return "met"
    along = f.moved and f.moved.currency == f.debts_moved.currency and f.debts_moved.amount * 2 >= f.moved.amount
    by_books = f.debts_part is not None and f.books is not None and f.books.liabilities is not None
    return "not_met" if by_books or along else "unknown"


def _tier(case: Case, look: Look) -> tuple[Tier, Text]:
    s = look.series
    if look.benign:
        zh, en = "；".join(b.zh for b in look.benign), "; ".join(b.en for b in look.benign)
        return "signal", two(zh, en)
    doubts = _doubts(case, look)
    if doubts:
        zh, en = "；".join(d.zh for d in doubts), "; ".join(d.en for d in doubts)
        return "lead", two(zh, en)
    if look.debts == "met":
        return "strong", two(
            "资产、负债、同一控制与时间均由记录显示", "assets, liabilities, owners and time are all in the rows"
        )
    if s.cut_off:
        return "strong", two("资产转出后债务人连同债务脱离集团；负债转移额不详", "after the assets, the debtor itself left the group with its debts; what liabilities moved is unknown")  # fmt: skip
    return "lead", two("转移的负债不详", "what liabilities moved is unknown")


def _doubts(case: Case, look: Look) -> tuple[Text, ...]:
    asked = any(_asked(case, t) for t in look.series.transfers)
    rows = (
        (look.assets == "unknown", "转移资产占比不详", "what part of the assets moved is unknown"),
        (not look.same.sure, "双方关系非同一控制人", "the two sides are related, but not by one controller"),
        (look.failing != "yes", "36个月内陷于执行或破产尚不能确定", "enforcement or insolvency within 36 months cannot be told yet"),
        (look.lies in ("undated", "cannot tell"), "日期不详，先后不能确定", "the order of days cannot be told"),
        (bool(look.joint), "约定或记载连带责任，承接方偿付能力未显示", "joint liability is on record; the taker's means are not shown"),
        (asked, "有对价且未显示未付", "a price was asked, and nothing shows it unpaid"),
    )  # fmt: skip
    return tuple(two(zh, en) for on, zh, en in rows if on)


def _finding(case: Case, look: Look) -> Finding:
    s, (tier, why) = look.series, _tier(case, look)
    edges = [e for m in s.moves for e in m.edges]
    return Finding(
        typology=SLUG,
        parties=(s.debtor, s.taker),
        summary=_summary(case, look),
        evidence=_evidence(case, look),
        tier=tier,
        tier_why=why,
        badges=_badges(case, look),
        chain=Chain.of([*edges, *look.same.edges], (s.debtor, s.taker)),
        route="E" if s.successions else "C",
        on=s.first,
        until=s.last,
        amount=_amount(case, look),
        counter=_counter(case, look),
        gaps=_gaps(case, look),
        tests=_tests(case, look),
        traits=_traits(case, look),
        elements=_elements(case, look),
        notes=(_table(case, look), *lies_notes(look.lies)),
        giver=s.debtor,
    )


def _badges(case: Case, look: Look) -> frozenset[Badge]:
    low = any(sold(case, t).low for t in look.series.transfers)
    fired: tuple[tuple[Badge, object], ...] = (
        ("form", True), ("relation", look.same.sure), ("timing", look.failing == "yes"), ("price", low),
    )  # fmt: skip
    return frozenset(b for b, on in fired if on)


def _summary(case: Case, look: Look) -> Text:
    s, f = look.series, look.figures
    old, new = name_of(case, s.debtor), name_of(case, s.taker)
    part = shown(f.part)
    assets = (f"约占资产{part}", f"{part} of its assets") if part else ("占比不详", "an unknown part of its assets")
    worth = (str(f.moved), str(f.moved)) if f.moved else ("价值不详", "of unknown value")
    debts = (str(f.debts_moved), str(f.debts_moved)) if f.debts_moved is not None else ("不详", "unknown")
    steps = [_STEPS[x.code] for x in s.steps]
    then_zh = "".join(f"；其后{t.zh}（{x.on}）" for t, x in zip(steps, s.steps, strict=True))
    then_en = "".join(f"; then {t.en} ({x.on})" for t, x in zip(steps, s.steps, strict=True))
    end = (f"{look.failure.on}{look.failure.zh}", f"{look.failure.en} on {look.failure.on}") if look.failure else ("36个月期间尚未届满", "the 36 months still run")  # fmt: skip
    clock = clock_words(case, s.first)
    return two(
        f"根据记录显示，{old}的资产（{worth[0]}，{assets[0]}）于{s.first or '日期不详'}（{clock[0]}）转入{new}，随同转移的负债：{debts[0]}{then_zh}；{end[0]}。",
        f"According to the records, assets of {old} ({worth[1]}, {assets[1]}) passed to {new} on {s.first or 'an unknown day'} ({clock[1]}); "
        f"liabilities that went along: {debts[1]}{then_en}; {end[1]}.",
    )


def _weighs_against(case: Case, move: Move) -> bool:
    """A move that by itself makes the rest look better: priced, or with no word of the debts that went along."""
    if move.transfer:
        return _asked(case, move.transfer)
    return move.succession is not None and move.succession.liabilities_moved is None


def _asked(case: Case, transfer: Transfer) -> bool:
    price = sold(case, transfer)
    return price.ratio is not None and not price.low and price.paid != 0


def _sides(case: Case, s: Series) -> tuple[tuple[Evidence, ...], tuple[Evidence, ...]]:
    """Rows of the moves that support, and those that speak against; where all speak against, none stands for it alone."""
    against = [m for m in s.moves if _weighs_against(case, m)]
    if len(against) == len(s.moves):
        against = []
    backing = [m for m in s.moves if m not in against]
    return tuple(e for m in backing for e in m.evidence), tuple(e for m in against for e in m.evidence)


def _evidence(case: Case, look: Look) -> tuple[Evidence, ...]:
    s = look.series
    ended = (look.failure.evidence,) if look.failure and look.failure.evidence else ()
    steps = (e for x in s.steps for e in x.evidence)
    # A taker that failed cannot answer for what it agreed to.
    broke = (f.evidence for f in failures(case, (s.taker,), ()) if f.evidence) if look.joint else ()
    return cited(_sides(case, s)[0], steps, look.same.evidence, values(case, s), ended, broke)


def _books_words(case: Case, a: Accounts) -> Evidence:
    name, year = name_of(case, a.party), a.year_end or "?"
    return says(
        a.place,
        f"{name}{year}：资产{a.total_assets or '不详'}，负债{a.liabilities or '不详'}，净资产{a.equity or '不详'}",
        f"{name} at {year}: assets {a.total_assets or 'unknown'}, liabilities {a.liabilities or 'unknown'}, net {a.equity or 'unknown'}",
        "total_assets",
    )


def _table(case: Case, look: Look) -> Text:
    """Assets and liabilities of both sides before and after, as the accounts give them."""
    s = look.series
    cells = (
        ("前", "before", s.debtor, books_before(case, s.debtor, s.first)),
        ("后", "after", s.debtor, books_after(case, s.debtor, s.first)),
        ("前", "before", s.taker, books_before(case, s.taker, s.first)),
        ("后", "after", s.taker, books_after(case, s.taker, s.first)),
    )
    zh, en = [], []
    for when_zh, when_en, party, a in cells:
        name = name_of(case, party)
        zh.append(_books_words(case, a).text.zh + f"（{when_zh}）" if a else f"{name}{when_zh}：账目不在数据中")
        en.append(f"{_books_words(case, a).text.en} ({when_en})" if a else f"{name} {when_en}: no accounts in the data")
    return two("资产负债对照：" + "；".join(zh), "Assets and liabilities: " + "; ".join(en))


def _amount(case: Case, look: Look) -> Amount | None:
    """What left, less the debts that went along; a part whose value is unknown is not in it."""
    moved, debts = look.figures.moved, look.figures.debts_moved
    if moved is None:
        return None
    if debts and debts.currency == moved.currency:
        moved = Money(max(moved.low - debts.high, moved.low * 0), max(moved.high - debts.low, moved.high * 0), moved.currency)  # fmt: skip
    return Amount(moved, two("转出资产价值减去随同转移的负债（已知部分）", "the assets that left less the debts that went along, as far as known"))  # fmt: skip


def _counter(case: Case, look: Look) -> tuple[Evidence | Absent, ...]:
    s, back = look.series, came_back(case, look.series)[1]
    books = (_books_words(case, look.figures.books),) if look.figures.books else ()
    sure = (look.solvent,) if look.solvent else ()
    return (
        *(look.allowed or (absent("法院、监管机构或债权人同意的记录", "a record that a court, a regulator or the creditors allowed it"),)),
        *(look.joint or (absent("连带责任约定或承接方担保", "an agreed joint liability or a guarantee of the taker"),)),
        *(sure or (absent("承接方净资产足以清偿的账目", "accounts by which the taker could pay the claim"),)),
        *(back or (absent("承接方向债务人付款的记录", "payments of the taker to the debtor"),)),
        *_sides(case, s)[1],
        *(books or stayed(case, s, look.figures) or (absent("未转出的其他资产", "other assets that stayed with the debtor"),)),
        *(s.kept or (absent("债务人仍持有承接方股权", "the debtor still holding shares of the taker"),)),
    )  # fmt: skip


def _gaps(case: Case, look: Look) -> tuple[Gap, ...]:
    old, new = name_of(case, look.series.debtor), name_of(case, look.series.taker)
    found = [
        gap((f"{old}分立（重组）资产负债表、财产清单及债务承担协议", f"the reorganisation's balance sheet and inventory of {old}, and the agreement on its debts"), ("登记机关、审计机构", "the registry and the auditor"), ORDER),
        gap(("债权人通知、公告及书面同意", "notices to creditors and their written consent"), (f"{old}、{new}", f"{old} and {new}"), ("申请法院责令提交", "request to the court to order production")),
    ]  # fmt: skip
    if look.debts == "unknown":
        found.insert(0, gap((f"随资产转入{new}的负债明细", f"the schedule of liabilities that went to {new}"), ("审计机构、两公司", "the auditor and both firms"), COURT))  # fmt: skip
    if look.assets == "unknown":
        found.insert(0, gap((f"{old}转出前的资产总额", f"total assets of {old} before"), ("税务机关、审计机构", "the tax office and the auditor"), COURT))  # fmt: skip
    return tuple(found)


def _tests(case: Case, look: Look) -> tuple[Test, ...]:
    s, f = look.series, look.figures
    basis = ("本工具建议值；In re Tronox", "the tool's proposal; In re Tronox")
    codes = ", ".join(t.code for t in look.same.ties) or (shown(look.same.common) if look.same.common else None)
    months = str(look.failure.on) if look.failure else None
    failing: Outcome = met(look.failing == "yes", look.failing == "cannot tell")
    liable = shown(f.debts_part) if f.debts_part is not None else None
    return (
        measure(("转移资产/资产总额", "assets moved / total assets"), shown(f.part), f"≥ {shown(ASSETS)}", "%", look.assets, PROPOSED),
        measure(("转移负债/负债总额", "liabilities moved / total liabilities"), liable, f"≤ {shown(LIABILITIES)}", "%", look.debts, PROPOSED),
        measure(("同一控制", "the same owners"), codes, f"R1, R2, or ≥ {shown(HALF)} in common", "", met(look.same.sure, True), PROPOSED),
        measure(("末次步骤后陷于执行或破产", "enforced or insolvent after the last step"), months, f"≤ {s.last or '?'} + {MONTHS}", "months", failing, basis),
        measure(("距债务形成日", "days after the debt arose"), days_since(case, s.first, s.debtor), f"≥ t0 − {BEFORE} months", "days", met(look.lies in ("after", "before"), True), PROPOSED),
    )  # fmt: skip


def _traits(case: Case, look: Look) -> frozenset[str]:
    s = look.series
    kinds, priced = {x.kind for x in s.successions}, [sold(case, t) for t in s.transfers]
    fired = (
        ("division", "division" in kinds), ("merger", "merger" in kinds), ("related", True),
        ("assets_taken_over", kinds & {"asset_takeover", "conversion"}), ("gratuitous", any(p.nil for p in priced)),
        ("unreasonable_price", any(p.low and not p.nil for p in priced)),
    )  # fmt: skip
    return frozenset(word for word, on in fired if on)


def _elements(case: Case, look: Look) -> tuple[tuple[str, str, Text], ...]:
    traits = _traits(case, look)
    rows: tuple[tuple[str, object, str, str], ...] = (
        ("division_took_place", traits & {"division", "merger"}, "见承继记录", "see the succession"),
        ("no_other_agreement", False, "与债权人的书面约定须核实", "a written agreement with the creditor is to be checked"),
        ("claim_before_act", look.lies == "after", "以案件债务日期为准", "by the case's own dates"),
        ("assets_taken_over", "assets_taken_over" in traits, "见承继记录", "see the succession"),
        ("no_consideration", "gratuitous" in traits, "见对价记录", "see the consideration recorded"),
        ("unreasonable_low", "unreasonable_price" in traits, "见价格测试", "see the price test"),
        ("lowers_assets", look.assets == "met" and look.debts == "met", "见资产负债对照", "see assets and liabilities before and after"),
        ("transferee_knew", False, "同一控制可佐证知情，仍须法院认定", "one controller supports knowledge; for the court to find"),
    )  # fmt: skip
    return tuple((key, "met" if on else "not_shown", two(zh, en)) for key, on, zh, en in rows)


def _line(name: str, value: Fraction | int, unit: str) -> Threshold:
    return Threshold(name, Fraction(value), unit, two(*PROPOSED))


TYPOLOGY = Typology(
    slug=SLUG,
    title=two("重组剥离资产（分立、合并、出资）", "Asset stripping by reorganisation"),
    highest="strong",
    thresholds=(
        _line("assets", ASSETS, "moved/total assets"), _line("liabilities", LIABILITIES, "moved/total liabilities"),
        _line("months", MONTHS, "months after the last step"), _line("before", BEFORE, "months before the debt"),
        _line("common", HALF, "of both firms"), _line("linked", LINKED, "months"), _line("cut_months", CUT_MONTHS, "months"),
    ),
    needs=("successions", "asset_transfers", "accounts"),
    find=find,
    counter_evidence=(
        two("约定连带责任且承接方有偿付能力", "joint liability agreed, and a solvent taker"),
        two("对价已付，或债务人仍持有承接方股权", "a price that was paid, or shares of the taker still held"),
        two("法院、监管机构或债权人同意", "leave of a court, a regulator or the creditors"),
        two("远早于债务的正常分立", "an ordinary division long before the debt"),
    ),
)  # fmt: skip
