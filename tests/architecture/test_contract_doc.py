"""Holds docs/CONTRACT.md to the code: routes, verbs, inputs, commands, statuses, local people."""

import re

import pytest

import app
from bot.claims.fields import FIELDS
from bot.claims.models import Status
from bot.dialogs.commands import COMMANDS
from bot.dialogs.conversation import ANSWERS
from bot.dialogs.verbs import VERBS
from bot.local_profile import LOCAL_PEOPLE
from bot.settings import load_settings
from bot.text.commands import read_command

QUOTED = re.compile(r"`([^`]+)`")


@pytest.fixture(scope="module")
def parts(root):
    """The page's sections by their titles."""
    text = (root / "docs/CONTRACT.md").read_text(encoding="utf-8")
    return {part.split("\n", 1)[0]: part for part in text.split("\n## ")}


def first_cells(part, header):
    """What is quoted in the first cells of the table that begins with `header`."""
    table = part.split(f"| {header} |", 1)[1].split("\n\n", 1)[0]
    rows = [row for row in table.splitlines()[2:] if row.startswith("| ")]
    return [word for row in rows for word in QUOTED.findall(row.split("|")[1])]


async def test_the_routes_are_those_served(parts, tmp_path):
    settings = load_settings({}, _env_file=None, data_dir=tmp_path)
    assistant = await app.build(settings, address="http://127.0.0.1:3978")
    try:
        routes = assistant.web.router.routes()
        served = {f"{row.method} {row.resource.canonical}" for row in routes if row.resource}
    finally:
        await assistant.close()
    own_pages = {row for row in served if " /local/" in row or " /local" in row}
    promised = set(first_cells(parts["HTTP"], "route"))
    assert promised <= served
    assert {row for row in served - own_pages if not row.startswith("HEAD ")} <= promised


def test_the_verbs_are_those_understood(parts):
    assert set(first_cells(parts["Cards"], "verb")) == {*VERBS, *ANSWERS}


def test_the_inputs_are_the_fields(parts):
    table = parts["Cards"].split("| group | inputs |", 1)[1].split("\n\n", 1)[0]
    inputs = set(QUOTED.findall(table))
    others = {"activity", "status", "rejection_reason", "review_comment"}
    assert inputs == {*FIELDS, *others}


def test_the_typed_commands_are_read(parts):
    typed = [
        text.removesuffix("…").strip() for text in first_cells(parts["Typed in chat"], "typed")
    ]
    read = {text: read_command(text) for text in typed}
    assert not [text for text, command in read.items() if command is None]
    assert {command.name for command in read.values() if command} == set(COMMANDS)


def test_the_statuses_are_all_named(parts):
    text = parts["Cards"].split("A claim's statuses:", 1)[1].split(".", 1)[0]
    assert set(QUOTED.findall(text)) == set(Status)


def test_the_local_people_are_these(parts):
    told = re.findall(
        r"^\| (\w+ \w+) \| .* \| `(.*)` \|$", parts["The local profile"], re.MULTILINE
    )
    assert told == [(who.name, who.object_id) for who in LOCAL_PEOPLE]


def test_the_make_targets_exist(parts, root):
    targets = re.findall(r"^([a-z]+):.*## ", (root / "Makefile").read_text(), re.MULTILINE)
    told = re.findall(r"`make (\w+)`", parts["Commands"])
    assert set(told) <= set(targets)
