"""Signs what goes out and comes back, dated by our own clock and for one purpose each."""

from __future__ import annotations

import hashlib

from itsdangerous import TimestampSigner, URLSafeTimedSerializer

from bot.claims.ports import Clock


def dated_serializer(secret: bytes, clock: Clock, *, purpose: bytes) -> URLSafeTimedSerializer:
    """Make what signs and reads dated values; those of another purpose are forgeries here."""

    class OurTime(TimestampSigner):
        def get_timestamp(self) -> int:
            return int(clock.now().timestamp())

    return URLSafeTimedSerializer(
        secret, salt=purpose, signer=OurTime, signer_kwargs={"digest_method": hashlib.sha256}
    )
