"""The further saved queries: what each answers, and a near miss."""

from __future__ import annotations

import pytest

from graph.store.base import Store, Value
from graph.store.embedded import EmbeddedStore
from queries.saved import ask, saved
from tests.queries.saved_world import EXAMPLES, MORE


@pytest.fixture(scope="module")
def store() -> EmbeddedStore:
    return EmbeddedStore.of(MORE)


def rows(store: Store, name: str, columns: str, **given: str) -> list[tuple[Value, ...]]:
    answer = ask(saved(name), store, {**EXAMPLES[name], **given})
    return [tuple(record[column] for column in columns.split()) for record in answer.records()]


def test_assets_of(store: EmbeddedStore) -> None:
    """In the order of rank; a holder whom the row does not name is said to be one."""
    assert rows(store, "assets-of", "asset share encumbrances row") == [
        ("HOUSE", "1/2", ["mortgage BANK", "pledge H", "freeze holder not named"], "2")
    ]
    assert rows(store, "assets-of", "asset encumbrances", party="W") == [("CAR", [])]


def test_changes_after(store: EmbeddedStore) -> None:
    assert rows(store, "changes-after", "item date") == [("name", "2021-02-01"), ("registered_capital", None)]
    assert [r[0] for r in rows(store, "changes-after", "item", after="2021-02-02")] == ["registered_capital"]


def test_crowded_contacts(store: EmbeddedStore) -> None:
    assert rows(store, "crowded-contacts", "kind parties dissolved some") == [("phone", 3, 1, ["A", "C", "D"])]
    assert rows(store, "crowded-contacts", "kind", least="4") == []


def test_declared(store: EmbeddedStore) -> None:
    assert rows(store, "declared", "asset value titled") == [("CAR", "30", ["W"])]


def test_enforced_counterparties(store: EmbeddedStore) -> None:
    """C got a transfer too, but is sued in a civil case only."""
    assert rows(store, "enforced-counterparties", "other number kind moves") == [("A", "三号", "dishonesty", 2)]


def test_figures_by_year(store: EmbeddedStore) -> None:
    assert rows(store, "figures-by-year", "year equity revenue insured_staff") == [
        ("2020-12-31", "90", None, None),
        ("2021", "-5", "100", 3),
    ]


def test_freeze_queue(store: EmbeddedStore) -> None:
    assert rows(store, "freeze-queue", "holder encumbrance rank status") == [
        ("BANK", "mortgage", 1, None),
        ("H", "pledge", 2, None),
        (None, "freeze", None, "waiting"),
    ]
    assert rows(store, "freeze-queue", "holder", asset="CAR") == []


def test_gifts(store: EmbeddedStore) -> None:
    """One unit of money is a nominal price, seventy are not; no price at all cannot be called a gift."""
    assert rows(store, "gifts", "giver taker thing price consideration") == [
        ("D", "A", "X", "1", "cash"),
        ("D", "B", "Y", None, "none"),
    ]
    assert rows(store, "gifts", "taker", after="2021-03-02") == [("B",)]


def test_gone_after_taking(store: EmbeddedStore) -> None:
    assert rows(store, "gone-after-taking", "taker dissolved date") == [("A", "2021-09-30", "2021-03-01")]
    assert rows(store, "gone-after-taking", "taker", days="212") == []


def test_guarantees_given(store: EmbeddedStore) -> None:
    assert rows(store, "guarantees-given", "creditor amount ties") == [
        ("BANK", "500", []),
        ("H", "60", ["OWNS holdings.csv:2"]),
    ]


def test_holders_and_officers_who_left(store: EmbeddedStore) -> None:
    assert rows(store, "holders-who-left", "holder ends") == [("W", "2021-06-15")]
    assert rows(store, "holders-who-left", "holder", days="164") == []
    assert rows(store, "officers-who-left", "officer ends") == [("W", "2021-07-01")]
    assert rows(store, "officers-who-left", "officer", days="180") == []


def test_low_price_transfers(store: EmbeddedStore) -> None:
    """Seventy per cent is not below seventy."""
    assert rows(store, "low-price-transfers", "giver taker thing percent") == [
        ("D", "A", "X", 0.0),
        ("D", "B", "Y", 0.0),
        ("B", "C", "X", 69.0),
    ]
    assert len(rows(store, "low-price-transfers", "giver", percent="71")) == 4


def test_many_posts(store: EmbeddedStore) -> None:
    assert rows(store, "many-posts", "person licence companies still some") == [
        ("S", "professional_director", 3, 2, ["A", "B", "D"])
    ]
    assert rows(store, "many-posts", "person", least="4") == []


def test_money_in(store: EmbeddedStore) -> None:
    assert rows(store, "money-in", "payer total payments unsure") == [("B", 80.0, 1, 0), ("A", 5.0, 1, 0)]
    assert rows(store, "money-in", "payer total", after="2021-02-01")[0] == ("B", 87.0)


def test_money_to_young(store: EmbeddedStore) -> None:
    assert rows(store, "money-to-young", "payee age amount") == [("A", 90, "100.10")]
    assert rows(store, "money-to-young", "payee", days="89") == []


def test_open_cases(store: EmbeddedStore) -> None:
    assert rows(store, "open-cases", "number outstanding") == [("一号", "450")]
    assert rows(store, "open-cases", "number", on="2019-06-01") == [("二号",)]


def test_owed_to(store: EmbeddedStore) -> None:
    """A guarantee that the party gave is no debt owed to it."""
    assert rows(store, "owed-to", "other found_in what amount") == [
        ("A", "contract", "loan", "40"),
        ("B", "case", "civil", "8"),
    ]


def test_payments_between(store: EmbeddedStore) -> None:
    assert rows(store, "payments-between", "payer payee amount date") == [
        ("B", "D", "7", "2021-02-28"),
        ("B", "D", "80", "2021-03-05"),
        ("D", "B", "3", "2021-09-01"),
    ]


def test_round_trips(store: EmbeddedStore) -> None:
    """Money that came back before it left, a total over a month and a failed payment are none."""
    assert rows(store, "round-trips", "hands chain amounts") == [(3, ["D", "A", "B", "D"], ["100.10", "90", "80"])]
    assert rows(store, "round-trips", "hands", days="3") == []


def test_same_phone(store: EmbeddedStore) -> None:
    assert rows(store, "same-phone", "other contact sharing") == [("A", "phone", 3), ("C", "phone", 3)]


def test_security_for_related(store: EmbeddedStore) -> None:
    """The bank is not tied to the debtor, the freeze is no security."""
    assert rows(store, "security-for-related", "asset holder tie tie_detail") == [("HOUSE", "H", "OWNS", "6/10")]


def test_sister_companies(store: EmbeddedStore) -> None:
    assert rows(store, "sister-companies", "other percent") == [("A", None), ("C", 25.0)]
    assert rows(store, "sister-companies", "other", percent="26") == [("A",)]
    assert ("B", 20.0) in rows(store, "sister-companies", "other percent", percent="20")


def test_successors_of(store: EmbeddedStore) -> None:
    assert rows(store, "successors-of", "successor steps kinds days") == [
        ("A", 1, ["division"], ["2021-01-01"]),
        ("B", 2, ["division", "merger"], ["2021-01-01", "no day"]),
    ]


def test_transfer_chains(store: EmbeddedStore) -> None:
    """X went on from B to C on 30 April, a day before B had it: no chain through A."""
    assert rows(store, "transfer-chains", "chain one_thing things") == [
        (["D", "A"], True, ["X"]),
        (["D", "B"], True, ["Y"]),
        (["D", "W"], True, ["HOUSE"]),
        (["D", "A", "B"], True, ["X", "X"]),
        (["D", "B", "C"], False, ["Y", "X"]),
    ]
    assert ["D", "C"] in [r[0] for r in rows(store, "transfer-chains", "chain", after="2020-01-01")]


def test_unpaid_capital(store: EmbeddedStore) -> None:
    """H paid in full; what S owes has no due day and is kept as unknown."""
    assert rows(store, "unpaid-capital", "holder missing due") == [("W", 300.0, "2020-12-31"), ("S", 50.0, None)]
    assert rows(store, "unpaid-capital", "holder", on="2020-12-31") == [("S",)]


def test_used_by(store: EmbeddedStore) -> None:
    assert rows(store, "used-by", "asset owner tie") == [("CAR", "W", "uses")]
    assert rows(store, "used-by", "asset", party="W") == []


def test_young_takers(store: EmbeddedStore) -> None:
    assert rows(store, "young-takers", "taker age giver thing") == [
        ("B", 58, "D", "Y"),
        ("B", 89, "A", "X"),
        ("A", 90, "D", "X"),
    ]
    assert ("A",) not in rows(store, "young-takers", "taker", days="89")
