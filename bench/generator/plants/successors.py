"""Successors: phoenixes, divisions, firms that vanish."""

from __future__ import annotations

from datetime import date, timedelta

from bench.generator.life import Tale
from bench.generator.plants.plant import AFTER, Lookalike, Plant, after_debt, before_debt, planted, told
from bench.generator.story import Body
from bench.generator.ties import relative
from bench.generator.truth import Planted
from bench.generator.words import TRADES

_MATCHES = ("address", "phone", "name", "scope", "trademark", "customers")


def _row(s: Tale, firm: Body) -> dict[str, str]:
    return next(r for r in s.tables["parties"] if r["id"] == firm.id)


def phoenix(s: Tale) -> Planted:
    """The same people go on under a new firm: place, telephone, name, trade, mark and customers go with them."""
    c = s.clock
    born = s.day(c.enforcement - timedelta(days=330), c.as_of - timedelta(days=50))
    with told(s) as manner:
        kinds = [s.pick(("address", "name", "trademark"))]
        kinds += s.rng.sample([m for m in _MATCHES if m not in kinds], s.rng.randint(1, 4))
        new = _reborn(s, born, kinds)
        head = s.lead if s.odds(0.6) else relative(s, s.lead)
        s.hold(head, new, s.rng.randint(51, 100), born)
        s.post(head if s.odds(0.7) else s.person(), new, "legal_representative", born)
        if "trademark" in kinds:
            on = s.days_after(born, 10, 40)
            mark = s.thing("ip", s.debtor, None, s.founded, on)
            s.thing("ip", new, None, on, ident=mark)
            s.sell(mark, s.debtor, new, on, None if s.odds(0.5) else 0, consideration="none")
        if "customers" in kinds:
            for each in s.customers[:3]:
                s.pay(each, new, s.sum(0.05, 0.2), s.days_after(born, 20, 45), "price", "货款")
    tier = "strong" if len(kinds) >= 3 or "trademark" in kinds else "lead"
    also = ("undervalue-transfer-related", "mass-address", "lookalike-name", "common-controller-commingling", *AFTER)
    return planted(s, "phoenix-company", (new,), tier, also, ", ".join(("person", *kinds)), manner)


def _reborn(s: Tale, born: date, kinds: list[str]) -> Body:
    old = _row(s, s.debtor)
    cells = {
        "address": old["address"] if "address" in kinds else None,
        "phone": old["phone"] if "phone" in kinds else None,
        "scope": old["scope"] if "scope" in kinds else None,
    }
    # A name is place, brand, trade and form: what marks the new firm stands with the brand, never behind the trade.
    rest = s.debtor.name.removeprefix(s.home)
    name = f"{s.home}{s.pick(('新', '中'))}{rest}" if "name" in kinds else ""
    trade = s.debtor.trade if "scope" in kinds else (s.debtor.trade + 5) % len(TRADES)
    return s.firm(born=born, name=name, city=s.home, trade=trade, **{k: v for k, v in cells.items() if v})


def division(s: Tale) -> Planted:
    """Good assets go to a sister of the same holders; the debts stay."""
    on = s.day(s.months_after(s.clock.arose, -20), s.clock.suit)
    with told(s) as manner:
        total = s.sum(1.2, 3.0)
        s.books(
            s.debtor, on.year - 1, equity=total // 3, total_assets=total, liabilities=total - total // 3, audited="yes"
        )
        new = s.firm(born=on - timedelta(days=s.rng.randint(0, 60)))
        s.hold(s.lead, new, s.rng.randint(60, 100), on)
        s.post(s.lead if s.odds(0.5) else s.person(), new, "legal_representative", on)
        moved = s.part(total, 0.35, 0.8)
        things = []
        for _ in range(s.rng.randint(1, 3)):
            thing = s.thing("real_estate", s.debtor, moved // 3, s.founded, on, basis="appraisal")
            s.thing("real_estate", new, None, on, ident=thing)
            things.append(thing)
        kind = s.pick(("division", "asset_takeover"))
        s.put("successions", predecessor=s.debtor, successor=new, kind=kind, assets=";".join(things), assets_moved=moved,
              liabilities_moved=s.pick((0, round(moved * s.rng.uniform(0.005, 0.03)))), currency="CNY", date=on)  # fmt: skip
    also = ("undervalue-transfer-related", "phoenix-company", *AFTER)
    return planted(s, "asset-stripping-reorganisation", (new,), "strong", also, kind, manner)


def vanished(s: Tale) -> Planted:
    """The debtor leaves the register while its creditor sues, or the firm that had its money does within the half-year."""
    c = s.clock
    with told(s) as manner:
        if s.odds(0.5):
            on = (
                s.day(c.suit + timedelta(days=8), c.judgment - timedelta(days=5))
                if s.odds(0.6)
                else s.day(c.arose + timedelta(days=60), c.suit - timedelta(days=5))
            )
            _gone(s, s.debtor, on)
            suit = on > c.suit
            return planted(
                s,
                "sudden-deregistration",
                (s.debtor,),
                "fact" if suit else "strong",
                (),
                "own, suit open" if suit else "own",
                manner,
            )
        on = after_debt(s, c.suit)
        born = on - timedelta(days=s.rng.randint(60, 900))
        taker = s.firm(born=born, employees=s.rng.randint(0, 4))
        owner = s.person()
        s.hold(owner, taker, 100, born)
        s.post(owner, taker, "legal_representative", born)
        s.pay_in_parts(s.debtor, taker, s.sum(0.2, 0.7), on, 10, s.pick(("fee", "other")), "咨询费")
        _gone(s, taker, min(s.days_after(on, 30, 150), c.as_of - timedelta(days=3)))
    return planted(s, "sudden-deregistration", (taker,), "strong", ("thin-capital-shell",), "recipient", manner)


def _gone(s: Tale, firm: Body, on: date) -> None:
    row = _row(s, firm)
    row["status"], row["dissolved"] = "注销", s.said(on)
    s.change(
        firm,
        "status",
        "存续",
        "注销",
        on,
        notice="no",
        note=s.pick(("简易注销", "简易注销，全体投资人承诺", "注销登记")),
    )


# --- look-alikes --------------------------------------------------------------------------------------------------


def same_surname(s: Tale) -> None:
    """A new firm of a man with the same surname, in the same trade, with the same bookkeeper's telephone."""
    born = s.day(s.clock.suit, s.clock.as_of - timedelta(days=40))
    agent = s.stranger(licence="registered_agent", scope="代理记账")
    phone = _row(s, agent)["phone"]
    _row(s, s.debtor)["phone"] = phone
    new = s.firm(born=born, city=s.home, trade=s.debtor.trade, phone=phone, scope=_row(s, s.debtor)["scope"])
    s.owned(new, s.person(s.lead.name[:1]), born)


def sold_by_court(s: Tale) -> None:
    """A stranger buys mark and machines at an auction, for their value, and goes on with the trade."""
    on = s.day(s.clock.enforcement, s.clock.as_of - timedelta(days=20))
    new = s.firm(born=on - timedelta(days=60), city=s.home, trade=s.debtor.trade, scope=_row(s, s.debtor)["scope"])
    s.owned(new, s.person(), on - timedelta(days=60))
    worth = s.sum(0.2, 0.4)
    mark = s.thing("ip", s.debtor, worth, s.founded, on, basis="appraisal")
    s.thing("ip", new, None, on, ident=mark)
    s.sell(
        mark,
        s.debtor,
        new,
        on,
        s.part(worth, 0.95, 1.1),
        consideration="cash",
        reference_value=worth,
        reference_basis="appraisal",
        note="司法拍卖成交",
    )
    s.pay(new, s.debtor, s.part(worth, 0.95, 1.1), on, "price", "拍卖款")


def fair_division(s: Tale) -> None:
    """Assets and debts divided alike, both firms bound for all debts."""
    on = before_debt(s, 3, 18)
    total = s.sum(1.5, 3.0)
    s.books(s.debtor, on.year - 1, equity=total // 3, total_assets=total, liabilities=total - total // 3, audited="yes")
    new = s.firm(born=on)
    s.hold(s.lead, new, 70, on)
    s.hold(s.minor, new, 30, on)
    s.post(s.lead, new, "legal_representative", on)
    moved = s.part(total, 0.35, 0.5)
    s.put("successions", predecessor=s.debtor, successor=new, kind="division", assets_moved=moved,
          liabilities_moved=s.part(moved, 0.6, 0.8), currency="CNY", date=on, note="分立后债务由各方承担连带责任")  # fmt: skip


def bought_out(s: Tale) -> None:
    """A stranger takes a works over at its appraised price, paid in full; the money went to creditors."""
    on = before_debt(s, 2, 16)
    total = s.sum(1.5, 3.0)
    s.books(s.debtor, on.year - 1, equity=total // 3, total_assets=total, liabilities=total - total // 3, audited="yes")
    buyer, price = s.stranger(), s.part(total, 0.32, 0.45)
    thing = s.thing("real_estate", s.debtor, price, s.founded, on, basis="appraisal", valued_on=on)
    s.thing("real_estate", buyer, None, on, ident=thing)
    s.sell(thing, s.debtor, buyer, on, price, consideration="cash", reference_value=price, reference_basis="appraisal")
    s.pay_in_parts(buyer, s.debtor, price, on - timedelta(days=10), 25, "price", "资产收购款")


def merged(s: Tale) -> None:
    """The debtor's daughter is absorbed by its sister, which takes its debts over."""
    born, on = date(2014, 1, 1), after_debt(s, s.clock.suit)
    lost, kept = s.firm(born=born), s.firm(born=born)
    for firm in (lost, kept):
        s.hold(s.debtor, firm, 100, born)
        s.post(s.person(), firm, "legal_representative", born)
    s.pay(s.debtor, lost, s.sum(0.05, 0.1), on - timedelta(days=90), "price", "货款")
    row = _row(s, lost)
    row["status"], row["dissolved"] = "注销", s.said(on)
    s.change(lost, "status", "存续", "注销", on, notice="yes", note="吸收合并注销")
    s.put("successions", predecessor=lost, successor=kept, kind="merger", date=on, note="债务由存续公司承继")


def wound_up(s: Tale) -> None:
    """A supplier ends after a liquidation of which its creditors were told."""
    on = s.day(s.clock.due, s.clock.as_of - timedelta(days=10))
    seller = s.stranger()
    s.agree("sale", seller, s.debtor, s.sum(0.1, 0.2), s.clock.arose)
    s.pay(s.debtor, seller, s.sum(0.06, 0.15), on - timedelta(days=300), "price", "货款")
    row = _row(s, seller)
    row["status"], row["dissolved"] = "注销", s.said(on)
    s.change(seller, "status", "存续", "注销", on, notice="yes", note="清算组备案，公告及通知债权人，清算完毕注销")


PLANTS: dict[str, Plant] = {
    "phoenix-company": phoenix,
    "asset-stripping-reorganisation": division,
    "sudden-deregistration": vanished,
}
LOOKALIKES: dict[str, tuple[Lookalike, ...]] = {
    "phoenix-company": (same_surname, sold_by_court),
    "asset-stripping-reorganisation": (fair_division, bought_out),
    "sudden-deregistration": (merged, wound_up),
}
