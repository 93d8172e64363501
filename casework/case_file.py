"""A case file (TOML) read into a Debt; parties found by name."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import polars as pl

from casework.claim_terms import KEYS as TERMS
from casework.claim_terms import claim_terms, is_table
from casework.parties import find_party
from graph.case import Debt, DebtClock, Debtor, Known
from graph.errors import CaseFileFault, LookthroughError
from graph.facts import Rate
from graph.snapshot import Snapshot
from graph.values import DateSpan, Money

_MONTH = re.compile(r"^[ \t]*(\w+)[ \t]*=[ \t]*(\d{4}-\d{1,2})[ \t]*(?:#.*)?$", re.M)
_DAYS = tuple(DebtClock.__dataclass_fields__)
_SUMS = ("amount", "principal", "interest", "recovered")
_KEYS = frozenset(
    (
        "id", "title", "debtors", "debtor", "creditor", "currency", "court", "enforcement_number", "administrator",
        "purpose", "authority", "known", "rates", "as_of", "jurisdiction", "delete_by", *_DAYS, *_SUMS, *TERMS,
    )
)  # fmt: skip
_ID = re.compile(r"[^/\\\x00-\x1f]{1,100}")
_Fits = Callable[[Any], bool]


def _is_text(value: Any) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool)


def _is_texts(value: Any) -> bool:
    return isinstance(value, str) or (isinstance(value, list) and all(_is_text(v) for v in value))


def _is_tables(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(v, dict) for v in value)


_SHAPES: dict[str, tuple[_Fits, str]] = {
    "id": (_is_text, 'write id = "my-case"'),
    "title": (_is_text, 'write title = "…"'),
    "creditor": (_is_text, 'write creditor = "id, identifier or name"'),
    "currency": (_is_text, 'write currency = "CNY"'),
    "jurisdiction": (_is_text, 'write jurisdiction = "CN"'),
    "debtors": (_is_texts, 'write debtors = ["id, identifier or name"]'),
    "debtor": (_is_tables, 'write [[debtor]] and below it party = "…", or debtors = ["…"]'),
    "known": (_is_tables, 'write known = [{ row_id = "…", date = 2024-06-20, how = "…" }]'),
    "rates": (_is_tables, "write [[rates]] and below it from, to, rate, date"),
    "interest_period": (_is_tables, "write [[interest_period]] and below it from, to, rate"),
    "delay_interest": (is_table, "write [delay_interest] and below it from, or performance_end above"),
    "value": (_is_tables, "write [[value]] and below it asset or lead, step, amount, reason"),
}
HAPPENED = {
    "share_transfers": ("date",), "asset_transfers": ("date",), "payments": ("date",), "changes": ("date",),
    "contracts": ("date",), "successions": ("date",), "court_cases": ("filed", "closed"), "holdings": ("start",),
    "roles": ("start",), "assets": ("start",), "relations": ("start",), "encumbrances": ("start",),
}  # fmt: skip


def read_case(path: Path) -> dict[str, Any]:
    """The keys of a case file; CaseFileFault in one line where it cannot be used."""
    text = ""
    try:
        text = path.read_text(encoding="utf-8-sig")
        keys = tomllib.loads(text)
    except FileNotFoundError as fault:
        raise CaseFileFault("no such case file", str(path), "check the path") from fault
    except OSError as fault:
        raise CaseFileFault(
            f"the case file cannot be read ({fault.strerror})", str(path), "name a TOML file"
        ) from fault
    except UnicodeDecodeError as fault:
        raise CaseFileFault("the case file is not UTF-8", str(path), "save it as UTF-8") from fault
    except tomllib.TOMLDecodeError as fault:
        raise CaseFileFault(f"not a case file: {fault}", str(path), _written(text)) from fault
    return check_case({"id": path.stem, **keys}, str(path))


def _written(text: str) -> str:
    """How to write the line that is most often at fault: a month as a bare word, which TOML does not know."""
    month = _MONTH.search(text)
    return f'write a partial date in quotes: {month[1]} = "{month[2]}"' if month else "see docs/case-file.md"


def check_case(keys: dict[str, Any], where: str) -> dict[str, Any]:
    """The keys, where a case can be made of them: an id, a debtor, and lists and tables where they belong."""
    for key, (fits, wanted) in _SHAPES.items():
        if keys.get(key) is not None and not fits(keys[key]):
            raise CaseFileFault(f"{key} cannot be read", where, wanted)
    if not keys.get("debtor") and not _list(keys.get("debtors") or ""):
        raise CaseFileFault("a case needs a debtor", where, 'add: debtors = ["id, identifier or name"]')
    case_id = str(keys["id"])
    if not case_id.strip() or not _ID.fullmatch(case_id) or case_id.startswith("."):
        raise CaseFileFault(f"a case id names a folder: {case_id!r} cannot", where, "use letters, digits and dashes")
    return keys


def unused_keys(keys: Mapping[str, Any]) -> list[str]:
    """Keys that no part of a report reads, as a misspelt day would be."""
    return sorted(set(keys) - _KEYS)


def debt_of(keys: Mapping[str, Any], snapshot: Snapshot, today: date, where: str = "") -> Debt:
    """The debt as the case file states it; ambiguous names list their candidates."""
    debtors = _debtors(keys, snapshot, where)
    currency = str(keys.get("currency") or "CNY").strip().upper()
    creditor = keys.get("creditor")
    as_of = _span(keys.get("as_of"), "as_of", where)
    _span(keys.get("delete_by"), "delete_by", where)
    sums = {key: _money(keys.get(key), currency, key, where) for key in _SUMS}
    return Debt(
        id=str(keys["id"]),
        title=str(keys.get("title") or keys["id"]),
        debtors=debtors,
        clock=DebtClock(**{name: _span(keys.get(name), name, where) for name in _DAYS}),
        as_of=as_of.last if as_of else newest_day(snapshot, [d.party for d in debtors], today),
        jurisdiction=str(keys.get("jurisdiction") or "CN").strip().upper(),
        creditor=_creditor(str(creditor), snapshot) if creditor else None,
        claim=sums["amount"],
        principal=sums["principal"],
        known=tuple(_known(k, where) for k in keys.get("known", ())),
        rates=tuple(_rate(r, where) for r in keys.get("rates", ())),
        terms=claim_terms(keys, currency, sums, where),
        keys=dict(keys),
    )


def _debtors(keys: Mapping[str, Any], snapshot: Snapshot, where: str) -> tuple[Debtor, ...]:
    """Each debtor once, however often and by whatever name the file names it."""
    tables = keys.get("debtor") or [{"party": name} for name in _list(keys["debtors"])]
    found: dict[str, Debtor] = {}
    for table in tables:
        debtor = _debtor(table, snapshot, where)
        found.setdefault(debtor.party, debtor)
    return tuple(found.values())


def _list(value: Any) -> list[str]:
    given = value.split(";") if isinstance(value, str) else [str(v) for v in value]
    return [v.strip() for v in given if v.strip()]


def _debtor(table: Mapping[str, Any], snapshot: Snapshot, where: str) -> Debtor:
    name = table.get("party") or table.get("id") or table.get("name")
    if not name:
        raise CaseFileFault("a [[debtor]] table needs a party", where, 'add: party = "id, identifier or name"')
    try:
        party = find_party(snapshot, str(name))
    except LookthroughError as fault:
        raise type(fault)(fault.what, where, fault.mend) from fault
    return Debtor(party, str(table.get("capacity") or "debtor"), _span(table.get("arose"), "arose", where))


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
        amount = Decimal(str(value).replace(",", "").replace("，", "").strip())
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or amount < 0:
        raise CaseFileFault(f"{key} is not an amount: {value}", where, f'write {key} = "8000000"')
    return Money.of(amount, currency)


def _known(table: Mapping[str, Any], where: str) -> Known:
    on = _span(table.get("date"), "known.date", where)
    if on is None or not table.get("row_id"):
        raise CaseFileFault("a `known` entry needs a row and a date", where, "known = [{ row_id = …, date = … }]")
    return Known(str(table["row_id"]), on, str(table.get("how") or ""))


def _rate(table: Mapping[str, Any], where: str) -> Rate:
    wanted = CaseFileFault(
        "a rate needs from, to, rate and date",
        where,
        '[[rates]] from = "HKD" to = "CNY" rate = "0.9123" date = 2024-03-29',
    )
    on = _span(table.get("date"), "rates.date", where)
    try:
        rate = Decimal(str(table["rate"]))
        ends = [str(table[key]).strip().upper() for key in ("from", "to")]
    except (KeyError, InvalidOperation) as fault:
        raise wanted from fault
    if on is None or not rate.is_finite() or rate <= 0:
        raise wanted
    return Rate(ends[0], ends[1], rate, on)


def newest_day(snapshot: Snapshot, parties: list[str], today: date) -> date:
    """The newest day on which something happened to one of the parties; never a due day, an end or a day to come.

    Where nothing dated names them, the newest day of the whole snapshot, and `today` only where it has none.
    """
    return _newest(snapshot, parties, today) or _newest(snapshot, None, today) or today


def _newest(snapshot: Snapshot, parties: list[str] | None, today: date) -> date | None:
    days: list[date] = []
    for table, columns in HAPPENED.items():
        frame = snapshot.tables.get(table)
        if frame is None:
            continue
        if parties is not None:
            ids = [c for c in frame.columns if c.endswith("_id") and c != "row_id"]
            frame = frame.filter(pl.any_horizontal([pl.col(c).is_in(parties) for c in ids])) if ids else frame.clear()
        for column in columns:
            spans = [DateSpan.parse(text) for text in frame[column].drop_nulls().unique().to_list()]
            days += [min(span.last, today) for span in spans if span.first <= today]
    return max(days, default=None)
