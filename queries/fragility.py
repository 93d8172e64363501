"""Which single record a lead hangs on, and what else explains it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from graph.case import Case
from graph.statements import Place
from queries.flag import Flagged, Lead, capped_tier
from queries.grounds import Bilingual as Text
from queries.lead import TIERS, Absent, Evidence, Finding, Gap, NoTables, Tier, two
from queries.settling import settled_by
from queries.typology import Typology, typologies

# Bounds, so that a large case costs no more than a small one: the facts that all re-runs together may look at, how often a rule is
# run again, and how many rows of one lead are left out in turn. What was not tried is counted and said.
FACTS_VISITED = 60_000
MOST_RUNS, FEWEST_RUNS = 60, 4
ROWS_A_LEAD, COUNTER_A_LEAD = 8, 3
_FACTS = (
    "interests", "roles", "transfers", "payments", "contracts", "encumbrances", "relations", "court_cases", "changes", "successions",
    "accounts", "titles", "declarations",
)  # fmt: skip
_TIER_NAMES: Mapping[Tier, Text] = {
    "signal": two("背景信号", "background signal"), "lead": two("单一线索", "single indication"),
    "strong": two("多重印证", "corroborated"), "fact": two("记录直接显示", "shown by the records"),
}  # fmt: skip

Effect = Literal["falls", "weakens"]
State = Literal["holds", "weighed", "fails", "open"]


@dataclass(frozen=True, slots=True)
class Break:
    """A cited row without which the lead falls (tier_after None) or weakens."""

    evidence: Evidence
    effect: Effect
    tier_after: Tier | None


@dataclass(frozen=True, slots=True)
class Fragility:
    """single: the least sure row that breaks it, None = no row alone does; settle: the document that would decide, its keeper.

    tried, untried: how many of the cited rows were left out in turn, and how many were not.
    """

    single: Break | None
    breaks: tuple[Break, ...]
    tried: int
    untried: int
    settle: Gap | None
    note: Text


@dataclass(frozen=True, slots=True)
class Benign:
    """An innocent explanation that was tried.

    holds: its row keeps the lead down; weighed: its row is there and changes nothing; fails: nothing supports it; open: not tried.
    """

    explanation: Text
    state: State
    why: Text
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Robust:
    fragility: Fragility
    benign: tuple[Benign, ...]


def robustness(case: Case, flagged: Flagged) -> dict[str, Robust]:
    """Lead id → what breaks it and what else may explain it; signals are not tried.

    Each row that a lead cites is left out in turn and its rule run again, best leads first, as far as the bounds go.
    """
    leads = [lead for lead in flagged.leads if lead.tier != "signal"]
    runs = _Runs(case)
    return {lead.id: Robust(_fragility(runs, lead), _benign(runs, lead)) for lead in leads}


class _Runs:
    """Rules run again without one row, each at most once, as many as the bounds allow."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.rules: Mapping[str, Typology] = {t.slug: t for t in typologies()}
        self.done: dict[tuple[str, str], tuple[Case, list[Finding]] | None] = {}
        facts = sum(len(getattr(case, name)) for name in _FACTS)
        self.left = max(min(FACTS_VISITED // max(facts, 1), MOST_RUNS), FEWEST_RUNS)

    def tier_without(self, lead: Lead, place: Place) -> tuple[bool, Tier | None]:
        """(was it tried, the tier that is left without the row: None = the lead falls)."""
        key = (lead.finding.typology, place.fact)
        if key not in self.done:
            if self.left <= 0:
                return False, None
            self.left -= 1
            self.done[key] = self._run(*key, place)
        found = self.done[key]
        return (False, None) if found is None else (True, _best(found[0], found[1], lead))

    def _run(self, slug: str, fact: str, place: Place) -> tuple[Case, list[Finding]] | None:
        """None where the rule itself fails without the row: then nothing is known."""
        case = without(self.case, fact, place.table)
        try:
            found = self.rules[slug].find(case)
        except Exception:  # noqa: BLE001 - a rule that fails on a world without the row has shown nothing
            return None
        return case, [] if isinstance(found, NoTables) else list(found)


def without(case: Case, fact: str, table: str) -> Case:
    """The case as it would be had the row never been brought."""
    if table == "parties":
        parties = {name: _less(party, fact) for name, party in case.parties.items()}
        return replace(case, parties=parties)
    kept: dict[str, Any] = {}
    for name in _FACTS:
        facts = getattr(case, name)
        if any(f.place.fact == fact for f in facts):
            kept[name] = tuple(f for f in facts if f.place.fact != fact)
    return replace(case, **kept)


def _less(party: Any, fact: str) -> Any:
    if all(row.place.fact != fact for row in party.rows):
        return party
    return replace(party, rows=tuple(row for row in party.rows if row.place.fact != fact))


def _best(case: Case, found: Iterable[Finding], lead: Lead) -> Tier | None:
    """The highest tier of a finding that is the lead's own: of its parties and day, or of its act's row."""
    own, act = lead.finding, lead.finding.evidence[0].place.fact if lead.finding.evidence else ""
    tiers = [
        capped_tier(case, f)
        for f in found
        if (set(f.parties) == set(own.parties) and f.on == own.on)
        or (f.evidence and f.evidence[0].place.fact == act and own.parties[:1] == f.parties[:1])
    ]
    return max(tiers, key=TIERS.index, default=None)


def _fragility(runs: _Runs, lead: Lead) -> Fragility:
    rows = list({e.place.fact: e for e in lead.finding.evidence}.values())
    breaks, tried = [], 0
    for item in rows[:ROWS_A_LEAD]:
        was, tier = runs.tier_without(lead, item.place)
        tried += was
        if was and tier is None:
            breaks.append(Break(item, "falls", None))
        elif was and tier is not None and TIERS.index(tier) < TIERS.index(lead.tier):
            breaks.append(Break(item, "weakens", tier))
    single = max(breaks, key=_weakness, default=None)
    settle = settled_by(runs.case, single.evidence.place) if single else None
    return Fragility(single, tuple(breaks), tried, len(rows) - tried, settle, _note(single, tried, len(rows) - tried))


def _weakness(found: Break) -> tuple[bool, int, int]:
    """A row without which the lead falls comes first; of those the one from the poorest source."""
    after = 0 if found.tier_after is None else TIERS.index(found.tier_after)
    return found.effect == "falls", found.evidence.place.rank, -after


def _note(single: Break | None, tried: int, untried: int) -> Text:
    more = (
        two(f"；另有{untried}条未逐一排除", f"; {untried} more were not left out in turn") if untried else two("", "")
    )
    if not tried:
        return two("未逐一排除（超出本次计算上限）", "no row was left out in turn (beyond the bound of this run)")
    if single is None:
        return two(
            f"逐一排除{tried}条记录，结论均不变：至少两条记录同时有误才会推翻{more.zh}",
            f"each of {tried} rows was left out in turn and the lead stands: it takes two wrong records at least{more.en}",
        )
    if single.tier_after is None:
        return two(f"若此记录有误，本线索不成立{more.zh}", f"if this record is wrong, the lead falls{more.en}")
    after = _TIER_NAMES[single.tier_after]
    return two(
        f"若此记录有误，本线索降为“{after.zh}”{more.zh}",
        f"if this record is wrong, the lead is no more than '{after.en}'{more.en}",
    )


def _benign(runs: _Runs, lead: Lead) -> tuple[Benign, ...]:
    found, tried = [], 0
    for item in lead.finding.counter:
        if isinstance(item, Absent):
            why = two("已在现有记录中查找，未见支持", "looked for in the records held; nothing supports it")
            found.append(Benign(item.looked_for, "fails", why, ()))
            continue
        tried += 1
        was, tier = runs.tier_without(lead, item.place) if tried <= COUNTER_A_LEAD else (False, None)
        found.append(_weighed(lead, item, tier, tried=was))
    return tuple(found)


def _weighed(lead: Lead, item: Evidence, tier: Tier | None, *, tried: bool) -> Benign:
    if not tried:
        why = two("已列出，未重新测算其影响", "listed; its effect was not reckoned again")
        return Benign(item.text, "open", why, (item,))
    if tier is not None and TIERS.index(tier) > TIERS.index(lead.tier):
        high, low = _TIER_NAMES[tier], _TIER_NAMES[lead.tier]
        why = two(
            f"有记录支持：线索因此由“{high.zh}”降为“{low.zh}”",
            f"a record supports it: for this the lead is '{low.en}', not '{high.en}'",
        )
        return Benign(item.text, "holds", why, (item,))
    why = two(
        "有记录支持，但不足以改变本线索的层级，仍应核实",
        "a record supports it but does not change the tier: still to be checked",
    )
    return Benign(item.text, "weighed", why, (item,))
