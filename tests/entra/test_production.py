"""The production profile as a whole: put together by the composition root, against the stand-in."""

import asyncio

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

import app as product
from bot.claims.ports import Mail
from bot.settings import load_settings
from tests.entra.graph import refuse_without
from tests.entra.standin import BOT_RESOURCE, EntraStandIn

ADA = "0a1b2c3d-0000-4000-8000-00000000ada1"
REVIEWERS = "aaaaaaaa-0000-4000-8000-000000000002"
pytestmark = pytest.mark.postgres


class Mailbox:
    """What was sent from the mailbox."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []

    async def send_mail(self, request: web.Request) -> web.Response:
        refused = refuse_without(request, "Mail.Send")
        if refused is None:
            self.sent.append(await request.read())
        return refused or web.Response(status=202)


@pytest.fixture
def mailbox():
    return Mailbox()


@pytest.fixture
async def standin(tmp_path, mailbox):
    running = EntraStandIn(routes=[web.post("/users/{id}/sendMail", mailbox.send_mail)])
    running.permissions.add("Mail.Send")
    await running.start(tmp_path)
    yield running
    await running.stop()


@pytest.fixture
def settings(standin, tmp_path, postgres_url):
    return load_settings(
        {},
        _env_file=None,
        profile="production",
        public_url="https://claims.contoso.example",
        data_dir=tmp_path / "var",
        database_url=postgres_url(),
        secret="s" * 32,
        mail="graph",
        mail_from="associations@contoso.example",
        tenant_ids=standin.tenant,
        app_id=standin.app_id,
        app_password=standin.secret,
        admins="role:Claims.Admin",
        reviewers=f"group:{REVIEWERS}",
        partner_name="Contoso Consulting",
        partner_domains="contoso.example",
        authority_url=standin.url,
        graph_url=standin.url,
        ca_file=standin.ca_file,
    )


@pytest.fixture
async def assistant(settings):
    made = await product.build(settings, address="http://127.0.0.1:0")
    yield made
    await made.close()


@pytest.fixture
async def ask(assistant):
    """Ask the API as somebody signed in; give the status."""
    assistant.web.on_startup.clear()  # the channel's keys lie beyond this machine
    server = TestServer(assistant.web, host="127.0.0.1")
    await server.start_server()
    async with aiohttp.ClientSession() as session:

        async def status(token):
            headers = {"Authorization": f"Bearer {token}"}
            async with session.get(server.make_url("/api/v1/claims"), headers=headers) as answer:
                return answer.status

        yield status
    await server.close()


async def test_a_reviewer_by_group_is_let_in_and_a_stranger_is_not(standin, ask):
    standin.graph.put(ADA, groups=[REVIEWERS])
    assert await ask(standin.user_token(ADA)) == 200
    stranger = "99999999-0000-4000-8000-000000000000"
    assert await ask(standin.user_token(stranger)) == 403
    assert await ask(standin.user_token(ADA, tid=stranger)) == 401


async def test_an_admin_by_the_role_in_the_token_is_let_in(standin, ask):
    standin.graph.put(ADA)
    assert await ask(standin.user_token(ADA, roles=["Claims.Admin"])) == 200
    assert await ask(standin.user_token(ADA, roles=["Claims.Admin"], iat=1_700_000_000)) == 403


async def test_mail_people_and_the_chat_share_the_apps_tokens(standin, assistant, ask, mailbox):
    standin.graph.put(ADA, groups=[REVIEWERS])
    await ask(standin.user_token(ADA))
    await assistant.adapters.tokens.token(f"{BOT_RESOURCE}/.default")
    await assistant.adapters.mailer.send(
        Mail(
            message_id="<1@claims.contoso.example>",
            to_name="Cara",
            to_email="cara@fabrikam.example",
            subject="An association",
            text="Hello",
            html="<p>Hello</p>",
        )
    )
    assert len(mailbox.sent) == 1
    resources = sorted(one.resource for one in standin.tokens_given)
    assert resources == sorted([BOT_RESOURCE, standin.url])


async def test_the_first_tokens_are_fetched_while_everything_else_starts(standin, assistant):
    async with asyncio.timeout(10):
        await assistant.adapters.tokens.warm(f"{BOT_RESOURCE}/.default", f"{standin.url}/.default")
    assert len(standin.tokens_given) == 2
