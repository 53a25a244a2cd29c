"""Somebody removes the app: news waits for them, and is told once when they are back."""

import pytest
from aiohttp import web

from bot.claims.models import Status
from tests.conversations.driver import RAE, Connector, words
from tests.conversations.later import answer_page, link_in, look, news, submitted


class Blocking(Connector):
    """A channel on which people may have blocked the assistant."""

    blocked = False

    async def take(self, request):
        if self.blocked:
            error = {"error": {"code": "ConversationBlockedByUser"}}
            return web.json_response(error, status=403)
        return await super().take(request)


@pytest.fixture
async def product(start):
    return await start(connector=Blocking())


async def leave(ada):
    await ada.post(ada.activity(type="installationUpdate", action="remove"))


async def test_news_waits_until_the_person_is_back_and_comes_once(product, ada):
    await submitted(ada)
    await leave(ada)
    await answer_page(product, link_in(product.mails()[0]), "decline", "No")
    assert await news(ada) == []
    product.clock.move(days=3)
    assert await news(ada) == []
    await ada.arrive()
    said = "\n".join(await news(ada))
    assert said.count("the customer declined, and the claim is closed") == 1
    assert await news(ada) == []


async def test_a_message_is_a_return_too(product, ada):
    await submitted(ada)
    await leave(ada)
    await product.chat(RAE).say("begin 1001")
    assert await news(ada) == []
    before = set(product.connector.messages)
    await ada.say("my claims")
    await product.work()
    said = "\n".join(look(ada, before))
    assert said.count("the review has begun. The decision") == 1


async def test_a_channel_that_says_blocked_parks_the_news(product, ada):
    """Nobody told us that the app was removed: the first refusal does."""
    await submitted(ada)
    await product.chat(RAE).say("begin 1001")
    product.connector.blocked = True
    assert await news(ada) == []
    assert (await product.claim(1001)).status is Status.UNDER_REVIEW
    product.connector.blocked = False
    product.clock.move(days=1)
    assert await news(ada) == []
    await ada.arrive()
    said = "\n".join(await news(ada))
    assert said.count("the review has begun. The decision") == 1


async def test_the_returning_person_sees_their_claim_as_it_stands(product, ada):
    await submitted(ada)
    await leave(ada)
    await product.chat(RAE).say("begin 1001")
    await ada.arrive()
    await ada.say("claim 1001")
    assert "Fabrikam: the review has begun" in words(ada.shown)
