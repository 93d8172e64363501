"""Control groups in which companies without substance are many."""

from __future__ import annotations

from collections.abc import Mapping

import narwhals as nw

from queries.lead import Absent, Evidence, two
from queries.phrases import absent
from queries.screening_parts import amount, firms, flag, public
from queries.screening_rule import Found, Frame, Ground, Row, Rows, Rule, Said, cited, threshold

SHELLS = 3
MET = 3
CROWD = 20
SHORT_LIFE = 730
_TESTS = ("thin", "staff", "crowd", "short", "idle")
_WORDS = {
    "thin": ("实缴资本为零或不足注册资本1%", "paid-in capital nil or below 1 % of the registered"),
    "staff": ("参保人数为零", "no insured staff"),
    "crowd": ("地址有20家以上企业", "an address of 20 firms or more"),
    "short": ("成立24个月内终止", "ended within 24 months of its birth"),
    "idle": ("财务记载无收入或休眠", "accounts show no revenue, or dormancy"),
}


def hits(ground: Ground) -> Frame:
    """Groups with SHELLS companies that meet MET of five tests, and half or more of those that enough is known of.

    Unknown is never met. explained: a public or listed head.
    """
    led = _led(ground)
    counted = led.group_by("head").agg(
        nw.len().alias("members"), nw.col("shell").sum().alias("value"), nw.col("known").sum().alias("told")
    )
    dense = counted.filter(nw.col("value") >= SHELLS, nw.col("value") * 2 >= nw.col("told"))
    public_heads = _public(ground).select("party_p", nw.lit(1).alias("public")).unique()
    dense = dense.join(public_heads, left_on="head", right_on="party_p", how="left")
    explained = flag(nw.col("public").fill_null(0) == 1).alias("explained")
    return dense.select(nw.col("head").cast(nw.String).alias("key"), "value", explained, "head", "members", "told")


def _public(ground: Ground) -> Frame:
    return ground["parties"].filter(~nw.col("party_p").is_null(), public())


def _led(ground: Ground) -> Frame:
    """Companies of groups with their tests: each 1 met, 0 not met, nothing where no row tells; several rows must agree."""
    rows = firms(ground)
    crowds = (
        rows.filter(~nw.col("_address").is_null()).group_by("_address").agg(nw.col("party_p").n_unique().alias("n"))
    )
    rows = rows.join(crowds, on="_address", how="left")
    paid, registered, staff = amount("paid_capital"), amount("registered_capital"), amount("employees")
    nothing = nw.lit(None, nw.Int64)
    known_paid = (paid == 0) | (registered > 0)
    age = nw.col("dissolved_last") - nw.col("incorporated_first")
    told = rows.select(
        nw.col("party_p").alias("p"),
        nw.when(known_paid).then(flag((paid == 0) | (paid * 100 < registered))).otherwise(nothing).alias("thin"),
        nw.when(~staff.is_null()).then(flag(staff == 0)).otherwise(nothing).alias("staff"),
        nw.when(~nw.col("n").is_null()).then(flag(nw.col("n") >= CROWD)).otherwise(nothing).alias("crowd"),
        nw.when(~age.is_null()).then(flag(age <= SHORT_LIFE)).otherwise(nothing).alias("short"),
    )
    tests = told.group_by("p").agg(*(nw.col(name).min() for name in _TESTS[:-1]))
    tests = tests.join(_idle(ground), on="p", how="left")
    met = nw.sum_horizontal(*(nw.col(name).fill_null(0) for name in _TESTS))
    known = nw.sum_horizontal(*(flag(~nw.col(name).is_null()) for name in _TESTS))
    tests = tests.with_columns(flag(met >= MET).alias("shell"), flag(known >= MET).alias("known"))
    return ground["led"].join(tests, on="p", how="inner")


def _idle(ground: Ground) -> Frame:
    """1 where every year's accounts show dormancy or no revenue, 0 where one shows revenue."""
    revenue, dormant = amount("revenue"), nw.col("dormant").fill_null("") == "yes"
    rows = ground["accounts"].filter(~nw.col("party_p").is_null()).select(
        nw.col("party_p").alias("p"),
        nw.when(dormant | ~revenue.is_null()).then(flag(dormant | (revenue == 0))).otherwise(nw.lit(None, nw.Int64)).alias("idle"),
    )  # fmt: skip
    return rows.group_by("p").agg(nw.col("idle").min())


def rows(ground: Ground, found: Frame) -> Mapping[str, Rows]:
    led = (
        _led(ground)
        .join(found.select("key", "head"), on="head", how="inner")
        .select("key", "p", "shell", "known", *_TESTS)
    )
    told = firms(ground).join(led, left_on="party_p", right_on="p", how="inner")
    heads = _public(ground).join(found.select("key", "head"), left_on="party_p", right_on="head", how="inner")
    cells = ("party_p", *_TESTS)
    return {
        "shell": cited("parties", told.filter(nw.col("shell") == 1), cells, ("party_p",)),
        "sound": cited("parties", told.filter(nw.col("shell") == 0, nw.col("known") == 1), cells, ("party_p",)),
        "public": cited("parties", heads, ("party_p",)),
    }


def say(found: Found) -> Said:
    f = found.figures
    name, shells = found.name(f["head"]), found.listed("shell", "party_p")
    text = two(
        f"根据登记显示，{name}控制的{f['members']}家有登记行的公司中，资料足够判断的{f['told']}家里有{f['value']}家符合五项空壳特征中的三项以上。特征不等于结论。",
        f"According to the records, of {f['members']} companies under {name} with rows of their own, enough is known of {f['told']}, and "
        f"{f['value']} of them meet three or more of five marks of a company without substance. Marks are no verdict.",
    )
    evidence = tuple(found.says("shell", r, *_marks(found, r, 1), "shell") for r in found.rows["shell"])
    against = [found.says("sound", r, *_marks(found, r, 0), "shell") for r in found.rows["sound"]]
    for row in found.rows["public"]:
        against.append(
            found.says(
                "public", row, "控制人登记为上市、国有或公共机构", "the head is listed, state-owned or public", "kind"
            )
        )
    counter: tuple[Evidence | Absent, ...] = tuple(against) or (
        absent("集团内有人员、实缴资本与收入的公司", "a company of the group with staff, capital and revenue"),
    )
    unknown = f["members"] - f["told"]
    notes = (
        two(f"另有{unknown}家资料不足，未计为空壳", f"of {unknown} others too little is known: they count as no shells"),
        two("持股平台、项目公司、特殊目的公司常无员工与收入", "holding, project and special-purpose companies often have neither staff nor revenue"),
    )  # fmt: skip
    return Said(text, (f["head"], *shells), evidence, counter, notes, f["value"] - len(shells))


def _marks(found: Found, row: Row, wanted: int) -> tuple[str, str]:
    """The tests of a company that are met (1), or those that are not (0)."""
    name, told = found.name(row["party_p"]), [test for test in _TESTS if row[test] == wanted]
    zh, en = "；".join(_WORDS[t][0] for t in told), "; ".join(_WORDS[t][1] for t in told)
    return (f"{name}：{zh}", f"{name}: {en}") if wanted else (f"{name}不符合：{zh}", f"{name} does not meet: {en}")


_PROPOSED = ("本工具建议值", "the tool's proposal")
RULE = Rule(
    slug="shell-group",
    title=two("空壳密集的集团", "Groups dense with shells"),
    asks=two("哪些控制集团里空壳特征的公司占半数以上", "In which groups do half of the companies look empty?"),
    unit=two("家公司", "companies"),
    thresholds=(
        threshold("shells", SHELLS, "companies", *_PROPOSED),
        threshold("met", MET, "of five tests", *_PROPOSED),
        threshold("crowd", CROWD, "firms at the address", *_PROPOSED),
        threshold("short", SHORT_LIFE, "days", *_PROPOSED),
    ),
    needs=("holdings", "parties"),
    counter_evidence=(
        two("有人员、资本与收入的成员", "members with staff, capital and revenue"),
        two("持股平台、项目公司", "holding and project companies"),
        two("资料不足的成员不计", "members of which too little is known do not count"),
    ),
    hits=hits,
    rows=rows,
    say=say,
)
