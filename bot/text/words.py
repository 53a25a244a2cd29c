"""Finds the words for a code in a person's language, and makes what people typed harmless."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.text.markdown import Markdown, escape, one_line

FOLDER = Path(__file__).parent
FALLBACK = "en"
_UTC = ZoneInfo("UTC")
_BYTES = 1024
#: Where the family's name comes first, a person is called by the whole name.
_WHOLE_NAME = {"ja"}
#: Spanish changes "y" before the sound of i and "o" before that of o: "Teams e Intune".
_SPANISH = {
    "list.and": (re.compile(r"h?[ií](?![aeou])", re.I), "{first} e {last}"),
    "list.or": (re.compile(r"h?[oó](?!ne|ut)|8|11\b", re.I), "{first} u {last}"),
}
#: Numbers up to this one are said as words.
_SPELLED = 9
#: The method `date` hides the type of that name inside the class.
Day = date
#: Files that hold what people type, not what they read; see `bot.text.typed`.
TYPED = {"commands.toml", "choices.toml"}


@lru_cache(maxsize=256)
def language(locale: str) -> str:
    """Give the folder of a locale ("en-GB" is "en"); a language we do not have gives English."""
    wanted = locale.replace("_", "-").split("-")[0].lower()
    return wanted if wanted.isalpha() and (FOLDER / wanted).is_dir() else FALLBACK


@cache
def load(folder: str) -> Mapping[str, str]:
    """Read all words of a language once; codes are the tables' names joined by dots."""
    files = sorted(path for path in (FOLDER / folder).glob("*.toml") if path.name not in TYPED)
    found: dict[str, str] = {}
    for path in files:
        rows = dict(_flat(tomllib.loads(path.read_text(encoding="utf-8"))))
        if twice := found.keys() & rows.keys():
            raise ValueError(f"words given twice: {sorted(twice)}")
        found |= rows
    return found


def _flat(table: Mapping[str, Any], prefix: str = "") -> Iterable[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


class Words:
    """The words of one language, for one person's zone and day."""

    def __init__(
        self, locale: str = "en-GB", *, zone: ZoneInfo = _UTC, today: Day | None = None
    ) -> None:
        self.locale, self.zone = locale, zone
        self.today = today or datetime.now(UTC).astimezone(zone).date()
        self._own, self._english = load(language(locale)), load(FALLBACK)

    def __call__(self, code: str, **values: object) -> Markdown:
        """Give the words for a place that shows Markdown; `str` values are escaped.

        A code with plural forms takes `count`. Raises `KeyError` for an unknown code or value.
        """
        safe = {name: escape(_said(value)) for name, value in values.items()}
        return Markdown(self._template(code, values).format_map(safe))

    def plain(self, code: str, **values: object) -> str:
        """Give the words for a plain place: button titles, labels, placeholders, summaries."""
        safe = {name: one_line(_said(value)) for name, value in values.items()}
        return self._template(code, values).replace("**", "").format_map(safe)

    def has(self, code: str) -> bool:
        """Say whether there are words for a code."""
        return self._find(code) is not None or self._find(f"{code}.other") is not None

    def first(self, *codes: str) -> str:
        """Give the first of these codes that has words; `KeyError` where none has."""
        for code in codes:
            if self.has(code):
                return code
        raise KeyError(codes)

    def _find(self, code: str) -> str | None:
        return self._own.get(code, self._english.get(code))

    def _template(self, code: str, values: Mapping[str, object]) -> str:
        text = self._find(code)
        if text is None and "count" in values:
            text = self._find(f"{code}.{'one' if values['count'] == 1 else 'other'}")
        if text is None:
            raise KeyError(code)
        return text

    def typed(self, text: str) -> Markdown:
        """Make a person's own text safe to show in a card."""
        return escape(text)

    def date(self, day: Day) -> str:
        """Give "Tue 9 June"; with the year where it is not the current one."""
        return self._day("weekday_day", "weekday_full", day)

    def date_full(self, day: Day) -> str:
        """Give "Wed 24 June 2026", for days that are kept on record."""
        return self._date("weekday_full", day)

    def date_long(self, day: Day) -> str:
        """Give "28 May 2026"."""
        return self._date("long", day)

    def day(self, day: Day) -> str:
        """Give "9 June"; with the year where it is not the current one."""
        return self._day("day", "long", day)

    def month(self, day: Day) -> str:
        """Give "June 2026"."""
        return self._date("month", day)

    def _day(self, short: str, long: str, day: Day) -> str:
        return self._date(short if day.year == self.today.year else long, day)

    def _date(self, pattern: str, day: Day) -> str:
        return self.plain(
            f"date.{pattern}",
            weekday=self.plain(f"weekday.{day.isoweekday()}"),
            day=day.day,
            month=self.plain(f"month.{day.month}"),
            year=day.year,
        )

    def day_of(self, moment: datetime) -> Day:
        """Give the local day of an instant."""
        return moment.astimezone(self.zone).date()

    def time(self, moment: datetime) -> str:
        """Give "09:58" in the person's zone."""
        return moment.astimezone(self.zone).strftime("%H:%M")

    def moment(self, moment: datetime) -> str:
        """Give "Tue 9 June, 09:58" in the person's zone."""
        day = self.date(self.day_of(moment))
        return self.plain("date.moment", day=day, time=self.time(moment))

    def ago(self, moment: datetime) -> str:
        """Give "today, 09:58", "yesterday, 16:20", or the day."""
        day = self.day_of(moment)
        if day in (self.today, self.today - timedelta(days=1)):
            code = "date.today" if day == self.today else "date.yesterday"
            return self.plain(code, time=self.time(moment))
        return self.date(day)

    def row(self, parts: Iterable[str]) -> str:
        """Give "a, b, c"."""
        return self.plain("list.between").join(parts)

    def list(self, parts: Iterable[str]) -> str:
        """Give "a, b and c"."""
        return self._joined("list.and", parts)

    def either(self, parts: Iterable[str]) -> str:
        """Give "a, b or c"."""
        return self._joined("list.or", parts)

    def _joined(self, code: str, parts: Iterable[str]) -> str:
        *rows, last = [*parts] or [""]
        if not rows:
            return last
        softened = _SPANISH[code] if language(self.locale) == "es" else None
        if softened and softened[0].match(last):
            return softened[1].format(first=self.row(rows), last=last)
        return self.plain(code, first=self.row(rows), last=last)

    def size(self, count: int) -> str:
        """Give "1.2 MB" or "340 KB" for a number of bytes, as file managers count."""
        if count < _BYTES * _BYTES:
            return self.plain("size.kb", count=max(1, round(count / _BYTES)))
        many = f"{count / _BYTES**2:.1f}".removesuffix(".0")
        return self.plain("size.mb", count=many.replace(".", self.plain("size.decimal")))

    def called(self, name: str) -> str:
        """Give the part of a person's name they are greeted by."""
        return name if language(self.locale) in _WHOLE_NAME else name.split(" ")[0]

    def number(self, count: int) -> str:
        """Give "two" for a small number, digits for a large one."""
        return self.plain(f"number.{count}") if 1 <= count <= _SPELLED else str(count)


def _said(value: object) -> str:
    return value if isinstance(value, str) else str(value)
