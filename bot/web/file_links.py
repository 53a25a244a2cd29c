"""Opens proof files from Teams, where no sign-in can be sent: by links that live ten minutes.

A link proves only which file was offered to whom; what that person may see is asked again when it
is opened, so that a lost role or a withdrawn file counts at once.
"""

from __future__ import annotations

from html import escape
from typing import Any

import structlog
from aiohttp import web
from itsdangerous import BadSignature, SignatureExpired

from bot.claims.errors import Refused
from bot.claims.models import Capability, Claim, Person, ProofFile
from bot.claims.ports import BlobNotFound, BlobStore, Clock, People, Store
from bot.observing.masking import mask_link_tokens
from bot.services.access import visible_claim
from bot.web.api.proof_files import find_file, is_clean, send_file
from bot.web.signing import dated_serializer

_log = structlog.get_logger("bot.web")
#: What a browser can show by itself, sandboxed; all else is saved.
_SHOWN = frozenset({"application/pdf", "image/jpeg", "image/png"})
_PARTS = 4
_PAGES = {
    "expired": (410, "This link has expired.", "Open the claim in Teams again."),
    "dead": (404, "This link does not work.", "Open the claim in Teams again."),
    "trouble": (503, "The file cannot be read just now.", "Try again in a few minutes."),
}
_PAGE_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
}


class LinkExpired(Exception):
    """Raised where a link of ours is too old."""


class FileLinks:
    """Makes and reads the links; `secret` (32 bytes or more) is the same in every replica."""

    def __init__(self, secret: bytes, public_url: str, clock: Clock, *, max_age: int = 600) -> None:
        """Take the address people's browsers see, and for how many seconds a link lives."""
        self._url, self._max_age = public_url.rstrip("/"), max_age
        self._serializer = dated_serializer(secret, clock, purpose=b"proof file link")

    def url(self, claim: Claim, file: ProofFile, person: Person) -> str:
        """Give the address at which this person can open this file for a while; "" for none.

        A file that has not passed its checks has no address.
        """
        if not is_clean(file):
            return ""
        token = self._serializer.dumps([claim.org, claim.id, file.id, person.object_id])
        return f"{self._url}/files/{token}"

    def read(self, token: str) -> tuple[str, int, str, str]:
        """Give organisation, claim, file and person. Raises `LinkExpired`, `BadSignature`."""
        try:
            parts: Any = self._serializer.loads(token, max_age=self._max_age)
        except SignatureExpired:
            raise LinkExpired from None
        if not isinstance(parts, list) or len(parts) != _PARTS:
            raise BadSignature("not one of these links")
        org, claim_id, file_id, object_id = parts
        return str(org), int(claim_id), str(file_id), str(object_id)


def add_file_routes(
    app: web.Application, *, links: FileLinks, store: Store, people: People, blobs: BlobStore
) -> None:
    """Add `GET /files/{token}` and keep its tokens out of the web server's logs."""

    async def open_file(request: web.Request) -> web.StreamResponse:
        try:
            file = await _allowed_file(request.match_info["token"], links, store, people)
            shown = file.media_type in _SHOWN
            return await send_file(request, file, blobs, inline=shown)
        except LinkExpired:
            return _page("expired")
        except (BadSignature, UnicodeError, Refused, BlobNotFound):
            return _page("dead")
        except ConnectionError:  # the reader is gone
            raise
        except Exception as error:  # where it cannot be told who may see it, nobody may
            _log.warning("file_link.failed", error=type(error).__name__)
            return _page("trouble")

    mask_link_tokens()
    app.router.add_get("/files/{token}", open_file)


async def _allowed_file(token: str, links: FileLinks, store: Store, people: People) -> ProofFile:
    """Give the linked file, if it is still listed and this person may still see it."""
    org, claim_id, file_id, object_id = links.read(token)
    person = await people.with_capabilities(Person(tenant_id=org, object_id=object_id))
    if person.unchecked and not person.capabilities:
        raise RuntimeError("rights cannot be looked up now")
    if not person.capabilities & {Capability.REVIEW, Capability.CLAIM}:
        raise BadSignature("no longer allowed")
    claim = await visible_claim(store.unit(), person, claim_id)
    file = find_file(claim, file_id)
    if file is None or not is_clean(file):
        raise BlobNotFound
    return file


def _page(kind: str) -> web.Response:
    status, said, then = _PAGES[kind]
    return web.Response(
        text='<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(said)}</title></head>"
        f"<body><main><h1>{escape(said)}</h1><p>{escape(then)}</p></main></body></html>",
        status=status,
        content_type="text/html",
        headers=_PAGE_HEADERS,
    )
