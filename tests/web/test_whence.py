"""From where a request comes, by its connection first and by its headers only against it."""

import pytest
from aiohttp.test_utils import make_mocked_request

from bot.web.whence import (
    host_named,
    is_from_around,
    is_from_own_page,
    is_from_this_machine,
    peer_address,
)

PROXIED = [
    {"X-Forwarded-For": "10.0.0.1"},
    {"x-forwarded-proto": "https"},
    {"X-Forwarded-Host": "localhost"},
    {"Forwarded": "for=127.0.0.1"},
    {"X-Real-IP": "127.0.0.1"},
    {"Via": "1.1 proxy"},
]


class Connection:
    def __init__(self, peer):
        self.peer = peer

    def get_extra_info(self, name, default=None):
        return self.peer if name == "peername" else default


def request(peer="127.0.0.1", **headers):
    name = (peer, 50000) if peer else ""
    headers = {"Host": "localhost:3978", **headers}
    return make_mocked_request("GET", "/", headers=headers, transport=Connection(name))


@pytest.mark.parametrize("peer", ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"])
def test_this_machine_is_known_by_its_connection(peer):
    assert is_from_this_machine(request(peer))
    assert is_from_around(request(peer))


@pytest.mark.parametrize(
    "peer", ["10.0.0.5", "172.17.0.1", "192.168.1.7", "100.100.0.9", "fd00::7", "fe80::1%eth0"]
)
def test_a_private_network_is_around_but_not_this_machine(peer):
    assert is_from_around(request(peer))
    assert not is_from_this_machine(request(peer))


@pytest.mark.parametrize("peer", ["8.8.8.8", "::ffff:8.8.8.8", "2600::1", None])
def test_anybody_else_is_neither(peer):
    assert not is_from_around(request(peer))
    assert not is_from_this_machine(request(peer))


@pytest.mark.parametrize("headers", PROXIED, ids=str)
def test_whoever_comes_through_a_proxy_is_neither_whatever_the_header_says(headers):
    assert not is_from_around(request(**headers))
    assert not is_from_this_machine(request(**headers))


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "[::1", "", "10.0.0.1"])
def test_another_name_that_leads_here_is_not_ours(host):
    assert not is_from_this_machine(request(Host=host))


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:80", "127.0.0.1:3978", "[::1]:3978"])
def test_our_own_names_are(host):
    assert is_from_this_machine(request(Host=host))


def test_a_name_is_read_without_port_and_in_small_letters():
    assert host_named(request(Host="Claims.Contoso.Example:443")) == "claims.contoso.example"


def test_a_connection_without_an_address_has_none():
    assert peer_address(request(None)) is None


@pytest.mark.parametrize(
    ("headers", "own"),
    [
        ({}, True),
        ({"Origin": "http://localhost:3978", "Sec-Fetch-Site": "same-origin"}, True),
        ({"Origin": "https://localhost:3978"}, False),
        ({"Origin": "null"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
    ],
)
def test_a_foreign_page_gives_itself_away(headers, own):
    assert is_from_own_page(request(**headers)) is own
