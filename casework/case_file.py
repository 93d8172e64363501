"""A case file (TOML) read into a Debt; parties found by name."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import polars as pl

from casework.parties import find_party
from graph.case import Debt, DebtClock, Debtor, Known
from graph.errors import CaseFileFault, LookthroughError
from graph.facts import Rate
from graph.snapshot import Snapshot
from graph.values import DateSpan, Money

_DAYS = tuple(DebtClock.__dataclass_fields__)
_HAPPENED = {
    "share_transfers": ("date",), "asset_transfers": ("date",), "payments": ("date",), "changes": ("date",),
    "contracts": ("date",), "successions": ("date",), "court_cases": ("filed", "closed"), "holdings": ("start",),
    "roles": ("start",), "assets": ("start",), "relations": ("start",), "encumbrances": ("start",),
}  # fmt: skip


def read_case(path: Path) -> dict[str, Any]:
    """The keys of a case file; CaseFileFault in one line where it cannot be used."""
    try:
        keys = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as fault:
        raise CaseFileFault("no such case file", str(path), "check the path") from fault
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise CaseFileFault(f"not a case file: {fault}", str(path), "see docs/case-file.md") from fault
    return check_case({"id": path.stem, **keys}, str(path))


def check_case(keys: dict[str, Any], where: str) -> dict[str, Any]:
    if not keys.get("debtors") and not keys.get("debtor"):
        raise CaseFileFault("a case needs a debtor", where, 'add: debtors = ["id, identifier or name"]')
    case_id = str(keys["id"])
    if not case_id.strip() or "/" in case_id or "\\" in case_id or case_id.startswith("."):
        raise CaseFileFault(f"a case id names a folder: {case_id!r} cannot", where, "use letters, digits and dashes")
    return keys


def debt_of(keys: Mapping[str, Any], snapshot: Snapshot, today: date, where: str = "") -> Debt:
    """The debt as the case file states it; ambiguous names list their candidates."""
    tables = keys.get("debtor") or [{"party": name} for name in _list(keys["debtors"])]
    debtors = tuple(_debtor(table, snapshot, where) for table in tables)
    currency = str(keys.get("currency") or "CNY").upper()
    creditor = keys.get("creditor")
    as_of = _span(keys.get("as_of"), "as_of", where)
    return Debt(
        id=str(keys["id"]),
        title=str(keys.get("title") or keys["id"]),
        debtors=debtors,
        clock=DebtClock(**{name: _span(keys.get(name), name, where) for name in _DAYS}),
        as_of=as_of.last if as_of else newest_day(snapshot, [d.party for d in debtors], today),
        jurisdiction=str(keys.get("jurisdiction") or "CN").upper(),
        creditor=_creditor(creditor, snapshot) if creditor else None,
        claim=_money(keys.get("amount"), currency, "amount", where),
        principal=_money(keys.get("principal"), currency, "principal", where),
        known=tuple(_known(k, where) for k in keys.get("known", ())),
        rates=tuple(_rate(r, where) for r in keys.get("rates", ())),
        keys=dict(keys),
    )


def _list(value: Any) -> list[str]:
    return [v.strip() for v in value.split(";")] if isinstance(value, str) else [str(v) for v in value]


def _debtor(table: Mapping[str, Any], snapshot: Snapshot, where: str) -> Debtor:
    name = table.get("party") or table.get("id") or table.get("name")
    if not name:
        raise CaseFileFault("a [[debtor]] table needs a party", where, 'add: party = "id, identifier or name"')
    return Debtor(
        find_party(snapshot, str(name)),
        str(table.get("capacity") or "debtor"),
        _span(table.get("arose"), "arose", where),
    )


def _creditor(name: str, snapshot: Snapshot) -> str:
    """The creditor may stand outside the data: then it is known by the name given."""
    try:
        return find_party(snapshot, name)
    except LookthroughError:
        return name


def _span(value: Any, key: str, where: str) -> DateSpan | None:
    if value in (None, ""):
        return None
    try:
        return DateSpan.parse(value.isoformat()[:10] if isinstance(value, date) else str(value))
    except ValueError as fault:
        raise CaseFileFault(
            f"{key} is not a date: {value}", where, 'write 2024-03-05, or "2024-03" in quotes'
        ) from fault


def _money(value: Any, currency: str, key: str, where: str) -> Money | None:
    if value in (None, ""):
        return None
    try:
        return Money.of(Decimal(str(value).replace(",", "")), currency)
    except InvalidOperation as fault:
        raise CaseFileFault(f"{key} is not an amount: {value}", where, 'write amount = "8000000"') from fault


def _known(table: Mapping[str, Any], where: str) -> Known:
    on = _span(table.get("date"), "known.date", where)
    if on is None:
        raise CaseFileFault("a `known` entry needs a date", where, "known = [{ row_id = …, date = … }]")
    return Known(str(table.get("row_id") or ""), on, str(table.get("how") or ""))


def _rate(table: Mapping[str, Any], where: str) -> Rate:
    try:
        return Rate(
            str(table["from"]),
            str(table["to"]),
            Decimal(str(table["rate"])),
            _span(table.get("date"), "rates.date", where),
        )
    except (KeyError, InvalidOperation) as fault:
        raise CaseFileFault("a rate needs from, to, rate and date", where, "[[rates]]") from fault


def newest_day(snapshot: Snapshot, parties: list[str], today: date) -> date:
    """The newest day on which something happened to one of the parties; never a due day, an end or a day to come."""
    newest = date.min
    for table, columns in _HAPPENED.items():
        frame = snapshot.tables.get(table)
        if frame is None:
            continue
        ids = [c for c in frame.columns if c.endswith("_id") and c != "row_id"]
        own = frame.filter(pl.any_horizontal([pl.col(c).is_in(parties) for c in ids])) if ids else frame.clear()
        for column in columns:
            for text in own[column].drop_nulls().unique().to_list():
                day = min(DateSpan.parse(text).last, today) if DateSpan.parse(text).first <= today else date.min
                newest = max(newest, day)
    return newest if newest > date.min else today
