"""Holdings that cannot all be true: sums, pairs, dead holders."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl

from graph.values import Share
from queries.disagreeing import Compared, Contradiction, last_day, with_days
from queries.grounds import Bilingual as Text
from queries.lead import two

# A source that prints two decimals of a per cent is wrong by half of the last one a holder, at most.
ROUNDING = 0.00005
# Critical days of one company that are looked at: the first ones; a company with more is a register of trades.
MOST_DAYS = 200
_BENEATH = ("beneficial", "settlor")
SETTLE: dict[str, Text] = {
    "shares-over-whole": two("登记机关内档（章程、股东名册、变更登记）及各来源的取得日期", "the registry file (articles, register of members, changes), and the day of each source"),
    "holding-share": two("登记机关内档中该股东的出资与变更记录", "the registry file on this holder"),
    "holding-amount": two("内档中的章程、验资报告与出资凭证", "articles, capital verification and proof of payment in the registry file"),
    "holding-dates": two("内档中的变更登记申请书与核准日期", "the application for registration and its approval in the registry file"),
    "holder-dissolved-before": two("持股人的注销内档与该次登记所交的主体资格文件", "the holder's deregistration file, and the papers filed for the holding"),
}  # fmt: skip


def _holdings(compared: Compared) -> pl.DataFrame | None:
    """Legal holders with their days and shares (low, high); beneficial owners stand behind them and are not added."""
    frame = compared.rows("holdings", "owner_id", "company_id")
    if frame is None:
        return None
    if compared.wanted is not None:
        companies = frame.select("company_id").unique()
        frame = compared.snapshot.tables["holdings"].join(companies, on="company_id", how="semi")
    frame = frame.filter(~pl.col("nature").fill_null("").is_in(_BENEATH))
    texts = frame["share"].drop_nulls().unique().to_list()
    lows = {t: float(Share.parse(t).low) for t in texts}
    share = (
        pl.col("share").replace_strict(lows, default=None, return_dtype=pl.Float64)
        if lows
        else pl.lit(None, dtype=pl.Float64)
    )
    frame = frame.with_columns(share.alias("_share"), pl.col("currency").fill_null("CNY"))
    return with_days(frame, compared, by="company_id")


def _on_days(rows: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    """Each row once for every critical day (a day on which some row of its group begins to speak) that it covers."""
    days = rows.select(*by, pl.col("_s").alias("_day")).unique().sort(*by, "_day")
    days = days.filter(pl.int_range(pl.len()).over(by) < MOST_DAYS)
    return rows.join(days, on=by).filter((pl.col("_s") <= pl.col("_day")) & (pl.col("_day") < pl.col("_e")))


def _share_words(row: Mapping[str, object]) -> str:
    share = row["share"]
    part = Share.parse(str(share)).percent(4) if share else "unknown share"
    return f"{row['_name']} {part}"


def over_whole(compared: Compared) -> list[Contradiction]:
    """Holders of a company who add to more than the whole on a day, in one source or over all; the larger statement of each."""
    held = _holdings(compared)
    if held is None:
        return []
    # Two sources may not tell whether 张三 of the one is 张三 of the other: then they are not added up.
    rows = _named(compared, held.filter(pl.col("_share").is_not_null()))
    rows = rows.with_columns(pl.coalesce("_name", "owner_id").alias("_who"))
    per_owner = rows.group_by("company_id", "_who", "_said").agg(pl.col("_share").sum())
    per_owner = per_owner.group_by("company_id", "_who").agg(pl.col("_share").max())
    sums = per_owner.group_by("company_id").agg(pl.col("_share").sum(), pl.len().alias("_n"))
    doubtful = sums.filter(pl.col("_share") > 1 + ROUNDING * pl.col("_n") + 1e-9).select("company_id")
    on = _on_days(rows.join(doubtful, on="company_id", how="semi"), ["company_id"])
    per = on.group_by("company_id", "_day", "_who", "_said").agg(pl.col("_share").sum())
    per = per.group_by("company_id", "_day", "_who").agg(pl.col("_share").max())
    days = per.group_by("company_id", "_day").agg(pl.col("_share").sum().alias("_sum"), pl.len().alias("_n"))
    days = days.filter(pl.col("_sum") > 1 + ROUNDING * pl.col("_n") + 1e-9)
    first = days.sort("_day").unique("company_id", keep="first").select("company_id", "_day")
    rows = on.join(first, on=["company_id", "_day"], how="semi").sort("company_id", "_fact")
    return compared.grouped("shares-over-whole", rows, ["company_id"], SETTLE, _share_words, also="owner_id")


def _named(compared: Compared, rows: pl.DataFrame) -> pl.DataFrame:
    people = compared.people().rename({"person_id": "owner_id"}).select("owner_id", "_name")
    return rows.join(people, on="owner_id", how="left")


def holding_disagreements(compared: Compared) -> list[Contradiction]:
    """One holder's stake in one company with different shares, amounts or days in two sources."""
    held = _holdings(compared)
    if held is None:
        return []
    pair = ["company_id", "owner_id"]
    rows = held.filter(pl.col("_said").n_unique().over(pair) > 1)
    if not rows.height:
        return []
    rows = _named(compared, rows)
    return [*_shares(compared, rows, pair), *_amounts(compared, rows, pair), *_dates(compared, rows, pair)]


def _shares(compared: Compared, rows: pl.DataFrame, pair: list[str]) -> list[Contradiction]:
    """A share that we computed ourselves is no statement of a source."""
    stated = rows.filter(pl.col("_share").is_not_null() & ~pl.col("_derived").fill_null(value=False))
    on = _on_days(stated, pair)
    per = on.group_by(*pair, "_day", "_said").agg(pl.col("_share").sum())
    differs = (pl.col("_share").max() - pl.col("_share").min()) > ROUNDING + 1e-9
    days = per.group_by(*pair, "_day").agg(differs.alias("_differs")).filter("_differs")
    first = days.sort("_day").unique(pair, keep="first").select(*pair, "_day")
    rows = on.join(first, on=[*pair, "_day"], how="semi").sort(*pair, "_fact")
    return compared.grouped("holding-share", rows, pair, SETTLE, _share_words)


def _amounts(compared: Compared, rows: pl.DataFrame, pair: list[str]) -> list[Contradiction]:
    found = []
    for name in ("subscribed", "paid"):
        stated = rows.filter(pl.col(name).is_not_null()).with_columns(pl.col(name).cast(pl.Float64).alias("_sum"))
        keys = [*pair, "currency"]
        on = _on_days(stated, keys)
        per = on.group_by(*keys, "_day", "_said").agg(pl.col("_sum").sum())
        differs = (pl.col("_sum").max() - pl.col("_sum").min()) > 0.005
        days = per.group_by(*keys, "_day").agg(differs.alias("_differs")).filter("_differs")
        first = days.sort("_day").unique(pair, keep="first").select(*keys, "_day")
        shown = on.join(first, on=[*keys, "_day"], how="semi").sort(*pair, "_fact")
        found += compared.grouped("holding-amount", shown, pair, SETTLE, _amount_words(name))
    return found


def _amount_words(name: str) -> Callable[[Mapping[str, object]], str]:
    return lambda row: f"{row['_name']} {name} {row['currency']} {row[name]}"


def _dates(compared: Compared, rows: pl.DataFrame, pair: list[str]) -> list[Contradiction]:
    """One row a source, of the same share, that speak on a common day and give starts (or ends) that cannot be the same."""
    single = rows.filter((pl.len().over(*pair, "_said") == 1) & (pl.col("_share").n_unique().over(pair) == 1))
    meet = pl.col("_s").max().over(pair) < pl.col("_e").min().over(pair)
    starts = pl.col("_first").max().over(pair) > pl.col("_last").min().over(pair)
    single = single.with_columns(last_day("end").alias("_end_last"))
    ends = pl.col("_open").max().over(pair) > pl.col("_end_last").min().over(pair)
    differs = (starts.fill_null(value=False) | ends.fill_null(value=False)) & meet
    shown = single.filter(differs).with_columns(pl.col("_s").alias("_day")).sort(*pair, "_fact")
    return compared.grouped("holding-dates", shown, pair, SETTLE, _date_words)


def _date_words(row: Mapping[str, object]) -> str:
    return f"{row['_name']} {row['start'] or '?'} – {row['end'] or ''}".rstrip()


def late_holders(compared: Compared) -> list[Contradiction]:
    """A holder that was gone before its holding began; of several days of dissolution the last counts."""
    held, parties = compared.rows("holdings", "owner_id", "company_id"), compared.snapshot.tables.get("parties")
    if held is None or parties is None:
        return []
    gone = parties.filter(pl.col("dissolved").is_not_null()).with_columns(last_day("dissolved").alias("_gone_on"))
    last = gone.group_by("party_id").agg(pl.col("_gone_on").max())
    late = with_days(held, compared).join(last, left_on="owner_id", right_on="party_id")
    late = _named(compared, late.filter(pl.col("_first") > pl.col("_gone_on")))
    pair = ["owner_id", "company_id"]
    deaths = gone.join(
        late.select(*pair, pl.col("_first").alias("_day")), left_on="party_id", right_on="owner_id"
    ).rename({"party_id": "owner_id"})
    rows = pl.concat([late.with_columns(pl.col("_first").alias("_day")), deaths], how="diagonal_relaxed").sort(
        *pair, "_fact"
    )
    return compared.grouped("holder-dissolved-before", rows, pair, SETTLE, _late_words)


def _late_words(row: Mapping[str, object]) -> str:
    if row.get("dissolved"):
        return f"dissolved {row['dissolved']}"
    return f"{row['_name']} holds from {row['start']}"
