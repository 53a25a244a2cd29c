"""Forgets what is only kept for redelivery, so that the database does not grow for ever."""

from __future__ import annotations

from datetime import timedelta

from bot.claims.ports import Clock, Store

#: Teams re-sends within a minute and mails are counted by the day; a week is ample for both.
KEPT_FOR = timedelta(days=7)


class Tidying:
    """Deletes stored results that nobody can ask for any more."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock

    async def run(self) -> int:
        """Delete old results; gives 0, so that the next look waits for the pause."""
        await self._store.forget_answered(self._clock.now() - KEPT_FOR)
        return 0
