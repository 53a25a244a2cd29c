"""How long a start takes until the assistant answers, and the memory it then holds."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator

import psutil  # type: ignore[import-untyped]

from benchmarks.processes import ROOT
from benchmarks.report import Line

STARTS = 5
GIVE_UP = 60.0


def run(*, large: bool) -> Iterator[Line]:
    """Measure a first start (which makes the database), and the quickest of some further ones."""
    with (
        tempfile.TemporaryDirectory(prefix="cpor-start-") as folder,
        tempfile.TemporaryDirectory(prefix="cpor-compiled-") as compiled,
    ):
        first = start(folder, compiled)
        yield Line("first start to listening, nothing compiled yet", first[0], "s")
        later = [start(folder, compiled) for _ in range(STARTS)]
    yield Line("later start to listening, quickest", min(row[0] for row in later), "s", 1.5)
    yield Line("  of it CPU", min(row[1] for row in later), "s", 1.0)
    yield Line("  memory then", min(row[2] for row in later), "MB", 110, digits=0)


def start(folder: str, compiled: str) -> tuple[float, float, float]:
    """Start it once; give seconds to the first good answer, CPU seconds, and memory in MB."""
    port = free_port()
    own = {key: value for key, value in os.environ.items() if not key.startswith("CPOR_")}
    own.pop("PYTHONDONTWRITEBYTECODE", None)
    own |= {"CPOR_DATA_DIR": folder, "CPOR_PORT": str(port), "PYTHONPYCACHEPREFIX": compiled}
    begun = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-W", "ignore", "app.py"],
        cwd=ROOT,
        env=own,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as running:
        try:
            wait_for(f"http://127.0.0.1:{port}/healthz")
            took = time.perf_counter() - begun
            process = psutil.Process(running.pid)
            used = process.cpu_times()
            return took, used.user + used.system, process.memory_info().rss / 1e6
        finally:
            running.terminate()


def wait_for(url: str) -> None:
    """Ask until it answers well. Raises `TimeoutError`."""
    give_up = time.perf_counter() + GIVE_UP
    while time.perf_counter() < give_up:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.01)
    raise TimeoutError(url)


def free_port() -> int:
    """Give a port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])
