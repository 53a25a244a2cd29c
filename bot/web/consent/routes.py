"""Serves the customer's link: looking changes nothing, and only a filled-in form decides."""

from __future__ import annotations

from urllib.parse import urlsplit

import structlog
from aiohttp import web

from bot.claims.errors import Conflict
from bot.claims.ports import Clock, Store
from bot.observing.masking import mask_link_tokens
from bot.services.consent import Consents, ConsentView
from bot.services.traces import trace_of
from bot.web.consent.form import Form, read_form
from bot.web.consent.guesses import Guesses, peer_of
from bot.web.consent.page import Pages
from bot.web.consent.seal import Seal, Seals

_log = structlog.get_logger("bot.web")
_TRIES = 4
_FRAMES = frozenset({"iframe", "frame", "embed", "object", "fencedframe"})
_NOTICES = {Seal.EXPIRED: "notice_expired", Seal.OTHER_TEXT: "notice_changed"}


class ConsentPage:
    """The handlers of one link; the token is only ever in memory.

    `secret` (32 bytes or more, the same in every replica) seals the forms; `public_url` is what
    customers' browsers see; `trusted_proxies` is how many of our own proxies stand in front.
    """

    def __init__(
        self,
        consents: Consents,
        store: Store,
        *,
        secret: bytes,
        public_url: str,
        clock: Clock,
        trusted_proxies: int = 0,
    ) -> None:
        self._consents, self._store, self._clock = consents, store, clock
        self._pages = Pages(consents.zone)
        self._seals = Seals(secret, clock)
        self._guesses = Guesses(clock)
        self._proxies = trusted_proxies
        self._origin = _origin(public_url)
        self._headers = _headers(self._pages.style_source, https=public_url.startswith("https:"))

    async def show(self, request: web.Request) -> web.Response:
        """Answer GET and HEAD: the request, the answer given, or that the link is dead."""
        if request.headers.get("Sec-Fetch-Dest") in _FRAMES:
            return self._message(request, 403, "forbidden")
        view = await self._view(request)
        if isinstance(view, web.Response):
            return view
        return self._painted(request, view)

    async def answer(self, request: web.Request) -> web.Response:
        """Answer POST: decide, or show again what is missing with what was typed."""
        if not self._from_our_page(request):
            return self._message(request, 403, "forbidden")
        try:
            form = await read_form(request)
        except web.HTTPRequestEntityTooLarge:
            return self._message(request, 413, "too_long")
        view = await self._view(request)
        if isinstance(view, web.Response):
            return view
        seal = self._seals.read(form.seal, _token(request), self._text_hash(request, view))
        if seal is Seal.FORGED:
            return self._message(request, 403, "forbidden")
        if errors := form.errors():
            return self._painted(request, view, 422, form=form, errors=errors)
        if seal in _NOTICES:
            return self._painted(request, view, 409, form=form, notice=_NOTICES[seal])
        return await self._decided(request, form, self._text_hash(request, view))

    async def _view(self, request: web.Request) -> ConsentView | web.Response:
        """Give what the link shows, or the page that says why it shows nothing."""
        peer = peer_of(request, self._proxies)
        if seconds := self._guesses.wait(peer):
            return self._message(request, 429, "too_many", {"Retry-After": str(seconds)})
        try:
            view = await self._consents.open(self._store.unit(), _token(request))
        except Exception as error:  # whatever ails the database, the customer gets a page
            return self._trouble(request, error)
        if view is None:
            self._guesses.count(peer)
            return self._message(request, 404, "dead")
        return view

    async def _decided(self, request: web.Request, form: Form, text_hash: str) -> web.Response:
        """Decide, anew where the claim changed meanwhile, and lead to the page that shows it."""
        try:
            for _ in range(_TRIES):
                try:
                    view = await self._decide(request, form, text_hash)
                except Conflict:
                    continue
                if view is None:
                    return self._message(request, 404, "dead")
                return self._response(None, 303, {"Location": request.path})
        except Exception as error:  # not stored, or stored whole: trying again is right both times
            return self._trouble(request, error)
        return self._message(request, 503, "trouble", {"Retry-After": "5"})

    async def _decide(self, request: web.Request, form: Form, text_hash: str) -> ConsentView | None:
        if form.choice is None:
            raise ValueError("a decision without a choice")
        return await self._consents.decide(
            self._store.unit(),
            _token(request),
            form.choice,
            name=form.name,
            reason=form.reason,
            text_hash=text_hash,
            now=self._clock.now(),
        )

    def _from_our_page(self, request: web.Request) -> bool:
        """Say whether the browser, where it tells, says that our own page sent the form.

        `Origin: null` is what browsers send for a page with `Referrer-Policy: no-referrer`, such
        as ours; then `Sec-Fetch-Site` tells it from a foreign one, and the form's seal always.
        """
        site = request.headers.get("Sec-Fetch-Site", "same-origin")
        origin = request.headers.get("Origin", "null")
        return site in ("same-origin", "none") and origin in ("null", self._origin)

    def _text_hash(self, request: web.Request, view: ConsentView) -> str:
        return self._pages.text_hash(view, self._language(request, view.locale))

    def _language(self, request: web.Request, locale: str = "") -> str:
        """Give the page's language: what the browser wants counts before the mail's."""
        return self._pages.language(request.headers.get("Accept-Language", ""), locale)

    def _painted(
        self,
        request: web.Request,
        view: ConsentView,
        status: int = 200,
        *,
        form: Form | None = None,
        notice: str = "",
        errors: dict[str, str] | None = None,
    ) -> web.Response:
        language = self._language(request, view.locale)
        seal = self._seals.make(_token(request), self._pages.text_hash(view, language))
        text = self._pages.request(view, language, seal, form=form, notice=notice, errors=errors)
        return self._response(text, status)

    def _trouble(self, request: web.Request, error: Exception) -> web.Response:
        _log.error("consent.failed", stack=trace_of(error))
        return self._message(request, 503, "trouble", {"Retry-After": "30"})

    def _message(
        self, request: web.Request, status: int, code: str, headers: dict[str, str] | None = None
    ) -> web.Response:
        return self._response(
            self._pages.message(code, self._language(request)), status, headers or {}
        )

    def _response(
        self, text: str | None, status: int, headers: dict[str, str] | None = None
    ) -> web.Response:
        return web.Response(
            text=text,
            status=status,
            content_type="text/html",
            charset="utf-8",
            headers={**self._headers, **(headers or {})},
        )


def add_consent_routes(app: web.Application, page: ConsentPage) -> None:
    """Add the customer's page to the application and keep its tokens out of the web logs."""
    mask_link_tokens()
    app.router.add_get("/consent/{token}", page.show)
    app.router.add_post("/consent/{token}", page.answer)


def _token(request: web.Request) -> str:
    return request.match_info["token"]


def _origin(url: str) -> str:
    """Write an address's origin the way browsers do: lower case, no default port."""
    parts = urlsplit(url.lower())
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    port = "" if parts.port in (None, usual) else f":{parts.port}"
    return f"{parts.scheme}://{host}{port}"


def _headers(style_source: str, *, https: bool) -> dict[str, str]:
    policy = (
        f"default-src 'none'; style-src {style_source}; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'"
    )
    headers = {
        "Content-Security-Policy": policy,
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
        "X-Robots-Tag": "noindex, nofollow",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Vary": "Accept-Language",
    }
    if https:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    return headers
