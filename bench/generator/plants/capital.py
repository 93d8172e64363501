"""Registered capital: never paid and passed on, or cut."""

from __future__ import annotations

from datetime import date, timedelta

from bench.generator.life import Tale
from bench.generator.plants.plant import Lookalike, Plant, after_debt, before_debt, planted, told
from bench.generator.story import Body
from bench.generator.truth import Planted


def _stakes(s: Tale) -> list[dict[str, str]]:
    return [r for r in s.tables["holdings"] if r["owner"] in (s.lead.id, s.minor.id) and r.get("subscribed")]


def _unpaid(s: Tale, part: float, due: date) -> int:
    """The holders have paid that part of what they promised; returns what the lead subscribed."""
    capital = s.sum(1.0, 3.0)
    firm = next(r for r in s.tables["parties"] if r["id"] == s.company.id)
    firm["registered_capital"], firm["paid_capital"] = str(capital), str(round(capital * part))
    for row in _stakes(s):
        mine = capital * int(row["share"].rstrip("%")) // 100
        row["subscribed"], row["paid"], row["due"] = str(mine), str(round(mine * part)), s.said(due)
        row.pop("paid_on", None)
    return int(_stakes(s)[0]["subscribed"])


def unpaid(s: Tale) -> Planted:
    """Unpaid shares pass for nothing to somebody without means; or the day to pay has gone by."""
    with told(s) as manner:
        part = s.rng.uniform(0.0, 0.45)
        if s.odds(0.35):
            _unpaid(s, part, s.day(s.months_after(s.clock.arose, -12), s.clock.suit))
            return planted(s, "unpaid-capital-transfer", (s.lead,), "lead", (), "overdue", manner)
        on = after_debt(s)
        due = s.day(s.clock.due, date(2045, 1, 1))
        promised = _unpaid(s, part, due)
        own = _stakes(s)[0]
        share, own["end"] = int(own["share"].rstrip("%")), s.said(on)
        buyer = _thin(s, on)
        s.hold(buyer, s.company, share, on, subscribed=promised, paid=round(promised * part), due=due, currency="CNY")
        price = s.pick((0, 1))
        s.sell_shares(s.company, s.lead, buyer, on, price, share, consideration="none" if price == 0 else "cash")
    return planted(s, "unpaid-capital-transfer", (s.lead, buyer), "strong", (), "passed on", manner)


def _thin(s: Tale, on: date) -> Body:
    """A buyer without means: a firm weeks old with such stakes by the handful, or a person under enforcement."""
    if s.odds(0.5):
        buyer = s.firm(born=on - timedelta(days=s.rng.randint(10, 150)), paid_capital=0, employees=0)
        owner = s.person()
        s.hold(owner, buyer, 100, on - timedelta(days=9))
        s.post(owner, buyer, "legal_representative", on - timedelta(days=9))
    else:
        buyer = s.person()
    for _ in range(s.rng.randint(5, 7)):
        other = s.firm(born=date(2020, 1, 1), paid_capital=0, employees=0)
        s.hold(
            buyer, other, 90, on - timedelta(days=s.rng.randint(1, 60)), subscribed=5_000_000, paid=0, currency="CNY"
        )
    s.sue(
        s.market.some(s.rng, 1, s.number)[0],
        buyer,
        800_000,
        on - timedelta(days=200),
        "dishonesty",
        published_on=on - timedelta(days=150),
    )
    return buyer


def cut(s: Tale) -> Planted:
    """Registered capital falls by more than half after the debt, and nobody told the creditor."""
    on = after_debt(s, s.clock.enforcement)
    with told(s) as manner:
        before = s.sum(1.0, 4.0)
        # Where the row does not say whether anybody was told, nothing is known: no more than a lead.
        notice = s.pick(("no", "no", None))
        part = s.rng.uniform(0.005, 0.48)
        after = max(10_000, round(before * part / 10_000) * 10_000)
        s.change(s.debtor, "registered_capital", before, after, on, notice=notice, note="减少注册资本")
        row = next(r for r in s.tables["parties"] if r["id"] == s.company.id)
        row["registered_capital"] = row["paid_capital"] = str(after)
        for each in _stakes(s):
            for name in ("subscribed", "paid"):
                each.pop(name)
    return planted(
        s, "capital-reduction-evasion", (s.debtor,), "strong" if notice else "lead", (), f"to {part:.0%}", manner
    )


# --- look-alikes --------------------------------------------------------------------------------------------------


def not_yet_due(s: Tale) -> None:
    """Half paid; the rest falls due in years; nobody sold."""
    _unpaid(s, 0.5, date(2031, 12, 31))


def bought_and_paid(s: Tale) -> None:
    """A holder's fully paid shares go for their value to an established firm."""
    on, own = after_debt(s), _stakes(s)[1]
    share, own["end"] = int(own["share"].rstrip("%")), s.said(on)
    buyer, worth = s.stranger(), s.sum(0.1, 0.3)
    s.hold(buyer, s.company, share, on, subscribed=own["subscribed"], paid=own["paid"], currency="CNY")
    s.sell_shares(
        s.company,
        s.minor,
        buyer,
        on,
        worth,
        share,
        consideration="cash",
        reference_value=worth,
        reference_basis="appraisal",
    )
    s.pay(buyer, s.minor, worth, on, "price", "股权转让款")


def told_cut(s: Tale) -> None:
    """A cut that was announced and of which the creditors were told, before the debt."""
    on, before = before_debt(s, 2, 20), s.sum(1.0, 3.0)
    s.change(
        s.debtor,
        "registered_capital",
        before,
        s.part(before, 0.2, 0.45),
        on,
        notice="yes",
        note="减资公告；已书面通知债权人",
    )


def small_cut(s: Tale) -> None:
    """A tenth less after the debt, to cover losses; the creditors were told."""
    on, before = after_debt(s, s.clock.suit), s.sum(1.0, 3.0)
    s.change(
        s.debtor,
        "registered_capital",
        before,
        s.part(before, 0.8, 0.92),
        on,
        notice="yes",
        note="减资弥补亏损，未向股东分配",
    )


def raised(s: Tale) -> None:
    """Capital goes up."""
    on, before = after_debt(s, s.clock.suit), s.sum(0.5, 1.0)
    s.change(s.debtor, "registered_capital", before, s.part(before, 1.5, 3.0), on, note="增加注册资本")


PLANTS: dict[str, Plant] = {"unpaid-capital-transfer": unpaid, "capital-reduction-evasion": cut}
LOOKALIKES: dict[str, tuple[Lookalike, ...]] = {
    "unpaid-capital-transfer": (not_yet_due, bought_and_paid),
    "capital-reduction-evasion": (told_cut, small_cut, raised),
}
