"""One party: names, stakes, events, assets, flows, rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from casework.happened import Event, events_of
from graph.case import read_parties
from graph.case_rows import read_rows
from graph.facts import Encumbrance, Party, Payment
from graph.reading import READERS
from graph.snapshot import Snapshot
from graph.statements import Place
from graph.values import plain
from reports.redact import redact

MOST_ROWS = 400
"""Rows of one table read about a party; how many there are in all is said."""
Record = Mapping[str, Any]
_PROPERTIES = (
    "status", "incorporated", "dissolved", "registered_capital", "paid_capital", "currency", "employees", "industry", "address",
    "phone", "email", "listed", "state_owned", "licence", "jurisdiction",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class About:
    """What the data says of a party, as plain values, masked. totals: table → rows in all; read: MOST_ROWS of each at most."""

    party: Record
    events: tuple[Record, ...]
    assets: tuple[Record, ...]
    courts: tuple[Record, ...]
    flows: tuple[Record, ...]
    rows: tuple[Record, ...]
    totals: Mapping[str, int]


def about(snapshot: Snapshot, party: str, as_of: date) -> About:
    """The party's page. Everything stands with its row; nothing later than `as_of` is told."""
    index = snapshot.parties.filter(pl.col("id") == party)["idx"]
    facts, totals = _facts(snapshot, party, as_of)
    named = read_parties(snapshot, {int(index[0]), *_others(snapshot, party)}) if len(index) else {}
    names = {one.id: one.name for one in named.values()}
    own = named.get(party) or Party(party, "unknown", party)
    value = redact(
        {
            "party": _party(own),
            "events": _events(e for e in events_of(party, facts, names | _things(facts)) if e.day <= as_of.isoformat()),
            "assets": _assets(facts, names),
            "courts": _courts(facts, names),
            "flows": _flows(party, facts, names),
            "rows": _rows(own, facts),
        }
    )
    parts = {key: tuple(value[key]) for key in ("events", "assets", "courts", "flows", "rows")}
    return About(value["party"], **parts, totals=totals)


def _things(facts: Mapping[str, list[Any]]) -> dict[str, str]:
    """Assets by name, as far as the rows read here name them."""
    return {title.asset: title.name for title in facts.get("assets", ()) if title.name}


def leads_with(documents: Iterable[Record], party: str) -> list[Record]:
    """The leads of all cases in which the party stands: {case, lead}, by case and rank."""
    return [
        {"case": document["case"], "lead": lead}
        for document in documents
        for lead in document["leads"]
        if party in lead["parties"] or any(node["id"] == party for node in lead["chain"]["nodes"])
    ]


def _facts(snapshot: Snapshot, party: str, as_of: date) -> tuple[dict[str, list[Any]], dict[str, int]]:
    facts: dict[str, list[Any]] = {}
    totals: dict[str, int] = {}
    assets = _assets_of(snapshot, party)
    for table, frame in snapshot.tables.items():
        if table not in READERS or table == "rates":
            continue
        own = frame.filter(_names(frame, party, assets))
        if own.height:
            totals[table] = own.height
            facts[table] = [READERS[table](row) for row in read_rows(snapshot, table, own.head(MOST_ROWS), as_of)]
    return facts, totals


def _names(frame: pl.DataFrame, party: str, assets: list[str]) -> pl.Expr:
    """Rows in which the party stands, and encumbrances on what it owns."""
    cells = [c for c in frame.columns if c.endswith("_id") and c != "row_id"]
    named = (
        pl.any_horizontal([pl.col(c) == party for c in cells]).fill_null(value=False) if cells else pl.lit(value=False)
    )
    if "rank" in frame.columns and "_asset" in frame.columns:
        named = named | pl.col("_asset").is_in(assets).fill_null(value=False)
    return named


def _assets_of(snapshot: Snapshot, party: str) -> list[str]:
    frame = snapshot.tables.get("assets")
    if frame is None:
        return []
    return frame.filter(pl.col("owner_id") == party)["_asset"].drop_nulls().unique().sort().head(MOST_ROWS).to_list()


def _others(snapshot: Snapshot, party: str) -> set[int]:
    """Everybody who stands in a row with the party, up to the rows that are read."""
    found: set[int] = set()
    for frame in snapshot.tables.values():
        cells = [c for c in frame.columns if c.endswith("_id") and c != "row_id"]
        if cells:
            own = frame.filter(pl.any_horizontal([pl.col(c) == party for c in cells]).fill_null(value=False))
            for column in (c for c in own.columns if c.endswith("_p")):
                found |= set(own.head(MOST_ROWS)[column].drop_nulls().to_list())
    return found


def _party(party: Party) -> dict[str, Any]:
    said = [
        {"name": name, "value": value, "places": [_place(place)]}
        for name in _PROPERTIES
        if (value := party.text(name)) and (place := party.place(name))
    ]
    return {
        "id": party.id, "name": party.name, "kind": party.kind, "other_names": [n for n in party.other_names if n != party.name],
        "identifiers": [_identifier(i) for i in party.identifiers], "bases": sorted(party.bases), "properties": said,
    }  # fmt: skip


def _identifier(text: str) -> dict[str, str]:
    """A person's number is masked by its scheme, whatever it looks like."""
    scheme, _, value = text.partition(":")
    return {"scheme": scheme, "value": f"…{value[-4:]}" if scheme in ("cn-id", "passport") else value}


def _events(events: Iterable[Event]) -> list[dict[str, Any]]:
    """What two sources say alike is one event with two places."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for event in events:
        row = {"day": event.day, "kind": event.kind, "text": {"zh": event.zh, "en": event.en}, "places": []}
        found.setdefault((event.day, event.zh), row)["places"].append(_place(event.place))
    return list(found.values())


def _place(place: Place) -> dict[str, Any]:
    return {
        "source": place.source, "row": place.line, "sha256": place.sha256, "label": place.label, "row_id": place.row_id,
        "standing": place.standing, "file_grade": place.grade, "claimed_source": place.claimed, "text": None,
    }  # fmt: skip


def _assets(facts: Mapping[str, list[Any]], names: Mapping[str, str]) -> list[dict[str, Any]]:
    burdens: dict[str, list[Encumbrance]] = defaultdict(list)
    for burden in facts.get("encumbrances", ()):
        burdens[burden.asset].append(burden)
    made = [
        {
            "id": t.asset, "name": t.name or t.asset, "kind": t.kind, "identifier": t.identifier,
            "value": plain(t.value.amount) if t.value else None, "currency": t.value.currency if t.value else None,
            "start": _day(t.period.start), "end": _day(t.period.end), "place": _place(t.place),
            "burdens": [_burden(b, names) for b in burdens.pop(t.asset, [])],
        }
        for t in facts.get("assets", ())
    ]  # fmt: skip
    rest = [
        {
            "id": asset, "name": asset, "kind": "equity" if asset.startswith("equity:") else None, "identifier": None, "value": None,
            "currency": None, "start": None, "end": None, "place": _place(held[0].place), "burdens": [_burden(b, names) for b in held],
        }
        for asset, held in sorted(burdens.items())
    ]  # fmt: skip
    return made + rest


def _burden(b: Encumbrance, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "kind": b.kind, "status": b.status, "holder": names.get(b.holder or "", b.holder) or b.authority, "start": _day(b.period.start), "end": _day(b.period.end),
        "rank": b.rank, "place": _place(b.place),
    }  # fmt: skip


def _day(span: Any) -> str | None:
    return str(span) if span else None


def _courts(facts: Mapping[str, list[Any]], names: Mapping[str, str]) -> list[dict[str, Any]]:
    rows = [
        {
            "number": c.number, "court": c.court, "kind": c.kind, "filed": _day(c.filed), "outcome": c.outcome, "cause": c.cause,
            "claimant": names.get(c.claimant or "", c.claimant), "defendant": names.get(c.defendant or "", c.defendant),
            "amount": plain(c.money.amount) if c.money else None, "currency": c.money.currency if c.money else None,
            "place": _place(c.place),
        }
        for c in facts.get("court_cases", ())
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (row["filed"] or "", row["number"] or ""))


def _flows(party: str, facts: Mapping[str, list[Any]], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Money in and out by counterparty and currency, done payments only; the largest flow first. Never across currencies."""
    sums: dict[tuple[str, str], list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    counts: dict[tuple[str, str], int] = defaultdict(int)
    payment: Payment
    for payment in facts.get("payments", ()):
        if payment.money is None or not payment.done or payment.payer == payment.payee:
            continue
        out = payment.payer == party
        key = (payment.payee if out else payment.payer, payment.money.currency)
        sums[key][out] += payment.money.amount
        counts[key] += payment.count or 1
    ordered = sorted(sums.items(), key=lambda item: (-max(item[1]), item[0]))
    return [
        {"id": other, "name": names.get(other, other), "currency": currency, "in": plain(got), "out": plain(paid),
         "count": counts[other, currency]}
        for (other, currency), (got, paid) in ordered
    ]  # fmt: skip


def _rows(party: Party, facts: Mapping[str, list[Any]]) -> list[dict[str, Any]]:
    """Every row that names the party, by table."""
    own = [{"table": "parties", **_place(row.place)} for row in party.rows]
    return own + [{"table": table, **_place(fact.place)} for table, found in sorted(facts.items()) for fact in found]
