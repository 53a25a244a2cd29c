"""The image without an engine: what goes into it, and that what is in it runs where little may.

The file tree is made as the Containerfile makes it and is run with the Containerfile's own
environment, command and health check, as another user, on files that nobody may change.
"""

import asyncio
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from tests.deployment.containerfile import FILE, ROOT, let_through, stages
from tests.deployment.env_file import filled
from tests.ports import free_port

BUILD, FINAL = stages()
NOBODY = 65534
PATIENCE = 60.0


def committed() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a git checkout: which files are committed cannot be told")
    return [name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


# What goes into it


def test_exactly_what_runs_is_sent_to_the_build():
    names = committed()
    wanted = [
        name
        for name in names
        if name in ("app.py", "LICENSE", "requirements.txt")
        or name.startswith(("bot/", "storage/", "deployment/doctor/"))
    ]
    assert let_through(names) == wanted
    assert "bot/web/local/static/chat.html" in wanted


@pytest.mark.parametrize(
    "name",
    [
        ".env",
        "deployment/container/.env",
        "bot/.env",
        ".git/config",
        ".venv/bin/python",
        "var/secret",
        "var/claims.db",
        "tests/conftest.py",
        "requirements-dev.txt",
        "bot/__pycache__/settings.cpython-313.pyc",
        "storage/.mypy_cache/x.json",
        "deployment/env.example",
        "build/cpor-claims-assistant.zip",
    ],
)
def test_secrets_data_and_caches_never_are(name):
    assert let_through([name]) == []


def test_every_file_sent_is_copied_and_every_copy_is_sent():
    copied = {word for rest in BUILD.all("COPY") for word in rest.split()[:-1]}
    sent = let_through(committed())
    assert not [name for name in sent if not name.startswith(tuple(copied))]
    assert not [word for word in copied if not any(name.startswith(word) for name in sent)]


def test_the_final_stage_takes_from_the_first_and_installs_nothing():
    assert all(rest.startswith("--from=build ") for rest in FINAL.all("COPY"))
    assert not re.search(r"\b(apt|pip install|curl|wget)\b", " ".join(FINAL.all("RUN")))
    assert re.search(r"rm -rf .*/site-packages/pip\*", " ".join(FINAL.all("RUN")))


def test_packages_are_taken_by_hash():
    (pip,) = [rest for rest in BUILD.all("RUN") if "install" in rest]
    assert "--require-hashes" in pip
    assert "--requirement requirements.txt" in pip


def test_it_runs_as_a_number_that_is_not_root():
    (user,) = FINAL.all("USER")
    assert re.fullmatch(r"[1-9]\d+:[1-9]\d+", user)
    assert f"--owner={user.partition(':')[0]}" in " ".join(FINAL.all("RUN"))


def test_its_version_is_the_products():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert f"VERSION={project['version']}" in FINAL.all("ARG")
    (labels,) = FINAL.all("LABEL")
    for name in ("title", "description", "licenses", "version", "revision", "created"):
        assert f"org.opencontainers.image.{name}=" in labels


def test_hadolint_has_nothing_to_say():
    linter = shutil.which("hadolint", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    if not linter:
        pytest.skip("hadolint is not installed; `make install` brings it")
    done = subprocess.run(
        [linter, "--no-color", "--failure-threshold", "style", str(FILE)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "")


# That it runs


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The image's /opt/assistant, compiled by the same step, with nothing that can be written."""
    place = tmp_path_factory.mktemp("image") / "assistant"
    for name in let_through(committed()):
        if name != "requirements.txt":
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, place / name)
    (compiling,) = [rest for rest in BUILD.all("RUN") if "compileall" in rest]
    words = [word for word in compiling.split()[1:] if not word.startswith("/opt")]
    subprocess.run([sys.executable, *words, "."], cwd=place, check=True)
    paths = [place, *place.rglob("*")]
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    for above in (place.parent, place.parent.parent, place.parent.parent.parent):
        with suppress(PermissionError):
            above.chmod(above.stat().st_mode | 0o011)
    yield place
    for path in paths:
        path.chmod(0o755)


@asynccontextmanager
async def by_tcp(address: str) -> AsyncIterator[str]:
    """Make a database that listens on a socket file reachable for any user, by port."""
    url = make_url(address)
    folder = str(url.query.get("host", ""))
    if not folder.startswith("/"):
        yield address
        return

    async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while data := await reader.read(65536):
                writer.write(data)
                await writer.drain()
        writer.close()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inner, outer = await asyncio.open_unix_connection(f"{folder}/.s.PGSQL.5432")
        await asyncio.gather(pump(reader, outer), pump(inner, writer))

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        there = url.set(host="127.0.0.1", port=port, query={})
        yield there.render_as_string(hide_password=False)


def without_rights() -> tuple[list[str], int]:
    """How to start a process that may change nothing but its own, and who that is.

    Root gives up its rights over others' files, as with `--cap-drop ALL`, and becomes somebody
    else wherever somebody else could start this Python.
    """
    if os.geteuid() != 0:
        return [], -1
    if not shutil.which("setpriv"):
        pytest.skip("this runs as root, and there is no setpriv to give up root's rights")
    words = ["setpriv", "--no-new-privs", "--bounding-set=-all", "--inh-caps=-all"]
    python = Path(sys.executable).resolve()
    if not all(place.stat().st_mode & 0o001 for place in (python, *python.parents)):
        return words, 0
    return [*words, f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"], NOBODY


class Container:
    """A process that sees what the image would give it, and has no right that a user has not."""

    def __init__(self, image: Path, folder: Path, settings: dict[str, str]) -> None:
        self.image, self.data, self.tmp = image, folder / "data", folder / "tmp"
        self.rights, owner = without_rights()
        for writable in (self.data, self.tmp):
            writable.mkdir()
            os.chown(writable, owner, -1)
        self.environment = {
            **FINAL.environment,
            **settings,
            "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
            "TMPDIR": str(self.tmp),
            "HOME": str(self.tmp),
            "CPOR_DATA_DIR": str(self.data),
            # Nothing outside is asked for anything here.
            "HTTPS_PROXY": "http://127.0.0.1:9",
        }

    async def run(self, command: list[str]) -> asyncio.subprocess.Process:
        assert command[0] == "python"
        return await asyncio.create_subprocess_exec(
            *self.rights,
            sys.executable,
            *command[1:],
            cwd=self.image,
            env=self.environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )

    async def healthy(self) -> bool:
        return await (await self.run(FINAL.words("HEALTHCHECK"))).wait() == 0


def everything(folder: Path) -> dict[str, tuple[int, int]]:
    return {str(path): (path.stat().st_size, path.stat().st_mtime_ns) for path in folder.rglob("*")}


@pytest.mark.postgres
async def test_it_runs_read_only_as_another_user_and_ends_when_told(
    image: Path, tmp_path: Path, postgres_url: Callable[..., str]
):
    before = everything(image)
    async with by_tcp(postgres_url(migrated=False)) as address:
        given = filled(CPOR_DATABASE_URL=address, CPOR_PORT=str(free_port()))
        container = Container(image, opened(tmp_path), given)
        assert not await container.healthy(), "the health check is content with nothing"
        process = await container.run(FINAL.words("CMD"))
        assert process.stdout
        async with asyncio.timeout(PATIENCE):
            said = b""
            while b"Listening on" not in said:
                line = await process.stdout.readline()
                assert line, said.decode()
                said += line
            assert await container.healthy()
            process.terminate()
            rest = await process.stdout.read()
            assert await process.wait() == 0, rest.decode()
    assert everything(image) == before
    assert {path.name for path in container.data.iterdir()} <= {"quarantine", "blobs"}
    assert list(container.tmp.iterdir()) == []


async def test_wrong_settings_end_it_at_once(image: Path, tmp_path: Path):
    container = Container(image, opened(tmp_path), {"CPOR_PUBLIC_URL": "http://x"})
    process = await container.run(FINAL.words("CMD"))
    said, _ = await process.communicate()
    assert process.returncode == 2
    assert b"CPOR_PUBLIC_URL: " in said
    assert b"CPOR_SECRET: " in said


def opened(folder: Path) -> Path:
    """Let another user walk to a folder that only we could reach."""
    for place in (folder, folder.parent, folder.parent.parent):
        with suppress(PermissionError):
            place.chmod(place.stat().st_mode | 0o011)
    return folder


async def test_its_modules_come_compiled(image: Path, tmp_path: Path):
    """Python compiles nothing at the start, as it could not keep it."""
    sources = [path for path in image.rglob("*.py")]
    assert sources
    for path in sources:
        assert list((path.parent / "__pycache__").glob(f"{path.stem}.*.pyc")), path
    container = Container(image, opened(tmp_path), {})
    process = await container.run(["python", "-v", "-c", "import bot.settings"])
    said, _ = await process.communicate()
    assert process.returncode == 0
    own = [line for line in said.decode().splitlines() if str(image) in line]
    assert any("code object from" in line and line.endswith(".pyc'") for line in own)
    assert not [line for line in own if "code object from" in line and ".pyc" not in line]
