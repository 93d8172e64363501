"""The chart's lines of text, spoken names and selection."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from screens.chart_picture import drawing, money, percent

ROOT = Path(__file__).resolve().parents[2]
STAKE = {"kind": "ownership", "from": "p", "to": "c", "share": "7/10", "start": "2018-03-02", "standing": "recorded"}
PARTIES = [{"id": "p", "name": "周杰", "kind": "person"}, {"id": "c", "name": "海州宏远", "kind": "company"}]


def edge(**changes: Any) -> dict[str, Any]:
    drawn: dict[str, Any] = drawing({"nodes": PARTIES, "edges": [{**STAKE, **changes}]}, language="en")["edges"][0]
    return drawn


def node(**party: Any) -> dict[str, Any]:
    drawn: dict[str, Any] = drawing({"nodes": [{"id": "x", "name": "X", **party}], "edges": []}, language="en")
    return dict(drawn["nodes"][0])


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        ("7/10", "70%"),
        ("1", "100%"),
        ("0", "0%"),
        ("1/8", "12.5%"),
        ("1/3", "≈33.3333%"),
        ("2/3", "≈66.6667%"),
        ("1/10000000", "<0.0001%"),
        ("3/0", "3/0"),
        ("about half", "about half"),
    ],
)
def test_a_share_is_per_cent(share: str, shown: str) -> None:
    assert percent(share) == shown


@given(st.integers(0, 10**6))
def test_a_per_cent_without_a_sign_is_exact(millionths: int) -> None:
    shown = percent(str(Fraction(millionths, 10**6)))
    assert Fraction(shown.rstrip("%")) / 100 == Fraction(millionths, 10**6)


def test_money_names_its_currency_and_keeps_its_cents() -> None:
    assert money("700000.00", "CNY", "en") == "CNY 700,000"
    assert money("8000000.50", "CNY", "zh") == "CNY 8,000,000.50"
    assert money("1", "", "zh") == "1 (币种不明)"
    assert money("a handful", "CNY", "en") == "CNY a handful"


def test_a_label_holds_share_price_and_date() -> None:
    sold = edge(
        kind="share_transfer", thing={"zh": "金鼎", "en": "Jinding"}, price="1.00", currency="CNY", start="2024-02-11"
    )
    assert sold["label"] == ["share transfer 70%", "Jinding", "CNY 1", "2024-02-11"]
    assert sold["say"] == "周杰 → 海州宏远: share transfer, 70%, Jinding, CNY 1, 2024-02-11"
    assert (sold["tone"], sold["line"], sold["arrow"]) == ("transfer", "solid", True)


def test_what_is_not_known_is_said() -> None:
    assert edge(share=None)["label"] == ["share unknown", "since 2018-03-02"]
    assert "no price stated" in edge(kind="share_transfer")["label"]
    assert "no price stated" not in edge()["label"]


@pytest.mark.parametrize(
    ("changes", "line", "tag"),
    [
        ({}, "solid", None),
        ({"ended": True, "end": "2024-02-11"}, "dashed", "[ended]"),
        ({"standing": "alleged"}, "dotted", "[alleged]"),
        ({"standing": "denied", "ended": True}, "dotted", "[denied · ended]"),
        ({"standing": "found_by_court"}, "solid", None),
        ({"inferred": True}, "solid", "[inferred]"),
    ],
)
def test_doubt_and_end_show_in_line_and_words(changes: dict[str, Any], line: str, tag: str | None) -> None:
    drawn = edge(**changes)
    assert drawn["line"] == line
    assert [part for part in drawn["label"] if part.startswith("[")] == ([tag] if tag else [])
    assert all(word in drawn["say"] for word in (tag or "").strip("[]").split(" · "))


def test_periods() -> None:
    assert edge(end="2024-02-11")["label"][-1] == "2018-03-02 to 2024-02-11"
    assert edge(start=None, end="2024-02")["label"][-1] == "until 2024-02"
    assert edge(kind="payment", price="5", currency="CNY")["label"][-1] == "2018-03-02"
    assert edge(start=None)["label"] == ["70%"]


@pytest.mark.parametrize(
    ("party", "shape"),
    [
        ({"kind": "person"}, "person"),
        ({"kind": "company"}, "company"),
        ({"kind": "company", "jurisdiction": "cn"}, "company"),
        ({"kind": "company", "jurisdiction": "VG"}, "foreign"),
        ({"kind": "person", "jurisdiction": "SG"}, "foreign"),
        ({"kind": "unknown"}, "unknown"),
        ({"kind": None}, "unknown"),
        ({"kind": "real_estate"}, "building"),
        ({"kind": "vehicle"}, "asset"),
    ],
)
def test_a_party_has_the_shape_of_its_kind(party: dict[str, Any], shape: str) -> None:
    assert node(**party)["shape"] == shape


def test_the_debtor_is_marked_in_words_too() -> None:
    drawn = drawing({"nodes": PARTIES, "edges": []}, debtors={"c"})["nodes"]
    assert [(one["debtor"], one["note"]) for one in drawn] == [(False, ""), (True, "债务人")]
    assert drawn[1]["say"] == "海州宏远，公司，债务人"


def test_an_edge_to_a_party_that_is_not_listed_is_not_lost() -> None:
    drawn = drawing({"nodes": PARTIES, "edges": [{**STAKE, "to": "missing"}]})
    assert [(one["id"], one["shape"]) for one in drawn["nodes"]][-1] == ("missing", "unknown")
    assert len(drawn["edges"]) == 1


def test_equal_chains_have_an_equal_mark() -> None:
    chain = {"nodes": PARTIES, "edges": [STAKE]}
    assert drawing(chain)["mark"] == drawing(dict(chain))["mark"]
    assert drawing(chain)["mark"] != drawing({"nodes": PARTIES, "edges": []})["mark"]


OPENED = {
    "nodes": [{"id": "x", "name": "X", "kind": "company"}, {"id": "p|owned", "kind": "group", "group": "owned", "left": 12}],
    "edges": [
        {**STAKE, "id": "x:p>x", "to": "x", "near": "p", "side": "below", "more": 3, "also": ["payment"]},
        {"id": "g:p>p|owned", "kind": "group", "from": "p", "to": "p|owned", "near": "p", "side": "below"},
        {**STAKE, "id": "lost", "to": "nobody"},
    ],
}  # fmt: skip


def test_what_is_opened_leaves_the_mark_so_that_nothing_is_laid_out_anew() -> None:
    chain = {"nodes": PARTIES, "edges": [STAKE]}
    opened = drawing(chain, language="en", extra=OPENED, unseen={"p": 4})
    assert opened["mark"] == drawing(chain)["mark"] and opened["unseen"] == {"p": 4}
    beside = opened["extra"]
    assert [(n["name"], n["shape"]) for n in beside["nodes"]] == [("X", "company"), ("+12 other holdings", "group")]
    assert [e["index"] for e in beside["edges"]] == ["x:p>x", "g:p>p|owned"], "an edge to nobody is not drawn"
    assert "3 more rows (payment)" in beside["edges"][0]["label"][-1] and beside["edges"][0]["side"] == "below"


def test_a_party_that_is_gone_or_listed_as_dishonest_says_so() -> None:
    marks = {"c": frozenset({"dissolved", "dishonest"})}
    drawn = drawing({"nodes": PARTIES, "edges": []}, language="en", marks=marks)["nodes"][1]
    assert drawn["faded"] and drawn["note"] == "dishonest debtor · deregistered" and "deregistered" in drawn["say"]


def test_a_hub_is_called_one() -> None:
    drawn = drawing({"nodes": PARTIES, "edges": []}, language="en", unseen={"c": 1001, "p": 3})["nodes"]
    assert [n["note"] for n in drawn] == ["", "hub"]


def test_a_row_of_the_table_says_what_the_line_says() -> None:
    cells = edge(kind="payment", price="5", currency="CNY", standing="alleged")["cells"]
    assert cells == {"relation": "payment", "share": "70%", "price": "CNY 5", "date": "2018-03-02", "state": "alleged"}
    assert edge(kind="payment")["event"] and not edge()["event"] and edge()["weight"] == 0.7
    assert edge(share="1/4..1/2")["label"][0] == "25%–50%"


def page() -> None:
    import streamlit as st  # noqa: PLC0415 — the body of this function is the page under test

    from screens.chain_chart import Selection, chain_chart  # noqa: PLC0415
    from screens.chart_picture import drawing  # noqa: PLC0415

    parties = [{"id": "p", "name": "周杰", "kind": "person"}, {"id": "c", "name": "海州宏远", "kind": "company"}]
    stakes = [{"kind": "ownership", "from": "p", "to": "c", "share": "7/10"}]
    wanted = st.selectbox("wanted", [None, "c", "nobody"])
    more = st.checkbox("another chain")
    picked = chain_chart(
        drawing({"nodes": parties, "edges": stakes * (2 if more else 1)}),
        key="lead",
        selected=Selection("node", wanted) if wanted else None,
    )
    st.markdown(f"picked {picked.id if picked else None}")


@pytest.fixture
def app() -> AppTest:
    return AppTest.from_function(page, default_timeout=60).run()


def said(app: AppTest) -> str:
    assert not app.exception
    return str(app.markdown[0].value)


def test_nothing_is_picked_at_first(app: AppTest) -> None:
    assert said(app) == "picked None"


def test_the_caller_may_pick_what_is_in_the_chain(app: AppTest) -> None:
    assert said(app.selectbox[0].select("c").run()) == "picked c"
    assert said(app.selectbox[0].select("nobody").run()) == "picked None"


def picks(app: AppTest, change: Callable[[dict[str, Any]], dict[str, Any]]) -> AppTest:
    app.session_state["lead.picked"] = change(app.session_state["lead.picked"])
    return app.run()


def test_the_readers_pick_stays_until_the_caller_wants_another(app: AppTest) -> None:
    app.selectbox[0].select("c").run()
    assert said(picks(app, lambda held: {**held, "picked": None})) == "picked None"
    assert said(app.run()) == "picked None"


def test_a_pick_does_not_outlive_its_chain(app: AppTest) -> None:
    app.selectbox[0].select("c").run()
    picks(app, lambda held: {**held, "picked": None})
    assert said(app.checkbox[0].check().run()) == "picked c"


def test_the_bundle_is_small_licensed_and_sends_nothing() -> None:
    chart = ROOT / "static" / "chart"
    bundle = (chart / "chart.mjs").read_text("utf-8")
    assert len(bundle.encode()) < 700 * 1024
    assert "fetch(" not in bundle and "XMLHttpRequest" not in bundle and "sendBeacon" not in bundle
    assert {part for part in bundle.split('"') if part.startswith("http")} <= {"http://www.w3.org/2000/svg"}
    assert (chart / "LICENSES.txt").read_text("utf-8").count("Permission is hereby granted") == 5


def test_the_settings_keep_the_app_on_this_machine() -> None:
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
    assert settings["server"]["address"] == "127.0.0.1"
    assert settings["server"]["enableStaticServing"] is True
    assert settings["browser"]["gatherUsageStats"] is False
