"""Figures of the bench, reckoned by hand on small examples."""

from __future__ import annotations

from bench.generator.truth import Debtor, Planted, Truth
from bench.scoring import Told, Worked, explained, found_at, rows, tells, whole

SCHEME = Planted("D1", "mass-director", ("X", "Y"), "lead", ("transfer-after-debt",), "")
FIRM = Planted("D2", "sham-litigation", ("K",), "strong", (), "")


def told(typology: str, tier: str, *parties: str, rank: int = 1, priority: float = 0.5) -> Told:
    return Told(typology, tier, frozenset(parties), rank, priority)


def test_a_lead_tells_a_scheme_by_typology_and_party() -> None:
    assert tells(told("mass-director", "lead", "D1", "X"), SCHEME)
    assert not tells(told("mass-director", "lead", "D1", "Z"), SCHEME)
    assert not tells(told("mass-address", "lead", "X"), SCHEME)


def test_what_the_same_rows_also_show_is_explained_but_not_found() -> None:
    lead = told("transfer-after-debt", "strong", "D1", "X")
    assert explained(lead, (SCHEME,))
    assert not tells(lead, SCHEME)
    assert not explained(told("sham-litigation", "strong", "D1", "X"), (SCHEME,))


def test_a_tier_below_the_one_deserved_is_not_found() -> None:
    work = Worked("D2", (told("sham-litigation", "lead", "D2", "K"),), (), 0.1)
    assert found_at(work, FIRM)
    assert not found_at(work, FIRM, "strong")


def world() -> tuple[Truth, list[Worked]]:
    debtors = (
        Debtor("1", "D1", "schemed", "mass-director"),
        Debtor("2", "D2", "schemed", "sham-litigation"),
        Debtor("3", "C1", "clean"),
        Debtor("4", "L1", "look-alike", "sham-litigation"),
    )
    works = [
        Worked("D1", (told("mass-director", "lead", "X", rank=2, priority=0.6),), (), 0.1),
        Worked(
            "D2",
            (told("sham-litigation", "fact", "K", priority=0.9), told("mass-address", "strong", "D2", rank=2)),
            (),
            0.2,
        ),
        Worked("C1", (told("mass-address", "signal", "C1", priority=0.8),), (), 0.3),
        Worked("L1", (told("sham-litigation", "strong", "L1", priority=0.7),), (), 0.4),
    ]
    return Truth(debtors, (SCHEME, FIRM)), works


def test_rows_count_found_and_false() -> None:
    truth, works = world()
    sham = next(r for r in rows(truth, works) if r.typology == "sham-litigation")
    assert (sham.firm_planted, sham.firm_found, sham.firm_leads, sham.firm_false) == (1, 1, 2, 1)
    assert (sham.firm_recall, sham.firm_precision) == (1.0, 0.5)
    assert (sham.lookalikes, sham.lookalikes_flagged) == (1, 1)


def test_whole_figures() -> None:
    truth, works = world()
    w = whole(truth, works)
    assert w.precision == 1 / 3
    assert w.recall == 1.0
    assert w.auc == 1.0
    assert w.auc_with_lookalikes == 0.75
    assert w.reciprocal_rank == 0.75
    assert (w.false_per_1000_clean, w.false_per_1000_lookalikes) == (0.0, 1000.0)
    assert (w.seconds_p50, w.seconds_p95) == (0.3, 0.4)
