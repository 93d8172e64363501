"""A batch run as a page: every case ranked, each to be opened."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st
from markupsafe import Markup

from casework.portfolio_runs import KeptRun, kept_runs, open_case
from graph.store.workspace import Workspace
from reports.levels import LEVELS
from reports.portfolio import as_csv, as_xlsx
from reports.wording import term
from screens import state
from screens.lead_parts import bounds, sum_of
from screens.paging import paged
from screens.state import t
from screens.text import fill, joined, visible
from screens.words import of

Row = Mapping[str, Any]
_PAGE = 25
_SOON = 30
_ONLY: dict[str, Callable[[Row], bool]] = {
    "due": lambda row: row.get("days_left") is not None and row["days_left"] <= _SOON,
    "strong": lambda row: bool(row.get("strong")),
    "plain": lambda row: bool(row.get("in_plain_sight")),
    "failed": lambda row: bool(row["error"]),
}
_COMMAND = "lookthrough batch cases.csv --out reports --workers 2"


def show() -> None:
    """The runs that the workspace remembers; run, sift and place on the page stand in the address."""
    held = state.workspace()
    runs = kept_runs(held) if held else []
    state.put(fill('<h2>{head}</h2><p class="faint">{what}</p>', head=t("portfolio"), what=t("portfolio_lead")))
    if held is None or not runs:
        state.note(t("no_runs"))
        state.put(fill('<pre tabindex="0"><code>{line}</code></pre>', line=_COMMAND))
        return
    run = _chosen(runs)
    state.seen("view", f"portfolio {run.id}")
    _about(held, run)
    rows = _sifted(run.rows, f"portfolio {run.id}")
    paged(rows, _PAGE, lambda row: _case(held, run, row))


def _chosen(runs: Sequence[KeptRun]) -> KeptRun:
    by_id = {run.id: run for run in runs}
    wanted = st.query_params.get("run", "")
    current = wanted if wanted in by_id else runs[0].id
    st.selectbox(
        t("which_run"),
        list(by_id),
        format_func=lambda one: f"{by_id[one].at[:16].replace('T', ' ')} · {visible(by_id[one].out)}",
        key=state.follow("run", current),
        on_change=lambda: state.go(run=st.session_state["run"], at=None),
    )
    return by_id[current]


def _about(held: Workspace, run: KeptRun) -> None:
    now = held.current_snapshot()
    said = t("run_counted").format(run.done, len(run.rows) - run.done)
    strip = '<div class="strip"><span><b role="status">{said}</b></span><span>{place} <b>{out}</b></span><span>{copy} <b>{level}</b></span></div>'
    level = t(f"copy_{_level(run.rows)}")
    state.put(fill(strip, said=said, place=t("run_place"), out=run.out, copy=t("report_copy"), level=level))
    if now is not None and run.snapshot != now.id:
        state.note(t("run_older"))


def _level(rows: Sequence[Row]) -> str:
    """Of the copies that the run wrote: what its rows tell is masked to that level already."""
    said = next((row["level"]["en"] for row in rows if row.get("level")), "")
    return next((name for name, level in LEVELS.items() if level.titles["en"] == said), "internal")


def _sifted(rows: Sequence[Row], what: str) -> list[Row]:
    """what: how the run is called in the trail."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        asked = [one for one in state.listed("only") if one in _ONLY]
        st.pills(
            t("filter_what"),
            list(_ONLY),
            selection_mode="multi",
            format_func=lambda one: f"{t(f'only_{one}')} ({sum(map(_ONLY[one], rows))})",
            key=state.follow("only", asked),
            on_change=lambda: state.go(only=";".join(st.session_state["only"]) or None, at=None),
        )
        st.text_input(
            t("filter_text"),
            key=state.follow("which", st.query_params.get("which", "")),
            on_change=lambda: state.go(which=st.session_state["which"].strip() or None, at=None),
        )
        kept = [row for row in rows if all(_ONLY[one](row) for one in asked) and _holds(row)]
        tongue = state.language()
        plain: dict[str, Any] = {"on_click": "ignore", "icon": ":material/download:"}
        csv = state.handed_out(what, lambda: as_csv(kept), format="csv", level=_level(rows))
        xlsx = state.handed_out(what, lambda: as_xlsx(kept, tongue), format="xlsx", level=_level(rows))
        st.download_button(t("summary_csv"), csv, "summary.csv", "text/csv", **plain)
        st.download_button(t("summary_xlsx"), xlsx, "summary.xlsx", **plain)
    return kept


def _holds(row: Row) -> bool:
    """The text is sought in what names the case: its id, title and debtors."""
    wanted = st.query_params.get("which", "").strip().lower()
    return wanted in " ".join([row["case"], str(row.get("title") or ""), *row.get("debtors", [])]).lower()


def _case(held: Workspace, run: KeptRun, row: Row) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        with st.container(width="stretch"):
            state.put(_failed(row) if row["error"] else _told(row))
        if row["case"] in run.keys and st.button(
            t("open"), key=f"open-{row['case']}", icon=":material/arrow_forward:", type="tertiary"
        ):
            state.to_overview(open_case(held, run, row["case"]))


def _failed(row: Row) -> Markup:
    return fill(
        '<h3><span class="rank">{rank}</span>{case} <span class="chip red">{chip}</span></h3><p class="fault">{error}</p>',
        rank=row["rank"], case=row["case"], chip=t("not_done"), error=row["error"],
    )  # fmt: skip


def _told(row: Row) -> Markup:
    tongue = state.language()
    facts = [row["case"], f"{t('debtor')} {', '.join(row['debtors'])}", f"{t('as_of')} {row['as_of']}"]
    cells = [
        (t("claim"), sum_of(row["amount"], row["currency"], tongue) if row["amount"] else t("unknown")),
        (t("only_plain"), row["in_plain_sight"]),
        (t("only_strong"), f"{row['strong']} / {row['leads']}"),
        (t("first_lead"), of(row["top_title"], tongue) if row["top_title"] else t("no_lead_found")),
        (t("amount"), bounds(row["top_recoverable"], tongue) if row["top_recoverable"] else t("unknown")),
    ]
    told = joined(fill("<div><dt>{a}</dt><dd>{b}</dd></div>", a=a, b=b) for a, b in cells)
    return fill(
        '<h3><span class="rank">{rank}</span>{title} {chips}</h3><p class="faint">{facts}</p><dl class="facts">{told}</dl>',
        rank=row["rank"], title=row["title"], chips=_chips(row), facts=" · ".join(facts), told=told,
    )  # fmt: skip


def _chips(row: Row) -> Markup:
    tongue = state.language()
    pieces = []
    if row["deadline"]:
        left = row["days_left"]
        tone = "red" if left <= 14 else "doubt" if left <= _SOON else ""
        said = f"{row['deadline']} · {t('days_left').format(left)} · {of(row['deadline_what'], tongue)}"
        pieces.append(fill('<span class="chip {tone}">{said}</span> ', tone=tone, said=said))
    if row["top_tier"]:
        chip = '<span class="chip {tier}">{said}</span>'
        pieces.append(fill(chip, tier=row["top_tier"], said=term("tier", row["top_tier"], tongue)))
    return joined(pieces)
