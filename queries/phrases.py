"""Sentences that several typologies print, in both languages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from graph.case import Case
from graph.chains import Edge
from graph.facts import Transfer
from graph.schema import WORDS
from graph.statements import Place
from graph.values import DateSpan, Share, gap_days
from queries.grounds import Bilingual as Text
from queries.lead import Absent, Evidence, Gap, Outcome, Test, two
from queries.related import Tie

STAGES: dict[str, Text] = {
    "arose": two("债务形成", "the debt arose"),
    "due": two("债务到期", "the debt fell due"),
    "suit": two("起诉", "suit"),
    "judgment": two("判决", "judgment"),
    "enforcement": two("申请执行", "enforcement"),
    "insolvency_accepted": two("破产受理", "insolvency accepted"),
}
_KINDS: dict[str, Text] = {
    "ownership": two("持股", "holds shares"),
    "role": two("任职", "office"),
    "relation": two("关系", "relation"),
    "payment": two("付款", "payment"),
    "share_transfer": two("股权转让", "share transfer"),
    "asset_transfer": two("资产转让", "asset transfer"),
    "contract": two("合同", "contract"),
    "encumbrance": two("权利限制", "encumbrance"),
}

_EVENTS = frozenset({"payment", "share_transfer", "asset_transfer", "contract"})
# Relations that read wrongly as "a is the … of b".
_RELATED: dict[str, tuple[str, str]] = {
    "controls": ("{a}控制{b}", "{a} controls {b}"),
    "acts_for": ("{a}代表{b}行事", "{a} acts for {b}"),
    "nominee_for": ("{a}为{b}代持", "{a} is nominee for {b}"),
    "acts_in_concert": ("{a}与{b}一致行动", "{a} acts in concert with {b}"),
    "shared_account": ("{a}与{b}共用账户", "{a} shares an account with {b}"),
    "shared_business": ("{a}与{b}业务混同", "{a} shares its business with {b}"),
    "similar_name": ("{a}与{b}名称近似", "{a} has a name like that of {b}"),
    "branch_of": ("{a}是{b}的分支机构", "{a} is a branch of {b}"),
    "trustee_of": ("{a}是{b}的受托人", "{a} is trustee of {b}"),
    "uses": ("{a}使用{b}", "{a} uses {b}"),
    "pays_for": ("{a}为{b}付费", "{a} pays for {b}"),
}


def name_of(case: Case, party: str) -> str:
    return case.party(party).name


def thing_words(case: Case, transfer: Transfer) -> tuple[str, str]:
    """What was moved: "70% of 乙公司", or the asset by its name."""
    if transfer.company is not None:
        share = transfer.share.percent() if transfer.share else ""
        firm = name_of(case, transfer.company)
        return f"{firm}{share or ''}股权", f"{share or 'shares'} of {firm}"
    title = next((t for t in case.titles_of(transfer.thing) if t.name), None)
    label = title.name if title and title.name else transfer.thing
    return label, label


def word(kind: str, value: str) -> Text:
    """A list word for people: its first Chinese spelling, and its English one with spaces."""
    zh = WORDS.get(kind, {}).get(value, (value,))
    return two(zh[0] if zh else value, value.replace("_", " "))


def edge_words(case: Case, edge: Edge) -> Text:
    """One step of a chain as a sentence, with its days where known."""
    a, b = name_of(case, edge.frm), name_of(case, edge.to)
    days = f"（{edge.start or '?'} 起{f' 至 {edge.end}' if edge.end else ''}）" if edge.start or edge.end else ""
    since = f" (from {edge.start or '?'}{f' to {edge.end}' if edge.end else ''})" if edge.start or edge.end else ""
    if edge.kind == "ownership":
        share = Share.parse(edge.share).percent() if edge.share else ""
        return two(
            f"{a}持有{b}{share or '股权（比例不详）'}{days}",
            f"{a} holds {share or 'a stake of unknown size'} of {b}{since}",
        )
    if edge.kind == "role":
        office = word("role", edge.label or "other")
        return two(f"{a}任{b}{office.zh}{days}", f"{a} is {office.en} of {b}{since}")
    if edge.kind == "relation":
        zh, en = _RELATED.get(
            edge.label or "", ("{a}是{b}的" + word("relation_kind", edge.label or "associate").zh, "")
        )
        en = en or "{a} is " + (edge.label or "associate").replace("_", " ") + " of {b}"
        return two(zh.format(a=a, b=b) + days, en.format(a=a, b=b) + since)
    if edge.kind in _EVENTS and edge.start:
        days, since = (
            f"（{edge.start}{f' 至 {edge.end}' if edge.end else ''}）",
            f" ({edge.start}{f' to {edge.end}' if edge.end else ''})",
        )
    price = f"{edge.currency} {edge.price}" if edge.price else ""
    kind = _KINDS.get(edge.kind, two(edge.kind, edge.kind))
    return two(f"{a}→{b}：{kind.zh}{price}{days}", f"{a} → {b}: {kind.en} {price}{since}")


def step_evidence(case: Case, edges: Iterable[Edge]) -> tuple[Evidence, ...]:
    """Each step of a chain as a piece of evidence."""
    return tuple(Evidence(edge.place, edge_words(case, edge), edge.kind) for edge in edges)


def tie_evidence(case: Case, ties: Iterable[Tie]) -> tuple[Evidence, ...]:
    found: list[Evidence] = []
    for tie in ties:
        found += step_evidence(case, tie.edges)
        if not tie.edges:
            found += [Evidence(p, tie.name, tie.code) for p in tie.places]
    return tuple(found)


def tie_words(ties: Iterable[Tie]) -> tuple[str, str]:
    listed = list(ties)
    return "；".join(f"{t.code} {t.name.zh}" for t in listed), "; ".join(f"{t.code} {t.name.en}" for t in listed)


def days_from(stage: DateSpan | None, act: DateSpan | None) -> tuple[str, str] | None:
    """ "137 days after", with both bounds where a date is partial."""
    if stage is None or act is None:
        return None
    low, high = gap_days(stage, act)
    if high < 0:
        return f"前{_range(-high, -low)}日", f"{_range(-high, -low)} days before"
    if low < 0:
        return (
            f"前{-low}日至后{high}日之间（日期不完整，先后不能确定）",
            f"between {-low} days before and {high} days after",
        )
    return f"后{_range(low, high)}日", f"{_range(low, high)} days after"


def _range(low: int, high: int) -> str:
    return str(low) if low == high else f"{low}–{high}"


def clock_words(case: Case, act: DateSpan | None) -> tuple[str, str]:
    """Days from each known stage of the debt to the act."""
    zh, en = [], []
    for stage, span in case.debt.clock.stages().items():
        distance = days_from(span, act)
        if distance and stage in ("arose", "suit", "judgment"):
            zh.append(f"{STAGES[stage].zh}{distance[0]}")
            en.append(f"{distance[1]} {STAGES[stage].en}")
    if not en:
        return "行为日期与债务日期的先后不详", "its distance from the debt's dates is unknown"
    return "、".join(zh), ", ".join(en)


def says(place: Place, zh: str, en: str, prop: str = "") -> Evidence:
    return Evidence(place, two(zh, en), prop)


def absent(zh: str, en: str) -> Absent:
    """Counter-evidence that was looked for and not found."""
    return Absent(two(zh, en))


def measure(
    name: tuple[str, str], value: str | None, threshold: str, unit: str, outcome: Outcome, basis: tuple[str, str]
) -> Test:
    return Test(two(*name), value, threshold, unit, outcome, two(*basis))


def met(sure: object, unknown: object = None) -> Outcome:
    """One certain yes is enough; else unknown where a part of the answer is missing."""
    return "met" if sure else "unknown" if unknown else "not_met"


PROPOSED = ("本工具建议值", "the tool's proposal")


def gap(what: tuple[str, str], whom: tuple[str, str], instrument: tuple[str, str]) -> Gap:
    return Gap(two(*what), two(*whom), two(*instrument))


def owner_gap(case: Case, party: str) -> tuple[Gap, ...]:
    """Who stands behind a firm without any recorded holder, and who can say; nothing for people."""
    if case.party(party).is_person or any(i.company == party for i in case.interests):
        return ()
    name, place = name_of(case, party), case.party(party).text("jurisdiction") or ""
    if place in ("", "CN"):
        return (gap((f"{name}的股东", f"the holders of {name}"), ("登记机关", "the registry"), ORDER),)
    order = (
        f"向{place}法院申请披露令（诺里奇令）",
        f"a disclosure (Norwich Pharmacal) order in {place} against the agent",
    )
    what = (f"{name}的股东不在数据中", f"the owner of {name} is not in the data")
    return (gap(what, ("注册代理人", "its registered agent"), order),)


def possible_words(case: Case, tie: Tie) -> Text:
    """Two records that may be one person: said with both names and rows, never used as a relation."""
    pairs = "；".join(f"{m.left} / {m.right}" for m in tie.doubt)
    people = "、".join(dict.fromkeys(name_of(case, e.frm) for e in tie.edges if e.kind == "role"))
    return two(
        f"可能为同一人（仅姓名相同：{people or pairs}），未作为关系依据",
        f"possible same person (the name alone agrees: {people or pairs}); not used as a relation",
    )


ORDER = ("律师调查令", "lawyer's investigation order (local practice, may be refused)")
COURT = ("申请法院调取", "request to the court to obtain it")


def last_day_text(day: date) -> str:
    return day.isoformat()
