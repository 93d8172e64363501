"""Round trips in a whole register: rows, habits, floors, order."""

from __future__ import annotations

from pathlib import Path

from queries.screening.round_trip import RULE
from tests.screenings import against, hits_of, ids, lines

PARTIES = "id,kind,name,licence\nH,company,甲公司,\nA,company,乙公司,\nB,company,丙公司,{licence}\nC,company,丁公司,\n"
HEAD = "from,to,amount,currency,date,purpose\n"
ROUND = "H,A,500000,CNY,2024-03-01,货款\nA,B,490000,CNY,2024-03-02,往来款\nB,H,480000,CNY,2024-03-05,{back}\n"


def files(*rows: str, licence: str = "") -> dict[str, str]:
    return {"parties.csv": PARTIES.format(licence=licence), "payments.csv": HEAD + "".join(rows)}


FILES = files(ROUND.format(back="借款"), "C,A,50000,CNY,2024-03-03,房租\n")


def monthly(payer: str, payee: str, amount: int, *months: int, day: int = 1) -> str:
    return "".join(f"{payer},{payee},{amount},CNY,2024-{m:02}-{day:02},货款\n" for m in months)


def test_money_that_comes_back_is_told_with_all_its_rows(tmp_path: Path) -> None:
    (hit,) = hits_of(FILES, tmp_path, RULE)
    assert (hit.figures["value"], hit.figures["percent"], hit.figures["explained"]) == (48, 96, 0)
    assert (hit.figures["sent"], hit.figures["returned"], hit.figures["day"]) == ("500000", "480000", "2024-03-01")
    assert ids(hit) == ["H", "A", "B"]
    assert lines(hit) == {("payments.csv", n) for n in (2, 3, 4)}
    assert hit.said.evidence[0].text.en == "2024-03-01: 甲公司 paid 乙公司 CNY 500,000 (货款)"


def test_less_than_half_or_too_late_or_through_a_bank_is_none(tmp_path: Path) -> None:
    less = files("H,A,500000,CNY,2024-03-01,\n", "A,H,200000,CNY,2024-03-05,\n")
    late = files("H,A,500000,CNY,2024-03-01,\n", "A,H,500000,CNY,2024-04-05,\n")
    bank = files(ROUND.format(back=""), licence="bank")
    small = files("H,A,90000,CNY,2024-03-01,\n", "A,H,90000,CNY,2024-03-05,\n")
    for n, given in enumerate((less, late, bank, small)):
        assert hits_of(given, tmp_path / str(n), RULE) == ()


def test_trade_as_ever_is_told_as_explained_with_the_row_that_explains_it(tmp_path: Path) -> None:
    trade = files(monthly("H", "A", 500000, 1, 2, 3, 4), monthly("A", "H", 300000, 1, 2, 3, 4, day=20))
    found = hits_of(trade, tmp_path, RULE)
    assert found and all(hit.figures["explained"] == 1 for hit in found)
    assert all(against(hit) for hit in found)


def test_what_is_handed_back_at_once_every_month_is_no_habit(tmp_path: Path) -> None:
    echo = files(monthly("H", "A", 500000, 1, 2, 3, 4), monthly("A", "H", 490000, 1, 2, 3, 4, day=3))
    found = hits_of(echo, tmp_path, RULE)
    assert found and all(hit.figures["explained"] == 0 for hit in found)


def test_currencies_are_told_apart(tmp_path: Path) -> None:
    mixed = files(ROUND.format(back=""), "H,A,800000,USD,2024-03-01,\n", "A,H,800000,USD,2024-03-05,\n")
    found = hits_of(mixed, tmp_path, RULE)
    assert [h.figures["currency"] for h in found] == ["USD", "CNY"]
