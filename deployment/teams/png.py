"""Reads and writes the PNGs of the Teams package with the standard library alone.

Whoever packages the app needs Python and nothing else.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_RGBA = 6
#: Bytes a pixel, by PNG colour type: grey, colour, palette, grey and alpha, colour and alpha.
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, _RGBA: 4}
_LARGEST = 1024

Pixel = tuple[int, int, int, int]


class NotReadable(ValueError):
    """Raised with the reason why bytes are not a PNG that can be looked into."""


@dataclass(frozen=True)
class Picture:
    """Red, green, blue and alpha of each pixel, row by row."""

    width: int
    height: int
    pixels: list[Pixel]


def write(picture: Picture) -> bytes:
    """Give a picture as a PNG with eight bits a channel."""
    size = picture.width
    rows = (picture.pixels[at : at + size] for at in range(0, len(picture.pixels), size))
    body = b"".join(b"\0" + bytes(value for pixel in row for value in pixel) for row in rows)
    header = struct.pack(">IIBBBBB", picture.width, picture.height, 8, _RGBA, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(body, 9)), (b"IEND", b""))
    return _SIGNATURE + b"".join(_chunk(kind, content) for kind, content in parts)


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)


def read(content: bytes) -> Picture:
    """Give the pixels of a PNG; raises `NotReadable` with the reason."""
    chunks = _chunks(content)
    try:
        width, height, depth, kind, *rest = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
        if depth != 8 or kind not in _CHANNELS or rest[2]:  # noqa: PLR2004 - bits a channel
            raise NotReadable("is not a plain PNG with 8 bits a channel")
        if not 0 < max(width, height) <= _LARGEST:
            raise NotReadable(f"is {width} × {height} pixels")
        body = zlib.decompressobj().decompress(chunks[b"IDAT"], (width * 4 + 1) * height)
        rows = _unfiltered(body, width * _CHANNELS[kind], height, _CHANNELS[kind])
        pixels = _pixels(rows, kind, chunks.get(b"PLTE", b""), chunks.get(b"tRNS", b""))
    except (KeyError, IndexError, struct.error, zlib.error):
        raise NotReadable("is a damaged PNG") from None
    return Picture(width, height, pixels)


def _chunks(content: bytes) -> dict[bytes, bytes]:
    if not content.startswith(_SIGNATURE):
        raise NotReadable("is not a PNG")
    found: dict[bytes, bytes] = {}
    at = len(_SIGNATURE)
    while at + 8 <= len(content):
        length, kind = struct.unpack(">I4s", content[at : at + 8])
        found[kind] = found.get(kind, b"") + content[at + 8 : at + 8 + length]
        at += length + 12
    return found


def _unfiltered(body: bytes, stride: int, height: int, step: int) -> bytes:
    """Undo the five filters of PNG; `step` is how many bytes a pixel has."""
    above = bytearray(stride)
    done = bytearray()
    for at in range(0, height * (stride + 1), stride + 1):
        kind, row = body[at], bytearray(body[at + 1 : at + 1 + stride])
        for i in range(stride):
            left = row[i - step] if i >= step else 0
            corner = above[i - step] if i >= step else 0
            row[i] = (row[i] + _guess(kind, left, above[i], corner)) & 255
        done += row
        above = row
    return bytes(done)


def _guess(kind: int, left: int, up: int, corner: int) -> int:
    nearest = min((left, up, corner), key=lambda one: abs(left + up - corner - one))
    return (0, left, up, (left + up) // 2, nearest)[kind]


def _pixels(rows: bytes, kind: int, palette: bytes, alphas: bytes) -> list[Pixel]:
    step = _CHANNELS[kind]
    parts = (rows[at : at + step] for at in range(0, len(rows), step))
    return [_pixel(part, kind, palette, alphas) for part in parts]


def _pixel(part: bytes, kind: int, palette: bytes, alphas: bytes) -> Pixel:
    if kind == 3:  # noqa: PLR2004 - a place in the palette
        place = part[0]
        red, green, blue = palette[3 * place : 3 * place + 3]
        return red, green, blue, alphas[place] if place < len(alphas) else 255
    alpha = part[-1] if kind in (4, _RGBA) else 255
    red, green, blue = part[:3] if kind in (2, _RGBA) else part[:1] * 3
    return red, green, blue, alpha
