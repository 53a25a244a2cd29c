"""The frame every status card shares: status line, headline, content, hint and buttons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.cards.buttons import button
from bot.cards.error_box import error_summary
from bot.cards.kit import card, headline, hint, notes, status_line
from bot.cards.parts import SHAPES, customer, stamp_for, status_words
from bot.cards.scene import Card, Element, Scene
from bot.claims.models import Claim
from bot.text.markdown import Markdown, escape


def frame(
    scene: Scene,
    claim: Claim,
    title: str,
    body: Iterable[Element | None],
    buttons: Sequence[Element],
    *,
    typed: str = "state.hint",
    **values: object,
) -> Card:
    """Put a status card together; `title` is the code of its headline, `typed` of its hint."""
    words = scene.words
    values = {"customer": customer(words, claim), **values}
    return card(
        [
            head(scene, claim),
            headline(words(title, **values)),
            error_summary(scene, claim, ("comments",)),
            *notes(scene),
            *body,
            hint(words(typed, id=claim.id)),
        ],
        buttons,
        summary=words.plain(title, **values),
    )


def head(scene: Scene, claim: Claim) -> Element:
    """Draw "◐ Submitted" with the claim's number."""
    words = scene.words
    color = SHAPES[claim.status][1]
    return status_line(status_words(words, claim), color, words("card.claim", id=claim.id))


def press(scene: Scene, claim: Claim, code: str, verb: str = "", **more: object) -> Element:
    """Make a button of a claim's status card; it checks and sends no inputs unless asked to."""
    options: dict[str, object] = {"validates": False, **more}
    stamp = stamp_for(scene, claim)
    return button(scene.words, code, verb or code, stamp, **options)  # type: ignore[arg-type]


def see_details(scene: Scene, claim: Claim) -> Element:
    """Make the button to everything about the claim."""
    return press(scene, claim, "see_details", "open_claim", choice="details")


def lines_of(text: str) -> list[Markdown]:
    """Give a person's own lines, each inert, without the empty ones."""
    return [escape(line) for line in text.splitlines() if line.strip()]
