"""Reads a typed line as the answer a screen waits for: by exact names and shapes, no guess."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from bot.claims.fields import Section, fields_of, missing
from bot.claims.models import Claim
from bot.claims.parsing import guid, host_name
from bot.claims.rules import Rulebook
from bot.dialogs.gestures import Pressed
from bot.text.commands import (
    is_question,
    read_choice,
    read_command,
    read_field_answer,
    read_items,
    read_section,
)

#: Fields that take any line of text; a bare line answers the first of them that is missing.
_FREE = {
    "customer_name",
    "claim_name",
    "customer_contact_name",
    "customer_contact_title",
    "partner_contact_name",
    "seller_name",
    "isv_solution",
}


class Reading(NamedTuple):
    """What a typed line is read against."""

    screen: str
    claim: Claim | None
    rules: Rulebook
    customers: Sequence[Claim] = ()
    asks: Callable[[str, str], bool] = is_question
    """Says whether a line in a locale is a question and no answer."""


#: Typed words that stand for a button, with the press they mean.
_MOVES = {
    "next": Pressed(verb="next", choice="typed"),
    "back": Pressed(verb="back"),
    "change": Pressed(verb="back"),
    "go_on": Pressed(verb="next", choice="go_on"),
    "try_again": Pressed(verb="next", choice="try_again"),
    "add_customer": Pressed(verb="add_customer"),
}


def read_move(text: str, locale: str) -> Pressed | None:
    """Read a line as a press of one of the screen's buttons, or give None."""
    command = read_command(text, locale)
    if command is None:
        return None
    if command.name == "change" and command.rest:
        section = read_section(command.rest, locale)
        return Pressed(verb="edit", section=section) if section else None
    return _MOVES.get(command.name) if not command.rest else None


def read_answer(reading: Reading, text: str, locale: str) -> dict[str, Any] | None:
    """Read a line as answers by field id, or give None: it is no answer to this screen."""
    if reading.screen == Section.ROLE:
        return _read_role(reading, text, locale)
    if reading.screen == "not_verified":
        return {"tenant_id": text} if guid(text) else None
    if reading.screen not in set(Section) or reading.claim is None:
        return None
    return (
        _named(reading, text, locale)
        or _items(reading, text, locale)
        or _shaped(reading, text, locale)
        or _free(reading, text, locale)
    )


def _shown(reading: Reading) -> list[str]:
    assert reading.claim is not None  # noqa: S101 - read_answer has seen to it
    return [row.id for row in fields_of(Section(reading.screen), reading.claim)]


def _read_role(reading: Reading, text: str, locale: str) -> dict[str, Any] | None:
    role = read_choice("partner_role", text, locale)
    if role:
        return {"partner_role": role}
    area = read_choice("solution_area", text, locale)
    if area:
        return {"solution_area": area}
    known = [row for row in reading.customers if _same(row.customer_name, text)]
    return {"customer_name": known[0].tenant_id} if known else None


def _same(name: str | None, text: str) -> bool:
    return bool(name) and name.casefold() == text.strip().casefold()  # type: ignore[union-attr]


def _named(reading: Reading, text: str, locale: str) -> dict[str, Any] | None:
    """Read "tenant fabrikam.example": a field's name and its value."""
    found = read_field_answer(text, locale)
    if found is None or found[0] not in _shown(reading):
        return None
    field_id, value = found
    choice = read_choice(field_id, value, locale)
    if field_id in ("workloads", "products"):
        return _items(reading, value, locale)
    return {field_id: choice or value}


def _items(reading: Reading, text: str, locale: str) -> dict[str, Any] | None:
    if reading.screen not in (Section.WORKLOADS, Section.PRODUCTS) or reading.claim is None:
        return None
    items = reading.rules.catalogue.items(reading.claim.solution_area)
    found, unknown = read_items(text, items, locale)
    if not found or (unknown and len(unknown) >= len(found) and "?" in text):
        return None
    return {str(reading.screen): [*found, *unknown]}


def _shaped(reading: Reading, text: str, locale: str) -> dict[str, Any] | None:
    """Read a bare GUID, e-mail, domain or number by its shape."""
    shown, bare = _shown(reading), text.strip()
    if guid(bare):
        field_id = "tenant_id" if "tenant_id" in shown else "subscription_id"
    elif "@" in bare and " " not in bare:
        field_id = "customer_contact_email" if "customer_contact_email" in shown else ""
    elif " " not in bare and "." in bare and host_name(bare):
        field_id = "customer_domain"
    elif bare.isascii() and bare.isdigit():
        field_id = "partner_id"
    else:
        return _channel(shown, bare, locale)
    return {field_id: bare} if field_id in shown else None


def _channel(shown: list[str], text: str, locale: str) -> dict[str, Any] | None:
    if "purchase_channel" not in shown:
        return None
    channel = read_choice("purchase_channel", text, locale)
    return {"purchase_channel": channel} if channel else None


def _free(reading: Reading, text: str, locale: str) -> dict[str, Any] | None:
    """Take a bare line for the first missing text field, unless it is a question."""
    if reading.claim is None or reading.asks(text, locale):
        return None
    wanted = [f for f in missing(reading.claim, Section(reading.screen)) if f in _FREE]
    return {wanted[0]: text} if wanted else None
