"""The members of an activity the chat relies on, checked before anything else sees them."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

Id = Annotated[str, Field(min_length=1, max_length=1000)]
Short = Annotated[str, Field(max_length=1000)]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)


class _Account(_Shape):
    id: Id
    name: Short | None = None
    aad: Annotated[Short | None, Field(alias="aadObjectId")] = None


class _Recipient(_Shape):
    id: Short | None = None
    name: Short | None = None


class _Conversation(_Shape):
    id: Id
    kind: Annotated[Short | None, Field(alias="conversationType")] = None
    tenant: Annotated[Short | None, Field(alias="tenantId")] = None
    group: Annotated[bool | None, Field(alias="isGroup")] = None


class IncomingActivity(_Shape):
    """An activity of the Bot Framework protocol, as far as it must have a shape."""

    type: Short
    id: Short | None = None
    channel: Annotated[Short, Field(alias="channelId")]
    service_url: Annotated[Id, Field(alias="serviceUrl")]
    sender: Annotated[_Account, Field(alias="from")]
    recipient: _Recipient | None = None
    conversation: _Conversation
    text: str | None = None
    name: Short | None = None
    action: Short | None = None
    locale: Short | None = None
    reply_to: Annotated[Short | None, Field(alias="replyToId")] = None
    channel_data: Annotated[dict[str, Any] | None, Field(alias="channelData")] = None
    attachments: list[dict[str, Any]] | None = None
    members_added: Annotated[list[dict[str, Any]] | None, Field(alias="membersAdded")] = None
    members_removed: Annotated[list[dict[str, Any]] | None, Field(alias="membersRemoved")] = None
