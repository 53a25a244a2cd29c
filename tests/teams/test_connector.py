"""The connector's answers: retried, waited for or given up, and never a token to a stranger."""

import pytest
from botbuilder.schema import Activity, Attachment, ChannelAccount

from bot.teams.addresses import CONNECTOR_HOSTS, AllowedHosts
from bot.teams.connector import Connector, Patience, open_session
from bot.teams.credentials import NoCredentials
from bot.teams.refusals import ForeignService, SendLater, SendParked, SendRefused
from tests.teams.channel import CARD

HASTY = Patience(timeout=1.0, tries=3, waiting=0.05, first_wait=0.01)
MESSAGE = {"type": "message", "text": "hello"}
LOOPBACK = AllowedHosts(CONNECTOR_HOSTS, allow_loopback=True)


@pytest.fixture
async def client(teams):
    async with open_session() as session:
        yield Connector(session, NoCredentials(), LOOPBACK, patience=HASTY).at(teams.url)


@pytest.mark.parametrize("status", [412, 429, 502, 503, 504])
async def test_what_may_pass_is_tried_again(client, teams, status):
    teams.refuse(status)
    teams.refuse(status)
    sent = await client.send_to_conversation("a:ada", MESSAGE)
    assert sent.id == "m1"
    assert teams.texts == ["hello"]


@pytest.mark.parametrize("status", [412, 429, 502, 503, 504])
async def test_three_tries_are_enough(client, teams, status):
    for _ in range(4):
        teams.refuse(status, "Busy")
    with pytest.raises(SendLater) as failed:
        await client.send_to_conversation("a:ada", MESSAGE)
    assert (failed.value.status, failed.value.code) == (status, "Busy")
    assert len(teams.refusals) == 1


async def test_retry_after_is_honoured_by_leaving_a_long_wait_to_later(client, teams):
    teams.refuse(429, Retry_After="17")
    with pytest.raises(SendLater) as failed:
        await client.send_to_conversation("a:ada", MESSAGE)
    assert failed.value.retry_after == 17
    assert len(teams.headers) == 1


@pytest.mark.parametrize(
    "code", ["BotNotInConversationRoster", "ConversationBlockedByUser", "MessageWritesBlocked"]
)
async def test_a_blocked_chat_is_waited_for_and_not_tried_again(client, teams, code):
    teams.refuse(403, code)
    with pytest.raises(SendParked) as failed:
        await client.send_to_conversation("a:ada", MESSAGE)
    assert failed.value.code == code
    assert len(teams.headers) == 1


@pytest.mark.parametrize("status", [301, 400, 404, 405, 409, 413, 500, 501])
async def test_what_cannot_pass_is_given_up_at_once(client, teams, status):
    teams.refuse(status)
    with pytest.raises(SendRefused) as failed:
        await client.send_to_conversation("a:ada", MESSAGE)
    assert failed.value.status == status
    assert len(teams.headers) == 1


async def test_a_connector_that_is_not_there_is_tried_again_later(teams):
    async with open_session() as session:
        connector = Connector(session, NoCredentials(), LOOPBACK, patience=HASTY)
        client = connector.at(teams.url)
        await teams.server.close()
        with pytest.raises(SendLater) as failed:
            await client.send_to_conversation("a:ada", MESSAGE)
        assert failed.value.code == "NotConnected"


async def test_a_slow_answer_is_not_repeated_as_it_may_have_arrived(teams):
    import asyncio

    never = asyncio.Event()
    teams.latency = never.wait
    impatient = Patience(timeout=0.1, tries=3, waiting=1.0, first_wait=0.0)
    async with open_session() as session:
        connector = Connector(session, NoCredentials(), LOOPBACK, patience=impatient)
        with pytest.raises(SendLater):
            await connector.at(teams.url).send_to_conversation("a:ada", MESSAGE)
    assert teams.most_at_once == 1
    never.set()


@pytest.mark.parametrize(
    "url",
    [
        "http://smba.trafficmanager.net/emea/",
        "https://smba.trafficmanager.net.evil.example/",
        "https://evil.example/?smba.trafficmanager.net",
        "https://smba.trafficmanager.net@evil.example/",
        "https://smba.trafficmanager.net:8443/",
        "https://evilbotframework.com/",
        "https://api.botframework.com\\@evil.example/",
        "https://127.0.0.1/",
        "http://127.0.0.1:3979/",
        "http://169.254.169.254/",
        "https://[::1]/",
        "file:///etc/passwd",
        "",
        "https://",
        "https://api.botframework.com:port/",
    ],
)
async def test_no_client_is_made_for_a_foreign_service_url(url):
    async with open_session() as session:
        connector = Connector(session, NoCredentials(), AllowedHosts(CONNECTOR_HOSTS))
        with pytest.raises(ForeignService):
            connector.at(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://smba.trafficmanager.net/emea/",
        "https://SMBA.trafficmanager.net/amer/tenant/",
        "https://europe.webchat.botframework.com/",
        "https://smba.infra.gov.teams.microsoft.us/gcch/",
    ],
)
async def test_microsoft_hosts_are_taken(url):
    async with open_session() as session:
        connector = Connector(session, NoCredentials(), AllowedHosts(CONNECTOR_HOSTS))
        assert connector.at(url) is connector.at(url)


async def test_ids_cannot_leave_their_place_in_the_path(client, teams):
    with pytest.raises(SendRefused):
        await client.update_activity("..", "m1", MESSAGE)
    assert teams.calls == []
    sent = await client.update_activity("a:ada", "x/../../members", MESSAGE)
    assert sent.id == "x/../../members"


async def test_an_sdk_activity_goes_out_with_its_card_as_it_is(client, teams):
    activity = Activity(
        type="message",
        from_property=ChannelAccount(id="28:bot"),
        attachments=[Attachment(content_type="application/x", content=CARD)],
        channel_data={"as": ["it", "is"]},
    )
    await client.reply_to_activity("a:ada", "m1", activity)
    body = teams.calls[0][2]
    assert body == {
        "type": "message",
        "from": {"id": "28:bot"},
        "attachments": [{"contentType": "application/x", "content": CARD}],
        "channelData": {"as": ["it", "is"]},
    }


async def test_a_message_can_be_taken_back(client, teams):
    await client.delete_activity("a:ada", "m1")
    assert teams.calls == [("DELETE", "/emea/v3/conversations/a:ada/activities/m1", None)]


async def test_words_go_out_as_utf8(client, teams):
    await client.send_to_conversation("a:ada", {"type": "message", "text": "Grüße 🎉"})
    assert teams.texts == ["Grüße 🎉"]
