"""The doctor as the operator runs it: one line for each thing, and an exit status."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def run(*arguments, **settings):
    environment = {k: v for k, v in os.environ.items() if not k.startswith("CPOR_")}
    environment |= {f"CPOR_{name.upper()}": str(value) for name, value in settings.items()}
    command = [sys.executable, "-m", "deployment.doctor", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120
    )


def test_wrong_settings_are_told_all_at_once():
    ended = run(profile="production", colour="blue", port="canary-99")
    assert ended.returncode == 1
    for name in ("CPOR_COLOUR", "CPOR_PORT", "CPOR_APP_ID", "CPOR_DATABASE_URL"):
        assert f"✕ settings: {name}: " in ended.stdout
    assert "canary" not in ended.stdout + ended.stderr


def test_on_ones_own_machine_before_the_first_start(tmp_path):
    ended = run("--before-start", "--json", data_dir=tmp_path / "var")
    assert ended.returncode == 0, ended.stderr
    body = json.loads(ended.stdout)
    assert body["well"]
    checks = [row["check"] for row in body["checks"]]
    assert checks == ["settings", "database", "files", "disk", "scanner"]


def test_one_thing_that_must_be_mended_is_enough(tmp_path):
    ended = run(data_dir=tmp_path / "var", port=1)
    assert ended.returncode == 1
    assert "✕ assistant: nothing answers" in ended.stdout
    assert "✓ files" in ended.stdout
