"""The activities Teams would send, built from what a person did on the page."""

from __future__ import annotations

import html
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from bot.web.local.files import KeptFile
from bot.web.local.people import Device, LocalPerson

Json = dict[str, Any]

BOT = {"id": "28:local-cpor-claims-assistant", "name": "CPOR Claims Assistant"}
DOWNLOAD_INFO = "application/vnd.microsoft.teams.file.download.info"


@dataclass(frozen=True)
class Channel:
    """Where the stand-in for Teams can be reached, and whose directory it speaks for."""

    base_url: str
    tenant_id: str

    @property
    def service_url(self) -> str:
        """Give the address of the Connector API."""
        return f"{self.base_url}/local/connector/"

    def file_url(self, file_id: str) -> str:
        """Give the address a file is read from and written to."""
        return f"{self.base_url}/local/files/{file_id}"


def activity(
    kind: str,
    activity_id: str,
    person: LocalPerson,
    channel: Channel,
    device: Device,
    at: datetime,
) -> Json:
    """Give what every activity from Teams carries; `at` is aware."""
    return {
        "type": kind,
        "id": activity_id,
        "timestamp": at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "localTimestamp": device.local(at).isoformat(timespec="milliseconds"),
        "localTimezone": device.timezone,
        "locale": device.locale,
        "serviceUrl": channel.service_url,
        "channelId": "msteams",
        "from": person.account(),
        "recipient": dict(BOT),
        "conversation": {
            "id": person.conversation_id,
            "conversationType": "personal",
            "tenantId": channel.tenant_id,
        },
        "channelData": {"tenant": {"id": channel.tenant_id}},
        "entities": [_client_info(device)],
    }


def typed(text: str, files: list[KeptFile], channel: Channel) -> Json:
    """Give the parts of a typed message, with the HTML companion Teams adds, and its files."""
    attachments = [download_info(file, channel) for file in files]
    companion = {"contentType": "text/html", "content": f"<p>{html.escape(text)}</p>"}
    return {"text": text, "textFormat": "plain", "attachments": [*attachments, companion]}


def download_info(file: KeptFile, channel: Channel) -> Json:
    """Give a sent file as Teams describes it: a stored place, and an address to fetch it now."""
    return {
        "contentType": DOWNLOAD_INFO,
        "contentUrl": f"{channel.base_url}/local/Shared/{quote(file.name)}",
        "name": file.name,
        "content": {
            "downloadUrl": channel.file_url(file.id),
            "uniqueId": file.id,
            "fileType": file.extension,
        },
    }


def execute(card_id: str, action: Json) -> Json:
    """Give the invoke of a pressed Action.Execute."""
    pressed = {key: action[key] for key in ("id", "verb", "data") if action.get(key) is not None}
    value = {"action": {"type": "Action.Execute", **pressed}, "trigger": "manual"}
    return {"name": "adaptiveCard/action", "replyToId": card_id, "value": value}


def submit(card_id: str, data: Json) -> Json:
    """Give the message of a pressed Action.Submit: a value and no text."""
    return {"replyToId": card_id, "value": data}


def file_consent(card_id: str, context: Any, upload: Json | None) -> Json:
    """Give the invoke that accepts (with a place to upload to) or declines an offered file."""
    value: Json = {"type": "fileUpload", "action": "accept" if upload else "decline"}
    value["context"] = context
    if upload:
        value["uploadInfo"] = upload
    return {"name": "fileConsent/invoke", "replyToId": card_id, "value": value}


def upload_info(file: KeptFile, channel: Channel) -> Json:
    """Give the place an accepted file may be put."""
    address = channel.file_url(file.id)
    return {
        "contentUrl": address,
        "name": file.name,
        "uploadUrl": address,
        "uniqueId": file.id,
        "fileType": file.extension,
    }


def _client_info(device: Device) -> Json:
    return {
        "type": "clientInfo",
        "locale": device.locale,
        "country": device.country,
        "platform": "Web",
        "timezone": device.timezone,
    }
