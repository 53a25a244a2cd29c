"""`POST /api/messages`: lets nothing but a well-formed activity through to the chat."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NoReturn, Protocol

from aiohttp import web
from pydantic import ValidationError

from bot.web.activity_shape import IncomingActivity
from bot.web.whence import host_named, is_forwarded, peer_address

LARGEST_BODY = 1_000_000
"""Bytes an activity may have; Teams' own are far smaller."""
_DEEPEST = 32
_LONGEST_STRING = 100_000


class Receiver(Protocol):
    """What runs an activity (`bot.teams.entrance.Entrance.receive`)."""

    async def __call__(
        self,
        activity: Mapping[str, Any],
        *,
        authorization: str,
        peer: str,
        host: str,
        forwarded: bool,
    ) -> tuple[int, dict[str, Any] | None]:
        """Give HTTP status and JSON body."""
        ...


class BadRequest(Exception):
    """Raised where the request is no activity at all."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code


def routes(receive: Receiver) -> list[web.RouteDef]:
    """Give the route of the channel's endpoint."""

    async def messages(request: web.Request) -> web.StreamResponse:
        try:
            activity = await _read(request)
        except BadRequest as bad:
            return web.json_response({"error": bad.code}, status=bad.status)
        status, body = await receive(
            activity,
            authorization=request.headers.get("Authorization", ""),
            peer=str(peer_address(request) or ""),
            host=host_named(request),
            forwarded=is_forwarded(request),
        )
        return (
            web.Response(status=status) if body is None else web.json_response(body, status=status)
        )

    return [web.post("/api/messages", messages)]


async def _read(request: web.Request) -> dict[str, Any]:
    if request.content_type != "application/json":
        raise BadRequest(415, "json_expected")
    activity = _parse(await _body(request))
    if not isinstance(activity, dict):
        raise BadRequest(400, "activity_expected")
    _expect_modest(activity)
    try:
        IncomingActivity.model_validate(activity)
    except ValidationError:
        raise BadRequest(400, "activity_malformed") from None
    return activity


async def _body(request: web.Request) -> bytes:
    """Read the body, but never more of it than an activity may have."""
    if (request.content_length or 0) > LARGEST_BODY:
        raise BadRequest(413, "too_large")
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > LARGEST_BODY:
            raise BadRequest(413, "too_large")
    return bytes(body)


def _parse(body: bytes) -> Any:
    try:
        return json.loads(body, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise BadRequest(400, "json_malformed") from None


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _expect_modest(activity: dict[str, Any]) -> None:
    """Refuse nesting and strings that no client sends but that would cost somebody dearly."""
    level: list[Any] = [activity]
    for _ in range(_DEEPEST):
        level = [child for item in level for child in _children(item)]
        if not level:
            return
    raise BadRequest(400, "too_deep")


def _children(item: Any) -> list[Any]:
    if isinstance(item, dict):
        for key in item:
            _expect_text(key)
        return list(item.values())
    if isinstance(item, list):
        return item
    if isinstance(item, str):
        _expect_text(item)
    return []


def _expect_text(text: str) -> None:
    """Refuse what cannot be stored as text: NUL, half a surrogate pair, or far too much."""
    if len(text) > _LONGEST_STRING or "\0" in text:
        raise BadRequest(400, "bad_text")
    if not text.isascii() and any("\ud800" <= char <= "\udfff" for char in text):
        raise BadRequest(400, "bad_text")
