"""What each bundled case must find, and must leave alone."""

from __future__ import annotations

import json
from typing import Any

from examples.making.people import RESIDENT, USCC

ANY = "*"


def _flag(typology: str, parties: list[str], rows: list[str], **more: Any) -> dict[str, Any]:
    return {"typology": typology, "parties": parties, "rows": rows, **more}


def _quiet(typology: str, parties: list[str], why: str, max_tier: str = "signal") -> dict[str, Any]:
    return {"typology": typology, "parties": parties, "max_tier": max_tier, "why": why}


_CONSTRUCTION = {
    "first_lead": _flag(
        "undervalue-transfer-related",
        ["LJJS", "HZSM"],
        ["C-T1"],
        tier_min="strong",
        route="C",
        provisions=["民法典 538", "民法典 539"],
        last_days=["2025-06-20", "2027-09-15"],
        absent="payment of the price",
    ),
    "first_asset": {"what": "equity:LJZY:LJJS", "owner": "LJJS", "route": "A", "share": "3/10"},
    "liable": ["HZSM"],
    "must_not": [
        _quiet(ANY, ["ZHJX"], "two cranes at 92 % of an appraisal, unrelated lessor, paid"),
        _quiet(ANY, ["WJG2"], "bears the owner's name, has another identifier"),
        _quiet(ANY, ["YCWJ"], "the namesake's firm; small paid purchases"),
        _quiet("related-party-security", ["LJZY", "JLNS"], "a bank that lent at the same time"),
    ],
    "must_not_own": [{"asset": "SHOPS", "owner": "LJJS"}],
    "freezes": [
        {"row": "C-E2", "rank": 1, "status": "effective", "last_day": "2024-10-24"},
        {"row": "C-E3", "rank": 2, "status": "waiting", "last_day": "2027-03-17"},
    ],
}

_SHELLS = {
    "first_lead": _flag(
        "pass-through-account",
        ["RCMY", "JHZX", "QYTZ"],
        ["S-P1", "S-Q1", "S-Q2"],
        typology_any=[
            "pass-through-account",
            "round-trip-payment",
            "relative-proxy-holding",
            "undervalue-transfer-related",
        ],
        tier_min="lead",
        route="C",
        amount="7410000",
    ),
    "also": [
        _flag("pass-through-account", ["RCMY", "YZZX", "QYTZ"], ["S-P2", "S-Q3"], tier_min="lead"),
        _flag("pass-through-account", ["RCMY", "BXZX", "QYTZ"], ["S-P3", "S-Q4"], tier_min="lead"),
        _flag("thin-capital-shell", ["JHZX"], [], tier_min="lead"),
        _flag("thin-capital-shell", ["YZZX"], [], tier_min="lead"),
        _flag("thin-capital-shell", ["BXZX"], [], tier_min="lead"),
        _flag("sudden-deregistration", ["YZZX"], ["S-C1"], tier_min="lead"),
    ],
    "first_asset": {"what": "OFFICE", "owner": "QYTZ", "route": "C"},
    "liable": ["MAXIAO", "GUTING"],
    "contradictions": [
        {"parties": ["JHZX"], "about": "shares of the holders: 100 % LINA1 against 60 % QYTZ"},
        {"parties": ["YZZX"], "about": "active in one source, deregistered 2023-08-30 in the other"},
        {"parties": ["BXZX"], "about": "two legal representatives on one day"},
    ],
    "must_not": [
        _quiet(ANY, ["WZZX"], "same cluster address and agent's phone; contract, staff, 180000 paid for work"),
        _quiet(ANY, ["LINA2"], "bears a holder's name, has another identifier"),
        _quiet(ANY, ["LNHY"], "a florist paid 8600"),
        _quiet(ANY, ["CKDT"], "licensed address host"),
    ],
    "must_not_own": [{"asset": "OFFICE", "owner": "RCMY"}],
}

_HONGKONG = {
    "first_lead": _flag(
        "undervalue-transfer-related",
        ["SYSY", "CLHH"],
        ["H-T1"],
        tier_min="strong",
        route="C",
        gap="the owner of CLHH is not in the data",
        gap_from="TCCS",
    ),
    "first_asset": {"what": "equity:SYBZ:SYSY", "owner": "SYSY", "route": "A", "share": "2/5"},
    "liable": ["CLHH"],
    "one_party": [["HYGJ", "HYGJ-CR", "HYGJ-BRN"]],
    "must_not": [
        _quiet("mass-address", ["PQSL"], "a licensed secretary's address of 900 firms"),
        _quiet(ANY, ["PQDIR"], "a licensed director with 60 posts is no link"),
        _quiet("layered-offshore-chain", ["SPL"], "built in 2016, registered under 37号文"),
        _quiet(ANY, ["SPL"], "built in 2016, registered under 37号文"),
        _quiet(ANY, ["HYMY"], "a similar name with another business registration number"),
    ],
    "must_not_merge": [["HYGJ", "HYMY"]],
    "must_not_own": [{"asset": "HK-OFFICE", "owner": "SYSY"}],
}

_XUGONG = {
    "first_lead": _flag(
        "common-controller-commingling", ["GM", "JX"], ["r14", "r15", "r17", "r18", "r31"], tier_min="strong"
    ),
    "also": [
        _flag("common-controller-commingling", ["GM", "RL"], ["r14", "r16", "r17", "r19", "r32"], tier_min="strong")
    ],
    "first_asset": None,
    "liable": ["JX", "RL"],
    "must_not": [
        _quiet(
            "common-controller-commingling",
            ["WYL", "ZJR", "WF", "LX", "GSL"],
            "claims against them failed (from memory, to be re-read)",
        ),
        _quiet("capital-withdrawal", ["GM"], "no such finding"),
        _quiet("phoenix-company", ["GM", "JX"], "all three traded at the same time"),
    ],
}

_CARGILL = {
    "first_lead": _flag("undervalue-transfer-related", ["FJ", "TY"], ["r2", "r10", "r11"], tier_min="strong"),
    "also": [
        _flag("transfer-after-debt", ["FJ", "TY"], ["r2"], tier_min="lead"),
        _flag("serial-transfer-chain", ["FJ", "TY", "HFY"], ["r2", "r3"], tier_min="strong", tier_max="strong"),
    ],
    "first_asset": None,
    "liable": ["TY"],
    "must_not": [
        _quiet("undervalue-transfer-related", ["ZF"], "a later buyer of shares"),
        _quiet("phoenix-company", ["FJ", "ZF"], "a state buyer; the name followed the purchase"),
        _quiet("name-change-chain", ["TY"], "one rename after a takeover is no chain"),
    ],
}


def expected() -> bytes:
    """EXPECTED.json: ids are those of the case folders; identifiers tell which printed party is meant."""
    cases = {
        "construction": _CONSTRUCTION,
        "shells": _SHELLS,
        "hongkong": _HONGKONG,
        "gc15-xugong": _XUGONG,
        "gc33-cargill": _CARGILL,
    }
    numbers = {**USCC, **{name: f"cn-id:{number}" for name, number in RESIDENT.items()}}
    return (json.dumps({"cases": cases, "identifiers": numbers}, ensure_ascii=False, indent=1) + "\n").encode()
