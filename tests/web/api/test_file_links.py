"""Links that open a proof file from Teams: short-lived, for one person, checked when opened."""

import logging

import pytest
import structlog
from aiohttp import ClientPayloadError, web
from aiohttp.test_utils import TestClient, TestServer

from bot.claims.models import FileState
from bot.claims.ports import BlobStoreDown
from bot.identity.people import ConfiguredPeople
from bot.web.file_links import FileLinks, add_file_routes
from bot.web.security import access_log_class
from tests.web.api.world import (
    ADMIN,
    OTHER_ADMIN,
    PDF,
    REVIEWER,
    TENANT,
    ask,
    person,
    proof_file,
)

SECRET = b"a secret of the test, long enough to be one"
RITA = person(REVIEWER, "Rita Reviewer")
OFFICE = "application/vnd.openxmlformats-officedocument"
EXPIRED = "This link has expired."
DEAD = "This link does not work."


@pytest.fixture
def links(world):
    return FileLinks(SECRET, "https://claims.contoso.example/", world.clock)


@pytest.fixture
async def opened(world, links):
    """A browser; people's rights can be changed under it."""
    app = web.Application()

    class Now:
        async def with_capabilities(self, person):
            return await world.people.with_capabilities(person)

    add_file_routes(app, links=links, store=world.store, people=Now(), blobs=world.blobs)
    server = TestServer(app, host="127.0.0.1")
    await server.start_server(access_log_class=access_log_class())
    async with TestClient(server) as client:
        yield client


async def linked(world, links, file=None, who=RITA, **fields):
    file = file or proof_file()
    claim = await world.claim(poe_files=(file,), **fields)
    await world.keep(file)
    return claim, links.url(claim, file, who).removeprefix("https://claims.contoso.example")


async def test_a_reviewer_opens_the_file_with_the_link_alone(world, links, opened):
    _, path = await linked(world, links)
    async with opened.get(path) as answer:
        assert (answer.status, await answer.read()) == (200, PDF)
        assert answer.headers["Content-Disposition"].startswith('inline; filename="proof.pdf"')
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("kind", "way"),
    [
        ("image/png", "inline"),
        ("image/jpeg", "inline"),
        (f"{OFFICE}.wordprocessingml.document", "attachment"),
        ("text/html", "attachment"),
    ],
)
async def test_pictures_are_shown_and_all_else_is_saved(world, links, opened, kind, way):
    _, path = await linked(world, links, proof_file(media_type=kind))
    answer = await ask(opened, "HEAD", path)
    assert answer.headers["Content-Disposition"].partition(";")[0] == way
    assert answer.headers["Content-Type"] == kind.replace("text/html", "application/octet-stream")


async def test_a_file_that_breaks_off_is_never_taken_for_whole(world, links, opened):
    """The store fails halfway: the connection is cut instead of the answer ended."""

    async def half(name):
        yield PDF[:4]
        raise BlobStoreDown

    _, path = await linked(world, links)
    world.blobs.get = half
    async with opened.get(path) as answer:
        with pytest.raises(ClientPayloadError):
            await answer.read()


async def test_a_link_is_good_for_ten_minutes(world, links, opened):
    _, path = await linked(world, links)
    world.clock.move(minutes=10)
    assert (await ask(opened, "GET", path)).status == 200
    world.clock.move(seconds=1)
    late = await ask(opened, "GET", path)
    assert late.status == 410
    assert EXPIRED in late.body
    assert "Open the claim in Teams again." in late.body


async def test_a_tampered_link_or_one_of_another_secret_is_dead(world, links, opened):
    claim, path = await linked(world, links)
    token = path.removeprefix("/files/")
    other = FileLinks(b"another secret, just as long as it is", "", world.clock)
    bad = [token[:-1] + ("A" if token[-1] != "A" else "B"), "x", "a.b.c", "%00", "%ff", "é"]
    bad.append(other.url(claim, claim.poe_files[0], RITA).removeprefix("/files/"))
    for each in bad:
        answer = await ask(opened, "GET", f"/files/{each}")
        assert (answer.status, DEAD in answer.body) == (404, True)


async def test_who_lost_the_role_opens_nothing(world, links, opened):
    _, path = await linked(world, links)
    world.people = ConfiguredPeople([ADMIN], [])
    assert (await ask(opened, "GET", path)).status == 404


async def test_where_rights_cannot_be_told_nobody_gets_in(world, links, opened):
    class Down:
        async def with_capabilities(self, person):
            raise TimeoutError

    _, path = await linked(world, links)
    world.people = Down()
    answer = await ask(opened, "GET", path)
    assert (answer.status, PDF.decode() in answer.body) == (503, False)


@pytest.mark.parametrize(("who", "status"), [(ADMIN, 200), (OTHER_ADMIN, 404)])
async def test_an_admin_opens_only_files_of_their_own_claims(world, links, opened, who, status):
    _, path = await linked(world, links, who=person(who, "An Admin"))
    assert (await ask(opened, "GET", path)).status == status


async def test_a_link_made_for_another_organisations_claim_is_dead(world, links, opened):
    claim, _ = await linked(world, links, org="11111111-2222-4333-8444-555555555555")
    path = links.url(claim.model_copy(update={"org": TENANT}), claim.poe_files[0], RITA)
    answer = await ask(opened, "GET", path.removeprefix("https://claims.contoso.example"))
    assert answer.status == 404


async def test_a_file_that_is_no_longer_listed_is_gone(world, links, opened):
    claim, path = await linked(world, links)
    unit = world.store.unit()
    seen = await unit.claim(None, claim.id)
    unit.save(seen.model_copy(update={"poe_files": ()}))
    await unit.commit()
    assert (await ask(opened, "GET", path)).status == 404


async def test_only_clean_files_have_links(world, links):
    claim = await world.claim()
    waiting = proof_file(state=FileState.SCAN_PENDING)
    assert links.url(claim, claim.poe_files[0], RITA).startswith("https://claims.contoso.example/")
    assert links.url(claim, waiting, RITA) == ""


async def test_the_token_is_in_no_log(world, links, opened, caplog):
    caplog.set_level(logging.DEBUG)
    _, path = await linked(world, links)
    token = path.removeprefix("/files/")
    with structlog.testing.capture_logs() as lines:
        assert (await ask(opened, "GET", f"{path}?text=Fabrikam")).status == 200
        assert (await ask(opened, "GET", f"/files/{token}/more")).status == 404
        await opened.close()  # a line is written after its answer went out
        logging.getLogger("aiohttp.server").warning("GET https://x.example%s HTTP/1.1", path)
    said = f"{lines}{caplog.text}"
    assert token not in said
    assert "Fabrikam" not in said
    routes = [row["route"] for row in lines if row["event"] == "request"]
    assert routes == ["/files/{token}", "(none)"]
    assert "https://x.example/files/*** HTTP/1.1" in caplog.text
