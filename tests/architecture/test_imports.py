"""Holds the direction of imports: the claim knows, the services decide, the rest is exchangeable.

The layers are import-linter's contracts in pyproject.toml. What a package may take from outside is
told here as a list of what is allowed, so that a new library in the core is a decision.
"""

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SDK = ("botbuilder", "botframework", "msrest")
SDK_PACKAGES = {"bot.teams", "bot.dialogs"}

# Package -> the packages of this project that it may import besides its own.
OWN_ALLOWED = {
    "bot.claims": set(),
    "bot.advisor": {"bot.claims"},
    "bot.text": {"bot.claims", "bot.advisor"},
    "bot.services": {"bot.claims", "bot.advisor", "bot.text"},
    "bot.cards": {"bot.claims", "bot.advisor", "bot.text"},
    "bot.dialogs": {
        *("bot.claims", "bot.advisor", "bot.text", "bot.services", "bot.cards", "bot.observing"),
    },
    "bot.observing": {"bot.claims", "bot.services"},
    "storage": {"bot.claims"},
}
# Package -> the third parties that it may import.
THIRD_PARTY_ALLOWED = {
    "bot.claims": {"pydantic", "pydantic_core"},
    "bot.cards": set(),
}


def imported(tree: ast.Module) -> Iterator[str]:
    """Every absolute module name that `tree` imports, in functions and type-checking blocks too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            if node.module == "bot":
                yield from (f"bot.{alias.name}" for alias in node.names)


def owner(name: str) -> str:
    """The package of this project, or the library, that `name` belongs to."""
    parts = name.split(".")
    return ".".join(parts[:2]) if parts[0] == "bot" else parts[0]


def third_parties(tree: ast.Module) -> set[str]:
    """The libraries that `tree` imports, by top-level name."""
    own = {"app", "bot", "storage", "__future__"}
    return {name.split(".")[0] for name in imported(tree)} - own - set(sys.stdlib_module_names)


def test_the_layers_are_kept(root: Path) -> None:
    command = shutil.which("lint-imports", path=str(Path(sys.executable).parent))
    assert command, "import-linter is not installed beside this Python"
    result = subprocess.run(
        [command, "--no-cache"], cwd=root, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr


def test_only_the_two_sdk_packages_import_the_sdk(modules):
    strays = [
        f"{module.name} imports {name}"
        for module in modules
        if module.package not in SDK_PACKAGES | {"benchmarks"}
        for name in imported(module.tree)
        if name.split(".")[0] in SDK
    ]
    assert not strays, "\n".join(strays)


@pytest.mark.parametrize("package", OWN_ALLOWED)
def test_a_package_imports_only_what_lies_below_it(modules, package):
    allowed = OWN_ALLOWED[package] | {package, "bot"}
    strays = [
        f"{module.name} imports {name}"
        for module in modules
        if module.package == package
        for name in imported(module.tree)
        if name.split(".")[0] in ("app", "bot", "storage") and owner(name) not in allowed
    ]
    assert not strays, "\n".join(strays)


@pytest.mark.parametrize("package", THIRD_PARTY_ALLOWED)
def test_a_pure_package_imports_no_other_library(modules, package):
    strays = {
        f"{module.name} imports {name}"
        for module in modules
        if module.package == package
        for name in third_parties(module.tree) - THIRD_PARTY_ALLOWED[package]
    }
    assert not strays, "\n".join(sorted(strays))


def test_nothing_imports_the_composition_root(modules):
    strays = [
        module.name
        for module in modules
        if module.package not in ("app", "benchmarks", "deployment")
        and "app" in {name.split(".")[0] for name in imported(module.tree)}
    ]
    assert not strays, strays


def test_nothing_but_the_composition_root_imports_storage(modules):
    strays = [
        f"{module.name} imports {name}"
        for module in modules
        if module.package not in ("app", "storage", "benchmarks", "deployment")
        for name in imported(module.tree)
        if owner(name) == "storage"
    ]
    assert not strays, "\n".join(strays)
