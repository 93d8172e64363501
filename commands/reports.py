"""Commands about reports: leads, verify."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from polars.exceptions import PanicException

from casework import answers, verification
from casework.case_file import read_case, unused_keys
from casework.cases import keep_file
from casework.copies import Copy, copy_files, put_copy
from casework.desk import DEFAULT_FORMATS, Written, document_of, seal
from casework.evidence import handed_out
from commands.copies import CopyLevel, DeleteBy, EncryptAs, EncryptFor, PassphraseFile, encryption, listed, tongue
from commands.desks import Where, desk_of
from commands.given import actor, now, open_workspace, today
from commands.terminal import as_line, complain, say, wants_json
from commands.trail_lines import state_lines, witness_of
from graph.errors import CaseFileFault, LookthroughError
from reports.form import FORMS
from reports.redact import redact

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
    level: CopyLevel = "internal",
    delete_by: DeleteBy = None,
    letterhead: Annotated[
        Path | None, typer.Option(help="a .docx whose styles, header and footer the Word report takes")
    ] = None,
    form: Annotated[str, typer.Option(help=f"forms for their readers: {', '.join(FORMS)}")] = "",
    wanted: Annotated[
        str, typer.Option("--leads", help="the leads that go out, in report, forms and pack: ranks or ids, L1,L3")
    ] = "",
    dismissed: Annotated[
        bool, typer.Option("--dismissed", help="forms tell dismissed leads with their reason")
    ] = False,
    store: Where = "embedded",
    pack: Annotated[
        bool, typer.Option("--pack", help="also evidence.zip: the report with all it rests on; see verify --rederive")
    ] = False,
    encrypt_for: EncryptFor = None,
    passphrase_file: PassphraseFile = None,
    encrypt_as: EncryptAs = "zip",
) -> None:
    """One lead report per case."""
    copy = Copy(
        level, delete_by, listed(wanted), listed(formats), tongue(lang), listed(form),
        "printed" if dismissed else "counted", given_letterhead(letterhead), "added" if pack else "left out",
    ).checked()  # fmt: skip
    how = encryption(encrypt_for or [], passphrase_file, encrypt_as)
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
            written = put_copy(document, copy_files(workspace, desk, keys, today(), copy, document), out, copy, how)
            keep_file(workspace, path)
        except (Exception, PanicException) as fault:  # noqa: BLE001 - one case that fails stops no other
            results.append(_case_row(path.stem, None, error=as_line(fault)))
            continue
        documents.append(document)
        results.append(_case_row(written.case, written))
    done = {r["case"]: handed_out(Path(r["out"])) for r in results if r["ok"]}
    if done:
        seal(out)
        detail = copy.said() | (how.said() if how else {})
        answers.note_export(workspace, list(done), actor=actor(), at=now(), level=level, sums=done, detail=detail)
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
    sources: Annotated[
        Path | None, typer.Option(help="also look in this folder for each file the packs rest on, and hash it")
    ] = None,
    key: Annotated[
        list[Path] | None, typer.Option("--public-key", help="a workspace's signed heads must be by this key; repeated")
    ] = None,
    head: Annotated[
        list[Path] | None, typer.Option(help="a signed head kept elsewhere, that the trail must agree with; repeated")
    ] = None,
    root: Annotated[
        list[Path] | None, typer.Option(help="root certificates of the time-stamp services; repeated")
    ] = None,
) -> None:
    """Check a workspace, a report folder, a file or a pack against its hashes."""
    found = verification.verify(path, rederive=rederive, sources=sources, witness=witness_of(key, head, root))
    show_verified(found)
    raise typer.Exit(0 if found["ok"] else 1)


def given_letterhead(path: Path | None) -> bytes | None:
    if path is None:
        return None
    try:
        return path.read_bytes()
    except OSError as fault:
        raise LookthroughError("the letterhead cannot be read", str(path), "give a .docx file") from fault


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
    if "trail" in value and not wants_json():
        for line in state_lines(value["trail"]):
            say(None, [line])
    lines = [f"altered: {a['what']}: expected {a['expected']}, found {a['found']}" for a in value["altered"]]
    for line in lines:
        complain(line)
    say(
        value,
        [
            "intact: every hash agrees (this proves that nothing changed since, not that the source is true)",
            *(f"encrypted, checked from outside alone: {name}" for name in value.get("encrypted", ())),
            *([f"{value['sources']} source files are as they were imported"] if "sources" in value else []),
            *(f"re-derived from its own rows, the same byte for byte: {pack}" for pack in value.get("rederived", ())),
        ]
        if value["ok"]
        else [],
    )


COMMANDS: dict[str, Callable[..., None]] = {"leads": leads, "verify": verify}
