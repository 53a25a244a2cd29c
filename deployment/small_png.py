"""Makes PNGs of a screen small: at most 256 colours, which a page of text hardly needs."""

from __future__ import annotations

import base64
import struct
import zlib
from typing import Any

from playwright.async_api import Page

_INDEXED = """
async (source) => {
  const image = await createImageBitmap(await (await fetch(source)).blob());
  const { width, height } = image;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  const pixels = new Uint32Array(width * height);
  const counts = new Map();
  for (let i = 0; i < pixels.length; i += 1) {
    const colour = (data[4 * i] << 16) | (data[4 * i + 1] << 8) | data[4 * i + 2];
    pixels[i] = colour;
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const colours = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 256).map(([one]) => one);
  const apart = (a, b) => [16, 8, 0].reduce(
    (sum, shift) => sum + (((a >> shift) & 255) - ((b >> shift) & 255)) ** 2, 0);
  const places = new Map(colours.map((colour, place) => [colour, place]));
  for (const colour of counts.keys()) {
    if (places.has(colour)) continue;
    const nearest = colours.reduce((a, b) => (apart(a, colour) <= apart(b, colour) ? a : b));
    places.set(colour, places.get(nearest));
  }
  let text = "";
  for (const colour of pixels) text += String.fromCharCode(places.get(colour));
  return { width, height, colours, indices: btoa(text) };
}
"""


async def shrink(page: Page, png: bytes) -> bytes:
    """Give the same picture with a palette; `page` may be any page without a policy of its own."""
    source = "data:image/png;base64," + base64.b64encode(png).decode()
    found: dict[str, Any] = await page.evaluate(_INDEXED, source)
    width, height = found["width"], found["height"]
    indices = base64.b64decode(found["indices"])
    rows = (indices[start : start + width] for start in range(0, len(indices), width))
    palette = b"".join(colour.to_bytes(3, "big") for colour in found["colours"])
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            _chunk(b"PLTE", palette),
            _chunk(b"IDAT", zlib.compress(b"".join(b"\0" + row for row in rows), 9)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)
