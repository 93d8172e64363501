"""The overview: assets in plain sight, then ranked leads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from casework.desk import printed
from screens import state
from screens.evidence import evidence_list
from screens.state import t
from screens.text import plain
from screens.words import of

TIER_COLOURS = {"fact": "red", "strong": "orange", "lead": "blue", "signal": "gray"}
Record = Mapping[str, Any]


def show() -> None:
    """What the debtor holds, where assets may have gone, what was searched."""
    case = state.case_id()
    document = state.document(case) if case else None
    if document is None:
        st.info(t("no_cases") if state.desk() else t("no_data"))
        return
    strip(document)
    _reports(document)
    _plain_sight(document)
    leads = [lead for lead in document["leads"] if lead["tier"] != "signal"]
    st.subheader(t("ranked"))
    if not leads:
        st.info(t("no_leads"))
    for lead in leads:
        _card(lead)
    signals = [lead for lead in document["leads"] if lead["tier"] == "signal"]
    if signals:
        with st.expander(f"{t('signals')} ({len(signals)})"):
            for lead in signals:
                st.markdown(
                    f"- {plain(of(lead['title'], state.language()))}: {plain(of(lead['summary'], state.language()))}"
                )
    _annexes(document)


def strip(document: Record) -> None:
    """The line that stands above every screen of a case."""
    case = document["case"]
    debtors = ", ".join(d["name"] for d in case["debtors"])
    amount = f"{case['currency']} {case['amount']}" if case.get("amount") else t("unknown")
    parts = [
        case["title"], f"{t('debtor')} {debtors}", f"{t('claim')} {amount}", f"{t('as_of')} {document['as_of']}",
        f"{len(document['sources'])} {t('sources')}", f"{len(document['contradictions'])} {t('contradictions')}",
    ]  # fmt: skip
    st.markdown(f"**{plain(parts[0])}** · " + " · ".join(plain(p) for p in parts[1:]))


def _reports(document: Record) -> None:
    files = printed(document, ("html", "xlsx"), "both")
    left, right, _ = st.columns([1, 1, 3])
    name = document["case"]["id"]
    left.download_button(
        t("report_html"), files["html"], f"{name}.html", "text/html", on_click="ignore", icon=":material/description:"
    )
    right.download_button(t("report_xlsx"), files["xlsx"], f"{name}.xlsx", on_click="ignore", icon=":material/table:")


def _plain_sight(document: Record) -> None:
    tongue = state.language()
    assets = [a for a in document["assets"] if a["in_plain_sight"]]
    st.subheader(t("plain_sight"))
    if not assets:
        st.caption(t("none"))
    for asset in assets[:8]:
        value = asset.get("value") or {}
        shown = f" · {t('value')} {value['currency']} {value['low']}" if value.get("low") else ""
        line = f"**{asset['route']}** · {plain(of(asset['what'], tongue))}{plain(shown)} · {t('office')} {plain(of(asset['office'], tongue))}"
        with st.expander(line):
            for burden in asset["encumbrances"]:
                st.markdown(f"- {plain(of(burden['reading'], tongue))}")
            for warning in asset["warnings"]:
                st.warning(plain(of(warning, tongue)))
            st.markdown(plain(of(asset["action"], tongue)))
            evidence_list(asset["evidence"], key=f"asset-{asset['id']}")


def _card(lead: Record) -> None:
    tongue = state.language()
    with st.container(border=True, key=f"lead-{lead['id']}"):
        left, right = st.columns([5, 1], vertical_alignment="top")
        tier = f":{TIER_COLOURS[lead['tier']]}-badge[{t('tier_' + lead['tier'])}]"
        left.markdown(f"**{lead['rank']}. {plain(of(lead['title'], tongue))}** {tier}")
        left.markdown(plain(of(lead["summary"], tongue)))
        left.caption(plain(" · ".join(_facts(lead))))
        pages = st.session_state["pages"]
        right.page_link(
            pages["chain"],
            label=t("open_chain"),
            icon=":material/account_tree:",
            query_params=state.link(lead=lead["id"]),
        )
        with st.expander(f"{t('against')} · {t('grounds')} · {t('gaps')}"):
            lead_details(lead)


def _facts(lead: Record) -> list[str]:
    found = [e for e in lead["counter_evidence"] if "absent" not in e]
    amount = lead.get("amount")
    days = sorted(d["day"] for g in lead["grounds"] for d in g["deadlines"])
    said = [f"{t('priority')} {lead['score']['priority']:.4f}", f"{t('route')} {lead['route']}"]
    if amount:
        said.append(f"{t('amount')} {amount['currency']} {amount['low']} – {amount['high']}")
    if days:
        said.append(f"{t('last_day')} {', '.join(dict.fromkeys(days))}")
    return [*said, f"{len(found)} {t('counter_found')}"]


def lead_details(lead: Record) -> None:
    """Counter-evidence, grounds, gaps, tier and priority of one lead."""
    tongue = state.language()
    st.markdown(f"**{t('why_tier')}** {plain(of(lead['tier_why'], tongue))}")
    for flag in lead["flags"]:
        st.markdown(f"- {plain(of(flag, tongue))}")
    st.markdown(f"**{t('against')}**")
    for item in lead["counter_evidence"]:
        if "absent" in item:
            st.markdown(f"- {t('absent')}: {plain(of(item['absent'], tongue))}")
        else:
            st.markdown(f"- {plain(of(item['text'], tongue))} ({plain(item['source'])}, {t('row')} {item['row']})")
    st.markdown(f"**{t('grounds')}**")
    for ground in lead["grounds"]:
        days = "; ".join(f"{d['day']} ({of(d['rule'], tongue)})" for d in ground["deadlines"])
        st.markdown(
            f"- {plain(of(ground['provision'], tongue))} · {plain(ground['status'])}{' · ' + plain(days) if days else ''}"
        )
    st.markdown(f"**{t('gaps')}**")
    for gap in lead["gaps"]:
        st.markdown(
            f"- {plain(of(gap['what'], tongue))} ← {plain(of(gap['from_whom'], tongue))} ({plain(of(gap['instrument'], tongue))})"
        )
    st.markdown(f"**{t('why_priority')}**")
    for term in lead["score"]["terms"]:
        st.markdown(f"- {term['weight']:.4f} {plain(term['name'])}: {plain(of(term['why'], tongue))}")


def _annexes(document: Record) -> None:
    tongue = state.language()
    with st.expander(t("indicators")):
        for row in document["indicators"]:
            mark = {True: f":red-badge[{t('red')}]", False: "", None: ""}[row["red"]]
            value = t("unknown") if row["value"] is None else plain(row["value"])
            st.markdown(f"**{plain(of(row['title'], tongue))}** {value} {mark}  \n{plain(of(row['reading'], tongue))}")
    with st.expander(t("liable")):
        for party in document["liable_parties"]:
            st.markdown(
                f"- **{plain(party['who']['name'])}** · {plain(of(party['provision'], tongue))} · {plain(of(party['why'], tongue))}"
            )
    with st.expander(t("deadlines")):
        for row in document["deadlines"]:
            st.markdown(f"- **{row['day']}** {plain(of(row['what'], tongue))}")
    with st.expander(t("searched")):
        for row in document["searched"]:
            needs = "; ".join(of(n, tongue) for n in row["needs"])
            st.markdown(
                f"- {plain(of(row['title'], tongue))}: {t(row['state'])}, {t('hits')} {row['hits']}{' · ' + plain(needs) if needs else ''}"
            )
