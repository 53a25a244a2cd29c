"""Renders the mails from their templates: a folder per language, and in it one per mail."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from babel.dates import format_date  # type: ignore[import-untyped]
from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bot.claims.ports import Mail
from bot.services.consent import ConsentRequestView

_TEMPLATES = Path(__file__).parent / "templates"
_PARTS = ("subject.txt", "body.txt", "body.html")
_FALLBACK = "en"
_LONGEST = 200


class Letters:
    """Every mail in every language; a template is compiled when a mail first needs it."""

    def __init__(self, folder: Path = _TEMPLATES) -> None:
        self.languages = frozenset(path.name for path in folder.iterdir() if path.is_dir())
        self._templates = ImmutableSandboxedEnvironment(
            loader=FileSystemLoader(folder),
            undefined=StrictUndefined,
            autoescape=lambda name: bool(name and name.endswith(".html")),
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self._templates.filters.update(day=_day, listed=_listed, given=_given)

    def consent_request(self, view: ConsentRequestView) -> Mail:
        """Write the request for a customer's consent, in the customer's language if we have it."""
        language = self._language(view.locale)
        words = {**_inert_words(view), "language": language}
        subject, text, html = (
            self._templates.get_template(f"{language}/consent_request/{part}").render(words)
            for part in _PARTS
        )
        return Mail(
            to_name=inert(view.contact_name),
            to_email=view.contact_email,
            subject=" ".join(subject.split()),
            text=text,
            html=html,
            locale=view.locale if language != _FALLBACK else "en-GB",
            reply_to=view.admin_email,
        )

    def _language(self, locale: str) -> str:
        language = re.split("[-_]", locale.lower(), maxsplit=1)[0]
        return language if language in self.languages else _FALLBACK


def inert(value: str) -> str:
    """Make what somebody typed a plain run of words: no control or bidi marks, no live address.

    Mail programs turn bare addresses into links; a name must not become one.
    """
    spaced = " ".join(value.split())
    shown = "".join(mark for mark in spaced if unicodedata.category(mark) not in ("Cc", "Cf"))
    return shown.replace("://", ": //")[:_LONGEST]


def _inert_words(view: ConsentRequestView) -> dict[str, object]:
    """Give the view's values, with everything a person typed made harmless."""
    words = {
        name: inert(value) if isinstance(value, str) and name != "link" else value
        for name, value in view
    }
    return {**words, "items": tuple(inert(item) for item in view.items)}


def _day(value: date, pattern: str, language: str) -> str:
    return str(format_date(value, pattern, locale=language))


def _listed(items: Sequence[str], conjunction: str) -> str:
    """Write "A, B and C" with the language's own last word."""
    *first, last = items
    return f"{', '.join(first)} {conjunction} {last}" if first else last


def _given(name: str) -> str:
    """Give the first name; the whole name where it begins with a title ("Dr. Casey Customer")."""
    first = name.partition(" ")[0]
    return name if first.endswith(".") else first
