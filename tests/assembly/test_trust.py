"""A certificate of one's own counts wherever the assistant goes out: chat files and mail too."""

import pytest
from aiohttp import web

import app as product
from bot.claims.ports import FetchFailed, Mail, MailDelayed, SentFile
from bot.settings import load_settings
from deployment.doctor.opening import Asked, open_checks
from tests.entra.authority import authority, server
from tests.mail.server import Server, start_smtp

MAIL = Mail(
    message_id="<1@claims.contoso.example>",
    to_name="Casey",
    to_email="casey@fabrikam.example",
    subject="An association",
    text="Hello",
    html="<p>Hello</p>",
)


@pytest.fixture
def shown():
    """What a server shows whose certificate nobody knows beyond these tests."""
    return server().shown()


@pytest.fixture
async def smtp(shown):
    taking = Server()
    listening = await start_smtp(taking, tls_context=shown, require_starttls=True)
    yield taking
    listening.close()


@pytest.fixture
async def file_url(shown):
    async def proof(_):
        return web.Response(body=b"signed")

    app = web.Application()
    app.router.add_get("/proof.pdf", proof)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=shown).start()
    yield f"https://localhost:{runner.addresses[0][1]}/proof.pdf"
    await runner.cleanup()


@pytest.fixture
def settings(tmp_path, smtp):
    """Make settings that know our authority, or do not."""

    def make(*, known):
        ca_file = tmp_path / "ca.pem"
        ca_file.write_bytes(authority().public_pem)
        return load_settings(
            {},
            _env_file=None,
            data_dir=tmp_path / "var",
            mail="smtp",
            mail_from="associations@contoso.example",
            smtp_host="localhost",
            smtp_port=smtp.port,
            ca_file=ca_file if known else None,
        )

    return make


@pytest.fixture
async def adapters(settings):
    made = []

    async def build(*, known):
        made.append(await product.build(settings(known=known), address="http://127.0.0.1:0"))
        return made[-1].adapters

    yield build
    for each in made:
        await each.close()


async def fetch(files, url):
    sent = SentFile(name="proof.pdf", url=url, inline=False)
    return b"".join([chunk async for chunk in files.fetch(sent)])


async def test_a_chat_file_comes_through_a_proxy_that_opens_tls(adapters, file_url):
    assert await fetch((await adapters(known=True)).files, file_url) == b"signed"


async def test_a_chat_file_from_nobody_known_is_not_fetched(adapters, file_url):
    files = (await adapters(known=False)).files
    with pytest.raises(FetchFailed):
        await fetch(files, file_url)


async def test_a_mail_server_of_ones_own_is_believed(adapters, smtp):
    await (await adapters(known=True)).mailer.send(MAIL)
    assert smtp.encrypted == [True]


async def test_a_mail_server_that_nobody_knows_gets_no_mail(adapters, smtp):
    mailer = (await adapters(known=False)).mailer
    with pytest.raises(MailDelayed):
        await mailer.send(MAIL)
    assert smtp.mails == []


@pytest.mark.parametrize(("known", "told"), [(True, "was taken"), (False, "did not leave")])
async def test_the_doctor_believes_the_same(settings, known, told):
    asked = Asked(send_to="me@contoso.example", before_start=True)
    async with open_checks(settings(known=known), asked, None) as checks:
        (check,) = [one for one in checks if one.name == "test mail"]
        found = await check.look()
    assert told in found.said
