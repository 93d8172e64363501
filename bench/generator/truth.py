"""What was planted where: kept aside from what is imported."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

ORDER = ("signal", "lead", "strong", "fact")


@dataclass(frozen=True, slots=True)
class Planted:
    """A scheme in a debtor's story. parties: a lead that tells it names one of them; tier: the least it deserves.

    also: typologies that, by their own definition, the same rows show as well; way: how it was made, for people.
    """

    debtor: str
    typology: str
    parties: tuple[str, ...]
    tier: str
    also: tuple[str, ...]
    way: str


@dataclass(frozen=True, slots=True)
class Debtor:
    """One case of the bench. role: schemed, look-alike or clean; resembles: what a look-alike may be taken for."""

    case: str
    party: str
    role: str
    resembles: str = ""
    way: str = ""


@dataclass(frozen=True, slots=True)
class Truth:
    debtors: tuple[Debtor, ...]
    planted: tuple[Planted, ...]

    def of(self, party: str) -> tuple[Planted, ...]:
        return tuple(p for p in self.planted if p.debtor == party)


def write_truth(truth: Truth, path: Path) -> None:
    rows = {"debtors": [asdict(d) for d in truth.debtors], "planted": [asdict(p) for p in truth.planted]}
    path.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read_truth(path: Path) -> Truth:
    rows = json.loads(path.read_text(encoding="utf-8"))
    return Truth(
        tuple(Debtor(**d) for d in rows["debtors"]),
        tuple(Planted(**{**p, "parties": tuple(p["parties"]), "also": tuple(p["also"])}) for p in rows["planted"]),
    )


def named(parties: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(parties))
