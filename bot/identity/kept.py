"""A value from elsewhere that is kept at hand: fetched once for all who ask, renewed unnoticed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Fetched(Generic[T]):
    """What was fetched; after how many seconds it is renewed, and for how many it may be used."""

    value: T
    renew_after: float
    good_for: float = float("inf")


class Kept(Generic[T]):
    """Keeps one value, so that asking for it costs nothing.

    `fetch` gives the value, or None where it cannot be had now (it logs that itself). Between two
    tries lie at least `pause` seconds, or `empty_pause` while there is no good value. However many
    ask, one fetch runs at a time; whoever is cancelled while waiting does not stop it.
    """

    def __init__(
        self,
        fetch: Callable[[], Awaitable[Fetched[T] | None]],
        *,
        pause: float,
        empty_pause: float,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._fetch = fetch
        self._pause = pause
        self._empty_pause = empty_pause
        self._monotonic = monotonic
        self._fetched: Fetched[T] | None = None
        self._at = float("-inf")
        self._tried = float("-inf")
        self._running: asyncio.Task[None] | None = None

    @property
    def value(self) -> T | None:
        """Give the value while it is good, and None otherwise; nothing is asked for."""
        if self._fetched is None or self._age() >= self._fetched.good_for:
            return None
        return self._fetched.value

    def freshen(self) -> None:
        """Begin to renew the value in the background where it is time; nobody waits for that."""
        due = self._fetched is None or self._age() >= self._fetched.renew_after
        if due and self._may_try():
            self._start()

    async def renew(self) -> None:
        """Wait for a new value, where one is on its way or may be asked for by now."""
        if self._may_try():
            self._start()
        if self._running is not None:
            await asyncio.shield(self._running)

    def forget(self) -> None:
        """Use the value no longer."""
        self._fetched = None

    async def close(self) -> None:
        """Stop a fetch that is still running."""
        if self._running is not None and not self._running.done():
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)

    def _age(self) -> float:
        return self._monotonic() - self._at

    def _may_try(self) -> bool:
        pause = self._pause if self.value is not None else self._empty_pause
        return self._monotonic() - self._tried >= pause

    def _start(self) -> None:
        if self._running is None or self._running.done():
            self._tried = self._monotonic()
            self._running = asyncio.create_task(self._run())

    async def _run(self) -> None:
        fetched = await self._fetch()
        if fetched is not None:
            self._fetched, self._at = fetched, self._monotonic()
