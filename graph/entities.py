"""From the cells that name a party to parties."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from graph.identifiers import detect, keyed, read_identifier, read_list, valid_uscc_column
from graph.names import NameShape, company_key, person_key, shape_of
from graph.resolve import Match, Node, Resolved, Verdict, resolve
from graph.tables import TABLES

TOKEN = r"^[0-9A-Za-z_\-]{1,17}$"
EQUITY = r"^equity:(.+):([^:]+)$"

# Whose name is read within which company: (table, cell) → the cell that gives the company, or the other side.
_WITHIN: dict[tuple[str, str], str] = {
    ("holdings", "owner"): "company",
    ("roles", "person"): "company",
    ("share_transfers", "from"): "company",
    ("share_transfers", "to"): "company",
    ("encumbrances", "_equity_owner"): "_equity_company",
}
_BESIDE: dict[tuple[str, str], str] = {
    ("payments", "from"): "to",
    ("payments", "to"): "from",
    ("contracts", "from"): "to",
    ("contracts", "to"): "from",
    ("relations", "a"): "b",
    ("relations", "b"): "a",
    ("asset_transfers", "from"): "asset",
    ("asset_transfers", "to"): "asset",
    ("assets", "owner"): "id",
    ("encumbrances", "holder"): "asset",
    ("court_cases", "claimant"): "number",
    ("court_cases", "defendant"): "number",
}
_CELL = ["label", "text", "ident", "expect", "context", "beside"]


@dataclass(frozen=True, slots=True)
class Parties:
    """All parties of a snapshot.

    frame: idx, id, kind, name, names, ids, records, bases; cells: (label, text, ident, expect, context, beside) → idx.
    """

    frame: pl.DataFrame
    cells: pl.DataFrame
    matches: tuple[Match, ...]
    truncated: int
    notes: tuple[str, ...]


def with_equity(frame: pl.DataFrame) -> pl.DataFrame:
    """Split `equity:COMPANY:OWNER` cells of an asset column into two party cells."""
    if "asset" not in frame.columns:
        return frame
    return frame.with_columns(
        pl.col("asset").str.extract(EQUITY, 1).alias("_equity_company"),
        pl.col("asset").str.extract(EQUITY, 2).alias("_equity_owner"),
    )


def party_cells(table: str, frame: pl.DataFrame) -> list[str]:
    """The columns of a table that name a party."""
    own = [c.name for c in TABLES[table].columns if c.type == "party"]
    return own + [c for c in ("_equity_company", "_equity_owner") if c in frame.columns]


def cell_keys(table: str, column: str, frame: pl.DataFrame) -> list[pl.Expr]:
    """The six things that decide which party a cell names."""
    expect = "company" if column in ("_equity_company",) else _expect(table, column)
    within, beside = _WITHIN.get((table, column)), _BESIDE.get((table, column))
    ident = pl.col(f"{column}_ident") if f"{column}_ident" in frame.columns else pl.lit(None, dtype=pl.String)
    hint: pl.Expr = pl.lit(expect)
    if table == "holdings" and column == "owner":
        hint = pl.when(pl.col("holder_type").str.contains("自然人|个人|person|individual")).then(pl.lit("person"))
        hint = hint.when(pl.col("holder_type").is_not_null()).then(pl.lit("company")).otherwise(pl.lit(""))
    return [
        pl.col("_label").alias("label"),
        pl.col(column).alias("text"),
        ident.alias("ident"),
        hint.alias("expect"),
        (pl.col(within) if within else pl.lit("")).alias("context"),
        (pl.col(beside).fill_null("") if beside else pl.lit("")).alias("beside"),
    ]


def _expect(table: str, column: str) -> str:
    return next((c.expect for c in TABLES[table].columns if c.name == column), "")


def find_parties(tables: Mapping[str, pl.DataFrame], verdicts: Iterable[Verdict]) -> Parties:
    """Read every party cell, match records to parties, and give each party its printed id."""
    declared = _declared(tables.get("parties"))
    cells = _cells(tables)
    keyed_cells = _keys(cells, declared)
    nodes, people = _nodes(declared, keyed_cells, tables)
    order = sorted(nodes)
    index = {key: i for i, key in enumerate(order)}
    listed = [nodes[key] for key in order]
    for node, companies in people.items():
        if node in index:
            listed[index[node]].companies = frozenset(index[c] for c in companies if c in index)
    resolved = resolve(listed, verdicts)
    frame, group_of = _printed(listed, resolved)
    lookup = pl.DataFrame(
        {"key": order, "idx": [group_of[g] for g in resolved.group]}, schema={"key": pl.String, "idx": pl.Int32}
    )
    placed = keyed_cells.join(lookup, on="key", how="left").select([*_CELL, "idx"])
    return Parties(frame, placed, resolved.matches, resolved.truncated, _undeclared(keyed_cells))


def _declared(frame: pl.DataFrame | None) -> list[Node]:
    """A node for each declared record; rows of one id within one label are one record."""
    if frame is None:
        return []
    found: dict[str, Node] = {}
    wanted = [
        "_label",
        "id",
        "kind",
        "name",
        "other_names",
        "identifier",
        "other_identifiers",
        "jurisdiction",
        "_place",
    ]
    for row in frame.with_columns(pl.lit("").alias("_place")).select(wanted).iter_rows(named=True):
        node = _record(row)
        known = found.get(node.key)
        found[node.key] = node if known is None else _together(known, node)
    return list(found.values())


def record_key(row: Mapping[str, str | None]) -> str:
    """The key of the record that a parties row declares."""
    return _record(row).key


def _record(row: Mapping[str, str | None]) -> Node:
    label, text, jurisdiction = row["_label"] or "", row["id"], row["jurisdiction"] or ""
    ids: list[tuple[str, str]] = []
    person_no = None
    given = [read_identifier(row["identifier"], jurisdiction=jurisdiction or None)] if row["identifier"] else []
    for reading in (*given, *read_list(row["other_identifiers"] or "")):
        if reading.identifier is None or reading.state != "valid":
            continue
        if reading.identifier.scheme == "person-no":
            person_no = reading.identifier.value
        elif reading.identifier.scheme != "other":
            safe = keyed(reading.identifier)
            ids.append((safe.scheme, safe.value))
    name = row["name"] or ""
    kind = row["kind"] or kind_of_name(name, jurisdiction)
    key = f"id:{label}:{text}" if text else _bare_key(label, name, kind, ids)
    former = tuple(n.strip() for n in (row["other_names"] or "").replace("；", ";").split(";") if n.strip())
    return Node(
        key,
        [name] if name else [],
        text,
        label,
        kind,
        former,
        tuple(sorted(set(ids))),
        person_no,
        jurisdiction=jurisdiction,
    )


def _bare_key(label: str, name: str, kind: str, ids: Sequence[tuple[str, str]]) -> str:
    if ids:
        return f"{ids[0][0]}:{ids[0][1]}"
    if kind != "person" and shape_of(name) is NameShape.REGISTERED:
        return f"name:{company_key(name)}"
    return f"word:{label}:{name}"


def _together(a: Node, b: Node) -> Node:
    names = [*a.names, *(n for n in b.names if n not in a.names)]
    former = tuple(dict.fromkeys((*a.former, *b.former)))
    ids = tuple(sorted({*a.ids, *b.ids}))
    kind = a.kind if a.kind not in ("", "unknown") else b.kind
    return Node(
        a.key, names, a.declared, a.label, kind, former, ids, a.person_no or b.person_no,
        jurisdiction=a.jurisdiction or b.jurisdiction,
    )  # fmt: skip


def kind_of_name(name: str, jurisdiction: str = "") -> str:
    """What a name alone says: company, partnership, branch, person or unknown."""
    if "合伙" in name:
        return "partnership"
    if name.endswith(("分公司", "分行", "支行")):
        return "branch"
    shape = shape_of(name, jurisdiction or None)
    if shape in (NameShape.REGISTERED, NameShape.COMPANY):
        return "company"
    return "person" if shape in (NameShape.PERSON, NameShape.MASKED) else "unknown"


def _cells(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    parts = []
    for table, frame in sorted(tables.items()):
        for column in party_cells(table, frame) if table != "parties" else []:
            keys = cell_keys(table, column, frame)
            parts.append(frame.lazy().select(keys).filter(pl.col("text").is_not_null()).unique().collect())
    schema = dict.fromkeys(_CELL, pl.String)
    return pl.concat(parts).unique() if parts else pl.DataFrame(schema=schema)


def _keys(cells: pl.DataFrame, declared: Sequence[Node]) -> pl.DataFrame:
    """The node key of every cell; people's keys hang on the company (or the other side) they are named with."""
    ids = pl.DataFrame(
        {"label": [n.label for n in declared if n.declared], "text": [n.declared for n in declared if n.declared]},
        schema={"label": pl.String, "text": pl.String},
    ).with_columns(pl.format("id:{}:{}", "label", "text").alias("declared"))
    cells = cells.join(ids, on=["label", "text"], how="left")
    plain = _plain_keys(cells.select("label", "text", "ident", "expect", "declared").unique())
    cells = cells.join(plain, on=["label", "text", "ident", "expect"], how="left", nulls_equal=True)
    companies = plain.filter(pl.col("expect") == "company").select("label", pl.col("text").alias("context"), "key")
    companies = companies.unique(["label", "context"]).rename({"key": "company"})
    cells = cells.join(companies, on=["label", "context"], how="left")
    scope = pl.coalesce("company", pl.format("{}:{}", "label", "beside"))
    hung = pl.format("{}@{}", "key", scope)
    return cells.with_columns(
        pl.when(pl.col("key").str.starts_with("person:")).then(hung).otherwise("key").alias("key")
    )


def _plain_keys(distinct: pl.DataFrame) -> pl.DataFrame:
    """Keys without context. Tokens and USCCs are settled in bulk; names one by one."""
    uscc = valid_uscc_column(distinct["text"])
    token = distinct["text"].str.contains(TOKEN) & distinct["ident"].is_null()
    settled = (
        pl.when(pl.col("declared").is_not_null())
        .then("declared")
        .when(uscc)
        .then(pl.format("cn-uscc:{}", pl.col("text").str.to_uppercase()))
        .when(token)
        .then(pl.format("word:{}:{}", "label", "text"))
    )
    frame = distinct.with_columns(settled.alias("key"))
    rest = frame.filter(pl.col("key").is_null() | pl.col("ident").is_not_null())
    keys = [
        _one_key(label, text, ident, expect, declared)
        for label, text, ident, expect, declared in rest.select(
            "label", "text", "ident", "expect", "declared"
        ).iter_rows()
    ]
    rest = rest.with_columns(pl.Series("key", keys, dtype=pl.String))
    done = frame.filter(pl.col("key").is_not_null() & pl.col("ident").is_null())
    return pl.concat([done, rest]).select("label", "text", "ident", "expect", "key")


def _one_key(label: str, text: str, ident: str | None, expect: str, declared: str | None) -> str:
    if declared:
        return declared
    for reading in read_list(ident) if ident else []:
        if reading.identifier and reading.state == "valid":
            if reading.identifier.scheme == "person-no":
                return f"no:{label}:{reading.identifier.value}"
            safe = keyed(reading.identifier)
            return f"{safe.scheme}:{safe.value}"
    found = detect(text)
    if found:
        safe = keyed(found)
        return f"{safe.scheme}:{safe.value}"
    shape = shape_of(text, expect=expect or None)  # type: ignore[arg-type]
    if shape is NameShape.REGISTERED:
        return f"name:{company_key(text)}"
    if shape in (NameShape.PERSON, NameShape.MASKED):
        return f"person:{person_key(text)}"
    return f"word:{label}:{text}"


def _nodes(
    declared: Sequence[Node], cells: pl.DataFrame, tables: Mapping[str, pl.DataFrame]
) -> tuple[dict[str, Node], dict[str, set[str]]]:
    """Every node by key, and the companies each person is named in."""
    nodes = {node.key: node for node in declared}
    named = cells.group_by("key").agg(pl.col("text").min(), pl.col("label").min(), pl.col("expect").max())
    for key, text, label, expect in named.sort("key").iter_rows():
        if key not in nodes:
            nodes[key] = _bare_node(key, text, label, expect)
    people: dict[str, set[str]] = defaultdict(set)
    wanted = cells.filter(pl.col("company").is_not_null()).select("key", "company").unique()
    for key, company in wanted.iter_rows():
        if nodes[key].is_person:
            people[key].add(company)
    return nodes, people


def _bare_node(key: str, text: str, label: str, expect: str) -> Node:
    scheme, _, rest = key.partition(":")
    if scheme == "id":
        return Node(key, [], rest.partition(":")[2], label)
    if scheme == "name":
        return Node(key, [text], label=label, kind=kind_of_name(text))
    if scheme == "person":
        return Node(key, [text], label=label, kind="person")
    if scheme == "no":
        kind = kind_of_name(text)
        return Node(
            key, [text], label=label, kind="person" if kind == "unknown" else kind, person_no=rest.partition(":")[2]
        )
    if scheme == "word":
        return Node(key, [text], label=label, kind="" if expect != "person" else "person")
    names = [] if text.upper() == rest else [text]
    return Node(key, names, label=label, kind="company" if scheme != "cn-id" else "person", ids=((scheme, rest),))


def _printed(nodes: Sequence[Node], resolved: Resolved) -> tuple[pl.DataFrame, dict[int, int]]:
    members: dict[int, list[int]] = defaultdict(list)
    for i, group in enumerate(resolved.group):
        members[group].append(i)
    claimed: dict[str, set[int]] = defaultdict(set)
    for i, node in enumerate(nodes):
        if node.declared or node.key.startswith("word:"):
            claimed[node.declared or node.names[0]].add(resolved.group[i])
    printed: dict[int, str] = {}
    taken: set[str] = set()
    for group, found in members.items():
        text = _printed_id([nodes[i] for i in found], claimed)
        while text in taken:
            text += "′"
        taken.add(text)
        printed[group] = text
    order = sorted(members, key=lambda g: printed[g])
    position = {g: i for i, g in enumerate(order)}
    rows = [
        _party_row(position[g], printed[g], [nodes[i] for i in members[g]], resolved.bases.get(g, frozenset()))
        for g in order
    ]
    schema: dict[str, pl.DataType | type[pl.DataType]] = {
        "idx": pl.Int32, "id": pl.String, "kind": pl.String, "name": pl.String, "names": pl.List(pl.String),
        "ids": pl.List(pl.String), "records": pl.List(pl.String), "bases": pl.List(pl.String),
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row"), position


def _printed_id(nodes: Sequence[Node], claimed: Mapping[str, set[int]]) -> str:
    """The smallest declared id (LABEL:ID where two labels use it for two parties), else what it is known by."""
    options = []
    for node in nodes:
        given = node.declared or (node.names[0] if node.key.startswith("word:") else None)
        if given:
            options.append((0 if node.declared else 1, f"{node.label}:{given}" if len(claimed[given]) > 1 else given))
    if options:
        return min(options)[1]
    ids = sorted(value for node in nodes for scheme, value in node.ids if scheme != "cn-id")
    if ids:
        return ids[0]
    names = sorted(name for node in nodes for name in node.names)
    name = names[0] if names else nodes[0].key
    if any(n.key.startswith("name:") for n in nodes):
        return name
    number = next((n.person_no for n in nodes if n.person_no), None)
    if number:
        return f"{name}#{number}"
    scope = min(n.key for n in nodes).partition("@")[2]
    return f"{name}@{scope.split(':')[-1]}" if scope else name


def _party_row(idx: int, printed: str, nodes: Sequence[Node], bases: frozenset[str]) -> tuple[object, ...]:
    kinds = [n.kind for n in sorted(nodes, key=lambda n: (n.declared is None, n.key)) if n.kind not in ("", "unknown")]
    names = list(
        dict.fromkeys(name for n in sorted(nodes, key=lambda n: (n.declared is None, n.key)) for name in n.names)
    )
    others = list(dict.fromkeys([*names[1:], *(f for n in nodes for f in n.former)]))
    ids = sorted({f"{scheme}:{value}" for n in nodes for scheme, value in n.ids})
    ids += sorted({f"person-no:{n.label}:{n.person_no}" for n in nodes if n.person_no})
    kind = kinds[0] if kinds else "unknown"
    return idx, printed, kind, names[0] if names else printed, others, ids, [n.key for n in nodes], sorted(bases)


def _undeclared(cells: pl.DataFrame) -> tuple[str, ...]:
    words = cells.filter(pl.col("key").str.starts_with("word:"))["text"].unique().sort().to_list()
    if not words:
        return ()
    shown = ", ".join(words[:5]) + (f" and {len(words) - 5} more" if len(words) > 5 else "")
    return (f"no parties.csv row declares {shown}: each is kept as a party known by that word alone",)
