"""Reads typed commands, typed answers and typed choices by exact words, never by likeness."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from bot.claims.catalogue import Item


class Command(NamedTuple):
    """A command as typed: its name, and the words behind it."""

    name: str
    rest: str = ""


def read_command(text: str, locale: str = "en") -> Command | None:
    """Read a command; English always works. None: it is an answer or a question."""
    raise NotImplementedError


def read_field_answer(text: str, locale: str = "en") -> tuple[str, str] | None:
    """Read one answer typed with its field's name, as in "tenant fabrikam.example"."""
    raise NotImplementedError


def read_choice(field_id: str, text: str, locale: str = "en") -> str | None:
    """Give the choice's id for an exact name, alias or id of it."""
    raise NotImplementedError


def read_items(text: str, items: Mapping[str, Item]) -> tuple[list[str], list[str]]:
    """Give the ids found in "Teams, Exchange and SharePoint", and the parts not understood."""
    raise NotImplementedError
