"""The registry export: the economy and the stories as sheets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from random import Random

from examples.making import construction, hongkong, shells
from examples.making.economy import Economy, grow
from examples.making.firms import Body, Firm, Person, Stake
from examples.making.people import RESIDENT, USCC

Table = list[dict[str, str]]
Story = Mapping[str, Table]
EXPORTED = "2024-09-20"
# What the commercial export says otherwise than the papers of the shell case.
_EXPORT_SAYS = {"YZZX": {"status": "存续", "dissolved": ""}}


def economy() -> Economy:
    """The background economy with the firms of the three stories among it."""
    grown = grow()
    for story in (construction.tables(), shells.tables(), hongkong.tables()):
        _join(grown, story)
    return grown


def amount(value: Fraction | None) -> str:
    """万元 with at most six decimals, no trailing zeros; "-" where the export shows none."""
    if value is None:
        return "-"
    text = f"{float(value):.6f}".rstrip("0").rstrip(".")
    return text or "0"


def _wan(text: str) -> Fraction | None:
    if not text:
        return None
    return Fraction(text[:-1]) if text.endswith("万") else Fraction(text) / 10000


def _join(grown: Economy, story: Story) -> None:
    people = {r["id"]: Person(f"P9{at:06d}", r["name"]) for at, r in _known_people(story)}
    rows = {r["id"]: {**r, **_EXPORT_SAYS.get(r["id"], {})} for r in story["parties"] if r["id"] in USCC}
    firms = {ident: _firm(row) for ident, row in rows.items()}
    names = {r["id"]: Body(r["name"]) for r in story["parties"]}
    for ident, firm in firms.items():
        holders = _holders(ident, story)
        for row in holders:
            owner = people.get(row["owner"]) or firms.get(row["owner"]) or names[row["owner"]]
            firm.stakes.append(
                Stake(
                    owner,
                    Fraction(row["share"].rstrip("%")) / 100,
                    row["start"],
                    _wan(row.get("subscribed", "")) or Fraction(0),
                    _wan(row.get("paid", "")),
                )
            )
        for row in _officers(ident, story):
            if row["person"] in people:
                firm.officers.append((people[row["person"]], _TITLES[row["role"]]))
                if row["role"] == "legal_representative":
                    firm.rep = people[row["person"]]
        if not holders:
            _strangers(grown, firm)
        grown.firms.append(firm)


_TITLES = {
    "legal_representative": "法定代表人",
    "executive_director": "执行董事",
    "director": "董事",
    "chair": "董事长",
    "manager": "总经理",
    "supervisor": "监事",
    "finance_head": "财务负责人",
}


def _known_people(story: Story) -> list[tuple[int, dict[str, str]]]:
    order = {name: at for at, name in enumerate(RESIDENT, start=1)}
    return [(order[r["id"]], r) for r in story["parties"] if r["id"] in order]


def _holders(ident: str, story: Story) -> Table:
    """Those of the tool's own print where there is one, else today's (or, of a firm that ended, the last) holders."""
    printed = [r for r in story.get("holdings_export", []) if r["company"] == ident]
    ended = ident in _EXPORT_SAYS
    return printed or [r for r in story["holdings"] if r["company"] == ident and (ended or not r.get("end"))]


def _officers(ident: str, story: Story) -> Table:
    printed = [r for r in story.get("roles_export", []) if r["company"] == ident]
    ended = ident in _EXPORT_SAYS
    own = [r for r in story["roles"] if r["company"] == ident and (ended or not r.get("end"))]
    return printed + [r for r in own if r["role"] not in {p["role"] for p in printed}]


def _firm(row: dict[str, str]) -> Firm:
    return Firm(
        name=row["name"],
        code=row["identifier"],
        city=row["name"][:3],
        born=date.fromisoformat(row["incorporated"]),
        status=row["status"],
        capital=_wan(row["registered_capital"]) or Fraction(0),
        paid=_wan(row["paid_capital"]),
        staff=int(row["employees"]),
        address=row["address"],
        phone=row.get("phone") or "-",
        scope=row["scope"],
        former=row.get("other_names", ""),
    )


def _strangers(grown: Economy, firm: Firm) -> None:
    """Firms that the stories say nothing about get holders of their own."""
    owners: list[Person | Body | Firm] = [*grown.persons(2)]
    grown.own(firm, owners, grown.split(2))
    people = [p for p in owners if isinstance(p, Person)]
    grown.staff(firm, people[0], people[1:])


def basics(firm: Firm) -> dict[str, str]:
    return {
        "name": firm.name,
        "code": firm.code,
        "rep": firm.rep.name if firm.rep else "-",
        "status": firm.status,
        "born": firm.born.isoformat(),
        "capital": amount(firm.capital),
        "paid": amount(firm.paid),
        "staff": "-" if firm.staff is None else str(firm.staff),
        "address": firm.address,
        "phone": firm.phone,
        "scope": firm.scope,
        "former": firm.former or "-",
    }


def stakes(firm: Firm) -> Table:
    out = []
    for stake in firm.stakes:
        person = isinstance(stake.holder, Person)
        out.append(
            {
                "name": firm.name,
                "code": firm.code,
                "holder": stake.holder.name,
                "number": stake.holder.number if isinstance(stake.holder, Person) else "-",
                "kind": "自然人股东" if person else "企业法人",
                "share": amount(stake.share),
                "percent": f"{amount(stake.share * 100)}%",
                "subscribed": amount(stake.subscribed),
                "paid": amount(stake.paid),
                "since": stake.since or "-",
            }
        )
    return out


def officers(firm: Firm) -> Table:
    return [
        {"name": firm.name, "code": firm.code, "person": person.name, "number": person.number, "title": title}
        for person, title in firm.officers
    ]


def investments(firms: list[Firm]) -> Table:
    """The same stakes seen from the holder's page, for holders that are firms."""
    out = []
    for firm in firms:
        for stake in firm.stakes:
            if isinstance(stake.holder, Firm):
                out.append(
                    {
                        "holder": stake.holder.name,
                        "name": firm.name,
                        "rep": firm.rep.name if firm.rep else "-",
                        "capital": f"{amount(firm.capital)}万元人民币",
                        "percent": f"{amount(stake.share * 100)}%",
                        "subscribed": amount(stake.subscribed),
                        "born": firm.born.isoformat(),
                        "status": firm.status,
                    }
                )
    return out


def changes(rng: Random, firms: list[Firm]) -> Table:
    """Renames, moves, new representatives and capital of some firms; all before today's state, which they lead to."""
    out = []
    for firm in firms:
        if firm.former:
            out.append(_change(firm, date(2015, 10, 9), "名称变更", firm.former, firm.name))
        if not firm.code.startswith("91990") or rng.random() > 0.2 or firm.born.year > 2019 or "MA90" in firm.code:
            continue
        day = date(rng.randint(firm.born.year + 2, 2023), rng.randint(1, 12), rng.randint(1, 28))
        item = rng.randrange(4)
        if item == 0:
            old = firm.name.replace("有限公司", "") + "发展有限公司"
            firm.former = old
            out.append(_change(firm, day, "名称变更", old, firm.name))
        elif item == 1:
            out.append(_change(firm, day, "住所变更", f"{firm.city}望潮路{rng.randint(1, 200)}号", firm.address))
        elif item == 2 and firm.rep:
            out.append(_change(firm, day, "法定代表人变更", "何" + rng.choice(("平", "青", "远")), firm.rep.name))
        elif item == 3:
            before, after = f"{amount(firm.capital / 2)}万元", f"{amount(firm.capital)}万元"
            out.append(_change(firm, day, "注册资本变更", before, after))
    return sorted(out, key=lambda r: (r["date"], r["name"]))


def _change(firm: Firm, day: date, item: str, before: str, after: str) -> dict[str, str]:
    return {
        "name": firm.name,
        "code": firm.code,
        "date": day.isoformat(),
        "item": item,
        "before": before,
        "after": after,
    }
