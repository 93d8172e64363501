"""A chain as the chart needs it: forms, texts, spoken names."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any, Literal

from graph.reach import CROWDED_PARTY
from graph.schema import WORDS as LISTS

Language = Literal["zh", "en"]
Record = Mapping[str, Any]

_COMPANIES = {"company", "branch", "partnership", "trust", "fund", "public_body"}
_BUILDINGS = {"real_estate", "land", "building"}
_EVENTS = {"share_transfer", "asset_transfer", "payment"}
_DOUBTED = {"alleged", "denied"}

# kind of edge -> tone of its line; the colours stand in the browser module, which knows light from dark
_TONES = {
    "ownership": "ownership",
    "role": "control",
    "relation": "relation",
    "share_transfer": "transfer",
    "asset_transfer": "transfer",
    "payment": "money",
    "contract": "other",
    "encumbrance": "burden",
}

# key -> zh, en
_WORDS: dict[str, tuple[str, str]] = {
    "ownership": ("持股", "ownership"),
    "role": ("任职", "role"),
    "relation": ("关联", "relation"),
    "share_transfer": ("股权转让", "share transfer"),
    "asset_transfer": ("资产转让", "asset transfer"),
    "payment": ("付款", "payment"),
    "contract": ("合同", "contract"),
    "encumbrance": ("权利负担", "encumbrance"),
    "person": ("个人", "person"),
    "company": ("公司", "company"),
    "branch": ("分支机构", "branch"),
    "partnership": ("合伙企业", "partnership"),
    "trust": ("信托", "trust"),
    "fund": ("基金", "fund"),
    "public_body": ("公共机构", "public body"),
    "unknown": ("身份不明", "identity unknown"),
    "real_estate": ("不动产", "real estate"),
    "land": ("土地", "land"),
    "building": ("房屋", "building"),
    "vehicle": ("车辆", "vehicle"),
    "account": ("账户", "account"),
    "receivable": ("应收债权", "receivable"),
    "unpaid_capital": ("未缴出资", "unpaid capital"),
    "equity": ("股权", "equity"),
    "asset": ("资产", "asset"),
    "debtor": ("债务人", "debtor"),
    "foreign": ("境外", "foreign"),
    "alleged": ("指称", "alleged"),
    "denied": ("被否认", "denied"),
    "inferred": ("推断", "inferred"),
    "ended": ("已终止", "ended"),
    "dissolved": ("已注销", "deregistered"),
    "hub": ("枢纽", "hub"),
    "dishonest": ("失信", "dishonest debtor"),
    "court": ("诉讼", "court case"),
    "succession": ("承继", "succession"),
    "more": ("另有{}行{}", "{} more rows{}"),
    "g owners": ("其他股东", "other owners"),
    "g owned": ("其他对外投资", "other holdings"),
    "g officers": ("其他人员", "other officers"),
    "g posts": ("其他任职", "other posts"),
    "g relations": ("其他关联方", "other relations"),
    "g assets": ("其他资产", "other assets"),
    "g sold_to": ("其他受让方", "other takers"),
    "g bought_from": ("其他转让方", "other givers"),
    "g contracts": ("其他合同方", "other contract parties"),
    "g paid_to": ("其他收款方", "other payees"),
    "g paid_by": ("其他付款方", "other payers"),
    "g successions": ("其他承继方", "other successions"),
    "g court": ("其他诉讼方", "other court parties"),
    "g ownership": ("其他持股", "other holdings"),
    "g role": ("其他任职", "other roles"),
    "g relation": ("其他关联", "other relations"),
    "g share_transfer": ("其他股权转让", "other share transfers"),
    "g asset_transfer": ("其他资产转让", "other asset transfers"),
    "g payment": ("其他付款", "other payments"),
    "g contract": ("其他合同", "other contracts"),
    "g encumbrance": ("其他权利负担", "other encumbrances"),
    "no share": ("比例不明", "share unknown"),
    "no price": ("未载价格", "no price stated"),
    "no currency": ("币种不明", "currency unknown"),
    "since": ("{} 起", "since {}"),
    "until": ("至 {}", "until {}"),
    "between": ("{} 至 {}", "{} to {}"),
    "comma": ("，", ", "),
    "stop": ("：", ": "),
    "nobody": ("无名", "no name"),
}


def percent(share: str) -> str:
    """An exact share ("7/10") as per cent ("70%"); ≈ marks a rounded figure; text that is no share stays itself."""
    if ".." in share:
        low, _, high = share.partition("..")
        return f"{percent(low)}–{percent(high)}"
    try:
        value = Fraction(share) * 100
    except (ValueError, ZeroDivisionError):
        return share
    rounded = round(value, 4)
    digits = f"{Decimal(rounded.numerator) / Decimal(rounded.denominator):f}"
    digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
    if rounded == value:
        return f"{digits}%"
    return f"≈{digits}%" if rounded else "<0.0001%"


def money(amount: str, currency: str, language: Language) -> str:
    """An exact amount with its currency ("CNY 700,000"); a currency nobody stated is said to be unknown."""
    try:
        value = Decimal(amount)
        whole = value.to_integral_value()
        figure = f"{whole if value == whole else value:,f}"
    except (InvalidOperation, ValueError):
        figure = amount
    return f"{currency} {figure}" if currency else f"{figure} ({_word('no currency', language)})"


def drawing(
    chain: Record,
    *,
    language: Language = "zh",
    debtors: Collection[str] = (),
    home: str = "CN",
    extra: Record | None = None,
    unseen: Mapping[str, int] | None = None,
    marks: Mapping[str, Collection[str]] | None = None,
) -> dict[str, Any]:
    """The chain as the browser needs it: each node and edge with its form, its lines of text and its spoken name.

    chain: {nodes, edges} of a lead; a party that only an edge names becomes an unknown node, so no edge is lost.
    debtors: ids of the parties to highlight (a node's own `debtor: true` counts too). home: what is not foreign.
    extra: what was opened beside the chain; unseen: ties of a party that are not drawn; marks: "dissolved", "dishonest".
    Equal chains give an equal `mark`; positions and selection hold as long as the mark does, whatever is opened.
    """
    parties: dict[str, Record] = {str(party["id"]): party for party in chain.get("nodes", ())}
    edges = list(chain.get("edges", ()))
    for end in (str(edge[end]) for edge in edges for end in ("from", "to")):
        parties.setdefault(end, {"id": end, "name": end, "kind": "unknown"})
    about = _About(language, frozenset(debtors), home, _with_hubs(marks or {}, unseen or {}))
    opened = extra or {"nodes": (), "edges": ()}
    nodes = [_node(party, about) for party in parties.values()]
    beside = [_node(party, about) for party in opened["nodes"] if str(party["id"]) not in parties]
    names = {node["id"]: node["name"] for node in (*nodes, *beside)}
    lines = [_edge(index, edge, language, names) for index, edge in enumerate(edges)]
    more = [
        {**_edge(str(edge["id"]), edge, language, names), "near": edge.get("near"), "side": edge.get("side")}
        for edge in opened["edges"]
        if str(edge["from"]) in names and str(edge["to"]) in names
    ]
    canonical = json.dumps(chain, ensure_ascii=True, sort_keys=True, default=str).encode()
    return {
        "nodes": nodes, "edges": lines, "extra": {"nodes": beside, "edges": more}, "unseen": dict(unseen or {}),
        "language": language, "mark": hashlib.sha256(canonical).hexdigest()[:16],
    }  # fmt: skip


def _with_hubs(marks: Mapping[str, Collection[str]], unseen: Mapping[str, int]) -> dict[str, Collection[str]]:
    """Who has more ties than a path should lead through is called a hub."""
    hubs = {party for party, count in unseen.items() if count > CROWDED_PARTY}
    return {party: {*marks.get(party, ()), *(["hub"] if party in hubs else [])} for party in {*marks, *hubs}}


@dataclass(frozen=True, slots=True)
class _About:
    """What every node's form depends on beside itself."""

    language: Language
    debtors: frozenset[str]
    home: str
    marks: Mapping[str, Collection[str]]


def _word(key: str, language: Language) -> str:
    """The word in the reader's language; what the table lacks is shown as it came."""
    if key not in _WORDS:
        spellings = LISTS["asset_kind"].get(key, ())
        return spellings[0] if language == "zh" and spellings else key.replace("_", " ") if spellings else key
    zh, en = _WORDS[key]
    return zh if language == "zh" else en


def _text(value: object, language: Language) -> str:
    if isinstance(value, Mapping):
        return str(value.get(language) or value.get("zh") or value.get("en") or "")
    return "" if value is None else str(value)


def _shape(kind: str, jurisdiction: str, home: str) -> str:
    if kind in {"", "unknown"}:
        return "unknown"
    if kind not in _COMPANIES | {"person"}:
        return "building" if kind in _BUILDINGS else "asset"
    if jurisdiction and jurisdiction.upper() != home.upper():
        return "foreign"
    return "person" if kind == "person" else "company"


def _node(party: Record, about: _About) -> dict[str, Any]:
    if party.get("kind") == "group":
        return _group(party, about.language)
    language, marks = about.language, about.marks.get(str(party["id"]), ())
    kind, jurisdiction = str(party.get("kind") or "unknown"), str(party.get("jurisdiction") or "")
    shape = _shape(kind, jurisdiction, about.home)
    owes = str(party["id"]) in about.debtors or bool(party.get("debtor"))
    name = _text(party.get("name"), language).strip() or _word("nobody", language)
    # a person and a company are told by their shape; what else a reader must know is written out
    notes = [_word("debtor", language)] if owes else []
    notes += [_word(mark, language) for mark in sorted(marks)]
    notes += [f"{_word('foreign', language)} {jurisdiction}"] if shape == "foreign" else []
    said = [name, _word(kind, language), *notes]
    notes += [_word(kind, language)] if shape in {"building", "asset"} else []
    return {
        "id": str(party["id"]),
        "name": name,
        "note": " · ".join(notes),
        "shape": shape,
        "debtor": owes,
        "faded": "dissolved" in marks,
        "say": _word("comma", language).join(said),
    }


def _group(group: Record, language: Language) -> dict[str, Any]:
    """What is left of a kind, as one box with its number."""
    left = int(group.get("left") or 0)
    name = f"+{left:,} {_word('g ' + str(group.get('group')), language)}"
    return {
        "id": str(group["id"]), "name": name, "note": "", "shape": "group", "debtor": False, "faded": False, "say": name,
    }  # fmt: skip


def _period(edge: Record, language: Language) -> str:
    start, end = edge.get("start"), edge.get("end")
    if start and end and start != end:
        return _word("between", language).format(start, end)
    if edge.get("kind") in _EVENTS or (start and end):
        return str(start or end or "")
    if start:
        return _word("since", language).format(start)
    return _word("until", language).format(end) if end else ""


def _paid(edge: Record, language: Language) -> str:
    if edge.get("price") is not None:
        return money(str(edge["price"]), str(edge.get("currency") or ""), language)
    return _word("no price", language) if edge.get("kind") in _EVENTS else ""


def _share(edge: Record, language: Language) -> str:
    if edge.get("share") is not None:
        return percent(str(edge["share"]))
    return _word("no share", language) if edge.get("kind") == "ownership" else ""


def _edge(index: int | str, edge: Record, language: Language, names: Mapping[str, str]) -> dict[str, Any]:
    if edge.get("kind") == "group":
        return _group_edge(index, edge, language, names)
    kind, standing = str(edge.get("kind") or ""), str(edge.get("standing") or "")
    share, paid, period = _share(edge, language), _paid(edge, language), _period(edge, language)
    thing, kind_word = _text(edge.get("thing"), language), _word(kind, language)
    states = {"inferred": edge.get("inferred"), standing: standing in _DOUBTED, "ended": edge.get("ended")}
    doubts = [_word(state, language) for state, holds in states.items() if holds]
    # ownership is told by its colour and its figure, a role by its own title
    told = kind == "ownership" or (kind in {"role", "relation"} and thing)
    head = " ".join(part for part in ("" if told else kind_word, share) if part)
    more = _more(edge, language)
    ends = f"{names[str(edge['from'])]} → {names[str(edge['to'])]}"
    said = [part for part in (kind_word, share, thing, paid, period, *more, *doubts) if part]
    label = [part for part in (f"[{' · '.join(doubts)}]" if doubts else "", head, thing, paid, period, *more) if part]
    return {
        "index": index,
        "from": str(edge["from"]),
        "to": str(edge["to"]),
        "tone": _TONES.get(kind, "other"),
        "line": "dotted" if standing in _DOUBTED else "dashed" if edge.get("ended") else "solid",
        "arrow": kind != "relation",
        "inferred": bool(edge.get("inferred")),
        "label": label,
        "start": edge.get("start"),
        "end": edge.get("end"),
        "event": kind in _EVENTS,
        "weight": _weight(edge.get("share")),
        "cells": {
            "relation": " ".join(p for p in (kind_word, thing) if p),
            "share": share,
            "price": paid,
            "date": period,
            "state": " · ".join([*doubts, *more]),
        },
        "say": ends + _word("stop", language) + _word("comma", language).join(said),
    }


def _group_edge(index: int | str, edge: Record, language: Language, names: Mapping[str, str]) -> dict[str, Any]:
    ends = f"{names[str(edge['from'])]} → {names[str(edge['to'])]}"
    return {
        "index": index, "from": str(edge["from"]), "to": str(edge["to"]), "tone": "other", "line": "solid", "arrow": False,
        "inferred": False, "label": [], "start": None, "end": None, "event": False, "weight": 0.0, "cells": None, "say": ends,
    }  # fmt: skip


def _more(edge: Record, language: Language) -> list[str]:
    """How many further rows, and of which kinds, one line stands for."""
    kinds = [_word(str(kind), language) for kind in edge.get("also") or ()]
    return (
        [_word("more", language).format(edge["more"], f" ({', '.join(kinds)})" if kinds else "")]
        if edge.get("more")
        else []
    )


def _weight(share: object) -> float:
    """For the width of a line alone."""
    try:
        return float(Fraction(str(share).partition("..")[0])) if share is not None else 0.0
    except (ValueError, ZeroDivisionError):
        return 0.0
