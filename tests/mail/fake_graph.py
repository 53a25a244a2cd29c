"""The part of Microsoft Graph and Exchange Online that sends a mailbox's mail and keeps its inbox.

`routes()` are without `/v1.0`, to be put below another stand-in; `app()` serves them by themselves,
for bearers of a token in `tokens`. What it answers, and in which form, follows "user: sendMail",
"Microsoft Graph error responses" and "Microsoft Graph throttling guidance".
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import itertools
import re
import ssl
from collections import deque
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

import aiohttp
from aiohttp import web

MAILBOX = "associations@contoso.example"
NDR = "REPORT.IPM.Note.NDR"
MOST_BYTES = 4_000_000
AT_ONCE, A_MINUTE = 4, 30


@dataclass
class Lying:
    """A message in the inbox."""

    id: str
    content: bytes
    kind: str = "IPM.Note"
    read: bool = False


@dataclass
class FakeGraph:
    """One mailbox; every attribute may be changed by a test at any time."""

    mailbox: str = MAILBOX
    tokens: set[str] = field(default_factory=lambda: {"good"})
    answers: deque = field(default_factory=deque)
    """What the next sends get instead: a status, or a pair of status and Retry-After or code."""
    allowed: bool = True
    may_read: bool = True
    after_accepting: str = ""
    """"silence" or "hang up": what happens to a send once it was accepted."""
    unknown: set[str] = field(default_factory=set)
    """Addresses at which nobody is: a report comes back for each mail sent there."""
    clock: object = None
    """Where given, thirty messages a minute are held to."""
    sent: list[EmailMessage] = field(default_factory=list)
    inbox: dict[str, Lying] = field(default_factory=dict)
    asked: list[web.Request] = field(default_factory=list)
    accepted: asyncio.Event = field(default_factory=asyncio.Event)
    page: int = 50
    next_origin: str = ""
    at_once: int = 0
    most_at_once: int = 0
    slow: asyncio.Event | None = None
    """Where given, every answer waits for it; `crowded` says that four are waiting."""
    crowded: asyncio.Event = field(default_factory=asyncio.Event)
    _times: deque = field(default_factory=deque)
    _released: asyncio.Event = field(default_factory=asyncio.Event)
    _ids: itertools.count = field(default_factory=lambda: itertools.count(1))

    def routes(self) -> list[web.RouteDef]:
        messages = "/users/{user}/messages/{id}"
        return [
            web.post("/users/{user}/sendMail", self.send_mail),
            web.get("/users/{user}/mailFolders/inbox/messages", self.list_inbox),
            web.get(messages + "/$value", self.mime),
            web.patch(messages, self.change),
        ]

    def app(self) -> web.Application:
        below = web.Application(middlewares=[self._guarded], client_max_size=2 * MOST_BYTES)
        below.add_routes(self.routes())
        whole = web.Application(client_max_size=2 * MOST_BYTES)
        whole.add_subapp("/v1.0", below)
        return whole

    def release(self) -> None:
        """End a silence, so that the server can be closed."""
        self._released.set()

    @web.middleware
    async def _guarded(self, request, handler):
        self.asked.append(request)
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme != "Bearer" or token not in self.tokens:
            return error(401, "InvalidAuthenticationToken")
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        if self.at_once >= AT_ONCE:
            self.crowded.set()
        try:
            if self.slow:
                await self.slow.wait()
            if self.at_once > AT_ONCE:
                return error(429, "ApplicationThrottled", retry_after="1")
            return await handler(request)
        finally:
            self.at_once -= 1

    def _refusal(self, request: web.Request, *, allowed: bool) -> web.Response | None:
        if request.match_info["user"] != self.mailbox:
            return error(404, "ErrorInvalidUser")
        return None if allowed else error(403, "ErrorAccessDenied")

    async def send_mail(self, request: web.Request) -> web.Response:
        refusal = self._refusal(request, allowed=self.allowed) or self._scripted()
        content = await request.read()
        if refusal or (refusal := self._throttled() or unfit(request, content)):
            return refusal
        message = message_from_bytes(base64.b64decode(content), policy=policy.default)
        if message["From"].addresses[0].addr_spec != self.mailbox:
            return error(403, "ErrorSendAsDenied")
        self.sent.append(message)
        for each in message["To"].addresses:
            if each.addr_spec in self.unknown:
                self.put(report_about(message), NDR)
        return await self._accept(request)

    async def _accept(self, request: web.Request) -> web.Response:
        self.accepted.set()
        if self.after_accepting == "silence":
            await self._released.wait()
        if self.after_accepting == "hang up":
            request.transport.abort()
        return web.Response(status=202, headers={"request-id": "1"})

    def _scripted(self) -> web.Response | None:
        if not self.answers:
            return None
        wanted = self.answers.popleft()
        status, more = wanted if isinstance(wanted, tuple) else (wanted, "")
        if more.startswith("Error"):
            return error(status, more)
        code = "ApplicationThrottled" if status == 429 else "ServiceUnavailable"
        return error(status, code, retry_after=more)

    def _throttled(self) -> web.Response | None:
        if self.clock is None:
            return None
        now = self.clock.now().timestamp()
        while self._times and now - self._times[0] >= 60:
            self._times.popleft()
        if len(self._times) >= A_MINUTE:
            return error(429, "ApplicationThrottled", retry_after="10")
        self._times.append(now)
        return None

    def put(self, content: bytes, kind: str = "IPM.Note") -> str:
        """Let a message arrive in the inbox; give its id."""
        box_id = f"AAMk/{next(self._ids)}="
        self.inbox[box_id] = Lying(box_id, content, kind)
        return box_id

    async def list_inbox(self, request: web.Request) -> web.Response:
        if refusal := self._refusal(request, allowed=self.may_read):
            return refusal
        assert "isRead eq false" in request.query["$filter"]
        assert re.search(r"receivedDateTime ge \d{4}-\d\d-\d\dT[\d:]{8}Z", request.query["$filter"])
        assert request.query["$select"] == "id"
        unread = [each for each in self.inbox.values() if not each.read]
        skip = int(request.query.get("$skip", 0))
        page = {"value": [listed(each) for each in unread[skip : skip + self.page]]}
        if skip + self.page < len(unread):
            origin = self.next_origin or f"https://{request.host}"
            query = request.query.copy()
            query["$skip"] = str(skip + self.page)
            page["@odata.nextLink"] = origin + str(request.rel_url.with_query(query))
        return web.json_response(page)

    async def mime(self, request: web.Request) -> web.Response:
        found = self._found(request)
        return web.Response(body=found.content) if isinstance(found, Lying) else found

    async def change(self, request: web.Request) -> web.Response:
        found = self._found(request)
        if not isinstance(found, Lying):
            return found
        found.read = (await request.json())["isRead"]
        return web.json_response({"id": found.id, "isRead": found.read})

    def _found(self, request: web.Request) -> Lying | web.Response:
        if refusal := self._refusal(request, allowed=self.may_read):
            return refusal
        return self.inbox.get(request.match_info["id"]) or error(404, "ErrorItemNotFound")


def unfit(request: web.Request, content: bytes) -> web.Response | None:
    """Refuse what is no MIME message in base64, or too big."""
    if request.content_type != "text/plain":
        return error(400, "RequestBodyRead")
    if len(content) > MOST_BYTES:
        return error(413, "RequestEntityTooLarge")
    try:
        base64.b64decode(content, validate=True)
    except binascii.Error:
        return error(400, "ErrorMimeContentInvalidBase64String")
    return None


def listed(lying: Lying) -> dict[str, object]:
    kind = {"id": "String 0x1a", "value": lying.kind}
    return {"id": lying.id, "singleValueExtendedProperties": [kind]}


def error(status: int, code: str, *, retry_after: str = "") -> web.Response:
    body = {"error": {"code": code, "message": "about casey@fabrikam.example"}}
    headers = {"request-id": "1", **({"Retry-After": retry_after} if retry_after else {})}
    return web.json_response(body, status=status, headers=headers)


def report_about(
    message: EmailMessage,
    *,
    action: str = "failed",
    status: str = "5.1.1",
    headers_only: bool = False,
    **reply: str,
) -> bytes:
    """Write the report Exchange Online sends for a mail; `reply` adds headers to the report."""
    original = "\r\n".join(f"{name}: {value}" for name, value in message.items())
    kind = "text/rfc822-headers" if headers_only else "message/rfc822"
    more = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in reply.items())
    return (
        "From: Microsoft Outlook <postmaster@contoso.example>\r\n"
        f"To: {MAILBOX}\r\n"
        "Subject: =?utf-8?Q?Unzustellbar=3A_Please_check?=\r\n"
        f"{more}"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>It did not arrive.</p>\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns;mail.contoso.example\r\n\r\n"
        "Final-Recipient: rfc822;casey@fabrikam.example\r\n"
        f"Action: {action}\r\nStatus: {status}\r\n"
        "Diagnostic-Code: smtp;550 5.1.1 no such user\r\n\r\n"
        f"--b\r\nContent-Type: {kind}\r\n\r\n{original}\r\n\r\n--b--\r\n"
    ).encode()


class Tokens:
    """Hands out tokens in turn; the last one again and again."""

    def __init__(self, *tokens: str) -> None:
        self.left, self.scopes, self.rejected = list(tokens or ["good"]), [], []

    async def token(self, scope: str) -> str:
        self.scopes.append(scope)
        return self.left[0]

    def reject(self, token: str) -> None:
        self.rejected.append(token)
        if len(self.left) > 1:
            self.left.remove(token)


@asynccontextmanager
async def serving(graph: FakeGraph, offered: ssl.SSLContext):
    """Serve it over https on a free port; give its address."""
    runner = web.AppRunner(graph.app(), access_log=None, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=offered)
    await site.start()
    try:
        yield f"https://localhost:{runner.addresses[0][1]}"
    finally:
        graph.release()
        if graph.slow:
            graph.slow.set()
        await runner.cleanup()


@asynccontextmanager
async def session_trusting(trusted: ssl.SSLContext):
    """One session as the assistant has it."""
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=trusted)) as session:
        yield session
    for _ in range(20):  # the loop lets go of a closed TLS connection some turns later
        await asyncio.sleep(0)
