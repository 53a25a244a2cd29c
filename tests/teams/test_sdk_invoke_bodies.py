"""The SDK answers every invoke that has a body with 500; ours arrive as JSON, errors included."""

import pytest

from bot.dialogs.turn import Reply
from tests.teams import channel
from tests.teams.channel import CARD

ERROR = "application/vnd.microsoft.error"


async def test_a_card_comes_back_in_the_invoke_response(chat):
    async def script(turn):
        turn.in_place = Reply(
            card=CARD | {"body": [{"type": "TextBlock", "text": "Gr\u00fc\u00dfe"}]}
        )

    chat.dialogs.script = script
    response = await chat.press()
    assert (response.status, response.content_type) == (200, "application/json")
    body = await response.json()
    assert body["statusCode"] == 200
    assert body["value"]["body"][0]["text"] == "Gr\u00fc\u00dfe"


BAD_VALUES = {
    "missing": None,
    "text": "next",
    "list": [1],
    "number": 5,
    "no action": {},
    "action is text": {"action": "next"},
    "unknown kind": {"action": {"type": "Action.Http", "verb": "next", "data": {}}},
    "verb is a number": {"action": {"verb": 5, "data": {}}},
    "verb is an object": {"action": {"verb": {"a": 1}, "data": {}}},
    "no verb": {"action": {"data": {}}},
    "verb too long": {"action": {"verb": "x" * 101, "data": {}}},
    "data is text": {"action": {"verb": "next", "data": "claim_id=1"}},
    "data is a list": {"action": {"verb": "next", "data": [1]}},
    "nested input": {"action": {"verb": "next", "data": {"claim_name": {"$gt": ""}}}},
    "list of objects": {"action": {"verb": "next", "data": {"workloads": [{"a": 1}]}}},
    "huge input": {"action": {"verb": "next", "data": {"claim_name": "x" * 10_001}}},
    "many inputs": {"action": {"verb": "next", "data": {f"i{n}": "" for n in range(101)}}},
    "claim id is text": {"action": {"verb": "next", "data": {"claim_id": "1; DROP TABLE"}}},
    "claim id is true": {"action": {"verb": "next", "data": {"claim_id": True}}},
    "claim id is a fraction": {"action": {"verb": "next", "data": {"claim_id": 1.5}}},
    "claim id is negative": {"action": {"verb": "next", "data": {"claim_id": -1}}},
    "claim id is vast": {"action": {"verb": "next", "data": {"claim_id": 2**63}}},
    "claim id is superscript": {"action": {"verb": "next", "data": {"claim_id": "1\u00b2"}}},
    "claim id is a list": {"action": {"verb": "next", "data": {"claim_id": [1001]}}},
    "revision is text": {"action": {"verb": "next", "data": {"revision": "latest"}}},
    "nonce is a number": {"action": {"verb": "next", "data": {"nonce": 5}}},
    "section is an object": {"action": {"verb": "edit", "data": {"section": {}}}},
    "choice is a list": {"action": {"verb": "next", "data": {"choice": ["a"]}}},
}


@pytest.mark.parametrize("value", BAD_VALUES.values(), ids=BAD_VALUES.keys())
async def test_a_bad_card_action_is_an_invoke_error_and_runs_nothing(chat, value):
    press = channel.activity(chat.url, "invoke", name="adaptiveCard/action", value=value)
    response = await chat.post(press)
    body = await response.json()
    assert (response.status, body["statusCode"], body["type"]) == (200, 400, ERROR)
    assert body["value"]["code"] == "BadRequest"
    assert chat.dialogs.turns == []


@pytest.mark.parametrize(
    "value",
    [
        None,
        {"action": "maybe"},
        {"action": "accept"},
        {"action": "accept", "uploadInfo": {"uploadUrl": 5}},
        {"action": "accept", "uploadInfo": {"uploadUrl": "https://x", "name": ["a"]}},
        {"action": "decline", "context": "text"},
    ],
    ids=str,
)
async def test_a_bad_file_consent_is_an_invoke_error(chat, value):
    answer = channel.activity(chat.url, "invoke", name="fileConsent/invoke", value=value)
    body = await (await chat.post(answer)).json()
    assert (body["statusCode"], body["type"]) == (400, ERROR)
    assert chat.dialogs.turns == []


async def test_a_bad_submit_is_400(chat):
    response = await chat.post(channel.submit(chat.url, data={"claim_id": "x"}))
    assert (response.status, await response.json()) == (400, {"error": "bad_payload"})
    assert chat.dialogs.turns == []
