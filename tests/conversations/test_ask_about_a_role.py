"""A question about the role leads into the guided choice, and a few words answer what is asked."""

from __future__ import annotations

import pytest

from tests.conversations.asking import ask, told
from tests.conversations.driver import Chat, words
from tests.conversations.story import at_items

QUESTION = "Dynamics 365: which role do I choose?"
USAGE = "Usage recognition - Non-Incentivized"


async def test_it_opens_with_what_was_understood(ada: Chat) -> None:
    lines = await told(ada, QUESTION)
    assert lines[:2] == ["Which role · question 2 of 3", "What did you do?"]


@pytest.mark.parametrize(
    ("locale", "question", "work", "bought", "end"),
    [
        ("en-GB", QUESTION, "adoption", "EA", USAGE),
        ("de-DE", "Dynamics 365: welche Rolle wähle ich?", "Adoption", "über CSP", "keine Rolle"),
        ("fr-FR", "Dynamics 365 : quel rôle choisir ?", "adoption", "via CSP", "Aucun rôle"),
        ("es-ES", "Dynamics 365: ¿qué rol elijo?", "adopción", "por CSP", "Ningún rol"),
        ("pt-BR", "Dynamics 365: qual função escolho?", "adoção", "via CSP", "Nenhuma função"),
        (
            "ja-JP",
            "Dynamics 365ではどのロールを選びますか？",
            "定着支援",
            "CSP経由",
            "ロールはありません",
        ),
    ],
)
async def test_short_replies_are_taken_with_nothing_open(
    ada: Chat, locale: str, question: str, work: str, bought: str, end: str
) -> None:
    for line in (question, work, bought):
        await ask(ada, line, locale)
    assert end in words(ada.shown)


async def test_short_replies_are_taken_in_the_middle_of_a_claim(ada: Chat) -> None:
    await at_items(ada)
    assert "What did you do?" in await told(ada, QUESTION)
    lines = await told(ada, "adoption")
    assert lines[1] == USAGE
    assert lines[2].startswith("**If the licences came by Volume Licensing or Web-Direct.**")
    assert (await told(ada, "EA"))[1:3] == [USAGE, lines[3]]
    assert "Which workloads did you work on?" in words(ada.shown)
    assert (await ada.product.claim()).items == ()


async def test_csp_ends_it_in_the_middle_too(ada: Chat) -> None:
    await at_items(ada)
    await ask(ada, QUESTION)
    await ask(ada, "adoption")
    assert (await told(ada, "through CSP"))[1] == "No role fits this work"


async def test_a_sentence_goes_before_what_was_said_earlier(ada: Chat) -> None:
    await ask(ada, "Which role do I choose for Microsoft Teams?")
    lines = await told(ada, "We helped a customer choose Dynamics 365 Sales")
    assert "Modern Work and Security" not in " ".join(lines)
