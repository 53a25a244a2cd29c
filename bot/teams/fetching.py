"""Fetching what a person sent and putting what they asked for, without becoming anybody's proxy.

Two fetchers that share nothing: an anonymous one for SharePoint's pre-authenticated links, and
one with the bot's token for pictures that lie at the connector. URLs are never logged.
"""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass
from urllib.parse import urljoin

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from bot.claims.errors import Code
from bot.claims.ports import FetchFailed, SentFile, UploadTarget
from bot.teams.addresses import CONNECTOR_HOSTS, SHAREPOINT_HOSTS, AllowedHosts
from bot.teams.credentials import Credentials, NoCredentials, TokenUnavailable
from bot.teams.resolving import NotPublic, PublicResolver

_MOST_REDIRECTS = 3
_BLOCK = 64 * 1024
_EXPIRED = frozenset({401, 403, 404, 410})
_MOVED = frozenset({301, 302, 303, 307, 308})
_STORED = frozenset({200, 201, 202})


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much and how long: bytes of one file, seconds in all, and seconds without a byte."""

    size: int = 26 * 1024 * 1024
    total: float = 120.0
    idle: float = 15.0
    connect: float = 5.0

    @property
    def timeout(self) -> aiohttp.ClientTimeout:
        """Give the same as the client's time-outs."""
        return aiohttp.ClientTimeout(
            total=self.total, sock_read=self.idle, sock_connect=self.connect
        )


class ChatFiles:
    """Implements the port `FileExchange` for Teams. Make it inside a running event loop.

    `allow_loopback` (local profile only) also takes files from this machine, over http too;
    `trust` says whose certificates are believed and `resolver` looks names up (None: the system's).
    """

    def __init__(
        self,
        credentials: Credentials,
        *,
        file_hosts: Collection[str] = SHAREPOINT_HOSTS,
        connector_hosts: Collection[str] = CONNECTOR_HOSTS,
        allow_loopback: bool = False,
        bounds: Bounds | None = None,
        resolver: AbstractResolver | None = None,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        bounds = bounds or Bounds()
        names = resolver or aiohttp.ThreadedResolver()
        guarded = PublicResolver(names, allow_loopback=allow_loopback)
        files = AllowedHosts(file_hosts, allow_loopback=allow_loopback)
        pictures = AllowedHosts(connector_hosts, allow_loopback=allow_loopback)
        self._files = _Fetcher(files, NoCredentials(), bounds, guarded, trust)
        self._pictures = _Fetcher(pictures, credentials, bounds, guarded, trust)

    def fetch(self, file: SentFile) -> AsyncIterator[bytes]:
        """Stream a sent file in, refusing unsafe addresses before a byte; raises `FetchFailed`."""
        return (self._pictures if file.inline else self._files).stream(file.url)

    async def put(self, target: UploadTarget, content: bytes) -> None:
        """Put a file where the person allowed it; raises `FetchFailed`."""
        await self._files.put(target.upload_url, content)

    async def close(self) -> None:
        """Let go of connections."""
        await self._files.close()
        await self._pictures.close()


class _Fetcher:
    """One kind of source: its hosts, and what is shown to them."""

    def __init__(
        self,
        hosts: AllowedHosts,
        credentials: Credentials,
        bounds: Bounds,
        resolver: AbstractResolver,
        trust: ssl.SSLContext | None,
    ) -> None:
        self._hosts = hosts
        self._credentials = credentials
        self._bounds = bounds
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(resolver=resolver, ssl=trust or True),
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=bounds.timeout,
            auto_decompress=False,
        )

    async def close(self) -> None:
        await self._session.close()

    async def stream(self, url: str) -> AsyncIterator[bytes]:
        try:
            async with await self._open(url) as response:
                _expect_found(response.status)
                async for chunk in self._capped(response):
                    yield chunk
        except (TimeoutError, aiohttp.ClientError, TokenUnavailable) as error:
            raise _failure(error) from None

    async def put(self, url: str, content: bytes) -> None:
        self._expect_allowed(url)
        last = len(content) - 1
        headers = {
            "Content-Type": "application/octet-stream",
            "Content-Range": f"bytes 0-{last}/{len(content)}",
        }
        try:
            async with self._session.put(
                URL(url, encoded=True), data=content, headers=headers, allow_redirects=False
            ) as response:
                if response.status not in _STORED:
                    _expect_found(response.status)
                    raise FetchFailed(Code.FILE_NOT_FETCHED)
        except (TimeoutError, aiohttp.ClientError) as error:
            raise _failure(error) from None

    async def _open(self, url: str) -> aiohttp.ClientResponse:
        """Follow redirects by hand, judging every address like the first."""
        for _ in range(_MOST_REDIRECTS + 1):
            self._expect_allowed(url)
            response = await self._session.get(
                URL(url, encoded=True), headers=await self._headers(), allow_redirects=False
            )
            if response.status not in _MOVED:
                return response
            response.close()
            url = urljoin(url, response.headers.get("Location", ""))
        raise FetchFailed(Code.FILE_SOURCE_REFUSED)

    def _expect_allowed(self, url: str) -> None:
        if not self._hosts.accepts(url):
            raise FetchFailed(Code.FILE_SOURCE_REFUSED)

    async def _headers(self) -> dict[str, str]:
        token = await self._credentials.token()
        plain = {"Accept-Encoding": "identity"}
        return {**plain, "Authorization": f"Bearer {token}"} if token is not None else plain

    async def _capped(self, response: aiohttp.ClientResponse) -> AsyncIterator[bytes]:
        if (response.content_length or 0) > self._bounds.size:
            raise FetchFailed(Code.FILE_TOO_BIG)
        size = 0
        async for chunk in response.content.iter_chunked(_BLOCK):
            size += len(chunk)
            if size > self._bounds.size:
                raise FetchFailed(Code.FILE_TOO_BIG)
            yield chunk


def _expect_found(status: int) -> None:
    if status in _EXPIRED:
        raise FetchFailed(Code.FILE_LINK_EXPIRED)
    if status not in _STORED:
        raise FetchFailed(Code.FILE_NOT_FETCHED)


def _failure(error: Exception) -> FetchFailed:
    if isinstance(error, TimeoutError):
        return FetchFailed(Code.FILE_TIMED_OUT)
    if isinstance(error, aiohttp.ClientConnectorError) and isinstance(error.os_error, NotPublic):
        return FetchFailed(Code.FILE_SOURCE_REFUSED)
    return FetchFailed(Code.FILE_NOT_FETCHED)


__all__ = ["Bounds", "ChatFiles"]
