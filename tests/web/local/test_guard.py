"""The local pages answer this machine's own pages and nobody else."""

from __future__ import annotations

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from bot.web.local.guard import local_only
from tests.web.local.local_server import LocalServer

PATHS = ("/", "/local/mail", "/local/mail.json", "/local/people.json", "/local/static/chat.js")


@pytest.mark.parametrize("path", PATHS)
async def test_a_foreign_host_name_is_refused(server: LocalServer, path: str) -> None:
    headers = {"Host": "evil.example"}
    async with server.bot.http().get(f"{server.url}{path}", headers=headers) as response:
        assert response.status == 403


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:3978", "[::1]:3978"])
async def test_this_machines_names_are_welcome(server: LocalServer, host: str) -> None:
    url = f"{server.url}/local/people.json"
    async with server.bot.http().get(url, headers={"Host": host}) as response:
        assert response.status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
async def test_another_page_cannot_post(server: LocalServer, headers: dict[str, str]) -> None:
    url, body = f"{server.url}/local/chat/messages", {"person": "0a0a", "text": "hi"}
    async with server.bot.http().post(url, json=body, headers=headers) as response:
        assert response.status == 403
    assert server.bot.received == []


async def test_another_page_can_link_here_but_not_read(server: LocalServer) -> None:
    http, cross = server.bot.http(), {"Sec-Fetch-Site": "cross-site"}
    async with http.get(f"{server.url}/local/mail.json", headers=cross) as response:
        assert response.status == 403
    opened = cross | {"Sec-Fetch-Mode": "navigate"}
    async with http.get(f"{server.url}/", headers=opened) as response:
        assert response.status == 200


@pytest.mark.parametrize("peer", ["10.0.0.5", "192.168.1.7", "2001:db8::1", "::ffff:10.0.0.5"])
async def test_another_machine_is_refused(peer: str) -> None:
    with pytest.raises(web.HTTPForbidden):
        await local_only(request_from(peer, "/local/mail"), answer)
    assert (await local_only(request_from(peer, "/api/messages"), answer)).status == 200


async def test_a_tunnel_from_outside_is_refused(server: LocalServer) -> None:
    forwarded = {"X-Forwarded-For": "203.0.113.9"}
    async with server.bot.http().get(f"{server.url}/local/mail", headers=forwarded) as response:
        assert response.status == 403


@pytest.mark.parametrize("peer", ["127.0.0.1", "::1", "::ffff:127.0.0.1"])
async def test_this_machine_is_let_in(peer: str) -> None:
    assert (await local_only(request_from(peer, "/local/mail"), answer)).status == 200


async def test_pages_allow_nothing_from_outside(server: LocalServer) -> None:
    async with server.bot.http().get(f"{server.url}/") as response:
        policy = response.headers["Content-Security-Policy"]
        assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'self'" in policy
    assert "script-src" not in policy
    assert "frame-ancestors 'none'" in policy


async def answer(_: web.Request) -> web.StreamResponse:
    return web.Response()


def request_from(peer: str, path: str) -> web.Request:
    class Transport:
        def get_extra_info(self, name: str, default: object = None) -> object:
            return (peer, 50000) if name == "peername" else default

    headers = {"Host": "localhost"}
    return make_mocked_request("GET", path, headers=headers, transport=Transport())
