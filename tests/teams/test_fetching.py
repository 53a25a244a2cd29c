"""Files are fetched from where Teams keeps them and from nowhere else, within bounds."""

import asyncio
import socket

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver
from aiohttp.test_utils import TestServer

from bot.claims.errors import Code
from bot.claims.ports import FetchFailed, SentFile, UploadTarget
from bot.teams.credentials import BotCredentials, NoCredentials
from bot.teams.fetching import Bounds, ChatFiles
from bot.teams.resolving import is_public
from tests.doctor.certificates import signed_by_itself

SMALL = Bounds(size=1000, total=5.0, idle=0.2, connect=1.0)


class Names(AbstractResolver):
    """Gives made-up addresses and counts who asks."""

    def __init__(self, *addresses: str) -> None:
        self.addresses = addresses or ("93.184.215.14",)
        self.asked: list[str] = []

    async def resolve(self, host, port=0, family=socket.AF_INET):
        self.asked.append(host)
        return [
            {
                "hostname": host,
                "host": address,
                "port": port,
                "family": socket.AF_INET6 if ":" in address else socket.AF_INET,
                "proto": 0,
                "flags": 0,
            }
            for address in self.addresses
        ]

    async def close(self):
        pass


class Source:
    """A file host on loopback."""

    def __init__(self) -> None:
        self.requests: list[web.Request] = []
        self.bodies: list[bytes] = []
        self.answer = self.content
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._handle)
        self.server = TestServer(app, host="127.0.0.1")

    def url(self, path: str = "file") -> str:
        return str(self.server.make_url(f"/{path}"))

    async def _handle(self, request):
        self.requests.append(request)
        self.bodies.append(await request.read())
        return await self.answer(request)

    async def content(self, request):
        return web.Response(body=b"proof")


@pytest.fixture
async def source():
    made = Source()
    await made.server.start_server()
    yield made
    await made.server.close()


@pytest.fixture
async def files():
    made = ChatFiles(NoCredentials(), allow_loopback=True, bounds=SMALL)
    yield made
    await made.close()


async def read(files, url, *, inline=False) -> bytes:
    file = SentFile(name="proof.pdf", url=url, inline=inline)
    return b"".join([chunk async for chunk in files.fetch(file)])


async def refusal(files, url, *, inline=False) -> str:
    with pytest.raises(FetchFailed) as failed:
        await read(files, url, inline=inline)
    assert not url or url not in str(failed.value)
    return failed.value.code


async def test_a_file_is_streamed(files, source):
    assert await read(files, source.url()) == b"proof"
    assert source.requests[0].headers["Accept-Encoding"] == "identity"
    assert "Authorization" not in source.requests[0].headers


FOREIGN = [
    "http://contoso.sharepoint.com/x",
    "https://93.184.215.14/x",
    "https://169.254.169.254/latest/meta-data",
    "http://169.254.169.254/metadata/instance",
    "https://127.0.0.1/x",
    "http://localhost:8080/x",
    "https://[::1]/x",
    "https://evilsharepoint.com/x",
    "https://sharepoint.com.evil.example/x",
    "https://contoso.sharepoint.com.evil.example/x",
    "https://contoso.sharepoint.com:8443/x",
    "https://user@contoso.sharepoint.com/x",
    "https://contoso.sharepoint.com@evil.example/x",
    "https://evil.example\\@contoso.sharepoint.com/x",
    "https://evil.example#@contoso.sharepoint.com/x",
    "https://evil.example/?u=contoso.sharepoint.com",
    "https://contoso.sharepoint.com\t.evil.example/x",
    "https://contoso.sharepoint.c\u043em/x",
    "https://sharepoint.com/x",
    "ftp://contoso.sharepoint.com/x",
    "file:///etc/passwd",
    "//contoso.sharepoint.com/x",
    "",
]


@pytest.mark.parametrize("url", FOREIGN)
@pytest.mark.parametrize("inline", [False, True])
async def test_any_other_address_is_refused_before_a_byte(url, inline):
    names = Names()
    files = ChatFiles(BotCredentials(NoStranger()), resolver=names)
    assert await refusal(files, url, inline=inline) == Code.FILE_SOURCE_REFUSED
    assert names.asked == []
    await files.close()


class NoStranger:
    """Tokens that nobody may ask for."""

    async def token(self, scope: str) -> str:
        raise AssertionError("no token for a stranger")

    def reject(self, token: str) -> None:
        raise AssertionError("no token for a stranger")


class OneToken(NoStranger):
    """Tokens that are always the same."""

    async def token(self, scope: str) -> str:
        return "bot-token"


PRIVATE = [
    ("10.0.0.5",),
    ("127.0.0.1",),
    ("169.254.169.254",),
    ("192.168.1.1",),
    ("100.64.0.1",),
    ("0.0.0.0",),
    ("::1",),
    ("fd00::1",),
    ("fe80::1",),
    ("::ffff:10.0.0.5",),
    ("64:ff9b::a00:5",),
    ("2002:a00:5::",),
    ("224.0.0.1",),
    ("93.184.215.14", "10.0.0.5"),
]


@pytest.mark.parametrize("addresses", PRIVATE, ids=str)
async def test_a_good_name_that_leads_inside_is_refused(addresses):
    files = ChatFiles(NoCredentials(), resolver=Names(*addresses), bounds=SMALL)
    url = "https://contoso.sharepoint.com/x"
    assert await refusal(files, url) == Code.FILE_SOURCE_REFUSED
    await files.close()


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f::1", "64:ff9b::5db8:d70e"])
def test_public_addresses_are_public(address):
    assert is_public(address)


async def test_the_address_judged_is_the_address_connected_to(monkeypatch):
    """A name that is looked up again differently would be of no use: it is looked up once."""
    names = Names("93.184.215.14")
    connected = []

    async def connect(loop, sock, address):
        connected.append(address[0])
        raise OSError("no network in tests")

    monkeypatch.setattr(asyncio.SelectorEventLoop, "sock_connect", connect)
    files = ChatFiles(NoCredentials(), resolver=names, bounds=SMALL)
    await refusal(files, "https://contoso.sharepoint.com/x")
    assert names.asked == ["contoso.sharepoint.com"]
    assert set(connected) == {"93.184.215.14"}
    await files.close()


@pytest.mark.parametrize(
    "target",
    ["http://169.254.169.254/", "https://evil.example/", "file:///etc/passwd", "//10.0.0.5/x", ""],
)
async def test_a_redirect_is_judged_like_the_first_address(files, source, target):
    async def moved(request):
        if request.path == "/file":
            return web.Response(status=302, headers={"Location": target} if target else {})
        return web.Response(body=b"inside")

    source.answer = moved
    assert await refusal(files, source.url()) == Code.FILE_SOURCE_REFUSED


async def test_three_redirects_are_followed_and_no_fourth(files, source):
    async def moved(request):
        left = int(request.path[1:])
        if left == 0:
            return web.Response(body=b"found")
        return web.Response(status=307, headers={"Location": f"/{left - 1}"})

    source.answer = moved
    assert await read(files, source.url("3")) == b"found"
    assert await refusal(files, source.url("4")) == Code.FILE_SOURCE_REFUSED


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (401, Code.FILE_LINK_EXPIRED),
        (403, Code.FILE_LINK_EXPIRED),
        (404, Code.FILE_LINK_EXPIRED),
        (410, Code.FILE_LINK_EXPIRED),
        (500, Code.FILE_NOT_FETCHED),
        (429, Code.FILE_NOT_FETCHED),
    ],
)
async def test_a_refusing_host_has_its_own_word(files, source, status, code):
    async def refuse(request):
        return web.Response(status=status)

    source.answer = refuse
    assert await refusal(files, source.url()) == code


async def test_an_announced_size_over_the_cap_is_refused_before_it_is_read(files, source):
    async def large(request):
        return web.Response(body=b"x" * 1001)

    source.answer = large
    file = SentFile(name="x", url=source.url())
    chunks = []
    with pytest.raises(FetchFailed) as failed:
        chunks.extend([chunk async for chunk in files.fetch(file)])
    assert (failed.value.code, chunks) == (Code.FILE_TOO_BIG, [])


async def test_an_endless_stream_is_cut_at_the_cap(files, source):
    ended = asyncio.Event()

    async def endless(request):
        response = web.StreamResponse()
        await response.prepare(request)
        try:
            while True:
                await response.write(b"x" * 300)
                await asyncio.sleep(0)
        finally:
            ended.set()

    source.answer = endless
    assert await refusal(files, source.url()) == Code.FILE_TOO_BIG
    async with asyncio.timeout(5):
        await ended.wait()


async def test_a_stream_that_stalls_is_given_up(files, source):
    forever = asyncio.Event()

    async def stall(request):
        response = web.StreamResponse()
        await response.prepare(request)
        await response.write(b"x")
        await forever.wait()
        return response

    source.answer = stall
    assert await refusal(files, source.url()) == Code.FILE_TIMED_OUT
    forever.set()


async def test_a_stream_that_drips_is_given_up(source):
    async def drip(request):
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(b"x")
            await asyncio.sleep(0.02)

    source.answer = drip
    files = ChatFiles(
        NoCredentials(), allow_loopback=True, bounds=Bounds(size=10_000, total=0.3, idle=5)
    )
    assert await refusal(files, source.url()) == Code.FILE_TIMED_OUT
    await files.close()


async def test_a_broken_stream_is_not_taken_for_a_file(files, source):
    async def broken(request):
        response = web.StreamResponse(headers={"Content-Length": "100"})
        await response.prepare(request)
        await response.write(b"half")
        request.transport.close()
        return response

    source.answer = broken
    assert await refusal(files, source.url()) == Code.FILE_NOT_FETCHED


async def test_a_compressed_answer_is_not_unpacked(files, source):
    async def packed(request):
        return web.Response(body=b"\x1f\x8bnot unpacked", headers={"Content-Encoding": "gzip"})

    source.answer = packed
    assert await read(files, source.url()) == b"\x1f\x8bnot unpacked"


async def test_only_pictures_of_the_connector_get_the_token(source):
    files = ChatFiles(BotCredentials(OneToken()), allow_loopback=True)
    await read(files, source.url())
    await read(files, source.url(), inline=True)
    seen = [request.headers.get("Authorization") for request in source.requests]
    assert seen == [None, "Bearer bot-token"]
    await files.close()


async def test_a_picture_elsewhere_gets_no_token():
    files = ChatFiles(BotCredentials(NoStranger()), resolver=Names())
    url = "https://media.giphy.example/cat.gif"
    assert await refusal(files, url, inline=True) == Code.FILE_SOURCE_REFUSED
    sharepoint = "https://contoso.sharepoint.com/cat.png"
    assert await refusal(files, sharepoint, inline=True) == Code.FILE_SOURCE_REFUSED
    await files.close()


async def test_a_file_is_put_where_the_person_allowed_it(files, source):
    await files.put(UploadTarget(upload_url=source.url("up")), b"template")
    request = source.requests[0]
    assert (request.method, source.bodies[0]) == ("PUT", b"template")
    assert request.headers["Content-Range"] == "bytes 0-7/8"


@pytest.mark.parametrize("url", ["https://evil.example/up", "http://contoso.sharepoint.com/up"])
async def test_a_file_is_put_nowhere_else(files, url):
    with pytest.raises(FetchFailed) as failed:
        await files.put(UploadTarget(upload_url=url), b"template")
    assert failed.value.code == Code.FILE_SOURCE_REFUSED


async def test_an_upload_that_is_refused_or_moved_says_so(files, source):
    for status, code in ((410, Code.FILE_LINK_EXPIRED), (302, Code.FILE_NOT_FETCHED)):

        async def refuse(request, status=status):
            return web.Response(status=status)

        source.answer = refuse
        with pytest.raises(FetchFailed) as failed:
            await files.put(UploadTarget(upload_url=source.url("up")), b"template")
        assert failed.value.code == code


async def test_a_host_with_a_self_made_certificate_is_not_believed(source):
    """The name is right and the address is, but nobody vouches for the host."""
    app = web.Application()
    app.router.add_get("/x", source.content)
    server = TestServer(app, host="127.0.0.1", scheme="https")
    await server.start_server(ssl=signed_by_itself().shown())
    files = ChatFiles(NoCredentials(), allow_loopback=True, bounds=SMALL)
    assert await refusal(files, str(server.make_url("/x"))) == Code.FILE_NOT_FETCHED
    await files.close()
    await server.close()
