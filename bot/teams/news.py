"""Tells an admin in Teams what happened to a claim, and brings the claim's old card up to date."""

from __future__ import annotations

import secrets

from bot.cards.notices import for_reviewer, notice
from bot.cards.scene import Card, Scene, Stamp
from bot.cards.status import status_card
from bot.claims.models import Claim, Event, Status
from bot.claims.ports import Clock, OutboxRow, Reference, SetAside, StatusCard, Store, TryLater
from bot.claims.rules import Rulebook
from bot.dialogs.turn import Reply
from bot.teams.proactive import Notifier
from bot.teams.refusals import SendFailed, SendLater, SendParked
from bot.text.words import Words

#: News after which a claim's card asks for words for the first time; later news leave it alone.
_ASKS_NOW = (Event.REQUEST_INFO, Event.REJECT, Event.LAPSE, Event.CUSTOMER_DECLINE)


def _may_be_half_typed(claim: Claim, event: str) -> bool:
    """Say whether the claim's card may hold words somebody is just writing."""
    asks = claim.status in (Status.ACTION_REQUIRED, Status.REJECTED)
    return asks and event not in _ASKS_NOW


class News:
    """Delivers outbox rows of kind NOTICE."""

    def __init__(self, store: Store, notifier: Notifier, rules: Rulebook, clock: Clock) -> None:
        self._store, self._notifier = store, notifier
        self._rules, self._clock = rules, clock

    async def deliver(self, row: OutboxRow) -> None:
        """Send the short message, then repaint the claim's last status card.

        Raises `TryLater` or `SetAside` (nobody to write to, or gone until they are back).
        """
        unit = self._store.unit()
        claim = await unit.claim(row.org, row.claim_id)
        reference = await unit.reference(row.org, str(row.payload["to"]))
        if row.payload.get("as") == "reviewer":
            await self._tell_reviewer(claim, reference, str(row.payload["event"]))
            return
        if claim is None or reference is None:
            raise SetAside("nobody to write to")
        old = await unit.status_card(claim.id, reference.object_id)
        scene = self._scene(claim, reference)
        event = str(row.payload["event"])
        card = notice(scene, claim, event, row.payload.get("detail"))
        await self._send(reference, card)
        if old and not _may_be_half_typed(claim, event):
            await self._repaint(reference, claim, old)

    async def _tell_reviewer(
        self, claim: Claim | None, reference: Reference | None, event: str
    ) -> None:
        """Send a reviewer their news; whoever never opened the assistant finds it in the queue."""
        if claim and reference:
            await self._send(reference, for_reviewer(self._scene(claim, reference), claim, event))

    async def _send(self, reference: Reference, card: Card) -> None:
        reply = Reply(card=card, summary=card.get("fallbackText", ""))
        try:
            await self._notifier.send(reference, reply)
        except SendLater as later:
            raise TryLater("the channel is busy", later.retry_after) from later
        except SendParked as parked:
            await self._remember_gone(reference)
            raise SetAside("the person cannot be reached") from parked
        except SendFailed as failed:
            raise SetAside(f"refused by the channel ({failed.status})") from failed

    async def _remember_gone(self, reference: Reference) -> None:
        """Note that the person cannot be written to, so that their return sends what waits."""
        if not reference.blocked:
            unit = self._store.unit()
            unit.keep_reference(reference.model_copy(update={"blocked": True}))
            await unit.commit()

    async def _repaint(self, reference: Reference, claim: Claim, old: StatusCard) -> None:
        """Bring the old card up to date; the news is out, so a failure here is left alone."""
        card = status_card(self._scene(claim, reference), claim)
        reply = Reply(card=card, summary=card.get("fallbackText", ""))
        try:
            shown = await self._notifier.update(reference, old.message_id, reply)
        except SendFailed:
            return
        if shown != old.message_id:
            unit = self._store.unit()
            unit.keep_status_card(old.model_copy(update={"message_id": shown}))
            await unit.commit()

    def _scene(self, claim: Claim, reference: Reference) -> Scene:
        today = self._rules.calendar.today(self._clock.now())
        zone = self._rules.calendar.zone
        return Scene(
            words=Words(reference.locale, zone=zone, today=today),
            stamp=Stamp(secrets.token_urlsafe(9), claim.id, claim.version),
            rules=self._rules,
            today=today,
        )
