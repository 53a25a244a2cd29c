"""The customer's page against robots, guesses, forged forms and failing parts."""

import asyncio
import logging
import re
from itertools import pairwise

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.claims.models import Event, Status
from bot.web.consent import ConsentPage, add_consent_routes
from tests.web.consent.visitor import Served, post, served, status_of, untouched
from tests.web.consent.world import SECRET


async def test_the_headers_keep_the_page_and_its_address_private(site):
    async with site.client.get(site.link) as answer:
        headers = answer.headers
    policy = headers["Content-Security-Policy"]
    assert re.fullmatch(
        r"default-src 'none'; style-src 'sha256-[\w+/=]+'; form-action 'self'; "
        r"frame-ancestors 'none'; base-uri 'none'",
        policy,
    )
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Robots-Tag"].startswith("noindex")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Strict-Transport-Security" not in headers
    assert "Set-Cookie" not in headers


async def test_https_is_asked_for_where_the_page_is_public(site):
    app = web.Application()
    world = site.world
    page = ConsentPage(
        world.consents,
        world.store,
        secret=SECRET,
        public_url="https://claims.contoso.example",
        clock=site.clock,
    )
    add_consent_routes(app, page)
    async with TestServer(app, host="127.0.0.1") as server:
        async with site.client.get(server.make_url(f"/consent/{site.token}")) as answer:
            assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
        link = server.make_url(f"/consent/{site.token}")
        headers = {"Origin": "https://claims.contoso.example"}
        assert (await post(site, headers=headers, link=link))[0] == 303


async def test_a_hundred_looks_change_nothing(site):
    async def look(method):
        async with site.client.request(method, site.link) as answer:
            return answer.status

    looks = [look("GET") for _ in range(100)] + [look("HEAD") for _ in range(20)]
    assert set(await asyncio.gather(*looks)) == {200}
    assert await untouched(site)


async def test_a_robot_that_posts_the_form_as_served_changes_nothing(site):
    form = (await served(site)).fields
    assert form.keys() == {"seal", "name", "reason"}
    async with site.client.post(site.link, data=form) as answer:
        assert answer.status == 422
    assert await untouched(site)


async def test_also_the_way_to_the_other_answer_is_invalid_as_served(site):
    await post(site, decision="approve")
    form = (await served(site)).fields
    async with site.client.post(site.link, data=form) as answer:
        assert answer.status == 422
    assert len(await site.world.answers(site.number)) == 1


async def test_approve_and_decline_at_once_end_in_a_decline_with_both_on_record(site):
    seal = (await served(site)).fields["seal"]
    answers = await asyncio.gather(
        *(post(site, seal, decision=word) for word in ("approve", "decline") * 4)
    )
    assert {status for status, _, _ in answers} <= {303, 503}
    rows = await site.world.answers(site.number)
    events = [row.event for row in rows]
    assert all(before is not after for before, after in pairwise(events))
    assert Event.CUSTOMER_DECLINE in events
    assert await status_of(site) is Status.REJECTED


async def test_a_forged_missing_or_borrowed_seal_is_refused(site):
    other = await site.world.submitted(workloads=("teams_phone",))
    token = (await site.world.tokens())[-1]
    async with site.client.get(f"{site.origin}/consent/{token}") as answer:
        borrowed = Served(await answer.text()).fields["seal"]
    for seal in ("", "x", "a.b.c", borrowed):
        status, text, _ = await post(site, seal)
        assert status == 403
        assert "This answer did not come from our page." in text
    assert other.id != site.number
    assert await untouched(site)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
async def test_a_form_from_another_site_is_refused(site, headers):
    status, text, _ = await post(site, headers=headers)
    assert status == 403
    assert "Nothing was decided" in text
    assert await untouched(site)


async def test_our_own_page_is_believed_as_browsers_send_it(site):
    headers = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}
    assert (await post(site, headers=headers))[0] == 303


async def test_the_page_is_not_shown_in_a_frame(site):
    async with site.client.get(site.link, headers={"Sec-Fetch-Dest": "iframe"}) as answer:
        assert answer.status == 403


async def test_dead_links_look_all_the_same(site):
    world = site.world
    await world.ask(site.number, customer_contact_email="kim@fabrikam.example")
    revoked, late = await world.tokens()
    pages = []
    for token in ("a" * 43, revoked, late):
        if token == late:
            site.clock.move(days=401)
        async with site.client.get(f"{site.origin}/consent/{token}") as answer:
            headers = {k: v for k, v in answer.headers.items() if k != "Date"}
            pages.append((answer.status, await answer.text(), headers))
    assert pages[0][0] == 404
    assert "This link does not work any more." in pages[0][1]
    assert pages[0] == pages[1] == pages[2]


async def test_a_dead_link_takes_no_answer(site):
    seal = (await served(site)).fields["seal"]
    assert (await post(site, seal, link=f"{site.origin}/consent/{'a' * 43}"))[0] == 404
    await site.world.ask(site.number, customer_contact_email="kim@fabrikam.example")
    assert (await post(site, seal))[0] == 404


async def test_a_thousand_guesses_end_in_a_pause(site):
    statuses = []
    for number in range(1000):
        async with site.client.get(f"{site.origin}/consent/guess-{number:037}") as answer:
            statuses.append(answer.status)
            wait = answer.headers.get("Retry-After")
    assert statuses[:30] == [404] * 30
    assert set(statuses[30:]) == {429}
    assert 1 <= int(wait) <= 60
    assert (await post(site, "x"))[0] == 429
    site.clock.move(seconds=61)
    assert (await post(site))[0] == 303


@pytest.mark.parametrize("size", [20_000, 900_000])
async def test_a_long_body_is_cut_off(site, size):
    status, text, _ = await post(site, reason="a" * size)
    assert status == 413
    assert "This answer is too long." in text
    assert await untouched(site)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"{}", "application/json"),
        (b"\xff\xfe=%%%&&&=", "application/x-www-form-urlencoded"),
        (b"&".join(b"a=%d" % number for number in range(50)), "application/x-www-form-urlencoded"),
        (b"", "multipart/form-data"),
    ],
)
async def test_what_is_no_form_decides_nothing(site, body, kind):
    async with site.client.post(site.link, data=body, headers={"Content-Type": kind}) as answer:
        assert answer.status == 403
    assert await untouched(site)


async def test_names_are_shown_as_they_are_never_run(site):
    evil = '<img src=x onerror=alert(1)>"\u202e [Approve](http://evil.example)'
    await site.world.change(site.number, customer_name=evil, customer_contact_name=evil)
    async with site.client.get(site.link) as answer:
        text = await answer.text()
    assert "<img" not in text
    assert "&lt;img" in text
    status, _, _ = await post(site, name=f"{evil}\r\nBcc: x")
    answer = (await site.world.claim(site.number)).consent.answer
    assert status == 303
    assert not re.search(r"[\r\n\u202e]", answer.name)


async def test_the_token_is_in_no_log(site, caplog):
    caplog.set_level(logging.DEBUG)
    async with site.client.get(site.link, headers={"Referer": site.link}) as answer:
        assert answer.status == 200
    await post(site)
    lines = [
        f"{record.getMessage()} {vars(record)}"
        for record in caplog.records
        if record.name.startswith(("aiohttp", "bot"))
    ]
    assert any("/consent/***" in line for line in lines)
    assert not [line for line in lines if site.token in line]


async def test_trouble_with_the_database_says_that_nothing_was_decided(site, monkeypatch, caplog):
    seal = (await served(site)).fields["seal"]

    class Broken:
        def __getattr__(self, name):
            raise OSError(f"disk full near {site.token}")

    with monkeypatch.context() as patch:
        patch.setattr(site.world.store, "unit", Broken)
        for status, text, headers in (await post(site, seal), await post(site, seal)):
            assert status == 503
            assert "Nothing was decided" in text
            assert headers["Retry-After"] == "30"
    assert await untouched(site)
    assert (await post(site, seal))[0] == 303


async def test_trouble_at_the_commit_decides_nothing(site, monkeypatch):
    seal = (await served(site)).fields["seal"]
    unit = site.world.store.unit

    def failing():
        book = unit()

        async def commit():
            raise OSError("gone")

        book.commit = commit
        return book

    with monkeypatch.context() as patch:
        patch.setattr(site.world.store, "unit", failing)
        assert (await post(site, seal))[0] == 503
    assert await untouched(site)
