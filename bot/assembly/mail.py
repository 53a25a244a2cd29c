"""Builds how mail leaves: into a folder, by SMTP, or from a mailbox of Exchange Online."""

from __future__ import annotations

import aiohttp

from bot.claims.ports import Clock, Mailer, ReturnedMail
from bot.identity.app_tokens import AppTokens
from bot.identity.trust import own_trust
from bot.mail.composer import Composer
from bot.mail.folder import FolderMailer
from bot.mail.graph import GraphMailer
from bot.mail.graph_calls import GraphMailbox
from bot.mail.returned import GraphReturnedMail
from bot.mail.smtp import SmtpMailer
from bot.settings import MailKind, Settings


def build_mail(
    settings: Settings, clock: Clock, session: aiohttp.ClientSession, tokens: AppTokens
) -> tuple[Mailer, ReturnedMail | None]:
    """Build the mailer that the settings name, and what finds mails that came back."""
    sender = f"{settings.partner_name}, customer associations"
    composer = Composer(sender, settings.mail_from or "associations@localhost.invalid", clock)
    if settings.mail is not MailKind.GRAPH:
        return _without_graph(settings, composer), None
    mailbox = GraphMailbox(session, tokens, settings.mail_from, url=settings.graph_url)
    looked_at = settings.mail_bounces == "yes"
    returned = GraphReturnedMail(mailbox, clock) if looked_at else None
    return GraphMailer(mailbox, composer, clock), returned


def _without_graph(settings: Settings, composer: Composer) -> Mailer:
    if settings.mail is MailKind.FOLDER:
        return FolderMailer(settings.data_dir / "outbox", composer)
    return SmtpMailer(
        settings.smtp_host,
        settings.smtp_port,
        composer,
        settings.smtp_username,
        settings.smtp_password.get_secret_value(),
        settings.smtp_security,
        tls_context=own_trust(settings.ca_file),
    )
