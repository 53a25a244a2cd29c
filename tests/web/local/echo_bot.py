"""A tiny bot on the real wire protocol, to try the local chat page before there is an assistant."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import quote

import aiohttp
from aiohttp import web

from tests.web.local import sample_cards as cards

Json = dict[str, Any]

CARD = "application/vnd.microsoft.card.adaptive"
MESSAGE = "application/vnd.microsoft.activity.message"
OFFER = "application/vnd.microsoft.teams.card.file.consent"
FILE_INFO = "application/vnd.microsoft.teams.card.file.info"
DOWNLOAD = "application/vnd.microsoft.teams.file.download.info"
REPORT = b"claim;status\r\n1042;Submitted\r\n"


class EchoBot:
    """Answers words with cards; keeps what it received for the tests to read."""

    def __init__(self) -> None:
        self.received: list[Json] = []
        self.fetched: dict[str, bytes] = {}
        self.hold = asyncio.Event()
        self.hold.set()
        self._http: aiohttp.ClientSession | None = None

    def add_to(self, app: web.Application) -> None:
        app.router.add_post("/api/messages", self.messages)
        app.on_cleanup.append(self._close)

    async def messages(self, request: web.Request) -> web.Response:
        activity = await request.json()
        self.received.append(activity)
        await self.hold.wait()
        if activity["type"] == "invoke":
            return await self._invoke(activity)
        if activity["type"] == "installationUpdate" and activity["action"] == "add":
            await self.send(activity, text=f"Hello {activity['from']['name']}.")
        if activity["type"] == "message":
            return await self._message(activity)
        return web.Response(status=201)

    async def _message(self, activity: Json) -> web.Response:
        files = [a for a in activity.get("attachments", []) if a["contentType"] == DOWNLOAD]
        for file in files:
            await self._fetch(file)
        if files:
            names = ", ".join(file["name"] for file in files)
            await self.send(activity, text=f"Received {names}")
        elif "value" in activity:
            await self.send(activity, text=f"Submitted {activity['value']['verb']}")
        else:
            return await self._words(activity, activity["text"])
        return web.Response(status=201)

    async def _words(self, activity: Json, words: str) -> web.Response:
        shown: dict[str, Callable[[], Json]] = {
            "new claim": cards.start_claim,
            "customer": cards.customer_mismatch,
            "review": cards.review,
            "submitted": cards.submitted,
            "colours": cards.colours,
        }
        if words == "break":
            return web.Response(status=500)
        if words == "export":
            await self._offer(activity)
        elif words in shown:
            await self.send_card(activity, shown[words]())
        else:
            await self.send(activity, text=f"You said **{words}**")
        return web.Response(status=201)

    async def _invoke(self, activity: Json) -> web.Response:
        if activity["name"] == "fileConsent/invoke":
            await self._answer_offer(activity)
            return web.Response(status=200)
        answers: dict[str, Callable[[Json], Awaitable[web.Response]]] = {
            "next": self._next,
            "choose_role": self._say,
            "withdraw": self._fail,
        }
        verb = activity["value"]["action"]["verb"]
        return await answers.get(verb, self._nothing)(activity)

    async def _next(self, _: Json) -> web.Response:
        return _invoke_answer(200, CARD, cards.review())

    async def _say(self, _: Json) -> web.Response:
        return _invoke_answer(200, MESSAGE, "Which products was the work about?")

    async def _fail(self, _: Json) -> web.Response:
        error = {"code": "NotAllowed", "message": "You may not withdraw this claim."}
        return _invoke_answer(403, "application/vnd.microsoft.error", error)

    async def _nothing(self, _: Json) -> web.Response:
        return web.Response(status=200)

    async def _fetch(self, file: Json) -> None:
        async with self.http().get(file["content"]["downloadUrl"]) as response:
            self.fetched[file["name"]] = await response.read()

    async def _offer(self, activity: Json) -> None:
        content = {
            "description": "All your claims",
            "sizeInBytes": len(REPORT),
            "acceptContext": {"report": 7},
            "declineContext": {"report": 7},
        }
        offer = {"contentType": OFFER, "name": "claims.csv", "content": content}
        await self.send(activity, attachments=[offer])

    async def _answer_offer(self, activity: Json) -> None:
        upload = activity["value"].get("uploadInfo")
        if upload is None:
            return
        span = f"bytes 0-{len(REPORT) - 1}/{len(REPORT)}"
        put = self.http().put(upload["uploadUrl"], data=REPORT, headers={"Content-Range": span})
        async with put as response:
            assert response.status == 201
        info = {"uniqueId": upload["uniqueId"], "fileType": upload["fileType"]}
        file = {"contentType": FILE_INFO, "contentUrl": upload["contentUrl"], "content": info}
        await self.send(activity, attachments=[file | {"name": upload["name"]}])

    async def send_card(self, to: Json, card: Json) -> str:
        return await self.send(to, attachments=[{"contentType": CARD, "content": card}])

    async def send(self, to: Json, kind: str = "message", **content: Any) -> str:
        """Send a message to the conversation of an activity; gives its id."""
        async with self.http().post(
            f"{conversation_url(to)}/activities", json={"type": kind, **content}
        ) as response:
            return str((await response.json())["id"])

    async def update(self, to: Json, message_id: str, **content: Any) -> int:
        url = f"{conversation_url(to)}/activities/{message_id}"
        async with self.http().put(url, json={"type": "message", **content}) as response:
            return response.status

    async def delete(self, to: Json, message_id: str) -> int:
        url = f"{conversation_url(to)}/activities/{message_id}"
        async with self.http().delete(url) as response:
            return response.status

    def http(self) -> aiohttp.ClientSession:
        if self._http is None:
            self._http = aiohttp.ClientSession()
        return self._http

    async def _close(self, _: web.Application) -> None:
        if self._http is not None:
            await self._http.close()


def conversation_url(activity: Json) -> str:
    """Give the Connector address of an activity's conversation, as the SDK builds it."""
    chat = quote(activity["conversation"]["id"], safe="")
    return f"{activity['serviceUrl']}v3/conversations/{chat}"


def _invoke_answer(status: int, kind: str, value: object) -> web.Response:
    return web.json_response({"statusCode": status, "type": kind, "value": value})
