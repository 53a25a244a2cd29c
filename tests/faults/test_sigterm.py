"""Asked to end, it finishes what is under way, lets go of everything and says nothing is lost."""

import asyncio

import aiohttp
import pytest

from tests.conversations.driver import Connector
from tests.conversations.later import drafted, final_answers, said_in
from tests.conversations.story import pdf
from tests.faults.process import Process


class Slow(Connector):
    """A file store that waits with every file until it is told to go on."""

    def __init__(self):
        super().__init__()
        self.asked, self.go_on = asyncio.Event(), asyncio.Event()

    async def download(self, request):
        self.asked.set()
        await self.go_on.wait()
        return await super().download(request)


@pytest.fixture
async def process(tmp_path):
    async with Process(tmp_path / "var", connector=Slow()) as running:
        yield running
        running.connector.go_on.set()


async def test_a_file_under_way_when_it_ends_is_on_the_claim(process):
    ada = process.chat()
    await ada.arrive()
    number = await drafted(ada)
    await ada.press("upload_poe")
    sending = asyncio.create_task(ada.send(("proof.pdf", pdf())))
    await process.connector.asked.wait()
    ending = asyncio.create_task(process.terminate())
    process.connector.go_on.set()
    await sending
    assert ada.status == 200
    assert await ending == 0
    (file,) = (await process.claim(number)).poe_files
    assert (file.name, file.state) == ("proof.pdf", "clean")


async def test_under_load_every_message_is_answered_once(process):
    """What the end cuts off before it was read, the channel delivers again: as Teams does."""
    ada = process.chat()
    await ada.arrive()
    people = [process.chat((f"0a1b2c3d-0000-4000-8000-0000000{n:05}", "P X")) for n in range(30)]
    said = [each.activity(type="message", text="help") for each in people]
    asking = [each.post(line) for each, line in zip(people, said, strict=True)]
    *outcomes, ended = await asyncio.gather(*asking, process.terminate(), return_exceptions=True)
    assert ended == 0
    await process.start()
    for each, line, outcome in zip(people, said, outcomes, strict=True):
        if isinstance(outcome, aiohttp.ClientError):
            await each.post(line)
        assert each.status == 200
        assert len(said_in_chat(each)) == 1


def said_in_chat(chat):
    messages = chat.product.connector.messages.values()
    return [said_in(each) for each in messages if each["cid"] == chat.cid]


async def test_mail_and_news_not_sent_yet_are_sent_after_the_next_start(process):
    process.connector.go_on.set()
    ada = process.chat()
    await ada.arrive()
    await process.ready(ada)
    await ada.press("submit_claim", **final_answers(process))
    assert await process.terminate() == 0
    await process.start()
    await process.work()
    assert len(process.mails()) == 1


async def test_it_ends_at_once_when_nothing_is_under_way(process):
    assert await process.terminate() == 0
    assert "Traceback" not in process.log.read_text()
