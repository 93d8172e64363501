"""Transfers in the year before an insolvency, or just after it."""

from __future__ import annotations

from collections.abc import Mapping

import narwhals as nw

from queries.grounds import Bilingual as Text
from queries.lead import Absent, Evidence, two
from queries.phrases import absent, word
from queries.screening_parts import amount, flag, share_words
from queries.screening_rule import Found, Frame, Ground, Row, Rows, Rule, Said, cited, threshold

BEFORE = 365
AFTER = 180
FAIR_PER_CENT = 70
KINDS = ("bankruptcy", "winding_up")
_TABLES = {"share": "share_transfers", "asset": "asset_transfers"}


def hits(ground: Ground) -> Frame:
    """Givers with a transfer that may lie in the window; explained: every one of them at a fair price on record."""
    near = nw.concat([_near(ground, kind).select("key", "from_p", "late", "fair", "free") for kind in _TABLES])
    found = near.group_by("key", "from_p").agg(
        nw.len().alias("value"), nw.col("late").sum(), nw.col("fair").sum(), nw.col("free").sum()
    )
    explained = nw.col("fair") == nw.col("value")
    return found.select("key", "value", flag(explained).alias("explained"), "from_p", "late", "fair", "free")


def _first_days(ground: Ground) -> Frame:
    """The first day of insolvency of each party that the rows tell."""
    cases = _cases(ground).filter(~nw.col("filed_first").is_null(), nw.col("filed_first") <= ground.day)
    return cases.group_by("defendant_p").agg(nw.col("filed_first").min().alias("filed"))


def _cases(ground: Ground) -> Frame:
    return ground["court_cases"].filter(~nw.col("defendant_p").is_null(), nw.col("kind").is_in(KINDS))


def _near(ground: Ground, kind: str) -> Frame:
    """Transfers of one table in the windows. late: may lie after the filing; fair: price of 70 % of the reference or more."""
    known = ground[_TABLES[kind]].filter(~nw.col("from_p").is_null(), ~nw.col("date_first").is_null())
    given = known.join(_first_days(ground), left_on="from_p", right_on="defendant_p", how="inner")
    window = (nw.col("date_last") >= nw.col("filed") - BEFORE) & (nw.col("date_first") <= nw.col("filed") + AFTER)
    price, value = amount("price"), amount("reference_value")
    fair = (price * 100 >= value * FAIR_PER_CENT) & (value > 0)
    free = (nw.col("consideration").fill_null("") == "none") | (price == 0)
    return given.filter(window).with_columns(
        nw.col("from_p").cast(nw.String).alias("key"),
        flag(nw.col("date_last") >= nw.col("filed")).alias("late"),
        flag(fair).alias("fair"),
        flag(free).alias("free"),
    )


def rows(ground: Ground, found: Frame) -> Mapping[str, Rows]:
    keys = found.select("key", "from_p")
    cells = ("from_p", "to_p", "price", "currency", "consideration", "reference_value", "date", "late", "fair")
    shares = _near(ground, "share").join(keys.select("key"), on="key", how="inner")
    assets = _near(ground, "asset").join(keys.select("key"), on="key", how="inner")
    cases = _cases(ground).join(keys, left_on="defendant_p", right_on="from_p", how="inner")
    return {
        "share": cited("share_transfers", shares, (*cells, "company_p", "share"), ("date_first",)),
        "asset": cited("asset_transfers", assets, (*cells, "_asset"), ("date_first",)),
        "case": cited("court_cases", cases, ("defendant_p", "kind", "number", "court", "filed"), ("filed_first",)),
    }


def say(found: Found) -> Said:
    f = found.figures
    name, case = found.name(f["from_p"]), found.rows["case"][0]
    text = two(
        f"根据登记显示，{name}在{word('court_kind', case['kind']).zh}立案（{case['filed'] or '日期不详'}）前一年内或其后180日内有{f['value']}笔转让，"
        f"其中无偿{f['free']}笔、可能在立案后{f['late']}笔。是否可撤销须看对价、时点与受让人。",
        f"According to the records, {name} made {f['value']} transfers within a year before its {word('court_kind', case['kind']).en} filing "
        f"({case['filed'] or 'undated'}) or 180 days after it, {f['free']} for nothing and {f['late']} perhaps after it. Whether they can "
        "be avoided depends on price, day and taker.",
    )
    moves = [(kind, row) for kind in _TABLES for row in found.rows[kind]]
    evidence = tuple(found.says(kind, row, *_move(found, kind, row), "transfer") for kind, row in moves)
    evidence += tuple(found.says("case", row, *_filing(found, row), "filed") for row in found.rows["case"])
    takers = tuple(
        dict.fromkeys(row["to_p"] for _, row in moves if row["to_p"] is not None and row["to_p"] != f["from_p"])
    )
    return Said(text, (f["from_p"], *takers), evidence, _counter(found), _notes(found))


def _move(found: Found, kind: str, row: Row) -> tuple[str, str]:
    to = found.name(row["to_p"]) if row["to_p"] is not None else "？"
    what = row["_asset"] if kind == "asset" else found.name(row["company_p"]) if row["company_p"] is not None else "？"
    share = f" {share_words(row['share'])[0]}" if kind == "share" and row["share"] else ""
    price = f"{row['currency'] or ''} {row['price']}".strip() if row["price"] else ""
    a = found.name(row["from_p"])
    zh = f"{row['date']} {a}→{to}：{what}{share}，对价{price or '不详'}"
    return zh, f"{row['date']} {a} → {to}: {what}{share}, price {price or 'unknown'}"


def _filing(found: Found, row: Row) -> tuple[str, str]:
    name, kind = found.name(row["defendant_p"]), word("court_kind", row["kind"])
    place = " ".join(t for t in (row["court"], row["number"]) if t) or "—"
    return (
        f"{row['filed'] or '日期不详'} {name}{kind.zh}：{place}",
        f"{row['filed'] or 'undated'} {name}: {kind.en}, {place}",
    )


def _counter(found: Found) -> tuple[Evidence | Absent, ...]:
    told = []
    for kind in _TABLES:
        for row in found.rows[kind]:
            if row["fair"]:
                zh, en = (
                    f"价款{row['price']}不低于参考价值{row['reference_value']}的70%",
                    f"price {row['price']} is 70 % of the reference value {row['reference_value']} or more",
                )
                told.append(found.says(kind, row, zh, en, "price"))
    return tuple(told) or (
        absent("不低于参考价值70%的对价", "a price of 70 % of a reference value or more"),
        absent("法院拍卖、管理人处置的记载", "a sale by the court or the office-holder"),
    )


def _notes(found: Found) -> tuple[Text, ...]:
    notes = [
        two(
            "日常经营交易、对个别债务的清偿另有规则",
            "dealings in the ordinary course and payments of single debts follow rules of their own",
        )
    ]
    if found.figures["late"]:
        notes.append(
            two(
                "受理后的处分可能由管理人作出",
                "what was disposed of after the filing may have been the office-holder's act",
            )
        )
    return tuple(notes)


RULE = Rule(
    slug="insolvency-window",
    title=two("破产前后的转让", "Transfers around an insolvency"),
    asks=two("谁在破产或清算立案前一年内、后180日内转让过股权或资产", "Who gave away shares or assets within a year before an insolvency filing, or 180 days after?"),
    unit=two("笔转让", "transfers"),
    thresholds=(
        threshold("transfers", 1, "transfers", "本工具建议值", "the tool's proposal"),
        threshold("before", BEFORE, "days", "企业破产法第31条：受理前一年内", "Enterprise Bankruptcy Law, art. 31: one year before acceptance"),
        threshold("after", AFTER, "days", "本工具建议值", "the tool's proposal"),
        threshold("fair", FAIR_PER_CENT, "% of the reference value", "合同编通则解释（法释〔2023〕13号）第42条", "Interpretation on the General Part of Contracts (2023) no. 13, art. 42"),
    ),
    needs=("court_cases",),
    counter_evidence=(
        two("合理对价", "a fair price"),
        two("法院或管理人的处置", "a sale by the court or the office-holder"),
        two("日常经营交易", "dealings in the ordinary course"),
        two("立案日不等于受理日", "the day of filing is not the day of acceptance"),
    ),
    hits=hits,
    rows=rows,
    say=say,
)  # fmt: skip
