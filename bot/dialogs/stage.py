"""Where a turn's cards are shown: in place of the pressed card, or below what was typed.

One card that takes an answer is live in a conversation. Showing another closes it: a press
replaces its own card; after a typed answer the old card shrinks to "Continued below".
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from botbuilder.core import TurnContext

from bot.cards.moments import said
from bot.cards.scene import Card, Scene, Stamp
from bot.claims.errors import Problem
from bot.claims.models import Claim, Person
from bot.claims.ports import Unit
from bot.dialogs.desk import Desk
from bot.dialogs.gestures import Pressed
from bot.dialogs.turn import Reply, Turn
from bot.services.access import own_claim
from bot.text.commands import is_question
from bot.text.words import Words

_KEY = "stage"


class Stage:
    """One turn as the dialogs see it: who, what, the claim's rules, and where to show."""

    def __init__(self, desk: Desk, turn: Turn) -> None:
        self.desk, self.turn = desk, turn
        self.today = desk.rules.calendar.today(desk.clock.now())
        self.words = self._words(turn.person.locale)
        self.problems: Sequence[Problem] = ()
        self.typed: Mapping[str, Any] = {}
        self.notes: list[str] = []
        self.silent = False
        """True while a dialog is opened only to take what is already there."""
        self._claims: dict[int, Claim] = {}

    @property
    def person(self) -> Person:
        """The person whose turn it is."""
        return self.turn.person

    @property
    def unit(self) -> Unit:
        """The turn's transaction."""
        return self.turn.unit

    @property
    def pressed(self) -> Pressed | None:
        """The press, if this turn is one."""
        return self.turn.gesture if isinstance(self.turn.gesture, Pressed) else None

    def _words(self, locale: str) -> Words:
        return Words(locale, zone=self.desk.rules.calendar.zone, today=self.today)

    def speak(self, language: str) -> Words:
        """Go on in a question's language for this turn; an empty one changes nothing."""
        if language and not self.person.locale.lower().startswith(language):
            self.words = self._words(language)
        return self.words

    def asks(self, line: str, locale: str) -> bool:
        """Say whether a typed line is a question, by its form or by what it is surely about."""
        return is_question(line, locale) or self.desk.advisor.asks(line, locale)

    async def own(self, claim_id: int | None) -> Claim:
        """Give the person's own claim as it stands in this turn. Raises `Refused` NOT_FOUND."""
        if claim_id in self._claims:
            return self._claims[claim_id]
        return await own_claim(self.unit, self.person, claim_id)

    def keep(self, claim: Claim) -> Claim:
        """Remember a claim that this turn has changed but not committed."""
        self._claims[claim.id] = claim
        return claim

    def scene(
        self, claim: Claim | None = None, *, suggested: Mapping[str, Any] | None = None
    ) -> Scene:
        """Make what a card is drawn from, with a fresh nonce."""
        claim_id, revision = (claim.id, claim.version) if claim else (None, None)
        if claim and claim.id in self._claims:
            revision = claim.version + 1
        return Scene(
            words=self.words,
            stamp=Stamp(secrets.token_urlsafe(9), claim_id, revision),
            rules=self.desk.rules,
            today=self.today,
            problems=self.problems,
            typed=self.typed,
            suggested=suggested or {},
            notes=tuple(self.notes),
        )

    async def ask(self, scene: Scene, card: Card) -> None:
        """Show the one live card: it takes an answer, and the live card before it is closed."""
        if self.silent:
            return
        await self.close_live()
        claim_id = scene.stamp.claim_id
        if claim_id is not None:
            self.turn.state["focus"] = claim_id
        live = {"nonce": scene.stamp.nonce, "key": self.turn.key, "claim_id": claim_id}
        place = self._place(Reply(card=card, summary=card.get("fallbackText", ""), live=True))
        live |= place
        self.turn.state["live"] = live

    def show(self, card: Card, *, status_of: int | None = None) -> None:
        """Show a card that takes no answer of its own."""
        self._place(Reply(card=card, summary=card.get("fallbackText", ""), status_of=status_of))
        if self.pressed and self.pressed.nonce == self.live.get("nonce"):
            self.turn.state.pop("live", None)

    def say(self, code: str, **values: object) -> None:
        """Show one sentence (`moment.<code>`)."""
        self.show(said(self.scene(), code, **values))

    def below(self, card: Card, *, status_of: int | None = None) -> None:
        """Show a card below, whatever the gesture was."""
        summary = card.get("fallbackText", "")
        self.turn.replies.append(Reply(card=card, summary=summary, status_of=status_of))

    @property
    def live(self) -> dict[str, Any]:
        """The live card: its nonce, claim and message; empty where none is."""
        live = self.turn.state.get("live")
        return live if isinstance(live, dict) else {}

    def is_live(self, pressed: Pressed) -> bool:
        """Say whether a press came from the live card and its claim."""
        same_claim = pressed.claim_id is None or pressed.claim_id == self.live.get("claim_id")
        return bool(pressed.nonce) and pressed.nonce == self.live.get("nonce") and same_claim

    async def close_live(self) -> None:
        """Shrink the live card, unless it is the one pressed (which is replaced anyway)."""
        live = self.turn.state.pop("live", None)
        if not isinstance(live, dict):
            return
        if self.pressed and self.pressed.nonce == live.get("nonce") and self.turn.in_place is None:
            return
        message_id = await self._message_id(live)
        if message_id and not (self.pressed and self.pressed.message_id == message_id):
            card = said(self.scene(), "continued")
            self.turn.replies.append(
                Reply(card=card, summary=card.get("fallbackText", ""), replaces=message_id)
            )

    async def _message_id(self, live: Mapping[str, Any]) -> str | None:
        """Find the live card's message: known from a press, or noted when it was sent."""
        if live.get("message_id"):
            return str(live["message_id"])
        sent = await self.unit.answered(str(live.get("key", "")))
        index = live.get("index")
        if sent is None or not sent.message_ids or not isinstance(index, int):
            return None
        ids = sent.message_ids[-len(sent.result.get("replies", ())) :]
        return (ids[index] or None) if index < len(ids) else None

    def _place(self, reply: Reply) -> dict[str, Any]:
        """Put a reply in the pressed card's place if that is still free, else below."""
        if self.pressed and self.turn.in_place is None:
            self.turn.in_place = reply
            return {"message_id": self.pressed.message_id}
        self.turn.replies.append(reply)
        return {"index": len(self.turn.replies) - 1}


def put_stage(context: TurnContext, stage: Stage) -> None:
    """Hand the stage to the dialogs of this turn."""
    context.turn_state[_KEY] = stage


def stage_of(context: TurnContext) -> Stage:
    """Give the stage of this turn."""
    stage: Stage = context.turn_state[_KEY]
    return stage
