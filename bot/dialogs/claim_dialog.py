"""The claim from its first question to "Add customer": one screen a section, computed each time."""

from __future__ import annotations

from typing import Any

from bot.cards.contacts_step import contacts_step
from bot.cards.customer_step import customer_step, not_verified
from bot.cards.items_step import items_step
from bot.cards.moments import csp_end
from bot.cards.review_step import change_details, review_step
from bot.cards.role_step import role_step
from bot.claims.errors import Code, Problem, Refused
from bot.claims.fields import (
    FIELDS,
    Section,
    affected_by,
    missing,
    sections,
)
from bot.claims.models import Claim, Status, Verification
from bot.dialogs.claim_answers import (
    NEW_CUSTOMER,
    earlier_claim,
    known_customers,
    offered_for,
    offered_role,
    raw_answers,
)
from bot.dialogs.claim_screens import (
    CHANGES,
    CSP_END,
    ITEMS,
    NOT_VERIFIED,
    REVIEW,
    change_of,
    next_screen,
    proof_screen,
)
from bot.dialogs.gestures import Gesture, Pressed, Typed
from bot.dialogs.reading import Reading, read_answer, read_move
from bot.dialogs.screen_dialog import Again, Go, NotMine, Outcome, ScreenDialog
from bot.dialogs.stage import Stage
from bot.dialogs.turn import Options
from bot.services.directory_check import needs_check
from bot.services.drafts import Answered
from bot.text.commands import read_command


class ClaimDialog(ScreenDialog):
    """Options: `claim_id` (None until the first answer), `screen`, `role` and `bought` (from the
    guided choice), `given` (answers before there is a claim), `edit` (true when a single section
    is being changed), `found` (true when the tenant was just found)."""

    name = "claim"

    async def show(self, stage: Stage, options: Options) -> None:
        """Show the screen the options name, or the one the claim needs next."""
        claim = await self._claim(stage, options)
        screen = options.get("screen") or (next_screen(claim) if claim else Section.ROLE)
        if claim is None or screen == Section.ROLE:
            return await self._show_role(stage, claim, options)
        earlier = await earlier_claim(stage, claim)
        offered = await offered_for(stage, claim, earlier)
        scene = stage.scene(claim, suggested=offered)
        if screen in ITEMS:
            card = items_step(scene, claim, verified=bool(options.get("found")))
        elif screen == REVIEW:
            based_on = earlier if earlier and earlier.id == claim.based_on else None
            card = review_step(scene, claim, based_on=based_on)
        else:
            card = _CARDS[screen](scene, claim)
        return await stage.ask(scene, card)

    async def _claim(self, stage: Stage, options: Options) -> Claim | None:
        claim_id = options.get("claim_id")
        return await stage.own(claim_id) if claim_id is not None else None

    async def _show_role(self, stage: Stage, claim: Claim | None, options: Options) -> None:
        found = {"role"} & options.keys()
        offered = await offered_role(stage, options) if found or claim is None else {}
        if not stage.typed:
            stage.typed = {**(offered if found else {}), **options.get("given", {})}
        customers = [] if options.get("edit") else await known_customers(stage)
        scene = stage.scene(claim, suggested=offered)
        await stage.ask(scene, role_step(scene, claim, customers))

    async def take(self, stage: Stage, options: Options, gesture: Gesture) -> Outcome:
        """Take a press or a typed answer for the screen shown."""
        claim = await self._claim(stage, options)
        screen = options.get("screen") or (next_screen(claim) if claim else str(Section.ROLE))
        options = {**options, "screen": screen}
        if claim and isinstance(gesture, Typed):
            command = read_command(gesture.text, stage.person.locale)
            if command and command.name == "continue":
                return self._forward(claim, {"claim_id": claim.id})
        pressed = await self._read(stage, claim, options, gesture)
        return await self._pressed(stage, claim, options, pressed) if pressed else NotMine()

    async def _read(
        self, stage: Stage, claim: Claim | None, options: Options, gesture: Gesture
    ) -> Pressed | None:
        """Read a typed line as the press it stands for; prefilled answers count as given."""
        if not isinstance(gesture, Typed):
            return gesture if isinstance(gesture, Pressed) else None
        text, locale = gesture.text, stage.person.locale
        if move := read_move(text, locale):
            return move
        command = read_command(text, locale)
        if command and not command.rest:
            return None
        customers = await known_customers(stage) if options["screen"] == Section.ROLE else []
        reading = Reading(options["screen"], claim, stage.desk.rules, customers, stage.asks)
        answers = read_answer(reading, text, locale)
        return Pressed(verb="next", inputs=answers, choice="typed") if answers else None

    async def _pressed(
        self, stage: Stage, claim: Claim | None, options: Options, pressed: Pressed
    ) -> Outcome:
        screen = options["screen"]
        if pressed.verb == "choose_role":
            return Go("role_choice", {"claim_id": options.get("claim_id")})
        if pressed.verb == "edit" and claim:
            return Again(change_of(claim, pressed.section))
        if pressed.verb == "back" and claim:
            return self._back(claim, options)
        if pressed.verb == "add_customer" and claim:
            return await self._add_customer(stage, claim, options)
        if pressed.verb == "next" and screen == NOT_VERIFIED and claim:
            return await self._go_on(stage, claim, options, pressed)
        if pressed.verb == "next" and screen in (REVIEW, CSP_END, CHANGES):
            return await self._add_customer(stage, claim, options) if claim else NotMine()
        if pressed.verb == "next":
            return await self._answer(stage, claim, options, pressed)
        return NotMine()

    def _back(self, claim: Claim, options: Options) -> Outcome:
        if options.get("edit"):
            return self._home(claim)
        screens = [*(str(part) for part in sections(claim)), REVIEW]
        screen = options["screen"]
        if screen in (NOT_VERIFIED, CSP_END):
            return Again({"claim_id": claim.id, "screen": str(Section.CUSTOMER)})
        if screen == CHANGES:
            return Go("status", {"claim_id": claim.id})
        before = max(screens.index(screen) - 1, 0) if screen in screens else 0
        return Again({"claim_id": claim.id, "screen": screens[before]})

    def _home(self, claim: Claim) -> Outcome:
        """Return to where a change began: the review, the draft, or the reviewer's question."""
        if claim.status is Status.ACTION_REQUIRED:
            return Again({"claim_id": claim.id, "screen": CHANGES})
        if not claim.started:
            return Go("proof", {"claim_id": claim.id, "screen": proof_screen(claim)})
        return Again({"claim_id": claim.id, "screen": next_screen(claim)})

    def _forward(self, claim: Claim, options: Options) -> Outcome:
        """Go on with what is missing next; a complete claim goes home."""
        screen = next_screen(claim)
        return self._home(claim) if screen == REVIEW else Again({**options, "screen": screen})

    async def _answer(
        self, stage: Stage, claim: Claim | None, options: Options, pressed: Pressed
    ) -> Outcome:
        """Save the answers of a section; repaint it with what is wrong, or go on."""
        started = claim or await stage.desk.drafts.start(stage.unit, stage.person)
        raw = await raw_answers(stage, started, options, pressed)
        answered = await self._take_in(stage, started, raw, options["screen"])
        claim = stage.keep(answered.claim) if answered.claim.partner_role or claim else None
        stage.notes += self._asked_again(stage, answered)
        if claim is None:
            given = {name: value for name, value in raw.items() if value}
            return Again({**options, "given": given}, answered.problems, raw)
        kept = {**options, "claim_id": claim.id}
        taken = {row.field for row in answered.problems if row.code is Code.ALREADY_COVERED}
        if taken and options["screen"] == Section.CUSTOMER:
            return Again({**kept, "screen": str(sections(claim)[2])}, answered.problems)
        down = [row for row in answered.problems if row.code is Code.DIRECTORY_DOWN]
        if down and len(down) == len(answered.problems):
            return Again({**kept, "screen": NOT_VERIFIED})
        if answered.problems:
            return Again(kept, answered.problems, raw)
        return self._onward(claim, options, answered)

    async def _take_in(
        self, stage: Stage, claim: Claim, raw: dict[str, Any], screen: str
    ) -> Answered:
        """Save the answers; on the first card the customer is one chosen from the list."""
        drafts = stage.desk.drafts
        if screen != Section.ROLE:
            return await drafts.answer(stage.unit, claim, raw, stage.person)
        chosen, known = raw.get("customer_name"), await known_customers(stage)
        row = next((row for row in known if chosen in (row.tenant_id, row.customer_name)), None)
        rest = {name: value for name, value in raw.items() if name != "customer_name"}
        if row and row.tenant_id != claim.tenant_id:
            return await drafts.take_customer(stage.unit, claim, rest, row, stage.person)
        if chosen == NEW_CUSTOMER and claim.tenant_id in {row.tenant_id for row in known}:
            claim = drafts.leave_customer(stage.unit, claim, stage.person)
        return await drafts.answer(stage.unit, claim, rest, stage.person)

    def _asked_again(self, stage: Stage, answered: Answered) -> list[str]:
        """Say which answers fell away, which of them are asked again, and why."""
        shown = [name for name in answered.emptied if FIELDS[name].shown(answered.claim)]
        gone = [name for name in answered.emptied if name not in shown]
        causes = (f for f in answered.changed if {*affected_by(f)} & {*answered.emptied})
        cause = stage.words.plain(f"field.{next(causes, 'partner_role')}.short")
        again = stage.words("flow.asked_again", fields=_listed(stage, shown), cause=cause)
        away = stage.words("flow.fell_away", fields=_listed(stage, gone), cause=cause)
        return [note for note, names in ((again, shown), (away, gone)) if names]

    def _onward(self, claim: Claim, options: Options, answered: Answered) -> Outcome:
        next_options: Options = {"claim_id": claim.id}
        place_changed = {"tenant_id", "customer_domain"} & {*answered.changed}
        if _silent(claim) and place_changed and options["screen"] == Section.CUSTOMER:
            edit = {"edit": True} if options.get("edit") else {}
            return Again({**next_options, **edit, "screen": NOT_VERIFIED})
        still = missing(claim, Section(options["screen"]))
        if still:
            return Again({**options, **next_options, "screen": options["screen"]})
        found = claim.directory.result is Verification.MATCHED
        if options["screen"] == Section.CUSTOMER and found:
            next_options["found"] = True
        return self._forward(claim, next_options)

    async def _go_on(
        self, stage: Stage, claim: Claim, options: Options, pressed: Pressed
    ) -> Outcome:
        """Leave "I could not check": try again, or go on with the tenant ID as typed."""
        drafts = stage.desk.drafts
        raw = {k: v for k, v in pressed.inputs.items() if k == "tenant_id" and v}
        if pressed.choice == "try_again" or raw:
            await stage.turn.busy()
            raw = raw or {"customer_domain": claim.customer_domain}
            answered = await drafts.answer(stage.unit, claim, raw, stage.person)
            claim = stage.keep(answered.claim)
            if any(row.code is not Code.DIRECTORY_DOWN for row in answered.problems):
                return Again({**options, "screen": str(Section.CUSTOMER)}, answered.problems, raw)
        if claim.tenant_id is None or (pressed.choice == "try_again" and _silent(claim)):
            return Again({**options, "screen": NOT_VERIFIED})
        return self._forward(claim, {"claim_id": claim.id})

    async def _add_customer(self, stage: Stage, claim: Claim, options: Options) -> Outcome:
        if options["screen"] != REVIEW or not claim.started:
            return self._forward(claim, {"claim_id": claim.id})
        try:
            draft = await stage.desk.drafts.add_customer(stage.unit, claim, stage.person)
        except Refused as refused:
            return self._repair(claim, refused.problems)
        stage.keep(draft)
        return Go("proof", {"claim_id": claim.id, "screen": "draft"})

    def _repair(self, claim: Claim, problems: tuple[Problem, ...]) -> Outcome:
        """Show the section of what is missing; other problems stay on the review."""
        screen = next_screen(claim)
        return Again({"claim_id": claim.id, "screen": screen}, problems)


def _listed(stage: Stage, names: list[str]) -> str:
    return stage.words.list(stage.words.plain(f"field.{each}.short") for each in names)


def _silent(claim: Claim) -> bool:
    silent = claim.directory.result is Verification.UNAVAILABLE
    return silent and needs_check(claim)


_CARDS = {
    str(Section.CUSTOMER): customer_step,
    str(Section.CONTACTS): contacts_step,
    NOT_VERIFIED: not_verified,
    CSP_END: csp_end,
    CHANGES: change_details,
}
