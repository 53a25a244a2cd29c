"""The page for whoever installs: names, numbers and switches are those of the files it is about."""

import json
import re
from pathlib import Path

import pytest

from bot.settings import Settings
from deployment.package import Values
from tests.deployment.containerfile import stages

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def page() -> str:
    return (ROOT / "docs/INSTALLING.md").read_text(encoding="utf-8")


def test_every_setting_it_names_exists(page):
    named = set(re.findall(r"CPOR_([A-Z_]+)", page))
    assert named
    assert {name.lower() for name in named} <= set(Settings.model_fields)


def test_every_value_of_the_package_is_told(page):
    table = page[page.index("| variable |") : page.index("1. Teams admin center")]
    told = {name for row in re.findall(r"^\| (`[^|]+) \|", table, re.M) for name in row.split(", ")}
    assert told == {f"`{name.upper()}`" for name in Values._fields} | {"`PACKAGE`"}


def test_the_version_it_names_is_the_manifests(page):
    manifest = json.loads((ROOT / "deployment/teams/manifest.json").read_text(encoding="utf-8"))
    assert f"It uses manifest version {manifest['manifestVersion']}." in page


def test_every_language_is_told_and_of_the_manifests_version(page):
    manifest = json.loads((ROOT / "deployment/teams/manifest.json").read_text(encoding="utf-8"))
    files = [one["file"] for one in manifest["localizationInfo"]["additionalLanguages"]]
    names = {"de": "German", "es": "Spanish", "fr": "French", "ja": "Japanese"}
    for file in files:
        assert names.get(file.removesuffix(".json"), "Portuguese (Brazil)") in page
        texts = json.loads((ROOT / "deployment/teams" / file).read_text(encoding="utf-8"))
        assert f"/v{manifest['manifestVersion']}/" in texts["$schema"]


@pytest.mark.parametrize(
    "switch",
    [
        "--read-only",
        "--tmpfs /tmp",
        "--cap-drop ALL",
        "--security-opt no-new-privileges",
        "--publish 127.0.0.1:3978:3978",
        "--stop-timeout 30",
    ],
)
def test_the_container_is_run_with_no_more_rights_than_it_needs(page, switch):
    command = page[page.index("docker run") :].partition("```")[0]
    assert switch in command


def test_user_and_folder_are_those_of_the_image(page):
    final = stages()[-1]
    assert f"as user {final.all('USER')[0].partition(':')[0]}," in page
    assert f":{final.environment['CPOR_DATA_DIR']} " in page
    assert final.all("EXPOSE") == ["3978"]


def test_the_unit_is_put_where_it_looks_for_its_parts(page):
    unit = (ROOT / "deployment/systemd/cpor-claims-assistant.service").read_text(encoding="utf-8")
    for place in ("/opt/cpor-claims-assistant", "/etc/cpor-claims-assistant.env"):
        assert place in unit
        assert place in page
