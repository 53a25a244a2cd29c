"""Which mail a report is about: by what only the mail itself carries, never by the subject."""

from email import message_from_bytes, policy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.mail.composer import Composer
from bot.mail.reports import read_report
from tests.clocks import MovableClock
from tests.mail.fake_graph import report_about

SHORT = "consent.1042.1.2026-06-09.1.abc"
LONG = f"<{SHORT}@claims.contoso.example>"


@pytest.fixture
def sent(composer, mail):
    return message_from_bytes(bytes(composer.compose(mail)), policy=policy.default)


@pytest.mark.parametrize("headers_only", [True, False])
def test_our_own_header_comes_first_and_then_the_message_id(sent, headers_only):
    report = read_report(report_about(sent, headers_only=headers_only))
    assert report.message_ids == (SHORT, LONG)
    assert report.status == "5.1.1"


def test_a_message_id_written_on_the_way_does_not_hide_ours(sent):
    sent.replace_header("Message-ID", "<AM0PR01MB1234@EURPRD01.PROD.OUTLOOK.COM>")
    report = read_report(report_about(sent))
    assert report.message_ids[0] == SHORT


def test_without_the_original_the_reply_headers_count(sent):
    for name in ("Message-ID", "X-CPOR-Mail"):
        del sent[name]
    report = read_report(report_about(sent, In_Reply_To=LONG, References=f"<a@b> {LONG}"))
    assert report.message_ids == (LONG, "<a@b>")


@pytest.mark.parametrize("action", ["delayed", "relayed", "delivered", "expanded", ""])
def test_only_a_failure_is_a_failure(sent, action):
    assert read_report(report_about(sent, action=action)) is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"Subject: Undeliverable: Please check\r\n\r\nIt did not arrive.",
        b"Content-Type: multipart/report; boundary=b\r\n\r\nno parts",
        b"Content-Type: multipart/report\r\n\r\n--b\r\n\r\n--b--",
        b"Content-Type: multipart/report; boundary=b\r\n\r\n"
        b"--b\r\nContent-Type: message/delivery-status\r\n\r\n\r\n--b--",
    ],
)
def test_what_is_no_report_is_none(content):
    assert read_report(content) is None


def test_a_report_that_somebody_forwards_is_theirs(sent):
    inside = report_about(sent)
    forwarded = (
        b"Subject: FW: Undeliverable\r\nContent-Type: multipart/mixed; boundary=outer\r\n\r\n"
        b"--outer\r\nContent-Type: message/rfc822\r\n\r\n" + inside + b"\r\n--outer--\r\n"
    )
    assert read_report(forwarded) is None


def test_a_strange_status_is_left_out(sent):
    assert read_report(report_about(sent, status="call casey@x")).status == ""
    assert read_report(report_about(sent, status="5.7.133 (see below)")).status == "5.7.133"


@given(st.data())
def test_no_torn_report_breaks_the_reader(data):
    composer = Composer("Contoso", "associations@contoso.example", MovableClock())
    from bot.claims.ports import Mail

    whole = report_about(
        message_from_bytes(
            bytes(
                composer.compose(
                    Mail(
                        to_name="Casey",
                        to_email="casey@fabrikam.example",
                        subject="s",
                        text="t",
                        html="h",
                        message_id=LONG,
                    )
                )
            ),
            policy=policy.default,
        )
    )
    begin = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(begin, len(whole)))
    torn = whole[:begin] + data.draw(st.binary(max_size=20)) + whole[end:]
    report = read_report(torn)
    assert report is None or len(report.message_ids) <= 20
