"""Puts the assistant together and runs it: settings, adapters, services, routes, jobs.

The only reader of the environment, and the only place that knows a database.
"""

from __future__ import annotations

from bot import garbage  # first: it makes all that follows load faster

# isort: split
import asyncio
import os
import secrets
import signal
import sys
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from bot.assembly.adapters import Adapters, Addresses
from bot.assembly.desk import build_desk, rulebook
from bot.assembly.entra import build_people, build_tokens, chat_credentials, open_session
from bot.assembly.jobs import build_jobs, build_upkeep
from bot.assembly.mail import build_mail
from bot.assembly.observed import job_runs, observe, observing_loops, open_observing
from bot.assembly.places import blob_place, build_scanner, database_url
from bot.assembly.routes import build_web
from bot.claims.ports import Clock, Directory, Store
from bot.directory import OpenIdDirectory
from bot.identity.trust import own_trust
from bot.jobs.loops import Loop
from bot.jobs.outbox import OutboxPump
from bot.local_profile import with_local_people
from bot.mail.letters import Letters
from bot.observing.figures import Metrics
from bot.observing.logs import write_logs
from bot.services.consent import Consents
from bot.services.due import DueWork
from bot.services.intake import Intake
from bot.settings import Settings, SettingsWrong, load_settings
from bot.teams.addresses import CONNECTOR_HOSTS, AllowedHosts
from bot.teams.connector import Connector
from bot.teams.fetching import ChatFiles
from bot.web.file_links import FileLinks
from bot.web.local.sample_directory import SampleDirectory
from bot.web.security import AccessLog
from storage import open_store
from storage.blobs import open_blobs
from storage.store import SystemClock

#: Seconds between looks at the outbox and at the clocks when nothing wakes them.
OUTBOX_PAUSE, CLOCK_PAUSE, TIDY_PAUSE = 0.5, 20.0, 3600.0


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
    adapters: Adapters

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


async def build(settings: Settings, *, address: str, clock: Clock | None = None) -> Assistant:
    """Assemble the assistant; `address` is where it listens, `clock` can be moved by tests.

    Raises what the database raises where it cannot be opened.
    """
    settings = with_local_people(settings)
    stack = AsyncExitStack()
    rules, metrics = rulebook(settings), Metrics()
    open_observing(settings, metrics, stack)
    adapters = observe(await _adapters(settings, clock or SystemClock(), stack), metrics)
    addresses = Addresses(address, settings.public_url or address, _secret(settings))
    consents = Consents(
        rules,
        adapters.clock,
        public_url=addresses.public,
        secret=addresses.secret,
        render=Letters().consent_request,
    )
    links = FileLinks(addresses.secret, addresses.public, adapters.clock)
    desk = build_desk(settings, adapters, rules, consents, links)
    made = build_web(settings, adapters, desk, consents, links, addresses, metrics)
    pump, due, tidying = build_jobs(adapters, desk, metrics)
    ran = job_runs(metrics, adapters.clock)
    loops = [
        Loop("outbox", pump.run, OUTBOX_PAUSE, ran),
        Loop("clocks", due.run, CLOCK_PAUSE, ran),
        Loop("tidying", tidying.run, TIDY_PAUSE, ran),
        *build_upkeep(adapters, ran),
        *observing_loops(adapters, metrics, ran),
    ]
    store, clock = adapters.store, adapters.clock
    return Assistant(made, loops, stack, desk.intake, pump, due, store, clock, adapters)


async def _adapters(settings: Settings, clock: Clock, stack: AsyncExitStack) -> Adapters:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    store = await open_store(database_url(settings), clock=clock)
    stack.push_async_callback(store.close)
    blobs = await stack.enter_async_context(open_blobs(**blob_place(settings)))
    session = await stack.enter_async_context(open_session(settings))
    tokens = build_tokens(settings, stack)
    credentials = chat_credentials(settings, tokens)
    mailer, returned = build_mail(settings, clock, session, tokens)
    people, reviewers = build_people(settings, session, tokens, clock, stack)
    hosts = AllowedHosts(CONNECTOR_HOSTS, allow_loopback=settings.local)
    files = ChatFiles(
        credentials,
        file_hosts=tuple(f"*.{host}" for host in settings.file_hosts),
        allow_loopback=settings.local,
        trust=own_trust(settings.ca_file),
    )
    stack.push_async_callback(files.close)
    directory: Directory = OpenIdDirectory(
        session, settings.directory_url or settings.authority_url
    )
    if settings.local and not settings.directory_url:
        directory = SampleDirectory(directory, settings.tenant_ids[0])
    return Adapters(
        store=store,
        blobs=blobs,
        mailer=mailer,
        directory=directory,
        scanner=build_scanner(settings),
        people=people,
        reviewers=reviewers,
        connector=Connector(session, credentials, hosts),
        files=files,
        clock=clock,
        session=session,
        tokens=tokens,
        returned=returned,
    )


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


async def serve(settings: Settings, say: Callable[[str], object]) -> None:
    """Listen until told to stop, then finish what is under way."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    address = f"http://{host}:{settings.port}"
    assistant = await build(settings, address=address)
    runner = web.AppRunner(assistant.web, access_log_class=AccessLog, shutdown_timeout=20)
    await runner.setup()
    try:
        await web.TCPSite(runner, settings.host, settings.port).start()
        assistant.start_jobs()
        garbage.keep_what_is_loaded()
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


def main() -> int:
    """Run the assistant; gives the process's exit status."""
    try:
        settings = load_settings()
    except SettingsWrong as wrong:
        sys.stderr.write("The settings are not complete:\n")
        sys.stderr.writelines(f"  {line}\n" for line in wrong.lines)
        sys.stderr.write("docs/SETTINGS.md explains each one.\n")
        return 2
    write_logs(settings.log_level, for_people=settings.local)

    def say(line: str) -> None:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()

    asyncio.run(serve(settings, say))
    return 0


if __name__ == "__main__":
    sys.exit(main())
