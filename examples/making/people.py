"""The numbers of every firm and person in the three stories."""

from __future__ import annotations

from examples.making.numbers import account, resident, uscc

# The order decides the number: append, never insert.
_FIRMS = [
    "LJJS",
    "LJZY",
    "HZSM",
    "YCWJ",
    "ZHJX",
    "HTHN",
    "QLSC",
    "JLNS",
    "LKGZ",
    "CTLY",
    "BHWY",
    "HJGC",
    "DFSN",
    "RTSJ",
    "MFJC",
    "SDLW",
    "RCMY",
    "QYTZ",
    "JHZX",
    "YZZX",
    "BXZX",
    "WZZX",
    "LNHY",
    "CXFW",
    "CKDT",
    "LTZD",
    "BHGY",
    "YTWL",
    "XGTC",
    "HSMY",
    "DJWZ",
    "SYSY",
    "SZYH",
    "SYBZ",
    "TCFZ",
    "LHKJ",
    "QSBL",
    "WYYS",
    "JYZC",
    "GLXH",
    "LGGT",
    "LYGC",
]
_PERSONS = {
    "WJG1": "19680312",
    "CYQ": "19710925",
    "ZW": "19790614",
    "HLQ": "19850203",
    "SUNLI": "19760830",
    "LIUMIN": "19880119",
    "WJG2": "19730507",
    "GAOY": "19700421",
    "ZQH": "19810916",
    "SHIMIN": "19830702",
    "LINSHU": "19901128",
    "LINA1": "19920615",
    "LINA2": "19870408",
    "MAXIAO": "19890723",
    "GUTING": "19911030",
    "XUDONG": "19860211",
    "SHAOJIE": "19940905",
    "LUOWEN": "19800318",
    "SHENY": "19660520",
    "FWT": "19770809",
    "LUZHAO": "19720114",
    "QINYUE": "19840327",
}

USCC = {name: uscc(900000 + order) for order, name in enumerate(_FIRMS, start=1)}
RESIDENT = {name: resident(born, 100 + order) for order, (name, born) in enumerate(_PERSONS.items(), start=1)}
ACCOUNT = {name: account(7000 + 13 * order) for order, name in enumerate(_FIRMS, start=1)}


def numbered(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Party rows with their official numbers put in: firms by USCC, persons by resident number."""
    out = []
    for row in rows:
        name = row["id"]
        others = [row.get("other_identifiers", ""), f"cn-id:{RESIDENT[name]}" if name in RESIDENT else ""]
        numbers = {"identifier": USCC.get(name, ""), "other_identifiers": "; ".join(filter(None, others))}
        out.append({key: numbers.get(key, value) for key, value in row.items()})
    return out
