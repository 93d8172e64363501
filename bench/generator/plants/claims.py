"""Claims made up: security for friends, suits of friends."""

from __future__ import annotations

from datetime import date, timedelta

from bench.generator.life import Tale
from bench.generator.plants.plant import AFTER, Lookalike, Plant, planted, told
from bench.generator.story import Body
from bench.generator.ties import nominal_head, related_firm, relative
from bench.generator.truth import Planted


def _late(s: Tale) -> date:
    """Between six months before the debt fell due and enforcement."""
    return s.day(s.months_after(s.clock.due, -5), s.clock.enforcement)


def security(s: Tale) -> Planted:
    """A mortgage or pledge to a related lender who lent nothing, or little, about that day."""
    on = _late(s)
    with told(s) as manner:
        tied = related_firm(s, on)
        worth = s.sum(0.3, 1.0)
        amount = s.part(worth, 0.85, 1.1)
        if s.odds(0.6):
            thing = s.thing(s.pick(("real_estate", "equipment", "land_use")), s.debtor, worth, s.founded)
            s.burden(thing, "mortgage", tied.firm, amount, on, rank=1)
        else:
            born = date(2016, 1, 1)
            daughter = s.firm(born=born, paid_capital=worth, registered_capital=worth)
            s.hold(s.debtor, daughter, 100, born)
            s.burden(f"equity:{daughter.id}:{s.debtor.id}", "pledge", tied.firm, amount, on)
        if s.odds(0.3):
            s.pay(tied.firm, s.debtor, s.part(amount, 0.1, 0.5), on + timedelta(days=5), "loan", "借款")
    return planted(s, "related-party-security", (tied.firm,), "strong", (), tied.code, manner)


def sham(s: Tale) -> Planted:
    """A friend's loan claim is admitted within the month; no money came, or it went back at once."""
    filed = s.day(
        s.months_after(s.clock.due, -2), min(s.months_after(s.clock.enforcement, 4), s.clock.as_of - timedelta(days=40))
    )
    with told(s) as manner:
        claimant = relative(s, s.lead) if s.odds(0.4) else related_firm(s, filed, ("R5+R6",)).firm
        amount, closed = s.sum(0.6, 1.5), filed + timedelta(days=s.rng.randint(4, 28))
        returned = s.odds(0.4)
        if returned:
            _there_and_back(s, claimant, amount, filed - timedelta(days=s.rng.randint(60, 200)))
        s.agree("loan", claimant, s.debtor, amount, filed - timedelta(days=s.rng.randint(210, 300)))
        s.sue(
            claimant,
            s.debtor,
            amount,
            filed,
            closed=closed,
            effective=closed,
            outcome=s.pick(("settlement", "admission")),
            cause="民间借贷纠纷",
        )
        given = s.odds(0.4)
        if given:
            on = min(s.days_after(closed, 5, 25), s.clock.as_of - timedelta(days=2))
            thing = s.thing("real_estate", s.debtor, amount, s.founded, on, basis="appraisal", valued_on=on)
            s.thing("real_estate", claimant, None, on, ident=thing)
            s.sell(thing, s.debtor, claimant, on, amount, consideration="debt", note="以物抵债")
    also = ("round-trip-payment", "pass-through-account", "thin-capital-shell", "undervalue-transfer-related", *AFTER)
    return planted(
        s, "sham-litigation", (claimant,), "fact", also, "money returned" if returned else "no money", manner
    )


def _there_and_back(s: Tale, claimant: Body, amount: int, on: date) -> None:
    """The loan's money passes through the debtor's account and a friend's within days."""
    born = on - timedelta(days=s.rng.randint(100, 900))
    middle = s.firm(born=born)
    nominal_head(s, middle, born)
    s.pay(claimant, s.debtor, amount, on, "loan", "借款")
    s.pay(s.debtor, middle, s.part(amount, 0.95, 1.0), s.days_after(on, 0, 1), "other", "往来款")
    s.pay(middle, claimant, s.part(amount, 0.9, 0.95), s.days_after(on, 1, 2), "other", "往来款")


# --- look-alikes --------------------------------------------------------------------------------------------------


def bank_security(s: Tale) -> None:
    """A licensed bank lends and takes its mortgage in one week, near the default."""
    on, loan = _late(s), s.sum(0.3, 0.7)
    bank = s.office(f"{s.home}建业银行股份有限公司{s.number}", "company", licence="bank")
    thing = s.thing("real_estate", s.debtor, round(loan / 0.6), s.founded)
    s.agree("loan", bank, s.debtor, loan, on)
    s.burden(thing, "mortgage", bank, loan, on, rank=1)
    s.pay(bank, s.debtor, loan, s.days_after(on, 0, 5), "loan", "贷款发放")


def friend_paid(s: Tale) -> None:
    """A related firm's mortgage, with all of the money on the day, kept and spent on wages and suppliers."""
    on, loan = s.months_after(s.clock.arose, -9), s.sum(0.2, 0.5)
    lender = related_firm(s, on, ("R5+R6",)).firm
    thing = s.thing("real_estate", s.debtor, round(loan / 0.55), s.founded)
    s.agree("loan", lender, s.debtor, loan, on)
    s.burden(thing, "mortgage", lender, loan, on, rank=1)
    s.pay(lender, s.debtor, loan, on, "loan", "借款")


def guarantor(s: Tale) -> None:
    """A guarantee company takes security when it brings a bank's new money."""
    on, loan = _late(s), s.sum(0.2, 0.5)
    company = s.stranger(scope="融资担保；再担保")
    bank = s.office(f"{s.home}兴农银行股份有限公司{s.number}", "company", licence="bank")
    thing = s.thing("real_estate", s.debtor, round(loan / 0.6), s.founded)
    s.agree("loan", bank, s.debtor, loan, on)
    s.agree("guarantee", company, bank, loan, on)
    s.burden(thing, "mortgage", company, loan, on, note="反担保")
    s.pay(bank, s.debtor, loan, on + timedelta(days=2), "loan", "贷款发放")


def holder_loan(s: Tale) -> None:
    """A holder's loan that came by bank and stayed is settled in court as quickly as such suits are."""
    on, amount = s.months_after(s.clock.arose, -8), s.sum(0.2, 0.45)
    s.agree("loan", s.minor, s.debtor, amount, on)
    s.pay(s.minor, s.debtor, amount, on, "loan", "股东借款")
    filed = s.day(s.clock.suit, s.clock.judgment)
    s.sue(
        s.minor, s.debtor, amount, filed, closed=filed + timedelta(days=26), outcome="settlement", cause="民间借贷纠纷"
    )


def wages(s: Tale) -> None:
    """Workers' claims for wages, settled within weeks."""
    filed = s.day(s.clock.suit, s.clock.judgment)
    for _ in range(s.rng.randint(3, 6)):
        worker = s.person()
        s.tie(worker, s.debtor, "employee", s.founded)
        s.sue(
            worker,
            s.debtor,
            s.rng.randint(8, 60) * 1000,
            filed,
            closed=filed + timedelta(days=20),
            outcome="settlement",
            cause="追索劳动报酬纠纷",
        )


def supplier_suit(s: Tale) -> None:
    """A supplier's suit for goods, settled."""
    filed, seller = s.day(s.clock.suit, s.clock.judgment), s.suppliers[0]
    amount = s.sum(0.2, 0.6)
    s.agree("sale", seller, s.debtor, amount * 2, s.clock.arose - timedelta(days=90))
    s.sue(
        seller, s.debtor, amount, filed, closed=filed + timedelta(days=29), outcome="settlement", cause="买卖合同纠纷"
    )


PLANTS: dict[str, Plant] = {"related-party-security": security, "sham-litigation": sham}
LOOKALIKES: dict[str, tuple[Lookalike, ...]] = {
    "related-party-security": (bank_security, friend_paid, guarantor),
    "sham-litigation": (holder_loan, wages, supplier_suit),
}
