"""What the access log keeps to itself, and what every answer of the API tells a browser."""

import pytest
import structlog
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.observing.masking import mask
from bot.web.security import access_log_class, add_answer_headers


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/consent/abc", "/consent/***"),
        ("GET /Consent/abc?x=1 HTTP/1.1", "GET /Consent/***?x=1 HTTP/1.1"),
        ("https://x.example/files/a.b-c", "https://x.example/files/***"),
        ("/api/v1/claims/7/files/f1", "/api/v1/claims/7/files/***"),
        ("/api/messages", "/api/messages"),
    ],
)
def test_tokens_are_masked_wherever_a_library_writes_them(path, shown):
    assert mask(path) == shown


@pytest.fixture
async def client():
    async def answer(_):
        return web.json_response({})

    async def failing(_):
        return web.json_response({}, status=503)

    app = web.Application()
    app.router.add_get("/api/v1/claims", answer)
    app.router.add_get("/consent/{token}", answer)
    app.router.add_get("/healthz", answer)
    app.router.add_get("/readyz", failing)
    add_answer_headers(app, https=True)
    server = TestServer(app, host="127.0.0.1")
    await server.start_server(access_log_class=access_log_class())
    async with TestClient(server) as opened:
        yield opened


async def test_a_line_names_the_route_and_neither_query_nor_token(client):
    with structlog.testing.capture_logs() as lines:
        await client.get("/api/v1/claims?text=Fabrikam")
        await client.get("/consent/secret-token")
        await client.get("/nowhere/casey@fabrikam.example")
        await client.close()  # a line is written after its answer went out
    shown = [(row["method"], row["route"], row["status"]) for row in lines]
    assert shown == [
        ("GET", "/api/v1/claims", 200),
        ("GET", "/consent/{token}", 200),
        ("GET", "(none)", 404),
    ]
    assert "abrikam" not in str(lines)


async def test_health_checks_are_written_only_when_they_fail(client):
    with structlog.testing.capture_logs() as lines:
        await client.get("/healthz")
        await client.get("/readyz")
        await client.close()
    assert [row["route"] for row in lines] == ["/readyz"]


async def test_answers_of_the_api_are_neither_kept_nor_framed_nor_guessed(client):
    async with client.get("/api/v1/claims") as answer:
        headers = answer.headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert headers["Strict-Transport-Security"] == "max-age=31536000"


async def test_other_pages_bring_their_own(client):
    async with client.get("/consent/x") as answer:
        assert "Content-Security-Policy" not in answer.headers
