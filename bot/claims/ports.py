"""What the product needs from outside, as protocols: services never see a database or a wire.

All of it can be imported from here; `store`, `records` and `trouble` hold what would make this
module too long.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Protocol

from bot.claims.models import Person
from bot.claims.records import (
    Answered,
    ClaimPage,
    ClaimQuery,
    ConsentLink,
    ConversationState,
    DirectoryAnswer,
    DueDeadline,
    Mail,
    Opening,
    OpenQuestion,
    OutboxKind,
    OutboxRow,
    Outgoing,
    Reference,
    Returned,
    SentFile,
    StatusCard,
    UploadTarget,
)
from bot.claims.store import Store, Unit
from bot.claims.trouble import (
    BlobNotFound,
    BlobStoreDown,
    FetchFailed,
    MailDelayed,
    MailForbidden,
    MailInDoubt,
    MailRefused,
    SetAside,
    TryLater,
)

__all__ = [
    "Answered",
    "BlobNotFound",
    "BlobStore",
    "BlobStoreDown",
    "ClaimPage",
    "ClaimQuery",
    "Clock",
    "ConsentLink",
    "ConversationState",
    "Directory",
    "DirectoryAnswer",
    "DueDeadline",
    "FetchFailed",
    "FileExchange",
    "Mail",
    "MailDelayed",
    "MailForbidden",
    "MailInDoubt",
    "MailRefused",
    "Mailer",
    "OpenQuestion",
    "Opening",
    "OutboxKind",
    "OutboxRow",
    "Outgoing",
    "People",
    "Reference",
    "Returned",
    "ReturnedMail",
    "Scanner",
    "SentFile",
    "SetAside",
    "StatusCard",
    "Store",
    "TryLater",
    "Unit",
    "UploadTarget",
]


class Clock(Protocol):
    """Gives the time, so that tests can move it."""

    def now(self) -> datetime:
        """Give the present instant, aware, in UTC."""
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


class FileExchange(Protocol):
    """Moves files between the chat and us."""

    def fetch(self, file: SentFile) -> AsyncIterator[bytes]:
        """Stream a sent file in, refusing unsafe addresses before a byte; raises `FetchFailed`."""
        ...

    async def put(self, target: UploadTarget, content: bytes) -> None:
        """Put a file where the person allowed it; raises `FetchFailed`."""
        ...


class Directory(Protocol):
    """Finds the tenant of a domain in Microsoft's public OpenID metadata."""

    async def find_tenant(self, domain: str) -> DirectoryAnswer:
        """Look a domain up; never raises for network trouble, within 3 seconds."""
        ...


class Mailer(Protocol):
    """Sends one mail."""

    @property
    def repeatable(self) -> bool:
        """True where the same mail handed over twice is still one mail: it is never in doubt."""
        ...

    async def send(self, mail: Mail) -> None:
        """Hand the mail over.

        Raises `MailRefused` (`MailForbidden`: whatever the address) or `MailDelayed`
        (`MailInDoubt`: it may be out).
        """
        ...


class ReturnedMail(Protocol):
    """Gives the reports of undeliverable mail that nobody has looked at yet."""

    async def waiting(self) -> list[Returned]:
        """Give what waits. Raises `MailDelayed` or `MailForbidden`."""
        ...

    async def done(self, returned: Returned) -> None:
        """See to it that a report is not given again. Raises like `waiting`."""
        ...

    def leave(self, returned: Returned) -> None:
        """Leave a report that is not about us to others."""
        ...


class Scanner(Protocol):
    """Looks for malware in a stored file."""

    async def scan(self, chunks: AsyncIterator[bytes]) -> bool | None:
        """Give True for clean, False for malware, None where the scanner does not answer."""
        ...


class People(Protocol):
    """Says what a person may do; asked again at every change, and fails closed."""

    async def with_capabilities(self, person: Person) -> Person:
        """Give the person with their capabilities, and which of them cannot be told now."""
        ...
