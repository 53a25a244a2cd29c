"""One claim before a reviewer: checks, proof, and a neutral choice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.cards.buttons import button
from bot.cards.checks import checks
from bot.cards.error_box import error_summary
from bot.cards.kit import card, headline, hint, notes, section, sentence, small, text
from bot.cards.parts import customer, days_left, role_name, stamp_for
from bot.cards.proof_files import file_links
from bot.cards.remarks import remark_lines, why_disputed
from bot.cards.scene import Card, Element, Scene
from bot.cards.sections import section_part
from bot.cards.status_frame import head, lines_of
from bot.cards.verdict import ending_inputs, verdict_inputs
from bot.claims.fields import Section, sections
from bot.claims.models import (
    Claim,
    DeadlineKind,
    HistoryEntry,
    SolutionArea,
    Status,
)

_DECIDABLE = (Status.UNDER_REVIEW, Status.DISPUTED)


def decision(
    scene: Scene,
    claim: Claim,
    *,
    urls: Mapping[str, str] | None = None,
    waiting: int = 0,
    remarks: Sequence[HistoryEntry] = (),
) -> Card:
    """Show what speaks for and against.

    `urls` open the files by id, `waiting` is how many more wait, `remarks` are reviewers' notes.
    """
    words, name = scene.words, customer(scene.words, claim)
    values = {"partner": scene.rules.partner_name, "customer": name}
    open_now = claim.status in _DECIDABLE
    return card(
        [
            head(scene, claim),
            headline(words("decision.headline", **values)),
            error_summary(scene, claim, ("rejection_reason", "review_comment")),
            *notes(scene),
            sentence(_facts(scene, claim, waiting)),
            *why_disputed(scene, claim),
            section(words("decision.checks")),
            *checks(scene, claim),
            *_proof(scene, claim, urls or {}),
            *_claimed(scene, claim),
            *remark_lines(scene, remarks),
            *(verdict_inputs(scene) if open_now else ()),
            *(ending_inputs(scene) if _can_end(claim) else ()),
            hint(words(_hint(claim), id=claim.id)),
        ],
        _buttons(scene, claim),
        summary=words.plain("decision.headline", **values),
    )


def _hint(claim: Claim) -> str:
    if claim.status in _DECIDABLE:
        return "decision.hint"
    return "decision.hint_expire" if _can_end(claim) else "decision.hint_begin"


def _can_end(claim: Claim) -> bool:
    """Say whether the claim can still end with its subscription."""
    area = claim.solution_area
    return claim.status is Status.APPROVED and area is SolutionArea.BUSINESS_APPLICATIONS


def _facts(scene: Scene, claim: Claim, waiting: int) -> str:
    words = scene.words
    modern = claim.solution_area is SolutionArea.MODERN_WORK_SECURITY
    kind = "decision.workloads" if modern else "decision.products"
    values: dict[str, object] = {
        "role": role_name(words, claim.partner_role, short=True),
        "items": words.plain(kind, count=len(claim.items)),
        "waiting": words.plain("decision.waiting", count=waiting)
        if waiting
        else words.plain("decision.waiting.none"),
    }
    begins = claim.deadline(DeadlineKind.REVIEW_BEGINS)
    due = claim.deadline(DeadlineKind.DECISION)
    if due:
        left = days_left(scene, due.on)
        return words("decision.due", day=words.date(due.on), left=left, **values)
    if begins:
        return words("decision.begin_by", day=words.date(begins.on), **values)
    return words("decision.plain", **values)


def _proof(scene: Scene, claim: Claim, urls: Mapping[str, str]) -> list[Element]:
    words = scene.words
    files = file_links(scene, claim, urls) or [text(words("decision.no_files"), spacing="Small")]
    found = [section(words("decision.proof")), *files]
    for code, said in (("summary", claim.poe_summary), ("comments", claim.comments)):
        if said:
            found.append(small(words(f"decision.{code}"), spacing="Medium"))
            found += [text(line, spacing="None") for line in lines_of(said)]
    return found


def _claimed(scene: Scene, claim: Claim) -> list[Element]:
    """Show what the document has to agree with: the customer and the claimed items."""
    return [
        element
        for part in sections(claim)
        if part not in (Section.ROLE, Section.CONTACTS)
        for element in section_part(scene, claim, part, change=False)
    ]


def _buttons(scene: Scene, claim: Claim) -> list[Element]:
    words, stamp = scene.words, stamp_for(scene, claim)
    if claim.status is Status.SUBMITTED:
        return [button(words, "begin_review", "begin_review", stamp, validates=False)]
    if _can_end(claim):
        codes: tuple[str, ...] = ("expire", "comment")
        return [button(words, code, code, stamp) for code in codes]
    if claim.status not in _DECIDABLE:
        return [button(words, "queue", "review", scene.stamp)]
    codes = ("approve", "request_info", "reject", "comment")
    return [button(words, code, code, stamp) for code in codes]
