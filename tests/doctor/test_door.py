"""The assistant's own door: open where it should be, closed where it must be."""

import ssl
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web

from deployment.doctor.door import look_at_certificate, look_at_own, look_at_public
from deployment.doctor.findings import State
from tests.doctor.certificates import serving_with, signed_by_itself


def answering(status=200, body=None):
    async def answer(_):
        return web.json_response(body, status=status)

    return answer


READY = {"ready": True, "parts": {"database": "ok", "files": "ok", "outbox": "ok"}}
LATE = {"ready": True, "parts": {"database": "ok", "files": "failing", "outbox": "late"}}
NOT_READY = {"ready": False, "parts": {"database": "not ready", "files": "ok", "outbox": "ok"}}


@pytest.mark.parametrize(
    ("status", "body", "state", "said"),
    [
        (200, READY, State.GOOD, "and is ready"),
        (200, LATE, State.DOUBTFUL, "is ready, but for files failing, outbox late"),
        (503, NOT_READY, State.BAD, "runs, and is not ready: database not ready"),
        (200, [], State.BAD, "runs, and is not ready: no answer"),
    ],
)
async def test_what_the_assistant_says_of_itself(serve, plain_session, status, body, state, said):
    async with serve(web.get("/readyz", answering(status, body)), tls=False) as url:
        found = await look_at_own(plain_session, url)
    assert (found.state, said in found.said) == (state, True)


async def test_an_assistant_that_does_not_run(plain_session):
    found = await look_at_own(plain_session, "http://127.0.0.1:1")
    assert found.state is State.BAD
    assert "Start the assistant" in found.mend


@pytest.fixture
def trust(standin):
    return ssl.create_default_context(cafile=str(standin.ca_file))


async def test_a_certificate_in_order(serve, trust):
    async with serve() as url:
        found = await look_at_certificate(url, trust)
    assert found.state is State.GOOD
    assert found.said == "is believed, 29 days left"


async def test_a_certificate_that_soon_ends(serve, trust):
    async with serve() as url:
        soon = datetime.now(UTC) + timedelta(days=20)
        found = await look_at_certificate(url, trust, now=lambda: soon)
    assert (found.state, found.said) == (State.DOUBTFUL, "9 days left")


async def test_a_certificate_of_nobody_that_is_known(serve):
    async with serve() as url:
        found = await look_at_certificate(url, ssl.create_default_context())
    assert found.state is State.BAD
    assert "of nobody that browsers know" in found.said


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        (signed_by_itself("192.0.2.1"), "is for another host name"),
        (signed_by_itself(days=-1), "has run out"),
    ],
)
async def test_a_certificate_that_browsers_refuse(shown, said):
    async with serving_with(shown) as url:
        found = await look_at_certificate(url, shown.trusted())
    assert (found.state, found.said) == (State.BAD, said)


async def test_no_tls_at_all(serve, trust):
    async with serve(tls=False) as url:
        found = await look_at_certificate(url, trust)
    assert found.state is State.BAD
    assert "no TLS" in found.said


def outside(*, messages=401, figures=404, alive=None):
    return [
        web.get("/healthz", answering(200, {"alive": True} if alive is None else alive)),
        web.post("/api/messages", answering(messages)),
        web.get("/metrics", answering(figures)),
    ]


async def look(serve, session, **given):
    async with serve(*outside(**given)) as url:
        return {finding.check: finding for finding in await look_at_public(session, url)}


async def test_an_address_in_order(serve, session):
    found = await look(serve, session)
    states = {name: finding.state for name, finding in found.items()}
    assert states == dict.fromkeys(("public address", "messages", "figures"), State.GOOD)


@pytest.mark.parametrize(
    ("status", "said"),
    [(200, "anybody's are taken"), (503, "cannot be judged now"), (404, "answered 404")],
)
async def test_messages_that_are_not_refused(serve, session, status, said):
    found = (await look(serve, session, messages=status))["messages"]
    assert found.state is State.BAD
    assert said in found.said


async def test_figures_that_everybody_sees(serve, session):
    assert (await look(serve, session, figures=200))["figures"].state is State.DOUBTFUL


async def test_somebody_else_at_that_address(serve, session):
    found = await look(serve, session, alive={"nginx": True})
    assert set(found) == {"public address"}
    assert found["public address"].state is State.BAD


async def test_an_address_that_leads_nowhere(session):
    (found,) = await look_at_public(session, "https://127.0.0.1:1")
    assert found.state is State.BAD
