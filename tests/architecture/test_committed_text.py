"""Keeps the repository free of what belongs to one machine: hosts, home folders, secrets."""

import re
from pathlib import Path

import pytest

# Each is written so that it does not find itself.
PACKAGE_HOST = re.compile(
    r"(https?[:]//|git[+]|//)[\w.@:-]*(py[p]i|python[h]osted|npm[j]s|yarn[p]kg|artifact|nexu[s]|"
    r"jfro[g]|pkgs?[.])[\w.-]*"
)
INSTALL_SOURCE = re.compile(
    r"^\s*(-i |--(extra-)?index[-]url|--find[-]links|--trusted[-]host|registry\s*=)"
    r"|\"resolve[d]\":",
    re.MULTILINE,
)
MACHINE_PATH = re.compile(
    r"/wor[k]/|/roo[t]/|\.\./share[d]\b|/hom[e]/(?!nonroot|app)[a-z]+/|/Use[r]s/"
)
SECRET = re.compile(r"-----BEGIN [A-Z ]*PRIVATE[ ]KEY-----|AccountKey=(?!Eby8)[A-Za-z0-9+/]{60,}==")


@pytest.fixture(scope="module")
def texts(committed_files: list[Path], root: Path) -> dict[str, str]:
    """The content of every committed file that is text, by its path."""
    found = {}
    for path in committed_files:
        content = path.read_bytes()
        if b"\0" not in content[:8000]:
            found[path.relative_to(root).as_posix()] = content.decode("utf-8", "replace")
    assert found, "no committed text was found"
    return found


def hits(texts: dict[str, str], pattern: re.Pattern[str]) -> list[str]:
    """Where `pattern` is found, as path, line and what was found."""
    return [
        f"{name}:{text.count(chr(10), 0, match.start()) + 1}: {match.group(0).strip()}"
        for name, text in texts.items()
        for match in pattern.finditer(text)
    ]


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param(PACKAGE_HOST, id="package-host"),
        pytest.param(INSTALL_SOURCE, id="install-source"),
        pytest.param(MACHINE_PATH, id="machine-path"),
        pytest.param(SECRET, id="secret"),
    ],
)
def test_no_committed_text_names_one_machine(texts, pattern):
    assert not hits(texts, pattern)


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (PACKAGE_HOST, "see https" + "://py" + "pi.example/simple"),
        (INSTALL_SOURCE, "--index" + "-url x"),
        (INSTALL_SOURCE, '  "resol' + 'ved": "x"'),
        (MACHINE_PATH, "/ho" + "me/ada/project"),
        (SECRET, "-----BEGIN RSA PRIVATE" + " KEY-----"),
    ],
)
def test_the_patterns_find_what_they_are_for(pattern, line):
    assert pattern.search(line)


def test_no_lock_file_that_names_where_packages_came_from(texts):
    banned = {"uv.lock", "poetry.lock", "Pipfile.lock", "yarn.lock", "pnpm-lock.yaml"}
    assert not [name for name in texts if name.split("/")[-1] in banned]
