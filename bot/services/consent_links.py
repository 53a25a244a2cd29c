"""Makes the customer's links so that a mail sent again carries the very same one.

The link is the customer's only key, and the mail promises that it goes on working. Its token is
not stored, only the token's SHA-256. So the token is a keyed digest (HMAC-SHA-256, 256 bits) of
the link's own facts: whoever has the key can write it again, and a stolen database gives none.
Where the key was changed the digest no longer fits; then the old link is revoked and a new one is
made. A claim never has two live links.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta

from bot.claims.models import Claim
from bot.claims.ports import ConsentLink, Unit

_SHORTEST_KEY = 32


class ConsentLinks:
    """Makes, finds and revokes links; `secret` (32 bytes or more) is the key of all tokens."""

    def __init__(self, secret: bytes, *, days: int) -> None:
        if len(secret) < _SHORTEST_KEY:
            raise ValueError(f"the secret needs at least {_SHORTEST_KEY} bytes")
        self._key = hashlib.sha256(b"consent link\0" + secret).digest()
        self._life = timedelta(days=days)

    async def live(self, unit: Unit, claim: Claim, email: str, now: datetime) -> ConsentLink:
        """Give the claim's live link to this address, or revoke what there is and make one."""
        links = await unit.consent_links(claim.id)
        alive = [link for link in links if is_alive(link, now)]
        for link in alive:
            if link.email == email and link.token_hash == digest(self.token(link)):
                return link
        for link in alive:
            unit.keep_link(link.model_copy(update={"revoked_at": now}))
        link = self._made(claim, email, max((link.round for link in links), default=0) + 1, now)
        unit.keep_link(link)
        return link

    def token(self, link: ConsentLink) -> str:
        """Write a link's token: 43 characters that fit into an address."""
        made = link.created_at.astimezone(UTC).isoformat()
        facts = "\0".join((link.org, str(link.claim_id), str(link.round), link.email, made))
        code = hmac.digest(self._key, facts.encode(), "sha256")
        return base64.urlsafe_b64encode(code).rstrip(b"=").decode()

    def _made(self, claim: Claim, email: str, number: int, now: datetime) -> ConsentLink:
        made = now.replace(microsecond=0)  # every database gives whole seconds back as they were
        bare = ConsentLink(
            token_hash="",
            claim_id=claim.id,
            org=claim.org,
            email=email,
            round=number,
            created_at=made,
            expires_at=made + self._life,
        )
        return bare.model_copy(update={"token_hash": digest(self.token(bare))})


def digest(token: str) -> str:
    """Give what is stored of a token. Any text has a digest, also what no link ever held."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def is_alive(link: ConsentLink, now: datetime) -> bool:
    """Say whether a link still opens the page."""
    return link.revoked_at is None and now < link.expires_at
