"""Holds what runs in public: least rights, pinned actions, and commands that exist."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
FORMS = sorted(path for path in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml") if path.stem != "config")
PINNED = re.compile(r"- uses: [\w-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
# Job to what it may do besides reading; whatever else is asked for has to be argued for here.
RIGHTS = {
    "image": {"packages": "write", "id-token": "write", "attestations": "write"},
    "release": {"contents": "write", "id-token": "write", "attestations": "write"},
}


def load(path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def workflows():
    found = {path.stem: load(path) for path in WORKFLOWS}
    assert set(found) == {"ci", "release"}
    return found


@pytest.fixture(scope="module")
def jobs(workflows):
    return [
        (f"{name}.{key}", key, job)
        for name, workflow in workflows.items()
        for key, job in workflow["jobs"].items()
    ]


def steps(jobs):
    return [(where, step) for where, _, job in jobs for step in job.get("steps", [])]


def test_every_file_is_yaml():
    files = [*WORKFLOWS, *FORMS, GITHUB / "ISSUE_TEMPLATE/config.yml", GITHUB / "dependabot.yml"]
    assert all(isinstance(load(path), dict) for path in files)


def test_nothing_is_allowed_that_is_not_needed(workflows, jobs):
    for name, workflow in workflows.items():
        assert workflow["permissions"] in ({}, {"contents": "read"}), name
    for where, key, job in jobs:
        wider = {
            right: level
            for right, level in job.get("permissions", {}).items()
            if (right, level) != ("contents", "read")
        }
        assert wider == RIGHTS.get(key, {}), where


def test_every_job_ends_and_no_two_runs_disturb_each_other(workflows, jobs):
    for where, _, job in jobs:
        assert "uses" in job or job["timeout-minutes"] <= 60, where
    groups = [workflow["concurrency"]["group"] for workflow in workflows.values()]
    # One calls the other: in the same group it would wait for itself.
    assert len({group.split("-")[0] for group in groups}) == len(groups)


def test_every_action_is_pinned_by_its_commit():
    loose = [
        f"{path.name}: {line.strip()}"
        for path in WORKFLOWS
        for line in path.read_text(encoding="utf-8").splitlines()
        if "uses:" in line and "uses: ./" not in line and not PINNED.search(line)
    ]
    assert not loose, loose


def test_one_action_has_one_commit():
    found = re.findall(r"uses: ([\w./-]+)@([0-9a-f]{40})", "".join(map(Path.read_text, WORKFLOWS)))
    assert len({name for name, _ in found}) == len(set(found))


def test_checking_out_leaves_no_token_behind(jobs):
    checkouts = [step for _, step in steps(jobs) if "actions/checkout@" in step.get("uses", "")]
    assert checkouts
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


def test_no_command_is_put_together_from_what_others_wrote(jobs):
    """An expression inside a command is run by the shell, whatever it says."""
    # A template of the image tool, not of the workflow.
    plain = {
        where: step["run"].replace("{{ json", "") for where, step in steps(jobs) if "run" in step
    }
    assert plain
    assert not {where: text for where, text in plain.items() if "${{" in text}


def test_every_make_target_that_is_called_exists(jobs):
    made = set(re.findall(r"(?m)^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8")))
    commands = [step["run"] for _, step in steps(jobs) if "run" in step]
    commands.append((ROOT / ".ci/run").read_text(encoding="utf-8"))
    called = {
        word
        for text in commands
        for line in re.findall(r"(?m)^\s*make ([^\n]*)", text)
        for word in line.split()
        if re.fullmatch(r"[a-z]+", word)
    }
    assert {"check", "test", "image", "package"} <= called <= made


def test_files_that_the_commands_name_are_there(jobs):
    text = "\n".join(step["run"] for _, step in steps(jobs) if "run" in step)
    named = set(re.findall(r"\b(deployment/[\w./-]+|CHANGELOG\.md|pyproject\.toml|\.ci/run)", text))
    assert len(named) >= 4
    assert not [name for name in named if not (ROOT / name).exists()]


def test_it_is_proved_by_what_proves_it_elsewhere(workflows):
    assert [step["run"] for step in workflows["ci"]["jobs"]["prove"]["steps"] if "run" in step][
        -1
    ] == ".ci/run"
    assert "make --keep-going check test" in (ROOT / ".ci/run").read_text(encoding="utf-8")


def test_it_runs_on_every_python_that_is_promised(workflows):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    promised = [
        text.rsplit(" ", 1)[1]
        for text in project["classifiers"]
        if re.search(r":: \d+\.\d+$", text)
    ]
    assert workflows["ci"]["jobs"]["prove"]["strategy"]["matrix"]["python"] == promised


def test_every_list_of_pins_is_audited_strictly(workflows):
    (audit,) = [
        step["run"]
        for step in workflows["ci"]["jobs"]["dependencies"]["steps"]
        if "pip-audit" in step.get("run", "")
    ]
    assert "requirements*.txt" in audit
    assert "--strict" in audit


def test_nothing_is_released_unproved(workflows):
    made = workflows["release"]["jobs"]
    assert made["prove"]["uses"] == "./.github/workflows/ci.yml"
    assert (made["image"]["needs"], made["release"]["needs"]) == ("prove", "image")
    # YAML reads the key `on` as a truth value.
    assert "workflow_call" in workflows["ci"][True]


def test_the_changelog_has_the_form_that_the_notes_are_cut_from():
    assert re.search(r"(?m)^## \[", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_a_form_asks_in_the_shape_that_is_read(path):
    form = load(path)
    assert form["name"]
    assert form["description"]
    kinds = {"markdown", "input", "textarea", "dropdown", "checkboxes"}
    assert {each["type"] for each in form["body"]} <= kinds
    asked = [each for each in form["body"] if each["type"] != "markdown"]
    assert all(each["attributes"]["label"] and each["id"] for each in asked)
    assert len({each["id"] for each in asked}) == len(asked)


def test_forms_say_what_to_leave_out_and_ask_for_a_source():
    forms = {path.stem: path.read_text(encoding="utf-8") for path in FORMS}
    assert set(forms) == {"bug", "idea", "wrong_answer"}
    assert "leave out" in forms["bug"]
    assert "SECURITY.md" in forms["bug"]
    needed = {
        each["id"]
        for each in load(GITHUB / "ISSUE_TEMPLATE/wrong_answer.yml")["body"]
        if each.get("validations", {}).get("required")
    }
    assert needed >= {"question", "answer", "right", "source"}


def test_pins_of_every_kind_are_kept_fresh():
    kept = {
        (row["package-ecosystem"], row["directory"])
        for row in load(GITHUB / "dependabot.yml")["updates"]
    }
    assert kept == {
        ("pip", "/"),
        ("npm", "/deployment/node-tools"),
        ("docker", "/deployment/container"),
        ("github-actions", "/"),
    }
    assert all((ROOT / folder.strip("/")).is_dir() for _, folder in kept)
