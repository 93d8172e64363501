"""Owners: rings, cross holdings, straw men, layers abroad."""

from __future__ import annotations

from datetime import date, timedelta

from bench.generator.life import Tale
from bench.generator.plants.plant import AFTER, Lookalike, Plant, before_debt, planted, told
from bench.generator.story import Body
from bench.generator.ties import nominal_head
from bench.generator.truth import Planted

# Places whose registers of members are closed to the public.
_ABROAD = (("BVI", "VG"), ("开曼", "KY"), ("萨摩亚", "WS"), ("塞舌尔", "SC"), ("马绍尔", "MH"))


def _room(s: Tale, spare: int) -> None:
    """The debtor's own holders make room for another of `spare` per cent."""
    rows = [r for r in s.tables["holdings"] if r["owner"] in (s.lead.id, s.minor.id)]
    lead = max(100 - spare - 10, 1)
    for row, share in zip(rows, (lead, 100 - spare - lead), strict=True):
        row["share"] = f"{share}%"
        for name in ("subscribed", "paid"):
            row.pop(name)


def ring(s: Tale) -> Planted:
    """Three to five companies, each with a large part of the next; now and then the same capital went round."""
    born, count = s.day(date(2015, 1, 1), s.months_after(s.clock.arose, -12)), s.rng.randint(3, 5)
    low = {3: 50, 4: 60, 5: 66}[count]
    shares = [s.rng.randint(low, 85) for _ in range(count)]
    with told(s) as manner:
        _room(s, shares[-1])
        members = [s.debtor, *(s.firm(born=born) for _ in range(count - 1))]
        for at, share in enumerate(shares):
            company = members[(at + 1) % count]
            s.hold(members[at], company, share, born)
            if company != s.debtor:
                s.hold(s.person(), company, 100 - share, born)
                s.post(s.person(), company, "legal_representative", born)
        circled = s.odds(0.5)
        if circled:
            capital, on = s.sum(0.3, 0.8), s.day(s.months_after(s.clock.arose, -10), s.clock.due)
            for at in range(count):
                s.pay(members[at], members[(at + 1) % count], capital, on + timedelta(days=at * 4), "capital", "投资款")
    also = ("round-trip-payment", "capital-withdrawal", "pass-through-account", *AFTER) if circled else ()
    return planted(
        s, "circular-shareholding", tuple(members[1:]), "strong" if circled else "lead", also, f"{count} firms", manner
    )


def cross(s: Tale) -> Planted:
    """The debtor and another company each hold a tenth of the other or more."""
    born = s.day(date(2014, 1, 1), date(2019, 1, 1))
    with told(s) as manner:
        up, down = s.rng.randint(11, 45), s.rng.randint(11, 45)
        _room(s, up)
        other = s.firm(born=born)
        s.hold(other, s.debtor, up, born)
        s.hold(s.debtor, other, down, born)
        s.hold(s.person(), other, 100 - down, born)
        s.post(s.person(), other, "legal_representative", born)
    return planted(s, "cross-holding", (other,), "lead", (), f"{up}/{down}", manner)


def nominee(s: Tale) -> Planted:
    """Another holds a firm for the debtor: by whose money, whose dividends, whose signature, whose word."""
    s.personal = s.odds(0.5)
    on = s.day(s.months_after(s.clock.arose, -20), s.clock.due)
    with told(s) as manner:
        straw, firm = s.person(), s.firm(born=on - timedelta(days=s.rng.randint(20, 2000)))
        s.hold(straw, firm, s.rng.randint(60, 100), on)
        # A holder who signs for the firm himself shows no other's hand (S3).
        given = s.personal and s.odds(0.5)
        s.post(straw if given and s.odds(0.5) else s.lead, firm, "legal_representative", on)
        if shown := s.odds(0.35):
            _agreed(s, straw, firm, on)
        if not shown or s.odds(0.5):
            s.tie(straw, s.lead, s.pick(("employee", "relative")))
            _funded(s, straw, firm, on) if s.odds(0.6) else _forwarded(s, straw, firm, on)
            _given(s, straw, firm, on) if given else _guaranteed(s, firm, on)
    also = (
        "undervalue-transfer-related",
        "relative-proxy-holding",
        "family-divorce-transfer",
        "round-trip-payment",
        "pass-through-account",
        "thin-capital-shell",
        *AFTER,
    )
    return planted(
        s,
        "nominee-shareholder",
        (straw, firm),
        "fact" if shown else "strong",
        also,
        "agreement" if shown else "signals",
        manner,
    )


def _agreed(s: Tale, straw: Body, firm: Body, on: date) -> None:
    """A nominee agreement, or what a court found of it."""
    if s.odds(0.5):
        s.agree("nominee_agreement", straw, s.debtor, None, on, note=f"代持{firm.name}股权")
    else:
        s.tie(straw, s.debtor, "nominee_for", on, standing="found_by_court", note=f"代持{firm.name}股权")


def _funded(s: Tale, straw: Body, firm: Body, on: date) -> None:
    """S1: the debtor's money became the straw man's capital."""
    capital = s.sum(0.2, 0.8)
    s.pay(s.debtor, straw, capital, on, s.pick(("loan", "other")), "往来款")
    s.pay(straw, firm, capital, s.days_after(on, 0, 2), "capital", "投资款")


def _forwarded(s: Tale, straw: Body, firm: Body, on: date) -> None:
    """S2: what the firm paid out went on to the debtor within the week."""
    for at in range(s.rng.randint(1, 3)):
        out, day = s.sum(0.08, 0.3), s.days_after(on + timedelta(days=60 + 80 * at), 0, 20)
        if day < s.clock.as_of - timedelta(days=8):
            s.pay(firm, straw, out, day, "dividend", "股东分红")
            s.pay(straw, s.debtor, s.part(out, 0.85, 1.0), s.days_after(day, 0, 6), "other", "往来款")


def _guaranteed(s: Tale, firm: Body, on: date) -> None:
    """S3: the debtor's head alone signs for the firm; the debtor answers for its loan."""
    bank, loan = s.office(f"{s.home}信用合作银行股份有限公司{s.number}", "company", licence="bank"), s.sum(0.2, 0.5)
    s.agree("loan", bank, firm, loan, on)
    s.agree("guarantee", s.debtor, bank, loan, on, note=f"为{firm.name}借款提供保证")


def _given(s: Tale, straw: Body, firm: Body, on: date) -> None:
    """S4: the debtor had the shares and gave them for nothing."""
    s.hold(s.lead, firm, 60, on - timedelta(days=900), on)
    s.sell_shares(firm, s.lead, straw, on, 0, 60, consideration="none")


def layers(s: Tale) -> Planted:
    """Three closed registers or more, founded about the debt or after it, between the debtor and what it had."""
    on = s.day(s.months_after(s.clock.arose, -10), s.clock.suit)
    with told(s) as manner:
        dark, count = s.odds(0.5), s.rng.randint(3, 4)
        places = s.rng.sample(_ABROAD, count)
        chain = [s.firm(born=s.days_after(on, 0, 40), name=f"{s.brand()}（{place}）控股有限公司", jurisdiction=code, identifier=None,
                        employees=None, address=None, phone=None) for place, code in places]  # fmt: skip
        bottom = s.firm(born=on, name=f"{s.brand()}（香港）有限公司", jurisdiction="HK", identifier=None)
        for upper, lower in zip(chain, (*chain[1:], bottom), strict=True):
            s.hold(upper, lower, 100, s.days_after(on, 40, 60))
        if not dark:
            s.hold(s.debtor, chain[0], 100, s.days_after(on, 40, 60))
        moved = s.days_after(on, 70, 120)
        thing = s.thing(s.pick(("vessel", "real_estate", "security")), s.debtor, s.sum(0.3, 1.0), s.founded, moved)
        s.thing("other", bottom, None, moved, ident=thing)
        s.sell(thing, s.debtor, bottom, moved, None, consideration="unknown")
    also = (*AFTER, "undervalue-transfer-related", "thin-capital-shell")
    return planted(
        s, "layered-offshore-chain", (*chain, bottom), "lead", also, "dark top" if dark else "own chain", manner
    )


# --- look-alikes --------------------------------------------------------------------------------------------------


def small_ring(s: Tale) -> None:
    """A disclosed ring of small stakes: next to nothing comes round."""
    born = s.day(date(2012, 1, 1), date(2016, 1, 1))
    share = s.rng.randint(4, 15)
    _room(s, share)
    a, b = s.firm(born=born), s.firm(born=born)
    s.hold(s.debtor, a, s.rng.randint(4, 15), born)
    s.hold(a, b, s.rng.randint(4, 15), born)
    s.hold(b, s.debtor, share, born)
    for firm in (a, b):
        s.hold(s.person(), firm, 80, born)
        s.post(s.person(), firm, "legal_representative", born)


def stale_ring(s: Tale) -> None:
    """Rows that make a ring only if one forgets that they never held at one time."""
    old, turn = date(2012, 3, 1), date(2017, 3, 1)
    a, b = s.firm(born=old), s.firm(born=old)
    s.hold(s.debtor, a, 70, old, turn)
    s.hold(s.person(), a, 70, turn)
    s.hold(a, b, 70, old)
    _room(s, 40)
    s.hold(b, s.debtor, 40, s.months_after(turn, 6))


def small_cross(s: Tale) -> None:
    """A few per cent each way, disclosed, for years."""
    born = date(2013, 6, 1)
    other = s.firm(born=born, listed="yes")
    _room(s, 4)
    s.hold(other, s.debtor, s.rng.randint(2, 4), born)
    s.hold(s.debtor, other, s.rng.randint(1, 4), born)
    s.hold(s.person(), other, 60, born)


def past_cross(s: Tale) -> None:
    """The one stake was sold before the other was bought."""
    born, sold = date(2012, 6, 1), date(2016, 6, 1)
    other = s.firm(born=born)
    s.hold(s.debtor, other, 30, born, sold)
    s.hold(s.person(), other, 100, sold)
    _room(s, 20)
    s.hold(other, s.debtor, 20, date(2017, 1, 1))


def depositary(s: Tale) -> None:
    """A clearing nominee and a custodian stand in the register of a listed firm, as they must."""
    born = date(2012, 6, 1)
    house = s.office(f"中央证券代理人有限公司{s.number}", "company", licence="clearing_nominee")
    listed = s.firm(born=born, listed="yes")
    s.hold(house, listed, 60, born, nature="nominee")
    s.hold(s.debtor, listed, 5, born)
    s.post(s.person(), listed, "legal_representative", born)


def staff_platform(s: Tale) -> None:
    """An employees' partnership: many small holders with money of their own, bought back at cost."""
    born = s.months_after(s.clock.arose, -30)
    plan = s.firm(born=born, name=f"{s.home}{s.brand()}企业管理合伙企业（有限合伙）", kind="partnership", employees=0)
    s.agree("employee_plan", s.debtor, plan, None, born)
    _room(s, 8)
    s.hold(plan, s.debtor, 8, born, nature="employee_plan")
    s.hold(s.lead, plan, 10, born, nature="general_partner")
    for _ in range(6):
        worker = s.person()
        s.tie(worker, s.debtor, "employee", born)
        s.hold(worker, plan, 15, born, nature="limited_partner")
        s.pay(worker, plan, 60_000, born, "capital", "员工出资")


def own_firm(s: Tale) -> None:
    """An employee's own firm, from his own money; the debtor's head manages it for a time, openly."""
    worker, born = s.person(), before_debt(s, 3, 15)
    s.tie(worker, s.lead, "employee")
    firm = s.firm(born=born)
    s.hold(worker, firm, 100, born)
    s.post(worker, firm, "legal_representative", born)
    s.pay(worker, firm, 300_000, born + timedelta(days=9), "capital", "投资款")
    s.pay(s.stranger(), worker, 420_000, born - timedelta(days=60), "price", "售房款")


def red_chip(s: Tale) -> None:
    """A financing structure built years before the debt, filed, with its business at the bottom."""
    on = before_debt(s, 36, 60)
    chain = [
        s.firm(born=on, name=f"{s.brand()}（{place}）控股有限公司", jurisdiction=code, identifier=None)
        for place, code in _ABROAD[:3]
    ]
    bottom = s.firm(born=on, employees=s.rng.randint(120, 400))
    for upper, lower in zip(chain, (*chain[1:], bottom), strict=True):
        s.hold(upper, lower, 100, on)
    s.hold(s.lead, chain[0], 100, on, note="境内居民境外投资外汇登记（37号文）")
    s.post(s.lead, bottom, "legal_representative", on)


def one_layer(s: Tale) -> None:
    """One foreign daughter, for a foreign market."""
    on = before_debt(s, 2, 20)
    daughter = s.firm(
        born=on, name=f"{s.brand()}（香港）贸易有限公司", jurisdiction="HK", identifier=None, employees=14
    )
    s.hold(s.debtor, daughter, 100, on)
    nominal_head(s, s.firm(born=on), on)


PLANTS: dict[str, Plant] = {
    "circular-shareholding": ring,
    "cross-holding": cross,
    "nominee-shareholder": nominee,
    "layered-offshore-chain": layers,
}
LOOKALIKES: dict[str, tuple[Lookalike, ...]] = {
    "circular-shareholding": (small_ring, stale_ring),
    "cross-holding": (small_cross, past_cross),
    "nominee-shareholder": (depositary, staff_platform, own_firm),
    "layered-offshore-chain": (red_chip, one_layer),
}
