"""Commands about reports: leads, verify."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from polars.exceptions import PanicException

from casework import answers, verification
from casework.case_file import read_case, unused_keys
from casework.cases import keep_file
from casework.desk import DEFAULT_FORMATS, Written, document_of, seal, write_reports
from casework.evidence import handed_out, write_pack
from casework.filing import Choice, write_forms
from casework.pack import Order
from casework.verdicts import verdicts_of
from commands.desks import Where, desk_of
from commands.given import actor, now, open_workspace, today
from commands.terminal import as_line, complain, say, wants_json
from graph.errors import CaseFileFault, LookthroughError
from reports.form import FORMS
from reports.form import form as form_named
from reports.levels import deletion_day, marks_of
from reports.redact import redact
from reports.report_format import report_format

TIERS = {
    "fact": "记录直接显示 shown by records",
    "strong": "多重印证 corroborated",
    "lead": "单一线索 single lead",
    "signal": "背景信号 background",
}


def leads(
    ctx: typer.Context,
    cases: Annotated[list[Path], typer.Argument(help="case files (TOML)")],
    out: Annotated[Path, typer.Option(help="folder for the reports")],
    formats: Annotated[str, typer.Option(help="json,html,xlsx,docx,pdf")] = ",".join(DEFAULT_FORMATS),
    lang: Annotated[str, typer.Option(help="zh, en or both")] = "both",
    level: Annotated[str, typer.Option(help="for whom: internal, client or court")] = "internal",
    delete_by: Annotated[str | None, typer.Option(help="the day by which the copies are to be deleted")] = None,
    letterhead: Annotated[
        Path | None, typer.Option(help="a .docx whose styles, header and footer the Word report takes")
    ] = None,
    form: Annotated[str, typer.Option(help=f"forms for their readers: {', '.join(FORMS)}")] = "",
    wanted: Annotated[str, typer.Option("--leads", help="leads of the forms: ranks or ids, L1,L3")] = "",
    dismissed: Annotated[
        bool, typer.Option("--dismissed", help="forms tell dismissed leads with their reason")
    ] = False,
    store: Where = "embedded",
    pack: Annotated[
        bool, typer.Option("--pack", help="also evidence.zip: the report with all it rests on; see verify --rederive")
    ] = False,
) -> None:
    """One lead report per case."""
    if lang not in ("zh", "en", "both"):
        raise LookthroughError(f"no such language: {lang}", "--lang", "use zh, en or both")
    chosen = [f.strip() for f in formats.split(",") if f.strip()]
    check_formats(chosen)
    marks_of(level, deletion_day(delete_by))
    paper = given_letterhead(letterhead)
    forms = [form_named(name) for name in form.split(",") if name.strip()]
    named = tuple(each.strip() for each in wanted.split(",") if each.strip())
    order = Order(level, delete_by, None, tuple(chosen), lang)  # type: ignore[arg-type]
    workspace = open_workspace()
    answers.keep_apart(workspace, out)
    desk = ctx.with_resource(desk_of(workspace, store))
    results: list[dict[str, Any]] = []
    documents: list[Mapping[str, Any]] = []
    for path in cases:
        try:
            keys = read_case(path)
            warn_unused(path, unused_keys(keys))
            if any(r["ok"] and r["case"] == keys["id"] for r in results):
                raise CaseFileFault(f"another case has the id {keys['id']}", str(path), "give each case its own id")
            document = document_of(desk, keys, today(), str(path))
            written = write_reports(order.copy_of(document), out, chosen, order.language, paper)
            said = verdicts_of(workspace, written.case) if forms else {}
            told: Literal["printed", "counted"] = "printed" if dismissed else "counted"
            choice = Choice(named, said, delete_by, lang, paper, told)  # type: ignore[arg-type]
            write_forms(document, out, forms, choice)
            if pack:
                write_pack(workspace, desk, keys, today(), order, written.out)
            keep_file(workspace, path)
        except (Exception, PanicException) as fault:  # noqa: BLE001 - one case that fails stops no other
            results.append(_case_row(path.stem, None, error=as_line(fault)))
            continue
        documents.append(document)
        results.append(_case_row(written.case, written))
    done = {r["case"]: handed_out(Path(r["out"])) for r in results if r["ok"]}
    if done:
        seal(out)
        answers.note_export(workspace, list(done), actor=actor(), at=now(), level=level, sums=done)
    show_leads(results, documents, lang)
    raise typer.Exit(0 if len(done) == len(results) else 1 if done else 2)


def _case_row(case: str, written: Written | None, error: str | None = None) -> dict[str, Any]:
    """One case as contract §7 `leads` lists it."""
    found = {"out": str(written.out), "leads": written.leads, "top": written.top} if written else {}
    return {"case": case, "out": None, "ok": written is not None, "error": error, "leads": 0, "top": None} | found


def verify(
    path: Annotated[Path, typer.Argument(help="a workspace, a report folder, a file in one, or an evidence pack")],
    rederive: Annotated[
        bool, typer.Option("--rederive", help="work packs again from their own rows and compare byte for byte")
    ] = False,
) -> None:
    """Check a workspace, a report folder, a file or a pack against its hashes."""
    found = verification.verify(path, rederive=rederive)
    show_verified(found)
    raise typer.Exit(0 if found["ok"] else 1)


def given_letterhead(path: Path | None) -> bytes | None:
    if path is None:
        return None
    try:
        return path.read_bytes()
    except OSError as fault:
        raise LookthroughError("the letterhead cannot be read", str(path), "give a .docx file") from fault


def check_formats(names: Sequence[str]) -> None:
    for name in names:
        report_format(name)


def warn_unused(path: Path, keys: Sequence[str]) -> None:
    if keys:
        complain(f"{path.name}: not used, as no such key is known: {', '.join(keys)}")


def show_leads(results: Sequence[Mapping[str, Any]], documents: Sequence[Mapping[str, Any]], language: str) -> None:
    for result in results:
        if not result["ok"]:
            complain(f"{result['case']}: {result['error']}")
    if wants_json():
        say(list(results), ())
        return
    tongues = ("zh", "en") if language == "both" else (language,)
    for document, result in zip(documents, (r for r in results if r["ok"]), strict=True):
        say(None, _lead_lines(redact(document), tongues))
        say(None, [f"  → {result['out']}"])


def _lead_lines(document: Mapping[str, Any], tongues: Sequence[str]) -> Iterator[str]:
    yield f"\n{document['case']['title']}  ({document['as_of']})"
    for asset in [a for a in document["assets"] if a["in_plain_sight"]][:3]:
        yield f"  {asset['route']}  {_told(asset['what'], tongues)} · {asset['owner']['name']}"
    for lead in document["leads"][:10]:
        rank = f"{lead['rank']}. [{TIERS[lead['tier']]}] {_told(lead['title'], tongues)}"
        yield f"  {rank} · priority {lead['score']['priority']:.4f} · route {lead['route']}"
        yield from (f"     {lead['summary'][tongue]}" for tongue in tongues)
    if not document["leads"]:
        yield "  no lead was found; leads.json says under `searched` what could not be looked for"


def _told(text: Mapping[str, str], tongues: Sequence[str]) -> str:
    return " / ".join(text[tongue] for tongue in tongues)


def show_verified(value: Mapping[str, Any]) -> None:
    lines = [f"altered: {a['what']}: expected {a['expected']}, found {a['found']}" for a in value["altered"]]
    for line in lines:
        complain(line)
    say(
        value,
        [
            "intact: every hash agrees (this proves that nothing changed since, not that the source is true)",
            *(f"re-derived from its own rows, the same byte for byte: {pack}" for pack in value.get("rederived", ())),
        ]
        if value["ok"]
        else [],
    )


COMMANDS: dict[str, Callable[..., None]] = {"leads": leads, "verify": verify}
