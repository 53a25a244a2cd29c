"""What the chat page asks of the server: who is here, what happens, and what the person did."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from typing import Any

from aiohttp import web

from bot.web.local.conversations import Conversation, Conversations, Events
from bot.web.local.files import Files, KeptFile
from bot.web.local.people import Device, LocalPerson
from bot.web.local.teams_client import TeamsClient

Json = dict[str, Any]

_KEEP_ALIVE_SECONDS = 5.0
"""How soon a closed page is noticed, at the latest."""


class ChatApi:
    """The page's own routes; each names the person it acts for."""

    def __init__(
        self,
        people: Sequence[LocalPerson],
        conversations: Conversations,
        files: Files,
        teams: TeamsClient,
    ) -> None:
        self._people = people
        self._conversations = conversations
        self._files = files
        self._teams = teams

    def routes(self) -> list[web.RouteDef]:
        """Give the routes of the chat page."""
        return [
            web.get("/local/people.json", self.people),
            web.get("/local/chat/events", self.events),
            web.post("/local/chat/messages", self.message),
            web.post("/local/chat/presses", self.press),
            web.post("/local/chat/consents", self.consent),
        ]

    async def people(self, _: web.Request) -> web.Response:
        """Give the people the page can switch between."""
        return web.json_response([_shown(person) for person in self._people])

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Stream one person's chat as Server-Sent Events, from its history on."""
        conversation = self._chat(request.query.get("person"))
        device = Device.of(request.query.get("locale"), request.query.get("timezone"))
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        await response.prepare(request)
        with conversation.page() as events:
            self._conversations.tell_unseen()
            self._teams.open(conversation, device)
            await _stream(events, response)
        return response

    async def message(self, request: web.Request) -> web.Response:
        """Take a typed message, perhaps with files; answers before the assistant does."""
        asked, conversation, device = await self._asked(request)
        text, files = str(asked.get("text") or "").strip(), self._named_files(asked)
        if not text and not files:
            raise web.HTTPBadRequest(text="There is nothing to send.")
        return web.json_response({"id": self._teams.say(conversation, device, text, files)})

    async def press(self, request: web.Request) -> web.Response:
        """Take a pressed card button and answer when the assistant has."""
        asked, conversation, device = await self._asked(request)
        card_id, action = _text(asked, "card"), asked.get("action")
        if not isinstance(action, dict):
            raise web.HTTPBadRequest(text="There is no action.")
        outcome = await self._teams.press(conversation, device, card_id, action)
        return web.json_response({"outcome": outcome})

    async def consent(self, request: web.Request) -> web.Response:
        """Take the person's answer to an offered file."""
        asked, conversation, device = await self._asked(request)
        outcome = await self._teams.answer_file_consent(
            conversation, device, _text(asked, "card"), asked.get("accept") is True
        )
        return web.json_response({"outcome": outcome})

    def _chat(self, object_id: object) -> Conversation:
        conversation = self._conversations.of_person(object_id)
        if conversation is None:
            raise web.HTTPNotFound(text="There is no such person.")
        return conversation

    async def _asked(self, request: web.Request) -> tuple[Json, Conversation, Device]:
        if request.content_type != "application/json":
            raise web.HTTPUnsupportedMediaType
        asked = await request.json()
        if not isinstance(asked, dict):
            raise web.HTTPBadRequest(text="The body is not a JSON object.")
        device = Device.of(asked.get("locale"), asked.get("timezone"))
        return asked, self._chat(asked.get("person")), device

    def _named_files(self, asked: Json) -> list[KeptFile]:
        found = [self._files.find(file_id) for file_id in asked.get("files") or []]
        if None in found:
            raise web.HTTPBadRequest(text="A file is not known.")
        return [file for file in found if file is not None]


async def _stream(events: Events, response: web.StreamResponse) -> None:
    try:
        while (event := await _next(events)) is not None:
            await response.write(event)
    except ConnectionResetError:
        return


async def _next(events: Events) -> bytes | None:
    try:
        event = await asyncio.wait_for(events.get(), _KEEP_ALIVE_SECONDS)
    except TimeoutError:
        return b": still here\n\n"
    return None if event is None else f"data: {json.dumps(event)}\n\n".encode()


def _text(asked: Json, key: str) -> str:
    value = asked.get(key)
    if not isinstance(value, str):
        raise web.HTTPBadRequest(text=f"{key} is missing.")
    return value


def _shown(person: LocalPerson) -> Json:
    return {
        "object_id": person.object_id,
        "name": person.name,
        "email": person.email,
        "role": person.role_label,
    }
