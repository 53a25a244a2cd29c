"""Answers to questions: what the rules say, what was perhaps meant, or that we do not know."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.buttons import button
from bot.cards.kit import card, headline, next_box, notes, progress, sentence
from bot.cards.parts import customer, stamp_for
from bot.cards.role_choice import source_line
from bot.cards.scene import Card, Element, Scene
from bot.claims.models import Claim
from bot.text.answers import said

#: Questions offered at most where it is not clear which was meant.
MOST = 3


def answer(
    scene: Scene, answer_id: str, *, sources: Sequence[str] = (), claim: Claim | None = None
) -> Card:
    """Give the answer by its id (`help:…`, `role:…`, …).

    `sources` are ids of sources.toml; `claim` is one to point to.
    """
    words, told = scene.words, said(scene.words, scene.rules, answer_id)
    found = [line for each in sources if (line := source_line(scene, each))]
    for line in found[:1]:
        line["spacing"] = "Medium"
    return card(
        [
            progress(words("answer.progress")),
            headline(told.title),
            *notes(scene),
            sentence(told.text),
            *found,
        ],
        _buttons(scene, answer_id, claim),
        summary=told.plain_title,
    )


def _buttons(scene: Scene, answer_id: str, claim: Claim | None) -> list[Element]:
    words, (kind, _, name) = scene.words, answer_id.partition(":")
    if claim and claim.customer_name:
        stamp, who = stamp_for(scene, claim), claim.customer_name
        return [button(words, "see_claim", "open_claim", stamp, validates=False, customer=who)]
    if kind == "role":
        return [button(words, "start_with_role", "new_claim", scene.stamp, choice=name)]
    if answer_id in ("help:process", "help:required_information", "command:new_claim"):
        return [button(words, "start", "new_claim", scene.stamp)]
    if answer_id in ("help:status", "command:my_claims"):
        return [button(words, "my_claims", "my_claims", scene.stamp)]
    if kind in ("ask", "no_role", "redirect"):
        return [button(words, "choose_role", "choose_role", scene.stamp)]
    return []


def did_you_mean(scene: Scene, answer_ids: Sequence[str]) -> Card:
    """Offer up to three questions that were perhaps meant (verb `help`, `choice` the answer id)."""
    words = scene.words
    buttons = [
        button(words, "question", "help", scene.stamp, choice=each, question=_short(scene, each))
        for each in answer_ids[:MOST]
    ]
    return card(
        [headline(words("answer.mean")), sentence(words("answer.mean_sentence"))],
        buttons,
        summary=words.plain("answer.mean"),
    )


def _short(scene: Scene, answer_id: str) -> str:
    code = f"said.{answer_id.replace(':', '.')}"
    return scene.words.plain(scene.words.first(f"{code}.short", f"{code}.title"))


def unknown(scene: Scene, *, draft: Claim | None = None) -> Card:
    """Say that the rules do not answer this, and that an open draft is untouched."""
    words, told = scene.words, said(scene.words, scene.rules, "unknown")
    buttons = [button(words, "choose_role", "choose_role", scene.stamp)]
    rest = words("answer.next")
    if draft:
        rest = words("answer.next_draft", customer=customer(words, draft))
        stamp = stamp_for(scene, draft)
        buttons = [button(words, "back_to_draft", "open_claim", stamp, primary=True)]
    return card(
        [headline(told.title), sentence(told.text), next_box(words, rest)],
        buttons,
        summary=told.plain_title,
    )
