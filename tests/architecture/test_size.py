"""Keeps files and functions short enough to be read in one go, with every exception told why."""

import ast
from collections.abc import Iterator

MODULE_LINES = 300
CARD_LINES = 150
FUNCTION_LINES = 40

# Path -> why it may be longer than the cap. Remove a line when it is no longer true.
LONGER_MODULES: dict[str, str] = {}
# "path:function" -> why it may be longer than the cap.
LONGER_FUNCTIONS: dict[str, str] = {}


def cap(name: str) -> int:
    """The number of lines that the module at path `name` may have."""
    return CARD_LINES if name.startswith("bot/cards/") else MODULE_LINES


def functions(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Each function's name and its length in lines, its docstring not counted."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            first = node.body[0]
            if ast.get_docstring(node) is not None:
                length -= (first.end_lineno or first.lineno) - first.lineno + 1
            yield node.name, length


def long_modules(modules) -> dict[str, int]:
    """The modules over their cap; migration scripts are written once and never grow."""
    return {
        module.name: module.lines
        for module in modules
        if module.lines > cap(module.name) and "/migrations/versions/" not in module.name
    }


def long_functions(modules) -> dict[str, int]:
    """The functions over the cap, by path and name."""
    return {
        f"{module.name}:{name}": length
        for module in modules
        if "/migrations/versions/" not in module.name
        for name, length in functions(module.tree)
        if length > FUNCTION_LINES
    }


def test_modules_stay_short(modules):
    over = {name: n for name, n in long_modules(modules).items() if name not in LONGER_MODULES}
    assert not over, over


def test_functions_stay_short(modules):
    over = {name: n for name, n in long_functions(modules).items() if name not in LONGER_FUNCTIONS}
    assert not over, over


def test_nine_functions_in_ten_are_well_under_the_cap(bot_modules):
    lengths = sorted(length for module in bot_modules for _, length in functions(module.tree))
    assert lengths[len(lengths) // 2] <= 10
    assert lengths[len(lengths) * 9 // 10] < FUNCTION_LINES


def test_every_exception_is_still_needed(modules):
    stale = set(LONGER_MODULES) - set(long_modules(modules))
    stale |= set(LONGER_FUNCTIONS) - set(long_functions(modules))
    assert not stale, stale
