"""Each body of law on one party: owners, fallback, exemption."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from casework.owner_view import View
from graph.bands import Verdict
from queries.beneficial import Exemption, Fallback, Rule, rules
from queries.grounds import Bilingual


def rules_of(view: View, asked: Sequence[str]) -> dict[str, Any]:
    """rule → its name, the natural persons it reaches, and who counts where it reaches nobody."""
    return {rule: _told(view, rules()[rule]) for rule in asked}


def _told(view: View, rule: Rule) -> dict[str, Any]:
    owners = []
    for head in view.shown:
        answer = view.answers(head, (rule.id,))[rule.id]
        if answer.verdict != "no" and view.case.party(head).is_person:
            limb = answer.deciding
            owners.append(
                {
                    "holder": {"id": head, "name": view.case.party(head).name, "kind": "person"},
                    "verdict": answer.verdict,
                    "provision": _both(limb.provision) if limb else None,
                    "status": limb.status if limb else None,
                }
            )
    return {
        "name": _both(rule.name),
        "in_force": rule.in_force.isoformat(),
        "applies_on_day": view.day >= rule.in_force,
        "counts": _both(rule.counts),
        "beneficial_owners": owners,
        "fallback": _fallback(view, rule, [o for o in owners if o["verdict"] == "certain"]),
        "exemptions": [_exempt(view, each) for each in rule.exemptions],
    }


def _both(text: Bilingual) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _fallback(view: View, rule: Rule, certain: Sequence[object]) -> dict[str, Any] | None:
    """Who counts instead: in a state-owned company always, else where no natural person surely does."""
    state_owned = _state_owned(view)
    for each in rule.fallbacks:
        if (each.when == "state_owned" and state_owned != "no") or (each.when == "nobody" and not certain):
            verdict = state_owned if each.when == "state_owned" else "possible" if view.heads else "certain"
            return {
                "when": each.when,
                "verdict": verdict,
                "provision": _both(each.provision),
                "status": each.status,
                "persons": _persons(view, each),
            }
    return None


def _persons(view: View, fallback: Fallback) -> list[dict[str, Any]]:
    """Those who hold the first of the offices that anybody is recorded in."""
    for role in fallback.roles:
        found = [r for r in view.case.roles if r.role == role and r.period.may_hold_on(view.day)]
        if found:
            return [
                {
                    "id": r.person,
                    "name": view.case.party(r.person).name,
                    "role": r.role,
                    "evidence": [{"source": r.place.source, "row": r.place.line, "sha256": r.place.sha256}],
                }
                for r in sorted(found, key=lambda r: r.person)
            ]
    return []


def _state_owned(view: View) -> Verdict:
    """certain: its row says so, or a public body controls it."""
    if view.case.party(view.party).state_owned:
        return "certain"
    answers = {view.control((h,)) for h in view.heads if view.case.party(h).state_owned}
    return "certain" if "certain" in answers else "possible" if "possible" in answers else "no"


def _exempt(view: View, exemption: Exemption) -> dict[str, Any]:
    tests: list[Verdict] = []
    party = view.case.party(view.party)
    if exemption.listed:
        tests.append("possible" if party.listed else "no")
    if exemption.capital_most is not None:
        tests.append(_small(view, exemption.capital_most, exemption.currency or "CNY"))
    if exemption.only_persons:
        holders = [owner for owner, company in view.shares.high if company == view.party]
        persons = [view.case.party(h).is_person for h in holders]
        tests.append("no" if not all(persons) or not holders else "possible")
    order: tuple[Verdict, ...] = ("no", "possible", "certain")
    verdict = min(tests, key=order.index, default="no")
    return {
        "key": exemption.key,
        "verdict": verdict,
        "provision": _both(exemption.provision),
        "status": exemption.status,
    }


def _small(view: View, most: Decimal, currency: str) -> Verdict:
    money = view.case.party(view.party).money("registered_capital")
    if money is None or money.currency != currency:
        return "possible"
    return "certain" if money.high <= most else "no"
