"""Whose names are not printed, and what stands for them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graph.name_words import DOUBLE_SURNAMES
from reports.levels import Level

Record = Mapping[str, Any]
_LATIN = re.compile(r"[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Unnamed:
    """The names that must not be printed, and what stands for each, by language."""

    pattern: re.Pattern[str] | None
    stands_for: Mapping[str, Mapping[str, str]]

    def of(self, text: str, language: str) -> str:
        if self.pattern is None:
            return text

        def instead(found: re.Match[str]) -> str:
            kept = self.stands_for.get(found[0])
            return found[0] if kept is None else kept.get(language, kept["both"])

        return self.pattern.sub(instead, text)


def unnamed(document: Record, level: Level) -> Unnamed:
    """Minors at every level; persons outside the case where the level says so.

    Longer names stand first, so that a grown-up whose name holds a minor's keeps their own, and a firm its owner's.
    """
    parties = list(_parties(document))
    names = {str(party["id"]): str(party["name"]) for party in parties}
    stands = _minors(document, parties, names)
    if level.outsiders == "surname":
        stands |= {k: v for k, v in _outsiders(document, names).items() if k not in stands}
    if not stands:
        return Unnamed(None, {})
    known = sorted({*names.values(), *stands} - {""}, key=lambda name: (-len(name), name))
    return Unnamed(re.compile("|".join(map(_whole, known))), stands)


def _whole(name: str) -> str:
    """A name in Latin letters is met as a whole word only: Li is not in Limited."""
    before = r"(?<![A-Za-z])" if _LATIN.match(name[0]) else ""
    after = r"(?![A-Za-z])" if _LATIN.match(name[-1]) else ""
    return f"{before}{re.escape(name)}{after}"


def _parties(value: Any) -> Iterator[Record]:
    if isinstance(value, Mapping):
        if "name" in value and "kind" in value and "id" in value:
            yield value
        for each in value.values():
            yield from _parties(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _parties(each)


# outsiders --------------------------------------------------------------------------------------------------------
def _outsiders(document: Record, names: Mapping[str, str]) -> dict[str, Mapping[str, str]]:
    """Name → stand-in of every person of the case's data who is no party of what is printed; 张某1, J.S. (2)."""
    inside = inside_ids(document)
    people = [row for row in document.get("persons") or () if row.get("names")]
    named = {name for row in people if row["id"] in inside for name in row["names"]}
    named |= {names[one] for one in inside if one in names}
    outside = sorted({name for row in people if row["id"] not in inside for name in row["names"]} - named)
    text = "\n".join(_texts({key: value for key, value in document.items() if key != "persons"}))
    # Numbered over all, so that a name has one stand-in in the report and in the pack around it.
    numbered = enumerate((name for name in outside if _hides(name)), 1)
    return {name: _initial(name, n) for n, name in numbered if name in text}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, each in value.items():
            yield str(key)
            yield from _texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, str):
        yield value


def inside_ids(document: Record) -> frozenset[str]:
    """Who is a party of the case: debtors, creditor, and whoever a printed lead, asset or liability is about."""
    case = document.get("case") or {}
    found = {str(d["id"]) for d in case.get("debtors") or ()}
    found |= {str(case["creditor"]["id"])} if isinstance(case.get("creditor"), Mapping) else set()
    for lead in document.get("leads") or ():
        if lead.get("tier") != "signal":
            found |= {*map(str, lead.get("parties") or ()), *_nodes(lead.get("chain"))}
    for asset in document.get("assets") or ():
        found |= {str((asset.get("owner") or {}).get("id")), *_nodes(asset.get("tie"))}
    found |= {str(row["who"]["id"]) for row in document.get("liable_parties") or () if row.get("who")}
    found |= {str(p["id"]) for row in document.get("liability_tests") or () for p in row.get("named") or ()}
    return frozenset(found)


def _nodes(chain: Any) -> set[str]:
    return {str(node["id"]) for node in (chain or {}).get("nodes") or ()}


def _hides(name: str) -> bool:
    """A name of one sign, or one that is masked already, hides nobody further."""
    return len(name.strip()) > 1 and "某" not in name and "*" not in name


def _initial(name: str, nth: int) -> Mapping[str, str]:
    """By surname, as Chinese courts publish (最高人民法院关于人民法院在互联网公布裁判文书的规定 8, 9); by initials in Latin letters."""
    if _LATIN.match(name):
        letters = "".join(f"{part[0]}." for part in re.split(r"[\s\-]+", name) if part)
        said = f"{letters} ({nth})"
    else:
        said = f"{name[:2] if name[:2] in DOUBLE_SURNAMES and len(name) > 2 else name[0]}某{nth}"
    return {"zh": said, "en": said, "both": said}


# minors -----------------------------------------------------------------------------------------------------------
def _parents(value: Any) -> Iterator[tuple[str, str]]:
    """Child and parent of every edge that says so."""
    if isinstance(value, Mapping):
        ends = {"parent": ("to", "from"), "child": ("from", "to")}.get(str(value.get("label")))
        if ends and value.get("kind") == "relation":
            yield str(value.get(ends[0])), str(value.get(ends[1]))
        for each in value.values():
            yield from _parents(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _parents(each)


def _minors(document: Record, parties: list[Record], names: Mapping[str, str]) -> dict[str, Mapping[str, str]]:
    parents = dict(_parents(document))
    young = {
        str(p["name"]): str(p.get("minor_of") or parents.get(str(p["id"]), ""))
        for p in parties
        if p.get("minor") is True and p["name"]
    }
    stands: dict[str, Mapping[str, str]] = {}
    counted: dict[str, int] = {}
    for name, parent in young.items():
        if _already(name):
            continue
        of = names.get(parent, parent)
        counted[of] = counted.get(of, 0) + 1
        stands[name] = _stand_in("" if of in young else of, counted[of])
    return stands


def _already(name: str) -> bool:
    return "minor child" in name or name.startswith("minor (未成年人")


def _stand_in(parent: str, nth: int) -> dict[str, str]:
    tail = f" ({nth})" if nth > 1 else ""
    if not parent:
        return {"zh": f"未成年人{tail}", "en": f"a minor{tail}", "both": f"minor (未成年人){tail}"}
    zh, en = f"{parent}的未成年子女{tail}", f"minor child of {parent}{tail}"
    return {"zh": zh, "en": en, "both": f"{en} ({parent}的未成年子女)"}
