"""Persons in front of many firms, in which they hold nothing."""

from __future__ import annotations

from collections.abc import Mapping

import narwhals as nw

from queries.grounds import Bilingual as Text
from queries.lead import Absent, Evidence, two
from queries.phrases import PROPOSED, absent, word
from queries.screening_parts import PROFESSIONAL_LICENCES, biggest_group, flag, has_licence, may_hold, share_words
from queries.screening_rule import Found, Frame, Ground, Row, Rows, Rule, Said, cited, threshold
from queries.typologies.mass_director import FRONTS

MANY = 30


def hits(ground: Ground) -> Frame:
    """Every party in front of MANY firms; explained: licensed for it, or half of the firms of one control group."""
    posts = _posts(ground)
    pairs = posts.select("key", "person_p", nw.col("company_p").alias("p")).unique()
    many = pairs.group_by("key", "person_p").agg(nw.len().alias("value")).filter(nw.col("value") >= MANY)
    members = pairs.join(many.select("key"), on="key", how="inner")
    licensed = _licensed(ground).select(nw.col("party_p"), nw.lit(1).alias("licensed")).unique()
    shares = _shares(ground, members).group_by("key").agg(nw.col("company_p").n_unique().alias("held"))
    whole = many.join(biggest_group(ground, members.select("key", "p")), on="key", how="left")
    whole = whole.join(licensed, left_on="person_p", right_on="party_p", how="left").join(shares, on="key", how="left")
    whole = whole.with_columns(*(nw.col(c).fill_null(0) for c in ("biggest", "licensed", "held")))
    explained = (nw.col("licensed") == 1) | (nw.col("biggest") * 2 >= nw.col("value"))
    return whole.select("key", "value", flag(explained).alias("explained"), "person_p", "biggest", "licensed", "held")


def _posts(ground: Ground) -> Frame:
    """Offices in front of a firm that may be held on the day."""
    known = ground["roles"].filter(~nw.col("person_p").is_null(), ~nw.col("company_p").is_null())
    held = known.filter(nw.col("role").is_in(sorted(FRONTS)), may_hold(ground.day))
    return held.with_columns(nw.col("person_p").cast(nw.String).alias("key"))


def _licensed(ground: Ground) -> Frame:
    return ground["parties"].filter(~nw.col("party_p").is_null(), has_licence(PROFESSIONAL_LICENCES))


def _shares(ground: Ground, members: Frame) -> Frame:
    """Rows by which a person holds a share of one of those firms."""
    held = ground["holdings"].filter(may_hold(ground.day))
    return held.join(members, left_on=["owner_p", "company_p"], right_on=["person_p", "p"], how="inner")


def rows(ground: Ground, found: Frame) -> Mapping[str, Rows]:
    posts = _posts(ground).join(found.select("key"), on="key", how="inner")
    pairs = posts.select("key", "person_p", nw.col("company_p").alias("p")).unique()
    licensed = _licensed(ground).join(
        found.select("key", "person_p"), left_on="party_p", right_on="person_p", how="inner"
    )
    shares = _shares(ground, pairs).with_columns(nw.col("owner_p").alias("person_p"))
    return {
        "post": cited("roles", posts, ("person_p", "company_p", "role", "start"), ("company_p",)),
        "licence": cited("parties", licensed, ("licence",)),
        "share": cited("holdings", shares, ("person_p", "company_p", "share"), ("company_p",)),
    }


def say(found: Found) -> Said:
    f = found.figures
    name, firms = found.name(f["person_p"]), found.listed("post", "company_p")
    text = two(
        f"根据登记显示，{name}现任{f['value']}家企业的法定代表人、董事或经理，其中{f['held']}家见其持股。任职数量本身不产生责任。",
        f"According to the records, {name} is representative, director or manager of {f['value']} firms and holds shares in "
        f"{f['held']} of them. The number gives rise to no liability.",
    )
    evidence = tuple(found.says("post", r, *_post(found, r), "role") for r in found.rows["post"])
    return Said(text, (f["person_p"], *firms), evidence, _counter(found), _notes(found), f["value"] - len(firms))


def _post(found: Found, row: Row) -> tuple[str, str]:
    name, firm, office = found.name(row["person_p"]), found.name(row["company_p"]), word("role", row["role"])
    since = (f"（{row['start']}起）", f" (from {row['start']})") if row["start"] else ("", "")
    return f"{name}任{firm}{office.zh}{since[0]}", f"{name} is {office.en} of {firm}{since[1]}"


def _counter(found: Found) -> tuple[Evidence | Absent, ...]:
    told: list[Evidence | Absent] = []
    for row in found.rows["licence"]:
        words = (
            f"登记许可：{row['licence']}（职业董事或持牌机构）",
            f"recorded licence: {row['licence']} (professional)",
        )
        told.append(found.says("licence", row, *words, "licence"))
    if not told:
        told.append(
            absent("职业董事、代理机构或破产管理人名录", "a list of licensed directors, agents or office-holders")
        )
    for row in found.rows["share"]:
        firm = found.name(row["company_p"])
        share = share_words(row["share"])
        zh, en = f"持有{firm}的股权（{share[0]}）", f"holds {share[1]} of {firm}"
        told.append(found.says("share", row, zh, en, "ownership"))
    return tuple(told)


def _notes(found: Found) -> tuple[Text, ...]:
    f = found.figures
    notes = [two(
        "姓名相同从不视为同一人：此处仅计同一编号、证件号或人工认定者", "equal names are never one person: counted by identifier, the source's own id, or your decision",
    )]  # fmt: skip
    if f["biggest"] > 1:
        zh = f"其中{f['biggest']}家属于同一控制集团：集团派员任职属常见"
        notes.append(
            two(zh, f"{f['biggest']} of the firms are of one control group: a group's own people are usual there")
        )
    return tuple(notes)


RULE = Rule(
    slug="mass-director",
    title=two("挂名高管", "One person in front of many firms"),
    asks=two("谁同时在三十家以上企业任法定代表人、董事或经理", "Who is in front of thirty firms or more at once?"),
    unit=two("家企业", "firms"),
    thresholds=(threshold("many", MANY, "firms", *PROPOSED),),
    needs=("roles",),
    counter_evidence=(
        two(
            "职业董事、代理机构、破产管理人、专业受托人",
            "licensed directors, agents, office-holders, professional trustees",
        ),
        two("同一集团派出的人员", "a group's own people"),
        two("在所任企业持股", "shares in the firms fronted"),
        two("同名者", "namesakes"),
    ),
    hits=hits,
    rows=rows,
    say=say,
)
