"""The same customer's claim, told up to where a test begins."""

from __future__ import annotations

import io
from typing import Any

from pypdf import PdfWriter

from tests.conversations.driver import Card, Chat

TENANT = "8d2f41c6-0b7a-4e35-9c12-5fa3b7e60d94"
OTHER_TENANT = "5b0c9a1e-7c42-4f0b-8f63-1a2d94c7e610"
SUBSCRIPTION = "3f0c6b1e-52d7-4d4a-8a39-0b6f2c9d7e15"
ALL_FOUR = "data_is_true,customer_signed,more_may_be_asked,customer_notified"
SIX = "exchange_online,sharepoint_online,microsoft_365_apps,teams,intune,entra_id_p1"

FABRIKAM: dict[str, Any] = {
    "customer_name": "Fabrikam",
    "customer_domain": "fabrikam.example",
    "partner_id": "4501123",
}
CASEY: dict[str, Any] = {
    "customer_contact_name": "Casey Customer",
    "customer_contact_title": "IT director",
    "customer_contact_email": "casey@fabrikam.example",
}
PROOF: dict[str, Any] = {
    "poe_summary": "We trained all 300 people in Teams and Exchange.",
    "poe_signed_on": "2026-05-28",
    "acknowledgements": ALL_FOUR,
}
AREAS = {"use_or_consume": "modern_work_security"}
NONE: dict[str, Any] = {}


async def at_customer(chat: Chat, role: str = "use_or_consume") -> Card:
    """Start a claim and choose the role; the customer is asked next."""
    await chat.say("new claim")
    area = AREAS.get(role, "business_applications")
    known = {"customer_name": "new"} if "customer_name" in str(chat.shown) else {}
    return await chat.answer(solution_area=area, partner_role=role, **known)


async def at_items(chat: Chat, role: str = "use_or_consume", **customer: Any) -> Card:
    """Go on to the workloads or products, with other answers about the customer where given."""
    await at_customer(chat, role)
    bought = {} if role == "use_or_consume" else {"purchase_channel": "volume_licensing"}
    return await chat.answer(**{**FABRIKAM, **bought, **customer})


async def at_contacts(
    chat: Chat, role: str = "use_or_consume", *, customer: dict[str, Any] = NONE, **items: Any
) -> Card:
    """Go on to the contacts."""
    await at_items(chat, role, **customer)
    sold = {"products": "sales", "subscription_id": SUBSCRIPTION}
    used = {"workloads": "teams,exchange_online"}
    return await chat.answer(**{**(used if role == "use_or_consume" else sold), **items})


async def at_review(
    chat: Chat, role: str = "use_or_consume", *, contact: dict[str, Any] = NONE, **others: Any
) -> Card:
    """Go on to the review; `others` are the customer's and the items' answers."""
    await at_contacts(chat, role, **others)
    revenue = {"seller_name": "Sam Seller", "isv_solution": "Adatum Planner"}
    more = revenue if role == "influenced_revenue" else {}
    return await chat.answer(**{**CASEY, **more, **contact})


async def drafted(chat: Chat, role: str = "use_or_consume", **others: Any) -> Card:
    """Make the draft."""
    await at_review(chat, role, **others)
    return await chat.press("add_customer")


async def with_proof(chat: Chat, role: str = "use_or_consume", **others: Any) -> Card:
    """Send a proof file, which is believed; the submission is asked next."""
    chat.product.look_quickly()
    chat.product.wait_for_files()
    await drafted(chat, role, **others)
    await chat.press("upload_poe")
    return await chat.send(("Signed.pdf", pdf()))


async def submitted(chat: Chat, role: str = "use_or_consume", **others: Any) -> Card:
    """Submit the claim."""
    await with_proof(chat, role, **others)
    return await chat.answer("submit_claim", **PROOF)


async def proof_names(chat: Chat) -> list[str]:
    """Give the names of the proof files as they are listed on the claim."""
    return [file.name for file in (await chat.product.claim()).poe_files]


def pdf(pages: int = 1) -> bytes:
    """Write a small PDF, a different one for each number of pages."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(100, 100)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()
