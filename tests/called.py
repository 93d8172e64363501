"""How a call of the program ended, and the texts of a small world."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PARTIES = """id,kind,name,identifier
P,person,张伟,
Q,person,李娜,
A,company,重庆甲江建设有限公司,
B,company,重庆乙江建设有限公司,
T1,company,重庆同名贸易有限公司,
T2,company,重庆同名贸易有限公司,
"""
HOLDINGS = "owner,company,share\nP,A,60%\nQ,B,70%\nB,A,40%\nA,B,30%\n"
BANDS = """owner,company,share,start,end
X,Y,25-50%,2015,
Z,Y,,2018-03-01,
W,Y,30%,2010-01-01,2019-01-01
V,Y,40%,2019-01-01,
"""
CASE = 'id = "one"\ndebtors = ["A"]\namount = "1000000"\narose = 2022-05-01\n'


@dataclass(frozen=True, slots=True)
class Ran:
    """How a call ended and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def value(self) -> Any:
        return json.loads(self.out)


Call = Callable[..., Ran]


def one_line(ran: Ran, *words: str) -> None:
    """Exit 2, nothing on stdout, one line on stderr that says these words."""
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.count("\n") == 1 and ran.err.startswith("lookthrough: ")
    for word in words:
        assert word in ran.err


def started(*argv: object, cwd: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The program in a process of its own."""
    return subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), *map(str, argv)], cwd=cwd, capture_output=True, check=False,
        env={**os.environ, **environment},
    )  # fmt: skip
