"""Messages of the assistant's own initiative: straight through the connector, at Teams' pace."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from bot.claims.ports import Reference
from bot.dialogs.turn import Reply
from bot.teams.connector import Connector
from bot.teams.delivery import send
from bot.teams.outgoing import Route
from bot.teams.pace import CONVERSATION, TENANT, Limits, Pace
from bot.teams.refusals import SendLater, SendParked, SendRefused

_PATIENCE = 1.5


class Notifier:
    """Writes to people by their stored reference.

    Waits for the pace up to a second and a half; for longer it raises `SendLater`.
    """

    def __init__(
        self,
        connector: Connector,
        *,
        conversation_limits: Limits = CONVERSATION,
        tenant_limits: Limits = TENANT,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._connector = connector
        self._conversations = Pace(conversation_limits, monotonic)
        self._tenants = Pace(tenant_limits, monotonic)

    async def send(self, reference: Reference, reply: Reply) -> str:
        """Send a reply (or, with `replaces`, change a message) and give the message's id.

        Raises `SendLater` (try again, `retry_after` seconds if known), `SendParked` (wait until
        the person is back) or `SendRefused` (give up).
        """
        if reference.blocked:
            raise SendParked(code="Blocked")
        client = self._connector.at(reference.service_url)
        await self._keep_pace(reference)
        return await send(client, _route(reference), reply)

    async def update(self, reference: Reference, message_id: str, reply: Reply) -> str:
        """Change an earlier message, or send it anew where it is gone; raises like `send`."""
        return await self.send(reference, reply.model_copy(update={"replaces": message_id}))

    async def _keep_pace(self, reference: Reference) -> None:
        waited = 0.0
        while wait := self._wait(reference):
            if waited + wait > _PATIENCE:
                raise SendLater(code="Pace", retry_after=wait)
            await asyncio.sleep(wait)
            waited += wait
        self._conversations.use(reference.conversation_id)
        self._tenants.use(reference.tenant_id)

    def _wait(self, reference: Reference) -> float:
        return max(
            self._conversations.wait(reference.conversation_id),
            self._tenants.wait(reference.tenant_id),
        )


def _route(reference: Reference) -> Route:
    return Route(
        service_url=reference.service_url,
        conversation_id=reference.conversation_id,
        bot_id=reference.bot_id,
        user_id=reference.user_id,
        locale=reference.locale,
    )


__all__ = ["Notifier", "SendLater", "SendParked", "SendRefused"]
