"""Laws of the whole street: order, strangers, doubt, proof."""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.desk import document_of, work
from graph.case import Case
from queries.flag import Flagged, Lead, flag
from queries.lead import TIERS, Evidence
from tests.bundled import CASES, TODAY, Given, keys, shelved
from tests.bundled import given as files_of
from tests.sparse import EVERY_TABLE, worlds
from tests.world import world

LAWS = settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
MADE = ("construction", "hongkong", "shells")
PLACES = {"row", "sha256"}
_FACTS = (
    "interests", "roles", "transfers", "payments", "contracts", "encumbrances", "relations", "court_cases", "changes", "successions",
    "accounts", "titles", "declarations",
)  # fmt: skip


def bare(value: Any) -> Any:
    """The document without the lines and files that its evidence points at."""
    if isinstance(value, dict):
        return {k: bare(v) for k, v in value.items() if k not in PLACES and k != "provenance"}
    return [bare(v) for v in value] if isinstance(value, list) else value


def text_of(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=0)


def told(files: Iterable[Given], case: str) -> dict[str, Any]:
    return document_of(shelved(files), keys(case), TODAY)


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def written(rows: Iterable[Iterable[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def shuffled(files: Iterable[Given], seed: int) -> list[Given]:
    """The rows of every file in another order, and the files too."""
    chance = random.Random(seed)
    out = []
    for label, name, text in files:
        head, *rows = read(text)
        out.append((label, name, written([head, *chance.sample(rows, len(rows))])))
    return chance.sample(out, len(out))


# --- order --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES)
def test_the_order_of_rows_and_files_changes_only_where_they_stand(case: str) -> None:
    files = files_of(case)
    first, second = told(files, case), told(shuffled(files, 7), case)
    assert first["snapshot"] == second["snapshot"]
    assert first["provenance"] != second["provenance"]
    assert sorted(s["name"] for s in first["sources"]) == sorted(s["name"] for s in second["sources"])
    assert text_of(bare({**first, "sources": []})) == text_of(bare({**second, "sources": []}))


def test_a_shuffled_file_is_cited_by_its_new_lines() -> None:
    files = shuffled(files_of("hongkong"), 3)
    texts = {name: text for _, name, text in files}
    cited = [e for lead in told(files, "hongkong")["leads"] for e in lead["evidence"]]
    assert cited
    for item in cited:
        line = texts[item["source"]].splitlines()[item["row"] - 1]
        assert item["row_id"] in line.split(",")


def test_the_same_rows_twice_say_no_more() -> None:
    files = files_of("hongkong")
    again = [(label, f"copy-{name}", text) for label, name, text in files if name != "payments.csv"]
    first, second = told(files, "hongkong"), told([*files, *again], "hongkong")
    assert brief(first) == brief(second)
    assert first["snapshot"] == second["snapshot"]


# --- strangers ----------------------------------------------------------------------------------------------------

_STRANGERS: Mapping[str, str] = {
    "parties.csv": "id,kind,name\nZZ1,company,远山市不相干贸易有限公司\nZZ2,company,远山市另一家商贸有限公司\nZZ3,person,周蔚\n",
    "roles.csv": "person,company,role,row_id\nZZ3,ZZ1,legal_representative,z1\nZZ3,ZZ2,finance_head,z2\n",
    "share_transfers.csv": "company,from,to,share,price,currency,date,row_id\nZZ2,ZZ1,ZZ3,100%,1,CNY,2023-01-05,z3\n",
    "holdings.csv": "owner,company,share,row_id\nZZ1,ZZ2,100%,z4\n",
}


@pytest.mark.parametrize("case", MADE)
def test_an_unrelated_company_changes_no_lead(case: str) -> None:
    """Not even one whose officer bears the name of a person of the case."""
    files = files_of(case)
    strangers = [("strangers", name, text) for name, text in _STRANGERS.items()]
    assert brief(told([*files, *strangers], case)) == brief(told(files, case))


def brief(document: Mapping[str, Any]) -> list[tuple[str, str, str, float]]:
    return [(x["id"], x["tier"], x["standing"], x["score"]["priority"]) for x in document["leads"]]


# --- rows and what rests on them ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class View:
    """What is compared of a lead, and the rows it names for and against."""

    tier: int
    strength: Decimal
    rows: frozenset[str]
    against: frozenset[str]


def views(flagged: Flagged) -> dict[str, View]:
    return {lead.id: _view(lead) for lead in flagged.leads}


def _view(lead: Lead) -> View:
    rows = frozenset(e.place.row_id or "" for e in lead.finding.evidence)
    against = frozenset(e.place.row_id or "" for e in lead.finding.counter if isinstance(e, Evidence))
    return View(TIERS.index(lead.tier), lead.score.strength, rows, against)


def without(case: Case, row_id: str) -> Case:
    kept: dict[str, Any] = {n: tuple(f for f in getattr(case, n) if f.place.row_id != row_id) for n in _FACTS}
    return replace(case, **kept)


def sure_rows(case: Case) -> list[str]:
    return [f.place.row_id for name in _FACTS for f in getattr(case, name) if f.place.row_id and not f.place.unsure]


@pytest.mark.parametrize("case", [*MADE, "gc33-cargill"])
def test_without_a_row_only_leads_that_cite_it_change(case: str) -> None:
    """Each row that any lead cites, and a dozen that none does."""
    whole = work(shelved(files_of(case)), keys(case), TODAY).case
    before = views(flag(whole))
    cited = sorted({row for v in before.values() for row in v.rows | v.against})
    rest = [row for row in sure_rows(whole) if row not in cited]
    assert cited and rest
    for row in [*cited, *rest[:: max(1, len(rest) // 12)]]:
        after = views(flag(without(whole, row)))
        for name, view in before.items():
            if row not in view.rows | view.against:
                assert after.get(name) == view, (row, name)
            elif row in view.rows and name in after:
                assert after[name].strength <= view.strength and after[name].tier <= view.tier, (row, name)


@LAWS
@given(worlds(EVERY_TABLE, 5))
def test_what_a_lead_rests_on_is_cited_and_never_held_against_it(case: Case) -> None:
    """Any world: losing a row that is not cited weakens nothing; losing one that is cited as evidence strengthens nothing.

    Left out: payments (that a statement was held is seen in all its rows) and alleged rows (they cap a lead).
    """
    before = views(flag(case))
    paid = {p.place.row_id for p in case.payments}
    for row in sure_rows(case) if before else ():
        after = views(flag(without(case, row)))
        for name, view in before.items():
            now = after.get(name)
            if row not in view.rows | view.against and row not in paid:
                assert now is not None and (now.tier, now.strength) >= (view.tier, view.strength), (row, name)
            if row in view.rows and now is not None:
                assert (now.tier, now.strength) <= (view.tier, view.strength), (row, name)


# --- price --------------------------------------------------------------------------------------------------------

ACT = "asset=X from=D to=B price={} reference_value=1000000 reference_basis={} date=2022-09-15"
OFFICES = ("person=P company=D role=finance_head", "person=P company=B role=legal_representative")


@given(
    st.integers(0, 1_100_000), st.integers(0, 1_100_000), st.sampled_from(["appraisal", "net_assets"]), st.booleans()
)
def test_a_stronger_discount_never_lowers_the_lead(a: int, b: int, basis: str, tied: bool) -> None:
    low, high = (_best(price, basis, OFFICES if tied else ()) for price in sorted((a, b)))
    assert low >= high


def _best(price: int, basis: str, roles: tuple[str, ...]) -> tuple[int, Decimal, Decimal]:
    case = world(asset_transfers=[ACT.format(price, basis)], roles=roles)
    leads = flag(case, ["undervalue-transfer-related"]).leads
    none = (-1, Decimal(0), Decimal(0))
    return max(((TIERS.index(x.tier), x.score.strength, x.score.priority) for x in leads), default=none)


# --- doubt --------------------------------------------------------------------------------------------------------

PARTIES = """id,kind,name,identifier,jurisdiction
D,company,江临市澜江建设有限公司,91990100MA90000119,CN
B,company,江临市恒筑商贸有限公司,91990100MA90000381,CN
T,company,江临市澜江置业有限公司,,CN
"""
TRANSFERS = (
    "company,from,to,share,price,currency,date,reference_value,reference_basis,row_id,standing,grade\n"
    "T,D,B,60%,1,CNY,2022-09-15,6000000,appraisal,t1,{},{}\n"
)
BARE = "person,company,role,row_id,grade\n周蔚,D,finance_head,r1,{0}\n周蔚,B,legal_representative,r2,{0}\n"
PERSON = "id,kind,name,row_id\nP1,person,周蔚,p1\n"
DECLARED = "person,company,role,row_id,grade\nP1,D,finance_head,r1,{0}\nP1,B,legal_representative,r2,{0}\n"
EXPORT = (
    "序号,公司名称,统一社会信用代码,姓名,人员编号,职务\n"
    "1,江临市澜江建设有限公司,91990100MA90000119,周蔚,P7,财务负责人\n"
    "2,江临市恒筑商贸有限公司,91990100MA90000381,周蔚,P7,法定代表人\n"
)
DEBT = {"id": "laws", "debtors": ["D"], "amount": "8000000", "arose": "2022-05-01", "as_of": "2024-10-01"}


def lead_of(roles: Iterable[Given], standing: str = "", grade: str = "registry_file") -> dict[str, Any]:
    """The undervalue lead of a small case told by a few files."""
    files = [("a", "parties.csv", PARTIES), ("a", "share_transfers.csv", TRANSFERS.format(standing, grade)), *roles]
    document = document_of(shelved(files), DEBT, TODAY)
    (lead,) = [x for x in document["leads"] if x["typology"] == "undervalue-transfer-related"]
    return {**lead, "merges": document["merges_relied_on"], "liable": document["liable_parties"]}


def declared(grade: str = "registry_file") -> list[Given]:
    return [("a", "people.csv", PERSON), ("a", "roles.csv", DECLARED.format(grade))]


def test_a_declared_person_in_a_registry_file_carries_a_fact() -> None:
    lead = lead_of(declared())
    assert (lead["tier"], lead["standing"]) == ("fact", "recorded")
    assert "alleged" not in lead["summary"]["en"]


def test_a_number_of_the_source_alone_carries_at_most_a_lead() -> None:
    lead = lead_of([("tool", "主要人员.csv", EXPORT)])
    assert "relation" in lead["badges"]
    assert lead["tier"] == "lead"
    assert "own number" in lead["tier_why"]["en"]
    assert lead["liable"] and {p["strength"] for p in lead["liable"]} <= {"lead", "signal"}


def test_a_bare_name_carries_no_relation() -> None:
    lead = lead_of([("a", "roles.csv", BARE.format("registry_file"))])
    assert "relation" not in lead["badges"] and lead["tier"] == "lead"
    assert any("same person" in note["en"] for note in lead["flags"])


def test_exports_alone_carry_at_most_a_lead() -> None:
    assert lead_of(declared("commercial_export"), grade="commercial_export")["tier"] == "lead"
    assert lead_of(declared("commercial_export"))["tier"] == "fact"


@pytest.mark.parametrize("standing", ["alleged", "denied"])
def test_an_alleged_row_says_so_in_the_sentence(standing: str) -> None:
    lead = lead_of(declared(), standing)
    assert lead["standing"] == standing
    assert TIERS.index(lead["tier"]) <= TIERS.index("lead")
    assert "alleged" in lead["summary"]["en"] and "alleged" in lead["summary"]["zh"]
    assert {e["standing"] for e in lead["evidence"] if e["row_id"] == "t1"} == {standing}
    assert [e["standing"] for e in lead["chain"]["edges"] if e["kind"] == "share_transfer"] == [standing]


def test_presumed_identities_are_listed() -> None:
    """The export without codes names the firms by name alone: that they are the case's own is said."""
    by_name = EXPORT.replace("91990100MA90000119", "").replace("91990100MA90000381", "")
    lead = lead_of([("tool", "主要人员.csv", by_name)])
    assert {m["decision"] for m in lead["merges"]} == {"same"}
    assert any("registered name" in m["basis"]["en"] for m in lead["merges"])
