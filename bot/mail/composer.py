"""Builds the one MIME message of a frozen mail, so that every mailer sends the very same bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from bot.claims.ports import Clock, Mail, MailRefused

#: Says which mail this is, also where somebody on the way writes a message id of their own.
REFERENCE = "X-CPOR-Mail"
_LONGEST_REFERENCE = 60  # more would be folded, and then be unreadable for simple programs
_POLICY = SMTP.clone(cte_type="7bit")
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029]")
_MESSAGE_ID = re.compile(r"<[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+>")


@dataclass(frozen=True, slots=True)
class Composer:
    """Knows who the mails are from and what time it is."""

    sender_name: str
    sender_email: str
    clock: Clock

    def compose(self, mail: Mail) -> EmailMessage:
        """Build the message: plain text first, HTML as its alternative.

        Raises `MailRefused` where a header value holds a line break or an address is no address.
        """
        message = EmailMessage(policy=_POLICY)
        for name, value in self._headers(mail).items():
            message[name] = value
        message.set_content(mail.text, cte="quoted-printable")
        message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
        return message

    def _headers(self, mail: Mail) -> dict[str, str | Address]:
        message_id = _message_id(mail.message_id)
        headers: dict[str, str | Address] = {
            "From": address(self.sender_name, self.sender_email),
            "To": address(mail.to_name, mail.to_email),
            "Subject": _one_line(mail.subject),
            "Date": format_datetime(self.clock.now()),
            "Message-ID": message_id,
            "Content-Language": _one_line(mail.locale),
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        }
        reference = message_id[1:-1].partition("@")[0]
        if len(reference) <= _LONGEST_REFERENCE:
            headers[REFERENCE] = reference
        if mail.reply_to:
            headers["Reply-To"] = address("", mail.reply_to)
        return headers


def address(name: str, email: str) -> Address:
    """Build a header address; an international host name is written in its ASCII form.

    Raises `MailRefused` for a line break and for what is not one address.
    """
    local, at, domain = _one_line(email).strip().rpartition("@")
    try:
        host = domain.encode("idna").decode("ascii")
        parsed = Address(_one_line(name), addr_spec=f"{local}{at}{host}")
    except (HeaderParseError, ValueError, IndexError) as error:
        raise MailRefused("not an address") from error
    if not (parsed.username.isascii() and parsed.username and parsed.domain):
        raise MailRefused("not an address")
    return parsed


def _one_line(value: str) -> str:
    if _UNSAFE.search(value):
        raise MailRefused("a header value holds a line break or control character")
    return value


def _message_id(value: str) -> str:
    if not _MESSAGE_ID.fullmatch(value):
        raise MailRefused("the mail has no valid message id")
    return value
