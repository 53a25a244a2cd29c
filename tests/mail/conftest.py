"""One mail, who it is from, and a certificate for the server that takes it."""

import pytest

from bot.claims.ports import Mail
from bot.mail.composer import Composer
from tests.clocks import MovableClock
from tests.entra.authority import authority, server


@pytest.fixture
def certificate():
    """What a server on this machine shows, and what trusts it."""
    return server().shown(), authority().trusted()


@pytest.fixture
def composer():
    return Composer(
        "Contoso Consulting, customer associations", "associations@contoso.example", MovableClock()
    )


@pytest.fixture
def mail():
    return Mail(
        to_name="Casey Customer",
        to_email="casey@fabrikam.example",
        subject="Please check: Contoso asks to be recorded as Fabrikam’s partner",
        text="Hello Casey,\n\nGrüße " + "long " * 400 + "\n",
        html="<!DOCTYPE html><p>Hello Casey, " + "long " * 400 + "</p>",
        message_id="<consent.1042.1.2026-06-09.1.abc@claims.contoso.example>",
        reply_to="ada@contoso.example",
    )
