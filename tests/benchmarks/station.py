"""A whole workplace: a hub with a day's work in it, an agent's token, and a desk in a terminal."""

from __future__ import annotations

import itertools
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.benchmarks.hub import NOBODY, hub, sqlite
from tests.benchmarks.load import HEARD
from tests.benchmarks.programs import ROOT, environ
from tests.benchmarks.seed import LAST, Seed, seed
from tests.benchmarks.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tests.benchmarks.hub import HubProgram
    from tests.benchmarks.seed import Seeded

CONFIG = """\
[desk]
hub_url = "{hub}"
spool_dir = "{folder}/spool"
[logs]
file = "{folder}/desk.log"
"""
NEWEST = f"{LAST}|{HEARD}"
"""A pattern of the newest entries of the long incident."""
BARE = ("tests/benchmarks/floors/textarea.py",)
BARE_READY = "ready"


@dataclass(frozen=True, slots=True)
class Station:
    """Starts desks of the first agent, one after another, each with an empty spool."""

    hub: HubProgram
    seeded: Seeded
    folder: Path
    _count: Iterator[int] = field(default_factory=itertools.count)

    @property
    def complete(self) -> str:
        """A pattern of a desk that shows its work list, its call bar and its keys."""
        return rf"(?s)(?=.*{self.seeded.ref})(?=.*NO CALL)(?=.*Palette)"

    def await_incident(self, desk: Terminal) -> None:
        """Wait until the long incident, the most urgent one, is open and all is calm."""
        desk.wait_for(self.complete)
        desk.wait_for(NEWEST)
        desk.pause(1.0)

    @contextmanager
    def desk(self) -> Iterator[Terminal]:
        """Run ``console desk`` until the block ends."""
        folder = self.folder / f"desk{next(self._count)}"
        folder.mkdir(mode=0o700)
        config = folder / "config.toml"
        config.write_text(CONFIG.format(hub=self.hub.url, folder=folder))
        command = ("-m", "console", "desk", "--config", str(config))
        with _terminal(command, folder, {"STEADYLINE_TOKEN": self.seeded.tokens[0]}) as desk:
            yield desk

    @contextmanager
    def bare(self) -> Iterator[Terminal]:
        """Run the floor, a bare Textual program, until the block ends."""
        with _terminal(BARE, self.folder, {}) as terminal:
            yield terminal


@contextmanager
def station(
    folder: Path, wanted: Seed, *, provider: str = NOBODY, token: str = "", port: int = 0
) -> Iterator[Station]:
    """Fill a database and run a hub on it until the block ends."""
    database = sqlite(folder)
    seeded = seed(database, wanted)
    with hub(folder, database, provider=provider, token=token, port=port) as running:
        yield Station(running, seeded, folder)


@contextmanager
def _terminal(
    arguments: tuple[str, ...], home: Path, extra: Mapping[str, str]
) -> Iterator[Terminal]:
    terminal = Terminal([sys.executable, *arguments], {**environ(home), **extra}, str(ROOT))
    try:
        yield terminal
    finally:
        terminal.close()
