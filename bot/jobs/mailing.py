"""Sends frozen mails from the outbox and notes on the claim when the customer's left."""

from __future__ import annotations

from datetime import timedelta

import structlog

from bot.claims.ports import (
    Clock,
    Mail,
    MailDelayed,
    Mailer,
    MailForbidden,
    MailInDoubt,
    MailRefused,
    OutboxRow,
    SetAside,
    Store,
    TryLater,
)
from bot.claims.rules import Rulebook
from bot.jobs.outbox import is_worn_out
from bot.services.consent_mail import ConsentMail

_log = structlog.get_logger("bot.mail")
#: How long to wait with the one repetition of a mail in doubt: a report of it may come first.
DOUBT_PAUSE = timedelta(minutes=10)


class Mailing:
    """Delivers outbox rows of kind MAIL.

    Before a mail is handed over it is written down that this is about to happen, and afterwards
    what came of it. So a mail whose sender died on the way is known to be in doubt, too. A mailer
    that is `repeatable` is spared that: it cannot send a mail twice.
    """

    def __init__(self, store: Store, mailer: Mailer, clock: Clock, rules: Rulebook) -> None:
        self._store, self._mailer, self._clock, self._rules = store, mailer, clock, rules
        self._fate = ConsentMail(store, clock)

    async def deliver(self, row: OutboxRow) -> None:
        """Send one mail exactly as it was frozen. Raises `TryLater` or `SetAside`."""
        if await self._superseded(row):
            return
        attempt, fate = await self._last_try(row)
        if fate == "unknown":
            await self._doubt(row, attempt)
        if fate != "sent":
            await self._send(row)
        await self._note_sent(row)

    async def _send(self, row: OutboxRow) -> None:
        await self._write_down(row, "begun")
        try:
            await self._mailer.send(Mail.model_validate(row.payload["mail"]))
        except MailInDoubt as doubt:
            await self._doubt(row, row.attempts)
            raise TryLater("mail in doubt", DOUBT_PAUSE.total_seconds()) from doubt
        except MailDelayed as delayed:
            await self._write_down(row, "not sent")
            await self._delayed(row, delayed)
        except MailRefused as refused:
            await self._write_down(row, "not sent")
            await self._refused(row, refused)
        await self._write_down(row, "sent")

    async def _delayed(self, row: OutboxRow, delayed: MailDelayed) -> None:
        """A wait that the other side asked for is no failure; any other one counts."""
        asked = delayed.retry_after is not None
        if is_worn_out(row, self._clock.now(), told_to_wait=asked):
            await self._fate.given_up(row.org, row.claim_id)
            raise SetAside("mail given up") from delayed
        raise TryLater("mail delayed", delayed.retry_after) from delayed

    async def _refused(self, row: OutboxRow, refused: MailRefused) -> None:
        if isinstance(refused, MailForbidden):
            _log.error("mail.forbidden", claim=row.claim_id, what_to_do=str(refused))
            await self._fate.given_up(row.org, row.claim_id)
            raise SetAside(str(refused)) from refused
        await self._fate.came_back(row.org, row.claim_id, row.key)
        raise SetAside("mail refused") from refused

    async def _doubt(self, row: OutboxRow, attempt: int) -> None:
        """Note the doubt about a try; the second such try ends the trying."""
        _log.warning("mail.in_doubt", claim=row.claim_id, row=row.id, attempt=attempt)
        if not await self._fate.in_doubt(row.org, row.claim_id, row.key, attempt):
            await self._fate.given_up(row.org, row.claim_id)
            raise SetAside("mail in doubt for the second time")

    async def _last_try(self, row: OutboxRow) -> tuple[int, str]:
        """Give the last try and its fate: "unknown" where no answer came, or nobody lived to tell.

        Not every attempt is a try: a row is also given back untried.
        """
        unit = self._store.unit()
        for attempt in range(-1 if self._mailer.repeatable else row.attempts - 1, -1, -1):
            if await unit.answered(_mark(row, attempt, begun=True)):
                told = await unit.answered(_mark(row, attempt, begun=False))
                return attempt, str(told.result["fate"]) if told else "unknown"
        return -1, "not tried"

    async def _write_down(self, row: OutboxRow, fate: str) -> None:
        if self._mailer.repeatable:
            return
        unit = self._store.unit()
        unit.remember(_mark(row, row.attempts, begun=fate == "begun"), {"fate": fate})
        await unit.commit()

    async def _superseded(self, row: OutboxRow) -> bool:
        """Say whether the address was corrected meanwhile: the old link is dead, do not send it."""
        claim = await self._store.unit().claim(row.org, row.claim_id)
        if claim is None or claim.consent is None:
            return True
        return bool(claim.consent.round != row.payload.get("round", claim.consent.round))

    async def _note_sent(self, row: OutboxRow) -> None:
        """Keep when the mail left."""
        await self._fate.sent(row.org, row.claim_id, self._rules)


def _mark(row: OutboxRow, attempt: int, *, begun: bool) -> str:
    return f"mail-{'begun' if begun else 'fate'}:{row.key}:{attempt}"
