"""What can be done at once about a piece of news, beside opening its claim."""

from __future__ import annotations

from bot.cards.scene import Element, Scene
from bot.cards.status_frame import press, see_details
from bot.claims.models import Claim, DeadlineKind, Event

#: Button and verb by the kind of news; any other opens the claim.
_ACTS = {
    "customer_decline": ("start_again", "new_claim"),
    "expire": ("start_again", "new_claim"),
    "draft_reminder": ("upload_poe", "upload_poe"),
    "files_checked": ("continue", "open_claim"),
    "file_removed": ("upload_poe", "upload_poe"),
    "file_refused": ("upload_poe", "upload_poe"),
    "mail_bounced": ("correct_address", "edit"),
    "mail_parked": ("correct_address", "edit"),
    "approve_unasked": ("correct_address", "edit"),
    "mismatch": ("change", "edit"),
    "poe_reminder": ("add_newer_poe", "add_poe"),
    "poe_aged": ("add_newer_poe", "add_poe"),
    "subscription_reminder": ("note_end", "edit"),
    "newer_files_checked": ("add_newer_poe", "add_poe"),
}
_SECTIONS = {
    "mail_bounced": "contacts",
    "mail_parked": "contacts",
    "approve_unasked": "contacts",
    "mismatch": "customer",
    "subscription_reminder": "renewal",
}


def news_buttons(scene: Scene, claim: Claim, kind: str) -> list[Element]:
    """Make the buttons of a piece of news; `kind` is that of `notices.notice`."""
    code, verb = _ACTS.get(kind, ("open", "open_claim"))
    act = press(scene, claim, code, verb, section=_SECTIONS.get(kind, ""))
    if kind in (Event.CUSTOMER_DECLINE, Event.EXPIRE):
        return [act, see_details(scene, claim)]
    if kind == DeadlineKind.SUBSCRIPTION_REMINDER:
        return [act, press(scene, claim, "start_again", "new_claim")]
    return [act]
