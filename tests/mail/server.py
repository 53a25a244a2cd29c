"""A mail server that answers as it is told."""

import asyncio
from dataclasses import dataclass, field
from email import message_from_bytes, policy

from aiosmtpd.smtp import SMTP as Protocol
from aiosmtpd.smtp import AuthResult


@dataclass
class Server:
    """Takes mails; `answers` replaces its reply to a command ("MAIL", "RCPT", "DATA")."""

    answers: dict[str, str] = field(default_factory=dict)
    mails: list[bytes] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    port: int = 0
    _released: asyncio.Event = field(default_factory=asyncio.Event)

    def release(self):
        """End a silence, so that the server can be closed."""
        self._released.set()

    def authenticate(self, server, session, envelope, mechanism, data):
        """Know one user."""
        return AuthResult(success=(data.login, data.password) == (b"contoso", b"right"))

    async def handle_MAIL(self, server, session, envelope, address, options):
        if reply := self.answers.get("MAIL"):
            return reply
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if reply := self.answers.get("RCPT"):
            return reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.answers.get("DATA") == "silence":
            await self._released.wait()
            return "421 Too late"
        if reply := self.answers.get("DATA"):
            return reply
        self.mails.append(envelope.content)
        self.encrypted.append(session.ssl is not None)
        return "250 OK"

    @property
    def messages(self):
        return [message_from_bytes(content, policy=policy.default) for content in self.mails]


async def start_smtp(server, **options):
    """Listen on a free port; `options` go to the protocol, such as `tls_context`."""
    loop = asyncio.get_running_loop()
    listening = await loop.create_server(
        lambda: Protocol(server, hostname="mail.test", **options), "127.0.0.1", 0
    )
    server.port = listening.sockets[0].getsockname()[1]
    return listening
