"""What a request may ask for: strict models, nothing unknown, nothing that cannot be stored."""

from __future__ import annotations

import asyncio
from enum import StrEnum
from typing import Annotated, Literal, TypeVar

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import from_json

from bot.claims.models import REVIEWER_REASONS, Status
from bot.text.words import Words
from bot.web.api.problems import ApiProblem, of_mistakes

MOST_BYTES = 65_536
_PATIENCE = 10.0  # seconds for a whole body
LARGEST_ID = 10**15
_LISTS = ("status",)

#: Line breaks and tabs are text; other control characters cannot be shown, NUL not even stored.
Prose = Annotated[
    str,
    StringConstraints(max_length=2000, pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"),
]
ReviewerReason = StrEnum("ReviewerReason", {row.name: row.value for row in REVIEWER_REASONS})  # type: ignore[misc]
M = TypeVar("M", bound=BaseModel)


class Asked(BaseModel):
    """The base of every request."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class ListQuery(Asked):
    """Which claims to list."""

    status: list[Status] = Field(default=[], max_length=len(Status))
    """Only these statuses; may be repeated."""
    text: str = Field(default="", max_length=100)
    """Part of the customer's or the claim's name, or the claim's number."""
    order: Literal["oldest", "newest", "due"] = "oldest"
    mine: bool = False
    """Only the caller's own claims, which an admin who also reviews may want."""
    offset: int = Field(default=0, ge=0, le=1_000_000)
    limit: int = Field(default=20, ge=1, le=100)


class Nothing(Asked):
    """No content."""


class Remark(Asked):
    """A comment that may be left out."""

    review_comment: Prose = ""


class Message(Asked):
    """A question to the partner, or a note for other reviewers."""

    review_comment: Prose


class Reject(Asked):
    """A rejection: one of the documented reasons, and a comment."""

    rejection_reason: ReviewerReason
    review_comment: Prose = ""


def read_query(request: web.Request, model: type[M], words: Words) -> M:
    """Read the query of an address. Raises `ApiProblem`."""
    values: dict[str, object] = {}
    for name in request.query:
        given = request.query.getall(name)
        if name not in _LISTS and len(given) > 1:
            raise ApiProblem("malformed")
        values[name] = given if name in _LISTS else given[0]
    try:
        return model.model_validate(values, strict=False)  # an address has texts only
    except ValidationError as error:
        raise of_mistakes(error, words) from None


async def read_content(request: web.Request) -> bytes:
    """Read what a request carries, at most 64 kB. Raises `ApiProblem`."""
    try:
        async with asyncio.timeout(_PATIENCE):
            return await _capped(request)
    except TimeoutError:
        raise ApiProblem("malformed") from None


def read_body(request: web.Request, content: bytes, model: type[M], words: Words) -> M:
    """Read a request's JSON; no content counts as `{}`. Raises `ApiProblem`."""
    if content and request.content_type != "application/json":
        raise ApiProblem("not_json")
    return _fitting(model, content or b"{}", words)


async def _capped(request: web.Request) -> bytes:
    if (request.content_length or 0) > MOST_BYTES:
        raise ApiProblem("too_large")
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > MOST_BYTES:
            raise ApiProblem("too_large")
    return bytes(body)


def _fitting(model: type[M], body: bytes, words: Words) -> M:
    try:
        from_json(body, allow_inf_nan=False)
    except ValueError:
        raise ApiProblem("malformed") from None
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        raise of_mistakes(error, words) from None
