"""Commands about parties: paths, indicators, merges."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any

import typer

from casework import answers
from casework.case_file import newest_day
from casework.desk import open_desk
from casework.parties import find_party
from casework.paths import paths_between
from commands.desks import Where, desk_of
from commands.given import Day, actor, day, now, open_workspace, seen, today
from commands.terminal import complain, either, say
from graph.values import Share

_MOST_MATCHES = 200


def indicators(party: str, as_of: Day = None) -> None:
    """The twelve solvency indicators; unknown where the data cannot say."""
    workspace = open_workspace()
    desk = open_desk(workspace)
    found = find_party(desk.snapshot, party)
    told = answers.indicators_of(desk, found, day(as_of), today())
    seen(workspace, "view", f"party {found}", by="indicators")
    show_indicators(told)


def paths(
    a: str,
    b: str,
    max_hops: Annotated[int, typer.Option(min=1, max=20)] = 8,
    as_of: Day = None,
    store: Where = "embedded",
) -> None:
    """The connections between two parties, strongest first."""
    workspace = open_workspace()
    with desk_of(workspace, store) as desk:
        ends = [find_party(desk.snapshot, x) for x in (a, b)]
        on = day(as_of) or newest_day(desk.snapshot, ends, today())
        found = paths_between(desk, ends[0], ends[1], on, max_hops)
    for end in dict.fromkeys(ends):
        seen(workspace, "view", f"party {end}", by="paths")
    show_paths(found)


def contradictions(party: Annotated[str | None, typer.Argument(help="id, identifier or name")] = None) -> None:
    """Where sources disagree."""
    workspace = open_workspace()
    snapshot = open_desk(workspace).snapshot
    wanted = find_party(snapshot, party) if party else None
    found = answers.contradictions_of(snapshot, {wanted} if wanted else None)
    if wanted:
        seen(workspace, "view", f"party {wanted}", by="contradictions")
    show_contradictions(found)


def merges(
    accept: Annotated[list[str] | None, typer.Option(help="match id: they are one; repeated")] = None,
    reject: Annotated[list[str] | None, typer.Option(help="match id: they are not one; repeated")] = None,
    undo: Annotated[list[str] | None, typer.Option(help="match id: take the decision back; repeated")] = None,
    reason: Annotated[str, typer.Option(help="why; kept in the trail")] = "",
) -> None:
    """Entity-resolution candidates; decisions are reversible and recorded."""
    workspace = open_workspace()
    decided = [
        (match, verdict)
        for verdict, matches in (("same", accept), ("not", reject), ("undo", undo))
        for match in matches or ()
    ]
    for match, verdict in decided:
        answers.decide(workspace, match, verdict, actor=actor(), at=now(), reason=reason)
    show_merges(answers.merges_of(open_desk(workspace).snapshot), [match for match, _ in decided])


def show_contradictions(rows: Sequence[Mapping[str, Any]]) -> None:
    def told(row: Mapping[str, Any]) -> list[str]:
        parties = ", ".join(f"{p['name']} ({p['id']})" for p in row["parties"])
        said = [f"    {s['source']} row {s['row']}: {s['value']}" for s in row["statements"]]
        return [
            f"{row['kind']}: {parties} · {row['period']['start'] or '?'} – {row['period']['end'] or ''}",
            *said,
            f"    → {row['settle']['zh']} / {row['settle']['en']}",
        ]

    say(
        list(rows),
        (line for row in rows for line in told(row)) if rows else ["no contradiction between sources was found"],
    )


def show_merges(rows: Sequence[Mapping[str, Any]], decided: Sequence[str] = ()) -> None:
    """The matches; after a decision, for people, only what it was about."""
    shown = [r for r in rows if not decided or r["id"] in decided][:_MOST_MATCHES]
    heads = ("id", "decision", "score", "left", "right", "reason", "decided by")
    cells = (
        (r["id"], r["decision"], r["score"], _bearer(r["left"]), _bearer(r["right"]), r["reasons"][0]["sentence"], r["decided_by"])
        for r in shown
    )  # fmt: skip
    if either(list(rows), heads, cells) and not decided and len(rows) > len(shown):
        complain(f"{len(rows) - len(shown)} more: use --json for all")


def _bearer(record: Mapping[str, Any]) -> str:
    return f"{record['name']} ({record['record']})"


def share_text(value: Any) -> str:
    """A share of the JSON answers for people: per cent, between ends, or unknown."""
    if value is None:
        return "unknown"
    if isinstance(value, Mapping) and value["low"] == value["high"]:
        return Share.parse(value["low"]).percent()
    if isinstance(value, Mapping):
        return Share.parse(f"{value['low']}..{value['high']}").percent()
    return Share.parse(value).percent()


def show_paths(value: Mapping[str, Any]) -> None:
    def told(path: Mapping[str, Any]) -> str:
        names = {p["id"]: p["name"] for p in path["nodes"]}
        return f"{path['strength']:.4f}  " + "; ".join(_step(e, names) for e in path["edges"])

    lines = [told(p) for p in value["paths"]] or ["no connection was found"]
    say(value, [*lines, *([f"truncated: {value['truncated']}"] if value["truncated"] else [])])


def _step(edge: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """One tie with its share, its end where it ended, and its rows."""
    share = f" {share_text(edge['share'])}" if edge["share"] else ""
    until = f" until {edge['end']}" if edge["end"] else ""
    rows = ", ".join(f"{e['source']} row {e['row']}" for e in edge["evidence"])
    return f"{names[edge['from']]} –{edge['kind']}{share}{until}→ {names[edge['to']]} [{rows}]"


def show_indicators(rows: Sequence[Mapping[str, Any]]) -> None:
    heads = ("indicator", "value", "red", "reading")
    either(
        list(rows),
        heads,
        (
            (
                r["title"]["zh"] + " " + r["title"]["en"],
                "unknown" if r["value"] is None else r["value"],
                {True: "red", False: "", None: "?"}[r["red"]],
                r["reading"]["en"],
            )
            for r in rows
        ),
    )


COMMANDS: dict[str, Callable[..., None]] = {
    "paths": paths,
    "indicators": indicators,
    "contradictions": contradictions,
    "merges": merges,
}
