"""Builds services, routes and jobs out of adapters; `app.py` builds the adapters and runs it."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.claims.calendar import Calendar
from bot.claims.catalogue import load_catalogue
from bot.claims.models import Claim, Person
from bot.claims.ports import (
    BlobStore,
    Clock,
    Directory,
    Mailer,
    OutboxKind,
    OutboxRow,
    People,
    Scanner,
    SetAside,
    Store,
    TryLater,
)
from bot.claims.roles import roles
from bot.claims.rules import Rulebook
from bot.dialogs.conversation import Conversation
from bot.dialogs.desk import Desk
from bot.files.inspect import Inspector
from bot.files.template import Facts, claim_template
from bot.identity.keys import KeysDown, SigningKeys
from bot.identity.tokens import (
    CHANNEL_METADATA,
    PEOPLE_METADATA,
    ChannelTokens,
    TokenRefused,
    UserTokens,
)
from bot.jobs.mailing import Mailing
from bot.jobs.outbox import Deliver, OutboxPump
from bot.local_profile import LOCAL_PEOPLE
from bot.services.advisor import Advisor
from bot.services.consent import Consents
from bot.services.drafts import Drafts
from bot.services.due import DueWork
from bot.services.evidence import Evidence
from bot.services.intake import Intake
from bot.services.review import Review
from bot.services.submission import Submission
from bot.settings import Settings
from bot.teams.adapter import TeamsAdapter
from bot.teams.addresses import CONNECTOR_HOSTS, AllowedHosts
from bot.teams.admission import Admission
from bot.teams.authentication import ChannelAuthentication, LoopbackAuthentication
from bot.teams.connector import Connector
from bot.teams.entrance import Entrance
from bot.teams.fetching import ChatFiles
from bot.teams.news import News
from bot.teams.proactive import Notifier
from bot.teams.turns import Turns
from bot.web import messages
from bot.web.api import add_api_routes
from bot.web.api.callers import LocalCallers, TokenCallers
from bot.web.consent import add_consent_routes
from bot.web.file_links import FileLinks, add_file_routes
from bot.web.health import Health, Metrics, add_health_routes
from bot.web.local import add_local_routes
from bot.web.security import add_answer_headers


@dataclass(frozen=True, slots=True)
class Adapters:
    """Everything that touches the outside, ready to be handed to the services."""

    store: Store
    blobs: BlobStore
    mailer: Mailer
    directory: Directory
    scanner: Scanner
    people: People
    connector: Connector
    files: ChatFiles
    clock: Clock


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the assistant listens, what customers' browsers see, and what signs their links."""

    own: str
    public: str
    secret: bytes


def rulebook(settings: Settings) -> Rulebook:
    """Gather the partner's own facts from the settings."""
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


def build_desk(
    settings: Settings,
    adapters: Adapters,
    rules: Rulebook,
    consents: Consents,
    links: FileLinks,
) -> Desk:
    """Build the use cases the dialogs work with."""
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

    def file_urls(claim: Claim, person: Person) -> dict[str, str]:
        addresses = {file.id: links.url(claim, file, person) for file in claim.poe_files}
        return {file_id: url for file_id, url in addresses.items() if url}

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
        file_urls=file_urls,
    )


def build_web(
    settings: Settings,
    adapters: Adapters,
    desk: Desk,
    consents: Consents,
    links: FileLinks,
    addresses: Addresses,
    metrics: Metrics,
) -> web.Application:
    """Build the web application with every route."""
    app = web.Application(client_max_size=1_000_000)
    store, blobs, clock = adapters.store, adapters.blobs, adapters.clock
    _add_chat(app, settings, adapters, desk, metrics)
    add_consent_routes(
        app,
        consents,
        store,
        secret=addresses.secret,
        public_url=addresses.public,
        clock=clock,
        trusted_proxies=settings.trusted_proxies,
    )
    add_file_routes(app, links=links, store=store, people=adapters.people, blobs=blobs)
    add_api_routes(
        app,
        store=store,
        review=desk.review,
        blobs=blobs,
        who=_callers(settings, adapters),
        rules=desk.rules,
        clock=clock,
        local=settings.local,
    )
    add_health_routes(app, Health(store, blobs, clock, metrics), metrics)
    add_answer_headers(app, https=addresses.public.startswith("https://"))
    if settings.local:
        _add_local_pages(app, settings, addresses, clock)
    return app


def _add_chat(
    app: web.Application, settings: Settings, adapters: Adapters, desk: Desk, metrics: Metrics
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
        people=adapters.people,
        conversation=Conversation(desk),
        connector=adapters.connector,
        adapter=adapter,
        admission=Admission(settings.tenant_ids, hosts, home_tenant=home),
    )
    app.add_routes(messages.routes(_timed(Entrance(adapter, turns).receive, metrics)))


def _timed(receive: messages.Receiver, metrics: Metrics) -> messages.Receiver:
    async def timed(activity: Mapping[str, Any], **caller: Any) -> tuple[int, Any]:
        begun = time.perf_counter()
        try:
            return await receive(activity, **caller)
        finally:
            metrics.turn_seconds.observe(time.perf_counter() - begun)

    return timed


def _callers(settings: Settings, adapters: Adapters) -> LocalCallers | TokenCallers:
    if settings.local:
        tenant = settings.tenant_ids[0]
        persons = [
            Person(tenant_id=tenant, object_id=who.object_id, name=who.name, email=who.email)
            for who in reversed(LOCAL_PEOPLE)
        ]
        return LocalCallers(persons, adapters.people)
    keys = SigningKeys(adapters.connector.session, PEOPLE_METADATA)
    tokens = UserTokens(keys, settings.app_id, settings.tenant_ids, adapters.clock)
    return TokenCallers(tokens, adapters.people, refused=TokenRefused, unknown=KeysDown)


def _add_local_pages(
    app: web.Application, settings: Settings, addresses: Addresses, clock: Clock
) -> None:
    add_local_routes(
        app,
        data_dir=settings.data_dir,
        people=LOCAL_PEOPLE,
        bot_url=lambda: addresses.own,
        mail_folder=settings.data_dir / "outbox",
        tenant_id=settings.tenant_ids[0],
        now=clock.now,
    )


def build_jobs(adapters: Adapters, desk: Desk, metrics: Metrics) -> tuple[OutboxPump, DueWork]:
    """Build what empties the outbox and what acts on deadlines."""
    store, clock = adapters.store, adapters.clock
    news = News(store, Notifier(adapters.connector), desk.rules, clock)
    mailing = Mailing(store, adapters.mailer, clock)
    deliverers = {
        OutboxKind.MAIL: _counted(mailing.deliver, OutboxKind.MAIL, metrics),
        OutboxKind.NOTICE: _counted(news.deliver, OutboxKind.NOTICE, metrics),
    }
    due = DueWork(store, desk.rules, clock, desk.drafts, desk.intake)
    return OutboxPump(store, clock, deliverers), due


def _counted(deliver: Deliver, kind: OutboxKind, metrics: Metrics) -> Deliver:
    async def counted(row: OutboxRow) -> None:
        outcome = "failed"
        try:
            await deliver(row)
            outcome = "delivered"
        except TryLater:
            outcome = "later"
            raise
        except SetAside:
            outcome = "parked"
            raise
        finally:
            metrics.outbox_delivered.labels(kind=kind, outcome=outcome).inc()

    return counted
