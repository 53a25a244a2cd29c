"""The tokens our app shows to others: one of each kind for the whole process, always at hand.

MSAL blocks, so it works in a thread; it is asked again ahead of expiry, and nobody waits for that.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol

import structlog

from bot.identity.kept import Fetched, Kept

_log = structlog.get_logger("bot.identity")
_AHEAD = 240.0
"""Seconds before expiry at which a token is renewed: MSAL gives its own up 300 seconds before."""
_PAUSE, _EMPTY_PAUSE = 20.0, 1.0


class TokenUnavailable(ConnectionError):
    """Raised where no token can be had now; worth another try later.

    It is a `ConnectionError`, so that the other edges need not import it to understand it.
    """


@dataclass(frozen=True, slots=True)
class Granted:
    """A token as just acquired, and for how many seconds it is good."""

    token: str
    expires_in: float


class TokenSource(Protocol):
    """Where tokens come from (`bot.identity.token_sources`). Both methods may block."""

    def acquire(self, scope: str) -> Granted:
        """Give a token for a scope such as `https://graph.microsoft.com/.default`."""
        ...

    def forget(self) -> None:
        """Give no token from memory any more."""
        ...

    def close(self) -> None:
        """Let go of connections."""
        ...


class AppTokens:
    """Keeps a token for each scope; shared by everything that calls out with our identity.

    `make` makes the source at the first use, in the thread: whoever needs no token waits for no
    library to load.
    """

    def __init__(
        self, make: Callable[[], TokenSource], *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._make = make
        self._made: TokenSource | None = None
        self._lock = threading.Lock()
        self._monotonic = monotonic
        self._kept: dict[str, Kept[str]] = {}

    async def token(self, scope: str) -> str:
        """Give a valid token for a scope. Raises `TokenUnavailable`, a `ConnectionError`."""
        kept = self._of(scope)
        if kept.value is None:
            await kept.renew()
        else:
            kept.freshen()
        if (token := kept.value) is None:
            raise TokenUnavailable(scope)
        return token

    def reject(self, token: str) -> None:
        """Forget a token that somebody did not take, so that the next use gets a new one."""
        for kept in self._kept.values():
            if kept.value == token:
                kept.forget()
                self._source().forget()

    async def warm(self, *scopes: str) -> None:
        """Fetch tokens before somebody needs them; a failure is only logged."""
        await asyncio.gather(*(self._of(scope).renew() for scope in scopes))

    async def freshen(self) -> int:
        """Renew what soon ends, also while nobody asks for it; gives 0, as jobs count work."""
        for kept in self._kept.values():
            kept.freshen()
        return 0

    async def close(self) -> None:
        """Stop waiting for tokens and let go of connections."""
        for kept in self._kept.values():
            await kept.close()
        if self._made is not None:
            self._made.close()

    def _source(self) -> TokenSource:
        with self._lock:
            if self._made is None:
                self._made = self._make()
            return self._made

    def _of(self, scope: str) -> Kept[str]:
        if scope not in self._kept:
            self._kept[scope] = Kept(
                partial(self._fetch, scope),
                pause=_PAUSE,
                empty_pause=_EMPTY_PAUSE,
                monotonic=self._monotonic,
            )
        return self._kept[scope]

    async def _fetch(self, scope: str) -> Fetched[str] | None:
        try:
            granted = await asyncio.to_thread(lambda: self._source().acquire(scope))
        except Exception as error:  # whatever the library raises: there is no token
            why = str(error) if isinstance(error, TokenUnavailable) else type(error).__name__
            _log.warning("token.unavailable", scope=scope, error=why)
            return None
        good_for = granted.expires_in
        return Fetched(granted.token, max(good_for - _AHEAD, good_for / 2), good_for)
