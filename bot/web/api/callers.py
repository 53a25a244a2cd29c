"""Tells who calls the API: by an Entra token in production, by choice on one's own machine."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

import structlog
from aiohttp import web

from bot.claims.models import Person
from bot.claims.ports import People
from bot.web.api.problems import ApiProblem
from bot.web.whence import is_from_own_page, is_from_this_machine

_log = structlog.get_logger("bot.web")


class Tokens(Protocol):
    """What knows a good token (`bot.identity.tokens.UserTokens`)."""

    async def validate(self, authorization: str) -> Person:
        """Give the person behind an `Authorization` header, without capabilities."""
        ...


class TokenCallers:
    """Reads the caller from `Authorization: Bearer`, and asks each time what they may do.

    `refused` is what `tokens` raises for a bad token, `unknown` what it raises where it cannot
    tell; the composition root names both, as edge packages do not import each other.
    """

    def __init__(
        self,
        tokens: Tokens,
        people: People,
        *,
        refused: type[Exception],
        unknown: type[Exception],
    ) -> None:
        self._tokens, self._people = tokens, people
        self._refused, self._unknown = refused, unknown

    async def __call__(self, request: web.Request) -> Person:
        """Give the person with capabilities. Raises `ApiProblem`."""
        try:
            person = await self._tokens.validate(request.headers.get("Authorization", ""))
        except self._refused as error:
            _log.info("api.token_refused", why=str(error))
            raise ApiProblem("not_signed_in") from None
        except self._unknown:
            raise ApiProblem("unavailable") from None
        return await self._people.with_capabilities(person)


class LocalCallers:
    """Believes whoever sits at this machine; `X-User` names another of the configured people."""

    def __init__(self, persons: Iterable[Person], people: People) -> None:
        """Take the configured people; the first is the caller where no header names one."""
        self._persons = {person.object_id.lower(): person for person in persons}
        self._first = next(iter(self._persons))
        self._people = people

    async def __call__(self, request: web.Request) -> Person:
        """Give the person with capabilities. Raises `ApiProblem` for anybody from outside."""
        wanted = request.headers.get("X-User", self._first).strip().lower()
        local = is_from_this_machine(request) and is_from_own_page(request)
        if not local or wanted not in self._persons:
            raise ApiProblem("not_signed_in")
        return await self._people.with_capabilities(self._persons[wanted])
