"""The systemd unit: taken by systemd itself, closed up, and agreeing with the rest."""

import configparser
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import Settings

ROOT = Path(__file__).parents[2]
FILE = ROOT / "deployment/systemd/cpor-claims-assistant.service"
#: Of 10, as `systemd-analyze security` counts; a unit with no hardening has 9.6.
MOST_EXPOSED = "20"


@pytest.fixture(scope="module")
def lines() -> list[str]:
    return FILE.read_text(encoding="utf-8").splitlines()


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    """The unit with a Python that is there, as nothing is installed under /opt here."""
    text = FILE.read_text(encoding="utf-8")
    python = re.compile(r"^ExecStart=\S+", re.MULTILINE)
    assert python.search(text)
    file = tmp_path / FILE.name
    file.write_text(python.sub(f"ExecStart={Path(sys.executable).resolve()}", text))
    return file


def analyze(*words: str) -> subprocess.CompletedProcess[str]:
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not installed")
    return subprocess.run(["systemd-analyze", *words], capture_output=True, text=True, check=False)


def test_systemd_takes_it(unit):
    done = analyze("verify", "--man=no", str(unit))
    assert (done.returncode, done.stderr) == (0, "")


def test_systemd_finds_it_closed_up(unit):
    done = analyze("security", "--offline=true", f"--threshold={MOST_EXPOSED}", str(unit))
    if "unrecognized option" in done.stderr or "Unknown" in done.stderr:
        pytest.skip("this systemd cannot judge a unit that is not installed")
    assert done.returncode == 0, done.stdout[-300:]


@pytest.mark.parametrize(
    "line",
    [
        "DynamicUser=yes",
        "ProtectSystem=strict",
        "NoNewPrivileges=yes",
        "CapabilityBoundingSet=",
        "PrivateTmp=yes",
        "EnvironmentFile=/etc/cpor-claims-assistant.env",
        "Restart=on-failure",
    ],
)
def test_it_says(lines, line):
    assert line in lines


def test_the_folder_it_may_write_to_is_the_one_the_assistant_uses(lines):
    assert "StateDirectory=cpor-claims-assistant" in lines
    assert any("CPOR_DATA_DIR=/var/lib/cpor-claims-assistant" in line for line in lines)


def test_the_settings_it_makes_exist():
    made = re.findall(r"\bCPOR_([A-Z_]+)=", FILE.read_text(encoding="utf-8"))
    assert made
    assert {name.lower() for name in made} <= set(Settings.model_fields)


def test_wrong_settings_do_not_start_it_again_and_again():
    """Status 2 is what `app.py` ends with then."""
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(FILE, encoding="utf-8")
    assert unit["Service"]["RestartPreventExitStatus"] == "2"
    assert "return 2" in (ROOT / "app.py").read_text(encoding="utf-8")
