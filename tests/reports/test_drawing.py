"""The chain's picture: nothing hidden, nothing overlapping, same bytes."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.chain_text import LABEL_LINE, LABEL_SIZE, measure, wrapped
from reports.drawing import draw
from reports.layers import forward, longest_path
from reports.layout import Line, Plan, plan

SVG = "{http://www.w3.org/2000/svg}"
KINDS = ("ownership", "role", "share_transfer", "payment", "relation", "asset_transfer")


def node(n: int, kind: str = "company") -> dict[str, Any]:
    return {"id": f"n{n}", "name": f"海州第{n}号实业发展有限公司" if kind == "company" else f"王{n}", "kind": kind}


def edge(kind: str, a: int, b: int, **more: Any) -> dict[str, Any]:
    return {
        "kind": kind, "from": f"n{a}", "to": f"n{b}", "share": None, "price": None, "start": None, "end": None,
        "standing": "recorded", "ended": False, "inferred": False, "statements": [], **more,
    }  # fmt: skip


def chain(count: int, *edges: dict[str, Any]) -> dict[str, Any]:
    return {"nodes": [node(n) for n in range(count)], "edges": list(edges)}


def texts(svg: str) -> str:
    return " ".join("".join(each.itertext()) for each in ET.fromstring(svg).iter(f"{SVG}text"))


@st.composite
def chains(draw_one: st.DrawFn) -> dict[str, Any]:
    count = draw_one(st.integers(1, 14))
    ends = st.tuples(st.sampled_from(KINDS), st.integers(0, count - 1), st.integers(0, count - 1))
    picked = draw_one(st.lists(ends, max_size=22))
    return chain(
        count,
        *(
            edge(kind, a, b, share="1/3", price="700000.00", currency="CNY", start="2023-06-12")
            for kind, a, b in picked
        ),
    )


def _label_box(line: Line) -> tuple[float, float, float, float]:
    wide = max(measure(text, LABEL_SIZE) for text in line.label)
    high = len(line.label) * LABEL_LINE
    return line.at[0] - wide / 2, line.at[1] - high / 2, line.at[0] + wide / 2, line.at[1] + high / 2


def _overlap(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[0] < b[2] - 0.5 and b[0] < a[2] - 0.5 and a[1] < b[3] - 0.5 and b[1] < a[3] - 0.5


def _boxes(found: Plan) -> list[tuple[float, float, float, float]]:
    return [(spot.left, spot.top, spot.right, spot.bottom) for spot in found.boxes.values()]


@settings(max_examples=120, deadline=None)
@given(chains())
def test_no_label_lies_on_a_party_or_on_another_label(made: dict[str, Any]) -> None:
    found = plan(made, "zh", 860, {})
    boxes = _boxes(found)
    labels = [_label_box(line) for line in found.lines if line.way != "loop"]
    assert not [pair for pair in combinations(boxes, 2) if _overlap(*pair)]
    assert not [(a, b) for a in labels for b in boxes if _overlap(a, b)]
    assert not [pair for pair in combinations(labels, 2) if _overlap(*pair)]
    assert all(
        box[0] >= 0 and box[2] <= found.width and box[1] >= 0 and box[3] <= found.height for box in [*boxes, *labels]
    )


def _points(piece: tuple[tuple[float, float], ...]) -> list[tuple[float, float]]:
    if len(piece) == 2:
        return [
            (piece[0][0] + (piece[1][0] - piece[0][0]) * t / 12, piece[0][1] + (piece[1][1] - piece[0][1]) * t / 12)
            for t in range(13)
        ]
    found = []
    for at in range(0, len(piece) - 1, 3):
        a, b, c, d = piece[at : at + 4]
        for t in (n / 12 for n in range(13)):
            weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
            found.append(tuple(sum(w * p[axis] for w, p in zip(weights, (a, b, c, d), strict=True)) for axis in (0, 1)))
    return found  # type: ignore[return-value]


@settings(max_examples=80, deadline=None)
@given(chains())
def test_no_line_runs_through_a_party(made: dict[str, Any]) -> None:
    found = plan(made, "zh", 860, {})
    for line in found.lines:
        if line.way == "loop":
            continue
        for x, y in (point for piece in line.pieces for point in _points(piece)):
            for box in _boxes(found):
                assert not (box[0] + 1 < x < box[2] - 1 and box[1] + 1 < y < box[3] - 1)


@settings(max_examples=40, deadline=None)
@given(chains(), st.sampled_from(["zh", "en"]))
def test_every_party_and_edge_is_drawn_and_the_bytes_are_the_same(made: dict[str, Any], language: Any) -> None:
    svg = draw(made, language=language)
    assert svg == draw(made, language=language)
    root = ET.fromstring(svg)
    groups = [each.get("class", "") for each in root.iter(f"{SVG}g")]
    assert sum(css.startswith("party") for css in groups) == len(made["nodes"])
    drawn = [each for each in list(root)[2].findall(f"{SVG}g") if each.get("class", "").startswith("edge")]
    assert len(drawn) == len(made["edges"])
    squeezed = re.sub(r"\s", "", texts(svg))
    assert all(each["name"] in squeezed for each in made["nodes"])


def test_shares_prices_and_days_stand_on_the_edges() -> None:
    sale = edge(
        "share_transfer", 0, 1, share="7/10", price="700000.00", currency="CNY", start="2023-06-12", thing="丙公司"
    )
    shown = texts(draw(chain(2, sale), language="zh"))
    for part in ("转让股权 70%", "丙公司", "700,000元", "2023-06-12"):
        assert part in shown
    assert "CNY 700,000" in texts(draw(chain(2, sale), language="en"))


def test_an_unknown_price_or_share_is_said_and_nothing_is_not_unknown() -> None:
    assert "价款不详" in texts(draw(chain(2, edge("share_transfer", 0, 1, share="1/2")), language="zh"))
    assert "价款0元" in texts(draw(chain(2, edge("share_transfer", 0, 1, price="0.00", currency="CNY")), language="zh"))
    assert "share unknown" in texts(draw(chain(2, edge("ownership", 0, 1)), language="en"))


@pytest.mark.parametrize(
    ("more", "dashes", "word"),
    [
        ({"ended": True}, "7 5", "ended"),
        ({"standing": "alleged"}, "1.5 4", "alleged"),
        ({"standing": "denied"}, "1.5 4", "denied"),
        ({"inferred": True}, "9 3 2 3", "inferred"),
    ],
)
def test_doubt_is_drawn_and_said(more: dict[str, Any], dashes: str, word: str) -> None:
    svg = draw(chain(2, edge("ownership", 0, 1, share="1/2", **more)), language="en")
    assert f'stroke-dasharray="{dashes}"' in svg
    assert f"[{word}]" in texts(svg)
    plain = draw(chain(2, edge("ownership", 0, 1, share="1/2")), language="en")
    assert "stroke-dasharray" not in plain


def test_colours_and_shapes_follow_the_conventions() -> None:
    made = {"nodes": [node(0, "person"), node(1), node(2, "unknown"), node(3, "trust"), node(4, "asset")],
            "edges": [edge("ownership", 0, 1, share="1/2"), edge("role", 0, 1, label="director"), edge("payment", 1, 0, price="1", currency="CNY")]}  # fmt: skip
    svg = draw(made, language="en", debtors={"n1"})
    assert 'stroke="#652eb1"' in svg
    assert 'stroke="#349aee"' in svg
    for css in ("person", "firm", "unknown", "thing"):
        assert f'class="{css}"' in svg
    assert "director" in texts(svg)
    assert texts(svg).count("debtor") == 1


def test_owners_stand_above_and_a_ring_is_drawn_whole() -> None:
    ring = chain(
        3,
        edge("ownership", 0, 1, share="1/2"),
        edge("ownership", 1, 2, share="1/2"),
        edge("ownership", 2, 0, share="1/2"),
    )
    found = plan(ring, "en", 860, {})
    assert found.boxes["n0"].y < found.boxes["n1"].y < found.boxes["n2"].y
    assert [line.way for line in found.lines] == ["down", "down", "up"]


def test_what_is_beyond_forty_is_counted() -> None:
    star = chain(45, *(edge("ownership", n, 0, share="1/44") for n in range(1, 45)))
    svg = draw(star, language="en")
    assert "5 more parties are not drawn" in svg
    assert svg.count('class="party') == 40


def test_text_of_the_document_is_never_markup() -> None:
    made = {"nodes": [{"id": "a", "name": "<script>alert(1)</script>&\"'", "kind": "company"}], "edges": []}
    svg = draw(made, language="en", debtors={"a"})
    assert "<script" not in svg
    assert ET.fromstring(svg).findtext(f".//{SVG}g/{SVG}title", "").startswith("<script>")
    assert draw({"nodes": [], "edges": []}, language="zh") == ""


@given(st.text(max_size=60), st.sampled_from([60.0, 138.0]))
def test_wrapping_loses_no_letter(text: str, limit: float) -> None:
    lines = wrapped(text, 13, limit)
    kept = re.sub(r"\s", "", "".join(lines))
    clean = re.sub(r"\s", "", "".join(sign for sign in text if sign.isprintable() or sign.isspace()))
    assert kept in (clean, "—") or set(clean) - set(kept) == set() or not clean


def test_rings_are_broken_once_and_layers_are_longest_paths() -> None:
    assert forward(["a", "b"], [("a", "b"), ("b", "a")]) == [("a", "b"), ("a", "b")]
    assert longest_path(["a", "b", "c"], [("a", "b"), ("b", "c"), ("a", "c")]) == {"a": 0, "b": 1, "c": 2}
    assert longest_path(["x", "a", "b", "c"], [("a", "b"), ("b", "c"), ("x", "c")])["x"] == 1
