"""Says what went wrong as RFC 9457 problem documents: a plain sentence, and what to do next."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from aiohttp import web
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.claims.errors import Code, Problem, Refused
from bot.text.words import Words

MEDIA_TYPE = "application/problem+json"
DOCS = "/api/v1/docs"

#: The kinds of problem and the HTTP status of each; their words are in `words`.
STATUSES = {
    "malformed": 400,
    "not_signed_in": 401,
    "forbidden": 403,
    "not_found": 404,
    "method_not_allowed": 405,
    "conflict": 409,
    "not_ready": 409,
    "outdated": 412,
    "too_large": 413,
    "not_json": 415,
    "invalid": 422,
    "key_reused": 422,
    "failed": 500,
    "unavailable": 503,
}
_HEADERS = {"not_signed_in": {"WWW-Authenticate": "Bearer"}, "unavailable": {"Retry-After": "30"}}
_REFUSALS = {
    Code.NOT_FOUND: "not_found",
    Code.NOT_A_REVIEWER: "forbidden",
    Code.NOT_AN_ADMIN: "forbidden",
    Code.ROLE_NOT_CHECKED: "unavailable",
    Code.NOT_YOURS: "not_found",
}
_MISTAKES = {
    "missing": Code.REQUIRED,
    "enum": Code.NOT_A_CHOICE,
    "literal_error": Code.NOT_A_CHOICE,
}
_OWN_MISTAKES = {"extra_forbidden": "not_a_field", "string_too_long": "too_long"}


class ApiProblem(Exception):
    """Raised where a request cannot be done; `kind` is a key of `STATUSES`."""

    def __init__(self, kind: str, problems: Iterable[ProblemEntry] = ()) -> None:
        super().__init__(kind)
        self.kind, self.problems = kind, tuple(problems)


class ProblemEntry(BaseModel):
    """One thing to put right."""

    code: str
    field: str
    message: str


class ProblemDocument(BaseModel):
    """What is answered instead of a result (RFC 9457, with `next_step` and `problems` added)."""

    type: str
    title: str
    status: int
    detail: str
    next_step: str
    problems: list[ProblemEntry]


@cache
def sentences() -> Mapping[str, Mapping[str, str]]:
    """Read the API's own words once."""
    text = (Path(__file__).parent / "words/en.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def document(kind: str, problems: Iterable[ProblemEntry] = ()) -> ProblemDocument:
    """Write the document of a kind of problem."""
    return ProblemDocument(
        type=f"{DOCS}#{kind}",
        status=STATUSES[kind],
        problems=list(problems),
        **sentences()[kind],
    )


def response(
    kind: str, problems: Iterable[ProblemEntry] = (), headers: Mapping[str, str] | None = None
) -> web.Response:
    """Answer with the document of a kind of problem."""
    return web.Response(
        text=document(kind, problems).model_dump_json(),
        status=STATUSES[kind],
        content_type=MEDIA_TYPE,
        headers={**_HEADERS.get(kind, {}), **(headers or {})},
    )


def of_refusal(refused: Refused, words: Words) -> ApiProblem:
    """Translate what a use case refused, so that both ways in say the same."""
    kinds = [_REFUSALS[row.code] for row in refused.problems if row.code in _REFUSALS]
    entries = [
        ProblemEntry(code=row.code, field=row.field, message=_said(row, words))
        for row in refused.problems
    ]
    return ApiProblem(kinds[0] if kinds else "invalid", entries)


def of_mistakes(error: ValidationError, words: Words) -> ApiProblem:
    """Translate what does not fit a request's model, field by field."""
    return ApiProblem("invalid", [_entry(row, words) for row in error.errors(include_url=False)])


def _entry(row: ErrorDetails, words: Words) -> ProblemEntry:
    field = ".".join(str(part) for part in row["loc"])
    code = _MISTAKES.get(row["type"])
    if code:
        return ProblemEntry(code=code, field=field, message=_said(Problem(code, field), words))
    own = _OWN_MISTAKES.get(row["type"], "not_valid")
    return ProblemEntry(code=own, field=field, message=sentences()["value"][own])


def _said(problem: Problem, words: Words) -> str:
    """Give the chat's sentence; a general one where it needs what only the chat knows."""
    stem = f"problem.{problem.code}"
    codes = [f"{stem}.{problem.field}", f"{stem}.any"]
    try:
        return words.plain(words.first(*codes), **problem.data)
    except KeyError:
        return sentences()["value"]["other"]
