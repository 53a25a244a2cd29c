"""Answers a question over HTTP, by the same path and with the same words as the chat."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated

from aiohttp import web
from pydantic import BaseModel, Field, StringConstraints

from bot.advisor.advisor import Advisor, Answer
from bot.advisor.entries import PAGE, entries, sources_of
from bot.advisor.forms import UNKNOWN
from bot.claims.rules import Rulebook
from bot.text.answers import button_code, said_plainly
from bot.text.words import Words
from bot.web.api.asked import Asked
from bot.web.api.operations import Call, Operation, answer_json
from bot.web.api.shapes import Shape

#: Characters of a question, as many as a message in Teams may have; its beginning is read.
_LONGEST = 28_000

#: Keeps a question nothing was known about: its words, and the language it was taken for.
Note = Callable[[str, str], Awaitable[None]]

Question = Annotated[
    str,
    StringConstraints(
        min_length=1, max_length=_LONGEST, pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
    ),
]


class AskedQuestion(Asked):
    """A question in the asker's own words."""

    text: Question
    locale: str = Field(default="en", max_length=35, pattern=r"^[A-Za-z0-9_-]*$")
    """Used where the text itself does not show its language."""


class SourceView(Shape):
    """Where an answer comes from, and when that was last compared."""

    title: str
    publisher: str
    url: str
    checked: str


class ButtonView(Shape):
    """The one button that helps on: a card's verb, or the address of a page."""

    title: str
    verb: str = ""
    choice: str = ""
    url: str = ""


class AnswerView(Shape):
    """What is answered; `id` is stable, the words may change."""

    id: str
    text: str
    sources: list[SourceView]
    button: ButtonView | None
    language: str
    meant: list[str]
    """Where the answer is `unknown`: the ids of answers that were perhaps meant."""


class Asking:
    """The operation that answers questions."""

    def __init__(self, advisor: Advisor, rules: Rulebook, note: Note | None = None) -> None:
        self._advisor, self._rules, self._note = advisor, rules, note

    def operations(self) -> tuple[Operation, ...]:
        """Give the operation for the API's table."""
        return (
            Operation(
                name="ask",
                method="POST",
                path="/ask",
                summary="Ask in your own words; the answer is the one the chat gives",
                handle=self._ask,
                answer=AnswerView,
                body=AskedQuestion,
            ),
        )

    async def _ask(self, call: Call) -> web.Response:
        asked: AskedQuestion = call.body
        answer = self._advisor.answer(asked.text, asked.locale)
        if answer.id == UNKNOWN and self._note:
            await self._note(asked.text, answer.language)
        words = Words(answer.language, zone=self._rules.calendar.zone, today=call.today)
        return answer_json(self._view(words, answer))

    def _view(self, words: Words, answer: Answer) -> BaseModel:
        found = sources_of(answer.id)
        return AnswerView(
            id=answer.id,
            text=said_plainly(words, self._rules, answer),
            sources=[SourceView.model_validate(each) for each in found],
            button=_button(words, answer.id, found[0].url if found else ""),
            language=answer.language,
            meant=list(answer.meant),
        )


def _button(words: Words, answer_id: str, url: str) -> ButtonView | None:
    entry = entries().get(answer_id)
    if entry is None:
        return None
    title = words.plain(f"button.{button_code(entry)}")
    if entry.button == PAGE:
        return ButtonView(title=title, url=url)
    choice = answer_id.partition(":")[2] if answer_id.startswith("role:") else ""
    return ButtonView(title=title, verb=entry.button, choice=choice)
