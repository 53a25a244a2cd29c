"""Fills in a claim on the chat page, step by step, the way the README shows it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from docx import Document
from playwright.async_api import Locator
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from tests.browser.chat_page import ChatPage

SIX_WORKLOADS = (
    "exchange_online",
    "sharepoint_online",
    "teams",
    "teams_meetings",
    "teams_phone",
    "intune",
)
SUBSCRIPTION = "3f0c6b1e-52d7-4d4a-8a39-0b6f2c9d7e15"
EVERYTHING_TRUE = ("data_is_true", "customer_signed", "more_may_be_asked", "customer_notified")
SUMMARY = "We moved 900 people to Teams and Exchange Online and trained them."
_FONT = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}


async def choose_modern_work(chat: ChatPage) -> None:
    """Begin a claim for Modern Work and Security; the customer is asked next."""
    await chat.type("new claim")
    await chat.wait_for_card("what did you do")
    await chat.choose("solution_area", "modern_work_security")
    await chat.choose("partner_role", "use_or_consume")
    await chat.press("Next")


async def choose_build_intent(chat: ChatPage) -> None:
    """Begin a claim for Business Applications; the customer is asked next."""
    await chat.type("new claim")
    await chat.wait_for_card("what did you do")
    await chat.choose("solution_area", "business_applications")
    await chat.choose("partner_role", "build_intent_advisor")
    await chat.press("Next")


async def name_customer(chat: ChatPage, **more: str) -> None:
    """Name Fabrikam; `more` answers drop-downs that only some claims have."""
    await chat.wait_for_card("Who is the customer")
    await chat.fill("customer_name", "Fabrikam")
    await chat.fill("customer_domain", "fabrikam.example")
    await chat.choose("partner_id", "4501123")
    for field, value in more.items():
        await chat.choose(field, value)
    await chat.press("Next")


async def pick_workloads(chat: ChatPage) -> None:
    """Pick six workloads; the contacts are asked next."""
    await chat.wait_for_card("Which workloads")
    await chat.tick("workloads", *SIX_WORKLOADS)
    await chat.press("Next")


async def pick_products(chat: ChatPage) -> None:
    """Pick a product and its subscription; the contacts are asked next."""
    await chat.wait_for_card("Which products")
    await chat.tick("products", "sales")
    await chat.fill("subscription_id", SUBSCRIPTION)
    await chat.press("Next")


async def name_contacts(chat: ChatPage) -> Locator:
    """Name the customer's contact; gives the review card."""
    await chat.wait_for_card("Who may we write to")
    await chat.fill("customer_contact_name", "Casey Customer")
    await chat.fill("customer_contact_title", "IT director")
    await chat.fill("customer_contact_email", "casey@fabrikam.example")
    await chat.press("Next")
    return await chat.wait_for_card("Is everything right")


async def add_customer(chat: ChatPage) -> Locator:
    """Make the draft; gives its card."""
    await chat.press("Add customer")
    return await chat.wait_for_card("Fabrikam is a draft")


async def at_submission(chat: ChatPage) -> Locator:
    """Wait until the files sent are checked; gives the card that submits.

    It comes by itself, or, where checking took long, after the news that there is nothing to wait
    for any more.
    """
    ready = chat.page.get_by_role("heading", name="Describe the proof")
    late = chat.cards().filter(has_text="all files are checked").get_by_role("button")
    await ready.or_(late).last.wait_for()
    if not await ready.count():
        await late.last.click()
    return await chat.wait_for_card("Describe the proof")


async def submit(chat: ChatPage, signed_on: date) -> Locator:
    """Describe the proof and submit; gives the status card."""
    await chat.fill("poe_summary", SUMMARY)
    await chat.fill("poe_signed_on", signed_on.isoformat())
    await chat.tick("acknowledgements", *EVERYTHING_TRUE)
    await chat.press("Submit claim")
    return await chat.wait_for_card("on its way")


def signed_pdf(folder: Path, name: str = "Fabrikam-proof.pdf") -> Path:
    """Write a proof of execution as a PDF with words in it."""
    writer = PdfWriter()
    page = writer.add_blank_page(595, 842)
    text = DecodedStreamObject()
    text.set_data(
        b"BT /F1 12 Tf 72 760 Td (Fabrikam: Exchange Online, Teams, Intune. Signed.) Tj ET"
    )
    font = DictionaryObject({NameObject(k): NameObject(v) for k, v in _FONT.items()})
    fonts = DictionaryObject({NameObject("/F1"): writer._add_object(font)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    page[NameObject("/Contents")] = writer._add_object(text)
    path = folder / name
    writer.write(path)
    return path


def agenda_docx(folder: Path, name: str = "Training-agenda.docx") -> Path:
    """Write a second proof as a Word document."""
    document = Document()
    document.add_paragraph("Training of 900 people at Fabrikam: SharePoint Online, Teams Phone.")
    path = folder / name
    document.save(str(path))
    return path
