"""Finds the words for a code in a person's language, and makes what people typed harmless."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo


class Words:
    """The words of one language, for one person's zone and day."""

    def __init__(
        self, locale: str = "en-GB", *, zone: ZoneInfo = ZoneInfo("UTC"), today: date | None = None
    ) -> None:
        self.locale, self.zone, self.today = locale, zone, today

    def __call__(self, code: str, **values: object) -> str:
        """Give the words for a place that shows Markdown; `str` values are escaped."""
        raise NotImplementedError

    def plain(self, code: str, **values: object) -> str:
        """Give the words for a plain place: button titles, labels, placeholders, summaries."""
        raise NotImplementedError

    def has(self, code: str) -> bool:
        """Say whether there are words for a code."""
        raise NotImplementedError

    def date(self, day: date) -> str:
        """Give "Tue 9 June"; with the year where it is not the current one."""
        raise NotImplementedError

    def time(self, moment: datetime) -> str:
        """Give "09:58" in the person's zone."""
        raise NotImplementedError
