"""The background: a register of unremarkable firms, by columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from bench.generator.numbers import uscc_codes
from bench.generator.words import CITIES, COMMON, DISTRICTS, FIRST, MANY_GIVEN, ROADS, SECOND, SURNAMES, THIRD, TRADES

Frames = dict[str, pl.DataFrame]
Ints = NDArray[np.int64]
_FORMS = ("有限公司", "有限责任公司", "股份有限公司", "合伙企业（有限合伙）")
_STATUS = ("存续", "在业", "注销", "吊销", "迁出")
_CAPITAL = np.array([10, 50, 100, 100, 200, 300, 500, 500, 800, 1000, 2000, 3000, 5000]) * 10_000
_NUMBERED = 0.5
# People a firm: with some three places to fill, most people stand in one firm, few in many.
PEOPLE = 2.6
_DAY_0 = np.datetime64("1998-01-01")


@dataclass(frozen=True, slots=True)
class Background:
    """The tables, and what stories need to know of the firms: idx → id, name, code, city, trade, in business or not."""

    tables: Frames
    firms: pl.DataFrame


def background(companies: int, seed: int) -> Background:
    """`companies` firms with holders, officers, contacts, accounts, suits, pledges and trades among strangers."""
    rng = np.random.default_rng([seed, 1])
    firms = _firms(rng, companies)
    people = _people(rng, max(40, round(companies * PEOPLE)))
    holdings, leads = _holdings(rng, firms, people)
    tables = {
        "parties": pl.concat([_party_rows(rng, firms), _numbered(people)], how="diagonal"),
        "holdings": holdings,
        "roles": _roles(rng, firms, people, leads),
        "share_transfers": _sales(rng, firms, people),
        "changes": _changes(rng, firms),
        "court_cases": _suits(rng, firms),
        "accounts": _accounts(rng, firms),
        "assets": _assets(rng, firms),
        "encumbrances": _burdens(rng, firms),
    }
    return Background(tables, firms)


def days(rng: np.random.Generator, count: int, first: date, last: date) -> pl.Series:
    span = (last - first).days
    return pl.Series(np.datetime64(first) + rng.integers(0, span, count).astype("timedelta64[D]")).cast(pl.Date)


def _pick(rng: np.random.Generator, words: tuple[str, ...] | list[str], count: int, skew: float = 1.0) -> pl.Series:
    return pl.Series(list(words)).gather((len(words) * rng.random(count) ** skew).astype(np.int64))


def _firms(rng: np.random.Generator, count: int) -> pl.DataFrame:
    """Distinct full names: region, brand, trade, legal form, as a register would take them."""
    sizes = (len(CITIES), len(TRADES), len(FIRST), len(SECOND), len(THIRD))
    city, trade, first, second, third = np.unravel_index(rng.permutation(int(np.prod(sizes)))[:count], sizes)
    cities = pl.Series([c[0] for c in CITIES]).gather(city)
    form = pl.Series(_FORMS).gather(rng.choice(4, count, p=(0.9, 0.04, 0.03, 0.03)))
    brand = pl.Series(FIRST).gather(first) + pl.Series(SECOND).gather(second) + pl.Series(THIRD).gather(third)
    status = rng.choice(5, count, p=(0.86, 0.05, 0.05, 0.02, 0.02))
    return pl.DataFrame(
        {
            "id": "B" + pl.Series(np.arange(count)).cast(pl.String).str.zfill(7),
            "name": cities + brand + pl.Series([t[0] for t in TRADES]).gather(trade) + form,
            "code": uscc_codes([CITIES[c][1] for c in city]),
            "city": cities,
            "trade": pl.Series(trade),
            "born": days(rng, count, date(1998, 1, 1), date(2023, 6, 1)),
            "status": pl.Series(_STATUS).gather(status),
            "capital": pl.Series(_CAPITAL[rng.integers(0, len(_CAPITAL), count)]),
            "size": pl.Series(rng.random(count)),
            "open": pl.Series(status < 2),
        }
    )


def _people(rng: np.random.Generator, count: int) -> pl.DataFrame:
    """Names as skewed as in life; half of the people are numbered, the others known within one firm alone."""
    name = _pick(rng, tuple(SURNAMES), count, 1.6) + _pick(rng, list(MANY_GIVEN), count, 1.3)
    crowd = pl.Series(rng.random(count) < 0.06)
    name = _pick(rng, COMMON, count).zip_with(crowd, name)
    numbered = pl.Series(rng.random(count) < _NUMBERED)
    idents = "Q" + pl.Series(np.arange(count)).cast(pl.String).str.zfill(7)
    return pl.DataFrame({"id": idents, "name": name, "numbered": numbered}).with_columns(
        pl.when("numbered").then("id").otherwise("name").alias("cell")
    )


def _numbered(people: pl.DataFrame) -> pl.DataFrame:
    """Rows of the people whom the source tells apart."""
    return people.filter("numbered").select("id", "name", kind=pl.lit("person"))


def _party_rows(rng: np.random.Generator, firms: pl.DataFrame) -> pl.DataFrame:
    count = firms.height
    paid = pl.Series(rng.choice([0.0, 0.3, 0.5, 1.0], count, p=(0.12, 0.13, 0.2, 0.55)))
    licence = pl.Series(rng.choice(["", "registered_agent", "bank"], count, p=(0.998, 0.0012, 0.0008)))
    return firms.select(
        "id",
        "name",
        pl.col("code").alias("identifier"),
        pl.col("born").dt.strftime("%Y-%m-%d").alias("incorporated"),
        "status",
        pl.lit("company").alias("kind"),
        pl.lit("CN").alias("jurisdiction"),
        pl.col("capital").cast(pl.String).alias("registered_capital"),
        (pl.col("capital") * paid).cast(pl.Int64).cast(pl.String).alias("paid_capital"),
        pl.lit("CNY").alias("currency"),
        (pl.col("size") ** 4 * 200).cast(pl.Int64).cast(pl.String).alias("employees"),
        pl.Series([t[1] for t in TRADES]).gather(firms["trade"]).alias("scope"),
        _addresses(rng, firms).alias("address"),
        _phones(rng, count).alias("phone"),
        licence.alias("licence"),
    )


def _addresses(rng: np.random.Generator, firms: pl.DataFrame) -> pl.Series:
    """One door a firm for most; some share a unit with a few others, some a registration hall with hundreds."""
    count = firms.height
    crowd = max(1, count // 400)
    door = np.arange(count)
    few = rng.random(count) < 0.08
    door[few] = rng.integers(0, max(1, count // 20), few.sum()) + count
    hall = rng.random(count) < 0.05
    door[hall] = rng.integers(0, crowd, hall.sum()) + 3 * count
    parts = pl.DataFrame({"door": door})
    road = pl.Series(ROADS).gather(door * 7 % len(ROADS))
    district = pl.Series(DISTRICTS).gather(door * 11 % len(DISTRICTS))
    city = pl.Series([c[0] for c in CITIES]).gather(door * 13 % len(CITIES))
    shared = pl.Series(few | hall)
    place = firms["city"].zip_with(~shared, city)
    house = (parts["door"] // 60 + 1).cast(pl.String)
    room = ((parts["door"] % 60) // 6 + 1).cast(pl.String) + "0" + (parts["door"] % 6 + 1).cast(pl.String)
    return place + district + road + "路" + house + "号" + room + "室"


def _phones(rng: np.random.Generator, count: int) -> pl.Series:
    """A line of its own for most; one in ten has its bookkeeper's, shared by a dozen or a hundred."""
    line = np.arange(count)
    agent = rng.random(count) < 0.1
    line[agent] = rng.integers(0, max(1, count // 300), agent.sum()) + 5_000_000
    return "000-" + pl.Series(line + 10_000_000).cast(pl.String)


def _skewed(rng: np.random.Generator, most: int, count: int) -> Ints:
    """A few are chosen often, most once or twice: the degrees of a real register."""
    return (most * rng.random(count) ** 1.3).astype(np.int64)


def _holdings(rng: np.random.Generator, firms: pl.DataFrame, people: pl.DataFrame) -> tuple[pl.DataFrame, Ints]:
    """One to three holders a firm, one in six a company; also the first holder's place among the people (−1: a firm)."""
    count = firms.height
    holders = rng.choice([1, 2, 3], count, p=(0.38, 0.4, 0.22))
    company = np.repeat(np.arange(count), holders)
    order = np.arange(len(company)) - np.repeat(np.cumsum(holders) - holders, holders)
    person = _skewed(rng, people.height, len(company))
    corporate = rng.random(len(company)) < 0.16
    parent = _skewed(rng, count, len(company))
    corporate &= parent != company
    owner = people["cell"].gather(person).zip_with(pl.Series(~corporate), firms["id"].gather(parent))
    cuts = np.sort(rng.integers(1, 20, (count, 2)) * 5, axis=1)
    low, high = cuts[:, 0], np.minimum(cuts[:, 1] + (cuts[:, 0] == cuts[:, 1]) * 2, 99)
    shares = np.stack([np.where(holders == 1, 100, np.where(holders == 2, high, low)),
                       np.where(holders == 2, 100 - high, high - low), 100 - high], axis=1)  # fmt: skip
    share = shares[company, np.minimum(order, 2)]
    capital = firms["capital"].to_numpy()[company]
    text = pl.Series(share).cast(pl.String) + "%"
    told = pl.Series(rng.choice(3, len(company), p=(0.94, 0.03, 0.03)))
    band = pl.Series(
        np.where(share > 75, "75-100%", np.where(share > 50, "50-75%", np.where(share > 25, "25-50%", "0-25%")))
    )
    frame = pl.DataFrame(
        {
            "owner": owner,
            "company": firms["id"].gather(company),
            "share": text.zip_with(told == 0, band.zip_with(told == 1, pl.Series([""] * len(company)))),
            "subscribed": pl.Series(capital * share // 100)
            .cast(pl.String)
            .zip_with(told == 0, pl.Series([""] * len(company))),
            "start": firms["born"].gather(company).dt.strftime("%Y-%m-%d"),
            "currency": "CNY",
        }
    )
    first = np.full(count, -1)
    lead = (order == 0) & ~corporate
    first[company[lead]] = person[lead]
    # The same holder twice in one firm is one person with two rows: keep the first.
    return frame.unique(["owner", "company"], keep="first", maintain_order=True), first


def _roles(rng: np.random.Generator, firms: pl.DataFrame, people: pl.DataFrame, leads: Ints) -> pl.DataFrame:
    count = firms.height
    others = _skewed(rng, people.height, count * 3).reshape(3, count)
    rep = np.where((leads >= 0) & (rng.random(count) < 0.75), leads, others[0])
    posts = (("legal_representative", rep, 1.0), ("executive_director", rep, 0.7), ("supervisor", others[1], 0.85),
             ("finance_head", others[2], 0.5))  # fmt: skip
    parts = []
    for role, who, part in posts:
        kept = np.flatnonzero(rng.random(count) < part)
        parts.append(
            pl.DataFrame(
                {
                    "person": people["cell"].gather(who[kept]),
                    "company": firms["id"].gather(kept),
                    "role": role,
                    "start": firms["born"].gather(kept).dt.strftime("%Y-%m-%d"),
                }
            )
        )
    return pl.concat(parts)


def _some(rng: np.random.Generator, firms: pl.DataFrame, part: float) -> pl.DataFrame:
    return firms.filter(pl.Series(rng.random(firms.height) < part))


def _sales(rng: np.random.Generator, firms: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """Shares sold among strangers near their value."""
    sold = _some(rng, firms, 0.02)
    count, part = sold.height, rng.integers(2, 10, sold.height) * 10
    worth = sold["capital"].to_numpy() * part / 100 * rng.uniform(0.8, 2.5, count)
    return pl.DataFrame(
        {
            "company": sold["id"],
            "from": people["cell"].gather(_skewed(rng, people.height, count)),
            "to": people["cell"].gather(_skewed(rng, people.height, count)),
            "share": pl.Series(part).cast(pl.String) + "%",
            "price": pl.Series(np.round(worth * rng.uniform(0.9, 1.15, count), -2).astype(np.int64)).cast(pl.String),
            "reference_value": pl.Series(np.round(worth, -2).astype(np.int64)).cast(pl.String),
            "reference_basis": "net_assets",
            "consideration": "cash",
            "currency": "CNY",
            "date": days(rng, count, date(2019, 1, 1), date(2024, 12, 1)).dt.strftime("%Y-%m-%d"),
        }
    ).filter(pl.col("from") != pl.col("to"))


def _changes(rng: np.random.Generator, firms: pl.DataFrame) -> pl.DataFrame:
    """One renaming, move or enlargement now and then."""
    changed = _some(rng, firms, 0.05)
    item = pl.Series(["name", "address", "scope"]).gather(rng.integers(0, 3, changed.height))
    before = {
        "name": "旧称" + changed["name"],
        "address": changed["city"] + "旧址路1号",
        "scope": changed["city"] + "批发",
    }
    return pl.DataFrame(
        {
            "party": changed["id"],
            "item": item,
            "before": before["name"].zip_with(
                item == "name", before["address"].zip_with(item == "address", before["scope"])
            ),
            "after": changed["name"].zip_with(item == "name", changed["city"] + "今址"),
            "date": days(rng, changed.height, date(2018, 1, 1), date(2024, 12, 1)).dt.strftime("%Y-%m-%d"),
        }
    )


def _suits(rng: np.random.Generator, firms: pl.DataFrame) -> pl.DataFrame:
    sued = _some(rng, firms, 0.03)
    count = sued.height
    filed = days(rng, count, date(2018, 1, 1), date(2024, 6, 1))
    claimants = firms["id"].gather(rng.integers(0, firms.height, count))
    return pl.DataFrame(
        {
            "number": "（背景）民初" + pl.Series(np.arange(count)).cast(pl.String) + "号",
            "kind": "civil",
            "claimant": claimants,
            "defendant": sued["id"],
            "amount": pl.Series(rng.integers(5, 400, count) * 10_000).cast(pl.String),
            "currency": "CNY",
            "filed": filed.dt.strftime("%Y-%m-%d"),
            "closed": _later(filed, rng),
            "outcome": pl.Series(rng.choice(["judgment", "settlement", "dismissed"], count)),
        }
    ).filter(pl.col("claimant") != pl.col("defendant"))


def _later(filed: pl.Series, rng: np.random.Generator) -> pl.Series:
    gaps = rng.integers(40, 300, len(filed)).astype("timedelta64[D]")
    return pl.Series(filed.to_numpy().astype("datetime64[D]") + gaps).cast(pl.Date).dt.strftime("%Y-%m-%d")


def _accounts(rng: np.random.Generator, firms: pl.DataFrame) -> pl.DataFrame:
    """Two years of three in ten firms."""
    kept = _some(rng, firms, 0.3)
    parts = []
    for year in (2021, 2022):
        revenue = kept["capital"].to_numpy() * rng.uniform(0.2, 6, kept.height)
        parts.append(
            kept.select(
                pl.col("id").alias("party"),
                pl.lit(f"{year}-12-31").alias("year_end"),
                (pl.col("capital") * pl.Series(rng.uniform(0.3, 2, kept.height)))
                .cast(pl.Int64)
                .cast(pl.String)
                .alias("equity"),
                pl.Series(revenue).cast(pl.Int64).cast(pl.String).alias("revenue"),
                pl.Series(revenue * 0.03).cast(pl.Int64).cast(pl.String).alias("tax_paid"),
                (pl.col("size") ** 4 * 200).cast(pl.Int64).cast(pl.String).alias("insured_staff"),
                pl.lit("CNY").alias("currency"),
            )
        )
    return pl.concat(parts)


def _assets(rng: np.random.Generator, firms: pl.DataFrame) -> pl.DataFrame:
    kept = _some(rng, firms, 0.06)
    kinds = rng.choice(["real_estate", "vehicle", "equipment"], kept.height)
    return kept.select(
        pl.format("A-{}", "id").alias("id"),
        pl.Series(kinds).alias("kind"),
        pl.format("{}自用资产", "city").alias("name"),
        pl.col("id").alias("owner"),
        pl.Series(rng.integers(5, 2000, kept.height) * 10_000).cast(pl.String).alias("value"),
        pl.lit("CNY").alias("currency"),
        pl.lit("market").alias("basis"),
        pl.col("born").dt.strftime("%Y-%m-%d").alias("start"),
    )


def _burdens(rng: np.random.Generator, firms: pl.DataFrame) -> pl.DataFrame:
    """Pledges of shares among background firms."""
    kept = _some(rng, firms, 0.01)
    holders = firms["id"].gather(rng.integers(0, firms.height, kept.height))
    owners = firms["id"].gather(rng.integers(0, firms.height, kept.height))
    return pl.DataFrame(
        {
            "asset": "equity:" + kept["id"] + ":" + owners,
            "kind": "pledge",
            "holder": holders,
            "amount": pl.Series(rng.integers(10, 900, kept.height) * 10_000).cast(pl.String),
            "currency": "CNY",
            "start": days(rng, kept.height, date(2019, 1, 1), date(2024, 6, 1)).dt.strftime("%Y-%m-%d"),
            "status": "effective",
        }
    ).filter(pl.Series(owners != kept["id"]))
