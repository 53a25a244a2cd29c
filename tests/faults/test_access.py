"""Who may do what: no role, a role that is gone, and people we do not work for at all."""

import pytest
from sqlalchemy import inspect, text

from storage.tables import metadata
from tests.conversations.driver import ADA, NOBODY, RAE, words
from tests.conversations.later import (
    drafted,
    everything_said,
    history,
    ready,
    reviewing,
    submit,
    submitted,
)
from tests.conversations.story import FABRIKAM, at_customer

ELSE = "0a1b2c3d-0000-4000-8000-0000000000ff"


@pytest.mark.parametrize("text", ["new claim", "upload", "withdraw 1001", "resend 1001"])
async def test_without_a_role_nothing_is_started(product, text):
    nick = product.chat(NOBODY)
    await nick.arrive()
    await nick.say(text)
    assert product.assistant
    assert await product.assistant.store.unit().claim(None, 1001) is None


async def test_without_a_role_the_way_to_one_is_told_and_questions_are_answered(product):
    nick = product.chat(NOBODY)
    await nick.arrive()
    assert "Only Incentives admins can make claims." in words(nick.shown)
    await nick.say("new claim")
    assert "Only Incentives admins can make claims." in words(nick.shown)
    await nick.say("what is proof of execution?")
    assert "Only Incentives admins" not in words(nick.shown)


async def test_a_role_removed_mid_dialog_counts_at_the_next_change(product, ada):
    await ada.arrive()
    await at_customer(ada)
    before = await product.claim(1001)
    await product.restart(admins=(ELSE,))
    await ada.answer(**FABRIKAM)
    assert "Only Incentives admins can make claims." in words(ada.shown)
    after = await product.claim(1001)
    assert after.customer_name == before.customer_name
    last = (await history(product, 1001))[-1]
    assert (last.event, last.actor.id) == ("refused", ADA[0])


async def test_a_role_removed_before_the_submission(product, ada):
    await ada.arrive()
    number = await ready(ada)
    await product.restart(admins=(ELSE,))
    await submit(ada)
    assert "Only Incentives admins can make claims." in words(ada.shown)
    claim = await product.claim(number)
    assert claim.status == "draft"
    assert claim.poe_summary is None
    await product.work()
    assert product.mails() == []
    assert (await history(product, number))[-1].event == "refused"


@pytest.mark.parametrize(
    "line", ["withdraw {n}", "resend {n}", "dispute {n} because", "discard {n}"]
)
async def test_a_role_removed_after_the_submission(product, ada, line):
    number = await submitted(ada)
    before = await product.claim(number)
    await product.restart(admins=(ELSE,))
    await ada.say(line.format(n=number))
    assert "Only Incentives admins" in words(ada.shown)
    after = await product.claim(number)
    assert after.model_copy(update={"version": before.version}) == before
    assert (await history(product, number))[-1].event == "refused"


async def test_with_the_role_back_the_claim_goes_on(product, ada):
    await ada.arrive()
    number = await drafted(ada)
    await product.restart(admins=(ELSE,))
    await ada.say("upload")
    await product.restart(admins=(ADA[0],))
    await ada.say(f"claim {number}")
    assert "Send the proof of execution" in words(ada.shown)


@pytest.mark.parametrize("verb", ["approve", "reject", "request_info", "comment"])
async def test_a_reviewers_role_removed_before_the_decision(product, ada, verb):
    number, rae = await reviewing(ada)
    before = await product.claim(number)
    await product.restart(reviewers=(ELSE,))
    await rae.press(verb, rejection_reason="poe_dates", review_comment="Too old.")
    assert "Only reviewers can do that. Nothing was changed." in words(rae.shown)
    after = await product.claim(number)
    assert after.model_copy(update={"version": before.version}) == before
    last = (await history(product, number))[-1]
    assert (last.event, last.actor.id) == ("refused", RAE[0])


async def test_an_admin_is_no_reviewer_of_their_own_claim(product, ada):
    number = await submitted(ada)
    for line in ("begin", "approve", "reject", "ask", "note"):
        await ada.say(f"{line} {number} please")
        assert "Only reviewers can do that" in words(ada.shown)
    assert (await product.claim(number)).status == "submitted"


FOREIGN = {
    "foreign tenant": {
        "channelData": {"tenant": {"id": "99999999-0000-4000-8000-000000000000"}},
        "conversation": {
            "id": "a:x",
            "conversationType": "personal",
            "tenantId": "99999999-0000-4000-8000-000000000000",
        },
    },
    "two tenants": {"channelData": {"tenant": {"id": "99999999-0000-4000-8000-000000000000"}}},
    "guest": {
        "from": {"id": "29:g", "aadObjectId": ADA[0], "name": "Gus", "userRole": "guest"},
    },
    "group chat": {
        "conversation": {
            "id": "19:x@thread.v2",
            "conversationType": "groupChat",
            "isGroup": True,
        },
    },
    "channel": {"conversation": {"id": "19:x@thread.tacv2", "conversationType": "channel"}},
    "no identity": {"from": {"id": "29:n", "name": "No One"}},
    "other channel": {"channelId": "webchat"},
    "foreign service": {"serviceUrl": "https://smba.trafficmanager.net.evil.example/"},
}


async def everything_stored(product):
    """Count the rows of every table."""

    def count(connection):
        names = inspect(connection).get_table_names()
        return {
            name: connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar()
            for name in names
        }

    counts = await product.assistant.store.database.read(count)
    assert len(counts) > len(metadata.tables), "Alembic's too"
    return counts


@pytest.mark.parametrize("how", FOREIGN)
@pytest.mark.parametrize("kind", ["message", "installationUpdate", "invoke"])
async def test_whoever_we_do_not_work_for_leaves_no_trace(product, ada, how, kind):
    more = {
        "message": {"text": "new claim"},
        "installationUpdate": {"action": "add"},
        "invoke": {
            "name": "adaptiveCard/action",
            "value": {"action": {"verb": "new_claim", "data": {"nonce": "n"}}},
        },
    }[kind]
    before = await everything_stored(product)
    await ada.post(ada.activity(type=kind, **more, **FOREIGN[how]))
    assert ada.status in (200, 403)
    assert await everything_stored(product) == before
    assert "partner_role" not in str(product.connector.messages)


@pytest.mark.parametrize("how", ["foreign tenant", "guest", "group chat"])
async def test_they_are_told_politely(product, ada, how):
    await ada.post(ada.activity(type="message", text="hello", **FOREIGN[how]))
    (message,) = product.connector.messages.values()
    assert message["text"].startswith("I only work")


@pytest.mark.parametrize("how", ["other channel", "foreign service"])
async def test_to_a_strangers_address_nothing_is_sent(product, ada, how):
    await ada.post(ada.activity(type="message", text="hello", **FOREIGN[how]))
    assert ada.status == 403
    assert product.connector.requests == 0
    assert everything_said(ada) == ""
