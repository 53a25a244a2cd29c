"""Hands what was understood of a question over to the guided choice of a role."""

from __future__ import annotations

from bot.advisor.advisor import Answer
from bot.dialogs.turn import Options

#: The fact each question of the guided choice is after.
_ASKED = {
    "ask:solution_area": "about",
    "ask:activity": "activity",
    "ask:purchase_channel": "bought",
}


def at_question(found: Answer) -> Options:
    """Give the guided choice's options: the facts, where it goes on, and what is said first."""
    at = _ASKED.get(found.id, "result")
    facts = found.facts.model_dump(mode="json", exclude_none=True)
    if at == "bought" and found.facts.about is None:
        at = "about"  # only there is the CSP program a choice
    else:
        facts.pop(at, None)
    return {
        "facts": facts,
        "at": at,
        "language": found.language,
        "remarks": list(found.remarks),
        "several": list(found.several),
        "understood": bool(facts),
    }
