"""Runs the jobs side by side with the web server, and stops them without losing anything."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bot.observing import work
from bot.services.traces import trace_of

_log = structlog.get_logger("bot.jobs")


class Loop:
    """One job that is run again and again; `wake` runs it at once."""

    def __init__(
        self,
        name: str,
        job: Callable[[], Awaitable[int]],
        pause: float,
        ran: Callable[[str], None] | None = None,
    ) -> None:
        """`pause`: seconds between runs that found nothing to do; `ran` hears of each good run."""
        self._name, self._job, self._pause = name, job, pause
        self._ran = ran or _unheard
        self._wake = asyncio.Event()
        self._stopping = False
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin; needs a running event loop."""
        self._task = asyncio.create_task(self._run(), name=self._name)

    def wake(self) -> None:
        """Run the job now instead of at the next pause's end."""
        self._wake.set()

    async def stop(self) -> None:
        """Let a run under way finish, then end."""
        self._stopping = True
        self._wake.set()
        if self._task:
            await self._task

    async def _run(self) -> None:
        while not self._stopping:
            self._wake.clear()
            done = await self._once()
            if not done and not self._stopping:
                await self._rest()

    async def _once(self) -> int:
        with work.begun():
            try:
                done = await self._job()
                self._ran(self._name)
                return done
            except Exception as error:  # a job's boundary: logged, tried again after the pause
                _log.error("job.failed", job=self._name, stack=trace_of(error))
                return 0

    async def _rest(self) -> None:
        try:
            await asyncio.wait_for(self._wake.wait(), self._pause)
        except TimeoutError:
            return


def _unheard(_: str) -> None:
    """Tell nobody."""
