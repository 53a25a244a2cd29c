"""The files of a claim, each with how far its check has come, and a button."""

from __future__ import annotations

from collections.abc import Mapping

from bot.cards.buttons import button, link
from bot.cards.kit import marked, progress
from bot.cards.parts import stamp_for
from bot.cards.scene import Element, Scene
from bot.claims.models import Claim, FileState, ProofFile, Status
from bot.text.words import Words

_SHAPES = {
    FileState.CLEAN: ("✓", "Good"),
    FileState.CHECKING: ("◐", "Accent"),
    FileState.SCAN_PENDING: ("◇", "Warning"),
}


def proof_progress(scene: Scene, claim: Claim) -> Element:
    """Draw the progress line of a draft's proof, or of proof added later."""
    words = scene.words
    right = words("card.claim", id=claim.id)
    if claim.status is not Status.DRAFT:
        return progress(words("step.proof"), right)
    line = words("card.draft_step", step=6, name=words("step.proof"))
    return progress(line, right, accent=False)


def file_rows(
    scene: Scene, claim: Claim, *, remove: bool = False, detail: str = "clean"
) -> list[Element]:
    """Draw the files; `remove` adds buttons; `detail` is `clean`, `added` or `clean_plain`."""
    return [
        _row(scene.words, file, detail, _remove(scene, claim, file) if remove else None)
        for file in claim.poe_files
    ]


def file_links(scene: Scene, claim: Claim, urls: Mapping[str, str]) -> list[Element]:
    """Draw the files with a button that opens each, where it has an address."""
    return [
        _row(scene.words, file, "clean_plain", _open(scene.words, file, urls.get(file.id)))
        for file in claim.poe_files
    ]


def _row(words: Words, file: ProofFile, detail: str, press: Element | None) -> Element:
    shape, color = _SHAPES[file.state]
    code = detail if file.state is FileState.CLEAN else file.state
    facts = {"size": words.size(file.size), "time": words.time(file.added_at)}
    what = words(f"proof.file.{code}", **facts)
    return marked(shape, file.name, what, color=color, bold=True, button=press)


def _remove(scene: Scene, claim: Claim, file: ProofFile) -> Element:
    words = scene.words
    return button(
        words,
        "remove",
        "edit",
        stamp_for(scene, claim),
        section="proof",
        choice=file.id,
        validates=False,
        tooltip=words.plain("tooltip.remove", file=file.name),
    )


def _open(words: Words, file: ProofFile, url: str | None) -> Element | None:
    tooltip = words.plain("tooltip.open_file", file=file.name)
    return link(words, "open", url, tooltip=tooltip) if url else None
