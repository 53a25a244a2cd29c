"""Planted secrets in a claim's whole story: in no log line, span, figure or exception's text."""

import logging

from bot.observing.spans import stored
from tests.conversations.driver import RAE, Product
from tests.conversations.later import answer_page, final_answers, link_in
from tests.conversations.story import drafted, pdf

CANARY = "canaria7x9q"
QUESTION = f"May {CANARY} claim for Fabrikam?"
#: What was planted: a token, an address, names, file addresses, texts, and who somebody is.
PLANTED = (
    CANARY,
    "casey",
    "fabrikam",
    "ada admin",
    "ada@contoso",
    "/downloads/",
    "sharepoint.com",
    "tempauth",
    "a:" + RAE[0],
)


#: Everything a person types on the way to the draft is a canary.
TYPED = {
    "customer": {"customer_name": f"Fabrikam {CANARY}", "claim_name": f"Casey {CANARY}"},
    "contact": {
        "customer_contact_name": f"Casey {CANARY}",
        "customer_contact_email": f"{CANARY}@fabrikam.example",
    },
}


async def whole_story(product: Product) -> str:
    """Let everything happen to a claim, with trouble on the way; give the customer's link."""
    ada, rae = product.chat(), product.chat(RAE)
    await ada.arrive()
    await ada.say(QUESTION)
    product.look_quickly()
    product.wait_for_files()
    await drafted(ada, **TYPED)
    await ada.press("upload_poe")
    await ada.send((f"{CANARY}?tempauth={CANARY}.pdf", pdf()))
    await ada.send((f"{CANARY}.pdf", pdf()))
    await ada.say("claim 1001")
    answers = final_answers(product) | {"poe_summary": f"We trained {CANARY} and 400 others."}
    await ada.press("submit_claim", **answers)
    await product.work()
    link = link_in(product.mails()[0])
    await rae.arrive()
    await rae.say("begin 1001")
    await rae.press("request_info", review_comment=f"Who is {CANARY}?")
    product.connector.failing = 4
    await answer_page(product, link, "decline", f"Ask Casey {CANARY}")
    await product.work()
    return link


async def break_everything(product: Product, link: str, monkeypatch) -> None:
    """Let every boundary meet an exception that quotes what was planted."""

    def broken(*_, **__):
        raise RuntimeError(f"{CANARY} casey@fabrikam.example {link}")

    store = product.assistant.store
    session, url = product.session, product.url
    with monkeypatch.context() as patch:
        patch.setattr(type(store), "unit", broken)
        patch.setattr(type(store._inner), "lease", broken)
        ada = product.chat()
        await ada.say(QUESTION)
        await ada.post(ada.activity(type="invoke", name=CANARY, value={"verb": CANARY}))
        for path in (link, "/api/v1/claims", f"/files/{CANARY}", f"/nowhere/{CANARY}?q={CANARY}"):
            async with session.get(url + path) as answer:
                assert answer.status >= 200
        for loop in product.assistant.loops:
            await loop._once()
    async with session.get(f"{url}/api/v1/claims/{CANARY}?text={CANARY}") as answer:
        assert answer.status >= 400
    logging.getLogger("aiohttp.server").error("Error handling %s", link)
    logging.getLogger("asyncio").error(f"Task failed: {CANARY}")


async def test_what_was_planted_never_leaves(product, kept, log, monkeypatch):
    link = await whole_story(product)
    await break_everything(product, link, monkeypatch)
    async with product.session.get(product.url + "/metrics") as answer:
        figures = await answer.text()
    token = link.rpartition("/")[2]
    for place in (log.getvalue(), kept.everything(), figures):
        assert len(place) > 1000
        found = [word for word in (*PLANTED, token) if word.lower() in place.lower()]
        assert not found, [line for line in place.splitlines() if found[0] in line.lower()][:3]


async def test_what_is_left_still_tells_what_happened(product, kept, log, monkeypatch):
    link = await whole_story(product)
    await break_everything(product, link, monkeypatch)
    said = log.getvalue()
    for event in ("turn.failed", "consent.failed", "api.failed", "job.failed", "library"):
        assert f'"event": "{event}"' in said
    assert "RuntimeError" in said
    assert "test_canaries.py" in said
    references = [line for line in said.splitlines() if '"reference"' in line]
    assert len(references) > 3


async def test_the_customers_page_says_nothing_of_traces(product, kept):
    link = await whole_story(product)
    claim = await product.claim()
    after = stored(claim.consent.trace)
    async with product.session.get(product.url + link) as answer:
        shown = f"{await answer.text()}{answer.headers}"
    assert f"{after.trace_id:032x}" not in shown
    assert "traceparent" not in shown
