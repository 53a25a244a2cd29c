"""The SDK's cloud adapter, reading activities and answering invokes without msrest."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from botbuilder.core import CloudAdapterBase, InvokeResponse, TurnContext
from botbuilder.schema import Activity, ActivityTypes, ChannelAccount, ConversationAccount

from bot.teams.authentication import Caller, ChannelAuthentication, LoopbackAuthentication

Wire = Mapping[str, Any]
Logic = Callable[[TurnContext], Awaitable[None]]


class TeamsAdapter(CloudAdapterBase):
    """Runs one activity through the SDK's pipeline and gives what the HTTP request is answered.

    The SDK as it comes builds a user token client per turn and answers every invoke that has a
    body with 500, because it serialises the body twice; neither happens here.
    """

    def __init__(self, authentication: ChannelAuthentication | LoopbackAuthentication) -> None:
        super().__init__(authentication)
        self._authentication = authentication

    async def process(
        self, activity: Wire, caller: Caller, logic: Logic
    ) -> tuple[int, dict[str, Any] | None]:
        """Admit and run an activity; gives HTTP status and JSON body.

        `activity` is well-formed (see `bot.web.messages`). Raises `NotAdmitted`.
        """
        admitted = await self._authentication.admit(caller, activity)
        response = await self.process_activity(admitted, read_activity(activity), logic)
        return (response.status, response.body) if response else (200, None)

    def answer_invoke(self, context: TurnContext, status: int, body: dict[str, Any] | None) -> None:
        """Leave the answer of an invoke where the pipeline looks for it, as plain JSON."""
        response = InvokeResponse(status=status, body=body)
        answer = Activity(type=ActivityTypes.invoke_response, value=response)
        context.turn_state[self._INVOKE_RESPONSE_KEY] = answer


def read_activity(raw: Wire) -> Activity:
    """Make the SDK's activity from JSON, with the members a dialog may look at.

    Left out on purpose: `deliveryMode` (replies always leave through the connector) and
    everything else that would let a caller change how the pipeline works.
    """
    sender, recipient = raw["from"], raw.get("recipient") or {}
    conversation = raw["conversation"]
    return Activity(
        type=raw["type"],
        id=raw.get("id"),
        channel_id=raw["channelId"],
        service_url=raw["serviceUrl"],
        locale=raw.get("locale"),
        text=raw.get("text"),
        name=raw.get("name"),
        value=raw.get("value"),
        reply_to_id=raw.get("replyToId"),
        channel_data=raw.get("channelData"),
        from_property=ChannelAccount(
            id=sender["id"],
            name=sender.get("name"),
            aad_object_id=sender.get("aadObjectId"),
        ),
        recipient=ChannelAccount(id=recipient.get("id"), name=recipient.get("name")),
        conversation=ConversationAccount(
            id=conversation["id"],
            conversation_type=conversation.get("conversationType"),
            tenant_id=conversation.get("tenantId"),
        ),
    )
