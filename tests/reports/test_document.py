"""The lead document keeps contract §5 on every bundled case."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from queries.lead import TIERS
from queries.typology import typologies
from reports.dossier import dossier
from reports.report_format import report_format
from tests.bundled import CASES, EXAMPLES, Document, decoded, document

KEYS = {
    "": "case as_of snapshot software indicators assets liable_parties leads searched contradictions merges_relied_on sources",
    "case": "id title debtors creditor amount currency arose due suit judgment enforcement served judgment_effective insolvency_filed "
    "insolvency_accepted principal interest recovered court enforcement_number administrator purpose authority known as_of jurisdiction",
    "software": "name version",
    "leads[]": "id typology standing rank parties summary amount period chain evidence counter_evidence gaps route grounds tier score",
    "leads[].amount": "low high currency basis",
    "leads[].period": "start end",
    "leads[].chain": "nodes edges",
    "leads[].chain.nodes[]": "id name kind",
    "leads[].chain.edges[]": "kind from to share price start end standing statements",
    "leads[].evidence[]": "statement source row sha256 text",
    "leads[].gaps[]": "what from_whom instrument",
    "leads[].grounds[]": "jurisdiction provision elements deadline period_kind status",
    "leads[].score": "strength recoverable priority terms",
    "leads[].score.recoverable": "low high",
    "leads[].score.terms[]": "name weight why",
    "assets[]": "what owner tie value encumbrances route recoverable evidence",
    "assets[].tie": "nodes edges",
    "assets[].value": "low high currency basis on",
    "assets[].recoverable": "low high",
    "assets[].evidence[]": "statement source row sha256 text",
    "assets[].encumbrances[]": "kind holder amount currency start end last_day rank status evidence",
    "liable_parties[]": "who why leads provision strength missing evidence",
    "liable_parties[].evidence[]": "statement source row sha256 text",
    "indicators[]": "id value numerator denominator unknown as_of red evidence",
    "searched[]": "typology state hits needs",
    "contradictions[]": "kind parties period statements settle",
    "contradictions[].statements[]": "source row value sha256",
    "merges_relied_on[]": "id left right decision basis",
    "sources[]": "name sha256 rows",
}  # fmt: skip
MONEY = {"amount", "low", "high", "price", "principal", "interest", "recovered"}
DAYS = {
    "as_of", "start", "end", "day", "deadline", "last_day", "on", "arose", "due", "suit", "served", "judgment", "judgment_effective",
    "enforcement", "insolvency_filed", "insolvency_accepted", "date",
}  # fmt: skip
SHA = re.compile(r"[0-9a-f]{64}")
PERSON_NUMBER = re.compile(r"(?<![0-9A-Za-z])\d{17}[0-9Xx](?![0-9A-Za-z])")
HAN = re.compile(r"[一-鿿]")


@pytest.fixture(params=CASES, scope="module")
def found(request: pytest.FixtureRequest) -> Document:
    return document(str(request.param))


def walk(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every value below with its path: "leads[].score.terms[].weight"; an object before what it holds."""
    yield path, value
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from walk(inner, f"{path}.{key}".lstrip("."))
    elif isinstance(value, list):
        for inner in value:
            yield from walk(inner, f"{path}[]")


def key_of(path: str) -> str:
    return path.rsplit(".", 1)[-1].removesuffix("[]")


def evidence_of(found: Document) -> list[dict[str, Any]]:
    return [v for _, v in walk(found) if isinstance(v, dict) and "statement" in v]


# --- keys and plain values ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", KEYS)
def test_every_key_of_the_contract_is_there(path: str) -> None:
    objects = [v for case in CASES for p, v in walk(document(case)) if p == path and isinstance(v, dict)]
    assert objects, "no bundled case shows one"
    for each in objects:
        assert set(KEYS[path].split()) <= each.keys()


def test_unknown_is_null_and_nothing_else(found: Document) -> None:
    """No empty text, no "None"; `unknown` only where it is a word of a list, and a ratio has no unit."""
    for path, value in walk(found):
        words = (
            {"", "none", "nan", "null", "n/a"}
            if path.endswith(("kind", "outcome"))
            else {"", "none", "nan", "null", "n/a", "unknown"}
        )
        assert not isinstance(value, str) or value.lower() not in words or path == "leads[].tests[].unit", path


def test_only_plain_json_values(found: Document) -> None:
    assert json.loads(json.dumps(found, ensure_ascii=False, allow_nan=False)) == found


def test_money_is_a_decimal_string(found: Document) -> None:
    seen = [(path, value) for path, value in walk(found) if key_of(path) in MONEY and not isinstance(value, dict)]
    assert seen
    for path, value in seen:
        assert value is None or (isinstance(value, str) and re.fullmatch(r"-?\d+(\.\d+)?", value)), (path, value)


def test_bounds_stand_in_order(found: Document) -> None:
    for path, value in walk(found):
        if isinstance(value, dict) and {"low", "high"} <= value.keys():
            assert Decimal(value["low"]) <= Decimal(value["high"]), path
            assert re.fullmatch(r"[A-Z]{3}", value["currency"]), path


def test_days_are_iso_and_may_be_partial(found: Document) -> None:
    seen = [(path, value) for path, value in walk(found) if key_of(path) in DAYS and isinstance(value, str)]
    assert seen
    for path, value in seen:
        full = value + "-01-01"[len(value) - 4 :] if len(value) < 10 else value
        assert len(value) in (4, 7, 10), (path, value)
        assert date.fromisoformat(full).isoformat() == full, (path, value)


def test_texts_stand_in_both_languages(found: Document) -> None:
    pairs = [(path, v) for path, v in walk(found) if isinstance(v, dict) and v.keys() & {"zh", "en"}]
    assert pairs
    for path, pair in pairs:
        assert pair.keys() == {"zh", "en"}, path
        assert pair["zh"] and pair["en"], path


@pytest.mark.parametrize("part", ["leads[].summary", "leads[].title", "leads[].tier_why", "leads[].route_text"])
def test_chinese_text_is_chinese(part: str, found: Document) -> None:
    assert all(HAN.search(v["zh"]) for path, v in walk(found) if path == part)


def test_no_number_of_a_person_is_printed(found: Document) -> None:
    """The cases hold them: the export gives them in full."""
    assert PERSON_NUMBER.search((EXAMPLES / "construction" / "parties.csv").read_text(encoding="utf-8"))
    assert not PERSON_NUMBER.search(json.dumps(found, ensure_ascii=False))
    printed = report_format("json").render(dossier(found, language="both"))
    assert not PERSON_NUMBER.search(printed.decode())


# --- leads --------------------------------------------------------------------------------------------------------


def test_ranks_count_from_one_and_signals_stand_last(found: Document) -> None:
    leads = found["leads"]
    assert [lead["rank"] for lead in leads] == list(range(1, len(leads) + 1))
    order = [(lead["tier"] == "signal", -lead["score"]["priority"]) for lead in leads]
    assert order == sorted(order)


def test_ids_are_named_once(found: Document) -> None:
    for part in ("leads", "assets", "merges_relied_on", "indicators"):
        ids = [each["id"] for each in found[part]]
        assert len(ids) == len(set(ids)), part


def test_scores_have_four_decimals_and_their_terms_add_up(found: Document) -> None:
    for lead in found["leads"]:
        score = lead["score"]
        weights = [Decimal(str(term["weight"])) for term in score["terms"]]
        assert sum(weights) == Decimal(str(score["priority"]))
        for number in (score["strength"], score["priority"], *(t["weight"] for t in score["terms"])):
            exponent = Decimal(str(number)).as_tuple().exponent
            assert isinstance(exponent, int) and exponent >= -4
            assert 0 <= number <= 1


def test_leads_use_the_words_of_the_contract(found: Document) -> None:
    for lead in found["leads"]:
        assert lead["tier"] in TIERS
        assert lead["route"] in "ABCDEF"
        assert lead["standing"] in {"recorded", "alleged", "denied"}
        assert set(lead["badges"]) <= {"price", "timing", "relation", "money", "form"}
        assert {t["outcome"] for t in lead["tests"]} <= {"met", "not_met", "unknown"}
        states = {e["state"] for g in lead["grounds"] for e in g["elements"]}
        assert states <= {"met", "not_shown", "contradicted"}


def test_every_lead_says_what_speaks_against_it_and_what_is_missing(found: Document) -> None:
    for lead in found["leads"]:
        assert lead["counter_evidence"], lead["id"]
        assert lead["gaps"], lead["id"]
        assert lead["tests"], lead["id"]
        assert lead["grounds"], lead["id"]
        for item in lead["counter_evidence"]:
            assert ("absent" in item) != ("statement" in item)


def test_a_ground_gives_its_first_last_day(found: Document) -> None:
    for ground in (g for lead in found["leads"] for g in lead["grounds"]):
        days = [d["day"] for d in ground["deadlines"]]
        assert ground["deadline"] == (days[0] if days else None)
        assert (ground["period_kind"] is None) == (not days)


def test_routes_are_letters_of_the_alphabet_of_routes() -> None:
    routes = {v for case in CASES for p, v in walk(document(case)) if key_of(p) == "route"}
    assert {"A", "B", "C", "E"} <= routes <= set("ABCDEF")


# --- what the document points at ----------------------------------------------------------------------------------


def test_chain_edges_stand_on_cited_rows(found: Document) -> None:
    for holder, chain in [(x, x["chain"]) for x in found["leads"]] + [(x, x["tie"]) for x in found["assets"]]:
        statements = [e["statement"] for e in holder["evidence"]]
        nodes = {n["id"] for n in chain["nodes"]}
        for edge in chain["edges"]:
            assert edge["evidence"], (holder["id"], edge["kind"], edge["from"], edge["to"])
            assert edge["statements"] == [statements[i] for i in edge["evidence"]]
            assert {edge["from"], edge["to"]} <= nodes


def test_debtors_are_marked_in_chains(found: Document) -> None:
    debtors = {d["id"] for d in found["case"]["debtors"]}
    for path, node in walk(found):
        if path.endswith("nodes[]"):
            assert node.get("debtor", False) == (node["id"] in debtors)


def test_liable_parties_name_leads_of_the_document(found: Document) -> None:
    ids = {lead["id"] for lead in found["leads"] if lead["tier"] != "signal"}
    for each in found["liable_parties"]:
        assert set(each["leads"]) <= ids
        assert each["evidence"]
        assert each["column"] in {"addable", "suit", "check_only"}


def test_deadlines_name_leads_or_assets_and_stand_in_order(found: Document) -> None:
    ids = {x["id"] for x in (*found["leads"], *found["assets"])}
    days = [d["day"] for d in found["deadlines"]]
    assert days == sorted(days)
    for each in found["deadlines"]:
        assert each["about"] in ids
        assert each["days_left"] == (date.fromisoformat(each["day"]) - date.fromisoformat(found["as_of"])).days


def test_searched_lists_every_typology_and_its_hits(found: Document) -> None:
    """A finding that is counted is printed: none is lost between the search and the leads."""
    assert [s["typology"] for s in found["searched"]] == [t.slug for t in typologies()]
    for line in found["searched"]:
        assert line["state"] in {"ran", "no-data", "failed"}
        assert line["hits"] == sum(lead["typology"] == line["typology"] for lead in found["leads"])
        assert bool(line["needs"]) == (line["state"] == "no-data")


def test_twelve_indicators(found: Document) -> None:
    assert len(found["indicators"]) == 12
    for each in found["indicators"]:
        assert each["red"] in (True, False, None)
        assert (each["value"] is not None) or each["unknown"] or each["red"] is None


# --- file and row -------------------------------------------------------------------------------------------------


def test_every_item_of_evidence_is_whole(found: Document) -> None:
    for item in evidence_of(found):
        assert re.fullmatch(r"[0-9a-f]{16}", item["statement"])
        assert SHA.fullmatch(item["sha256"])
        assert isinstance(item["row"], int) and item["row"] >= 2
        assert item["text"]["zh"] and item["text"]["en"]


def test_sources_are_the_files_given(found: Document) -> None:
    for source in found["sources"]:
        content = (EXAMPLES / source["label"] / source["name"]).read_bytes()
        assert source["sha256"] == hashlib.sha256(content).hexdigest()


def test_evidence_points_at_its_line(found: Document) -> None:
    """Open the file, count the lines: the row's own name stands there; a row without one has the party it is about."""
    seen = 0
    for item in evidence_of(found):
        path = EXAMPLES / item["label"] / item["source"]
        assert hashlib.sha256(path.read_bytes()).hexdigest() == item["sha256"]
        line = decoded(path.read_bytes()).splitlines()[item["row"] - 1]
        if item.get("row_id"):
            assert re.search(rf"(^|[,\t\"]){re.escape(item['row_id'])}($|[,\t\"])", line), (item, line)
            seen += 1
        else:
            assert speaks_of(line, item["text"]["zh"]), (item, line)
    assert seen


def speaks_of(line: str, text: str) -> bool:
    """A party of the row is named in the sentence, or an amount of the row is (the export counts in 万)."""
    cells = {c.strip(' "') for c in re.split(r"[,\t]", line)}
    figures = {n.replace(",", "").rstrip("0") for n in re.findall(r"[1-9][\d,]*", text)}
    named = any(len(c) > 1 and HAN.search(c) and c in text for c in cells)
    return named or bool(figures & {c.rstrip("0") for c in cells if c.isdigit()})
