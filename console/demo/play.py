"""The demo: everything on this computer, nothing to configure, nothing left behind."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from console.cli.words import say
from console.demo.programs import mail_key, running, wait_for
from console.demo.stage import SHIFT, set_stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.demo.stage import Stage

FAST = 10.0
"""How much faster than life the shift is played when nobody watches."""
OPENING = "Starting a telephone network, a hub and a desk on this computer …"
UNDO_SECONDS = 10


def play() -> int:
    """Play one shift, on a desk when there is a terminal; gives the exit status. Raises Problem."""
    is_watched = sys.stdin.isatty() and sys.stdout.isatty()
    say(OPENING)
    with tempfile.TemporaryDirectory(prefix="steadyline-demo-") as name:
        # mkdtemp made it for this user only.
        folder = Path(name).resolve()
        stage = set_stage(folder, undo_seconds=UNDO_SECONDS if is_watched else 0)
        return _watched(stage) if is_watched else _told(stage)


@contextmanager
def _programs(stage: Stage, pace: float) -> Iterator[None]:
    """Network and hub, ready to be used."""
    with ExitStack() as ending:
        shift = ("--shift", str(SHIFT), "--pace", str(pace))
        network = ending.enter_context(running(stage, "simulator", *shift))
        state = wait_for(stage, "simulator", network, f"{stage.network}/__sim/state")
        key = mail_key(state)
        keys = {f"STEADYLINE_SENDGRID_{which}_PUBLIC_KEY": key for which in ("EVENT", "PARSE")}
        hub = ending.enter_context(running(stage, "hub", environ=keys))
        wait_for(stage, "hub", hub, f"{stage.hub}/readyz")
        yield


def _watched(stage: Stage) -> int:
    from console.cli.desk import open_desk
    from console.demo.floor import get_ready

    with _programs(stage, 1.0):
        asyncio.run(get_ready(stage, phone_seconds=1.0))
        return open_desk(stage.settings, stage.token, hint=hint())


def hint() -> str:
    """The four things to do first, with the keys that the desk has for them."""
    from console.desk.keys import TABLE

    keys = {one.id: one.key.upper() for one in TABLE}
    return (
        f"You are Sam Lee, and it will ring soon: {keys['call.accept']} answers. "
        f"Type what you hear and press Enter: that is your note. {keys['box.reply']} writes to "
        f"them, {keys['box.send']} sends. {keys['call.end']} twice hangs up, "
        f"{keys['call.wrap_up']} is for the next call. {keys['app.quit']} ends the demo."
    )


def _told(stage: Stage) -> int:
    from console.demo.floor import get_ready
    from console.demo.proof import proof
    from console.demo.scripted import work_the_shift

    with _programs(stage, FAST):
        asyncio.run(get_ready(stage, phone_seconds=1.0))
        told = asyncio.run(work_the_shift(stage))
    for line in told.lines:
        say(line)
    doubts = proof(stage.settings.database.url, told.state)
    for doubt in doubts:
        say(f"NOT RIGHT: {doubt}")
    if not doubts:
        say("Every entry is in its place, every chain holds, every message left once.")
    return 1 if doubts else 0
