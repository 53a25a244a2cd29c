"""Where people can be written to: kept at their first word, blocked when gone, back when back."""

from datetime import UTC, datetime, timedelta

from bot.claims.models import Claim
from bot.claims.ports import OutboxKind, Outgoing
from tests.teams import channel
from tests.teams.channel import ADA, TENANT


async def reference(chat):
    return await chat.store.unit().reference(TENANT, ADA)


def roster(chat):
    return [path for method, path, _ in chat.teams.calls if method == "GET"]


async def test_the_first_word_stores_where_to_write_to(chat):
    chat.teams.members = {"name": "Ada Lovelace", "email": "ada@partner.example"}
    await chat.say("hello", locale="de-DE")
    kept = await reference(chat)
    assert (kept.user_id, kept.bot_id) == ("29:ada", "28:bot")
    assert (kept.conversation_id, kept.service_url) == ("a:ada", chat.url)
    assert (kept.name, kept.email, kept.locale) == ("Ada Lovelace", "ada@partner.example", "de-DE")
    assert chat.dialogs.turns[0].person.email == "ada@partner.example"


async def test_the_roster_is_asked_once(chat):
    chat.teams.members = {"name": "Ada Lovelace", "email": "ada@partner.example"}
    await chat.say("one")
    await chat.say("two")
    assert roster(chat) == ["/emea/v3/conversations/a:ada/members/29:ada"]


async def test_a_roster_that_does_not_answer_does_no_harm_and_is_left_alone(chat):
    await chat.say("one")
    await chat.say("two")
    assert chat.teams.texts == ["got Typed", "got Typed"]
    assert len(roster(chat)) == 1
    assert (await reference(chat)).name == "Ada Admin"


async def test_a_change_of_language_is_kept_and_a_missing_one_changes_nothing(chat):
    await chat.say("one", locale="de-DE")
    await chat.say("two", locale=None)
    assert [turn.person.locale for turn in chat.dialogs.turns] == ["de-DE", "de-DE"]
    await chat.say("three", locale="fr-FR")
    assert (await reference(chat)).locale == "fr-FR"


async def leave(chat):
    response = await chat.post(channel.activity(chat.url, "installationUpdate", action="remove"))
    assert response.status == 200


async def test_an_uninstall_blocks_and_a_return_brings_parked_notices_back(chat):
    await chat.say("hello")
    await leave(chat)
    assert (await reference(chat)).blocked
    await park_a_notice(chat.store)
    now = datetime.now(UTC) + timedelta(seconds=1)
    assert await chat.store.lease("w", now, 10, 30) == []

    await chat.post(channel.activity(chat.url, "installationUpdate", action="add"))
    assert not (await reference(chat)).blocked
    (row,) = await chat.store.lease("w", now + timedelta(seconds=5), 10, 30)
    assert row.key == "notice-1"


async def park_a_notice(store):
    now = datetime.now(UTC) - timedelta(minutes=1)
    unit = store.unit()
    unit.save(Claim(id=1001, org=TENANT, owner=ADA, created_at=now, changed_at=now))
    unit.post(
        Outgoing(
            key="notice-1",
            kind=OutboxKind.NOTICE,
            claim_id=1001,
            org=TENANT,
            payload={"to": ADA},
        )
    )
    await unit.commit()
    (row,) = await store.lease("w", datetime.now(UTC) + timedelta(seconds=1), 10, 30)
    await store.park(row.id, "blocked")


async def test_an_uninstall_by_somebody_unknown_stores_nothing(chat):
    await leave(chat)
    assert await reference(chat) is None
    assert (chat.dialogs.turns, chat.teams.calls) == ([], [])


async def test_a_second_installation_is_greeted_again(chat):
    installed = {"action": "add"}
    await chat.post(channel.activity(chat.url, "installationUpdate", **installed))
    await chat.post(channel.activity(chat.url, "installationUpdate", **installed))
    assert len(chat.dialogs.turns) == 1
    await leave(chat)
    await chat.post(channel.activity(chat.url, "installationUpdate", **installed))
    assert len(chat.dialogs.turns) == 2


async def test_an_upgrade_of_the_app_is_no_arrival(chat):
    for action in ("add-upgrade", "remove-upgrade"):
        await chat.post(channel.activity(chat.url, "installationUpdate", action=action))
    assert chat.dialogs.turns == []
