"""Keeps docs/STATUS.md equal to the status machine in code, and writes it anew when asked.

To regenerate: PYTHONPATH=. .venv/bin/python tests/claims/test_status_document.py
"""

from pathlib import Path

import pytest

from bot.claims.models import Status
from bot.claims.rules import Periods
from bot.claims.status import MOVES, Move

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "STATUS.md"
COMMAND = "PYTHONPATH=. .venv/bin/python tests/claims/test_status_document.py"

HEAD = f"""# The statuses of a claim

One table, `MOVES` in `bot/claims/status.py`, says who may do what, from where, and where it leads.
Everything else (cards, commands, the reviewer API, the clock) asks it. This page is made from that
table; a test fails where the two differ. To make it anew:

```
{COMMAND}
```
"""

TAIL = """
`_hindrance` in the same module adds what a table cannot say:

- **add customer** works once, and **submit** only after it.
- **answer** works to the end of the last day; **lapse** only after it.
- **dispute** works once, within its days, after a rejection by a reviewer or by the clock, and not
  where the customer has declined meanwhile.
- **become official** waits for the first official day. **expire** is for Business Applications; the
  clock does it only after the last day of the subscription that the admin has noted.
- **reject** needs a reason that a reviewer may choose; **ask** and **answer** need words.

A refused move changes nothing and raises `Refused` with the code of what is wrong. A move that was
done leaves one history line (who, when, before, after) in the same transaction.
"""


def said(name: str) -> str:
    return name.replace("_", " ")


def rows_of(move: Move) -> list[tuple[Status, str, str, str]]:
    return [
        (source, said(move.event), said(move.by), said(move.target) if move.target else "(stays)")
        for source in Status
        if source in move.sources
    ]


def table() -> str:
    rows = sorted(
        (row for move in MOVES for row in rows_of(move)), key=lambda row: list(Status).index(row[0])
    )
    lines = [f"| {said(source)} | {event} | {by} | {to} |" for source, event, by, to in rows]
    final = [said(status) for status in Status if all(status not in m.sources for m in MOVES)]
    return "\n".join(
        [
            "## Moves\n",
            "| from | what happens | who | to |",
            "|---|---|---|---|",
            *lines,
            f"\nFinal, nothing moves on: {', '.join(final)}.",
        ]
    )


def diagram() -> str:
    arrows: dict[tuple[str, str], list[str]] = {}
    for move in MOVES:
        for source in Status:
            if source in move.sources and move.target:
                arrows.setdefault((source, move.target), []).append(said(move.event))
    lines = [f"    {a} --> {b}: {' / '.join(events)}" for (a, b), events in arrows.items()]
    return "\n".join(
        ["## Picture\n", "```mermaid", "stateDiagram-v2", "    [*] --> draft", *lines, "```"]
    )


def clocks() -> str:
    usual = Periods()
    lines = [
        f"| draft | reminder | {usual.draft_reminder} days after it was added |",
        f"| submitted | review begins | {usual.review_begins} business days |",
        f"| under review | decision | {usual.decision} business days |",
        f"| action required | answer, then the claim lapses | {usual.answer} business days; "
        "reminders 5 and 1 business days before |",
        f"| disputed | decision | {usual.dispute_review} business days |",
        f"| rejected | dispute | {usual.dispute} days |",
        f"| approved | official | the later of the approval and the day after {usual.notice} "
        "business days from the mail; the customer's approval ends that wait, and after a mail "
        "that did not arrive it begins with the next one |",
        f"| approved | proof ages | 12 months after the customer's dated signature; a reminder "
        f"{usual.renewal_reminder} days before |",
        f"| approved | subscription ends, then the claim expires | the day the admin has noted; a "
        f"reminder {usual.renewal_reminder} days before |",
    ]
    return "\n".join(
        [
            "## Clocks\n",
            "Counted from the move into the status; the day of the move itself does not count. A",
            "last day counts to its end in the partner's time zone. The numbers are",
            "`bot.claims.rules.Periods`.\n",
            "| status | what falls due | when |",
            "|---|---|---|",
            *lines,
        ]
    )


def document() -> str:
    return "\n".join([HEAD, table(), TAIL, diagram(), "", clocks(), ""])


def test_the_document_says_what_the_code_does() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == document(), f"make it anew: {COMMAND}"


@pytest.mark.parametrize("status", Status)
def test_every_status_is_in_the_table_and_in_the_picture(status: Status) -> None:
    assert said(status) in table()
    assert status in diagram()


if __name__ == "__main__":
    DOCUMENT.write_text(document(), encoding="utf-8")
