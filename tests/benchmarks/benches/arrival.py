"""From a signed webhook to its words on the desk, with a hub that has nothing else to do."""

from __future__ import annotations

import random
import socket
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tests.benchmarks.keys import painted, words
from tests.benchmarks.result import Result, Target, percentile
from tests.benchmarks.seed import Seed
from tests.benchmarks.station import station

if TYPE_CHECKING:
    from tests.benchmarks.scope import Scope
    from tests.benchmarks.station import Station
    from tests.benchmarks.terminal import Terminal

GAP = (0.15, 0.35)
"""Seconds between texts, at random: none of the desk's own beats may fall in step with them."""


def bench(scope: Scope) -> list[Result]:
    """Measure texts into the incident that is open."""
    with station(scope.folder, Seed()) as place, place.desk() as terminal:
        place.await_incident(terminal)
        ms = _texts(place, terminal, scope.of(200, 40))
    return [
        Result(
            "webhook to its words on the desk, idle hub, p99",
            "ms",
            percentile(ms, 0.99),
            Target("at most", 100.0),
            more={"p50 ms": percentile(ms, 0.5), "max ms": max(ms), "texts": float(len(ms))},
        )
    ]


def _texts(place: Station, terminal: Terminal, count: int) -> list[float]:
    where = urlsplit(place.hub.url)
    source = place.hub.source
    dice = random.Random(3)
    terminal.text()
    sent: list[tuple[float, str]] = []
    with socket.create_connection((where.hostname, where.port)) as line:
        # The word stands at the end, where the work list does not show it.
        for word in words(count * 8, seed=3):
            _, request = source.text(
                place.seeded.party, f"This is what I have heard at the door just now: {word}"
            )
            sent.append((time.perf_counter(), word))
            line.sendall(request)
            terminal.pause(dice.uniform(*GAP))
            if not line.recv(1 << 16).startswith(b"HTTP/1.1 2"):
                raise RuntimeError("the hub refused a text")
    terminal.pause(1.0)
    found = painted(terminal, sent)
    if found.missed:
        raise RuntimeError(f"{found.missed} of {len(sent)} texts were never seen on the desk")
    return found.ms
