"""From a key on the desk to the request that reaches the telephone provider."""

from __future__ import annotations

import asyncio
import secrets
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import httpx

from console.settings import PRACTICE_ACCOUNT
from tests.benchmarks.pressed import F2, F4, F5, F8, F9
from tests.benchmarks.programs import program
from tests.benchmarks.result import Result, Target, percentile
from tests.benchmarks.seed import Seed
from tests.benchmarks.station import station
from tests.benchmarks.texts import OUR_NUMBER, handle
from tests.ports import free_port

if TYPE_CHECKING:
    from pathlib import Path

    from tests.benchmarks.scope import Scope
    from tests.benchmarks.station import Station
    from tests.benchmarks.terminal import Terminal

CALLER, AGENT = handle(300), handle(200)
ACCOUNT = f"/2010-04-01/Accounts/{PRACTICE_ACCOUNT}"
WITHIN = Target("floor plus at most", 15.0)
BREATH = 0.35
"""Seconds between keys."""


@dataclass(slots=True)
class Network:
    """The simulated provider, and its record of when requests came."""

    url: str
    arrivals: Path
    token: str = field(repr=False)

    def since(self, moment: float, part: str) -> float:
        """Give the milliseconds from a moment to the first request for a path.

        Raises:
            RuntimeError: None came.
        """
        for line in self.arrivals.read_text().splitlines():
            at, method, path = line.split(" ", 2)
            if float(at) >= moment and method == "POST" and part in path:
                return (float(at) - moment) * 1e3
        raise RuntimeError(f"no request for {part} reached the provider")

    def tell(self, what: str, **body: object) -> None:
        """Let the people of the network do something."""
        answer = httpx.post(f"{self.url}/__sim/{what}", json=body, trust_env=False)
        answer.raise_for_status()

    async def bare(self, count: int) -> list[float]:
        """Post with nothing but httpx; gives milliseconds to each arrival."""
        path = f"{ACCOUNT}/Messages.json"
        sent = []
        async with httpx.AsyncClient(base_url=self.url, trust_env=False) as client:
            for _ in range(count):
                sent.append(time.perf_counter())
                await client.post(path, auth=(PRACTICE_ACCOUNT, self.token), data={"Hold": "true"})
                await asyncio.sleep(BREATH / 10)
        return [self.since(moment, path) for moment in sent]


def bench(scope: Scope) -> list[Result]:
    """Measure accepting, holding and muting on a desk in a terminal, with a real hub between."""
    token, port, hub_port = secrets.token_hex(16), free_port(), free_port()
    arrivals = scope.folder / "arrivals"
    hub = f"http://127.0.0.1:{hub_port}"
    command = ["-m", "tests.benchmarks.provider", str(port), hub, str(arrivals)]
    with (
        program(command, port=port, folder=scope.folder, ready="/__sim/state", told=token) as one,
        station(scope.folder, Seed(), provider=one.url, token=token, port=hub_port) as place,
        place.desk() as desk,
    ):
        network = Network(one.url, arrivals, token)
        floor = asyncio.run(network.bare(scope.of(60, 20)))[1:]
        desk.wait_for(place.complete)
        _be_there(place, network)
        ms: dict[str, list[float]] = {"accept": [], "hold": [], "mute": []}
        for _ in range(scope.of(10, 3)):
            _one_call(desk, network, ms)
        floor += asyncio.run(network.bare(scope.of(60, 20)))[1:]
    return [_result(f"key to provider request: {name}", ours, floor) for name, ours in ms.items()]


def _be_there(place: Station, network: Network) -> None:
    network.tell("people", address=CALLER)
    network.tell("people", address=AGENT, phone="answers", after=1.0)
    answer = httpx.post(
        f"{place.hub.url}/api/commands",
        json={
            "id": secrets.token_hex(8),
            "command": {"kind": "presence.set", "state": "available"},
        },
        headers={"Authorization": f"Bearer {place.seeded.tokens[0]}"},
        trust_env=False,
    )
    answer.raise_for_status()


def _one_call(desk: Terminal, network: Network, ms: dict[str, list[float]]) -> None:
    network.tell("ring", who=CALLER, to=OUR_NUMBER)
    desk.wait_for("RINGING")
    desk.pause(BREATH)
    at = desk.press(F2)
    desk.wait_for(r"ON CALL \d\d:\d\d")
    desk.pause(1.0)
    ms["accept"].append(network.since(at, "/Calls.json"))
    for _ in range(2):
        for name, key, on in (("hold", F4, "ON HOLD"), ("mute", F5, "MUTED")):
            at = desk.press(key)
            desk.wait_for(on)
            desk.pause(BREATH)
            ms[name].append(network.since(at, "/Participants/"))
            at = desk.press(key)
            desk.wait_for(rf"(?s)^(?!.*{on})")
            desk.pause(BREATH)
            ms[name].append(network.since(at, "/Participants/"))
    desk.press(F8)
    desk.pause(BREATH)
    desk.press(F8)
    desk.wait_for("WRAP-UP")
    desk.press(F9)
    desk.wait_for("none owed")
    desk.press(b"5")
    desk.wait_for("why not")
    desk.press(b"\r")
    desk.wait_for("NO CALL")


def _result(name: str, ours: list[float], floor: list[float]) -> Result:
    more: dict[str, float | str] = {
        "keys": float(len(ours)),
        "p90 ms": percentile(ours, 0.9),
        "fastest ms": min(ours),
        "slowest ms": max(ours),
    }
    return Result(f"{name}, p50", "ms", percentile(ours, 0.5), WITHIN, percentile(floor, 0.5), more)
