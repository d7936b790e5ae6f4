"""The machine a run happens on: what it is, and how much of it others took meanwhile."""

from __future__ import annotations

import os
import platform
import time
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from collections.abc import Sequence

LOUD = 0.15
"""Share of one core that others may take before a round is measured again."""
SHOWN = ("textual", "uvicorn", "sqlalchemy", "httpx")


def facts() -> dict[str, str]:
    """Say what the figures were measured on."""
    return {
        "cores": str(os.cpu_count()),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        **{name: version(name) for name in SHOWN},
    }


@dataclass(frozen=True, slots=True)
class Usage:
    """Processor time at one moment, seconds since some beginning."""

    at: float
    everybody: float
    ours: float


def usage(servers: Sequence[int] = ()) -> Usage:
    """Read how much the machine, and how much we, our children and servers, have computed."""
    every = psutil.cpu_times()
    idle = every.idle + getattr(every, "iowait", 0.0)
    # Guest time is counted in user time already.
    guests = getattr(every, "guest", 0.0) + getattr(every, "guest_nice", 0.0)
    total = sum(every) - guests - idle
    ours = sum(cpu_seconds(pid) for pid in (os.getpid(), *servers))
    return Usage(time.monotonic(), total, ours + _reaped())


def others(start: Usage, end: Usage) -> float:
    """Give how many cores others kept busy between two readings."""
    spent = (end.everybody - start.everybody) - (end.ours - start.ours)
    return max(0.0, spent / max(end.at - start.at, 1e-9))


def cpu_seconds(pid: int) -> float:
    """Give the processor time of a process and its living children; 0 when it is gone."""
    total = 0.0
    for process in family(pid):
        try:
            times = process.cpu_times()
        except psutil.Error:
            continue
        total += times.user + times.system
    return total


def rss_bytes(pid: int) -> int:
    """Give the resident memory of a process and its children."""
    total = 0
    for process in family(pid):
        try:
            total += process.memory_info().rss
        except psutil.Error:
            continue
    return total


def family(pid: int) -> list[psutil.Process]:
    """Give a process and all below it; none when it is gone."""
    try:
        head = psutil.Process(pid)
        return [head, *head.children(recursive=True)]
    except psutil.Error:
        return []


def _reaped() -> float:
    """Processor time of children that have ended and been waited for."""
    times = os.times()
    return times.children_user + times.children_system
