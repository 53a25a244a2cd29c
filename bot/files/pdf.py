"""Looks into PDF files: they open, carry no script, start nothing and hide no other file."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from bot.claims.evidence import Finding
from bot.files.verdict import Bad, unreadable, unsafe

MOST_OBJECTS = 200_000
MOST_PAGES_READ = 60
_DEEPEST = 60
#: Fewer letters than this on all pages are a stamp on a scan, not a text.
_LEAST_TEXT = 20
_DANGEROUS_KEYS = {
    "/JS": Finding.JAVASCRIPT,
    "/JavaScript": Finding.JAVASCRIPT,
    "/EF": Finding.EMBEDDED_FILE,
}
_DANGEROUS_VALUES = {
    "/JavaScript": Finding.JAVASCRIPT,
    "/Launch": Finding.LAUNCHES,
    "/ImportData": Finding.LAUNCHES,
    "/GoToE": Finding.EMBEDDED_FILE,
    "/EmbeddedFile": Finding.EMBEDDED_FILE,
    "/RichMedia": Finding.JAVASCRIPT,
}
_BROKEN = (PyPdfError, ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError)

logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def check(path: Path) -> None:
    """Raise `Bad` unless the file is a readable PDF with nothing active in it."""
    try:
        reader = PdfReader(path)
        if reader.is_encrypted:
            raise unreadable(Finding.PASSWORD)
        if not len(reader.pages):
            raise unreadable(Finding.DAMAGED)
        for found in _objects(reader):
            _check_object(found)
    except Bad:
        raise
    except (*_BROKEN, OSError):
        raise unreadable(Finding.DAMAGED) from None


def _objects(reader: PdfReader) -> Iterator[Any]:
    """Give every object of the file, also those in object streams and those nothing points to."""
    numbers = {
        (number, generation)
        for generation, rows in reader.xref.items()
        for number in rows
        if not reader.xref_free_entry.get(generation, {}).get(number)
    }
    numbers |= {(number, 0) for number in reader.xref_objStm}
    if len(numbers) > MOST_OBJECTS:
        raise unreadable(Finding.TOO_COMPLEX)
    yield reader.trailer
    for number, generation in sorted(numbers):
        yield reader.get_object(IndirectObject(number, generation, reader))


def _check_object(found: Any, depth: int = 0) -> None:
    """Look at one object and what is written inside it; references are visited on their own."""
    if depth > _DEEPEST:
        raise unreadable(Finding.TOO_COMPLEX)
    if isinstance(found, DictionaryObject):
        _check_dictionary(found)
        inner = [found.raw_get(key) for key in found]
    else:
        inner = list(found) if isinstance(found, ArrayObject) else []
    for part in inner:
        if isinstance(part, DictionaryObject | ArrayObject):
            _check_object(part, depth + 1)


def _check_dictionary(found: DictionaryObject) -> None:
    for key, finding in _DANGEROUS_KEYS.items():
        if key in found:
            raise unsafe(finding)
    for key in ("/S", "/Type", "/Subtype"):
        danger = _DANGEROUS_VALUES.get(str(found[key])) if key in found else None
        if danger:
            raise unsafe(danger)
    if "/XFA" in found:
        _check_form(found["/XFA"])


def _check_form(form: Any) -> None:
    """An XML form may carry scripts of its own, outside the PDF's actions."""
    parts = form if isinstance(form, ArrayObject) else [form]
    for part in parts:
        stream = part.get_object() if part is not None else None
        if isinstance(stream, StreamObject) and b"<script" in stream.get_data().lower():
            raise unsafe(Finding.JAVASCRIPT)


def text(path: Path, most: int, seconds: float) -> str | None:
    """Give up to `most` characters of the first pages' text; None where there is next to none."""
    stop = time.monotonic() + seconds
    pieces: list[str] = []
    for page in PdfReader(path).pages[:MOST_PAGES_READ]:
        if time.monotonic() > stop or sum(map(len, pieces)) > most:
            break
        pieces.append(_page_text(page))
    whole = "\n".join(pieces)[:most]
    return whole if sum(map(str.isalnum, whole)) >= _LEAST_TEXT else None


def _page_text(page: Any) -> str:
    try:
        return str(page.extract_text())
    except _BROKEN:
        return ""
