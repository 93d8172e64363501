"""The certificates of a time stamp in the order DER asks for."""

from __future__ import annotations

from collections.abc import Iterator

_SEQUENCE, _TAGGED_0 = 0x30, 0xA0
_WIDEST = 8


def certificates_in_order(content: bytes) -> bytes:
    """A time-stamp response with its certificates sorted; itself where it is not one, or they are sorted already.

    Many services (OpenSSL's among them) write the SET of certificates leaf first; DER sorts a SET by its bytes (X.690
    §11.6), and a strict reader refuses the rest. They are not under the signature (RFC 5652 §5.1), and stay as long as they were.
    """
    try:
        place = _certificates(content)
        if place is None:
            return content
        first, last = place
        parts = [content[a:b] for a, _, b in _items(content, first, last)]
    except (IndexError, ValueError):
        return content
    return content[:first] + b"".join(sorted(parts)) + content[last:]


def _certificates(content: bytes) -> tuple[int, int] | None:
    """Where the certificates stand: TimeStampResp → token → [0] → SignedData → [0] (RFC 3161 §2.4.2, RFC 5652 §5.1)."""
    ((_, start, end),) = _items(content, 0, len(content))
    for tag, nth in ((_SEQUENCE, 1), (_TAGGED_0, 0), (_SEQUENCE, 0), (_TAGGED_0, 0)):
        found = [item for item in _items(content, start, end) if content[item[0]] == tag]
        if len(found) <= nth:
            return None
        _, start, end = found[nth]
    return start, end


def _items(content: bytes, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """The items between two places: where each begins, where its content begins, and where it ends."""
    while start < end:
        size, body = content[start + 1], start + 2
        if size >= 0x80:
            width = size & 0x7F
            if not 1 <= width <= _WIDEST:
                raise ValueError("length")
            size, body = int.from_bytes(content[body : body + width], "big"), body + width
        if body + size > end:
            raise ValueError("too long")
        yield start, body, body + size
        start = body + size
