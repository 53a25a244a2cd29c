"""Hands mails to Microsoft Graph, which sends them from a mailbox of Exchange Online.

    mailbox = GraphMailbox(session, tokens, "associations@contoso.com", url=..., timeout=...)
    mailer = GraphMailer(mailbox, composer, clock)
    returned = GraphReturnedMail(mailbox, clock)      # bot.mail.returned, for bot.jobs.bounces

`session` is an aiohttp session (its certificates are the caller's matter), `tokens` has
`async token(scope) -> str` and `reject(token)`; the composer's sender must be the mailbox.

The message goes over as MIME, base64 in a body of type text/plain, so that all of our headers stay:
Exchange Online passes such a message on "more or less intact". 202 means that it lies in the
mailbox's drafts and will be sent; the mailbox keeps a copy in Sent Items.
"""

from __future__ import annotations

import base64

from bot.claims.ports import Clock, Mail, MailDelayed
from bot.mail.composer import Composer
from bot.mail.graph_answers import verdict
from bot.mail.graph_calls import GraphMailbox
from bot.mail.pace import Pace


class GraphMailer:
    """Sends by Graph's `sendMail`, at the mailbox's pace."""

    repeatable = False

    def __init__(
        self, mailbox: GraphMailbox, composer: Composer, clock: Clock, pace: Pace | None = None
    ) -> None:
        self._mailbox, self._composer, self._clock = mailbox, composer, clock
        self._pace = pace or Pace(clock)

    async def send(self, mail: Mail) -> None:
        """Hand one mail over.

        Raises `MailForbidden` (the operator must set something up), `MailRefused` (the address),
        `MailInDoubt` (sent whole, and no answer) or `MailDelayed` (not sent; `retry_after` where
        Graph or our own pace says when).
        """
        content = base64.b64encode(bytes(self._composer.compose(mail)))
        wait = self._pace.wait(mail.message_id)
        if wait:
            raise MailDelayed("the mailbox sends as fast as it may", wait)
        address = self._mailbox.address("sendMail")
        answer = await self._mailbox.call(
            "POST", address, content=content, content_type="text/plain"
        )
        if answer.good:
            return
        problem = verdict(answer, self._clock.now())
        if isinstance(problem, MailDelayed) and problem.retry_after:
            self._pace.hold(problem.retry_after)
        raise problem
