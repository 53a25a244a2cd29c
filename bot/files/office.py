"""Looks into Word, Excel and PowerPoint files: no macros or programs, nothing fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from bot.claims.evidence import Finding
from bot.files import package
from bot.files.package import Package, local
from bot.files.sniff import OFFICE, OLE, ZIP
from bot.files.verdict import unsafe, wrong_content

_TYPES = "[content_types].xml"
_MAIN = {
    "wordprocessingml.document.main+xml": "docx",
    "spreadsheetml.sheet.main+xml": "xlsx",
    "presentationml.presentation.main+xml": "pptx",
}
_MACRO_TYPES = ("macroenabled", "vbaproject", "activex", "macrosheet", "vbadata")
_MACRO_NAMES = re.compile(r"vbaproject|vbadata|/activex/|/macrosheets/|wordvba")
_PROGRAM_NAMES = re.compile(
    r"\.(exe|dll|scr|com|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|lnk|msi|jar|iso|chm)$"
)
_PROGRAM_STARTS = (b"MZ", b"\x7fELF", b"#!/")
#: What turns an embedded OLE object into something that runs: a packaged file, a program,
#: a macro project, or the old equation editor's class (CVE-2017-11882).
_OLE_DANGERS = (
    "Ole10Native".encode("utf-16-le"),
    "_VBA_PROJECT".encode("utf-16-le"),
    b"This program cannot be run in DOS mode",
    bytes.fromhex("02ce020000000000c000000000000046"),
)
_FETCHING_FIELDS = re.compile(
    r"^\W*(DDE(AUTO)?\b|(INCLUDEPICTURE|INCLUDETEXT|IMPORT|LINK)\b.*(HTTPS?:|FTP:|\\\\))",
    re.MULTILINE | re.IGNORECASE,
)
_LOCAL_DRIVE = re.compile(r"(file:///)?[a-z]:[\\/]", re.IGNORECASE)
_FIELD_PARTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\d*\.xml")
_TEXT_PARTS = re.compile(
    r"word/(document|header\d*|footer\d*|footnotes|endnotes|comments)\d*\.xml"
    r"|xl/(sharedstrings|workbook|worksheets/sheet\d+|drawings/drawing\d+)\.xml"
    r"|ppt/(slides/slide|notesslides/notesslide)\d+\.xml"
    r"|(word|xl|ppt)/charts/chart\d+\.xml|(word|ppt)/diagrams/data\d+\.xml"
)
_BREAKS = {"p": "\n", "si": "\n", "is": "\n", "br": "\n", "cr": "\n", "tab": "\t"}


def check(path: Path, kind: str) -> None:
    """Raise `Bad` unless the file is a harmless Office file of this kind."""
    with package.opened(path) as parts:
        _check_kind(parts, kind)
        _check_names(parts)
        _check_links(parts)
        _check_contents(parts)
        _check_fields(parts)
        parts.check_whole()


def _check_kind(parts: Package, kind: str) -> None:
    if _TYPES not in parts.names:
        raise wrong_content()
    types = [str(row.get("ContentType", "")).lower() for row in parts.parse(_TYPES)]
    if any(macro in declared for declared in types for macro in _MACRO_TYPES):
        raise unsafe(Finding.MACROS)
    mains = {_MAIN[end] for declared in types for end in _MAIN if declared.endswith(end)}
    if mains != {kind}:
        raise wrong_content()


def _check_names(parts: Package) -> None:
    for name in parts.names:
        if _MACRO_NAMES.search(name):
            raise unsafe(Finding.MACROS)
        if _PROGRAM_NAMES.search(name):
            raise unsafe(Finding.EMBEDDED_PROGRAM)
        if name == "xl/connections.xml":
            raise unsafe(Finding.EXTERNAL_LINK)


def _check_links(parts: Package) -> None:
    """Only links to press may lead outside; anything else is fetched when the file is opened."""
    for name in parts.names:
        if not name.endswith(".rels"):
            continue
        for link in parts.parse(name):
            relation = link.get("Type", "").rpartition("/")[2].lower()
            if relation == "vbaproject":
                raise unsafe(Finding.MACROS)
            outside = link.get("TargetMode", "").lower() == "external"
            if outside and not _may_lead_outside(relation, link.get("Target", "")):
                raise unsafe(Finding.EXTERNAL_LINK)


def _may_lead_outside(relation: str, target: str) -> bool:
    """Word notes the template a letter was made from; on a local drive that fetches nothing."""
    own_template = relation == "attachedtemplate" and _LOCAL_DRIVE.match(target)
    return relation == "hyperlink" or bool(own_template)


def _check_contents(parts: Package) -> None:
    for name in parts.names:
        start = parts.starts(name)
        if start.startswith(_PROGRAM_STARTS):
            raise unsafe(Finding.EMBEDDED_PROGRAM)
        if start.startswith(OLE):
            _check_ole(parts.read(name))
        if start.startswith(ZIP):
            _check_embedded(parts, name)
        if name.endswith((".xml", ".rels")) and b"<!DOCTYPE" in start:
            raise unsafe(Finding.EXTERNAL_LINK)


def _check_ole(content: bytes) -> None:
    if any(danger in content for danger in _OLE_DANGERS):
        raise unsafe(Finding.EMBEDDED_PROGRAM)


def _check_embedded(parts: Package, name: str) -> None:
    """A chart keeps its numbers in a workbook of its own; it must be as plain as its host."""
    kind = name.rpartition(".")[2]
    if "/embeddings/" not in name or kind not in OFFICE:
        raise unsafe(Finding.EMBEDDED_FILE)
    with package.opened(parts.read(name)) as inner:
        _check_kind(inner, kind)
        _check_names(inner)


def _check_fields(parts: Package) -> None:
    for name in parts.names:
        if not _FIELD_PARTS.fullmatch(name):
            continue
        code = "".join(_field_code(parts, name))
        if _FETCHING_FIELDS.search(code):
            raise unsafe(Finding.EXTERNAL_LINK)


def _field_code(parts: Package, name: str) -> Iterator[str]:
    for tag, element in parts.elements(name):
        if tag == "instrText":
            yield element.text or ""
        elif tag == "fldSimple":
            yield next((value for key, value in element.items() if local(key) == "instr"), "")
        elif tag in {"p", "fldChar"}:
            yield "\n"


def text(path: Path, most: int) -> str | None:
    """Give up to `most` characters of what a reader sees, part by part."""
    pieces: list[str] = []
    with package.opened(path) as parts:
        for name in sorted(parts.names, key=_reading_order):
            if _TEXT_PARTS.fullmatch(name) and sum(map(len, pieces)) < most:
                pieces.extend(_words(parts, name, most))
    whole = "".join(pieces)[:most]
    return whole if whole.strip() else None


def _reading_order(name: str) -> tuple[bool, int, str]:
    number = re.search(r"(\d+)\.xml$", name)
    return name != "word/document.xml", int(number[1]) if number else 0, name


def _words(parts: Package, name: str, most: int) -> Iterator[str]:
    given = 0
    for tag, element in parts.elements(name):
        piece = element.get("name", "") + "\n" if tag == "sheet" else _BREAKS.get(tag, "")
        if tag in {"t", "v"} and (tag == "t" or "charts" in name):
            piece = (element.text or "") + ("\n" if tag == "v" else "")
        yield piece
        given += len(piece)
        if given >= most:
            return
