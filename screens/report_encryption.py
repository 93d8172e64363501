"""How the dialog's copy is encrypted: a passphrase twice, or keys."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from casework.encryption import LEAST, Encryption, Kind, to_keys, with_passphrase
from screens import state
from screens.state import t
from screens.text import fill

Asked = Encryption | Literal["unfinished"] | None
_KINDS: tuple[Kind, ...] = ("zip", "pdf", "age", "keys")


def asked() -> Asked:
    """None: not at all; "unfinished" while the passphrase or the keys are not there yet, with the reason on the page."""
    titles = {one: t(f"encrypt_{one}") for one in ("none", *_KINDS)}
    chosen = st.segmented_control(
        t("report_encrypt"), list(titles), format_func=titles.__getitem__, default="none",
        required=True, key="report-encrypt", wrap=True,
    )  # fmt: skip
    kind = next((one for one in _KINDS if one == chosen), None)
    if kind is None:
        return None
    state.put(fill('<p class="faint">{said}</p>', said=t(f"about_{kind}")))
    return _to_keys() if kind == "keys" else _passphrase(kind)


def _passphrase(kind: Kind) -> Asked:
    with st.container(horizontal=True):
        first = st.text_input(t("passphrase"), type="password", key="report-pass", autocomplete="new-password")
        second = st.text_input(t("passphrase_again"), type="password", key="report-pass-2", autocomplete="new-password")
    if not first or not second:
        state.note(t("passphrase_first"))
        return "unfinished"
    if first != second:
        state.fault(t("passphrase_differs"))
        return "unfinished"
    if len(first) < LEAST:
        state.fault(t("passphrase"))
        return "unfinished"
    return with_passphrase(kind, first)


def _to_keys() -> Asked:
    given = st.text_area(t("age_keys"), placeholder="age1…", height=90, key="report-keys")
    keys = tuple(given.split())
    if not keys:
        state.note(t("keys_first"))
        return "unfinished"
    return to_keys(keys)
