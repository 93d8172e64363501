"""The chain of a lead; a line clicked shows its evidence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from reports.wording import term
from screens import decide, lead_value, state
from screens import lead_parts as parts
from screens.chain_chart import Deeds, Looked, Selection, adopt, chain_chart
from screens.chain_view import Drawn, drawn
from screens.evidence import cited, hash_note
from screens.overview import opened, strip
from screens.paths_box import paths_box
from screens.state import t
from screens.text import fill, joined, visible
from screens.words import of

Record = Mapping[str, Any]
_BESIDE = 8
"""Up to so many lines the evidence fits beside the drawing; a longer chain gets the whole width."""
_TALL, _TALLER = 560, 700
"""Pixels of the drawing: beside its evidence, and alone in the whole width."""


def show() -> None:
    """Leads to step through, the drawing, and the evidence of what was clicked."""
    document = opened()
    if document is None:
        return
    strip(document)
    if not document["leads"]:
        state.note(t("no_leads"))
        return
    lead = _stepper(document)
    state.seen("view", str(document["case"]["id"]), lead=str(lead["id"]))
    _judged(document, lead)
    if not lead["chain"]["edges"]:
        state.note(t("no_chain"))
        _evidence(lead, None, None)
        return
    view = drawn(document, lead)
    left, right = _places(view)
    with left:
        picked = _chart(view)
    with right:
        _evidence(lead, view, picked)
    paths_box(view, picked)
    tongue = state.language()
    state.put(fill("<p>{said}</p>", said=of(lead["summary"], tongue)))
    below = [
        parts.against, lead_value.fragility, lead_value.benign, lead_value.waterfall, parts.grounds, parts.gaps, parts.tests, parts.priority,
    ]  # fmt: skip
    state.put(joined(part(lead, tongue) for part in below))


def _judged(document: Record, lead: Record) -> None:
    """How well it is supported and why, and what was decided on it."""
    tongue = state.language()
    verdict = state.verdicts(str(document["case"]["id"])).get(lead["id"])
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        with st.container(width="stretch"):
            told = '<p>{chips} <span class="faint">{why}</span></p>{said}'
            said = decide.said(verdict) if verdict else fill("")
            state.put(fill(told, chips=parts.chips(lead, tongue), why=of(lead["tier_why"], tongue), said=said))
        decide.buttons(lead, verdict)


def _places(view: Drawn) -> tuple[Any, Any]:
    """Where the drawing stands, and where its evidence: of one height beside it, or as long as it is below a long chain."""
    if view.lines <= _BESIDE:
        left, right = st.columns([8, 5])
        return left, right.container(key="evidence", height=_TALL)
    both = st.container(horizontal=True, key="chain-long")
    return both.container(width="stretch"), both.container(key="evidence", width=500)


def _stepper(document: Record) -> Record:
    """All leads in the order of their rank; a lead the address does not know is the first."""
    leads: dict[str, Record] = {lead["id"]: lead for lead in document["leads"]}
    ids, wanted, tongue = list(leads), st.query_params.get("lead"), state.language()
    current = wanted if wanted in leads else ids[0]
    at = ids.index(current)
    if wanted and wanted not in leads:
        state.note(t("lead_gone"))

    def to(lead: str) -> None:
        state.go(lead=lead)

    def named(one: str) -> str:
        lead = leads[one]
        return visible(f"{lead['rank']}. {of(lead['title'], tongue)} · {term('tier', lead['tier'], tongue)}")

    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.button(
            t("previous"), icon=":material/chevron_left:", disabled=at == 0, on_click=to, args=(ids[max(at - 1, 0)],)
        )
        st.selectbox(
            t("stepper"),
            ids,
            format_func=named,
            label_visibility="collapsed",
            key=state.follow("step", current),
            on_change=lambda: to(st.session_state["step"]),
        )
        last = min(at + 1, len(ids) - 1)
        st.button(t("next"), icon=":material/chevron_right:", disabled=at == last, on_click=to, args=(ids[last],))
    return leads[current]


def _chart(view: Drawn) -> Selection | None:
    """One chart for all leads: stepping on tells it another chain, and a click meanwhile is never lost to a chart that goes."""
    asked = _from_address(view)
    looked = Looked(state.listed("x"), state.listed("h"), state.listed("off"), st.query_params.get("asof", ""))
    picked = chain_chart(
        view.picture,
        key="chain",
        selected=asked,
        looked=looked,
        deeds=Deeds(_looked, lambda day: state.go(asof=day or None), _asked),
        height=_TALL if view.lines <= _BESIDE else _TALLER,
    )
    if picked != asked:
        state.go(e=f"{picked.kind}:{picked.id}" if picked else None)
        adopt("chain", picked)
    if "chain-page" in st.session_state:
        to = st.session_state.pop("chain-page")
        st.switch_page(st.session_state["pages"]["entity"], query_params=state.link(party=to))
    return picked


def _looked(view: Looked) -> None:
    state.go(**{name: ";".join(ids) or None for name, ids in (("x", view.open), ("h", view.hidden), ("off", view.off))})


def _asked(what: str, party: str) -> None:
    """A page cannot be left from within a callback: it is left when the script runs."""
    if what == "page":
        st.session_state["chain-page"] = party
    elif what == "path":
        state.go(pf=party, pt=None)


def _from_address(view: Drawn) -> Selection | None:
    """What the address picks, as far as the drawing holds it; the rest is left alone."""
    kind, _, name = (st.query_params.get("e") or "").partition(":")
    if kind == "edge":
        edges = {str(edge["index"]): edge["index"] for edge in view.edges}
        return Selection("edge", edges[name]) if name in edges else None
    return Selection("node", name) if kind == "node" and any(n["id"] == name for n in view.nodes) else None


def _evidence(lead: Record, view: Drawn | None, picked: Selection | None) -> None:
    tongue = state.language()
    head = f"{t('all_evidence')} ({len(lead['evidence'])})"
    if view is None or picked is None:
        body = fill(
            '<h2>{head}</h2><p class="faint">{pick}</p>{rows}',
            head=head, pick=t("pick"), rows=cited(lead["evidence"], tongue),
        )  # fmt: skip
        state.put(body + hash_note(tongue))
        return
    said, rows = view.evidence(picked, lead)
    state.put(
        fill(
            '<h2>{head}</h2><p class="picked">{said}</p>{rows}', head=t("evidence"), said=said, rows=cited(rows, tongue)
        )
    )
    if picked.kind == "node" and view.is_party(str(picked.id)):
        page, to = st.session_state["pages"]["entity"], state.link(party=str(picked.id))
        st.page_link(page, label=t("to_entity"), icon=":material/badge:", query_params=to)
    everything = fill(
        "<details><summary>{all}</summary>{rows}</details>", all=head, rows=cited(lead["evidence"], tongue)
    )
    state.put(everything + hash_note(tongue))
