"""The bot's own token towards the connector: fetched off the event loop and ahead of expiry."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import msal
import structlog

_log = structlog.get_logger("bot.teams")
SCOPE = "https://api.botframework.com/.default"
_AHEAD = 240.0
_PAUSE = 20.0


@dataclass(frozen=True, slots=True)
class TokenResult:
    """A token as just acquired, and for how many seconds it is good."""

    token: str
    expires_in: float


class TokenUnavailable(Exception):
    """Raised where no token can be had now; worth another try later."""


class Credentials(Protocol):
    """Gives what an outgoing request proves itself with."""

    async def token(self) -> str | None:
        """Give a valid token, or None where none is needed. Raises `TokenUnavailable`."""
        ...

    def reject(self, token: str) -> None:
        """Forget a token that the connector did not take."""
        ...


class NoCredentials:
    """The local profile's credentials: there are none, and so none can leak."""

    async def token(self) -> str | None:
        """Give nothing."""
        return None

    def reject(self, token: str) -> None:
        """Do nothing: there is no token to forget."""


class BotCredentials:
    """Keeps one token for the process.

    `acquire` may block (it runs in a thread) and raises whatever it likes. From four minutes
    before expiry a use renews the token in the background; nobody waits for that.
    """

    def __init__(
        self,
        acquire: Callable[[], TokenResult],
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._acquire = acquire
        self._monotonic = monotonic
        self._token = ""
        self._expires = float("-inf")
        self._tried = float("-inf")
        self._running: asyncio.Task[None] | None = None

    async def warm(self) -> None:
        """Fetch the first token before a turn needs it; a failure is only logged."""
        await asyncio.shield(self._start())

    async def close(self) -> None:
        """Stop waiting for a renewal."""
        if self._running is not None and not self._running.done():
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)

    async def token(self) -> str | None:
        """Give the process's token. Raises `TokenUnavailable`."""
        now = self._monotonic()
        if now >= self._expires:
            await asyncio.shield(self._start())
        elif now >= self._expires - _AHEAD and now - self._tried >= _PAUSE:
            self._start()
        if self._monotonic() >= self._expires:
            raise TokenUnavailable
        return self._token

    def reject(self, token: str) -> None:
        """Forget a token that the connector did not take, so that the next use gets a new one."""
        if token == self._token:
            self._expires = float("-inf")

    def _start(self) -> asyncio.Task[None]:
        if self._running is None or self._running.done():
            self._tried = self._monotonic()
            self._running = asyncio.create_task(self._renew())
        return self._running

    async def _renew(self) -> None:
        try:
            result = await asyncio.to_thread(self._acquire)
        except Exception as error:
            _log.warning("token.unavailable", error=type(error).__name__)
            return
        self._token = result.token
        self._expires = self._monotonic() + result.expires_in


def secret_of_single_tenant(
    app_id: str, tenant_id: str, secret: str, *, timeout: float = 10.0
) -> Callable[[], TokenResult]:
    """Make the `acquire` of a SingleTenant bot with a client secret.

    MSAL's application is made at the first call, in the thread: its constructor already asks the
    network.
    """
    made: list[msal.ConfidentialClientApplication] = []

    def acquire() -> TokenResult:
        if not made:
            made.append(
                msal.ConfidentialClientApplication(
                    app_id,
                    authority=f"https://login.microsoftonline.com/{tenant_id}",
                    client_credential=secret,
                    timeout=timeout,
                )
            )
        answer = made[0].acquire_token_for_client(scopes=[SCOPE])
        if "access_token" not in answer:
            raise TokenUnavailable(str(answer.get("error", "")))
        return TokenResult(answer["access_token"], float(answer["expires_in"]))

    return acquire
