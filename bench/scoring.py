"""What a bench run found against what was planted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scipy.stats import mannwhitneyu

from bench.generator.truth import ORDER, Debtor, Planted, Truth

FIRM = ("strong", "fact")


@dataclass(frozen=True, slots=True)
class Told:
    """One lead of a worked case."""

    typology: str
    tier: str
    parties: frozenset[str]
    rank: int
    priority: float

    @property
    def firm(self) -> bool:
        return self.tier in FIRM


@dataclass(frozen=True, slots=True)
class Worked:
    """A debtor's leads in rank order, the rules that did not run, and the seconds of cut and flag."""

    debtor: str
    leads: tuple[Told, ...]
    silent: tuple[str, ...]
    seconds: float

    @property
    def score(self) -> float:
        """What debtors are ranked by: the highest priority among leads above a background signal, else nothing."""
        return max((lead.priority for lead in self.leads if lead.tier != "signal"), default=0.0)


@dataclass(frozen=True, slots=True)
class Row:
    """One typology. planted, found: schemes; firm: those that deserve strong or fact; leads: of the typology; false: unexplained."""

    typology: str
    planted: int
    found: int
    firm_planted: int
    firm_found: int
    leads: int
    false: int
    firm_leads: int
    firm_false: int
    lookalikes: int
    lookalikes_flagged: int

    @property
    def recall(self) -> float | None:
        return _part(self.found, self.planted)

    @property
    def firm_recall(self) -> float | None:
        return _part(self.firm_found, self.firm_planted)

    @property
    def precision(self) -> float | None:
        return _part(self.leads - self.false, self.leads)

    @property
    def firm_precision(self) -> float | None:
        return _part(self.firm_leads - self.firm_false, self.firm_leads)


def _part(some: int, of: int) -> float | None:
    return some / of if of else None


def tells(lead: Told, scheme: Planted) -> bool:
    """Is this the lead that was planted: its typology, and one of its parties (the debtor's own end counts as one)?"""
    return lead.typology == scheme.typology and not lead.parties.isdisjoint(scheme.parties)


def explained(lead: Told, schemes: Iterable[Planted]) -> bool:
    """Is the lead true of a planted scheme: its own typology, or one whose definition the same rows meet?"""
    return any(
        not lead.parties.isdisjoint({*s.parties, s.debtor}) and lead.typology in (s.typology, *s.also) for s in schemes
    )


def found_at(work: Worked, scheme: Planted, least: str = "signal") -> bool:
    return any(tells(lead, scheme) and ORDER.index(lead.tier) >= ORDER.index(least) for lead in work.leads)


def rows(truth: Truth, works: Sequence[Worked]) -> list[Row]:
    """One row a typology, for every scheme planted and every typology that told a lead."""
    by_debtor = {w.debtor: w for w in works}
    schemes: dict[str, list[Planted]] = defaultdict(list)
    for scheme in truth.planted:
        if scheme.debtor in by_debtor:
            schemes[scheme.typology].append(scheme)
    leads: dict[str, list[tuple[Told, bool]]] = defaultdict(list)
    for work in works:
        own = truth.of(work.debtor)
        for lead in work.leads:
            leads[lead.typology].append((lead, explained(lead, own)))
    alike = {slug: [d for d in truth.debtors if d.resembles == slug and d.role == "look-alike"] for slug in schemes}
    return [
        _row(slug, schemes[slug], leads[slug], alike.get(slug, []), by_debtor) for slug in sorted({*schemes, *leads})
    ]


def _row(
    slug: str,
    schemes: Sequence[Planted],
    leads: Sequence[tuple[Told, bool]],
    alike: Sequence[Debtor],
    works: dict[str, Worked],
) -> Row:
    firm = [s for s in schemes if s.tier in FIRM]
    # Background signals are printed last and claim nothing: only what is above them can be false.
    said = [(lead, true) for lead, true in leads if lead.tier != "signal"]
    sure = [(lead, true) for lead, true in said if lead.firm]
    taken = [d for d in alike if d.party in works]
    return Row(
        slug,
        len(schemes),
        sum(found_at(works[s.debtor], s) for s in schemes),
        len(firm),
        sum(found_at(works[s.debtor], s, "strong") for s in firm),
        len(said),
        sum(not true for _, true in said),
        len(sure),
        sum(not true for _, true in sure),
        len(taken),
        sum(any(x.firm for x in works[d.party].leads) for d in taken),
    )


@dataclass(frozen=True, slots=True)
class Whole:
    """The figures over all typologies; clean debtors are those without a scheme, look-alikes counted apart."""

    precision: float | None
    recall: float | None
    precision_all: float | None
    recall_all: float | None
    auc: float | None
    auc_with_lookalikes: float | None
    reciprocal_rank: float | None
    false_per_1000_clean: float | None
    false_per_1000_lookalikes: float | None
    clean: int
    lookalikes: int
    schemed: int
    seconds_p50: float
    seconds_p95: float


def whole(truth: Truth, works: Sequence[Worked]) -> Whole:
    table = rows(truth, works)
    by_debtor = {w.debtor: w for w in works}
    groups = {
        role: [by_debtor[d.party] for d in truth.debtors if d.role == role and d.party in by_debtor]
        for role in ("schemed", "look-alike", "clean")
    }
    # A debtor whose only scheme is a background signal is neither schemed nor clean.
    worth = {s.debtor for s in truth.planted if s.tier != "signal"}
    schemed = [w for w in groups["schemed"] if w.debtor in worth]
    times = sorted(w.seconds for w in works)
    return Whole(
        _part(sum(r.firm_leads - r.firm_false for r in table), sum(r.firm_leads for r in table)),
        _part(sum(r.firm_found for r in table), sum(r.firm_planted for r in table)),
        _part(sum(r.leads - r.false for r in table), sum(r.leads for r in table)),
        _part(sum(r.found for r in table), sum(r.planted for r in table)),
        _auc(schemed, groups["clean"]),
        _auc(schemed, [*groups["clean"], *groups["look-alike"]]),
        _reciprocal(truth, schemed),
        _false(groups["clean"]),
        _false(groups["look-alike"]),
        len(groups["clean"]),
        len(groups["look-alike"]),
        len(schemed),
        _quantile(times, 0.5),
        _quantile(times, 0.95),
    )


def _auc(schemed: Sequence[Worked], others: Sequence[Worked]) -> float | None:
    if not schemed or not others:
        return None
    # U over all pairs is the chance that one of the schemed scores above one of the others, ties by half (Hanley, McNeil 1982).
    above = mannwhitneyu([w.score for w in schemed], [w.score for w in others]).statistic
    return float(above) / (len(schemed) * len(others))


def _reciprocal(truth: Truth, schemed: Sequence[Worked]) -> float | None:
    """Mean of 1 / rank of the first lead that tells a planted scheme of the debtor; 0 where none does."""
    ranks = []
    for work in schemed:
        own = truth.of(work.debtor)
        ranks.append(next((1 / lead.rank for lead in work.leads if any(tells(lead, s) for s in own)), 0.0))
    return sum(ranks) / len(ranks) if ranks else None


def _false(works: Sequence[Worked]) -> float | None:
    if not works:
        return None
    return 1000 * sum(lead.firm for w in works for lead in w.leads) / len(works)


def _quantile(times: Sequence[float], part: float) -> float:
    return times[min(int(len(times) * part), len(times) - 1)] if times else 0.0
