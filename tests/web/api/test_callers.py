"""Who calls: real signed tokens in production, loopback and a header on one's own machine."""

from datetime import UTC, datetime

import aiohttp
import pytest
from aiohttp.test_utils import TestClient

from bot.identity.keys import KeysDown, SigningKeys
from bot.identity.tokens import TokenRefused, UserTokens
from bot.web.api.callers import TokenCallers
from tests.clocks import MovableClock
from tests.identity.issuer import APP_ID
from tests.web.api.world import ADMIN, REVIEWER, TENANT, World, api_of, ask

CLAIMS = "/api/v1/claims"


def claims_of(object_id, tenant=TENANT, **more):
    issuer = f"https://login.microsoftonline.com/{tenant}/v2.0"
    return {"iss": issuer, "tid": tenant, "oid": object_id, "name": "Rita Reviewer", **more}


@pytest.fixture
async def production(world: World, issuer):
    """The API as in production: tokens only."""
    async with aiohttp.ClientSession() as session:
        keys = SigningKeys(session, issuer.metadata_url, empty_pause=0)
        tokens = UserTokens(keys, APP_ID, [TENANT], MovableClock(datetime.now(UTC)))
        who = TokenCallers(tokens, world.people, refused=TokenRefused, unknown=KeysDown)
        async with TestClient(api_of(world, who)) as client:
            yield client
        await keys.close()


def bearer(issuer, *args, **more):
    return {"Authorization": f"Bearer {issuer.token(**claims_of(*args, **more))}"}


async def test_a_reviewers_token_is_good_for_a_decision(world, issuer, production):
    claim = await world.claim()
    headers = bearer(issuer, REVIEWER.upper())
    path = f"{CLAIMS}/{claim.id}/begin_review"
    answer = await ask(production, "POST", path, headers=headers)
    assert (answer.status, answer.body["status"]) == (200, "under_review")
    assert (await world.history(claim.id))[-1].actor.name == "Rita Reviewer"


async def test_an_admins_token_shows_their_own_claims(world, issuer, production):
    claim = await world.draft()
    answer = await ask(production, "GET", CLAIMS, headers=bearer(issuer, ADMIN))
    assert [row["id"] for row in answer.body["claims"]] == [claim.id]


@pytest.mark.parametrize(
    "change",
    [
        {"aud": "somebody-else"},
        {"exp": 1_600_000_000},
        {"exp": None},
        {"signed_with": "mallory"},
        {"kid": "unknown"},
        {"oid": None},
    ],
    ids=str,
)
async def test_a_bad_token_is_401(issuer, production, change):
    headers = bearer(issuer, REVIEWER, **change)
    answer = await ask(production, "GET", CLAIMS, headers=headers)
    assert (answer.status, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert answer.body["title"] == "Not signed in"


async def test_no_token_is_401_whatever_x_user_says(production):
    assert (await ask(production, "GET", CLAIMS, REVIEWER)).status == 401


async def test_a_token_of_another_tenant_is_401(issuer, production):
    headers = bearer(issuer, REVIEWER, "11111111-2222-4333-8444-555555555555")
    assert (await ask(production, "GET", CLAIMS, headers=headers)).status == 401


async def test_while_no_key_can_be_had_it_is_503(issuer, production):
    issuer.status = 500
    answer = await ask(production, "GET", CLAIMS, headers=bearer(issuer, REVIEWER))
    assert (answer.status, answer.headers["Retry-After"]) == (503, "30")


async def test_nobody_is_read_before_they_are_known(world, production):
    claim = await world.claim()
    answer = await ask(production, "POST", f"{CLAIMS}/{claim.id}/approve", data="{")
    assert answer.status == 401


async def test_at_home_the_reviewer_calls_unless_another_is_named(world, client):
    claim = await world.claim()
    async with client.get(f"{CLAIMS}/{claim.id}") as answer:
        assert answer.status == 200
    assert (await ask(client, "POST", f"{CLAIMS}/{claim.id}/begin_review", ADMIN)).status == 403
    assert (await ask(client, "GET", CLAIMS, "somebody")).status == 401


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "claims.evil.example"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"X-Forwarded-For": "203.0.113.9"},
    ],
    ids=str,
)
async def test_at_home_nobody_is_let_in_from_outside(client, headers):
    assert (await ask(client, "GET", CLAIMS, headers=headers)).status == 401
