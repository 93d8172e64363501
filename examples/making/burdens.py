"""Pledges and freezes of shares in the registry export."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from examples.making.firms import Firm, Person, Stake
from examples.making.registry import Table, amount

_COURTS = [
    "江临市滨江区人民法院",
    "云岭市南屏区人民法院",
    "沧宁市港前区人民法院",
    "澄湖市渡津区人民法院",
    "岚州市东渡区人民法院",
]
_BANK = "江临农村合作银行股份有限公司"
# What a court does with shares, as the tool prints it, and how often.
_STATES = (
    ("股权冻结|冻结", 6),
    ("股权冻结|轮候冻结", 2),
    ("续行冻结|续行冻结", 2),
    ("解除冻结|解除冻结", 2),
    ("股权冻结|失效", 1),
)


def background(firms: list[Firm]) -> list[tuple[Firm, Stake]]:
    """Stakes of firms that play no part in a story."""
    return [(f, s) for f in firms for s in f.stakes if "MA90" not in f.code and f.status == "存续"]


def pledges(rng: Random, firms: list[Firm], count: int) -> Table:
    """股权出质: part of a stake pledged to a bank or a firm; most valid, some released."""
    options, out = background(firms), []
    lenders = [f for f in firms if f.status == "存续" and "MA90" not in f.code]
    for at in range(count):
        firm, stake = options[rng.randrange(len(options))]
        bank = rng.random() < 0.6
        lender = lenders[rng.randrange(len(lenders))]
        day = _since(stake, rng)
        out.append(
            {
                "number": f"99{day:%Y%m%d}{at + 1:04d}",
                "giver": stake.holder.name,
                "giver_code": _number(stake),
                "name": firm.name,
                "taker": _BANK if bank or lender is firm else lender.name,
                "taker_code": "-" if bank or lender is firm else lender.code,
                "quantity": amount(stake.subscribed / rng.randint(1, 2)),
                "date": day.isoformat(),
                "published": (day + timedelta(days=1)).isoformat(),
                "state": "有效" if rng.random() < 0.8 else "无效",
            }
        )
    return out


def freezes(rng: Random, firms: list[Firm], count: int) -> Table:
    """司法协助: a court's freeze of a stake; the last day is printed inclusive, three years at most."""
    options, out = background(firms), []
    words = [word for word, weight in _STATES for _ in range(weight)]
    for at in range(count):
        firm, stake = options[rng.randrange(len(options))]
        day = max(_since(stake, rng), date(2022, 1, 10) + timedelta(days=13 * at))
        year, court = day.year, rng.randrange(len(_COURTS))
        last = date(year + rng.randint(1, 3), day.month, min(day.day, 28)) - timedelta(days=1)
        out.append(
            {
                "debtor": stake.holder.name,
                "name": firm.name,
                "quantity": f"{amount(stake.subscribed)}万元",
                "court": _COURTS[court],
                "notice": f"（{year}）临01{court + 10}执保{rng.randint(100, 899)}号",
                "ruling": f"（{year}）临01{court + 10}民初{rng.randint(1000, 8999)}号之一",
                "state": words[rng.randrange(len(words))],
                "from": day.isoformat(),
                "to": last.isoformat(),
                "published": (day + timedelta(days=2)).isoformat(),
            }
        )
    return out


def _since(stake: Stake, rng: Random) -> date:
    first = max(date.fromisoformat(stake.since), date(2017, 1, 1))
    return min(first + timedelta(days=rng.randrange(1, 2200)), date(2024, 8, 1))


def _number(stake: Stake) -> str:
    if isinstance(stake.holder, Person):
        return "-"
    return stake.holder.code if isinstance(stake.holder, Firm) else "-"
