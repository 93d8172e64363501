"""What the debtor holds today, before any scheme."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from reports.wording import Language, money_range, term
from screens import state
from screens.evidence import cited
from screens.lead_parts import bullets
from screens.state import t
from screens.text import each, fill, folded, joined
from screens.words import of

Record = Mapping[str, Any]


def plain_sight(document: Record) -> None:
    """Cards above the leads: what, how much, what lies on it, who can freeze it."""
    tongue = state.language()
    assets = [a for a in document["assets"] if a["in_plain_sight"]]
    cover = next((i for i in document["indicators"] if i["id"] == "claim-cover"), None)
    body = joined(_card(asset, tongue) for asset in assets)
    # that nothing was found is another thing than that the data cannot say: then the indicator's own words stand alone
    silent = cover is not None and cover["value"] is None
    none = "" if silent else fill('<p class="faint">{none}</p>', none=t("no_assets"))
    reading = of(cover["reading"], tongue) if cover else ""
    made = '<h2>{head} ({n})</h2><p class="faint">{reading}</p><div class="cards">{body}</div>'
    state.put(fill(made, head=t("plain_sight"), n=len(assets), reading=reading, body=body or none))


def _card(asset: Record, language: Language) -> Markup:
    value = asset.get("value")
    worth = fill('<span class="sum">{sum}</span> <span class="faint">{basis}</span>', sum=money_range(value, None, language), basis=of(value["basis"], language)) if value else fill('<span class="faint">{none}</span>', none=t("no_value"))  # fmt: skip
    live = [b for b in asset["encumbrances"] if b["status"] not in ("released", "lapsed")]
    chip = fill('<span class="chip red">{n}</span>', n=f"{t('burdens')} {len(live)}") if live else ""
    return fill(
        '<section class="card"><h3>{what}</h3><p><span class="chip">{kind}</span> {chip} {worth}</p>'
        '<p class="faint">{route}</p>{more}</section>',
        what=of(asset["what"], language), kind=term("asset", asset["kind"], language), chip=chip, worth=worth,
        route=of(asset["route_text"], language), more=folded(t("how_to_reach"), _more(asset, language)),
    )  # fmt: skip


def _more(asset: Record, language: Language) -> Markup:
    rows = [of(burden["reading"], language) for burden in asset["encumbrances"]]
    warnings = each('<p class="reject">{row}</p>', [of(warning, language) for warning in asset["warnings"]])
    return fill(
        "<p>{action}</p><p class='faint'>{office}</p>{rows}{warnings}{cited}",
        action=of(asset["action"], language), office=f"{t('office')}: {of(asset['office'], language)}",
        rows=bullets(rows), warnings=warnings, cited=cited(asset["evidence"], language),
    )  # fmt: skip
