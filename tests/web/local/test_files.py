"""Files go to the assistant as Teams sends them, and come back with the person's consent."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from bot.web.local import files as local_files
from tests.web.local.echo_bot import DOWNLOAD, REPORT
from tests.web.local.local_server import LocalServer
from tests.web.local.wire import open_page, post, say


async def upload(server: LocalServer, *sent: tuple[str, bytes]) -> tuple[int, list[str]]:
    form = aiohttp.FormData(quote_fields=False)  # browsers send names as they are
    for name, content in sent:
        form.add_field("file", io.BytesIO(content), filename=name)
    async with server.bot.http().post(f"{server.url}/local/files", data=form) as response:
        if response.status != 200:
            return response.status, []
        return 200, [file["id"] for file in (await response.json())["files"]]


async def test_two_files_come_in_one_message_with_their_bytes(server: LocalServer) -> None:
    proof = b"%PDF-1.7 " + bytes(3_000_000)
    async with open_page(server) as page:
        _, ids = await upload(server, ("proof ä.pdf", proof), ("../agenda.docx", b"PK"))
        await say(server, "here", files=ids)
        await page.message("Received proof ä.pdf, ../agenda.docx")
    sent = next(one for one in server.bot.received if one["type"] == "message")
    first, second, companion = sent["attachments"]
    assert first["contentType"] == second["contentType"] == DOWNLOAD
    assert first["contentUrl"].endswith("/Shared/proof%20%C3%A4.pdf")
    assert first["content"] == {
        "downloadUrl": f"{server.url}/local/files/{ids[0]}",
        "uniqueId": ids[0],
        "fileType": "pdf",
    }
    assert companion == {"contentType": "text/html", "content": "<p>here</p>"}
    assert server.bot.fetched["proof ä.pdf"] == proof, "the bytes differ"
    assert server.bot.fetched["../agenda.docx"] == b"PK"
    kept = sorted(path.name for path in (server.data_dir / "local-files").iterdir())
    assert kept == sorted(ids)


async def test_a_file_that_is_too_large_is_refused_and_not_kept(
    server: LocalServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local_files, "MAX_BYTES", 1000)
    assert await upload(server, ("big.pdf", bytes(1001))) == (413, [])
    assert list((server.data_dir / "local-files").iterdir()) == []


async def test_an_unknown_file_cannot_be_sent_or_fetched(server: LocalServer) -> None:
    status, _ = await post(server, "/local/chat/messages", text="", files=["nope"])
    assert status == 400
    async with server.bot.http().get(f"{server.url}/local/files/nope") as response:
        assert response.status == 404


@pytest.mark.parametrize("accept", [True, False])
async def test_an_offered_file_is_delivered_only_when_accepted(
    server: LocalServer, accept: bool
) -> None:
    async with open_page(server) as page:
        await say(server, "export")
        offer = (await page.until(lambda event: "consent" in str(event)))["entry"]
        await post(server, "/local/chat/consents", card=offer["id"], accept=accept)
        sent = server.bot.received[-1]
        if accept:
            delivered = await page.message()
            address = delivered["attachments"][0]["contentUrl"]
            async with server.bot.http().get(address) as response:
                assert await response.read() == REPORT
                assert "claims.csv" in response.headers["Content-Disposition"]
    assert (sent["name"], sent["replyToId"]) == ("fileConsent/invoke", offer["id"])
    value = sent["value"]
    assert (value["type"], value["context"]) == ("fileUpload", {"report": 7})
    assert value["action"] == ("accept" if accept else "decline")
    assert ("uploadInfo" in value) is accept


async def test_a_file_may_arrive_in_pieces(server: LocalServer, tmp_path: Path) -> None:
    kept = local_files.Files(tmp_path / "pieces")
    file = kept.reserve("report.csv")

    async def pieces(*parts: bytes) -> AsyncIterator[bytes]:
        for part in parts:
            yield part

    await kept.write(file, pieces(b"abc", b"def"))
    await kept.write(file, pieces(b"ghi"), start=6)
    assert (kept.path(file).read_bytes(), file.size) == (b"abcdefghi", 9)
