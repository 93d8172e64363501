"""Small worlds: a case from a few lines of the template."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from graph.case import Case, Debt, DebtClock, Debtor
from graph.facts import Party
from graph.reading import READERS
from graph.resolve import Match
from graph.schema import Column
from graph.statements import Place, Row, digest
from graph.tables import TABLES
from graph.values import DateSpan, Money, Share

_FIELDS = {
    "holdings": "interests", "roles": "roles", "share_transfers": "transfers", "asset_transfers": "transfers",
    "assets": "titles", "payments": "payments", "contracts": "contracts", "encumbrances": "encumbrances",
    "relations": "relations", "court_cases": "court_cases", "changes": "changes", "successions": "successions",
    "accounts": "accounts", "declarations": "declarations",
}  # fmt: skip
_PEOPLE = {"roles": ("person",), "relations": ()}
_KIN = frozenset({"spouse", "former_spouse", "parent", "child", "sibling", "relative"})
Lines = Iterable[str]


def world(
    *,
    debtor: str = "D",
    creditor: str | None = "CR",
    claim: str | None = "1000000",
    currency: str = "CNY",
    arose: str | None = "2022-01-10",
    as_of: str = "2024-01-01",
    jurisdiction: str = "CN",
    clock: Mapping[str, str] | None = None,
    parties: Lines = (),
    crowds: Mapping[str, int] | None = None,
    posts: Mapping[str, int] | None = None,
    perhaps: Iterable[tuple[str, str]] = (),
    rates: Lines = (),
    **tables: Lines,
) -> Case:
    """A case whose facts are lines of `column=value` pairs in the template's own columns, by table.

    >>> world(share_transfers=["company=S from=D to=B share=70% price=700000 date=2022-09-15"], holdings=["owner=D company=S share=100%"])

    Rows are named r1, r2, … over all tables in the order given, unless a line says `row=…`; any line may add standing=, grade=,
    source=, note= (quoted where it has blanks), obtained_on=, label=. Parties need no line: one named in a row is a company,
    or a person where it holds an office or has kin. `debtor` may be several ids, joined by blanks. `clock` gives the later
    stages. `perhaps` are pairs of parties that may be the same. Currency of a money cell: the line's currency, else CNY.
    """
    counter = iter(range(1, 10_000))
    facts: dict[str, list[Any]] = {name: [] for name in set(_FIELDS.values())}
    named: dict[str, str] = {}
    for table, lines in tables.items():
        for at, line in enumerate(lines, start=2):
            row = _row(table, line, at, f"r{next(counter)}")
            facts[_FIELDS[table]].append(READERS[table](row))
            _name(named, table, row)
    filled: dict[str, Any] = {name: tuple(found) for name, found in facts.items()}
    return Case(
        debt=_debt(debtor, creditor, claim, currency, arose, as_of, jurisdiction, clock or {}),
        snapshot="0" * 64,
        sources=(),
        parties=_parties(
            parties, {**dict.fromkeys([*debtor.split(), *([creditor] if creditor else [])], "company"), **named}
        ),
        rates=tuple(
            r for at, line in enumerate(rates, start=2) if (r := READERS["rates"](_row("rates", line, at, "")))
        ),
        crowds=dict(crowds or {}),
        posts=dict(posts or {}),
        perhaps=_perhaps(perhaps),
        tables_held=frozenset({*tables, "parties"}),
        **filled,
    )


def rows(finding: object) -> set[str]:
    """The ids of the rows that a finding's evidence cites."""
    return {e.place.row_id for e in getattr(finding, "evidence", ()) if e.place.row_id}


def against(finding: object) -> set[str]:
    """The ids of the rows that a finding cites as counter-evidence."""
    places = (getattr(c, "place", None) for c in getattr(finding, "counter", ()))
    return {p.row_id for p in places if p and p.row_id}


def _debt(
    debtor: str,
    creditor: str | None,
    claim: str | None,
    currency: str,
    arose: str | None,
    as_of: str,
    jurisdiction: str,
    clock: Mapping[str, str],
) -> Debt:
    days = {name: DateSpan.parse(day) for name, day in {**({"arose": arose} if arose else {}), **clock}.items()}
    return Debt(
        "case", "case", tuple(Debtor(d) for d in debtor.split()), DebtClock(**days), date.fromisoformat(as_of), jurisdiction,
        creditor, Money.of(Decimal(claim), currency) if claim else None,
    )  # fmt: skip


def _row(table: str, line: str, at: int, name: str) -> Row:
    cells = dict(part.split("=", 1) for part in shlex.split(line))
    about = {k: cells.pop(k, None) for k in ("row", "standing", "grade", "source", "note", "obtained_on", "label")}
    got = about["obtained_on"]
    place = Place(
        table, f"{table}.csv", about["label"] or "test", "0" * 64, at, about["row"] or name, about["standing"] or "recorded",
        about["grade"], about["source"], DateSpan.parse(got) if got else None, about["note"],
        digest(table, line, name)[:16],
    )  # fmt: skip
    columns = {c.name: c for c in TABLES[table].columns}
    party = {k: v for k, v in cells.items() if k in columns and columns[k].type == "party"}
    kept = {k: _kept(columns.get(k), v) for k, v in cells.items()}
    if "asset" in cells or table == "assets":
        kept["_asset"] = cells.get("asset") or cells["id"]
    return Row(kept, place, party)


def _kept(column: Column | None, text: str) -> str:
    """A share as the exact text in which rows are kept."""
    if column is None or column.type != "share":
        return text
    whole = text.rstrip("%")
    share = Share.parse(whole)
    return str(Share(share.low / 100, share.high / 100)) if text.endswith("%") else str(share)


def _name(named: dict[str, str], table: str, row: Row) -> None:
    for column, party in row.parties.items():
        kin = table == "relations" and row.get("kind") in _KIN
        person = kin or column in _PEOPLE.get(table, ())
        if person or party not in named:
            named[party] = "person" if person else "company"


def _parties(lines: Lines, named: Mapping[str, str]) -> dict[str, Party]:
    given: dict[str, list[Row]] = {}
    for at, line in enumerate(lines, start=2):
        row = _row("parties", line, at, "")
        given.setdefault(row.cells["id"], []).append(Row(row.cells, _own(row)))
    found = {party: Party(party, kind, party) for party, kind in named.items()}
    for party, own in given.items():
        kind = own[0].get("kind") or named.get(party, "company")
        found[party] = Party(party, kind, own[0].get("name") or party, rows=tuple(own))
    return dict(sorted(found.items()))


def _own(row: Row) -> Place:
    """A party's row is named by the party."""
    p = row.place
    return Place(
        p.table, p.source, p.label, p.sha256, p.line, row.cells["id"], p.standing, p.grade, p.claimed, p.obtained_on, p.note, p.fact
    )  # fmt: skip


def _perhaps(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[tuple[str, Match], ...]]:
    found: dict[str, list[tuple[str, Match]]] = {}
    for a, b in pairs:
        match = Match(f"{a}~{b}", a, b, "perhaps", "person-name", 0.5)
        found.setdefault(a, []).append((b, match))
        found.setdefault(b, []).append((a, match))
    return {party: tuple(others) for party, others in found.items()}
