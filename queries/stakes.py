"""Shares in companies: how many, what worth, how far down."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from graph.case import Case
from graph.chains import Edge, owns
from graph.facts import Accounts, Interest
from graph.ownership import integrated
from graph.values import Money, Share
from queries.asset import Worth
from queries.ballots import stakes_on
from queries.grounds import Bilingual as Text
from queries.lead import Evidence, two
from queries.phrases import edge_words, name_of
from queries.shells import endings
from queries.side import control_on

DEEPEST = 6
MOST = 300
_NOT_HELD = frozenset({"treasury"})
_CAPITAL = (
    ("paid", "实缴出资", "paid in"),
    ("subscribed", "认缴出资（未必缴足）", "subscribed, perhaps not paid"),
)


@dataclass(frozen=True, slots=True)
class Below:
    """A company under a debtor: the debtor's integrated share (None = unknown), whether it controls it, the steps."""

    company: str
    net: Fraction | None
    controlled: bool
    edges: tuple[Edge, ...]


def stakes_of(case: Case, owner: str, day: date) -> dict[str, list[Interest]]:
    """What one party holds on a day, by company; rows whose days leave it open count."""
    found: dict[str, list[Interest]] = defaultdict(list)
    for interest in case.interests:
        mine = interest.owner == owner and interest.company != owner and interest.nature not in _NOT_HELD
        if mine and interest.period.may_hold_on(day):
            found[interest.company].append(interest)
    return dict(sorted(found.items()))


def share_of(rows: Iterable[Interest]) -> Share | None:
    """Rows of one source add up; two sources that differ give the bounds."""
    sums: dict[tuple[str, str, str], tuple[Fraction, Fraction]] = {}
    for row in rows:
        if row.share is not None:
            key = row.place.said_by
            low, high = sums.get(key, (Fraction(0), Fraction(0)))
            sums[key] = (low + row.share.low, high + row.share.high)
    if not sums:
        return None
    return Share(min(min(s[0] for s in sums.values()), Fraction(1)), min(max(s[1] for s in sums.values()), Fraction(1)))


def last_accounts(case: Case, company: str) -> tuple[Accounts, ...]:
    """The newest filed accounts that give equity; several where sources report on one day."""
    filed = [a for a in case.accounts if a.party == company and a.equity is not None and a.year_end is not None]
    newest = max((a.year_end.last for a in filed if a.year_end), default=None)
    return tuple(a for a in filed if a.year_end and a.year_end.last == newest)


def stake_worth(case: Case, company: str, rows: list[Interest]) -> Worth:
    """Share of the last filed equity; else what was paid in; else up to what was subscribed; else unknown."""
    share = share_of(rows)
    doubt = _doubt(case, company, rows)
    filed = last_accounts(case, company)
    if share is not None and filed:
        return _net_assets(filed, share, doubt)
    for name, zh, en in _CAPITAL:
        money = capital_of(rows, name)
        if money is not None:
            bounds = Money(Decimal(0), money.high, money.currency) if name == "subscribed" else money
            texts = tuple(
                Evidence(r.place, two(f"{zh}{m}", f"{en}: {m}"), name)
                for r in rows
                if (m := getattr(r, name)) is not None
            )
            return Worth(bounds, two(zh, en), None, texts, doubt)
    paid, place = case.party(company).money("paid_capital"), case.party(company).place("paid_capital")
    if paid is None or place is None or share is None:
        return Worth(doubt=doubt)
    text = two(f"实缴资本{paid}", f"paid-in capital {paid}")
    return Worth(
        paid.times(share),
        two("实缴资本份额", "share of paid-in capital"),
        None,
        (Evidence(place, text, "paid_capital"),),
        doubt,
    )


def _net_assets(filed: tuple[Accounts, ...], share: Share, doubt: tuple[Text, ...]) -> Worth:
    equities = [a.equity for a in filed if a.equity]
    currency = equities[0].currency
    same = [e for e in equities if e.currency == currency]
    low, high = min(e.low for e in same), max(e.high for e in same)
    part = Money(max(low, Decimal(0)), max(high, Decimal(0)), currency).times(share)
    texts = tuple(
        Evidence(a.place, two(f"{a.year_end}净资产{a.equity}", f"net assets {a.equity} at {a.year_end}"), "equity")
        for a in filed
    )
    negative = two("；净资产为负，账面无值", "; net assets are negative: no book value") if high <= 0 else two("", "")
    basis = two(
        f"{filed[0].year_end}账面净资产按份额{share.percent(4)}{negative.zh}",
        f"{share.percent(4)} of book net assets at {filed[0].year_end}{negative.en}",
    )
    return Worth(part, basis, filed[0].year_end, texts, doubt)


def capital_of(rows: Iterable[Interest], name: str) -> Money | None:
    """Paid or subscribed capital of one stake: rows of one source add up, sources that differ give the bounds."""
    sums: dict[tuple[str, str, str], Money] = {}
    for row in rows:
        money: Money | None = getattr(row, name)
        if money is not None:
            key = row.place.said_by
            if key in sums and sums[key].currency != money.currency:
                return None
            sums[key] = sums[key] + money if key in sums else money
    if not sums or len({m.currency for m in sums.values()}) > 1:
        return None
    listed = list(sums.values())
    return Money(min(m.low for m in listed), max(m.high for m in listed), listed[0].currency)


def _doubt(case: Case, company: str, rows: list[Interest]) -> tuple[Text, ...]:
    found = []
    if any(day is None or day.first <= case.as_of for day, _ in endings(case, company)):
        found.append(two("该公司有注销或吊销记载", "the company is recorded as dissolved or revoked"))
    if all(r.period.holds_on(case.as_of) == "cannot tell" for r in rows):
        found.append(two("日期不完整，现是否持有须核实", "partial dates: check whether it is still held"))
    if any(r.nature == "nominee" for r in rows):
        found.append(
            two("登记为代持，可能有案外人异议", "recorded as held for another: expect that person's objection")
        )
    return tuple(found)


def stake_words(case: Case, owner: str, company: str, share: str) -> Text:
    who, firm = name_of(case, owner), name_of(case, company)
    return two(
        f"{who}持有{firm}{share or '（比例不详）'}股权", f"{share or 'stake of unknown size'} of {firm} held by {who}"
    )


def stake_evidence(case: Case, rows: Iterable[Interest], day: date) -> tuple[Evidence, ...]:
    return tuple(Evidence(r.place, edge_words(case, owns(r, day)), "ownership") for r in rows)


def below(case: Case, debtor: str) -> tuple[Below, ...]:
    """Every company under a debtor by shares or recorded control, nearest first; each with one way down to it."""
    ways = _ways(case, debtor)
    held = control_on(case, case.as_of).under(debtor)
    for company, holding in sorted(held.items()):
        ways.setdefault(company, holding.edges)
    within = {debtor, *ways}
    stakes = {
        pair: share for pair, share in stakes_on(case, case.as_of).items() if pair[0] in within and pair[1] in within
    }
    shares = integrated(stakes)
    listed = [Below(c, shares.net(debtor, c) or None, c in held, edges) for c, edges in ways.items() if c != debtor]
    return tuple(sorted(listed, key=lambda b: (len(b.edges), -(b.net or Fraction(0)), b.company)))


def _ways(case: Case, debtor: str) -> dict[str, tuple[Edge, ...]]:
    """Shortest ownership way from the debtor to each company, at most DEEPEST steps and MOST companies."""
    down: dict[str, list[Interest]] = defaultdict(list)
    for interest in case.interests:
        if interest.period.may_hold_on(case.as_of) and interest.nature not in _NOT_HELD:
            down[interest.owner].append(interest)
    ways: dict[str, tuple[Edge, ...]] = {}
    queue: list[tuple[str, tuple[Edge, ...]]] = [(debtor, ())]
    while queue and len(ways) < MOST:
        owner, edges = queue.pop(0)
        for interest in sorted(down[owner], key=lambda i: (i.company, i.place.unsure, i.place.fact)):
            if interest.company not in ways and interest.company != debtor and len(edges) < DEEPEST:
                ways[interest.company] = (*edges, owns(interest, case.as_of))
                queue.append((interest.company, ways[interest.company]))
    return ways
