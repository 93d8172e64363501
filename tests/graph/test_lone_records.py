"""What is settled in columns is what reading record by record finds."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl
import pytest

from graph import entities
from graph.lone_records import node_of, plain_records, plain_rows
from graph.names import company_key
from graph.nodes import declared_nodes
from graph.people import firm_keys
from graph.resolve import Match, Node, Resolved, Verdict, match_id, resolve
from graph.snapshot import Snapshot
from tests.shelf import frozen

MANY = tuple(f"重庆{a}{b}商贸有限公司" for a in "东南西北" for b in "山水")
CODES = ("91350100M000100Y43", "91110000600037341L", "91110000600037341l", "91350100M000100Y44", "11010519491231002X")
FIRMS = (
    "重庆甲江建设有限公司",
    "重庆乙江建设有限公司",
    "重庆甲江建设（集团）有限公司",
    "重庆甲江建设(集团)有限公司",
    "Alpha Ltd",
)
PEOPLE = ("张伟", "李娜", "王强", "张 伟", "王某", "方公司")
CROWD = tuple(a + b for a in "赵钱孙李" for b in "勇军洋")
KINDS = ("company", "company", "person", "partnership", "", "unknown")
IDS = ("A", "B", "C", "D", "E", "F", "G", "H", "J", "K")


def _csv(heading: str, rows: Iterable[tuple[str, ...]]) -> str:
    return heading + "\n" + "".join(",".join(row) + "\n" for row in rows)


def _label(rng: random.Random, own: tuple[str, ...]) -> dict[str, str]:
    parties = []
    for ident in rng.sample(IDS, rng.randint(2, 7)):
        kind = rng.choice(KINDS)
        human = kind == "person" or (not kind and rng.random() < 0.5)
        usual, odd = (CROWD, PEOPLE) if human else (MANY, FIRMS)
        name = rng.choice(usual if rng.random() < 0.7 else odd)
        code = rng.choice(CODES) if rng.random() < 0.35 else ""
        former = rng.choice(FIRMS) if rng.random() < 0.1 and kind != "person" else ""
        number = rng.choice(("", "", "", f"cn-id:{CODES[4]}", "person-no:7"))
        parties.append((ident, kind, name, code, former, number if kind == "person" else ""))
        if rng.random() < 0.1:
            parties.append((ident, kind, rng.choice(FIRMS), "", "", ""))
    words = (*IDS, *IDS, *rng.sample(FIRMS + MANY, 3), *rng.sample(PEOPLE + CROWD, 6), rng.choice(CODES[:2]), *own)
    held = {(rng.choice(words), rng.choice((*IDS, *IDS, rng.choice(FIRMS), "王强"))) for _ in range(rng.randint(1, 12))}
    serve = {(rng.choice((*PEOPLE, *CROWD, *IDS)), rng.choice((*IDS, *IDS, *FIRMS))) for _ in range(rng.randint(1, 12))}
    return {
        "parties.csv": _csv("id,kind,name,identifier,other_names,other_identifiers", parties),
        "holdings.csv": _csv("owner,company,share", [(*pair, "10%") for pair in sorted(held)]),
        "roles.csv": _csv("person,company,role", [(*pair, "director") for pair in sorted(serve)]),
    }


def _verdicts(rng: random.Random, found: Snapshot) -> list[Verdict]:
    keys = found.parties["records"].explode().to_list()
    pairs = [sorted(rng.sample(keys, 2)) for _ in range(rng.randint(0, 2)) if len(keys) > 1]
    return [
        Verdict(match_id(a, b), a, b, rng.choice(("same", "not")), "anna", "2026-01-01T00:00:00Z") for a, b in pairs
    ]


def _told(found: Snapshot) -> tuple[str, str, list[dict[str, Any]], tuple[Match, ...], Mapping[str, int]]:
    return found.id, found.provenance, found.parties.to_dicts(), found.matches, found.counts


def test_columns_find_what_reading_one_by_one_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = 0
    for seed in range(100):
        rng = random.Random(seed)
        labels = {label: _label(rng, (label,)) for label in ("one", "two")[: rng.randint(1, 2)]}
        verdicts = _verdicts(rng, frozen(labels))
        whole = _told(frozen(labels, verdicts))
        with monkeypatch.context() as slow:
            slow.setattr(entities, "plain_rows", lambda frame: pl.repeat(False, frame.height, eager=True))
            slow.setattr(entities, "plain_people", lambda names: pl.repeat(False, len(names), eager=True))
            slow.setattr(entities, "_name_keys", lambda names, of: pl.Series([of(n) for n in names], dtype=pl.String))
            seen = _count(slow)
            assert _told(frozen(labels, verdicts)) == whole, seed
        with monkeypatch.context() as fast:
            quick = _count(fast)
            frozen(labels, verdicts)
        alone += sum(seen) - sum(quick)
    assert alone > 150, "hardly a record was settled in columns: the test shows nothing"


def _count(patch: pytest.MonkeyPatch) -> list[int]:
    """How many records resolve() is given from now on."""
    seen: list[int] = []

    def counted(nodes: list[Node], verdicts: Iterable[Verdict]) -> Resolved:
        seen.append(len(nodes))
        return resolve(nodes, verdicts)

    patch.setattr(entities, "resolve", counted)
    return seen


def test_a_plain_row_says_what_its_record_says() -> None:
    columns = ("_label", "id", "kind", "name", "other_names", "identifier", "other_identifiers", "jurisdiction")
    rng = random.Random(7)
    rows = [
        ("one", f"P{at}", kind := rng.choice(("company", "person", "partnership", "public_body", "unknown", None)),
         rng.choice(PEOPLE if kind == "person" else FIRMS), None, rng.choice((None, *CODES)), None,
         rng.choice((None, "CN", "HK")))
        for at in range(800)
    ]  # fmt: skip
    frame = pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")
    plain = plain_rows(frame)
    assert 100 < plain.sum() < 700
    found = plain_records(frame.filter(plain)).select("key", "label", "id", "kind", "name", "ids")
    expected = {n.key: n for n in declared_nodes(frame.filter(plain))}
    for row in found.iter_rows():
        node, known = node_of(*row), expected[row[0]]
        assert (node.names, node.kind, node.ids, node.declared) == (known.names, known.kind, known.ids, known.declared)
        assert (node.former, node.person_no, node.jurisdiction) == (known.former, known.person_no, "")


def test_the_key_of_a_plain_firm_is_the_careful_one() -> None:
    rng = random.Random(11)
    letters = [chr(c) for c in range(0x4E00, 0x9FA6)] + list("（）()〔〕·ＡA. ")
    names = ["".join(rng.choices(letters, k=rng.randint(1, 12))) for _ in range(20_000)] + list(FIRMS)
    pairs = [(name, key) for name, key in zip(names, firm_keys(pl.Series(names)), strict=True) if key is not None]
    assert len(pairs) > 300
    assert [name for name, key in pairs if company_key(name) != key] == []
