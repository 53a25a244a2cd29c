"""Runs the examination on the assistant's settings and prints it, a line for each thing."""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
import warnings
from collections.abc import Sequence

from structlog.testing import capture_logs

from bot.settings import SettingsWrong, load_settings
from deployment.doctor.findings import Finding, bad, examine, good
from deployment.doctor.listing import as_json, as_lines, is_well
from deployment.doctor.opening import Asked, open_checks


def asked(arguments: Sequence[str] | None = None) -> Asked:
    """Read what the operator wants."""
    parser = argparse.ArgumentParser(
        prog="python -m deployment.doctor",
        description="Looks at everything the assistant stands on; ends with 1 if something is bad.",
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--send-to", default="", metavar="ADDRESS", help="send a test mail there")
    parser.add_argument(
        "--before-start", action="store_true", help="the assistant does not run yet: leave it out"
    )
    given = parser.parse_args(arguments)
    return Asked(given.json, given.send_to, given.before_start)


async def findings(wanted: Asked) -> list[Finding]:
    """Give what is found; with wrong settings that is all there is to look at."""
    try:
        settings = load_settings()
    except SettingsWrong as wrong:
        mend = "docs/SETTINGS.md explains each one."
        return [bad("settings", line, mend) for line in wrong.lines]
    fits = good("settings", f"fit together, profile {settings.profile}")
    with capture_logs() as heard:
        async with open_checks(settings, wanted, heard) as checks:
            return [fits, *await examine(checks)]


def main(arguments: Sequence[str] | None = None) -> int:
    """Examine, print, and give the process's exit status: 1 where something must be mended."""
    wanted = asked(arguments)
    logging.disable()
    warnings.simplefilter("ignore")
    found = asyncio.run(findings(wanted))
    sys.stdout.write(as_json(found) if wanted.json else as_lines(found))
    return 0 if is_well(found) else 1


if __name__ == "__main__":
    sys.exit(main())
