"""Looks from time to time for mails that came back, so that the claim says so, not a mailbox."""

from __future__ import annotations

import secrets
from datetime import timedelta

import structlog

from bot.claims.ports import Clock, MailDelayed, MailForbidden, ReturnedMail
from bot.services.consent_mail import ConsentMail

_log = structlog.get_logger("bot.mail")
#: Between two looks, and up to two fifths more, so that several copies do not look in step.
PAUSE = timedelta(minutes=5)
_SPREAD = 0.4
#: After a refusal only the operator can help; no use in asking every few minutes.
_REFUSED_PAUSE = timedelta(hours=1)


class Bounces:
    """A job that may be run as often as one likes: it looks into the mailbox when it is time."""

    def __init__(
        self, box: ReturnedMail, fate: ConsentMail, clock: Clock, pause: timedelta = PAUSE
    ) -> None:
        self._box, self._fate, self._clock, self._pause = box, fate, clock, pause
        self._next = clock.now()

    async def run(self) -> int:
        """Note what came back; gives 0, so that the next look waits for the loop's pause."""
        if self._clock.now() < self._next:
            return 0
        self._after(self._pause)
        try:
            await self._look()
        except MailDelayed as delayed:
            wait = timedelta(seconds=delayed.retry_after or 0)
            self._after(max(wait, self._pause))
            _log.warning("mail.returned_unread", why=str(delayed))
        except MailForbidden as forbidden:
            self._after(_REFUSED_PAUSE)
            _log.error("mail.returned_forbidden", what_to_do=str(forbidden))
        return 0

    async def _look(self) -> None:
        """Note first, then mark as read: what is read twice by a crash is noted once."""
        for returned in await self._box.waiting():
            if await self._fate.returned(returned):
                await self._box.done(returned)
            else:
                self._box.leave(returned)

    def _after(self, pause: timedelta) -> None:
        spread = 1 + _SPREAD * secrets.SystemRandom().random()
        self._next = self._clock.now() + pause * spread
