"""Control groups whose companies end within a few weeks."""

from __future__ import annotations

from collections.abc import Mapping

import narwhals as nw

from queries.lead import Absent, Evidence, two
from queries.phrases import PROPOSED, absent
from queries.screening_parts import flag, public
from queries.screening_rule import Found, Frame, Ground, Row, Rows, Rule, Said, cited, threshold

TOGETHER = 3
DAYS = 90


def hits(ground: Ground) -> Frame:
    """Groups with TOGETHER companies that ended within DAYS; explained: half of them merged into others, or a public head."""
    ended = _ended(ground).select("head", "p", "day")
    marked = _in_window(ended)
    counted = marked.group_by("head").agg(nw.col("p").n_unique().alias("value"), nw.col("day").min().alias("_since"), nw.col("day").max().alias("_until"))  # fmt: skip
    merged = marked.select("head", "p").join(_merged(ground).select("predecessor_p").unique(), left_on="p", right_on="predecessor_p", how="inner")  # fmt: skip
    merged = merged.group_by("head").agg(nw.col("p").n_unique().alias("merged"))
    known = (
        ground["parties"]
        .filter(~nw.col("party_p").is_null(), public())
        .select("party_p", nw.lit(1).alias("known"))
        .unique()
    )
    whole = counted.join(merged, on="head", how="left").join(known, left_on="head", right_on="party_p", how="left")
    whole = whole.with_columns(nw.col("merged").fill_null(0), nw.col("known").fill_null(0))
    explained = (nw.col("merged") * 2 >= nw.col("value")) | (nw.col("known") == 1)
    key = nw.col("head").cast(nw.String).alias("key")
    return whole.select(key, "value", flag(explained).alias("explained"), "head", "merged", "_since", "_until")


def _ended(ground: Ground) -> Frame:
    """Companies of groups with the first exact day on which they ended."""
    rows = ground["parties"].filter(
        nw.col("dissolved_first") == nw.col("dissolved_last"), nw.col("dissolved_first") <= ground.day
    )
    days = rows.group_by("party_p").agg(nw.col("dissolved_first").min().alias("day"))
    return ground["led"].join(days, left_on="p", right_on="party_p", how="inner")


def _in_window(ended: Frame) -> Frame:
    """Ends that stand in a run of TOGETHER within DAYS: each with its neighbours before and after, in order of day."""
    order = {"order_by": ["day", "p"]}
    shifted = ended.with_columns(
        *(nw.col("day").shift(by).over("head", **order).alias(name) for name, by in (("b2", 2), ("b1", 1), ("a1", -1), ("a2", -2)))
    )  # fmt: skip
    day = nw.col("day")
    runs = ((nw.col("a2") - day) <= DAYS, (nw.col("a1") - nw.col("b1")) <= DAYS, (day - nw.col("b2")) <= DAYS)
    return shifted.filter(nw.any_horizontal(*(run.fill_null(value=False) for run in runs), ignore_nulls=True))


def _merged(ground: Ground) -> Frame:
    return ground["successions"].filter(~nw.col("predecessor_p").is_null())


def rows(ground: Ground, found: Frame) -> Mapping[str, Rows]:
    heads = found.select("key", "head")
    ends = (
        _in_window(_ended(ground).select("head", "p", "day"))
        .join(heads, on="head", how="inner")
        .select("key", "p", "day")
    )
    told = ground["parties"].join(ends, left_on=["party_p", "dissolved_first"], right_on=["p", "day"], how="inner")
    merged = _merged(ground).join(ends, left_on="predecessor_p", right_on="p", how="inner")
    known = (
        ground["parties"]
        .filter(~nw.col("party_p").is_null(), public())
        .join(heads, left_on="party_p", right_on="head", how="inner")
    )
    return {
        "end": cited("parties", told, ("party_p", "dissolved", "status"), ("dissolved_first", "party_p")),
        "merged": cited("successions", merged, ("predecessor_p", "successor_p", "date")),
        "known": cited("parties", known, ("party_p",)),
    }


def say(found: Found) -> Said:
    f, ends = found.figures, found.rows["end"]
    name, firms = found.name(f["head"]), found.listed("end", "party_p")
    text = two(
        f"根据登记显示，{name}控制的{f['value']}家公司在90日内先后终止（首见{ends[0]['dissolved']}）。注销本身合法，须看清算、通知与债务承担。",
        f"According to the records, {f['value']} companies under the control of {name} ended within 90 days of one another (first on "
        f"{ends[0]['dissolved']}). Dissolution is lawful; look at liquidation, notice and who took the debts.",
    )
    told = tuple(found.says("end", r, *_end(found, r), "dissolved") for r in ends)
    notes = (
        two(
            "控制按筛查日的登记计算，终止时的控制人可能不同",
            "control is that of the day of the screening; it may have been another's when they ended",
        ),
    )
    return Said(text, (f["head"], *firms), told, _counter(found), notes, f["value"] - len(firms))


def _end(found: Found, row: Row) -> tuple[str, str]:
    name = found.name(row["party_p"])
    return (
        f"{name}于{row['dissolved']}终止（{row['status'] or '状态不详'}）",
        f"{name} ended on {row['dissolved']} ({row['status'] or 'no status'})",
    )


def _counter(found: Found) -> tuple[Evidence | Absent, ...]:
    told = []
    for row in found.rows["merged"]:
        a = found.name(row["predecessor_p"])
        b = found.name(row["successor_p"]) if row["successor_p"] is not None else "？"
        told.append(found.says("merged", row, f"{a}由{b}承继（{row['date'] or '日期不详'}）", f"{a} was succeeded by {b} ({row['date'] or 'undated'})", "succession"))  # fmt: skip
    for row in found.rows["known"]:
        told.append(
            found.says(
                "known",
                row,
                "控制人登记为上市、国有或公共机构",
                "the head is recorded as listed, state-owned or public",
                "kind",
            )
        )
    return tuple(told) or (
        absent("合并、分立或承继的记载", "a merger, division or succession"),
        absent("清算报告与债权人公告", "reports of liquidation and notices to creditors"),
    )


RULE = Rule(
    slug="gone-together",
    title=two("集团内集中注销", "Gone together"),
    asks=two(
        "哪些控制集团在90日内有三家以上公司终止", "In which groups did three companies or more end within 90 days?"
    ),
    unit=two("家公司", "companies"),
    thresholds=(threshold("together", TOGETHER, "companies", *PROPOSED), threshold("days", DAYS, "days", *PROPOSED)),
    needs=("holdings", "parties"),
    counter_evidence=(
        two("吸收合并等承继", "mergers: others took over"),
        two("国有或上市集团的清理整顿", "a tidying-up of a public or listed group"),
    ),
    hits=hits,
    rows=rows,
    say=say,
)
