"""Notes on the claim what became of the customer's mail, so that nobody waits for it in vain.

A mail that came back is noted in one way, whether a mail server said so at once or a report of it
was found in the mailbox later. A mail whose fate is not known ("in doubt") is sent once more and
never a third time; both are kept in the claim's history.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime

from bot.claims.deadlines import MAILED, is_official, reckon, unasked
from bot.claims.errors import Conflict
from bot.claims.models import Actor, ActorKind, Claim, Event, Undelivered
from bot.claims.ports import Clock, ConsentLink, Returned, Store, Unit
from bot.claims.rules import Rulebook
from bot.claims.status import record
from bot.services.notices import tell_owner

_TRIES = 3
_MESSAGE_ID = re.compile(r"<?consent\.(\d{1,18})\.(\d{1,9})\.([\d-]{10}\.\d+)\.([0-9a-f]{12})\b")
_OURS = Actor(kind=ActorKind.CLOCK)


def message_id(key: str, link: ConsentLink, host: str) -> str:
    """Write a consent mail's message id: what it is about, and 48 bits that nobody can guess."""
    return f"<{key.replace(':', '.')}.{link.token_hash[:12]}@{host}>"


class ConsentMail:
    """Keeps the fate of consent mails; every method is safe to call again."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock

    async def sent(self, org: str, claim_id: int, rules: Rulebook) -> None:
        """Keep when the mail left; it is out, so a lost race is no reason to send it again.

        One that had been given up before begins the notice period now.
        """

        async def note(unit: Unit, claim: Claim) -> bool:
            unit.save(_mailed(claim, self._clock.now(), rules))
            return True

        with suppress(Conflict):
            await self._change(org, claim_id, note)

    async def came_back(self, org: str | None, claim_id: int, key: str, status: str = "") -> bool:
        """Note once that a mail came back: the address is wrong, so it may be corrected again.

        `key` names the mail (its outbox row), `status` the reason. False: it was noted before, the
        customer has answered meanwhile, or the claim waits for nobody any more.
        """
        return await self._came_back(org, claim_id, key, status)

    async def _came_back(
        self, org: str | None, claim_id: int, key: str, status: str, number: int | None = None
    ) -> bool:
        mark = f"mail-back:{key}"

        async def note(unit: Unit, claim: Claim) -> bool:
            if not _waits(claim, number) or await unit.answered(mark):
                return False
            unit.remember(mark, {})
            now = self._clock.now()
            entry = record(claim, Event.MAIL_RETURNED, _OURS, now, note=status)
            unit.save(unasked(claim, Undelivered.RETURNED), entry)
            tell_owner(unit, claim, "mail_bounced", now)
            return True

        return await self._change(org, claim_id, note)

    async def in_doubt(self, org: str, claim_id: int, key: str, attempt: int) -> bool:
        """Note that nobody knows whether a mail went out; give whether it may be sent once more.

        The first such attempt is kept as a repeated mail and told; a second one ends the trying.
        """
        mark = f"mail-doubt:{key}"

        async def note(unit: Unit, claim: Claim) -> bool:
            noted = await unit.answered(mark)
            if noted and noted.result["attempt"] == attempt:
                return True
            now, first = self._clock.now(), noted is None
            events = (Event.MAIL_IN_DOUBT, *((Event.RESEND_CONSENT,) if first else ()))
            unit.save(claim, *(record(claim, event, _OURS, now) for event in events))
            if first:
                unit.remember(mark, {"attempt": attempt})
                tell_owner(unit, claim, "mail_in_doubt", now)
            return first

        return await self._change(org, claim_id, note)

    async def given_up(self, org: str, claim_id: int) -> None:
        """Tell the admin that a mail will not be sent by itself any more."""

        async def note(unit: Unit, claim: Claim) -> bool:
            if _waits(claim, None) and claim.consent and claim.consent.mailed_at is None:
                unit.save(unasked(claim, Undelivered.GIVEN_UP))
            tell_owner(unit, claim, "mail_parked", self._clock.now())
            return True

        await self._change(org, claim_id, note)

    async def returned(self, report: Returned) -> bool:
        """Note a report found in a mailbox; False where it is about none of our mails.

        One about an address that was corrected since is ours, but changes nothing any more.
        """
        for each in report.message_ids:
            found = _MESSAGE_ID.search(each)
            if found is None:
                continue
            claim_id, number = int(found[1]), int(found[2])
            if await self._is_ours(claim_id, number, found[4]):
                key = f"consent:{claim_id}:{number}:{found[3]}"
                await self._came_back(None, claim_id, key, report.status, number)
                return True
        return False

    async def _is_ours(self, claim_id: int, number: int, begun: str) -> bool:
        """Say whether a claim has, or had, the link that a message id names.

        The digits are the link's own, so that nobody but the mail's readers can make a report.
        """
        links = await self._store.unit().consent_links(claim_id)
        return any(link.round == number and link.token_hash.startswith(begun) for link in links)

    async def _change(
        self, org: str | None, claim_id: int, note: Callable[[Unit, Claim], Awaitable[bool]]
    ) -> bool:
        """Change a claim, anew where somebody else was first; give what `note` said.

        Raises `Conflict` where somebody else was first again and again.
        """
        for _ in range(_TRIES):
            unit = self._store.unit()
            claim = await unit.claim(org, claim_id)
            if claim is None:
                return False
            said = await note(unit, claim)
            with suppress(Conflict):
                await unit.commit()
                return said
        raise Conflict(f"claim {claim_id} keeps changing")


def _waits(claim: Claim, number: int | None) -> bool:
    """Say whether anybody still waits for an answer to the mails of this round (None: any)."""
    asked = claim.consent
    if claim.status not in MAILED or asked is None or asked.answer is not None:
        return False
    return number is None or asked.round == number


def _mailed(claim: Claim, now: datetime, rules: Rulebook) -> Claim:
    asked, calendar = claim.consent, rules.calendar
    if asked is None:
        return claim
    today = calendar.today(now)
    out: dict[str, object] = {"mailed_at": now, "undelivered": None}
    waited = asked.undelivered and asked.answer is None and not is_official(claim, today)
    if waited:
        out["notice_ends"] = calendar.add_business_days(today, rules.periods.notice)
    after = claim.model_copy(update={"consent": asked.model_copy(update=out)})
    return reckon(after, now, calendar, rules.periods) if waited else after
