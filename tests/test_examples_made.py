"""The bundled examples: made anew, lawful numbers, size."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
import tomllib
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ROOT / "examples"
FOLDERS = ("registry", "construction", "shells", "hongkong", "gc15-xugong", "gc33-cargill", "cases")
CASES = ("construction", "shells", "hongkong", "gc15-xugong", "gc33-cargill")
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
USCC = re.compile(rf"(?<![0-9A-Za-z])9[1-3]99[{ALPHABET}]{{14}}(?![0-9A-Za-z])")
RESIDENT = re.compile(r"cn-id:(\d{17}[0-9X])")


def bundled() -> list[Path]:
    """Every example file that the generator makes, relative to examples/."""
    found = [p for name in FOLDERS for p in (EXAMPLES / name).rglob("*") if p.is_file()]
    return sorted(p.relative_to(EXAMPLES) for p in [*found, EXAMPLES / "EXPECTED.json"])


def decoded(content: bytes) -> str:
    for codec in ("utf-16" if content.startswith(b"\xff\xfe") else "utf-8-sig", "gb18030"):
        try:
            return content.decode(codec)
        except UnicodeDecodeError:
            continue
    raise AssertionError("no codec fits")


@cache
def rows(folder: str, table: str) -> list[dict[str, str]]:
    text = decoded((EXAMPLES / folder / f"{table}.csv").read_bytes())
    return list(csv.DictReader(io.StringIO(text)))


@cache
def export_cells() -> dict[str, list[list[str]]]:
    """Each sheet of the registry export as rows of cells."""
    sheets: dict[str, list[list[str]]] = {}
    for path in sorted((EXAMPLES / "registry").glob("*.csv")):
        sheets[path.stem] = list(csv.reader(io.StringIO(decoded(path.read_bytes()))))
    for path in sorted((EXAMPLES / "registry").glob("*.xlsx")):
        book = CalamineWorkbook.from_path(path)
        for name in book.sheet_names:
            grid = book.get_sheet_by_name(name).to_python()
            sheets[f"{path.stem}!{name}"] = [[str(cell) for cell in row] for row in grid]
    return sheets


def uscc_right(code: str) -> bool:
    """GB 32100-2015 and, inside it, GB 11714, written out here apart from the product's own."""
    weighted = sum(ALPHABET.index(letter) * 3**place for place, letter in enumerate(code[:17]))
    org = sum(int(letter, 36) * weight for letter, weight in zip(code[8:16], (3, 7, 9, 10, 5, 8, 4, 2), strict=True))
    inner = {10: "X", 11: "0"}.get(11 - org % 11, str(11 - org % 11))
    return code[16] == inner and code[17] == ALPHABET[(31 - weighted % 31) % 31]


def resident_right(number: str) -> bool:
    total = sum(int(digit) * 2 ** (17 - place) for place, digit in enumerate(number[:17]))
    return "10X98765432"[total % 11] == number[17]


def everything() -> str:
    """All text of all examples."""
    texts = [decoded((EXAMPLES / p).read_bytes()) for p in bundled() if p.suffix != ".xlsx"]
    texts += [" ".join(cell for row in sheet for cell in row) for sheet in export_cells().values()]
    return "\n".join(texts)


def test_the_generator_makes_the_committed_files_again(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "examples.make_examples", str(tmp_path)], cwd=ROOT, check=True)
    made = sorted(p.relative_to(tmp_path) for p in tmp_path.rglob("*") if p.is_file())
    assert made == bundled()
    differing = [str(p) for p in made if (tmp_path / p).read_bytes() != (EXAMPLES / p).read_bytes()]
    assert differing == []


def test_every_uscc_has_right_check_digits_and_no_real_region() -> None:
    codes = set(USCC.findall(everything()))
    assert len(codes) >= 2000
    assert [code for code in codes if not uscc_right(code)] == []
    assert all(code[2:4] == "99" for code in codes)


def test_a_wrong_digit_is_seen() -> None:
    code = next(iter(sorted(USCC.findall(everything()))))
    assert uscc_right(code)
    assert not uscc_right(code[:12] + ALPHABET[(ALPHABET.index(code[12]) + 1) % 31] + code[13:])


def test_every_resident_number_is_right_and_nobodys() -> None:
    numbers = set(RESIDENT.findall(everything()))
    assert len(numbers) >= 20
    assert all(resident_right(number) and number.startswith("999") for number in numbers)


def test_no_other_number_looks_like_a_person() -> None:
    assert re.findall(r"(?<![0-9A-Z])[1-8]\d{5}(?:19|20)\d{9}[0-9X](?![0-9A-Z])", everything()) == []
    assert re.findall(r"(?<!\d)1[3-9]\d{9}(?!\d)", everything()) == []
    assert set(re.findall(r"@[\w.-]+", everything())) <= {"@lanjiang-js.example"}


def test_the_export_holds_two_thousand_companies_in_several_forms() -> None:
    basics = {name: cells for name, cells in export_cells().items() if "工商登记信息" in name}
    firms = {cell for cells in basics.values() for row in cells for cell in row if USCC.fullmatch(cell)}
    assert len(basics) == 3
    assert len(firms) >= 2000
    encodings = {
        (EXAMPLES / "registry" / f"{name}.csv").read_bytes()[:3] == b"\xef\xbb\xbf"
        for name in basics
        if "!" not in name
    }
    assert encodings == {True, False}


def test_the_export_holds_the_faults_the_demo_shows() -> None:
    cells = [cell for sheet in export_cells().values() for row in sheet for cell in row]
    for fault in ("2023-02-30", "9.1990100E+17", "140%", "2019-02-30", "2021-13-05", "6.22E+18"):
        assert cells.count(fault) == 1


def test_shares_of_the_export_add_to_one() -> None:
    for name, sheet in export_cells().items():
        if "股东信息" not in name:
            continue
        head = next(i for i, row in enumerate(sheet) if "股东编号" in row)
        share = next(i for i, title in enumerate(sheet[head]) if title in ("持股比例", "出资比例"))
        firm, holder = sheet[head].index("统一社会信用代码"), sheet[head].index("股东编号") - 1
        sums: dict[str, Fraction] = {}
        for row in sheet[head + 1 :]:
            if row[firm] != "-" and row[holder]:
                part = Fraction(row[share].rstrip("%")) / (100 if "%" in row[share] else 1)
                sums[row[firm]] = sums.get(row[firm], Fraction(0)) + part
        assert {firm: total for firm, total in sums.items() if total != 1} == {}


def test_one_name_within_one_firm_is_one_person() -> None:
    numbers: dict[tuple[str, str], set[str]] = {}
    for sheet in export_cells().values():
        head = next((i for i, row in enumerate(sheet[:3]) if {"股东编号", "人员编号"} & set(row)), None)
        if head is None:
            continue
        number = next(i for i, title in enumerate(sheet[head]) if title in ("股东编号", "人员编号"))
        firm = sheet[head].index("公司名称")
        for row in sheet[head + 1 :]:
            if row[number].startswith("P"):
                numbers.setdefault((row[firm], row[number - 1]), set()).add(row[number])
    assert [key for key, found in numbers.items() if len(found) > 1] == []


def test_namesakes_are_many_and_apart() -> None:
    bearers = {
        (row[i - 1], row[i])
        for sheet in export_cells().values()
        for i in [next((i for i, title in enumerate(sheet[0]) if title == "人员编号"), None)]
        if i is not None
        for row in sheet[1:]
    }
    assert len({number for name, number in bearers if name == "李娜"}) >= 3
    assert len({number for name, number in bearers if name == "王建国"}) >= 3


def test_all_is_under_four_megabytes() -> None:
    assert sum((EXAMPLES / p).stat().st_size for p in bundled()) < 4_000_000


@pytest.mark.parametrize("case", CASES)
def test_the_case_file_and_its_folder_know_what_is_expected(case: str) -> None:
    """Every id and row that EXPECTED.json names stands in the folder of its case."""
    told = json.loads((EXAMPLES / "EXPECTED.json").read_bytes())["cases"][case]
    note = tomllib.loads((EXAMPLES / "cases" / f"{case}.toml").read_text(encoding="utf-8"))
    parties = {row["id"] for row in rows(case, "parties")}
    named = {
        row["row_id"] for path in (EXAMPLES / case).glob("*.csv") for row in rows(case, path.stem) if row.get("row_id")
    }
    assert note["id"] == case
    assert set(note["debtors"]) <= parties
    assert {known["row_id"] for known in note.get("known", [])} <= named
    flags = [told["first_lead"], *told.get("also", [])]
    assert {party for flag in [*flags, *told["must_not"]] for party in flag["parties"]} <= parties
    assert {row for flag in flags for row in flag["rows"]} <= named
    assert set(told["liable"]) <= parties


@pytest.mark.parametrize("case", CASES)
def test_row_names_are_unique_in_a_case(case: str) -> None:
    names = [
        row["row_id"] for path in (EXAMPLES / case).glob("*.csv") for row in rows(case, path.stem) if row.get("row_id")
    ]
    assert len(names) == len(set(names))


def test_construction_tells_its_story() -> None:
    (sale,) = rows("construction", "share_transfers")
    assert (sale["转让价款"], sale["参考价值"], sale["变更日期"]) == ("700000", "11200000", "2022-09-15")
    paid = [row for row in rows("construction", "payments") if "HZSM" in (row["付款方"], row["收款方"])]
    assert paid == []
    cranes = rows("construction", "asset_transfers")
    assert all(Fraction(row["price"]) / Fraction(row["reference_value"]) == Fraction(92, 100) for row in cranes)
    received = {row["金额"] for row in rows("construction", "payments") if row["付款方"] == "ZHJX"}
    assert received == {f"{row['price']}.00" for row in cranes}
    heads = {
        row["person"]
        for row in rows("construction", "roles")
        if row["role"] == "finance_head" and row["company"] == "LJJS"
    }
    fronts = {
        row["person"]
        for row in rows("construction", "roles")
        if row["role"] == "legal_representative" and row["company"] == "HZSM"
    }
    assert heads == fronts == {"ZW"}


def test_shells_tells_its_story() -> None:
    lines = rows("shells", "payments")
    sent = {
        r["收款方"]: Fraction(r["金额"])
        for r in lines
        if r["付款方"] == "RCMY" and r["row_id"] in ("S-P1", "S-P2", "S-P3")
    }
    assert sent == {"JHZX": 3100000, "YZZX": 2600000, "BXZX": 2100000}
    reached = [r for r in lines if r["收款方"] == "QYTZ"]
    assert sum(Fraction(r["金额"]) for r in reached) == 7410000
    assert (min(r["交易日期"] for r in lines if r["row_id"] == "S-P1"), max(r["交易日期"] for r in reached)) == (
        "2023-04-03",
        "2023-04-12",
    )
    for shell, received in sent.items():
        out = sum(Fraction(r["金额"]) for r in lines if r["付款方"] == shell)
        assert Fraction(95, 100) <= out / received <= Fraction(102, 100)


def test_hongkong_tells_its_story() -> None:
    numbers = {row["id"]: set(row["other_identifiers"].split("; ")) for row in rows("hongkong", "parties")}
    assert numbers["HYGJ"] == numbers["HYGJ-CR"] | numbers["HYGJ-BRN"]
    assert not numbers["HYGJ-CR"] & numbers["HYGJ-BRN"]
    assert not numbers["HYGJ"] & numbers["HYMY"]
    (sale,) = rows("hongkong", "share_transfers")
    assert (sale["price"], sale["reference_value"], sale["currency"]) == ("1", "9200000", "HKD")
    assert not [row for row in rows("hongkong", "holdings") if row["company"] == "CLHH"]
    posts = [row for row in rows("hongkong", "roles") if row["person"] == "PQDIR"]
    assert len({row["company"] for row in posts}) == 60
    neighbours = [row for row in rows("hongkong", "parties") if "Pearl Quay House" in row["address"]]
    assert len(neighbours) >= 60
