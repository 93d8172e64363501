"""What the guard lets through, and what it does not."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import LookthroughError
from graph.store.guard import check
from graph.store.paths import LONGEST_PATH
from graph.store.tokens import place, tokens

QUESTIONS = (
    "MATCH (p:Party {id: $id}) RETURN p.name",
    "match (p:Party)-[r:OWNS*1..8]->(c) where r is not null return distinct c.id as id order by id desc skip 1 limit 5",
    "MATCH p = shortestPath((a:Party {id: $a})-[*..6]-(b:Party {id: $b})) RETURN length(p)",
    "OPTIONAL MATCH (a)-[:OWNS|SERVES*3]-(b) RETURN count(*)",
    "MATCH (n) WHERE n.name = 'CALL db.labels() // DELETE n' RETURN n.name // CREATE (x)",
    'MATCH (n) WHERE n.name CONTAINS "it\'s" RETURN *',
    "MATCH (n:`SET`) WHERE n.`my key` = 1 RETURN n.create",
    "MATCH (n)-[:USES|DELETE]->(m:Load) RETURN m",
    "UNWIND $ids AS i MATCH (n {id: i}) RETURN n.id UNION ALL MATCH (m) RETURN m.id AS id",
    "MATCH (a) WHERE NOT (a)-[:OWNS]->(:Party) AND EXISTS { MATCH (a)-[:SERVES]->() } RETURN a.id",
    "MATCH (a)-[r]->(b) RETURN (r.share + 1) * 2, -(r.share) + 3, size([x IN [1, 2] WHERE x > 1 | x * 2]) + 1",
    "MATCH (a) RETURN CASE WHEN a.kind = 'person' THEN {of: $x, n: 1e3} ELSE null END AS z, reduce(s = 0, x IN [1] | s + x)",
    "MATCH (a)-->(b)<--(c) WHERE (a)--(c) AND all(n IN [a, b] WHERE n.id <> 'x') RETURN a {.id, .name} AS a",
    "MATCH p = (a)-[:PAID*1..3]->(b) WHERE all(i IN range(1, size(nodes(p)) - 1) WHERE i > 0) RETURN range(10, 1, -3) AS n",
    "RETURN reduce(m = 0, x IN [1, 2] | CASE WHEN x > m THEN x ELSE m END) AS most",
    "RETURN 10 % 3 ^ 2 <= 4.5 AND [1, 2, 3][0..2] = [1, 2] AS 结果",
)
REFUSED: tuple[tuple[str, str], ...] = (
    ("CREATE (n:Party)", "begins with MATCH"),
    ("MATCH (n) SET n.name = 'x' RETURN n", "SET cannot be used"),
    ("MATCH (n) DETACH DELETE n", "DETACH cannot be used"),
    ("MATCH (n) REMOVE n.name", "REMOVE cannot be used"),
    ("MATCH (n) MERGE (m) RETURN m", "MERGE cannot be used"),
    ("MATCH (n) FOREACH (x IN [1] | SET n.a = 1)", "FOREACH cannot be used"),
    ("LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row", "begins with MATCH"),
    ("WITH 1 AS x LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row", "LOAD cannot be used"),
    ("MATCH (n) CALL db.labels() YIELD label RETURN label", "CALL cannot be used"),
    ("MATCH (n) CALL { MATCH (m) RETURN m } RETURN n", "CALL cannot be used"),
    ("MATCH (n) CALL (n) { RETURN 1 AS x } RETURN x", "CALL cannot be used"),
    ("MATCH (n) CALL/**/db.labels()", "comments in"),
    ("MATCH (n) USING INDEX n:Party(id) RETURN n", "USING cannot be used"),
    ("USE other MATCH (n) RETURN n", "begins with MATCH"),
    ("EXPLAIN MATCH (n) RETURN n", "begins with MATCH"),
    ("CYPHER 5 MATCH (n) RETURN n", "begins with MATCH"),
    ("FOR VALID_TIME AS OF date('2020-01-01') MATCH (n) RETURN n", "begins with MATCH"),
    ("SHOW INDEXES", "begins with MATCH"),
    ("", "begins with MATCH"),
    ("MATCH (n) RETURN n; MATCH (m) DELETE m", "one question"),
    ("MATCH (n) RETURN n FORMAT CSV", "not a clause"),
    ("MATCH (n) RETURN n.id LIMIT 5 FORMAT x", "not a clause"),
    ("MATCH (n) RETURN * EXCEPT MATCH (m) RETURN *", "not a clause"),
    ("MATCH (n) LET x = 1 RETURN x", "not a clause"),
    ("MATCH (n) `CALL` RETURN n", "not a clause"),
    ("MATCH (n) RETURN apoc.load.json('http://x')", "not a function"),
    ("MATCH (n) RETURN `apoc.load.json`('http://x')", "not a function"),
    ("MATCH (n) RETURN n.x(1)", "not a function"),
    ("MATCH (n) RETURN date()", "not a function"),
    ("MATCH (n) RETURN rand()", "not a function"),
    ("MATCH (n) RETURN text_score(n, 'x')", "not a function"),
    ("MATCH (n) WHERE id(n) = 1 RETURN n", "not a function"),
    ("MATCH (n) WHERE n.name =~ '(a+)+' RETURN n", "=~"),
    ("MATCH (n:$label) RETURN n", "cannot be a parameter"),
    ("MATCH (n:$(x)) RETURN n", "cannot be a parameter"),
    ("MATCH (a)-[:OWNS*]->(b) RETURN b", "no end"),
    ("MATCH (a)-[:OWNS*2..]->(b) RETURN b", "no end"),
    ("MATCH (a)-[*]-(b) RETURN b", "no end"),
    ("MATCH (a)<-[r * {standing: 3}]-(b) RETURN b", "no end"),
    ("MATCH (a)-[r* WHERE 3 < 4]->(b) RETURN b", "no end"),
    ("MATCH (a)-[*1..$n]->(b) RETURN b", "no end"),
    (f"MATCH (a)-[*1..{LONGEST_PATH + 1}]->(b) RETURN b", "too long"),
    ("MATCH (a)-[*1..1_000]->(b) RETURN b", "not a clause"),
    ("MATCH (a)-[*1..0xFF]->(b) RETURN b", "not a clause"),
    ("MATCH (a)-[:OWNS]->+(b) RETURN b", "repeated path"),
    ("MATCH (a)-[:OWNS]->{1,4}(b) RETURN b", "repeated path"),
    ("MATCH (a)--+(b) RETURN b", "repeated path"),
    ("MATCH ((a)-->(b))+ RETURN b", "repeated path"),
    ("MATCH (x) ((a)-[:OWNS]->(b)){1,9} (y) RETURN y", "repeated path"),
    ("MATCH (n) WHERE COUNT { (n)--() } > 1 RETURN n", "subquery"),
    ("MATCH (n) RETURN n.name = '\\' CALL db.labels() //'", "hide"),
    ("MATCH (n) RETURN n \\u0053ET n.x = 1", "hide"),
    ("MATCH (n) // '\r RETURN n ' \n CALL x() //'", "carriage return"),
    ("MATCH (n) RETURN n.na\u200bme", "invisible"),
    ("MATCH (n) // x\u2028 DELETE n", "invisible"),
    ("MATCH (n) RETURN 'open", "not closed"),
    ("MATCH (n) RETURN `open", "not closed"),
    ("MATCH (n) RETURN n)", "closes nothing"),
    ("MATCH (n RETURN n", "not closed"),
    ("MATCH (n) RETURN n # x", "no place"),
    ("MATCH (n) RETURN n UNION CREATE (m)", "UNION joins"),
    ("MATCH (n) RETURN n UNION x", "UNION joins"),
    ("MATCH ()-[r:OWNS]->() RETURN r.end", "not a property"),
    ("MATCH ()-[r:OWNS]->() RETURN r.`start`", "not a property"),
    ("RETURN range(1, 1000000000) AS n", "no end"),
    ("RETURN range(1, 90000 + 90000) AS n", "no end"),
    ("RETURN range(1, 9 * 99999) AS n", "no end"),
    ("RETURN range(1, 1e9) AS n", "no end"),
    ("WITH 1 AS x UNWIND range(1, x) AS n RETURN n", "no end"),
    ("RETURN Range(1, $n) AS n", "no end"),
    ("RETURN range(1, (size([1]))) AS n", "no end"),
    ("RETURN all(x IN range(1, 90000) WHERE all(y IN range(1, 90000) WHERE x <> -y)) AS n", "lists within lists"),
    ("RETURN size([x IN range(1, 9000) | [y IN range(1, 9000) | y]]) AS n", "lists within lists"),
    ("RETURN reduce(s = 'x', i IN range(1, 40) | s + s) AS n", "double"),
    ("RETURN reduce(s = [1], i IN range(1, 40) | [s, `s`]) AS n", "double"),
    ("RETURN reduce(s = 'x', i IN [1] | CASE WHEN true THEN s + s END) AS n", "double"),
    ("RETURN reduce(s = 'aa', i IN [1] | replace(s, 'a', 'aaaa')) AS n", "within a reduce"),
    ("RETURN reduce(s = [1], i IN [1] | reduce(t = [], j IN [1, 2] | t + s)) AS n", "within a reduce"),
    ("MATCH (n) `two\nlines` RETURN n", "two lines"),
    ("MATCH (n) RETURN n.id " + "// x\n" * 5000, "too long"),
)


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_passes(question: str) -> None:
    check(question)


@pytest.mark.parametrize(("query", "why"), REFUSED, ids=[q[:48] for q, _ in REFUSED])
def test_anything_else_is_refused_with_its_place_and_a_remedy(query: str, why: str) -> None:
    with pytest.raises(LookthroughError) as fault:
        check(query)
    assert why in f"{fault.value.what} {fault.value.mend}"
    assert fault.value.where.startswith("query, ")
    assert fault.value.mend
    assert "\n" not in str(fault.value)


def test_the_place_is_told_by_line_and_column() -> None:
    with pytest.raises(LookthroughError) as fault:
        check("MATCH (n)\n  SET n.x = 1")
    assert fault.value.where == "query, line 2, column 3"
    assert place("ab", 1) == "line 1, column 2"


@pytest.mark.parametrize("word", ["create", "Delete", "SET", "merge", "call", "load", "drop", "remove", "detach"])
@pytest.mark.parametrize("gap", [" ", "\n", "\t", " // '\n", "\r\n"])
def test_no_spacing_hides_a_word_that_writes(word: str, gap: str) -> None:
    with pytest.raises(LookthroughError):
        check(f"MATCH{gap}(n){gap}{word}{gap}n{gap}RETURN n")


@given(st.text(alphabet="MATCHRETURNnrx ()[]{}-><*.,:|'\"`$;/\\=+1230\n\rCALLSETé王", max_size=60))
def test_whatever_is_typed_is_passed_or_refused_in_one_line(text: str) -> None:
    try:
        check("MATCH (n) " + text)
    except LookthroughError as fault:
        assert fault.mend
        assert str(fault).isprintable()


@given(st.lists(st.sampled_from(["MATCH", "(n)", "'a b'", "`c d`", "$p", "1..3", "<=", "// e\n", "-[", "x.y", "\t"])))
def test_tokens_and_gaps_make_up_the_whole_query(parts: list[str]) -> None:
    query = " ".join(parts)
    found = tokens(query)
    assert [query[t.at : t.at + len(t.text)] for t in found] == [t.text for t in found]
    assert re.sub(r"\s|// e", "", query) == "".join(t.text for t in found).replace(" ", "")
