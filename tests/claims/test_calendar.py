"""Business days and local days, also where clocks change and midnight does not exist."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.claims.calendar import Calendar

DAYS = st.dates(date(2001, 1, 1), date(2060, 1, 1))
COUNTS = st.integers(1, 40)
ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/Sao_Paulo",
    "America/Havana",
    "America/New_York",
    "Asia/Kathmandu",
    "Pacific/Auckland",
    "Pacific/Kiritimati",
)
#: The Whit Monday and Corpus Christi of 2026.
HOLIDAYS = frozenset({date(2026, 5, 25), date(2026, 6, 4)})


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    days_off = draw(st.frozensets(st.integers(1, 366), max_size=30))
    return Calendar(is_holiday=lambda day: day.timetuple().tm_yday in days_off)


@given(calendars(), DAYS, COUNTS)
def test_adding_goes_to_a_business_day_that_is_so_many_days_ahead(
    calendar: Calendar, day: date, count: int
) -> None:
    last = calendar.add_business_days(day, count)
    between = [day + timedelta(days=n) for n in range(1, (last - day).days + 1)]
    assert calendar.is_business_day(last)
    assert sum(map(calendar.is_business_day, between)) == count
    assert calendar.business_days_left(day, last) == count


@given(calendars(), DAYS, COUNTS)
def test_going_back_is_adding_turned_round(calendar: Calendar, day: date, count: int) -> None:
    first = calendar.back_business_days(day, count)
    assert calendar.is_business_day(first)
    if calendar.is_business_day(day):
        assert calendar.add_business_days(first, count) == day
    else:
        assert calendar.add_business_days(first, count) > day


@given(calendars(), DAYS, COUNTS, COUNTS)
def test_days_add_up(calendar: Calendar, day: date, first: int, second: int) -> None:
    halfway = calendar.add_business_days(day, first)
    assert calendar.add_business_days(halfway, second) == calendar.add_business_days(
        day, first + second
    )


@given(calendars(), DAYS, DAYS)
def test_what_is_left_is_never_negative_and_falls_day_by_day(
    calendar: Calendar, today: date, last: date
) -> None:
    last = min(last, today + timedelta(days=100))
    left = calendar.business_days_left(today, last)
    assert (left > 0) <= (last > today)
    tomorrow = today + timedelta(days=1)
    if last > today:
        worked = calendar.is_business_day(tomorrow)
        assert calendar.business_days_left(tomorrow, last) == left - worked
    else:
        assert left == 0


@pytest.mark.parametrize(
    ("start", "count", "last"),
    [
        (date(2026, 6, 9), 5, date(2026, 6, 16)),
        (date(2026, 6, 16), 14, date(2026, 7, 6)),
        (date(2026, 6, 5), 1, date(2026, 6, 8)),
        (date(2026, 6, 6), 1, date(2026, 6, 8)),
        (date(2026, 5, 22), 1, date(2026, 5, 26)),
        (date(2026, 6, 3), 1, date(2026, 6, 5)),
        (date(2026, 6, 3), 0, date(2026, 6, 3)),
    ],
)
def test_weekends_and_holidays_do_not_count(start: date, count: int, last: date) -> None:
    assert Calendar(is_holiday=HOLIDAYS.__contains__).add_business_days(start, count) == last


@given(st.sampled_from(ZONES), DAYS)
def test_a_day_begins_with_its_first_instant_and_ends_with_the_next_one(
    zone: str, day: date
) -> None:
    calendar = Calendar(ZoneInfo(zone))
    start, end = calendar.start_of(day), calendar.end_of(day)
    assert start.tzinfo is end.tzinfo is UTC
    assert calendar.today(start) == day
    assert calendar.today(start - timedelta(microseconds=1)) == day - timedelta(days=1)
    assert calendar.today(end - timedelta(microseconds=1)) == day
    assert end == calendar.start_of(day + timedelta(days=1))
    assert timedelta(hours=22) < end - start < timedelta(hours=26)


@pytest.mark.parametrize(
    ("zone", "day", "start", "hours"),
    [
        ("Europe/Berlin", date(2026, 3, 29), datetime(2026, 3, 28, 23, tzinfo=UTC), 23),
        ("Europe/Berlin", date(2026, 10, 25), datetime(2026, 10, 24, 22, tzinfo=UTC), 25),
        # Midnight did not exist: the day began at one o'clock.
        ("America/Sao_Paulo", date(2018, 11, 4), datetime(2018, 11, 4, 3, tzinfo=UTC), 23),
        ("America/Sao_Paulo", date(2018, 2, 17), datetime(2018, 2, 17, 2, tzinfo=UTC), 25),
        # Midnight comes twice: the first one counts.
        ("America/Havana", date(2026, 11, 1), datetime(2026, 11, 1, 4, tzinfo=UTC), 25),
        ("UTC", date(2026, 6, 9), datetime(2026, 6, 9, tzinfo=UTC), 24),
    ],
)
def test_days_on_which_clocks_change(zone: str, day: date, start: datetime, hours: int) -> None:
    calendar = Calendar(ZoneInfo(zone))
    assert calendar.start_of(day) == start
    assert calendar.end_of(day) - start == timedelta(hours=hours)


def test_today_is_the_day_at_the_partner_not_in_greenwich() -> None:
    late = datetime(2026, 6, 9, 22, 30, tzinfo=UTC)
    assert Calendar().today(late) == date(2026, 6, 9)
    assert Calendar(ZoneInfo("Europe/Berlin")).today(late) == date(2026, 6, 10)
    assert Calendar(ZoneInfo("America/Sao_Paulo")).today(late) == date(2026, 6, 9)
