"""The plain records that go through the ports: what is asked, kept, sent and answered."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from bot.claims.models import Claim, Frozen, Status, Verification


class ClaimQuery(Frozen):
    """Which claims to list; every given part narrows the list."""

    org: str | None = None
    owner: str | None = None
    statuses: tuple[Status, ...] = ()
    text: str = ""
    """Part of the customer's or the claim's name, any case; or the claim's number."""
    tenant_id: str | None = None
    """The customer's tenant."""
    include_started: bool = True
    order: str = "due"
    """"due": nearest deadline first, then newest; "newest"; "oldest" (by submission)."""
    offset: int = 0
    limit: int = 10


class ClaimPage(Frozen):
    """Some claims and how many there are in all."""

    claims: tuple[Claim, ...]
    total: int


class OutboxKind(StrEnum):
    """What leaves through the outbox."""

    MAIL = "mail"
    NOTICE = "notice"
    FORGET = "forget"
    """The bytes of a file that no claim lists any more are to be deleted."""


class Outgoing(Frozen):
    """Something that must leave; stored with the change that caused it and delivered by a job."""

    key: str
    """Idempotency key: a second row with the same key is not stored."""
    kind: OutboxKind
    claim_id: int
    org: str
    payload: dict[str, Any]
    not_before: datetime | None = None


class OutboxRow(Frozen):
    """A leased outbox row."""

    id: int
    key: str
    kind: OutboxKind
    claim_id: int
    org: str
    payload: dict[str, Any]
    attempts: int
    created_at: datetime


class Answered(Frozen):
    """The stored result of an activity or a press, given again when it is delivered twice."""

    key: str
    result: dict[str, Any]
    message_ids: tuple[str, ...] | None = None
    """Ids of the messages sent for it; None while it is not known that they were sent."""


class ConversationState(Frozen):
    """What the dialogs remember of one conversation: plain JSON bytes, and the version read."""

    key: str
    data: bytes = b"{}"
    version: int = 0
    """0: not stored yet."""


class Reference(Frozen):
    """Where a person can be written to in Teams by the assistant's own initiative."""

    tenant_id: str
    object_id: str
    user_id: str
    """Teams' own id of the person ("29:…")."""
    bot_id: str = ""
    conversation_id: str
    service_url: str
    locale: str = "en-GB"
    name: str = ""
    email: str = ""
    blocked: bool = False
    """True after an uninstall or a block; notices wait until the person is back."""


class Opening(Frozen):
    """What a turn begins with."""

    answered: Answered | None
    """The stored result, where the activity or press was answered already."""
    reference: Reference | None
    conversation: ConversationState


class StatusCard(Frozen):
    """The last message that shows a claim's status to a person; news updates it in place."""

    claim_id: int
    object_id: str
    conversation_id: str
    message_id: str


class ConsentLink(Frozen):
    """One customer link; only the hash of its token is stored."""

    token_hash: str
    """Hex SHA-256 of the token."""
    claim_id: int
    org: str
    email: str
    round: int
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None


class DueDeadline(Frozen):
    """A deadline whose time has come."""

    claim_id: int
    org: str
    kind: str
    at: datetime


class OpenQuestion(Frozen):
    """A question nothing was known about, without whatever could point to somebody."""

    text: str
    language: str
    first_on: date
    last_on: date
    count: int


class SentFile(Frozen):
    """A file a person sent to the chat, before a byte of it is fetched."""

    name: str
    """As sent: data, never a path or a decision."""
    url: str
    """Pre-authenticated and short-lived: fetch at once, never store or log."""
    inline: bool = False
    """True for a pasted picture, which lies at the connector and needs the bot's token."""


class UploadTarget(Frozen):
    """Where the person allowed us to put a file (Teams' file consent)."""

    upload_url: str
    content_url: str = ""
    name: str = ""
    unique_id: str = ""
    file_type: str = ""


class DirectoryAnswer(Frozen):
    """What the directory says of a domain: MATCHED with a tenant ID, NOT_FOUND or UNAVAILABLE."""

    result: Verification
    tenant_id: str = ""


class Mail(Frozen):
    """One frozen e-mail as stored in the outbox."""

    to_name: str
    to_email: str
    subject: str
    text: str
    html: str
    locale: str = "en-GB"
    message_id: str = ""
    reply_to: str = ""


class Returned(Frozen):
    """A report that one of our mails did not arrive."""

    box_id: str
    """Where the report lies, for `ReturnedMail.done`."""
    message_ids: tuple[str, ...]
    """Message ids of the mail it is about, as found in the report; the first of ours counts."""
    status: str = ""
    """The reason as an enhanced status code ("5.1.1")."""
