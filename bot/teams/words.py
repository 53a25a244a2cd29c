"""The few sentences the seam itself must say, as a protocol, so that `bot.text` can give them."""

from __future__ import annotations

from typing import Protocol


class SeamWords(Protocol):
    """Gives the seam's sentences in a person's language."""

    def turned_away(self, reason: str, locale: str) -> str:
        """Say politely why the assistant cannot be used here (`admission.Reason` values)."""
        ...

    def failed(self, reference: str, locale: str) -> str:
        """Say that something went wrong on our side, with the id an operator can look up."""
        ...


_TURNED_AWAY = {
    "not_personal": "I only work in a personal chat. Open the app and write to me there.",
    "foreign_tenant": "I only work for the organisation that set me up, and you are signed in "
    "with another one.",
    "guest": "I only work for members of the organisation that set me up, not for guests.",
    "no_identity": "I could not see who you are, so I cannot help here.",
}


class EnglishWords:
    """The sentences in English."""

    def turned_away(self, reason: str, locale: str) -> str:
        """Give the sentence for a reason, a general one for a reason without its own."""
        return _TURNED_AWAY.get(reason, "I cannot be used here.")

    def failed(self, reference: str, locale: str) -> str:
        """Give the apology with the reference id."""
        return (
            "Something went wrong on my side. What you saved before is kept; "
            f"please try again. If it happens again, mention {reference}."
        )
