"""Addresses at which many firms stand, without a host."""

from __future__ import annotations

from collections.abc import Mapping

import narwhals as nw

from queries.grounds import Bilingual as Text
from queries.lead import Absent, Evidence, two
from queries.phrases import PROPOSED, absent
from queries.screening_parts import HOST_LICENCES, biggest_group, firms, flag, has_ended, has_licence, says_host
from queries.screening_rule import Found, Frame, Ground, Row, Rows, Rule, Said, cited, threshold

CROWD = 20


def hits(ground: Ground) -> Frame:
    """Every address key of CROWD firms; explained: a host, one group's seat, or a key that tells no door."""
    there = _there(ground)
    pairs = there.select("key", nw.col("party_p").alias("p")).unique()
    counted = there.group_by("key").agg(
        nw.col("party_p").n_unique().alias("value"), nw.col("host").max(), nw.col("door").max()
    )
    crowds = counted.filter(nw.col("value") >= CROWD)
    gone = there.filter(nw.col("gone") == 1).group_by("key").agg(nw.col("party_p").n_unique().alias("gone"))
    members = pairs.join(crowds.select("key"), on="key", how="inner")
    whole = crowds.join(gone, on="key", how="left").join(biggest_group(ground, members), on="key", how="left")
    whole = whole.with_columns(nw.col("gone").fill_null(0), nw.col("biggest").fill_null(0))
    explained = (nw.col("host") == 1) | (nw.col("door") == 0) | (nw.col("biggest") * 2 >= nw.col("value"))
    return whole.select("key", "value", flag(explained).alias("explained"), "host", "door", "gone", "biggest")


def _there(ground: Ground) -> Frame:
    """Rows of firms with an address that can be compared. A key of a room or floor ends so; else it is a building."""
    rows = firms(ground).filter(~nw.col("_address").is_null())
    key = nw.col("_address")
    door = key.str.ends_with("室") | key.str.ends_with("层") | key.str.contains(", ")
    host = has_licence(HOST_LICENCES) | says_host("name", "scope", "address")
    told = (key.alias("key"), flag(door).alias("door"), flag(host).alias("host"), flag(has_ended()).alias("gone"))
    return rows.with_columns(*told)


def rows(ground: Ground, found: Frame) -> Mapping[str, Rows]:
    there = _there(ground).drop("host").join(found.select("key", "host"), on="key", how="inner")
    hosts = _there(ground).filter(nw.col("host") == 1).join(found.select("key"), on="key", how="inner")
    return {
        "there": cited("parties", there, ("party_p", "address", "incorporated"), ("party_p",)),
        "host": cited("parties", hosts, ("party_p", "address", "licence"), ("party_p",)),
    }


def say(found: Found) -> Said:
    f, there = found.figures, found.rows["there"]
    address = there[0]["address"]
    text = two(
        f"根据登记显示，数据中有{f['value']}家企业登记在同一地址（{address}），其中{f['gone']}家已注销或吊销。"
        "同址本身不产生责任，是查找实际经营地与经办人的线索。",
        f"According to the records, {f['value']} firms of the data are registered at one address ({address}), {f['gone']} of them "
        "gone. A shared address gives rise to no liability; it is a trace to who really sits there and who filed for them.",
    )
    seats = tuple(found.says("there", r, *_seat(found, r), "address") for r in there)
    more = f["value"] - len(found.listed("there", "party_p"))
    return Said(text, found.listed("there", "party_p"), seats, _hosts(found), _notes(found), more)


def _seat(found: Found, row: Row) -> tuple[str, str]:
    name = found.name(row["party_p"])
    return f"{name}注册地址：{row['address']}", f"{name}: registered address {row['address']}"


def _hosts(found: Found) -> tuple[Evidence | Absent, ...]:
    """Rows of hosts, or that none was found."""
    told = []
    for row in found.rows["host"]:
        name = found.name(row["party_p"])
        zh = f"{name}的许可、名称、经营范围或地址显示为托管、孵化或代理"
        en = f"licence, name, scope or address of {name} says that firms are hosted there"
        told.append(found.says("host", row, zh, en, "host"))
    return tuple(told) or (
        absent("该地址的托管、孵化或注册代理机构", "a host, incubator or registration agent at the address"),
    )


def _notes(found: Found) -> tuple[Text, ...]:
    f = found.figures
    notes = []
    if not f["door"]:
        notes.append(
            two(
                "地址仅到楼栋，未记载房间：同楼不等于同门",
                "the address tells a building and no room: neighbours, not one door",
            )
        )
    if f["biggest"] > 1:
        zh = f"其中{f['biggest']}家属于同一控制集团：集团总部同址属常见"
        notes.append(two(zh, f"{f['biggest']} of them are of one control group: a group's common seat is usual"))
    notes.append(
        two("迁入迁出先后不详者按同时在址计", "firms that were there one after the other are counted together")
    )
    return tuple(notes)


RULE = Rule(
    slug="mass-address",
    title=two("集群地址", "Mass address"),
    asks=two(
        "哪些地址登记了二十家以上企业而不见托管机构", "At which addresses do twenty firms or more stand, and no host?"
    ),
    unit=two("家企业", "firms"),
    thresholds=(threshold("crowd", CROWD, "firms", *PROPOSED),),
    needs=("parties",),
    counter_evidence=(
        two("集群注册、一址多照、孵化器与托管机构", "licensed hosts, incubators and cluster registration"),
        two("注册代理、会计师或律师事务所地址", "addresses of agents, accountants and law firms"),
        two("集团总部", "the seat of one group"),
        two("只到楼栋的地址", "an address that tells no room"),
    ),
    hits=hits,
    rows=rows,
    say=say,
)
