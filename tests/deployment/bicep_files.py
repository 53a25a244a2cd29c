"""Reads the Bicep files far enough to hold rules to them, where no compiler can be had.

It knows declarations, decorators, objects, arrays and strings with `${…}`; every other expression
stays the text it is. What it cannot read it refuses. The compiler itself runs in the public CI.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
AZURE = ROOT / "deployment" / "azure"
TEMPLATES = sorted(AZURE.rglob("*.bicep"))

_DECLARED = re.compile(r"(targetScope|param|var|resource|module|output|using)\b")
_NAME = re.compile(r"[A-Za-z_]\w*")
_PAIRS = {")": "(", "]": "[", "}": "{"}


class Unreadable(Exception):
    """Raised with the line that the reader does not understand."""


@dataclass
class Declared:
    """One declaration; `type` is a resource's type, a module's path or a parameter's type."""

    kind: str
    name: str
    type: str = ""
    existing: bool = False
    condition: str = ""
    value: Any = None
    decorators: list[str] = field(default_factory=list)
    nested: list["Declared"] = field(default_factory=list)


class Reader:
    """Walks over one file's text."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0

    def file(self) -> list[Declared]:
        found, decorators = [], []
        while self.skip():
            if self.text[self.at] == "@":
                decorators.append(self.expression())
                continue
            found.append(self.declaration(decorators))
            decorators = []
        return found

    def declaration(self, decorators: list[str]) -> Declared:
        kind = self.take(_DECLARED)
        if kind in ("using", "targetScope"):
            return Declared(kind, "", value=self.expression().lstrip("= "))
        self.skip(lines=False)
        made = Declared(kind, self.take(_NAME), decorators=decorators)
        head = self.until("=") if kind != "param" else self.head_of_parameter()
        made.type = head.strip().strip("'")
        if kind == "resource" and head.strip().endswith("existing"):
            made.existing, made.type = True, head.strip().removesuffix("existing").strip(" '")
        if self.at < len(self.text) and self.text[self.at] == "=":
            self.at += 1
            self.skip(lines=False)
            if self.text.startswith("if ", self.at):
                self.at += 3
                made.condition = self.group()
                self.skip(lines=False)
            made.value = self.value(made.nested)
        return made

    def head_of_parameter(self) -> str:
        end = re.compile(r"[=\n]").search(self.text, self.at)
        start, self.at = self.at, end.start() if end else len(self.text)
        return self.text[start : self.at]

    def value(self, nested: list[Declared] | None = None) -> Any:
        here = self.text[self.at]
        if here == "{":
            return self.object(nested if nested is not None else [])
        if here == "[" and not re.match(r"\[\s*for\b", self.text[self.at :]):
            return self.array()
        if here == "[":
            return self.loop(nested if nested is not None else [])
        return self.expression()

    def loop(self, nested: list[Declared]) -> Any:
        """Read `[for … : value]` as its one value, which stands for all."""
        self.at += 1
        self.skip()
        self.until(":")
        self.at += 1
        self.skip()
        value = self.value(nested)
        self.skip()
        self.close("]")
        return value

    def object(self, nested: list[Declared]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        self.at += 1
        while self.skip() and self.text[self.at] != "}":
            if re.match(r"resource\s+\w+\s+'", self.text[self.at :]):
                nested.append(self.declaration([]))
                continue
            key = self.string() if self.text[self.at] == "'" else self.take(_NAME)
            if key in found:
                raise self.trouble(f"{key} twice")
            self.skip()
            self.close(":")
            self.skip()
            found[key] = self.value()
            self.comma()
        self.close("}")
        return found

    def array(self) -> list[Any]:
        found = []
        self.at += 1
        while self.skip() and self.text[self.at] != "]":
            found.append(self.value())
            self.comma()
        self.close("]")
        return found

    def comma(self) -> None:
        self.skip(lines=False)
        if self.text[self.at] == ",":
            self.at += 1
        elif self.text[self.at] not in "\n}]" and not self.text.startswith("//", self.at):
            raise self.trouble("a line's end or a comma was expected")

    def expression(self) -> str:
        """Read to the end of the line, or to the comma or bracket that ends the value."""
        start, open_ = self.at, []
        while self.at < len(self.text):
            here = self.text[self.at]
            if here == "'":
                self.string()
                continue
            if here in "([{":
                open_.append(here)
            elif here in ")]}":
                if not open_:
                    break
                if open_.pop() != _PAIRS[here]:
                    raise self.trouble(f"{here} closes nothing")
            elif not open_ and self.ends():
                break
            self.at += 1
        if open_:
            raise self.trouble(f"{open_[-1]} is never closed")
        read = self.text[start : self.at].strip()
        if not read:
            raise self.trouble("a value was expected")
        return read

    def ends(self) -> bool:
        """Say whether an expression ends here: a condition may go on in the next line."""
        return re.match(r",|//|\n(?!\s*[?:])", self.text[self.at :]) is not None

    def group(self) -> str:
        start = self.at
        if self.text[self.at] != "(":
            raise self.trouble("( was expected")
        deep = 0
        while True:
            here = self.text[self.at]
            if here == "'":
                self.string()
                continue
            deep += {"(": 1, ")": -1}.get(here, 0)
            self.at += 1
            if not deep:
                return self.text[start : self.at]

    def string(self) -> str:
        if self.text.startswith("'''", self.at):
            raise self.trouble("multi-line strings are not read")
        start = self.at = self.at + 1
        while self.text[self.at] != "'":
            if self.text[self.at] == "\n":
                raise self.trouble("a text is never closed")
            if self.text.startswith("${", self.at):
                self.at += 2
                while self.text[self.at] != "}":
                    if self.text[self.at] == "'":
                        self.string()
                    else:
                        self.at += 1
            self.at += 2 if self.text[self.at] == "\\" else 1
        self.at += 1
        return self.text[start : self.at - 1]

    def skip(self, *, lines: bool = True) -> bool:
        """Go over blanks, comments and linter directives; says whether anything is left."""
        pattern = r"(\s|//[^\n]*|#disable-next-line[^\n]*)*" if lines else r"[ \t]*"
        match = re.compile(pattern).match(self.text, self.at)
        self.at = match.end() if match else self.at
        return self.at < len(self.text)

    def until(self, mark: str) -> str:
        end = self.text.find(mark, self.at)
        if end < 0 or "\n" in self.text[self.at : end]:
            raise self.trouble(f"{mark} was expected")
        start, self.at = self.at, end
        return self.text[start:end]

    def close(self, mark: str) -> None:
        if not self.text.startswith(mark, self.at):
            raise self.trouble(f"{mark} was expected")
        self.at += 1

    def take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.at)
        if match is None:
            raise self.trouble("not understood")
        self.at = match.end()
        return match.group(0)

    def trouble(self, why: str) -> Unreadable:
        number = self.text.count("\n", 0, self.at) + 1
        return Unreadable(f"line {number}: {why}")


def read(path: Path) -> list[Declared]:
    """The declarations of one file, in their order."""
    return Reader(path.read_text(encoding="utf-8")).file()


def everywhere() -> dict[str, list[Declared]]:
    """Every template by its path below deployment/azure."""
    return {path.relative_to(AZURE).as_posix(): read(path) for path in TEMPLATES}


def all_resources(declared: list[Declared], above: str = "") -> Iterator[Declared]:
    """Every resource that is made, children too, with its full type."""
    for each in declared:
        if each.kind != "resource":
            continue
        type_, _, version = each.type.partition("@")
        full = f"{above}/{type_}" if above else type_
        if not each.existing:
            yield Declared(
                each.kind, each.name, f"{full}@{version}", False, each.condition, each.value,
                each.decorators,
            )  # fmt: skip
        yield from all_resources(each.nested, full)


def without_comments(text: str) -> str:
    """The text with `//` comments taken out, but not the addresses in its strings."""
    return re.sub(r"(?m)(^|\s)//[^\n]*", r"\1", text)
