"""Companies that change several things within a few weeks."""

from __future__ import annotations

from collections.abc import Mapping

import narwhals as nw

from queries.lead import Absent, Evidence, two
from queries.phrases import PROPOSED, absent, word
from queries.screening_parts import flag, public
from queries.screening_rule import Found, Frame, Ground, Row, Rows, Rule, Said, cited, threshold

KINDS = 3
DAYS = 90
ITEMS = ("address", "legal_representative", "name", "shareholders")


def hits(ground: Ground) -> Frame:
    """Companies with KINDS of the ITEMS changed within DAYS, by the earliest window that holds the most; explained: one
    filing of one day, or a public or listed company."""
    acts = _changes(ground).select("p", "item", "day").unique()
    later = acts.rename({"item": "item2", "day": "day2"})
    near = acts.select("p", "day").unique().join(later, on="p", how="inner")
    near = near.filter(nw.col("day2") >= nw.col("day"), nw.col("day2") <= nw.col("day") + DAYS)
    windows = near.group_by("p", "day").agg(
        nw.col("item2").n_unique().alias("value"), nw.col("day2").max().alias("until")
    )
    windows = windows.filter(nw.col("value") >= KINDS)
    most = windows.group_by("p").agg(nw.col("value").max())
    best = (
        windows.join(most, on=["p", "value"], how="inner")
        .group_by("p", "value")
        .agg(nw.col("day").min().alias("since"))
    )
    best = best.join(windows.select("p", "day", "until"), left_on=["p", "since"], right_on=["p", "day"], how="inner")
    known = _known(ground).select("party_p", nw.lit(1).alias("known")).unique()
    best = best.join(known, left_on="p", right_on="party_p", how="left").with_columns(
        nw.col("known").fill_null(0), (nw.col("until") - nw.col("since")).alias("days")
    )
    explained = (nw.col("days") == 0) | (nw.col("known") == 1)
    key = nw.col("p").cast(nw.String).alias("key")
    return best.select(
        key,
        "value",
        flag(explained).alias("explained"),
        nw.col("p").alias("who_p"),
        "days",
        nw.col("since").alias("_since"),
    )


def _changes(ground: Ground) -> Frame:
    """Changes of the ITEMS whose day is known, up to the day of the screening."""
    known = ground["changes"].filter(~nw.col("party_p").is_null(), nw.col("item").is_in(ITEMS))
    exact = known.filter(nw.col("date_first") == nw.col("date_last"), nw.col("date_first") <= ground.day)
    return exact.with_columns(nw.col("party_p").alias("p"), nw.col("date_first").alias("day"))


def _known(ground: Ground) -> Frame:
    return ground["parties"].filter(~nw.col("party_p").is_null(), public())


def rows(ground: Ground, found: Frame) -> Mapping[str, Rows]:
    windows = found.select("key", nw.col("who_p").alias("p"), "_since", "days")
    acts = _changes(ground).join(windows, on="p", how="inner")
    acts = acts.filter(nw.col("day") >= nw.col("_since"), nw.col("day") <= nw.col("_since") + nw.col("days"))
    known = _known(ground).join(windows, left_on="party_p", right_on="p", how="inner")
    merged = ground["successions"].with_columns(nw.col("successor_p").alias("p")).join(windows, on="p", how="inner")
    return {
        "change": cited("changes", acts, ("party_p", "item", "before", "after", "date", "notice"), ("day",)),
        "known": cited("parties", known, ("party_p",)),
        "merged": cited("successions", merged, ("predecessor_p", "kind", "date")),
    }


def say(found: Found) -> Said:
    f, changes = found.figures, found.rows["change"]
    name = found.name(f["who_p"])
    items = sorted({row["item"] for row in changes})
    zh = "、".join(word("change_item", item).zh for item in items)
    text = two(
        f"根据登记显示，{name}自{changes[0]['date']}起{f['days']}日内变更{f['value']}类事项（{zh}）。变更本身合法，集中变更是核对时点与原因的线索。",
        f"According to the records, {name} changed {f['value']} kinds of things ({', '.join(i.replace('_', ' ') for i in items)}) within "
        f"{f['days']} days from {changes[0]['date']} on. Changes are lawful; that many at once is a reason to ask when and why.",
    )
    told = tuple(found.says("change", r, *_change(found, r), "change") for r in changes)
    notes = (two("同一天的一次申请可包含多项变更", "one filing of one day may hold several changes"),)
    return Said(text, (f["who_p"],), told, _counter(found), notes)


def _change(found: Found, row: Row) -> tuple[str, str]:
    name, item = found.name(row["party_p"]), word("change_item", row["item"])
    before, after = row["before"] or "—", row["after"] or "—"
    return (
        f"{row['date']} {name}变更{item.zh}：{before} → {after}",
        f"{row['date']} {name}: {item.en} {before} → {after}",
    )


def _counter(found: Found) -> tuple[Evidence | Absent, ...]:
    told = []
    for row in found.rows["change"]:
        if row["notice"] == "yes":
            told.append(found.says("change", row, "记载已通知债权人", "creditors were notified, as recorded", "notice"))
    for row in found.rows["known"]:
        told.append(
            found.says("known", row, "登记为上市、国有或公共机构", "recorded as listed, state-owned or public", "kind")
        )
    for row in found.rows["merged"]:
        name = found.name(row["predecessor_p"])
        told.append(found.says("merged", row, f"承继{name}（{row['date'] or '日期不详'}）：重组可解释变更", f"succeeded {name} ({row['date'] or 'undated'}): a reorganisation explains changes", "succession"))  # fmt: skip
    return tuple(told) or (
        absent("通知债权人、合并分立或改制的记载", "a notice to creditors, a merger, division or conversion"),
    )


RULE = Rule(
    slug="sudden-changes",
    title=two("短期集中变更", "Sudden changes"),
    asks=two(
        "哪些公司在90日内变更名称、住所、法定代表人、股东中的三类以上",
        "Which companies changed three of name, seat, representative and holders within 90 days?",
    ),
    unit=two("类事项", "kinds of changes"),
    thresholds=(threshold("kinds", KINDS, "kinds", *PROPOSED), threshold("days", DAYS, "days", *PROPOSED)),
    needs=("changes",),
    counter_evidence=(
        two("一次申请合并办理多项变更", "several changes in one filing"),
        two("合并、分立、改制等重组", "a merger, division or conversion"),
        two("已通知债权人", "creditors were notified"),
    ),
    hits=hits,
    rows=rows,
    say=say,
)
