"""Names: changed in a row, or borrowed from somebody real."""

from __future__ import annotations

from datetime import timedelta

from bench.generator.life import Tale
from bench.generator.plants.plant import Lookalike, Plant, after_debt, before_debt, planted, told
from bench.generator.story import Body
from bench.generator.truth import Planted
from bench.generator.words import CITIES, TRADES


def changed(s: Tale) -> Planted:
    """Name, seat, head and holders change about the default: two kinds within the year, or three in a quarter."""
    # From six months before the debt fell due to twelve after judgment.
    first = s.day(s.months_after(s.clock.due, -5), min(s.clock.judgment, s.clock.as_of - timedelta(days=95)))
    kinds = ["name", "address", "legal_representative", "shareholders"]
    with told(s) as manner:
        fast = s.odds(0.6)
        count = s.rng.randint(3, 4) if fast else 2
        for kind in s.rng.sample(kinds, count):
            on = min(s.days_after(first, 0, 80 if fast else 280), s.clock.as_of - timedelta(days=5))
            before, after = _values(s, kind)
            s.change(s.debtor, kind, before, after, on)
    return planted(s, "name-change-chain", (s.debtor,), "strong" if fast else "lead", (), f"{count} kinds", manner)


def _values(s: Tale, kind: str) -> tuple[str, str]:
    far = s.pick([c[0] for c in CITIES if c[0] != s.home])
    return {
        "name": (s.debtor.name, f"{far}{s.brand()}商务服务有限公司"),
        "address": (f"{s.home}滨江区旧址路{s.number % 90 + 1}号", f"{far}东渡区新址路{s.number % 80 + 1}号201室"),
        "legal_representative": (s.lead.name, s.person().name),
        "shareholders": (f"{s.lead.name}；{s.minor.name}", f"{s.person().name}；{s.person().name}"),
    }[kind]


def lookalike(s: Tale) -> Planted:
    """Money owed to a real supplier goes to a stranger who bears nearly its name."""
    on = after_debt(s, s.clock.suit)
    with told(s) as manner:
        trade = s.rng.randrange(len(TRADES))
        brand, far = s.brand() + s.brand()[:1], s.pick([c[0] for c in CITIES if c[0] != s.home])
        core = f"{brand}{TRADES[trade][0]}实业"
        real = _named(s, f"{s.home}{core}有限公司", s.home, trade)
        way = s.pick(("form", "insertion", "place", "abroad"))
        name = {
            "form": f"{s.home}{core}有限责任公司",
            "insertion": f"{s.home}{core}发有限公司",
            "place": f"{far}{core}有限公司",
            "abroad": f"{s.home}{core}（香港）有限公司",
        }[way]
        place = {"jurisdiction": "HK", "identifier": None} if way == "abroad" else {}
        false = s.firm(born=on - timedelta(days=s.rng.randint(40, 400)), name=name, city=far, trade=trade, **place)
        s.owned(false, s.person(), on - timedelta(days=40))
        due = s.sum(0.3, 0.9)
        s.agree("sale", real, s.debtor, due, on - timedelta(days=s.rng.randint(40, 120)))
        s.pay(s.debtor, real, s.part(due, 0.05, 0.2), on - timedelta(days=30), "price", "货款")
        s.pay_in_parts(s.debtor, false, s.part(due, 0.6, 0.8), on, 30, "price", "货款")
    return planted(s, "lookalike-name", (false, real), "strong", ("thin-capital-shell",), way, manner)


def _named(s: Tale, name: str, city: str, trade: int) -> Body:
    born = before_debt(s, 40, 90)
    made = s.firm(born=born, name=name, city=city, trade=trade, employees=s.rng.randint(30, 200))
    s.owned(made, s.person(), born)
    return made


# --- look-alikes --------------------------------------------------------------------------------------------------


def rebrand(s: Tale) -> None:
    """One renaming and one move, a year and more before the debt, the same people throughout."""
    on = before_debt(s, 14, 40)
    s.change(s.debtor, "name", s.debtor.name.replace("有限公司", "实业有限公司"), s.debtor.name, on)
    s.change(s.debtor, "address", f"{s.home}旧址路1号", f"{s.home}新址路2号", on + timedelta(days=20))


def new_head(s: Tale) -> None:
    """The head retires after the debt; nothing else changes."""
    s.change(s.debtor, "legal_representative", s.person().name, s.lead.name, after_debt(s, s.clock.judgment))
    s.change(s.debtor, "scope", "批发", "批发；零售", after_debt(s, s.clock.judgment))


def branch(s: Tale) -> None:
    """A supplier's own daughter in another city invoices under the family name."""
    trade, far = s.rng.randrange(len(TRADES)), s.pick([c[0] for c in CITIES if c[0] != s.home])
    core = f"{s.brand()}{TRADES[trade][0]}实业"
    real = _named(s, f"{s.home}{core}有限公司", s.home, trade)
    born = before_debt(s, 20, 60)
    daughter = s.firm(born=born, name=f"{far}{core}有限公司", city=far, trade=trade)
    s.hold(real, daughter, 100, born)
    for firm in (real, daughter):
        s.agree("sale", firm, s.debtor, s.sum(0.1, 0.3), s.clock.arose)
        s.pay(s.debtor, firm, s.sum(0.1, 0.3), after_debt(s, s.clock.suit), "price", "货款")


def franchise(s: Tale) -> None:
    """A namesake elsewhere, with whom the debtor has nothing to do."""
    trade, far = s.rng.randrange(len(TRADES)), s.pick([c[0] for c in CITIES if c[0] != s.home])
    core = f"{s.brand()}{TRADES[trade][0]}实业"
    real = _named(s, f"{s.home}{core}有限公司", s.home, trade)
    _named(s, f"{far}{core}有限公司", far, trade)
    s.agree("sale", real, s.debtor, s.sum(0.1, 0.3), s.clock.arose)
    s.pay(s.debtor, real, s.sum(0.1, 0.3), after_debt(s, s.clock.suit), "price", "货款")


PLANTS: dict[str, Plant] = {"name-change-chain": changed, "lookalike-name": lookalike}
LOOKALIKES: dict[str, tuple[Lookalike, ...]] = {
    "name-change-chain": (rebrand, new_head),
    "lookalike-name": (branch, franchise),
}
