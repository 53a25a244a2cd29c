"""What the composition root hands over: everything that touches the outside."""

from __future__ import annotations

from dataclasses import dataclass

import aiohttp

from bot.claims.ports import (
    BlobStore,
    Clock,
    Directory,
    Mailer,
    People,
    ReturnedMail,
    Scanner,
    Store,
)
from bot.identity.app_tokens import AppTokens
from bot.services.notices import Reviewers
from bot.teams.connector import Connector
from bot.teams.fetching import ChatFiles


@dataclass(frozen=True, slots=True)
class Adapters:
    """Everything that touches the outside, ready to be handed to the services."""

    store: Store
    blobs: BlobStore
    mailer: Mailer
    directory: Directory
    scanner: Scanner
    people: People
    reviewers: Reviewers
    connector: Connector
    files: ChatFiles
    clock: Clock
    session: aiohttp.ClientSession
    tokens: AppTokens
    returned: ReturnedMail | None
    """Where mails that came back are found; None where nobody can look."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the assistant listens, what customers' browsers see, and what signs their links."""

    own: str
    public: str
    secret: bytes
