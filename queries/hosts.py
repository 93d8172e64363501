"""Addresses: who was where when, and who hosts firms there."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from graph.addresses import AddressKey, address_key
from graph.case import Case
from graph.facts import Party
from graph.statements import Row
from graph.values import DateSpan, Period
from queries.grounds import Bilingual as Text
from queries.lead import Evidence, two
from queries.phrases import name_of, says

LICENCES = frozenset({"address_host", "registered_agent"})
# An address, a name or a business scope that itself says that firms are lodged there.
# Words that Rust's and Java's patterns read alike too: screening puts them to a whole register.
HOST_WORDS = (
    r"集群(?:注册|登记|企业)|托管|孵化|众创|商务秘书|秘书服务|联合办公|虚拟办公|登记大厅|服务大厅|政务|工位|卡位|席位|代理记账|工商代理"
    r"|会计师事务所|律师事务所|formation agent|registered agent|registered office services|corporate services|company secretar"
    r"|business cent(?:re|er)|serviced office|virtual office|co-?working|incubator|(?:^|[^a-z])c/o(?:[^a-z]|$)"
)  # fmt: skip
_SAYS_HOST = re.compile(HOST_WORDS, re.I)


@dataclass(frozen=True, slots=True)
class Seat:
    """One address of one firm. unit: a door is told; period: as far as changes of address tell; key "" = too coarse."""

    firm: str
    text: str
    key: str
    unit: bool
    period: Period
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Host:
    """Why an address is one at which firms are lodged, with the row."""

    kind: Text
    evidence: Evidence


def seats(case: Case, firm: str) -> tuple[Seat, ...]:
    """The firm's own rows, then former addresses that only the record of changes names."""
    moved = [c for c in case.changes if c.party == firm and c.item == "address"]
    came = {_key(c.after): c.on for c in moved if c.after}
    left = {_key(c.before): c.on for c in moved if c.before}
    found: dict[str, Seat] = {}
    for row in case.party(firm).rows:
        if text := row.get("address"):
            key = row.get("_address") or _key(text)
            period = Period(came.get(key), None if key in came else left.get(key))
            found.setdefault(key or text, _seat(case, firm, text, key, period, _own_words(row)))
    for change in moved:
        key = _key(change.before) if change.before else ""
        if key and key not in found and change.before:
            words = says(
                change.place,
                f"{name_of(case, firm)}原住所：{change.before}（至{change.on or '日期不详'}）",
                f"{name_of(case, firm)}: former seat {change.before} (until {change.on or 'an unknown day'})",
                "address",
            )
            found[key] = _seat(case, firm, change.before, key, Period(came.get(key), change.on), words)
    return tuple(found.values())


def _seat(case: Case, firm: str, text: str, key: str, period: Period, evidence: Evidence) -> Seat:
    return Seat(firm, text, key, address_key(text).unit is not None, period, evidence)


def _own_words(row: Row) -> Evidence:
    who, text = row.get("name") or row.get("id") or "", row.get("address")
    return Evidence(row.place, two(f"{who}注册地址：{text}", f"{who}: registered address {text}"), "address")


def _key(text: str | None) -> str:
    read = address_key(text) if text else AddressKey(None, "")
    return read.unit or read.building


def crowd_at(case: Case, seat: Seat) -> int:
    """How many parties of the whole data stand at the address; of one too coarse to read, how many give the same words."""
    return case.crowds.get(f"_address:{seat.key}" if seat.key else f"address:{seat.text}", 0)


def overlap(a: Seat, b: Seat) -> tuple[DateSpan | None, DateSpan | None] | None:
    """From when to when both can have been at the address; None where they certainly were not there together."""
    starts = [p.start for p in (a.period, b.period) if p.start]
    ends = [p.end for p in (a.period, b.period) if p.end]
    start, end = max(starts, default=None, key=lambda s: s.first), min(ends, default=None, key=lambda e: e.last)
    return None if start and end and start.first >= end.last else (start, end)


def hosts_of(case: Case, seat: Seat) -> tuple[Host, ...]:
    """A licence, a name, a scope or the address itself by which firms are lodged there."""
    found = [Host(two("地址文字本身注明", "the address says so itself"), seat.evidence)] if says_host(seat.text) else []
    index = _index(case)
    building = address_key(seat.text).building
    for key in dict.fromkeys((seat.key, building, _street_number(building))):
        found += [Host(kind, evidence) for host, evidence, kind in index.get(key or "?", ()) if host != seat.firm]
    found += [
        Host(two("持牌注册代理的客户", "a client of a licensed registered agent"), says(
            r.place, f"{name_of(case, r.a)}为其代理", f"{name_of(case, r.a)} is its agent", "relation"))
        for r in case.relations
        if r.b == seat.firm and r.kind in ("agent", "acts_for") and case.party(r.a).licences & LICENCES
    ]  # fmt: skip
    return tuple({h.evidence.statement: h for h in found}.values())


def says_host(text: str | None) -> bool:
    return bool(text and _SAYS_HOST.search(text))


def _street_number(building: str) -> str:
    """…路88号2栋 → …路88号: a host of the whole number hosts its buildings."""
    number = re.match(r".*?\d+号", building)
    return number[0] if number else ""


_Hosted = dict[str, list[tuple[str, Evidence, Text]]]
_INDEX: dict[int, tuple[Case, _Hosted]] = {}


def _index(case: Case) -> _Hosted:
    """Address key and building → parties that lodge firms; read once a case."""
    held = _INDEX.get(id(case))
    if held is None or held[0] is not case:
        found: _Hosted = defaultdict(list)
        for party in case.parties.values():
            kind = _host_kind(party)
            for row in party.rows if kind else ():
                text = row.get("address") or ""
                for key in {row.get("_address") or _key(text), address_key(text).building} - {""}:
                    assert kind is not None
                    found[key].append((party.id, _own_words(row), kind))
        _INDEX.clear()
        held = _INDEX[id(case)] = case, found
    return held[1]


def _host_kind(party: Party) -> Text | None:
    if party.licences & LICENCES:
        return two("持牌地址托管或注册代理", "a licensed address host or registered agent")
    if says_host(party.name):
        return two("名称显示为代理、孵化或托管机构", "a name of an agent, incubator or host")
    if says_host(party.text("scope")):
        return two("经营范围含住所托管或商务秘书服务", "a scope that holds address or secretarial services")
    return None
