"""The SDK's prompts and their recognisers stay unloaded, and are the real ones when asked for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def printed(program: str) -> str:
    """Run a program in an interpreter that has imported nothing yet."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_the_whole_product_loads_no_recogniser() -> None:
    program = "import app, sys; print([n for n in sys.modules if n.startswith('recognizers')])"
    assert printed(program) == "[]"


def test_a_prompt_asked_for_is_the_real_one() -> None:
    program = (
        "import bot.dialogs\n"
        "from botbuilder.dialogs import NumberPrompt, SkillDialog, FoundChoice\n"
        "from botbuilder.dialogs.prompts import NumberPrompt as real\n"
        "import botbuilder.dialogs as dialogs\n"
        "assert dialogs.prompts.NumberPrompt is real\n"
        "print(NumberPrompt is real, NumberPrompt.__module__)"
    )
    assert printed(program) == "True botbuilder.dialogs.prompts.number_prompt"


def test_everything_the_sdk_names_can_still_be_imported() -> None:
    program = (
        "import bot.dialogs\n"
        "from botbuilder.dialogs import *\n"
        "import botbuilder.dialogs as dialogs\n"
        "print([name for name in dialogs.__all__ if name not in globals()])"
    )
    assert printed(program) == "[]"


def test_a_name_the_sdk_has_not_is_refused_as_ever() -> None:
    program = (
        "import bot.dialogs, botbuilder.dialogs as dialogs\nprint(hasattr(dialogs, 'NoPrompt'))"
    )
    assert printed(program) == "False"


def test_the_order_of_imports_does_not_matter() -> None:
    program = (
        "from botbuilder.dialogs import TextPrompt, WaterfallDialog as first\n"
        "import bot.dialogs\n"
        "from botbuilder.dialogs import WaterfallDialog\n"
        "print(first is WaterfallDialog)"
    )
    assert printed(program) == "True"
