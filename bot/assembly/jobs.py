"""Builds what happens by itself."""

from __future__ import annotations

from bot.assembly.adapters import Adapters
from bot.claims.ports import (
    OutboxKind,
    OutboxRow,
    SetAside,
    TryLater,
)
from bot.dialogs.desk import Desk
from bot.jobs.mailing import Mailing
from bot.jobs.outbox import Deliver, OutboxPump
from bot.jobs.tidying import Tidying
from bot.services.due import DueWork
from bot.services.forgetting import Forgetting
from bot.teams.news import News
from bot.teams.proactive import Notifier
from bot.web.health import Metrics


def build_jobs(
    adapters: Adapters, desk: Desk, metrics: Metrics
) -> tuple[OutboxPump, DueWork, Tidying]:
    """Build what empties the outbox, what acts on deadlines, and what tidies up."""
    store, clock = adapters.store, adapters.clock
    news = News(store, Notifier(adapters.connector), desk.rules, clock)
    mailing = Mailing(store, adapters.mailer, clock)
    forgetting = Forgetting(adapters.blobs)
    deliverers = {
        OutboxKind.MAIL: _counted(mailing.deliver, OutboxKind.MAIL, metrics),
        OutboxKind.NOTICE: _counted(news.deliver, OutboxKind.NOTICE, metrics),
        OutboxKind.FORGET: _counted(forgetting.deliver, OutboxKind.FORGET, metrics),
    }
    due = DueWork(store, desk.rules, clock, desk.drafts, desk.intake)
    return OutboxPump(store, clock, deliverers), due, Tidying(store, clock)


def _counted(deliver: Deliver, kind: OutboxKind, metrics: Metrics) -> Deliver:
    async def counted(row: OutboxRow) -> None:
        outcome = "failed"
        try:
            await deliver(row)
            outcome = "delivered"
        except TryLater:
            outcome = "later"
            raise
        except SetAside:
            outcome = "parked"
            raise
        finally:
            metrics.outbox_delivered.labels(kind=kind, outcome=outcome).inc()

    return counted
