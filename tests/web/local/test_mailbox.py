"""The mailbox shows what was sent, newest first, and lets a mail run nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.web.local.local_server import LocalServer
from tests.web.local.mails import NINE, put_mail


async def listing(server: LocalServer) -> list[dict[str, Any]]:
    async with server.bot.http().get(f"{server.url}/local/mail.json") as response:
        mails: list[dict[str, Any]] = await response.json()
        return mails


async def test_no_folder_is_an_empty_mailbox(server: LocalServer) -> None:
    assert await listing(server) == []


async def test_mails_are_listed_newest_first_with_both_parts(server: LocalServer) -> None:
    put_mail(server.mail_folder, "b", "Please check: Fabrikam’s partner", link="http://x.example/1")
    put_mail(server.mail_folder, "a", "Later", NINE + timedelta(hours=1))
    newest, first = await listing(server)
    assert (newest["subject"], first["subject"]) == ("Later", "Please check: Fabrikam’s partner")
    assert first["to"] == "Casey Customer <casey@fabrikam.example>"
    assert first["at"] == "2026-06-09T09:58:00+00:00"
    assert "answer at http://x.example/1" in first["text"]
    assert "See the request and answer" in first["html"]


async def test_a_mail_without_a_date_counts_from_when_it_was_written(server: LocalServer) -> None:
    put_mail(server.mail_folder, "old", "Old")
    put_mail(server.mail_folder, "undated", "Undated", at=None)
    (server.mail_folder / "half.eml.tmp").write_bytes(b"not yet")
    assert {mail["subject"] for mail in await listing(server)} == {"Old", "Undated"}


async def test_a_rewritten_mail_is_read_again(server: LocalServer) -> None:
    put_mail(server.mail_folder, "one", "First")
    assert [mail["subject"] for mail in await listing(server)] == ["First"]
    path = put_mail(server.mail_folder, "one", "Second")
    path.touch()
    assert [mail["subject"] for mail in await listing(server)] == ["Second"]


async def test_the_frame_runs_nothing_and_opens_links_in_a_new_tab(server: LocalServer) -> None:
    put_mail(server.mail_folder, "one", "Subject", link="http://x.example/1")
    http, base = server.bot.http(), f"{server.url}/local/mail"
    async with http.get(f"{base}/one/html") as response:
        page, policy = await response.text(), response.headers["Content-Security-Policy"]
    assert '<head><base target="_blank">' in page
    assert policy.startswith("default-src 'none'")
    assert "sandbox allow-popups allow-popups-to-escape-sandbox" in policy
    async with http.get(f"{base}/..%2Fsecret/html") as response:
        assert response.status == 404
