"""Capital that shareholders owe: subscribed less paid."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from graph.case import Case
from graph.facts import Interest
from graph.values import Money
from queries.asset import Asset, Worth, claim
from queries.lead import Evidence, two
from queries.phrases import name_of
from queries.stakes import capital_of

_NOT_DUE = two(
    "出资期限未届满：加速到期须依公司法54条主张", "the capital is not yet due: early payment under Company Law 54"
)
_DUE_UNKNOWN = two("出资期限不详", "the due day is unknown")
_PASSED_ON = two(
    "股权已转让：现股东承担，原股东依公司法88条承担",
    "the stake was passed on: the holder of today owes, the former one under Company Law 88",
)
_NO_NOTICE = two("有减资记录，未见通知债权人", "capital was cut without notice to creditors, as far as the rows show")


def unpaid_capital(case: Case, company: str) -> list[Asset]:
    """Subscribed less paid, shareholder by shareholder; low bound only where the due day has passed and the stake is held."""
    owners = sorted({i.owner for i in case.interests if i.company == company and i.subscribed is not None})
    found = []
    for owner in owners:
        rows = [i for i in case.interests if (i.owner, i.company) == (owner, company) and i.nature != "treasury"]
        held = [i for i in rows if i.period.may_hold_on(case.as_of)]
        short = shortfall(held or rows)
        if short is not None:
            found.append(_capital(case, company, owner, held or rows, short, ended=not held))
    return found


def shortfall(rows: Iterable[Interest]) -> Money | None:
    """Subscribed less paid of one stake; None where it is paid up or the rows cannot say."""
    listed = list(rows)
    subscribed, paid = capital_of(listed, "subscribed"), capital_of(listed, "paid")
    if subscribed is None or paid is None or subscribed.currency != paid.currency:
        return None
    low, high = subscribed.low - paid.high, subscribed.high - paid.low
    return Money(max(low, Decimal(0)), high, subscribed.currency) if high > 0 else None


def _capital(case: Case, company: str, owner: str, rows: list[Interest], short: Money, *, ended: bool) -> Asset:
    name = name_of(case, owner)
    due = [i.due for i in rows if i.due]
    doubt = [] if due and all(d.last < case.as_of for d in due) else [_NOT_DUE if due else _DUE_UNKNOWN]
    doubt += [_PASSED_ON] if ended else []
    cut = [c for c in case.changes if c.party == company and c.item == "registered_capital" and c.notice == "no"]
    doubt += [_NO_NOTICE] if cut else []
    texts = tuple(
        Evidence(
            i.place,
            two(
                f"{name}认缴{i.subscribed}，实缴{i.paid}，期限{i.due or '不详'}",
                f"{name} subscribed {i.subscribed}, paid {i.paid}, due {i.due or 'unknown'}",
            ),
            "subscribed",
        )
        for i in rows
    )
    texts += tuple(
        Evidence(
            c.place,
            two(
                f"{c.on or ''}注册资本由{c.before}变更为{c.after}，未通知债权人",
                f"{c.on or ''} registered capital {c.before} to {c.after}, creditors not notified".strip(),
            ),
            "change",
        )
        for c in cut
    )
    words = two(
        f"{name}{'（原股东）' if ended else ''}未缴出资",
        f"unpaid capital of {name}{' (former shareholder)' if ended else ''}",
    )
    basis = two("认缴减实缴", "subscribed less paid")
    return claim(
        case,
        company,
        owner,
        "unpaid_capital",
        words,
        Worth(short, basis, None, (), tuple(doubt)),
        texts,
        (),
        "unpaid_capital",
    )
