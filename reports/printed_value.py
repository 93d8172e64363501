"""On paper: the claim, what is left of a value, what a lead hangs on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from reports.face import Face
from reports.printed import (
    Block,
    Column,
    Heading,
    Items,
    Paragraph,
    Row,
    Said,
    Table,
    Text,
    bold,
    fact,
    lines,
    paragraph,
    soft,
    table,
    text,
)
from reports.printed_rows import Cited

Record = Mapping[str, Any]


def claim(face: Face) -> Iterator[Block]:
    """Every addend with its arithmetic; the figures are the case file's, and the page says so."""
    found = face.dossier.claim
    if found.get("lines"):
        heads = (
            Column(face.t("claim.item"), 2.4),
            Column(face.t("claim.amount"), 1.6, "right"),
            Column(face.t("claim.arithmetic"), 4.0),
        )
        rows = [Row(tuple(map(text, _addend(face, line)))) for line in found["lines"]]
        owed = found.get("outstanding") or {}
        total = (
            text(bold(face.t("summary.outstanding"))),
            text(bold(face.money(owed.get("amount"), owed.get("currency")))),
            text(soft(face.t("claim.until", day=found.get("interest_until")))),
        )
        yield Table(heads, (*rows, Row(total, look="sum")), face.t("claim.heading"))
    for note in found.get("notes") or ():
        yield paragraph(face.say(note), "warning")
    for edit in face.dossier.unused_edits:
        yield paragraph(face.t("claim.unused", about=edit.get("about"), step=edit.get("step")), "warning")


def _addend(face: Face, line: Record) -> tuple[str, str, str]:
    sign = "−" if line.get("sign") == "-" else ""
    amount = f"{sign}{face.money(line.get('amount'), line.get('currency'))}"
    return face.say(line.get("label")), amount, face.say(line.get("arithmetic")) or "—"


def innocent(face: Face, rows: Cited, lead: Record) -> Iterator[Block]:
    if lead.get("benign"):
        heads = (
            Column(face.t("benign.explanation"), 2.4),
            Column(face.t("benign.state"), 1.2),
            Column(face.t("benign.why"), 4.0),
        )
        yield table(heads, (_explained(face, rows, row) for row in lead["benign"]), face.t("benign.heading"))


def _explained(face: Face, rows: Cited, row: Record) -> tuple[str | Text, ...]:
    why = face.say(row.get("why")) or "—"
    said = rows.fact(why, row["rows"]) if row.get("rows") else Said(why)
    return face.guarded(row.get("explanation")), face.term("benign_state", row.get("state")), (said,)


def fragility(face: Face, rows: Cited, lead: Record) -> Iterator[Block]:
    found = lead.get("fragility")
    if not found:
        return
    yield Heading(4, face.t("fragility.heading"))
    yield paragraph(face.say(found.get("note")), "warning" if found.get("single") else "body")
    if found.get("single"):
        yield Paragraph(text(rows.fact(face.say(found["single"].get("text")), [found["single"]])))
    if found.get("settle"):
        parts = [face.say(found["settle"].get(key)) for key in ("what", "from_whom", "instrument")]
        yield Paragraph(text(soft(f"{face.t('fragility.settle')} "), " · ".join(filter(None, parts))))


def waterfall(face: Face, rows: Cited, poured: Record | None) -> Iterator[Block]:
    """From the value down to what may be left, each step with its rule or rows; then what the next step costs."""
    if not (poured or {}).get("steps"):
        return
    heads = (
        Column(face.t("waterfall.step"), 2.8),
        Column(face.t("waterfall.sign"), 0.8),
        Column(face.t("waterfall.amount"), 2.0, "right"),
        Column(face.t("waterfall.basis"), 3.4),
    )
    assert poured is not None
    yield Table(heads, tuple(_poured(face, rows, step) for step in poured["steps"]), face.t("waterfall.heading"))
    yield from _cost(face, poured.get("cost") or {})


def _poured(face: Face, rows: Cited, step: Record) -> Row:
    result = step.get("sign") == "="
    label = face.guarded(step.get("label"))
    told = [text(face.say(step.get("rule")))] if step.get("rule") else []
    told += [text(fact("", rows.numbers(step["rows"])))] if step.get("rows") else []
    told += [text(soft(face.say((step.get("edited") or {}).get("said"))))] if step.get("edited") else []
    cells = (
        text(bold(label) if result else label),
        text(face.term("sign", step.get("sign"))),
        text(bold(face.range(step.get("amount"))) if result else face.range(step.get("amount"))),
        lines(told) or text("—"),
    )
    return Row(cells, look="sum" if result else "plain")


def _cost(face: Face, cost: Record) -> Iterator[Block]:
    if not cost.get("step") and not cost.get("fees"):
        return
    sums = [f"{face.t('waterfall.next')} {face.say(cost.get('step')) or '—'}"]
    if cost.get("fees"):
        sums.append(f"{face.t('waterfall.advance')} {face.range(cost.get('advance'))}")
        sums.append(f"{face.t('waterfall.lost')} {face.range(cost.get('irrecoverable'))}")
    yield paragraph(" · ".join(sums), "soft")
    fees = tuple(text(_fee(face, fee)) for fee in cost.get("fees") or ())
    if fees:
        yield Items(fees)


def _fee(face: Face, fee: Record) -> str:
    when = face.t("waterfall.now" if fee.get("advance") else "waterfall.later")
    back = f" · {face.t('waterfall.back')}" if fee.get("comes_back") else ""
    colon = "：" if face.language == "zh" else ": "
    return f"{face.say(fee.get('name'))}{colon}{face.range(fee.get('amount'))} · {when}{back}"


def score(face: Face, lead: Record) -> Iterator[Block]:
    found = lead.get("score") or {}
    if not found.get("terms"):
        return
    heads = (
        Column(face.t("lead.term"), 2.4),
        Column(face.t("lead.weight"), 1.0, "right"),
        Column(face.t("lead.why"), 4.6),
    )
    terms: Iterable[Row] = (
        Row(
            (
                text(face.term("score_term", face.say(term.get("name")))),
                text(face.signed(term.get("weight"))),
                text(face.guarded(term.get("why")) or "—"),
            )
        )
        for term in found["terms"]
    )
    total = Row(
        (
            text(bold(face.t("lead.priority"))),
            text(bold(face.number(found.get("priority")))),
            text(soft(face.t("lead.score_note"))),
        ),
        look="sum",
    )
    yield Table(heads, (*terms, total), face.t("lead.score"))
