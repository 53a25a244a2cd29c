"""Puts the local chat page, its Teams stand-in and the mailbox on the server."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from aiohttp import web

from bot.web.local.chat_api import ChatApi
from bot.web.local.connector import Connector
from bot.web.local.conversations import Conversations
from bot.web.local.files import Files, file_routes
from bot.web.local.guard import add_page_headers, local_only
from bot.web.local.mailbox import Mailbox
from bot.web.local.page import CARD_RENDERER, page_routes
from bot.web.local.people import LocalPerson
from bot.web.local.teams_client import TeamsClient


def add_local_routes(
    app: web.Application,
    *,
    data_dir: Path,
    people: Sequence[LocalPerson],
    bot_url: Callable[[], str],
    mail_folder: Path,
    tenant_id: str,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    card_renderer: Path = CARD_RENDERER,
) -> None:
    """Make the assistant usable without Teams, on this machine only.

    Adds `GET /`, `GET /local/mail` and what they need under `/local` to `app`. `bot_url` gives
    the server's own base address (`http://127.0.0.1:port`) once it listens; `data_dir` takes the
    files people send (`local-files`); `mail_folder` holds the sent mails as `.eml`; `now` gives
    the aware time that messages are stamped with.
    """
    conversations = Conversations(people, now)
    files = Files(data_dir / "local-files")
    teams = TeamsClient(conversations, files, bot_url, tenant_id)
    app.middlewares.append(local_only)
    app.on_response_prepare.append(add_page_headers)
    app.add_routes(page_routes(card_renderer))
    app.add_routes(ChatApi(people, conversations, files, teams).routes())
    app.add_routes(Connector(conversations, tenant_id).routes())
    app.add_routes(file_routes(files))
    app.add_routes(Mailbox(mail_folder).routes())
    _close_with(app, conversations, teams)


def _close_with(app: web.Application, conversations: Conversations, teams: TeamsClient) -> None:
    async def close_pages(_: web.Application) -> None:
        for conversation in conversations:
            conversation.close_pages()

    async def close_client(_: web.Application) -> None:
        await teams.close()

    app.on_shutdown.append(close_pages)
    app.on_cleanup.append(close_client)
