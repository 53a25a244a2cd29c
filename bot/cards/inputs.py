"""Inputs with their label, their value, and what was wrong with it right below."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from bot.cards.kit import text
from bot.cards.problems import problem_text
from bot.cards.scene import Element, Scene
from bot.claims.errors import Problem
from bot.claims.fields import FIELDS, is_empty
from bot.claims.models import Claim
from bot.text.markdown import one_line

Choices = Iterable[tuple[str, str]]


def value_of(scene: Scene, claim: Claim | None, field_id: str) -> Any:
    """Give what a field shows: as typed, else as saved, else as suggested."""
    if field_id in scene.typed:
        return scene.typed[field_id]
    saved = getattr(claim, field_id, None) if claim else None
    return scene.suggested.get(field_id) if is_empty(saved) else saved


def _wire(value: Any) -> str:
    """Give a value as inputs carry it: several joined by commas, yes and no as true and false."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ",".join(str(each) for each in value)
    return "" if value is None else str(value)


class Form:
    """The inputs of one card for one claim; each gives its elements with the problem lines."""

    def __init__(self, scene: Scene, claim: Claim | None, *, starred: bool = False) -> None:
        """`starred` marks what is needed, but leaves checking it to the server.

        A client checks all inputs or none, so a card that can also save a part must not.
        """
        self.scene, self.claim, self.words = scene, claim, scene.words
        self._starred = starred
        self._values = {
            "customer": (claim.customer_name if claim else None)
            or self.words.plain("field.customer_default")
        }

    def text(
        self, field_id: str, *, required: bool | None = None, multiline: bool = False
    ) -> list[Element]:
        """Ask for text."""
        element = self._input("Input.Text", field_id, required=required)
        limit = FIELDS[field_id].limit if field_id in FIELDS else 2000
        more = {"isMultiline": True} if multiline else {}
        return self._with_problems(field_id, {**element, **more, "maxLength": limit})

    def date(
        self, field_id: str, *, earliest: date | None = None, latest: date | None = None
    ) -> list[Element]:
        """Ask for a day."""
        ends = {"min": earliest, "max": latest}
        bounds = {name: day.isoformat() for name, day in ends.items() if day}
        return self._with_problems(field_id, {**self._input("Input.Date", field_id), **bounds})

    def choice(self, field_id: str, choices: Choices, **style: Any) -> list[Element]:
        """Ask for one of several, as radio buttons or (`compact`) as a list to open."""
        return self._choices(field_id, choices, multi=False, **style)

    def several(self, field_id: str, choices: Choices, **style: Any) -> list[Element]:
        """Ask for as many as apply."""
        return self._choices(field_id, choices, multi=True, **style)

    def _choices(
        self,
        field_id: str,
        choices: Choices,
        *,
        multi: bool,
        compact: bool = False,
        required: bool | None = None,
    ) -> list[Element]:
        listed = [{"title": one_line(title), "value": value} for value, title in choices]
        element = self._input("Input.ChoiceSet", field_id, required=required)
        known = {each["value"] for each in listed}
        kept = [each for each in str(element.pop("value", "")).split(",") if each in known]
        if kept:
            element["value"] = ",".join(kept)
        look = {"style": "compact" if compact else "expanded", "isMultiSelect": multi, "wrap": True}
        return self._with_problems(field_id, {**element, **look, "choices": listed})

    def toggle(self, field_id: str) -> list[Element]:
        """Ask for a yes, which is a no where it is not ticked."""
        value = _wire(value_of(self.scene, self.claim, field_id))
        element = {
            "type": "Input.Toggle",
            "id": field_id,
            "title": self.words.plain(f"field.{field_id}.title"),
            "valueOn": "true",
            "valueOff": "false",
            "value": value if value in ("true", "false") else "false",
            "wrap": True,
        }
        return self._with_problems(field_id, element)

    def _input(self, kind: str, field_id: str, required: bool | None = None) -> Element:
        words, values = self.words, self._values
        element: Element = {
            "type": kind,
            "id": field_id,
            "label": words.plain(f"field.{field_id}.label", **values),
        }
        if words.has(f"field.{field_id}.placeholder"):
            element["placeholder"] = words.plain(f"field.{field_id}.placeholder", **values)
        if self._required(field_id, required) and self._starred:
            element["label"] += " *"
        elif self._required(field_id, required):
            element["isRequired"] = True
            code = words.first(f"problem.required.{field_id}", "problem.required.any")
            element["errorMessage"] = words("card.cross", what=words(code))
        elif words.has(f"field.{field_id}.optional"):
            element["label"] = words.plain(f"field.{field_id}.optional", **values)
        if value := _wire(value_of(self.scene, self.claim, field_id)):
            element["value"] = value
        return element

    def _required(self, field_id: str, required: bool | None) -> bool:
        if required is not None or field_id not in FIELDS:
            return bool(required)
        return self.claim is None or FIELDS[field_id].required(self.claim)

    def _with_problems(self, field_id: str, element: Element) -> list[Element]:
        return [element, *self.problem_lines(field_id)]

    def problem_lines(self, field_id: str) -> list[Element]:
        """Draw what was wrong with a field, to stand right below it."""
        found = [problem for problem in self.scene.problems if problem.field == field_id]
        return [problem_line(self.scene, problem, self.claim) for problem in found]


def problem_line(scene: Scene, problem: Problem, claim: Claim | None) -> Element:
    """Draw one line "✕ what is wrong. What to do."."""
    what = problem_text(scene, problem, claim)
    look: Mapping[str, Any] = {"color": "Attention", "weight": "Bolder", "size": "Small"}
    return text(scene.words("card.cross", what=what), spacing="Small", **look)
