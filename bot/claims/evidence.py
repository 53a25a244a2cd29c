"""What counts as proof of execution: which files a claim may hold, and when the section is done."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from enum import StrEnum

from bot.claims.errors import Code, Problem, Refused
from bot.claims.limits import Limits, kind_of
from bot.claims.models import Acknowledgement, Claim, FileState, Frozen, ProofFile
from bot.claims.proof import signed_on_problem, summary_problem

FIELD = "poe_files"
NAME_LENGTH = 120
UNNAMED = "file"
_EXTENSION_LENGTH = 10


class Finding(StrEnum):
    """Why a file was refused, finer than its code, so that people learn what to change."""

    WRONG_CONTENT = "wrong_content"
    """The content is not what the name's ending says."""
    DAMAGED = "damaged"
    PASSWORD = "password"  # noqa: S105 - a reason, not a secret
    TOO_COMPLEX = "too_complex"
    """It could not be looked through within the time and memory a file gets."""
    UNPACKS_TOO_BIG = "unpacks_too_big"
    MACROS = "macros"
    EXTERNAL_LINK = "external_link"
    """It fetches content from elsewhere when opened."""
    EMBEDDED_PROGRAM = "embedded_program"
    EMBEDDED_FILE = "embedded_file"
    JAVASCRIPT = "javascript"
    LAUNCHES = "launches"
    """It starts another program or document."""
    MALWARE = "malware"


class Inspection(Frozen):
    """What a look into a file's content found: either good, or the code to refuse it with."""

    kind: str = ""
    """One of `Limits.kinds`, told from the content."""
    media_type: str = ""
    text: str | None = None
    """The beginning of the readable text; None where there is none (a scan, a picture)."""
    code: Code | None = None
    """FILE_KIND, FILE_EMPTY, FILE_UNSAFE or FILE_UNREADABLE; None where nothing is wrong."""
    finding: Finding | None = None

    @property
    def ok(self) -> bool:
        """True where nothing speaks against the content."""
        return self.code is None


def clean_name(sent: str) -> str:
    """Make a sent file name fit to be listed; it stays data and is never used as a path.

    Takes any text; gives NFC text of 1 to 120 characters without folders, control, zero-width or
    bidirectional characters, with its ending kept. "file" stands where nothing is left.
    """
    seen = "".join(char for char in sent if _is_seen(char))
    name = re.split(r"[/\\]", unicodedata.normalize("NFC", seen))[-1]
    name = " ".join(name.split()).strip(" .")
    stem, dot, ending = name.rpartition(".")
    if not dot or not 0 < len(ending) <= _EXTENSION_LENGTH or " " in ending:
        return (name if len(name) <= NAME_LENGTH else _cut(name)) or UNNAMED
    return f"{stem[: NAME_LENGTH - len(ending) - 1].rstrip(' .') or UNNAMED}.{ending}"


def _cut(name: str) -> str:
    """Shorten a name without letting the cut make a new ending out of its middle."""
    return name[:NAME_LENGTH].replace(".", "_").rstrip()


def _is_seen(char: str) -> bool:
    """Keep white space to be collapsed later; drop what is invisible or turns text around."""
    return char in "\t\n\r" or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn"}


def problems_before_fetch(
    claim: Claim, name: str, size: int | None, limits: Limits
) -> Problem | None:
    """Refuse a file by what is known before a byte of it is fetched.

    `name` is already clean; `size` is in bytes, None where the chat does not say it.
    """
    if kind_of(name) not in limits.kinds:
        return _problem(Code.FILE_KIND, name, kinds=limits.kinds)
    if len(claim.poe_files) >= limits.files:
        return _problem(Code.FILES_TOO_MANY, name, limit=limits.files)
    if size == 0:
        return _problem(Code.FILE_EMPTY, name)
    return too_big(claim, name, size or 1, limits)


def too_big(claim: Claim, name: str, size: int, limits: Limits) -> Problem | None:
    """Refuse a file of `size` bytes that is too big by itself or together with the listed ones."""
    if size > limits.file_bytes:
        return _problem(Code.FILE_TOO_BIG, name, limit=limits.file_bytes)
    if size > room_left(claim, limits):
        return _problem(Code.FILES_TOO_BIG, name, limit=limits.claim_bytes)
    return None


def room_left(claim: Claim, limits: Limits) -> int:
    """Give how many bytes the claim's files may still grow by."""
    return limits.claim_bytes - sum(file.size for file in claim.poe_files)


def duplicate_of(claim: Claim, sha256: str) -> ProofFile | None:
    """Find the listed file with the same content."""
    return next((file for file in claim.poe_files if file.sha256 and file.sha256 == sha256), None)


def add_file(claim: Claim, file: ProofFile, limits: Limits | None = None) -> Claim:
    """List a received file on the claim, under a name no other listed file has.

    The claim may have changed since the file was fetched, so duplicates, and with `limits` also
    number and size, are looked at again: raises `Refused` with FILE_DUPLICATE, FILES_TOO_MANY or
    FILES_TOO_BIG. A file that is listed already (same id) is put in the place of the old entry.
    """
    if any(listed.id == file.id for listed in claim.poe_files):
        return replace_file(claim, file)
    if problem := already_listed(claim, file.name, file.sha256):
        raise Refused(problem)
    if limits and (problem := problems_before_fetch(claim, file.name, file.size, limits)):
        raise Refused(problem)
    named = file.model_copy(update={"name": free_name(claim, file.name)})
    return claim.model_copy(update={"poe_files": (*claim.poe_files, named)})


def already_listed(claim: Claim, name: str, sha256: str) -> Problem | None:
    """Refuse content that the claim has already, and say under which name."""
    twin = duplicate_of(claim, sha256)
    return _problem(Code.FILE_DUPLICATE, name, listed=twin.name) if twin else None


def free_name(claim: Claim, name: str) -> str:
    """Number a name ("agenda (2).docx") where the claim lists one like it already."""
    taken = {file.name.casefold() for file in claim.poe_files}
    stem, dot, ending = name.rpartition(".")
    stem, tail = (stem, dot + ending) if dot else (name, "")
    number, free = 1, name
    while free.casefold() in taken:
        number += 1
        mark = f" ({number}){tail}"
        free = stem[: NAME_LENGTH - len(mark)] + mark
    return free


def replace_file(claim: Claim, file: ProofFile) -> Claim:
    """Put a file with a new state in the place of the listed one with its id.

    Raises `Refused` with NOT_FOUND where it was removed meanwhile.
    """
    if all(listed.id != file.id for listed in claim.poe_files):
        raise Refused(_problem(Code.NOT_FOUND, file.name))
    files = tuple(file if listed.id == file.id else listed for listed in claim.poe_files)
    return claim.model_copy(update={"poe_files": files})


def find_file(claim: Claim, words: str) -> ProofFile:
    """Find the listed file a person or a button means, by id, by name or by part of a name.

    The exact id goes first, then the whole name, the name without its ending, and a part of it in
    any case. Raises `Refused`: NOT_FOUND, or NOT_A_CHOICE with the `names` that fit.
    """
    said = _folded(words)
    names = {file.id: _folded(file.name) for file in claim.poe_files}
    fits = [file for file in claim.poe_files if file.id == words.strip()]
    for test in (str.__eq__, _is_stem, str.__contains__) if said else ():
        fits = fits or [file for file in claim.poe_files if test(names[file.id], said)]
    if not fits:
        raise Refused(_problem(Code.NOT_FOUND, words.strip()))
    if len(fits) > 1:
        several = tuple(file.name for file in fits)
        raise Refused(_problem(Code.NOT_A_CHOICE, words.strip(), names=several))
    return fits[0]


def _is_stem(name: str, said: str) -> bool:
    return name.rpartition(".")[0] == said


def remove_file(claim: Claim, words: str) -> Claim:
    """Take a file off the claim; `words` as for `find_file`, which also says what is raised."""
    gone = find_file(claim, words)
    files = tuple(file for file in claim.poe_files if file.id != gone.id)
    return claim.model_copy(update={"poe_files": files})


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def all_checked(claim: Claim) -> bool:
    """True where there are files and every one of them is safe and readable."""
    return bool(claim.poe_files) and not _unchecked(claim)


def _unchecked(claim: Claim) -> tuple[ProofFile, ...]:
    return tuple(file for file in claim.poe_files if file.state is not FileState.CLEAN)


def newer_files(claim: Claim) -> tuple[ProofFile, ...]:
    """Give the files added to an approved association since its proof was last dated."""
    since = claim.poe_renewed_at or claim.approved_at
    return tuple(file for file in claim.poe_files if since and file.added_at > since)


def not_named(claim: Claim) -> tuple[str, ...]:
    """Give the claimed items that no readable file names; () where no file could be read.

    A hint, never a refusal: a scanned page may name what a plain search cannot see.
    """
    read = [file.named_items for file in claim.poe_files if file.named_items is not None]
    found = {item for named in read for item in named}
    return tuple(item for item in claim.items if item not in found) if read else ()


def missing_for_submission(claim: Claim, today: date, limits: Limits) -> tuple[Problem, ...]:
    """Give what the proof section still needs before the claim can be submitted, in its order.

    `today` is the day of submission; the customer's date must lie in the 12 months up to it
    (Microsoft's proof-of-execution template).
    """
    found = (
        _files_problem(claim, limits),
        summary_problem(claim.poe_summary),
        signed_on_problem(claim.poe_signed_on, today),
        _acknowledgements_problem(claim),
    )
    return tuple(problem for problem in found if problem)


def _files_problem(claim: Claim, limits: Limits) -> Problem | None:
    waiting = tuple(file.name for file in _unchecked(claim))
    if not claim.poe_files:
        return Problem(Code.FILE_MISSING, FIELD)
    if waiting:
        return Problem(Code.FILE_STILL_CHECKING, FIELD, {"names": waiting})
    if len(claim.poe_files) > limits.files:
        return Problem(Code.FILES_TOO_MANY, FIELD, {"limit": limits.files})
    return None


def _acknowledgements_problem(claim: Claim) -> Problem | None:
    missing = tuple(one for one in Acknowledgement if one not in claim.acknowledgements)
    return Problem(Code.TICK_ALL, "acknowledgements", {"missing": missing}) if missing else None


def _problem(code: Code, name: str, **data: object) -> Problem:
    return Problem(code, FIELD, {"name": name, **data})
