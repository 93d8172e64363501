"""What every typology file must hold, now and when one is added."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from graph.case import Case, Debt, DebtClock, Debtor
from graph.tables import TABLES
from queries.flag import flag
from queries.grounds import Bilingual, all_grounds, traits
from queries.lead import ROUTES, TIERS, Absent, Finding, NoTables
from queries.typology import HEADINGS, Threshold, Typology, modules, typologies
from tests.sparse import EVERY_TABLE, worlds
from tests.world import world

HERE = Path(__file__).parent
DOCS = {m.TYPOLOGY.slug: inspect.getdoc(m) or "" for m in modules()}
EVERY = [pytest.param(t, id=t.slug) for t in typologies()]
HAN = re.compile(r"[一-鿿]")
ONE = typologies()[0]
LEAST_TESTS = 3
SEARCH = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
CROWDED = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])


# --- what the file says -------------------------------------------------------------------------------------------


def faults(typology: Typology, docstring: str, tests: int) -> list[str]:
    """All that a typology file lacks, in plain words; [] = complete."""
    found = [f"no heading {h!r}" for h in HEADINGS if not section(docstring, h)]
    found += [f"title: {fault}" for fault in both(typology.title)]
    found += [f"threshold {t.name}: {fault}" for t in typology.thresholds for fault in threshold_faults(t)]
    found += [] if typology.thresholds else ["no threshold"]
    found += [f"counter-evidence: {fault}" for text in typology.counter_evidence for fault in both(text)]
    found += [] if typology.counter_evidence else ["no counter-evidence"]
    found += [] if typology.needs else ["no needs"]
    found += [f"needs {name}: no such table" for name in typology.needs if name not in TABLES]
    found += [] if typology.highest in TIERS else [f"highest: {typology.highest}"]
    found += [] if law(typology.slug) else ["no ground, and no entry saying that there is none"]
    return found + (
        [] if tests >= LEAST_TESTS else [f"{tests} tests: a case, a near miss and a benign look-alike are due"]
    )


def section(docstring: str, heading: str) -> str:
    """The indented text below a heading."""
    found = re.search(rf"^{re.escape(heading)}\n((?:    .+\n?)+)", docstring, re.M)
    return found[1].strip() if found else ""


def both(text: Bilingual) -> list[str]:
    lacking = [] if HAN.search(text.zh) else ["no Chinese"]
    return lacking + ([] if re.search(r"[A-Za-z]", text.en) and not HAN.search(text.en) else ["no English"])


def threshold_faults(threshold: Threshold) -> list[str]:
    return both(threshold.basis) + ([] if threshold.unit.strip() else ["no unit"])


def law(slug: str) -> bool:
    """A ground of the PRC table in force, or its entry that nothing arises by itself."""
    own = [g for g in all_grounds() if g.jurisdiction == "CN" and slug in g.typologies and g.draft_of is None]
    return any(g.status != "draft" for g in own)


def count_tests(slug: str) -> int:
    path = HERE / f"test_{slug.replace('-', '_')}.py"
    tree = ast.parse(path.read_text(encoding="utf-8")) if path.exists() else ast.Module([], [])
    return sum(isinstance(node, ast.FunctionDef) and node.name.startswith("test_") for node in ast.walk(tree))


@pytest.mark.parametrize("typology", EVERY)
def test_the_file_is_complete(typology: Typology) -> None:
    assert faults(typology, DOCS[typology.slug], count_tests(typology.slug)) == []


NO_BASIS = Threshold("line", Fraction(1, 2), "days", Bilingual("", "the tool's proposal"))
NO_UNIT = Threshold("line", Fraction(1, 2), " ", Bilingual("建议值", "a proposal"))
LACKING: dict[str, tuple[Callable[[Typology, str], tuple[Typology, str, int]], str]] = {
    "heading": (lambda t, d: (t, d.replace("What speaks against it", "Benign"), 3), "no heading 'What speaks against it'"),
    "empty heading": (lambda t, d: (t, re.sub(r"(?m)^Law\n(    .+\n)+", "Law\n", d), 3), "no heading 'Law'"),
    "title": (lambda t, d: (replace(t, title=Bilingual("", "Title")), d, 3), "title: no Chinese"),
    "english": (lambda t, d: (replace(t, title=Bilingual("标题", "标题")), d, 3), "title: no English"),
    "thresholds": (lambda t, d: (replace(t, thresholds=()), d, 3), "no threshold"),
    "basis": (lambda t, d: (replace(t, thresholds=(NO_BASIS,)), d, 3), "threshold line: no Chinese"),
    "unit": (lambda t, d: (replace(t, thresholds=(NO_UNIT,)), d, 3), "threshold line: no unit"),
    "counter": (lambda t, d: (replace(t, counter_evidence=()), d, 3), "no counter-evidence"),
    "needs": (lambda t, d: (replace(t, needs=()), d, 3), "no needs"),
    "table": (lambda t, d: (replace(t, needs=("gossip",)), d, 3), "needs gossip: no such table"),
    "law": (lambda t, d: (replace(t, slug="a-new-one"), d, 3), "no ground, and no entry saying that there is none"),
    "tests": (lambda t, d: (t, d, count_tests("a-new-one")), "0 tests: a case, a near miss and a benign look-alike are due"),
}  # fmt: skip


@pytest.mark.parametrize("lack", LACKING)
def test_a_file_that_lacks_something_is_refused(lack: str) -> None:
    change, told = LACKING[lack]
    typology, docstring, tests = change(ONE, DOCS[ONE.slug] + "\n")
    assert faults(typology, docstring, tests) == [told]


def test_slugs_are_the_names_of_the_files() -> None:
    assert [t.slug.replace("-", "_") for t in typologies()] == sorted(m.__name__.rpartition(".")[2] for m in modules())


@pytest.mark.parametrize("typology", EVERY)
def test_thresholds_are_named_once_and_found_by_name(typology: Typology) -> None:
    names = [t.name for t in typology.thresholds]
    assert len(names) == len(set(names))
    assert [typology.line(n) for n in names] == [t.value for t in typology.thresholds]


# --- what it does -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typology", EVERY)
def test_an_empty_case_cannot_be_searched(typology: Typology) -> None:
    bare = Case(Debt("c", "c", (Debtor("D"),), DebtClock(), world().as_of), "s", (), {})
    found = typology.find(bare)
    assert isinstance(found, NoTables)
    assert found.needs and not [fault for need in found.needs for fault in both(need)]


@SEARCH
@given(worlds())
def test_missing_cells_are_no_fault(case: Case) -> None:
    holds(case)


@CROWDED
@given(worlds(EVERY_TABLE, 9))
def test_whatever_is_found_is_whole(case: Case) -> None:
    holds(case)


def holds(case: Case) -> None:
    """No rule fails, none finds more than it may, and no finding lacks what a report needs."""
    known = {t.slug: t for t in typologies()}
    found = flag(case)
    assert [s.typology for s in found.searched if s.state == "failed"] == []
    for lead in found.leads:
        finding, typology = lead.finding, known[lead.finding.typology]
        assert TIERS.index(lead.tier) <= TIERS.index(finding.tier) <= TIERS.index(typology.highest)
        assert finding.route in ROUTES and finding.parties and finding.tests and finding.gaps
        assert finding.traits <= traits().keys()
        assert finding.counter, "neither counter-evidence nor a word that it was looked for"
        sentences(finding)
        chain(finding)


def sentences(finding: Finding) -> None:
    """Evidence names its row; texts stand in both languages and blame nobody."""
    assert finding.evidence and all(e.place.fact and e.place.row_id for e in finding.evidence)
    texts = [finding.summary, finding.tier_why, *(e.text for e in finding.evidence), *finding.notes]
    texts += [c.looked_for if isinstance(c, Absent) else c.text for c in finding.counter]
    for text in texts:
        assert HAN.search(text.zh) and text.en
        assert not re.search("恶意|骗|逃债", text.zh) and not re.search(r"(?i:fraud|bad faith)|\bNone\b", text.en)


def chain(finding: Finding) -> None:
    """Every step stands on a cited row; those named stand in the chain or in a row."""
    cited = {e.place.fact for e in finding.evidence}
    assert all(edge.place.fact in cited for edge in finding.chain.edges)
    assert finding.chain.nodes


@SEARCH
@given(worlds(EVERY_TABLE, 3))
def test_equal_cases_give_equal_leads(case: Case) -> None:
    again = replace(case)
    assert flag(case) == flag(again)
