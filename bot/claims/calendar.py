"""Counts business days the way reviewers do: Monday to Friday less the configured holidays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_UTC = ZoneInfo("UTC")
_SATURDAY = 5


def _no_holiday(_: date) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Calendar:
    """The partner's working calendar, in the partner's time zone."""

    zone: ZoneInfo = _UTC
    is_holiday: Callable[[date], bool] = _no_holiday

    def today(self, now: datetime) -> date:
        """Give the local day of an instant."""
        return now.astimezone(self.zone).date()

    def is_business_day(self, day: date) -> bool:
        """Say whether reviewers work on a day."""
        return day.weekday() < _SATURDAY and not self.is_holiday(day)

    def add_business_days(self, day: date, count: int) -> date:
        """Give the day that lies `count` business days after `day` (`day` itself not counted)."""
        while count > 0:
            day += timedelta(days=1)
            if self.is_business_day(day):
                count -= 1
        return day

    def business_days_left(self, today: date, last: date) -> int:
        """Count the business days after `today` up to and including `last`; never negative."""
        days = (last - today).days
        return sum(
            self.is_business_day(today + timedelta(days=ahead)) for ahead in range(1, days + 1)
        )

    def back_business_days(self, day: date, count: int) -> date:
        """Give the day that lies `count` business days before `day`."""
        while count > 0:
            day -= timedelta(days=1)
            if self.is_business_day(day):
                count -= 1
        return day

    def start_of(self, day: date) -> datetime:
        """Give the first instant of a local day, in UTC."""
        return datetime.combine(day, time.min, tzinfo=self.zone).astimezone(UTC)

    def end_of(self, day: date) -> datetime:
        """Give the instant at which a local day is over, in UTC: a deadline acts from then on."""
        return self.start_of(day + timedelta(days=1))
