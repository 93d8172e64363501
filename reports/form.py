"""The readers' forms, each made from the dossier of a court copy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from graph.errors import LookthroughError
from reports.dossier import Dossier
from reports.forms import administrator, affidavit, clues, court, inquiry, judge, preservation
from reports.printed import Printed
from reports.wording import Language, Languages


@dataclass(frozen=True, slots=True)
class Form:
    """One reader's form. level: of the copy it is made from; tongue: the reader's language; beside: its .ics file;
    dismissed: printed with their reason, or only where that is asked for and else counted."""

    name: str
    titles: Mapping[str, str]
    build: Callable[[Dossier, Language], Printed]
    level: str = "court"
    tongue: Language = "zh"
    dismissed: Literal["printed", "asked"] = "asked"
    beside: Callable[[Dossier, Language], bytes] | None = None

    @property
    def suffixes(self) -> tuple[str, ...]:
        """Of the files that it is printed as."""
        return ("pdf", "docx", *(("ics",) if self.beside else ()))

    def language(self, wanted: Languages) -> Language:
        """The reader's own unless the other alone is wanted."""
        return self.tongue if wanted == "both" else wanted


FORMS: Mapping[str, Form] = {
    each.name: each
    for each in (
        Form("judge", {"zh": "执行法官：两页财产线索", "en": "enforcement judge: property clues on two pages"}, judge.build),
        Form("court", {"zh": "审理、保全法院：请求、要件、时间轴、证据", "en": "trial or preservation court: claims, elements, days, evidence"}, court.build),
        Form("administrator", {"zh": "破产管理人：追收台账", "en": "insolvency office-holder: ledger of recoveries"}, administrator.build, dismissed="printed"),
        Form("affidavit", {"zh": "英国、香港法院：宣誓书及证物", "en": "English or Hong Kong court: affidavit and exhibit"}, affidavit.build, tongue="en", dismissed="printed"),
        Form("clues", {"zh": "财产线索清单全表", "en": "the full list of property clues"}, clues.build),
        Form("inquiry", {"zh": "律师调查令附表", "en": "facts to request by order to counsel"}, inquiry.build),
        Form("preservation", {"zh": "财产保全申请附表", "en": "schedule to a preservation application"}, preservation.build, beside=preservation.days_file),
    )
}  # fmt: skip


def form(name: str) -> Form:
    """The form of this name; LookthroughError for a name that is none."""
    found = FORMS.get(name.strip().lower())
    if found is None:
        raise LookthroughError("no such form", f"--form {name}", f"use {', '.join(FORMS)}")
    return found
