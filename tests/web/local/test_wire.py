"""What reaches the assistant is what Teams would send, and what it answers reaches the page."""

from __future__ import annotations

import asyncio

from tests.web.local.echo_bot import CARD, conversation_url
from tests.web.local.local_server import ADA, RAE, TENANT, LocalServer
from tests.web.local.wire import open_page, post, press, say


async def test_opening_a_chat_installs_the_assistant_once(server: LocalServer) -> None:
    async with open_page(server) as page:
        assert (await page.next())["kind"] == "history"
        await page.message("Hello Ada Admin")
        await say(server, "first")
        await page.message("first")
    async with open_page(server) as again:
        history = (await again.next())["entries"]
        await say(server, "second")
        await again.message("second")
    kinds = [activity["type"] for activity in server.bot.received]
    assert kinds.count("installationUpdate") == 2  # off and on again: the person is greeted anew
    assert sorted(set(kinds)) == ["conversationUpdate", "installationUpdate", "message"]
    assert [entry["by"] for entry in history] == ["bot", "person", "bot"]
    installed = server.bot.received[kinds.index("installationUpdate") + 1]
    assert installed["action"] == "add"
    joined = server.bot.received[kinds.index("conversationUpdate")]
    assert joined["membersAdded"] == [joined["recipient"]]


async def test_a_typed_message_has_the_shape_teams_gives_it(server: LocalServer) -> None:
    async with open_page(server) as page:
        await say(server, "a < b & c")
        await page.message("a < b")
    sent = next(one for one in server.bot.received if one["type"] == "message")
    assert sent["text"] == "a < b & c"
    assert sent["attachments"] == [
        {"contentType": "text/html", "content": "<p>a &lt; b &amp; c</p>"}
    ]
    assert sent["channelId"] == "msteams"
    assert sent["serviceUrl"] == f"{server.url}/local/connector/"
    assert sent["from"] == {
        "id": "29:local-0a0a",
        "aadObjectId": ADA.object_id,
        "name": "Ada Admin",
    }
    assert sent["recipient"]["id"].startswith("28:")
    assert sent["conversation"] == {
        "id": "a:local-0a0a",
        "conversationType": "personal",
        "tenantId": TENANT,
    }
    assert sent["channelData"] == {"tenant": {"id": TENANT}}
    assert sent["locale"] == "de-DE"
    assert sent["localTimezone"] == "Europe/Berlin"
    assert sent["timestamp"].endswith("Z")
    assert sent["entities"] == [
        {
            "type": "clientInfo",
            "locale": "de-DE",
            "country": "DE",
            "platform": "Web",
            "timezone": "Europe/Berlin",
        }
    ]


async def test_an_unknown_language_or_zone_becomes_a_known_one(server: LocalServer) -> None:
    async with open_page(server) as page:
        await say(server, "hi", locale="<b>", timezone="../../etc/passwd")
        await page.message("hi")
    sent = next(one for one in server.bot.received if one["type"] == "message")
    assert (sent["locale"], sent["localTimezone"]) == ("en-US", "UTC")


async def test_a_press_replaces_its_card_in_place(server: LocalServer) -> None:
    async with open_page(server) as page:
        await say(server, "new claim")
        card = await page.message()
        card = card if card["attachments"] else await page.message()
        assert await press(server, card["id"], "next", partner_role="role_0") == "card"
        changed = (await page.until(lambda event: event["kind"] == "update"))["entry"]
    assert changed["id"] == card["id"]
    assert "Is everything right?" in str(changed["attachments"])
    sent = server.bot.received[-1]
    assert (sent["type"], sent["name"]) == ("invoke", "adaptiveCard/action")
    assert sent["replyToId"] == card["id"]
    assert sent["value"] == {
        "action": {
            "type": "Action.Execute",
            "verb": "next",
            "data": {"claim_id": 7, "partner_role": "role_0"},
        },
        "trigger": "manual",
    }


async def test_words_and_refusals_show_under_the_card(server: LocalServer) -> None:
    async with open_page(server) as page:
        await say(server, "submitted")
        card = (await page.until(lambda event: CARD in str(event)))["entry"]
        assert await press(server, card["id"], "choose_role") == "message"
        said = await page.until(lambda event: event["kind"] == "note")
        assert await press(server, card["id"], "withdraw") == "error"
        refused = await page.until(lambda event: event["kind"] == "note")
        assert await press(server, card["id"], "open_claim") == "none"
    assert said["note"] == {"tone": "info", "text": "Which products was the work about?"}
    assert refused["note"]["tone"] == "error"
    assert refused["note"]["text"] == "You may not withdraw this claim."


async def test_a_submit_is_a_message_with_a_value_and_no_text(server: LocalServer) -> None:
    async with open_page(server) as page:
        await say(server, "submitted")
        card = (await page.until(lambda event: CARD in str(event)))["entry"]
        action = {"type": "Action.Submit", "data": {"verb": "back"}}
        await post(server, "/local/chat/presses", card=card["id"], action=action)
        await page.message("Submitted back")
    sent = server.bot.received[-1]
    assert (sent["type"], sent["value"], "text" in sent) == ("message", {"verb": "back"}, False)
    assert sent["replyToId"] == card["id"]


async def test_a_message_that_was_not_taken_says_so(server: LocalServer) -> None:
    async with open_page(server) as page:
        sent = await say(server, "break")
        event = await page.until(lambda event: event["kind"] == "note")
    assert event == {
        "kind": "note",
        "id": sent,
        "note": {"tone": "error", "code": "not_delivered"},
    }


async def test_messages_nobody_asked_for_arrive_live_and_change_in_place(
    server: LocalServer,
) -> None:
    async with open_page(server) as page:
        await page.message("Hello")
        to = server.bot.received[0]
        await server.bot.send(to, kind="typing")
        assert (await page.until(lambda event: event["kind"] == "typing")) == {"kind": "typing"}
        news = await server.bot.send(to, text="Approved")
        assert (await page.message("Approved"))["id"] == news
        assert await server.bot.update(to, news, text="Approved, official") == 200
        changed = await page.until(lambda event: event["kind"] == "update")
        assert (changed["entry"]["id"], changed["entry"]["text"]) == (news, "Approved, official")
        assert await server.bot.delete(to, news) == 200
        assert (await page.until(lambda event: event["kind"] == "delete"))["id"] == news
        assert await server.bot.update(to, news, text="too late") == 404
        assert await server.bot.delete(to, news) == 404


async def test_each_person_has_a_chat_of_their_own(server: LocalServer) -> None:
    async with open_page(server, RAE.object_id) as page:
        await page.message("Hello Rae Reviewer")
        async with open_page(server, ADA.object_id) as other:
            await other.message("Hello Ada Admin")
            history = await asyncio.wait_for(anext_history(server), 5)
    assert [entry["text"] for entry in history] == ["Hello Rae Reviewer."]


async def anext_history(server: LocalServer) -> list[dict[str, str]]:
    async with open_page(server, RAE.object_id) as page:
        entries: list[dict[str, str]] = (await page.next())["entries"]
        return entries


async def test_a_page_hears_that_news_wait_for_someone_else(server: LocalServer) -> None:
    base = f"{server.url}/local/connector/v3/conversations"
    news = {"members": [{"id": RAE.teams_id}], "activity": {"type": "message", "text": "Queue"}}
    async with open_page(server) as page:
        await page.message("Hello Ada Admin")
        async with server.bot.http().post(base, json=news):
            waiting = await page.until(lambda event: bool(event.get("counts")))
        async with open_page(server, RAE.object_id):
            seen = await page.until(lambda event: event["kind"] == "unseen")
    assert waiting["counts"] == {RAE.object_id: 1}
    assert seen["counts"] == {}


async def test_the_roster_gives_teams_profile(server: LocalServer) -> None:
    async with open_page(server) as page:
        await page.message("Hello")
        chat = conversation_url(server.bot.received[0])
        http = server.bot.http()
        async with http.get(f"{chat}/members/{ADA.teams_id}") as response:
            member = await response.json()
        async with http.get(f"{chat}/pagedmembers") as response:
            paged = await response.json()
        async with http.get(f"{chat}/members/29:someone") as response:
            unknown = response.status
    assert paged == {"members": [member]}
    assert unknown == 404
    assert member["aadObjectId"] == ADA.object_id
    assert member["email"] == member["userPrincipalName"] == "ada@contoso.example"
    assert member["tenantId"] == TENANT


async def test_the_connector_opens_a_chat_and_refuses_what_teams_refuses(
    server: LocalServer,
) -> None:
    base, http = f"{server.url}/local/connector/v3/conversations", server.bot.http()
    asked = {"members": [{"id": RAE.teams_id}], "activity": {"type": "message", "text": "News"}}
    async with http.post(base, json=asked) as response:
        made = await response.json()
    async with http.post(base, json={"members": [{"id": "29:x"}]}) as response:
        assert response.status == 404
    async with http.post(f"{base}/a:nobody/activities", json={"type": "message"}) as response:
        assert (await response.json())["error"]["code"] == "ConversationNotFound"
    huge = {"type": "message", "text": "x" * 60_000}
    async with http.post(f"{base}/{made['id']}/activities", json=huge) as response:
        assert response.status == 413
    async with http.post(f"{base}/{made['id']}/activities", data=b"[") as response:
        assert response.status == 400
    async with open_page(server, RAE.object_id) as page:
        history = (await page.next())["entries"]
    assert [(entry["id"], entry["text"]) for entry in history] == [(made["activityId"], "News")]
