"""多层离岸架构: three or more layers in closed places.

What it looks for
    Three or more consecutive layers above or below the debtor, or above one it dealt with (a company in an open place
    between them included), in two or more places whose registers the public cannot read; changed around or after the debt, or with nobody recorded at the top.
Why it matters
    Each layer needs an order of another court before the holder is known.
Law
    CN 公司法23 (a veil case, never by layers alone), foreign law to be proven; UK Norwich Pharmacal orders, Register of
    Overseas Entities; US 28 USC 1782; disclosure orders and receivers over shares in the place itself.
What speaks against it
    Red-chip financing registered under 37号文, listed companies, funds, ship, aircraft and insurance licences; a chain
    built long before the debt whose top is known.
Thresholds
    At least 3 layers and 2 places. A layer, holding or trustee begun or ended 12 months before the debt or later, or an
    unknown top: lead. Otherwise, or with a benign sign: signal, in the structure sheet only. Never more by itself. That a
    chain is older than 24 months before the debt is told, and decides nothing by itself.
Limits
    The list of places (queries/law/tables/low_transparency.toml) is from memory, each place with its law, its day and
    "unverified", which each lead repeats. A layer that ended before the twelve months ahead of the debt is left out. At
    most 12 layers and 200 ways up from each bottom layer are read; of those over one bottom the longest is told. Undated
    rows show no change.
Sources
    FATF guidance on transparency of legal persons; typology notes of the project. Lines are proposals.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from graph.case import Case
from graph.chains import Chain, Edge
from graph.values import DateSpan, add_months
from queries.grounds import Bilingual as Text
from queries.lead import Absent, Evidence, Finding, NoTables, Test, Tier, cited, two
from queries.offshore import MONTHS, Run, closed_places, runs, touches
from queries.phrases import PROPOSED, absent, gap, measure, met, name_of, owner_gap, says, step_evidence
from queries.typology import Threshold, Typology

SLUG = "layered-offshore-chain"
LAYERS, PLACES, OLD = 3, 2, 24
_BENIGN = re.compile(
    r"37\s*号文|外汇登记|保险|飞机|航空器|船舶|基金(?!会)"
    r"|(?<![A-Za-z])(?:SAFE|(?i:insur(?:ance|ers?)|aircraft|ships?|shipping|vessels?|fund))(?![A-Za-z])"
)

_STATUS = {"unverified": two("未核对", "unverified"), "verified": two("已核对", "verified")}


@dataclass(frozen=True, slots=True)
class Look:
    """changed: the last begin or end since twelve months before the debt; last: the last one known at all."""

    run: Run
    changed: DateSpan | None
    last: DateSpan | None
    dark: bool
    benign: tuple[Evidence, ...]


def find(case: Case) -> list[Finding] | NoTables:
    """One finding a bottom layer."""
    if not case.tables_held & {"holdings", "relations"}:
        return NoTables((two("股东信息及各层注册地", "holdings, and the place of each layer"),))
    wide = (r for r in runs(case) if len(r.members) >= LAYERS and len(set(r.places)) >= PLACES)
    return [_finding(case, _look(case, run)) for run in wide]


def _look(case: Case, run: Run) -> Look:
    days = sorted(_days(case, run), key=lambda d: (d.first, d.last))
    arose = case.debt.clock.start
    line = add_months(arose.first, -MONTHS) if arose else None
    since = [d for d in days if line and d.first >= line]
    dark = all(case.party(e.frm).kind in ("trust", "unknown") for e in run.above)
    return Look(run, since[-1] if since else None, days[-1] if days else None, dark, _benign(case, run))


def _days(case: Case, run: Run) -> list[DateSpan]:
    texts = [t for e in (*run.steps, *run.above) for t in (e.start, e.end) if t]
    born = [b for m in run.members if (b := case.party(m).span("incorporated"))]
    return [d for d in (*(DateSpan.parse(t) for t in texts), *born) if d.first <= case.as_of]


def _benign(case: Case, run: Run) -> tuple[Evidence, ...]:
    found: list[Evidence] = []
    for member in (*run.members, *(e.frm for e in run.above)):
        party = case.party(member)
        place = party.place("listed")
        if party.listed and place:
            found.append(says(place, f"{party.name}为上市公司", f"{party.name} is a listed company", "listed"))
        for row in party.rows:
            text = "; ".join(t for t in (row.get("licence"), row.place.note) if t)
            if party.kind == "fund" or _BENIGN.search(text):
                words = text or party.kind
                found.append(says(row.place, f"{party.name}：{words}", f"{party.name}: {words}", "note"))
    return tuple(found)


def _tier(look: Look) -> tuple[Tier, Text]:
    if look.benign:
        return "signal", two("有正当用途的记载，仅列入结构表", "the rows name a lawful use: structure only")
    if look.changed:
        return "lead", two("债务形成前12个月以来有变动", "changed since twelve months before the debt")
    if look.dark:
        return "lead", two("最上层持有人不在数据中", "who stands at the top is not in the data")
    return "signal", two("无近期变动且最上层已知，仅列入结构表", "no late change and a known top: structure only")


def _finding(case: Case, look: Look) -> Finding:
    run, (tier, why) = look.run, _tier(look)
    steps: tuple[Edge, ...] = (*run.steps, *run.above)
    return Finding(
        typology=SLUG,
        parties=tuple(reversed(run.members)),
        summary=_summary(case, look),
        evidence=cited(step_evidence(case, steps), step_evidence(case, touches(case, run))),
        tier=tier,
        tier_why=why,
        badges=frozenset({"form", "timing"} if look.changed else {"form"}),
        chain=Chain.of(reversed(steps), run.members),
        route="E",
        on=look.changed,
        counter=_counter(look),
        gaps=(
            *owner_gap(case, run.members[-1]),
            gap(("各层股东名册、信托文件", "registers of members and trust deeds of each layer"), ("各层注册代理人", "the registered agents"), ("向当地法院申请披露令", "a disclosure order of the local court")),
        ),
        tests=_tests(case, look),
        notes=(_list_words(run),),
        giver=case.debtor_ids[0],
    )  # fmt: skip


def _summary(case: Case, look: Look) -> Text:
    run = look.run
    layers = [f"{name_of(case, m)} ({p})" for m, p in zip(reversed(run.members), reversed(run.places), strict=True)]
    chain, heads = " → ".join(layers), ", ".join(dict.fromkeys(name_of(case, e.frm) for e in run.above))
    top = (
        (f"其上为{heads}", f"above it: {heads}") if heads else ("其上持有人不在数据中", "its holder is not in the data")
    )
    last = str(look.last) if look.last else None
    days = (f"最近一次变动{last or '日期不详'}", f"last change {last or 'undated'}")
    return two(
        f"根据登记显示，{chain}连续{len(layers)}层位于{len(set(run.places))}个登记不公开的地区；{top[0]}；{days[0]}。",
        f"According to the records, {chain}: {len(layers)} consecutive layers in {len(set(run.places))} places with "
        f"closed registers; {top[1]}; {days[1]}.",
    )


def _list_words(run: Run) -> Text:
    """Why each place is on the list, and how sure that is."""
    listed = [closed_places()[code] for code in dict.fromkeys(run.places)]
    zh = "；".join(f"{p.code}：{p.basis.zh}（{p.law}；{_STATUS[p.status].zh}，{p.checked_on}）" for p in listed)
    en = "; ".join(f"{p.code}: {p.basis.en} ({p.law}; {_STATUS[p.status].en}, {p.checked_on})" for p in listed)
    return two(f"所列地区的依据：{zh}。", f"Why these places are listed: {en}.")


def _counter(look: Look) -> tuple[Evidence | Absent, ...]:
    lawful = absent(
        "37号文登记、上市、基金、特许用途的记载",
        "a SAFE registration, listing, fund or licensed use",
    )
    return (*(look.benign or (lawful,)), absent("各层的人员与经营", "staff and business of the layers"))


def _tests(case: Case, look: Look) -> tuple[Test, ...]:
    run, arose = look.run, case.debt.clock.start
    old = bool(look.last and arose and look.last.last < add_months(arose.first, -OLD))
    last = str(look.last) if look.last else None
    return (
        measure(("连续层数", "consecutive layers"), str(len(run.members)), f"≥ {LAYERS}", "layers", "met", PROPOSED),
        measure(("地区数", "places"), str(len(set(run.places))), f"≥ {PLACES}", "places", "met", PROPOSED),
        measure(("变动日", "last change"), last, f"≥ t0 − {MONTHS}", "months", met(look.changed, last is None or arose is None), PROPOSED),
        measure(("早于债务24个月搭建", "built 24 months before the debt"), last, f"< t0 − {OLD}", "months", met(old, last is None or arose is None), PROPOSED),
        measure(("最上层不详", "unknown top"), "yes" if look.dark else "no", "yes", "", met(look.dark), PROPOSED),
    )  # fmt: skip


TYPOLOGY = Typology(
    slug=SLUG,
    title=two("多层离岸架构", "Layered offshore chain"),
    highest="lead",
    thresholds=(
        Threshold("layers", Fraction(LAYERS), "layers", two(*PROPOSED)),
        Threshold("places", Fraction(PLACES), "places", two(*PROPOSED)),
        Threshold("changed_months", Fraction(MONTHS), "months before the debt", two(*PROPOSED)),
        Threshold("old_months", Fraction(OLD), "months before the debt", two(*PROPOSED)),
    ),
    needs=("holdings",),
    find=find,
    counter_evidence=(
        two("37号文登记的红筹架构", "red-chip financing registered with SAFE"),
        two("上市公司、基金、保险、船舶或飞机融资", "listed companies, funds, insurance, ship or aircraft finance"),
        two("债务形成前24个月以上搭建且最上层已知", "built more than 24 months before the debt, with a known top"),
    ),
)
