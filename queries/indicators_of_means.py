"""Indicators 3 to 6: cover, freezes, burdens, capital."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from graph.case import Case
from graph.values import percent, plain
from queries.asset_list import Asset, held_by
from queries.indicator import Measure, cannot_say, currency_of_case, missing, number, quotient, said, total
from queries.lead import Evidence, cited, two
from queries.phrases import name_of
from queries.pro_rata import other_claims
from queries.stakes import capital_of
from queries.unpaid_capital import shortfall
from queries.worth import convert

COVER, FROZEN_LINE, BURDENED = Fraction(1, 2), Fraction(1, 2), Fraction(4, 5)


def claim_cover(case: Case, party: str) -> Measure:
    """3. Known realisable assets / (the debt + other open claims); both as low bounds, so the value is "at least"."""
    assets = [a for a in held_by(case, party) if a.in_plain_sight]
    rows = cited(*(a.evidence for a in assets))
    claim = case.debt.claim
    others = [(rival.money, None) for rival in other_claims(case, party)]
    currency = claim.currency if claim else currency_of_case(case, (m for m, _ in others))
    owed = total(case, [*others, *([(claim, None)] if claim else [])], currency)
    if owed.amount <= 0:
        return cannot_say("债权金额不详", "no claim of known amount", rows)
    if not assets:
        return cannot_say("数据中无该主体名下财产的记录", "no rows about property of the party", rows)
    known = [a for a in assets if a.recoverable]
    worth = total(case, ((a.recoverable, None) for a in known), currency)
    blind = (
        len(assets) - len(known) + worth.left_out + sum(1 for a in known if a.recoverable and not a.recoverable.exact)
    )
    cover = quotient(worth.amount, owed.amount) or Fraction(0)
    # No title rows at all: the property registers were not asked, and what they hold is unknown.
    unasked = int(not any(t.owner == party for t in case.titles))
    left = missing(
        (
            (
                unasked,
                "类登记未查（不动产、车辆等无记录）",
                "sort of register not asked (no rows on land, vehicles and the like)",
            ),
            (blind, "项财产价值不详或不确定", "assets of unknown or uncertain value"),
            (owed.left_out, "笔债权金额不详", "claims of unknown amount"),
        )
    )
    red = None if ((blind or unasked) and cover < COVER) or (owed.left_out and cover >= COVER) else cover < COVER
    text = two(
        f"已知可变现财产{said(worth.amount, currency)}（{len(known)}项）对债权{said(owed.amount, currency)}，至少覆盖{percent(cover)}；警戒线50%",
        f"known realisable assets {said(worth.amount, currency)} ({len(known)} items) against claims of {said(owed.amount, currency)}: at least {percent(cover)}; line 50%",
    )
    value = None if cover == 0 and (blind or unasked) else number(cover)
    return Measure(value, plain(worth.amount), plain(owed.amount), left, red, text, rows, (blind, len(assets)))


def _valued(case: Case, assets: list[Asset]) -> tuple[list[tuple[Asset, Decimal]], str]:
    currency = currency_of_case(case, (a.value for a in assets))
    pairs = ((a, convert(case, a.value, currency, case.as_of) if a.value else None) for a in assets)
    return [(a, m.high) for a, m in pairs if m is not None and m.high > 0], currency


def frozen_equity(case: Case, party: str) -> Measure:
    """4. Value of frozen stakes / value of all stakes held; order of freezes in the rows."""
    stakes = [a for a in held_by(case, party) if a.kind == "equity" and a.in_plain_sight]
    rows = cited(*(a.evidence for a in stakes))
    if not stakes:
        return cannot_say("数据中无该主体所持股权", "no stakes of the party in the data")
    if not any(b.frozen for a in stakes for b in a.encumbrances):
        return cannot_say("无涉及该主体股权的冻结记录来源", "no freeze rows that name the party's stakes", rows)
    valued, currency = _valued(case, stakes)
    whole = sum((v for _, v in valued), Decimal(0))
    frozen = [(a, v) for a, v in valued if any(b.frozen and b.live for b in a.encumbrances)]
    part = sum((v for _, v in frozen), Decimal(0))
    share, blind = quotient(part, whole), len(stakes) - len(valued)
    silent = sum(1 for a in stakes if not a.encumbrances)
    if share is None:
        return cannot_say("股权价值不详", "no stake has a known value", rows)
    first = "；".join(f"{a.what.zh}：{'、'.join(b.reading.zh for b in a.encumbrances)}" for a, _ in frozen)
    en_first = "; ".join(f"{a.what.en}: {', '.join(b.reading.en for b in a.encumbrances)}" for a, _ in frozen)
    text = two(
        f"已冻结{said(part, currency)}，占所持股权{percent(share)}；警戒线50%。{first}",
        f"frozen {said(part, currency)}, {percent(share)} of the stakes held; line 50%. {en_first}".strip(),
    )
    red = None if blind else True if share > FROZEN_LINE else None if silent else False
    left = missing(
        (
            (blind, "项股权价值不详", "stakes of unknown value"),
            (silent, "项股权无任何权利限制记录", "stakes without any encumbrance row"),
        )
    )
    return Measure(number(share), plain(part), plain(whole), left, red, text, rows, (blind, len(stakes)))


def encumbered_share(case: Case, party: str) -> Measure:
    """5. Pledged or mortgaged value / asset value, each burden at most the value of its thing."""
    assets = [a for a in held_by(case, party) if a.in_plain_sight and a.route == "A"]
    rows = cited(*(a.evidence for a in assets))
    if not any(not b.frozen for a in assets for b in a.encumbrances):
        return cannot_say(
            "无涉及该主体财产的抵押、质押记录来源", "no pledge or mortgage rows that name the party's property", rows
        )
    valued, currency = _valued(case, assets)
    whole = sum((v for _, v in valued), Decimal(0))
    loans = [(a, v, _secured(case, a, currency)) for a, v in valued]
    part = sum((min(v, secured) for _, v, (secured, _) in loans), Decimal(0))
    share, blind = quotient(part, whole), len(assets) - len(valued)
    if share is None:
        return cannot_say("财产价值不详", "no asset has a known value", rows)
    open_sums = sum(unknown for _, _, (_, unknown) in loans)
    silent = sum(1 for a in assets if not a.encumbrances)
    by = [f"{a.id} {percent(Fraction(secured) / Fraction(v))}" for a, v, (secured, _) in loans if secured > 0]
    text = two(
        f"担保负担{said(part, currency)}，占财产价值{percent(share)}；警戒线80%。各项贷款价值比：{'、'.join(by) or '无'}",
        f"secured {said(part, currency)}, {percent(share)} of asset value; line 80%. Loan to value: {', '.join(by) or 'none'}",
    )
    left = missing(
        (
            (blind, "项财产价值不详", "assets of unknown value"),
            (open_sums, "项担保金额不详", "burdens of unknown amount"),
            (silent, "项财产无任何权利限制记录", "assets without any encumbrance row"),
        )
    )
    red = True if share > BURDENED and not blind else None if blind or open_sums or silent else False
    unclear = blind + sum(bool(unknown) for _, _, (_, unknown) in loans)
    return Measure(number(share), plain(part), plain(whole), left, red, text, rows, (unclear, len(assets)))


def _secured(case: Case, asset: Asset, currency: str) -> tuple[Decimal, int]:
    """Sum of live pledges and mortgages, and how many have no usable amount."""
    found = total(case, ((b.encumbrance.money, None) for b in asset.encumbrances if b.live and not b.frozen), currency)
    return found.amount, found.left_out


def paid_in_ratio(case: Case, party: str) -> Measure:
    """6. Paid-in / subscribed, and what is overdue by shareholder."""
    held = [i for i in case.interests if i.company == party and i.period.may_hold_on(case.as_of)]
    owners = {o: [i for i in held if i.owner == o] for o in sorted({i.owner for i in held})}
    stakes = {o: (capital_of(rows, "subscribed"), capital_of(rows, "paid")) for o, rows in owners.items()}
    full = {o: (s, p) for o, (s, p) in stakes.items() if s and p and s.currency == p.currency}
    rows = tuple(
        Evidence(i.place, two(f"认缴{i.subscribed}，实缴{i.paid}", f"subscribed {i.subscribed}, paid {i.paid}"), "paid")
        for i in held
        if i.owner in full
    )
    if not full or len({s.currency for s, _ in full.values()}) > 1:
        return _own_capital(case, party)
    subscribed = sum((s.low for s, _ in full.values()), Decimal(0))
    paid = sum((p.low for _, p in full.values()), Decimal(0))
    share, blind = quotient(paid, subscribed), len(stakes) - len(full)
    late = {o: m for o in full if (m := shortfall(owners[o])) and _is_due(case, party, o)}
    undated = [o for o in full if shortfall(owners[o]) and not any(i.due for i in owners[o])]
    said = "、".join(f"{name_of(case, o)} {m}" for o, m in late.items()) or "无"
    en_said = ", ".join(f"{name_of(case, o)} {m}" for o, m in late.items()) or "none"
    text = two(
        f"实缴{paid:,}/认缴{subscribed:,}；逾期未缴：{said}",
        f"paid {paid:,} of {subscribed:,} subscribed; overdue: {en_said}",
    )
    left = missing(
        (
            (blind, "名股东金额不详", "holders without amounts"),
            (len(undated), "名股东出资期限不详", "holders without a due day"),
        )
    )
    red = True if late else None if blind or undated else False
    unseen = (blind + len(undated), len(stakes))
    return Measure(number(share), plain(paid), plain(subscribed), left, red, text, rows, unseen)


def _is_due(case: Case, company: str, owner: str) -> bool:
    due = [i.due for i in case.interests if (i.owner, i.company) == (owner, company) and i.due]
    return bool(due) and all(d.last < case.as_of for d in due)


def _own_capital(case: Case, party: str) -> Measure:
    """The company's own row, where its holders' rows give no amounts."""
    who = case.party(party)
    paid, registered, place = who.money("paid_capital"), who.money("registered_capital"), who.place("paid_capital")
    if (
        paid is None
        or registered is None
        or place is None
        or registered.amount <= 0
        or paid.currency != registered.currency
    ):
        return cannot_say("无认缴、实缴金额", "no subscribed and paid amounts")
    share = quotient(paid.amount, registered.amount)
    text = two(
        f"实缴资本{paid}/注册资本{registered}；股东未缴期限不详",
        f"paid-in {paid} of registered {registered}; due days of holders unknown",
    )
    red = False if share is not None and share >= 1 else None
    return Measure(
        number(share),
        plain(paid.amount),
        plain(registered.amount),
        None if red is False else "股东出资期限 / due days of the holders",
        red,
        text,
        (Evidence(place, text, "paid_capital"),),
    )
