"""One party: who it is, its stakes, events, money, rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

import streamlit as st
from markupsafe import Markup

from casework.entity import About, about, leads_with
from casework.group_of import Standing, Tie, standing
from casework.parties import find_party
from casework.share_tree import Branch, share_tree
from graph.errors import LookthroughError
from graph.tables import TABLES
from reports.wording import figure, money, period, share, term
from screens import state
from screens.evidence import cited
from screens.state import t
from screens.text import each, fill, folded, joined, table
from screens.words import coded, of

Record = Mapping[str, Any]
_MOST = 60
"""Events, flows and rows of one kind shown at once; how many there are is said."""


def show() -> None:
    """Names and identifiers, the share trees at a day, events, courts, assets, money, leads that use it, raw rows."""
    on_desk = state.desk()
    if on_desk is None:
        state.note(t("no_data"))
        return
    wanted = st.query_params.get("party") or _debtor()
    day = state.day_in_address("asof") or state.today()
    _choose(wanted, day)
    if not wanted:
        state.note(t("entity_none"))
        return
    try:
        party = find_party(on_desk.snapshot, wanted)
    except LookthroughError as fault:
        state.fault(fault)
        return
    state.seen("view", f"party {party}")
    found = _about(on_desk.snapshot.id, party, day)
    _heading(found)
    left, right = st.columns([6, 7])
    with left:
        _who(found)
        _trees(party, day)
        with st.spinner(t("loading")):
            _control(party, day)
        using = st.container()
    with right:
        _events(found)
        _assets(found)
        _courts(found)
        _flows(found)
    _rows(found)
    # last, since it works every case: the page stands there meanwhile
    with using, st.spinner(t("loading")):
        _leads(party)


@st.cache_resource(max_entries=64, show_spinner=False)
def _about(snapshot: str, party: str, day: date) -> About:
    on_desk = state.desk()
    assert on_desk is not None and on_desk.snapshot.id == snapshot
    return about(on_desk.snapshot, party, day)


@st.cache_resource(max_entries=64, show_spinner=False)
def _tree(snapshot: str, party: str, day: date, direction: Any) -> tuple[tuple[Branch, ...], int]:
    on_desk = state.desk()
    assert on_desk is not None and on_desk.snapshot.id == snapshot
    return share_tree(on_desk.snapshot, party, day, direction)


def _debtor() -> str | None:
    """Without a party in the address: the first debtor of the open case."""
    case = state.case_id()
    document = state.document(case) if case else None
    return str(document["case"]["debtors"][0]["id"]) if document else None


def _choose(wanted: str | None, day: date) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(
            t("entity_which"),
            key=state.follow("party", wanted or ""),
            on_change=lambda: state.go(party=st.session_state["party"].strip() or None),
        )
        st.date_input(
            t("asof_day"),
            width=170,
            key=state.follow("entity-day", day),
            on_change=lambda: state.go(asof=str(st.session_state["entity-day"] or "")),
        )


def _heading(found: About) -> None:
    party = found.party
    chip = term("party", party["kind"], state.language())
    state.put(fill('<h2><bdi>{name}</bdi> <span class="chip">{kind}</span> <span class="faint">{id}</span></h2>', name=party["name"], kind=chip, id=party["id"]))  # fmt: skip


def _part(head: str, count: int, body: Markup, *, more: str = "") -> None:
    none = fill('<p class="faint">{none}</p>', none=t("none"))
    made = '<section class="part"><h3>{head} ({n})</h3>{body}<p class="faint">{more}</p></section>'
    state.put(fill(made, head=head, n=count, body=body or none, more=more))


def _who(found: About) -> None:
    party, tongue = found.party, state.language()
    rows = [(t("other_names"), "; ".join(party["other_names"]))] if party["other_names"] else []
    rows += [(f"{t('identifiers')} · {i['scheme']}", i["value"]) for i in party["identifiers"]]
    rows += [
        (coded_property(p["name"], tongue), figure(p["value"]) if "capital" in p["name"] else p["value"])
        for p in party["properties"]
    ]
    body = joined(fill("<div><dt>{a}</dt><dd><bdi>{b}</bdi></dd></div>", a=a, b=b) for a, b in rows)
    places = [place for p in party["properties"] for place in p["places"]]
    cites = folded(t("evidence"), cited(places, tongue)) if places else fill("")
    _part(
        t("names"),
        len(rows),
        fill('<dl class="facts">{body}</dl>{cites}', body=body, cites=cites) if rows else fill(""),
    )


def coded_property(name: str, language: str) -> str:
    zh = _PROPERTIES.get(name)
    return zh if language == "zh" and zh else name.replace("_", " ")


_PROPERTIES = {
    "status": "登记状态", "incorporated": "成立日期", "dissolved": "注销日期", "registered_capital": "注册资本", "paid_capital": "实缴资本",
    "currency": "币种", "employees": "参保人数", "industry": "行业", "address": "注册地址", "phone": "电话", "email": "邮箱",
    "listed": "上市", "state_owned": "国有", "licence": "许可", "jurisdiction": "法域",
}  # fmt: skip


def _trees(party: str, day: date) -> None:
    on_desk = state.desk()
    assert on_desk is not None
    for direction, head in (("up", "owners_tree"), ("down", "owned_tree")):
        branches, left = _tree(on_desk.snapshot.id, party, day, direction)
        none = fill('<p class="faint">{none}</p>', none=t("no_tree"))
        more = t("more_branches").format(left) if left else t("tree_note") if branches else ""
        _part(f"{t(head)} · {day.isoformat()}", len(branches) + left, _branches(branches) or none, more=more)


@st.cache_resource(max_entries=64, show_spinner=False)
def _standing(snapshot: str, party: str, day: date) -> Standing:
    on_desk = state.desk()
    assert on_desk is not None and on_desk.snapshot.id == snapshot
    return standing(on_desk, party, day)


def _control(party: str, day: date) -> None:
    """Who controls it and what it controls, as the whole register counts votes and recorded control on that day."""
    on_desk = state.desk()
    assert on_desk is not None
    found = _standing(on_desk.snapshot.id, party, day)
    parts = [_ties(t(head), ties, count) for head, ties, count in zip(("controlled_by", "controls_these"), (found.over, found.under), found.counts, strict=True)]  # fmt: skip
    note = fill('<p class="faint">{said}</p>', said=t("control_note"))
    if found.unknown > 0:
        unknown = t("unexplained").format(f"{100 * found.unknown:.2f}%")
        note = joined([note, fill('<p class="faint">{said}</p>', said=unknown)])
    _part(
        f"{t('control')} · {day.isoformat()}",
        sum(found.counts),
        joined([*parts, note]) if any(found.counts) else fill(""),
    )


def _ties(head: str, ties: Sequence[Tie], count: int) -> Markup:
    if not ties:
        return fill("")
    rows = joined(
        fill(
            '<li><a href="entity?{q}" target="_self"><bdi>{name}</bdi></a> <b>{votes}</b></li>',
            q=_query(party=tie.id), name=tie.name, votes=t("on_record") if tie.recorded else share(tie.votes),
        )
        for tie in ties
    )  # fmt: skip
    more = (
        fill('<p class="faint">{said}</p>', said=t("and_more").format(count - len(ties))) if count > len(ties) else ""
    )
    return fill(
        '<h4>{head} ({count})</h4><ul class="plain">{rows}</ul>{more}', head=head, count=count, rows=rows, more=more
    )


def _branches(branches: Sequence[Branch]) -> Markup:
    made = joined(_branch(one) for one in branches)
    return fill('<ul class="tree">{made}</ul>', made=made) if made else made


def _branch(branch: Branch) -> Markup:
    along = f"{t('along')} {share(_band(branch.along))}" if branch.along and branch.along != branch.direct else ""
    below = _branches(branch.branches)
    more = fill('<p class="faint">{more}</p>', more=t("more_branches").format(branch.more)) if branch.more else fill("")
    link = fill(
        '<a href="entity?{q}" target="_self"><bdi>{name}</bdi></a>', q=_query(party=branch.id), name=branch.name
    )
    return fill(
        '<li>{link} <b>{direct}</b> <span class="faint">{along} {since} {cite}</span>{ring}{below}{more}</li>',
        link=link, direct=share(_band(branch.direct)), along=along, since=period({"start": branch.start, "end": None}, state.language()) if branch.start else "",
        cite=f"{branch.place['source']} {t('row')} {branch.place['row']}",
        ring=fill(' <span class="chip doubt">{ring}</span>', ring=t("ring")) if branch.ring else fill(""), below=below, more=more,
    )  # fmt: skip


def _query(**more: str) -> str:
    return urlencode(state.link(**more))


def _band(text: str | None) -> Any:
    low, dots, high = (text or "").partition("..")
    return {"low": low, "high": high} if dots else text


def _events(found: About) -> None:
    tongue = state.language()
    rows = [
        fill(
            '<li><b class="day">{day}</b> {said} <span class="faint">{cite}</span></li>',
            day=e["day"], said=of(e["text"], tongue),
            cite="; ".join(f"{p['source']} {t('row')} {p['row']}" for p in e["places"]),
        )
        for e in found.events
    ]  # fmt: skip
    shown, rest = rows[-_MOST:], rows[:-_MOST]
    body = fill('<ol class="events">{rows}</ol>', rows=joined(shown)) if shown else fill("")
    older = (
        folded(t("and_more").format(len(rest)), fill('<ol class="events">{rows}</ol>', rows=joined(rest)))
        if rest
        else fill("")
    )
    _part(t("events"), len(rows), older + body)


def _assets(found: About) -> None:
    tongue = state.language()
    rows = [
        (
            a["name"], coded("asset_kind", a["kind"], tongue), money(a["value"], a["currency"], tongue) if a["value"] else "—",
            period({"start": a["start"], "end": a["end"]}, tongue),
            "; ".join(f"{coded('encumbrance_kind', b['kind'], tongue)} {b['holder'] or ''} {b['start'] or ''}–{b['end'] or ''}" for b in a["burdens"]) or "—",
            _at(a["place"]),
        )
        for a in found.assets
    ]  # fmt: skip
    heads = [t("name"), t("kind"), t("value"), t("period"), t("burdens"), t("file")]
    _part(t("assets_held"), len(rows), table(heads, rows) if rows else fill(""))


def _courts(found: About) -> None:
    tongue = state.language()
    rows = [
        (
            c["number"] or "—", c["court"] or "—", coded("court_kind", c["kind"], tongue), c["filed"] or "—", f"{c['claimant'] or '—'} → {c['defendant'] or '—'}",
            money(c["amount"], c["currency"], tongue) if c["amount"] else "—", coded("outcome", c["outcome"], tongue), _at(c["place"]),
        )
        for c in found.courts
    ]  # fmt: skip
    heads = [t("number"), t("court"), t("kind"), t("day"), t("sides"), t("amount_word"), t("outcome"), t("file")]
    _part(t("courts"), len(rows), table(heads, rows) if rows else fill(""))


def _flows(found: About) -> None:
    """A matrix with bars: each counterparty's money in and out, never across currencies."""
    tongue = state.language()
    most: dict[str, float] = {}
    for flow in found.flows:
        most[flow["currency"]] = max(most.get(flow["currency"], 1.0), float(flow["in"]), float(flow["out"]))
    rows = joined(_flow(flow, most[flow["currency"]], tongue) for flow in found.flows[:_MOST])
    heads = each('<th scope="col">{row}</th>', [t("counterparty"), t("flow_in"), t("flow_out"), t("payments_n")])
    made = '<div class="wide" tabindex="0"><table class="flows"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'
    more = t("and_more").format(len(found.flows) - _MOST) if len(found.flows) > _MOST else ""
    _part(t("flows"), len(found.flows), fill(made, heads=heads, rows=rows) if rows else fill(""), more=more)


def _flow(flow: Record, most: float, tongue: Any) -> Markup:
    def cell(name: str) -> Markup:
        part = 100 * float(flow[name]) / most
        amount = money(flow[name], flow["currency"], tongue) if float(flow[name]) else "—"
        return fill('<td><span class="bar {n}" style="width:{w}%"></span> {a}</td>', n=name, w=f"{part:.1f}", a=amount)

    link = fill(
        '<a href="entity?{q}" target="_self"><bdi>{name}</bdi></a>', q=_query(party=flow["id"]), name=flow["name"]
    )
    return fill("<tr><td>{link}</td>{a}{b}<td>{n}</td></tr>", link=link, a=cell("in"), b=cell("out"), n=flow["count"])


def _leads(party: str) -> None:
    tongue = state.language()
    rows = [
        fill(
            '<li><a href="chain?{q}" target="_self">{rank}. {title}</a> <span class="chip {tier}">{support}</span> <span class="faint">{case}</span></li>',
            q=_query(case=str(f["case"]["id"]), lead=f["lead"]["id"]), rank=f["lead"]["rank"], title=of(f["lead"]["title"], tongue),
            tier=f["lead"]["tier"], support=term("tier", f["lead"]["tier"], tongue), case=f["case"]["title"],
        )
        for f in leads_with(state.documents(), party)
    ]  # fmt: skip
    _part(t("leads_using"), len(rows), fill('<ul class="plain">{rows}</ul>', rows=joined(rows)) if rows else fill(""))


def _rows(found: About) -> None:
    """Every row that names it, by table, as the files gave them."""
    tongue = state.language()
    by: dict[str, list[Record]] = {}
    for row in found.rows:
        by.setdefault(row["table"], []).append(row)
    parts = []
    for name, rows in by.items():
        total = max(found.totals.get(name, len(rows)), len(rows))
        shown = rows[:_MOST]
        head = t("rows_read").format(coded_table(name, tongue), total, len(shown))
        parts.append(folded(head, cited(shown, tongue)))
    _part(t("raw_rows"), len(found.rows), joined(parts))


def coded_table(name: str, language: str) -> str:
    return TABLES[name].zh if language == "zh" and name in TABLES else name.replace("_", " ")


def _at(place: Record) -> str:
    return f"{place['source']} {t('row')} {place['row']}"
