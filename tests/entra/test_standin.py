"""The stand-in is as strict as what it stands for, or tests with it would prove nothing."""

import asyncio
import ssl

import aiohttp
import msal
import pytest
import requests

from tests.entra.authority import self_signed
from tests.entra.standin import BOT_RESOURCE


def by_msal(standin, credential, resource, app_id=None):
    """Ask for a token with MSAL as it is, in a thread, as it blocks."""
    with requests.Session() as session:
        session.trust_env = False  # a machine's own CA bundle would go before ours
        session.verify = str(standin.ca_file)
        app = msal.ConfidentialClientApplication(
            app_id or standin.app_id,
            authority=f"{standin.url}/{standin.tenant}",
            client_credential=credential,
            instance_discovery=False,
            http_client=session,
        )
        return app.acquire_token_for_client(scopes=[f"{resource}/.default"])


async def test_msal_gets_a_token_by_the_secret(standin):
    answer = await asyncio.to_thread(by_msal, standin, standin.secret, BOT_RESOURCE)
    assert answer["access_token"] == standin.given_for(BOT_RESOURCE)[0].token
    assert standin.instance_discovery_asked == 0


async def test_msal_gets_a_token_by_a_known_certificate_only(standin):
    ours, foreign = self_signed("ours"), self_signed("foreign")
    standin.certificates.append(ours.certificate)

    def credential(given):
        return {
            "private_key": given.key_pem().decode(),
            "public_certificate": given.public_pem.decode(),
        }

    good = await asyncio.to_thread(by_msal, standin, credential(ours), standin.url)
    bad = await asyncio.to_thread(by_msal, standin, credential(foreign), standin.url)
    assert standin.given_for(standin.url)[0].token == good["access_token"]
    assert bad["error_codes"] == [700027]


@pytest.mark.parametrize(
    ("credential", "resource", "app_id", "code"),
    [
        ("wrong", BOT_RESOURCE, None, 7000215),
        ("the stand-in's secret", "https://vault.azure.net", None, 500011),
        ("the stand-in's secret", BOT_RESOURCE, "22222222-0000-4000-8000-000000000000", 700016),
    ],
)
async def test_whatever_else_is_refused(standin, credential, resource, app_id, code):
    answer = await asyncio.to_thread(by_msal, standin, credential, resource, app_id)
    assert answer["error_codes"] == [code]
    assert not standin.tokens_given


async def test_graph_believes_only_a_token_for_graph(standin):
    for resource in (BOT_RESOURCE, standin.url):
        await asyncio.to_thread(by_msal, standin, standin.secret, resource)
    trust = ssl.create_default_context(cafile=standin.ca_file)
    url = f"{standin.url}/v1.0/users/x/checkMemberGroups"
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=trust)) as session:
        statuses = []
        for token in ("", *(one.token for one in standin.tokens_given)):
            headers = {"Authorization": f"Bearer {token}"}
            async with session.post(url, json={"groupIds": ["g"]}, headers=headers) as answer:
                statuses.append(answer.status)
    assert statuses == [401, 401, 404]
