"""Every byte of a printed file that could hide a text: raw, unzipped, inflated."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator

import pikepdf
import pypdfium2  # type: ignore[import-untyped]

_ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")


def parts(content: bytes) -> Iterator[tuple[str, bytes]]:
    """The file itself and all that is packed in it, to any depth: members of zips, and objects and pages of a PDF."""
    yield "raw", content
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as box:
            yield "comment", box.comment
            for entry in box.infolist():
                yield f"{entry.filename} (entry)", entry.filename.encode() + entry.extra + entry.comment
                yield from ((f"{entry.filename}: {name}", part) for name, part in parts(box.read(entry)))
    elif content.startswith(b"%PDF"):
        yield from _of_pdf(content)


def _of_pdf(content: bytes) -> Iterator[tuple[str, bytes]]:
    with pikepdf.open(io.BytesIO(content)) as book:
        yield "info", str(dict(book.docinfo)).encode()
        for number, thing in enumerate(book.objects):
            if isinstance(thing, pikepdf.Stream):
                yield f"stream {number}", thing.read_bytes() if _readable(thing) else thing.read_raw_bytes()
            else:
                yield f"object {number}", repr(thing).encode() + _text_of(thing)
    pages = pypdfium2.PdfDocument(content)
    for number, page in enumerate(pages, 1):
        yield f"page {number}", page.get_textpage().get_text_range().encode("utf-8", "replace")
    pages.close()


def _text_of(thing: object) -> bytes:
    """What stands in the object itself: one that it only points to is read in its own turn, and may point back."""
    if isinstance(thing, pikepdf.String):
        return str(thing).encode()
    within: list[object] = []
    if isinstance(thing, pikepdf.Dictionary):
        within = list(thing.values())
    elif isinstance(thing, pikepdf.Array):
        within = list(thing)
    return b"\n".join(_text_of(each) for each in within if not getattr(each, "is_indirect", False))


def _readable(stream: object) -> bool:
    try:
        stream.read_bytes()  # type: ignore[attr-defined]
    except pikepdf.PdfError:
        return False
    return True


def found(secret: str, content: bytes) -> list[str]:
    """Where a text stands in a file, in any of the encodings a format may write it in."""
    return [where for where, _ in found_any([secret], content)]


def found_any(secrets: Iterable[str], content: bytes) -> list[tuple[str, str]]:
    """As `found`, for many texts in one walk through the file: where, and which."""
    wanted = {secret: _forms(secret) for secret in secrets}
    return [
        (where, secret)
        for where, part in parts(content)
        for secret, forms in wanted.items()
        if any(form in part for form in forms)
    ]


def _forms(secret: str) -> set[bytes]:
    return {secret.encode(encoding) for encoding in _ENCODINGS} | {_entities(secret), _escaped(secret)}


def _entities(text: str) -> bytes:
    return "".join(f"&#{ord(sign)};" for sign in text).encode()


def _escaped(text: str) -> bytes:
    return text.encode("ascii", "backslashreplace")
