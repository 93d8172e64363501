"""Rows of kinship and divorce as sentences, in both languages."""

from __future__ import annotations

from graph.case import Case
from graph.facts import Contract, Relation, Title
from queries.lead import Evidence
from queries.phrases import name_of, says, word


def kin_words(case: Case, relation: Relation) -> tuple[str, str]:
    a, b, kind = name_of(case, relation.a), name_of(case, relation.b), word("relation_kind", relation.kind)
    return f"记载：{a}是{b}的{kind.zh}", f"recorded: {a} is {kind.en} of {b}"


def share_row(title: Title, zh: str, en: str) -> Evidence:
    name = title.name or title.asset
    return says(title.place, f"{zh}：{name}，{title.value}", f"{en} {name}, {title.value}", "value")


def divorce_row(case: Case, relation: Relation) -> Evidence:
    zh, en = kin_words(case, relation)
    days = f"{relation.period.start or '?'}–{relation.period.end or ''}"
    return says(relation.place, f"{zh}（{days}）", f"{en} ({days})", "relation")


def debts_row(paper: Contract) -> Evidence:
    note = paper.place.note
    return says(
        paper.place, f"协议注明债务承担：{note}", f"the settlement says who bears the debts: {note}", "contract"
    )
