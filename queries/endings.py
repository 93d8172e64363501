"""How a firm left the register, and what stood open then."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from graph.case import Case
from graph.facts import Contract, CourtCase, Payment, Transfer
from graph.statements import Place
from graph.values import DateSpan, Money, gap_days
from queries.disposals import OUT_KINDS, hub, transfer_evidence
from queries.index import index_of
from queries.lead import Evidence
from queries.phrases import name_of, says, step_evidence, word
from queries.side import Holding, debtor_side
from queries.worth import above_floor, total_of, value_of

# What a status text says. Chinese exports print 吊销，未注销: revoked, and still a legal person.
_SAYS: dict[str, re.Pattern[str]] = {
    "gone": re.compile(r"(?<!未)(?<!拟)注销(?!备案|公告|中)|除名|撤销登记|struck[ -]off|\bdissolved|deregister|removed from", re.I),
    "revoked": re.compile(r"吊销|\brevoked", re.I),
    "active": re.compile(r"存续|在营|在业|开业|正常|^active|^live|good standing", re.I),
    "absorbed": re.compile(r"吸收合并|因合并|合并注销|merger|absorbed", re.I),
    "insolvent": re.compile(r"破产|强制清算|insolvent|bankrupt|compulsory winding", re.I),
    "wound_up": re.compile(r"清算(?:完毕|结束|终结|注销|报告)|普通注销|voluntary (?:liquidation|winding)|liquidated", re.I),
    "unwound": re.compile(r"未(?:经|依法)*清算|未进行清算|without (?:a )?(?:winding[ -]?up|liquidation)|no liquidation", re.I),
    "books_lost": re.compile(r"账册.{0,6}(?:灭失|下落不明|丢失)|books (?:are )?lost|无法清算", re.I),
    "simplified": re.compile(r"简易注销|simplified", re.I),
    "undertaking": re.compile(r"承诺|undertak|promise", re.I),
}  # fmt: skip
_OPEN_KINDS = frozenset({"civil", "arbitration", "enforcement", "terminated_enforcement"})
_MOVING_CONTRACTS = frozenset({"lease", "sale", "loan"})


def status_says(text: str | None) -> frozenset[str]:
    """The words of _SAYS that a text bears out; "without winding up" is never a winding up."""
    found = {name for name, pattern in _SAYS.items() if text and pattern.search(text)}
    return frozenset(found - {"wound_up"} if "unwound" in found else found)


@dataclass(frozen=True, slots=True)
class Status:
    """What one row says of a firm's place on the register. on: day of the change, where the row gives one."""

    text: str
    says: frozenset[str]
    on: DateSpan | None
    notice: str | None
    place: Place
    own_row: bool


@dataclass(frozen=True, slots=True)
class Ending:
    """A firm off the register (or its licence revoked): all rows that say so, the day, and rows that say otherwise."""

    party: str
    gone: bool
    on: DateSpan | None
    rows: tuple[Status, ...]
    against: tuple[Status, ...]
    promises: tuple[Contract, ...]

    @property
    def says(self) -> frozenset[str]:
        words = frozenset().union(*(r.says for r in self.rows))
        return words | {"undertaking"} if self.promises else words

    @property
    def notified(self) -> bool:
        return any(r.notice == "yes" for r in self.rows)


def endings(case: Case, parties: Iterable[str]) -> tuple[Ending, ...]:
    found = (_ending(case, party) for party in parties if not case.party(party).is_person)
    return tuple(e for e in found if e)


def _ending(case: Case, party: str) -> Ending | None:
    rows = _statuses(case, party)
    ended = [r for r in rows if r.says & {"gone", "revoked"}]
    if not ended:
        return None
    gone = [r for r in ended if "gone" in r.says]
    main = gone or ended
    days = sorted((r.on for r in main if r.on), key=lambda d: (not d.exact, d))
    ordered = sorted(ended, key=lambda r: (r not in main, r.own_row, r.on is None, r.place.fact))
    against = tuple(r for r in rows if "active" in r.says and r not in ended)
    promises = tuple(c for c in case.contracts if c.kind == "indemnity" and c.second == party)
    return Ending(party, bool(gone), days[0] if days else None, tuple(ordered), against, promises)


def _statuses(case: Case, party: str) -> list[Status]:
    """Rows of the change record, then the party's own rows; what is dated after the case's day is not yet so."""
    found = [
        Status(c.after or "", status_says(f"{c.after or ''}；{c.place.note or ''}"), c.on, c.notice, c.place, False)
        for c in case.changes
        if c.party == party and (c.item == "status" or "注销" in (c.after or ""))
    ]
    for row in case.party(party).rows:
        text, on = row.get("status"), row.span("dissolved")
        if on is not None and on.first > case.as_of:
            on, text = None, None
        words = status_says(f"{text or ''}；{row.place.note or ''}") if text else frozenset[str]()
        if on is not None and not words & {"gone", "revoked"}:
            words |= {"gone"}
        if text or on:
            found.append(Status(text or "", words, on, None, row.place, True))
    return found


def open_cases(case: Case, party: str, day: DateSpan) -> tuple[CourtCase, ...]:
    """Suits and enforcement against the party certainly begun by a day and certainly not ended on it.

    An enforcement ended for want of assets leaves the claim open.
    """
    return tuple(
        c
        for c in case.court_cases
        if c.defendant == party and c.kind in _OPEN_KINDS and c.filed and c.filed.last <= day.first
        and (c.closed is None or c.closed.first > day.last or c.kind == "terminated_enforcement")
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Received:
    """Something a firm had from the debtor side; giver is who gave it."""

    giver: str
    head: str
    on: DateSpan | None
    money: Money | None
    evidence: tuple[Evidence, ...]


def received(case: Case) -> dict[str, tuple[Received, ...]]:
    """By firm: assets, money out of the ordinary, leases, sales and loans it had from the debtor side."""
    found: dict[str, list[Received]] = {}
    for taker, item in (*_by_transfer(case), *_by_payment(case), *_by_contract(case)):
        if taker != case.debt.creditor and taker not in case.debtor_ids and not hub(case, taker):
            found.setdefault(taker, []).append(item)
    return {
        t: tuple(items) for t, items in sorted(found.items()) if not case.party(t).is_person and _counts(case, items)
    }


def _counts(case: Case, items: list[Received]) -> bool:
    """Worth a finding in all; what cannot be told is kept."""
    total = total_of(i.money for i in items if i.money) if all(i.money for i in items) else None
    return above_floor(case, total, items[0].on) is not False


def _giver(case: Case, giver: str, on: DateSpan | None) -> Holding | None:
    """Why the giver is on the debtor side: the steps are evidence of what it gave."""
    return debtor_side(case, (on.first if on else case.as_of) - timedelta(days=1)).get(giver)


def _by_transfer(case: Case) -> list[tuple[str, Received]]:
    out = []
    for t in index_of(case).distinct:
        if side := _giver(case, t.giver, t.on):
            valued = value_of(case, t)
            worth = valued.money if valued else t.price
            rows = (*transfer_evidence(case, t), *step_evidence(case, side.edges))
            out.append((t.taker, Received(t.giver, side.head, t.on, worth, rows)))
    return out


def _by_payment(case: Case) -> list[tuple[str, Received]]:
    out = []
    for p in case.payments:
        if p.done and p.kind in OUT_KINDS and (side := _giver(case, p.payer, p.on)):
            rows = (_paid_words(case, p), *step_evidence(case, side.edges))
            out.append((p.payee, Received(p.payer, side.head, p.until or p.on, p.money, rows)))
    return out


def _paid_words(case: Case, p: Payment) -> Evidence:
    giver, taker = name_of(case, p.payer), name_of(case, p.payee)
    zh = f"{p.on or '日期不详'}：{giver}付给{taker}{p.money or '（金额不详）'}"
    en = f"{p.on or 'on an unknown day'}: {giver} pays {taker} {p.money or 'an unknown sum'}"
    return says(p.place, zh, en, "payment")


def _by_contract(case: Case) -> list[tuple[str, Received]]:
    out = []
    for c in case.contracts:
        if c.kind in _MOVING_CONTRACTS and (side := _giver(case, c.first, c.on)):
            kind, a, b = word("contract_kind", c.kind), name_of(case, c.first), name_of(case, c.second)
            text = says(
                c.place,
                f"{a}与{b}的{kind.zh}合同（{c.on or '日期不详'}）",
                f"{kind.en} from {a} to {b} ({c.on or 'undated'})",
                "contract",
            )
            rows = (text, *step_evidence(case, side.edges))
            out.append((c.second, Received(c.first, side.head, c.on, c.money, rows)))
    return out


def last_before(items: Iterable[Received], day: DateSpan) -> Received | None:
    """The last that certainly came on the day or before it."""
    dated = [i for i in items if i.on and gap_days(i.on, day)[0] >= 0]
    return max(dated, key=lambda i: i.on or DateSpan.on(date.min), default=None)


def last_given(case: Case, party: str, day: DateSpan) -> tuple[Transfer, int] | None:
    """The last asset or shares the party itself passed on by the day, and the most days since."""
    own = [t for t in index_of(case).distinct if t.giver == party and t.on and gap_days(t.on, day)[0] >= 0]
    if not own:
        return None
    last = max(own, key=lambda t: (t.on or DateSpan.on(date.min), t.place.fact))
    assert last.on is not None
    return last, gap_days(last.on, day)[1]
