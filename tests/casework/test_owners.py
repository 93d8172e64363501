"""owners: exact in rings, honest about bands, days and doubts."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.owners import owners_of
from tests.shelf import frozen

DAY = date(2024, 1, 1)
_HEAD = "owner,company,share,voting,start,end,nature,standing"


def owners(holdings: str, party: str = "Y", day: date = DAY, **files: str) -> dict[str, Any]:
    """The answer for a few lines of holdings.csv (owner,company,share,start,end,…) and other files."""
    texts = {f"{name}.csv": text for name, text in files.items()}
    rows = [_HEAD, *(line + "," * (_HEAD.count(",") - line.count(",")) for line in holdings.splitlines())]
    return owners_of(frozen({"s": {"holdings.csv": "\n".join(rows) + "\n", **texts}}), party, day)


def ultimate(value: dict[str, Any]) -> dict[str, Any]:
    return {u["holder"]["id"]: u["ownership"] for u in value["ultimate"]}


def verdict(value: dict[str, Any], holder: str) -> dict[str, str]:
    return dict(next(u["verdicts"] for u in value["ultimate"] if u["holder"]["id"] == holder))


def test_a_ring_is_solved_not_walked() -> None:
    value = owners("P,A,60%\nQ,B,70%\nB,A,40%\nA,B,30%\n", "A")
    assert ultimate(value) == {"P": "15/22", "Q": "7/22"}
    assert (value["self_ownership"], value["unknown"]) == ("3/25", "0")
    assert [u["path_sum"] for u in value["ultimate"]] == ["3/5", "7/25"]


def test_a_band_stays_a_band_to_the_top() -> None:
    value = owners("X,M,25-50%\nM,Y,50%\n")
    assert ultimate(value) == {"X": {"low": "1/8", "high": "1/4"}}
    assert value["ultimate"][0]["chain_shares"] == [{"low": "1/8", "high": "1/4"}]
    assert any("band" in line and "X in M" in line for line in value["assumptions"])


def test_a_band_gives_way_where_others_hold_the_rest() -> None:
    value = owners("X,Y,25-50%\nV,Y,60%\n")
    assert value["direct"][1]["share"] == {"low": "1/4", "high": "1/2"}
    assert ultimate(value) == {"V": "3/5", "X": {"low": "1/4", "high": "2/5"}}


def test_a_holder_of_unknown_share_is_listed_and_may_own_the_rest() -> None:
    value = owners("Z,Y,\nV,Y,40%\n")
    assert [(d["holder"]["id"], d["share"], d["votes"]) for d in value["direct"]] == [
        ("V", "2/5", "2/5"), ("Z", None, None),
    ]  # fmt: skip
    assert ultimate(value) == {"V": "2/5", "Z": {"low": "0", "high": "3/5"}}
    assert set(verdict(value, "Z").values()) == {"possible"}
    assert "share not in the data: Z in Y" in value["assumptions"]


def test_what_one_source_states_another_need_not() -> None:
    rows = {"one.csv": "owner,company,share\nZ,Y,30%\nV,Y,\n", "two.csv": "owner,company,share\nZ,Y,\nV,Y,25-50%\n"}
    value = owners_of(frozen({"s": {f"holdings_{n}": t for n, t in rows.items()}}), "Y", DAY)
    assert {d["holder"]["id"]: d["share"] for d in value["direct"]} == {"V": {"low": "1/4", "high": "1/2"}, "Z": "3/10"}
    assert len(value["direct"][0]["evidence"]) == 2


def test_two_sources_that_differ_are_named() -> None:
    files = {"holdings_a.csv": "owner,company,share\nZ,Y,30%\n", "holdings_b.csv": "owner,company,share\nZ,Y,40%\n"}
    value = owners_of(frozen({"s": files}), "Y", DAY)
    assert value["direct"][0]["share"] == "2/5"
    assert any("different shares" in line and "Z in Y" in line for line in value["assumptions"])


ONE_AFTER_ANOTHER = "W,Y,30%,,2010-01-01,2019-01-01\nV,Y,40%,,2019-01-01,\n"


@pytest.mark.parametrize(
    ("day", "holders"),
    [("2009-12-31", []), ("2010-01-01", ["W"]), ("2018-12-31", ["W"]), ("2019-01-01", ["V"]), ("2030-01-01", ["V"])],
)
def test_start_is_the_first_day_and_end_the_first_after(day: str, holders: list[str]) -> None:
    value = owners(ONE_AFTER_ANOTHER, day=date.fromisoformat(day))
    assert [d["holder"]["id"] for d in value["direct"]] == holders
    assert all(d["evidence"][0]["row"] == (2 if d["holder"]["id"] == "W" else 3) for d in value["direct"])


def test_only_rows_of_the_day_are_evidence() -> None:
    value = owners("W,Y,30%,,2010,2019\nW,Y,50%,,2019-06-01,\n")
    assert [(d["share"], d["start"], d["end"], [e["row"] for e in d["evidence"]]) for d in value["direct"]] == [
        ("1/2", "2019-06-01", None, [3])
    ]


def test_a_day_that_cannot_be_told_is_said() -> None:
    value = owners("W,Y,30%,,2010,2019\n", day=date(2019, 6, 1))
    assert any("days leave it open: W in Y" in line for line in value["assumptions"])
    assert not [a for a in owners("W,Y,30%,,2010,2019\n", day=date(2018, 6, 1))["assumptions"] if "days" in a]


def test_alleged_and_denied_rows_are_named() -> None:
    value = owners("W,Y,30%,,,,,alleged\nV,Y,30%\n")
    assert any("alleged" in line and "W in Y" in line and "V in Y" not in line for line in value["assumptions"])


def test_votes_apart_from_shares_give_control() -> None:
    value = owners("W,Y,30%,51%\nV,Y,70%,49%\n")
    assert [(c["holder"]["id"], c["votes"]) for c in value["controllers"]] == [("W", "51/100")]
    assert {d["holder"]["id"]: d["votes"] for d in value["direct"]} == {"V": "49/100", "W": "51/100"}


def test_a_general_partner_controls_and_is_listed_without_a_share() -> None:
    value = owners("GP,Y,,,,,general_partner\nLP,Y,100%,,,,limited_partner\n")
    assert [c["holder"]["id"] for c in value["controllers"]] == ["GP"]
    assert "GP" in [u["holder"]["id"] for u in value["ultimate"]] or value["direct"][0]["share"] is None


def test_control_that_a_row_states_has_its_row() -> None:
    value = owners("V,Y,30%\n", relations="a,b,kind\nC,Y,controls\nT,Y,trustee_of\nN,Y,nominee_for\n")
    found = {c["holder"]["id"]: (c["votes"], c["evidence"][0]["row"]) for c in value["controllers"]}
    assert found == {"C": (None, 2), "T": (None, 3)}


def test_a_clearing_nominee_is_no_beneficial_owner() -> None:
    parties = "id,kind,name,licence\nN,company,中央结算公司,clearing_nominee\nP,person,张伟,\n"
    value = owners("N,Y,60%\nP,Y,30%\n", parties=parties)
    assert set(verdict(value, "N").values()) == {"no"}
    assert verdict(value, "P")["uk-psc"] == "certain" and not value["controllers"]


@pytest.mark.parametrize("licence", ["bank", "escrow", "clearing_nominee"])
def test_who_holds_for_others_is_named_and_controls_nothing(licence: str) -> None:
    parties = f"id,kind,name,licence\nN,company,某受托公司,{licence}\nP,person,张伟,\n"
    value = owners("N,Y,60%\nP,Y,30%\n", parties=parties)
    assert value["controllers"] == []
    assert [line for line in value["assumptions"] if line.startswith("N is licensed")]
    plain = owners("N,Y,60%\nP,Y,30%\n", parties=parties.replace(licence, "registered_agent"))
    assert [c["holder"]["id"] for c in plain["controllers"]] == ["N"]
    assert not [line for line in plain["assumptions"] if "licensed" in line]


@pytest.mark.parametrize(("share", "answers"), [("25%", ("certain", "certain", "no")), ("24.99%", ("no", "no", "no"))])
def test_a_quarter_counts_in_two_laws_and_more_than_a_quarter_in_one(share: str, answers: tuple[str, ...]) -> None:
    rest = "75%" if share == "25%" else "75.01%"
    value = owners(f"P,Y,{share}\nQ,Y,{rest}\n", parties="id,kind,name\nP,person,张伟\nQ,person,李娜\n")
    assert tuple(verdict(value, "P").values()) == answers


def test_a_company_at_the_top_is_no_end_of_the_search() -> None:
    value = owners("K,Y,100%\n", parties="id,kind,name\nK,company,甲公司\n")
    assert any("who stands behind it is not in the data: K" in line for line in value["assumptions"])


def test_a_person_has_no_owners() -> None:
    value = owners("P,Y,100%\n", "P", parties="id,kind,name\nP,person,张伟\n")
    assert (value["direct"], value["ultimate"], value["unknown"]) == ([], [], None)


def test_what_nobody_is_recorded_to_hold_is_unknown() -> None:
    assert owners("P,M,50%\nM,Y,50%\n")["unknown"] == "3/4"
    assert owners("", "P", parties="id,kind,name\nP,company,甲公司\n")["unknown"] == "1"


RING = "P,A,50%\nC,A,50%\nA,B,80%\nQ,B,20%\nB,C,80%\nR,C,20%\n"
THREE = "id,kind,name\nP,person,张伟\nQ,person,李娜\nR,person,王芳\n"


def test_a_ring_shows_its_equations_and_their_solution() -> None:
    (ring,) = owners(RING, "A", parties=THREE)["equations"]
    assert ring["lines"][0] == "x(A) = 50%·张伟 + 50%·x(C)"
    assert ring["solution"][0] == "x(A) = 25/34·张伟 + 2/17·李娜 + 5/34·王芳"


def test_the_paragraph_has_chains_sums_rows_and_doubts() -> None:
    value = owners("P,M,60%\nM,Y,50%\nP,Y,10%\nQ,Y,20%\n", parties=THREE)
    zh, en = value["paragraph"]["zh"], value["paragraph"]["en"]
    assert "张伟直接持有Y10%，经M（60%×50%＝30%）间接持有Y股权，合计享有40%的权益" in zh
    assert "M (60% × 50% = 30%)" in en and "40% in all" in en
    assert "其余40%的最终权益人" in zh and "the other 40%" in en
    assert "holdings.csv第" in zh and "holdings.csv row" in en
    assert value["ultimate"][0]["cumulative"] == ["3/10", "2/5"]
    assert "73.53%" in owners(RING, "A", parties=THREE)["paragraph"]["zh"]


def test_exactly_a_quarter_through_two_chains_is_a_beneficial_owner() -> None:
    value = owners("P,A,35%\nW,A,65%\nA,Y,70%\nP,B,5%\nV,B,95%\nB,Y,10%\nQ,Y,20%\n", parties=THREE)
    assert ultimate(value)["P"] == "1/4"
    assert verdict(value, "P") == {"prc-2024": "certain", "eu-amlr": "certain", "uk-psc": "no"}
    named = value["rules"]["prc-2024"]["beneficial_owners"]
    assert next((o["holder"]["id"], o["verdict"], o["status"]) for o in named if o["holder"]["id"] == "P") == (
        "P",
        "certain",
        "unverified",
    )


def test_more_than_the_whole_is_named_with_its_rows_and_solved_under_a_stated_assumption() -> None:
    value = owners("P,Y,60%\nQ,Y,60%\n", parties=THREE)
    (over,) = value["over_whole"]
    assert (over["company"]["id"], over["sum"], [r["row"] for r in over["rows"]]) == ("Y", "6/5", [2, 3])
    assert ultimate(value) == {"P": "3/5", "Q": "3/5"}
    assert {"low": "2/5", "high": "3/5"}.items() <= value["ultimate"][0]["interval"].items()
    assert value["controllers"] == [] and [p["holder"]["id"] for p in value["possible_controllers"]] == ["P", "Q"]
    ring = owners("A,Y,100%\nY,A,100%\nP,Y,100%\n")
    assert ultimate(ring) == {"P": "1"} and any("parts of that sum" in a for a in ring["assumptions"])


def test_an_alleged_row_makes_nothing_certain() -> None:
    value = owners("P,Y,60%,,,,,alleged\nQ,Y,40%\n", parties=THREE)
    assert set(verdict(value, "P").values()) == {"possible"}
    assert value["controllers"][0]["certainty"] == "possible"


def test_a_uk_band_has_the_ends_of_its_law() -> None:
    rows = "P,Y,25-50%\nQ,Y,30%\n"
    kinds = "id,kind,name,jurisdiction\nP,person,A B,\nY,company,Y Ltd,{place}\n"
    assert [verdict(owners(rows, parties=kinds.format(place=p)), "P")["uk-psc"] for p in ("GB", "CN")] == [
        "certain",
        "possible",
    ]


def test_nobody_alone_joint_control_and_power() -> None:
    joint = owners("P,Y,40%\nQ,Y,20%\nR,Y,20%\nT,Y,20%\n")["joint"]
    assert joint["ordinary"]["coalitions"] == [["P", "Q"], ["P", "R"], ["P", "T"], ["Q", "R", "T"]]
    assert [b["shapley_shubik"] for b in joint["blocks"]] == ["1/2", "1/6", "1/6", "1/6"]
    assert joint["vetoes"]["special"] == ["P"]
    assert owners("P,Y,25-50%\nQ,Y,20%\n")["joint"] is None, "bands have no exact power"


def test_firms_of_one_head_vote_as_one_block() -> None:
    joint = owners("P,A,60%\nA,Y,30%\nP,Y,15%\nQ,Y,45%\nR,Y,10%\n")["joint"]
    assert next((b["head"]["id"], b["votes"], b["holders"]) for b in joint["blocks"]) == ("P", "9/20", ["A", "P"])


def test_a_subsidiarys_votes_are_silent_where_the_law_says_so() -> None:
    rows = "P,Y,40%\nQ,Y,35%\nB,Y,25%\nY,B,100%\n"
    kinds = "id,kind,name,jurisdiction,listed\nP,person,张伟,,\nQ,person,李娜,,\nY,company,江州上市股份有限公司,CN,{listed}\n"
    listed = owners(rows, parties=kinds.format(listed="yes"))
    assert [c["holder"]["id"] for c in listed["controllers"]][:1] == ["P"]
    assert any("141" in line for line in listed["assumptions"])
    unlisted = owners(rows, parties=kinds.format(listed=""))
    assert unlisted["controllers"] == [] and "P" in [p["holder"]["id"] for p in unlisted["possible_controllers"]]


def test_voting_classes_of_one_holder_add_up() -> None:
    value = owners("P,Y,10%,5%\nP,Y,10%,50%\nQ,Y,80%,45%\n", parties=THREE)
    assert [(c["holder"]["id"], c["votes"]) for c in value["controllers"]] == [("P", "11/20")]


def test_a_recorded_concert_group_controls_together() -> None:
    relations = "a,b,kind\nP,Q,acts_in_concert\nQ,R,acts_in_concert\n"
    value = owners("P,Y,20%\nQ,Y,18%\nR,Y,15%\nX,Y,24%\nZ,Y,23%\n", parties=THREE, relations=relations)
    (group,) = value["groups"]
    assert ([m["id"] for m in group["members"]], group["votes"], group["controls"]) == (
        ["P", "Q", "R"],
        "53/100",
        "certain",
    )
    assert verdict(value, "P") == {"prc-2024": "possible", "eu-amlr": "no", "uk-psc": "no"}


def test_the_view_if_a_nominee_holding_is_proven_stands_apart() -> None:
    value = owners("N,Y,60%\nP,Y,40%\n", relations="a,b,kind\nN,P,nominee_for\n")
    assert ultimate(value) == {"N": "3/5", "P": "2/5"}
    (view,) = value["if_proven"]
    assert [(u["holder"]["id"], u["ownership"]) for u in view["ultimate"]] == [("P", "1")]


def test_fallbacks_and_exemptions_of_the_prc_rule() -> None:
    kinds = "id,kind,name,state_owned,registered_capital\nY,company,江州公司,{state},{capital}\n" + THREE.partition(
        "\n"
    )[2].replace("\n", ",,\n")
    offices = "person,company,role\nP,Y,legal_representative\nQ,Y,manager\n"
    state = owners("R,Y,10%\n", parties=kinds.format(state="yes", capital=""), roles=offices)["rules"]["prc-2024"]
    assert (state["fallback"]["when"], [p["id"] for p in state["fallback"]["persons"]]) == ("state_owned", ["P"])
    private = owners("R,Y,10%\n", parties=kinds.format(state="", capital="5000000"), roles=offices)["rules"]["prc-2024"]
    assert (private["fallback"]["when"], [p["id"] for p in private["fallback"]["persons"]]) == ("nobody", ["Q"])
    assert [e["verdict"] for e in private["exemptions"]] == ["possible"]
    large = owners("R,Y,10%\n", parties=kinds.format(state="", capital="50000000"))["rules"]["prc-2024"]
    assert [e["verdict"] for e in large["exemptions"]] == ["no"]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 20), min_size=1, max_size=5), st.data())
def test_exact_or_not_the_ends_hold_the_truth(parts: list[int], data: st.DataObject) -> None:
    """Whatever figure within each band is the true one, the true net share lies within the answer."""
    truth = [Fraction(p, 100) for p in parts]
    spread = [data.draw(st.integers(0, min(p, 5))) for p in parts]
    banded = owners("".join(f"H{i},Y,{p - s}-{p + s}%\n" for i, (p, s) in enumerate(zip(parts, spread, strict=True))))
    found = ultimate(banded)
    for i, share in enumerate(truth):
        ends = found.get(f"H{i}")
        assert ends is not None
        low, high = (ends["low"], ends["high"]) if isinstance(ends, dict) else (ends, ends)
        assert Fraction(low) <= share <= Fraction(high)


def test_of_very_many_holders_the_largest_are_listed_and_all_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("casework.owners.MOST_DIRECT", 2)
    monkeypatch.setattr("casework.owner_notes.MOST_DIRECT", 2)
    value = owners("P,Y,10%\nQ,Y,30%\nR,Y,20%\nS,Y,40%\n")
    assert [d["holder"]["id"] for d in value["direct"]] == ["Q", "S"]
    assert value["unknown"] == "0"
    assert "4 direct holders: the 2 largest are listed, all are counted" in value["assumptions"]
