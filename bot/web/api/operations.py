"""The table of the API's operations: each is said once, for serving it and for its document."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from aiohttp import web
from pydantic import BaseModel

from bot.claims.errors import Refused
from bot.claims.models import Person
from bot.text.words import Words
from bot.web.api.asked import LARGEST_ID, read_body, read_content, read_query
from bot.web.api.problems import ApiProblem, of_refusal

PREFIX = "/api/v1"
_DIGITS = len(str(LARGEST_ID))

Who = Callable[[web.Request], Awaitable[Person]]
"""Tells who calls, with capabilities. Raises `ApiProblem` "not_signed_in" or "unavailable"."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request, after it is known who asks and that it fits its models."""

    request: web.Request
    person: Person
    today: date
    query: Any = None
    body: Any = None
    content: bytes = b""
    """The body as it was sent."""

    @property
    def claim_id(self) -> int:
        """Give the claim number of the address. Raises `ApiProblem` where it is none."""
        text = self.request.match_info["claim_id"]
        if not (text.isascii() and text.isdecimal() and len(text) <= _DIGITS):
            raise ApiProblem("not_found")
        return int(text)


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation: where it is, what it takes and gives, what can go wrong, and who does it."""

    name: str
    method: str
    path: str
    """Below `/api/v1`; `{claim_id}` and `{file_id}` are known to the document."""
    summary: str
    handle: Callable[[Call], Awaitable[web.StreamResponse]]
    answer: type[BaseModel] | None = None
    """None: the bytes of a file."""
    query: type[BaseModel] | None = None
    body: type[BaseModel] | None = None
    errors: tuple[str, ...] = ()
    """Kinds of problem (`problems.STATUSES`) besides those any operation can have."""
    versioned: bool = False
    """True where the answer has the claim's version as ETag."""
    changes: bool = False
    """True where `If-Match` and `Idempotency-Key` are understood."""


def serve(
    operation: Operation, who: Who, words: Callable[[Person], Words], today: Callable[[], date]
) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """Give the handler of an operation: first who asks, then what, then the use case."""

    async def handler(request: web.Request) -> web.StreamResponse:
        person = await who(request)
        said = words(person)
        query = operation.query and read_query(request, operation.query, said)
        content = await read_content(request) if operation.body else b""
        body = operation.body and read_body(request, content, operation.body, said)
        try:
            return await operation.handle(Call(request, person, today(), query, body, content))
        except Refused as refused:
            raise of_refusal(refused, said) from refused

    return handler


def answer_json(shape: BaseModel, version: int | None = None) -> web.Response:
    """Answer with a shape; `version` becomes the ETag."""
    return web.Response(
        text=shape.model_dump_json(), content_type="application/json", headers=etag(version)
    )


def etag(version: int | None) -> dict[str, str]:
    """Give the header that carries a claim's version."""
    return {} if version is None else {"ETag": f'"{version}"'}
