"""Sends frozen mails from the outbox and notes on the claim when the customer's left."""

from __future__ import annotations

from bot.claims.errors import Conflict
from bot.claims.ports import (
    Clock,
    Mail,
    MailDelayed,
    Mailer,
    MailRefused,
    OutboxRow,
    SetAside,
    Store,
    TryLater,
)
from bot.jobs.outbox import WAITS
from bot.services.notices import tell_owner


class Mailing:
    """Delivers outbox rows of kind MAIL."""

    def __init__(self, store: Store, mailer: Mailer, clock: Clock) -> None:
        self._store, self._mailer, self._clock = store, mailer, clock

    async def deliver(self, row: OutboxRow) -> None:
        """Send one mail exactly as it was frozen. Raises `TryLater` or `SetAside`."""
        if await self._superseded(row):
            return
        try:
            await self._mailer.send(Mail.model_validate(row.payload["mail"]))
        except MailDelayed as delayed:
            if row.attempts >= len(WAITS):
                await self._tell(row, "mail_parked")
                raise SetAside("mail given up") from delayed
            raise TryLater("mail delayed", delayed.retry_after) from delayed
        except MailRefused as refused:
            await self._tell(row, "mail_bounced")
            raise SetAside("mail refused") from refused
        await self._note_sent(row)

    async def _superseded(self, row: OutboxRow) -> bool:
        """Say whether the address was corrected meanwhile: the old link is dead, do not send it."""
        claim = await self._store.unit().claim(row.org, row.claim_id)
        if claim is None or claim.consent is None:
            return True
        return bool(claim.consent.round != row.payload.get("round", claim.consent.round))

    async def _note_sent(self, row: OutboxRow) -> None:
        """Keep when the mail left; the mail is out, so a race here is no reason to send again."""
        for _ in range(3):
            unit = self._store.unit()
            claim = await unit.claim(row.org, row.claim_id)
            if claim is None or claim.consent is None:
                return
            consent = claim.consent.model_copy(update={"mailed_at": self._clock.now()})
            unit.save(claim.model_copy(update={"consent": consent}))
            try:
                await unit.commit()
            except Conflict:
                continue
            return

    async def _tell(self, row: OutboxRow, kind: str) -> None:
        unit = self._store.unit()
        claim = await unit.claim(row.org, row.claim_id)
        if claim:
            tell_owner(unit, claim, kind, self._clock.now())
            await unit.commit()
