"""Two assistants over the same data, and people whose every turn is served by the other one."""

from __future__ import annotations

import asyncio
import itertools
from pathlib import Path
from typing import Any

from tests.conversations.driver import ADA, Chat, Product
from tests.conversations.later import Form, look_at_page

#: Set in both: by it each reads the links and pages of the other.
SECRET = "the same words in every replica, as docs/SETTINGS.md asks"

Replicas = list[Product]


class Hopping(Chat):
    """A chat of which each turn is served by the other replica."""

    def __init__(self, replicas: Replicas, who: tuple[str, str] = ADA) -> None:
        super().__init__(replicas[0], *who)
        self._next = itertools.cycle(replicas)

    async def post(self, activity: dict[str, Any]) -> dict[str, Any]:
        self.product = next(self._next)
        return await super().post(activity)


def mails(replicas: Replicas) -> list[Path]:
    """Give what either sent; a mail that both sent is there twice."""
    return sorted({mail for each in replicas for mail in each.mails()})


async def at_both(replicas: Replicas, chat: Chat, activity: dict[str, Any]) -> list[dict[str, Any]]:
    """Deliver one activity to both at once, five times to each; give what they answer."""
    chats = [Chat(each, chat.object_id, chat.name) for each in replicas]
    for each in chats:
        each.message_id = chat.message_id
    copies = [{**activity, "id": f"{activity['id']}-{n}"} for n in range(5)]
    bodies = await asyncio.gather(*(each.post(copy) for copy in copies for each in chats))
    chat.shown = chats[0].shown
    return bodies


async def customer_answers(replicas: Replicas, link: str, decision: str) -> str:
    """Open the customer's page at one replica and send its form to the other."""
    opened, sent = replicas
    _, page = await look_at_page(opened, link)
    form = {**Form(page).fields, "decision": decision, "name": "Casey Customer", "may": "yes"}
    headers = {"Origin": sent.url, "Sec-Fetch-Site": "same-origin"}
    assert sent.session
    async with sent.session.post(sent.url + link, data=form, headers=headers) as response:
        assert response.status == 200
        return await response.text()
