"""Money of a whole snapshot: settled as a case settles it."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from casework.desk import Desk
from casework.money_flows import MoneyFound, money_flows, part_of
from graph.bank_rows import settle
from graph.case_rows import read_rows
from graph.facts import Payment
from graph.money_columns import settled_columns
from graph.reach import links
from graph.reading import READERS
from graph.snapshot import Snapshot
from tests.shelf import frozen

HEAD = "from,to,amount,currency,date,time,status,date_to,kind,purpose,reference\n"
DAY = date(2024, 12, 31)


def snapshot_of(*statements: list[str], parties: str = "") -> Snapshot:
    files = {f"payments_{n}.csv": HEAD + "".join(f"{line}\n" for line in lines) for n, lines in enumerate(statements)}
    return frozen({"a": files | ({"parties.csv": parties} if parties else {})})


def found_in(snapshot: Snapshot, floor: int = 1) -> MoneyFound:
    return money_flows(Desk(snapshot, links(snapshot), ()), DAY, floor=Decimal(floor))


def line(payer: str, payee: str, amount: str, day: str, **more: str) -> str:
    cells = {"currency": "", "time": "", "status": "", "date_to": "", "kind": "", "purpose": "", "reference": ""} | more
    return f"{payer},{payee},{amount},{cells['currency']},{day},{cells['time']},{cells['status']},{cells['date_to']},{cells['kind']},{cells['purpose']},{cells['reference']}"


def test_a_round_trip_is_told_with_its_rows_and_accounts() -> None:
    snapshot = snapshot_of(
        [
            line("H", "A", "500000", "2024-03-01"),
            line("A", "B", "490000.50", "2024-03-02"),
            line("B", "H", "480000", "2024-03-05"),
        ]
    )
    (trip, *rest) = found_in(snapshot, 100_000).trips
    assert not rest
    assert (trip.home, int(trip.sent), int(trip.returned), "".join(trip.through)) == ("H", 500_000, 480_000, "AB")
    assert (trip.first, trip.last, trip.whole) == (date(2024, 3, 1), date(2024, 3, 5), True)
    assert [place.line for place in trip.places] == [2, 3, 4]
    assert part_of(trip) == Decimal("0.96")


def test_an_account_that_hands_on_what_it_gets_is_told_with_both_ends() -> None:
    snapshot = snapshot_of(
        [line("P", "M", "300", "2024-03-01"), line("Q", "M", "700", "2024-03-02"), line("M", "Z", "990", "2024-03-03")]
    )
    found = found_in(snapshot, 100)
    (account,) = found.accounts
    assert (account.account, account.came_from, account.went_to) == ("M", "Q", "Z")
    assert (int(account.received), int(account.sent), account.first, account.windows) == (
        1000,
        990,
        date(2024, 3, 1),
        1,
    )
    assert len(account.places) == 3
    assert found.trips == ()


def test_banks_wages_and_later_days_are_left_aside() -> None:
    parties = "id,kind,name,licence\nK,company,某银行,bank\n"
    bank = snapshot_of([line("H", "K", "500", "2024-03-01"), line("K", "H", "500", "2024-03-02")], parties=parties)
    wages = snapshot_of([line("H", "A", "500", "2024-03-01", kind="salary"), line("A", "H", "500", "2024-03-02")])
    later = snapshot_of([line("H", "A", "500", "2025-03-01"), line("A", "H", "500", "2025-03-02")])
    assert [found_in(s).trips_in_all for s in (bank, wages, later)] == [0, 0, 0]


def test_currencies_are_never_mixed() -> None:
    snapshot = snapshot_of([line("H", "A", "500", "2024-03-01", currency="USD"), line("A", "H", "3600", "2024-03-02")])
    assert found_in(snapshot).trips_in_all == 0


def test_no_payments() -> None:
    found = found_in(frozen({"a": {"parties.csv": "id,kind,name\nP,company,P公司\n"}}))
    assert (found.trips, found.accounts, found.unplaced) == ((), (), 0)


@pytest.mark.parametrize("seed", range(40))
def test_columns_hold_the_flows_that_rows_settle_to(seed: int) -> None:
    """Two statements of the same transfers, failed, reversed and undated rows, periods, hours: the same flows remain."""
    rng = random.Random(seed)

    def row() -> str:
        payer = rng.choice("HAB")
        payee = rng.choice("HABC")
        amount = rng.choice(("100", "100.5", "99.99", "-100", "7"))
        day = rng.choice(("2024-03-01", "2024-03-02", "2024-03-03", "2024-03", ""))
        return line(
            payer, payee, amount, day, time=rng.choice(("", "09:30", "1015", "23:59:59")), status=rng.choice(("", "", "done", "failed", "reversed")),
            date_to="2024-04-01" if day and rng.random() < 0.1 else "", purpose=rng.choice(("", "货款", "冲正", "Returned payment")),
            reference=rng.choice(("", "R1", "R2")), currency=rng.choice(("", "CNY", "USD")),
        )  # fmt: skip

    first = [row() for _ in range(12)]
    snapshot = snapshot_of(first, [row() for _ in range(4)] + rng.sample(first, 5))
    frame = snapshot.tables["payments"]

    def read(places: object) -> list[Payment]:
        rows = read_rows(snapshot, "payments", frame[np.array(places, np.int64)], DAY)
        return [READERS["payments"](r) for r in rows]

    settled = settled_columns(snapshot, DAY.isoformat(), np.zeros(snapshot.parties.height, np.uint8), frozenset(), read)
    told = sorted(
        (p.place.fact, currency, int(instant) // 86_400, Decimal(int(amount)) / money.unit)
        for currency, money in settled.money.items()
        for p, instant, amount in zip(read(money.row.tolist()), money.flows.instant, money.flows.amount, strict=True)
    )  # fmt: skip
    exact = settle(read(range(frame.height))).flows
    expected = sorted(
        (p.place.fact, p.money.currency, p.on.first.toordinal(), p.money.amount) for p in exact if p.money and p.on
    )
    assert told == expected
    assert settled.unplaced == frame.height - len(exact)
