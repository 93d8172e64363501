"""What the cells of a Chinese registry export become."""

from __future__ import annotations

import re
from functools import cache

import polars as pl

from graph.identifiers import read_identifier
from graph.names import NameShape, shape_of
from graph.tables import all_columns
from loaders.cleaners import Cleaned, after_last_day, clean_date, clean_money, clean_word, spellings, squeeze

_CARRIED = ("standing", "source", "grade", "obtained_by", "obtained_on", "original", "page")
_PLACE = ("_row", "_sheet")
_DAYS = re.compile(r"[,，、;；\s]+(?=\d{4})")
_OFFICES = re.compile(r"[,，、;；/|\s]+|兼任|兼")
_PARTIES = re.compile(r"[,，、;；\n]+")
_PERIOD = re.compile(r"\s*(?:至|到|~|～|—|－)\s*")
_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
# The first word found in a change item decides; 投资人(…投资人名称…) is about holders, not about the name.
_ITEMS = (
    ("法定代表人", "legal_representative"), ("负责人", "legal_representative"), ("投资人", "shareholders"),
    ("股东", "shareholders"), ("股权", "shareholders"), ("发起人", "shareholders"), ("合伙人", "shareholders"),
    ("注册资本", "registered_capital"), ("注册资金", "registered_capital"), ("实收资本", "paid_capital"),
    ("实缴", "paid_capital"), ("经营范围", "scope"), ("业务范围", "scope"), ("住所", "address"), ("地址", "address"),
    ("经营场所", "address"), ("驻在", "address"), ("主要人员", "officers"), ("高级管理", "officers"),
    ("董事", "officers"), ("监事", "officers"), ("经理", "officers"), ("联络员", "officers"), ("名称", "name"),
    ("登记状态", "status"), ("章程", "filing"), ("备案", "filing"),
)  # fmt: skip
# What a freeze cell says, the last event first: "股权冻结|冻结", "解除冻结", "续行冻结", "轮候冻结".
_FREEZES = (
    ("解除", "released"), ("解冻", "released"), ("失效", "lapsed"), ("到期", "lapsed"), ("无效", "released"),
    ("续", "renewed"), ("轮候", "waiting"), ("冻结", "effective"), ("有效", "effective"), ("生效", "effective"),
)  # fmt: skip


# --- cells -----------------------------------------------------------------------------------------------------------


def latest_day(text: str, unit: str) -> Cleaned:
    """The last of several days in one cell: each instalment has its own, the whole is due (or paid) with the last."""
    return _one_day(text, -1, "latest")


def first_day(text: str, unit: str) -> Cleaned:
    return _one_day(text, 0, "first")


def _one_day(text: str, which: int, said: str) -> Cleaned:
    days = [clean_date(part) for part in _DAYS.split(squeeze(text)) if part]
    fault = next((day for day in days if day.reason), None)
    if fault or not days:
        return fault or clean_date(text)
    known = sorted(day.value for day in days if day.value)
    several = f"{text} holds several days: the {said} is kept" if len(set(known)) > 1 else ""
    return Cleaned(known[which] if known else None, note=several)


def last_day(text: str, unit: str) -> Cleaned:
    """A period's printed last day is inside the period; our end is the day after."""
    day = clean_date(text)
    return Cleaned(after_last_day(day.value)) if day.value else day


def loose_money(text: str, unit: str) -> Cleaned:
    """An amount where there is one; words such as 全部未履行 set no row aside, the amount is unknown."""
    amount = clean_money(text, unit=unit)
    return Cleaned(note=f"{text} is no amount and is taken as unknown") if amount.reason else amount


def with_unit(text: str, unit: str) -> Cleaned:
    """A quantity keeps its unit: "500" under 出质股权数额(万股) is 500万股."""
    return Cleaned(f"{text}{unit}" if re.fullmatch(r"[\d,.]+", text) else text)


def freeze_status(text: str, unit: str) -> Cleaned:
    status = next((status for word, status in _FREEZES if word in text), None)
    return Cleaned(status, note="" if status else f"{text}: not a known state of a freeze, taken as unknown")


def change_item(text: str, unit: str) -> Cleaned:
    exact = clean_word(text, words="change_item")
    if not exact.note:
        return exact
    item = next((item for word, item in _ITEMS if word in squeeze(text)), None)
    return Cleaned(item) if item else exact


@cache
def office(text: str) -> str:
    """The role that one office is: itself, or by its ending (常务副总经理 is a deputy manager); else other."""
    known, bare = spellings("role"), _BRACKETS.sub("", squeeze(text))
    if "非执行" in bare:
        return "director"
    ending = max((word for word in known if bare.lower().endswith(word)), key=len, default="")
    return known.get(bare.lower()) or (known[ending] if len(ending) > 1 else "other")


# --- parties ---------------------------------------------------------------------------------------------------------


@cache
def _is_person(name: str, expect: str) -> bool:
    shape = shape_of(name, expect="person" if expect == "person" else None)
    return shape in (NameShape.PERSON, NameShape.MASKED)


def _mapped(series: pl.Series, read: dict[str, str | None]) -> pl.Series:
    if not read:
        return pl.repeat(None, len(series), dtype=pl.String, eager=True)
    return series.replace_strict(list(read), list(read.values()), default=None, return_dtype=pl.String)


def people(frame: pl.DataFrame, cell: str, expect: str = "") -> pl.Series:
    """Does the cell name a person? A 股东类型 of 自然人 says so, else the shape of the name."""
    names = frame[cell].drop_nulls().unique().to_list()
    shaped = frame[cell].is_in([n for n in names if _is_person(n, expect)]).fill_null(value=False)
    if cell != "owner" or "holder_type" not in frame.columns:
        return shaped
    said = frame["holder_type"].str.contains("自然人|个人")
    return said.fill_null(shaped) if said.null_count() else said


def identified(frame: pl.DataFrame, cell: str, expect: str = "", number: str = "") -> pl.DataFrame:
    """`<cell>_ident` from the official number beside the cell and, for people, from the source's own number."""
    if frame[cell].null_count() == frame.height:
        return frame
    codes = frame[f"{cell}_code"]
    read = {text: read_identifier(text) for text in codes.drop_nulls().unique().to_list()}
    valid = {t: str(r.identifier) for t, r in read.items() if r.state == "valid" and r.identifier}
    official = _mapped(codes, dict(valid))
    person = people(frame, cell, expect)
    fits = pl.when(person == official.str.starts_with("cn-uscc").fill_null(value=False)).then(None).otherwise(official)
    frame = frame.with_columns(fits.alias(f"{cell}_ident"))
    if number:
        own = pl.when(person & frame[number].is_not_null()).then(pl.format("person-no:{}", number))
        frame = frame.with_columns(pl.coalesce(f"{cell}_ident", own).alias(f"{cell}_ident"))
    return frame


def _stated(table: str, frame: pl.DataFrame, **cells: pl.Expr) -> pl.DataFrame:
    """Rows of another table that the same records state, with the place and grade of the record."""
    kept = {n: pl.col(n) for n in _CARRIED} | cells
    columns = [kept.get(c.name, pl.lit(None, dtype=pl.String)).alias(c.name) for c in all_columns(table)]
    extra = pl.lit(None, dtype=pl.String).alias("_extra")
    beside = [expr.alias(name) for name, expr in cells.items() if name.endswith("_ident")]
    return frame.select(*_PLACE, *columns, extra, *beside)


def _companies(frame: pl.DataFrame, cell: str, **cells: pl.Expr) -> list[pl.DataFrame]:
    """Parties rows for the companies of one cell: their number and what else the record says of them, each once."""
    known = [expr.is_not_null() for expr in (pl.col(f"{cell}_code"), *cells.values())]
    wanted = pl.col(cell).is_not_null() & pl.any_horizontal(known) & ~people(frame, cell)
    rows = _stated("parties", frame.filter(wanted), name=pl.col(cell), identifier=pl.col(f"{cell}_code"), **cells)
    return [rows.unique([c for c in rows.columns if c not in _PLACE], keep="first", maintain_order=True)]


def _joined(*parts: list[pl.DataFrame], **tables: list[pl.DataFrame]) -> dict[str, pl.DataFrame]:
    full = {
        name: pl.concat([p for p in found if p.height] or found[:1], how="diagonal") for name, found in tables.items()
    }
    return {name: frame for name, frame in full.items() if frame.height}


def _representatives(frame: pl.DataFrame, company: str, title: str = "法定代表人") -> list[pl.DataFrame]:
    rows = frame.filter(pl.col("legal_rep").is_not_null() & pl.col(company).is_not_null() & ~people(frame, company))
    ident = pl.col(f"{company}_ident") if f"{company}_ident" in rows.columns else pl.lit(None, dtype=pl.String)
    found = _stated(
        "roles", rows, person=pl.col("legal_rep"), company=pl.col(company), role=pl.lit("legal_representative"),
        title=pl.lit(title), company_ident=ident,
    )  # fmt: skip
    return [found]


# --- sheets ----------------------------------------------------------------------------------------------------------


def holders(frame: pl.DataFrame) -> pl.DataFrame:
    number = "owner_no" if "owner_no" in frame.columns else ""
    return identified(identified(frame, "owner", number=number), "company")


def holders_also(frame: pl.DataFrame) -> dict[str, pl.DataFrame]:
    return _joined(parties=[*_companies(frame, "owner"), *_companies(frame, "company")])


def investments_also(frame: pl.DataFrame) -> dict[str, pl.DataFrame]:
    facts = {"incorporated": pl.col("founded"), "status": pl.col("status"), "registered_capital": pl.col("capital")}
    currency = pl.when(pl.col("capital").is_not_null()).then(pl.col("currency"))
    companies = _companies(frame, "company", **facts, currency=currency)
    return _joined(parties=[*companies, *_companies(frame, "owner")], roles=_representatives(frame, "company"))


def offices(frame: pl.DataFrame) -> pl.DataFrame:
    """One row an office: 执行董事兼总经理 is two, of the same record."""
    frame = identified(identified(frame, "person", "person", "person_no"), "company")
    titles = frame["title"].drop_nulls().unique().to_list()
    parts = {t: list(dict.fromkeys(office(p) for p in _OFFICES.split(t) if p)) or ["other"] for t in titles}
    roles = _mapped(frame["title"], {t: ";".join(found) for t, found in parts.items()})
    return frame.with_columns(roles.str.split(";").alias("role")).explode("role")


def offices_also(frame: pl.DataFrame) -> dict[str, pl.DataFrame]:
    return _joined(parties=_companies(frame, "company"))


def changed(frame: pl.DataFrame) -> pl.DataFrame:
    return identified(frame, "party")


def _stake(frame: pl.DataFrame) -> pl.DataFrame:
    """The stake that is pledged or frozen: equity:COMPANY:OWNER, and who these two are."""
    for cell in ("pledgor", "target", "holder"):
        frame = identified(frame, cell)
    named = [pl.col(cell).str.replace_all(":", "：", literal=True) for cell in ("target", "pledgor")]
    return frame.with_columns(
        pl.format("equity:{}:{}", *named).alias("asset"),
        pl.col("target_ident").alias("_equity_company_ident"),
        pl.col("pledgor_ident").alias("_equity_owner_ident"),
    ).drop("target_ident", "pledgor_ident")


def equity(frame: pl.DataFrame) -> pl.DataFrame:
    return _stake(frame)


def frozen(frame: pl.DataFrame) -> pl.DataFrame:
    """冻结期限 written as one cell is parted; 执行事项 (轮候, 续行, 解除) says more than 状态 (冻结)."""
    periods = frame["period"].drop_nulls().unique().to_list()
    ends = {text: [clean_date(part) for part in _PERIOD.split(text)] for text in periods}
    spans = {text: days for text, days in ends.items() if len(days) == 2 and all(d.value for d in days)}
    start = _mapped(frame["period"], {t: d[0].value for t, d in spans.items()})
    end = _mapped(frame["period"], {t: after_last_day(d[1].value or "") for t, d in spans.items()})
    matters = {m: freeze_status(m, "").value for m in frame["matter"].drop_nulls().unique().to_list()}
    matter = _mapped(frame["matter"], matters)
    plain = pl.col("status").is_null() | (pl.col("status") == "effective")
    unread = pl.when(pl.col("start").is_null() & pl.col("end").is_null() & pl.lit(start).is_null()).then("period")
    return _stake(frame).with_columns(
        pl.coalesce("start", pl.lit(start)).alias("start"),
        pl.coalesce("end", pl.lit(end)).alias("end"),
        pl.when(plain).then(pl.coalesce(pl.lit(matter), "status")).otherwise("status").alias("status"),
        pl.coalesce("note", unread).alias("note"),
    )


def equity_also(frame: pl.DataFrame) -> dict[str, pl.DataFrame]:
    return _joined(parties=[part for cell in ("pledgor", "target", "holder") for part in _companies(frame, cell)])


def chattels(frame: pl.DataFrame) -> pl.DataFrame:
    frame = identified(identified(frame, "pledgor"), "holder")
    return frame.with_columns(pl.coalesce("note", pl.format("债务期限 {}", "term")).alias("note"))


def chattels_also(frame: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """The registration states whose movables they are; what they are where it says so."""
    ident = pl.col("pledgor_ident") if "pledgor_ident" in frame.columns else pl.lit(None, dtype=pl.String)
    things = _stated(
        "assets", frame, id=pl.col("asset"), kind=pl.lit("equipment"), name=pl.col("thing"), owner=pl.col("pledgor"),
        owner_ident=ident,
    )  # fmt: skip
    return _joined(assets=[things], parties=[*_companies(frame, "pledgor"), *_companies(frame, "holder")])


def court(frame: pl.DataFrame) -> pl.DataFrame:
    """One row a defendant; the number beside several names belongs to none of them."""
    names = frame["defendant"].drop_nulls().unique().to_list()
    parts = {
        n: [p for part in _PARTIES.split(n) if (p := re.sub(r"(?<=.)等(?:\d+人)?$", "", part.strip()))] for n in names
    }
    several = frame["defendant"].is_in([n for n, found in parts.items() if len(found) > 1]).fill_null(value=False)
    code = pl.when(several).then(None).otherwise(pl.col("defendant_code"))
    split = _mapped(frame["defendant"], {n: "\n".join(found) or n for n, found in parts.items()})
    frame = frame.with_columns(code.alias("defendant_code"), split.str.split("\n").alias("defendant"))
    return identified(identified(frame.explode("defendant"), "defendant"), "claimant")


def court_also(frame: pl.DataFrame) -> dict[str, pl.DataFrame]:
    return _joined(parties=_companies(frame, "defendant"), roles=_representatives(frame, "defendant"))


def basics(frame: pl.DataFrame) -> pl.DataFrame:
    """Former names as a list; the older numbers beside the credit code."""
    numbers = [pl.format(f"{scheme}:{{}}", name) for scheme, name in (("cn-regno", "regno"), ("cn-org", "org"))]
    return frame.with_columns(
        pl.col("other_names").str.replace_all(r"[,，、;；\s]*[,，、;；\n]+\s*", ";").alias("other_names"),
        pl.concat_str(numbers, separator=";", ignore_nulls=True).replace("", None).alias("other_identifiers"),
    )


def basics_also(frame: pl.DataFrame) -> dict[str, pl.DataFrame]:
    codes = frame.with_columns(pl.col("identifier").alias("name_code"))
    return _joined(roles=_representatives(identified(codes, "name"), "name"))
