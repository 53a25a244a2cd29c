"""Starts the servers a benchmark needs, each in its own process, and reads what they use."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: where it listens, what else it said, and what it has used so far."""

    url: str
    said: dict[str, Any]
    process: psutil.Process

    def cpu(self) -> float:
        """Give the seconds of CPU it has used, its own and the kernel's for it, in all threads."""
        times = self.process.cpu_times()
        return float(times.user + times.system)

    def memory(self) -> float:
        """Give the memory it holds now, in MB."""
        return float(self.process.memory_info().rss) / 1e6


@contextmanager
def server(kind: str, connector: str = "") -> Iterator[Server]:
    """Run a server of `benchmarks.servers` in a folder of its own while the block lasts."""
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.servers", kind, connector]
    with (
        tempfile.TemporaryDirectory(prefix="cpor-bench-") as folder,
        subprocess.Popen(
            [*command, folder], cwd=ROOT, env=_environment(), stdout=subprocess.PIPE, text=True
        ) as running,
    ):
        try:
            said = json.loads(running.stdout.readline() if running.stdout else "")
            yield Server(said["url"], said, psutil.Process(running.pid))
        finally:
            running.terminate()


def _environment() -> dict[str, str]:
    """Leave our own settings out: a benchmark measures the defaults."""
    return {key: value for key, value in os.environ.items() if not key.startswith("CPOR_")}
