"""Writes docs/typologies and docs/detection.md from the rules."""

from __future__ import annotations

import inspect
import json
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from queries.grounds import Ground, all_grounds
from queries.typology import HEADINGS, Threshold, Typology, modules

FOLDER = Path(__file__).parent / "typologies"
FIGURES = Path(__file__).parent / "detection.md"
RESULTS = Path(__file__).parent.parent / "bench" / "results" / "detection.json"
MADE = "Made from `{source}` by `docs/make_typologies.py`; do not edit by hand."
TIERS = {
    "fact": "shown by the records",
    "strong": "several signs agree",
    "lead": "a single lead",
    "signal": "background signal",
}
AIMS = """| figure | aim | measured |
| --- | --- | --- |
| precision of strong and fact leads | ≥ 0.95 | {precision} |
| recall of strong and fact leads | ≥ 0.95 | {recall} |
| AUC of the ranking of debtors, schemed against clean | ≥ 0.97 | {auc} |
| the same, look-alikes among the clean | | {auc_with_lookalikes} |
| mean reciprocal rank of the planted lead | | {reciprocal_rank} |
| false strong or fact leads per 1,000 clean debtors | ≤ 2 | {false_per_1000_clean} (of {clean}) |
| the same per 1,000 look-alikes | | {false_per_1000_lookalikes} (of {lookalikes}) |
| seconds a case, cut and all typologies, p50 / p95 | | {seconds_p50} / {seconds_p95} |
"""
HOW = """# How well planted schemes are found

Made from `bench/results/detection.json` by `docs/make_typologies.py`; do not edit by hand.

`make bench` grows a made-up register and plants schemes of every typology in it: parameters drawn at random beyond the
lines, shown by different tables, in parts, with other date formats, now and then only alleged or known from a commercial
export alone. Beside each scheme stand benign look-alikes after the counter-evidence of its page, and clean debtors. All of them,
schemed ones too, live as firms do: partners that buy and sell from them and from each other, now and then with their own
statements in the data; wages, taxes, rent, refunds, bank loans bridged for some days, a holder's money lent and repaid;
sisters that supply or lease, a cash pool, a brother's firm, a bookkeeper of a dozen firms, a formation agent's door. The
truth is kept aside; the generator imports nothing of the rules. A scheme counts as found at the tier
its rows deserve: strong or fact leads are asked only where they are due. A lead is false where no planted scheme explains
it, neither by its own typology nor by one whose definition the same rows meet.

These are figures on made-up data. They say whether the rules do what their pages say; they say nothing of how often the
patterns occur in life, nor of any court.

Seed {seed}, {companies} companies, {cases} cases, measured on {measured_on}.

"""
COLUMNS = """
| typology | planted | recall, any tier | due strong or fact | recall | precision | look-alikes | with a strong lead |
| --- | --- | --- | --- | --- | --- | --- | --- |
"""


def results() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(RESULTS.read_text(encoding="utf-8"))
    return found


def pages() -> dict[Path, str]:
    """Every page that is made here: file → text."""
    measured = results()
    rows = {r["typology"]: r for r in measured["typologies"]}
    listed = sorted(modules(), key=lambda m: m.TYPOLOGY.slug)
    out = {FOLDER / f"{m.TYPOLOGY.slug}.md": page(m.TYPOLOGY, inspect.getdoc(m) or "", rows, measured) for m in listed}
    out[FOLDER / "README.md"] = index([m.TYPOLOGY for m in listed], rows)
    out[FIGURES] = figures(measured)
    return out


def page(typology: Typology, told: str, rows: dict[str, Any], measured: dict[str, Any]) -> str:
    title = f"# {typology.title.en} · {typology.title.zh}\n\n"
    made = MADE.format(source=f"queries/typologies/{typology.slug.replace('-', '_')}.py") + "\n\n"
    head = f"`{typology.slug}` · highest tier on its own: **{typology.highest}** ({TIERS[typology.highest]})\n"
    sections = [f"\n## {heading}\n\n{text}\n" for heading in HEADINGS if (text := section(told, heading))]
    return "".join(
        [
            title, made, head, *sections, lines(typology.thresholds), grounds(typology.slug), against(typology),
            hit_rate(typology.slug, rows, measured),
        ]
    )  # fmt: skip


def section(told: str, heading: str) -> str:
    """The text below a heading of the docstring, as one paragraph a blank line."""
    found = re.search(rf"^{re.escape(heading)}\n((?:(?:    .+)?\n?)+)", told, re.M)
    return re.sub(r"^ {4}", "", found[1], flags=re.M).strip() if found else ""


def cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def lines(thresholds: Iterable[Threshold]) -> str:
    rows = [
        f"| `{t.name}` | {t.value} | {cell(t.unit)} | {cell(t.basis.en)} · {cell(t.basis.zh)} |" for t in thresholds
    ]
    return (
        "\n## Lines in numbers\n\n| line | value | unit | basis |\n| --- | --- | --- | --- |\n" + "\n".join(rows) + "\n"
    )


def grounds(slug: str) -> str:
    found = sorted((g for g in all_grounds() if slug in g.typologies), key=lambda g: (g.jurisdiction, g.id))
    if not found:
        return "\n## Grounds\n\nNo table holds a ground for this pattern.\n"
    head = "\n## Grounds\n\n| place | provision | acts dated | status | checked on |\n| --- | --- | --- | --- | --- |\n"
    return head + "".join(_ground(g) for g in found)


def _ground(g: Ground) -> str:
    dated = f"{g.acts_from or '…'} to {g.acts_until or '…'}" if g.acts_from or g.acts_until else "any"
    arises = "" if g.arises else " (nothing arises by itself)"
    name = f"{cell(g.provision.en)} · {cell(g.provision.zh)}{arises}"
    return f"| {g.jurisdiction} | {name} | {dated} | {g.status} | {g.checked_on} |\n"


def against(typology: Typology) -> str:
    looked = "".join(f"- {t.en} · {t.zh}\n" for t in typology.counter_evidence)
    needs = ", ".join(f"`{name}.csv`" for name in typology.needs)
    return f"\n## Counter-evidence that is looked for\n\n{looked}\n## Needs\n\nAny of: {needs}. See [the template](../template.md).\n"


def hit_rate(slug: str, rows: dict[str, Any], measured: dict[str, Any]) -> str:
    row = rows.get(slug)
    head = "\n## Measured\n\n"
    if row is None or not row["planted"]:
        return head + "Not measured yet.\n"
    said = (
        f"Seed {measured['seed']}, {measured['companies']:,} companies, {measured['measured_on']}: {row['planted']} schemes planted, "
        f"{row['found']} found at any tier; {row['firm_found']} of the {row['firm_planted']} that deserve a strong or fact lead got one; "
        f"{row['firm_false']} of {row['firm_leads']} strong or fact leads unexplained; {row['lookalikes_flagged']} of {row['lookalikes']} "
        "look-alikes with any strong or fact lead."
    )
    return f"{head}{said} [How it is measured](../detection.md).\n"


def index(listed: Iterable[Typology], rows: dict[str, Any]) -> str:
    head = "# Typologies\n\nMade by `docs/make_typologies.py`; do not edit by hand. Figures: [how they are measured](../detection.md).\n\n"
    table = "| pattern | 名称 | highest tier | recall, any tier |\n| --- | --- | --- | --- |\n"
    found = [
        f"| [{t.title.en}]({t.slug}.md) | {t.title.zh} | {t.highest} | {number((rows.get(t.slug) or {}).get('recall'))} |\n"
        for t in listed
    ]
    return head + table + "".join(found)


def number(value: Any) -> str:
    return "–" if value is None else f"{value:.3f}" if isinstance(value, float) else str(value)


def figures(measured: dict[str, Any]) -> str:
    told = {key: number(value) for key, value in measured["whole"].items()}
    rows = "".join(
        f"| `{r['typology']}` | {r['planted']} | {number(r['recall'])} | {r['firm_planted']} | {number(r['firm_recall'])} | "
        f"{number(r['firm_precision'])} | {r['lookalikes']} | {r['lookalikes_flagged']} |\n"
        for r in measured["typologies"]
    )
    named = {**measured, "companies": f"{measured['companies']:,}"}
    return HOW.format(**named) + AIMS.format(**told) + COLUMNS + rows + _large(measured)


def _large(measured: dict[str, Any]) -> str:
    """Times on larger registers, where they were measured."""
    times = measured.get("times", [])
    rows = [
        f"- {t['companies']:,} companies, {t['cases']} cases: p50 {number(t['p50'])} s, p95 {number(t['p95'])} s"
        for t in times
    ]
    return "\n## Time on larger registers\n\n" + "\n".join(rows) + "\n" if rows else ""


def main() -> None:
    made = pages()
    if "--check" in sys.argv:
        stale = [
            path.name for path, text in made.items() if not path.is_file() or path.read_text(encoding="utf-8") != text
        ]
        raise SystemExit(f"not up to date: {', '.join(stale)}; run: python -m docs.make_typologies" if stale else 0)
    FOLDER.mkdir(exist_ok=True)
    for path, text in made.items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
