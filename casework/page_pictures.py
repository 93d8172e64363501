"""Pages of a PDF as pictures, from the very bytes that leave."""

from __future__ import annotations

import io
import threading
from collections.abc import Sequence

import pypdfium2  # type: ignore[import-untyped]

SCALE = 1.5
"""Pixels a point: an A4 page is 893 wide."""
_ONE_AT_A_TIME = threading.Lock()
"""PDFium knows no threads; the app serves each session in one."""


def page_count(content: bytes) -> int:
    with _ONE_AT_A_TIME:
        book = pypdfium2.PdfDocument(content)
        try:
            return len(book)
        finally:
            book.close()


def page_pictures(content: bytes, pages: Sequence[int], scale: float = SCALE) -> list[bytes]:
    """These pages, counted from 0, as PNG."""
    with _ONE_AT_A_TIME:
        book = pypdfium2.PdfDocument(content)
        try:
            return [_png(book[n], scale) for n in pages]
        finally:
            book.close()


def _png(page: pypdfium2.PdfPage, scale: float) -> bytes:
    target = io.BytesIO()
    page.render(scale=scale).to_pil().save(target, "PNG")
    page.close()
    return target.getvalue()
