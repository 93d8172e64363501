"""A page with the chart alone, and the chains it draws."""

from __future__ import annotations

from typing import Any

SCRIPTED = "<script>window.stung = 1</script> \"Smith\" & 'Søns' 🏗 Ltd"

NODES: list[dict[str, Any]] = [
    {"id": "p1", "name": "周杰", "kind": "person"},
    {"id": "p2", "name": "吴婷", "kind": "person"},
    {"id": "f", "name": SCRIPTED, "kind": "company", "jurisdiction": "VG"},
    {"id": "c1", "name": "盛泰投资控股（集团）有限公司", "kind": "company"},
    {"id": "d", "name": "海州宏远建设工程有限责任公司", "kind": "company", "debtor": True},
    {"id": "c2", "name": "金鼎置业有限公司", "kind": "company"},
    {"id": "c3", "name": "恒昌物业管理合伙企业（有限合伙）", "kind": "partnership"},
    {"id": "u", "name": "未披露股东", "kind": "unknown"},
    {"id": "a1", "name": "海国用(2013)第0412号 土地使用权", "kind": "real_estate"},
    {"id": "a2", "name": "苏A·88X21", "kind": "vehicle"},
    {"id": "p4", "name": "محمد القحطاني", "kind": "person"},
]
EDGES: list[dict[str, Any]] = [
    {"kind": "ownership", "from": "p1", "to": "c1", "share": "1", "start": "2016-04-01"},
    {"kind": "ownership", "from": "c1", "to": "d", "share": "7/10", "start": "2018-03-02"},
    {"kind": "ownership", "from": "p2", "to": "d", "share": "3/10", "start": "2018-03-02"},
    {
        "kind": "ownership",
        "from": "d",
        "to": "c2",
        "share": "51/100",
        "start": "2019-01",
        "end": "2024-02",
        "ended": True,
    },
    {"kind": "share_transfer", "from": "d", "to": "c3", "share": "51/100", "price": "1.00", "currency": "CNY"}
    | {"thing": "金鼎置业有限公司", "start": "2024-02-11"},
    {"kind": "ownership", "from": "c3", "to": "c2", "share": "51/100", "start": "2024-02-11"},
    {"kind": "ownership", "from": "f", "to": "c2", "share": "1/3", "start": "2020"},
    {"kind": "ownership", "from": "u", "to": "c3", "start": "2023-12"},
    {"kind": "relation", "from": "p1", "to": "p2", "thing": "配偶", "inferred": True},
    {"kind": "role", "from": "p2", "to": "c3", "thing": "执行事务合伙人", "start": "2023-12-20"},
    {"kind": "ownership", "from": "c2", "to": "a1"},
    {"kind": "payment", "from": "c2", "to": "p4", "price": "8000000.50", "currency": "CNY", "start": "2024-03-01"}
    | {"standing": "alleged"},
    {"kind": "asset_transfer", "from": "d", "to": "p4", "thing": "车辆", "price": "35000", "currency": "CNY"},
    {"kind": "ownership", "from": "p4", "to": "a2", "share": "1"},
    {"kind": "payment", "from": "d", "to": "d", "price": "5", "currency": "CNY"},
]

CIRCLE: list[dict[str, Any]] = [
    {"kind": "ownership", "from": "c1", "to": "d", "share": "1/2"},
    {"kind": "ownership", "from": "d", "to": "c1", "share": "3/5"},
    {"kind": "payment", "from": "c1", "to": "d", "price": "100", "currency": "CNY", "start": "2024-01-01"},
    {"kind": "payment", "from": "c1", "to": "d", "price": "200", "currency": "CNY", "start": "2024-01-02"},
    {"kind": "payment", "from": "d", "to": "c1", "price": "300", "currency": "CNY", "start": "2024-02-02"},
    {"kind": "role", "from": "c2", "to": "d", "thing": "董事"},
    {"kind": "relation", "from": "c2", "to": "c1", "thing": "同地址", "inferred": True},
]


def forty() -> dict[str, Any]:
    """Forty parties in layers, as a large lead has them: holders, companies held through companies, and payments."""
    kinds = ("company", "company", "person", "company")
    nodes: list[dict[str, Any]] = [
        {"id": f"n{i}", "name": f"江临市第{i}建筑材料有限公司", "kind": kinds[i % 4]} for i in range(40)
    ]
    edges: list[dict[str, Any]] = [
        {"kind": "ownership", "from": f"n{(i - 1) // 3}", "to": f"n{i}", "share": f"{i}/50", "start": "2019-04-01"}
        for i in range(1, 40)
    ]
    edges += [
        {
            "kind": "payment",
            "from": f"n{i}",
            "to": f"n{i + 9}",
            "price": "1250000",
            "currency": "CNY",
            "start": "2022-05-06",
        }
        for i in (2, 5, 7)
    ]
    nodes[0]["debtor"] = True
    return {"nodes": nodes, "edges": edges}


PAGE = """
import json, sys
from pathlib import Path
sys.path.insert(0, {root!r})
import streamlit as st
from screens.chain_chart import Deeds, Looked, Selection, chain_chart
from screens.chart_picture import drawing
st.set_page_config(layout="wide")
chain = json.loads(Path(__file__).with_name("chains.json").read_text("utf-8"))[st.query_params.get("chain", "whole")]
st.session_state.runs = st.session_state.get("runs", 0) + 1
wanted = Selection("node", "c2") if st.button("pick c2") else st.session_state.get("wanted")
st.session_state.wanted = wanted
looked = st.session_state.get("looked", Looked())
def keep(view): st.session_state.looked = Looked(view.open, view.hidden, view.off, st.session_state.get("day", ""))
def on(day): st.session_state.day = day
def ask(what, party): st.session_state.asked = (what, party)
# a party opened gives twenty others below and above it, and one box for the rest
extra = {{"nodes": [], "edges": []}}
for party in dict.fromkeys(looked.open):
    if "|" in party:
        continue
    for i in range(20):
        extra["nodes"].append({{"id": f"{{party}}-{{i}}", "name": f"江临市第{{i}}建材贸易有限公司", "kind": "company"}})
        ends = (f"{{party}}-{{i}}", party) if i % 4 == 0 else (party, f"{{party}}-{{i}}")
        extra["edges"].append({{"id": f"x:{{party}}-{{i}}", "kind": "ownership", "from": ends[0], "to": ends[1], "share": "1/20",
            "start": "2020-03-01", "near": party, "side": "above" if i % 4 == 0 else "below"}})
    extra["nodes"].append({{"id": f"{{party}}|owned", "kind": "group", "group": "owned", "left": 49980}})
    extra["edges"].append({{"id": f"g:{{party}}", "kind": "group", "from": party, "to": f"{{party}}|owned", "near": party, "side": "below"}})
picture = drawing(chain, extra=extra, unseen={{"d": 50000, "c2": 3}})
picked = chain_chart(picture, key="lead", selected=wanted, looked=looked, deeds=Deeds(keep, on, ask), height=700)
st.text(f"runs={{st.session_state.runs}}; picked={{picked}};")
st.text(f"looked={{looked.open}} {{looked.hidden}} {{looked.off}} day={{st.session_state.get('day')}} asked={{st.session_state.get('asked')}};")
"""
