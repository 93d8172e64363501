"""A party's page, its share trees, and the search for it."""

from __future__ import annotations

from datetime import date

from casework.entity import about, leads_with
from casework.search import search
from casework.share_tree import share_tree
from tests.shelf import frozen

DAY = date(2024, 1, 1)
FILES = {
    "parties.csv": "id,kind,name,other_names,identifier,address,status\nA,company,重庆甲江建设有限公司,重庆旧名建设有限公司,91990100MA90000119,重庆市渝中区江岸路1号,存续\n"
    "B,company,重庆乙江贸易有限公司,,,重庆市渝中区江岸路2号,存续\nP,person,张伟,,110101197001011238,重庆市渝中区江岸路3号201室,\n",
    "holdings.csv": "owner,company,share,start,end\nP,A,60%,2018-01-01,\nA,B,50%,2019-01-01,\nB,C,40%,2019-01-01,\nOLD,A,40%,2015-01-01,2018-01-01\nC,A,10%,2020-01-01,\n",
    "payments.csv": "from,to,amount,date,status\nA,B,100,2023-05-01,\nB,A,30,2023-06-01,\nA,B,7,2023-06-02,failed\n",
    "court_cases.csv": "number,court,kind,claimant,defendant,filed\n（2023）渝0103民初12号,渝中法院,civil,B,A,2023-02-01\n",
    "assets.csv": "id,kind,name,owner,start\nland,land_use,江岸地块,A,2020-01-01\n",
    "encumbrances.csv": "asset,kind,holder,start,end\nland,freeze,B,2023-01-01,2026-01-01\n",
}
WORLD = frozen({"s": FILES})


def test_the_page_holds_names_events_assets_courts_and_flows_with_their_rows() -> None:
    found = about(WORLD, "A", DAY)
    assert found.party["other_names"] == ["重庆旧名建设有限公司"]
    assert {"scheme", "value"} == set(found.party["identifiers"][0])
    days = [(e["day"], e["kind"]) for e in found.events]
    assert days == sorted(days) and ("2018-01-01", "holdings") in days and ("2023-02-01", "court_cases") in days
    assert all(e["places"][0]["source"].endswith(".csv") for e in found.events)
    assert [(a["name"], [b["kind"] for b in a["burdens"]]) for a in found.assets] == [("江岸地块", ["freeze"])]
    assert found.courts[0]["claimant"] == "重庆乙江贸易有限公司"
    (flow,) = found.flows
    assert (flow["in"], flow["out"], flow["count"]) == ("30", "100", 2), "a failed payment is no flow"
    assert {r["table"] for r in found.rows} == {
        "parties",
        "holdings",
        "payments",
        "court_cases",
        "assets",
        "encumbrances",
    }
    assert found.totals["payments"] == 3


def test_nothing_later_than_the_day_is_told() -> None:
    found = about(WORLD, "A", date(2018, 6, 1))
    assert (
        found.assets == () and found.courts == () and all(e["day"] <= "2018-06-01" or e["kind"] for e in found.events)
    )
    assert "2020-01-01" not in [e["day"] for e in found.events]


def test_a_persons_number_is_masked() -> None:
    said = str(about(WORLD, "P", DAY))
    assert "110101197001011238" not in said and "1238" in said


def test_a_tree_multiplies_along_its_branches_and_stops_at_a_ring() -> None:
    up, left = share_tree(WORLD, "B", DAY, "up")
    assert left == 0 and [(b.id, b.direct, b.along) for b in up] == [("A", "1/2", "1/2")]
    inner = {b.id: b for b in up[0].branches}
    assert set(inner) == {"P", "C"}, "who left in 2018 is not there"
    assert inner["P"].along == "3/10"
    (again,) = inner["C"].branches
    assert again.id == "B" and again.ring and again.branches == ()
    down, _ = share_tree(WORLD, "P", DAY, "down")
    assert down[0].branches[0].along == "3/10"


def test_a_tree_at_an_earlier_day_is_another_tree() -> None:
    up, _ = share_tree(WORLD, "A", date(2016, 1, 1), "up")
    assert [b.id for b in up] == ["OLD"]


def test_a_wide_tree_says_what_it_leaves_out() -> None:
    wide = frozen({"s": {"holdings.csv": "owner,company,share\n" + "".join(f"O{i},W,\n" for i in range(150))}})
    up, left = share_tree(wide, "W", DAY, "up")
    assert len(up) + left == 150 and left > 0 and up[0].along is None


def test_search_finds_by_identifier_name_old_name_address_court_number_and_case() -> None:
    cases = [{"id": "c1", "title": "甲江执行案", "enforcement_number": "（2024）渝0103执7号"}]
    by = {
        "91990100MA90000119": ("identifier", "A"),
        "甲江建设": ("name", "A"),
        "旧名": ("name", "A"),
        "江岸路2": ("address", "B"),
        "(2023)渝0103民初12": ("court", "A"),
        "(2024) 渝0103执7": ("case", "c1"),
    }
    for text, expected in by.items():
        found, _ = search(WORLD, cases, text)
        assert expected in [(h.found_by, h.id) for h in found], text
    assert search(WORLD, cases, "  ") == ([], 0)
    assert search(None, cases, "甲江")[0][0].id == "c1"


def test_a_persons_home_is_no_search_result() -> None:
    assert search(WORLD, [], "江岸路3")[0] == []


def test_what_is_left_out_of_the_hits_is_counted() -> None:
    many = frozen({"s": {"parties.csv": "id,kind,name\n" + "".join(f"N{i},company,同名公司{i}\n" for i in range(30))}})
    found, more = search(many, [], "同名")
    assert (len(found), more) == (20, 10)


def test_leads_of_all_cases_that_use_a_party() -> None:
    lead = {"id": "L", "parties": ["X"], "chain": {"nodes": [{"id": "Y"}]}}
    documents = [{"case": {"id": "c"}, "leads": [lead]}]
    assert [f["lead"]["id"] for f in leads_with(documents, "Y")] == ["L"]
    assert leads_with(documents, "Z") == []
