"""挂名高管: one person in front of many firms.

What it looks for
    A person who fronts an implausible number of firms, several of them on the way of the debtor's money, and holds
    nothing of any of them.
Why it matters
    Behind such a person stands somebody else; whoever paid for the office, keeps the seals and gives the orders may be the
    one to whom the money went.
Law
    CN nothing arises by the count: 公司法 10, suits to be struck off as representative; UK CDDA 1986, s.156A; US none.
What speaks against it
    Licensed directors and service firms; the representative of a recorded group; insolvency office-holders; namesakes:
    without an identifier two offices are the same name only.
Thresholds
    30 active offices in the whole data: signal. 10 active offices, no share in any of the firms seen, and offices in 3 firms
    or more on the debtor's money path, not all of one group: lead. A licensed director is printed as "not a link".
Limits
    Offices as of the case's day; an office without days counts as held. Of a person with many offices the rows of this case
    alone are read, the count is of the whole data. Only the firms of the case are named, never a whole life.
Sources
    Numbers are proposals, to be calibrated on labelled data.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from graph.case import Case
from graph.chains import Chain, Edge, serves
from graph.facts import Role
from graph.resolve import Match
from queries.dealings import money_path, sides
from queries.grounds import Bilingual as Text
from queries.index import index_of
from queries.lead import Absent, Badge, Evidence, Finding, Gap, NoTables, Test, Tier, cited, two
from queries.phrases import COURT, ORDER, PROPOSED, absent, gap, measure, met, name_of, says, step_evidence
from queries.side import control_on
from queries.typology import Threshold, Typology

SLUG = "mass-director"
MANY = 30
ACTIVE = 10
ON_PATH = 3
FRONTS = frozenset({"legal_representative", "director", "executive_director", "chair", "manager"})
PROFESSIONALS = frozenset({"professional_director", "registered_agent", "insolvency_practitioner", "address_host"})
# Offices cited one by one; the rest is counted.
# No fewer than the line at which an office counts by its number alone: without any one of them it might not.
CITED = 30


@dataclass(frozen=True, slots=True)
class Front:
    """One person (or people who may be one) with the offices held today; path: firms on the way of the money.

    count: offices in the whole data; share_seen: a share in one of the firms, None = no holders of them are held.
    """

    people: tuple[str, ...]
    doubt: tuple[Match, ...]
    roles: tuple[Role, ...]
    path: tuple[str, ...]
    count: int
    shares: tuple[Evidence, ...] | None
    one_group: tuple[Edge, ...]
    licensed: bool

    @property
    def first(self) -> str:
        return self.people[0]

    @property
    def lead(self) -> bool:
        lines = self.count >= ACTIVE and len(self.path) >= ON_PATH
        return lines and self.shares == () and not self.one_group and not self.licensed

    @property
    def shown(self) -> bool:
        return self.lead or self.count >= MANY or (self.licensed and len(self.roles) > 1)


def find(case: Case) -> list[Finding] | NoTables:
    """One finding a person with an office in a firm of the debtor side, or in two firms on its money path."""
    if "roles" not in case.tables_held:
        return NoTables((two("主要人员（含任职起止日期）", "officers with the days of their offices"),))
    path, side = money_path(case), sides(case)
    held: dict[str, list[Role]] = defaultdict(list)
    for role in case.roles:
        if role.role in FRONTS and role.period.may_hold_on(case.as_of):
            held[role.person].append(role)
    near = {r.person for r in case.roles if r.company in path and r.role in FRONTS and r.period.may_hold_on(case.as_of)}
    fronts = [front for group in _groups(case, near, held) if (front := _front(case, group, held, path))]
    fronts = [f for f in fronts if f.shown and (len(f.path) > 1 or any(firm in side for firm in f.path))]
    return [_finding(case, f, path) for f in fronts]


def _groups(case: Case, near: set[str], held: dict[str, list[Role]]) -> list[tuple[tuple[str, ...], tuple[Match, ...]]]:
    """Each person alone; and, where that person alone is in front of few, with those who may be the same, once."""
    found: dict[tuple[str, ...], tuple[Match, ...]] = {}
    for person in sorted(near):
        found[(person,)] = ()
        others = [(o, m) for o, m in case.perhaps.get(person, ()) if o in held]
        if others and len({r.company for r in held[person]}) < ACTIVE:
            found[tuple(sorted({person, *(o for o, _ in others)}))] = tuple(m for _, m in others)
    return list(found.items())


def _front(
    case: Case, group: tuple[tuple[str, ...], tuple[Match, ...]], held: dict[str, list[Role]], path: dict[str, tuple[Edge, ...]]
) -> Front | None:  # fmt: skip
    people, doubt = group
    roles = tuple(r for p in people for r in held.get(p, ()) if not r.place.unsure) or tuple(held.get(people[0], ()))
    if not roles:
        return None
    firms = tuple(dict.fromkeys(r.company for r in roles))
    ways = tuple(f for f in firms if f in path)
    licensed = any(case.party(p).licences & PROFESSIONALS for p in people)
    return Front(
        people, doubt, tuple(sorted(roles, key=lambda r: (r.company not in path, r.company, r.place.fact))), ways,
        sum(_count(case, p, held.get(p, [])) for p in people), _shares(case, people, firms), _one_group(case, ways), licensed,
    )  # fmt: skip


def _count(case: Case, person: str, active: Sequence[Role]) -> int:
    """Firms in which the person holds office: of the whole data, less those where the rows seen have ended."""
    now = {r.company for r in active}
    ended = {r.company for r in index_of(case).posts_of.get(person, ())} - now
    return max(len(now), case.posts.get(person, 0) - len(ended))


def _shares(case: Case, people: Sequence[str], firms: Sequence[str]) -> tuple[Evidence, ...] | None:
    """Rows of shares that these people hold in the firms; None where no holder of any of the firms is recorded."""
    index, wanted = index_of(case), set(firms)
    if not any(firm in index.stakes_in for firm in firms):
        return None
    held = any((person, firm) in index.stakes for person in people for firm in firms)
    own = [
        i
        for i in (case.interests if held else ())
        if i.company in wanted and i.owner in people and i.period.may_hold_on(case.as_of)
    ]
    words = ("持有所任职公司的股权", "holds shares in a firm it fronts")
    return tuple(says(i.place, *words, "ownership") for i in own)


def _own_firms(case: Case, front: Front) -> set[str]:
    """Firms in which the person holds shares: an office there speaks against a front."""
    rows = {e.place.fact for e in front.shares or ()}
    return {i.company for i in case.interests if i.place.fact in rows} if rows else set()


def _one_group(case: Case, firms: Sequence[str]) -> tuple[Edge, ...]:
    """The steps by which one party controls all of the firms; nothing where none does, or only one firm is there."""
    if len(firms) < ON_PATH:
        return ()
    control = control_on(case, case.as_of)
    over = [{firm: (), **{h: x.edges for h, x in control.over(firm).items()}} for firm in firms]
    common = sorted(set.intersection(*(set(o) for o in over)))
    return tuple(e for o in over for e in o[common[0]]) if common else ()


def _finding(case: Case, front: Front, path: dict[str, tuple[Edge, ...]]) -> Finding:
    tier, why = _tier(front)
    own = _own_firms(case, front)
    shown = [r for r in front.roles if r.company not in own]
    edges = [serves(r, case.as_of) for r in shown[:CITED]] + [e for f in front.path for e in path[f]]
    badges: frozenset[Badge] = frozenset({"relation", "form"} if tier == "lead" else {"form"})
    return Finding(
        typology=SLUG,
        parties=tuple(dict.fromkeys((*front.people, *front.path))),
        summary=_summary(case, front),
        evidence=cited(step_evidence(case, edges), *(step_evidence(case, held) for held in _why_side(case, front))),
        tier=tier,
        tier_why=why,
        badges=badges,
        chain=Chain.of(edges, front.people),
        route="E",
        on=next((r.period.start for r in front.roles if r.company in front.path and r.period.start), None),
        counter=_counter(case, front),
        gaps=_gaps(case, front),
        tests=_tests(case, front),
        relies_on=front.doubt,
        notes=_notes(case, front),
        giver=next(iter(case.debtor_ids), None),
    )


def _tier(front: Front) -> tuple[Tier, Text]:
    if front.licensed:
        return "signal", two("职业董事或持牌机构，不作为关联", "a licensed or professional director: not a link")
    if front.doubt:
        return "signal", two("仅姓名相同，可能为同一人", "the name alone agrees: possible same person")
    if not front.lead:
        return "signal", two("任职众多，仅作背景信息", "many offices: background only")
    return "lead", two(
        "任职众多、不持股，且见于多家资金路径公司", "many offices, no shares, in several firms on the money path"
    )


def _why_side(case: Case, front: Front) -> list[tuple[Edge, ...]]:
    """By what rows a firm of the path belongs to the debtor side: without them the person would not be looked at."""
    side = sides(case)
    return [side[firm].edges for firm in front.path if firm in side]


def _summary(case: Case, front: Front) -> Text:
    name, firms = name_of(case, front.first), "、".join(name_of(case, f) for f in front.path)
    if front.licensed:
        return two(
            f"{name}为职业董事或持牌机构，在本案{firms}等任职，不作为公司之间的关联依据。",
            f"{name} is a licensed or professional director with office in {firms or 'firms of this case'}: nominee director: not a link.",
        )
    doubt = (
        (
            "（仅姓名相同，可能为同一人，须核对证件号码）",
            " (possible same person: the name alone agrees, check the identifier)",
        )
        if front.doubt
        else ("", "")
    )
    held = ("未见持股", "no shares seen") if front.shares == () else ("有持股", "shares held")
    held = ("持股不详", "shares unknown") if front.shares is None else held
    return two(
        f"根据登记显示，{name}{doubt[0]}在数据中现任{front.count}家公司的法定代表人、董事或经理，{held[0]}；"
        f"其中{len(front.path)}家在债务人资金路径上：{firms or '无'}。任职数量本身不产生责任。",
        f"According to the records, {name}{doubt[1]} is representative, director or manager of {front.count} firms of the data, "
        f"{held[1]}; {len(front.path)} of them lie on the debtor's money path: {firms or 'none'}. The number gives rise to no liability.",
    )  # fmt: skip


def _tests(case: Case, front: Front) -> tuple[Test, ...]:
    sectors = {text for r in front.roles if (text := case.party(r.company).text("industry"))}
    shares = None if front.shares is None else str(len(front.shares))
    return (
        measure(("现任职公司数（列示线）", "active offices (shown)"), str(front.count), f"≥ {MANY}", "firms", met(front.count >= MANY), PROPOSED),
        measure(("现任职公司数（线索线）", "active offices (lead)"), str(front.count), f"≥ {ACTIVE}", "firms", met(front.count >= ACTIVE), PROPOSED),
        measure(("在所任公司持股", "shares in those firms"), shares, "0", "rows", met(front.shares == (), front.shares is None), PROPOSED),
        measure(("资金路径公司数", "firms on the money path"), str(len(front.path)), f"≥ {ON_PATH}", "firms", met(len(front.path) >= ON_PATH), PROPOSED),
        measure(("非同一控制集团", "not one group"), "one group" if front.one_group else "no", "not one", "", met(not front.one_group), PROPOSED),
        measure(("行业数", "sectors"), str(len(sectors)) if sectors else None, "shown", "sectors", met(sectors, not sectors), PROPOSED),
    )  # fmt: skip


def _counter(case: Case, front: Front) -> tuple[Evidence | Absent, ...]:
    licence = [p for person in front.people if (p := case.party(person).place("licence"))]
    found: list[Evidence | Absent] = [
        says(p, "登记为职业董事或持牌机构", "recorded as licensed or professional", "licence") for p in licence
    ]
    found += front.shares or ()
    own = _own_firms(case, front)
    found += step_evidence(case, [serves(r, case.as_of) for r in front.roles if r.company in own])
    found += step_evidence(case, front.one_group)
    if not licence:
        found.append(
            absent("职业董事、代理机构或破产管理人名录", "a list of licensed directors, agents or office-holders")
        )
    if not front.one_group:
        found.append(absent("上述公司的同一控制人", "one controller of all those firms"))
    return tuple(found)


def _gaps(case: Case, front: Front) -> tuple[Gap, ...]:
    name = name_of(case, front.first)
    return (
        gap((f"{name}在各公司的证件号码（核对是否同一人）", f"the identity number of {name} in each firm's file"), ("登记机关", "the registry"), ORDER),
        gap(("任职报酬、印鉴与网银权限由谁掌握", "who paid for the office, and who holds seals and bank rights"), ("开户银行、税务机关", "the banks and the tax office"), COURT),
    )  # fmt: skip


def _notes(case: Case, front: Front) -> tuple[Text, ...]:
    notes = []
    if front.licensed:
        notes.append(two("职业董事：不作为关联依据", "nominee director: not a link"))
    if front.count > MANY:
        notes.append(
            two("任职超过30家的人员不作为关联依据R3", "a person with more than 30 posts is never relation ground R3")
        )
    if len(front.roles) > CITED:
        more = len(front.roles) - CITED
        notes.append(two(f"另有{more}项任职未逐一列出", f"{more} more offices are not listed one by one"))
    if front.doubt:
        notes.append(two("仅姓名相同不是同一人的依据", "the same name is no ground for one person"))
    return tuple(notes)


def _line(name: str, value: int, unit: str) -> Threshold:
    return Threshold(name, Fraction(value), unit, two(*PROPOSED))


TYPOLOGY = Typology(
    slug=SLUG,
    title=two("挂名高管", "One person in front of many firms"),
    highest="lead",
    thresholds=(_line("many", MANY, "firms"), _line("active", ACTIVE, "firms"), _line("on_path", ON_PATH, "firms")),
    needs=("roles",),
    find=find,
    counter_evidence=(
        two("职业董事、代理机构、破产管理人", "licensed directors, agents, insolvency office-holders"),
        two("同一集团的法定代表人", "the representative of one group"),
        two("同名者", "namesakes"),
        two("在所任公司持股", "shares in the firms fronted"),
    ),
)
