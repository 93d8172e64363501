"""Records of parties before matching: declared ones, bare ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from graph.identifiers import keyed, read_identifier, read_list
from graph.name_parts import parts_of
from graph.names import NameShape, company_key, shape_of
from graph.resolve import Node


def declared_nodes(frame: pl.DataFrame | None) -> list[Node]:
    """A node for each declared record; rows of one id within one label are one record."""
    if frame is None:
        return []
    found: dict[str, Node] = {}
    wanted = ["_label", "id", "kind", "name", "other_names", "identifier", "other_identifiers", "jurisdiction"]
    for row in frame.select(wanted).iter_rows(named=True):
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
    if shape is NameShape.MASKED:
        return "company" if parts_of(name).form else "person"
    return "person" if shape is NameShape.PERSON else "unknown"


def bare_node(key: str, text: str, label: str, expect: str) -> Node:
    scheme, _, rest = key.partition(":")
    if scheme == "id":
        return Node(key, [], rest.partition(":")[2], label)
    if scheme == "name":
        return Node(key, [text], label=label, kind=kind_of_name(text))
    if scheme == "person":
        return Node(key, [text], label=label, kind=kind_of_name(text) if kind_of_name(text) == "company" else "person")
    if scheme == "no":
        kind = kind_of_name(text)
        return Node(
            key, [text], label=label, kind="person" if kind == "unknown" else kind, person_no=rest.partition(":")[2]
        )
    if scheme == "word":
        return Node(key, [text], label=label, kind="" if expect != "person" else "person")
    names = [] if text.upper() == rest else [text]
    return Node(key, names, label=label, kind="company" if scheme != "cn-id" else "person", ids=((scheme, rest),))
