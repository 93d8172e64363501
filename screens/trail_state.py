"""Whether the trail is whole, its signed heads, what to take away."""

from __future__ import annotations

import json
from pathlib import Path

import streamlit as st
from markupsafe import Markup

from casework import proving
from casework.stamps import request_for
from casework.trail_state import HeadState, TrailState, state_of
from graph.store.workspace import Workspace
from graph.trail_breaks import in_words
from graph.trail_heads import key_name
from screens import state
from screens.state import t
from screens.text import each, fill, joined, table

_COMMANDS = "lookthrough trail key --out my-key.pem\nlookthrough trail sign --key my-key.pem --out head.json"


def show(held: Workspace) -> TrailState:
    """Entries, last hash and Merkle root; every fault in words; the heads; head, stamp request and proof to take away."""
    found = state_of(held)
    chip = "good" if found.whole else "red"
    facts = [(t("trail_entries"), found.entries), (t("trail_head"), found.head), (t("trail_root"), found.root)]
    said = t("trail_whole") if found.whole else t("trail_broken")
    made = '<h2>{head} <span class="chip {chip}" role="status">{said}</span></h2><p class="faint">{note}</p><dl class="facts">{facts}</dl>'
    rows = joined(fill("<div><dt>{a}</dt><dd>{b}</dd></div>", a=a, b=b) for a, b in facts)
    state.put(fill(made, head=t("trail"), chip=chip, said=said, note=t("trail_note"), facts=rows))
    if faults := _faults(found):
        state.put(fill('<div class="fault" role="alert"><ul class="plain">{rows}</ul></div>', rows=faults))
    _heads(found)
    _taken_away(held, found)
    return found


def _faults(found: TrailState) -> Markup:
    tongue = state.language()
    lines = [in_words(fault)[tongue] for fault in found.faults]
    lines += [f"{name}: {zh if tongue == 'zh' else en}" for name, (zh, en) in sorted(found.lost.items())]
    return each("<li>{row}</li>", lines)


def _heads(found: TrailState) -> None:
    if not found.heads:
        made = '<section class="part"><h3>{head} (0)</h3><p>{none}</p><pre tabindex="0"><code>{how}</code></pre><p class="faint">{why}</p></section>'
        how = Markup("\n").join(fill("{line}", line=line) for line in _COMMANDS.splitlines())
        state.put(fill(made, head=t("heads_signed"), none=t("heads_none"), how=how, why=t("trail_not_alone")))
        return
    heads = [t("trail_entries"), t("when"), t("who"), t("head_key"), t("state_word"), t("head_stamp"), "sha256"]
    rows = [
        (
            one.kept.head.entries, one.kept.head.at, one.by or "—", key_name(one.kept.head.public_key), _agrees(one),
            _stamps(one), one.kept.sha256[:16],
        )
        for one in reversed(found.heads)
    ]  # fmt: skip
    made = '<section class="part"><h3>{head} ({n})</h3>{rows}<p class="faint">{why}</p></section>'
    state.put(fill(made, head=t("heads_signed"), n=len(rows), rows=table(heads, rows), why=t("trail_not_alone")))


def _agrees(one: HeadState) -> Markup:
    if one.ok:
        return fill('<span class="chip good">{said}</span>', said=t("head_agrees"))
    said = one.said[state.language()] if one.said else t("head_stamp_unfit")
    return fill('<span class="chip red">{said}</span>', said=said)


def _stamps(one: HeadState) -> str:
    told = [t("head_stamped").format(stamp.at, stamp.service or "—") for stamp in one.stamps]
    return "; ".join(told + [t("head_stamp_unfit") for _ in one.unfit]) or "—"


def _taken_away(held: Workspace, found: TrailState) -> None:
    """Heads that hold, with the request for a stamp; a proof of one entry, while the trail is whole."""
    folder, who = held.folder, state.actor()
    sound = {one.kept.name: one.kept for one in reversed(found.heads) if one.fault is None}
    under = None
    with st.container(horizontal=True, vertical_alignment="bottom", key="trail-files"):
        if sound:
            name = st.selectbox(
                t("head_which"),
                list(sound),
                format_func=lambda one: f"{sound[one].head.entries} · {sound[one].head.at}",
                width=300,
            )
            chosen = sound[name or next(iter(sound))]
            under = chosen.head.entries
            st.download_button(
                t("head_file"),
                chosen.text,
                f"head-{chosen.name}.json",
                "application/json",
                on_click="ignore",
                icon=":material/verified_user:",
            )
            st.download_button(
                t("stamp_file"),
                lambda: request_for(Workspace(folder), chosen, actor=who, at=state.now()),
                f"head-{chosen.name}.tsq",
                "application/timestamp-query",
                on_click="ignore",
                icon=":material/schedule:",
                help=t("stamp_note"),
            )
        if found.entries and not found.faults:
            seq = st.number_input(
                t("proof_entry"), 1, found.entries, min(found.entries, under or found.entries), width=170
            )
            st.download_button(
                t("proof_file"),
                lambda: _proof(folder, seq, under if under and seq <= under else None),
                f"proof-{seq}.json",
                "application/json",
                on_click="ignore",
                icon=":material/account_tree:",
                help=t("proof_note"),
            )


def _proof(folder: Path, seq: int, under: int | None) -> bytes:
    """under: the number of entries of the head whose root the proof is to lead to; None: as the trail stands."""
    document = proving.proof(Workspace(folder), seq, under)
    return (json.dumps(document, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()
