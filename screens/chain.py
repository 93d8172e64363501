"""The chain of a lead; a line clicked shows its evidence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from screens import state
from screens.chain_chart import Selection, chain_chart
from screens.evidence import evidence_list
from screens.leads import lead_details, strip
from screens.state import t
from screens.text import plain
from screens.words import of

Record = Mapping[str, Any]


def show() -> None:
    """Leads to step through, the chart, and beside it the evidence of what was clicked."""
    case = state.case_id()
    document = state.document(case) if case else None
    if document is None or not document["leads"]:
        st.info(t("no_leads") if document else t("no_cases"))
        return
    strip(document)
    lead = _stepper(document)
    left, right = st.columns([3, 2])
    with left:
        picked = _chart(document, lead)
        st.markdown(plain(of(lead["summary"], state.language())))
    with right:
        _evidence(lead, picked)
    with st.expander(f"{t('against')} · {t('grounds')} · {t('gaps')}", expanded=True):
        lead_details(lead)


def _stepper(document: Record) -> Record:
    leads = {lead["id"]: lead for lead in document["leads"]}
    wanted = st.query_params.get("lead")
    ids = list(leads)
    current = wanted if wanted in leads else ids[0]
    tongue = state.language()
    chosen = st.selectbox(
        t("stepper"),
        ids,
        index=ids.index(current),
        format_func=lambda i: f"{leads[i]['rank']}. {of(leads[i]['title'], tongue)} · {t('tier_' + leads[i]['tier'])}",
    )
    if chosen != wanted:
        st.query_params["lead"] = chosen
        st.query_params.pop("e", None)
    return leads[chosen]


def _chart(document: Record, lead: Record) -> Selection | None:
    if not lead["chain"]["edges"]:
        st.caption(t("none"))
        return None
    debtors = {d["id"] for d in document["case"]["debtors"]}
    picked = chain_chart(
        lead["chain"], key=f"chain-{lead['id']}", selected=_from_url(), language=state.language(), debtors=debtors
    )  # type: ignore[arg-type]
    if picked is not None:
        st.query_params["e"] = f"{picked.kind}:{picked.id}"
    return picked


def _from_url() -> Selection | None:
    kind, _, name = (st.query_params.get("e") or "").partition(":")
    if kind == "edge" and name.isdigit():
        return Selection("edge", int(name))
    return Selection("node", name) if kind == "node" else None


def _evidence(lead: Record, picked: Selection | None) -> None:
    st.subheader(t("evidence"))
    rows = _of_pick(lead, picked)
    if picked is None:
        st.caption(t("pick"))
    if rows:
        evidence_list(rows, key=f"pick-{lead['id']}")
    with st.expander(f"{t('all_evidence')} ({len(lead['evidence'])})", expanded=picked is None):
        evidence_list(lead["evidence"], key=f"all-{lead['id']}")


def _of_pick(lead: Record, picked: Selection | None) -> list[Record]:
    """The evidence of a clicked line, or of all lines at a clicked box."""
    if picked is None:
        return []
    edges = lead["chain"]["edges"]
    if picked.kind == "edge":
        chosen = [edges[int(picked.id)]] if int(picked.id) < len(edges) else []
    else:
        chosen = [e for e in edges if picked.id in (e["from"], e["to"])]
    found = dict.fromkeys(i for edge in chosen for i in edge["evidence"])
    return [lead["evidence"][i] for i in found]
