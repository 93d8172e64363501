"""The leads on paper: picture, paragraph, law, doubts, gaps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from reports.dossier import cited
from reports.drawing import CONTROL, DARK, DOUBT, OWNERSHIP, draw
from reports.face import Face
from reports.printed import (
    Block,
    Column,
    Facts,
    Figure,
    Heading,
    Items,
    Paragraph,
    Said,
    Text,
    bold,
    paragraph,
    soft,
    table,
    text,
)
from reports.printed_rows import Cited
from reports.printed_value import fragility, innocent, score, waterfall
from reports.wording import guarded

Record = Mapping[str, Any]

_PICTURE = 660.0
_GREYS = {OWNERSHIP: "#000000", CONTROL: "#7a7a7a", DARK: "#000000", DOUBT: "#000000", "#e0a100": "#000000"}


def leads(face: Face, rows: Cited) -> Iterator[Block]:
    yield Heading(2, face.t("lead.heading"))
    if any(lead.get("score") for lead in face.dossier.leads):
        yield paragraph(face.t("lead.heading_note"), "lede")
    if not face.dossier.leads:
        yield paragraph(face.t("summary.no_leads"))
    for lead in face.dossier.leads:
        yield from _lead(face, rows, lead)


def _lead(face: Face, rows: Cited, lead: Record) -> Iterator[Block]:
    """A background signal is told in short: what was seen, on which rows, and what speaks against it."""
    yield Heading(
        3, f"{lead['rank']}. {face.title(lead.get('title')) or face.plain(lead.get('typology'))}", marks_of(face, lead)
    )
    yield _facts(face, lead)
    yield from _warnings(face, lead)
    yield Heading(4, face.t("lead.summary"))
    yield Paragraph(sentences(face, rows, lead))
    if lead.get("tier") != "signal":
        yield from chain(face, rows, lead)
        yield from _tests(face, lead)
        yield from grounds(face, lead)
    yield from against(face, rows, lead)
    if lead.get("tier") != "signal":
        yield from innocent(face, rows, lead)
        yield from fragility(face, rows, lead)
        yield from gaps(face, lead)
        yield from waterfall(face, rows, lead.get("waterfall"))
        yield from score(face, lead)


def marks_of(face: Face, lead: Record) -> str:
    doubt = lead.get("standing") in ("alleged", "denied")
    words = [face.term("tier", lead.get("tier")), *(face.term("badge", badge) for badge in lead.get("badges") or ())]
    return " · ".join([*words, face.term("standing", lead["standing"])] if doubt else words)


def sentences(face: Face, rows: Cited, lead: Record, most: int | None = None) -> Text:
    """The paragraph that can be pasted: every sentence with the numbers of the rows behind it. most: of its sentences."""
    evidence = list(lead.get("evidence") or ())
    found: list[Said] = []
    for each in cited(lead, face.language)[:most]:
        if found and face.language == "en":
            found.append(Said(" "))
        behind = [evidence[n - 1] for n in each.evidence if 0 < n <= len(evidence)]
        found.append(rows.fact(guarded(each.text, face.language), behind))
    return tuple(found) or text("—")


def _facts(face: Face, lead: Record) -> Facts:
    amount, score = lead.get("amount") or {}, lead.get("score") or {}
    route = face.guarded(lead.get("route_text")) or face.term("route", lead.get("route"))
    basis = face.say(amount.get("basis"))
    pairs = [
        (face.t("lead.amount"), text(bold(face.range(amount)), soft(f"　{basis}" if basis else ""))),
        *([(face.t("lead.recoverable"), text(face.range(score.get("recoverable"))))] if score else []),
        (face.t("lead.period"), text(face.period(lead.get("period")))),
        (face.t("lead.route"), text(bold(f"{lead.get('route') or '—'} "), route)),
        (face.t("lead.last_day"), text(bold(face.last_day(lead) or "—"))),
    ]
    if lead.get("tier_why"):
        pairs.append((face.t("lead.tier"), text(face.guarded(lead["tier_why"]))))
    return Facts(tuple(pairs))


def _warnings(face: Face, lead: Record) -> Iterator[Block]:
    if lead.get("standing") in ("alleged", "denied"):
        yield paragraph(face.t(f"lead.{lead['standing']}"), "warning")
    for flag in lead.get("flags") or ():
        yield paragraph(face.guarded(flag), "warning")


def picture(
    face: Face, drawn: Record, caption: str = "", ink: Literal["colour", "black"] = "colour"
) -> Iterator[Figure]:
    """ink black: for a page that will be copied: lines told apart by thickness, dashes, greys and their words."""
    svg = draw(drawn, language=face.language, width=_PICTURE, debtors=face.dossier.debtor_ids)
    for tone, grey in _GREYS.items() if ink == "black" else ():
        svg = svg.replace(tone, grey)
    if svg:
        steps = [step_words(face, drawn, edge) for edge in drawn.get("edges") or ()]
        alt = face.t("drawing.desc", nodes=len(drawn["nodes"]), edges=len(steps), steps="; ".join(steps))
        yield Figure(weighted(svg), alt, caption)


def weighted(svg: str) -> str:
    """The weights said once more as axes of a variable font: the setter of pictures takes 400 for the thinnest."""
    set_ = "font-variation-settings=\"'wght' {}\" "
    whole = svg.replace("<svg ", f"<svg {set_.format(400)}", 1)
    return whole.replace('font-weight="600"', f'{set_.format(600)}font-weight="600"')


def step_words(face: Face, drawn: Record, edge: Record) -> str:
    names = {str(node["id"]): str(node["name"]) for node in drawn["nodes"]}
    a, b = (names.get(str(edge[end]), str(edge[end])) for end in ("from", "to"))
    return f"{a} → {b}: {face.kind(edge)}"


def chain(face: Face, rows: Cited, lead: Record) -> Iterator[Block]:
    """The picture, then each step as a row with the rows it stands on."""
    drawn, evidence = lead.get("chain") or {}, list(lead.get("evidence") or ())
    if not drawn.get("edges"):
        return
    yield Heading(4, face.t("lead.chain"))
    yield from picture(face, drawn)
    names = face.names(lead)
    heads = (
        Column(face.t("step.from"), 2.6),
        Column(face.t("step.kind"), 1.8),
        Column(face.t("step.to"), 2.6),
        Column(face.t("step.share"), 0.9, "right"),
        Column(face.t("step.price"), 1.6, "right"),
        Column(face.t("step.dates"), 1.7),
        Column(face.t("lead.see"), 1.15),
    )
    yield table(heads, (_step(face, rows, names, evidence, edge) for edge in drawn["edges"]), face.t("lead.steps"))


def _step(
    face: Face, rows: Cited, names: Mapping[str, str], evidence: list[Record], edge: Record
) -> tuple[str | Text, ...]:
    told = set(edge.get("statements") or ())
    at = edge.get("evidence")
    behind = [evidence[n] for n in at] if at else [line for line in evidence if line.get("statement") in told]
    thing = face.say(edge.get("thing"))
    doubts = [face.term("edge_state", key) for key in ("ended", "inferred") if edge.get(key)]
    doubts += [face.term("edge_state", edge["standing"])] if edge.get("standing") in ("alleged", "denied") else []
    kind = [face.kind(edge), *(f"\n{each}" for each in (thing, *doubts) if each)]
    price = face.money(edge.get("price"), edge.get("currency")) if edge.get("price") is not None else "—"
    return (
        names.get(str(edge["from"]), str(edge["from"])),
        "".join(kind),
        names.get(str(edge["to"]), str(edge["to"])),
        face.share(edge.get("share")),
        price,
        face.days(edge),
        rows.only(behind),
    )


def _tests(face: Face, lead: Record) -> Iterator[Block]:
    if not lead.get("tests"):
        return
    heads = (
        Column(face.t("lead.test"), 3.0),
        Column(face.t("lead.value"), 1.6, "right"),
        Column(face.t("lead.threshold"), 1.6, "right"),
        Column(face.t("lead.outcome"), 1.0),
        Column(face.t("lead.basis"), 2.6),
    )
    yield table(
        heads,
        (
            (
                face.guarded(test.get("name")),
                face.measured(test.get("value"), test.get("unit")),
                face.measured(test.get("threshold"), test.get("unit")),
                face.term("outcome", test.get("outcome")),
                face.say(test.get("basis")) or "—",
            )
            for test in lead["tests"]
        ),
        face.t("lead.tests"),
    )


def grounds(face: Face, lead: Record) -> Iterator[Block]:
    """Law as of the act, each element with its state, and the last days."""
    yield Heading(4, face.t("lead.grounds"))
    if not lead.get("grounds"):
        yield paragraph(face.t("lead.no_ground"))
    for ground in lead.get("grounds") or ():
        status = face.term("law", ground.get("status"))
        open_law = f" · {face.t('lead.uncertain')}" if ground.get("certain") is False else ""
        yield Paragraph(text(bold(face.say(ground.get("provision"))), soft(f"　{status}{open_law}")))
        yield from _elements(face, ground)
        days = tuple(_day(face, last) for last in ground.get("deadlines") or ())
        if days:
            yield Items(days)
        elif ground.get("deadline"):
            yield Paragraph(text(f"{face.t('lead.last_day')} ", bold(str(ground["deadline"]))))
        notes = [("lead.remedy", ground.get("remedy")), ("lead.law_note", ground.get("note"))]
        notes += [("lead.drafts", draft) for draft in ground.get("drafts") or ()]
        yield from (Paragraph(text(soft(f"{face.t(key)} "), face.say(note))) for key, note in notes if note)


def _elements(face: Face, ground: Record) -> Iterator[Block]:
    if ground.get("elements"):
        heads = (
            Column(face.t("lead.element"), 2.4),
            Column(face.t("lead.state"), 1.2),
            Column(face.t("lead.note"), 4.0),
        )
        yield table(
            heads,
            (
                (face.say(e.get("name")), face.term("element", e.get("state")), face.guarded(e.get("note")) or "—")
                for e in ground["elements"]
            ),
        )


def _day(face: Face, last: Record) -> Text:
    note = f" · {face.say(last['note'])}" if last.get("note") else ""
    kind = face.term("period", last.get("period_kind"))
    return text(bold(face.plain(last.get("day"))), f" {face.say(last.get('rule'))}", soft(f"　{kind}{note}"))


def against(face: Face, rows: Cited, lead: Record, level: int = 4) -> Iterator[Block]:
    """What was found against it, and what was looked for and not found: never left out."""
    yield Heading(level, face.t("lead.against"))
    found = [text(rows.fact(face.say(line.get("text")), [line])) for line in face.found(lead)]
    yield Paragraph(text(bold(face.t("lead.found")), "" if found else f"　{face.t('lead.none_found')}"))
    if found:
        yield Items(tuple(found))
    absent = [text(face.guarded(line.get("absent"))) for line in face.absent(lead)]
    yield Paragraph(text(bold(face.t("lead.absent")), "" if absent else f"　{face.t('lead.none_sought')}"))
    if absent:
        yield Items(tuple(absent))


def gaps(face: Face, lead: Record) -> Iterator[Block]:
    if lead.get("gaps"):
        heads = (
            Column(face.t("lead.what"), 3.0),
            Column(face.t("lead.from_whom"), 2.0),
            Column(face.t("lead.instrument"), 2.0),
        )
        yield table(
            heads,
            (
                (face.guarded(g.get("what")), face.say(g.get("from_whom")) or "—", face.say(g.get("instrument")) or "—")
                for g in lead["gaps"]
            ),
            face.t("lead.gaps"),
        )
