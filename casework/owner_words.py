"""What the figures of an owner say, in sentences of two languages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise

from casework.owner_view import View
from graph.bands import NONE, WHOLE, Band
from graph.rings import Chain
from graph.values import percent
from queries.grounds import Bilingual as Text

MOST_OWNERS = 5
MOST_CHAINS = 6
MOST_ROWS = 12
MOST_MEMBERS = 12
_EXACT_PLACES = 12


def exactly(share: Fraction) -> str:
    """Per cent in full where that ends within twelve places, else the fraction: 25/34."""
    for places in range(_EXACT_PLACES + 1):
        if (share * 100 * 10**places).denominator == 1:
            return percent(share, places)
    return str(share) if len(str(share)) < 24 else percent(share, 6)


def ends(band: Band) -> Text:
    """60%, or between 25% and 50%; an open end is told."""
    low, high = percent(band.low), percent(band.high)
    if band.exact:
        return Text(low, low)
    return Text(
        f"{'大于' if band.low_open else ''}{low}至{'小于' if band.high_open else ''}{high}",
        f"{'more than ' if band.low_open else ''}{low} to {'less than ' if band.high_open else ''}{high}",
    )


def equations(view: View) -> list[dict[str, object]]:
    """For every ring above the party its equations, one a member, and their solution; long rings are only counted."""
    above = {owner for owner, _ in view.shares.low} | {company for _, company in view.shares.low}
    found: list[dict[str, object]] = []
    for ring in view.owned.rings:
        if not above & set(ring):
            continue
        if len(ring) > MOST_MEMBERS:
            said = Text(
                f"循环持股含{len(ring)}家企业，方程不逐一列出；解由精确分数求得。",
                f"{len(ring)} companies hold one another; their equations are not printed, the solution is exact.",
            )
            found.append({"ring": list(ring), "lines": [], "solution": [], "note": {"zh": said.zh, "en": said.en}})
            continue
        found.append(
            {
                "ring": list(ring),
                "lines": [_equation(view, ring, member) for member in ring],
                "solution": [_solution(view, ring, member) for member in ring],
                "note": None,
            }
        )
    return found


def _equation(view: View, ring: Sequence[str], member: str) -> str:
    """x(甲) = 50%·张伟 + 50%·x(丙)"""
    name = _names(view)
    terms = [
        f"{exactly(share)}·{f'x({name(owner)})' if owner in ring else name(owner)}"
        for owner, share in sorted(view.owned.holders[member].items(), key=lambda item: (item[0] in ring, item[0]))
    ]
    return f"x({name(member)}) = {' + '.join(terms)}"


def _solution(view: View, ring: Sequence[str], member: str) -> str:
    name = _names(view)
    if tuple(ring) in view.owned.closed_rings:
        return f"x({name(member)}) = ?"
    holders = sorted({o for m in ring for o in view.owned.holders[m] if o not in ring})
    parts = [(share, holder) for holder in holders if (share := view.owned.net(holder, member))]
    told = " + ".join(f"{exactly(share)}·{name(holder)}" for share, holder in parts)
    return f"x({name(member)}) = {told or '0'}"


def _names(view: View) -> _Names:
    return _Names(view)


class _Names:
    """A party's name; with its id where two parties above the company bear the same."""

    def __init__(self, view: View) -> None:
        self.view = view

    def __call__(self, party: str) -> str:
        found = self.view.case.party(party)
        same = [p for p in self.view.case.parties.values() if p.name == found.name]
        return found.name if len(same) < 2 else f"{found.name}({party})"


def paragraph(view: View) -> Text:
    """One paragraph that can be pasted into a petition; every figure is that of the answer above it."""
    name, day = _names(view), view.day
    owners = [(head, band) for head in view.shown if (band := view.net(head)) is not None and band.high > 0]
    company = name(view.party)
    if not owners:
        return Text(
            f"根据现有登记资料，截至{_zh_day(view)}，未见{company}的股东记录。",
            f"According to the records at hand, no holder of {company} is recorded as of {day}.",
        )
    told = [_owner(view, head, band) for head, band in owners[:MOST_OWNERS]]
    rest = len(owners) - len(told)
    zh = "；".join(t.zh for t in told) + (f"；另有{rest}名持有人" if rest else "") + "。"
    en = "; ".join(t.en for t in told) + (f"; and {rest} more holders" if rest else "") + "."
    closing = [_ring_words(view), _unknown_words(view), _control_words(view), _rows_words(view)]
    return Text(
        f"根据登记资料显示，截至{_zh_day(view)}，{zh}" + "".join(t.zh for t in closing),
        f"According to the records, as of {day}, {en}" + "".join(f" {t.en}" for t in closing if t.en),
    )


def _zh_day(view: View) -> str:
    return f"{view.day.year}年{view.day.month}月{view.day.day}日"


def _owner(view: View, head: str, band: Band) -> Text:
    """甲直接持有丁10%，经乙（60%×40%）、丙（50%×30%）间接持有39%，合计49%"""
    name, company = _names(view), _names(view)(view.party)
    found, cut = view.walks.chains(head, MOST_CHAINS)
    if any(pair in view.shares.unknown for c in found for pair in pairwise(c.parties)):
        return Text(
            f"{name(head)}为{company}的直接或间接持有人，持股比例未予记载（至多{percent(band.high)}）",
            f"{name(head)} holds {company} directly or through others, in a share that is not recorded "
            f"(at most {percent(band.high)})",
        )
    direct = [c for c in found if len(c.parties) == 2]
    indirect = [c for c in found if len(c.parties) > 2]
    zh, en = [], []
    if direct:
        share = _said(view, direct[0])
        zh.append(f"直接持有{company}{share.zh}")
        en.append(f"holds {share.en} of {company} directly")
    if indirect:
        through_zh = "、".join(_chain(view, c).zh for c in indirect)
        through_en = ", ".join(_chain(view, c).en for c in indirect)
        zh.append(f"经{through_zh}{'等' if cut else ''}间接持有{company}股权")
        en.append(
            f"{'and' if direct else 'holds part of ' + company} through {through_en}{' and others' if cut else ''}"
        )
    if len(found) == 1 and not view.owned.rings and direct:
        return Text(f"{name(head)}{zh[0]}", f"{name(head)} {en[0]}")
    return Text(
        f"{name(head)}{'，'.join(zh)}，合计享有{ends(band).zh}的权益" if zh else f"{name(head)}享有{ends(band).zh}",
        f"{name(head)} {' '.join(en)}, {ends(band).en} in all",
    )


def _said(view: View, chain: Chain) -> Text:
    return ends(view.shares.said[chain.parties[0], chain.parties[1]])


def _chain(view: View, chain: Chain) -> Text:
    """乙公司（60%×40%＝24%）"""
    name = _names(view)
    bands = [view.shares.said[pair] for pair in pairwise(chain.parties)]
    through = "→".join(name(p) for p in chain.parties[1:-1])
    product = Band(_product(b.low for b in bands), _product(b.high for b in bands))
    zh = "×".join(ends(b).zh if b.exact else f"[{ends(b).zh}]" for b in bands)
    en = " × ".join(ends(b).en if b.exact else f"[{ends(b).en}]" for b in bands)
    return Text(f"{through}（{zh}＝{ends(product).zh}）", f"{through} ({en} = {ends(product).en})")


def _product(shares: Iterable[Fraction]) -> Fraction:
    total = WHOLE
    for share in shares:
        total *= share
    return total


def _ring_words(view: View) -> Text:
    if not view.owned.rings:
        return Text("", "")
    solved = [ring for ring in view.owned.rings if ring not in view.owned.closed_rings]
    if not solved:
        return Text(
            "所涉企业相互全额持股，资料中无最终权益人。",
            "The companies hold one another whole: no ultimate owner is recorded.",
        )
    name = _names(view)
    members = "、".join(name(m) for m in solved[0][:4]) + ("等" if len(solved[0]) > 4 else "")
    first = next((h for h in view.shown if view.owned.net(h, view.party)), None)
    path = view.owned.path_sum(first, view.party) if first else None
    net = view.owned.net(first, view.party) if first else None
    lost_zh = lost_en = ""
    if first and path is not None and net and path != net and first not in view.doubtful:
        lost_zh = f"（例如{name(first)}逐链相乘仅得{percent(path)}，按联立方程求解为{percent(net)}）"
        lost_en = f" ({name(first)}: multiplying along chains gives {percent(path)} only, the equations {percent(net)})"
    return Text(
        f"{members}之间存在循环持股，上述比例系按联立方程精确求解{lost_zh}。",
        f"{members.replace('、', ', ').replace('等', ' and others')} hold one another in a ring; the shares are the exact "
        f"solution of the equations{lost_en}.",
    )


def _unknown_words(view: View) -> Text:
    unknown = (
        view.readings[0].intervals.unknown(view.party) if view.doubtful else Band.of(view.owned.unknown(view.party))
    )
    if unknown.high <= NONE:
        return Text("", "")
    return Text(
        f"其余{ends(unknown).zh}的最终权益人，现有资料未能显示。",
        f"Who holds the other {ends(unknown).en} in the end is not in the records.",
    )


def _control_words(view: View) -> Text:
    name, company = _names(view), _names(view)(view.party)
    held = {c for _, c in view.shares.high}
    tops = [c for c in view.controllers if c.head not in held] or view.controllers
    if tops:
        top = tops[0]
        return Text(
            f"{name(top.head)}及其控制的企业合计支配{company}{percent(top.votes)}的表决权，超过半数。",
            f"{name(top.head)} and the companies it controls command {percent(top.votes)} of the votes in {company}, "
            "more than half.",
        )
    together = next((members for members, _, answer in view.groups if answer == "certain"), None)
    if together:
        return Text(
            f"登记为一致行动人的{'、'.join(map(name, together))}合计支配{company}过半数表决权。",
            f"{', '.join(map(name, together))}, recorded as acting in concert, command more than half of the votes together.",
        )
    return Text(
        "登记资料未显示任何一方单独支配过半数表决权。",
        "The records show nobody who alone commands more than half of the votes.",
    )


def _rows_words(view: View) -> Text:
    """The rows the paragraph rests on, file by file, those of the party itself first."""
    rows: dict[str, list[str]] = {}
    wanted, seen, count = [view.party], {view.party}, 0
    while wanted and count < MOST_ROWS:
        company = wanted.pop(0)
        for (owner, held), found in sorted(view.shares.rows.items()):
            if held == company:
                for place in (i.place for i in found):
                    rows.setdefault(place.source, []).append(str(place.line))
                count += len(found)
                if owner not in seen:
                    seen.add(owner)
                    wanted.append(owner)
    if not rows:
        return Text("", "")
    more = bool(wanted) and count >= MOST_ROWS
    files = {source: list(dict.fromkeys(lines)) for source, lines in rows.items()}
    zh = "；".join(f"{source}第{'、'.join(lines)}行" for source, lines in files.items())
    en = "; ".join(f"{source} row{'s' if len(lines) > 1 else ''} {', '.join(lines)}" for source, lines in files.items())
    return Text(f"（见{zh}{'等' if more else ''}）", f"(See {en}{' and others' if more else ''}.)")
