"""Talks to a whole assistant over HTTP the way Teams does, so that a test reads like a chat."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

import aiohttp
from aiohttp import web
from azure.storage.blob.aio import ContainerClient

import app as product
from bot.claims.evidence import Inspection
from bot.claims.models import Claim
from bot.local_profile import LOCAL_ADMIN, LOCAL_REVIEWER, LOCAL_TENANT
from bot.settings import load_settings
from bot.web.local.sample_directory import SAMPLES
from storage.blobs_azure import CONTAINER
from tests.clocks import MovableClock
from tests.ports import free_port

CARD = "application/vnd.microsoft.card.adaptive"
Card = dict[str, Any]
ADA = (LOCAL_ADMIN, "Ada Admin")
RAE = (LOCAL_REVIEWER, "Rae Reviewer")
NOBODY = ("0a1b2c3d-0000-4000-8000-00000000dead", "Nick Nobody")


class Connector:
    """A stand-in for Teams' connector that keeps every message as a person would see it."""

    def __init__(self) -> None:
        self.messages: dict[str, dict[str, Any]] = {}
        self.updates: list[str] = []
        self.failing = 0
        self.requests = 0
        self.uploads: dict[str, bytes] = {}
        self.downloads: dict[str, bytes] = {}
        self.tenants = dict(SAMPLES)
        """What the stand-in for Microsoft's directory knows (setting `directory_url` "fake")."""
        self.directory_down = False
        self.lookups: list[str] = []
        self._ids = itertools.count(1)
        self.url = ""

    def routes(self) -> list[web.RouteDef]:
        base = "/v3/conversations/{cid}/activities"
        return [
            web.post(base, self.take),
            web.post(base + "/{aid}", self.take),
            web.put(base + "/{aid}", self.change),
            web.get("/v3/conversations/{cid}/members/{mid}", self.member),
            web.put("/uploads/{name}", self.upload),
            web.get("/downloads/{name}", self.download),
            web.get("/directory/{domain}/v2.0/.well-known/openid-configuration", self.directory),
        ]

    async def directory(self, request: web.Request) -> web.Response:
        domain = request.match_info["domain"]
        self.lookups.append(domain)
        if self.directory_down:
            return web.json_response({"error": "server_error"}, status=503)
        tenant = self.tenants.get(domain)
        if tenant is None:
            unknown = {"error": "invalid_tenant", "error_description": f"AADSTS90002: {domain}"}
            return web.json_response(unknown, status=400)
        return web.json_response({"issuer": f"https://login.microsoftonline.com/{tenant}/v2.0"})

    async def take(self, request: web.Request) -> web.Response:
        self.requests += 1
        if self.failing:
            self.failing -= 1
            return web.json_response({"error": {"code": "Busy"}}, status=503)
        activity = await request.json()
        message_id = f"m{next(self._ids)}"
        if activity["type"] != "typing":
            self.messages[message_id] = {**activity, "cid": request.match_info["cid"]}
        return web.json_response({"id": message_id})

    async def change(self, request: web.Request) -> web.Response:
        self.requests += 1
        message_id = request.match_info["aid"]
        if message_id not in self.messages:
            return web.json_response({"error": {"code": "ActivityNotFound"}}, status=404)
        activity = await request.json()
        self.messages[message_id] = {**activity, "cid": request.match_info["cid"]}
        self.updates.append(message_id)
        return web.json_response({"id": message_id})

    async def member(self, request: web.Request) -> web.Response:
        object_id = request.match_info["mid"].removeprefix("29:")
        name = {ADA[0]: ADA[1], RAE[0]: RAE[1]}.get(object_id, "Somebody")
        email = name.split(" ", maxsplit=1)[0].lower() + "@contoso.example"
        return web.json_response({"id": f"29:{object_id}", "name": name, "email": email})

    async def upload(self, request: web.Request) -> web.Response:
        self.uploads[request.match_info["name"]] = await request.read()
        return web.json_response({})

    async def download(self, request: web.Request) -> web.Response:
        content = self.downloads.get(request.match_info["name"])
        return web.Response(body=content) if content is not None else web.Response(status=404)


@dataclass
class Product:
    """A running assistant with its connector, clock and data folder."""

    folder: Path
    clock: MovableClock
    connector: Connector
    settings: dict[str, Any] = field(default_factory=dict)
    assistant: product.Assistant | None = None
    url: str = ""
    _runners: list[web.AppRunner] = field(default_factory=list)
    session: aiohttp.ClientSession | None = None

    async def start(self) -> None:
        """Start it, or start it again over the same data."""
        if self.session is None:
            self.session = aiohttp.ClientSession()
            self.connector.url = await self._listen(self._connector_app(), free_port())
        port = free_port()
        given = {"data_dir": self.folder, "directory_url": "", **self.settings}
        if given["directory_url"] == "fake":
            given["directory_url"] = f"{self.connector.url}/directory"
        settings = load_settings({}, _env_file=None, **given)
        self.url = f"http://127.0.0.1:{port}"
        self.assistant = await product.build(settings, address=self.url, clock=self.clock)
        await self._listen(self.assistant.web, port)

    def _connector_app(self) -> web.Application:
        made = web.Application(client_max_size=40_000_000)
        made.add_routes(self.connector.routes())
        return made

    async def _listen(self, made: web.Application, port: int) -> str:
        runner = web.AppRunner(made, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        self._runners.append(runner)
        return f"http://127.0.0.1:{port}"

    async def stop(self) -> None:
        """Stop the assistant; the connector stays, as Teams would."""
        assert self.assistant
        await self._runners.pop().cleanup()
        await self.assistant.close()

    async def close(self) -> None:
        await self.stop()
        while self._runners:
            await self._runners.pop().cleanup()
        if self.session:
            await self.session.close()

    async def restart(self, **settings: Any) -> None:
        """Stop it and start it again over the same data, perhaps with other settings."""
        await self.stop()
        self.settings.update(settings)
        await self.start()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    def look_quickly(self, text: str | None = None) -> None:
        """Believe every file by its name, and find this text in it, where files do not matter."""

        async def believe(path: Path, kind: str) -> Inspection:
            return Inspection(kind=kind, media_type="application/octet-stream", text=text)

        assert self.assistant
        self.assistant.intake._evidence._inspect = believe

    def wait_for_files(self, seconds: float = 60) -> None:
        """Let a turn wait for its files, however busy this machine is; 0: never wait."""
        assert self.assistant
        self.assistant.intake._patience = seconds

    async def claim(self, claim_id: int = 1001) -> Claim:
        """Give a claim as it is stored."""
        assert self.assistant
        found = await self.assistant.store.unit().claim(None, claim_id)
        assert found, f"no claim {claim_id}"
        return found

    async def newest(self) -> Claim:
        """Give the claim with the highest number; numbers may have gaps."""
        assert self.assistant
        unit, last = self.assistant.store.unit(), await self.assistant.store.next_claim_id()
        rows = [await unit.claim(None, number) for number in range(1001, last)]
        return [row for row in rows if row][-1]

    async def files_behind(self) -> None:
        """Wait until no file is being checked behind the conversation."""
        assert self.assistant
        await self.assistant.intake.drain()

    async def work(self) -> None:
        """Let the clocks strike and the outbox empty."""
        assert self.assistant
        while await self.assistant.due.run() + await self.assistant.pump.run():
            continue

    async def blobs(self) -> set[str]:
        """Give the names of the proof files that are kept."""
        connection = self.settings.get("blob_connection_string")
        if not connection:
            kept = self.folder / "blobs"
            return {str(path.relative_to(kept)) for path in kept.rglob("*") if path.is_file()}
        async with ContainerClient.from_connection_string(connection, CONTAINER) as container:
            if not await container.exists():
                return set()  # it is made for the first file
            return {name async for name in container.list_blob_names()}

    def mails(self) -> list[Path]:
        return sorted((self.folder / "outbox").glob("*.eml"))

    def chat(self, who: tuple[str, str] = ADA) -> Chat:
        return Chat(self, *who)


@dataclass
class Chat:
    """One person's personal chat with the assistant."""

    product: Product
    object_id: str
    name: str
    shown: Card = field(default_factory=dict)
    """The last card shown by a press or a message."""
    message_id: str = ""
    said: str = ""
    status: int = 0
    locale: str = "en-GB"
    tenant: str = LOCAL_TENANT

    @property
    def cid(self) -> str:
        return f"a:{self.object_id}"

    def activity(self, **parts: Any) -> dict[str, Any]:
        """Write an activity as Teams does."""
        return {
            "id": str(uuid.uuid4()),
            "channelId": "msteams",
            "serviceUrl": self.product.connector.url + "/",
            "from": {
                "id": f"29:{self.object_id}",
                "aadObjectId": self.object_id,
                "name": self.name,
            },
            "recipient": {"id": "28:bot", "name": "CPOR"},
            "conversation": {
                "id": self.cid,
                "conversationType": "personal",
                "tenantId": self.tenant,
            },
            "channelData": {"tenant": {"id": self.tenant}},
            "locale": self.locale,
            **parts,
        }

    async def post(self, activity: dict[str, Any]) -> dict[str, Any]:
        """Send an activity and look at what the person then sees."""
        before = set(self.product.connector.messages)
        assert self.product.session
        url = f"{self.product.url}/api/messages"
        async with self.product.session.post(url, json=activity) as response:
            self.status = response.status
            text = await response.text()
            body = await response.json(content_type=None) if text else {}
        self._look(before, body or {}, activity.get("replyToId", ""))
        return body or {}

    def _look(self, before: set[str], body: dict[str, Any], pressed: str) -> None:
        new = [key for key in self.product.connector.messages if key not in before]
        if body.get("type") == CARD:
            self.shown, self.message_id = body["value"], pressed
            shown = self.product.connector.messages.get(pressed)
            if shown:
                shown["attachments"] = [{"contentType": CARD, "content": body["value"]}]
        elif isinstance(body.get("value"), str):
            self.said = body["value"]
        for key in new:
            self._take(key)

    def _take(self, key: str) -> None:
        message = self.product.connector.messages[key]
        if message["cid"] != self.cid:
            return
        for attachment in message.get("attachments", ()):
            if attachment["contentType"] == CARD:
                self.shown, self.message_id = attachment["content"], key
        self.said = message.get("text") or self.said

    async def arrive(self) -> Card:
        await self.post(self.activity(type="installationUpdate", action="add"))
        return self.shown

    async def say(self, text: str, **more: Any) -> Card:
        html = {"contentType": "text/html", "content": f"<p>{text}</p>"}
        await self.post(self.activity(type="message", text=text, attachments=[html], **more))
        return self.shown

    async def send(self, *files: tuple[str, bytes], text: str = "") -> Card:
        """Send files as Teams does, with a download address that lives minutes."""
        html = {"contentType": "text/html", "content": "<p></p>"}
        attachments = [html] if text else []
        for name, content in files:
            self.product.connector.downloads[name] = content
            attachments.append(
                {
                    "contentType": "application/vnd.microsoft.teams.file.download.info",
                    "name": name,
                    "contentUrl": f"https://contoso.sharepoint.com/{name}",
                    "content": {
                        "downloadUrl": f"{self.product.connector.url}/downloads/{quote(name)}",
                        "uniqueId": str(uuid.uuid4()),
                        "fileType": name.rsplit(".", 1)[-1],
                    },
                }
            )
        parts = {"text": text} if text else {}
        await self.post(self.activity(type="message", attachments=attachments, **parts))
        return self.shown

    def button(self, verb: str, card: Card | None = None, **match: Any) -> dict[str, Any]:
        """Find a button on a card by its verb and, where several have it, parts of its data."""
        found = [
            action
            for action in actions(card or self.shown)
            if action.get("verb") == verb
            and all(action["data"].get(key) == value for key, value in match.items())
        ]
        assert found, f"no {verb} among {[a.get('verb') for a in actions(card or self.shown)]}"
        return found[0]

    def press_activity(self, action: dict[str, Any], **inputs: Any) -> dict[str, Any]:
        data = {**action["data"], **inputs}
        value = {
            "action": {"type": "Action.Execute", "verb": action["verb"], "data": data},
            "trigger": "manual",
        }
        return self.activity(
            type="invoke", name="adaptiveCard/action", value=value, replyToId=self.message_id
        )

    async def press(self, verb: str, match: dict[str, Any] | None = None, **inputs: Any) -> Card:
        """Press a button of the card shown, with the card's prefilled inputs and these on top."""
        action = self.button(verb, **(match or {}))
        given = {}
        if action.get("associatedInputs") != "none":
            given = {key: value for key, value in prefilled(self.shown).items()}
        await self.post(self.press_activity(action, **{**given, **inputs}))
        return self.shown

    async def answer(self, verb: str = "next", **given: Any) -> Card:
        """Fill the card in and press, as a client does: it sends only inputs the card has, and
        nothing while a required one is empty."""
        strangers = given.keys() - inputs(self.shown).keys()
        assert not strangers, f"{strangers} not asked here: {[*inputs(self.shown)]}"
        assert not client_stops(self.shown, given)
        return await self.press(verb, **given)

    def cards(self) -> list[tuple[str, Card]]:
        """Give the cards as they now stand in this chat, oldest first, with their message ids."""
        return [
            (key, attachment["content"])
            for key, message in self.product.connector.messages.items()
            if message["cid"] == self.cid
            for attachment in message.get("attachments", ())
            if attachment["contentType"] == CARD
        ]


def walk(element: Any) -> Iterator[dict[str, Any]]:
    """Go through everything on a card."""
    if isinstance(element, dict):
        yield element
        for key, value in element.items():
            if key not in ("data", "fallback"):
                yield from walk(value)
    elif isinstance(element, list):
        for item in element:
            yield from walk(item)


def actions(card: Card) -> list[dict[str, Any]]:
    return [item for item in walk(card) if str(item.get("type", "")).startswith("Action.")]


def inputs(card: Card) -> dict[str, dict[str, Any]]:
    found = (item for item in walk(card) if str(item.get("type", "")).startswith("Input."))
    return {item["id"]: item for item in found}


def prefilled(card: Card) -> dict[str, Any]:
    return {key: item["value"] for key, item in inputs(card).items() if "value" in item}


def words(card: Card) -> str:
    """Give everything a person reads on a card, in order."""
    texts = (item.get("text", "") for item in walk(card) if item.get("type") == "TextBlock")
    return "\n".join(text for text in texts if text)


def titles(card: Card) -> list[str]:
    """Give the buttons' titles."""
    return [action["title"] for action in actions(card)]


def choices(card: Card, field_id: str) -> list[str]:
    """Give the values that can be chosen."""
    return [choice["value"] for choice in inputs(card)[field_id]["choices"]]


def under(card: Card, field_id: str) -> str:
    """Give what stands in red right below an input."""
    for element in walk(card):
        items = element.get("items") or element.get("body") or ()
        for place, item in enumerate(items):
            if item.get("id") == field_id:
                return "\n".join(_red_lines(items[place + 1 :]))
    raise AssertionError(f"no input {field_id}")


def _red_lines(rest: Any) -> Iterator[str]:
    for item in rest:
        if item.get("type") != "TextBlock" or item.get("color") != "Attention":
            return
        yield item["text"]


def client_stops(card: Card, given: dict[str, Any]) -> dict[str, str]:
    """Give the required inputs a client finds empty, with what it then says under each."""
    filled = {**prefilled(card), **given}
    return {
        key: item["errorMessage"]
        for key, item in inputs(card).items()
        if item.get("isRequired") and filled.get(key) in (None, "")
    }
