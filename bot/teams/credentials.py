"""What an outgoing request to the connector proves itself with."""

from __future__ import annotations

from typing import Protocol

SCOPE = "https://api.botframework.com/.default"


class TokenUnavailable(Exception):
    """Raised where no token can be had now; worth another try later."""


class Tokens(Protocol):
    """Gives the app's tokens, kept and renewed elsewhere (`bot.identity.app_tokens`)."""

    async def token(self, scope: str) -> str:
        """Give a valid token for a scope. Raises `ConnectionError` where none can be had now."""
        ...

    def reject(self, token: str) -> None:
        """Forget a token that was not taken."""
        ...


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
    """The bot's token for the connector, out of the process's tokens."""

    def __init__(self, tokens: Tokens, scope: str = SCOPE) -> None:
        self._tokens, self._scope = tokens, scope

    async def token(self) -> str | None:
        """Give the bot's token. Raises `TokenUnavailable`."""
        try:
            return await self._tokens.token(self._scope)
        except ConnectionError as error:
            raise TokenUnavailable from error

    def reject(self, token: str) -> None:
        """Forget a token that the connector did not take, so that the next use gets a new one."""
        self._tokens.reject(token)
