"""A use case that breaks: one plain sentence with an id, the id in the log, and nothing lost."""

import re

from bot.claims.models import Status
from bot.mail.folder import FolderMailer
from bot.services.drafts import Drafts
from bot.services.submission import Submission
from bot.teams.news import News
from tests.conversations.driver import RAE, words
from tests.conversations.later import (
    answer_page,
    drafted,
    events,
    final_answers,
    link_in,
    news,
    ready,
    submit,
    submitted,
)

CANARY = "canary-3b9f"


async def broken(*_, **__):
    raise RuntimeError(CANARY)


def at_once(*_, **__):
    raise RuntimeError(CANARY)


def reference_in(sentence):
    found = re.search(r"mention ([0-9a-f]{8})", sentence)
    assert found, sentence
    return found[1]


def logged(logs):
    return [entry["reference"] for entry in logs if entry["event"] == "turn.failed"]


async def test_a_press_gets_a_sentence_and_keeps_its_card(product, ada, logs, monkeypatch):
    await ada.arrive()
    number = await ready(ada)
    shown, before = ada.shown, await product.claim(number)
    with monkeypatch.context() as breaking:
        breaking.setattr(Submission, "submit", broken)
        await submit(ada)
    assert "Something went wrong on my side." in ada.said
    assert logged(logs) == [reference_in(ada.said)]
    assert CANARY not in str(logs)
    assert CANARY not in ada.said
    assert ada.shown == shown
    assert await product.claim(number) == before
    await product.work()
    assert product.mails() == []


async def test_the_same_button_works_on_the_next_try(product, ada, monkeypatch):
    await ada.arrive()
    number = await ready(ada)
    activity = ada.press_activity(ada.button("submit_claim"), **final_answers(product))
    with monkeypatch.context() as breaking:
        breaking.setattr(Submission, "submit", broken)
        await ada.post(activity)
    await ada.post(activity)
    assert "◐ Submitted" in words(ada.shown)
    assert (await product.claim(number)).status is Status.SUBMITTED
    assert (await events(product, number)).count("submit") == 1


async def test_a_typed_line_gets_the_sentence_too(product, ada, logs, monkeypatch):
    await ada.arrive()
    number = await ready(ada)
    with monkeypatch.context() as breaking:
        breaking.setattr(Drafts, "answer", broken)
        await ada.say("summary We trained 400 people on Teams.")
    assert logged(logs) == [reference_in(ada.said)]
    assert (await product.claim(number)).poe_summary is None
    await ada.say("summary We trained 400 people on Teams.")
    assert (await product.claim(number)).poe_summary == "We trained 400 people on Teams."


async def test_a_reviewers_decision_is_whole_or_not_there(product, ada, logs, monkeypatch):
    number = await submitted(ada)
    rae = product.chat(RAE)
    await rae.say(f"begin {number}")
    await news(ada)
    with monkeypatch.context() as breaking:
        breaking.setattr("bot.services.review.tell_owner", at_once)
        await rae.press("approve")
    assert logged(logs) == [reference_in(rae.said)]
    assert (await product.claim(number)).status is Status.UNDER_REVIEW
    await rae.press("approve")
    assert (await product.claim(number)).status is Status.APPROVED
    assert len(await news(ada)) == 1


async def test_the_customers_page_says_it_in_plain_words(product, ada, monkeypatch):
    number = await submitted(ada)
    link = link_in(product.mails()[0])
    with monkeypatch.context() as breaking:
        breaking.setattr("bot.services.consent.tell_owner", at_once)
        status, page = await answer_page(product, link, "decline")
    assert status >= 500
    assert CANARY not in page
    assert "Traceback" not in page
    assert (await product.claim(number)).status is Status.SUBMITTED
    await answer_page(product, link, "decline")
    assert (await product.claim(number)).status is Status.REJECTED


async def test_a_mail_that_breaks_is_tried_again(product, ada, monkeypatch):
    await ada.arrive()
    await ready(ada)
    await submit(ada)
    with monkeypatch.context() as breaking:
        breaking.setattr(FolderMailer, "send", broken)
        await product.work()
    assert product.mails() == []
    product.clock.move(minutes=5)
    await product.work()
    assert len(product.mails()) == 1


async def test_news_that_breaks_does_not_hold_up_the_rest(product, ada, monkeypatch):
    number = await submitted(ada)
    await product.chat(RAE).say(f"begin {number}")
    await ada.say(f"resend {number}")
    with monkeypatch.context() as breaking:
        breaking.setattr(News, "_send", broken)
        await product.work()
    assert len(product.mails()) == 2
    product.clock.move(minutes=5)
    assert len(await news(ada)) == 1


async def test_a_deadline_that_breaks_does_not_hold_up_the_others(product, ada, monkeypatch):
    await ada.arrive()
    first = await drafted(ada)
    await drafted(ada, customer="Tailspintoys")
    product.clock.move(days=7)
    due = product.assistant.due
    original = due._remind

    def first_breaks(unit, claim, kind):
        if claim.id == first:
            raise RuntimeError(CANARY)
        original(unit, claim, kind)

    due._remind = first_breaks
    assert await due.run() == 1
    due._remind = original
    said = "\n".join(await news(ada))
    assert "Fabrikam" in said
    assert "Tailspintoys" in said
