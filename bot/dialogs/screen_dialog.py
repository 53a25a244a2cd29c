"""A waterfall of two steps, show and take, whatever the screen: its position means nothing.

The SDK stores a waterfall's position as a number. Insert a step, deploy, and an answer is filed
under the wrong question. Here the state holds the claim's id and the screen's name only; what to
ask is computed from the claim each time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, NamedTuple

from botbuilder.dialogs import (
    Dialog,
    DialogTurnResult,
    WaterfallDialog,
    WaterfallStepContext,
)

from bot.claims.errors import Problem
from bot.dialogs.answering import answer_question
from bot.dialogs.gestures import Gesture
from bot.dialogs.stage import Stage, stage_of
from bot.dialogs.turn import Options
from bot.observing.traces import span


class Again(NamedTuple):
    """Show a screen of the same dialog next, perhaps with what was wrong and what was typed."""

    options: Options
    problems: Sequence[Problem] = ()
    typed: Mapping[str, Any] = {}


class Go(NamedTuple):
    """Leave this dialog for another one."""

    dialog: str
    options: Options


class Done(NamedTuple):
    """Leave this dialog; whatever was to be shown has been shown."""


class Stay(NamedTuple):
    """Leave the screen's card as it stands, with what may be half typed on it."""


class NotMine(NamedTuple):
    """The gesture was no answer to this screen: treat it as a question, then show it again."""


Outcome = Again | Go | Done | Stay | NotMine


class ScreenDialog(WaterfallDialog):
    """The base of every waterfall here: subclasses say what a screen shows and takes."""

    name: ClassVar[str]

    def __init__(self) -> None:
        super().__init__(self.name, [self._show, self._take])

    async def show(self, stage: Stage, options: Options) -> None:
        """Put the screen's card on the stage."""
        raise NotImplementedError

    async def take(self, stage: Stage, options: Options, gesture: Gesture) -> Outcome:
        """Take a gesture as the screen's answer and say what follows."""
        raise NotImplementedError

    async def _show(self, step: WaterfallStepContext) -> DialogTurnResult:
        options = dict(step.options or {})
        with span("show", dialog=self.name, screen=_screen(options)):
            await self.show(stage_of(step.context), options)
        return Dialog.end_of_turn

    async def _take(self, step: WaterfallStepContext) -> DialogTurnResult:
        stage, options = stage_of(step.context), dict(step.options or {})
        with span("take", dialog=self.name, screen=_screen(options)):
            outcome = await self.take(stage, options, step.result)
        if isinstance(outcome, NotMine):
            await answer_question(stage, alone=False)
            outcome = Again(options)
        if isinstance(outcome, Again):
            stage.problems, stage.typed = outcome.problems, outcome.typed
            return await step.replace_dialog(self.id, outcome.options)
        if isinstance(outcome, Go):
            return await step.replace_dialog(outcome.dialog, outcome.options)
        if isinstance(outcome, Stay):
            step.active_dialog.state[WaterfallDialog.StepIndex] = 0
            return Dialog.end_of_turn
        return await step.end_dialog()


def _screen(options: Options) -> str:
    return str(options.get("screen", ""))
