"""What a reviewer has to know of the rounds before: colleagues' notes, and a dispute."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.kit import section, sentence, small, text
from bot.cards.scene import Element, Scene
from bot.cards.status_frame import lines_of
from bot.claims.models import Claim, HistoryEntry, Status

#: Reviewers' notes shown, and the characters of each; all of them are in the history.
MOST_REMARKS, LONGEST_REMARK = 3, 500


def remark_lines(scene: Scene, remarks: Sequence[HistoryEntry]) -> list[Element]:
    """Show the newest notes that reviewers kept for each other."""
    words = scene.words
    found = [section(words("decision.remarks"))] if remarks else []
    for entry in remarks[-MOST_REMARKS:]:
        cut = f"{entry.note[:LONGEST_REMARK]}…" if entry.note[LONGEST_REMARK:] else entry.note
        by = words("details.by", moment=words.moment(entry.at), name=entry.actor.name)
        found += [text(line, spacing="Small") for line in lines_of(cut)]
        found.append(small(by, spacing="None"))
    return found


def why_disputed(scene: Scene, claim: Claim) -> list[Element]:
    """Say that the claim is here for the second time; the partner's words are its comments."""
    if claim.disputed_at is None or claim.status is not Status.DISPUTED:
        return []
    day = scene.words.date(scene.words.day_of(claim.disputed_at))
    return [sentence(scene.words("decision.why_disputed", day=day))]
