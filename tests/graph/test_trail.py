"""The trail's entries: hashes fixed for ever, instants."""

from __future__ import annotations

import pytest

from graph.errors import LookthroughError
from graph.trail import GENESIS, content, digest, instant, link


def test_hash_is_fixed_for_ever() -> None:
    entry = link(GENESIS, 1, "2024-10-01T08:00:00Z", "clerk", "import", "股东信息.csv", '{"rows":3}')
    assert entry.hash == "ebb64bb6d9953db0563f66795acd605b8993699f0f6f0d9af8807f9b4b81b509"
    assert digest(entry) == entry.hash
    assert content(entry).startswith(b'{"actor":"clerk","at":"2024-10-01T08:00:00Z","detail":')


@pytest.mark.parametrize("at", ["2024-10-01T08:30:00Z", "2024-10-01T08:30:00.123Z", "2024-02-29T00:00:00Z"])
def test_an_instant_ends_in_z(at: str) -> None:
    assert instant(at) == at


@pytest.mark.parametrize(
    "at", ["2024-10-01T08:30:00", "2024-10-01T08:30:00+08:00", "2024-10-01", "2023-02-29T00:00:00Z", "now", ""]
)
def test_any_other_time_is_refused(at: str) -> None:
    with pytest.raises(LookthroughError):
        link(GENESIS, 1, at, "clerk", "import", "x", "{}")


def test_half_a_surrogate_can_be_hashed() -> None:
    assert len(link(GENESIS, 1, "2024-10-01T08:30:00Z", "clerk", "import", "\udcc3.csv", "{}").hash) == 64
