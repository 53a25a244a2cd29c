"""Scanner, directory, clock and Teams: as they should be, and otherwise."""

from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web

from bot.directory import OpenIdDirectory
from bot.files.scanner import ClamdScanner
from deployment.doctor.findings import State
from deployment.doctor.surroundings import (
    look_at_clock,
    look_at_directory,
    look_at_scanner,
    look_at_teams,
    no_scanner,
)
from tests.files.test_scanner import clamd, serving

OTHER = "99999999-0000-4000-8000-000000000000"


async def finds_nothing(reader, writer):
    await reader.readuntil(b"\0")
    while length := int.from_bytes(await reader.readexactly(4)):
        await reader.readexactly(length)
    writer.write(b"stream: OK\0")
    await writer.drain()


async def test_a_scanner_in_order():
    async with serving(clamd) as scanner:
        assert (await look_at_scanner(scanner)).state is State.GOOD


async def test_a_scanner_without_signatures_is_bad():
    async with serving(finds_nothing) as scanner:
        found = await look_at_scanner(scanner)
    assert found.state is State.BAD
    assert "freshclam" in found.mend


async def test_a_scanner_that_is_silent_is_bad():
    found = await look_at_scanner(ClamdScanner("127.0.0.1", 1, seconds=5))
    assert (found.state, found.said) == (State.BAD, "gives no verdict")


def test_no_scanner_is_a_doubt():
    assert no_scanner().state is State.DOUBTFUL


@pytest.fixture
def directory(session, standin):
    standin.domains["contoso.example"] = standin.tenant
    return OpenIdDirectory(session, standin.url)


async def test_a_directory_in_order(directory, standin):
    found = await look_at_directory(directory, "contoso.example", [standin.tenant.upper()])
    assert found.state is State.GOOD


@pytest.mark.parametrize(
    ("domain", "tenants", "said"),
    [
        ("contoso.example", [OTHER], "is of a tenant that is not listed"),
        ("unheard.example", [OTHER], "knows no tenant of unheard.example"),
    ],
)
async def test_a_domain_of_somebody_else(directory, domain, tenants, said):
    found = await look_at_directory(directory, domain, tenants)
    assert found.state is State.DOUBTFUL
    assert said in found.said


async def test_a_directory_that_does_not_answer(directory, standin):
    standin.metadata.refuse(503)
    found = await look_at_directory(directory, "contoso.example", [standin.tenant])
    assert found.state is State.BAD


@pytest.mark.parametrize(
    ("apart", "state"), [(0, State.GOOD), (-100, State.DOUBTFUL), (400, State.BAD)]
)
async def test_a_clock_that_goes_wrong(serve, plain_session, apart, state):
    noon = datetime(2026, 6, 9, 12, 0, tzinfo=UTC)

    async def at_noon(_):
        return web.Response(headers={"Date": "Tue, 09 Jun 2026 12:00:00 GMT"})

    async with serve(web.get("/", at_noon), tls=False) as url:
        found = await look_at_clock(plain_session, url, lambda: noon + timedelta(seconds=apart))
    assert found.state is state


async def test_a_time_that_is_not_told(serve, plain_session):
    async def timeless(_):
        return web.Response(headers={"Date": "soon"})

    async with serve(web.get("/", timeless), tls=False) as url:
        assert (await look_at_clock(plain_session, url)).state is State.DOUBTFUL


async def test_teams_is_reached_whatever_it_answers(serve, plain_session):
    async with serve(tls=False) as url:
        found = await look_at_teams(plain_session, url)
    assert (found.state, found.said) == (State.GOOD, "is reached (answered 404)")


async def test_teams_that_is_not_reached(plain_session):
    found = await look_at_teams(plain_session, "http://127.0.0.1:1/")
    assert found.state is State.BAD
