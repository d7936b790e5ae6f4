"""From the provider's report about a page to its words on the screen of who asked for it."""

from __future__ import annotations

import secrets
import socket
import time
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

import httpx

from console.domain.paging_words import message_id
from console.settings import PRACTICE_ACCOUNT
from tests.benchmarks.benches.provider import ACCOUNT, Network
from tests.benchmarks.keys import type_into
from tests.benchmarks.programs import program
from tests.benchmarks.result import Result, Target, percentile
from tests.benchmarks.rounds import in_turn
from tests.benchmarks.seed import Seed
from tests.benchmarks.station import BARE_READY, NEWEST, Station, station
from tests.benchmarks.texts import Source
from tests.ports import free_port

if TYPE_CHECKING:
    from tests.benchmarks.scope import Scope

VET = "+14155550150"
"""Whom the route is to, as the hub is configured when nobody says otherwise."""
STATUS = "/twilio/sms/status"
WITHIN = Target("floor plus at most", 80.0)
"""The desk repaints that often."""
LIMIT = Target("at most", 2000.0)
BREATH = 0.3
"""Seconds before a report and after it."""


@dataclass(frozen=True, slots=True)
class Ward:
    """A desk's workplace, the network it pages over, and the floor's server."""

    place: Station
    network: Network
    bare: Source

    def asks(self, command: dict[str, object]) -> list[dict[str, Any]]:
        """Let the agent of the desk do something; gives the events."""
        answer = httpx.post(
            f"{self.place.hub.url}/api/commands",
            json={"id": secrets.token_hex(8), "command": command},
            headers={"Authorization": f"Bearer {self.place.seeded.tokens[0]}"},
            trust_env=False,
        )
        answer.raise_for_status()
        return [entry["event"] for entry in answer.json()["entries"]]

    def newest_sid(self) -> str:
        """Name the text that the provider took last for the vet."""
        where = f"{self.network.url}{ACCOUNT}/Messages.json"
        auth = (PRACTICE_ACCOUNT, self.network.token)
        found = httpx.get(where, params={"To": VET}, auth=auth, trust_env=False)
        return str(found.raise_for_status().json()["messages"][0]["sid"])


def bench(scope: Scope) -> list[Result]:
    """Measure reports of delivery, one page after another."""
    count = scope.of(20, 6)
    with ExitStack() as running:
        ward = _ward(scope, running)
        pair = in_turn(
            partial(_floor, ward, count), partial(_pages, ward, count), rounds=scope.of(4, 1)
        )
    ours = [ms for some in pair.ours for ms in some]
    floor = [ms for some in pair.floor for ms in some]
    more: dict[str, float | str] = {"pages": float(len(ours)), "slowest ms": max(ours)}
    name = "provider's report to the line of who asked for the page"
    return [
        Result(f"{name}, p50", "ms", percentile(ours, 0.5), WITHIN, percentile(floor, 0.5), more),
        Result(f"{name}, slowest", "ms", max(ours), LIMIT, percentile(floor, 0.5)),
    ]


def _ward(scope: Scope, running: ExitStack) -> Ward:
    token, port, hub_port, bare_port = secrets.token_hex(16), free_port(), free_port(), free_port()
    hub, arrivals = f"http://127.0.0.1:{hub_port}", scope.folder / "arrivals"
    command = ["-m", "tests.benchmarks.provider", str(port), hub, str(arrivals)]
    one = running.enter_context(
        program(command, port=port, folder=scope.folder, ready="/__sim/state", told=token)
    )
    place = running.enter_context(
        station(scope.folder, Seed(), provider=one.url, token=token, port=hub_port)
    )
    rows = str(scope.folder / "bare.db")
    command = ["-m", "tests.benchmarks.floors.group_insert", str(bare_port), rows]
    bare = running.enter_context(program(command, port=bare_port, folder=scope.folder))
    network = Network(one.url, arrivals, token)
    network.tell("people", address=VET, delivery="no receipt")
    return Ward(place, network, Source(bare.url, token))


def _floor(ward: Ward, count: int) -> list[float]:
    """One durable row by a bare server, and one paint by a bare Textual program."""
    rows = []
    for _ in range(count):
        _, request = ward.bare.text(VET, "delivered")
        began = time.perf_counter()
        _post(ward.bare.base, request)
        rows.append((time.perf_counter() - began) * 1e3)
    with ward.place.bare() as terminal:
        terminal.wait_for(BARE_READY)
        terminal.pause(0.5)
        paints = type_into(terminal, keys=4 * count, seed=2).ms
    return [row + paint for row, paint in zip(rows, paints, strict=False)]


def _pages(ward: Ward, count: int) -> list[float]:
    """Milliseconds of each report."""
    ms = []
    number = ward.place.seeded.incident
    with ward.place.desk() as terminal:
        terminal.wait_for(ward.place.complete)
        terminal.wait_for(f"{NEWEST}|closed the page")
        terminal.pause(1.0)
        for _ in range(count):
            asked = ward.asks({"kind": "page.ask", "incident": number, "route": "vet"})
            key, code = next((one["page"], one["code"]) for one in asked if "code" in one)
            terminal.wait_for(rf"PAGE {code} Vet on call:\s+text\s+\S+\s+sent")
            form = {
                "MessageSid": ward.newest_sid(),
                "MessageStatus": "delivered",
                "AccountSid": PRACTICE_ACCOUNT,
            }
            path = f"{STATUS}?{urlencode({'out': message_id(key, 1)})}"
            request = ward.place.hub.source.signed(path, form)
            terminal.pause(BREATH)
            terminal.text()
            at = time.perf_counter()
            _post(ward.place.hub.url, request)
            terminal.pause(BREATH)
            shown = terminal.first(rf"PAGE {code} Vet on call:\s+text\s+\S+\s+delivered")
            if shown is None:
                raise RuntimeError(f"a report was not shown:\n{terminal.text()}")
            ms.append((shown - at) * 1e3)
            ward.asks({"kind": "page.close", "incident": number, "page": key})
    return ms


def _post(base: str, request: bytes) -> None:
    where = urlsplit(base)
    with socket.create_connection((where.hostname, where.port)) as line:
        line.sendall(request)
        if not line.recv(1 << 16).startswith(b"HTTP/1.1 2"):
            raise RuntimeError("a report was refused")
