"""Says that the customer's mail did not arrive, and what can be done about it."""

from __future__ import annotations

from bot.cards.kit import box, text
from bot.cards.scene import Element, Scene
from bot.cards.status_frame import press
from bot.claims.fields import Section, unreached
from bot.claims.models import Claim, Undelivered


def failed(claim: Claim) -> Undelivered | None:
    """Give why the customer has not got the last mail, while their answer is still waited for."""
    return claim.consent.undelivered if claim.consent and unreached(claim) else None


def failed_box(scene: Scene, claim: Claim) -> list[Element]:
    """Draw what became of the mail, and the next step."""
    fate, consent = failed(claim), claim.consent
    if fate is None or consent is None:
        return []
    contact = claim.customer_contact_name or consent.email
    said = scene.words(f"state.mail.{fate}", contact=contact, email=consent.email)
    return [box([text(said)], "warning")]


def failed_buttons(scene: Scene, claim: Claim) -> list[Element]:
    """Make the buttons that mend it: another address, or the same mail once more."""
    if failed(claim) is None:
        return []
    contacts = str(Section.CONTACTS)
    return [
        press(scene, claim, "correct_address", "edit", section=contacts, primary=True),
        press(scene, claim, "resend_consent"),
    ]
