"""What is no activity is refused with a 4xx before anything of the assistant sees it."""

import io
import json
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.web.messages import LARGEST_BODY, routes

GOOD = {
    "type": "message",
    "id": "a1",
    "channelId": "msteams",
    "serviceUrl": "https://smba.trafficmanager.net/emea/",
    "from": {"id": "29:ada"},
    "conversation": {"id": "a:ada"},
    "text": "hello",
}


class Receiver:
    """Remembers what came through."""

    def __init__(self) -> None:
        self.seen: list[tuple[Any, dict[str, Any]]] = []
        self.answer: tuple[int, dict[str, Any] | None] = (200, None)

    async def __call__(self, activity, **caller):
        self.seen.append((activity, caller))
        return self.answer


@pytest.fixture
def receiver():
    return Receiver()


@pytest.fixture
async def client(receiver):
    app = web.Application()
    app.add_routes(routes(receiver))
    async with TestClient(TestServer(app, host="127.0.0.1")) as opened:
        yield opened


async def post(client, body, content_type="application/json"):
    headers = {"Content-Type": content_type}
    response = await client.post("/api/messages", data=body, headers=headers)
    return response.status


def without(name):
    return {key: value for key, value in GOOD.items() if key != name}


def nested(depth):
    value: Any = "x"
    for _ in range(depth):
        value = {"a": value}
    return value


async def test_a_well_formed_activity_comes_through_as_it_is(client, receiver):
    activity = GOOD | {"unknown": {"member": [1, 2.5, None, True]}}
    headers = {"Authorization": "Bearer x"}
    response = await client.post("/api/messages", json=activity, headers=headers)
    assert (response.status, await response.read()) == (200, b"")
    ((seen, caller),) = receiver.seen
    assert seen == activity
    assert caller == {
        "authorization": "Bearer x",
        "peer": "127.0.0.1",
        "host": "127.0.0.1",
        "forwarded": False,
    }


async def test_the_answer_of_an_invoke_is_json(client, receiver):
    receiver.answer = (200, {"statusCode": 200})
    response = await client.post("/api/messages", json=GOOD)
    assert (response.content_type, await response.json()) == (
        "application/json",
        {"statusCode": 200},
    )


@pytest.mark.parametrize(
    "kind", ["text/plain", "text/html", "application/xml", "multipart/form-data"]
)
async def test_other_content_is_415(client, receiver, kind):
    assert await post(client, json.dumps(GOOD).encode(), kind) == 415
    assert receiver.seen == []


MALFORMED = {
    "empty": b"",
    "half": b'{"type": "message"',
    "text": b"hello",
    "array": b"[]",
    "array of activities": json.dumps([GOOD]).encode(),
    "null": b"null",
    "string": b'"message"',
    "number": b"5",
    "not utf-8": b'{"type": "\xff"}',
    "deep arrays": b"[" * 100_000,
    "deep objects": b'{"a":' * 100_000,
    "deep but closed": json.dumps(GOOD | {"value": nested(40)}).encode(),
    "long string": json.dumps(GOOD | {"text": "x" * 100_001}).encode(),
    "long key": json.dumps(GOOD | {"value": {"x" * 100_001: 1}}).encode(),
    "NaN": json.dumps(GOOD | {"value": {"a": float("nan")}}).encode(),
    "Infinity": json.dumps(GOOD | {"value": {"a": float("inf")}}).encode(),
    "vast number": json.dumps(GOOD).encode()[:-1] + b', "n": ' + b"9" * 5000 + b"}",
    "half a surrogate pair": json.dumps(GOOD).encode()[:-1] + b', "name": "\\ud800"}',
    "surrogate in a key": json.dumps(GOOD).encode()[:-1] + b', "value": {"\\udfff": 1}}',
    "NUL": json.dumps(GOOD | {"text": "a\0b"}).encode(),
    "NUL deep inside": json.dumps(GOOD | {"value": {"a": [{"b": "\0"}]}}).encode(),
}
WRONG = [
    without("type"),
    without("channelId"),
    without("serviceUrl"),
    without("from"),
    without("conversation"),
    GOOD | {"type": 5},
    GOOD | {"type": None},
    GOOD | {"id": 5},
    GOOD | {"id": "x" * 1001},
    GOOD | {"channelId": ["msteams"]},
    GOOD | {"serviceUrl": ""},
    GOOD | {"serviceUrl": {}},
    GOOD | {"from": "29:ada"},
    GOOD | {"from": {}},
    GOOD | {"from": {"id": ""}},
    GOOD | {"from": {"id": 5}},
    GOOD | {"from": {"id": "x", "aadObjectId": 5}},
    GOOD | {"from": {"id": "x", "name": ["Ada"]}},
    GOOD | {"conversation": []},
    GOOD | {"conversation": {"id": None}},
    GOOD | {"conversation": {"id": "x", "conversationType": True}},
    GOOD | {"conversation": {"id": "x", "isGroup": "no"}},
    GOOD | {"recipient": "bot"},
    GOOD | {"recipient": {"id": 5}},
    GOOD | {"text": 5},
    GOOD | {"text": ["hello"]},
    GOOD | {"name": {}},
    GOOD | {"action": 1},
    GOOD | {"locale": 49},
    GOOD | {"replyToId": 1},
    GOOD | {"channelData": "text"},
    GOOD | {"attachments": {}},
    GOOD | {"attachments": ["file"]},
    GOOD | {"membersAdded": "bot"},
    GOOD | {"membersRemoved": [5]},
]


@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED.keys())
async def test_what_is_no_activity_is_400(client, receiver, body):
    assert await post(client, body) == 400
    assert receiver.seen == []


@pytest.mark.parametrize("activity", WRONG, ids=json.dumps)
async def test_an_activity_of_the_wrong_shape_is_400(client, receiver, activity):
    assert await post(client, json.dumps(activity).encode()) == 400
    assert receiver.seen == []


async def test_too_large_a_body_is_413(client, receiver):
    body = json.dumps(GOOD | {"value": ["x" * 1000] * 1100}).encode()
    assert len(body) > LARGEST_BODY
    assert await post(client, io.BytesIO(body)) == 413
    assert receiver.seen == []


async def test_a_body_of_unknown_length_is_cut_off(client, receiver):
    async def endless():
        for _ in range(2000):
            yield b" " * 1000

    headers = {"Content-Type": "application/json"}
    response = await client.post("/api/messages", data=endless(), headers=headers)
    assert response.status == 413
    assert receiver.seen == []


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
async def test_other_methods_are_not_allowed(client, method):
    response = await client.request(method, "/api/messages")
    assert response.status == 405


@pytest.mark.parametrize(
    "header", ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via"]
)
async def test_a_caller_behind_a_proxy_is_known_as_one(client, receiver, header):
    await client.post("/api/messages", json=GOOD, headers={header: "10.0.0.1"})
    assert receiver.seen[0][1]["forwarded"] is True
