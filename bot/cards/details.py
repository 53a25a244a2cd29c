"""Everything about one claim, for looking things up."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.due import due_words
from bot.cards.kit import BULLET_WIDTH, card, headline, hint, marked, notes, rows, section, sentence
from bot.cards.parts import customer, reason_words
from bot.cards.proof_files import file_rows
from bot.cards.review_step import can_change
from bot.cards.scene import Card, Element, Scene
from bot.cards.sections import section_part
from bot.cards.status_frame import head, press
from bot.claims.deadlines import is_official
from bot.claims.fields import sections
from bot.claims.models import Claim, Event, HistoryEntry, RejectionReason, Status
from bot.claims.status import disputable
from bot.text.markdown import Markdown

#: Newest lines of the history shown; all of it is in the export.
SHOWN = 8
#: What only reviewers or operators are shown.
_INTERNAL = (Event.COMMENT, Event.REFUSED)
_LONGEST_NOTE = 160
_LONGEST_TEXT = 600


def details(
    scene: Scene, claim: Claim, history: Sequence[HistoryEntry] = (), *, reviewer: bool = False
) -> Card:
    """Show a claim's answers, files and history, with the buttons its status allows.

    Reviewers' notes among the history are shown to reviewers only.
    """
    words, name = scene.words, customer(scene.words, claim)
    values, what = {"customer": name}, due_words(scene, claim)
    draft = claim.status is Status.DRAFT
    parts = [
        element
        for part in sections(claim)
        for element in section_part(
            scene, claim, part, change=draft and not reviewer and can_change(claim, part)
        )
    ]
    return card(
        [
            head(scene, claim),
            headline(words("details.headline", **values)),
            *notes(scene),
            sentence(what) if what else None,
            *parts,
            *_proof(scene, claim),
            *_history(scene, history, reviewer=reviewer),
            hint(words("details.hint")),
        ],
        [] if reviewer else _buttons(scene, claim),
        summary=words.plain("details.headline", **values),
    )


def _proof(scene: Scene, claim: Claim) -> list[Element]:
    words = scene.words
    pairs = []
    if claim.poe_summary:
        pairs.append((words("field.poe_summary.short"), _cut(claim.poe_summary, _LONGEST_TEXT)))
    if claim.poe_signed_on:
        day = words.date_long(claim.poe_signed_on)
        pairs.append((words("field.poe_signed_on.short"), day))
    if claim.subscription_ends_on:
        day = words.date_long(claim.subscription_ends_on)
        pairs.append((words("field.subscription_ends_on.short"), day))
    if claim.comments:
        pairs.append((words("field.comments.short"), _cut(claim.comments, _LONGEST_TEXT)))
    files = file_rows(scene, claim, detail="clean_plain")
    if not (pairs or files):
        return []
    return [section(words("details.files"), separator=True), *files, *rows(pairs)]


def _history(scene: Scene, history: Sequence[HistoryEntry], *, reviewer: bool) -> list[Element]:
    words = scene.words
    seen = [entry for entry in history if reviewer or entry.event not in _INTERNAL]
    if not seen:
        return []
    lines = [_line(scene, entry) for entry in reversed(seen[-SHOWN:])]
    more = [sentence(words("details.more"))] if len(seen) > SHOWN else []
    return [section(words("details.history"), separator=True), *lines, *more]


def _line(scene: Scene, entry: HistoryEntry) -> Element:
    words = scene.words
    who = entry.actor.name or words.plain(f"actor.{entry.actor.kind}")
    when = words("details.by", moment=words.moment(entry.at), name=who)
    return marked("•", history_words(scene, entry), when, color="Default", width=BULLET_WIDTH)


def history_words(scene: Scene, entry: HistoryEntry) -> Markdown:
    """Say one line of the history."""
    words = scene.words
    shorts = [f"field.{each}.short" for each in entry.fields]
    fields = words.list([words.plain(code) for code in shorts if words.has(code)])
    note = entry.note
    if note in set(RejectionReason):
        note = reason_words(words, RejectionReason(note))
    said = words(f"event.{entry.event}", fields=fields, note=_cut(note, _LONGEST_NOTE))
    return Markdown(said.removesuffix(": "))


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[:longest].rstrip()}…"


def _buttons(scene: Scene, claim: Claim) -> list[Element]:
    if claim.started:
        return [
            press(scene, claim, "continue", "open_claim", primary=True),
            press(scene, claim, "discard"),
        ]
    codes: dict[Status, tuple[tuple[str, str], ...]] = {
        Status.DRAFT: (("upload_poe", ""), ("discard", "")),
        Status.SUBMITTED: (("resend_consent", ""), ("withdraw", "")),
        Status.UNDER_REVIEW: (("resend_consent", ""), ("withdraw", "")),
        Status.APPROVED: (("add_newer_poe", "add_poe"), ("disassociate", "")),
    }
    found = [press(scene, claim, code, verb) for code, verb in codes.get(claim.status, ())]
    if is_official(claim, scene.today):
        found.insert(0, press(scene, claim, "usage"))
    if disputable(claim, scene.today) or claim.status is Status.ACTION_REQUIRED:
        found.append(press(scene, claim, "continue", "open_claim", primary=True))
    if claim.status in (Status.REJECTED, Status.REJECTED_FINAL, Status.EXPIRED, Status.DISCARDED):
        found.append(press(scene, claim, "start_again", "new_claim", choice="again"))
    return found
