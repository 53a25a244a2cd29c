"""A whole production on this machine: two copies, PostgreSQL, Azurite, Microsoft's stand-ins."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.conversations.driver import ADA, RAE
from tests.doctor.groups import Groups, Mailbox
from tests.entra.authority import authority
from tests.entra.standin import EntraStandIn
from tests.files.test_scanner import clamd, serving
from tests.production.balancer import Balancer
from tests.production.copies import Copy, Production
from tests.production.microsoft import Teams

ADMINS, REVIEWERS = (f"aaaaaaaa-0000-4000-8000-00000000000{n}" for n in (1, 2))
FABRIKAM = "8d2f41c6-0b7a-4e35-9c12-5fa3b7e60d94"


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
async def entra(tmp_path: Path, mailbox: Mailbox) -> AsyncIterator[EntraStandIn]:
    groups = Groups()
    groups.known |= {ADMINS, REVIEWERS}
    running = EntraStandIn(routes=[*groups.routes(), *mailbox.routes()])
    groups.graph = running.graph
    running.permissions.add("Mail.Send")
    running.domains |= {"contoso.example": running.tenant, "fabrikam.example": FABRIKAM}
    running.graph.put(ADA[0], groups=[ADMINS])
    running.graph.put(RAE[0], groups=[REVIEWERS])
    await running.start(tmp_path)
    yield running
    await running.stop()


@pytest.fixture
async def teams(entra: EntraStandIn) -> AsyncIterator[Teams]:
    running = Teams(entra)
    await running.start()
    yield running
    await running.stop()


@pytest.fixture
async def balancer() -> AsyncIterator[Balancer]:
    running = Balancer()
    await running.start()
    yield running
    await running.stop()


@pytest.fixture
async def scanner() -> AsyncIterator[str]:
    async with serving(clamd) as listening:
        yield f"clamd://{listening._host}:{listening._port}"


@pytest.fixture
def settings(entra, balancer, scanner, postgres_url, azurite_connection_string):
    return entra.settings | {
        "profile": "production",
        "public_url": balancer.url,
        "trusted_proxies": 1,
        "secret": "the secret of the tests' production",
        "database_url": postgres_url(migrated=False),
        "blob_connection_string": azurite_connection_string,
        "mail": "graph",
        "mail_from": "associations@contoso.example",
        "admins": f"group:{ADMINS}",
        "reviewers": f"group:{REVIEWERS}",
        "partner_name": "Contoso Consulting",
        "partner_domains": "contoso.example",
        "partner_locations": "4501123=Contoso Seattle",
        "scanner": scanner,
    }


@pytest.fixture
async def production(
    tmp_path, settings, balancer, teams, entra, monkeypatch
) -> AsyncIterator[Production]:
    # The network of these processes: its names, and the authority that its machines trust.
    monkeypatch.setenv("STAND_INS", json.dumps(teams.names))
    monkeypatch.setenv("SSL_CERT_FILE", str(entra.ca_file))
    copies = [Copy(tmp_path / name, settings) for name in ("one", "two")]
    trust = authority().trusted()
    made = Production(copies, balancer, teams, entra.app_id, trust)
    await made.start()
    yield made
    await made.close()


@pytest.fixture
def ada(production, entra):
    return production.chat(ADA, entra.tenant)


@pytest.fixture
def rae(production, entra):
    return production.chat(RAE, entra.tenant)
