"""Paints the customer's pages from templates and words; nothing here decides."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bot.services.consent import ConsentView
from bot.text import words as chat
from bot.text.outside import addressed, written_day, written_moment
from bot.web.consent.form import Form

_HERE = Path(__file__).parent
_QUALITY = re.compile(r"\s*([A-Za-z]{2,3})(?:-[\w-]+)?\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?))?\s*")


class Pages:
    """All pages in all languages; a template is compiled when a page first needs it."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._words = {
            path.stem: json.loads(path.read_text(encoding="utf-8"))
            for path in (_HERE / "words").glob("*.json")
        }
        self._style = (_HERE / "style.css").read_text(encoding="utf-8")
        self._templates = ImmutableSandboxedEnvironment(
            loader=FileSystemLoader(_HERE / "templates"),
            undefined=StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    @property
    def style_source(self) -> str:
        """Give the one style the content security policy allows."""
        digest = hashlib.sha256(self._style.encode()).digest()
        return f"'sha256-{base64.b64encode(digest).decode()}'"

    def language(self, accepted: str, locale: str = "") -> str:
        """Give the first language the reader's browser wants that we have, else the mail's."""
        wanted = [match for part in accepted.split(",")[:20] if (match := _QUALITY.fullmatch(part))]
        ranked = sorted(wanted, key=lambda match: -float(match[2] or 1))
        known = (match[1].lower() for match in ranked if float(match[2] or 1) > 0)
        return next((code for code in known if code in self._words), chat.language(locale))

    def text_hash(self, view: ConsentView, language: str) -> str:
        """Give the SHA-256 of what the customer is asked, as painted in this language."""
        text = self._paint("statement.html", language, view=view, statement_only=True)
        return hashlib.sha256(text.encode()).hexdigest()

    def request(
        self,
        view: ConsentView,
        language: str,
        seal: str,
        *,
        form: Form | None = None,
        notice: str = "",
        errors: Mapping[str, str] | None = None,
    ) -> str:
        """Paint the request, or (once answered) the answer with the way to the other one."""
        template = "answered.html" if view.answer else "ask.html"
        return self._paint(
            template,
            language,
            view=view,
            statement_only=False,
            seal=seal,
            form=form or Form(),
            notice=notice,
            errors=errors or {},
        )

    def message(self, code: str, language: str) -> str:
        """Paint a page that only says something: a dead link, a refusal, trouble."""
        return self._paint("message.html", language, code=code)

    def _paint(self, template: str, language: str, **values: Any) -> str:
        words = _Words(self._words[language], language, self._zone)
        return self._templates.get_template(template).render(
            **values,
            style=self._style,
            t=words,
            day=words.day,
            moment=words.moment,
            person=words.person,
            listed=chat.Words(language).row,
            said=words.said,
        )


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of one language, and its way to write days and names."""

    said: Mapping[str, str]
    language: str
    zone: ZoneInfo

    def __call__(self, code: str, **data: object) -> str:
        return self.said[code].format(**data)

    def person(self, name: str) -> str:
        return addressed(name, self.language)

    def day(self, value: date) -> str:
        return written_day(value, self.said["_day"], self.language)

    def moment(self, value: datetime) -> str:
        local = value.astimezone(self.zone)
        shown = written_moment(local, self.said["_moment"], self.language)
        return f"{shown} ({self.zone.key.replace('_', ' ')})"
