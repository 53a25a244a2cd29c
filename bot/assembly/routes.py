"""Builds the web application: the chat, the customer's page, the API and the local pages."""

from __future__ import annotations

from urllib.parse import urlsplit

from aiohttp import web

from bot.assembly.adapters import Adapters, Addresses
from bot.assembly.observed import observe_decisions, observe_turns
from bot.claims.models import Person
from bot.claims.ports import Clock, Store
from bot.dialogs.conversation import Conversation
from bot.dialogs.desk import Desk
from bot.identity.keys import KeysDown, SigningKeys
from bot.identity.tokens import (
    CHANNEL_METADATA,
    PEOPLE_METADATA,
    ChannelTokens,
    TokenRefused,
    UserTokens,
)
from bot.local_profile import LOCAL_PEOPLE
from bot.observing.figures import Metrics
from bot.services.consent import Consents
from bot.services.open_questions import note_open_question
from bot.settings import Settings
from bot.teams.adapter import TeamsAdapter
from bot.teams.addresses import CONNECTOR_HOSTS, AllowedHosts
from bot.teams.admission import Admission
from bot.teams.authentication import ChannelAuthentication, LoopbackAuthentication
from bot.teams.entrance import Entrance
from bot.teams.turns import Turns
from bot.web import messages
from bot.web.api import add_api_routes
from bot.web.api.asking import Asking, Note
from bot.web.api.callers import LocalCallers, TokenCallers
from bot.web.consent import ConsentPage, add_consent_routes
from bot.web.file_links import FileLinks, add_file_routes
from bot.web.health import Health, add_health_routes
from bot.web.local import add_local_routes
from bot.web.requests import add_request_observing
from bot.web.security import add_answer_headers


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
    add_request_observing(app, metrics)
    store, blobs, clock = adapters.store, adapters.blobs, adapters.clock
    _add_chat(app, settings, adapters, desk, metrics)
    page = ConsentPage(
        observe_decisions(consents, metrics),
        store,
        secret=addresses.secret,
        public_url=addresses.public,
        clock=clock,
        trusted_proxies=settings.trusted_proxies,
    )
    add_consent_routes(app, page)
    add_file_routes(app, links=links, store=store, people=adapters.people, blobs=blobs)
    add_api_routes(
        app,
        store=store,
        review=desk.review,
        blobs=blobs,
        who=_callers(app, settings, adapters),
        rules=desk.rules,
        clock=clock,
        more=Asking(desk.advisor, desk.rules, _noting(store)).operations(),
        local=settings.local,
    )
    health = Health(store, blobs, clock, metrics)
    add_health_routes(app, health, metrics, public_host=_public_host(settings))
    add_answer_headers(app, https=addresses.public.startswith("https://"))
    if settings.local:
        _add_local_pages(app, settings, addresses, clock)
    return app


def _public_host(settings: Settings) -> str:
    """Give the name that customers use; "" in `local`, where it may well be this machine's own."""
    return "" if settings.local else urlsplit(settings.public_url).hostname or ""


def _noting(store: Store) -> Note:
    """Keep what nothing was known about, each question in a transaction of its own."""

    async def note(question: str, language: str) -> None:
        unit = store.unit()
        note_open_question(unit, question, language)
        await unit.commit()

    return note


def _add_chat(
    app: web.Application, settings: Settings, adapters: Adapters, desk: Desk, metrics: Metrics
) -> None:
    authentication: ChannelAuthentication | LoopbackAuthentication
    if settings.local:
        authentication = LoopbackAuthentication(adapters.connector)
    else:
        keys = _keys(app, adapters, CHANNEL_METADATA)
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
    app.add_routes(messages.routes(observe_turns(Entrance(adapter, turns).receive, metrics)))


def _keys(app: web.Application, adapters: Adapters, metadata: str) -> SigningKeys:
    """Keep an issuer's keys at hand from the start, so that no person waits for them."""
    keys = SigningKeys(adapters.session, metadata)

    async def warm(_: web.Application) -> None:
        await keys.warm()

    async def close(_: web.Application) -> None:
        await keys.close()

    app.on_startup.append(warm)
    app.on_cleanup.append(close)
    return keys


def _callers(
    app: web.Application, settings: Settings, adapters: Adapters
) -> LocalCallers | TokenCallers:
    if settings.local:
        tenant = settings.tenant_ids[0]
        persons = [
            Person(tenant_id=tenant, object_id=who.object_id, name=who.name, email=who.email)
            for who in reversed(LOCAL_PEOPLE)
        ]
        return LocalCallers(persons, adapters.people)
    keys = _keys(app, adapters, settings.authority_url + PEOPLE_METADATA)
    tokens = UserTokens(
        keys,
        settings.app_id,
        settings.tenant_ids,
        adapters.clock,
        authority=settings.authority_url,
    )
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
