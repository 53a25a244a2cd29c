"""The figures an operator watches, read off `/metrics` while a claim lives."""

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.claims.ports import Mail, MailDelayed, MailInDoubt, MailRefused
from tests.clocks import MovableClock
from tests.conversations.driver import Connector, Product
from tests.conversations.later import answer_page, link_in, ready, submit


@pytest.fixture
async def product(tmp_path):
    """An assistant that leaves no traces, as by default: the figures need none."""
    async with Product(tmp_path / "var", MovableClock(), Connector()) as running:
        yield running


async def figures(product):
    async with product.session.get(product.url + "/metrics") as answer:
        families = text_string_to_metric_families(await answer.text())
        return {
            (sample.name, *sorted(sample.labels.values())): sample.value
            for family in families
            for sample in family.samples
        }


async def submitted(product):
    """Bring a claim to "Submitted"; the customer's mail still lies in the outbox."""
    ada = product.chat()
    await ada.arrive()
    await ready(ada)
    await submit(ada)


async def test_everything_begins_at_nought(product):
    found = await figures(product)
    for row in (
        ("cpor_turns_total", "failed"),
        ("cpor_mails_total", "in_doubt"),
        ("cpor_http_answers_total", "5xx"),
        ("cpor_job_last_run_timestamp_seconds", "clocks"),
        ("cpor_customer_decisions_total", "decline"),
        ("cpor_outbox_lag_seconds",),
        ("cpor_outbox_parked",),
    ):
        assert found[row] == 0


async def test_turns_are_counted_by_how_they_ended_and_timed(product, monkeypatch):
    ada = product.chat()
    await ada.arrive()
    asked = ada.activity(type="message", text="help")
    await ada.post(asked)
    await ada.post(asked)
    await product.chat(("0a1b2c3d-0000-4000-8000-00000000aaaa", "Gil Guest")).arrive()
    stranger = product.chat()
    stranger.tenant = "11111111-2222-4333-8444-555555555555"
    await stranger.say("hello")
    with monkeypatch.context() as patch:
        patch.setattr("bot.dialogs.conversation.read_command", None)
        await ada.say("my claims")
    await ada.post(ada.activity(type="message", text="x", channelId="webchat"))
    product.connector.failing = 40
    await ada.say("help")
    found = await figures(product)
    ended = {row[1]: value for row, value in found.items() if row[0] == "cpor_turns_total"}
    assert ended["repeated"] == 1
    assert ended["failed"] == 1
    assert ended["turned_away"] == 1
    assert ended["not_admitted"] == 1
    assert ended["not_sent"] == 1
    assert ended["answered"] >= 2
    assert found["cpor_turn_seconds_count",] == sum(ended.values())


async def test_a_reference_told_to_a_person_is_the_one_in_the_log(product, log, monkeypatch):
    ada = product.chat()
    await ada.arrive()
    monkeypatch.setattr("bot.dialogs.conversation.read_command", None)
    await ada.say("my claims")
    (line,) = [line for line in log.getvalue().splitlines() if "turn.failed" in line]
    assert any(word.strip(".,:*") in line for word in ada.said.split() if len(word) >= 8)


async def test_mails_deliveries_and_decisions_are_counted(product):
    await submitted(product)
    await product.work()
    await answer_page(product, link_in(product.mails()[-1]), "approve")
    found = await figures(product)
    assert found["cpor_mails_total", "accepted"] == 1
    assert found["cpor_outbox_delivered_total", "delivered", "mail"] == 1
    assert found["cpor_customer_decisions_total", "approve"] == 1


@pytest.mark.parametrize(
    ("trouble", "outcome"),
    [
        (MailRefused("no"), "refused"),
        (MailDelayed("later"), "delayed"),
        (MailInDoubt("who knows"), "in_doubt"),
        (ValueError("broken"), "failed"),
    ],
)
async def test_a_mail_that_did_not_leave_is_counted_by_why(product, trouble, outcome, monkeypatch):
    from bot.mail.folder import FolderMailer

    async def fail(self: FolderMailer, mail: Mail) -> None:
        raise trouble

    monkeypatch.setattr(FolderMailer, "send", fail)
    await submitted(product)
    await product.assistant.pump.run()
    found = await figures(product)
    mails = {row[1]: value for row, value in found.items() if row[0] == "cpor_mails_total"}
    assert {key for key, value in mails.items() if value} == {outcome}


async def test_what_waits_and_what_is_dead_is_seen(product, monkeypatch):
    from bot.mail.folder import FolderMailer

    async def fail(self: FolderMailer, mail: Mail) -> None:
        raise MailRefused("never")

    monkeypatch.setattr(FolderMailer, "send", fail)
    await submitted(product)
    product.clock.move(seconds=90)
    assert (await figures(product))["cpor_outbox_lag_seconds",] == 90
    await product.work()
    found = await figures(product)
    assert (found["cpor_outbox_lag_seconds",], found["cpor_outbox_parked",]) == (0, 1)


async def test_a_silent_clock_is_seen(product, monkeypatch):
    clocks = next(loop for loop in product.assistant.loops if loop._name == "clocks")
    await clocks._once()
    struck = product.clock.now().timestamp()
    assert (await figures(product))["cpor_job_last_run_timestamp_seconds", "clocks"] == struck
    product.clock.move(minutes=10)
    with monkeypatch.context() as patch:
        patch.setattr(clocks, "_job", None)
        await clocks._once()
    assert (await figures(product))["cpor_job_last_run_timestamp_seconds", "clocks"] == struck


async def test_answers_are_counted_by_status(product, monkeypatch):
    async with product.session.get(product.url + "/nowhere") as answer:
        assert answer.status == 404
    store = product.assistant.store
    with monkeypatch.context() as patch:
        patch.setattr(type(store), "unit", None)
        async with product.session.get(product.url + "/consent/x") as answer:
            assert answer.status == 503
    found = await figures(product)
    assert found["cpor_http_answers_total", "4xx"] == 1
    assert found["cpor_http_answers_total", "5xx"] == 1
