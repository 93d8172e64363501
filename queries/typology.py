"""The contract of a typology, and the registry of them."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from types import ModuleType
from typing import Literal

import queries.typologies as rooms
from graph.case import Case
from queries.grounds import Bilingual as Text
from queries.lead import Finding, NoTables, Tier

HEADINGS = (
    "What it looks for", "Why it matters", "Law", "What speaks against it", "Thresholds", "Limits", "Sources",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Threshold:
    """A line with its unit and the reason it stands where it does (law, case, or a proposal to be calibrated)."""

    name: str
    value: Fraction
    unit: str
    basis: Text


@dataclass(frozen=True, slots=True)
class Typology:
    """One way in which assets move. find(case) is pure: findings, or what is missing to look at all.

    tells_when: it says when an asset moved, not how value was lost, and so never outranks a rule that does.
    """

    slug: str
    title: Text
    highest: Tier
    thresholds: tuple[Threshold, ...]
    needs: tuple[str, ...]
    find: Callable[[Case], list[Finding] | NoTables]
    counter_evidence: tuple[Text, ...]
    status: Literal["trial", "proven"] = "trial"
    tells_when: bool = False

    def line(self, name: str) -> Fraction:
        return next(t.value for t in self.thresholds if t.name == name)


@cache
def typologies() -> tuple[Typology, ...]:
    """Every typology found in queries/typologies, by slug."""
    found = [module.TYPOLOGY for module in modules()]
    return tuple(sorted(found, key=lambda t: t.slug))


@cache
def modules() -> tuple[ModuleType, ...]:
    names = sorted(m.name for m in pkgutil.iter_modules(rooms.__path__))
    loaded = [importlib.import_module(f"{rooms.__name__}.{name}") for name in names]
    return tuple(m for m in loaded if hasattr(m, "TYPOLOGY"))
