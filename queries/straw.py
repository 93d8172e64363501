"""A registered holder, a firm, and who may stand behind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from graph.case import Case
from graph.chains import Edge
from graph.facts import Interest
from graph.values import DateSpan
from queries.disposals import HUBS
from queries.grounds import Bilingual as Text
from queries.lead import Evidence, two
from queries.phrases import step_evidence
from queries.related import KIN
from queries.side import Holding, control_on

# Held openly for others, or by a plan: never a straw holder.
OPEN_NATURES = frozenset({"trust", "settlor", "general_partner", "limited_partner", "employee_plan", "treasury"})
_FOUND = frozenset({"found_by_court", "admitted"})
_OPEN_KINDS = frozenset({"trust", "fund", "public_body"})
SIGNS: dict[str, Text] = {
    "S1": two("出资或受让款由他人支付", "capital or price paid by another"),
    "S2": two("分红转付他人", "dividends passed on"),
    "S3": two("持股过半而由他人任法定代表人、担保或控制", "a majority held while another is representative, guarantor or controller"),
    "S4": two("自该人无偿或以名义价取得", "acquired from that person for nothing or a token"),
    "S5": two("受益所有人备案屡次变更或倒签", "beneficial-owner filings replaced again and again, or back-dated"),
    "S6": two("持有人系该人的雇员、代理或亲属（有记载）", "the holder is that person's employee, agent or relative, as recorded"),
    "S7": two("持有多家不同行业、均与该人相关的公司", "holds many firms of unlike trades, all tied to that person"),
    "S8": two("代持协议、代持记载或法院认定", "a nominee agreement, record or court finding"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sign:
    """One of S1–S8 with the steps and rows that show it."""

    code: str
    edges: tuple[Edge, ...]
    evidence: tuple[Evidence, ...]
    on: DateSpan | None = None

    @property
    def unsure(self) -> bool:
        return any(e.place.unsure for e in self.evidence)

    @property
    def kin(self) -> bool:
        return any(e.label in KIN for e in self.edges)


Key = tuple[str, str, str]


@dataclass(slots=True)
class Signs:
    """(holder, company, principal) → signs by code, only where the debtor side stands in one of the three places."""

    case: Case
    side: Mapping[str, Holding]
    held: dict[tuple[str, str], list[Interest]] = field(default_factory=lambda: defaultdict(list))
    found: dict[Key, dict[str, list[Sign]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))

    def add(self, holder: str, company: str, principal: str, sign: Sign) -> None:
        """The debtor stands for the companies it controls; nobody is a straw for itself or inside its own group."""
        mine = self.side.get(principal)
        head, steps = (mine.head, mine.edges) if mine else (principal, ())
        if head in (holder, company) or not {holder, company, head} & self.side.keys():
            return
        if sign.code != "S8" and (holder in self.side or self.grouped(holder, head)):
            return
        more = step_evidence(self.case, steps)
        self.found[holder, company, head][sign.code].append(
            Sign(sign.code, (*sign.edges, *steps), (*sign.evidence, *more), sign.on)
        )

    def grouped(self, holder: str, principal: str) -> bool:
        """Does the one control the other? A parent that pays for its subsidiary, or a subsidiary's officer, is no straw."""
        control = control_on(self.case, self.case.as_of)
        return bool(control.holds(principal, holder) or control.holds(holder, principal))


def straw_possible(case: Case, interest: Interest) -> bool:
    """Clearing nominees, banks, trustees, funds, the state, partnerships and employee plans hold openly; old stakes are past."""
    owner, arose = case.party(interest.owner), case.debt.clock.start
    if not interest.period.may_overlap(arose.first if arose else None, None):
        return False
    hidden = not owner.licences & HUBS and owner.kind not in _OPEN_KINDS and not owner.state_owned
    return hidden and interest.nature not in OPEN_NATURES and interest.owner != interest.company


def papered(case: Case, interest: Interest) -> bool:
    """A stake held openly (as trustee, say) by one that a court found, or that admits, to hold for another: that goes before the form."""
    owner, arose = case.party(interest.owner), case.debt.clock.start
    named = any(
        r.kind == "nominee_for" and r.a == interest.owner and r.place.standing in _FOUND for r in case.relations
    )
    current = interest.period.may_overlap(arose.first if arose else None, None)
    return named and current and not owner.licences & HUBS and interest.owner != interest.company


def held_since(rows: Iterable[Interest]) -> DateSpan | None:
    """The first day on which the stake is recorded."""
    starts = [i.period.start for i in rows if i.period.start]
    return min(starts, key=lambda s: s.first) if starts else None
