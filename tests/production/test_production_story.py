"""The production profile as its operators run it, from the first start to a customer's no."""

import json
import time

import pytest

from bot.claims.models import Status
from storage.blobs_azure import AzureBlobs
from tests.conversations.driver import words
from tests.conversations.later import answer_page, drafted, everything_said, final_answers, link_in
from tests.conversations.story import pdf

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.azurite,
    pytest.mark.faults,
    pytest.mark.timeout(600),  # processes start several times over
]


async def test_the_doctor_finds_nothing_to_mend(production):
    status, said = await production.copies[0].doctor("--json")
    rows = {row["check"]: row["state"] for row in json.loads(said)["checks"]}
    assert (status, set(rows.values())) == (0, {"good"}), said
    assert set(rows) == {
        *("settings", "database", "migrations", "outbox", "files", "disk", "mail", "Entra"),
        *("keys of Teams", "keys of Entra", "group in ADMINS", "group in REVIEWERS", "rights"),
        *("scanner", "directory", "clock", "Teams", "assistant", "certificate"),
        *("public address", "messages", "figures"),
    }


async def test_nobody_but_the_channel_is_heard(production, ada, entra):
    line = ada.activity(type="message", text="new claim")
    now, app_id, signed = int(time.time()), production.app_id, production.connector.signed
    signatures = [
        "",
        "Bearer " + entra.user_token(ada.object_id),
        signed("99999999-0000-4000-8000-000000000000"),
        signed(app_id, iss=entra.url),
        signed(app_id, serviceurl="https://smba.trafficmanager.net/other/"),
        signed(app_id, exp=now - 3600),
        signed(app_id, nbf=now + 3600),
        signed(app_id)[:-8] + "AAAAAAAA",
    ]
    for signature in signatures:
        await ada.deliver(line, signature)
        assert ada.status == 401
    assert production.connector.messages == {}


async def with_proof(production, ada):
    """Send a proof file, and wait until it was looked at."""
    await ada.press("upload_poe")
    await ada.send(("proof.pdf", pdf()))
    (number,) = {button["data"]["claim_id"] for button in [ada.button("submit_claim")]}
    await production.until_checked(number)
    await ada.say(f"claim {number}")


async def mailed(production, mailbox, number):
    async def noted():
        return (await production.claim(number)).consent.mailed_at

    await production.until(noted)
    return {str(message["Message-ID"]) for message in mailbox.sent}


async def test_a_claim_survives_whichever_copy_is_lost(
    production, ada, mailbox, tmp_path, azurite_connection_string
):
    one, two = production.copies
    await ada.arrive()
    number = await drafted(ada)
    assert {one.port, two.port} == set(production.balancer.served)
    await one.kill()
    await with_proof(production, ada)
    await one.start()
    await two.kill()
    await ada.press("submit_claim", **final_answers(production))
    assert "Submitted" in words(ada.shown)
    await two.start()
    assert len(await mailed(production, mailbox, number)) == 1

    (file,) = (await production.claim(number)).poe_files
    blobs = AzureBlobs.from_connection_string(azurite_connection_string)
    kept = b"".join([chunk async for chunk in blobs.get(file.blob)])
    await blobs.close()
    assert kept == pdf()

    before = everything_said(ada)
    (tmp_path / "mail.eml").write_bytes(bytes(mailbox.sent[0]))
    status, page = await answer_page(production, link_in(tmp_path / "mail.eml"), "decline", "No.")
    assert (status, "You declined" in page) == (200, True)
    assert (await production.claim(number)).status is Status.REJECTED

    async def told():
        return "the customer declined" in everything_said(ada)

    await production.until(told)
    assert "the customer declined" not in before
    await ada.say(f"claim {number}")
    assert "No." in words(ada.shown)
    assert production.connector.turned_down == 0
    for copy in production.copies:
        lines = [json.loads(line) for line in copy.log.splitlines() if line.startswith("{")]
        assert lines
        assert [line for line in lines if line["level"] in ("error", "critical")] == []


async def test_a_copy_lost_in_the_middle_of_a_submission(production, ada, mailbox):
    await ada.arrive()
    number = await drafted(ada)
    await with_proof(production, ada)
    lost = []

    async def lose(copy):
        lost.append(copy)
        await copy.kill()

    production.balancer.on_arrival = lose
    await ada.press("submit_claim", **final_answers(production))
    assert ada.status == 200
    assert "Submitted" in words(ada.shown)
    await lost[0].start()
    assert len(await mailed(production, mailbox, number)) == 1
    history = await (await production.store()).unit().history(None, number)
    assert [str(row.event) for row in history].count("submit") == 1
