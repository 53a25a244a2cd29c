"""As shipped the SDK answers 500 to bad tokens and takes one without `exp`; ours are all 401."""

import base64
import json
import time

import jwt
import pytest

from bot.identity.keys import SigningKeys
from bot.identity.tokens import ChannelTokens
from bot.teams.authentication import ChannelAuthentication, NotAdmitted
from storage.store import SystemClock
from tests.entra.authority import key
from tests.identity.issuer import APP_ID, Issuer
from tests.teams import channel
from tests.teams.house import house


@pytest.fixture
async def chat(store, issuer):
    made = []

    def authentication(connector):
        keys = SigningKeys(connector._session, issuer.metadata_url)
        made.append(keys)
        return ChannelAuthentication(ChannelTokens(keys, APP_ID, SystemClock()), connector)

    async with house(store, authentication=authentication) as running:
        yield running
        await made[0].close()


def good(chat, issuer: Issuer, **claims) -> str:
    return "Bearer " + issuer.token(**{"serviceurl": chat.url} | claims)


def hs256(chat, issuer):
    claims = {"iss": "https://api.botframework.com", "aud": APP_ID, "exp": time.time() + 600}
    return "Bearer " + jwt.encode(claims, "k" * 40, algorithm="HS256", headers={"kid": "first"})


def unsigned(chat, issuer):
    _, body, _ = issuer.token(serviceurl=chat.url).split(".")
    none = base64.urlsafe_b64encode(json.dumps({"alg": "none", "kid": "first"}).encode())
    return f"Bearer {none.decode().rstrip('=')}.{body}."


def emulator(chat, issuer):
    tenant = "d6d49420-f39b-4df7-a1dc-d59a935871db"
    return good(chat, issuer, iss=f"https://login.microsoftonline.com/{tenant}/v2.0")


def without_kid(chat, issuer):
    claims = {"iss": "https://api.botframework.com", "aud": APP_ID, "exp": time.time() + 600}
    return "Bearer " + jwt.encode(claims, key("first"), algorithm="RS256")


BAD = {
    "none": lambda chat, issuer: "",
    "no scheme": lambda chat, issuer: issuer.token(serviceurl=chat.url),
    "garbage": lambda chat, issuer: "Bearer garbage",
    "three dots": lambda chat, issuer: "Bearer a.b.c",
    "not ascii": lambda chat, issuer: "Bearer \u00e4.\u00e4.\u00e4",
    "huge": lambda chat, issuer: "Bearer " + "a" * 7000,
    "expired": lambda chat, issuer: good(chat, issuer, exp=int(time.time()) - 301),
    "without exp": lambda chat, issuer: good(chat, issuer, exp=None),
    "not yet valid": lambda chat, issuer: good(chat, issuer, nbf=int(time.time()) + 400),
    "wrong audience": lambda chat, issuer: good(chat, issuer, aud="somebody-else"),
    "audience list": lambda chat, issuer: good(chat, issuer, aud=[APP_ID, "x"]),
    "without audience": lambda chat, issuer: good(chat, issuer, aud=None),
    "without issuer": lambda chat, issuer: good(chat, issuer, iss=None),
    "wrong issuer": lambda chat, issuer: good(chat, issuer, iss="https://evil.example"),
    "issuer with slash": lambda chat, issuer: good(
        chat, issuer, iss="https://api.botframework.com/"
    ),
    "emulator": emulator,
    "other service url": lambda chat, issuer: good(chat, issuer, serviceurl="https://x.example/"),
    "no service url": lambda chat, issuer: good(chat, issuer, serviceurl=None),
    "unknown kid": lambda chat, issuer: good(chat, issuer, kid="unknown"),
    "forged": lambda chat, issuer: good(chat, issuer, kid="first", signed_with="mallory"),
    "unsigned": unsigned,
    "hs256": hs256,
    "without kid": without_kid,
}


@pytest.mark.parametrize("make", BAD.values(), ids=BAD.keys())
async def test_a_bad_token_is_401_and_runs_nothing(chat, issuer, make):
    message = channel.said(chat.url, "hello")
    response = await chat.post(message, Authorization=make(chat, issuer))
    assert (response.status, await response.json()) == (401, {"error": "not_admitted"})
    assert (chat.dialogs.turns, chat.teams.calls) == ([], [])


async def test_a_good_token_is_taken(chat, issuer):
    message = channel.said(chat.url, "hello")
    response = await chat.post(message, Authorization=good(chat, issuer))
    assert response.status == 200
    assert chat.teams.texts == ["got Typed"]


async def test_clocks_may_differ_by_five_minutes(chat, issuer):
    header = good(chat, issuer, exp=int(time.time()) - 280)
    assert (await chat.post(channel.said(chat.url, "x"), Authorization=header)).status == 200


async def test_a_token_of_one_service_url_is_no_good_for_another_even_when_remembered(chat, issuer):
    header = good(chat, issuer)
    await chat.post(channel.said(chat.url, "x"), Authorization=header)
    elsewhere = chat.url.replace("emea", "amer")
    response = await chat.post(channel.said(elsewhere, "x"), Authorization=header)
    assert response.status == 401


@pytest.mark.parametrize("endorsements", [["webchat"], [], None], ids=str)
async def test_a_key_not_endorsed_for_teams_is_refused(chat, issuer, endorsements):
    issuer.endorsements = endorsements
    message = channel.said(chat.url, "hello")
    response = await chat.post(message, Authorization=good(chat, issuer))
    assert response.status == 401


@pytest.mark.parametrize("name", ["emulator", "webchat", "directline", "MSTEAMS", ""])
async def test_a_foreign_channel_is_refused_even_with_a_good_token(chat, issuer, name):
    message = channel.said(chat.url, "hello", channelId=name)
    response = await chat.post(message, Authorization=good(chat, issuer))
    assert response.status == 403
    assert (chat.dialogs.turns, chat.teams.calls) == ([], [])


async def test_without_any_key_it_is_503(chat, issuer):
    issuer.status = 500
    message = channel.said(chat.url, "hello")
    assert (await chat.post(message, Authorization=good(chat, issuer))).status == 503
    assert chat.dialogs.turns == []


async def test_the_sdk_own_way_in_is_closed(chat):
    adapter = chat.turns._adapter
    with pytest.raises(NotAdmitted):
        await adapter.bot_framework_authentication.authenticate_request(None, "")
    with pytest.raises(NotAdmitted):
        await adapter.bot_framework_authentication.authenticate_streaming_request("", "")
