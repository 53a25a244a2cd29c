"""Looks whether mail can leave, up to the point where one would be sent; on request, one is."""

from __future__ import annotations

import json
import secrets
from contextlib import suppress
from http import HTTPStatus
from typing import Any

import aiosmtplib

from bot.claims.ports import Mail, MailDelayed, Mailer, MailForbidden, MailRefused
from bot.mail.graph_calls import Answer, GraphMailbox
from bot.settings import Settings
from deployment.doctor.findings import Finding, bad, doubtful, good

SMTP_HINT = "Look at CPOR_SMTP_HOST, CPOR_SMTP_PORT and CPOR_SMTP_SECURITY, and at the firewall."
GRAPH_HINT = "Look whether CPOR_GRAPH_URL can be reached from here."
_TRY = "To know whether mail may be sent, let one be sent: --send-to with your own address."


def folder() -> Finding:
    """Say that mail stays here."""
    mend = "Set CPOR_MAIL to graph or smtp before a customer is to be asked."
    return doubtful("mail", "goes to a folder and reaches nobody", mend)


async def look_at_smtp(settings: Settings, **how: Any) -> Finding:
    """Connect, encrypt and sign in as the assistant does, and leave again."""
    client = aiosmtplib.SMTP(
        hostname=settings.smtp_host,
        port=settings.smtp_port,
        username=settings.smtp_username or None,
        password=settings.smtp_password.get_secret_value() or None,
        use_tls=settings.smtp_security == "tls",
        start_tls=settings.smtp_security == "starttls",
        timeout=10,
        **how,
    )
    try:
        await client.connect()
    except aiosmtplib.SMTPAuthenticationError:
        mend = "Look at CPOR_SMTP_USERNAME and CPOR_SMTP_PASSWORD."
        return bad("mail", "the mail server does not accept the sign-in", mend)
    except (aiosmtplib.SMTPException, OSError, ValueError) as error:
        return bad("mail", f"the mail server cannot be used ({type(error).__name__})", SMTP_HINT)
    finally:
        with suppress(aiosmtplib.SMTPException, OSError):
            if client.is_connected:
                await client.quit(timeout=2)
        client.close()
    return _smtp(settings)


def _smtp(settings: Settings) -> Finding:
    signed_in = "with sign-in" if settings.smtp_username else "without sign-in"
    if settings.smtp_security == "none":
        mend = "Set CPOR_SMTP_SECURITY to starttls or tls: customers' links go over this way."
        return doubtful("mail", f"the mail server answers, {signed_in}, not encrypted", mend)
    return good("mail", f"the mail server answers, {signed_in}, encrypted")


async def look_at_mailbox(mailbox: GraphMailbox, *, reads: bool) -> Finding:
    """Ask Graph for one message's id, which needs what looking for returned mail needs."""
    address = mailbox.address("mailFolders/inbox/messages", {"$top": "1", "$select": "id"})
    try:
        answer = await mailbox.call("GET", address)
    except MailDelayed as error:
        return bad("mail", str(error), GRAPH_HINT)
    return _mailbox(answer, reads=reads)


def _mailbox(answer: Answer, *, reads: bool) -> Finding:
    if answer.good:
        return good("mail", "the mailbox is reached by Graph, and may be looked through")
    said = f"Graph answered {answer.status} {_code(answer)}".rstrip()
    if answer.status == HTTPStatus.NOT_FOUND:
        mend = "Graph knows no such mailbox: CPOR_MAIL_FROM must be its primary address."
        return bad("mail", said, mend)
    if answer.status == HTTPStatus.FORBIDDEN and not reads:
        return doubtful("mail", "Graph answers, and may not look into the mailbox, as set", _TRY)
    if answer.status == HTTPStatus.FORBIDDEN:
        mend = "Give the app its role for this mailbox with deployment/graph and wait up to two "
        return bad("mail", said, mend + "hours, or set CPOR_MAIL_BOUNCES=no: docs/MAIL.md.")
    return bad("mail", said, GRAPH_HINT)


def _code(answer: Answer) -> str:
    try:
        code = json.loads(answer.body)["error"]["code"]
    except (ValueError, KeyError, TypeError):
        return ""
    return code if isinstance(code, str) and code.isalnum() else ""


async def send_one(mailer: Mailer, address: str, host: str) -> Finding:
    """Send a mail that says what it is; `host` is the one that message ids end with."""
    text = "This is a test by the operator of the CPOR Claims Assistant. Nothing needs to be done."
    mail = Mail(
        message_id=f"<doctor.{secrets.token_hex(8)}@{host}>",
        to_name="",
        to_email=address,
        subject="Test of the CPOR Claims Assistant",
        text=f"{text}\n",
        html=f"<!DOCTYPE html><p>{text}</p>",
    )
    try:
        await mailer.send(mail)
    except MailForbidden as error:
        return bad("test mail", str(error), "Set that right, then send it again.")
    except (MailRefused, MailDelayed) as error:
        mend = "Look whether the address is right and CPOR_MAIL_FROM may send to it."
        return bad("test mail", f"did not leave: {error}", mend)
    return good("test mail", "was taken: look whether it arrives, and not among the junk")
