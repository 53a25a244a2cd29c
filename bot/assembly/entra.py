"""Builds what we are towards Microsoft Entra: our tokens, and who of its people may do what."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack

import aiohttp

from bot.claims.ports import Clock, People
from bot.identity.app_tokens import AppTokens, TokenSource
from bot.identity.graph import Graph
from bot.identity.memberships import EntraMemberships
from bot.identity.people import ConfiguredPeople, EntraPeople, Holders
from bot.identity.reviewers import EntraReviewers, NamedReviewers
from bot.identity.trust import own_trust
from bot.services.notices import Reviewers
from bot.settings import Settings
from bot.settings_rules_app import AppType
from bot.teams.credentials import SCOPE, BotCredentials, Credentials, NoCredentials

_TOKEN_TIMEOUT = 10.0
_CONNECTIONS = 256


def open_session(settings: Settings) -> aiohttp.ClientSession:
    """Open the session all outgoing calls share: kept-alive connections and no cookies."""
    trust = own_trust(settings.ca_file) or True
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=_CONNECTIONS, keepalive_timeout=60, ssl=trust),
        cookie_jar=aiohttp.DummyCookieJar(),
    )


def build_tokens(settings: Settings, stack: AsyncExitStack) -> AppTokens:
    """Build the app's tokens; those of the chat are fetched while everything else starts."""
    tokens = AppTokens(lambda: _source(settings))
    stack.push_async_callback(tokens.close)
    scopes = [] if settings.local else [SCOPE]
    scopes += [f"{settings.graph_url}/.default"] if settings.asks_graph else []
    warming = asyncio.create_task(tokens.warm(*scopes))
    stack.callback(warming.cancel)
    return tokens


def _source(settings: Settings) -> TokenSource:
    """Build what proves the app; MSAL and its HTTP client are loaded only where they are used."""
    from bot.identity.requests_trust import open_requests
    from bot.identity.token_sources import AssignedIdentity, RegisteredApp, certificate, secret

    if settings.app_type is AppType.MANAGED_IDENTITY:
        # its endpoint is the machine's own: no proxy leads there
        own = open_requests(settings.ca_file, timeout=_TOKEN_TIMEOUT, proxies=False)
        return AssignedIdentity(settings.app_id, own)
    session = open_requests(settings.ca_file, timeout=_TOKEN_TIMEOUT, proxies=True)
    path = settings.app_certificate
    proof = (
        certificate(path, settings.app_certificate_password.get_secret_value())
        if path is not None
        else secret(settings.app_password.get_secret_value())
    )
    return RegisteredApp(
        settings.app_id, settings.authority_url, settings.home_tenant, proof, session
    )


def chat_credentials(settings: Settings, tokens: AppTokens) -> Credentials:
    """Give what the chat's requests prove themselves with; on one's own machine nothing."""
    return NoCredentials() if settings.local else BotCredentials(tokens)


def build_people(
    settings: Settings,
    session: aiohttp.ClientSession,
    tokens: AppTokens,
    clock: Clock,
    stack: AsyncExitStack,
) -> tuple[People, Reviewers]:
    """Build what tells rights, and who reviews; Entra is asked only for groups and app roles."""
    named = Holders.named((*settings.admins, *settings.reviewers))
    reviewing = Holders.named(settings.reviewers)
    if not named.groups and not named.roles:
        configured = ConfiguredPeople(settings.admins, settings.reviewers)
        return configured, NamedReviewers(reviewing)
    graph = Graph(session, tokens, settings.graph_url)
    memberships = EntraMemberships(graph, settings.app_id, named.groups, named.roles)
    people = EntraPeople(
        settings.admins, settings.reviewers, memberships, settings.home_tenant, clock
    )
    stack.push_async_callback(people.close)
    return people, EntraReviewers(graph, memberships, reviewing)
