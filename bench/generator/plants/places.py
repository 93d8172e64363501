"""Places and people: addresses, fronts, shells, mixed firms."""

from __future__ import annotations

from datetime import date, timedelta

from bench.generator.life import Tale
from bench.generator.plants.plant import AFTER, Lookalike, Plant, after_debt, planted, told
from bench.generator.story import Body
from bench.generator.ties import nominal_head
from bench.generator.truth import Planted
from examples.making.bank import months


def _row(s: Tale, firm: Body) -> dict[str, str]:
    return next(r for r in s.tables["parties"] if r["id"] == firm.id)


def address(s: Tale) -> Planted:
    """Debtor and counterparty behind one door, with a few others or with a crowd."""
    on = after_debt(s, s.clock.suit)
    with told(s) as manner:
        crowd = s.odds(0.3)
        born = on - timedelta(days=s.rng.randint(200, 1500))
        door = _row(s, s.debtor)["address"]
        others = s.rng.randint(20, 34) if crowd else s.rng.randint(0, 5)
        other = s.firm(born=born, address=door)
        nominal_head(s, other, born)
        for _ in range(others):
            s.firm(born=born, address=door)
        s.pay_in_parts(s.debtor, other, s.sum(0.1, 0.4), on, 20, s.pick(("fee", "price")), "服务费")
    tier = "signal" if crowd else "lead"
    return planted(s, "mass-address", (s.debtor, other), tier, (), f"{others + 2} firms", manner)


def director(s: Tale) -> Planted:
    """A front: head of ten firms or more, holder of none, and three of them got the debtor's money."""
    on = after_debt(s, s.clock.suit)
    with told(s) as manner:
        front, born = s.person(), on - timedelta(days=s.rng.randint(200, 900))
        firms = [s.firm(born=born) for _ in range(s.rng.randint(11, 24))]
        for firm in firms:
            s.post(front, firm, "legal_representative", born)
            s.hold(s.person(), firm, 100, born)
        for at, firm in enumerate(firms[: s.rng.randint(3, 5)]):
            s.pay(s.debtor, firm, s.sum(0.06, 0.2), on + timedelta(days=9 * at), s.pick(("fee", "other")), "服务费")
    return planted(s, "mass-director", (front, *firms[:3]), "lead", (), f"{len(firms)} firms", manner)


def shell(s: Tale) -> Planted:
    """A firm without capital, staff, age, tax or other trade takes the debtor's money or a thing."""
    on = after_debt(s, s.clock.suit)
    with told(s) as manner:
        traits = set(s.rng.sample(("capital", "staff", "young", "dormant", "ended"), s.rng.randint(4, 5)))
        born = on - timedelta(days=s.rng.randint(20, 170) if "young" in traits else s.rng.randint(400, 1500))
        gone = s.days_after(on, 200, 500) if "ended" in traits else None
        gone = gone if gone and gone < s.clock.as_of else None
        firm = s.firm(born=born, registered_capital=5_000_000, paid_capital=0 if "capital" in traits else 5_000_000,
                      employees=0 if "staff" in traits else 9, status="注销" if gone else "存续", dissolved=gone)  # fmt: skip
        nominal_head(s, firm, born)
        for year in (on.year - 1, on.year):
            idle = "dormant" in traits
            s.books(firm, year, equity=0, revenue=0 if idle else 900_000, tax_paid=0 if idle else 40_000,
                    insured_staff=0 if "staff" in traits else 9, dormant="yes" if idle else "no")  # fmt: skip
        s.pay_in_parts(s.debtor, firm, s.sum(0.15, 0.6), on, 15, s.pick(("fee", "price")), s.pick(("咨询费", "货款")))
    also = ("sudden-deregistration",) if gone else ()
    return planted(s, "thin-capital-shell", (firm,), "lead", also, ", ".join(sorted(traits)), manner)


def mixed(s: Tale) -> Planted:
    """Two firms under one hand: the same people in the same offices, one business, one purse; two of the three or all."""
    born = s.day(s.founded, s.months_after(s.clock.arose, -26))
    with told(s) as manner:
        shown = ("P", "B", "M") if s.odds(0.5) else s.pick((("P", "B"), ("P", "M")))
        scope = _row(s, s.debtor)["scope"] + "；仓储服务；设备租赁" if "B" in shown else "种植；养殖；农副产品收购"
        _row(s, s.debtor)["scope"] += "；仓储服务；设备租赁"
        sister = s.firm(born=born, scope=scope)
        s.hold(s.lead, sister, s.rng.randint(60, 100), born)
        s.post(s.person(), sister, "legal_representative", born)
        offices = s.rng.sample(("manager", "cashier", "handler"), s.rng.randint(1, 2))
        for office in (*offices, "finance_head"):
            person = s.clerk if office == "finance_head" else s.person()
            s.post(person, sister, office, born)
            if office != "finance_head":
                s.post(person, s.debtor, office, born)
        if "M" in shown:
            _one_purse(s, sister)
    also = (*AFTER, "round-trip-payment", "undervalue-transfer-related")
    return planted(
        s,
        "common-controller-commingling",
        (sister,),
        "fact" if len(shown) == 3 else "strong",
        also,
        "".join(shown),
        manner,
    )


def _one_purse(s: Tale, sister: Body) -> None:
    """A shared account, debts put on one, or free payments both ways of a fifth of the turnover and more."""
    way = s.rng.randrange(3)
    if way == 0:
        s.tie(s.debtor, sister, "shared_account", s.months_after(s.clock.arose, -12))
    elif way == 1:
        s.agree(
            "settlement",
            s.debtor,
            sister,
            s.sum(0.3, 0.8),
            s.months_after(s.clock.arose, -3),
            note="债权债务统一由一方结算",
        )
    else:
        turnover = s.sum(1.5, 2.5)
        for firm in (s.debtor, sister):
            for year in (s.clock.arose.year - 1, s.clock.arose.year):
                s.books(firm, year, revenue=turnover, equity=turnover // 5, insured_staff=20)
        for at in range(6):
            on = s.months_after(s.clock.arose, -10 + 3 * at)
            s.pay(s.debtor, sister, s.part(turnover, 0.1, 0.16), on, "other", "往来款")
            s.pay(
                sister,
                s.debtor,
                s.part(turnover, 0.1, 0.16),
                on + timedelta(days=s.rng.randint(40, 55)),
                "other",
                "往来款",
            )


# --- look-alikes --------------------------------------------------------------------------------------------------


def hosted(s: Tale) -> None:
    """Debtor and supplier are registered with one licensed host, with many others."""
    door = s.address(s.home)
    host = s.office(
        f"{s.home}集群注册托管有限公司{s.number}",
        "company",
        licence="address_host",
        address=door,
        incorporated=date(2014, 1, 1),
    )
    _row(s, s.debtor)["address"] = door
    other = s.stranger(address=door)
    for _ in range(24):
        s.firm(born=date(2019, 1, 1), address=door)
    s.pay(s.debtor, other, s.sum(0.05, 0.2), after_debt(s, s.clock.suit), "price", "货款")
    s.pay(s.debtor, host, 3000, after_debt(s, s.clock.suit), "fee", "托管费")


def neighbours(s: Tale) -> None:
    """The same building, another door."""
    door = _row(s, s.debtor)["address"]
    other = s.stranger(address=door.rpartition("座")[0] + "座999室")
    s.pay(s.debtor, other, s.sum(0.1, 0.3), after_debt(s, s.clock.suit), "price", "货款")


def professional(s: Tale) -> None:
    """A licensed director serves a dozen firms, three of them suppliers."""
    head = s.person(licence="professional_director")
    firms = [s.firm(born=date(2015, 1, 1)) for _ in range(14)]
    for firm in firms:
        s.post(head, firm, "director", date(2016, 1, 1))
        s.hold(s.person(), firm, 100, date(2015, 1, 1))
    for firm in firms[:4]:
        s.pay(s.debtor, firm, s.sum(0.05, 0.15), after_debt(s, s.clock.suit), "price", "货款")


def homonyms(s: Tale) -> None:
    """A dozen heads of one name, each known within his own firm alone."""
    name = s.pick(("王伟", "李娜", "张敏", "刘洋"))
    firms = [s.firm(born=date(2016, 1, 1)) for _ in range(12)]
    for firm in firms:
        s.put("roles", person=name, company=firm, role="legal_representative", start=date(2016, 1, 1))
        s.hold(s.person(), firm, 100, date(2016, 1, 1))
    for firm in firms[:4]:
        s.pay(s.debtor, firm, s.sum(0.05, 0.15), after_debt(s, s.clock.suit), "price", "货款")


def start_up(s: Tale) -> None:
    """Young, but with capital, staff, tax and other customers."""
    on = after_debt(s, s.clock.suit)
    firm = s.firm(born=on - timedelta(days=150), registered_capital=3_000_000, paid_capital=3_000_000, employees=14)
    s.owned(firm, s.person(), on - timedelta(days=150))
    s.books(firm, on.year, equity=2_600_000, revenue=s.debt * 2, tax_paid=s.debt // 20, insured_staff=14, dormant="no")
    s.pay(s.debtor, firm, s.sum(0.1, 0.3), on, "price", "货款")
    for each in s.customers[:3]:
        s.pay(each, firm, s.sum(0.1, 0.3), on + timedelta(days=12), "price", "货款")


def unknown_firm(s: Tale) -> None:
    """A supplier of whom nothing but name and number is known: no data is no shell."""
    firm = s.firm(
        born=date(2014, 1, 1),
        registered_capital=None,
        paid_capital=None,
        employees=None,
        address=None,
        phone=None,
        scope=None,
    )
    for month in months(s.clock.arose, s.clock.due)[:4]:
        s.pay(s.debtor, firm, s.sum(0.06, 0.2), month.replace(day=19), "price", "货款")


def group_services(s: Tale) -> None:
    """A sister with her own people; one bookkeeper of forty firms keeps both ledgers; one transfer between the two."""
    born = s.day(s.founded, s.months_after(s.clock.arose, -30))
    sister, keeper = s.firm(born=born), s.person()
    s.hold(s.lead, sister, 100, born)
    s.post(s.person(), sister, "legal_representative", born)
    s.post(s.person(), sister, "manager", born)
    for firm in (s.debtor, sister, *(s.firm(born=born) for _ in range(34))):
        s.post(keeper, firm, "finance_head", born)
        s.post(keeper, firm, "cashier", born)
    s.pay(sister, s.debtor, s.sum(0.05, 0.1), after_debt(s, s.clock.suit), "other", "往来款")


def state_group(s: Tale) -> None:
    """Sisters of one state body with one director in common."""
    body = s.office(f"{s.home}国有资产监督管理委员会", state_owned="yes")
    born = date(2012, 1, 1)
    sister, director_ = s.firm(born=born, state_owned="yes"), s.person()
    s.hold(body, sister, 100, born)
    for row in s.tables["holdings"]:
        if row["owner"] == s.lead.id:
            row["owner"] = body.id
    for firm in (sister, s.debtor):
        s.post(director_, firm, "director", born)
    s.pay(s.debtor, sister, s.sum(0.1, 0.3), after_debt(s, s.clock.suit), "price", "货款")
    s.agree("sale", sister, s.debtor, s.sum(0.3, 0.5), s.clock.arose)


PLANTS: dict[str, Plant] = {
    "mass-address": address,
    "mass-director": director,
    "thin-capital-shell": shell,
    "common-controller-commingling": mixed,
}
LOOKALIKES: dict[str, tuple[Lookalike, ...]] = {
    "mass-address": (hosted, neighbours),
    "mass-director": (professional, homonyms),
    "thin-capital-shell": (start_up, unknown_firm),
    "common-controller-commingling": (group_services, state_group),
}
