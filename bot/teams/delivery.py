"""Sending what a turn decided, after it was stored, so that a crash in between loses nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from bot.claims.ports import StatusCard, Store
from bot.dialogs.turn import Reply
from bot.teams import faults
from bot.teams.connector import Connector, ServiceClient
from bot.teams.outgoing import Route, message
from bot.teams.refusals import SendFailed, SendRefused
from bot.teams.visits import Visit


@dataclass(frozen=True, slots=True)
class Outcome:
    """The stored result of a turn: what to show, and how much of it was sent before."""

    key: str
    in_place: Reply | None = None
    replies: tuple[Reply, ...] = ()
    sent: tuple[str, ...] = ()

    @classmethod
    def stored(cls, key: str, result: Mapping[str, Any], sent: Sequence[str]) -> Outcome:
        """Read an outcome back from its stored form."""
        in_place = result.get("in_place")
        return cls(
            key=key,
            in_place=Reply.model_validate(in_place) if in_place else None,
            replies=tuple(Reply.model_validate(reply) for reply in result.get("replies", ())),
            sent=tuple(sent),
        )


class Delivery:
    """Sends the replies of an outcome, in order, and notes how far it came."""

    def __init__(self, store: Store, connector: Connector) -> None:
        self._store = store
        self._connector = connector

    async def deliver(self, visit: Visit, outcome: Outcome) -> None:
        """Send what has not been sent yet.

        Raises a `SendFailed` at the first message that cannot be sent; the ones before it are
        noted, and a redelivery of the activity goes on from there.
        """
        replies = _all_replies(visit, outcome)
        ids = list(outcome.sent)
        if len(ids) >= len(replies):
            return
        try:
            client = self._connector.at(visit.route.service_url)
            for reply in replies[len(ids) :]:
                ids.append(await send(client, visit.route, reply))
        finally:
            if len(ids) > len(outcome.sent):
                await self._note(visit, outcome, replies, ids)

    async def _note(
        self, visit: Visit, outcome: Outcome, replies: Sequence[Reply], ids: Sequence[str]
    ) -> None:
        """Write down what was sent; the person has it, so a failure here is only logged."""
        try:
            await self._store.mark_sent(outcome.key, ids)
            await self._keep_status_cards(visit, replies, ids)
        except Exception as error:
            faults.record(error, "noting what was sent")

    async def _keep_status_cards(
        self, visit: Visit, replies: Sequence[Reply], ids: Sequence[str]
    ) -> None:
        cards = [
            status_card(visit, reply.status_of, sent)
            for reply, sent in zip(replies, ids, strict=False)
            if reply.status_of is not None and sent
        ]
        if not cards:
            return
        unit = self._store.unit()
        for card in cards:
            unit.keep_status_card(card)
        await unit.commit()


def status_card(visit: Visit, claim_id: int, message_id: str) -> StatusCard:
    """Say which message shows a claim's status to the visitor."""
    return StatusCard(
        claim_id=claim_id,
        object_id=visit.who.object_id,
        conversation_id=visit.who.conversation_id,
        message_id=message_id,
    )


def _all_replies(visit: Visit, outcome: Outcome) -> tuple[Reply, ...]:
    """Give everything that leaves through the connector.

    The card of an invoke is replaced by the HTTP answer; that of a Submit by an update, or by a
    new message where its id is not known.
    """
    if visit.invoked or outcome.in_place is None:
        return outcome.replies
    replaced = outcome.in_place.model_copy(update={"replaces": visit.pressed_message})
    return (replaced, *outcome.replies)


async def send(client: ServiceClient, route: Route, reply: Reply) -> str:
    """Send one reply, or change an earlier message; gives the message's id.

    A message that is not there any more is sent anew. Raises a `SendFailed`.
    """
    body = message(route, reply)
    if reply.replaces:
        try:
            await client.update_activity(route.conversation_id, reply.replaces, body)
        except SendRefused as refused:
            if refused.status != HTTPStatus.NOT_FOUND:
                raise
        else:
            return reply.replaces
    if route.answers:
        sent = await client.reply_to_activity(route.conversation_id, route.answers, body)
    else:
        sent = await client.send_to_conversation(route.conversation_id, body)
    return str(sent.id)


__all__ = ["Delivery", "Outcome", "SendFailed", "send", "status_card"]
