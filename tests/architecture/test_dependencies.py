"""Holds that every dependency is wanted: explained to the reader, pinned, hashed and licensed."""

import ast
import hashlib
import importlib.metadata
import json
import re
import sys
from pathlib import Path

import pytest

INPUTS = ("requirements.in", "requirements-dev.in", "requirements-node.in")
NAME = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]*", re.MULTILINE)
# Copyleft that reaches into a program that merely imports it has no place in an MIT product.
UNWANTED_LICENCE = re.compile(r"\b(A?GPL|Affero|SSPL|Business Source)", re.IGNORECASE)
# Part of the public face of a library that we do name.
BROUGHT_BY = {
    "botbuilder-schema": "botbuilder-core",
    "botframework-connector": "botbuilder-core",
    "cryptography": "pyjwt",
    "msrest": "botbuilder-core",
    "pydantic-core": "pydantic",
    "yarl": "aiohttp",
}
LESSER = re.compile(r"LGPL|Lesser", re.IGNORECASE)


def wanted(root: Path, name: str) -> list[str]:
    """The packages named in one input file."""
    return NAME.findall((root / name).read_text(encoding="utf-8"))


def pinned(root: Path, name: str) -> dict[str, str]:
    """Package to version, of one compiled requirements file."""
    text = (root / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9._-]+)==([^ ]+)", text, re.MULTILINE))


def outside_names(tree: ast.Module) -> set[str]:
    """The top-level names that `tree` imports from neither this project nor Python itself."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names - {"app", "bot", "storage"} - set(sys.stdlib_module_names)


@pytest.mark.parametrize("name", INPUTS)
def test_every_dependency_is_explained(root, name):
    explained = (root / "docs/DEPENDENCIES.md").read_text(encoding="utf-8")
    missing = [package for package in wanted(root, name) if f"`{package}`" not in explained]
    assert not missing, f"say in docs/DEPENDENCIES.md why it is there: {missing}"


@pytest.mark.parametrize("name", INPUTS)
def test_every_dependency_is_pinned_with_hashes(root, name):
    compiled = name.replace(".in", ".txt")
    assert set(wanted(root, name)) <= set(pinned(root, compiled)), "run `make lock`"
    text = (root / compiled).read_text(encoding="utf-8")
    unhashed = re.findall(r"^[a-z0-9._-]+==[^\\\n]*\n", text, re.MULTILINE)
    assert not unhashed, unhashed


def test_every_library_the_product_imports_is_asked_for(root, bot_modules):
    asked = set(wanted(root, "requirements.in"))
    asked |= {name for name, by in BROUGHT_BY.items() if by in asked}
    carriers = importlib.metadata.packages_distributions()
    strays = []
    for module in bot_modules:
        for name in outside_names(module.tree):
            packages = {carrier.lower().replace("_", "-") for carrier in carriers.get(name, [name])}
            if not packages & asked:
                strays.append(f"{module.name} imports {name}")
    assert not strays, "\n".join(strays)


def test_the_three_files_agree_on_every_version(root):
    run, dev, node = (pinned(root, name.replace(".in", ".txt")) for name in INPUTS)
    for other in (dev, node):
        assert not {name for name in other if run.get(name, other[name]) != other[name]}
    assert node.items() <= dev.items()


def test_no_run_time_dependency_has_a_reciprocal_licence(root):
    odd = []
    for package in pinned(root, "requirements.txt"):
        try:
            about = importlib.metadata.metadata(package)
        except importlib.metadata.PackageNotFoundError:
            continue  # pinned for another platform
        words = [about.get("License-Expression") or (about.get("License") or "")[:80]]
        words += [c for c in about.get_all("Classifier", []) if c.startswith("License")]
        text = LESSER.sub("", " ".join(words))
        if UNWANTED_LICENCE.search(text):
            odd.append(f"{package}: {words}")
    assert not odd, "\n".join(odd)


def test_the_card_renderer_is_the_pinned_one():
    """The hash of the fetched file, since the page that serves it trusts it."""
    file = Path(sys.prefix) / "share/frontend/adaptivecards.min.js"
    if not file.exists():
        pytest.skip("adaptivecards.min.js was not fetched: run `make install` with a network")
    found = hashlib.sha256(file.read_bytes()).hexdigest()
    assert found == "5e7c13f3300ae7b89b34703501e08d709fbb6635f1c6755b92495577a77344f2"


def test_the_test_tools_are_locked_with_hashes(root):
    folder = root / "deployment/node-tools"
    asked = json.loads((folder / "package.json").read_text())["dependencies"]
    packages = json.loads((folder / "package-lock.json").read_text())["packages"]
    assert packages[""]["dependencies"] == asked
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in asked.values())
    assert not [path for path, entry in packages.items() if path and "integrity" not in entry]
