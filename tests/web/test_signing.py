"""What is signed carries our clock's time, and counts for one purpose only."""

import pytest
from itsdangerous import BadSignature, SignatureExpired

from bot.web.signing import dated_serializer
from tests.clocks import MovableClock

SECRET = b"s" * 32


def test_it_lives_by_the_clock_it_was_given():
    clock = MovableClock()
    ours = dated_serializer(SECRET, clock, purpose=b"link")
    signed = ours.dumps(["contoso", 1001])
    clock.move(seconds=600)
    assert ours.loads(signed, max_age=600) == ["contoso", 1001]
    clock.move(seconds=1)
    with pytest.raises(SignatureExpired):
        ours.loads(signed, max_age=600)


@pytest.mark.parametrize(("secret", "purpose"), [(SECRET, b"form"), (b"t" * 32, b"link")])
def test_another_purpose_or_secret_makes_a_forgery(secret, purpose):
    clock = MovableClock()
    signed = dated_serializer(secret, clock, purpose=purpose).dumps("x")
    with pytest.raises(BadSignature):
        dated_serializer(SECRET, clock, purpose=b"link").loads(signed, max_age=600)
