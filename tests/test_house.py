"""The house rules: imports, captions, pure rooms, pins."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("graph", "loaders", "queries", "reports", "screens", "casework", "commands")
PURE = ("graph", "queries", "reports")
IMPURE_PART = "graph/store"
CAPTION = 60
LONGEST = 400

# Clock, disk, network, chance, environment: none of these may be named in a pure room.
BANNED_MODULES = frozenset(
    {
        "asyncio",
        "fileinput",
        "ftplib",
        "getpass",
        "glob",
        "http",
        "io.open",
        "locale",
        "multiprocessing",
        "os",
        "pathlib",
        "platform",
        "random",
        "requests",
        "secrets",
        "shutil",
        "smtplib",
        "socket",
        "sqlite3",
        "ssl",
        "subprocess",
        "tempfile",
        "threading",
        "time",
        "urllib.request",
        "uuid",
    }
)
BANNED_CALLS = frozenset(
    {
        "open",
        "input",
        "print",
        "exec",
        "eval",
    }
)
BANNED_METHODS = frozenset(
    {
        "now",
        "today",
        "utcnow",
        "fromtimestamp",
        "localtime",
        "random",
        "getenv",
        "environ",
        "read_csv",
        "scan_csv",
        "read_parquet",
        "scan_parquet",
        "write_parquet",
        "sink_parquet",
        "read_excel",
    }
)
# The two faces may use engines of their own room only.
FACES = {"cli.py": ("streamlit", "kglite", "neo4j", "pyspark"), "app.py": ("kglite", "neo4j", "pyspark")}


def python_files() -> list[Path]:
    folders = [ROOT / name for name in (*ROOMS, "bench", "docs", "examples", "tests")]
    found = [path for folder in folders for path in folder.rglob("*.py")]
    return sorted([*ROOT.glob("*.py"), *found])


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


# --- the street ---------------------------------------------------------------------------------------------------


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache", "--no-logo"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_imports_run_downhill() -> None:
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rooms alone, to plant a wrong import in."""
    folder = tmp_path_factory.mktemp("house")
    for room in ROOMS:
        shutil.copytree(ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / ".importlinter", folder)
    return folder


@pytest.mark.parametrize(
    ("room", "line", "broken"),
    [
        ("queries", "import loaders.loader", "The street runs downhill"),
        ("reports", "import casework.load", "The street runs downhill"),
        ("graph", "import graph.values", "not listed as layers"),
        ("graph", "import streamlit", "Streamlit only in the screens"),
        ("casework", "import kglite", "kglite only behind graph.store.embedded"),
        ("loaders", "import cli", "Nothing below knows the faces"),
        ("screens", "import loaders.detect", "Screens use the verbs of casework"),
        ("reports", "import graph.store.workspace", "never a store"),
    ],
)
def test_a_wrong_import_is_found(copy: Path, room: str, line: str, broken: str) -> None:
    planted = copy / room / "planted.py"
    planted.write_text(f'"""Planted."""\n\n{line}\n', encoding="utf-8")
    try:
        done = lint_imports(copy)
    finally:
        planted.unlink()
    said = " ".join(done.stdout.split())
    assert done.returncode == 1, said + done.stderr
    assert broken in said.partition("Broken contracts")[2]


@pytest.mark.parametrize("face", sorted(FACES))
def test_a_face_knows_no_engine_of_another_room(face: str) -> None:
    tree = ast.parse((ROOT / face).read_text(encoding="utf-8"))
    named = {name.partition(".")[0] for name, _ in imported(tree)}
    assert not named & set(FACES[face])


# --- captions and sizes -------------------------------------------------------------------------------------------


def test_every_file_opens_with_a_caption() -> None:
    wrong = []
    for path in python_files():
        first = path.read_text(encoding="utf-8").partition("\n")[0]
        caption = re.fullmatch(r'"""(.+?)(?:""")?', first)
        if caption is None or sum(letter.isalnum() for letter in caption[1]) > CAPTION:
            wrong.append(f"{relative(path)}: {first}")
    assert wrong == []


def test_no_file_is_long() -> None:
    sizes = {relative(path): len(path.read_text(encoding="utf-8").splitlines()) for path in python_files()}
    assert {name: size for name, size in sizes.items() if size > LONGEST} == {}


# --- pure rooms ---------------------------------------------------------------------------------------------------


def imported(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Every module a file names in an import, in full, with the line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, node.lineno
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def impure(source: str) -> list[str]:
    """What a file of a pure room must not name: modules, calls, methods."""
    tree = ast.parse(source)
    found = [f"line {at}: import {name}" for name, at in imported(tree) if _banned(name)]
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in BANNED_METHODS:
            found.append(f"line {node.lineno}: .{node.attr}")
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in BANNED_CALLS:
            found.append(f"line {node.lineno}: {node.func.id}()")
    return found


def _banned(module: str) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in BANNED_MODULES)


def test_pure_rooms_know_no_clock_disk_network_or_chance() -> None:
    files = [p for p in python_files() if relative(p).startswith(tuple(f"{room}/" for room in PURE))]
    files = [p for p in files if not relative(p).startswith(f"{IMPURE_PART}/")]
    assert len(files) > 30
    found = {relative(path): faults for path in files if (faults := impure(path.read_text(encoding="utf-8")))}
    assert found == {}


@pytest.mark.parametrize(
    "line",
    [
        "from datetime import date\nday = date.today()",
        "import time",
        "from os import environ",
        "import os.path",
        "from pathlib import Path",
        "text = open('x').read()",
        "import numpy as np\nx = np.random.default_rng(1)",
        "import urllib.request",
        "import polars as pl\nframe = pl.read_parquet('x')",
    ],
)
def test_an_impure_line_is_found(line: str) -> None:
    assert impure(line)


@pytest.mark.parametrize(
    "line",
    [
        "from datetime import date\nday = date(2024, 1, 1)",
        "from importlib import resources\ntext = resources.files('queries').joinpath('law').read_text()",
        "import hashlib, io, json, zipfile",
        "from urllib.parse import quote",
        "opened = reopen('x')",
    ],
)
def test_a_pure_line_passes(line: str) -> None:
    assert impure(line) == []


# --- requirements -------------------------------------------------------------------------------------------------


def asked_for(name: str) -> set[str]:
    """The libraries a .in file asks for, and those of the files it includes."""
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    own = {re.split(r"[=<>\[; ]", line)[0].lower() for line in lines if line.strip() and line[0] not in "-#"}
    return own.union(*(asked_for(line.split()[1]) for line in lines if line.startswith("-r ")))


def pinned(name: str) -> dict[str, str]:
    """Library → version, each with at least one hash; anything else in the file fails here."""
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    found = {}
    for line in (x for x in text.splitlines() if x.strip() and not x.strip().startswith("#")):
        pin = re.fullmatch(r"([A-Za-z0-9._-]+)==(\S+)(?: ;.*?)?((?:\s+--hash=sha256:[0-9a-f]{64})+)\s*", line)
        assert pin, f"{name}: not a pin with hashes: {line[:80]}"
        found[pin[1].lower()] = pin[2]
    return found


@pytest.mark.parametrize("name", ["requirements", "requirements-test"])
def test_every_requirement_is_pinned_with_hashes(name: str) -> None:
    pins = pinned(f"{name}.txt")
    assert asked_for(f"{name}.in") <= set(pins)
    assert not re.search(r"://|^-[if]\b|^--(?:extra-)?index|find-links", (ROOT / f"{name}.txt").read_text(), re.M)


def test_both_requirement_files_agree() -> None:
    run, test = pinned("requirements.txt"), pinned("requirements-test.txt")
    assert {name: test.get(name) for name in run} == run


@pytest.mark.parametrize("name", sorted(asked_for("requirements-test.in")))
def test_every_library_says_why(name: str) -> None:
    rows = re.findall(
        r"^\| ([\w-]+) \| (.+) \|$", (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8"), re.M
    )
    assert len(dict(rows).get(name, "")) > len("likewis")
