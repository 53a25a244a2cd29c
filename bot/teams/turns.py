"""The way of an activity: admitted, understood, answered in one transaction, then sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

import structlog
from botbuilder.core import TurnContext

from bot.claims.errors import Conflict, Covered
from bot.claims.ports import ConversationState, People, Reference, Store, Unit
from bot.dialogs.dialog_state import read_state, write_state
from bot.dialogs.gestures import Arrived, FileConsent, Pressed
from bot.dialogs.turn import Reply, Turn
from bot.observing import work
from bot.observing.traces import Span, span
from bot.teams import faults
from bot.teams.activities import Gone, Ignored, read_gesture
from bot.teams.adapter import TeamsAdapter
from bot.teams.admission import SILENT, Admission, Admitted, Reason, TurnedAway
from bot.teams.authentication import NotAdmitted
from bot.teams.connector import Connector
from bot.teams.delivery import Delivery, Outcome, send, status_card
from bot.teams.invokes import bad_payload_body, card_body, text_body
from bot.teams.locks import Locks
from bot.teams.outgoing import typing
from bot.teams.presses import BadPayload
from bot.teams.references import GuestFound, Profiles, current_reference, person_of
from bot.teams.refusals import SendFailed, SendLater
from bot.teams.visits import Visit, route_to, visit_of
from bot.teams.words import EnglishWords, SeamWords

_log = structlog.get_logger("bot.teams")
_ATTEMPTS = 3
Wire = Mapping[str, Any]


class Conversation(Protocol):
    """What answers a gesture: the dialogs."""

    async def on_turn(self, context: TurnContext, turn: Turn) -> None:
        """Answer `turn.gesture` by filling the turn; nothing is sent and nothing is committed."""
        ...


class Turns:
    """Runs activities of all conversations, one at a time in each."""

    def __init__(
        self,
        *,
        store: Store,
        people: People,
        conversation: Conversation,
        connector: Connector,
        adapter: TeamsAdapter,
        admission: Admission,
        words: SeamWords | None = None,
        profiles: Profiles | None = None,
    ) -> None:
        self._store = store
        self._people = people
        self._conversation = conversation
        self._connector = connector
        self._adapter = adapter
        self._admission = admission
        self._words = words or EnglishWords()
        self._profiles = profiles or Profiles(connector)
        self._delivery = Delivery(store, connector)
        self._locks = Locks()

    async def run(self, context: TurnContext, activity: Wire) -> None:
        """Answer one well-formed activity of the channel.

        Raises `NotAdmitted` (403) for an activity that must not even be answered, `BadPayload`
        for a message nobody's client sends, and `SendLater` where the answer is stored but could
        not be sent: the channel's next delivery of the activity sends it.
        """
        who = self._admission.judge(activity)
        try:
            if isinstance(who, TurnedAway):
                await self._turn_away(context, activity, who.reason)
            else:
                await self._welcome(context, activity, who)
        except GuestFound:
            await self._turn_away(context, activity, Reason.GUEST)
        except BadPayload:
            if activity["type"] != "invoke":
                raise
            self._adapter.answer_invoke(context, 200, bad_payload_body())

    async def _welcome(self, context: TurnContext, activity: Wire, who: Admitted) -> None:
        gesture = read_gesture(activity)
        if isinstance(gesture, Ignored):
            self._acknowledge(context, activity)
            return
        async with self._locks.of(who.conversation_key):
            if isinstance(gesture, Gone):
                await self._block(who)
            else:
                await self._guarded(visit_of(context, activity, who, gesture))

    async def _guarded(self, visit: Visit) -> None:
        """Hold the error boundary: whatever goes wrong, the person gets a sentence."""
        try:
            outcome = await self._settle(visit)
            self._answer(visit, outcome)
            await self._send(visit, outcome)
        except (GuestFound, SendLater):
            raise
        except Exception as error:
            await self._apologise(visit, error)

    async def _settle(self, visit: Visit) -> Outcome:
        """Decide and store the answer, from the start again where somebody else was faster."""
        for _ in range(_ATTEMPTS - 1):
            try:
                return await self._attempt(visit)
            except (Conflict, Covered) as lost:
                _log.info("turn.again", because=type(lost).__name__)
        return await self._attempt(visit)

    async def _attempt(self, visit: Visit) -> Outcome:
        unit = self._store.unit()
        who = visit.who
        opening = await unit.opening(visit.keys, who.tenant_id, who.object_id, who.conversation_key)
        if (done := opening.answered) is not None:
            work.ended("repeated")
            return Outcome.stored(done.key, done.result, done.message_ids or ())
        stored = opening.reference
        if isinstance(visit.gesture, Arrived) and _is_here(stored, visit.who):
            return Outcome(visit.keys[0])
        reference = await current_reference(visit.who, stored, self._profiles)
        if reference != stored:
            unit.keep_reference(reference)
        turn = await self._run_dialogs(visit, unit, reference, opening.conversation)
        await unit.commit()
        work.ended("answered")
        if stored is not None and stored.blocked:
            await self._store.unpark(reference.tenant_id, reference.object_id)
        return Outcome(visit.keys[0], turn.in_place, tuple(turn.replies))

    async def _run_dialogs(
        self, visit: Visit, unit: Unit, reference: Reference, before: ConversationState
    ) -> Turn:
        turn = Turn(
            person=await self._people.with_capabilities(person_of(reference)),
            gesture=visit.gesture,
            unit=unit,
            state=read_state(before.data),
            key=visit.keys[0],
            busy=lambda: self._show_busy(visit),
        )
        with _traced(visit):
            await self._conversation.on_turn(visit.context, turn)
        _keep_result(visit, turn)
        _keep_state(unit, before, turn.state)
        return turn

    def _answer(self, visit: Visit, outcome: Outcome) -> None:
        """Leave the HTTP answer of an invoke."""
        if visit.invoked:
            body = None if isinstance(visit.gesture, FileConsent) else _body(outcome.in_place)
            self._adapter.answer_invoke(visit.context, 200, body)

    async def _send(self, visit: Visit, outcome: Outcome) -> None:
        """Send the replies; of a failure only the channel can be told, and only of a message."""
        try:
            await self._delivery.deliver(visit, outcome)
        except SendFailed as failure:
            _log.warning("reply.not_sent", status=failure.status, code=failure.code)
            if isinstance(failure, SendLater) and not visit.invoked:
                raise

    async def _apologise(self, visit: Visit, error: Exception) -> None:
        reference = faults.record(error, type(visit.gesture).__name__)
        work.ended("failed")
        text = self._words.failed(reference, visit.who.locale)
        if visit.invoked:
            self._adapter.answer_invoke(visit.context, 200, text_body(text))
        else:
            await self._say(visit.route, text)

    async def _turn_away(self, context: TurnContext, activity: Wire, reason: Reason) -> None:
        _log.info("turned_away", reason=reason.value)
        work.ended("turned_away")
        if reason in SILENT:
            raise NotAdmitted(403)
        text = self._words.turned_away(reason.value, activity.get("locale") or "")
        if activity["type"] == "invoke":
            self._adapter.answer_invoke(context, 200, text_body(text))
        elif activity["type"] == "message" or activity.get("action") == "add":
            await self._say(route_to(activity), text)

    async def _say(self, route: Any, text: str) -> None:
        try:
            await send(self._connector.at(route.service_url), route, Reply(text=text))
        except SendFailed as failure:
            _log.warning("sentence.not_sent", status=failure.status, code=failure.code)

    def _acknowledge(self, context: TurnContext, activity: Wire) -> None:
        if activity["type"] == "invoke":
            self._adapter.answer_invoke(context, 200, None)

    async def _show_busy(self, visit: Visit) -> None:
        try:
            client = self._connector.at(visit.route.service_url)
            await client.send_to_conversation(visit.route.conversation_id, typing(visit.route))
        except SendFailed as failure:
            _log.info("typing.not_sent", status=failure.status, code=failure.code)

    async def _block(self, who: Admitted) -> None:
        unit = self._store.unit()
        reference = await unit.reference(who.tenant_id, who.object_id)
        if reference is not None and not reference.blocked:
            unit.keep_reference(reference.model_copy(update={"blocked": True}))
            await unit.commit()


def _is_here(stored: Reference | None, who: Admitted) -> bool:
    """Say whether the other of the two activities of an installation was answered already."""
    return (
        stored is not None and not stored.blocked and stored.conversation_id == who.conversation_id
    )


def _traced(visit: Visit) -> Span:
    gesture = visit.gesture
    if isinstance(gesture, Pressed):
        return span("press", verb=gesture.verb, claim=gesture.claim_id or 0)
    return span("gesture", gesture=type(gesture).__name__)


def _keep_result(visit: Visit, turn: Turn) -> None:
    result = turn.result()
    for key in visit.keys:
        turn.unit.remember(key, result)
    shown = turn.in_place
    if shown is not None and shown.status_of is not None and visit.pressed_message:
        turn.unit.keep_status_card(status_card(visit, shown.status_of, visit.pressed_message))


def _keep_state(unit: Unit, before: ConversationState, state: dict[str, Any]) -> None:
    data = write_state(state)
    if data != before.data:
        unit.keep_conversation(before.model_copy(update={"data": data}))


def _body(shown: Reply | None) -> dict[str, Any]:
    if shown is None:
        return text_body("")
    return card_body(shown.card) if shown.card is not None else text_body(shown.text)
