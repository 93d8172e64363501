"""One thing of value: whose, what it is worth, who can freeze it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from graph.case import Case
from graph.chains import Chain
from graph.facts import Title
from graph.values import DateSpan, Money, Share
from queries.encumbered import Burden, burden_warnings, burdens_on, left_after
from queries.grounds import Bilingual as Text
from queries.lead import Evidence, cited, two
from queries.offices import UNSURE, Office, office_for
from queries.phrases import name_of
from queries.pro_rata import ProRata
from queries.waterfall import Waterfall
from queries.worth import BASIS_NAMES

WHOLE = Share(Fraction(1), Fraction(1))


@dataclass(frozen=True, slots=True)
class Asset:
    """One asset and how it is reached. tie: debtor → owner, no edges where the debtor owns it itself.

    value: bounds on the whole thing, None = unknown; recoverable: what is left after prior burdens and the cost of the next
    step, None = unknown; route A–F; evidence: every row the entry rests on. doubt: why it may be nothing; worth_rows: what the
    value rests on; reach: the debtor's part of it, None = unknown; below: a thing of a company under the debtor;
    request: the most that a freeze should be asked for, None = not to be frozen now.
    """

    id: str
    kind: str
    what: Text
    owner: str
    tie: Chain
    in_plain_sight: bool
    value: Money | None
    basis: Text | None
    valued_on: DateSpan | None
    encumbrances: tuple[Burden, ...]
    route: str
    recoverable: Money | None
    office: Text
    action: Text
    warnings: tuple[Text, ...]
    evidence: tuple[Evidence, ...]
    doubt: tuple[Text, ...] = ()
    worth_rows: tuple[Evidence, ...] = ()
    reach: Share | None = WHOLE
    below: bool = False
    waterfall: Waterfall | None = None
    pro_rata: ProRata | None = None
    request: Money | None = None


@dataclass(frozen=True, slots=True)
class Worth:
    """A value with its basis, day and rows; doubt: why it may be nothing (then only the high bound counts)."""

    money: Money | None = None
    basis: Text | None = None
    on: DateSpan | None = None
    evidence: tuple[Evidence, ...] = ()
    doubt: tuple[Text, ...] = ()


def owned(
    case: Case, asset_id: str, kind: str, what: Text, owner: str, worth: Worth, rows: Iterable[Evidence],
    office: Office, *, thing: str | None = None, warnings: Iterable[Text] = (),
) -> Asset:  # fmt: skip
    """Something in the owner's own name or owed to it; alleged rows are no plain sight and nobody's to freeze."""
    held = tuple(rows)
    burdens = burdens_on(case, thing, kind) if thing else ()
    left = left_after(case, worth.money, burdens)
    if left is not None and worth.doubt:
        left = Money(Decimal(0), left.high, left.currency)
    unsure = bool(held) and all(e.place.unsure for e in held)
    told = (*warnings, *worth.doubt, *burden_warnings(case, burdens), *((UNSURE,) if unsure else ()))
    return Asset(
        asset_id, kind, what, owner, Chain((), (owner,)), not unsure, worth.money, worth.basis, worth.on, burdens,
        "C" if unsure else office.route, left, office.office, office.action, told,
        cited(held, worth.evidence, *(b.evidence for b in burdens)), worth.doubt, worth.evidence,
    )  # fmt: skip


def claim(
    case: Case, debtor: str, other: str, sort: str, words: Text, worth: Worth, rows: Iterable[Evidence],
    warnings: Iterable[Text] = (), kind: str = "receivable",
) -> Asset:  # fmt: skip
    """A claim against one party: the office is that party, wherever it is registered."""
    base = office_for(kind, case.debt.jurisdiction, case.party(other).text("jurisdiction"))
    name = name_of(case, other)
    office = Office(base.route, two(f"{base.office.zh}：{name}", f"{base.office.en}: {name}"), base.action)
    return owned(case, f"{sort}:{debtor}:{other}", kind, words, debtor, worth, rows, office, warnings=warnings)


def elsewhere(
    case: Case, asset_id: str, kind: str, what: Text, owner: str, tie: Chain, worth: Worth, rows: Iterable[Evidence],
    action: Text, *, thing: str | None = None, place: str | None = None, reach: Share | None = WHOLE, below: bool = False,
) -> Asset:  # fmt: skip
    """Something in another's name: route C, shown for valuation, never freezable in the present enforcement."""
    burdens = burdens_on(case, thing, kind) if thing else ()
    office = office_for(kind, case.debt.jurisdiction, place)
    return Asset(
        asset_id, kind, what, owner, tie, False, worth.money, worth.basis, worth.on, burdens, "C", None, office.office,
        action, (*worth.doubt, *burden_warnings(case, burdens)),
        cited(rows, worth.evidence, *(b.evidence for b in burdens)), worth.doubt, worth.evidence, reach, below,
    )  # fmt: skip


def basis_text(basis: str | None) -> Text:
    return two(*BASIS_NAMES.get(basis or "", BASIS_NAMES[""]))


def title_rows(case: Case, owner: str) -> dict[str, list[Title]]:
    """Open titles of one owner by asset; not those that a recorded transfer has since moved to an open title."""
    found: dict[str, list[Title]] = {}
    for title in case.titles:
        if title.owner == owner and title.period.may_hold_on(case.as_of) and not _moved_on(case, title):
            found.setdefault(title.asset, []).append(title)
    return dict(sorted(found.items()))


def _moved_on(case: Case, title: Title) -> bool:
    """A transfer away is recorded, and the taker stands in the register itself."""
    takers = {t.taker for t in case.transfers if t.thing == title.asset and t.giver == title.owner}
    return any(t.owner in takers and t.period.may_hold_on(case.as_of) for t in case.titles_of(title.asset))


def title_worth(case: Case, titles: list[Title]) -> Worth:
    """The newest value that a row of the thing gives, times the owner's part of it."""
    asset, owner = titles[0].asset, titles[0].owner
    valued = [t for t in (*titles, *case.titles_of(asset)) if t.value is not None]
    newest = max(
        valued, key=lambda t: (t.valued_on.last.isoformat() if t.valued_on else "", t.owner == owner), default=None
    )
    doubt = _title_doubt(case, titles)
    if newest is None or newest.value is None:
        return Worth(doubt=doubt)
    share = next((t.share for t in titles if t.share), None)
    money = newest.value.times(share) if share else newest.value
    basis = basis_text(newest.basis)
    text = two(f"{basis.zh}：{newest.value}", f"{basis.en}: {newest.value}")
    # A value on the title's own row is already cited with it.
    cited_there = any(t.place.fact == newest.place.fact for t in titles)
    rows = () if cited_there else (Evidence(newest.place, text, "value"),)
    return Worth(money, basis, newest.valued_on, rows, doubt)


def _title_doubt(case: Case, titles: list[Title]) -> tuple[Text, ...]:
    """Why the owner may not have it, or not all of it."""
    asset, owner = titles[0].asset, titles[0].owner
    found = []
    others = {t.owner for t in case.titles_of(asset) if t.owner != owner and t.period.may_hold_on(case.as_of)}
    if others and not any(t.share for t in titles):
        found.append(two("另有登记权利人，份额不详", "others are registered too, the parts unknown"))
    if any(t.thing == asset and t.giver == owner for t in case.transfers):
        found.append(
            two(
                "有转让记录而登记未变，须核实现登记",
                "a transfer is recorded but not registered: check the register today",
            )
        )
    if all(t.period.holds_on(case.as_of) == "cannot tell" for t in titles):
        found.append(two("日期不完整，现是否持有须核实", "partial dates: check whether it is still held"))
    return tuple(found)


def place_of(titles: list[Title]) -> str | None:
    return next((t.court_area for t in titles if t.court_area), None) or next(
        (t.address for t in titles if t.address), None
    )


def title_words(titles: list[Title]) -> Text:
    """Name and number of a thing, as its rows give them."""
    name = next((t.name for t in titles if t.name), titles[0].asset)
    number = next((t.identifier for t in titles if t.identifier), None)
    return two(f"{name}（{number}）" if number else name, f"{name} ({number})" if number else name)


def title_evidence(case: Case, titles: Iterable[Title]) -> tuple[Evidence, ...]:
    found = []
    for t in titles:
        name, who = t.name or t.asset, case.party(t.owner or "?").name
        days, basis = f"{t.period.start or '?'} – {t.period.end or ''}", basis_text(t.basis)
        zh, en = (f"；{basis.zh}{t.value}", f"; {basis.en} {t.value}") if t.value else ("", "")
        text = two(f"{name}登记权利人：{who}（{days}）{zh}", f"{name}: registered to {who} ({days}){en}")
        found.append(Evidence(t.place, text, "title"))
    return tuple(found)
