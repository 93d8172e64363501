"""The chain of a lead, drawn top-down: owners above."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

import streamlit as st

Language = Literal["zh", "en"]
Record = Mapping[str, Any]

_BUNDLE = Path(__file__).resolve().parent.parent / "static" / "chart" / "chart.mjs"
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


@dataclass(frozen=True, slots=True)
class Selection:
    """What the reader picked: a node by its party id, or an edge by its index in chain["edges"]."""

    kind: Literal["node", "edge"]
    id: str | int


def percent(share: str) -> str:
    """An exact share ("7/10") as per cent ("70%"); ≈ marks a rounded figure; text that is no share stays itself."""
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
    chain: Record, *, language: Language = "zh", debtors: Collection[str] = (), home: str = "CN"
) -> dict[str, Any]:
    """The chain as the browser needs it: each node and edge with its form, its lines of text and its spoken name.

    chain: {nodes, edges} of a lead; a party that only an edge names becomes an unknown node, so no edge is lost.
    debtors: ids of the parties to highlight (a node's own `debtor: true` counts too). home: what is not foreign.
    Equal chains give an equal `mark`; positions and selection hold as long as the mark does.
    """
    parties: dict[str, Record] = {str(party["id"]): party for party in chain.get("nodes", ())}
    edges = list(chain.get("edges", ()))
    for end in (str(edge[end]) for edge in edges for end in ("from", "to")):
        parties.setdefault(end, {"id": end, "name": end, "kind": "unknown"})
    nodes = [_node(party, language, debtors, home) for party in parties.values()]
    names = {node["id"]: node["name"] for node in nodes}
    lines = [_edge(index, edge, language, names) for index, edge in enumerate(edges)]
    canonical = json.dumps(chain, ensure_ascii=True, sort_keys=True, default=str).encode()
    mark = hashlib.sha256(canonical).hexdigest()[:16]
    return {"nodes": nodes, "edges": lines, "language": language, "mark": mark}


def chain_chart(
    chain: Record,
    *,
    key: str,
    selected: Selection | None = None,
    language: Language = "zh",
    height: int = 520,
    debtors: Collection[str] = (),
    home: str = "CN",
) -> Selection | None:
    """Draw the chain and return what is picked in it, or None; the last to speak, reader or caller, is heard.

    selected: what the caller (an address, a list beside the chart) wants picked; it counts when it changes, so a
    caller may pass the returned value back. A pick does not outlive its chain. height: pixels, all parts included.
    """
    picture = drawing(chain, language=language, debtors=debtors, home=home)
    state, slot = st.session_state, f"{key}.picked"
    held = state.get(slot)
    if held is None or held["mark"] != picture["mark"] or held["asked"] != selected:
        held = state[slot] = {"mark": picture["mark"], "asked": selected, "picked": _within(selected, picture)}
    picked: Selection | None = held["picked"]
    mounted = f"{key}.chart"

    def take() -> None:
        state[slot] = {**held, "picked": _read(state[mounted].pick, picture)}

    shown = {"kind": picked.kind, "id": picked.id} if picked else None
    _mount(key=mounted, data={**picture, "selected": shown, "height": height, "key": key}, on_pick_change=take)
    return picked


def adopt(key: str, picked: Selection | None) -> None:
    """The caller has taken the pick into its own keeping, such as the address: from now on that is what it asks for,
    so that a later step back to nothing counts as a change."""
    st.session_state[f"{key}.picked"]["asked"] = picked


def _within(picked: Selection | None, picture: Record) -> Selection | None:
    if picked is None:
        return None
    known = {("node", node["id"]) for node in picture["nodes"]} | {("edge", edge["index"]) for edge in picture["edges"]}
    return picked if (picked.kind, picked.id) in known else None


def _read(pick: object, picture: Record) -> Selection | None:
    """What the browser sent is checked like any input; a pick in a chain no longer drawn counts for nothing."""
    if not isinstance(pick, Mapping) or pick.get("mark") != picture["mark"]:
        return None
    kind, id_ = pick.get("kind"), pick.get("id")
    if kind == "node" and isinstance(id_, str):
        return _within(Selection("node", id_), picture)
    if kind == "edge" and isinstance(id_, int):
        return _within(Selection("edge", id_), picture)
    return None


def _word(key: str, language: Language) -> str:
    """The word in the reader's language; what the table lacks is shown as it came."""
    zh, en = _WORDS.get(key, (key, key))
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


def _node(party: Record, language: Language, debtors: Collection[str], home: str) -> dict[str, Any]:
    kind, jurisdiction = str(party.get("kind") or "unknown"), str(party.get("jurisdiction") or "")
    shape = _shape(kind, jurisdiction, home)
    owes = str(party["id"]) in debtors or bool(party.get("debtor"))
    name = _text(party.get("name"), language).strip() or _word("nobody", language)
    # a person and a company are told by their shape; what else a reader must know is written out
    notes = [_word("debtor", language)] if owes else []
    notes += [f"{_word('foreign', language)} {jurisdiction}"] if shape == "foreign" else []
    said = [name, _word(kind, language), *notes]
    notes += [_word(kind, language)] if shape in {"building", "asset"} else []
    return {
        "id": str(party["id"]),
        "name": name,
        "note": " · ".join(notes),
        "shape": shape,
        "debtor": owes,
        "say": _word("comma", language).join(said),
    }


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


def _edge(index: int, edge: Record, language: Language, names: Mapping[str, str]) -> dict[str, Any]:
    kind, standing = str(edge.get("kind") or ""), str(edge.get("standing") or "")
    share, paid, period = _share(edge, language), _paid(edge, language), _period(edge, language)
    thing, kind_word = _text(edge.get("thing"), language), _word(kind, language)
    states = {"inferred": edge.get("inferred"), standing: standing in _DOUBTED, "ended": edge.get("ended")}
    doubts = [_word(state, language) for state, holds in states.items() if holds]
    # ownership is told by its colour and its figure, a role by its own title
    told = kind == "ownership" or (kind in {"role", "relation"} and thing)
    head = " ".join(part for part in ("" if told else kind_word, share) if part)
    ends = f"{names[str(edge['from'])]} → {names[str(edge['to'])]}"
    said = [part for part in (kind_word, share, thing, paid, period, *doubts) if part]
    return {
        "index": index,
        "from": str(edge["from"]),
        "to": str(edge["to"]),
        "tone": _TONES.get(kind, "other"),
        "line": "dotted" if standing in _DOUBTED else "dashed" if edge.get("ended") else "solid",
        "arrow": kind != "relation",
        "inferred": bool(edge.get("inferred")),
        "label": [part for part in (f"[{' · '.join(doubts)}]" if doubts else "", head, thing, paid, period) if part],
        "say": ends + _word("stop", language) + _word("comma", language).join(said),
    }


def _loader() -> str:
    """Two lines that fetch the module from this server; import() of inline code knows no base, so the address is whole.

    The digest makes the browser fetch a new bundle after an update. Without its newline the text would pass for a path.
    """
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    path = f"{'/' + base if base else ''}/app/static/chart/chart.mjs"
    digest = hashlib.sha256(_BUNDLE.read_bytes()).hexdigest()[:12]
    address = json.dumps(f"{path}?v={digest}")
    return (
        f"const chart = import(location.origin + {address});\nexport default async (box) => (await chart).default(box);"
    )


# registered once, at import: inside a page's body it would be registered on every rerun
_mount = st.components.v2.component("lookthrough_chain_chart", js=_loader())
