"""The part of the Bot Framework Connector API that the assistant uses, answered as Teams does."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from bot.web.local.conversations import Conversation, Conversations

Json = dict[str, Any]

MAX_MESSAGE_BYTES = 100 * 1024
"""Teams refuses a message that is longer than this in UTF-16 (bytes)."""


class Connector:
    """Answers the assistant's calls for the chats of the local profile."""

    def __init__(self, conversations: Conversations, tenant_id: str) -> None:
        self._conversations = conversations
        self._tenant_id = tenant_id

    def routes(self) -> list[web.RouteDef]:
        """Give the routes below the service address."""
        chats = "/local/connector/v3/conversations"
        one = f"{chats}/{{conversation_id}}"
        return [
            web.post(chats, self.create),
            web.post(f"{one}/activities", self._in_chat(self.send)),
            web.post(f"{one}/activities/{{activity_id}}", self._in_chat(self.send)),
            web.put(f"{one}/activities/{{activity_id}}", self._in_chat(self.update)),
            web.delete(f"{one}/activities/{{activity_id}}", self._in_chat(self.delete)),
            web.get(f"{one}/members", self._in_chat(self.members)),
            web.get(f"{one}/pagedmembers", self._in_chat(self.paged_members)),
            web.get(f"{one}/members/{{member_id}}", self._in_chat(self.member)),
        ]

    async def create(self, request: web.Request) -> web.Response:
        """Give the personal chat with a person, and say the first words if there are any."""
        asked = await _json(request)
        members = asked.get("members") or [{}]
        conversation = self._conversations.of_person(members[0].get("id"))
        if conversation is None:
            return _error(404, "MemberNotFound", "The person is not in this directory.")
        answer: Json = {"id": conversation.person.conversation_id}
        if first := asked.get("activity"):
            answer["activityId"] = self._say(conversation, first)
        return web.json_response(answer, status=201)

    async def send(self, conversation: Conversation, request: web.Request) -> web.Response:
        """Take a new message or a typing signal; gives its id."""
        activity = await _json(request)
        if _too_big(activity):
            return _error(413, "MessageSizeTooBig", "The message is too large.")
        return web.json_response({"id": self._say(conversation, activity)}, status=201)

    async def update(self, conversation: Conversation, request: web.Request) -> web.Response:
        """Replace a message in place."""
        activity = await _json(request)
        if _too_big(activity):
            return _error(413, "MessageSizeTooBig", "The message is too large.")
        activity_id = request.match_info["activity_id"]
        if not conversation.update(activity_id, activity):
            return _activity_missing()
        return web.json_response({"id": activity_id})

    async def delete(self, conversation: Conversation, request: web.Request) -> web.Response:
        """Take a message away."""
        if not conversation.remove(request.match_info["activity_id"]):
            return _activity_missing()
        return web.Response(status=200)

    async def members(self, conversation: Conversation, _: web.Request) -> web.Response:
        """Give everyone in the chat: one person."""
        return web.json_response([conversation.person.profile(self._tenant_id)])

    async def paged_members(self, conversation: Conversation, _: web.Request) -> web.Response:
        """Give everyone in the chat, in Teams' paged form."""
        return web.json_response({"members": [conversation.person.profile(self._tenant_id)]})

    async def member(self, conversation: Conversation, request: web.Request) -> web.Response:
        """Give one person by channel id or object id."""
        person = conversation.person
        if request.match_info["member_id"] not in (person.teams_id, person.object_id):
            return _error(404, "MemberNotFoundInConversation", "The person is not in this chat.")
        return web.json_response(person.profile(self._tenant_id))

    def _say(self, conversation: Conversation, activity: Json) -> str:
        new_id = self._conversations.new_id()
        if activity.get("type") == "typing":
            conversation.typing()
        else:
            conversation.add(new_id, "bot", self._conversations.now(), activity)
            self._conversations.tell_unseen()
        return new_id

    def _in_chat(
        self, handle: Callable[[Conversation, web.Request], Awaitable[web.Response]]
    ) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def handler(request: web.Request) -> web.StreamResponse:
            conversation = self._conversations.find(request.match_info["conversation_id"])
            if conversation is None:
                return _error(404, "ConversationNotFound", "There is no such conversation.")
            return await handle(conversation, request)

        return handler


async def _json(request: web.Request) -> Json:
    try:
        body = await request.json()
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise web.HTTPBadRequest(text="The body is not a JSON object.")
    return body


def _too_big(activity: Json) -> bool:
    text = json.dumps(activity, ensure_ascii=False, separators=(",", ":"))
    return len(text.encode("utf-16-le", "surrogatepass")) > MAX_MESSAGE_BYTES


def _activity_missing() -> web.Response:
    return _error(404, "ActivityNotFoundInConversation", "There is no such message.")


def _error(status: int, code: str, message: str) -> web.Response:
    return web.json_response({"error": {"code": code, "message": message}}, status=status)
