"""Run all tests side by side; the few that fail there are tried once more, alone, and named.

Most tests of the screen run against a real clock, on computers that others use too. What fails
beside others and alone is a defect; what fails only beside others is named, for it may be one.
The same as ``--rerun`` of CPython's own tests: https://devguide.python.org/testing/run-write-tests/
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FAILED = ROOT / ".pytest_cache" / "v" / "cache" / "lastfailed"
TESTS_FAILED = 1
"""https://docs.pytest.org/en/stable/reference/exit-codes.html"""
MOST = 3
"""Tests that fail at once; more of them are not the computer's fault."""


def pytest(*arguments: str) -> int:
    """Run tests, as they were asked for on the command line and in the environment."""
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *arguments], cwd=ROOT, check=False
    ).returncode


def failed() -> list[str]:
    """The ids of the tests that failed just now."""
    return sorted(json.loads(FAILED.read_text())) if FAILED.exists() else []


def main(workers: str) -> int:
    """Give the exit code."""
    code = pytest("-n", workers, "--dist", "worksteal", "--cache-clear", "-rf")
    again = failed()
    if code != TESTS_FAILED or not 0 < len(again) <= MOST:
        return code
    print(f"\nAlone, one after another: {len(again)} that failed beside the others", flush=True)
    code = pytest("-n", "0", "-rf", *again)
    if not code:
        print("\nFLAKY: failed beside others, passed alone:", *again, sep="\n  ", flush=True)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
