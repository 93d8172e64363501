"""Rings: companies that hold one another round in a circle."""

from __future__ import annotations

from collections.abc import Mapping

import narwhals as nw

from queries.lead import Absent, Evidence, two
from queries.phrases import PROPOSED, absent
from queries.screening_parts import flag, may_hold, public, share_words
from queries.screening_rule import Found, Frame, Ground, Row, Rows, Rule, Said, cited, threshold

MEMBERS = 2


def hits(ground: Ground) -> Frame:
    """Every ring, by its first member; explained: a listed or public member."""
    first = ground["ringed"].group_by("ring").agg(nw.col("p").min().alias("first_p"), nw.len().alias("value"))
    known = _known(ground).select(nw.col("party_p").alias("p")).unique()
    known = ground["ringed"].join(known, on="p", how="inner").group_by("ring").agg(nw.len().alias("known"))
    whole = first.join(known, on="ring", how="left").with_columns(nw.col("known").fill_null(0))
    key = nw.col("first_p").cast(nw.String).alias("key")
    return whole.select(key, "value", flag(nw.col("known") > 0).alias("explained"), "first_p", "ring", "known")


def _known(ground: Ground) -> Frame:
    return ground["parties"].filter(~nw.col("party_p").is_null(), public())


def rows(ground: Ground, found: Frame) -> Mapping[str, Rows]:
    inside = ground["ringed"].join(found.select("key", "ring"), on="ring", how="inner").select("key", "p")
    held = ground["holdings"].filter(may_hold(ground.day), ~nw.col("owner_p").is_null(), ~nw.col("company_p").is_null())
    held = held.filter(nw.col("owner_p") != nw.col("company_p"))
    held = held.join(inside, left_on="company_p", right_on="p", how="inner")
    held = held.join(inside, left_on=["owner_p", "key"], right_on=["p", "key"], how="inner")
    known = _known(ground).join(inside, left_on="party_p", right_on="p", how="inner")
    return {
        "held": cited("holdings", held, ("owner_p", "company_p", "share"), ("owner_p", "company_p")),
        "known": cited("parties", known, ("party_p",), ("party_p",)),
    }


def say(found: Found) -> Said:
    f, firms = found.figures, tuple(dict.fromkeys((found.figures["first_p"], *found.listed("held", "company_p"))))
    names = "、".join(found.name(p) for p in firms[:4])
    text = two(
        f"根据登记显示，{f['value']}家公司循环持股（{names}{'等' if f['value'] > len(firms[:4]) else ''}）：各自的股权经若干步回到自身，净资产可能重复计算。",
        f"According to the records, {f['value']} companies hold one another in a ring ({names.replace('、', ', ')}): each one's shares "
        "come back to it, so that net assets may be counted more than once.",
    )
    steps = tuple(found.says("held", r, *_step(found, r), "ownership") for r in found.rows["held"])
    notes = (
        two("公司持有自身股份（库存股）不计入", "a company's own shares (treasury) are no ring"),
        two(
            "部分法域允许交叉持股；登记未记明取得日期者按现持有计",
            "some places allow cross-holdings; rows without days count as held",
        ),
    )
    return Said(text, firms, steps, _counter(found), notes, f["value"] - len(firms))


def _step(found: Found, row: Row) -> tuple[str, str]:
    a, b = found.name(row["owner_p"]), found.name(row["company_p"])
    zh, en = share_words(row["share"])
    return f"{a}持有{b}（{zh}）", f"{a} holds {en} of {b}"


def _counter(found: Found) -> tuple[Evidence | Absent, ...]:
    told = []
    for row in found.rows["known"]:
        name = found.name(row["party_p"])
        zh, en = (
            f"{name}登记为上市、国有或公共机构：披露与监管较多",
            f"{name} is recorded as listed, state-owned or public: disclosed and supervised",
        )
        told.append(found.says("known", row, zh, en, "kind"))
    return tuple(told) or (absent("环内上市、国有成员", "a listed or state-owned member of the ring"),)


RULE = Rule(
    slug="ring",
    title=two("循环持股", "Ownership ring"),
    asks=two("哪些公司循环持股", "Which companies hold one another in a ring?"),
    unit=two("家公司", "companies"),
    thresholds=(threshold("members", MEMBERS, "companies", *PROPOSED),),
    needs=("holdings",),
    counter_evidence=(
        two("库存股", "treasury shares"),
        two("上市或国有成员间公开的交叉持股", "disclosed cross-holdings of listed or state-owned members"),
    ),
    hits=hits,
    rows=rows,
    say=say,
)
