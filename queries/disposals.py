"""What left the debtor side: transfers and payments out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from graph.case import Case
from graph.chains import Edge, moves, pays
from graph.facts import Payment, Transfer
from graph.statements import Place
from graph.values import DateSpan, Money
from queries.grounds import Bilingual as Text
from queries.habits import habits_of, is_expense
from queries.index import index_of
from queries.lead import Absent, Evidence, two
from queries.phrases import absent, name_of, says, thing_words, word
from queries.related import Tie, best, related
from queries.side import Holding, debtor_side
from queries.worth import Paid, Valued, above_floor, price_words, restated, value_of

# Infrastructure: money and titles pass through these by trade, never to them as somebody's friend.
HUBS = frozenset({
    "bank", "payment_institution", "escrow", "registered_agent", "address_host", "clearing_nominee",
    "professional_director", "insolvency_practitioner",
})  # fmt: skip
# Kinds of payment that may carry value away; all others are trade, staff, taxes or a court's own cut.
OUT_KINDS = frozenset({None, "other", "loan", "repayment", "dividend", "distribution", "capital", "fee"})
_FORCED = re.compile(
    r"司法拍卖|司法变卖|法院拍卖|法院变卖|法拍|网拍成交裁定|强制执行|以物抵债裁定|enforcement sale|(?:judicial|court|execution|sheriff'?s) (?:sale|auction)"
    r"|foreclosure sale|sold by (?:order of )?the court|order for sale",
    re.I,
)
_FREE = re.compile(r"无偿|赠与|赠予|捐赠|\bgift|gratuit|donat", re.I)
_MARKET = re.compile(r"拍卖|挂牌|招标|询价|竞价|auction|\bbids?\b|tender|listed on", re.I)


@dataclass(frozen=True, slots=True)
class Disposal:
    """One act by which value left: a transfer or a payment, the giver's place on the debtor side, and the ties.

    worth: the best value reference, else the price or the sum paid; None = unknown (never zero).
    """

    act: Transfer | Payment
    giver: str
    taker: str
    on: DateSpan
    until: DateSpan
    holding: Holding
    ties: tuple[Tie, ...]
    holder: tuple[Edge, ...]
    valued: Valued | None
    worth: Money | None

    @property
    def place(self) -> Place:
        return self.act.place

    @property
    def transfer(self) -> Transfer | None:
        return self.act if isinstance(self.act, Transfer) else None

    @property
    def edge(self) -> Edge:
        return moves(self.act) if isinstance(self.act, Transfer) else pays(self.act)

    @property
    def free(self) -> bool:
        return isinstance(self.act, Payment) and bool(_FREE.search(self.act.purpose or ""))


def forced(place: Place) -> bool:
    """Does the row say that a court made the sale?"""
    return bool(_FORCED.search(place.note or ""))


def open_market(place: Place) -> Evidence | None:
    """The row's own word that the price was found by auction, listing or bids."""
    if not _MARKET.search(place.note or ""):
        return None
    return says(place, f"记录注明：{place.note}", f"the row notes: {place.note}", "note")


def hub(case: Case, party: str) -> bool:
    return party in case.hubs or bool(case.party(party).licences & HUBS) or case.party(party).kind == "public_body"


def disposals(case: Case) -> tuple[Disposal, ...]:
    """Every dated act out of the debtor side, oldest first; trade, courts, licensed hubs and the creditor left out."""
    found = [d for t in index_of(case).distinct if (d := _by_transfer(case, t))]
    found += [d for p in case.payments if (d := _by_payment(case, p))]
    return tuple(sorted(found, key=lambda d: (d.on, d.place.fact)))


def _side(case: Case, giver: str, day: date) -> Holding | None:
    return debtor_side(case, day - timedelta(days=1)).get(giver)


def _passes(case: Case, giver: str, taker: str) -> bool:
    return taker not in (giver, case.debt.creditor) and taker not in case.debtor_ids and not hub(case, taker)


def _by_transfer(case: Case, transfer: Transfer) -> Disposal | None:
    on = transfer.on
    if on is None or forced(transfer.place) or not _passes(case, transfer.giver, transfer.taker):
        return None
    holding = _side(case, transfer.giver, on.first)
    if holding is None:
        return None
    found = ties_of(case, holding, transfer.giver, transfer.taker, on.first)
    if not found and any(t.kind == "stock" for t in case.titles_of(transfer.thing)):
        return None
    valued = value_of(case, transfer)
    worth = valued.money if valued else transfer.price
    return Disposal(transfer, transfer.giver, transfer.taker, on, on, holding, found, (), valued, worth)


def _by_payment(case: Case, payment: Payment) -> Disposal | None:
    on = payment.on
    if on is None or not payment.done or payment.kind not in OUT_KINDS:
        return None
    if not _passes(case, payment.payer, payment.payee) or _pooled(case, payment) or _usual(case, payment):
        return None
    holding = _side(case, payment.payer, on.first)
    if holding is None:
        return None
    # R9 makes a buyer related who bought with the debtor's money; a payment by itself makes nobody so.
    found = tuple(t for t in ties_of(case, holding, payment.payer, payment.payee, on.first) if t.code != "R9")
    holder = () if found else _holds_in(case, payment, on.first)
    made = Disposal(
        payment, payment.payer, payment.payee, on, payment.until or on, holding, found, holder, None, payment.money
    )
    return made if found or holder or made.free else None


def _usual(case: Case, payment: Payment) -> bool:
    """Trade as ever, begun before the debt, whose rows do not say what it is for; small expenses refunded to a person."""
    start = case.debt.clock.start
    if payment.kind is None and start and habits_of(case).began_before(payment, start.first):
        return True
    to_person = is_expense(payment) and case.party(payment.payee).is_person
    return to_person and above_floor(case, payment.money, payment.on) is False


def ties_of(case: Case, holding: Holding, giver: str, taker: str, day: date) -> tuple[Tie, ...]:
    """The best tie of the taker to the giver, else to the debtor behind it."""
    for side in dict.fromkeys((giver, holding.head)):
        if found := related(case, side, taker, day):
            return best(found)
    return ()


def _holds_in(case: Case, payment: Payment, day: date) -> tuple[Edge, ...]:
    """A payee who is a shareholder of an unlisted payer, however small: not R1–R9, but not a stranger either."""
    if case.party(payment.payer).listed:
        return ()
    pair = (payment.payee, payment.payer)
    stakes = [i for i in index_of(case).stakes.get(pair, ()) if i.period.may_hold_on(day)]
    return tuple(
        Edge(
            "ownership",
            i.owner,
            i.company,
            i.place,
            share=str(i.share) if i.share else None,
            start=_text(i.period.start),
        )
        for i in stakes
    )


def _text(span: DateSpan | None) -> str | None:
    return str(span) if span else None


def _pooled(case: Case, payment: Payment) -> bool:
    """Do the two share a recorded cash pool? Its sweeps are the pool's business, and a claim remains."""
    agreed = index_of(case).agreed.get(frozenset((payment.payer, payment.payee)), ())
    return any(c.kind == "cash_pool" for c in agreed)


def act_evidence(case: Case, disposal: Disposal) -> tuple[Evidence, ...]:
    """The act's row, and the other rows that state the same act."""
    if isinstance(disposal.act, Transfer):
        return transfer_evidence(case, disposal.act)
    return (says(disposal.place, *_payment_words(case, disposal.act), "payment"),)


def transfer_evidence(case: Case, transfer: Transfer) -> tuple[Evidence, ...]:
    t = transfer
    thing, price = thing_words(case, t), price_words(t)
    giver, taker = name_of(case, t.giver), name_of(case, t.taker)
    act = says(
        t.place,
        f"{t.on or '日期不详'}：{giver}将{thing[0]}转让给{taker}，{price[0]}",
        f"{t.on or 'undated'}: {giver} passes {thing[1]} to {taker} {price[1]}",
        "transfer",
    )
    others = restated(case, t)
    return (act, *(says(o.place, "同一行为的另一记录", "another record of the same act", "restated") for o in others))


def price_counter(
    case: Case, transfer: Transfer, paid: Paid, negative: Evidence | None
) -> tuple[Evidence | Absent, ...]:
    """What may make a price fair: payment, negative net assets, an employee plan, debt as the price, an open sale."""
    t = transfer
    found: list[Evidence | Absent] = [
        says(p.place, f"{p.on}付款{p.money}", f"paid {p.money} on {p.on}", "payment") for p in paid.payments
    ]
    if not paid.payments and paid.looked:
        found.append(
            absent(
                "受让方向转让方的付款（行为前90日至后24个月）",
                "payments from taker to giver (90 days before to 24 months after)",
            )
        )
    if t.company is not None:
        found.append(
            negative or absent("行为前净资产为负的账目", "accounts showing negative net assets before the act")
        )
    plan = next((c for c in case.contracts if c.kind == "employee_plan" and t.company in (c.first, c.second)), None)
    if plan:
        words = ("存在员工持股计划，可能为按成本回购", "an employee plan exists: it may be a buy-back at cost")
        found.append(says(plan.place, *words, "contract"))
    if t.consideration in ("debt", "shares"):
        words = ("记录的对价为债权或股权", "the recorded consideration is debt or shares")
        found.append(says(t.place, *words, "consideration"))
    found.append(open_market(t.place) or absent("拍卖、公开挂牌或询价的记录", "a record of auction, listing or bids"))
    return tuple(found)


def payment_counter(case: Case, disposal: Disposal) -> tuple[Evidence | Absent, ...]:
    """What may make a payment owed: a contract of the two, money the payee gave before, money that came back."""
    pair = frozenset((disposal.giver, disposal.taker))
    found: list[Evidence | Absent] = [
        says(
            c.place,
            f"双方之间有{word('contract_kind', c.kind).zh}合同{c.money or ''}",
            f"a {word('contract_kind', c.kind).en} contract of the two {c.money or ''}".rstrip(),
            "contract",
        )
        for c in index_of(case).agreed.get(pair, ())
    ]
    given = [p for p in index_of(case).paid.get((disposal.taker, disposal.giver), ()) if p.done and p.money]
    found += [
        says(p.place, f"{p.on}收款方曾付给付款方{p.money}", f"the payee paid the payer {p.money} on {p.on}", "payment")
        for p in given
    ]
    none = absent("双方之间的合同或收款方先前的付款", "a contract of the two, or money the payee gave")
    return tuple(found) or (none,)


def _payment_words(case: Case, act: Payment) -> tuple[str, str]:
    giver, taker, kind = name_of(case, act.payer), name_of(case, act.payee), _kind(act)
    until = (f"至{act.until}", f" to {act.until}") if act.until else ("", "")
    purpose = (f"，摘要：{act.purpose}", f'; purpose "{act.purpose}"') if act.purpose else ("", "")
    return (
        f"{act.on}{until[0]}：{giver}向{taker}付款{act.money or '（金额不详）'}（{kind.zh}）{purpose[0]}",
        f"{act.on}{until[1]}: {giver} pays {act.money or 'an unknown sum'} to {taker} ({kind.en}){purpose[1]}",
    )


def _kind(payment: Payment) -> Text:
    return word("payment_kind", payment.kind) if payment.kind else two("用途不详", "purpose unknown")
