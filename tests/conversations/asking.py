"""Typing in the chat, and what its cards then say."""

from __future__ import annotations

from tests.conversations.driver import Card, Chat, words


async def say(chat: Chat, *lines: str) -> str:
    """Type line after line and give what the last card says."""
    for line in lines:
        await chat.say(line)
    return words(chat.shown)


async def ask(chat: Chat, question: str, locale: str = "en-GB") -> Card:
    """Type a question and give the first card that comes; an open step's card stands below it."""
    chat.locale, before = locale, len(chat.cards())
    await chat.say(question)
    return chat.cards()[before][1]


async def told(chat: Chat, question: str, locale: str = "en-GB") -> list[str]:
    """Give the lines of the card that answers."""
    return words(await ask(chat, question, locale)).splitlines()
