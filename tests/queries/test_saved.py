"""Every saved query: heading, bounds, an answer, a near miss."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from graph.errors import LookthroughError, UnknownParty
from graph.store import guard
from graph.store.base import Rows, Store, Value
from graph.store.embedded import EmbeddedStore
from graph.store.tokens import tokens
from queries.saved import SavedQuery, ask, bind, read, saved, saved_queries
from tests.graph.store.small_world import small
from tests.queries.saved_world import EXAMPLES as MORE_EXAMPLES
from tests.queries.saved_world import MORE

WORLD = small(
    parties="""
id kind name status dissolved address licence
D company 甲公司 存续 - 上海市浦东新区张杨路500号1203室 -
M company 乙公司 存续 - - -
L company 丙公司 注销 2021-06-15 上海市浦东新区张杨路500号1203室 -
N company 丁公司 注销 2021-06-15 上海市浦东新区张杨路500号1204室 -
W person 王某 - - - -
S person 孙某 - - - professional_director
T person 田某 - - - -
BANK company 银行 - - - bank
""",
    holdings="""
owner company share start end standing
M D 7/10 2015-01-01 - -
W M 1/4..1/2 2014 - alleged
W D 3/10 2010-01-01 2015-01-01 -
D L - - - -
T BANK 1/100 - - -
""",
    roles="""
person company role start end
W D director 2015-01-01 -
W L manager 2012-01-01 2014-12-31
S D director 2016 -
S L supervisor 2016-05 -
T D cashier - -
T L cashier - -
""",
    share_transfers="""
company from to share price reference_value currency date signed consideration
L D W 6/10 1 8000000 CNY 2021-03-01 - cash
L D S 1/10 8000000 8000000 CNY 2021-03-01 - cash
L D T 1/10 - 900 CNY - 2021-03 none
L D M 1/10 - - CNY 2021-03-02 - -
L D BANK 1/10 1 100 CNY 2023-03-01 - cash
L D N 1/10 1 100 CNY - - cash
""",
    payments="""
from to amount currency date date_to count status
D W 100.10 CNY 2021-01-05 - - -
D W 200.25 CNY 2021-02-05 2021-02-28 3 done
D W 999 CNY 2021-03-05 - - failed
D W 50 CNY 2020-12-31 - - -
D W 7 CNY 2021 - - -
D W 1 USD 2021-01-05 - - -
D S 40 CNY - - - -
""",
    encumbrances="""
asset kind holder start end status authority released
equity:L:D freeze - 2022-01-01 2025-01-01 effective 某法院 -
HOUSE mortgage BANK 2020-01-01 - - - -
HOUSE seizure M 2022-01-01 2025-03 waiting - -
HOUSE seizure M 2022-01-01 2025-01-02 released - -
HOUSE seizure M 2022-01-02 2025-01-02 - - 2024-05-01
HOUSE freeze M 2022-01-01 2025-06-01 - - -
""",
    assets="id kind name owner\nHOUSE real_estate 房屋 D\nHOUSE real_estate 房屋 M",
    court_cases="""
number claimant defendant kind filed closed outcome
一号 BANK L civil 2021-01-10 - pending
二号 BANK L civil 2019-01-10 2020-01-10 judgment
三号 - L dishonesty 2022-01-10 - -
四号 BANK D civil 2021-01-10 - pending
五号 BANK N civil 2021-06 - -
""",
)
EXAMPLES: dict[str, Mapping[str, str]] = {
    "owners-up": {"party": "D"},
    "holdings-down": {"party": "W"},
    "common-controllers": {"first": "D", "second": "L"},
    "same-address": {"party": "D"},
    "shared-officers": {"party": "D"},
    "transfers-within-days": {"party": "D", "on": "2021-01-01", "days": "90", "percent": "70"},
    "money-out": {"party": "D", "after": "2021-01-01"},
    "freezes-expiring": {"after": "2024-11-01", "before": "2025-03-15"},
    "dissolved-with-open-cases": {},
    "empty-posts": {"posts": "2"},
}


ALL_EXAMPLES = {**EXAMPLES, **MORE_EXAMPLES}


@pytest.fixture(scope="module")
def store() -> EmbeddedStore:
    return EmbeddedStore.of(WORLD)


@pytest.fixture(scope="module")
def more() -> EmbeddedStore:
    return EmbeddedStore.of(MORE)


def rows(store: Store, name: str, columns: str, **given: str) -> list[tuple[Value, ...]]:
    answer = ask(saved(name), store, {**EXAMPLES[name], **given})
    return [tuple(record[column] for column in columns.split()) for record in answer.records()]


@pytest.mark.parametrize("query", saved_queries(), ids=lambda q: q.name)
def test_every_saved_query(query: SavedQuery, store: EmbeddedStore, more: EmbeddedStore) -> None:
    guard.check(query.cypher)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", query.name)
    for texts in (query.titles, query.answers, *(p.texts for p in query.parameters)):
        assert texts["en"].strip()
        assert re.search(r"[\u4e00-\u9fff]", texts["zh"])
    used = {token.text[1:] for token in tokens(query.cypher) if token.kind == "parameter"}
    bound = bind(query, ALL_EXAMPLES[query.name])
    assert used <= set(bound)
    assert all(p.name in used or f"{p.name}_day" in used for p in query.parameters)
    answer = ask(query, store if query.name in EXAMPLES else more, ALL_EXAMPLES[query.name])
    assert answer.columns == query.columns
    assert answer.rows
    assert any(column.endswith(("row", "rows")) for column in query.columns)


@pytest.mark.parametrize("query", saved_queries(), ids=lambda q: q.name)
def test_every_saved_query_begins_with_what_is_known(query: SavedQuery) -> None:
    """kglite plans from the first node: a path that begins elsewhere never ends on a real registry."""
    first = next((p.name for p in query.parameters if p.type == "party"), None)
    for line in query.cypher.splitlines():
        if "*1.." in line:
            assert re.search(r"MATCH \w+ = \(\w+:Party \{id: \$\w+\}\)", line)
    if first:
        assert f"{{id: ${first}}}" in query.cypher.splitlines()[0]


@pytest.mark.parametrize("query", saved_queries(), ids=lambda q: q.name)
def test_every_saved_query_gives_the_same_rows_again(query: SavedQuery) -> None:
    world = WORLD if query.name in EXAMPLES else MORE
    one, two = (ask(query, EmbeddedStore.of(world), ALL_EXAMPLES[query.name]) for _ in range(2))
    assert one == two


@pytest.mark.parametrize("name", sorted(ALL_EXAMPLES))
def test_every_saved_query_runs_where_there_is_nothing(name: str) -> None:
    bare = EmbeddedStore.of(small(parties="id kind name\nD company 甲\nB company 丁\nL company 乙\nW person 丙"))
    assert ask(saved(name), bare, ALL_EXAMPLES[name]).rows == ()


def test_examples_and_queries_are_the_same_set() -> None:
    assert [q.name for q in saved_queries()] == sorted(ALL_EXAMPLES)
    assert not set(EXAMPLES) & set(MORE_EXAMPLES)
    assert len(ALL_EXAMPLES) >= 30


def test_owners_up_as_last_recorded(store: EmbeddedStore) -> None:
    assert rows(store, "owners-up", "owner steps chain shares standings rows") == [
        ("M", 1, ["D", "M"], ["7/10"], ["recorded"], ["holdings.csv:2"]),
        ("W", 2, ["D", "M", "W"], ["7/10", "1/4..1/2"], ["recorded", "alleged"], ["holdings.csv:2", "holdings.csv:3"]),
    ]


@pytest.mark.parametrize(("on", "owners"), [("2014-12-31", ["W"]), ("2015-01-01", ["M", "W"]), ("2009-12-31", [])])
def test_owners_up_on_a_day(store: EmbeddedStore, on: str, owners: list[str]) -> None:
    """The end of a holding is the first day after it."""
    assert [row[0] for row in rows(store, "owners-up", "owner", on=on)] == owners


def test_holdings_down(store: EmbeddedStore) -> None:
    assert rows(store, "holdings-down", "company status steps shares") == [
        ("M", "存续", 1, ["1/4..1/2"]),
        ("D", "存续", 2, ["1/4..1/2", "7/10"]),
        ("L", "注销", 3, ["1/4..1/2", "7/10", None]),
    ]
    # A partial start may have begun: 2014 is kept on any day of that year, not before it.
    assert [r[0] for r in rows(store, "holdings-down", "company", on="2014-01-01")][:1] == ["D"]
    assert ("M",) in rows(store, "holdings-down", "company", on="2014-01-01")
    assert ("M",) not in rows(store, "holdings-down", "company", on="2013-12-31")


def test_common_controllers(store: EmbeddedStore) -> None:
    found = rows(store, "common-controllers", "party to_first to_second first_ties second_ties licence")
    assert ("S", ["D", "S"], ["L", "S"], ["director"], ["supervisor"], "professional_director") in found
    assert (
        "W",
        ["D", "M", "W"],
        ["L", "D", "M", "W"],
        ["7/10", "1/4..1/2"],
        ["share unknown", "7/10", "1/4..1/2"],
        None,
    ) in found
    assert {row[0] for row in found} == {"M", "S", "T", "W"}
    assert rows(store, "common-controllers", "party", second="BANK") == [("T",)]
    assert rows(store, "common-controllers", "party", second="N") == []


def test_same_address(store: EmbeddedStore) -> None:
    assert rows(store, "same-address", "other sharing row own_row") == [("L", 2, "4", "2")]
    assert rows(store, "same-address", "other", party="N") == []


def test_shared_officers(store: EmbeddedStore) -> None:
    assert rows(store, "shared-officers", "other officer role other_role at_once licence") == [
        ("L", "S", "director", "supervisor", True, "professional_director"),
        ("L", "T", "cashier", "cashier", True, None),
        ("L", "W", "director", "manager", False, None),
    ]
    assert rows(store, "shared-officers", "other", party="M") == []


def test_transfers_within_days(store: EmbeddedStore) -> None:
    """Full price is left out, an unknown price or value is kept and says so, another year is left out."""
    assert rows(store, "transfers-within-days", "taker price reference percent date row") == [
        ("T", None, "900", 0.0, "2021-03", "4"),
        ("W", "1", "8000000", 0.0, "2021-03-01", "2"),
        ("M", None, None, None, "2021-03-02", "5"),
        ("N", "1", "100", 1.0, None, "7"),
    ]
    assert [r[0] for r in rows(store, "transfers-within-days", "taker", days="59")] == ["T", "W", "N"]
    assert [r[0] for r in rows(store, "transfers-within-days", "taker", days="58")] == ["N"]
    assert ("S", 100.0) in rows(store, "transfers-within-days", "taker percent", percent="100.5")
    assert "S" not in [r[0] for r in rows(store, "transfers-within-days", "taker", percent="100")]


def test_money_out(store: EmbeddedStore) -> None:
    """A total over a period counts when all of it lies after the day; "2021" may lie before 5 January."""
    assert rows(store, "money-out", "payee currency total payments unsure first last") == [
        ("W", "CNY", 307.35, 5, 0, "2021", "2021-02-28"),
        ("W", "USD", 1.0, 1, 0, "2021-01-05", "2021-01-05"),
        ("S", "CNY", 0.0, 0, 1, None, None),
    ]
    later = rows(store, "money-out", "payee currency total payments unsure", after="2021-02-05")
    assert later[0] == ("W", "CNY", 200.25, 3, 1)
    assert rows(store, "money-out", "payee total unsure", after="2021-02-06")[:1] == [("S", 0.0, 1)]


def test_freezes_expiring(store: EmbeddedStore) -> None:
    """Released ones are left out; an end that is not recorded stays, last."""
    assert rows(store, "freezes-expiring", "asset owner encumbrance holder authority ends") == [
        ("equity:L:D", ["D"], "freeze", None, "某法院", "2025-01-01"),
        ("HOUSE", ["D", "M"], "seizure", "M", None, "2025-03"),
        ("HOUSE", ["D", "M"], "mortgage", "BANK", None, None),
    ]
    assert "equity:L:D" not in [r[0] for r in rows(store, "freezes-expiring", "asset", after="2025-01-02")]
    assert "equity:L:D" not in [r[0] for r in rows(store, "freezes-expiring", "asset", before="2025-01-01")]
    assert len(rows(store, "freezes-expiring", "asset", before="2025-06-02")) == 4


def test_dissolved_with_open_cases(store: EmbeddedStore) -> None:
    """Closed before, filed after, or not dissolved: left out; filed in the month of the dissolution: cannot be excluded."""
    assert rows(store, "dissolved-with-open-cases", "company number claimant dissolved") == [
        ("L", "一号", "BANK", "2021-06-15"),
        ("N", "五号", "BANK", "2021-06-15"),
    ]


def test_empty_posts(store: EmbeddedStore) -> None:
    """T holds a hundredth of a bank, W holds shares: only S has posts and nothing else."""
    assert rows(store, "empty-posts", "person companies roles posts_in licence") == [
        ("S", 2, ["director", "supervisor"], ["D", "L"], "professional_director")
    ]
    assert rows(store, "empty-posts", "person", posts="3") == []


def test_bind_gives_types() -> None:
    bound = bind(saved("transfers-within-days"), {"party": " D ", "on": "1970-01-11", "percent": "62.5"})
    assert bound == {"party": "D", "on": "1970-01-11", "on_day": 10, "days": 365, "percent": 62.5}
    assert isinstance(bound["days"], int)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"party": "D"}, "lacks its parameter on"),
        ({"on": "2021-01-01"}, "lacks its parameter party"),
        ({"party": " ", "on": "2021-01-01"}, "lacks its parameter party"),
        ({"party": "D", "on": "2021-02-29"}, "on=2021-02-29 is not date"),
        ({"party": "D", "on": "2021-02"}, "on=2021-02 is not date"),
        ({"party": "D", "on": "20210201"}, "on=20210201 is not date"),
        ({"party": "D", "on": "2021-01-01", "days": "1.5"}, "days=1.5 is not whole"),
        ({"party": "D", "on": "2021-01-01", "days": "１"}, "days=１ is not whole"),
        ({"party": "D", "on": "2021-01-01", "percent": "many"}, "percent=many is not number"),
        ({"party": "D", "on": "2021-01-01", "percent": "nan"}, "percent=nan is not number"),
        ({"party": "D", "on": "2021-01-01", "dayz": "1"}, "has no parameter dayz"),
    ],
)
def test_bind_says_what_is_wrong_in_one_line(given: Mapping[str, str], said: str) -> None:
    with pytest.raises(LookthroughError) as fault:
        bind(saved("transfers-within-days"), given)
    assert said in str(fault.value)
    assert fault.value.mend
    assert "\n" not in str(fault.value)


def test_an_unknown_party_or_query_is_said(store: EmbeddedStore) -> None:
    with pytest.raises(UnknownParty, match="no party has the id X"):
        ask(saved("owners-up"), store, {"party": "X"})
    with pytest.raises(LookthroughError, match=r"no saved query is called owners.*owners-up"):
        saved("owners")


def test_an_answer_that_is_cut_says_so(store: EmbeddedStore) -> None:
    answer: Rows = ask(saved("owners-up"), store, {"party": "D"}, limit_rows=1)
    assert len(answer.rows) == 1
    assert answer.truncated == "the first 1 of 2 rows"


HEAD = "// title.en: a\n// title.zh: 甲\n// answers.en: b\n// answers.zh: 乙\n// columns: x, y\n"


def test_a_file_is_a_heading_and_cypher() -> None:
    query = read(
        "mine", HEAD + "// parameter: n whole days - — How many | 多少\nMATCH (n)\n// why\nRETURN n.x AS x, n.y AS y\n"
    )
    assert query.columns == ("x", "y")
    assert query.cypher == "MATCH (n)\n// why\nRETURN n.x AS x, n.y AS y"
    (only,) = query.parameters
    assert (only.name, only.type, only.unit, only.default, only.texts["zh"]) == ("n", "whole", "days", None, "多少")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD.replace("// title.zh: 甲\n", "") + "RETURN 1", "the heading lacks title.zh"),
        (HEAD.replace("// columns: x, y\n", "") + "RETURN 1", "the heading lacks columns"),
        (HEAD + "// parameter: n number\nRETURN 1", "line 6"),
        (HEAD + "// parameter: n money CNY - — a | 甲\nRETURN 1", "type one of party, text"),
        (HEAD + "// parameter: n whole - - — only English\nRETURN 1", "line 6"),
    ],
)
def test_a_file_with_a_faulty_heading_is_refused(text: str, said: str) -> None:
    with pytest.raises(LookthroughError) as fault:
        read("mine", text)
    assert said in str(fault.value)
