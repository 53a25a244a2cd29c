"""Time in the hands of a test, so that nothing waits and nothing depends on the day."""

from datetime import UTC, datetime, timedelta

import pytest

#: A Tuesday, 11:41 in Berlin.
MORNING = datetime(2026, 6, 9, 9, 41, tzinfo=UTC)


class MovableClock:
    """Time that stands still until a test moves it."""

    def __init__(self, at: datetime = MORNING) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def move(self, **by: float) -> datetime:
        """Go on by so many days, hours, minutes or seconds; give the time it then is."""
        self.at += timedelta(**by)
        return self.at


class Seconds:
    """The seconds of a monotonic clock; a test pushes `now` on."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()
