"""Who is let in; everybody else gets one polite sentence or none, and leaves no trace."""

import pytest
from sqlalchemy import func, select

from bot.teams.addresses import CONNECTOR_HOSTS, AllowedHosts
from bot.teams.admission import Admission, Admitted, Reason, TurnedAway
from storage.tables import metadata
from tests.teams import channel
from tests.teams.channel import ADA, TENANT
from tests.teams.house import house

OTHER = "11111111-2222-3333-4444-555555555555"
SERVICE = "https://smba.trafficmanager.net/emea/"
STRICT = Admission([TENANT.upper()], AllowedHosts(CONNECTOR_HOSTS))


def person(**parts):
    return {"id": "29:ada", "name": "Ada", "aadObjectId": ADA} | parts


def place(**parts):
    return {"id": "a:ada", "conversationType": "personal", "tenantId": TENANT} | parts


REFUSED = {
    "other channel": ({"channelId": "webchat"}, Reason.FOREIGN_CHANNEL),
    "foreign service": ({"serviceUrl": "https://evil.example/"}, Reason.FOREIGN_SERVICE),
    "service over http": ({"serviceUrl": SERVICE.replace("https", "http")}, Reason.FOREIGN_SERVICE),
    "loopback service": ({"serviceUrl": "http://127.0.0.1:9/"}, Reason.FOREIGN_SERVICE),
    "group chat": ({"conversation": place(conversationType="groupChat")}, Reason.NOT_PERSONAL),
    "team": ({"conversation": place(conversationType="channel")}, Reason.NOT_PERSONAL),
    "no kind": ({"conversation": place(conversationType=None)}, Reason.NOT_PERSONAL),
    "a group in disguise": ({"conversation": place(isGroup=True)}, Reason.NOT_PERSONAL),
    "other tenant": (
        {"conversation": place(tenantId=OTHER), "channelData": {"tenant": {"id": OTHER}}},
        Reason.FOREIGN_TENANT,
    ),
    "two tenants": ({"channelData": {"tenant": {"id": OTHER}}}, Reason.FOREIGN_TENANT),
    "no tenant": (
        {"conversation": place(tenantId=None), "channelData": {}},
        Reason.FOREIGN_TENANT,
    ),
    "tenant is a list": (
        {"conversation": place(tenantId=None), "channelData": {"tenant": {"id": 5}}},
        Reason.FOREIGN_TENANT,
    ),
    "guest": ({"from": person(userRole="guest")}, Reason.GUEST),
    "anonymous": ({"from": person(userRole="anonymous")}, Reason.GUEST),
    "guest by principal": (
        {"from": person(userPrincipalName="eve_x.com#EXT#@partner.example")},
        Reason.GUEST,
    ),
    "nobody": ({"from": {"id": "29:x", "name": "Ada"}}, Reason.NO_IDENTITY),
}


@pytest.mark.parametrize(("parts", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_who_is_turned_away_and_why(parts, reason):
    activity = channel.activity(SERVICE, **parts)
    assert STRICT.judge(activity) == TurnedAway(reason)


def test_who_is_let_in_is_known_by_what_the_channel_vouches_for():
    who = STRICT.judge(channel.activity(SERVICE, **{"from": person(aadObjectId=ADA.upper())}))
    assert isinstance(who, Admitted)
    assert (who.tenant_id, who.object_id, who.user_id) == (TENANT, ADA, "29:ada")
    assert (who.bot_id, who.conversation_id, who.service_url) == ("28:bot", "a:ada", SERVICE)


def test_a_name_is_one_harmless_line():
    name = "Ada\r\nBcc: x\u202e\u200b\x07 " + "x" * 300
    who = STRICT.judge(channel.activity(SERVICE, **{"from": person(name=name)}))
    assert who.name.startswith("Ada Bcc: x xxx")
    assert len(who.name) == 120


@pytest.mark.parametrize("locale", [None, "", "x" * 21, "../etc", "de DE", "d\u00e9"], ids=repr)
def test_an_odd_locale_is_none(locale):
    assert STRICT.judge(channel.activity(SERVICE, locale=locale)).locale == ""


def test_the_local_profile_takes_a_client_that_names_no_tenant():
    hosts = AllowedHosts(CONNECTOR_HOSTS, allow_loopback=True)
    local = Admission([TENANT], hosts, home_tenant=TENANT)
    bare = channel.activity("http://127.0.0.1:9/", channelData=None, conversation={"id": "c"})
    assert local.judge(bare).tenant_id == TENANT
    elsewhere = channel.activity("http://127.0.0.1:9/", conversation=place(tenantId=OTHER))
    assert local.judge(elsewhere) == TurnedAway(Reason.FOREIGN_TENANT)


async def rows(store) -> int:
    def count(connection):
        tables = [table for table in metadata.sorted_tables if table.name != "counters"]
        return sum(connection.scalar(select(func.count()).select_from(t)) for t in tables)

    return await store.database.read(count)


SPOKEN = [name for name, (_, reason) in REFUSED.items() if "foreign_" not in reason]


@pytest.mark.parametrize("name", [*SPOKEN, "other tenant"])
async def test_one_polite_sentence_and_nothing_stored(chat, name):
    parts, _ = REFUSED[name]
    response = await chat.post(channel.said(chat.url, "hello", **parts))
    assert response.status == 200
    assert len(chat.teams.texts) == 1
    assert len(chat.teams.texts[0]) > 20
    assert chat.dialogs.turns == []
    assert await rows(chat.store) == 0


async def test_a_press_of_somebody_turned_away_gets_the_sentence_in_its_answer(chat):
    press = channel.execute(chat.url, **{"from": person(userRole="guest")})
    body = await (await chat.post(press)).json()
    assert "guests" in body["value"]
    assert (chat.teams.calls, chat.dialogs.turns) == ([], [])


async def test_other_events_of_somebody_turned_away_are_passed_over(chat):
    group = place(conversationType="groupChat")
    for kind in ("messageReaction", "conversationUpdate"):
        event = channel.activity(chat.url, kind, conversation=group)
        assert (await chat.post(event)).status == 200
    assert chat.teams.calls == []


async def test_to_a_foreign_service_url_nothing_is_sent_and_no_token_is_asked_for(store):
    class Counting:
        asked = 0

        async def token(self):
            self.asked += 1

        def reject(self, token):
            pass

    credentials = Counting()
    async with house(store, credentials=credentials, allow_loopback=False) as chat:
        assert (await chat.say("hello")).status == 403
        assert (chat.teams.calls, chat.dialogs.turns, credentials.asked) == ([], [], 0)
        assert await rows(store) == 0


@pytest.mark.parametrize(
    "header",
    [
        {"X_Forwarded_For": "10.0.0.1"},
        {"Forwarded": "for=10.0.0.1"},
        {"X_Real_IP": "10.0.0.1"},
        {"Via": "1.1 proxy"},
        {"X_Forwarded_Host": "x"},
        {"Host": "rebound.example:3978"},
        {"Host": "127.0.0.1.evil.example"},
    ],
    ids=str,
)
async def test_the_local_profile_takes_nobody_behind_a_proxy_or_another_name(chat, header):
    response = await chat.post(channel.said(chat.url, "hello"), **header)
    assert response.status == 403
    assert chat.dialogs.turns == []


async def test_a_guest_only_the_roster_knows_of_is_turned_away_too(chat):
    chat.teams.members = {"id": "29:ada", "userRole": "guest", "email": "eve@x.example"}
    await chat.say("hello")
    assert "guests" in chat.teams.texts[0]
    assert chat.dialogs.turns == []
    assert await rows(chat.store) == 0
