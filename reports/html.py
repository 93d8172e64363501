"""One self-contained page that asks nothing of the outside."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from itertools import groupby
from typing import Any

from jinja2 import ChainableUndefined, DictLoader, Environment
from markupsafe import Markup

from reports import chain_text, wording
from reports.dossier import COLUMNS, Dossier, cited, lead_day, split_counter
from reports.drawing import draw
from reports.encumbrance_text import burden
from reports.places import place
from reports.wording import Language

_TEMPLATES = ("html_template.html", "html_leads.html", "html_annexes.html", "html_value.html")
_CASE_LINES = ("court", "creditor", "amount", "purpose", "authority", "administrator", "jurisdiction")
_CASE_DAYS = (
    "arose",
    "due",
    "suit",
    "served",
    "judgment",
    "judgment_effective",
    "enforcement",
    "insolvency_filed",
    "insolvency_accepted",
)


@cache
def _style() -> str:
    return resources.files("reports").joinpath("html_template.css").read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    folder = resources.files("reports")
    pages = {name: folder.joinpath(name).read_text(encoding="utf-8") for name in _TEMPLATES}
    return Environment(
        loader=DictLoader(pages),
        autoescape=True,
        undefined=ChainableUndefined,
        finalize=lambda value: wording.UNKNOWN if value is None else value,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(dossier: Dossier) -> bytes:
    """The page in each language of the dossier, switched by radio buttons and CSS alone; UTF-8."""
    style = _style() + _running(dossier.marks())
    faces = [_Face(dossier, language) for language in wording.languages(dossier.language)]
    page = _environment().get_template("html_template.html")
    text = page.render(
        faces=faces,
        style=Markup(style),
        style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        columns=COLUMNS,
        case_lines=_CASE_LINES,
        case_days=_CASE_DAYS,
    )
    return text.encode("utf-8", "backslashreplace")


def _running(marks: tuple[str, ...]) -> str:
    """The marks at the foot of every printed page, as CSS; each sign that means something in CSS is written as its number."""
    text = "".join(sign if sign.isalnum() and sign.isascii() else f"\\{ord(sign):x} " for sign in " · ".join(marks))
    return f'@page {{ @bottom-left {{ content: "{text}"; font: 8pt sans-serif; color: #555; }} }}\n' if marks else ""


class _Face:
    """The dossier in one language: what the templates ask it."""

    def __init__(self, dossier: Dossier, language: Language) -> None:
        self.dossier, self.language = dossier, language

    @property
    def lang(self) -> str:
        return "zh-CN" if self.language == "zh" else "en"

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

    def anchor(self, *parts: object) -> str:
        return "-".join([self.language, *map(str, parts)])

    def chain(self, chain: Mapping[str, Any] | None) -> Markup:
        drawn = draw(chain or {}, language=self.language, debtors=self.dossier.debtor_ids)
        return Markup(drawn)

    def names(self, lead: Mapping[str, Any]) -> Mapping[str, str]:
        return {str(node["id"]): str(node["name"]) for node in lead["chain"]["nodes"]}

    def cited(self, lead: Mapping[str, Any]) -> list[tuple[str, list[tuple[int, int]]]]:
        """Sentences with the runs of evidence lines behind each: (first, last)."""
        return [(wording.guarded(s.text, self.language), _runs(s.evidence)) for s in cited(lead, self.language)]

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

    def concerns(self, row: Mapping[str, Any]) -> tuple[str, str] | None:
        """Anchor and text of what a deadline is about: a lead or an asset."""
        ids = [str(value) for key, value in row.items() if isinstance(value, str) and key not in ("day", "period_kind")]
        for about in ids:
            if about in self.dossier.ranks:
                rank = self.dossier.ranks[about]
                return self.anchor("lead", rank), f"{self.t('workbook.title')} {rank}"
            if about in self.dossier.asset_numbers:
                n = self.dossier.asset_numbers[about]
                return self.anchor("asset", n), f"{self.t('assets.what')} {n}"
        return None


def _runs(lines: tuple[int, ...]) -> list[tuple[int, int]]:
    """1, 2, 3, 5 -> (1, 3), (5, 5)."""
    runs = []
    for _, group in groupby(enumerate(sorted(set(lines))), key=lambda pair: pair[1] - pair[0]):
        members = [line for _, line in group]
        runs.append((members[0], members[-1]))
    return runs
