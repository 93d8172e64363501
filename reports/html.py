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

from reports import wording
from reports.dossier import COLUMNS, Dossier, cited
from reports.drawing import draw
from reports.face import Face

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
    faces = [_Page(dossier, language) for language in wording.languages(dossier.language)]
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


class _Page(Face):
    """What the templates ask besides: anchors, links, pictures as markup."""

    @property
    def lang(self) -> str:
        return "zh-CN" if self.language == "zh" else "en"

    def anchor(self, *parts: object) -> str:
        return "-".join([self.language, *map(str, parts)])

    def chain(self, chain: Mapping[str, Any] | None) -> Markup:
        drawn = draw(chain or {}, language=self.language, debtors=self.dossier.debtor_ids)
        return Markup(drawn)

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

    def cited(self, lead: Mapping[str, Any]) -> list[tuple[str, list[tuple[int, int]]]]:
        """Sentences with the runs of evidence lines behind each: (first, last)."""
        return [(wording.guarded(s.text, self.language), _runs(s.evidence)) for s in cited(lead, self.language)]


def _runs(lines: tuple[int, ...]) -> list[tuple[int, int]]:
    """1, 2, 3, 5 -> (1, 3), (5, 5)."""
    runs = []
    for _, group in groupby(enumerate(sorted(set(lines))), key=lambda pair: pair[1] - pair[0]):
        members = [line for _, line in group]
        runs.append((members[0], members[-1]))
    return runs
