"""How well the typologies find what was planted, and how fast."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from bench.generator.registry import Mix, Registry, registry, usual_mix, write_tables
from bench.generator.truth import Truth
from bench.scoring import Row, Told, Whole, Worked, explained, found_at, rows, whole
from casework.desk import Desk, cut_case, open_desk
from casework.load import Import, bring_in
from graph.store.workspace import Workspace
from queries.flag import flag

_AT = "2026-01-01T00:00:00Z"
_TODAY = date(2026, 1, 1)
_HEAD = ("typology", "n", "recall", "n firm", "recall", "leads", "prec.", "firm", "prec.", "alike", "flagged")


def desk_of(made: Registry, folder: Path) -> Desk:
    """The tables written as CSV, imported as a user would, and opened."""
    write_tables(made.tables, folder / "register")
    return imported(folder)


def imported(folder: Path) -> Desk:
    """The register's files in a folder, imported beside them."""
    workspace = Workspace.at(folder / "workspace")
    result = bring_in(workspace, Import((folder / "register",)), actor="bench", at=_AT)
    bad = {file.path: file.rejected or file.error for file in result.files if file.rejected or file.error}
    if bad:
        raise SystemExit(f"rows of the made-up register were rejected: {bad}")
    return open_desk(workspace)


def worked(desk: Desk, keys: dict[str, Any]) -> Worked:
    """One case: cut, and every typology."""
    begun = perf_counter()
    case = cut_case(desk, keys, _TODAY)
    flagged = flag(case)
    took = perf_counter() - begun
    leads = tuple(
        Told(
            lead.finding.typology,
            lead.tier,
            frozenset((*lead.finding.parties, *lead.finding.chain.nodes)),
            lead.rank,
            float(lead.score.priority),
        )
        for lead in flagged.leads
    )
    silent = tuple(f"{s.typology}: {s.state}" for s in flagged.searched if s.state != "ran")
    return Worked(str(keys["debtors"][0]), leads, silent, took)


def run(made: Registry, folder: Path, only: Iterable[str] = ()) -> list[Worked]:
    """Every case of the registry (or those of the debtors named), with a word on progress."""
    desk = desk_of(made, folder)
    wanted = set(only)
    cases = [c for c in made.cases if not wanted or c["debtors"][0] in wanted]
    done = []
    for at, keys in enumerate(cases, 1):
        done.append(worked(desk, keys))
        if at % 200 == 0:
            print(f"{at} of {len(cases)} cases", file=sys.stderr)
    return done


def _share(part: float | None) -> str:
    return "-" if part is None else f"{part:.3f}"


def table(lines: Sequence[Row]) -> list[str]:
    """The typologies as lines; firm: strong and fact leads only; flagged: look-alikes with any such lead."""
    out = [f"{_HEAD[0]:32}" + "".join(f"{name:>8}" for name in _HEAD[1:])]
    for r in lines:
        cells = (
            str(r.planted), _share(r.recall), str(r.firm_planted), _share(r.firm_recall), str(r.leads), _share(r.precision),
            str(r.firm_leads), _share(r.firm_precision), str(r.lookalikes), str(r.lookalikes_flagged),
        )  # fmt: skip
        out.append(f"{r.typology:32}" + "".join(f"{cell:>8}" for cell in cells))
    return out


def figures(w: Whole) -> list[str]:
    return [
        f"strong and fact leads: precision {_share(w.precision)}, recall {_share(w.recall)}",
        f"all leads above signals: precision {_share(w.precision_all)}; recall at any tier {_share(w.recall_all)}",
        f"ranking of debtors: AUC {_share(w.auc)} against clean ones, {_share(w.auc_with_lookalikes)} against clean ones and look-alikes",
        f"mean reciprocal rank of the planted lead: {_share(w.reciprocal_rank)}",
        f"false strong or fact leads per 1,000: {_share(w.false_per_1000_clean)} of {w.clean} clean debtors, "
        f"{_share(w.false_per_1000_lookalikes)} of {w.lookalikes} look-alikes",
        f"time a case (cut and all typologies): p50 {w.seconds_p50:.3f} s, p95 {w.seconds_p95:.3f} s",
    ]


def misses(truth: Truth, works: Sequence[Worked]) -> list[str]:
    """Every scheme not found at its tier, and every firm lead that nothing planted explains."""
    out = []
    ways = {d.party: f"{d.role} {d.resembles} {d.way}" for d in truth.debtors}
    for work in works:
        own = truth.of(work.debtor)
        for scheme in own:
            if not found_at(work, scheme, scheme.tier):
                best = [x.tier for x in work.leads if x.typology == scheme.typology]
                out.append(
                    f"missed  {scheme.typology:32} {work.debtor} wants {scheme.tier}, has {best or 'nothing'} ({scheme.way})"
                )
        for lead in work.leads:
            if lead.firm and not explained(lead, own):
                out.append(
                    f"false   {lead.typology:32} {work.debtor} {lead.tier} {sorted(lead.parties)} ({ways[work.debtor]})"
                )
    return sorted(out)


def answer(seed: int, companies: int, made: Registry, works: Sequence[Worked]) -> dict[str, Any]:
    """The figures as JSON: shares with four decimals."""
    lines = [{**asdict(r), "recall": r.recall, "firm_recall": r.firm_recall, "precision": r.precision, "firm_precision": r.firm_precision}
             for r in rows(made.truth, works)]  # fmt: skip
    found: dict[str, Any] = {
        "seed": seed,
        "companies": companies,
        "cases": len(works),
        "measured_on": datetime.now(UTC).date().isoformat(),
        "typologies": lines,
        "whole": asdict(whole(made.truth, works)),
    }
    rounded: dict[str, Any] = _rounded(found)
    return rounded


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dict):
        return {key: _rounded(inner) for key, inner in value.items()}
    return [_rounded(inner) for inner in value] if isinstance(value, list) else value


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--companies", type=int, default=2_000)
    asked.add_argument("--seed", type=int, default=20_261)
    asked.add_argument("--each", type=int, help="debtors of each scheme and of its look-alikes")
    asked.add_argument("--clean", type=int, help="clean debtors")
    asked.add_argument("--json", action="store_true")
    asked.add_argument("--misses", action="store_true", help="also list what was missed and what was false")
    given = asked.parse_args()
    mix = usual_mix(given.companies)
    mix = Mix(given.each or mix.each, mix.clean if given.clean is None else given.clean, given.each or mix.several)
    made = registry(given.companies, given.seed, mix)
    with tempfile.TemporaryDirectory() as folder:
        works = run(made, Path(folder))
    if given.json:
        print(json.dumps(answer(given.seed, given.companies, made, works), indent=1))
        return
    print(f"{given.companies:,} companies, seed {given.seed}, {len(works)} cases\n")
    print("\n".join([*table(rows(made.truth, works)), "", *figures(whole(made.truth, works))]))
    silent = sorted({line for w in works for line in w.silent})
    print("\n".join(["", *silent, *(misses(made.truth, works) if given.misses else [])]))


if __name__ == "__main__":
    main()
