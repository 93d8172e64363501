"""Legal grounds, chosen by the date of the act."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal, Protocol, cast, runtime_checkable

PeriodKind = Literal["extinctive", "limitation", "procedural"]
Direction = Literal["forward", "back"]
Status = Literal["in force", "draft", "unverified"]
Event = Literal["act", "knowledge", "acceptance", "filing", "ruling_served", "insolvency_closed", "judgment_effective"]

_OWN_TABLE = frozenset({"CN", "HK", "GB", "US"})
_ALIASES = {"UK": "GB", "PRC": "CN", "CN-HK": "HK", "CN-91": "HK", "GB-ENG": "GB", "GB-WLS": "GB", "GB-EAW": "GB"}
# Parts of a country with a law of their own that no table here holds: never answered with the larger country's law.
_APART = frozenset({"CN-MO", "CN-92", "CN-TW", "CN-71", "GB-SCT", "GB-NIR"})
_LENGTH = re.compile(r"[1-9]\d*[ymd]$")


@runtime_checkable
class Span(Protocol):
    """A day known to lie between two days, both included; None = no bound known. graph.values.DateSpan is one."""

    @property
    def first(self) -> date | None: ...

    @property
    def last(self) -> date | None: ...


@dataclass(frozen=True, slots=True)
class Bilingual:
    """One sentence in both languages."""

    zh: str
    en: str


NOTHING = Bilingual("", "")


@dataclass(frozen=True, slots=True)
class Element:
    """One thing to be shown; `key` is what a detector reports on, `name` what people read."""

    key: str
    name: Bilingual


@dataclass(frozen=True, slots=True)
class Period:
    """A time limit: length "1y", "6m" or "15d", counted forward from an event or back from it.

    extinctive periods end the right and never stop; limitation may stop; procedural is set by the court's rules.
    """

    key: str
    kind: PeriodKind
    length: str
    counted_from: Event
    direction: Direction
    rule: Bilingual


@dataclass(frozen=True, slots=True)
class Ground:
    """A provision under which something may be asked, with what must be shown and by when.

    Acts dated in [acts_from, acts_until) are governed; both None = not chosen by the act's date. arises False = an
    entry saying that nothing arises by itself. certain False = the act's date is partial: another version may govern.
    """

    id: str
    jurisdiction: str
    typologies: tuple[str, ...]
    provision: Bilingual
    instrument: Bilingual
    acts_from: date | None
    acts_until: date | None
    when: frozenset[str]
    when_any: frozenset[str]
    unless: frozenset[str]
    elements: tuple[Element, ...]
    periods: tuple[Period, ...]
    status: Status
    checked_on: date
    note: Bilingual
    remedy: Bilingual
    route: str | None
    draft_of: str | None
    arises: bool
    certain: bool = True


def table_for(jurisdiction: str) -> str | None:
    """The table that answers for a jurisdiction code: CN, HK, GB, US, EU, a place offshore, or None (no table)."""
    code = jurisdiction.strip().upper().replace("_", "-")
    if code in _APART:
        return None
    country = _ALIASES.get(code, code).split("-")[0]
    if country in _OWN_TABLE or country in _places("offshore.toml"):
        return country
    return "EU" if country in _places("eu.toml") else None


def bounds(act: date | Span | None) -> tuple[date | None, date | None]:
    """First and last possible day of an act; (None, None) when nothing is known."""
    if act is None:
        return None, None
    return (act, act) if isinstance(act, date) else (act.first, act.last)


def grounds_for(
    typology: str, jurisdiction: str, act: date | Span | None, traits: frozenset[str] = frozenset()
) -> tuple[Ground, ...]:
    """The grounds that may carry a finding, sorted by id; drafts are left out (see drafts_for).

    Where the act's date is partial and versions on both sides of a change may govern, all are returned with
    certain False. A jurisdiction without a table gives (). ValueError for a trait that is not in traits().
    """
    return select(all_grounds(), typology, jurisdiction, act, traits)


def select(
    table: Iterable[Ground],
    typology: str,
    jurisdiction: str,
    act: date | Span | None,
    chosen: frozenset[str] = frozenset(),
) -> tuple[Ground, ...]:
    """grounds_for over any table of grounds."""
    unknown = sorted(chosen - traits().keys())
    if unknown:
        raise ValueError(f"unknown traits: {', '.join(unknown)}; queries/law/terms.toml lists them")
    place = table_for(jurisdiction)
    if place is None:
        return ()
    fitting = [
        ground
        for ground in table
        if ground.draft_of is None and typology in ground.typologies and _fits(ground, chosen)
    ]
    local = [ground for ground in fitting if ground.jurisdiction == place]
    if not local and place in _places("offshore.toml"):
        local = [ground for ground in fitting if ground.jurisdiction == "offshore"]
    dated = (_on(ground, act) for ground in local)
    return tuple(sorted((ground for ground in dated if ground is not None), key=lambda ground: ground.id))


def drafts_for(ground_id: str) -> tuple[Ground, ...]:
    """Draft provisions that would change this ground if they came into force: for 若征求意见稿施行."""
    return tuple(ground for ground in all_grounds() if ground.draft_of == ground_id)


def additions() -> tuple[Ground, ...]:
    """变更追加规定 13–25: liability that needs no scheme, to be tested for every PRC debtor."""
    return tuple(g for g in all_grounds() if "liability" in g.typologies and g.draft_of is None)


def ground(ground_id: str) -> Ground:
    """One ground by its id; KeyError where there is none."""
    return {each.id: each for each in all_grounds()}[ground_id]


@cache
def all_grounds() -> tuple[Ground, ...]:
    """Every ground of every table, sorted by id."""
    found = [each for name in _tables() if name != "terms.toml" for each in _read(name)]
    return tuple(sorted(found, key=lambda each: each.id))


@cache
def traits() -> Mapping[str, Bilingual]:
    """What a typology may say of an act: key → label."""
    return MappingProxyType({key: _words(value) for key, value in _terms("traits").items()})


def _fits(ground: Ground, chosen: frozenset[str]) -> bool:
    some = not ground.when_any or bool(ground.when_any & chosen)
    return ground.when <= chosen and some and not ground.unless & chosen


def _on(ground: Ground, act: date | Span | None) -> Ground | None:
    """The ground as it applies to an act on that day: as is, marked uncertain, or not at all."""
    first, last = bounds(act)
    start, end = ground.acts_from, ground.acts_until
    too_late = end is not None and first is not None and first >= end
    too_early = start is not None and last is not None and last < start
    if too_late or too_early:
        return None
    starts_inside = start is None or (first is not None and first >= start)
    ends_inside = end is None or (last is not None and last < end)
    return ground if starts_inside and ends_inside else replace(ground, certain=False)


def _tables() -> list[str]:
    return sorted(each.name for each in (files("queries") / "law").iterdir() if each.name.endswith(".toml"))


@cache
def _table(name: str) -> dict[str, object]:
    return cast("dict[str, object]", tomllib.loads((files("queries") / "law" / name).read_text(encoding="utf-8")))


def _places(name: str) -> list[str]:
    """The places a shared table answers for, by ISO code."""
    return cast("list[str]", _table(name)["places"])


def _terms(section: str) -> dict[str, Mapping[str, str]]:
    return cast("dict[str, Mapping[str, str]]", _table("terms.toml")[section])


def _words(pair: Mapping[str, str] | None) -> Bilingual:
    return NOTHING if pair is None else Bilingual(pair["zh"], pair["en"])


def _element(key: str) -> Element:
    return Element(key, _words(_terms("elements")[key]))


def _period(key: str) -> Period:
    row = _terms("periods")[key]
    if not _LENGTH.match(row["length"]):
        raise ValueError(f"{key}: length {row['length']!r} is not a number with y, m or d")
    return Period(
        key=key,
        kind=cast("PeriodKind", row["kind"]),
        length=row["length"],
        counted_from=cast("Event", row["from"]),
        direction=cast("Direction", row.get("direction", "forward")),
        rule=_words(row),
    )


def _read(name: str) -> list[Ground]:
    table = _table(name)
    rows = cast("list[dict[str, object]]", table["ground"])
    return [_ground(row, cast("str", row.get("jurisdiction", table["jurisdiction"]))) for row in rows]


def _ground(row: Mapping[str, object], jurisdiction: str) -> Ground:
    def keys(name: str) -> list[str]:
        return cast("list[str]", row.get(name, []))

    def words(name: str) -> Bilingual:
        return _words(cast("Mapping[str, str] | None", row.get(name)))

    return Ground(
        id=cast("str", row["id"]),
        jurisdiction=jurisdiction,
        typologies=tuple(sorted(keys("typologies"))),
        provision=words("provision"),
        instrument=_words(_terms("instruments")[cast("str", row["instrument"])]),
        acts_from=cast("date | None", row.get("acts_from")),
        acts_until=cast("date | None", row.get("acts_until")),
        when=frozenset(keys("when")),
        when_any=frozenset(keys("when_any")),
        unless=frozenset(keys("unless")),
        elements=tuple(_element(key) for key in keys("elements")),
        periods=tuple(_period(key) for key in keys("periods")),
        status=cast("Status", row["status"]),
        checked_on=cast("date", row["checked_on"]),
        note=words("note"),
        remedy=words("remedy"),
        route=cast("str | None", row.get("route")),
        draft_of=cast("str | None", row.get("draft_of")),
        arises=cast("bool", row.get("arises", True)),
    )
