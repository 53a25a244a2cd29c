"""Writes names and days for people outside the chat, who get a letter, a page or a document."""

from __future__ import annotations

from datetime import date, datetime

from babel.dates import format_date, format_datetime  # type: ignore[import-untyped]

#: Where a stranger may be called by the first name; elsewhere the whole name is polite.
_FIRST_NAME = {"en", "pt"}


def addressed(name: str, language: str) -> str:
    """Give the part of a name that a letter in this language begins with.

    A name that begins with a title stays whole: "Dr. Casey Customer".
    """
    first = name.partition(" ")[0]
    return first if language in _FIRST_NAME and not first.endswith(".") else name


def written_day(day: date, pattern: str, language: str) -> str:
    """Give a day the way `pattern` (Unicode LDML) says, such as "Tuesday 16 June 2026"."""
    return str(format_date(day, _first(pattern, day, language), locale=language))


def written_moment(moment: datetime, pattern: str, language: str) -> str:
    """Give a local moment the way `pattern` says, such as "9 June 2026, 09:58"."""
    local = moment.replace(tzinfo=None)
    return str(format_datetime(local, _first(pattern, moment, language), locale=language))


def _first(pattern: str, day: date, language: str) -> str:
    """French says "1er juin" and only then "2 juin"."""
    return pattern.replace("d ", "d'er' ") if language == "fr" and day.day == 1 else pattern
