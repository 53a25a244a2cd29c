"""Which screen of a claim comes next, computed from the claim and never remembered."""

from __future__ import annotations

from bot.claims.errors import Code, Refused
from bot.claims.evidence import all_checked
from bot.claims.fields import Section, ends_by_channel, missing, sections
from bot.claims.models import Claim, Status
from bot.dialogs.turn import Options

REVIEW, CSP_END, NOT_VERIFIED, CHANGES = "review", "csp_end", "not_verified", "changes"
ITEMS = (Section.WORKLOADS, Section.PRODUCTS)


def next_screen(claim: Claim) -> str:
    """Give the screen on which a claim goes on: the first section with something missing."""
    if claim.status is Status.ACTION_REQUIRED:
        return CHANGES
    if ends_by_channel(claim):
        return CSP_END
    return next((str(part) for part in sections(claim) if missing(claim, part)), REVIEW)


def proof_screen(claim: Claim) -> str:
    """Give the screen on which a draft goes on: its files, or the submission once all are good."""
    return "submit" if claim.poe_files and all_checked(claim) else "files"


def change_of(claim: Claim, section: str) -> Options:
    """Give the options that open one section of a claim for a change.

    Raises `Refused` for the role of a draft, which is fixed.
    """
    known = [str(part) for part in sections(claim)]
    wanted = known[2] if section in ITEMS and len(known) > 2 else section  # noqa: PLR2004
    if wanted == Section.ROLE and not claim.started:
        raise Refused.because(Code.NOT_EDITABLE, "partner_role")
    if wanted not in known:
        return {"claim_id": claim.id, "screen": next_screen(claim)}
    return {"claim_id": claim.id, "screen": wanted, "edit": True}
