"""From the channel's activity to the gesture a person made; the one place that reads the wire."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.claims.ports import SentFile, UploadTarget
from bot.dialogs.gestures import Arrived, FileConsent, Gesture, Pressed, Sent, Typed
from bot.teams.plain import one_line, typed_text
from bot.teams.presses import BadPayload, pressed

Wire = Mapping[str, Any]
CARD_ACTION = "adaptiveCard/action"
FILE_CONSENT = "fileConsent/invoke"
_DOWNLOAD = "application/vnd.microsoft.teams.file.download.info"
_MOST_FILES = 25
_LONGEST_ENDING = 8
_LONGEST_URL = 8_192


@dataclass(frozen=True, slots=True)
class Gone:
    """The assistant was removed; whoever removed it cannot be written to any more."""


@dataclass(frozen=True, slots=True)
class Ignored:
    """An activity nothing is done for (reactions, edits, typing …)."""


def read_gesture(activity: Wire) -> Gesture | Gone | Ignored:
    """Say what a person did, from a well-formed activity. Raises `BadPayload`."""
    match activity["type"]:
        case "message":
            return _message(activity)
        case "invoke":
            return _invoke(activity)
        case "installationUpdate":
            return _installation(activity.get("action"))
        case "conversationUpdate":
            return _membership(activity)
        case _:
            return Ignored()


def _message(activity: Wire) -> Gesture:
    text = typed_text(activity.get("text") or "")
    value = activity.get("value")
    if value is not None and not text:
        return pressed(None, value, activity.get("replyToId"))
    files = tuple(_files(activity.get("attachments") or ()))
    return Sent(files=files, text=text) if files else Typed(text=text)


def _files(attachments: Any) -> list[SentFile]:
    """Find the files among the attachments; Teams also attaches the text itself, as HTML."""
    found = [file for item in attachments if (file := _file(item)) is not None]
    return found[:_MOST_FILES]


def _file(attachment: Wire) -> SentFile | None:
    kind = attachment.get("contentType")
    if kind == _DOWNLOAD:
        content = attachment.get("content")
        url = content.get("downloadUrl") if isinstance(content, Mapping) else None
        return SentFile(name=_name(attachment), url=_url(url))
    if isinstance(kind, str) and kind.startswith("image/"):
        return SentFile(
            name=_name(attachment) or _picture(kind),
            url=_url(attachment.get("contentUrl")),
            inline=True,
        )
    return None


def _picture(kind: str) -> str:
    """Name a pasted picture, which has no name of its own."""
    ending = kind.removeprefix("image/").split(";")[0].split("+")[0]
    return f"picture.{ending if ending.isalnum() and len(ending) <= _LONGEST_ENDING else 'png'}"


def _name(attachment: Wire) -> str:
    name = attachment.get("name")
    return one_line(name, 300) if isinstance(name, str) else ""


def _url(value: Any) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= _LONGEST_URL:
        raise BadPayload("file")
    return value


def _invoke(activity: Wire) -> Gesture | Ignored:
    if activity.get("name") == CARD_ACTION:
        return _card_action(activity)
    if activity.get("name") == FILE_CONSENT:
        return _file_consent(activity)
    return Ignored()


def _card_action(activity: Wire) -> Pressed:
    action = _object(_object(activity.get("value")).get("action"))
    if action.get("type", "Action.Execute") not in ("Action.Execute", "Action.Submit"):
        raise BadPayload("action")
    data = action.get("data")
    return pressed(action.get("verb"), {} if data is None else data, activity.get("replyToId"))


def _file_consent(activity: Wire) -> FileConsent:
    value = _object(activity.get("value"))
    if value.get("action") not in ("accept", "decline"):
        raise BadPayload("file consent")
    accepted = value["action"] == "accept"
    context = value.get("context")
    return FileConsent(
        accepted=accepted,
        context=_object(context) if context is not None else {},
        target=_target(_object(value.get("uploadInfo"))) if accepted else None,
        message_id=activity.get("replyToId"),
    )


def _target(upload: Wire) -> UploadTarget:
    def part(name: str) -> str:
        value = upload.get(name) or ""
        if not isinstance(value, str) or len(value) > _LONGEST_URL:
            raise BadPayload("upload")
        return value

    return UploadTarget(
        upload_url=_url(upload.get("uploadUrl")),
        content_url=part("contentUrl"),
        name=part("name"),
        unique_id=part("uniqueId"),
        file_type=part("fileType"),
    )


def _installation(action: Any) -> Arrived | Gone | Ignored:
    if action == "add":
        return Arrived()
    return Gone() if action == "remove" else Ignored()


def _membership(activity: Wire) -> Arrived | Gone | Ignored:
    if activity.get("membersAdded"):
        return Arrived()
    bot = (activity.get("recipient") or {}).get("id")
    removed = activity.get("membersRemoved") or ()
    return Gone() if bot and any(member.get("id") == bot for member in removed) else Ignored()


def _object(value: Any) -> Wire:
    if not isinstance(value, Mapping):
        raise BadPayload("object")
    return value
