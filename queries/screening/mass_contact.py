"""Telephones and mail addresses that many firms share."""

from __future__ import annotations

from collections.abc import Mapping

import narwhals as nw

from queries.grounds import Bilingual as Text
from queries.lead import Absent, Evidence, two
from queries.phrases import PROPOSED, absent
from queries.screening_parts import HOST_LICENCES, biggest_group, firms, flag, has_licence, says_host
from queries.screening_rule import Found, Frame, Ground, Row, Rows, Rule, Said, cited, threshold

CROWD = 10


def hits(ground: Ground) -> Frame:
    """Every telephone or mail key of CROWD firms; explained: an agent among them, or one group for the half of them."""
    at = _at(ground)
    pairs = at.select("key", nw.col("party_p").alias("p")).unique()
    many = pairs.group_by("key").agg(nw.len().alias("value")).filter(nw.col("value") >= CROWD)
    agents = at.group_by("key").agg(nw.col("host").max())
    whole = many.join(agents, on="key", how="inner")
    whole = whole.join(
        biggest_group(ground, pairs.join(many.select("key"), on="key", how="inner")), on="key", how="left"
    )
    whole = whole.with_columns(nw.col("biggest").fill_null(0))
    explained = (nw.col("host") == 1) | (nw.col("biggest") * 2 >= nw.col("value"))
    return whole.select("key", "value", flag(explained).alias("explained"), "host", "biggest")


def _at(ground: Ground) -> Frame:
    """One row for each telephone and each mail address that a firm's row gives."""
    rows = firms(ground).with_columns(flag(has_licence(HOST_LICENCES) | says_host("name", "scope")).alias("host"))
    parts = []
    for cell in ("phone", "email"):
        told = rows.filter(~nw.col(f"_{cell}").is_null())
        key = nw.concat_str(nw.lit(f"{cell}:"), nw.col(f"_{cell}"))
        parts.append(told.with_columns(key.alias("key"), nw.col(cell).alias("written")))
    return nw.concat(parts)


def rows(ground: Ground, found: Frame) -> Mapping[str, Rows]:
    there = _at(ground).join(found.select("key"), on="key", how="inner")
    return {
        "there": cited("parties", there, ("party_p", "written"), ("party_p",)),
        "host": cited("parties", there.filter(nw.col("host") == 1), ("party_p", "licence"), ("party_p",)),
    }


def say(found: Found) -> Said:
    f, there = found.figures, found.rows["there"]
    phone = f["key"].startswith("phone:")
    zh, en = ("电话", "telephone") if phone else ("邮箱", "mail address")
    text = two(
        f"根据登记显示，数据中有{f['value']}家企业登记同一{zh}。同一联系方式本身不产生责任，是查找经办人的线索。",
        f"According to the records, {f['value']} firms of the data give one {en}. That gives rise to no liability; it is a trace to "
        "who files for them.",
    )
    seats = tuple(found.says("there", r, *_written(found, r, zh, en), "phone" if phone else "email") for r in there)
    listed = found.listed("there", "party_p")
    return Said(text, listed, seats, _agents(found), _notes(found), f["value"] - len(listed))


def _written(found: Found, row: Row, zh: str, en: str) -> tuple[str, str]:
    name = found.name(row["party_p"])
    return f"{name}登记的{zh}：{row['written']}", f"{name}: {en} {row['written']}"


def _agents(found: Found) -> tuple[Evidence | Absent, ...]:
    told = []
    for row in found.rows["host"]:
        name = found.name(row["party_p"])
        zh, en = (
            f"{name}的许可、名称或经营范围显示为代理机构",
            f"licence, name or scope of {name} says that it is an agent",
        )
        told.append(found.says("host", row, zh, en, "host"))
    nobody = absent("使用该联系方式的代理记账、注册代理机构", "an accounting or registration agent behind it")
    return tuple(told) or (nobody,)


def _notes(found: Found) -> tuple[Text, ...]:
    notes = [two("代理记账机构常以自己的电话代客户登记", "agents often register their own number for their clients")]
    if (n := found.figures["biggest"]) > 1:
        notes.append(two(f"其中{n}家属于同一控制集团", f"{n} of them are of one control group"))
    return tuple(notes)


RULE = Rule(
    slug="mass-contact",
    title=two("同一联系方式", "Shared telephone or mail"),
    asks=two("哪些电话或邮箱为十家以上企业共用", "Which telephones or mail addresses do ten firms or more share?"),
    unit=two("家企业", "firms"),
    thresholds=(threshold("crowd", CROWD, "firms", *PROPOSED),),
    needs=("parties",),
    counter_evidence=(
        two("代理记账、注册代理、商务秘书机构的电话", "the number of an accountant, agent or secretary"),
        two("同一集团的总机", "the switchboard of one group"),
    ),
    hits=hits,
    rows=rows,
    say=say,
)
