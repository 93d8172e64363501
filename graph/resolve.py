"""Which records are one party: Matches with reasons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from graph.names import NameShape, company_key, person_key, shape_of
from graph.statements import digest

Decision = Literal["same", "perhaps", "not"]
Basis = Literal[
    "identifier", "declared", "registered-name", "former-name", "one-name-one-company", "source-number",
    "decided", "same-name", "similar-name", "identifiers-differ",
]  # fmt: skip
# Of these a party has one; two different values are two parties.
EXCLUSIVE = frozenset({"cn-uscc", "cn-id", "lei", "gb-coh", "hk-brn"})
# Bases that a reader must be told of: the identity rests on more than an identifier.
PRESUMED: frozenset[str] = frozenset(
    {"registered-name", "former-name", "one-name-one-company", "source-number", "decided"}
)
MANY_NAMESAKES = 20

_SENTENCES: dict[str, tuple[str, str]] = {
    "identifier": ("the same valid identifier", "同一有效证件号码"),
    "registered-name": ("presumed one on the full registered name", "按登记全称推定为同一主体"),
    "former-name": ("presumed one on a former registered name", "按曾用登记名称推定为同一主体"),
    "one-name-one-company": ("one name within one company", "同一公司内同名，推定为同一人"),
    "source-number": ("the source's own number for this person", "来源自有人员编号"),
    "decided": ("decided by a person", "人工确认"),
    "same-name": ("the same name and nothing else", "仅姓名相同"),
    "similar-name": ("names that differ only in legal form or script", "名称仅法律形式或字形不同"),
    "identifiers-differ": ("the same name but different valid identifiers", "名称相同但有效证件号码不同"),
}


@dataclass(frozen=True, slots=True)
class Match:
    """Two records are, may be, or are not one party. left < right; reversible by a decision."""

    id: str
    left: str
    right: str
    decision: Decision
    basis: str
    score: float
    decided_by: str = "rule"
    at: str = ""

    def reason(self) -> dict[str, str]:
        en, zh = _SENTENCES.get(self.basis, (self.basis, self.basis))
        return {"en": en, "zh": zh}


@dataclass(slots=True)
class Node:
    """One record of a party before matching. key: stable text; ids: (scheme, value) with valid check digits."""

    key: str
    names: list[str]
    declared: str | None = None
    label: str = ""
    kind: str = ""
    former: tuple[str, ...] = ()
    ids: tuple[tuple[str, str], ...] = ()
    person_no: str | None = None
    companies: frozenset[int] = frozenset()
    jurisdiction: str = ""
    place: str = ""

    @property
    def is_person(self) -> bool:
        return self.kind == "person"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A person's decision on two records: same or not."""

    match: str
    left: str
    right: str
    decision: Decision
    actor: str
    at: str


@dataclass(frozen=True, slots=True)
class Resolved:
    """group[i]: the group of node i; matches made, refused or left open; bases on which a group was joined."""

    group: tuple[int, ...]
    matches: tuple[Match, ...]
    bases: Mapping[int, frozenset[str]]


def match_id(left: str, right: str) -> str:
    """Stable for the same two records, whichever comes first."""
    return "m-" + digest(*sorted((left, right)))[:12]


class _Groups:
    """Union-find that refuses to join groups whose exclusive identifiers differ, or that a person keeps apart."""

    def __init__(self, nodes: list[Node], verdicts: Iterable[Verdict]) -> None:
        self.parent = list(range(len(nodes)))
        self.values: dict[int, dict[str, str]] = {}
        self.bases: dict[int, set[str]] = {}
        for i, node in enumerate(nodes):
            held = {s: v for s, v in node.ids if s in EXCLUSIVE}
            if held:
                self.values[i] = held
        index = {node.key: i for i, node in enumerate(nodes)}
        self.verdicts = [(index[v.left], index[v.right], v) for v in verdicts if v.left in index and v.right in index]

    def find(self, i: int) -> int:
        while self.parent[i] != i:
            self.parent[i] = self.parent[self.parent[i]]
            i = self.parent[i]
        return i

    def verdict(self, i: int, j: int) -> Verdict | None:
        """What a person decided about these two groups, the latest last."""
        roots = {self.find(i), self.find(j)}
        return next((v for a, b, v in reversed(self.verdicts) if {self.find(a), self.find(b)} == roots), None)

    def differ(self, i: int, j: int) -> bool:
        a, b = self.values.get(self.find(i), {}), self.values.get(self.find(j), {})
        return any(b.get(scheme, value) != value for scheme, value in a.items())

    def kept_apart(self, i: int, j: int) -> bool:
        verdict = self.verdict(i, j)
        return self.differ(i, j) or (verdict is not None and verdict.decision == "not")

    def join(self, i: int, j: int, basis: str) -> bool:
        a, b = sorted((self.find(i), self.find(j)))
        if a != b:
            if self.kept_apart(a, b):
                return False
            self.parent[b] = a
            merged = {**self.values.pop(b, {}), **self.values.get(a, {})}
            if merged:
                self.values[a] = merged
            self.bases.setdefault(a, set()).update(self.bases.pop(b, set()))
            self.bases[a].add(basis)
        return True


def resolve(nodes: list[Node], verdicts: Iterable[Verdict] = ()) -> Resolved:
    """Join what an identifier or a full registered name joins; leave open what conflicts.

    A person's name never joins across companies (contract §3). What people decided is applied by record, so that it
    outlives later imports, and can be taken back. `nodes` must be sorted by key.
    """
    groups = _Groups(nodes, verdicts)
    matches: list[Match] = []
    _by_identifier(nodes, groups, matches)
    _by_registered_name(nodes, groups, matches)
    _within_company(nodes, groups, matches)
    _by_source_number(nodes, groups, matches)
    _decided(nodes, groups, matches)
    unique = {m.id: m for m in matches}
    return Resolved(
        tuple(groups.find(i) for i in range(len(nodes))),
        tuple(sorted(unique.values(), key=lambda m: (m.left, m.right))),
        {g: frozenset(b) for g, b in groups.bases.items()},
    )


def _match(a: Node, b: Node, decision: Decision, basis: str, score: float, verdict: Verdict | None = None) -> Match:
    left, right = sorted((a.key, b.key))
    if verdict:
        return Match(match_id(left, right), left, right, verdict.decision, basis, score, verdict.actor, verdict.at)
    return Match(match_id(left, right), left, right, decision, basis, score)


def _join(nodes: list[Node], groups: _Groups, i: int, j: int, basis: str, score: float) -> list[Match]:
    """Join unless a person said no or identifiers differ; the Match says what was done."""
    if groups.find(i) == groups.find(j):
        return []
    verdict = groups.verdict(i, j)
    if groups.differ(i, j):
        return [_match(nodes[i], nodes[j], "not", "identifiers-differ", 0.0)]
    joined = groups.join(i, j, basis)
    return [_match(nodes[i], nodes[j], "same" if joined else "not", basis, score, verdict)]


def _decided(nodes: list[Node], groups: _Groups, matches: list[Match]) -> None:
    latest = {v.match: (i, j, v) for i, j, v in groups.verdicts}
    for i, j, verdict in latest.values():
        if verdict.decision == "same" and groups.find(i) != groups.find(j):
            groups.join(i, j, "decided")
            matches.append(_match(nodes[i], nodes[j], "same", "decided", 1.0, verdict))
        elif verdict.decision == "not":
            matches.append(_match(nodes[i], nodes[j], "not", "decided", 0.0, verdict))


def _by_identifier(nodes: list[Node], groups: _Groups, matches: list[Match]) -> None:
    holders: dict[tuple[str, str], list[int]] = defaultdict(list)
    for i, node in enumerate(nodes):
        for identifier in node.ids:
            holders[identifier].append(i)
    for _identifier, found in sorted(holders.items()):
        for other in found[1:]:
            if groups.find(found[0]) == groups.find(other):
                continue
            joined = groups.join(found[0], other, "identifier")
            decision: Decision = "same" if joined else "perhaps"
            matches.append(_match(nodes[found[0]], nodes[other], decision, "identifier", 1.0 if joined else 0.5))


def _by_registered_name(nodes: list[Node], groups: _Groups, matches: list[Match]) -> None:
    """A full registered name is presumed to be one company, unless identifiers, places or one source's own ids differ."""
    current: dict[str, list[int]] = defaultdict(list)
    former: dict[str, list[int]] = defaultdict(list)
    for i, node in enumerate(nodes):
        if node.is_person:
            continue
        for name in node.names:
            if shape_of(name, node.jurisdiction or None) is NameShape.REGISTERED:
                current[company_key(name)].append(i)
        for name in node.former:
            if shape_of(name, node.jurisdiction or None) is NameShape.REGISTERED:
                former[company_key(name)].append(i)
    for key, found in sorted(current.items()):
        _join_named(nodes, groups, matches, sorted(set(found)), "registered-name")
        if key in former and all(nodes[i].declared is None and not nodes[i].ids for i in found):
            bearers = {groups.find(i) for i in former[key]}
            if len(bearers) == 1:
                _join_named(nodes, groups, matches, [former[key][0], *found], "former-name")


def _join_named(nodes: list[Node], groups: _Groups, matches: list[Match], found: list[int], basis: str) -> None:
    """Join the bare names to the one identified record; several identified records stay apart."""
    bare = [i for i in found if nodes[i].declared is None and not nodes[i].ids]
    known = [i for i in found if i not in bare]
    heads: list[int] = []
    for i in known:
        rival = next((h for h in heads if not _apart(nodes, groups, h, i)), None)
        if rival is None:
            heads.append(i)
        else:
            matches += _join(nodes, groups, rival, i, basis, 0.95)
    roots = sorted({groups.find(i) for i in heads})
    for a, b in combinations(roots[:MANY_NAMESAKES], 2):
        decision: Decision = "not" if groups.differ(a, b) else "perhaps"
        pair_basis = "identifiers-differ" if decision == "not" else "same-name"
        matches.append(_match(nodes[a], nodes[b], decision, pair_basis, 0.0 if decision == "not" else 0.7))
    target = heads[0] if len(roots) == 1 else None
    for i in bare:
        anchor = target if target is not None else (bare[0] if not heads else None)
        if anchor is None:
            matches += [_match(nodes[i], nodes[r], "perhaps", "same-name", 0.6) for r in roots[:MANY_NAMESAKES]]
        elif anchor != i:
            matches += _join(nodes, groups, anchor, i, basis, 0.9)


def _apart(nodes: list[Node], groups: _Groups, i: int, j: int) -> bool:
    """Two identified records of one name stay apart: other identifiers, other places, or one source calls them two."""
    a, b = nodes[i], nodes[j]
    places = {a.jurisdiction, b.jurisdiction} - {""}
    same_source = a.label == b.label and bool(a.declared) and bool(b.declared) and a.declared != b.declared
    return groups.differ(i, j) or len(places) > 1 or (same_source and groups.find(i) != groups.find(j))


def _within_company(nodes: list[Node], groups: _Groups, matches: list[Match]) -> None:
    """A person's name is one holder within one company: bare, numbered and declared bearers there are one.

    Where two bearers are shown to be two (differing identifiers, two ids of one source), nobody is joined.
    """
    bearers: dict[tuple[str, int], list[int]] = defaultdict(list)
    for i, node in enumerate(nodes):
        if node.is_person:
            for company in node.companies:
                for name in node.names:
                    bearers[person_key(name), groups.find(company)].append(i)
    for _, found in sorted(bearers.items()):
        ranked = sorted(
            set(found), key=lambda i: (nodes[i].declared is None, not nodes[i].ids, nodes[i].person_no is None, i)
        )
        told = {
            (nodes[i].label, nodes[i].declared or nodes[i].person_no)
            for i in ranked
            if nodes[i].declared or nodes[i].person_no
        }
        two_of_one_source = len(told) > len({label for label, _ in told})
        if two_of_one_source or any(groups.differ(ranked[0], i) for i in ranked[1:]):
            continue
        for i in ranked[1:]:
            matches += _join(nodes, groups, ranked[0], i, "one-name-one-company", 0.9)


def _by_source_number(nodes: list[Node], groups: _Groups, matches: list[Match]) -> None:
    numbered: dict[tuple[str, str], list[int]] = defaultdict(list)
    for i, node in enumerate(nodes):
        if node.person_no:
            numbered[node.label, node.person_no].append(i)
    for _, found in sorted(numbered.items()):
        for other in found[1:]:
            matches += _join(nodes, groups, found[0], other, "source-number", 0.8)
        groups.bases.setdefault(groups.find(found[0]), set()).add("source-number")
