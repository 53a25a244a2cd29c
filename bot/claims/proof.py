"""What the words and the date of a proof of execution must be, and until when the proof is good."""

from __future__ import annotations

from datetime import date

from bot.claims.errors import Code, Problem

#: Proof must be signed within this time before submission, and ages out after it (source:
#: poe_template).
SIGNED_WITHIN_MONTHS = 12
#: A summary must have at least one sentence: this many characters.
SUMMARY_MIN = 10


def summary_problem(summary: str | None) -> Problem | None:
    """Refuse a summary that cannot be a sentence about the work."""
    text = (summary or "").strip()
    if not text:
        return Problem(Code.REQUIRED, "poe_summary")
    if len(text) < SUMMARY_MIN or not any(char.isalpha() for char in text):
        return Problem(Code.TOO_SHORT, "poe_summary", {"minimum": SUMMARY_MIN})
    return None


def signed_on_problem(signed_on: date | None, today: date) -> Problem | None:
    """Refuse a date of the customer's signature that is missing, ahead, or over 12 months old."""
    if signed_on is None:
        return Problem(Code.REQUIRED, "poe_signed_on")
    if signed_on > today:
        return Problem(Code.DATE_IN_FUTURE, "poe_signed_on", {"today": today})
    if signed_on < (oldest := months_before(today, SIGNED_WITHIN_MONTHS)):
        return Problem(Code.DATE_TOO_OLD, "poe_signed_on", {"oldest": oldest})
    return None


def good_until(signed_on: date | None) -> date | None:
    """Give the last day on which a proof is young enough; None while no date is known."""
    return months_before(signed_on, -SIGNED_WITHIN_MONTHS) if signed_on else None


def months_before(day: date, months: int) -> date:
    """Give the same day some months earlier (the month's last day where it has no such day)."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError  # pragma: no cover - every month has 28 days
