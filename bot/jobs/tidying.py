"""Forgets what has served its time, so that the database does not grow for ever."""

from __future__ import annotations

from datetime import timedelta

from bot.claims.ports import Clock, Store

#: Teams re-sends within a minute and mails are counted by the day; a week is ample for both.
KEPT_FOR = timedelta(days=7)
#: Questions nothing was known about; whoever improves the answers looks more often than that.
QUESTIONS_FOR = timedelta(days=180)


class Tidying:
    """Deletes stored results that nobody can ask for any more, and old open questions."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock

    async def run(self) -> int:
        """Delete what is old; gives 0, so that the next look waits for the pause."""
        now = self._clock.now()
        await self._store.forget_answered(now - KEPT_FOR)
        await self._store.forget_questions((now - QUESTIONS_FOR).date())
        return 0
