"""What the figures of an owner take for granted, in two languages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction

from casework.owner_view import MOST_DIRECT, MOST_HEADS, View
from graph.bands import Pair
from graph.facts import Interest
from graph.resolve import PRESUMED
from graph.values import percent
from queries.ballots import interests_on
from queries.grounds import Bilingual as Text

LONG_RING = 8


def notes_of(view: View, left_out: int = 0) -> list[Text]:
    """Each assumption with the parties it is about; the ids stand as the answer gives them."""
    return [*_ring_notes(view), *_row_notes(view), *_vote_notes(view), *_cuts(view, left_out)]


def _ring_notes(view: View) -> list[Text]:
    scaled = dict(view.owned.assumptions)
    said = []
    for company, total in view.shares.over.items():
        if company in scaled:
            said.append(
                Text(
                    f"{company}的登记股权合计{percent(total)}，超过100%：在循环持股中按占合计的比例读取",
                    f"recorded shares of {company} add to {percent(total)}: read as parts of that sum",
                )
            )
        else:
            said.append(
                Text(
                    f"{company}的登记股权合计{percent(total)}，超过100%：比例按登记原样计算，区间按合计不超过100%给出",
                    f"recorded shares of {company} add to {percent(total)}, more than the whole: the figures are as recorded, "
                    "the intervals keep the sum to the whole",
                )
            )
    said += [
        Text(
            f"资料中无最终权益人：{'、'.join(ring)}相互全额持股",
            f"no ultimate owner in the data: {', '.join(ring)} hold each other whole",
        )
        for ring in view.owned.closed_rings
    ]
    if any(len(ring) > LONG_RING for ring in view.owned.rings):
        said.append(
            Text(
                "循环持股企业众多，超过六十位的分数以相差1e-15的两端给出",
                "many companies in one ring: fractions of more than sixty digits are given between ends 1e-15 apart",
            )
        )
    said += [
        Text(
            f"循环持股含{len(ring)}家企业，分数过长：给出误差小于1e-12的区间（{'、'.join(ring[:5])}…）",
            f"ring of {len(ring)} companies, too many for exact fractions: sure ends closer than 1e-12 are given "
            f"({', '.join(ring[:5])} …)",
        )
        for ring in view.owned.unsolved_rings
    ]
    return said


def _row_notes(view: View) -> list[Text]:
    on_day = interests_on(view.case, view.day)
    shares = view.shares
    notes: list[tuple[str, str, Iterable[Pair | str]]] = [
        ("持股比例未予记载", "share not in the data", shares.unknown),
        ("仅知区间，按下限计算", "only a band is known, its lower end is counted",
         [pair for pair, most in shares.high.items() if pair not in shares.unknown and most != shares.low[pair]]),
        ("起止日期不能确定，按当日持有计算", "counted as held, though the days leave it open",
         _pairs(i for i in on_day if i.period.holds_on(view.day) != "yes")),
        ("依据仅为主张或被否认的记载", "rests on rows that are only alleged, or denied",
         _pairs(i for i in on_day if i.place.unsure)),
        ("各来源比例不一，按最大者计算", "sources give different shares, the largest is counted", _differing(on_day)),
        ("其背后为何人，资料未显示", "who stands behind it is not in the data",
         [h for h in view.shown if view.case.party(h).kind not in ("person", "unknown")]),
        ("身份系依名称或来源自有编号推定", "identity presumed on a name or a source's own number",
         [p.id for p in view.case.parties.values() if p.bases & PRESUMED]),
    ]  # fmt: skip
    found = []
    for zh, en, which in notes:
        parties = sorted({_named(each) for each in which})
        if parties:
            found.append(
                Text(f"{zh}：{'、'.join(z for z, _ in parties)}", f"{en}: {', '.join(sorted({e for _, e in parties}))}")
            )
    return found


def _named(each: Pair | str) -> tuple[str, str]:
    return (each, each) if isinstance(each, str) else (f"{each[0]}持{each[1]}", f"{each[0]} in {each[1]}")


def _pairs(interests: Iterable[Interest]) -> list[Pair]:
    return [(i.owner, i.company) for i in interests]


def _differing(interests: Iterable[Interest]) -> list[Pair]:
    """Holdings for which two sources give exact shares that are not the same."""
    sums: dict[Pair, dict[tuple[str, str, str], Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for i in interests:
        if i.share is not None and i.share.exact:
            sums[i.owner, i.company][i.place.said_by] += i.share.low
    return [pair for pair, by in sums.items() if len(set(by.values())) > 1]


def _vote_notes(view: View) -> list[Text]:
    said = [
        Text(
            f"{company}的子公司所持{company}股份无表决权：{law.provision.zh}",
            f"votes that subsidiaries of {company} hold in it are not live: {law.provision.en}",
        )
        for company, law in view.laws.items()
    ]
    if not view.settled:
        said.append(
            Text(
                "子公司持有母公司股份，其表决权是否受限未定：两种计法均已核算，结论一致者方为“确定”",
                "subsidiaries hold votes in their parent; whether these are live is not settled: both ways were counted, "
                "and only what both give is certain",
            )
        )
    holding = sorted({owner for owner, _ in view.shares.high} & view.never)
    if holding:
        said.append(
            Text(
                f"{'、'.join(holding)}持清算名义持有人、资金监管或银行牌照：按代他人持有计，不认定其控制；如系自有持股，应另行核实",
                f"{', '.join(holding)} is licensed as a clearing nominee, escrow agent or bank: taken to hold for others, it is "
                "not counted as controlling; whether it holds on its own account is to be checked",
            )
        )
    if any(i.nature == "general_partner" for i in interests_on(view.case, view.day)):
        said.append(Text("普通合伙人支配合伙企业全部表决权", "a general partner commands all votes of its partnership"))
    return said


def _cuts(view: View, left_out: int) -> list[Text]:
    said = []
    if left_out:
        said.append(Text(f"另有{left_out}个上层主体未继续穿透", f"{left_out} parties further up were not followed"))
    direct = sum(company == view.party for _, company in view.shares.high)
    if direct > MOST_DIRECT:
        said.append(
            Text(
                f"直接股东共{direct}名，仅列示比例最大的{MOST_DIRECT}名，计算已包括全部",
                f"{direct} direct holders: the {MOST_DIRECT} largest are listed, all are counted",
            )
        )
    if len(view.heads) > MOST_HEADS:
        said.append(
            Text(
                f"仅列示份额最大的{MOST_HEADS}名，另有{len(view.heads) - MOST_HEADS}名",
                f"the {MOST_HEADS} largest are listed, {len(view.heads) - MOST_HEADS} more are not",
            )
        )
    return said
