"""Builds what happens by itself."""

from __future__ import annotations

from collections.abc import Callable

from bot.assembly.adapters import Adapters
from bot.assembly.observed import observe_delivery
from bot.claims.ports import OutboxKind, OutboxRow
from bot.dialogs.desk import Desk
from bot.jobs.bounces import Bounces
from bot.jobs.loops import Loop
from bot.jobs.mailing import Mailing
from bot.jobs.outbox import Deliver, OutboxPump
from bot.jobs.tidying import Tidying
from bot.observing.figures import Metrics
from bot.services.consent_mail import ConsentMail
from bot.services.due import DueWork
from bot.services.forgetting import Forgetting
from bot.services.notices import REVIEWERS, ReviewersNews
from bot.teams.news import News
from bot.teams.proactive import Notifier

#: Seconds between looks at the tokens, and into the mailbox, which has a pace of its own.
TOKENS_PAUSE, BOUNCES_PAUSE = 60.0, 30.0


def build_upkeep(adapters: Adapters, ran: Callable[[str], None]) -> list[Loop]:
    """Build what keeps tokens fresh and finds mails that came back."""
    loops = [Loop("tokens", adapters.tokens.freshen, TOKENS_PAUSE, ran)]
    if adapters.returned is not None:
        fate = ConsentMail(adapters.store, adapters.clock)
        bounces = Bounces(adapters.returned, fate, adapters.clock)
        loops.append(Loop("bounces", bounces.run, BOUNCES_PAUSE, ran))
    return loops


def build_jobs(
    adapters: Adapters, desk: Desk, metrics: Metrics
) -> tuple[OutboxPump, DueWork, Tidying]:
    """Build what empties the outbox, what acts on deadlines, and what tidies up."""
    store, clock = adapters.store, adapters.clock
    news = News(store, Notifier(adapters.connector), desk.rules, clock)
    told = ReviewersNews(store, adapters.reviewers)
    mailing = Mailing(store, adapters.mailer, clock, desk.rules)
    forgetting = Forgetting(adapters.blobs)
    deliverers = {
        OutboxKind.MAIL: observe_delivery(mailing.deliver, OutboxKind.MAIL, metrics),
        OutboxKind.NOTICE: observe_delivery(_notices(news, told), OutboxKind.NOTICE, metrics),
        OutboxKind.FORGET: observe_delivery(forgetting.deliver, OutboxKind.FORGET, metrics),
    }
    due = DueWork(store, desk.rules, clock, desk.drafts, desk.intake)
    return OutboxPump(store, clock, deliverers), due, Tidying(store, clock)


def _notices(news: News, told: ReviewersNews) -> Deliver:
    """Give what delivers a notice: one for all reviewers becomes one for each."""

    async def deliver(row: OutboxRow) -> None:
        whom = row.payload.get("as")
        await (told.spread(row) if whom == REVIEWERS else news.deliver(row))

    return deliver
