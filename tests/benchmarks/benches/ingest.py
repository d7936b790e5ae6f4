"""Durable ingest: signed texts over 64 connections, each answered after its commit."""

from __future__ import annotations

import secrets
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING

from tests.benchmarks.hub import hub, sqlite
from tests.benchmarks.load import Answered, flood
from tests.benchmarks.machine import cpu_seconds
from tests.benchmarks.postgres import postgres
from tests.benchmarks.programs import free_port, program
from tests.benchmarks.result import Result, Target, percentile
from tests.benchmarks.rounds import in_turn
from tests.benchmarks.seed import Seed, seed
from tests.benchmarks.texts import PATH, Source

if TYPE_CHECKING:
    from pathlib import Path

    from tests.benchmarks.scope import Scope

CONNECTIONS = 64
SENDERS = 500
WARM = 1000
SQLITE = Target("at least times floor", 0.55)
POSTGRES = Target("at least times floor", 0.35)


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
        mine = partial(_flood, ours.source, requests=requests)
        mine(requests=WARM)
        for words, source in _floors(folder, running).items():
            floor = partial(_flood, source, requests=requests)
            floor(requests=WARM)
            before = cpu_seconds(ours.program.pid)
            pair = in_turn(floor, mine, rounds=rounds, servers=servers)
            spent = cpu_seconds(ours.program.pid) - before
            title = f"durable signed ingest, {name}; floor: {words}"
            rows.append(
                Result(
                    title,
                    "/s",
                    percentile([one.per_second for one in pair.ours], 0.5),
                    target,
                    percentile([one.per_second for one in pair.floor], 0.5),
                    _more(pair.ours, spent) | {"others' share of a core": max(pair.noise)},
                )
            )
    return rows


def _floors(folder: Path, running: ExitStack) -> dict[str, Source]:
    """Start both floors; gives what each is called and what sends to it."""
    port = free_port()
    arguments = ["-m", "tests.benchmarks.floors.group_insert", str(port), str(folder / "bare.db")]
    bare = running.enter_context(program(arguments, port=port, folder=folder))
    port, token = free_port(), secrets.token_hex(16)
    url = f"http://127.0.0.1:{port}{PATH}"
    arguments = ["-m", "tests.benchmarks.floors.same_job", str(port), str(folder / "job.db"), url]
    same = running.enter_context(program(arguments, port=port, folder=folder, told=token))
    return {
        "one row, unsigned": Source(bare.url, token),
        "signed, three rows": Source(same.url, token),
    }


def _flood(source: Source, *, requests: int) -> Answered:
    prepared = source.many(requests, senders=SENDERS)
    return flood(source.base, prepared, connections=CONNECTIONS)


def _more(rounds: list[Answered], cpu: float) -> dict[str, float | str]:
    every = [ms for one in rounds for ms in one.ms]
    return {
        "p50 ms": percentile(every, 0.5),
        "p99 ms": percentile(every, 0.99),
        "slowest round /s": min(one.per_second for one in rounds),
        "fastest round /s": max(one.per_second for one in rounds),
        "hub CPU µs a text": cpu / len(every) * 1e6,
    }
