"""What people wrote, their addresses, files and links never reach a log, whatever goes wrong."""

import sqlite3
from contextlib import closing

import pytest

from tests.conversations.driver import RAE, Connector
from tests.conversations.later import answer_page, drafted, final_answers, link_in
from tests.conversations.story import pdf
from tests.faults.process import Process

CANARY = "canaria7x9q"
#: What a person could be found by, or a door opened with.
SECRETS = (CANARY, "Casey", "fabrikam.example", "ada@contoso", "Ada Admin", "/downloads/")


@pytest.fixture
async def process(tmp_path):
    made = Process(tmp_path / "var", connector=Connector())
    made.settings["log_level"] = "DEBUG"
    async with made as running:
        yield running


async def full_life(process):
    """Let a claim be made, mailed, answered and reviewed, with trouble on the way."""
    ada = process.chat()
    await ada.arrive()
    await ada.say(f"my secret is {CANARY}")
    number = await drafted(ada, email=f"{CANARY}@fabrikam.example")
    await ada.press("upload_poe")
    await ada.send((f"{CANARY}.zip", b"PK\x03\x04 nothing"))
    await ada.send((f"{CANARY}.pdf", pdf()))
    await process.until_checked(number)
    await ada.say(f"claim {number}")
    answers = final_answers(process) | {"poe_summary": f"We trained {CANARY} and 400 others."}
    await ada.press("submit_claim", **answers)
    await process.work()
    link = link_in(process.mails()[0])
    rae = process.chat(RAE)
    await rae.say(f"begin {number}")
    await rae.press("request_info", review_comment=f"Who is {CANARY}?")
    process.connector.failing = 4
    await answer_page(process, link, "decline", f"Ask {CANARY}")
    await process.work()
    return ada, link


async def test_not_in_a_claims_whole_life(process):
    _, link = await full_life(process)
    token = link.rpartition("/")[2]
    async with process.session.get(process.url + link + "x") as response:
        assert response.status
    log = process.log.read_text()
    assert "Listening" in log or "chat" in log
    assert [secret for secret in (*SECRETS, token) if secret.lower() in log.lower()] == []


async def test_not_in_the_figures(process):
    _, link = await full_life(process)
    async with process.session.get(process.url + "/metrics") as response:
        figures = await response.text()
    found = [each for each in (*SECRETS, link.rpartition("/")[2]) if each in figures]
    assert (response.status, found) == (200, [])


async def test_not_when_the_database_refuses(process):
    ada = process.chat()
    await ada.arrive()
    await ada.say("new claim")
    with closing(sqlite3.connect(process.folder / "claims.db")) as database:
        database.execute(
            "CREATE TRIGGER full BEFORE INSERT ON answered "
            "BEGIN SELECT RAISE(FAIL, 'database or disk is full'); END"
        )
    await ada.press(
        "next",
        solution_area="modern_work_security",
        partner_role="use_or_consume",
        customer_name="new",
    )
    await ada.say(f"customer {CANARY}")
    log = process.log.read_text()
    assert "turn.failed" in log
    assert "OperationalError" in log or "IntegrityError" in log
    assert [secret for secret in SECRETS if secret.lower() in log.lower()] == []


async def test_not_when_a_file_cannot_be_fetched(process):
    ada = process.chat()
    await ada.arrive()
    await drafted(ada)
    await ada.press("upload_poe")
    await ada.send((f"{CANARY}.pdf", pdf()))
    process.connector.downloads.clear()
    activity = ada.activity(
        type="message",
        attachments=[
            {
                "contentType": "application/vnd.microsoft.teams.file.download.info",
                "name": f"{CANARY}.pdf",
                "content": {
                    "downloadUrl": f"{process.connector.url}/downloads/{CANARY}?tempauth={CANARY}"
                },
            }
        ],
    )
    await ada.post(activity)
    assert ada.status == 200
    log = process.log.read_text()
    assert [secret for secret in (*SECRETS, "tempauth") if secret.lower() in log.lower()] == []
