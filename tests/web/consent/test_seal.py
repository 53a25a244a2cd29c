"""A form's seal outlives an update: a page opened before it can still be sent."""

from bot.web.consent.seal import Seal, Seals
from tests.clocks import MORNING, MovableClock

#: Made at `MORNING` by the first version, for this secret, link and text.
EARLIER = (
    "WyJjOWQxMmU3YzFhNDAyZmEyMjQxMGZlNjI0Yjk5ZWU5OCIsImhhc2giXQ"
    ".aiffrA.iPNZWhkO3ZEaYWx1uOIlYjJF53jXP8nPrH6n2RFurgQ"
)


def test_a_form_sealed_by_an_earlier_version_is_taken():
    clock = MovableClock(MORNING)
    seals = Seals(b"s" * 32, clock)
    assert seals.read(EARLIER, "tok", "hash") is Seal.GOOD
    assert seals.read(EARLIER, "tok", "other") is Seal.OTHER_TEXT
    assert seals.read(EARLIER, "another", "hash") is Seal.FORGED
    clock.move(hours=12, seconds=1)
    assert seals.read(EARLIER, "tok", "hash") is Seal.EXPIRED
