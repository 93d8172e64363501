"""Where sources disagree about one fact, over a whole snapshot."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

import polars as pl

from graph.case import Case
from graph.identifiers import Identifier, Reading, mask, read_identifier, read_list, valid_uscc_column
from graph.snapshot import Snapshot
from queries.disagreeing import Compared, Contradiction, with_days, worded
from queries.disagreeing_holdings import holding_disagreements, late_holders, over_whole
from queries.grounds import Bilingual as Text
from queries.lead import two
from queries.shells import has_ended, is_active

__all__ = ["Contradiction", "contradictions", "contradictions_of"]

_FAULTS = frozenset({"check", "letter"})
_USCC_FAULTS = frozenset({*_FAULTS, "shape"})
SETTLE: dict[str, Text] = {
    "paid-in-capital": two("内档中的验资报告、出资凭证及各来源的取得日期", "capital verification in the registry file, and the day of each source"),
    "active-and-dissolved": two("登记机关今日的登记状态与注销内档", "the registry's status today, and its deregistration file"),
    "legal-representative": two("登记机关变更登记内档与任免决议", "the registry file of the change, and the resolution"),
    "identifier": two("公示系统或营业执照上的证号", "the number on the publicity system or the licence"),
}  # fmt: skip


def contradictions(snapshot: Snapshot, parties: Collection[str] | None = None) -> tuple[Contradiction, ...]:
    """Every disagreement (contract §6), or those that touch some parties (ids), by kind, then by parties.

    Rows are compared only on days on which each certainly speaks: a partial date on its certain part, an undated row on the
    day it was obtained, an open end no later than that day. Shares differ beyond rounding at the second decimal of a per cent.
    """
    compared = Compared(snapshot, None if parties is None else frozenset(parties))
    found = [c for look in _LOOKS for c in look(compared)]
    wanted = compared.wanted
    kept = [c for c in found if wanted is None or wanted & set(c.parties)]
    return tuple(sorted(kept, key=lambda c: (c.kind, c.parties, c.period[0] or "", worded(c))))


def contradictions_of(case: Case, snapshot: Snapshot, also: Iterable[str] = ()) -> tuple[Contradiction, ...]:
    """Those that touch a debtor of the case or another party that is named."""
    return contradictions(snapshot, {*case.debtor_ids, *also})


def paid_in_capital(compared: Compared) -> list[Contradiction]:
    """Rows of one company that give different paid-in capital in one currency."""
    frame = compared.rows("parties", "party_id")
    if frame is None:
        return []
    rows = frame.filter(pl.col("paid_capital").is_not_null()).with_columns(
        pl.col("paid_capital").cast(pl.Float64, strict=False).alias("_paid"), pl.col("currency").fill_null("CNY")
    )
    over = ["party_id", "currency"]
    differs = rows.filter((pl.col("_paid").max() - pl.col("_paid").min()).over(over) > 0.005).sort("party_id", "_fact")
    return compared.grouped(
        "paid-in-capital", differs, ["party_id"], SETTLE, lambda r: f"{r['currency']} {r['paid_capital']}"
    )


def active_and_dissolved(compared: Compared) -> list[Contradiction]:
    """Gone in one row, alive in another that does not predate it."""
    frame = compared.rows("parties", "party_id")
    if frame is None:
        return []
    rows = with_days(_marked(frame, "status"), compared, start="dissolved", end=None)
    gone = rows.filter(pl.col("dissolved").is_not_null() | pl.col("_gone"))
    changed = _status_changes(compared)
    if changed is not None:
        gone = pl.concat([gone, changed], how="diagonal_relaxed")
    live = rows.filter(pl.col("_live") & pl.col("dissolved").is_null())
    ended = gone.group_by("party_id").agg(pl.col("_first").min().alias("_day"))
    live = live.join(ended, on="party_id").filter(
        pl.col("_obtained").is_null() | pl.col("_day").is_null() | (pl.col("_obtained") >= pl.col("_day"))
    )
    both = pl.concat(
        [gone.join(live.select("party_id").unique(), on="party_id", how="semi"), live], how="diagonal_relaxed"
    )
    both = both.with_columns(pl.col("_day").max().over("party_id")).sort("party_id", "_fact")
    return compared.grouped("active-and-dissolved", both, ["party_id"], SETTLE, _status_words)


def _marked(frame: pl.DataFrame, column: str) -> pl.DataFrame:
    """_gone and _live: what a status word says, read once a word."""
    words = frame[column].drop_nulls().unique().to_list()
    gone = [w for w in words if has_ended(w)]
    live = [w for w in words if is_active(w)]
    return frame.with_columns(
        pl.col(column).is_in(gone).fill_null(value=False).alias("_gone"),
        pl.col(column).is_in(live).fill_null(value=False).alias("_live"),
    )


def _status_changes(compared: Compared) -> pl.DataFrame | None:
    frame = compared.rows("changes", "party_id")
    if frame is None:
        return None
    rows = _marked(frame.filter(pl.col("item") == "status"), "after").filter(pl.col("_gone"))
    return with_days(
        rows.with_columns(pl.col("after").alias("status"), pl.col("date").alias("dissolved")),
        compared,
        start="dissolved",
        end=None,
    )


def _status_words(row: Mapping[str, object]) -> str:
    parts = [str(row["status"] or ""), f"dissolved {row['dissolved']}" if row["dissolved"] else ""]
    return ", ".join(p for p in parts if p)


def legal_representatives(compared: Compared) -> list[Contradiction]:
    """Two people on one day; the same name without identifiers may be one person and is not listed."""
    frame = compared.rows("roles", "company_id")
    if frame is None:
        return []
    rows = with_days(frame.filter(pl.col("role") == "legal_representative"), compared, by="company_id")
    rows = rows.filter(pl.col("person_id").n_unique().over("company_id") > 1)
    days = rows.select("company_id", pl.col("_s").alias("_day")).unique()
    on = rows.join(days, on="company_id").filter((pl.col("_s") <= pl.col("_day")) & (pl.col("_day") < pl.col("_e")))
    on = on.join(compared.people(), on="person_id", how="left")
    per = ["company_id", "_day"]
    who = pl.when(pl.col("_known").all().over(per)).then("person_id").otherwise("_name")
    on = on.with_columns(who.alias("_who")).filter(pl.col("_who").n_unique().over(per) > 1)
    on = on.filter(pl.col("_day") == pl.col("_day").min().over("company_id")).sort("company_id", "_fact")
    return compared.grouped(
        "legal-representative", on, ["company_id"], SETTLE, lambda r: str(r["_name"]), also="person_id"
    )


def identifiers(compared: Compared) -> list[Contradiction]:
    """Numbers whose check digit fails, or that hold a letter for a digit: unverified, they join nothing."""
    frame = compared.rows("parties", "party_id")
    if frame is None:
        return []
    given = frame.filter(pl.col("identifier").is_not_null())
    given = given.filter(~valid_uscc_column(given["identifier"])).sort("party_id", "_fact")
    found = []
    for row in given.iter_rows(named=True):
        found += _unverified(compared, row, [read_identifier(row["identifier"], jurisdiction=row["jurisdiction"])])
    for row in frame.filter(pl.col("other_identifiers").is_not_null()).sort("party_id", "_fact").iter_rows(named=True):
        found += _unverified(compared, row, read_list(row["other_identifiers"]))
    return found


def _unverified(compared: Compared, row: Mapping[str, object], readings: Iterable[Reading]) -> list[Contradiction]:
    found = []
    for reading in readings:
        held = reading.identifier
        if held is not None and reading.state == "unverified" and reading.fault in _wanted(held):
            value = f"{held.scheme}:{mask(held)} ({reading.reason})"
            statement = compared.statement(row, value)
            found.append(
                Contradiction("identifier", (str(row["party_id"]),), (None, None), (statement,), SETTLE["identifier"])
            )
    return found


def _wanted(held: Identifier) -> frozenset[str]:
    return _USCC_FAULTS if held.scheme == "cn-uscc" else _FAULTS


_LOOKS: tuple[Callable[[Compared], list[Contradiction]], ...] = (
    over_whole, holding_disagreements, late_holders, paid_in_capital, active_and_dissolved, legal_representatives, identifiers,
)  # fmt: skip
