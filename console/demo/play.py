"""The demo: everything on this computer, nothing to configure, nothing left behind."""

from __future__ import annotations

import asyncio
import signal
import sys
import tempfile
from contextlib import ExitStack, contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from console.cli.desk import check_terminal
from console.cli.words import say
from console.demo.floor import get_ready
from console.demo.programs import mail_key, running, wait_for
from console.demo.proof import proof
from console.demo.stage import SHIFT, open_accounts, set_stage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from console.demo.stage import Stage

FAST = 10.0
"""How much faster than life the shift is played when nobody watches."""
OPENING = "Starting a telephone network, a hub and a desk on this computer …"
UNDO_SECONDS = 10


def play(*, as_lead: bool = False) -> int:
    """Play one shift, on a desk when there is a terminal; gives the exit status. Raises Problem."""
    is_watched = sys.stdin.isatty() and sys.stdout.isatty()
    if is_watched:
        check_terminal()
    for number in (signal.SIGHUP, signal.SIGTERM):
        # Told to end, it tidies up on its way out; a desk that is open has its own way.
        signal.signal(number, lambda number, _: sys.exit(128 + number))
    say(OPENING)
    with tempfile.TemporaryDirectory(prefix="steadyline-demo-") as name:
        # mkdtemp made it for this user only.
        folder = Path(name).resolve()
        stage = set_stage(folder, undo_seconds=UNDO_SECONDS if is_watched else 0)
        if is_watched:
            return _led(stage) if as_lead else _watched(stage)
        return _told(stage)


@contextmanager
def _programs(stage: Stage, pace: float, meanwhile: Callable[[], object]) -> Iterator[str]:
    """Network and hub, ready to be used, and Sam's token; ``meanwhile`` is done as they start."""
    with ExitStack() as ending:
        shift = ("--shift", str(SHIFT), "--pace", str(pace))
        network = ending.enter_context(running(stage, "simulator", *shift))
        token = open_accounts(stage)
        state = wait_for(stage, "simulator", network, f"{stage.network}/__sim/state")
        key = mail_key(state)
        keys = {f"STEADYLINE_SENDGRID_{which}_PUBLIC_KEY": key for which in ("EVENT", "PARSE")}
        hub = ending.enter_context(running(stage, "hub", environ=keys))
        meanwhile()
        wait_for(stage, "hub", hub, f"{stage.hub}/readyz")
        asyncio.run(get_ready(stage, token, phone_seconds=1.0))
        yield token


def _watched(stage: Stage) -> int:
    from console.cli.desk import SPLASH, open_desk

    with _programs(stage, 1.0, lambda: import_module("console.desk.app")) as token:
        print(SPLASH, flush=True)
        return open_desk(stage.settings, token, hint=hint())


def _led(stage: Stage) -> int:
    from console.cli.desk import SPLASH, open_desk
    from console.demo.crew import HINT, crew_at_work

    with (
        _programs(stage, 1.0, lambda: import_module("console.desk.app")) as token,
        crew_at_work(stage, token) as lead,
    ):
        print(SPLASH, flush=True)
        return open_desk(stage.settings, lead, hint=HINT)


def _told(stage: Stage) -> int:
    with _programs(stage, FAST, lambda: import_module("console.demo.scripted")) as token:
        from console.demo.scripted import work_the_shift

        told = asyncio.run(work_the_shift(stage, token))
    for line in told.lines:
        say(line)
    doubts = proof(stage.settings.database.url, told.state)
    for doubt in doubts:
        say(f"NOT RIGHT: {doubt}")
    if not doubts:
        say()
        say("Every entry is in its place, every chain holds, every message left once.")
    return 1 if doubts else 0


def hint() -> str:
    """What to do first, on one line of 78 characters, with the keys that the desk has for it."""
    from console.desk.keys import TABLE

    keys = {one.id: one.key.upper().replace("CTRL+", "^") for one in TABLE}
    return (
        f"When it rings, {keys['call.accept']} takes it · Enter notes · "
        f"{keys['box.reply']} writes, {keys['box.send']} sends · {keys['call.end']} twice ends"
    )
