"""The workloads and products that can be claimed, read from a data file an operator may replace."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from bot.claims.models import Frozen, SolutionArea

KNOWLEDGE = Path(__file__).parent / "knowledge"


class Item(Frozen):
    """One workload or product; `name` is what reviewers look for in the proof."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    source: str = ""
    unconfirmed: bool = False


class Catalogue(Frozen):
    """Both lists, in the order in which they are shown."""

    workloads: dict[str, Item]
    products: dict[str, Item]

    def items(self, area: SolutionArea | None) -> dict[str, Item]:
        """Give the list of an area by id; without an area, nothing."""
        if area is SolutionArea.MODERN_WORK_SECURITY:
            return self.workloads
        return self.products if area else {}

    def name(self, item_id: str) -> str:
        """Give the shown name of an item; an item no longer in the file shows its id."""
        item = self.workloads.get(item_id) or self.products.get(item_id)
        return item.name if item else item_id

    def names(self, item_ids: tuple[str, ...]) -> list[str]:
        """Give the shown names of several items, in the same order."""
        return [self.name(item_id) for item_id in item_ids]


def load_catalogue(path: Path | None = None) -> Catalogue:
    """Read a catalogue file (default: the one shipped).

    Raises `OSError` where it cannot be read, `ValueError` where it is no catalogue.
    """
    data = tomllib.loads((path or KNOWLEDGE / "catalogue.toml").read_text(encoding="utf-8"))
    lists = {
        kind: {key: Item(id=key, **row) for key, row in data.get(kind, {}).items()}
        for kind in ("workloads", "products")
    }
    return Catalogue(**lists)


class Source(Frozen):
    """Where a fact comes from and when it was last compared with that page."""

    id: str
    title: str
    publisher: str
    url: str
    checked: str


@cache
def sources() -> dict[str, Source]:
    """Give every source by its short name."""
    data = tomllib.loads((KNOWLEDGE / "sources.toml").read_text(encoding="utf-8"))
    return {
        key: Source(id=key, **{name: str(value) for name, value in row.items()})
        for key, row in data.items()
    }
