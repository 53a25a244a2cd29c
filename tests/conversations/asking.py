"""Asking in the chat, and the card that answers."""

from __future__ import annotations

from tests.conversations.driver import Card, Chat, words


async def ask(chat: Chat, question: str, locale: str = "en-GB") -> Card:
    """Type a question and give the first card that comes; an open step's card stands below it."""
    chat.locale, before = locale, len(chat.cards())
    await chat.say(question)
    return chat.cards()[before][1]


async def told(chat: Chat, question: str, locale: str = "en-GB") -> list[str]:
    """Give the lines of the card that answers."""
    return words(await ask(chat, question, locale)).splitlines()
