"""Looks at the assistant's own door: from this machine, and by the address that others use."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from deployment.doctor.findings import Finding, bad, doubtful, good

#: Days a certificate should still be good for; renewals usually come a month ahead.
FEW_DAYS = 14
_DAY = 86_400
RUNNING_HINT = "Start the assistant; before its first start leave these out with --before-start."
PUBLIC_HINT = (
    "Look at CPOR_PUBLIC_URL, its DNS, and the proxy before the assistant; some networks do not "
    "let a machine reach its own public address, then run this from elsewhere."
)
_PROXY = "Let the proxy pass everything below CPOR_PUBLIC_URL on to the assistant, unchanged."
_EXPIRED, _OTHER_HOST = 10, (62, 64)  # OpenSSL: by name, by IP address


async def look_at_own(session: aiohttp.ClientSession, address: str) -> Finding:
    """Ask the assistant on this machine whether it is ready."""
    try:
        async with session.get(f"{address}/readyz") as response:
            body = await response.json(content_type=None)
    except aiohttp.ClientError as error:
        said = f"nothing answers at {address} ({type(error).__name__})"
        return bad("assistant", said, RUNNING_HINT)
    parts = body.get("parts", {}) if isinstance(body, dict) else {}
    ailing = [f"{name} {state}" for name, state in sorted(parts.items()) if state != "ok"]
    mend = "The lines above tell which; the log tells the rest."
    if not (parts and body.get("ready")):
        return bad("assistant", f"runs, and is not ready: {', '.join(ailing) or 'no answer'}", mend)
    if ailing:
        return doubtful("assistant", f"runs and is ready, but for {', '.join(ailing)}", mend)
    return good("assistant", f"runs at {address} and is ready")


async def look_at_certificate(
    url: str, trust: ssl.SSLContext, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> Finding:
    """Look whether customers' browsers will believe the public address, and for how long yet."""
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or 443
    try:
        _, writer = await asyncio.open_connection(host, port, ssl=trust)
    except ssl.SSLCertVerificationError as error:
        return bad("certificate", _distrust(error), "Renew it, or correct it, where TLS ends.")
    except (OSError, ssl.SSLError) as error:
        return bad("certificate", f"no TLS at {host} ({type(error).__name__})", PUBLIC_HINT)
    shown: Mapping[str, Any] = writer.get_extra_info("peercert") or {}
    writer.transport.abort()
    ends = ssl.cert_time_to_seconds(str(shown["notAfter"]))
    days = int((ends - now().timestamp()) // _DAY)
    if days < FEW_DAYS:
        return doubtful("certificate", f"{days} days left", "Renew it where TLS ends, now.")
    return good("certificate", f"is believed, {days} days left")


def _distrust(error: ssl.SSLCertVerificationError) -> str:
    if error.verify_code == _EXPIRED:
        return "has run out"
    if error.verify_code in _OTHER_HOST:
        return "is for another host name"
    return "is of nobody that browsers know, or its chain is not sent along"


async def look_at_public(session: aiohttp.ClientSession, url: str) -> list[Finding]:
    """Come in by the public address: alive, refusing what is not signed, and telling no figures."""
    try:
        async with session.get(f"{url}/healthz", allow_redirects=False) as response:
            alive = response.status == HTTPStatus.OK and await _is_ours(response)
            status = response.status
    except aiohttp.ClientError as error:
        return [bad("public address", f"cannot be reached ({type(error).__name__})", PUBLIC_HINT)]
    if not alive:
        said = f"something else answers ({status})"
        return [bad("public address", said, _PROXY)]
    found = good("public address", "leads to the assistant")
    return [found, await _unsigned(session, url), await _figures(session, url)]


async def _is_ours(response: aiohttp.ClientResponse) -> bool:
    try:
        return bool(await response.json(content_type=None) == {"alive": True})
    except ValueError:
        return False


async def _unsigned(session: aiohttp.ClientSession, url: str) -> Finding:
    """Send what Teams would, without its signature: it must be refused."""
    async with session.post(
        f"{url}/api/messages", json=_ACTIVITY, allow_redirects=False
    ) as response:
        status = response.status
    if status == HTTPStatus.UNAUTHORIZED:
        return good("messages", "what is not signed is refused")
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        mend = "The line on the keys of Teams above tells what to mend."
        return bad("messages", "cannot be judged now (503), so all are refused", mend)
    if status == HTTPStatus.OK:
        mend = "Take it off the network at once and set CPOR_PROFILE=production."
        return bad("messages", "anybody's are taken", mend)
    return bad("messages", f"answered {status} in place of 401", _PROXY)


async def _figures(session: aiohttp.ClientSession, url: str) -> Finding:
    async with session.get(f"{url}/metrics", allow_redirects=False) as response:
        shown = response.status == HTTPStatus.OK
    if not shown:
        return good("figures", "are not shown to the outside")
    mend = "Let the proxy add X-Forwarded-For, by which the assistant tells who comes from outside."
    return doubtful("figures", "are shown to everybody", mend)


#: Well-formed, so that it gets as far as the question who sends it.
_ACTIVITY = {
    "type": "message",
    "id": "doctor",
    "channelId": "msteams",
    "serviceUrl": "https://smba.trafficmanager.net/teams/",
    "from": {"id": "29:doctor"},
    "recipient": {"id": "28:doctor"},
    "conversation": {"id": "a:doctor", "conversationType": "personal"},
    "text": "",
}
