"""Seals each form to its link and its text, so that an answer comes from a page we showed."""

from __future__ import annotations

import hashlib
from enum import StrEnum

from itsdangerous import BadSignature, SignatureExpired

from bot.claims.ports import Clock
from bot.web.signing import dated_serializer


class Seal(StrEnum):
    """What a form's seal says."""

    GOOD = "good"
    EXPIRED = "expired"
    OTHER_TEXT = "other_text"
    FORGED = "forged"


class Seals:
    """Makes and reads seals; one is good for `seconds` (12 hours)."""

    def __init__(self, secret: bytes, clock: Clock, *, seconds: int = 12 * 3600) -> None:
        self._seconds = seconds
        self._serializer = dated_serializer(secret, clock, purpose=b"consent form")

    def make(self, token: str, text_hash: str) -> str:
        """Seal a form for a link and the text it stands under."""
        return str(self._serializer.dumps([_bound(token), text_hash]))

    def read(self, seal: str, token: str, text_hash: str) -> Seal:
        """Say whether a form with this seal may be taken."""
        try:
            content = self._serializer.loads(seal, max_age=self._seconds)
        except SignatureExpired as late:
            content = self._serializer.load_payload(late.payload or b"")
            return Seal.EXPIRED if content[0] == _bound(token) else Seal.FORGED
        except BadSignature:
            return Seal.FORGED
        if content[0] != _bound(token):
            return Seal.FORGED
        return Seal.GOOD if content[1] == text_hash else Seal.OTHER_TEXT


def _bound(token: str) -> str:
    """Name the link without giving it away: the seal is not encrypted."""
    digest = hashlib.sha256(b"seal\0" + token.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:32]
