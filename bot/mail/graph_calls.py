"""Calls Microsoft Graph for one mailbox, and always knows whether a request has left or not."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Protocol
from urllib.parse import quote, urlencode, urlsplit

import aiohttp
from yarl import URL

from bot.claims.ports import MailDelayed, MailInDoubt

#: Requests at a time for one app and mailbox. Source: "Microsoft Graph throttling limits".
AT_ONCE = 4
#: Ids that stay the same when a message is moved to another folder.
_PREFER = {"Prefer": 'IdType="ImmutableId"'}
_MOST_OF_AN_ERROR = 64_000
_PIECE = 16_384


class Tokens(Protocol):
    """Gives what we prove ourselves with towards Graph."""

    async def token(self, scope: str) -> str:
        """Give a valid token for a scope such as `https://graph.microsoft.com/.default`."""
        ...

    def reject(self, token: str) -> None:
        """Forget a token that was not taken, so that the next one is new."""
        ...


@dataclass(frozen=True, slots=True)
class Answer:
    """What Graph answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def good(self) -> bool:
        """True for any 2xx."""
        return HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES


class _Body:
    """A request's content that knows whether all of it has left."""

    def __init__(self, content: bytes) -> None:
        self._content, self.gone = content, False

    async def chunks(self) -> AsyncIterator[bytes]:
        for begin in range(0, len(self._content), _PIECE):
            yield self._content[begin : begin + _PIECE]
        self.gone = True  # only reached once the last piece was taken to be sent


class GraphMailbox:
    """One mailbox at one Graph; everything that uses the mailbox shares it."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        tokens: Tokens,
        mailbox: str,
        *,
        url: str = "https://graph.microsoft.com",
        timeout: float = 12.0,
    ) -> None:
        """`mailbox`: its address; `url`: Graph's, without version; `timeout`: seconds for each.

        Which certificates are believed is the session's matter.
        """
        self._session, self._tokens = session, tokens
        parts = urlsplit(url)
        self._origin = f"{parts.scheme}://{parts.netloc}"
        self._base = f"{url.rstrip('/')}/v1.0/users/{quote(mailbox, safe='@')}/"
        self._scope = f"{self._origin}/.default"
        self._timeout = aiohttp.ClientTimeout(total=timeout)
        self._gate = asyncio.Semaphore(AT_ONCE)

    def address(self, path: str, query: Mapping[str, str] | None = None) -> str:
        """Write the address of something of this mailbox."""
        return self._base + path + ("?" + urlencode(query, quote_via=quote) if query else "")

    def is_ours(self, address: str) -> bool:
        """Say whether an address Graph gave us lies at Graph: no other one may see our token."""
        parts = urlsplit(address)
        return f"{parts.scheme}://{parts.netloc}" == self._origin

    async def call(
        self,
        method: str,
        address: str,
        *,
        content: bytes = b"",
        content_type: str = "application/json",
        most: int = _MOST_OF_AN_ERROR,
    ) -> Answer:
        """Ask once, and once more with a new token where the first was not taken.

        `most`: bytes of the answer that are read. Raises `MailInDoubt` where everything was sent
        and no answer came, `MailDelayed` where no answer came otherwise.
        """
        async with self._gate:
            token = await self._token()
            answer = await self._ask(method, address, token, content, content_type, most)
            if answer.status == HTTPStatus.UNAUTHORIZED:
                self._tokens.reject(token)
                token = await self._token()
                answer = await self._ask(method, address, token, content, content_type, most)
            return answer

    async def _token(self) -> str:
        try:
            return await self._tokens.token(self._scope)
        except (OSError, TimeoutError) as error:
            raise MailDelayed(f"no token for Graph: {type(error).__name__}") from error

    async def _ask(
        self, method: str, address: str, token: str, content: bytes, content_type: str, most: int
    ) -> Answer:
        body = _Body(content)
        headers = {"Authorization": f"Bearer {token}", **_PREFER}
        if content:
            headers |= {"Content-Type": content_type, "Content-Length": str(len(content))}
        try:
            async with self._session.request(
                method,
                URL(address, encoded=True),
                data=body.chunks() if content else None,
                headers=headers,
                timeout=self._timeout,
                allow_redirects=False,
            ) as response:
                return Answer(response.status, response.headers, await _read(response, most))
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            kind = type(error).__name__
            if body.gone:
                raise MailInDoubt(f"no answer from Graph: {kind}") from error
            raise MailDelayed(f"Graph cannot be reached: {kind}") from error


async def _read(response: aiohttp.ClientResponse, most: int) -> bytes:
    """Read an answer up to a limit; the status is what counts, so a torn body is just shorter."""
    read = bytearray()
    try:
        async for chunk in response.content.iter_any():
            read += chunk
            if len(read) >= most:
                response.close()
                break
    except (aiohttp.ClientError, TimeoutError, OSError):
        if response.method == "GET":
            raise
    return bytes(read[:most])
