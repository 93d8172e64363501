"""Shell density: three of five tests, unknown is never met."""

from __future__ import annotations

from pathlib import Path

import pytest

from queries.screening.shell_group import RULE
from tests.screenings import against, hits_of, ids, lines

HEAD = "id,kind,name,registered_capital,paid_capital,employees,incorporated,dissolved,currency,listed\n"
SHELL = "{id},company,{id}公司,1000000,0,0,2023-01-01,2024-06-01,CNY,\n"
SOUND = "{id},company,{id}公司,1000000,1000000,35,2015-01-01,,CNY,\n"
BLANK = "{id},company,{id}公司,,,,,,,\n"


def group(*kinds: str, listed: str = "") -> dict[str, str]:
    rows = "".join(kind.format(id=f"G{n}") for n, kind in enumerate(kinds))
    held = "".join(f"X,G{n},100%\n" for n in range(len(kinds)))
    return {
        "parties.csv": f"{HEAD}X,company,总公司,,,,,,,{listed}\n{rows}",
        "holdings.csv": f"owner,company,share\n{held}",
    }


FILES = group(SHELL, SHELL, SHELL, SOUND, BLANK)


def test_three_shells_of_a_group_with_their_rows(tmp_path: Path) -> None:
    (hit,) = hits_of(FILES, tmp_path, RULE)
    assert [hit.figures[n] for n in ("value", "told", "members", "explained")] == [3, 3, 5, 0]
    assert ids(hit) == ["X", "G0", "G1", "G2"] and lines(hit) == {("parties.csv", n) for n in (3, 4, 5)}
    assert "no insured staff" in hit.said.evidence[0].text.en


def test_two_shells_are_not_enough(tmp_path: Path) -> None:
    assert hits_of(group(SHELL, SHELL, SOUND, SOUND), tmp_path, RULE) == ()


def test_a_group_with_more_sound_companies_is_not_dense(tmp_path: Path) -> None:
    busy = SOUND.replace("2015-01-01,,", "2015-01-01,2024-01-01,")
    (hit,) = hits_of(group(SHELL, SHELL, SHELL, busy, busy, busy), tmp_path / "a", RULE)
    assert against(hit) == {("parties.csv", n) for n in (6, 7, 8)}
    assert hits_of(group(SHELL, SHELL, SHELL, busy, busy, busy, busy), tmp_path / "b", RULE) == ()


@pytest.mark.parametrize(
    ("was", "now"),
    [("1000000,0,0,", "1000000,10000,0,"), ("1000000,0,0,", "1000000,,0,"), (",0,0,", ",0,1,"), (",0,0,", ",0,,"), ("2024-06-01", ""), ("2024-06-01", "2025-01-02")],
)  # fmt: skip
def test_two_tests_met_are_no_shell_and_unknown_is_not_met(tmp_path: Path, was: str, now: str) -> None:
    assert hits_of(group(SHELL, SHELL, SHELL.replace(was, now)), tmp_path, RULE) == ()


def test_accounts_without_revenue_are_a_test_and_one_year_with_it_is_none(tmp_path: Path) -> None:
    less = SHELL.replace("2023-01-01,2024-06-01", ",")
    idle = "party,year_end,revenue,currency\nG0,2023-12-31,0,CNY\nG1,2023-12-31,0,CNY\nG2,2023-12-31,0,CNY\n"
    assert len(hits_of({**group(less, less, less), "accounts.csv": idle}, tmp_path / "a", RULE)) == 1
    busy = idle + "G2,2022-12-31,50000,CNY\n"
    assert hits_of({**group(less, less, less), "accounts.csv": busy}, tmp_path / "b", RULE) == ()


def test_two_rows_that_disagree_are_not_met(tmp_path: Path) -> None:
    found = group(SHELL, SHELL, SHELL)
    other = HEAD + SHELL.format(id="G2").replace(",0,0,", ",0,12,")
    assert hits_of({**found, "parties2.csv": other}, tmp_path, RULE) == ()


def test_a_listed_head_explains_it(tmp_path: Path) -> None:
    (hit,) = hits_of(group(SHELL, SHELL, SHELL, listed="是"), tmp_path, RULE)
    assert hit.figures["explained"] == 1 and ("parties.csv", 2) in against(hit)
