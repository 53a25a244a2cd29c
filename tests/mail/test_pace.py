"""How fast a mailbox sends: never more than it may, and nobody asks twice for nothing."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.mail.pace import Pace
from tests.clocks import MovableClock

LIMITS = ((3, timedelta(seconds=60)), (8, timedelta(hours=1)))


@pytest.fixture
def clock():
    return MovableClock()


@pytest.fixture
def pace(clock):
    return Pace(clock, LIMITS)


def test_each_gets_a_time_and_may_send_at_it(pace, clock):
    assert [pace.wait(key) for key in "abcdefg"] == [0, 0, 0, 60, 60, 60, 120]
    assert pace.wait("d") == 60
    clock.move(seconds=60)
    assert [pace.wait(key) for key in "defg"] == [0, 0, 0, 60]


def test_the_long_limit_counts_too(pace):
    assert [pace.wait(key) for key in "abcdefghi"][-2:] == [120, 3600]


def test_a_time_that_was_let_go_by_is_lost(pace, clock):
    for key in "abcd":
        pace.wait(key)
    clock.move(seconds=300)
    assert pace.wait("d") == 0
    assert pace.wait("d") == 0  # sent again: counts again
    assert [pace.wait(key) for key in "xy"] == [0, 60]


def test_a_hold_holds_everybody(pace, clock):
    pace.hold(30)
    pace.hold(10)
    assert [pace.wait("a"), pace.wait("b")] == [30, 30]
    clock.move(seconds=30)
    assert [pace.wait(key) for key in "ab"] == [0, 0]


def test_a_clock_that_is_set_back_blocks_nobody(pace, clock):
    for key in "abcdef":
        pace.wait(key)
    pace.hold(3600)
    clock.move(days=-1)
    assert pace.wait("new") == 0


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 25)), max_size=60))
def test_no_window_ever_holds_more_than_it_may(steps):
    clock, sent = MovableClock(), []
    pace = Pace(clock, LIMITS)
    for key, seconds in steps:
        clock.move(seconds=seconds)
        if pace.wait(str(key)) == 0:
            sent.append(clock.now())
    for count, span in ((3 + 3, timedelta(seconds=60)), (8, timedelta(hours=1))):
        # whoever comes up to half a minute late shares a minute with those who are on time
        assert all(
            later - first >= span or count == 6
            for first, later in zip(sent, sent[count:], strict=False)
        )
