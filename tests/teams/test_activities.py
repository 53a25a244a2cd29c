"""Activities become gestures; nothing anybody can put into one makes that break."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogs.gestures import Arrived, FileConsent, Pressed, Typed
from bot.teams.activities import Gone, Ignored, read_gesture
from bot.teams.plain import typed_text
from bot.teams.presses import BadPayload
from tests.teams import channel

SERVICE = "https://smba.trafficmanager.net/emea/"


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("hello", "hello"),
        ("  hello \n\n", "hello"),
        ("<at>CPOR Claims</at> my claims", "my claims"),
        ('<at id="0">CPOR</at>&nbsp;', ""),
        ("my\u00a0 claims", "my claims"),
        ("[ada@contoso.com](mailto:ada@contoso.com)", "ada@contoso.com"),
        ("see [contoso.com](https://contoso.com/x) now", "see contoso.com now"),
        ("[Approve](javascript:alert)", "[Approve](javascript:alert)"),
        ("**Contoso** Ltd", "Contoso Ltd"),
        ("`12345`", "12345"),
        ("a_b * c", "a_b * c"),
        ("pay\u202eeb\u200b now\x07", "payeb now"),
        ("line one\r\nline two", "line one\nline two"),
        ("Zoë 🎉 日本", "Zoë 🎉 日本"),
        ("<b>kept, as it is only text</b>", "<b>kept, as it is only text</b>"),
        ("", ""),
    ],
)
def test_text_is_what_the_person_meant(sent, meant):
    assert typed_text(sent) == meant


def test_a_long_text_is_cut():
    assert len(typed_text("x " * 50_000)) == 4000


@pytest.mark.parametrize("text", ["[" * 50_000, "**" * 50_000, "`" * 50_000, "<at>" * 20_000])
def test_marks_without_end_cost_no_time(text):
    assert len(typed_text(text)) <= 4000


@pytest.mark.parametrize(
    ("kind", "parts", "gesture"),
    [
        ("message", {"text": "hello"}, Typed(text="hello")),
        ("message", {"text": "hello", "value": {"verb": "next"}}, Typed(text="hello")),
        ("message", {}, Typed(text="")),
        ("message", {"value": {"verb": "next"}}, Pressed(verb="next")),
        ("invoke", {"name": "application/search"}, Ignored()),
        ("installationUpdate", {"action": "add"}, Arrived()),
        ("installationUpdate", {"action": "remove"}, Gone()),
        ("installationUpdate", {}, Ignored()),
        ("conversationUpdate", {"membersAdded": [{"id": "28:bot"}]}, Arrived()),
        ("conversationUpdate", {"membersRemoved": [{"id": "28:bot"}]}, Gone()),
        ("conversationUpdate", {"membersRemoved": [{"id": "29:eve"}]}, Ignored()),
        ("conversationUpdate", {"membersAdded": []}, Ignored()),
        ("messageReaction", {}, Ignored()),
    ],
)
def test_each_activity_has_its_gesture(kind, parts, gesture):
    assert read_gesture(channel.activity(SERVICE, kind, **parts)) == gesture


def test_a_press_is_read_from_its_data():
    data = {
        "claim_id": "1001",
        "revision": 3,
        "nonce": "n",
        "section": "customer",
        "choice": "again",
        "msteams": {"type": "submit"},
        "workloads": ["teams", "exchange"],
        "opt_out_of_incentive": True,
        "seats": 12.5,
        "seller_name": None,
    }
    assert read_gesture(channel.execute(SERVICE, "edit", data=data)) == Pressed(
        verb="edit",
        claim_id=1001,
        revision=3,
        nonce="n",
        section="customer",
        choice="again",
        inputs={
            "workloads": ["teams", "exchange"],
            "opt_out_of_incentive": True,
            "seats": 12.5,
        },
        message_id="m7",
    )


def test_a_declined_file_needs_no_place():
    value = {"type": "fileUpload", "action": "decline", "context": {"template": "poe"}}
    activity = channel.activity(SERVICE, "invoke", name="fileConsent/invoke", value=value)
    assert read_gesture(activity) == FileConsent(accepted=False, context={"template": "poe"})


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["action", "verb", "data", "claim_id", "revision", "nonce", "context", "uploadInfo"]
            )
            | st.text(max_size=6),
            inner,
            max_size=5,
        )
    ),
    max_leaves=15,
)


def reads_or_refuses(activity: dict[str, Any]) -> None:
    try:
        gesture = read_gesture(activity)
    except BadPayload:
        return
    assert gesture is not None


@given(anything, st.sampled_from(["adaptiveCard/action", "fileConsent/invoke", "other"]))
def test_no_invoke_value_breaks_the_reading(value, name):
    reads_or_refuses(channel.activity(SERVICE, "invoke", name=name, value=value))


@given(anything, st.none() | st.text(max_size=5))
def test_no_submitted_value_breaks_the_reading(value, text):
    reads_or_refuses(channel.activity(SERVICE, value=value, text=text))


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["contentType", "content", "contentUrl", "name"]),
            anything
            | st.sampled_from(["image/png", "application/vnd.microsoft.teams.file.download.info"]),
            max_size=4,
        ),
        max_size=3,
    )
)
def test_no_attachment_breaks_the_reading(attachments):
    reads_or_refuses(channel.activity(SERVICE, attachments=attachments))
