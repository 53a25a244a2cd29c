"""One trace follows a claim from the press to the mail to the customer's decision."""

from bot.claims.ports import OutboxKind
from bot.observing.spans import stored
from tests.clocks import MovableClock
from tests.conversations import later
from tests.conversations.driver import Connector, Product
from tests.conversations.later import answer_page, link_in


async def submitted(product):
    """Submit a claim; give its number and the customer's link."""
    number = await later.submitted(product.chat())
    return number, link_in(product.mails()[-1])


def press(kept, verb):
    (found,) = [s for s in kept.spans("press") if s.attributes["cpor.verb"] == verb]
    return found


async def test_one_trace_from_the_press_to_the_mail_to_the_decision(product, kept):
    number, link = await submitted(product)
    submit = press(kept, "submit_claim")
    trace_id = submit.context.trace_id
    (mail,) = kept.spans("mail")
    assert mail.context.trace_id == trace_id
    product.clock.move(days=1)
    await answer_page(product, link, "decline", "Not with us")
    await product.work()
    (decision,) = kept.spans("customer_decision")
    assert decision.context.trace_id == trace_id
    assert decision.attributes["cpor.claim"] == number
    assert decision.attributes["cpor.outcome"] == "decline"
    names = {span.name for span in kept.spans() if span.context.trace_id == trace_id}
    wanted = {"request", "turn", "press", "take", "commit", "outbox", "mail", "customer_decision"}
    assert wanted <= names


async def test_what_comes_later_links_to_what_caused_it(product, kept):
    number, link = await submitted(product)
    claim = await product.claim(number)
    asked = stored(claim.consent.trace)
    mailing = next(s for s in kept.spans("outbox") if s.attributes["cpor.kind"] == "mail")
    assert mailing.parent.span_id == asked.span_id
    assert [row.context.span_id for row in mailing.links] == [asked.span_id]
    await answer_page(product, link, "approve")
    (decision,) = kept.spans("customer_decision")
    (web,) = [
        s
        for s in kept.spans("request")
        if (s.attributes["cpor.route"], s.attributes["cpor.method"]) == ("/consent/{token}", "POST")
    ]
    assert web.context.trace_id != decision.context.trace_id
    assert {row.context.span_id for row in decision.links} == {asked.span_id, web.context.span_id}
    assert [row.context.span_id for row in web.links] == [asked.span_id]


async def test_news_of_the_decision_goes_on_with_the_trace(product, kept):
    _, link = await submitted(product)
    trace_id = press(kept, "submit_claim").context.trace_id
    before = len(kept.spans("outbox"))
    await answer_page(product, link, "decline", "No")
    await product.work()
    news = kept.spans("outbox")[before:]
    assert {(s.attributes["cpor.kind"], s.context.trace_id) for s in news} == {("notice", trace_id)}
    assert kept.spans("connector")[-1].context.trace_id == trace_id


async def test_the_trace_is_in_no_mail_and_no_link(product, kept):
    number, link = await submitted(product)
    claim = await product.claim(number)
    trace_id = claim.consent.trace.split("-")[1]
    mail = product.mails()[-1].read_bytes().decode()
    assert trace_id not in mail
    assert trace_id not in link


async def test_every_kind_of_work_is_timed(product, kept):
    _, link = await submitted(product)
    await answer_page(product, link, "approve")
    done = kept.durations()
    assert {
        ("turn", "answered"),
        ("press", "done"),
        ("show", "done"),
        ("take", "done"),
        ("outbox", "delivered"),
        ("mail", "accepted"),
        ("blob", "done"),
        ("connector", "done"),
        ("customer_decision", "approve"),
        ("request", "done"),
    } <= done


async def test_a_failure_is_a_failed_span_without_its_words(product, kept, monkeypatch):
    ada = product.chat()
    await ada.arrive()

    def broken(*_):
        raise ValueError("canaria7x9q")

    monkeypatch.setattr("bot.dialogs.navigation.show_help", broken)
    monkeypatch.setattr("bot.dialogs.navigation.list_claims", broken, raising=False)
    monkeypatch.setattr("bot.dialogs.conversation.read_command", broken)
    await ada.say("my claims")
    (failed,) = [
        s
        for s in kept.spans("gesture")
        if not s.status.is_ok and s.status.status_code.name == "ERROR"
    ]
    assert failed.attributes["cpor.error"] == "ValueError"
    assert failed.events == ()
    assert failed.status.description is None
    assert ("turn", "failed") in kept.durations()


async def test_without_traces_nothing_is_stored_of_them(tmp_path):
    from bot.observing import traces

    traces.use(None)
    posted = []
    async with Product(tmp_path / "var", MovableClock(), Connector()) as product:
        unit_of = product.assistant.store.unit

        def watched():
            unit = unit_of()
            post = unit.post
            unit.post = lambda row: (posted.append(row), post(row))
            return unit

        product.assistant.store.unit = watched
        number, _ = await submitted(product)
        claim = await product.claim(number)
    assert claim.consent.trace == ""
    assert OutboxKind.MAIL in {row.kind for row in posted}
    assert not [row for row in posted if "traceparent" in row.payload]
