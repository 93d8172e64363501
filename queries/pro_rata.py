"""What a share in bankruptcy would be, beside order of freezing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from graph.case import Case
from graph.facts import CourtCase
from graph.values import Money, Share, money_text, percent
from queries.claim_statement import outstanding_of
from queries.encumbered import Burden
from queries.grounds import Bilingual as Text
from queries.lead import Evidence, two
from queries.phrases import name_of, word
from queries.worth import convert

_SUITS = frozenset({"civil", "arbitration", "enforcement", "terminated_enforcement"})
_WON = frozenset({"judgment", "settlement", "admission"})


@dataclass(frozen=True, slots=True)
class Rival:
    """Another creditor's claim on the debtor; money None = not known."""

    creditor: str
    money: Money | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class ProRata:
    """若执转破按比例: at most this much, since creditors nobody has named yet, wages and taxes come in too.

    share: ours / all known; unknown: claims of unknown amount that are left out.
    """

    money: Money
    share: Fraction
    basis: Text
    rows: tuple[Evidence, ...]


def other_claims(case: Case, party: str) -> tuple[Rival, ...]:
    """The largest open case of each other claimant against a party: a suit and its enforcement are one claim."""
    largest: dict[str, Rival] = {}
    for c in case.court_cases:
        if c.defendant == party and c.kind in _SUITS and c.claimant != case.debt.creditor and _stands(case, c):
            key = c.claimant or c.place.fact
            known, fresh = largest.get(key), _rival(case, c)
            largest[key] = fresh if known is None or _larger(fresh.money, known.money) else known
    return tuple(largest[key] for key in sorted(largest))


def _stands(case: Case, c: CourtCase) -> bool:
    won = c.kind not in ("civil", "arbitration") or c.outcome != "dismissed"
    running = c.closed is None or c.closed.first > case.as_of
    return won and (running or c.kind == "terminated_enforcement" or c.outcome in _WON)


def _larger(fresh: Money | None, known: Money | None) -> bool:
    return bool(fresh and known and fresh.currency == known.currency and fresh.amount > known.amount)


def _rival(case: Case, c: CourtCase) -> Rival:
    money, kind = c.outstanding or c.money, word("court_kind", c.kind)
    who = name_of(case, c.claimant) if c.claimant else (c.number or "?")
    text = two(f"{who}的{kind.zh}债权{money or '金额不详'}", f"{kind.en} claim of {who}: {money or 'amount unknown'}")
    return Rival(c.claimant or c.place.fact, money, Evidence(c.place, text, "claim"))


def _freezers(burdens: Iterable[Burden]) -> list[Rival]:
    """Creditors who have frozen the thing: they have claims, whether or not a case of theirs is held."""
    return [
        Rival(b.encumbrance.holder or b.encumbrance.authority or b.encumbrance.place.fact, b.encumbrance.money, b.evidence[0])
        for b in burdens
        if b.frozen and not b.own and b.state != "ended" and b.evidence
    ]  # fmt: skip


def pro_rata(case: Case, debtor: str, value: Money | None, burdens: Iterable[Burden]) -> ProRata | None:
    """The share that the known claims would leave us of a debtor's thing, after those secured on it; None = cannot say.

    Security over the thing is paid first (破产法109); freezes give no rank (19). The result is an upper bound and says so.
    """
    listed, ours = tuple(burdens), outstanding_of(case)
    if value is None or ours is None or ours.amount <= 0:
        return None
    free = _free(case, value, listed)
    rivals = {r.creditor: r for r in _freezers(listed)} | {r.creditor: r for r in other_claims(case, debtor)}
    known: list[tuple[Rival, Decimal]] = []
    for rival in rivals.values():
        same = convert(case, rival.money, ours.currency, case.as_of) if rival.money else None
        if same is not None:
            known.append((rival, same.amount))
    total = ours.amount + sum((amount for _, amount in known), Decimal(0))
    share = Fraction(ours.amount) / Fraction(total)
    most = free.times(Share(share, share)).high
    blind = len(rivals) - len(known)
    return ProRata(
        Money(Decimal(0), most, value.currency), share, _basis(ours, total, share, len(known), blind),
        tuple(rivals[key].evidence for key in sorted(rivals)),
    )  # fmt: skip


def _free(case: Case, value: Money, burdens: Iterable[Burden]) -> Money:
    high = value.high
    for burden in burdens:
        if not burden.frozen and burden.live and burden.encumbrance.money:
            same = convert(case, burden.encumbrance.money, value.currency, case.as_of)
            high -= same.low if same else Decimal(0)
    return Money.of(max(high, Decimal(0)), value.currency)


def _basis(ours: Money, total: Decimal, share: Fraction, others: int, blind: int) -> Text:
    left = (f"；另有{blind}笔金额不详未计", f"; {blind} of unknown amount left out") if blind else ("", "")
    sums = f"{money_text(ours.amount)} / {money_text(total)} = {percent(share)}"
    return two(
        f"若执转破按比例：本案债权/已知债权（另{others}名债权人）{sums}{left[0]}；未申报债权、职工债权与税款另减，故为上限",
        f"pro rata as if in bankruptcy: this claim / known claims ({others} other creditors) {sums}{left[1]}; "
        f"unknown claims, wages and taxes would lower it: an upper bound",
    )
