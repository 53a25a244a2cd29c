"""Reads the Containerfile and .dockerignore the way an engine does, as far as these two need it."""

import json
import re
import shlex
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
FILE = ROOT / "deployment/container/Containerfile"


@dataclass
class Stage:
    """The instructions from one FROM to the next, as (name, rest of the line)."""

    name: str
    steps: list[tuple[str, str]] = field(default_factory=list)

    def all(self, name: str) -> list[str]:
        return [rest for step, rest in self.steps if step == name]

    def words(self, name: str) -> list[str]:
        """The words of a step that is written as a JSON list."""
        (rest,) = self.all(name)
        return json.loads(rest[rest.index("[") :])

    @property
    def environment(self) -> dict[str, str]:
        rows = [word for rest in self.all("ENV") for word in shlex.split(rest)]
        return dict(row.split("=", 1) for row in rows)


def stages() -> list[Stage]:
    text = re.sub(r"^#.*\n", "", FILE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    text = re.sub(r"\\\n\s*", " ", text)
    found: list[Stage] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        name, _, rest = line.partition(" ")
        if name == "FROM":
            found.append(Stage(rest.partition(" AS ")[2]))
        elif found:
            found[-1].steps.append((name, rest.strip()))
    return found


def _pattern(text: str) -> re.Pattern[str]:
    """`*` stays within a folder, `**` does not; whatever lies below a match is matched too."""
    parts = []
    for step in text.strip("/").split("/"):
        if step == "**":
            parts.append("(?:.*/)?")
        else:
            parts.append(re.escape(step).replace(r"\*", "[^/]*") + "/")
    return re.compile("".join(parts).rstrip("/") + "(?:/.*)?")


def let_through(names: list[str]) -> list[str]:
    """What of these an engine sends to the build; of several rules that fit, the last counts."""
    rules = [
        (not line.startswith("!"), _pattern(line.lstrip("!")))
        for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
        if line.strip() and not line.startswith("#")
    ]

    def kept(name: str) -> bool:
        fitting = [out for out, rule in rules if rule.fullmatch(name)]
        return not (fitting and fitting[-1])

    return [name for name in names if kept(name)]
