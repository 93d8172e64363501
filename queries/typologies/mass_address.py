"""集群地址: many firms at one address, or two at one door.

What it looks for
    A firm of the debtor side at an address that many share; or at a door that it shares with a party to which its money
    or assets went, where few others stand and nobody lodges firms by trade.
Why it matters
    A crowd at one address says that nobody may be found there. A door shared by debtor and counterparty is a trace of
    common hands, to be followed by people, money and papers.
Law
    CN nothing arises by itself; rules on the address for service. UK, US, EU none alone.
What speaks against it
    一址多照, licensed hosts, incubators, co-working, tax parks, law and accounting firms; formation agents in London or
    Wilmington; the head office of a recorded group; two firms that were there at different times.
Thresholds
    20 or more parties at the address: signal, in the structure sheet only. Debtor side and counterparty at one unit (room,
    flat or floor), 2 to 10 parties there, no host: lead. Dealings below the floor of a finding are not looked at.
Limits
    Addresses are compared as rows give them; a building alone is no door. One too coarse to read counts only where it says
    itself that it is an agent's. Days are known only where a change of address is on record.
Sources
    Numbers are proposals, to be calibrated on labelled data.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from graph.case import Case
from graph.chains import Chain, Edge
from graph.values import DateSpan
from queries.dealings import Dealing, dealings, sides
from queries.grounds import Bilingual as Text
from queries.hosts import Host, Seat, crowd_at, hosts_of, overlap, says_host, seats
from queries.lead import Absent, Finding, Gap, NoTables, Test, Tier, cited, two
from queries.phrases import COURT, ORDER, PROPOSED, absent, gap, measure, met, name_of, step_evidence, tie_evidence
from queries.related import Tie, ties
from queries.side import Holding
from queries.typology import Threshold, Typology
from queries.worth import total_of

SLUG = "mass-address"
CROWD = 20
FEW = 10
# Rows of dealings cited beside the two addresses; the rest is counted.
CITED = 5
_NO_ADDRESS = two("主体的注册地址", "registered addresses of the parties")
# Said of every address that many share.
_BY_ITSELF = two("同址登记本身不是关联依据", "a shared address is no relation by itself")


@dataclass(frozen=True, slots=True)
class Door:
    """Debtor side and counterparty at one unit, with what passed between them and who else is there."""

    mine: Seat
    theirs: Seat
    head: str
    count: int
    together: tuple[DateSpan | None, DateSpan | None]
    dealt: tuple[Dealing, ...]
    group: tuple[Tie, ...]


def find(case: Case) -> list[Finding] | NoTables:
    """A signal for each crowded address of the debtor side, a lead for each door shared with a counterparty."""
    if not any(row.get("address") for party in case.parties.values() for row in party.rows):
        return NoTables((_NO_ADDRESS,))
    firms = {f: holding for f, holding in sides(case).items() if not case.party(f).is_person}
    own = [seat for firm in firms for seat in seats(case, firm)]
    crowded = [_crowd(case, found, firms) for found in _crowds(case, own)]
    heads = {f: holding.head for f, holding in firms.items()}
    return [*crowded, *(_shared(case, door) for door in doors(case, own, heads))]


def _crowds(case: Case, own: Sequence[Seat]) -> list[list[Seat]]:
    """Seats of the side at addresses of 20 parties or more, by address; a coarse one only if it says what it is."""
    found: dict[str, list[Seat]] = {}
    for seat in own:
        if crowd_at(case, seat) >= CROWD and (seat.key or says_host(seat.text)):
            found.setdefault(seat.key or seat.text, []).append(seat)
    return list(found.values())


def doors(case: Case, own: Sequence[Seat], firms: dict[str, str]) -> list[Door]:
    """Units that a firm of the side may have shared with a firm it dealt with, few others being there and no host."""
    units: dict[str, list[Seat]] = {}
    for seat in own:
        if seat.unit and seat.key:
            units.setdefault(seat.firm, []).append(seat)
    out = []
    for (side, other), rows in dealings(case).items():
        if side not in units or case.party(other).is_person or case.party(other).state_owned:
            continue
        theirs = {s.key: s for s in seats(case, other) if s.unit and s.key}
        for mine in units[side]:
            if mine.key in theirs and (door := _door(case, mine, theirs[mine.key], firms[side], rows)):
                out.append(door)
    return out


def _door(case: Case, mine: Seat, theirs: Seat, head: str, rows: tuple[Dealing, ...]) -> Door | None:
    count, together = max(crowd_at(case, mine), 2), overlap(mine, theirs)
    if together is None or count > FEW or hosts_of(case, mine) or hosts_of(case, theirs):
        return None
    day = next((r.on.first for r in rows if r.on), case.as_of)
    held = tuple(t for t in ties(case, mine.firm, theirs.firm, day) if t.code in ("R1", "R2"))
    return Door(mine, theirs, head, count, together, rows, held)


def _crowd(case: Case, found: Sequence[Seat], firms: dict[str, Holding]) -> Finding:
    seat, count = found[0], crowd_at(case, found[0])
    hosts = tuple(h for s in found for h in hosts_of(case, s))
    names = [name_of(case, s.firm) for s in found]
    kind = _host_words(hosts)
    return Finding(
        typology=SLUG,
        parties=tuple(dict.fromkeys((*(s.firm for s in found), *(firms[s.firm].head for s in found)))),
        summary=two(
            f"根据登记显示，{'、'.join(names)}的注册地址（{seat.text}）在数据中有{count}个主体登记；{kind.zh}。"
            "同址登记本身不产生责任，仅关系送达。",
            f"According to the records, {count} parties of the data are registered at the address of {', '.join(names)} "
            f"({seat.text}); {kind.en}. A shared address gives rise to no liability; it matters for service.",
        ),
        evidence=cited((s.evidence for s in found), *(step_evidence(case, firms[s.firm].edges) for s in found)),
        tier="signal",
        tier_why=two("同址主体众多，仅作背景信息", "many parties at one address: background only"),
        badges=frozenset({"form"}),
        chain=Chain((), tuple(s.firm for s in found)),
        route="A",
        counter=(*(h.evidence for h in hosts), *_no_host(hosts)),
        gaps=_gaps(seat),
        tests=(_count_test(count, "≥ 20", count >= CROWD), _unit_test(seat), _host_test(hosts)),
        notes=(_BY_ITSELF, _others_note(case, seat)),
        giver=firms[seat.firm].head,
    )


def _others_note(case: Case, seat: Seat) -> Text:
    """Who of the case else is there: of the case only, never the whole crowd."""
    there = [
        p.name for p in case.parties.values() if p.id != seat.firm and any(_at(row.get("_address"), row.get("address"), seat) for row in p.rows)
    ]  # fmt: skip
    listed = sorted(there)[:FEW]
    more = f" (+{len(there) - len(listed)})" if len(there) > len(listed) else ""
    return two(
        f"本案中同址的其他主体：{'、'.join(listed) or '无'}{more}",
        f"others of this case at the address: {', '.join(listed) or 'nobody'}{more}",
    )


def _at(key: str | None, text: str | None, seat: Seat) -> bool:
    return key == seat.key if seat.key else text == seat.text


def _shared(case: Case, door: Door) -> Finding:
    tier, why = _tier(door)
    a, b = name_of(case, door.mine.firm), name_of(case, door.theirs.firm)
    edges: list[Edge] = [d.edge for d in door.dealt[:CITED]]
    since = _together_words(door)
    return Finding(
        typology=SLUG,
        parties=tuple(dict.fromkeys((door.mine.firm, door.theirs.firm, door.head))),
        summary=two(
            f"根据登记显示，{a}与其交易相对方{b}登记在同一地址单元（{door.mine.text}），该单元在数据中共{door.count}个主体，未见托管或代理；"
            f"{since.zh}；双方往来{len(door.dealt)}笔。同址是进一步核查的线索，本身不产生责任。",
            f"According to the records, {a} and its counterparty {b} are registered at one unit ({door.mine.text}) with "
            f"{door.count} parties of the data and no host; {since.en}; {len(door.dealt)} dealings between the two. A shared "
            "door is a trace to follow and gives rise to no liability.",
        ),
        evidence=cited(
            (door.mine.evidence, door.theirs.evidence),
            *(d.evidence for d in door.dealt[:CITED]),
        ),
        tier=tier,
        tier_why=why,
        badges=frozenset({"relation"}),
        chain=Chain.of(edges, (door.mine.firm, door.theirs.firm)),
        route="C",
        on=next((d.on for d in door.dealt if d.on), None),
        counter=(
            *tie_evidence(case, door.group),
            absent("该地址的托管、孵化或代理机构", "a host, incubator or agent at the address"),
            absent("一方先迁出、另一方后迁入的变更记录", "a record that one had left before the other came"),
        ),
        gaps=_gaps(door.mine),
        tests=_door_tests(door),
        traits=frozenset({"related"}) if door.group else frozenset(),
        notes=(_BY_ITSELF, *_dealt_note(door)),
        giver=door.head,
    )  # fmt: skip


def _tier(door: Door) -> tuple[Tier, Text]:
    if door.group:
        return "signal", two(
            "双方有持股控制关系，同址在集团内属常见", "the two are of one group: a common seat is usual"
        )
    return "lead", two("债务人一方与相对方同一地址单元，无托管", "debtor side and counterparty at one unit, no host")


def _together_words(door: Door) -> Text:
    start, end = door.together
    if start is None and end is None:
        return two("同址起止日期不详", "from when to when is not on record")
    zh, en = f"同址期间：{start or '？'}至{end or '今'}", f"together from {start or '?'} to {end or 'now'}"
    return two(zh, en)


def _dealt_note(door: Door) -> tuple[Text, ...]:
    total = total_of(d.money for d in door.dealt if d.money)
    more = len(door.dealt) - CITED
    notes = [two(f"双方往来金额合计{total}", f"dealings of the two: {total}")] if total else []
    return (
        *notes,
        *([two(f"另有{more}笔往来未逐一列出", f"{more} more dealings are not listed one by one")] if more > 0 else []),
    )


def _host_words(hosts: Sequence[Host]) -> Text:
    if not hosts:
        return two("托管或代理机构不详", "whether a host or agent is there is not known")
    kinds = dict.fromkeys((h.kind.zh, h.kind.en) for h in hosts)
    return two("、".join(k[0] for k in kinds), ", ".join(k[1] for k in kinds))


def _no_host(hosts: Sequence[Host]) -> tuple[Absent, ...]:
    return () if hosts else (absent("该地址的托管、孵化或代理机构", "a host, incubator or agent at the address"),)


def _count_test(count: int, line: str, shown: object) -> Test:
    return measure(("同址主体数", "parties at the address"), str(count), line, "parties", met(shown), PROPOSED)


def _unit_test(seat: Seat) -> Test:
    value = "unit" if seat.unit else "building" if seat.key else "words"
    return measure(("地址精确到", "address told to"), value, "unit", "", met(seat.unit), PROPOSED)


def _host_test(hosts: Sequence[Host]) -> Test:
    return measure(("无托管或代理机构", "no host or agent"), str(len(hosts)), "0", "hosts", met(not hosts), PROPOSED)


def _door_tests(door: Door) -> tuple[Test, ...]:
    start, end = door.together
    value = f"{start or '?'} – {end or 'now'}"
    return (
        _count_test(door.count, f"2–{FEW}", door.count <= FEW),
        _unit_test(door.mine),
        _host_test(()),
        measure(("同时在址", "there at one time"), value, "overlap", "", met(start or end, start is None), PROPOSED),
        measure(("无持股控制关系", "no control between the two"), ", ".join(t.code for t in door.group) or None, "none", "",
                met(not door.group), PROPOSED),
    )  # fmt: skip


def _gaps(seat: Seat) -> tuple[Gap, ...]:
    return (
        gap((f"{seat.text}的租赁合同、产权人与租金付款人", f"lease, owner and rent payer of {seat.text}"), ("出租人、税务机关", "landlord and tax office"), COURT),
        gap(("住所登记材料（托管协议、住所承诺）", "the registry's papers on the seat (hosting agreement, declaration)"), ("登记机关", "the registry"), ORDER),
    )  # fmt: skip


TYPOLOGY = Typology(
    slug=SLUG,
    title=two("集群地址", "Shared address"),
    highest="lead",
    thresholds=(
        Threshold("crowd", Fraction(CROWD), "parties", two(*PROPOSED)),
        Threshold("few", Fraction(FEW), "parties", two(*PROPOSED)),
    ),
    needs=("parties",),
    find=find,
    counter_evidence=(
        two("一址多照、集群注册、孵化器与托管机构", "licensed hosts, incubators and cluster registration"),
        two("注册代理、会计师或律师事务所地址", "addresses of agents, accountants and law firms"),
        two("集团总部", "the head office of a group"),
        two("先后而非同时在址", "firms that were there one after the other"),
    ),
)
