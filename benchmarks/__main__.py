"""Runs the benchmarks that are named, or all of them: `python -m benchmarks [name…] [--large]`."""

from __future__ import annotations

import argparse
import importlib
import time

from benchmarks.report import Unavailable, show

NAMES = ("answers", "start", "turns", "lists", "notices", "files")


def main() -> None:
    """Run them one after the other, since two at once would disturb each other."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", help=", ".join(NAMES))
    parser.add_argument("--large", action="store_true", help="a million claims, a gigabyte of file")
    chosen = parser.parse_args()
    if strangers := set(chosen.names) - set(NAMES):
        parser.error(f"no such benchmark: {', '.join(sorted(strangers))}")
    for name in chosen.names or NAMES:
        begun = time.perf_counter()
        print(f"\n{name}", flush=True)
        try:
            show(importlib.import_module(f"benchmarks.{name}").run(large=chosen.large))
        except Unavailable as missing:
            print(f"  skipped: {missing}")
        print(f"  ({time.perf_counter() - begun:.0f} s)", flush=True)


if __name__ == "__main__":
    main()
