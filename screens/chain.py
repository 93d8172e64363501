"""The chain of a lead; a line clicked shows its evidence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from reports.wording import Language, term
from screens import lead_parts as parts
from screens import state
from screens.chain_chart import Selection, adopt, chain_chart, drawing
from screens.evidence import cited, hash_note
from screens.leads import opened, strip
from screens.state import t
from screens.text import fill, joined, visible
from screens.words import of

Record = Mapping[str, Any]
_BESIDE = 8
"""Up to so many lines the evidence fits beside the drawing; a longer chain gets the whole width."""
_TALL = 520
"""Pixels of drawing and evidence beside each other: both end above the fold of a small laptop."""


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
    tongue = state.language()
    state.put(
        fill(
            '<p>{chips} <span class="faint">{why}</span></p>',
            chips=parts.chips(lead, tongue),
            why=of(lead["tier_why"], tongue),
        )
    )
    left, right = _places(lead)
    with left:
        picked = _chart(document, lead)
    with right:
        _evidence(lead, picked)
    state.put(fill("<p>{said}</p>", said=of(lead["summary"], tongue)))
    below = [parts.against, parts.grounds, parts.gaps, parts.tests, parts.priority]
    state.put(joined(part(lead, tongue) for part in below))


def _places(lead: Record) -> tuple[Any, Any]:
    """Where the drawing stands, and where its evidence: of one height beside it, or as long as it is below a long chain."""
    if _is_short(lead):
        left, right = st.columns([8, 5])
        return left, right.container(key="evidence", height=_TALL)
    both = st.container(horizontal=True, key="chain-long")
    return both.container(width="stretch"), both.container(key="evidence", width=500)


def _is_short(lead: Record) -> bool:
    return len(lead["chain"]["edges"]) <= _BESIDE


def _stepper(document: Record) -> Record:
    """All leads in the order of their rank; a lead the address does not know is the first."""
    leads: dict[str, Record] = {lead["id"]: lead for lead in document["leads"]}
    ids, wanted, tongue = list(leads), st.query_params.get("lead"), state.language()
    current = wanted if wanted in leads else ids[0]
    at = ids.index(current)
    if wanted and wanted not in leads:
        state.note(t("lead_gone"))

    def to(lead: str) -> None:
        state.go(lead=lead, e=None)

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


def titled(chain: Record, language: Language) -> Record:
    """The chain with each role and relation called by its word, where the row gave no text of its own."""
    edges = [
        {**edge, "thing": term("edge_label", edge["label"], language)}
        if edge.get("label") and not edge.get("thing") and edge["kind"] in ("role", "relation", "contract", "payment")
        else edge
        for edge in chain["edges"]
    ]
    return {**chain, "edges": edges}


def _chart(document: Record, lead: Record) -> Selection | None:
    if not lead["chain"]["edges"]:
        state.note(t("no_chain"))
        return None
    asked = _from_address(lead)
    key = f"chain-{lead['id']}"
    picked = chain_chart(
        titled(lead["chain"], state.language()),
        key=key,
        selected=asked,
        language=state.language(),
        height=_TALL,
        debtors={d["id"] for d in document["case"]["debtors"]},
        home=document["case"].get("jurisdiction") or "CN",
    )
    if picked != asked:
        state.go(e=f"{picked.kind}:{picked.id}" if picked else None)
        adopt(key, picked)
    return picked


def _from_address(lead: Record) -> Selection | None:
    """What the address picks, as far as the chain holds it; the rest is left alone."""
    kind, _, name = (st.query_params.get("e") or "").partition(":")
    edges = lead["chain"]["edges"]
    if kind == "edge" and name in map(str, range(len(edges))):
        return Selection("edge", int(name))
    known = {n["id"] for n in lead["chain"]["nodes"]} | {e[end] for e in edges for end in ("from", "to")}
    return Selection("node", name) if kind == "node" and name in known else None


def _evidence(lead: Record, picked: Selection | None) -> None:
    tongue = state.language()
    everything = cited(lead["evidence"], tongue)
    head = f"{t('all_evidence')} ({len(lead['evidence'])})"
    if picked is None:
        body = fill('<h2>{head}</h2><p class="faint">{pick}</p>{rows}', head=head, pick=t("pick"), rows=everything)
    else:
        said, rows = of_pick(lead, picked, tongue)
        body = fill(
            '<h2>{head}</h2><p class="picked">{said}</p>{rows}<details><summary>{all}</summary>{everything}</details>',
            head=t("evidence"), said=said, rows=cited(rows, tongue), all=head, everything=everything,
        )  # fmt: skip
    state.put(body + hash_note(tongue))


def of_pick(lead: Record, picked: Selection, language: Language) -> tuple[str, list[Record]]:
    """What was clicked, as one says it, and its rows: of a line, or of all lines at a box."""
    picture = drawing(titled(lead["chain"], language), language=language)
    edges = lead["chain"]["edges"]
    if picked.kind == "edge":
        chosen = [edges[int(picked.id)]]
        said = next(line["say"] for line in picture["edges"] if line["index"] == picked.id)
    else:
        chosen = [e for e in edges if picked.id in (e["from"], e["to"])]
        said = next(box["say"] for box in picture["nodes"] if box["id"] == picked.id)
    found = dict.fromkeys(i for edge in chosen for i in edge["evidence"])
    return said, [lead["evidence"][i] for i in found]
