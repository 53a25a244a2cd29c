"""Looks into PNG and JPEG files without decoding them: whole, and of a size a viewer can open."""

from __future__ import annotations

import os
import struct
import zlib
from pathlib import Path
from typing import BinaryIO

from bot.claims.evidence import Finding
from bot.files.verdict import unreadable

MOST_PIXELS = 100_000_000
_PNG_HEADER = 8
_IHDR = 13
_NO_LENGTH = {0x01, *range(0xD0, 0xD9)}
#: Start-of-frame markers, which carry the size; C4, C8 and CC of that range are other things.
_FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_START_OF_SCAN = 0xDA
_END_OF_IMAGE = b"\xff\xd9"


def check_png(path: Path) -> None:
    """Raise `Bad` for a PNG that is cut, damaged or too large to open."""
    with path.open("rb") as file:
        file.seek(_PNG_HEADER)
        kind, data = _png_chunk(file)
        if kind != b"IHDR" or len(data) != _IHDR:
            raise unreadable(Finding.DAMAGED)
        _check_size(*struct.unpack(">II", data[:8]))
        while kind != b"IEND":
            kind, data = _png_chunk(file)


def _png_chunk(file: BinaryIO) -> tuple[bytes, bytes]:
    head = _exactly(file, 8)
    data = _exactly(file, int.from_bytes(head[:4]))
    if zlib.crc32(head[4:] + data) != int.from_bytes(_exactly(file, 4)):
        raise unreadable(Finding.DAMAGED)
    return head[4:], data


def check_jpg(path: Path) -> None:
    """Raise `Bad` for a JPEG that is cut, damaged or too large to open."""
    with path.open("rb") as file:
        file.seek(2)
        size = _jpg_size(file)
        if _END_OF_IMAGE not in file.read():
            raise unreadable(Finding.DAMAGED)
    _check_size(*size)


def _jpg_size(file: BinaryIO) -> tuple[int, int]:
    """Walk the segments up to the picture's data; give its size and leave the file there."""
    size = None
    while True:
        marker = _jpg_marker(file)
        if marker in _NO_LENGTH:
            continue
        data = _exactly(file, int.from_bytes(_exactly(file, 2)) - 2)
        if marker in _FRAMES:
            size = struct.unpack(">HH", _part(data, 1, 5))
        if marker == _START_OF_SCAN and size:
            return size


def _jpg_marker(file: BinaryIO) -> int:
    byte = _exactly(file, 1)
    if byte != b"\xff":
        raise unreadable(Finding.DAMAGED)
    while byte == b"\xff":
        byte = _exactly(file, 1)
    return byte[0]


def _part(data: bytes, start: int, end: int) -> bytes:
    if len(data) < end:
        raise unreadable(Finding.DAMAGED)
    return data[start:end]


def _check_size(one: int, other: int) -> None:
    if not one * other:
        raise unreadable(Finding.DAMAGED)
    if one * other > MOST_PIXELS:
        raise unreadable(Finding.TOO_COMPLEX)


def _exactly(file: BinaryIO, count: int) -> bytes:
    """Read `count` bytes; a length the file only claims to have is not even tried."""
    if not 0 <= count <= os.fstat(file.fileno()).st_size:
        raise unreadable(Finding.DAMAGED)
    data = file.read(count)
    if len(data) != count:
        raise unreadable(Finding.DAMAGED)
    return data
