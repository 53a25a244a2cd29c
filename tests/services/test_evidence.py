"""Receiving proof files: only whole, good and scanned ones are kept, and nothing is left behind."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot.claims.catalogue import Item
from bot.claims.errors import Code, Problem, Refused
from bot.claims.evidence import Finding, Inspection, add_file
from bot.claims.limits import Limits
from bot.claims.models import Claim, FileState, ProofFile
from bot.claims.ports import (
    BlobNotFound,
    BlobStoreDown,
    FetchFailed,
    SentFile,
    UploadTarget,
)
from bot.files.inspect import Inspector
from bot.services.evidence import Evidence
from storage.blobs_local import LocalBlobs
from tests.clocks import MORNING, MovableClock
from tests.files import making

ITEMS = (
    Item(id="teams", name="Teams"),
    Item(id="teams_phone", name="Teams Phone"),
    Item(id="exchange_online", name="Exchange Online"),
)
SENT = SentFile(name="Fabrikam-proof.pdf", url="https://contoso.sharepoint.example/one-time")
PDF = making.pdf("We rolled out Exchange Online and Teams Phone")
CLAIM = Claim(id=1042, org="contoso", owner="ada", created_at=MORNING, changed_at=MORNING)


class Blobs:
    """A blob store in memory that can go down, or lose the answer to a put."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.down = False
        self.answer_lost = False
        self.largest = 0

    async def put(self, name: str, chunks: AsyncIterator[bytes], media_type: str) -> int:
        content = b""
        async for chunk in chunks:
            self.largest = max(self.largest, len(chunk))
            content += chunk
        if self.down:
            raise BlobStoreDown
        self.kept[name] = content
        if self.answer_lost:
            raise BlobStoreDown
        return len(content)

    async def get(self, name: str) -> AsyncIterator[bytes]:
        if self.down:
            raise BlobStoreDown
        if name not in self.kept:
            raise BlobNotFound
        yield self.kept[name]

    async def delete(self, name: str) -> None:
        if self.down:
            raise BlobStoreDown
        self.kept.pop(name, None)

    async def check(self) -> None: ...

    async def close(self) -> None: ...


class Exchange:
    """Hands out what a person sent, counting what was asked for."""

    def __init__(self) -> None:
        self.content: list[bytes] = [PDF]
        self.failure: str | None = None
        self.given = 0
        self.asked = 0
        self.hold: asyncio.Event | None = None

    async def fetch(self, file: SentFile) -> AsyncIterator[bytes]:
        self.asked += 1
        for chunk in self.content:
            self.given += len(chunk)
            yield chunk
        if self.hold:
            await self.hold.wait()
        if self.failure:
            raise FetchFailed(self.failure)

    async def put(self, target: UploadTarget, content: bytes) -> None:
        raise NotImplementedError


class Scanner:
    def __init__(self) -> None:
        self.verdict: bool | None = True
        self.seen = b""

    async def scan(self, chunks: AsyncIterator[bytes]) -> bool | None:
        async for chunk in chunks:
            self.seen += chunk
        return self.verdict


class Bench:
    """An `Evidence` with everything around it in reach."""

    def __init__(self, quarantine: Path) -> None:
        self.blobs, self.exchange, self.scanner = Blobs(), Exchange(), Scanner()
        self.quarantine = quarantine
        self.limits = Limits()
        self.inspect: Callable[..., object] = Inspector()

    @property
    def evidence(self) -> Evidence:
        return Evidence(
            self.blobs,
            self.exchange,
            self.inspect,  # type: ignore[arg-type]
            self.scanner,
            MovableClock(),
            self.limits,
            lambda: ITEMS,
            self.quarantine,
        )

    async def receive(self, sent: SentFile = SENT, claim: Claim = CLAIM) -> ProofFile:
        return await self.evidence.receive(claim, sent)

    async def refused(self, sent: SentFile = SENT, claim: Claim = CLAIM) -> Problem:
        before = dict(self.blobs.kept)
        with pytest.raises(Refused) as caught:
            await self.receive(sent, claim)
        assert self.blobs.kept == before
        assert not self.left_behind
        problem = caught.value.problems[0]
        assert problem.field == "poe_files"
        return problem

    @property
    def left_behind(self) -> list[Path]:
        return list(self.quarantine.iterdir())


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    folder = tmp_path / "quarantine"
    folder.mkdir()
    return Bench(folder)


async def test_a_good_file_is_kept_under_a_name_of_our_own(bench: Bench) -> None:
    file = await bench.receive()
    assert file.name == "Fabrikam-proof.pdf"
    assert file.state is FileState.CLEAN
    assert (file.size, file.sha256) == (len(PDF), hashlib.sha256(PDF).hexdigest())
    assert (file.media_type, file.added_at) == ("application/pdf", MORNING)
    assert file.named_items == ("teams_phone", "exchange_online")
    assert file.blob.startswith("proof/contoso/1042/")
    assert file.blob.endswith(".pdf")
    assert "Fabrikam" not in file.blob
    assert bench.blobs.kept == {file.blob: PDF}
    assert bench.scanner.seen == PDF
    assert not bench.left_behind


async def test_a_picture_names_nothing_that_can_be_read(bench: Bench) -> None:
    bench.exchange.content = [making.png()]
    file = await bench.receive(SentFile(name="scan.png", url="https://x"))
    assert file.named_items is None


async def test_a_pasted_picture_is_named_by_its_content(bench: Bench) -> None:
    bench.exchange.content = [making.jpg()]
    file = await bench.receive(SentFile(name="", url="https://x", inline=True))
    assert file.name == "file.jpg"
    assert file.blob.endswith(".jpg")


@pytest.mark.parametrize(
    "name", ["notes.zip", "proof.docm", "proof\u202efdp.exe", "drawing.svg", "noending"]
)
async def test_a_kind_not_taken_is_refused_before_a_byte(name: str, bench: Bench) -> None:
    problem = await bench.refused(SentFile(name=name, url="https://x"))
    assert problem.code is Code.FILE_KIND
    assert bench.exchange.asked == 0


async def test_a_sent_path_is_only_a_name(bench: Bench) -> None:
    file = await bench.receive(SentFile(name="../../../etc/cron.d/x.pdf", url="https://x"))
    assert file.name == "x.pdf"
    assert ".." not in file.blob


async def test_an_endless_stream_is_cut_at_the_limit(bench: Bench) -> None:
    bench.limits = Limits(file_bytes=100_000)
    bench.exchange.content = [b"%PDF-" + b"x" * 9_995] * 1_000
    problem = await bench.refused()
    assert (problem.code, problem.data["limit"]) == (Code.FILE_TOO_BIG, 100_000)
    assert bench.exchange.given == 110_000


async def test_the_claims_limit_cuts_too(bench: Bench) -> None:
    bench.limits = Limits(claim_bytes=len(PDF) + 100)
    claim = add_file(CLAIM, await bench.receive())
    bench.exchange.content = [PDF.replace(b"rolled", b"ROLLED")]
    problem = await bench.refused(claim=claim)
    assert problem.code is Code.FILES_TOO_BIG


async def test_the_same_content_is_refused_and_the_listed_file_named(bench: Bench) -> None:
    claim = add_file(CLAIM, await bench.receive())
    problem = await bench.refused(SentFile(name="again.pdf", url="https://x"), claim)
    assert problem.code is Code.FILE_DUPLICATE
    assert problem.data == {"name": "again.pdf", "listed": "Fabrikam-proof.pdf"}


async def test_an_empty_file_is_refused(bench: Bench) -> None:
    bench.exchange.content = []
    assert (await bench.refused()).code is Code.FILE_EMPTY


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (Code.FILE_LINK_EXPIRED, Code.FILE_LINK_EXPIRED),
        (Code.FILE_SOURCE_REFUSED, Code.FILE_SOURCE_REFUSED),
        (Code.FILE_TIMED_OUT, Code.FILE_TIMED_OUT),
        ("something new", Code.FILE_NOT_FETCHED),
    ],
)
async def test_a_failed_fetch_says_why(said: str, code: Code, bench: Bench) -> None:
    bench.exchange.failure = said
    assert (await bench.refused()).code is code


@pytest.mark.parametrize(
    ("name", "content", "code", "finding"),
    [
        ("a.png", b"<svg/>", Code.FILE_KIND, Finding.WRONG_CONTENT),
        (
            "a.docx",
            making.with_parts(making.word("x"), word__vbaProject_dot_bin=b"x"),
            Code.FILE_UNSAFE,
            Finding.MACROS,
        ),
        (
            "a.docx",
            making.with_parts(making.word("x"), a_dot_bin=bytes(60_000_000)),
            Code.FILE_UNSAFE,
            Finding.UNPACKS_TOO_BIG,
        ),
        (
            "a.pdf",
            making.changed_pdf(lambda writer: writer.encrypt("x", algorithm="AES-256")),
            Code.FILE_UNREADABLE,
            Finding.PASSWORD,
        ),
    ],
)
async def test_bad_content_is_refused_with_what_was_found(
    name: str, content: bytes, code: Code, finding: Finding, bench: Bench
) -> None:
    bench.exchange.content = [content]
    problem = await bench.refused(SentFile(name=name, url="https://x"))
    assert (problem.code, problem.data["finding"], problem.data["name"]) == (code, finding, name)
    assert bench.scanner.seen == b""


async def test_malware_is_not_kept(bench: Bench) -> None:
    bench.scanner.verdict = False
    problem = await bench.refused()
    assert (problem.code, problem.data["finding"]) == (Code.FILE_UNSAFE, Finding.MALWARE)


async def test_a_kind_switched_off_is_refused_whatever_its_name(bench: Bench) -> None:
    bench.limits = Limits(kinds=("png",))
    bench.exchange.content = [making.jpg()]
    problem = await bench.refused(SentFile(name="", url="https://x", inline=True))
    assert problem.code is Code.FILE_KIND


async def test_a_store_that_is_down_is_told(bench: Bench) -> None:
    bench.blobs.down = True
    assert (await bench.refused()).code is Code.FILE_STORE_DOWN


async def test_a_put_whose_answer_was_lost_leaves_nothing(bench: Bench) -> None:
    bench.blobs.answer_lost = True
    assert (await bench.refused()).code is Code.FILE_STORE_DOWN


async def test_blocks_stay_small_however_the_file_comes(bench: Bench) -> None:
    async def fine(path: Path, kind: str) -> Inspection:
        return Inspection(kind="pdf", media_type="application/pdf")

    bench.inspect = fine
    bench.exchange.content = [b"x" * 3_000_000, *[b"y" * 1000] * 4000]
    file = await bench.receive()
    assert bench.blobs.kept[file.blob] == b"".join(bench.exchange.content)
    assert bench.blobs.largest <= 4 * 1024 * 1024


async def test_giving_up_while_fetching_leaves_nothing(bench: Bench) -> None:
    bench.exchange.hold = asyncio.Event()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await bench.receive()
    assert not bench.left_behind
    assert not bench.blobs.kept


async def test_giving_up_while_looking_leaves_nothing(bench: Bench) -> None:
    looking = asyncio.Event()

    async def forever(path: Path, kind: str) -> Inspection:
        assert path.read_bytes() == PDF
        looking.set()
        await asyncio.Event().wait()
        raise AssertionError

    bench.inspect = forever
    task = asyncio.create_task(bench.receive())
    await looking.wait()
    assert bench.left_behind
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not bench.left_behind


# scanner down


async def waiting(bench: Bench) -> ProofFile:
    bench.scanner.verdict = None
    return await bench.receive()


async def test_without_the_scanner_a_file_waits_and_heals(bench: Bench) -> None:
    file = await waiting(bench)
    assert file.state is FileState.SCAN_PENDING
    assert await bench.evidence.rescan(CLAIM, file) == file
    bench.scanner.verdict, bench.scanner.seen = True, b""
    healed = await bench.evidence.rescan(CLAIM, file)
    assert healed == file.model_copy(update={"state": FileState.CLEAN})
    assert bench.scanner.seen == PDF
    assert bench.blobs.kept == {file.blob: PDF}


async def test_malware_found_late_is_deleted(bench: Bench) -> None:
    file = await waiting(bench)
    bench.scanner.verdict = False
    with pytest.raises(Refused) as caught:
        await bench.evidence.rescan(CLAIM, file)
    assert caught.value.problems[0].code is Code.FILE_UNSAFE
    assert not bench.blobs.kept


async def test_a_store_that_is_down_leaves_the_file_waiting(bench: Bench) -> None:
    file = await waiting(bench)
    bench.blobs.down = True
    assert await bench.evidence.rescan(CLAIM, file) == file


async def test_a_waiting_file_whose_bytes_are_gone_comes_off(bench: Bench) -> None:
    file = await waiting(bench)
    bench.blobs.kept.clear()
    with pytest.raises(Refused) as caught:
        await bench.evidence.rescan(CLAIM, file)
    assert caught.value.problems[0].code is Code.FILE_NOT_FETCHED


async def test_another_claims_bytes_are_never_touched(bench: Bench) -> None:
    file = await waiting(bench)
    bench.scanner.verdict = False
    with pytest.raises(Refused):
        await bench.evidence.rescan(CLAIM.model_copy(update={"id": 7}), file)
    assert bench.blobs.kept


async def test_a_checked_file_is_not_scanned_again(bench: Bench) -> None:
    file = await bench.receive()
    bench.scanner.verdict = False
    assert await bench.evidence.rescan(CLAIM, file) == file


async def test_a_removed_files_bytes_are_deleted(bench: Bench) -> None:
    file = await bench.receive()
    bench.blobs.down = True
    await bench.evidence.forget(file)
    assert bench.blobs.kept
    bench.blobs.down = False
    await bench.evidence.forget(file)
    assert not bench.blobs.kept


async def test_a_file_goes_through_a_real_folder(bench: Bench, tmp_path: Path) -> None:
    bench.blobs = LocalBlobs(tmp_path / "blobs")  # type: ignore[assignment]
    bench.scanner.verdict = None
    file = await bench.receive()
    bench.scanner.verdict = True
    healed = await bench.evidence.rescan(CLAIM, file)
    assert healed.state is FileState.CLEAN
    assert b"".join([chunk async for chunk in bench.blobs.get(healed.blob)]) == PDF
    await bench.evidence.forget(healed)
    with pytest.raises(BlobNotFound):
        await anext(bench.blobs.get(healed.blob))
