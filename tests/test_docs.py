"""The papers: pages, commands, links and drawing are true."""

from __future__ import annotations

import configparser
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

import cli
from docs.make_template import PAGE, page

ROOT = Path(__file__).resolve().parent.parent


def pages() -> list[Path]:
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "examples" / "README.md"])


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_the_template_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m docs.make_template"


def commands() -> dict[str, set[str]]:
    """The commands of the program, and the options of each; a group's commands as "query run"."""
    found: dict[str, set[str]] = {}

    def walk(command: object, path: str) -> None:
        found[path] = {flag for p in getattr(command, "params", ()) for flag in (*p.opts, *p.secondary_opts)}
        for name, inner in getattr(command, "commands", {}).items():
            walk(inner, f"{path} {name}".strip())

    walk(typer.main.get_command(cli.app), "")
    return found


def told(text: str) -> Iterator[tuple[str, list[str]]]:
    """Each call of the program in a page's code: its command words and its options."""
    known = commands()
    for line in code_of(text):
        for call in re.findall(r"(?<![\w/#-])(?:\.venv/bin/)?lookthrough((?: +[^\s`|·#][^\s`]*)*)", line):
            words = call.replace("\\", "").replace("[", " ").replace("]", " ").split()
            while words and words[0].startswith("--workspace"):
                words = words[2:]
            name = " ".join(words[:2]) if " ".join(words[:2]) in known else "".join(words[:1])
            yield name, [w.split("=")[0] for w in words if w.startswith("--")]


def code_of(text: str) -> list[str]:
    """Lines of fenced blocks, and spans between backticks."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", text, re.M | re.S)
    spans = re.findall(r"`([^`\n]+)`", re.sub(r"^```\w*\n.*?^```", "", text, flags=re.M | re.S))
    return [line for block in blocks for line in block.splitlines()] + spans


@pytest.mark.parametrize("path", pages(), ids=relative)
def test_pages_name_only_commands_that_exist(path: Path) -> None:
    known = commands()
    for name, options in told(path.read_text(encoding="utf-8")):
        assert name in known, f"{relative(path)}: lookthrough {name}"
        assert set(options) <= known[name] | known[""], f"{relative(path)}: lookthrough {name} {options}"


def test_every_command_has_its_line() -> None:
    page_names = {name for name, _ in told((ROOT / "docs" / "command-line.md").read_text(encoding="utf-8"))}
    assert set(commands()) - {"", "query", "sync", "trail", "watch"} <= page_names


@pytest.mark.parametrize("path", pages(), ids=relative)
def test_links_and_pictures_lead_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
    local = [link for link in links if "://" not in link]
    assert [link for link in local if not (path.parent / link).exists()] == []


def targets() -> set[str]:
    return set(re.findall(r"^([a-z][\w-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))


@pytest.mark.parametrize("path", pages(), ids=relative)
def test_pages_name_only_targets_that_exist(path: Path) -> None:
    named = {m for line in code_of(path.read_text(encoding="utf-8")) for m in re.findall(r"^make ([a-z]+)", line)}
    assert named <= targets()


def test_the_readme_opens_with_two_commands() -> None:
    named = re.findall(r"^make (\w+)", (ROOT / "README.md").read_text(encoding="utf-8"), re.M)
    assert named[:2] == ["run", "test"]
    assert set(named) <= targets()


def test_the_drawing_names_what_is_there() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    drawing = text.partition("```\n")[2].partition("```")[0]
    lint = configparser.ConfigParser()
    lint.read(ROOT / ".importlinter", encoding="utf-8")
    packages = set(lint["importlinter"]["root_packages"].split())
    named = re.findall(r"(?<!\S)([a-z]+(?:/|\.py))(?!\S)", drawing)
    assert set(named) >= {f"{room}/" for room in packages} | {"app.py", "cli.py"}
    rooms = re.findall(r"^\| `([a-z/]+)/` \|", text, re.M)
    assert [name for name in (*named, *rooms) if not (ROOT / name).exists()] == []


def test_every_room_is_linted() -> None:
    lint = configparser.ConfigParser()
    lint.read(ROOT / ".importlinter", encoding="utf-8")
    packages = {p.parent.name for p in ROOT.glob("*/__init__.py")} - {"tests", "bench", "examples", "docs"}
    assert set(lint["importlinter"]["root_packages"].split()) == packages


def test_continuous_integration_calls_make_test() -> None:
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    assert script.read_text(encoding="utf-8").splitlines()[-1] == "exec make test"


@pytest.mark.parametrize(
    ("text", "name", "options"),
    [
        ("say `lookthrough teleport FIRM`", "teleport", []),
        ("```\n.venv/bin/lookthrough --workspace w leads a.toml --loud\n```", "leads", ["--loud"]),
        ("`lookthrough query run NAME [--param k=v]`", "query run", ["--param"]),
    ],
)
def test_a_call_in_a_page_is_seen(text: str, name: str, options: list[str]) -> None:
    assert list(told(text)) == [(name, options)]


def test_prose_about_the_program_is_no_call() -> None:
    assert list(told("Lookthrough reads; lookthrough import is a command.")) == []


def test_the_compose_file_is_the_page_s_and_its_settings_are_those_of_the_tests() -> None:
    """A container was never started here: what stands in it is what the tests' own server is started with."""
    text = (ROOT / "docs" / "compose.yaml").read_text(encoding="utf-8")
    block = re.findall(r"^```yaml\n(.*?)^```", (ROOT / "docs" / "engines.md").read_text(encoding="utf-8"), re.M | re.S)
    assert block == [text]
    known = set(
        re.findall(r"^([a-z._]+)=", (ROOT / "tests" / "servers" / "neo4j.py").read_text(encoding="utf-8"), re.M)
    )
    set_ = re.findall(r"^ +NEO4J_(?!AUTH)(\w+):", text, re.M)
    named = {name.replace("__", "\0").replace("_", ".").replace("\0", "_") for name in set_}
    assert named and named <= known
