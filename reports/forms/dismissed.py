"""Leads that people dismissed, with their reason: never dropped in silence."""

from __future__ import annotations

from collections.abc import Iterator

from reports.face import Face
from reports.printed import Block, Heading, Paragraph, paragraph, soft, text
from reports.printed_leads import sentences
from reports.printed_rows import Cited


def dismissed(face: Face, rows: Cited, level: int = 2) -> Iterator[Block]:
    """What was found, what speaks against it, and why it was dismissed; where it is kept back, how many there are."""
    told = face.dossier.document.get("dismissed") or ()
    if kept_back := face.dossier.document.get("dismissed_count"):
        yield paragraph(face.t("form.kept_back", count=kept_back), "soft")
    if told:
        yield Heading(level, face.t("form.dismissed"))
    for lead in told:
        reason = f"{face.t('form.reason')} {face.plain(lead.get('reason'))}"
        yield Paragraph(text(f"{face.title(lead.get('title'))}　", soft(reason)))
        yield Paragraph(sentences(face, rows, lead))
        for line in face.found(lead):
            yield paragraph(text(soft(f"{face.t('lead.against')}　"), rows.fact(face.say(line.get("text")), [line])))
