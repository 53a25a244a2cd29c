"""What speaks for and against a claim, gathered for the reviewer who decides."""

from __future__ import annotations

from bot.cards.kit import marked
from bot.cards.scene import Element, Scene
from bot.claims.evidence import not_named
from bot.claims.models import Claim, Decision, Verification
from bot.claims.proof import SIGNED_WITHIN_MONTHS, months_before
from bot.text.words import Words

Check = tuple[bool, str, str]


def checks(scene: Scene, claim: Claim) -> list[Element]:
    """Draw the checks: ✓ speaks for it, ▲ has to be looked at."""
    found = [_tenant(scene.words, claim), _signed(scene, claim), _notified(scene, claim)]
    found.append(_named(scene, claim))
    return [_line(check) for check in found if check]


def _line(check: Check) -> Element:
    good, what, detail = check
    shape, color = ("✓", "Good") if good else ("▲", "Warning")
    return marked(shape, what, detail, color=color)


def _tenant(words: Words, claim: Claim) -> Check:
    result, domain = claim.directory.result, claim.customer_domain or ""
    if result is Verification.MATCHED:
        return True, words("check.tenant"), words.typed(domain)
    if not domain:
        return False, words("check.tenant_unknown"), words("check.tenant_none")
    down = "check.tenant_down" if result is Verification.UNAVAILABLE else "check.tenant_unknown"
    detail = words("check.tenant_other", domain=domain, id=claim.tenant_id or "")
    return False, words(down), detail


def _signed(scene: Scene, claim: Claim) -> Check:
    words, signed = scene.words, claim.poe_signed_on
    if signed is None:
        return False, words("check.signed_none"), ""
    day = words.date_long(signed)
    at = words.day_of(claim.submitted_at) if claim.submitted_at else scene.today
    if signed < months_before(at, SIGNED_WITHIN_MONTHS):
        return False, words("check.signed_old", day=day), ""
    return True, words("check.signed", day=day), words("check.signed_detail")


def _notified(scene: Scene, claim: Claim) -> Check | None:
    words, consent = scene.words, claim.consent
    if consent is None:
        return None
    if consent.answer and consent.answer.decision is Decision.DECLINE:
        day = words.day(words.day_of(consent.answer.at))
        return False, words("check.declined", day=day), words.typed(consent.answer.reason)
    if consent.answer:
        day = words.day(words.day_of(consent.answer.at))
        by = words("check.agreed_detail", name=consent.answer.name)
        return True, words("check.agreed", day=day), by
    if consent.undelivered and not consent.answer:
        return False, words("check.unreached"), words("check.unreached_detail")
    ends = words.day(consent.notice_ends)
    code = "notified_ended" if consent.notice_ends < scene.today else "notified_waiting"
    asked = words.day(words.day_of(consent.asked_at))
    return True, words("check.notified", day=asked), words(f"check.{code}", day=ends)


def _named(scene: Scene, claim: Claim) -> Check | None:
    words = scene.words
    if not claim.poe_files:
        return None
    if all(file.named_items is None for file in claim.poe_files):
        return False, words("check.unreadable"), words("check.unreadable_detail")
    names = scene.rules.catalogue.names(not_named(claim))
    if not names:
        return True, words("check.named"), words("check.named_detail")
    verb = words.plain("check.is" if len(names) == 1 else "check.are")
    what = words("check.not_named", items=words.list(names), verb=verb)
    return False, what, words("check.named_detail")
