"""Reads the project's own source once, for the tests that look at its shape."""

import ast
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("app.py", "bot", "storage", "benchmarks", "deployment")


@dataclass(frozen=True)
class Module:
    """One source file of the product, parsed when first asked."""

    path: Path

    @property
    def name(self) -> str:
        """The path as a person would write it, from the project's root."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def package(self) -> str:
        """`bot.cards` for bot/cards/draft.py, `storage` for what is in it, `app` for app.py."""
        parts = self.path.relative_to(ROOT).with_suffix("").parts
        return ".".join(parts[:2]) if parts[0] == "bot" else parts[0]

    @cached_property
    def lines(self) -> int:
        """How long the file is."""
        return len(self.path.read_text(encoding="utf-8").splitlines())

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree."""
        return ast.parse(self.path.read_text(encoding="utf-8"), filename=str(self.path))


@pytest.fixture(scope="session")
def modules() -> list[Module]:
    """Every module of the product; tests are not among them."""
    found = []
    for start in PRODUCT:
        place = ROOT / start
        found += [place] if place.is_file() else sorted(place.rglob("*.py"))
    assert found, "the product's source was not found"
    return [Module(path) for path in found]


@pytest.fixture(scope="session")
def bot_modules(modules: list[Module]) -> list[Module]:
    """The modules that run in service: without benchmarks, deployment and migration scripts."""
    return [
        module
        for module in modules
        if module.package.split(".")[0] in ("app", "bot", "storage")
        and not module.name.startswith("storage/migrations/")
    ]


@pytest.fixture(scope="session")
def committed_files() -> list[Path]:
    """Every file that git keeps, or would keep once added."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout: which files are committed cannot be told")
    files = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [path for path in files if path.is_file()]


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's root folder."""
    return ROOT
