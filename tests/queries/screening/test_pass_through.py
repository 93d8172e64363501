"""Pass-through accounts in a whole register: both ends, habits."""

from __future__ import annotations

from pathlib import Path

from queries.screening.pass_through import RULE
from tests.screenings import against, hits_of, ids, lines

PARTIES = "id,kind,name,licence\nP,company,甲公司,\nM,company,乙公司,{licence}\nZ,company,丙公司,\n"
HEAD = "from,to,amount,currency,date,purpose\n"
THROUGH = "P,M,700000,CNY,2024-03-01,货款\nM,Z,690000,CNY,2024-03-02,服务费\n"


def files(rows: str, licence: str = "") -> dict[str, str]:
    return {"parties.csv": PARTIES.format(licence=licence), "payments.csv": HEAD + rows}


FILES = files(THROUGH)


def test_an_account_that_hands_on_what_it_gets_is_told_with_both_ends(tmp_path: Path) -> None:
    (hit,) = hits_of(FILES, tmp_path, RULE)
    assert (hit.figures["value"], hit.figures["windows"], hit.figures["explained"]) == (70, 1, 0)
    assert (hit.figures["received"], hit.figures["sent"]) == ("700000", "690000")
    assert ids(hit) == ["M", "P", "Z"] and lines(hit) == {("payments.csv", 2), ("payments.csv", 3)}


def test_what_keeps_its_money_or_is_a_bank_is_none(tmp_path: Path) -> None:
    keeps = files("P,M,700000,CNY,2024-03-01,\nM,Z,400000,CNY,2024-03-02,\n")
    slow = files("P,M,700000,CNY,2024-03-01,\nM,Z,690000,CNY,2024-03-25,\n")
    for n, given in enumerate((keeps, slow, files(THROUGH, licence="payment_institution"))):
        assert hits_of(given, tmp_path / str(n), RULE) == ()


def test_trade_as_ever_is_told_as_explained(tmp_path: Path) -> None:
    months = "".join(
        f"P,M,400000,CNY,2024-{m:02}-01,货款\nQ,M,300000,CNY,2024-{m:02}-02,货款\n"
        f"M,Z,200000,CNY,2024-{m:02}-03,货款\nM,Y,480000,CNY,2024-{m:02}-04,货款\n"
        for m in (1, 2, 3, 4)
    )
    (hit,) = hits_of(files(months), tmp_path, RULE)
    assert hit.figures["explained"] == 1 and against(hit)
