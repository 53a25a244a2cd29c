"""The box that says first what has to be put right, and what was kept."""

from __future__ import annotations

from collections.abc import Collection

from bot.cards.kit import box, text
from bot.cards.problems import problem_text
from bot.cards.scene import Element, Scene
from bot.claims.errors import Problem
from bot.claims.fields import FIELDS
from bot.claims.models import Claim
from bot.text.markdown import Markdown


def error_summary(scene: Scene, claim: Claim | None, asked: Collection[str] = ()) -> Element | None:
    """Draw the box, or nothing where nothing is wrong.

    `asked` are the fields this card asks: their problems stand below each; all others are told
    here, with the section and the field they belong to.
    """
    if not scene.problems:
        return None
    words, here = scene.words, [each for each in scene.problems if each.field not in asked]
    below = [each for each in scene.problems if each.field in asked]
    title = words("card.to_fix", count=len(scene.problems))
    lines = [_told(scene, each, claim) for each in here]
    if below:
        lines.append(_what_happened(scene, below, claim))
    return box(
        [
            text(title, color="Attention", weight="Bolder"),
            *(text(line, spacing="Small") for line in lines),
        ],
        "attention",
    )


def _told(scene: Scene, problem: Problem, claim: Claim | None) -> Markdown:
    words, what = scene.words, problem_text(scene, problem, claim)
    field = FIELDS.get(problem.field)
    if field is None or not words.has(f"field.{field.id}.short"):
        return what
    section, name = words(f"step.{field.section}"), words(f"field.{field.id}.short")
    return words("card.problem_of", section=section, field=name, what=what)


def _what_happened(scene: Scene, below: list[Problem], claim: Claim | None) -> Markdown:
    words = scene.words
    if len(below) == 1 and words.has(f"box.{below[0].code}"):
        return problem_text(scene, below[0], claim, prefix="box")
    return words("card.kept", count=len(below))
