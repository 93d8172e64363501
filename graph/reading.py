"""Rows of a snapshot read into typed facts, table by table."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from graph.facts import (
    Accounts,
    Change,
    Contract,
    CourtCase,
    Declaration,
    Encumbrance,
    Interest,
    Payment,
    Rate,
    Relation,
    Role,
    Succession,
    Title,
    Transfer,
    read_money,
    read_period,
    read_share,
    read_whole,
)
from graph.statements import Row


def interest(row: Row) -> Interest:
    return Interest(
        row.parties["owner"], row.parties["company"], read_share(row, "share"), read_share(row, "voting"), read_period(row),
        row.get("nature"), read_money(row, "subscribed"), read_money(row, "paid"), row.span("due"),
        row.get("_derived") == "true", row.place,
    )  # fmt: skip


def role(row: Row) -> Role:
    return Role(
        row.parties["person"],
        row.parties["company"],
        row.get("role") or "other",
        row.get("title"),
        read_period(row),
        row.place,
    )


def share_transfer(row: Row) -> Transfer:
    return Transfer(
        "share", row.parties["from"], row.parties["to"], f"equity:{row.parties['company']}", read_share(row, "share"),
        read_money(row, "price"), read_money(row, "paid_amount"), row.get("consideration"),
        read_money(row, "reference_value"), row.get("reference_basis"), row.span("date") or row.span("signed"),
        row.span("signed"), row.place,
    )  # fmt: skip


def asset_transfer(row: Row) -> Transfer:
    """A stake named as an asset (`equity:COMPANY:OWNER`) is the company's shares: its holder stands in `from`."""
    company = row.parties.get("_equity_company")
    thing = f"equity:{company}" if company else row.get("_asset") or ""
    return Transfer(
        "asset", row.parties["from"], row.parties["to"], thing, None, read_money(row, "price"), None,
        row.get("consideration"), read_money(row, "reference_value"), row.get("reference_basis"), row.span("date"), None,
        row.place,
    )  # fmt: skip


def payment(row: Row) -> Payment:
    return Payment(
        row.parties["from"], row.parties["to"], read_money(row, "amount"), row.span("date"), row.span("date_to"),
        read_whole(row, "count"), row.get("kind"), row.get("purpose") or row.get("remark"), row.get("status"),
        row.get("reference"), row.get("time"), row.place, read_money(row, "balance_after"), row.get("from_account"),
        row.get("to_account"),
    )  # fmt: skip


def contract(row: Row) -> Contract:
    return Contract(
        row.get("id"), row.get("kind") or "other", row.parties["from"], row.parties["to"], row.get("_asset"),
        read_money(row, "amount"), row.span("date"), row.span("end"), row.place,
    )  # fmt: skip


def encumbrance(row: Row) -> Encumbrance:
    return Encumbrance(
        row.get("_asset") or "", row.get("kind") or "other", row.parties.get("holder"), read_money(row, "amount"),
        read_period(row), read_whole(row, "rank"), row.get("status"), row.get("authority"), row.get("reference"),
        row.span("published_on"), row.span("released"), row.place,
    )  # fmt: skip


def relation(row: Row) -> Relation:
    return Relation(
        row.parties["a"],
        row.parties.get("b") or row.get("b") or "",
        row.get("kind") or "other",
        read_period(row),
        row.place,
    )


def court_case(row: Row) -> CourtCase:
    return CourtCase(
        row.get("number"), row.get("kind") or "civil", row.get("court"), row.parties.get("claimant"),
        row.parties.get("defendant"), read_money(row, "amount"), read_money(row, "outstanding"), row.span("filed"),
        row.span("closed"), row.span("terminated_on"), row.span("published_on"), row.get("outcome"), row.get("cause"), row.place,
    )  # fmt: skip


def change(row: Row) -> Change:
    return Change(
        row.parties["party"], row.get("item") or "filing", row.get("before"), row.get("after"), row.span("date"),
        row.get("notice"), row.place,
    )  # fmt: skip


def succession(row: Row) -> Succession:
    assets = tuple(a.strip() for a in (row.get("assets") or "").split(";") if a.strip())
    return Succession(
        row.parties["predecessor"], row.parties["successor"], row.get("kind") or "other", assets,
        read_money(row, "assets_moved"), read_money(row, "liabilities_moved"), row.span("date"), row.place,
    )  # fmt: skip


def accounts(row: Row) -> Accounts:
    return Accounts(
        row.parties["party"], row.span("year_end"), read_money(row, "equity"), read_money(row, "total_assets"),
        read_money(row, "liabilities"), read_money(row, "revenue"), read_money(row, "profit"), read_money(row, "tax_paid"),
        read_whole(row, "insured_staff"), row.get("dormant"), row.get("audited"), row.place,
    )  # fmt: skip


def title(row: Row) -> Title:
    return Title(
        row.get("_asset") or "", row.get("kind"), row.get("name"), row.get("identifier"), row.parties.get("owner"),
        read_money(row, "value"), row.span("valued_on"), row.get("basis"), read_share(row, "share"), read_period(row),
        row.get("address"), row.get("court_area"), row.place,
    )  # fmt: skip


def declaration(row: Row) -> Declaration:
    return Declaration(
        row.parties["debtor"], row.get("_asset"), row.get("text"), read_money(row, "value"), row.span("declared_on"),
        row.span("covers_from"), row.place,
    )  # fmt: skip


def rate(row: Row) -> Rate | None:
    try:
        return Rate(
            row.get("from") or "", row.get("to") or "", Decimal(row.get("rate") or ""), row.span("date"), row.place
        )
    except InvalidOperation:
        return None


READERS: dict[str, Callable[[Row], Any]] = {
    "holdings": interest,
    "roles": role,
    "share_transfers": share_transfer,
    "asset_transfers": asset_transfer,
    "payments": payment,
    "contracts": contract,
    "encumbrances": encumbrance,
    "relations": relation,
    "court_cases": court_case,
    "changes": change,
    "successions": succession,
    "accounts": accounts,
    "assets": title,
    "declarations": declaration,
    "rates": rate,
}
