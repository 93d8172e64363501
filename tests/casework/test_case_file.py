"""A case file read into a Debt, or one line on what is wrong."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from casework.case_file import debt_of, newest_day, read_case, unused_keys
from graph.case import Debt
from graph.errors import AmbiguousParty, CaseFileFault, LookthroughError, UnknownParty
from graph.snapshot import Snapshot
from tests.shelf import frozen

TODAY = date(2026, 1, 1)
PARTIES = (
    "id,kind,name,identifier\nD,company,重庆甲江建设有限公司,91990100MA90000119\nG,person,张伟,\nG2,person,张伟,\n"
)
HELD = "owner,company,share,start\nG,D,60%,2021-03\n"
PAID = "from,to,amount,currency,date\nD,G,5,CNY,2023-05-06\nD,G,5,CNY,2030-01-01\n"
COURT = "number,court,kind,defendant,filed,closed\n（2023）渝01执1号,渝中区法院,enforcement,D,2023-01-01,2024-02-02\n"


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    files = {"parties.csv": PARTIES, "holdings.csv": HELD, "payments.csv": PAID, "court_cases.csv": COURT}
    return frozen({"s": files})


def debt(snapshot: Snapshot, tmp_path: Path, text: str) -> Debt:
    path = tmp_path / "my-case.toml"
    path.write_text(text, encoding="utf-8")
    return debt_of(read_case(path), snapshot, TODAY, str(path))


def test_every_key_is_read(snapshot: Snapshot, tmp_path: Path) -> None:
    found = debt(
        snapshot,
        tmp_path,
        'id = "c1"\ntitle = "某案"\ndebtors = ["D"]\ncreditor = "G"\namount = "8,000,000.50"\nprincipal = 7500000\n'
        'currency = "hkd"\narose = 2022-05-01\ndue = "2023"\nsuit = "2023-09"\nas_of = 2024-10-01\njurisdiction = "hk"\n'
        'known = [{ row_id = "T-1", date = 2024-06-20, how = "内档" }]\n'
        '[[rates]]\nfrom = "hkd"\nto = "CNY"\nrate = "0.9123"\ndate = 2024-03-29\n',
    )
    assert (found.id, found.title, found.creditor, found.jurisdiction) == ("c1", "某案", "G", "HK")
    assert found.claim is not None and (found.claim.low, found.claim.currency) == (Decimal("8000000.50"), "HKD")
    assert found.principal is not None and found.principal.low == 7500000
    clock = found.clock
    assert clock.due and (clock.due.first, clock.due.last) == (date(2023, 1, 1), date(2023, 12, 31))
    assert clock.suit and clock.suit.last == date(2023, 9, 30) and clock.judgment is None
    assert (found.known[0].row_id, found.known[0].on.first) == ("T-1", date(2024, 6, 20))
    assert (found.rates[0].of, found.rates[0].to, found.rates[0].rate) == ("HKD", "CNY", Decimal("0.9123"))
    assert found.as_of == date(2024, 10, 1)


@pytest.mark.parametrize(
    "debtors",
    [
        'debtors = ["D", "G"]',
        'debtors = "D; G"',
        'debtors = ["91990100MA90000119", "G", "重庆甲江建设有限公司"]',
        '[[debtor]]\nparty = "D"\n[[debtor]]\nparty = "G"',
    ],
)
def test_debtors_in_each_form(snapshot: Snapshot, tmp_path: Path, debtors: str) -> None:
    assert [d.party for d in debt(snapshot, tmp_path, debtors).debtors] == ["D", "G"]


def test_a_debtor_has_its_capacity_and_its_own_day(snapshot: Snapshot, tmp_path: Path) -> None:
    text = 'arose = 2022-01-01\n[[debtor]]\nparty = "D"\n[[debtor]]\nparty = "G"\ncapacity = "guarantor"\narose = "2022-06"\n'
    one, two = debt(snapshot, tmp_path, text).debtors
    assert (one.capacity, one.arose, two.capacity) == ("debtor", None, "guarantor")
    assert two.arose is not None and two.arose.first == date(2022, 6, 1)


def test_what_is_left_out_has_its_default(snapshot: Snapshot, tmp_path: Path) -> None:
    found = debt(snapshot, tmp_path, 'debtors = ["D"]\n')
    assert (found.id, found.title, found.jurisdiction, found.claim, found.creditor) == (
        "my-case",
        "my-case",
        "CN",
        None,
        None,
    )
    assert found.as_of == date(2024, 2, 2)


def test_a_creditor_may_stand_outside_the_data(snapshot: Snapshot, tmp_path: Path) -> None:
    assert debt(snapshot, tmp_path, 'debtors = ["D"]\ncreditor = "某银行"\n').creditor == "某银行"


BAD = {
    "": "needs a debtor",
    "debtors = []": "needs a debtor",
    'debtors = " ; "': "needs a debtor",
    "debtors = 5": "debtors cannot be read",
    "debtors = [5.5]": "debtors cannot be read",
    'debtor = "D"': "debtor cannot be read",
    '[[debtor]]\nname = ""': "needs a party",
    "debtors = [": "see docs/case-file.md",
    'debtors = ["D"]\nsuit = 2020-12  # month': 'write a partial date in quotes: suit = "2020-12"',
    'debtors = ["D"]\namount = "abc"': "amount is not an amount",
    'debtors = ["D"]\namount = "NaN"': "amount is not an amount",
    'debtors = ["D"]\namount = "-5"': "amount is not an amount",
    'debtors = ["D"]\ninterest = "5%"': "interest is not an amount",
    'debtors = ["D"]\narose = "2024-13-01"': "arose is not a date",
    'debtors = ["D"]\nas_of = "yesterday"': "as_of is not a date",
    'debtors = ["D"]\narose = 2024-02-30': "not a case file",
    'debtors = ["D"]\nknown = "T-1"': "known cannot be read",
    'debtors = ["D"]\nknown = [{ row_id = "T-1" }]': "needs a row and a date",
    'debtors = ["D"]\nknown = [{ date = 2024-01-01 }]': "needs a row and a date",
    'debtors = ["D"]\nrates = [{ from = "HKD", to = "CNY", rate = "x", date = 2024-01-01 }]': "a rate needs",
    'debtors = ["D"]\nrates = [{ from = "HKD", to = "CNY", rate = "0", date = 2024-01-01 }]': "a rate needs",
    'debtors = ["D"]\nrates = [{ from = "HKD", to = "CNY", rate = "0.9" }]': "a rate needs",
    'debtors = ["D"]\nid = "../x"': "names a folder",
    'debtors = ["D"]\nid = ""': "names a folder",
    'debtors = ["D"]\nid = 5.5': "id cannot be read",
    'debtors = ["D"]\ncreditor = ["G"]': "creditor cannot be read",
    'debtors = ["nobody"]': "nobody",
    'debtors = ["张伟"]': "G2",
}


@pytest.mark.parametrize("text", sorted(BAD))
def test_what_cannot_be_used_is_one_line_with_the_file(snapshot: Snapshot, tmp_path: Path, text: str) -> None:
    with pytest.raises((CaseFileFault, UnknownParty, AmbiguousParty)) as fault:
        debt(snapshot, tmp_path, text + "\n")
    assert BAD[text] in str(fault.value) and "my-case.toml" in str(fault.value)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda p: None, "no such case file"),
        (lambda p: p.mkdir(), "cannot be read"),
        (lambda p: p.write_bytes("title = '某案'".encode("gb18030")), "not UTF-8"),
    ],
)
def test_a_path_that_is_no_case_file(tmp_path: Path, make: object, words: str) -> None:
    path = tmp_path / "c.toml"
    make(path)  # type: ignore[operator]
    with pytest.raises(LookthroughError, match=words):
        read_case(path)


def test_a_byte_order_mark_is_no_fault(snapshot: Snapshot, tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_text('debtors = ["D"]\n', encoding="utf-8-sig")
    assert read_case(tmp_path / "c.toml")["debtors"] == ["D"]


def test_keys_that_nothing_reads_are_told() -> None:
    keys = {"debtors": ["D"], "judgement": 1, "judgment": 2, "rates": [], "served": 3, "colour": 4}
    assert unused_keys(keys) == ["colour", "judgement"]


@pytest.mark.parametrize(
    ("parties", "day"),
    [
        (["D"], date(2024, 2, 2)),
        (["G"], date(2023, 5, 6)),
        (["G2"], date(2024, 2, 2)),
    ],
)
def test_the_newest_day_is_a_day_on_which_something_happened(snapshot: Snapshot, parties: list[str], day: date) -> None:
    """G: the payment, not the one to come; G2: nothing happened to it, so the newest day of all."""
    assert newest_day(snapshot, parties, TODAY) == day


def test_a_partial_day_counts_to_its_end_but_not_beyond_today() -> None:
    held = frozen({"s": {"holdings.csv": "owner,company,share,start\nA,B,60%,2021\n"}})
    assert newest_day(held, ["A"], TODAY) == date(2021, 12, 31)
    assert newest_day(held, ["A"], date(2021, 6, 1)) == date(2021, 6, 1)
    assert newest_day(held, ["A"], date(2020, 6, 1)) == date(2020, 6, 1)
