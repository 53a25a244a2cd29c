"""Reviewers hear what comes in, also those who are named by a group or an app role."""

from __future__ import annotations

import pytest

from tests.conversations.driver import RAE, Chat, Product
from tests.conversations.keeping import Start
from tests.conversations.later import look, news, ready, submit
from tests.entra.standin import EntraStandIn

GROUP = "aaaaaaaa-0000-4000-8000-000000000002"
RITA = ("0a1b2c3d-0000-4000-8000-0000000004af", "Rita Reviewer")
ROB = ("0a1b2c3d-0000-4000-8000-0000000004bf", "Rob Reviewer")
PENNY = ("0a1b2c3d-0000-4000-8000-0000000004cf", "Penny Partner")


@pytest.fixture
async def product(start: Start, standin: EntraStandIn) -> Product:
    """The assistant with its reviewers in Entra, and one of them named besides."""
    standin.graph.put(RAE[0], roles=["Claims.Review"])
    standin.graph.put(RITA[0], groups=[GROUP])
    standin.graph.put(ROB[0], groups=[GROUP])
    standin.graph.put(PENNY[0])
    rights = {"reviewers": f"role:Claims.Review, group:{GROUP}, {ROB[0]}"}
    return await start(standin.settings | rights)


async def arrived(product: Product, *people: tuple[str, str]) -> list[Chat]:
    """Let people open the assistant for the first time."""
    chats = [product.chat(who) for who in people]
    for chat in chats:
        await chat.arrive()
    return chats


async def test_each_reviewer_who_ever_came_is_told_once(ada: Chat, product: Product) -> None:
    await ada.arrive()
    chats = await arrived(product, RAE, RITA, ROB, PENNY)
    await ready(ada)
    await submit(ada)
    before = set(product.connector.messages)
    await product.work()
    heard = [look(chat, before) for chat in chats]
    assert [len(each) for each in heard] == [1, 1, 1, 0]
    assert all("Fabrikam" in each[0] for each in heard[:3])
    await product.work()
    assert not [one for chat in chats for one in look(chat, set(product.connector.messages))]


async def test_a_reviewer_who_left_the_group_is_not_told(
    ada: Chat, product: Product, standin: EntraStandIn
) -> None:
    await ada.arrive()
    [rita] = await arrived(product, RITA)
    standin.graph.put(RITA[0])
    await ready(ada)
    await submit(ada)
    assert await news(rita) == []


async def test_while_entra_is_silent_the_named_are_told_and_the_others_later(
    ada: Chat, product: Product, standin: EntraStandIn
) -> None:
    await ada.arrive()
    rita, rob = await arrived(product, RITA, ROB)
    await ready(ada)
    await submit(ada)
    standin.graph.mood.refuse(503)
    assert (len(await news(rob)), await news(rita)) == (1, [])
    standin.graph.mood.heal()
    product.clock.move(minutes=1)
    before = set(product.connector.messages)
    await product.work()
    assert (look(rob, before), len(look(rita, before))) == ([], 1)
