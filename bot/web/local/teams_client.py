"""Does what the Teams service does between a person's client and the assistant's endpoint."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from http import HTTPStatus
from json import JSONDecodeError
from typing import Any

import aiohttp

from bot.web.local import activities
from bot.web.local.activities import Channel
from bot.web.local.conversations import ADAPTIVE_CARD, Conversation, Conversations
from bot.web.local.files import Files, KeptFile
from bot.web.local.people import Device

Json = dict[str, Any]

MESSAGE = "application/vnd.microsoft.activity.message"
CONSENT_CARD = "application/vnd.microsoft.teams.card.file.consent"
_PATIENCE = aiohttp.ClientTimeout(total=15)
"""Teams waits this long for an answer (seconds)."""


class TeamsClient:
    """Posts Teams-shaped activities to the assistant over HTTP and shows what it answers."""

    def __init__(
        self,
        conversations: Conversations,
        files: Files,
        bot_url: Callable[[], str],
        tenant_id: str,
    ) -> None:
        self._conversations = conversations
        self._files = files
        self._bot_url = bot_url
        self._tenant_id = tenant_id
        self._http: aiohttp.ClientSession | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    def open(self, conversation: Conversation, device: Device) -> None:
        """Install the assistant for a person, once while the server runs."""
        if not conversation.installed:
            conversation.installed = True
            self._in_background(self._install(conversation, device))

    def say(
        self, conversation: Conversation, device: Device, text: str, sent: list[KeptFile]
    ) -> str:
        """Show a person's message and send it on; gives its id."""
        parts = activities.typed(text, sent, self._channel())
        message = self._activity("message", conversation, device) | parts
        conversation.add(message["id"], "person", self._conversations.now(), _as_seen(parts, sent))
        self._in_background(self._deliver(conversation, message, note_on=message["id"]))
        return str(message["id"])

    async def press(
        self, conversation: Conversation, device: Device, card_id: str, action: Json
    ) -> str:
        """Send a pressed button; gives "card", "message", "error" or "none" when answered."""
        if action.get("type") == "Action.Submit":
            parts = activities.submit(card_id, action.get("data") or {})
            message = self._activity("message", conversation, device) | parts
            return await self._deliver(conversation, message, note_on=card_id) or "none"
        invoke = self._activity("invoke", conversation, device)
        return await self._invoke(conversation, invoke | activities.execute(card_id, action))

    async def answer_file_consent(
        self, conversation: Conversation, device: Device, card_id: str, accept: bool
    ) -> str:
        """Accept or decline an offered file; gives the outcome as `press` does."""
        offer = _consent_card(conversation, card_id)
        if offer is None:
            return "error"
        content = offer.get("content") or {}
        upload = self._place(str(offer.get("name") or "file")) if accept else None
        context = content.get("acceptContext" if accept else "declineContext")
        parts = activities.file_consent(card_id, context, upload)
        invoke = self._activity("invoke", conversation, device) | parts
        conversation.note(card_id, tone="info", code="accepted" if accept else "declined")
        return await self._invoke(conversation, invoke)

    async def close(self) -> None:
        """Stop what is under way and let go of the connections."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._http is not None:
            await self._http.close()

    async def _install(self, conversation: Conversation, device: Device) -> None:
        """Install the assistant anew: the chat starts empty, so the person is greeted again."""
        for action in ("remove", "add"):
            update = self._activity("installationUpdate", conversation, device)
            await self._deliver(conversation, update | {"action": action})
        added = {"membersAdded": [dict(activities.BOT)]}
        joined = self._activity("conversationUpdate", conversation, device) | added
        await self._deliver(conversation, joined)

    async def _deliver(
        self, conversation: Conversation, message: Json, note_on: str | None = None
    ) -> str | None:
        status, _ = await self._post(message)
        if status < HTTPStatus.BAD_REQUEST:
            return None
        if note_on is not None:
            conversation.note(note_on, tone="error", code="not_delivered")
        return "error"

    async def _invoke(self, conversation: Conversation, invoke: Json) -> str:
        status, answer = await self._post(invoke)
        card_id = invoke["replyToId"]
        status = answer.get("statusCode", status)
        if status >= HTTPStatus.BAD_REQUEST:
            conversation.note(card_id, tone="error", code="not_done", text=_reason(answer))
            return "error"
        if answer.get("type") == ADAPTIVE_CARD:
            conversation.replace_card(card_id, answer["value"])
            return "card"
        if answer.get("type") == MESSAGE:
            conversation.note(card_id, tone="info", text=str(answer.get("value", "")))
            return "message"
        return "none"

    async def _post(self, message: Json) -> tuple[int, Json]:
        """Send one activity; gives the status (bad gateway if nobody answers) and the body."""
        http = self._session()
        try:
            async with http.post(f"{self._bot_url()}/api/messages", json=message) as response:
                return response.status, await _body(response)
        except (aiohttp.ClientError, TimeoutError):
            return HTTPStatus.BAD_GATEWAY, {}

    def _session(self) -> aiohttp.ClientSession:
        if self._http is None:
            self._http = aiohttp.ClientSession(timeout=_PATIENCE)
        return self._http

    def _place(self, name: str) -> Json:
        return activities.upload_info(self._files.reserve(name), self._channel())

    def _channel(self) -> Channel:
        return Channel(self._bot_url().rstrip("/"), self._tenant_id)

    def _activity(self, kind: str, conversation: Conversation, device: Device) -> Json:
        new_id, now = self._conversations.new_id(), self._conversations.now()
        return activities.activity(kind, new_id, conversation.person, self._channel(), device, now)

    def _in_background(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _body(response: aiohttp.ClientResponse) -> Json:
    try:
        body = await response.json(content_type=None)
    except (JSONDecodeError, UnicodeDecodeError):
        return {}
    return body if isinstance(body, dict) else {}


def _reason(answer: Json) -> str:
    value = answer.get("value")
    message = value.get("message") if isinstance(value, dict) else value
    return message if isinstance(message, str) else ""


def _consent_card(conversation: Conversation, card_id: str) -> Json | None:
    entry = conversation.find(card_id) or {}
    offers = (a for a in entry.get("attachments", []) if a.get("contentType") == CONSENT_CARD)
    return next(offers, None)


def _as_seen(parts: Json, sent: list[KeptFile]) -> Json:
    sizes = {file.id: file.size for file in sent}
    chips = [part for part in parts["attachments"] if part["contentType"] != "text/html"]
    seen = [chip | {"size": sizes[chip["content"]["uniqueId"]]} for chip in chips]
    return {"text": parts["text"], "textFormat": "plain", "attachments": seen}
