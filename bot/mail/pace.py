"""How fast one mailbox may send, so that Exchange Online does not have to slow it down.

Whoever comes too early is given a time of their own to come back at: nobody waits in a queue that
would hold up everything behind it, and a backlog is not asked again and again.
"""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta
from itertools import islice

from bot.claims.ports import Clock

#: Messages and the time they may be sent in, for one mailbox. Source: "Exchange Online limits".
LIMITS = ((30, timedelta(minutes=1)), (10_000, timedelta(days=1)))
_LATE = timedelta(seconds=30)
_MOST_BOOKED = 20_000


class Pace:
    """Books times to send at; `limits` hold for every copy of the assistant by itself."""

    def __init__(self, clock: Clock, limits: tuple[tuple[int, timedelta], ...] = LIMITS) -> None:
        self._clock, self._limits = clock, limits
        self._times: deque[datetime] = deque(maxlen=max(count for count, _ in limits))
        self._booked: dict[str, datetime] = {}
        self._held = self._seen = clock.now()

    def wait(self, key: str) -> float:
        """Give the seconds until what `key` names may be sent; 0 means now, and counts it."""
        now = self._now()
        if now < self._held:
            return (self._held - now).total_seconds()
        booked = self._booked.get(key)
        if booked is None or now - booked > _LATE:
            booked = self._book(key, now)
        if booked <= now:
            self._booked.pop(key, None)
        return max(0.0, (booked - now).total_seconds())

    def hold(self, seconds: float) -> None:
        """Let nothing be sent for a while, as the other side asked."""
        self._held = max(self._held, self._now() + timedelta(seconds=seconds))

    def _book(self, key: str, now: datetime) -> datetime:
        times = self._times
        after = [times[-count] + span for count, span in self._limits if len(times) >= count]
        times.append(max([now, *after]))
        self._booked[key] = times[-1]
        for forgotten in list(islice(self._booked, max(0, len(self._booked) - _MOST_BOOKED))):
            del self._booked[forgotten]
        return times[-1]

    def _now(self) -> datetime:
        """Give the time; where it was set back, what was booked by the old one is worth nothing."""
        now = self._clock.now()
        if now < self._seen - _LATE:
            self._times.clear()
            self._booked.clear()
            self._held = now
        self._seen = now
        return now
