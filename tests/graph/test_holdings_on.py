"""Columns of a register on a day, against a case's own reading."""

from __future__ import annotations

import random
from datetime import date
from fractions import Fraction

import pytest

from graph.case import Case, Debt, DebtClock, Debtor, cut
from graph.holdings_on import HoldingsOn, Pairs, holdings_on
from graph.reach import links
from graph.snapshot import Snapshot
from queries.ballots import stakes_on, votes_on
from tests.shelf import frozen

DAY = date(2020, 6, 30)
HEAD = "owner,company,share,voting,nature,start,end,grade,standing\n"


def case_of(snapshot: Snapshot, day: date) -> Case:
    debtors = tuple(Debtor(p) for p in snapshot.parties["id"].to_list())
    return cut(snapshot, links(snapshot), Debt("d", "d", debtors, DebtClock(), day))


def named(pairs: Pairs, snapshot: Snapshot) -> dict[tuple[str, str], Fraction]:
    ids = snapshot.parties["id"].to_list()
    rows = zip(pairs.owner.tolist(), pairs.company.tolist(), strict=True)
    return {(ids[owner], ids[company]): pairs.part.at(row) for row, (owner, company) in enumerate(rows)}


def agrees(snapshot: Snapshot, day: date = DAY) -> HoldingsOn:
    """The same stakes and votes as the case rooms read, but for those of nothing."""
    case, on = case_of(snapshot, day), holdings_on(snapshot, day)
    assert named(on.stakes, snapshot) == {pair: share for pair, share in stakes_on(case, day).items() if share}
    assert named(on.votes, snapshot) == {pair: share for pair, share in votes_on(case, day).items() if share}
    return on


def held(*rows: str, **more: str) -> Snapshot:
    parties = "id,kind,name,licence\n" + "".join(f"{p},company,{p}公司,\n" for p in "ABCDEPQ")
    files = {"parties.csv": more.get("parties", parties), "holdings.csv": HEAD + "".join(f"{r}\n" for r in rows)}
    other = {"holdings.csv": more["other"]} if "other" in more else {}
    return frozen(
        {"a": files | {f"{n}.csv": t for n, t in more.items() if n.startswith("holdings")}}
        | ({"b": other} if other else {})
    )


def test_a_share_counts_with_its_low_end() -> None:
    snapshot = held("P,A,25-50%,,,,,,", "Q,A,1/3,,,,,,", "P,B,,,,,,,")
    on = agrees(snapshot)
    assert named(on.stakes, snapshot) == {("P", "A"): Fraction(1, 4), ("Q", "A"): Fraction(1, 3)}
    ids = snapshot.parties["id"].to_list()
    assert [(ids[o], ids[c]) for o, c in zip(*on.unstated, strict=True)] == [("P", "B")]


@pytest.mark.parametrize(
    ("start", "end", "counts"),
    [
        ("2020-06-30", "", True), ("2020-07-01", "", False), ("2020-06", "", True), ("2020-07", "", False),
        ("2020", "", True), ("2021", "", False), ("", "2020-06-30", False), ("", "2020-07-01", True),
        ("", "2020-06", False), ("", "2020-07", True), ("", "2020", True), ("", "2019", False), ("2020", "2020", True),
    ],
)  # fmt: skip
def test_who_may_hold_on_the_day(start: str, end: str, counts: bool) -> None:
    on = agrees(held(f"P,A,50%,,,{start},{end},,"))
    assert len(on.stakes.owner) == counts


def test_one_source_adds_up_and_two_do_not() -> None:
    snapshot = held("P,A,20%,,,2010-01-01,,,", "P,A,1/7,,,2011-01-01,,,", other="owner,company,share\nA公司,A公司,1%\n")
    assert named(agrees(snapshot).stakes, snapshot)["P", "A"] == Fraction(12, 35)


def test_versions_of_one_stake_are_never_added() -> None:
    snapshot = held("P,A,30%,,,2020,,,", "P,A,40%,,,2020-06,,,", "Q,A,10%,,,2020,,,", "Q,A,5%,,,,,,")
    assert named(agrees(snapshot).stakes, snapshot) == {("P", "A"): Fraction(2, 5), ("Q", "A"): Fraction(1, 20)}


def test_votes_are_stated_or_the_partners_or_the_share() -> None:
    snapshot = held(
        "P,A,20%,60%,,,,,", "Q,A,80%,40%,,,,,", "P,B,1%,,general_partner,,,,", "Q,B,99%,,limited_partner,,,,",
        "D,C,,,general_partner,,,,", "E,C,,,general_partner,,,,", "Q,D,70%,0%,,,,,",
    )  # fmt: skip
    votes = named(agrees(snapshot).votes, snapshot)
    assert votes["P", "A"] == Fraction(3, 5)
    assert votes["P", "B"] == 1
    assert votes["D", "C"] == votes["E", "C"] == Fraction(1, 2)
    assert ("Q", "D") not in votes


def test_who_holds_for_others_is_marked_as_a_case_marks_it() -> None:
    licences = ("bank", "address_host; clearing_nominee", "escrow", "registered_agent", "")
    rows = zip("PQABC", licences, strict=True)
    parties = "id,kind,name,licence\n" + "".join(f"{p},company,{p}公司,{licence}\n" for p, licence in rows)
    snapshot = held("P,A,1%,,,,,,", parties=parties)
    on = holdings_on(snapshot, DAY)
    marked = [snapshot.parties["id"][n] for n in on.never.nonzero()[0].tolist()]
    assert marked == [p.id for p in case_of(snapshot, DAY).parties.values() if p.holds_for_others] == ["A", "P", "Q"]


def test_control_on_record_is_read_by_its_days() -> None:
    lines = (
        "P,A,controls,,",
        "Q,B,trustee_of,2020-06,",
        "Q,C,controls,2020-07,",
        "Q,D,controls,,2020-06-30",
        "Q,E,spouse,,",
        "P,A,controls,2019,",
    )
    relations = "a,b,kind,start,end\n" + "".join(f"{line}\n" for line in lines)
    parties = "id,kind,name\n" + "".join(f"{p},company,{p}公司\n" for p in "ABCDEPQ")
    snapshot = frozen({"a": {"parties.csv": parties, "relations.csv": relations}})
    told = holdings_on(snapshot, DAY).told
    ids = snapshot.parties["id"].to_list()
    assert [(ids[a], ids[b]) for a, b in zip(*told, strict=True)] == [("P", "A"), ("Q", "B")]


def test_a_snapshot_without_holdings() -> None:
    on = holdings_on(frozen({"a": {"parties.csv": "id,kind,name\nP,company,P公司\n"}}), DAY)
    assert (on.parties, len(on.stakes.owner), len(on.votes.owner)) == (1, 0, 0)


def test_long_fractions_stay_exact() -> None:
    odd = "123456789012345678901/987654321098765432109"
    snapshot = held(f"P,A,{odd},,,,,,", f"P,A,{odd},,,2001-01-01,,,", f"Q,B,{odd},,,,,,")
    stakes = named(agrees(snapshot).stakes, snapshot)
    assert stakes["P", "A"] == 2 * stakes["Q", "B"] == 2 * Fraction(odd)


@pytest.mark.parametrize("seed", range(25))
def test_random_rows_are_read_as_a_case_reads_them(seed: int) -> None:
    rng = random.Random(seed)

    def row() -> str:
        owner, company = rng.choice("ABPQ"), rng.choice("ABCD")
        share = rng.choice(("", "10%", "1/3", "25-50%", "33.33%", "100%", "2/7", "0%"))
        voting = rng.choice(("", "", "", "51%", "1/3", "0%"))
        nature = rng.choice(("", "", "", "legal", "general_partner", "treasury"))
        start = rng.choice(("", "2019-01-01", "2020", "2020-06", "2020-06-30", "2021-01-01"))
        end = rng.choice(("", "", "", "2020", "2020-06", "2020-07", "2020-06-30", "2022-02-01"))
        end = "" if end < start else end
        return f"{owner},{company},{share},{voting},{nature},{start},{end},{rng.choice(('', 'registry_file', 'statement'))},{rng.choice(('', 'alleged'))}"

    agrees(held(*(row() for _ in range(14)), holdings_2=HEAD + "".join(f"{row()}\n" for _ in range(8))))
