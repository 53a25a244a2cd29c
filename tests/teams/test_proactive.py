"""Messages of our own initiative: at Teams' pace, and each refusal as what it means."""

import pytest

from bot.claims.ports import Reference
from bot.dialogs.turn import Reply
from bot.teams.addresses import CONNECTOR_HOSTS, AllowedHosts
from bot.teams.connector import Connector, Patience, open_session
from bot.teams.credentials import NoCredentials
from bot.teams.pace import CONVERSATION, TENANT, Pace
from bot.teams.proactive import Notifier, SendLater, SendParked, SendRefused
from tests.teams.channel import ADA, CARD
from tests.teams.channel import TENANT as ORG

HASTY = Patience(timeout=1.0, tries=2, waiting=0.05, first_wait=0.01)


@pytest.fixture
def reference(teams):
    return Reference(
        tenant_id=ORG,
        object_id=ADA,
        user_id="29:ada",
        bot_id="28:bot",
        conversation_id="a:ada",
        service_url=teams.url,
    )


@pytest.fixture
async def notifier(seconds):
    hosts = AllowedHosts(CONNECTOR_HOSTS, allow_loopback=True)
    async with open_session() as session:
        connector = Connector(session, NoCredentials(), hosts, patience=HASTY)
        yield Notifier(connector, monotonic=seconds)


async def test_a_notice_goes_straight_to_the_conversation(notifier, teams, reference):
    assert await notifier.send(reference, Reply(text="Approved.", card=CARD)) == "m1"
    (method, path, body) = teams.calls[0]
    assert (method, path) == ("POST", "/emea/v3/conversations/a:ada/activities")
    assert (body["from"], body["recipient"]) == ({"id": "28:bot"}, {"id": "29:ada"})
    assert body["attachments"][0]["content"] == CARD
    assert "replyToId" not in body


async def test_a_status_card_is_changed_in_place_or_sent_anew(notifier, teams, reference):
    assert await notifier.update(reference, "m9", Reply(card=CARD)) == "m9"
    teams.refuse(404, "ActivityNotFoundInConversation")
    assert await notifier.update(reference, "m9", Reply(card=CARD)) == "m1"
    assert [method for method, _, _ in teams.calls] == ["PUT", "POST"]


@pytest.mark.parametrize(
    ("status", "meaning"),
    [
        (412, SendLater),
        (429, SendLater),
        (502, SendLater),
        (503, SendLater),
        (504, SendLater),
        (403, SendParked),
        (400, SendRefused),
        (404, SendRefused),
        (413, SendRefused),
        (500, SendRefused),
    ],
)
async def test_a_refusal_says_whether_to_wait(notifier, teams, reference, status, meaning):
    teams.refuse(status)
    teams.refuse(status)
    with pytest.raises(meaning) as failed:
        await notifier.send(reference, Reply(text="x"))
    assert type(failed.value) is meaning


async def test_nothing_is_sent_to_somebody_who_left(notifier, teams, reference):
    with pytest.raises(SendParked):
        await notifier.send(reference.model_copy(update={"blocked": True}), Reply(text="x"))
    assert teams.calls == []


async def test_an_old_reference_to_a_foreign_service_is_refused(notifier, teams, reference):
    stranger = reference.model_copy(update={"service_url": "https://evil.example/"})
    with pytest.raises(SendRefused):
        await notifier.send(stranger, Reply(text="x"))
    assert teams.calls == []


async def test_too_many_at_once_are_put_off_with_the_time_to_wait(teams, reference, seconds):
    hosts = AllowedHosts(CONNECTOR_HOSTS, allow_loopback=True)
    async with open_session() as session:
        connector = Connector(session, NoCredentials(), hosts, patience=HASTY)
        limits = ((2, 30.0),)
        notifier = Notifier(connector, conversation_limits=limits, monotonic=seconds)
        for _ in range(2):
            await notifier.send(reference, Reply(text="x"))
        seconds.now = 10.0
        with pytest.raises(SendLater) as failed:
            await notifier.send(reference, Reply(text="x"))
        assert failed.value.retry_after == 20.0
        seconds.now = 30.0
        await notifier.send(reference, Reply(text="x"))
    assert len(teams.sent) == 3


@pytest.mark.parametrize("limits", [CONVERSATION, TENANT], ids=["conversation", "tenant"])
def test_no_window_ever_holds_more_than_its_limit(limits, seconds):
    pace, sent = Pace(limits, seconds), []
    for _ in range(4000):
        wait = pace.wait("a:ada")
        seconds.now += wait
        assert pace.wait("a:ada") < 1e-6
        pace.use("a:ada")
        sent.append(seconds.now)
    for count, window in limits:
        spans = [later - first for first, later in zip(sent, sent[count:], strict=False)]
        assert min(spans) >= window - 1e-6


def test_conversations_do_not_slow_each_other_down(seconds):
    pace = Pace(CONVERSATION, seconds)
    for _ in range(7):
        pace.use("a:ada")
    assert pace.wait("a:ada") == 1.0
    assert pace.wait("a:rae") == 0.0


def test_idle_conversations_are_forgotten(seconds):
    pace = Pace(TENANT, seconds)
    for n in range(10_000):
        pace.use(f"c{n}")
    seconds.now = 100.0
    pace.use("one more")
    assert len(pace._sent) == 1
