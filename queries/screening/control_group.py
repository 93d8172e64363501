"""Heads with many companies under their control."""

from __future__ import annotations

from collections.abc import Mapping

import narwhals as nw

from queries.grounds import Bilingual as Text
from queries.lead import Absent, Evidence, two
from queries.phrases import PROPOSED, absent
from queries.screening_parts import flag, has_ended, may_hold, public, share_words
from queries.screening_rule import Found, Frame, Ground, Row, Rows, Rule, Said, cited, threshold

MANY = 10


def hits(ground: Ground) -> Frame:
    """Every control group of MANY companies below its head; explained: a public, listed or licensed head."""
    groups = ground["led"].group_by("head").agg(nw.len().alias("value")).filter(nw.col("value") >= MANY)
    gone = ground["parties"].filter(has_ended()).select(nw.col("party_p").alias("p")).unique()
    gone = ground["led"].join(gone, on="p", how="inner").group_by("head").agg(nw.len().alias("gone"))
    known = _known_heads(ground).select(nw.col("party_p"), nw.lit(1).alias("known")).unique()
    whole = groups.join(gone, on="head", how="left").join(known, left_on="head", right_on="party_p", how="left")
    whole = whole.with_columns(nw.col("gone").fill_null(0), nw.col("known").fill_null(0))
    return whole.select(
        nw.col("head").cast(nw.String).alias("key"),
        "value",
        flag(nw.col("known") == 1).alias("explained"),
        "head",
        "gone",
    )


def _known_heads(ground: Ground) -> Frame:
    """Rows that say that a party is public, listed or licensed."""
    known = public() | ~nw.col("licence").is_null()
    return ground["parties"].filter(~nw.col("party_p").is_null(), known)


def rows(ground: Ground, found: Frame) -> Mapping[str, Rows]:
    heads = found.select("key", "head")
    led = ground["led"].join(heads, on="head", how="inner")
    inside = nw.concat(
        [led.select("p", nw.col("key").alias("of")), heads.select(nw.col("head").alias("p"), nw.col("key").alias("of"))]
    )
    held = ground["holdings"].filter(may_hold(ground.day), ~nw.col("owner_p").is_null())
    held = held.join(led, left_on="company_p", right_on="p", how="inner")
    held = held.join(inside, left_on=["owner_p", "key"], right_on=["p", "of"], how="inner")
    held = held.with_columns(flag(nw.col("owner_p") != nw.col("head")).alias("far"))
    known = _known_heads(ground).join(heads, left_on="party_p", right_on="head", how="inner")
    return {
        "held": cited("holdings", held, ("owner_p", "company_p", "share", "voting", "far"), ("far", "company_p")),
        "known": cited("parties", known, ("kind", "state_owned", "listed", "licence")),
    }


def say(found: Found) -> Said:
    f = found.figures
    name, firms = found.name(f["head"]), found.listed("held", "company_p")
    text = two(
        f"根据登记显示，{name}直接或通过所控制的公司掌握{f['value']}家公司的过半表决权或登记的控制权，其中{f['gone']}家已注销或吊销。控制本身不产生责任。",
        f"According to the records, {name} commands more than half of the votes of {f['value']} companies, or control of them is on "
        f"record, directly or through companies it controls; {f['gone']} of them are gone. Control gives rise to no liability.",
    )
    evidence = tuple(found.says("held", r, *_step(found, r), "ownership") for r in found.rows["held"])
    return Said(text, (f["head"], *firms), evidence, _counter(found), _notes(), f["value"] - len(firms))


def _step(found: Found, row: Row) -> tuple[str, str]:
    a, b = found.name(row["owner_p"]), found.name(row["company_p"])
    zh, en = share_words(row["voting"] or row["share"])
    return f"{a}持有{b}（{zh}）", f"{a} holds {en} of {b}"


def _counter(found: Found) -> tuple[Evidence | Absent, ...]:
    told = []
    for row in found.rows["known"]:
        marks = ((row["kind"] == "public_body" or row["state_owned"] == "yes", "国有或公共机构", "public or owned by the state"), (row["listed"] == "yes", "上市", "listed"), (row["licence"], f"许可：{row['licence']}", f"licensed: {row['licence']}"))  # fmt: skip
        zh, en = "、".join(m[1] for m in marks if m[0]), ", ".join(m[2] for m in marks if m[0])
        told.append(found.says("known", row, f"控制人登记为{zh}", f"the head is recorded as {en}", "head"))
    return tuple(told) or (
        absent("控制人为国有、上市或持牌机构的记载", "a record that the head is public, listed or licensed"),
    )


def _notes() -> tuple[Text, ...]:
    return (
        two("集团本身合法且常见；仅按登记的表决权与登记的控制计算，协议、委托与代持不在其内", "groups are lawful and common; counted by recorded votes and recorded control, without unrecorded agreements or nominees"),
    )  # fmt: skip


RULE = Rule(
    slug="control-group",
    title=two("控制集团", "Control group"),
    asks=two("谁控制十家以上公司", "Who controls ten companies or more?"),
    unit=two("家公司", "companies"),
    thresholds=(threshold("many", MANY, "companies", *PROPOSED),),
    needs=("holdings",),
    counter_evidence=(
        two("国有、上市或持牌的控制人", "a head that is public, listed or licensed"),
        two("登记之外的协议可能改变控制", "agreements outside the register may change control"),
    ),
    hits=hits,
    rows=rows,
    say=say,
)
