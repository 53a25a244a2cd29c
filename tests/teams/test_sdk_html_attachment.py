"""The SDK's attachment prompt takes the message's own HTML for a file; ours takes files only."""

from bot.claims.ports import SentFile
from bot.dialogs.gestures import Sent, Typed
from tests.teams import channel

HTML = {"contentType": "text/html", "content": "<p>here it is</p>"}
DOWNLOAD = "application/vnd.microsoft.teams.file.download.info"


async def test_the_html_companion_of_a_message_is_no_file(chat):
    await chat.say("here it is")
    assert chat.dialogs.gestures == [Typed(text="here it is")]


async def test_a_file_and_a_picture_are(chat):
    url = "https://contoso-my.sharepoint.com/down?tempauth=secret"
    picture = "https://smba.trafficmanager.net/emea/v3/attachments/0-1/views/original"
    attachments = [
        {"contentType": DOWNLOAD, "name": "Proof.pdf", "content": {"downloadUrl": url}},
        {"contentType": "image/png", "contentUrl": picture},
        {"contentType": "application/vnd.microsoft.card.adaptive", "content": {}},
        HTML,
    ]
    await chat.post(channel.activity(chat.url, text="here it is", attachments=attachments))
    assert chat.dialogs.gestures == [
        Sent(
            files=(
                SentFile(name="Proof.pdf", url=url),
                SentFile(name="picture.png", url=picture, inline=True),
            ),
            text="here it is",
        )
    ]


async def test_a_file_with_a_strange_name_has_a_plain_one(chat):
    name = "invoice\u202efdp.exe\r\n../x"
    content = {"downloadUrl": "https://contoso.sharepoint.com/x"}
    attachment = {"contentType": DOWNLOAD, "name": name, "content": content}
    await chat.post(channel.activity(chat.url, attachments=[attachment]))
    assert chat.dialogs.gestures[0].files[0].name == "invoicefdp.exe ../x"


async def test_a_file_without_its_address_is_400(chat):
    for content in (None, "x", {}, {"downloadUrl": 5}, {"downloadUrl": ""}):
        attachment = {"contentType": DOWNLOAD, "name": "a.pdf", "content": content}
        response = await chat.post(channel.activity(chat.url, attachments=[attachment]))
        assert response.status == 400
    assert chat.dialogs.turns == []
