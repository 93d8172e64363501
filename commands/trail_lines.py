"""What commands say of the trail, and what they hold it against."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from casework.keys import public_key
from casework.stamps import certificates
from casework.trail_state import Witness


def witness_of(
    keys: Sequence[Path] | None, heads: Sequence[Path] | None, roots: Sequence[Path] | None
) -> Witness | None:
    """What was named with --public-key, --head and --root, read; None where nothing was."""
    if not (keys or heads or roots):
        return None
    return Witness(tuple(public_key(path) for path in keys or ()), tuple(heads or ()), certificates(roots or ()))


def state_lines(trail: Mapping[str, Any]) -> Iterator[str]:
    """The state of a trail (`as_value`) for people, its faults left to whoever lists them."""
    if "entries" not in trail:
        return
    yield f"trail: {trail['entries']} entries, last hash {trail['head']}"
    yield f"Merkle root {trail['root']}"
    yield from (line for head in trail["heads"] for line in head_lines(head))
    if not trail["heads"]:
        yield "no head was signed: a trail rewritten as a whole would not show (lookthrough trail sign)"


def head_lines(head: Mapping[str, Any]) -> Iterator[str]:
    by = f" by {head['by']}" if head["by"] else ""
    fits = "agrees" if head["ok"] else head["said"]["en"] if head["said"] else "its time stamp does not fit"
    yield f"head {head['name']}: {head['entries']} entries, signed {head['at']}{by}, key {head['key']}: {fits}"
    for stamp in head["stamps"]:
        checked = "signature checked" if stamp["checked"] else "signature not checked: name the service's --root"
        yield f"  stamped {stamp['at']} by {stamp['service'] or 'an unnamed service'}, serial {stamp['serial']} ({checked})"
