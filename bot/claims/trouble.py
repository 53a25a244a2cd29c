"""What can go wrong on the far side of a port, as exceptions that services understand."""

from __future__ import annotations


class FetchFailed(Exception):
    """Raised while a sent file is fetched; `code` is an `errors.Code` value of the FILE_ group."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class BlobNotFound(Exception):
    """Raised where no blob has that name."""


class BlobStoreDown(Exception):
    """Raised where the blob store does not answer."""


class MailRefused(Exception):
    """Raised where the mail can never be sent as it is (bad address, refused by the server)."""


class MailDelayed(Exception):
    """Raised where sending can be tried again; `retry_after` in seconds if the server said it."""

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class MailForbidden(MailRefused):
    """Raised where we may not send at all; the text tells the operator what to set up."""


class MailInDoubt(MailDelayed):
    """Raised where a mail was handed over whole and no answer came: it may be out, or not."""


class TryLater(Exception):
    """Raised by whoever delivers an outbox row where another try can work."""

    def __init__(self, reason: str, after: float | None = None) -> None:
        super().__init__(reason)
        self.after = after
        """Seconds to wait, where the other side said it."""


class SetAside(Exception):
    """Raised by whoever delivers an outbox row where no further try can work by itself."""
