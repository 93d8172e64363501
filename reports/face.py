"""A dossier in one language: what every printed page asks it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reports import chain_text, wording
from reports.dossier import Dossier, lead_day, split_counter
from reports.encumbrance_text import burden
from reports.places import place
from reports.wording import Language


class Face:
    """The dossier in one language: what the templates ask it."""

    def __init__(self, dossier: Dossier, language: Language) -> None:
        self.dossier, self.language = dossier, language

    def t(self, key: str, **parts: object) -> str:
        return wording.phrase(key, self.language, **parts)

    def term(self, table: str, code: object) -> str:
        return wording.term(table, code, self.language)

    def say(self, text: object) -> str:
        return wording.say(text, self.language)

    def guarded(self, text: object) -> str:
        return wording.guarded(self.say(text), self.language)

    def title(self, text: object) -> str:
        shown = self.guarded(text)
        return shown[:1].upper() + shown[1:]

    def money(self, amount: object, currency: object = None) -> str:
        return wording.money(amount, currency or self.dossier.currency, self.language)

    def range(self, bounds: Mapping[str, Any] | None) -> str:
        return wording.money_range(bounds, self.dossier.currency, self.language)

    def share(self, text: object) -> str:
        return wording.share(text)

    def period(self, span: Mapping[str, Any] | None) -> str:
        return wording.period(span, self.language)

    def number(self, value: object) -> str:
        return wording.number(value)

    def plain(self, value: object) -> str:
        """As it is; what is unknown as —."""
        return wording.UNKNOWN if value is None or value == "" else str(value)

    def measured(self, value: object, unit: object) -> str:
        """A value of a test with its unit; a sum of money as one."""
        said = self.say(unit)
        if value is None or not said or str(value).endswith(said):
            return self.number(value)
        if wording.is_currency(said) and wording.decimal(value) is not None:
            return self.money(value, said)
        gap = "" if said == "%" else " "
        return f"{self.number(value)}{gap}{self.term('unit', said)}".rstrip()

    def signed(self, weight: object) -> str:
        return f"{weight:+.4f}" if isinstance(weight, int | float) else wording.number(weight)

    def figure(self, value: object) -> str:
        return wording.figure(value)

    def days(self, edge: Mapping[str, Any]) -> str:
        return chain_text.days(edge, self.language) or wording.UNKNOWN

    def kind(self, edge: Mapping[str, Any]) -> str:
        return chain_text.kind_words(edge, self.language)

    def place(self, line: Mapping[str, Any]) -> str:
        """File and row of an evidence line."""
        return place(line, self.language)

    def for_whom(self) -> str:
        """The level of the copy; a document that names none is for the house."""
        marks = self.dossier.document.get("marks") or ()
        return self.say(marks[0]) if marks else self.t("purpose.internal")

    def names(self, lead: Mapping[str, Any]) -> Mapping[str, str]:
        return {str(node["id"]): str(node["name"]) for node in lead["chain"]["nodes"]}

    def found(self, lead: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
        return split_counter(lead)[0]

    def absent(self, lead: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
        return split_counter(lead)[1]

    def last_day(self, lead: Mapping[str, Any]) -> str | None:
        return lead_day(lead)

    def burden(self, row: Mapping[str, Any]) -> str:
        return burden(row, self.language)

    def knowledge(self) -> list[str]:
        return [
            self.t("notice.knowledge", day=day, leads=("、" if self.language == "zh" else ", ").join(map(str, ranks)))
            for day, ranks in self.dossier.knowledge_days()
        ]

    def outstanding_sum(self) -> str:
        case = self.dossier.case
        if case.get("principal") is None or self.dossier.claim.get("lines"):
            return ""
        parts = {key: self.money(case.get(key) or "0") for key in ("principal", "interest", "recovered")}
        return self.t("summary.outstanding_sum", **parts)

    def tiers(self) -> list[tuple[str, int]]:
        count = dict.fromkeys(("fact", "strong", "lead", "signal"), 0)
        for lead in self.dossier.leads:
            tier = str(lead.get("tier") or "")
            count[tier] = count.get(tier, 0) + 1
        return [(tier, n) for tier, n in count.items() if n]

    def sign(self, red: object) -> str:
        return {True: "yes", False: "no"}.get(red, "unknown") if isinstance(red, bool) else "unknown"

    def signs(self) -> str:
        rows = self.dossier.indicators
        red = sum(row.get("red") is True for row in rows)
        unknown = sum(row.get("value") is None or row.get("red") is None for row in rows)
        return self.t("summary.red_count", red=red, all=len(rows), unknown=unknown)

    def hashed(self, name: object, sha256: object) -> int | None:
        """The place of a file in the list of sources, from 1."""
        for n, source in enumerate(self.dossier.sources, 1):
            if source.get("sha256") == sha256 and source.get("name") == name:
                return n
        return None
