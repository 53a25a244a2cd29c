"""Brings a claim to any point of its life after submission, the way people would."""

from __future__ import annotations

import email
import re
from email.message import EmailMessage
from email.policy import default
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from bot.claims.models import HistoryEntry
from tests.conversations import story
from tests.conversations.driver import CARD, RAE, Card, Chat, Product, actions, words


async def drafted(ada: Chat, customer: str = "Fabrikam", email: str = "") -> int:
    """Fill a claim in up to the draft; give its number."""
    await story.drafted(ada, **about(customer, email))
    return number_on(ada.shown)


async def ready(ada: Chat, customer: str = "Fabrikam", email: str = "") -> int:
    """Fill a claim in until only "Submit claim" is left to press."""
    await story.with_proof(ada, **about(customer, email))
    return number_on(ada.shown)


def about(customer: str, email: str = "") -> dict[str, Any]:
    """Give the answers in which one customer differs from another."""
    domain = f"{customer.lower()}.example"
    return {
        "customer": {"customer_name": customer, "customer_domain": domain},
        "contact": {"customer_contact_email": email or f"casey@{domain}"},
    }


def final_answers(product: Product) -> dict[str, str]:
    """Give what is asked at the submission, signed today."""
    return {**story.PROOF, "poe_signed_on": product.clock.now().date().isoformat()}


async def submit(ada: Chat) -> Card:
    return await ada.press("submit_claim", **final_answers(ada.product))


async def submitted(ada: Chat, **answers: Any) -> int:
    """Bring a claim to "Submitted", with the customer's mail sent."""
    await ada.arrive()
    number = await ready(ada, **answers)
    await submit(ada)
    await ada.product.work()
    return number


async def reviewing(ada: Chat, **answers: Any) -> tuple[int, Chat]:
    """Bring a claim to "Under review"; the reviewer's decision card is shown to them."""
    number = await submitted(ada, **answers)
    rae = ada.product.chat(RAE)
    await rae.arrive()
    await rae.say(f"begin {number}")
    await news(ada)
    return number, rae


async def asked(ada: Chat, question: str = "Name the people you trained.") -> tuple[int, Chat]:
    """Bring a claim to "Partner action required"."""
    number, rae = await reviewing(ada)
    await rae.press("request_info", review_comment=question)
    return number, rae


async def approved(ada: Chat) -> tuple[int, Chat]:
    number, rae = await reviewing(ada)
    await rae.press("approve")
    await news(ada)
    return number, rae


async def rejected(ada: Chat, reason: str = "poe_work_not_described") -> tuple[int, Chat]:
    number, rae = await reviewing(ada)
    await rae.press("reject", rejection_reason=reason, review_comment="Say what you did.")
    await news(ada)
    return number, rae


async def news(chat: Chat) -> list[str]:
    """Let the outbox empty and give what came into a person's chat by itself, as words.

    The last card that came is then the one shown.
    """
    before = set(chat.product.connector.messages)
    await chat.product.work()
    return look(chat, before)


def look(chat: Chat, before: set[str]) -> list[str]:
    """Look at a person's new messages."""
    found = []
    for key, message in chat.product.connector.messages.items():
        if key in before or message["cid"] != chat.cid:
            continue
        for attachment in message.get("attachments", ()):
            if attachment["contentType"] == CARD:
                chat.shown, chat.message_id = attachment["content"], key
        found.append(said_in(message))
    return found


def said_in(message: dict[str, Any]) -> str:
    cards = [a["content"] for a in message.get("attachments", ()) if a["contentType"] == CARD]
    return "\n".join([message.get("text") or "", *map(words, cards)]).strip()


def everything_said(chat: Chat) -> str:
    """Give all that can be read in a person's chat now."""
    messages = chat.product.connector.messages.values()
    return "\n".join(said_in(message) for message in messages if message["cid"] == chat.cid)


def number_on(card: Card) -> int:
    """Read the claim's number off a card's buttons."""
    return next(
        action["data"]["claim_id"] for action in actions(card) if action["data"].get("claim_id")
    )


def verbs(card: Card) -> list[str]:
    return [action["verb"] for action in actions(card) if "verb" in action]


async def history(product: Product, number: int) -> list[HistoryEntry]:
    assert product.assistant
    return await product.assistant.store.unit().history(None, number)


async def events(product: Product, number: int) -> list[str]:
    return [str(entry.event) for entry in await history(product, number)]


class Form(HTMLParser):
    """The fields of the customer's page, with the values they came with."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "input" and values.get("type") == "hidden":
            self.fields[values.get("name") or ""] = values.get("value") or ""


def mail(path: Path) -> EmailMessage:
    return email.message_from_bytes(path.read_bytes(), policy=default)


def link_in(path: Path) -> str:
    """Give the path of the customer's link, whatever address the assistant had then."""
    body = mail(path).get_body(("plain",))
    assert body
    found = re.search(r"https?://[^/\s]+(/consent/[\w-]+)", body.get_content())
    assert found
    return found[1]


async def look_at_page(product: Product, link: str) -> tuple[int, str]:
    assert product.session
    async with product.session.get(product.url + link) as response:
        return response.status, await response.text()


async def answer_page(
    product: Product, link: str, decision: str, reason: str = ""
) -> tuple[int, str]:
    """Open the customer's link, fill the form in and send it."""
    _, page = await look_at_page(product, link)
    form = {
        **Form(page).fields,
        "decision": decision,
        "name": "Casey Customer",
        "may": "yes",
        "reason": reason,
    }
    assert product.session
    headers = {"Origin": product.url, "Sec-Fetch-Site": "same-origin"}
    url = product.url + link
    async with product.session.post(url, data=form, headers=headers) as response:
        return response.status, await response.text()
