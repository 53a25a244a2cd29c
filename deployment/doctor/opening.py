"""Puts the checks together from the settings: with the very parts that the assistant is made of."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import aiohttp

from bot.assembly.entra import build_tokens, open_session
from bot.assembly.mail import build_mail
from bot.assembly.places import blob_place, build_scanner, database_url
from bot.directory import OpenIdDirectory
from bot.identity.app_tokens import AppTokens
from bot.identity.graph import Graph
from bot.identity.keys import SigningKeys
from bot.identity.people import Holders
from bot.identity.tokens import CHANNEL_METADATA, PEOPLE_METADATA
from bot.identity.trust import own_trust
from bot.local_profile import with_local_people
from bot.mail.graph_calls import GraphMailbox
from bot.settings import MailKind, Settings
from bot.settings_rules_app import AppType
from bot.teams.credentials import SCOPE
from deployment.doctor import door, identity, mailing, storing, surroundings
from deployment.doctor.findings import Check, Finding, Findings
from storage.blobs import open_blobs
from storage.store import SystemClock


@dataclass(frozen=True, slots=True)
class Asked:
    """What the operator asked for on the command line."""

    json: bool = False
    send_to: str = ""
    before_start: bool = False


@dataclass(frozen=True, slots=True)
class Parts:
    """What the checks share."""

    settings: Settings
    asked: Asked
    heard: identity.Heard
    session: aiohttp.ClientSession
    tokens: AppTokens


@asynccontextmanager
async def open_checks(
    settings: Settings, asked: Asked, heard: identity.Heard
) -> AsyncIterator[list[Check]]:
    """Give the checks that these settings call for, in the order they are told in."""
    async with AsyncExitStack() as stack:
        settings = with_local_people(settings)
        session = await stack.enter_async_context(open_session(settings))
        parts = Parts(settings, asked, heard, session, build_tokens(settings, stack))
        yield [
            *_of_stores(parts),
            *_of_mail(parts),
            *_of_identity(parts),
            *_of_surroundings(parts),
            *_of_the_door(parts),
        ]


def _of_stores(parts: Parts) -> Iterator[Check]:
    settings = parts.settings
    address = database_url(settings)
    yield Check("database", lambda: storing.look_at_database(address), storing.UNREACHED, 25)
    yield Check("files", lambda: _files(settings), _files_hint(settings), 25)
    yield Check("disk", lambda: storing.look_at_disk(settings.data_dir), "Look at CPOR_DATA_DIR.")


async def _files(settings: Settings) -> Finding:
    async with open_blobs(**blob_place(settings)) as blobs:
        shared = settings.local or bool(settings.blob_url or _connection(settings))
        return await storing.look_at_files(blobs, shared=shared, mend=_files_hint(settings))


def _files_hint(settings: Settings) -> str:
    if _connection(settings):
        return "Look at CPOR_BLOB_CONNECTION_STRING: its account, its key, and the firewall."
    if settings.blob_url:
        return (
            "Look at CPOR_BLOB_URL, at the firewall, and whether the identity holds the role "
            "Storage Blob Data Contributor there."
        )
    return "Let the assistant's user write to the folder blobs in CPOR_DATA_DIR."


def _connection(settings: Settings) -> str:
    return settings.blob_connection_string.get_secret_value()


def _of_mail(parts: Parts) -> Iterator[Check]:
    settings, send_to = parts.settings, parts.asked.send_to
    hint = mailing.GRAPH_HINT if settings.mail is MailKind.GRAPH else mailing.SMTP_HINT
    if settings.mail is MailKind.GRAPH or not settings.local:
        yield Check("mail", lambda: _mail(parts), hint, 40)
    if send_to:
        mailer, _ = build_mail(settings, SystemClock(), parts.session, parts.tokens)
        host = urlsplit(settings.public_url).hostname or "localhost.invalid"
        yield Check("test mail", lambda: mailing.send_one(mailer, send_to, host), hint, 60)


async def _mail(parts: Parts) -> Findings:
    settings = parts.settings
    if settings.mail is MailKind.SMTP:
        return await mailing.look_at_smtp(settings, tls_context=own_trust(settings.ca_file))
    if settings.mail is MailKind.FOLDER:
        return mailing.folder()
    mailbox = GraphMailbox(parts.session, parts.tokens, settings.mail_from, url=settings.graph_url)
    return await mailing.look_at_mailbox(mailbox, reads=settings.mail_bounces == "yes")


def _of_identity(parts: Parts) -> Iterator[Check]:
    settings, session = parts.settings, parts.session
    if not settings.local:
        managed = settings.app_type is AppType.MANAGED_IDENTITY
        token = identity.look_at_token
        yield Check(
            "Entra",
            lambda: token(parts.tokens, SCOPE, parts.heard, managed=managed),
            identity.ENTRA_HINT,
            40,
        )
        people = settings.authority_url + PEOPLE_METADATA
        for whose, url in (("Teams", CHANNEL_METADATA), ("Entra", people)):
            yield _keys(session, whose, url)
    named = {"ADMINS": settings.admins, "REVIEWERS": settings.reviewers}
    all_named = Holders.named((*settings.admins, *settings.reviewers))
    if all_named.groups or all_named.roles:
        graph = Graph(session, parts.tokens, settings.graph_url)
        look = identity.look_at_people
        hint = mailing.GRAPH_HINT
        yield Check("people", lambda: look(graph, settings.app_id, named), hint, 60)


def _keys(session: aiohttp.ClientSession, whose: str, url: str) -> Check:
    host = urlsplit(url).hostname or ""
    keys = SigningKeys(session, url)
    name = f"keys of {whose}"
    return Check(name, lambda: identity.look_at_keys(keys, whose, host), f"Look at {host}.")


def _of_surroundings(parts: Parts) -> Iterator[Check]:
    settings, session = parts.settings, parts.session
    yield Check("scanner", lambda: _scanner(settings), surroundings.SCANNER_HINT, 30)
    if settings.local:
        return
    directory = OpenIdDirectory(session, settings.directory_url or settings.authority_url)
    domain, tenants = settings.partner_domains[0], settings.tenant_ids
    look = surroundings.look_at_directory
    yield Check("directory", lambda: look(directory, domain, tenants), surroundings.DIRECTORY_HINT)
    url = settings.authority_url + PEOPLE_METADATA
    clock = surroundings.look_at_clock
    yield Check("clock", lambda: clock(session, url), surroundings.DIRECTORY_HINT)
    teams = surroundings.look_at_teams
    yield Check("Teams", lambda: teams(session), "Let https to Teams through.")


async def _scanner(settings: Settings) -> Finding:
    if settings.scanner == "none":
        return surroundings.no_scanner()
    return await surroundings.look_at_scanner(build_scanner(settings))


def _of_the_door(parts: Parts) -> Iterator[Check]:
    settings, session = parts.settings, parts.session
    if parts.asked.before_start:
        return
    own = f"http://{_near(settings.host)}:{settings.port}"
    yield Check("assistant", lambda: door.look_at_own(session, own), door.RUNNING_HINT)
    if settings.local:
        return
    url = settings.public_url.rstrip("/")
    trust = ssl.create_default_context()  # as browsers have it: CA_FILE is ours alone
    look = door.look_at_certificate
    yield Check("certificate", lambda: look(url, trust), door.PUBLIC_HINT)
    yield Check("public address", lambda: door.look_at_public(session, url), door.PUBLIC_HINT)


def _near(host: str) -> str:
    """Give the address by which this machine reaches what listens on `host`."""
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104 - read, not bound
    return everywhere.get(host, f"[{host}]" if ":" in host else host)
