"""While Entra is silent nobody changes a claim; it is said in one sentence, and it heals."""

from __future__ import annotations

import json

import pytest

from bot.claims.models import Event
from bot.local_profile import LOCAL_TENANT
from tests.conversations.driver import ADA, RAE, Chat, Product, words
from tests.conversations.keeping import Start
from tests.conversations.story import at_items
from tests.entra.standin import EntraStandIn

GROUP = "aaaaaaaa-0000-4000-8000-000000000001"
SAID = "I could not check your role just now. Nothing was changed; try again in a minute."


@pytest.fixture
async def product(start: Start, standin: EntraStandIn) -> Product:
    """The assistant with rights kept in Entra."""
    standin.graph.put(ADA[0], groups=[GROUP])
    standin.graph.put(RAE[0], roles=["Claims.Review"])
    rights = {"admins": f"group:{GROUP}", "reviewers": "role:Claims.Review"}
    return await start(standin.settings | rights)


def told(product: Product) -> str:
    """Everything that was sent to anybody."""
    return json.dumps(list(product.connector.messages.values()))


async def events(product: Product) -> list[Event]:
    """What the first claim's history tells."""
    assert product.assistant
    rows = await product.assistant.store.unit().history(LOCAL_TENANT, 1001)
    return [row.event for row in rows]


async def test_a_group_and_an_app_role_let_people_in(ada: Chat, product: Product) -> None:
    assert "Hello Ada. I help you claim a customer." in words(await ada.arrive())
    rae = product.chat(RAE)
    assert "You review customer claims." in words(await rae.arrive())


async def test_nothing_changes_while_the_role_cannot_be_checked(
    ada: Chat, product: Product, standin: EntraStandIn
) -> None:
    await at_items(ada)
    step, before = words(ada.shown), await events(product)
    standin.graph.mood.refuse(503)
    product.clock.move(minutes=11)
    assert SAID not in told(product)
    await ada.say("Teams, Exchange and SharePoint")
    assert SAID in told(product)
    assert words(ada.shown) == step, "the open step is shown again"
    assert await events(product) == before
    standin.graph.mood.heal()
    product.clock.move(minutes=1)
    await ada.say("Teams, Exchange and SharePoint")
    assert "Step 4 of 6" in words(ada.shown)


async def test_whoever_may_not_change_now_may_still_ask(
    ada: Chat, product: Product, standin: EntraStandIn
) -> None:
    standin.graph.mood.refuse(503)
    await ada.say("what is a tenant id?")
    assert "Source" in words(ada.shown)
    assert SAID not in told(product)


async def test_a_greeting_does_not_call_an_admin_none(
    ada: Chat, product: Product, standin: EntraStandIn
) -> None:
    standin.graph.mood.refuse(503)
    assert SAID in words(await ada.arrive())
