"""The proof template: offered through Teams' file consent, filled with the claim's data."""

from __future__ import annotations

import io
from typing import Any

import pytest
from docx import Document

from tests.conversations.driver import NOBODY, Chat, words
from tests.conversations.story import TENANT, at_items, drafted

CONSENT = "application/vnd.microsoft.teams.card.file.consent"
INFO = "application/vnd.microsoft.teams.card.file.info"


def attachments(chat: Chat, kind: str) -> list[dict[str, Any]]:
    return [
        attachment
        for message in chat.product.connector.messages.values()
        for attachment in message.get("attachments", ())
        if attachment["contentType"] == kind
    ]


async def accept(chat: Chat, offer: dict[str, Any], action: str = "accept") -> None:
    value: dict[str, Any] = {
        "type": "fileUpload",
        "action": action,
        "context": offer["content"]["acceptContext"],
    }
    if action == "accept":
        value["uploadInfo"] = {
            "uploadUrl": f"{chat.product.connector.url}/uploads/template",
            "contentUrl": "https://contoso-my.sharepoint.com/template.docx",
            "name": offer["name"],
            "uniqueId": "u1",
            "fileType": "docx",
        }
    await chat.post(chat.activity(type="invoke", name="fileConsent/invoke", value=value))


def text_of(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(each.text for each in document.paragraphs), *cells])


@pytest.mark.parametrize("how", ["press", "template"])
async def test_it_is_offered_first_and_nothing_written(ada: Chat, how: str) -> None:
    await drafted(ada)
    await (ada.press("download_template") if how == "press" else ada.say(how))
    (offer,) = attachments(ada, CONSENT)
    assert offer["name"] == "Fabrikam-proof-1001.docx"
    assert "Fabrikam" in offer["content"]["description"]
    assert offer["content"]["sizeInBytes"] > 1000
    assert ada.product.connector.uploads == {}


async def test_accepted_it_is_put_there_with_the_claims_data_and_linked(ada: Chat) -> None:
    await drafted(ada, workloads="teams,intune")
    await ada.press("download_template")
    (offer,) = attachments(ada, CONSENT)
    await accept(ada, offer)
    content = ada.product.connector.uploads["template"]
    told = text_of(content)
    for seen in ("Fabrikam", "fabrikam.example", TENANT, "Contoso Consulting", "Teams", "Intune"):
        assert seen in told
    assert len(content) == offer["content"]["sizeInBytes"]
    (info,) = attachments(ada, INFO)
    assert info["contentUrl"] == "https://contoso-my.sharepoint.com/template.docx"


async def test_declined_nothing_is_written(ada: Chat) -> None:
    await drafted(ada)
    await ada.press("download_template")
    (offer,) = attachments(ada, CONSENT)
    await accept(ada, offer, "decline")
    assert ada.product.connector.uploads == {}
    assert "All right, no file. You can ask for it again at any time." in words(ada.shown)


async def test_the_draft_stays_on_the_screen(ada: Chat) -> None:
    await drafted(ada)
    await ada.press("download_template")
    await ada.press("upload_poe")
    assert "Send the proof of execution" in words(ada.shown)


async def test_an_offer_for_anothers_claim_gives_nothing(ada: Chat) -> None:
    await drafted(ada)
    await ada.press("download_template")
    (offer,) = attachments(ada, CONSENT)
    nick = ada.product.chat(NOBODY)
    await accept(nick, offer)
    assert ada.product.connector.uploads == {}


async def test_it_can_be_had_before_the_draft_is_made(ada: Chat) -> None:
    await at_items(ada)
    await ada.say("template")
    assert len(attachments(ada, CONSENT)) == 1


async def test_with_no_claim_it_says_so(ada: Chat) -> None:
    await ada.say("template")
    assert attachments(ada, CONSENT) == []
    assert "I find no such claim." in words(ada.shown)
