"""Two things said in the same moment: one after the other, and nothing is lost."""

import asyncio

from bot.claims.models import Status
from tests.conversations.driver import RAE
from tests.conversations.later import drafted, events, ready, submitted


async def test_two_typed_answers_are_both_saved(product, ada):
    await ada.arrive()
    number = await ready(ada)
    lines = ["summary We trained 400 people on Teams.", "signed on 2026-05-28", "confirm all"]
    await asyncio.gather(*(ada.post(ada.activity(type="message", text=text)) for text in lines))
    claim = await product.claim(number)
    assert claim.poe_summary == "We trained 400 people on Teams."
    assert str(claim.poe_signed_on) == "2026-05-28"
    assert len(claim.acknowledgements) == 4


async def test_two_files_in_two_messages_are_both_listed(product, ada):
    await ada.arrive()
    product.look_quickly()
    product.wait_for_files()
    number = await drafted(ada)
    await ada.press("upload_poe")
    await asyncio.gather(
        ada.send(("one.pdf", b"%PDF-1.4\none")), ada.send(("two.pdf", b"%PDF-1.4\ntwo"))
    )
    names = sorted(file.name for file in (await product.claim(number)).poe_files)
    assert names == ["one.pdf", "two.pdf"]


async def test_a_press_and_a_question_at_once_are_both_answered(product, ada):
    number = await submitted(ada)
    before = len(product.connector.messages)
    await asyncio.gather(
        ada.post(ada.press_activity(ada.button("resend_consent"))),
        ada.post(ada.activity(type="message", text="what is proof of execution?")),
    )
    assert (await events(product, number)).count("resend_consent") == 1
    assert len(product.connector.messages) > before


async def test_the_admin_withdraws_while_the_reviewer_approves(product, ada):
    number = await submitted(ada)
    rae = product.chat(RAE)
    await rae.say(f"begin {number}")
    await ada.say(f"withdraw {number}")
    await asyncio.gather(ada.say("yes"), rae.press("approve"))
    claim = await product.claim(number)
    told = await events(product, number)
    assert (claim.status, told.count("withdraw"), told.count("approve")) in (
        (Status.REJECTED, 1, 0),
        (Status.APPROVED, 0, 1),
    )


async def test_many_people_at_once_each_get_their_own_answer(product):
    chats = [product.chat((f"0a1b2c3d-0000-4000-8000-0000000{n:05}", f"P{n} X")) for n in range(20)]
    await asyncio.gather(*(chat.arrive() for chat in chats))
    for chat in chats:
        assert len(chat.cards()) == 1
