"""Writes the mails to customers: the words of each language in a frame that all share."""

from __future__ import annotations

import tomllib
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bot.claims.ports import Mail
from bot.services.consent import ConsentRequestView
from bot.text.outside import addressed, written_day
from bot.text.words import FALLBACK, Words, language

WORDS = Path(__file__).parent / "words"
_TEMPLATES = Path(__file__).parent / "templates"
_LONGEST = 200


class Letters:
    """Every mail in every language; a template is compiled when a mail first needs it."""

    def __init__(self) -> None:
        self._templates = ImmutableSandboxedEnvironment(
            loader=FileSystemLoader(_TEMPLATES),
            undefined=StrictUndefined,
            autoescape=lambda name: bool(name and name.endswith(".html")),
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )

    def consent_request(self, view: ConsentRequestView) -> Mail:
        """Write the request for a customer's consent, in the customer's language if we have it."""
        tongue = language(view.locale)
        said = _said(tongue)
        values = _values(view, tongue)
        frame: dict[str, Any] = {
            "said": said,
            "values": values,
            "link": view.link,
            "locale": view.locale if tongue != FALLBACK else "en-GB",
            "over": view.notice_over,
        }
        return Mail(
            to_name=inert(view.contact_name),
            to_email=view.contact_email,
            subject=said["subject"].format(**values),
            text=self._templates.get_template("consent_request.txt").render(frame),
            html=self._templates.get_template("consent_request.html").render(frame),
            locale=frame["locale"],
            reply_to=view.admin_email,
        )


def inert(value: str) -> str:
    """Make what somebody typed a plain run of words: no control or bidi marks, no live address.

    Mail programs turn bare addresses into links; a name must not become one.
    """
    spaced = " ".join(value.split())
    shown = "".join(mark for mark in spaced if unicodedata.category(mark) not in ("Cc", "Cf"))
    return shown.replace("://", ": //")[:_LONGEST]


@cache
def _said(tongue: str) -> dict[str, str]:
    words = tomllib.loads((WORDS / f"{tongue}.toml").read_text(encoding="utf-8"))
    return dict(words["consent_request"])


def _values(view: ConsentRequestView, tongue: str) -> dict[str, str]:
    """Give what the words' braces stand for, with everything a person typed made harmless."""
    said, number = _said(tongue), inert(view.subscription_id or "")
    return {
        "partner": inert(view.partner_name),
        "customer": inert(view.customer_name),
        "person": addressed(inert(view.contact_name), tongue),
        "items": Words(tongue).list(inert(item) for item in view.items),
        "subscription": said["subscription"].format(number=number) if number else "",
        "day": written_day(view.notice_ends, said["_day"], tongue),
        "admin": inert(view.admin_name),
        "email": inert(view.admin_email),
        "claim": str(view.claim_id),
    }
