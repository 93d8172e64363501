"""The chart of a chain: mounted, told, and what it tells."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import streamlit as st

Record = Mapping[str, Any]

_BUNDLE = Path(__file__).resolve().parent.parent / "static" / "chart" / "chart.mjs"


@dataclass(frozen=True, slots=True)
class Selection:
    """What the reader picked: a node by its party id, or an edge by its index in chain["edges"] or its own id."""

    kind: Literal["node", "edge"]
    id: str | int


@dataclass(frozen=True, slots=True)
class Looked:
    """How the chain is looked at. open: parties and group nodes opened, in order; off: kinds the legend hides; day: ISO or ""."""

    open: Sequence[str] = ()
    hidden: Sequence[str] = ()
    off: Sequence[str] = ()
    day: str = ""


@dataclass(frozen=True, slots=True)
class Deeds:
    """What is done when the reader changes the view, chooses a day, or asks for a party's page or a path from it."""

    view: Callable[[Looked], None] = lambda _: None
    day: Callable[[str], None] = lambda _: None
    ask: Callable[[str, str], None] = lambda _what, _party: None


def chain_chart(
    picture: Record,
    *,
    key: str,
    selected: Selection | None = None,
    looked: Looked | None = None,
    deeds: Deeds | None = None,
    height: int = 520,
) -> Selection | None:
    """Draw a picture (screens.chart_picture) and return what is picked in it, or None; the last to speak is heard.

    selected: what the caller (an address, a list beside the chart) wants picked; it counts when it changes, so a
    caller may pass the returned value back. A pick does not outlive its chain. height: pixels, all parts included.
    """
    looked, deeds = looked or Looked(), deeds or Deeds()
    state, slot = st.session_state, f"{key}.picked"
    held = state.get(slot)
    if held is None or held["mark"] != picture["mark"] or held["asked"] != selected:
        held = state[slot] = {"mark": picture["mark"], "asked": selected, "picked": _within(selected, picture)}
    picked: Selection | None = _within(held["picked"], picture)
    mounted = f"{key}.chart"

    def take() -> None:
        state[slot] = {**held, "picked": _read(state[mounted].pick, picture)}

    def told(name: str, act: Callable[[Record], None]) -> Callable[[], None]:
        def hear() -> None:
            said = getattr(state[mounted], name)
            if isinstance(said, Mapping) and said.get("mark") == picture["mark"]:
                act(said)

        return hear

    shown = {"kind": picked.kind, "id": picked.id} if picked else None
    view = {"open": list(looked.open), "hidden": list(looked.hidden), "off": list(looked.off)}
    _mount(
        key=mounted,
        data={**picture, "selected": shown, "height": height, "key": key, "view": view, "day": looked.day},
        on_pick_change=take,
        on_view_change=told("view", lambda said: deeds.view(_looked(said))),
        on_day_change=told("day", lambda said: deeds.day(str(said.get("day") or ""))),
        on_ask_change=told("ask", lambda said: deeds.ask(str(said.get("what")), str(said.get("id")))),
    )
    return picked


def _looked(said: Record) -> Looked:
    """What the browser sent is checked like any input: lists of texts, and not many of them."""

    def texts(name: str) -> list[str]:
        value = said.get(name)
        return [one for one in value if isinstance(one, str)][:200] if isinstance(value, list) else []

    return Looked(texts("open"), texts("hidden"), texts("off"))


def adopt(key: str, picked: Selection | None) -> None:
    """The caller has taken the pick into its own keeping, such as the address: from now on that is what it asks for,
    so that a later step back to nothing counts as a change."""
    st.session_state[f"{key}.picked"]["asked"] = picked


def _within(picked: Selection | None, picture: Record) -> Selection | None:
    if picked is None:
        return None
    return picked if (picked.kind, picked.id) in _known(picture) else None


def _known(picture: Record) -> set[tuple[str, str | int]]:
    both = (picture, picture["extra"])
    nodes = {("node", node["id"]) for part in both for node in part["nodes"]}
    return nodes | {("edge", edge["index"]) for part in both for edge in part["edges"]}


def _read(pick: object, picture: Record) -> Selection | None:
    """What the browser sent is checked like any input; a pick in a chain no longer drawn counts for nothing."""
    if not isinstance(pick, Mapping) or pick.get("mark") != picture["mark"]:
        return None
    kind, id_ = pick.get("kind"), pick.get("id")
    if kind == "node" and isinstance(id_, str):
        return _within(Selection("node", id_), picture)
    if kind == "edge" and isinstance(id_, int | str):
        return _within(Selection("edge", id_), picture)
    return None


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
