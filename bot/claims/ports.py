"""What the product needs from outside, as protocols: services never see a database or a wire.

A `Unit` is one transaction: reads go through at once, writes are kept in memory until `commit`,
which applies all of them or none. That is how a change, its history, its outgoing mail and the
answer to the press that caused it are stored together.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from bot.claims.models import Claim, Frozen, HistoryEntry, Person, Status, Verification


class Clock(Protocol):
    """Gives the time, so that tests can move it."""

    def now(self) -> datetime:
        """Give the present instant, aware, in UTC."""
        ...


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


class Unit(Protocol):
    """One transaction; see the module's words."""

    async def claim(self, org: str | None, claim_id: int) -> Claim | None:
        """Give a claim of an organisation (None: any, for jobs and the consent page)."""
        ...

    async def claims(self, query: ClaimQuery) -> ClaimPage:
        """List claims."""
        ...

    async def holders(self, org: str, keys: Collection[str]) -> dict[str, int]:
        """Say which live claim holds each of the keys (`Claim.holds`)."""
        ...

    async def history(self, org: str | None, claim_id: int) -> list[HistoryEntry]:
        """Give a claim's history, oldest first."""
        ...

    async def customers(self, org: str, limit: int = 15) -> list[Claim]:
        """Give the newest added, not discarded claim per customer tenant, newest first."""
        ...

    async def answered(self, *keys: str) -> Answered | None:
        """Give the stored result of the first of these activity or press keys that has one."""
        ...

    async def conversation(self, key: str) -> ConversationState:
        """Give a conversation's state; an empty one with version 0 where none is stored."""
        ...

    async def reference(self, tenant_id: str, object_id: str) -> Reference | None:
        """Give where a person can be written to."""
        ...

    async def consent_link(self, token_hash: str) -> ConsentLink | None:
        """Give the link with this token hash, also an expired or revoked one."""
        ...

    async def consent_links(self, claim_id: int) -> list[ConsentLink]:
        """Give all links of a claim, oldest first."""
        ...

    async def status_card(self, claim_id: int, object_id: str) -> StatusCard | None:
        """Give the message that last showed the claim's status to a person."""
        ...

    def save(self, claim: Claim, *entries: HistoryEntry) -> None:
        """Keep a claim as it now is (its `version` is the one read; commit raises it by one)."""
        ...

    def post(self, outgoing: Outgoing) -> None:
        """Put something in the outbox."""
        ...

    def remember(self, key: str, result: dict[str, Any]) -> None:
        """Store the result of an activity or press; commit raises `Conflict` where it exists."""
        ...

    def keep_conversation(self, state: ConversationState) -> None:
        """Keep dialog state; compare-and-set on its version, also for the first insert."""
        ...

    def keep_reference(self, reference: Reference) -> None:
        """Keep where a person can be written to (insert or replace)."""
        ...

    def keep_link(self, link: ConsentLink) -> None:
        """Insert or update a consent link."""
        ...

    def keep_status_card(self, card: StatusCard) -> None:
        """Keep which message shows the claim's status (insert or replace)."""
        ...

    async def commit(self) -> None:
        """Apply every kept write in one transaction.

        Raises `Conflict` (version, conversation or remembered key already there) or `Covered`
        (another live claim holds one of `Claim.holds`); then nothing was applied.
        """
        ...


class Store(Protocol):
    """The system of record."""

    def unit(self) -> Unit:
        """Open a transaction's book; nothing is locked until `commit`."""
        ...

    async def next_claim_id(self) -> int:
        """Give the next claim number (from 1001, never reused; gaps are fine)."""
        ...

    async def mark_sent(self, key: str, message_ids: Sequence[str]) -> None:
        """Note that the replies of an answered activity went out, and their message ids."""
        ...

    async def lease(
        self, worker: str, now: datetime, limit: int, seconds: float
    ) -> list[OutboxRow]:
        """Lease due outbox rows to a worker; a row is with one worker at a time."""
        ...

    async def delivered(self, row_id: int, now: datetime) -> None:
        """Take a row off the outbox for good."""
        ...

    async def postpone(self, row_id: int, until: datetime, error: str) -> None:
        """Give a row back for a later try and count the attempt."""
        ...

    async def park(self, row_id: int, error: str) -> None:
        """Put a row aside after a permanent failure."""
        ...

    async def unpark(self, tenant_id: str, object_id: str) -> int:
        """Make parked notices for a returned person (payload "to") due again; give how many."""
        ...

    async def due(self, now: datetime, limit: int = 100) -> list[DueDeadline]:
        """Give deadlines whose time has come, oldest first."""
        ...

    async def outbox_lag(self, now: datetime) -> float:
        """Give the age in seconds of the oldest row that is due and not delivered or parked."""
        ...

    async def parked(self, limit: int = 50) -> list[tuple[OutboxRow, str]]:
        """Give parked rows with their errors, for the operator."""
        ...

    async def forget_answered(self, before: datetime) -> int:
        """Delete stored results older than a moment; give how many."""
        ...

    async def ready(self) -> bool:
        """Say whether the database answers and its schema is the one this version needs."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...


class BlobStore(Protocol):
    """Keeps proof files under names we choose; never under names people sent."""

    async def put(self, name: str, chunks: AsyncIterator[bytes], media_type: str) -> int:
        """Stream a blob in, block by block; give its size in bytes. A repeated put replaces it.

        Nothing is visible under the name unless the whole stream was stored. An exception raised
        by `chunks` passes through. Raises `BlobStoreDown` where the store does not answer.
        """
        ...

    def get(self, name: str) -> AsyncIterator[bytes]:
        """Stream a blob out. Raises `BlobNotFound` at the first step where there is none."""
        ...

    async def delete(self, name: str) -> None:
        """Remove a blob; no error where there is none."""
        ...

    async def check(self) -> None:
        """Raise `BlobStoreDown` where the store cannot be used."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...


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


class FetchFailed(Exception):
    """Raised while a sent file is fetched; `code` is an `errors.Code` value of the FILE_ group."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class FileExchange(Protocol):
    """Moves files between the chat and us."""

    def fetch(self, file: SentFile) -> AsyncIterator[bytes]:
        """Stream a sent file in, refusing unsafe addresses before a byte; raises `FetchFailed`."""
        ...

    async def put(self, target: UploadTarget, content: bytes) -> None:
        """Put a file where the person allowed it; raises `FetchFailed`."""
        ...


class BlobNotFound(Exception):
    """Raised where no blob has that name."""


class BlobStoreDown(Exception):
    """Raised where the blob store does not answer."""


class DirectoryAnswer(Frozen):
    """What the directory says of a domain: MATCHED with a tenant ID, NOT_FOUND or UNAVAILABLE."""

    result: Verification
    tenant_id: str = ""


class Directory(Protocol):
    """Finds the tenant of a domain in Microsoft's public OpenID metadata."""

    async def find_tenant(self, domain: str) -> DirectoryAnswer:
        """Look a domain up; never raises for network trouble, within 3 seconds."""
        ...


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


class MailRefused(Exception):
    """Raised where the mail can never be sent as it is (bad address, refused by the server)."""


class MailDelayed(Exception):
    """Raised where sending can be tried again; `retry_after` in seconds if the server said it."""

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class TryLater(Exception):  # noqa: N818
    """Raised by whoever delivers an outbox row where another try can work."""

    def __init__(self, reason: str, after: float | None = None) -> None:
        super().__init__(reason)
        self.after = after
        """Seconds to wait, where the other side said it."""


class SetAside(Exception):  # noqa: N818
    """Raised by whoever delivers an outbox row where no further try can work by itself."""


class Mailer(Protocol):
    """Sends one mail."""

    async def send(self, mail: Mail) -> None:
        """Hand the mail over. Raises `MailRefused` or `MailDelayed`."""
        ...


class Scanner(Protocol):
    """Looks for malware in a stored file."""

    async def scan(self, chunks: AsyncIterator[bytes]) -> bool | None:
        """Give True for clean, False for malware, None where the scanner does not answer."""
        ...


class People(Protocol):
    """Says what a person may do; asked again at every change, and fails closed."""

    async def with_capabilities(self, person: Person) -> Person:
        """Give the person with their capabilities filled in."""
        ...
