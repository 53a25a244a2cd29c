"""Tokens of people: only Entra v2, only ours, only from our tenants."""

from datetime import timedelta

import jwt
import pytest

from bot.identity.keys import SigningKeys
from bot.identity.tokens import TokenRefused, UserTokens
from tests.identity.issuer import APP_ID

TENANT = "6babcaad-604b-40ac-a9d7-9fd97c0b779f"
ISSUER = f"https://login.microsoftonline.com/{TENANT}/v2.0"
PERSON = {
    "iss": ISSUER,
    "tid": TENANT,
    "oid": "8B0C0A7E-2D3C-4B5A-9F34-5B5D6F3A1C11",
    "name": "Ada Admin",
    "preferred_username": "ada@partner.example",
    "roles": ["Claims.Review"],
}


@pytest.fixture
async def users(session, issuer, clock):
    keys = SigningKeys(session, issuer.metadata_url)
    yield UserTokens(keys, APP_ID, [TENANT.upper()], clock)
    await keys.close()


async def test_a_person_is_read_from_the_token(users, issuer):
    token = issuer.token(**PERSON, iat=1_700_000_000)
    person = await users.validate(f"Bearer {token}")
    assert (person.tenant_id, person.object_id) == (TENANT, PERSON["oid"].lower())
    assert (person.name, person.email) == ("Ada Admin", "ada@partner.example")
    assert (person.app_roles, person.issued_at) == ({"Claims.Review"}, 1_700_000_000)
    assert person.capabilities == frozenset()


async def test_the_application_id_uri_is_an_audience_too(users, issuer):
    token = issuer.token(**PERSON | {"aud": f"api://{APP_ID}"})
    assert (await users.validate(f"Bearer {token}")).name == "Ada Admin"


@pytest.mark.parametrize(
    "change",
    [
        {"tid": "11111111-2222-3333-4444-555555555555"},
        {"iss": "https://login.microsoftonline.com/common/v2.0"},
        {"iss": f"https://sts.windows.net/{TENANT}/"},
        {"iss": None},
        {"aud": "somebody-else"},
        {"aud": None},
        {"exp": None},
        {"exp": 1_600_000_000},
        {"exp": "soon"},
        {"nbf": 4_000_000_000},
        {"oid": None},
        {"iat": "yesterday"},
        {"tid": None},
        {"signed_with": "mallory"},
        {"kid": "unknown"},
    ],
    ids=str,
)
async def test_anything_else_is_refused(users, issuer, change):
    with pytest.raises(TokenRefused):
        await users.validate(f"Bearer {issuer.token(**PERSON | change)}")


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic abc", "Bearer a.b.c", "x y z"])
async def test_garbage_is_refused(users, header):
    with pytest.raises(TokenRefused):
        await users.validate(header)


async def test_a_symmetric_signature_with_the_public_key_is_refused(users, issuer):
    claims = {**PERSON, "aud": APP_ID, "exp": 4_000_000_000}
    token = jwt.encode(claims, "s" * 64, algorithm="HS256", headers={"kid": "first"})
    with pytest.raises(TokenRefused):
        await users.validate(f"Bearer {token}")


async def test_a_token_with_an_unsigned_header_is_refused(users, issuer):
    token = jwt.encode(PERSON, None, algorithm="none", headers={"kid": "first"})
    with pytest.raises(TokenRefused):
        await users.validate(f"Bearer {token}")


async def test_a_key_of_another_issuer_in_the_common_set_is_refused(users, issuer):
    issuer.key_issuer = (
        "https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0"
    )
    with pytest.raises(TokenRefused, match="issuer of the key"):
        await users.validate(f"Bearer {issuer.token(**PERSON)}")


async def test_a_templated_key_issuer_is_taken(users, issuer):
    issuer.key_issuer = "https://login.microsoftonline.com/{tenantid}/v2.0"
    assert (await users.validate(f"Bearer {issuer.token(**PERSON)}")).tenant_id == TENANT


async def test_a_remembered_token_still_expires(users, issuer, clock):
    header = f"Bearer {issuer.token(**PERSON)}"
    await users.validate(header)
    clock.ahead = timedelta(hours=2)
    with pytest.raises(TokenRefused, match="expired"):
        await users.validate(header)


async def test_a_remembered_token_is_not_taken_once_its_key_is_withdrawn(session, issuer, clock):
    keys = SigningKeys(session, issuer.metadata_url, pause=0)
    users = UserTokens(keys, APP_ID, [TENANT], clock)
    header = f"Bearer {issuer.token(**PERSON)}"
    await users.validate(header)
    issuer.kids = ["second"]
    await keys.find("second")
    with pytest.raises(TokenRefused, match="unknown key"):
        await users.validate(header)
