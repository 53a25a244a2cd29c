"""The status card that asks for an answer: what the reviewer wants, and by when."""

from __future__ import annotations

import re

from bot.cards.inputs import Form
from bot.cards.kit import box, next_box, section, sentence, small, text
from bot.cards.parts import days_left
from bot.cards.proof_files import file_rows
from bot.cards.scene import Card, Element, Scene
from bot.cards.status_frame import frame, lines_of, press
from bot.claims.models import Claim, Request, SolutionArea

_NUMBERED = re.compile(r"^\s*\d{1,2}[.)]\s")


def action_required(scene: Scene, claim: Claim) -> Card:
    """Show the request, the files, and the box for the answer."""
    words, request = scene.words, claim.request
    if request is None:
        return frame(scene, claim, "state.under_review.headline", [], [])
    day = words.date(request.answer_by)
    points = sum(bool(_NUMBERED.match(line)) for line in request.text.splitlines())
    title, values = "state.action_required.headline", {"day": day}
    if points > 1:
        title = "state.action_required.headline_points"
        values["points"] = words.number(points)
    left = days_left(scene, request.answer_by)
    return frame(
        scene,
        claim,
        title,
        [
            sentence(words("state.action_required.sentence", left=left)),
            _asked(scene, request),
            section(words("state.action_required.answer")),
            *file_rows(scene, claim, remove=True, detail="added"),
            *_answer(scene, claim),
            small(_may_change(scene, claim)),
            next_box(words, words("state.action_required.next")),
        ],
        [
            press(scene, claim, "answer_action", validates=True, primary=True),
            press(scene, claim, "add_poe"),
            press(scene, claim, "change_details", "edit"),
            press(scene, claim, "withdraw"),
        ],
        typed="state.action_required.hint",
        **values,
    )


def _asked(scene: Scene, request: Request) -> Element:
    words, day = scene.words, scene.words.date(scene.words.day_of(request.at))
    code = "state.action_required.asked" if request.by else "state.action_required.asked_plain"
    title = text(words(code, name=request.by, day=day), weight="Bolder")
    return box(
        [title, *(text(line, spacing="Small") for line in lines_of(request.text))], "warning"
    )


def _answer(scene: Scene, claim: Claim) -> list[Element]:
    """Ask for the answer; earlier comments are none, so only what was typed is filled in."""
    elements = Form(scene, claim).text("comments", required=True, multiline=True)
    return relabelled(scene, elements, "state.action_required.answer")


def relabelled(scene: Scene, elements: list[Element], code: str) -> list[Element]:
    """Give the comments box another question, and no earlier comments."""
    first = elements[0]
    first["label"] = scene.words.plain(f"{code}_label")
    first["placeholder"] = scene.words.plain(f"{code}_placeholder")
    if "comments" not in scene.typed:
        first.pop("value", None)
    return elements


def _may_change(scene: Scene, claim: Claim) -> str:
    modern = claim.solution_area is SolutionArea.MODERN_WORK_SECURITY
    code = "step.workloads" if modern else "step.products"
    items = scene.words.plain(code).lower()
    return scene.words("state.action_required.may_change", items=items)
