"""``python -m tests.benchmarks``: measures everything, or what is named, and says how it went.

The exit status tells whether the measuring worked, not whether the figures please: how fast a
program is on a shared machine is to be looked at, and no reason to stop a build.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import traceback
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks.report import details, line, write_docs, write_json
from tests.benchmarks.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.benchmarks.result import Result

BENCHES = (
    "help",
    "start",
    "keys",
    "note",
    "card",
    "opening",
    "frames",
    "wall",
    "ingest",
    "arrival",
    "fanout",
    "provider",
    "paged",
    "flood",
    "suggest",
)

TERMINATED = 143
"""What a shell expects of a program ended by SIGTERM."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run; exit status 1 when a measurement could not be made."""
    given = _parser().parse_args(argv)
    # Ended like this, the servers under measurement are ended too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))
    results: list[Result] = []
    broken: list[str] = []
    for name in given.names or BENCHES:
        try:
            results += _measure(name, is_quick=given.quick)
        except Exception:
            traceback.print_exc()
            broken.append(name)
    if given.json:
        write_json(given.json, results, is_quick=given.quick)
        print(f"Summary: {given.json}")
    if given.write_docs:
        write_docs(results, is_quick=given.quick)
    if broken:
        print(f"Could not be measured: {', '.join(broken)}", file=sys.stderr)
    return 1 if broken else 0


def _measure(name: str, *, is_quick: bool) -> list[Result]:
    bench = import_module(f"tests.benchmarks.benches.{name}").bench
    with tempfile.TemporaryDirectory(prefix="steadyline-bench-") as folder:
        results: list[Result] = bench(Scope(Path(folder), is_quick))
    for one in results:
        print(line(one), flush=True)
        if one.more:
            print(f"    {details(one)}", flush=True)
    return results


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument(
        "names",
        nargs="*",
        metavar="NAME",
        choices=[*BENCHES, []],
        help=f"one or more of {', '.join(BENCHES)}; all without it",
    )
    parser.add_argument("--quick", action="store_true", help="fewer repetitions: a first look")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write a summary there")
    parser.add_argument(
        "--write-docs",
        action="store_true",
        help="put the figures into docs/reference/benchmarks.md",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
