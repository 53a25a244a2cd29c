"""The customer's page over HTTP: what it says, and how an answer is given."""

import re
from urllib.parse import urlencode

import pytest

from bot.claims.models import Status
from tests.web.consent.visitor import Served, post, served, status_of, untouched


async def test_the_page_says_who_asks_for_what_and_until_when(site):
    async with site.client.get(site.link) as answer:
        text = await answer.text()
    for words in (
        "Contoso Consulting asks to be recorded as your Microsoft partner",
        "Hello Casey.",
        "Contoso Consulting, Seattle",
        "Fabrikam (fabrikam.example)",
        "Exchange Online, Teams",
        "Ada Admin",
        "after Tuesday 16 June 2026",
        "I may answer for Fabrikam.",
    ):
        assert words in text
    assert Served(text).tags.count("h1") == 1
    assert "<script" not in text


@pytest.mark.parametrize(
    ("fields", "message", "target"),
    [
        ({"decision": ""}, "Choose Approve or Decline.", "#decision-approve"),
        ({"decision": "maybe"}, "Choose Approve or Decline.", "#decision-approve"),
        ({"name": "  "}, "Type your full name.", "#name"),
        ({"name": "12345"}, "Type your full name.", "#name"),
        ({"name": "a" * 101}, "Shorten your name to 100 characters.", "#name"),
        ({"reason": "a" * 1001}, "Shorten the reason to 1000 characters.", "#reason"),
        ({"may": ""}, "Tick the box if you may answer for Fabrikam.", "#may"),
    ],
)
async def test_what_is_missing_is_said_and_what_was_typed_is_kept(site, fields, message, target):
    status, text, _ = await post(site, **{"reason": "Because <b>so</b>", **fields})
    page = Served(text)
    assert status == 422
    assert text.count(message) == 2  # in the summary and at the field
    assert f'href="{target}"' in text
    assert target[1:] in page.ids
    if "reason" not in fields:
        assert "Because &lt;b&gt;so&lt;/b&gt;</textarea>" in text
    if "decision" not in fields:
        assert page.fields["decision"] == "decline"
    assert await untouched(site)


async def test_a_decline_leads_to_the_page_that_says_so(site):
    site.clock.move(hours=52)
    status, _, headers = await post(site, reason="We work with Northwind.")
    assert (status, headers["Location"]) == (303, f"/consent/{site.token}")
    async with site.client.get(site.link) as answer:
        text = await answer.text()
    assert "Thank you, Casey." in text
    assert "You declined on 11 June 2026, 13:58 (Europe/Berlin)." in text
    assert "Contoso Consulting has been told and sees no usage data." in text
    assert await status_of(site) is Status.REJECTED


async def test_an_approval_can_become_a_decline_but_stays_one_when_repeated(site):
    seal = (await served(site)).fields["seal"]
    for _ in range(3):
        assert (await post(site, seal, decision="approve"))[0] == 303
    async with site.client.get(site.link) as answer:
        text = await answer.text()
    assert "You approved on 9 June 2026, 09:58" in text
    assert "You can decline later with this link." in text
    assert 'value="decline"' in text
    assert 'value="approve"' not in text
    assert len(await site.world.answers(site.number)) == 1
    assert (await post(site, decision="decline"))[0] == 303
    assert await status_of(site) is Status.REJECTED


async def test_a_form_kept_open_too_long_is_shown_again_with_the_answer_kept(site):
    seal = (await served(site)).fields["seal"]
    site.clock.move(hours=12, seconds=1)
    status, text, _ = await post(site, seal, reason="Too late")
    page = Served(text)
    assert status == 409
    assert "open for more than 12 hours" in text
    assert page.fields["name"] == "Casey Customer"
    assert {"decision", "may"} <= page.fields.keys()
    assert await untouched(site)
    assert (await post(site, page.fields["seal"]))[0] == 303


async def test_nobody_answers_a_text_they_have_not_read(site):
    seal = (await served(site)).fields["seal"]
    await site.world.change(site.number, workloads=("teams_phone",))
    status, text, _ = await post(site, seal, decision="approve")
    assert status == 409
    assert "The request changed after you opened this page" in text
    assert (await site.world.claim(site.number)).consent.answer is None


async def test_the_hash_of_the_text_shown_is_kept(site):
    await post(site)
    answer = (await site.world.claim(site.number)).consent.answer
    assert re.fullmatch("[0-9a-f]{64}", answer.text_hash)
    assert (answer.name, answer.reason) == ("Casey Customer", "")


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("de-AT,en;q=0.5", "de"),
        ("it, en-US;q=0.8, de;q=0.9", "de"),
        ("de;q=0", "en"),
        ("fr-CA", "fr"),
        ("es-419", "es"),
        ("pt-PT", "pt-BR"),
        ("ja", "ja"),
        ("it", "en"),
        ("", "en"),
        ("x" * 3000 + ";q=9", "en"),
    ],
)
async def test_the_page_speaks_the_readers_language(site, accepted, language):
    async with site.client.get(site.link, headers={"Accept-Language": accepted}) as answer:
        assert f'<html lang="{language}">' in await answer.text()


async def test_where_the_browser_wants_none_of_ours_the_mails_language_counts(site):
    await site.world.ask(site.number, customer_contact_email="casey@fabrikam.co.jp")
    token = (await site.world.tokens())[-1]
    link = f"{site.origin}/consent/{token}"
    for accepted, language in (("", "ja"), ("it", "ja"), ("it,de;q=0.2", "de"), ("en", "en")):
        async with site.client.get(link, headers={"Accept-Language": accepted}) as answer:
            assert f'<html lang="{language}">' in await answer.text()
    assert (await post(site, await seal_of(site, link), link=link))[0] == 303


async def seal_of(site, link):
    async with site.client.get(link) as answer:
        return Served(await answer.text()).fields["seal"]


@pytest.mark.parametrize(
    ("language", "thanks", "declined"),
    [
        (
            "de",
            "Vielen Dank, Casey Customer.",
            "Sie haben am 9. Juni 2026, 09:58 Uhr (Europe/Berlin) abgelehnt.",
        ),
        (
            "fr",
            "Merci, Casey Customer.",
            "Vous avez refusé le 9 juin 2026 à 09:58 (Europe/Berlin).",
        ),
        (
            "es",
            "Gracias, Casey Customer.",
            "Usted rechazó el 9 de junio de 2026, 09:58 (Europe/Berlin).",
        ),
        (
            "pt",
            "Agradecemos, Casey.",
            "Você recusou em 9 de junho de 2026, 09:58 (Europe/Berlin).",
        ),
        (
            "ja",
            "Casey Customer 様、ご回答ありがとうございました。",
            "2026年6月9日 09:58 (Europe/Berlin) に拒否されました。",
        ),
    ],
)
async def test_every_reader_can_answer(site, language, thanks, declined):
    headers = {"Accept-Language": language}
    form = await served(site, **headers)
    status, _, _ = await post(site, form.fields["seal"], headers=headers, decision="decline")
    async with site.client.get(site.link, headers=headers) as answer:
        text = await answer.text()
    assert status == 303
    assert thanks in text
    assert declined in text


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "pt", "ja"])
async def test_the_link_to_microsofts_page_is_in_the_sentence(site, language):
    async with site.client.get(site.link, headers={"Accept-Language": language}) as answer:
        text = await answer.text()
    assert ' <a href="https://aka.ms/about-cpor" rel="noreferrer">aka.ms/about-cpor</a>' in text
    assert "{" not in text.partition("<body>")[2]


async def test_business_applications_name_the_subscription(site):
    await site.world.submitted(
        solution_area="business_applications",
        products=("sales",),
        subscription_id="5d1b0000-0000-4000-8000-00000000aaaa",
    )
    token = (await site.world.tokens())[-1]
    async with site.client.get(f"{site.origin}/consent/{token}") as answer:
        text = await answer.text()
    assert "5d1b0000-0000-4000-8000-00000000aaaa" in text
    assert "Dynamics 365 and Power Platform products" in text


async def test_an_old_request_says_that_silence_has_counted(site):
    site.clock.move(days=20)
    async with site.client.get(site.link) as answer:
        text = await answer.text()
    assert "No answer came by Tuesday 16 June 2026;" in text


async def test_a_closed_request_says_so(site):
    await site.world.change(site.number, status=Status.REJECTED_FINAL)
    async with site.client.get(site.link) as answer:
        assert "This request is not active now." in await answer.text()
    assert (await post(site, decision="approve"))[0] == 303
    async with site.client.get(site.link) as answer:
        assert "The request itself is closed" in await answer.text()


async def test_a_form_as_a_browser_encodes_it(site):
    seal = (await served(site)).fields["seal"]
    body = urlencode({"seal": seal, "decision": "approve", "name": "Zoë Müller", "may": "yes"})
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    async with site.client.post(site.link, data=body, headers=headers) as answer:
        assert "Thank you, Zoë." in await answer.text()
