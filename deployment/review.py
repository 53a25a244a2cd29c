"""Lists the sources of our answers that nobody has compared with their pages for too long."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

from bot.advisor.entries import due_for_review


def main() -> None:
    """Say what is due, the longest first; being late breaks no build, so it always ends well."""
    due = due_for_review(datetime.now(UTC).date())
    for row in due:
        where = row.source.url or "this project"
        answers = ", ".join(row.answers) or "the catalogue and the roles"
        sys.stdout.write(f"{row.source.id}: due since {row.since} ({where}) for {answers}\n")
    said = "compare each with its page, then set its day in sources.toml" if due else "none is due"
    sys.stdout.write(f"Sources to look at again: {len(due)}; {said}\n")


if __name__ == "__main__":
    main()
