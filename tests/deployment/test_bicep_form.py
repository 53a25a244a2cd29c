"""Holds the Bicep files together: readable, every module there, every parameter given and used."""

import re
from datetime import date
from itertools import pairwise

import pytest

from tests.deployment.bicep_files import (
    AZURE,
    ROOT,
    TEMPLATES,
    Reader,
    Unreadable,
    all_resources,
    everywhere,
    read,
    without_comments,
)

VERSION = re.compile(r"(\d{4})-(\d{2})-(\d{2})(-preview)?")
# Types that have no version but a preview; every other one has to be released.
PREVIEW_ONLY = {"Microsoft.Insights/diagnosticSettings"}
NAME = re.compile(r"[a-z][a-zA-Z0-9]*")


@pytest.fixture(scope="module")
def templates():
    return everywhere()


def of_kind(declared, kind):
    return [each for each in declared if each.kind == kind]


def text_of(name):
    return without_comments((AZURE / name).read_text(encoding="utf-8"))


def test_there_are_templates_and_each_can_be_read(templates):
    assert len(TEMPLATES) > 8
    assert all(templates.values())


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("var a = {\n  b: [1, 2\n}\n", "line 3"),
        ("var a = 'never closed\n", "never closed"),
        ("var a = union({ b: 1 }\n", "never closed"),
        ("var a = {\n  b: 1\n  b: 2\n}\n", "twice"),
        ("something else\n", "not understood"),
        ("var a = {\n  b 1\n}\n", ": was expected"),
    ],
)
def test_the_reader_refuses_what_is_broken(text, why):
    with pytest.raises(Unreadable, match=re.escape(why)):
        Reader(text).file()


def test_the_reader_understands_what_we_write():
    made = Reader(
        "@secure()\nparam a string = newGuid()\n"
        "module m 'x.bicep' = if (!empty(a)) {\n  params: { b: 'c${d('e')}f' } // g\n}\n"
        "resource r 'T/r@2024-01-01' = [\n  for x in y: {\n    name: z\n      ? 1\n      : 2\n"
        "    resource n 'n' = { name: 'o' }\n  }\n]\n"
    ).file()
    assert [(each.kind, each.name) for each in made] == [
        ("param", "a"),
        ("module", "m"),
        ("resource", "r"),
    ]
    assert made[0].decorators == ["@secure()"]
    assert (made[1].condition, made[1].value) == ("(!empty(a))", {"params": {"b": "'c${d('e')}f'"}})
    assert list(made[2].value) == ["name"]
    assert [each.type for each in all_resources(made)] == ["T/r@2024-01-01", "T/r/n@"]


def test_every_module_file_is_there_and_used(templates):
    used = set()
    for name, declared in templates.items():
        for module in of_kind(declared, "module"):
            path = ((AZURE / name).parent / module.type).resolve()
            assert path.exists(), f"{name}: {module.type}"
            used.add(path)
    assert used == {path.resolve() for path in TEMPLATES} - {(AZURE / "main.bicep").resolve()}


def test_modules_get_the_parameters_they_ask_for(templates):
    odd = []
    for name, declared in templates.items():
        for module in of_kind(declared, "module"):
            asked = of_kind(read((AZURE / name).parent / module.type), "param")
            needed = {each.name for each in asked if each.value is None}
            given = set(module.value.get("params", {}))
            if not needed <= given <= {each.name for each in asked}:
                odd.append(f"{name}: {module.name}: {needed ^ given}")
    assert not odd, odd


def test_every_declared_name_is_used(templates):
    idle = []
    for name, declared in templates.items():
        text = text_of(name)
        for each in declared:
            existing = each.kind == "resource" and each.existing
            if each.kind in ("param", "var") or existing:
                uses = len(re.findall(rf"\b{each.name}\b", text))
                if uses < 2:
                    idle.append(f"{name}: {each.name}")
    assert not idle, idle


def test_every_output_asked_of_a_module_is_given(templates):
    missing = []
    for name, declared in templates.items():
        modules = {each.name: each.type for each in of_kind(declared, "module")}
        for module, output in re.findall(r"\b(\w+)\.outputs\.(\w+)", text_of(name)):
            given = of_kind(read((AZURE / name).parent / modules[module]), "output")
            if output not in {each.name for each in given}:
                missing.append(f"{name}: {module}.{output}")
    assert not missing, missing


def test_names_are_in_one_form(templates):
    for name, declared in templates.items():
        odd = [each.name for each in declared if each.name and not NAME.fullmatch(each.name)]
        assert not odd, f"{name}: {odd}"


def test_every_parameter_of_the_main_template_says_what_it_asks(templates):
    for each in of_kind(templates["main.bicep"], "param"):
        assert any(text.startswith("@description('") for text in each.decorators), each.name


def test_every_file_says_what_it_is_for():
    for path in TEMPLATES:
        assert path.read_text(encoding="utf-8").startswith("// "), path


def test_api_versions_are_dates_and_released(templates):
    odd = []
    for name, declared in templates.items():
        for each in of_kind(declared, "resource"):
            type_, _, version = each.type.partition("@")
            match = VERSION.fullmatch(version)
            if match is None or not date(2018, 1, 1) <= date(*map(int, match.groups()[:3])):
                odd.append(f"{name}: {each.type}")
            elif match[4] and type_ not in PREVIEW_ONLY:
                odd.append(f"{name}: {each.type} is a preview")
    assert not odd, odd


def test_one_type_has_one_version(templates):
    seen = sorted(
        {
            tuple(each.type.split("@"))
            for declared in templates.values()
            for each in of_kind(declared, "resource")
        }
    )
    assert not [pair for pair in pairwise(seen) if pair[0][0] == pair[1][0]]


def test_the_example_gives_what_is_needed_and_nothing_unknown(templates):
    example = read(AZURE / "example.bicepparam")
    assert example[0].kind == "using"
    assert example[0].value == "'main.bicep'"
    asked = of_kind(templates["main.bicep"], "param")
    given = {each.name for each in example if each.kind == "param"}
    assert {each.name for each in asked if each.value is None} <= given
    assert given <= {each.name for each in asked}
    # What is commented out is offered too, so it has to exist.
    offered = re.findall(r"(?m)^// param (\w+)", (AZURE / "example.bicepparam").read_text())
    assert set(offered) <= {each.name for each in asked}


def test_the_document_explains_every_parameter_and_names_no_other(templates):
    page = (ROOT / "docs/AZURE.md").read_text(encoding="utf-8")
    told = set(re.findall(r"(?m)^\| `(\w+)` \|", page.partition("## Parameters")[2]))
    made_here = {"freshSecret", "freshSecretMore", "freshPassword"}
    asked = {each.name for each in of_kind(templates["main.bicep"], "param")}
    assert told >= asked - made_here
    assert not {each for each in told if NAME.fullmatch(each)} - asked
