"""Opens an Office file's ZIP container within limits, so that no small file unpacks to a flood."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml import ElementTree as SafeTree

from bot.claims.evidence import Finding
from bot.claims.limits import MEGABYTE
from bot.files.verdict import unreadable, unsafe

MOST_ENTRIES = 5_000
MOST_UNPACKED = 300 * MEGABYTE
#: Office text packs about 1:20; whole packages beyond this are made to fill a disk.
MOST_RATIO = 100
_RATIO_MATTERS_FROM = 10 * MEGABYTE
#: Parts that are parsed whole (content types, relationships) are small in every honest file.
_MOST_PARSED = 4 * MEGABYTE
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)


class Package:
    """An opened Office container whose entries were looked at before any is unpacked."""

    def __init__(self, archive: zipfile.ZipFile, packed: int) -> None:
        """Raise `Bad` for a container that is too big, hides entries, or names them badly."""
        self._archive = archive
        self._check_sizes(packed)
        self.names = {self._plain(info.filename): info for info in archive.infolist()}
        if len(self.names) != len(archive.infolist()):
            raise unreadable(Finding.DAMAGED)

    def _check_sizes(self, packed: int) -> None:
        entries = self._archive.infolist()
        unpacked = sum(info.file_size for info in entries)
        flood = unpacked > _RATIO_MATTERS_FROM and unpacked > MOST_RATIO * packed
        if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED or flood:
            raise unsafe(Finding.UNPACKS_TOO_BIG)
        if any(info.flag_bits & 1 for info in entries):
            raise unreadable(Finding.PASSWORD)

    @staticmethod
    def _plain(name: str) -> str:
        """Part names are compared without regard to case (ECMA-376-2, 6.2.2)."""
        plain = name.lower().replace("\\", "/")
        if plain.startswith("/") or ".." in plain.split("/"):
            raise unreadable(Finding.DAMAGED)
        return plain

    def read(self, name: str, limit: int = MOST_UNPACKED) -> bytes:
        """Unpack one part; raises `Bad` where it is longer than `limit` bytes or damaged."""
        with self._damage(), self._archive.open(self.names[name]) as part:
            data = part.read(limit + 1)
        if len(data) > limit:
            raise unsafe(Finding.UNPACKS_TOO_BIG)
        return data

    def starts(self, name: str, count: int = 4096) -> bytes:
        """Unpack the beginning of one part."""
        with self._damage(), self._archive.open(self.names[name]) as part:
            return part.read(count)

    def parse(self, name: str) -> Element:
        """Parse a small XML part; raises `Bad` for entities, document types or broken XML."""
        data = self.read(name, _MOST_PARSED)
        with self._damage():
            root: Element = SafeTree.fromstring(data, forbid_dtd=True)
            return root

    def elements(self, name: str) -> Iterator[tuple[str, Element]]:
        """Walk through an XML part of any length, forgetting what was passed."""
        with self._damage(), self._archive.open(self.names[name]) as part:
            events: Any = SafeTree.iterparse(part, events=("start", "end"), forbid_dtd=True)
            open_elements: list[Element] = []
            for event, element in events:
                if event == "start":
                    open_elements.append(element)
                    continue
                yield local(element.tag), element
                open_elements.pop()
                if open_elements:
                    open_elements[-1].remove(element)

    def check_whole(self) -> None:
        """Unpack everything once against its checksums; raises `Bad` where a part is damaged."""
        with self._damage():
            if self._archive.testzip() is not None:
                raise unreadable(Finding.DAMAGED)

    @contextmanager
    def _damage(self) -> Iterator[None]:
        try:
            yield
        except DefusedXmlException:
            raise unsafe(Finding.EXTERNAL_LINK) from None
        except (*_BROKEN, ParseError, KeyError):
            raise unreadable(Finding.DAMAGED) from None


@contextmanager
def opened(file: Path | bytes) -> Iterator[Package]:
    """Open a container, on disk or unpacked from another; raises `Bad` as `Package` does."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(file) if isinstance(file, bytes) else file)
    except _BROKEN:
        raise unreadable(Finding.DAMAGED) from None
    with archive:
        yield Package(archive, len(file) if isinstance(file, bytes) else file.stat().st_size)


def local(tag: str) -> str:
    """Give a tag without its namespace: strict and transitional Office files differ in it."""
    return tag.rpartition("}")[2]
