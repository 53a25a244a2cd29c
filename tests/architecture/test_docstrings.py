"""Holds that a reader is told why each module, public class and public function is there."""

import ast
from collections.abc import Iterator

import pytest

NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "manager", "common", "misc"}


def silent(tree: ast.Module) -> Iterator[str]:
    """The public top-level classes and functions of `tree` that have no docstring."""
    for node in tree.body:
        if not isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if not node.name.startswith("_") and not ast.get_docstring(node):
            yield node.name


def test_every_module_says_why_it_exists(modules):
    missing = [
        module.name
        for module in modules
        if module.path.read_text(encoding="utf-8").strip() and not ast.get_docstring(module.tree)
    ]
    assert not missing, missing


def test_every_public_class_and_function_says_why_it_exists(bot_modules):
    missing = [f"{module.name}: {name}" for module in bot_modules for name in silent(module.tree)]
    assert not missing, "\n".join(missing)


def test_a_first_sentence_is_a_sentence(bot_modules):
    odd = []
    for module in bot_modules:
        first = (ast.get_docstring(module.tree) or ".").split("\n\n")[0].strip()
        if first[-1] not in ".!?:":
            odd.append(f"{module.name}: {first!r}")
    assert not odd, "\n".join(odd)


@pytest.mark.parametrize("suffix", ["", ".py"])
def test_no_module_has_a_name_that_says_nothing(modules, suffix):
    banned = {name + suffix for name in NAMES_THAT_SAY_NOTHING}
    strays = [module.name for module in modules if banned & set(module.name.split("/"))]
    assert not strays, strays


def test_nothing_is_printed(bot_modules):
    """A running service logs; what a person at the terminal must see goes through one place."""
    strays = [
        f"{module.name}:{node.lineno}"
        for module in bot_modules
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("print", "breakpoint")
    ]
    assert not strays, strays
