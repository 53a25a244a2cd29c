"""The product as a partner runs it: PostgreSQL for the claims, Azure's blob store for the files."""

from bot.claims.models import FileState, Status
from tests.conversations.driver import RAE, words
from tests.conversations.keeping import ON_SERVERS
from tests.conversations.later import answer_page, everything_said, link_in, news, submitted
from tests.conversations.story import pdf

pytestmark = ON_SERVERS


async def test_a_claim_with_its_proof_goes_all_the_way_to_official(product, ada):
    number = await submitted(ada)
    claim = await product.claim(number)
    (file,) = claim.poe_files
    assert (file.name, file.state) == ("Signed.pdf", FileState.CLEAN)
    blobs = product.assistant.intake._evidence._blobs
    assert b"".join([chunk async for chunk in blobs.get(file.blob)]) == pdf()
    rae = product.chat(RAE)
    await rae.say("review")
    await rae.press("begin_review", {"claim_id": number})
    await rae.press("approve")
    product.clock.move(days=10)
    await news(ada)
    assert "the association is official from today" in everything_said(ada)
    assert (await product.claim(number)).status is Status.APPROVED
    assert not (product.folder / "claims.db").exists()
    assert not [*product.folder.glob("blobs/**/*.pdf")]


async def test_a_customer_declines(product, ada):
    number = await submitted(ada)
    _, page = await answer_page(product, link_in(product.mails()[0]), "decline", "Not us")
    assert "You declined" in page
    (said,) = await news(ada)
    assert "the customer declined" in said
    await ada.press("open_claim")
    assert "Not us" in words(ada.shown)
    assert (await product.claim(number)).status is Status.REJECTED


async def test_it_is_all_there_after_a_restart(product, ada):
    number = await submitted(ada)
    await product.restart()
    await ada.say(f"claim {number}")
    assert "Fabrikam: your claim is on its way" in words(ada.shown)
