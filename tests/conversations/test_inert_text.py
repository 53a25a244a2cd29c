"""Markdown, HTML and line breaks in what people type do nothing in cards, mail or page."""

from __future__ import annotations

import email
import re
from email import policy

from tests.conversations.driver import Chat, words
from tests.conversations.story import CASEY, FABRIKAM, PROOF, at_contacts, at_customer, drafted, pdf

NASTY = "**Fab**[x](https://evil.example)<script>alert(1)</script>"


async def _submitted_with(ada: Chat, **fields: str) -> None:
    ada.product.look_quickly()
    ada.product.wait_for_files()
    await at_customer(ada)
    await ada.answer(**{**FABRIKAM, **{k: v for k, v in fields.items() if k in FABRIKAM}})
    await ada.answer(workloads="teams")
    await ada.answer(**{**CASEY, **{k: v for k, v in fields.items() if k in CASEY}})
    await ada.press("add_customer")
    await ada.send(("Signed.pdf", pdf()))
    await ada.answer("submit_claim", **PROOF)


async def test_markdown_and_html_are_shown_as_typed_on_every_card(ada: Chat) -> None:
    await _submitted_with(ada, customer_name=NASTY)
    assert (await ada.product.claim()).customer_name == NASTY
    await ada.press("open_claim", {"choice": "details"})
    await ada.say("my claims")
    for _, card in ada.cards():
        told = words(card)
        assert "[x](" not in told
        assert "<script" not in told.replace("\\<", "")
        assert "**Fab**" not in told


async def test_the_mail_shows_it_as_text_and_has_one_link(ada: Chat) -> None:
    await _submitted_with(ada, customer_name=NASTY, customer_contact_name="Casey <b>C</b>")
    await ada.product.work()
    (path,) = ada.product.mails()
    mail = email.message_from_bytes(path.read_bytes(), policy=policy.default)
    html = mail.get_body(("html",)).get_content()
    assert "<script" not in html
    assert "<b>C</b>" not in html
    assert "evil.example" not in "".join(re.findall(r'href="([^"]*)"', html))
    assert "\n" not in mail["Subject"]


async def test_the_customers_page_shows_it_as_text(ada: Chat) -> None:
    await _submitted_with(ada, customer_name=NASTY)
    await ada.product.work()
    (path,) = ada.product.mails()
    mail = email.message_from_bytes(path.read_bytes(), policy=policy.default)
    link = re.search(r"http\S+/consent/\S+", mail.get_body(("plain",)).get_content())
    async with ada.product.session.get(link[0].rstrip(".>)")) as response:
        page = await response.text()
    assert response.status == 200
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


async def test_a_line_break_in_an_e_mail_address_or_name_goes_nowhere_near_a_header(
    ada: Chat,
) -> None:
    await at_contacts(ada)
    evil = "casey@fabrikam.example\r\nBcc: all@fabrikam.example"
    await ada.press("next", **{**CASEY, "customer_contact_email": evil})
    assert "This is not an e-mail address." in words(ada.shown)
    await ada.press("next", **{**CASEY, "customer_contact_name": "Casey\r\nBcc: x@y.example"})
    assert "Please keep this on one line." in words(ada.shown)
    claim = await ada.product.claim()
    assert (claim.customer_contact_name, claim.customer_contact_email) == (
        "Casey Customer",
        "casey@fabrikam.example",
    )


async def test_invisible_and_turning_characters_are_taken_out(ada: Chat) -> None:
    await drafted(ada)
    await ada.say("change customer")
    await ada.answer(customer_name="Fab\u202erikam\u200b")
    assert (await ada.product.claim()).customer_name == "Fabrikam"


async def test_a_nasty_file_name_is_made_plain(ada: Chat) -> None:
    ada.product.look_quickly()
    ada.product.wait_for_files()
    await drafted(ada)
    await ada.send(("..\\..\\**x**<b>.pdf", pdf()))
    (file,) = (await ada.product.claim()).poe_files
    assert not set(file.name) & set("\\/")
    listed = [words(card) for _, card in ada.cards() if "x" in words(card)]
    assert listed
    assert not [told for told in listed if "**x**" in told or "<b>" in told.replace("\\<", "")]


async def test_a_mention_or_html_typed_as_an_answer_is_text(ada: Chat) -> None:
    await ada.say("new claim")
    await ada.say("use or consume")
    await ada.say("<at>CPOR</at> Fabrikam & Sons")
    name = (await ada.product.claim()).customer_name
    assert name.endswith("Fabrikam & Sons")
    assert "<at>" not in name
