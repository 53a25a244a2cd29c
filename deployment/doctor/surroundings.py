"""Looks at what else the assistant talks to: scanner, directory, clock, Teams' own address."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Collection
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import aiohttp

from bot.claims.models import Verification
from bot.claims.ports import Directory, Scanner
from deployment.doctor.findings import Finding, bad, doubtful, good

#: The harmless text that every scanner reports, in two pieces so that none reports this file.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
SCANNER_HINT = (
    "Start clamd, and look at CPOR_SCANNER: while it is silent no claim can be submitted."
)
DIRECTORY_HINT = "Let https to CPOR_DIRECTORY_URL (default: CPOR_AUTHORITY_URL) through."
#: Seconds that clocks may differ before somebody should look, and before tokens are refused.
CLOCK_DOUBT, CLOCK_WRONG = 30.0, 240.0
CLOCK_HINT = "Let this machine keep time by NTP."
TEAMS = "https://smba.trafficmanager.net/teams/"


def no_scanner() -> Finding:
    """Say that only a file's structure is checked."""
    mend = "Run clamd and set CPOR_SCANNER, if proof files are to be scanned for malware."
    return doubtful("scanner", "none is set", mend)


async def look_at_scanner(scanner: Scanner) -> Finding:
    """Let something harmless be scanned, then the text that every scanner knows."""
    if await scanner.scan(_whole(b"harmless")) is not True:
        return bad("scanner", "gives no verdict", SCANNER_HINT)
    if await scanner.scan(_whole(EICAR)) is not False:
        mend = "Let freshclam fetch signatures: it finds nothing as it is."
        return bad("scanner", "does not know the EICAR test", mend)
    return good("scanner", "lets what is clean through, and finds the EICAR test")


async def _whole(content: bytes) -> AsyncIterator[bytes]:
    yield content


async def look_at_directory(directory: Directory, domain: str, ours: Collection[str]) -> Finding:
    """Look our own domain up, as a customer's is; it should lead to a tenant of ours."""
    answer = await directory.find_tenant(domain)
    if answer.result is Verification.UNAVAILABLE:
        return bad("directory", "does not answer", DIRECTORY_HINT)
    if answer.result is not Verification.MATCHED:
        mend = "Look at CPOR_PARTNER_DOMAINS, unless that domain is for mail alone."
        return doubtful("directory", f"answers, and knows no tenant of {domain}", mend)
    if str(answer.tenant_id).lower() not in {tenant.lower() for tenant in ours}:
        mend = "Look at CPOR_TENANT_IDS: people of a tenant that is not listed are turned away."
        return doubtful("directory", f"{domain} is of a tenant that is not listed", mend)
    return good("directory", f"answers: {domain} is of a tenant of yours")


def now() -> datetime:
    """Give this machine's time."""
    return datetime.now(UTC)


async def look_at_clock(
    session: aiohttp.ClientSession, url: str, clock: Callable[[], datetime] = now
) -> Finding:
    """Compare this machine's time with what Entra's web server says."""
    async with session.get(url, allow_redirects=False) as response:
        date = response.headers.get("Date", "")
    try:
        apart = abs((clock() - parsedate_to_datetime(date)).total_seconds())
    except ValueError:
        return doubtful("clock", "could not be compared", CLOCK_HINT)
    said = f"{apart:.0f} seconds from Entra's"
    if apart > CLOCK_WRONG:
        return bad("clock", said, f"{CLOCK_HINT} Tokens are refused, deadlines fall wrong.")
    return doubtful("clock", said, CLOCK_HINT) if apart > CLOCK_DOUBT else good("clock", said)


async def look_at_teams(session: aiohttp.ClientSession, url: str = TEAMS) -> Finding:
    """Look whether Teams' connector is reached; any answer will do, as nothing is sent."""
    mend = "Let https to smba.trafficmanager.net through: answers go there."
    try:
        async with session.get(url, allow_redirects=False) as response:
            status = response.status
    except aiohttp.ClientError as error:
        return bad("Teams", f"cannot be reached ({type(error).__name__})", mend)
    return good("Teams", f"is reached (answered {status})")
