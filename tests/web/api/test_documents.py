"""The API's description, and that the API keeps to it whatever is sent (schemathesis)."""

import asyncio
import threading
from contextlib import contextmanager
from html.parser import HTMLParser

import pytest
import schemathesis
from aiohttp import web
from aiohttp.test_utils import TestClient
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis.checks import load_all_checks
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from bot.claims.models import Claim
from bot.web.api.operations import Operation
from bot.web.api.problems import STATUSES, sentences
from bot.web.api.shapes import ClaimView
from tests.web.api.world import api_of, ask, open_world

#: Of a claim, what is of no use outside or shown in another form.
INSIDE = {"org", "moved_in", "added_at"}
OPERATIONS = (
    "list_claims",
    "get_claim",
    "get_history",
    "get_file",
    "begin_review",
    "request_info",
    "approve",
    "reject",
    "expire",
    "comment",
)


@contextmanager
def serving(folder):
    """Run the API with a claim in a thread, as schemathesis sends without our loop."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    def run(work):
        return asyncio.run_coroutine_threadsafe(work, loop).result(60)

    server, store = run(started(folder))
    try:
        yield str(server.make_url("/")).rstrip("/")
    finally:
        run(server.close())
        run(store.close())
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def started(folder):
    world = await open_world(folder)
    await world.claim()
    server = api_of(world, local=True)
    await server.start_server()
    return server, world.store


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("api")) as base:
        yield base


@pytest.fixture(scope="module")
def described(address):
    load_all_checks()
    schema = schemathesis.openapi.from_url(f"{address}/api/v1/openapi.json")
    found = [result.ok() for result in schema.get_all_operations()]
    return {row.definition.raw["operationId"]: row for row in found}


def test_every_operation_is_described(described):
    assert set(described) == set(OPERATIONS)


@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode))
@pytest.mark.parametrize("name", OPERATIONS)
def test_the_api_keeps_to_its_document(described, address, name, mode):
    checks = [
        schemathesis.checks.not_a_server_error,
        status_code_conformance,
        content_type_conformance,
        response_headers_conformance,
        response_schema_conformance,
        negative_data_rejection,
    ]

    @seed(2026)
    @settings(
        max_examples=15,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=described[name].as_strategy(generation_mode=mode))
    def keeps(case):
        case.call_and_validate(base_url=address, checks=checks)

    keeps()


async def test_the_document_is_openapi_3_1_with_a_problem_for_each_refusal(client):
    body = (await ask(client, "GET", "/api/v1/openapi.json")).body
    assert (body["openapi"], body["security"]) == ("3.1.0", [{"entra": []}])
    approve = body["paths"]["/api/v1/claims/{claim_id}/approve"]["post"]
    assert {"401", "403", "404", "409", "412", "422"} <= set(approve["responses"])
    assert [row["name"] for row in approve["parameters"]] == [
        "claim_id",
        "If-Match",
        "Idempotency-Key",
    ]
    assert approve["requestBody"]["required"] is False
    reject = body["paths"]["/api/v1/claims/{claim_id}/reject"]["post"]
    assert reject["requestBody"]["required"] is True
    schema = body["components"]["schemas"]["Reject"]
    assert (schema["required"], schema["additionalProperties"]) == (["rejection_reason"], False)


def test_every_field_of_a_claim_is_shown():
    assert set(Claim.model_fields) - INSIDE == set(ClaimView.model_fields)


class Page(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.ids, self.said = set(), set(), ""
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        self.ids |= {value for name, value in attributes if name == "id"}

    def handle_data(self, data):
        self.said += data


async def test_the_page_for_people_lists_operations_and_problems(client):
    answer = await ask(client, "GET", "/api/v1/docs")
    page = Page(answer.body)
    assert "POST /api/v1/claims/{claim_id}/reject" in page.said
    assert "rejection_reason, review_comment" in page.said
    assert page.ids == set(STATUSES)
    assert not page.tags & {"script", "img", "link", "iframe"}


def test_each_kind_of_problem_has_its_words():
    assert all(sentences()[kind].keys() == {"title", "detail", "next_step"} for kind in STATUSES)


@pytest.mark.parametrize("path", ["/api/v1/", "/api/v1", "/api/v1/ask", "/api/v1/claims/1/x"])
async def test_where_there_is_nothing_a_problem_says_so(client, path):
    answer = await ask(client, "GET", path)
    assert (answer.status, answer.body["status"]) == (404, 404)


async def test_another_method_is_told_which_there_are(client):
    answer = await ask(client, "DELETE", "/api/v1/claims")
    assert (answer.status, answer.headers["Allow"]) == (405, "GET,HEAD")


async def test_a_fault_of_ours_tells_nothing_of_itself(world, client):
    claim = await world.claim()

    async def broken(*_):
        raise RuntimeError("the password is swordfish")

    world.review.find = broken
    answer = await ask(client, "POST", f"/api/v1/claims/{claim.id}/begin_review")
    assert (answer.status, answer.body["title"]) == (500, "Something went wrong here")
    assert "swordfish" not in str(answer.body)


async def test_another_feature_adds_its_operation_to_the_table(world):
    async def hello(call):
        return web.json_response({"name": call.person.name})

    more = [Operation("hello", "POST", "/hello", "Say hello.", hello)]
    async with TestClient(api_of(world, more=more)) as client:
        assert (await ask(client, "POST", "/api/v1/hello")).body == {"name": "Rita Reviewer"}
        document = (await ask(client, "GET", "/api/v1/openapi.json")).body
    assert document["paths"]["/api/v1/hello"]["post"]["operationId"] == "hello"
