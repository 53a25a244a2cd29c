"""Serves the API's description: the OpenAPI document, and a page for people without any script."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from html import escape

from aiohttp import web

from bot.web.api.openapi import openapi
from bot.web.api.operations import PREFIX, Operation
from bot.web.api.problems import DOCS, STATUSES, sentences

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'"
_STYLE = (
    ":root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}"
    "body{max-width:48rem;margin:2rem auto;padding:0 1rem}"
    "code{font-family:ui-monospace,monospace;overflow-wrap:anywhere}dd{margin:0 0 1rem}"
)


def document_routes(
    operations: Sequence[Operation], title: str, version: str, *, local: bool
) -> list[web.RouteDef]:
    """Give the routes of both documents, which are written once, when first asked for."""

    @cache
    def text() -> str:
        return json.dumps(openapi(operations, title, version, local=local), ensure_ascii=False)

    @cache
    def page() -> str:
        return docs_page(operations, title)

    async def document(_: web.Request) -> web.Response:
        return web.Response(text=text(), content_type="application/json")

    async def docs(_: web.Request) -> web.Response:
        headers = {"Content-Security-Policy": _POLICY}
        return web.Response(text=page(), content_type="text/html", headers=headers)

    return [web.get(f"{PREFIX}/openapi.json", document), web.get(DOCS, docs)]


def docs_page(operations: Sequence[Operation], title: str) -> str:
    """Write the page: every operation, and every kind of problem under its own anchor."""
    rows = "".join(_operation(row) for row in operations)
    problems = "".join(_problem(kind) for kind in STATUSES)
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body><main>"
        f"<h1>{escape(title)}</h1>"
        f'<p>For programs: <a href="{PREFIX}/openapi.json">openapi.json</a></p>'
        f"<h2>Operations</h2><dl>{rows}</dl><h2>Problems</h2><dl>{problems}</dl>"
        "</main></body></html>"
    )


def _operation(row: Operation) -> str:
    fields = [*_fields("query", row.query), *_fields("body", row.body)]
    taken = f"<br>{'; '.join(fields)}" if fields else ""
    where = f"{row.method} {PREFIX}{row.path}"
    return f"<dt><code>{escape(where)}</code></dt><dd>{escape(row.summary)}{taken}</dd>"


def _fields(place: str, model: type | None) -> list[str]:
    names = getattr(model, "model_fields", {})
    listed = ", ".join(f"<code>{escape(name)}</code>" for name in names)
    return [f"{place}: {listed}"] if names else []


def _problem(kind: str) -> str:
    said = sentences()[kind]
    return (
        f'<dt id="{kind}">{STATUSES[kind]} {escape(said["title"])}</dt>'
        f"<dd>{escape(said['detail'])} {escape(said['next_step'])}</dd>"
    )
