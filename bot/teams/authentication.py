"""Who may call `/api/messages`: in production the Bot Framework, on a local run this machine.

Which of the two classes is used is decided once, when the assistant is put together; nothing a
caller sends can choose.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, NoReturn, Protocol

from botbuilder.schema import Activity
from botframework.connector.auth import (
    AuthenticateRequestResult,
    BotFrameworkAuthentication,
    ClaimsIdentity,
    ConnectorFactory,
)

from bot.teams.addresses import is_loopback

CHANNEL = "msteams"


@dataclass(frozen=True, slots=True)
class Caller:
    """What the HTTP request says of its sender, apart from the activity."""

    authorization: str = ""
    peer: str = ""
    """Address of the other end of the connection."""
    host: str = ""
    """Name by which the caller addressed us (without the port)."""
    forwarded: bool = False
    """True where a proxy's header says that somebody else stands behind the peer."""


class NotAdmitted(Exception):
    """Raised where a request is not from the channel; `status` is the HTTP status to answer."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class ChannelTokenCheck(Protocol):
    """What checks the channel's token (`bot.identity.tokens.ChannelTokens`)."""

    async def judge(
        self, authorization: str, *, service_url: str, channel: str
    ) -> Literal["good", "bad", "unknown"]:
        """Say whether the token is good; "unknown" while it cannot be told."""
        ...


class _Authentication(BotFrameworkAuthentication):
    """The SDK's extension point, with everything that costs a turn time left out."""

    def __init__(self, connectors: ConnectorFactory) -> None:
        self._connectors = connectors

    def create_connector_factory(self, claims_identity: ClaimsIdentity) -> ConnectorFactory:
        """Give the one factory of the process."""
        return self._connectors

    async def create_user_token_client(self, claims_identity: ClaimsIdentity) -> None:
        """Give none: the assistant signs nobody in through the token service."""

    async def authenticate_request(self, activity: Activity, auth_header: str) -> NoReturn:
        """Refuse: a request is only admitted with what is known of its caller (`admit`)."""
        raise NotAdmitted(401)

    async def authenticate_streaming_request(
        self, auth_header: str, channel_id_header: str
    ) -> NoReturn:
        """Refuse: activities come by POST only."""
        raise NotAdmitted(401)

    def _result(self) -> AuthenticateRequestResult:
        result = AuthenticateRequestResult()
        result.claims_identity = ClaimsIdentity({}, True)
        result.connector_factory = self._connectors
        return result


class ChannelAuthentication(_Authentication):
    """Admits activities with a valid Bot Framework token for exactly this bot and service URL."""

    def __init__(self, tokens: ChannelTokenCheck, connectors: ConnectorFactory) -> None:
        super().__init__(connectors)
        self._tokens = tokens

    async def admit(self, caller: Caller, activity: Mapping[str, Any]) -> AuthenticateRequestResult:
        """Check who sends a well-formed activity, before any of it is believed.

        Raises `NotAdmitted`: 401 for a missing or bad token, 403 for a foreign channel, 503
        while the channel's keys cannot be had.
        """
        _expect_channel(activity)
        verdict = await self._tokens.judge(
            caller.authorization, service_url=activity["serviceUrl"], channel=CHANNEL
        )
        if verdict != "good":
            raise NotAdmitted(401 if verdict == "bad" else 503)
        return self._result()


class LoopbackAuthentication(_Authentication):
    """Admits activities from this machine without a token: for the local profile only."""

    async def admit(self, caller: Caller, activity: Mapping[str, Any]) -> AuthenticateRequestResult:
        """Check that the caller sits on this machine and nobody stands behind it.

        Raises `NotAdmitted` (403). The host name is checked against a page that rebinds its own
        name to 127.0.0.1.
        """
        if caller.forwarded or not is_loopback(caller.peer) or not is_loopback(caller.host):
            raise NotAdmitted(403)
        _expect_channel(activity)
        return self._result()


def _expect_channel(activity: Mapping[str, Any]) -> None:
    if activity["channelId"] != CHANNEL:
        raise NotAdmitted(403)
