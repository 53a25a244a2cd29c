"""Puts the assistant together and runs it: settings, adapters, services, routes, jobs.

The only reader of the environment, and the only place that knows a database.
"""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
import signal
import sys
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import structlog
from aiohttp import web

from bot.claims.calendar import Calendar
from bot.claims.catalogue import load_catalogue
from bot.claims.models import Claim
from bot.claims.ports import BlobStore, Clock, Directory, Mailer, OutboxKind, Scanner, Store
from bot.claims.roles import roles
from bot.claims.rules import Rulebook
from bot.dialogs.conversation import Conversation
from bot.dialogs.desk import Desk
from bot.directory import DEFAULT_URL, OpenIdDirectory
from bot.files.inspect import Inspector
from bot.files.scanner import ClamdScanner, NoScanner
from bot.files.template import Facts, claim_template
from bot.identity.keys import SigningKeys
from bot.identity.people import ConfiguredPeople
from bot.identity.tokens import CHANNEL_METADATA, ChannelTokens
from bot.jobs.loops import Loop
from bot.jobs.mailing import Mailing
from bot.jobs.outbox import OutboxPump
from bot.mail.composer import Composer
from bot.mail.folder import FolderMailer
from bot.mail.letters import Letters
from bot.mail.smtp import SmtpMailer
from bot.services.advisor import Advisor
from bot.services.consent import Consents
from bot.services.drafts import Drafts
from bot.services.due import DueWork
from bot.services.evidence import Evidence
from bot.services.intake import Intake
from bot.services.review import Review
from bot.services.submission import Submission
from bot.settings import (
    LOCAL_ADMIN,
    LOCAL_REVIEWER,
    LOCAL_TENANT,
    MailKind,
    Settings,
    SettingsWrong,
    load_settings,
)
from bot.teams.adapter import TeamsAdapter
from bot.teams.addresses import CONNECTOR_HOSTS, AllowedHosts
from bot.teams.admission import Admission
from bot.teams.authentication import ChannelAuthentication, LoopbackAuthentication
from bot.teams.connector import Connector, open_session
from bot.teams.credentials import (
    BotCredentials,
    Credentials,
    NoCredentials,
    secret_of_single_tenant,
)
from bot.teams.entrance import Entrance
from bot.teams.fetching import ChatFiles
from bot.teams.news import News
from bot.teams.proactive import Notifier
from bot.teams.turns import Turns
from bot.web import messages
from bot.web.consent import add_consent_routes
from bot.web.local import LocalPerson, add_local_routes
from bot.web.local.sample_directory import SampleDirectory
from storage import open_store
from storage.store import SystemClock

_log = structlog.get_logger("app")
#: Seconds between looks at the outbox and at the clocks when nothing wakes them.
OUTBOX_PAUSE, CLOCK_PAUSE = 0.5, 20.0

LOCAL_PEOPLE = (
    LocalPerson(LOCAL_ADMIN, "Ada Admin", "ada@contoso.example", "Incentives admin"),
    LocalPerson(LOCAL_REVIEWER, "Rae Reviewer", "rae@contoso.example", "Reviewer"),
)
LOCAL_DEFAULTS = {
    "tenant_ids": (LOCAL_TENANT,),
    "admins": (LOCAL_ADMIN,),
    "reviewers": (LOCAL_REVIEWER,),
    "partner_name": "Contoso Consulting",
    "partner_domains": ("contoso.example",),
    "partner_locations": {"4501123": "Contoso Seattle", "4501124": "Contoso Berlin"},
    "mail_from": "associations@contoso.example",
}


@dataclass(frozen=True, slots=True)
class Adapters:
    """Everything that touches the outside, ready to be handed to the services."""

    store: Store
    blobs: BlobStore
    mailer: Mailer
    directory: Directory
    scanner: Scanner
    credentials: Credentials
    connector: Connector
    files: ChatFiles
    clock: Clock


@dataclass(slots=True)
class Assistant:
    """The assembled product: its web application, its jobs, and how to let go of everything."""

    web: web.Application
    loops: list[Loop]
    stack: AsyncExitStack
    intake: Intake
    pump: OutboxPump
    due: DueWork
    store: Store
    clock: Clock

    def start_jobs(self) -> None:
        """Start the outbox and the clocks."""
        for loop in self.loops:
            loop.start()

    async def close(self) -> None:
        """Finish what is under way, then let go of connections."""
        await self.intake.drain()
        for loop in self.loops:
            await loop.stop()
        await self.stack.aclose()


def with_local_people(settings: Settings) -> Settings:
    """Fill in the made-up partner and people of the local profile where nothing is set."""
    if not settings.local:
        return settings
    missing = {k: v for k, v in LOCAL_DEFAULTS.items() if not getattr(settings, k)}
    return settings.model_copy(update=missing)


async def build(settings: Settings, *, address: str, clock: Clock | None = None) -> Assistant:
    """Assemble the assistant; `address` is where it listens, `clock` can be moved by tests.

    Raises what the database raises where it cannot be opened.
    """
    settings = with_local_people(settings)
    stack = AsyncExitStack()
    adapters = await _adapters(settings, clock or SystemClock(), stack)
    rules = _rules(settings)
    secret = _secret(settings)
    public_url = settings.public_url or address
    letters = Letters()
    consents = Consents(
        rules,
        adapters.clock,
        public_url=public_url,
        secret=secret,
        render=letters.consent_request,
    )
    desk = _desk(settings, adapters, rules, consents)
    app = web.Application(client_max_size=1_000_000)
    _add_chat(app, settings, adapters, desk, stack)
    add_consent_routes(
        app, consents, adapters.store, secret=secret, public_url=public_url, clock=adapters.clock
    )
    if settings.local:
        _add_local_pages(app, settings, address, adapters.clock)
    pump, due = _jobs(adapters, rules, desk)
    loops = [
        Loop("outbox", pump.run, OUTBOX_PAUSE),
        Loop("clocks", due.run, CLOCK_PAUSE),
    ]
    return Assistant(app, loops, stack, desk.intake, pump, due, adapters.store, adapters.clock)


async def _adapters(settings: Settings, clock: Clock, stack: AsyncExitStack) -> Adapters:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    store = await open_store(_database_url(settings), clock=clock)
    stack.push_async_callback(store.close)
    blobs = _blobs(settings)
    stack.push_async_callback(blobs.close)
    session = await stack.enter_async_context(open_session())
    credentials = _credentials(settings)
    hosts = AllowedHosts(CONNECTOR_HOSTS, allow_loopback=settings.local)
    files = ChatFiles(
        credentials,
        file_hosts=tuple(f"*.{host}" for host in settings.file_hosts),
        allow_loopback=settings.local,
    )
    stack.push_async_callback(files.close)
    directory: Directory = OpenIdDirectory(session, settings.directory_url or DEFAULT_URL)
    if settings.local and not settings.directory_url:
        directory = SampleDirectory(directory, settings.tenant_ids[0])
    return Adapters(
        store=store,
        blobs=blobs,
        mailer=_mailer(settings, clock),
        directory=directory,
        scanner=_scanner(settings),
        credentials=credentials,
        connector=Connector(session, credentials, hosts),
        files=files,
        clock=clock,
    )


def _database_url(settings: Settings) -> str:
    default = f"sqlite+aiosqlite:///{(settings.data_dir / 'claims.db').resolve()}"
    return settings.database_url.get_secret_value() or default


def _blobs(settings: Settings) -> BlobStore:
    """Give the blob store; Azure's libraries are loaded only where they are used."""
    connection = settings.blob_connection_string.get_secret_value()
    if not connection and not settings.blob_url:
        from storage.blobs_local import LocalBlobs

        return LocalBlobs(settings.data_dir / "blobs")
    from storage.blobs_azure import AzureBlobs

    if connection:
        return AzureBlobs.from_connection_string(connection)
    from azure.identity.aio import DefaultAzureCredential

    return AzureBlobs.from_account(settings.blob_url, DefaultAzureCredential())


def _mailer(settings: Settings, clock: Clock) -> Mailer:
    sender = f"{settings.partner_name}, customer associations"
    composer = Composer(sender, settings.mail_from or "associations@localhost.invalid", clock)
    if settings.mail is MailKind.FOLDER:
        return FolderMailer(settings.data_dir / "outbox", composer)
    return SmtpMailer(
        settings.smtp_host,
        settings.smtp_port,
        composer,
        settings.smtp_username,
        settings.smtp_password.get_secret_value(),
        settings.smtp_security,
    )


def _scanner(settings: Settings) -> Scanner:
    if settings.scanner == "none":
        return NoScanner()
    host, _, port = settings.scanner.removeprefix("clamd://").partition(":")
    return ClamdScanner(host, int(port or 3310))


def _credentials(settings: Settings) -> Credentials:
    if settings.local:
        return NoCredentials()
    tenant = settings.app_tenant_id or settings.tenant_ids[0]
    password = settings.app_password.get_secret_value()
    return BotCredentials(secret_of_single_tenant(settings.app_id, tenant, password))


def _rules(settings: Settings) -> Rulebook:
    return Rulebook(
        partner_name=settings.partner_name,
        locations=dict(settings.partner_locations),
        own_tenants=frozenset(tenant.lower() for tenant in settings.tenant_ids),
        own_domains=frozenset(domain.lower() for domain in settings.partner_domains),
        catalogue=load_catalogue(settings.catalogue),
        calendar=_calendar(settings),
    )


def _calendar(settings: Settings) -> Calendar:
    zone = ZoneInfo(settings.time_zone)
    if not settings.holidays:
        return Calendar(zone)
    import holidays

    country, _, subdivision = settings.holidays.partition("-")
    days = holidays.country_holidays(country, subdiv=subdivision or None)
    return Calendar(zone, lambda day: day in days)


def _secret(settings: Settings) -> bytes:
    """Give the secret that signs links; a local run makes its own once and keeps it."""
    given = settings.secret.get_secret_value()
    if given:
        return given.encode()
    path = settings.data_dir / "secret"
    if not path.exists():
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_bytes()


def _desk(settings: Settings, adapters: Adapters, rules: Rulebook, consents: Consents) -> Desk:
    store, clock = adapters.store, adapters.clock
    drafts = Drafts(store, rules, clock, adapters.directory)
    quarantine = settings.data_dir / "quarantine"
    quarantine.mkdir(parents=True, exist_ok=True)
    evidence = Evidence(
        adapters.blobs,
        adapters.files,
        Inspector(),
        adapters.scanner,
        clock,
        rules.limits,
        lambda: (*rules.catalogue.workloads.values(), *rules.catalogue.products.values()),
        quarantine,
    )

    async def template(claim: Claim) -> bytes:
        role = roles()[claim.partner_role].name if claim.partner_role else ""
        names = tuple(rules.catalogue.names(claim.items))
        facts = Facts(partner_name=rules.partner_name, role_name=role, item_names=names)
        return await claim_template(claim, facts)

    return Desk(
        rules=rules,
        clock=clock,
        store=store,
        drafts=drafts,
        submission=Submission(rules, clock, drafts, consents),
        review=Review(rules, clock),
        intake=Intake(store, rules, clock, evidence),
        advisor=Advisor(),
        exchange=adapters.files,
        template=template,
        file_url=lambda claim, file, person: "",
    )


def _add_chat(
    app: web.Application,
    settings: Settings,
    adapters: Adapters,
    desk: Desk,
    stack: AsyncExitStack,
) -> None:
    authentication: ChannelAuthentication | LoopbackAuthentication
    if settings.local:
        authentication = LoopbackAuthentication(adapters.connector)
    else:
        keys = SigningKeys(adapters.connector.session, CHANNEL_METADATA)
        tokens = ChannelTokens(keys, settings.app_id, adapters.clock)
        authentication = ChannelAuthentication(tokens, adapters.connector)
    adapter = TeamsAdapter(authentication)
    hosts = AllowedHosts(CONNECTOR_HOSTS, allow_loopback=settings.local)
    home = settings.tenant_ids[0] if settings.local else ""
    turns = Turns(
        store=adapters.store,
        people=ConfiguredPeople(settings.admins, settings.reviewers),
        conversation=Conversation(desk),
        connector=adapters.connector,
        adapter=adapter,
        admission=Admission(settings.tenant_ids, hosts, home_tenant=home),
    )
    app.add_routes(messages.routes(Entrance(adapter, turns).receive))


def _add_local_pages(app: web.Application, settings: Settings, address: str, clock: Clock) -> None:
    add_local_routes(
        app,
        data_dir=settings.data_dir,
        people=LOCAL_PEOPLE,
        bot_url=lambda: address,
        mail_folder=settings.data_dir / "outbox",
        tenant_id=settings.tenant_ids[0],
        now=clock.now,
    )


def _jobs(adapters: Adapters, rules: Rulebook, desk: Desk) -> tuple[OutboxPump, DueWork]:
    store, clock = adapters.store, adapters.clock
    news = News(store, Notifier(adapters.connector), rules, clock)
    mailing = Mailing(store, adapters.mailer, clock)
    deliverers = {OutboxKind.MAIL: mailing.deliver, OutboxKind.NOTICE: news.deliver}
    return OutboxPump(store, clock, deliverers), DueWork(
        store, rules, clock, desk.drafts, desk.intake
    )


async def serve(settings: Settings, say: Callable[[str], object]) -> None:
    """Listen until told to stop, then finish what is under way."""
    runner: web.AppRunner | None = None
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    address = f"http://{host}:{settings.port}"
    assistant = await build(settings, address=address)
    runner = web.AppRunner(assistant.web, access_log=None, shutdown_timeout=20)
    await runner.setup()
    try:
        await web.TCPSite(runner, settings.host, settings.port).start()
        assistant.start_jobs()
        for line in _greeting(settings, address):
            say(line)
        await stop.wait()
    finally:
        await runner.cleanup()
        await assistant.close()


def _greeting(settings: Settings, address: str) -> list[str]:
    if not settings.local:
        return [f"Listening on {address}"]
    return [
        "CPOR Claims Assistant",
        f"  chat      {address}/",
        f"  mailbox   {address}/local/mail",
        f"  API docs  {address}/api/v1/docs",
        "Press Ctrl+C to stop. Everything is kept in " + str(Path(settings.data_dir)) + ".",
    ]


def _log_to_stderr(level: str) -> None:
    logging.basicConfig(level=level, stream=sys.stderr, format="%(name)s %(message)s")
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def main() -> int:
    """Run the assistant; gives the process's exit status."""
    try:
        settings = load_settings()
    except SettingsWrong as wrong:
        sys.stderr.write("The settings are not complete:\n")
        sys.stderr.writelines(f"  {line}\n" for line in wrong.lines)
        sys.stderr.write("docs/SETTINGS.md explains each one.\n")
        return 2
    _log_to_stderr(settings.log_level)

    def say(line: str) -> None:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()

    asyncio.run(serve(settings, say))
    return 0


if __name__ == "__main__":
    sys.exit(main())
