"""Durable ingest: signed texts over 64 connections, each answered after its commit."""

from __future__ import annotations

import secrets
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from tests.benchmarks.hub import hub, sqlite
from tests.benchmarks.load import flood
from tests.benchmarks.machine import cpu_seconds
from tests.benchmarks.postgres import postgres
from tests.benchmarks.programs import program
from tests.benchmarks.result import Result, Target, percentile
from tests.benchmarks.rounds import Pair, in_turn
from tests.benchmarks.seed import Seed, seed
from tests.benchmarks.texts import PATH, Source
from tests.ports import free_port

if TYPE_CHECKING:
    from pathlib import Path

    from tests.benchmarks.scope import Scope

CONNECTIONS = 64
SENDERS = 500
WARM = 1000
SQLITE = Target("at least times floor", 0.55)
POSTGRES = Target("at least times floor", 0.35)


@dataclass(frozen=True, slots=True)
class Round:
    """One load."""

    per_second: float
    ms: list[float]
    cpu: float
    """Microseconds of the server a text: hardly touched by what else the machine does."""


def bench(scope: Scope) -> list[Result]:
    """Measure both databases against both floors."""
    rows = _against("SQLite", SQLITE, scope, sqlite(scope.folder), [])
    with postgres() as server:
        rows += _against("PostgreSQL", POSTGRES, scope, server.url, [server.pid])
    return rows


def _against(
    name: str, target: Target, scope: Scope, database: str, servers: list[int]
) -> list[Result]:
    folder = scope.folder / name
    folder.mkdir()
    seed(database, Seed(entries=100, others=0))
    requests, rounds = scope.of(6000, 2000), scope.of(5, 2)
    rows = []
    with ExitStack() as running:
        ours = running.enter_context(hub(folder, database))
        mine = partial(_flood, ours.source, ours.program.pid, requests=requests)
        mine(requests=WARM)
        for words, (source, pid) in _floors(folder, running).items():
            floor = partial(_flood, source, pid, requests=requests)
            floor(requests=WARM)
            pair = in_turn(floor, mine, rounds=rounds, servers=servers)
            title = f"durable signed ingest, {name}; floor: {words}"
            rows.append(
                Result(
                    title,
                    "/s",
                    percentile([one.per_second for one in pair.ours], 0.5),
                    target,
                    percentile([one.per_second for one in pair.floor], 0.5),
                    _more(pair),
                )
            )
    return rows


def _floors(folder: Path, running: ExitStack) -> dict[str, tuple[Source, int]]:
    """Start both floors; gives what each is called, what sends to it, and its process."""
    port = free_port()
    arguments = ["-m", "tests.benchmarks.floors.group_insert", str(port), str(folder / "bare.db")]
    bare = running.enter_context(program(arguments, port=port, folder=folder))
    port, token = free_port(), secrets.token_hex(16)
    url = f"http://127.0.0.1:{port}{PATH}"
    arguments = ["-m", "tests.benchmarks.floors.same_job", str(port), str(folder / "job.db"), url]
    same = running.enter_context(program(arguments, port=port, folder=folder, told=token))
    return {
        "one row, unsigned": (Source(bare.url, token), bare.pid),
        "signed, three rows": (Source(same.url, token), same.pid),
    }


def _flood(source: Source, pid: int, *, requests: int) -> Round:
    prepared = source.many(requests, senders=SENDERS)
    before = cpu_seconds(pid)
    answered = flood(source.base, prepared, connections=CONNECTIONS)
    cpu = (cpu_seconds(pid) - before) / requests * 1e6
    return Round(answered.per_second, answered.ms, cpu)


def _more(pair: Pair[Round]) -> dict[str, float | str]:
    every = [ms for one in pair.ours for ms in one.ms]
    return {
        "p50 ms": percentile(every, 0.5),
        "p99 ms": percentile(every, 0.99),
        "slowest round /s": min(one.per_second for one in pair.ours),
        "fastest round /s": max(one.per_second for one in pair.ours),
        "CPU µs a text": percentile([one.cpu for one in pair.ours], 0.5),
        "floor's CPU µs a text": percentile([one.cpu for one in pair.floor], 0.5),
        "others' share of a core": max(pair.noise),
    }
