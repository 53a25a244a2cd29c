"""Asks Microsoft Graph about people; every kind of trouble becomes the one answer "not now"."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

import aiohttp
import structlog
from yarl import URL

from bot.identity.app_tokens import AppTokens, TokenUnavailable

_log = structlog.get_logger("bot.identity")
_GONE = "Request_ResourceNotFound"
_LONGEST_QUIET = 120.0
_MOST_PAGES = 20


class GraphDown(Exception):
    """Raised where Graph cannot be asked now, or does not let us ask."""


class GraphRefused(GraphDown):
    """Raised where a permission is missing: the same question will not be answered later either."""


class Graph:
    """Graph's REST interface with our app's token, over a shared session.

    A person waits for the answer, so `timeout` (seconds) is short and nothing is tried twice but
    with a new token. After a 429 or 503 that names a time, Graph is left alone for that long.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        tokens: AppTokens,
        url: str,
        *,
        timeout: float = 5.0,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._session, self._tokens = session, tokens
        self._base = f"{url}/v1.0/"
        self.scope = f"{url}/.default"
        self._timeout = aiohttp.ClientTimeout(total=timeout)
        self._monotonic = monotonic
        self._quiet_until = float("-inf")

    async def get(self, path: str, query: Mapping[str, str]) -> dict[str, Any] | None:
        """Read something; None where Graph has no such thing. Raises `GraphDown`."""
        return await self._ask("GET", URL(self._base + path).with_query(query), None)

    async def rows(self, path: str, query: Mapping[str, str]) -> list[Mapping[str, Any]]:
        """Read a list page by page; empty where Graph has no such thing. Raises `GraphDown`."""
        found: list[Mapping[str, Any]] = []
        for _ in range(_MOST_PAGES):
            page = await self.get(path, query)
            value = page.get("value") if page else None
            found += [row for row in value or [] if isinstance(row, dict)]
            more = page.get("@odata.nextLink") if page else None
            if not isinstance(more, str):
                break
            query = dict(URL(more).query)  # never its host: our token goes there
        return found

    async def post(self, path: str, body: Mapping[str, Any]) -> dict[str, Any] | None:
        """Ask with a body; None where Graph has no such thing. Raises `GraphDown`."""
        return await self._ask("POST", URL(self._base + path), body)

    async def _ask(self, method: str, url: URL, body: Any) -> dict[str, Any] | None:
        if self._monotonic() < self._quiet_until:
            raise GraphDown("told to wait")
        try:
            status, answer = await self._once(method, url, body)
            if status == HTTPStatus.UNAUTHORIZED:
                status, answer = await self._once(method, url, body)
        except (aiohttp.ClientError, TimeoutError, ValueError, TokenUnavailable) as error:
            _log.warning("graph.unavailable", error=type(error).__name__)
            raise GraphDown(type(error).__name__) from error
        return self._read(status, answer)

    async def _once(self, method: str, url: URL, body: Any) -> tuple[int, Any]:
        token = await self._tokens.token(self.scope)
        headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
        async with self._session.request(
            method, url, json=body, headers=headers, timeout=self._timeout, allow_redirects=False
        ) as response:
            if response.status == HTTPStatus.UNAUTHORIZED:
                self._tokens.reject(token)
            self._keep_quiet(response.headers.get("Retry-After", ""))
            return response.status, await response.json(content_type=None)

    def _keep_quiet(self, retry_after: str) -> None:
        if retry_after.isdecimal():
            wait = min(float(retry_after), _LONGEST_QUIET)
            self._quiet_until = self._monotonic() + wait

    def _read(self, status: int, answer: Any) -> dict[str, Any] | None:
        if status == HTTPStatus.OK and isinstance(answer, dict):
            return answer
        error = answer.get("error") if isinstance(answer, dict) else None
        code = str(error.get("code", "")) if isinstance(error, dict) else ""
        if status == HTTPStatus.NOT_FOUND and code == _GONE:
            return None
        _log.warning("graph.refused", status=status, code=code)
        refused = status == HTTPStatus.FORBIDDEN
        raise (GraphRefused if refused else GraphDown)(f"{status} {code}")
