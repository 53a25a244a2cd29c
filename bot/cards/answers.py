"""Answers to questions: what the rules say, what was perhaps meant, or that we do not know."""

from __future__ import annotations

from collections.abc import Sequence

from bot.advisor.advisor import MOST_OFFERED, Answer
from bot.advisor.entries import PAGE, entries, sources_of
from bot.cards.buttons import button, link
from bot.cards.kit import (
    card,
    headline,
    next_box,
    notes,
    progress,
    section,
    sentence,
)
from bot.cards.own_facts import Fact, own_part, own_summary
from bot.cards.parts import customer, stamp_for
from bot.cards.role_choice import source_line
from bot.cards.scene import Card, Element, Scene
from bot.claims.models import Claim
from bot.text.answers import button_code, remarks, said, short_title


def answer_card(
    scene: Scene,
    found: Answer,
    *,
    claim: Claim | None = None,
    own: Claim | None = None,
    facts: Sequence[Fact] = (),
    open_below: bool = False,
) -> Card:
    """Give an answer with where it comes from; `claim` is one to point to.

    With `own`, one of the person's claims, its `facts` come first and the rule after them. Where
    that claim's own step is `open_below`, there is no button that leads elsewhere.
    """
    words, told = scene.words, said(scene.words, scene.rules, found.id)
    lines = [line for each in sources_of(found.id) if (line := source_line(scene, each.id))]
    for line in lines[:1]:
        line["spacing"] = "Medium"
    if own and facts:
        body = [*own_part(scene, own, facts), section(told.title), sentence(told.text)]
        summary = own_summary(scene, own, facts)
    else:
        top = [progress(words("answer.progress")), headline(told.title), *notes(scene)]
        body = [*top, *map(sentence, remarks(words, found)), sentence(told.text)]
        summary = told.plain_title
    buttons = [] if open_below else _buttons(scene, found.id, claim)
    return card([*body, *lines], buttons, summary=summary)


def _buttons(scene: Scene, answer_id: str, claim: Claim | None) -> list[Element]:
    words, entry = scene.words, entries().get(answer_id)
    if claim and claim.customer_name and answer_id.startswith("help:"):
        return [_see(scene, claim)]
    if entry is None:
        return []
    if entry.button == PAGE:
        return [link(words, button_code(entry), sources_of(answer_id)[0].url)]
    choice = answer_id.partition(":")[2] if answer_id.startswith("role:") else ""
    return [button(words, button_code(entry), entry.button, scene.stamp, choice=choice)]


def _see(scene: Scene, claim: Claim) -> Element:
    who = customer(scene.words, claim)
    stamp = stamp_for(scene, claim)
    return button(scene.words, "see_claim", "open_claim", stamp, validates=False, customer=who)


def did_you_mean(scene: Scene, answer_ids: Sequence[str]) -> Card:
    """Offer up to three questions that were perhaps meant (verb `help`, `choice` the answer id)."""
    words = scene.words
    buttons = [
        button(
            words, "question", "help", scene.stamp, choice=each, question=short_title(words, each)
        )
        for each in answer_ids[:MOST_OFFERED]
    ]
    code = "answer.mean" if len(buttons) > 1 else "own.mean_one"
    return card(
        [headline(words(code)), sentence(words(f"{code}_sentence"))],
        buttons,
        summary=words.plain(code),
    )


def unknown(scene: Scene, *, draft: Claim | None = None, named: Claim | None = None) -> Card:
    """Say that the rules do not answer this, and that an open draft is untouched.

    `named` is a claim whose customer stood in the question: it can be opened.
    """
    words, told = scene.words, said(scene.words, scene.rules, "unknown")
    buttons = [button(words, "choose_role", "choose_role", scene.stamp)]
    rest = words("answer.next")
    if named:
        buttons = [_see(scene, named)]
    elif draft:
        rest = words("answer.next_draft", customer=customer(words, draft))
        stamp = stamp_for(scene, draft)
        buttons = [button(words, "back_to_draft", "open_claim", stamp, primary=True)]
    return card(
        [headline(told.title), sentence(told.text), next_box(words, rest)],
        buttons,
        summary=told.plain_title,
    )
