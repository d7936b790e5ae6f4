"""``console --help`` against a bare interpreter."""

from __future__ import annotations

import subprocess
import sys
import time
from functools import partial
from typing import TYPE_CHECKING

from tests.benchmarks.programs import ROOT, environ
from tests.benchmarks.result import Result, Target, percentile
from tests.benchmarks.rounds import in_turn

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.benchmarks.scope import Scope

BARE = ("-c", "pass")
HELP = ("-m", "console", "--help")


def bench(scope: Scope) -> list[Result]:
    """Measure both from the start of the process to its end."""
    for warm in (BARE, HELP):
        _milliseconds(warm, scope.folder)
    pair = in_turn(
        partial(_milliseconds, BARE, scope.folder),
        partial(_milliseconds, HELP, scope.folder),
        rounds=scope.of(25, 5),
    )
    return [
        Result(
            "console --help",
            "ms",
            percentile(pair.ours, 0.5),
            Target("at most times floor", 8.0),
            percentile(pair.floor, 0.5),
            {"slowest ms": max(pair.ours), "fastest ms": min(pair.ours)},
        )
    ]


def _milliseconds(arguments: Sequence[str], home: Path) -> float:
    start = time.perf_counter()
    command = [sys.executable, *arguments]
    subprocess.run(command, cwd=ROOT, env=environ(home), stdout=subprocess.DEVNULL, check=True)
    return (time.perf_counter() - start) * 1e3
