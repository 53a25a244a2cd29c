"""How fast the assistant may write on its own, so that Teams does not have to slow it down.

Source: Microsoft's "Optimize your bot with rate limiting in Teams".
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from itertools import islice

Limits = tuple[tuple[int, float], ...]
CONVERSATION: Limits = ((7, 1.0), (60, 30.0), (1800, 3600.0))
"""Messages and seconds, for one conversation."""
TENANT: Limits = ((50, 1.0),)
"""Requests and seconds, for one app in one tenant."""
_MOST_KEYS = 10_000


class Pace:
    """Remembers recent sends per key, and says how long to wait for the next."""

    def __init__(self, limits: Limits, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._limits = limits
        self._monotonic = monotonic
        self._most = max(count for count, _ in limits)
        self._longest = max(seconds for _, seconds in limits)
        self._sent: dict[str, deque[float]] = {}

    def wait(self, key: str) -> float:
        """Give the seconds until the key may be used; 0 means now."""
        sent, now = self._sent.get(key, ()), self._monotonic()
        waits = [
            sent[-count] + seconds - now for count, seconds in self._limits if len(sent) >= count
        ]
        return max(0.0, *waits) if waits else 0.0

    def use(self, key: str) -> None:
        """Count one send."""
        if key not in self._sent and len(self._sent) >= _MOST_KEYS:
            self._forget_idle()
        self._sent.setdefault(key, deque(maxlen=self._most)).append(self._monotonic())

    def _forget_idle(self) -> None:
        ago = self._monotonic() - self._longest
        idle = [key for key, sent in self._sent.items() if sent[-1] <= ago]
        for key in idle or list(islice(self._sent, _MOST_KEYS // 10)):
            del self._sent[key]
