"""Hands mails to a mail server, and tells what can be tried again from what never can."""

from __future__ import annotations

import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from typing import ClassVar, Literal

import aiosmtplib

from bot.claims.ports import Mail, MailDelayed, MailInDoubt, MailRefused
from bot.mail.composer import Composer

#: A server's verdict on this very mail. Trouble before it (sign-in, TLS) is never the mail's fault.
_VERDICTS = (
    aiosmtplib.SMTPSenderRefused,
    aiosmtplib.SMTPRecipientRefused,
    aiosmtplib.SMTPDataError,
)


@dataclass(frozen=True, slots=True)
class SmtpMailer:
    """Sends over SMTP; `security` says when the connection becomes encrypted."""

    repeatable: ClassVar[bool] = False
    host: str
    port: int
    composer: Composer
    username: str = ""
    password: str = field(default="", repr=False)
    security: Literal["starttls", "tls", "none"] = "starttls"
    timeout: float = 20.0  # seconds for each step
    tls_context: ssl.SSLContext | None = None

    async def send(self, mail: Mail) -> None:
        """Hand one mail over.

        Raises `MailRefused` (5xx about it), `MailInDoubt` (no answer to the mail itself) or
        `MailDelayed` (all else).
        """
        message = self.composer.compose(mail)
        sender, recipient = (str(message[name].addresses[0].addr_spec) for name in ("From", "To"))
        client = self._client()
        try:
            await client.connect()
            await client.mail(sender)
            await client.rcpt(recipient)
            await _hand_over(client, bytes(message))
        except _VERDICTS as error:
            raise _verdict(error) from error
        except (aiosmtplib.SMTPException, OSError) as error:
            raise MailDelayed(f"the mail server cannot be used: {type(error).__name__}") from error
        finally:
            await _leave(client)

    def _client(self) -> aiosmtplib.SMTP:
        return aiosmtplib.SMTP(
            hostname=self.host,
            port=self.port,
            username=self.username or None,
            password=self.password or None,
            use_tls=self.security == "tls",
            start_tls=self.security == "starttls",
            tls_context=self.tls_context,
            timeout=self.timeout,
        )


async def _hand_over(client: aiosmtplib.SMTP, content: bytes) -> None:
    """Give the mail itself; silence after that leaves open whether it was taken."""
    try:
        await client.data(content)
    except (aiosmtplib.SMTPServerDisconnected, aiosmtplib.SMTPTimeoutError, OSError) as error:
        raise MailInDoubt(f"no answer from the mail server: {type(error).__name__}") from error


def _verdict(error: aiosmtplib.SMTPResponseException) -> MailRefused | MailDelayed:
    """Read a server's answer: 5xx is for good, 4xx for now. Its text may name people: left out."""
    message = f"the mail server answered {error.code}"
    return MailRefused(message) if error.code >= 500 else MailDelayed(message)  # noqa: PLR2004


async def _leave(client: aiosmtplib.SMTP) -> None:
    """Say goodbye; whatever happens now, the mail's fate is decided."""
    with suppress(aiosmtplib.SMTPException, OSError):
        if client.is_connected:
            await client.quit(timeout=2)
    client.close()
