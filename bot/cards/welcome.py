"""The first thing a person sees, and what they can ask for."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.buttons import button
from bot.cards.claim_rows import claim_row
from bot.cards.due import age_days, due_words, step_of
from bot.cards.kit import BULLET_WIDTH, card, headline, hint, marked, section, sentence, text
from bot.cards.parts import customer, stamp_for
from bot.cards.scene import Card, Element, Scene
from bot.claims.deadlines import next_due
from bot.claims.models import Claim


def _greeting(scene: Scene, code: str, name: str) -> str:
    key = f"{code}.headline" if name else f"{code}.headline_plain"
    return scene.words(key, name=name)


def _summary(scene: Scene, code: str, name: str) -> str:
    return scene.words.plain(f"{code}.headline" if name else f"{code}.headline_plain", name=name)


def first(scene: Scene, name: str) -> Card:
    """Greet an Incentives admin who has no claim yet; `name` is the given name."""
    words, stamp = scene.words, scene.stamp
    to_hand = [words(f"welcome.{each}") for each in ("domain", "contact", "proof", "subscription")]
    return card(
        [
            headline(_greeting(scene, "welcome", name)),
            sentence(words("welcome.sentence", partner=scene.rules.partner_name)),
            section(words("welcome.to_hand")),
            *(_bullet(each) for each in to_hand),
            hint(words("welcome.hint")),
        ],
        [
            button(words, "start", "new_claim", stamp, primary=True),
            button(words, "choose_role", "choose_role", stamp),
            button(words, "my_claims", "my_claims", stamp),
        ],
        summary=_summary(scene, "welcome", name),
    )


def _bullet(content: str) -> Element:
    return marked("•", content, "", color="Accent", width=BULLET_WIDTH)


def back(scene: Scene, name: str, claims: Sequence[Claim]) -> Card:
    """Greet an admin with unfinished claims, what is due first.

    The first claim is the one to continue.
    """
    words, latest = scene.words, claims[0]
    facts = words("welcome_back.unfinished", count=len(claims))
    return card(
        [
            headline(_greeting(scene, "welcome_back", name)),
            sentence(f"{facts} {_nearest(scene, claims)}"),
            *(claim_row(scene, claim, _what(scene, claim)) for claim in claims),
            hint(words("welcome_back.hint")),
        ],
        [
            button(
                words,
                "continue_claim",
                "open_claim",
                stamp_for(scene, latest),
                primary=True,
                customer=customer(words, latest),
            ),
            button(words, "start", "new_claim", scene.stamp),
            button(words, "my_claims", "my_claims", scene.stamp),
        ],
        summary=_summary(scene, "welcome_back", name),
    )


def _nearest(scene: Scene, claims: Sequence[Claim]) -> str:
    words = scene.words
    dated = [(due.on, claim) for claim in claims if (due := next_due(claim))]
    near = min(dated, key=lambda pair: pair[0], default=None)
    if near is None or (near[1].rejection is None and near[1].request is None):
        return words("welcome_back.due_none")
    return words("welcome_back.due_day", customer=customer(words, near[1]), day=words.date(near[0]))


def _what(scene: Scene, claim: Claim) -> str:
    words = scene.words
    if claim.started:
        when = words.ago(claim.changed_at)
        return words.plain("due.step_saved", step=step_of(claim), when=when)
    days = age_days(scene, claim)
    if claim.added_at and days > 0 and not claim.poe_files:
        return words.plain("due.proof_old", age=words.plain("due.age", count=days))
    return due_words(scene, claim)


def not_an_admin(scene: Scene, name: str) -> Card:
    """Say who may make claims, to somebody who may only ask."""
    words = scene.words
    return card(
        [
            headline(_greeting(scene, "not_admin", name)),
            sentence(words("not_admin.sentence")),
            hint(words("not_admin.hint")),
        ],
        [button(words, "choose_role", "choose_role", scene.stamp)],
        summary=_summary(scene, "not_admin", name),
    )


def reviewer(scene: Scene, name: str, waiting: int) -> Card:
    """Greet a reviewer and say how many claims wait."""
    words = scene.words
    wait = words("reviewer.waiting", count=waiting) if waiting else words("reviewer.none")
    return card(
        [
            headline(_greeting(scene, "reviewer", name)),
            sentence(wait),
            hint(words("reviewer.hint")),
        ],
        [button(words, "queue", "review", scene.stamp, primary=True)],
        summary=_summary(scene, "reviewer", name),
    )


def help_card(scene: Scene, *, admin: bool, reviewer: bool) -> Card:
    """Say what can be pressed or typed."""
    words, stamp = scene.words, scene.stamp
    codes = ["which_role"]
    codes = ["new_claim", *codes, "my_claims", "continue", "cancel"] if admin else codes
    codes += ["review", "decide"] if reviewer else []
    buttons = [button(words, "choose_role", "choose_role", stamp)]
    if admin:
        buttons = [
            button(words, "start", "new_claim", stamp, primary=True),
            *buttons,
            button(words, "my_claims", "my_claims", stamp),
        ]
    body = [headline(words("help.headline")), text(words("help.sentence"), spacing="Small")]
    body += [_bullet(words(f"help.{code}")) for code in codes]
    return card(
        [*body, hint(words("help.question"))], buttons, summary=words.plain("help.headline")
    )
