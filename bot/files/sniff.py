"""Tells a file's kind from its first bytes, because its name is only what somebody typed."""

from __future__ import annotations

from pathlib import Path

from bot.claims.evidence import Finding
from bot.files.verdict import Bad, unreadable, wrong_content

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "png": "image/png",
    "jpg": "image/jpeg",
}
OFFICE = frozenset({"docx", "xlsx", "pptx"})
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
_MAGIC = {b"%PDF-": "pdf", b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg", ZIP: "zip"}
#: Readers of PDF accept this much before the header (ISO 32000-1, annex H.3, note 13).
_PDF_PREFIX = 1024


def sniff(path: Path) -> str:
    """Give "pdf", "png", "jpg", "zip", "ole" or "" for a file's content."""
    with path.open("rb") as file:
        start = file.read(_PDF_PREFIX + 8)
    for magic, kind in _MAGIC.items():
        if start.startswith(magic):
            return kind
    if start.startswith(OLE):
        return "ole"
    return "pdf" if b"%PDF-" in start else ""


def mismatch(path: Path, kind: str, content: str) -> Bad | None:
    """Refuse content that is not what the name's ending (`kind`) says."""
    if content == kind or (content == "zip" and kind in OFFICE):
        return None
    if content == "ole" and kind in OFFICE and _is_encrypted_package(path):
        return unreadable(Finding.PASSWORD)
    return wrong_content()


def _is_encrypted_package(path: Path) -> bool:
    """An Office file with a password is an OLE container with this stream ([MS-OFFCRYPTO] 2.3)."""
    return "EncryptedPackage".encode("utf-16-le") in path.read_bytes()
