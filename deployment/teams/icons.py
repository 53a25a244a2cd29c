"""Draws the two icons that Teams shows, from the mark that the local chat page has too.

`python3 deployment/teams/icons.py` writes `color.png` and `outline.png` beside this file. The mark
is a document with a check; its coordinates are those of `bot/web/local/static/icon.svg`.
"""

from __future__ import annotations

import math
import sys
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from deployment.teams.png import Picture, Pixel, write

Line = list[tuple[float, float]]

FOLDER = Path(__file__).resolve().parent
ACCENT = (0x5B, 0x5F, 0xC7)
WHITE = (255, 255, 255)
DOCUMENT: Line = [(11.5, 9), (17.5, 9), (21.5, 13), (21.5, 23), (11.5, 23), (11.5, 9)]
FOLD: Line = [(17.5, 9), (17.5, 13), (21.5, 13)]
CHECK: Line = [(13.7, 17.4), (15.7, 19.4), (19.3, 15.7)]
CENTRE = (16.5, 16.0)


def color() -> Picture:
    """Draw the icon of 192 pixels: full to the edges, as Teams rounds the corners itself.

    The mark stays within the middle 120 pixels, which is what Teams shows whole everywhere.
    """
    mark = _coverage(192, scale=6.6, stroke=1.6, check=1.8)
    return Picture(192, 192, [_over(part) for part in mark])


def outline() -> Picture:
    """Draw the icon of 32 pixels: white lines and nothing else."""
    mark = _coverage(32, scale=1.8, stroke=1.1, check=1.25)
    return Picture(32, 32, [(*WHITE, round(255 * part)) for part in mark])


def _over(part: float) -> Pixel:
    """Lay white over the accent colour, as far as the mark covers a pixel."""
    red, green, blue = (round(below + (255 - below) * part) for below in ACCENT)
    return red, green, blue, 255


def _coverage(size: int, *, scale: float, stroke: float, check: float) -> list[float]:
    """Give how far the mark covers each pixel, 0 to 1; `scale` is pixels per unit of the mark."""
    lines = [(DOCUMENT, stroke), (FOLD, stroke), (CHECK, check)]
    middle = size / 2
    return [
        max(_covered((x + 0.5 - middle) / scale, (y + 0.5 - middle) / scale, scale, lines))
        for y in range(size)
        for x in range(size)
    ]


def _covered(
    x: float, y: float, scale: float, lines: list[tuple[Line, float]]
) -> tuple[float, ...]:
    at = (CENTRE[0] + x, CENTRE[1] + y)
    parts = (0.5 + (width / 2 - _distance(at, line)) * scale for line, width in lines)
    return tuple(min(1.0, max(0.0, part)) for part in parts)


def _distance(at: tuple[float, float], line: Line) -> float:
    return min(_to_stretch(at, start, end) for start, end in pairwise(line))


def _to_stretch(
    at: tuple[float, float], start: tuple[float, float], end: tuple[float, float]
) -> float:
    along = (end[0] - start[0], end[1] - start[1])
    way = (at[0] - start[0]) * along[0] + (at[1] - start[1]) * along[1]
    part = min(1.0, max(0.0, way / (along[0] ** 2 + along[1] ** 2)))
    return math.dist(at, (start[0] + part * along[0], start[1] + part * along[1]))


if __name__ == "__main__":
    (FOLDER / "color.png").write_bytes(write(color()))
    (FOLDER / "outline.png").write_bytes(write(outline()))
