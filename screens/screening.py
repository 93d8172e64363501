"""A whole register screened: hits ranked, each opens as a case."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st
from markupsafe import Markup

from casework.screen_run import kept_as_case, screening
from casework.screening_document import copy_of
from graph.store.workspace import Workspace
from reports.levels import LEVELS
from reports.screening import PRINTED
from screens import state
from screens.paging import paged
from screens.state import t
from screens.text import each, fill, folded, joined, table, visible
from screens.words import of

Record = Mapping[str, Any]
_PAGE = 20
_LIMIT = 200


def show() -> None:
    """Press once to screen; rules, explained hits or not, and the place on the page stand in the address."""
    held = state.workspace()
    state.put(fill('<h2>{head}</h2><p class="faint">{what}</p>', head=t("screening"), what=t("screening_lead")))
    row = held.current_snapshot() if held else None
    if held is None or row is None:
        state.note(t("no_data"))
        return
    if "run" not in st.query_params:
        if st.button(t("screen_now"), type="primary", icon=":material/radar:"):
            state.go(run="1")
            st.rerun()
        return
    with st.spinner(t("loading")):
        found = _screened(row.id, row.provenance, str(held.folder))
    state.seen("view", f"screening {found['as_of']}")
    _about(found)
    hits = _sifted(found)
    if not hits:
        state.note(t("screen_none"))
    paged(hits, _PAGE, lambda hit: _hit(held, found, hit))


@st.cache_resource(max_entries=2, show_spinner=False)
def _screened(snapshot: str, provenance: str, folder: str) -> dict[str, Any]:
    held = state.workspace()
    assert held is not None
    return screening(held, state.today(), limit=_LIMIT)


def _about(found: Record) -> None:
    """The day, how many hits, and every rule: what it asks, what it found or lacked, and its lines."""
    strip = '<div class="strip"><span><b role="status">{said}</b></span><span>{as_of} <b>{day}</b></span></div>'
    state.put(
        fill(strip, said=t("screen_counted").format(f"{len(found['hits']):,}"), as_of=t("as_of"), day=found["as_of"])
    )
    tongue = state.language()
    rows = [
        [
            of(rule["title"], tongue),
            of(rule["asks"], tongue),
            _outcome(rule),
            _lines(rule),
            _joined_texts(rule["against"]),
        ]
        for rule in found["rules"]
    ]
    heads = [t("screen_rule"), t("question"), t("outcome"), t("screen_lines"), t("counter")]
    state.put(folded(t("screen_rules"), table(heads, rows)))


def _outcome(rule: Record) -> str:
    if rule["state"] == "no-data":
        return f"{t('needs')}: {', '.join(rule['needs'])}"
    told = t("screen_told").format(f"{rule['told']:,}") if rule["told"] < rule["hits"] else ""
    return f"{t('hits')} {rule['hits']:,} {told}".strip()


def _lines(rule: Record) -> str:
    return "; ".join(f"{x['value']} {x['unit']} ({of(x['basis'], state.language())})" for x in rule["thresholds"])


def _joined_texts(texts: Sequence[Mapping[str, str]]) -> str:
    tongue = state.language()
    return ("；" if tongue == "zh" else "; ").join(of(text, tongue) for text in texts)


def _sifted(found: Record) -> list[Record]:
    titles = {rule["rule"]: of(rule["title"], state.language()) for rule in found["rules"]}
    counts = {slug: sum(h["kind"] == slug for h in found["hits"]) for slug in titles}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        asked = [one for one in state.listed("only") if one in titles]
        st.pills(
            t("filter_what"),
            [slug for slug, n in counts.items() if n],
            selection_mode="multi",
            format_func=lambda one: f"{titles[one]} ({counts[one]})",
            key=state.follow("screen-only", asked),
            on_change=lambda: state.go(only=";".join(st.session_state["screen-only"]) or None, at=None),
        )
        st.toggle(
            t("screen_unexplained"),
            key=state.follow("screen-open", st.query_params.get("open") == "1"),
            on_change=lambda: state.go(open="1" if st.session_state["screen-open"] else None, at=None),
        )
        _downloads(found)
    only_open = st.query_params.get("open") == "1"
    return [h for h in found["hits"] if (not asked or h["kind"] in asked) and not (only_open and h["explained"])]


def _downloads(found: Record) -> None:
    """A copy for the house unless another is chosen: in one for others every natural person stands by surname."""
    titles = {one: t(f"copy_{one}") for one in LEVELS}
    level = st.segmented_control(
        t("report_copy"), list(titles), format_func=titles.__getitem__, default="internal", required=True,
        key="screening-level",
    ) or "internal"  # fmt: skip
    what = f"screening {found['as_of']}"
    told = {name: value for name, value in found.items() if name != "engine"}
    for suffix, print_as in PRINTED.items():
        taken = state.handed_out(what, partial(_printed, print_as, told, level), format=suffix, level=level)
        st.download_button(suffix.upper(), taken, f"screening.{suffix}", on_click="ignore", icon=":material/download:")


def _printed(print_as: Callable[[Record], bytes], told: Record, level: str) -> bytes:
    return print_as(copy_of(told, level))


def _hit(held: Workspace, found: dict[str, Any], hit: Record) -> None:
    with st.container(border=True, key=f"hit-{hit['id']}"):
        state.put(_told(hit, {rule["rule"]: rule["title"] for rule in found["rules"]}))
        names = {p["id"]: visible(p["name"] or p["id"]) for p in hit["parties"]}
        with st.container(horizontal=True, vertical_alignment="bottom"):
            debtor = st.selectbox(
                t("screen_debtor"), list(names), format_func=lambda one: f"{names[one]} · {visible(one)}", key=f"debtor-{hit['id']}"
            )  # fmt: skip
            if st.button(t("screen_open"), key=f"open-{hit['id']}", icon=":material/arrow_forward:"):
                state.to_overview(kept_as_case(held, found, hit["id"], [debtor], state.today()))


def _told(hit: Record, titles: Mapping[str, Mapping[str, str]]) -> Markup:
    tongue = state.language()
    chip = fill(' <span class="chip">{said}</span>', said=t("screen_explained")) if hit["explained"] else Markup("")
    also = (
        fill(
            '<p class="faint">{head}: {said}</p>',
            head=t("screen_also"),
            said=", ".join(of(titles[one], tongue) for one in hit["also"]),
        )
        if hit["also"]
        else Markup("")
    )
    head = fill(
        '<h3><span class="rank">{rank}</span>{title}{chip}</h3><p>{said}</p>{also}',
        rank=hit["rank"], title=of(hit["title"], tongue), chip=chip, said=of(hit["said"], tongue), also=also,
    )  # fmt: skip
    heads = [t("what"), t("file"), t("row")]
    found = [row for row in hit["counter_evidence"] if "text" in row]
    absent = [of(row["absent"], tongue) for row in hit["counter_evidence"] if "absent" in row]
    against = [table(heads, map(_row, found))] if found else []
    looked = [t("screen_looked").format(one) for one in absent] + [of(note, tongue) for note in hit["notes"]]
    against.append(fill('<ul class="plain">{rows}</ul>', rows=each("<li>{row}</li>", looked)))
    return joined(
        [head, folded(f"{t('evidence')} ({len(hit['evidence'])})", table(heads, map(_row, hit["evidence"]))), folded(f"{t('counter')} ({t('counted').format(len(found), len(absent))})", joined(against))]
    )  # fmt: skip


def _row(row: Record) -> list[object]:
    return [of(row["text"], state.language()), row["source"], row["row"]]
