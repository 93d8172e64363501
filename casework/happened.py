"""What happened to a party, day by day, in both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from graph.statements import Place
from graph.values import DateSpan, Money
from reports.wording import term

Names = Mapping[str, str]
Told = tuple[DateSpan | None, str, str]
"""A day (None: unknown, then it is no event), and what is said of it: zh, en."""


@dataclass(frozen=True, slots=True)
class Event:
    """day: ISO, partial where the row is; kind: the table it comes from."""

    day: str
    kind: str
    zh: str
    en: str
    place: Place


def events_of(party: str, facts: Mapping[str, Iterable[Any]], names: Names) -> list[Event]:
    """The earliest first; a row that gives a start and an end makes two events."""
    found = []
    for table, rows in facts.items():
        tell = _TELL.get(table)
        for fact in rows if tell else ():
            assert tell is not None
            found += [
                Event(str(day), table, zh, en, fact.place)
                for day, zh, en in tell(fact, party, names)
                if day is not None
            ]
    return sorted(found, key=lambda e: (e.day, e.kind, e.zh, e.place.fact))


def _money(money: Money | None) -> str:
    return f" {money}" if money else ""


def _share(share: Any) -> str:
    return f" {share.percent()}" if share else ""


def _holding(f: Any, party: str, names: Names) -> list[Told]:
    if f.company == party:
        who = names.get(f.owner, f.owner)
        zh, en = f"{who}持股{_share(f.share)}", f"{who} holds{_share(f.share)}"
    else:
        what = names.get(f.company, f.company)
        zh, en = f"持有{what}股权{_share(f.share)}", f"holds{_share(f.share)} of {what}"
    return [(f.period.start, zh, en), (f.period.end, f"{zh}：终止", f"{en}: ended")]


def _role(f: Any, party: str, names: Names) -> list[Told]:
    other = names.get(f.person if f.company == party else f.company, "")
    zh, en = f"{other} {term('edge_label', f.role, 'zh')}", f"{other}: {term('edge_label', f.role, 'en')}"
    return [(f.period.start, f"任职：{zh}", f"office: {en}"), (f.period.end, f"卸任：{zh}", f"office ended: {en}")]


def _transfer(f: Any, party: str, names: Names) -> list[Told]:
    giver, taker = names.get(f.giver, f.giver), names.get(f.taker, f.taker)
    what = names.get(f.company, f.company) if f.company else names.get(f.thing, f.thing)
    price = _money(f.price)
    zh = f"{giver}将{what}{_share(f.share)}转让给{taker}{'，价款' + price if price else '，未载价款'}"
    en = f"{giver} transfers {what}{_share(f.share)} to {taker}{' for' + price if price else ', no price stated'}"
    return [(f.on, zh, en)]


def _contract(f: Any, party: str, names: Names) -> list[Told]:
    first, second = names.get(f.first, f.first), names.get(f.second, f.second)
    zh = f"合同（{term('edge_label', f.kind, 'zh')}）：{first} → {second}{_money(f.money)}"
    en = f"contract ({term('edge_label', f.kind, 'en')}): {first} → {second}{_money(f.money)}"
    return [(f.on, zh, en)]


def _court(f: Any, party: str, names: Names) -> list[Told]:
    number = f.number or ""
    zh = f"{f.court or ''}{number} {f.cause or ''}{_money(f.money)}".strip()
    en = f"{number} {f.court or ''} {f.cause or ''}{_money(f.money)}".strip()
    return [
        (f.filed, f"立案：{zh}", f"filed: {en}"), (f.terminated_on, f"终本：{zh}", f"enforcement terminated: {en}"),
        (f.closed, f"结案：{zh}", f"closed: {en}"),
    ]  # fmt: skip


def _change(f: Any, party: str, names: Names) -> list[Told]:
    item_zh, item_en = _ITEMS.get(f.item, (f.item, f.item))
    return [
        (
            f.on,
            f"变更{item_zh}：{f.before or '—'} → {f.after or '—'}",
            f"{item_en}: {f.before or '—'} → {f.after or '—'}",
        )
    ]


def _burden(f: Any, party: str, names: Names) -> list[Told]:
    who = names.get(f.holder or "", f.holder or f.authority or "")
    zh, en = _BURDENS.get(f.kind, (f.kind, f.kind))
    return [
        (f.period.start, f"{zh}：{who}{_money(f.money)}", f"{en}: {who}{_money(f.money)}"),
        (f.period.end, f"{zh}届满：{who}", f"{en} ends: {who}"),
    ]


def _title(f: Any, party: str, names: Names) -> list[Told]:
    what = f.name or f.asset
    return [
        (f.period.start, f"登记取得：{what}", f"registered as owner: {what}"),
        (f.period.end, f"不再登记：{what}", f"no longer owner: {what}"),
    ]


def _succession(f: Any, party: str, names: Names) -> list[Told]:
    a, b = names.get(f.predecessor, f.predecessor), names.get(f.successor, f.successor)
    return [(f.on, f"承继：{a} → {b}", f"succession: {a} → {b}")]


_ITEMS = {
    "name": ("名称", "name"), "address": ("住所", "address"), "legal_representative": ("法定代表人", "legal representative"),
    "shareholders": ("股东", "shareholders"), "officers": ("主要人员", "officers"),
    "registered_capital": ("注册资本", "registered capital"), "paid_capital": ("实缴资本", "paid-in capital"),
    "status": ("登记状态", "status"), "scope": ("经营范围", "scope"), "filing": ("备案", "filing"),
}  # fmt: skip
_BURDENS = {
    "pledge": ("质押", "pledge"), "mortgage": ("抵押", "mortgage"), "freeze": ("冻结", "freeze"), "seizure": ("查封", "seizure"),
}  # fmt: skip
_TELL: dict[str, Callable[[Any, str, Names], list[Told]]] = {
    "holdings": _holding,
    "roles": _role,
    "share_transfers": _transfer,
    "asset_transfers": _transfer,
    "contracts": _contract,
    "court_cases": _court,
    "changes": _change,
    "encumbrances": _burden,
    "assets": _title,
    "successions": _succession,
}
