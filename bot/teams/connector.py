"""The connector's REST interface over one shared session, in place of the SDK's own client.

The SDK makes a client, credentials and a connection per turn and serialises cards leaf by leaf
through msrest; here dicts go out as they are, and a warm turn opens no connection. Nothing of
msrest (nor its slow `ClientRetryPolicy`) runs in a turn.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import aiohttp
from botbuilder.schema import Activity, ResourceResponse
from botframework.connector.auth import ConnectorFactory
from yarl import URL

from bot.observing.traces import span
from bot.teams.addresses import AllowedHosts
from bot.teams.credentials import Credentials, TokenUnavailable
from bot.teams.outgoing import to_wire
from bot.teams.refusals import RETRIED, ForeignService, SendFailed, SendLater, SendRefused, refusal

Wire = Mapping[str, Any]
_MOST_CLIENTS = 64


def open_session(*, connections: int = 256) -> aiohttp.ClientSession:
    """Open the session all outgoing calls share: kept-alive connections and no cookies."""
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=connections, keepalive_timeout=60),
        cookie_jar=aiohttp.DummyCookieJar(),
    )


@dataclass(frozen=True, slots=True)
class Patience:
    """How long one call may take: seconds per try, tries, and seconds spent waiting in all."""

    timeout: float = 8.0
    tries: int = 3
    waiting: float = 2.0
    first_wait: float = 0.2


class Connector(ConnectorFactory):
    """Gives the client for a service URL; all of them share session and credentials.

    A service URL that `hosts` does not list is refused before a token is even asked for.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        credentials: Credentials,
        hosts: AllowedHosts,
        *,
        patience: Patience | None = None,
    ) -> None:
        self._session = session
        self._credentials = credentials
        self._hosts = hosts
        self._patience = patience or Patience()
        self._clients: dict[str, ServiceClient] = {}

    async def create(self, service_url: str, audience: str = "") -> ServiceClient:
        """Give the client for a service URL (the SDK's way to ask for it)."""
        return self.at(service_url)

    def at(self, service_url: str) -> ServiceClient:
        """Give the client for a service URL. Raises `ForeignService` for a foreign one."""
        client = self._clients.get(service_url)
        if client is None:
            if not self._hosts.accepts(service_url):
                raise ForeignService(code="ForeignServiceUrl")
            if len(self._clients) >= _MOST_CLIENTS:
                self._clients.clear()
            client = ServiceClient(self, service_url)
            self._clients[service_url] = client
        return client

    async def call(self, method: str, url: URL, body: bytes | None) -> Any:
        """Make one call and give the decoded answer; tries again only what may pass by itself.

        Raises a `SendFailed`.
        """
        patience = self._patience
        waited, wait = 0.0, patience.first_wait
        for attempt in range(1, patience.tries + 1):
            try:
                with span("connector", method=method, attempt=attempt):
                    return await self._once(method, url, body)
            except SendLater as failure:
                pause = failure.retry_after if failure.retry_after is not None else wait
                again = failure.status in RETRIED or failure.code == "NotConnected"
                if not again or attempt == patience.tries or waited + pause > patience.waiting:
                    raise
            await asyncio.sleep(pause)
            waited, wait = waited + pause, wait * 2
        raise AssertionError("a call ends by an answer or a failure")

    async def _once(self, method: str, url: URL, body: bytes | None) -> Any:
        token = await self._token()
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        try:
            async with self._session.request(
                method,
                url,
                data=body,
                headers=headers,
                timeout=aiohttp.ClientTimeout(total=self._patience.timeout),
                allow_redirects=False,
            ) as response:
                answer = _decoded(await response.read())
        except (aiohttp.ClientConnectorError, aiohttp.ServerDisconnectedError) as error:
            raise SendLater(code="NotConnected") from error
        except (aiohttp.ClientError, TimeoutError) as error:
            # it may have arrived: another try in the turn could show a message twice
            raise SendLater(code=type(error).__name__) from error
        if response.status == HTTPStatus.UNAUTHORIZED and token is not None:
            self._credentials.reject(token)
        if not response.ok or response.status >= HTTPStatus.MULTIPLE_CHOICES:
            raise refusal(response.status, response.headers, answer)
        return answer

    async def _token(self) -> str | None:
        try:
            return await self._credentials.token()
        except TokenUnavailable as error:
            raise SendLater(code="TokenUnavailable") from error


class ServiceClient:
    """One service URL's conversations, in the shape the SDK's adapter expects of a client."""

    def __init__(self, connector: Connector, service_url: str) -> None:
        self.service_url = service_url
        self._connector = connector
        self._base = service_url.rstrip("/") + "/v3/conversations/"

    @property
    def conversations(self) -> ServiceClient:
        """Give the operations; the SDK looks for them under this name."""
        return self

    async def send_to_conversation(self, conversation_id: str, activity: Activity | Wire) -> Any:
        """Send an activity; gives a `ResourceResponse` with its id. Raises a `SendFailed`."""
        return await self._send("POST", (conversation_id, "activities"), activity)

    async def reply_to_activity(
        self, conversation_id: str, activity_id: str, activity: Activity | Wire
    ) -> Any:
        """Send an activity as an answer to another one. Raises a `SendFailed`."""
        return await self._send("POST", (conversation_id, "activities", activity_id), activity)

    async def update_activity(
        self, conversation_id: str, activity_id: str, activity: Activity | Wire
    ) -> Any:
        """Replace an activity that was sent earlier. Raises a `SendFailed`."""
        return await self._send("PUT", (conversation_id, "activities", activity_id), activity)

    async def delete_activity(self, conversation_id: str, activity_id: str) -> None:
        """Take an activity back. Raises a `SendFailed`."""
        await self._connector.call(
            "DELETE", self._url(conversation_id, "activities", activity_id), None
        )

    async def get_member(self, conversation_id: str, member_id: str) -> dict[str, Any]:
        """Give what the channel's roster says of a person. Raises a `SendFailed`."""
        url = self._url(conversation_id, "members", member_id)
        answer = await self._connector.call("GET", url, None)
        return answer if isinstance(answer, dict) else {}

    async def _send(self, method: str, path: tuple[str, ...], activity: Activity | Wire) -> Any:
        body = json.dumps(to_wire(activity), ensure_ascii=False, separators=(",", ":")).encode()
        answer = await self._connector.call(method, self._url(*path), body)
        sent = answer.get("id") if isinstance(answer, dict) else None
        return ResourceResponse(id=sent if isinstance(sent, str) else "")

    def _url(self, *path: str) -> URL:
        if any(part in ("", ".", "..") for part in path):
            raise SendRefused(code="BadId")
        return URL(self._base + "/".join(quote(part, safe="") for part in path), encoded=True)


def _decoded(body: bytes) -> Any:
    try:
        return json.loads(body) if body else None
    except ValueError:
        return None


__all__ = ["Connector", "Patience", "SendFailed", "ServiceClient", "open_session"]
