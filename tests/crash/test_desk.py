"""A desk is killed in mid-sentence: its words are there again, and what it sent is saved once."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from contextlib import asynccontextmanager
from random import Random
from typing import TYPE_CHECKING

from tests.benchmarks.terminal import Terminal
from tests.crash.hubs import ROOT, HubProcess, hub_process
from tests.crash.stored import Stored
from tests.crash.webhooks import Source
from tests.crash.wire import Wire

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

CTRL_T, LEFT, ENTER = b"\x14", b"\x1b[D", b"\r"


@asynccontextmanager
async def desk(hub: HubProcess, token: str, home: Path | None = None) -> AsyncIterator[Terminal]:
    """Run ``console desk`` in a terminal, with an incident open; it never ends politely.

    ``home`` is that of another machine.
    """
    elsewhere = {f"XDG_{kind}_HOME": str(home) for kind in ("STATE", "DATA", "CACHE") if home}
    environ = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "STEADYLINE_TOKEN": token,
        "STEADYLINE_DESK_HUB_URL": hub.url,
        **elsewhere,
    }
    command = [sys.executable, "-m", "console", "desk"]
    terminal = Terminal(command, environ, str(hub.folder))
    try:
        yield terminal
    finally:
        os.kill(terminal.pid, signal.SIGKILL)
        await asyncio.to_thread(terminal.close)


async def shows(terminal: Terminal, pattern: str) -> None:
    """Wait until the screen shows something."""
    await asyncio.to_thread(terminal.wait_for, pattern)


async def test_a_killed_desk_has_its_words_its_cursor_and_what_it_was_sending(
    tmp_path: Path,
) -> None:
    url = f"sqlite:///{tmp_path / 'hub.db'}"
    async with hub_process(tmp_path, url) as hub:
        token = await hub.agent("sam")
        wire = Wire(hub.port)
        await wire.ask(Source(Random(5)).text("+14155550142", "The sitter is gone").raw)
        await wire.close()
        async with desk(hub, token) as terminal:
            await shows(terminal, "The sitter is gone")
            terminal.press(CTRL_T)
            await asyncio.to_thread(terminal.until_quiet, quiet=0.2)
            terminal.press(b"She heard breking glass")
            await shows(terminal, "She heard breking glass")
            terminal.press(LEFT * len("king glass"))
            await asyncio.to_thread(terminal.until_quiet, quiet=0.2)
            terminal.press(b"a")
            await shows(terminal, "She heard breaking glass")
        async with desk(hub, token) as terminal:
            await shows(terminal, r"restored \d+\.\d s after the last key: 1 draft")
            terminal.press(b"X")
            await shows(terminal, "She heard breaXking glass")
            hub.kill()
            terminal.press(ENTER)
            await shows(terminal, "1 not yet saved")
        await hub.start()
        async with desk(hub, token) as terminal:
            await shows(terminal, "She heard breaXking glass")
            stored = Stored(url)
            async with asyncio.timeout(30):
                while not await asyncio.to_thread(stored.notes):
                    await asyncio.to_thread(terminal.pause, 0.05)
    assert stored.notes() == ["She heard breaXking glass"]
    assert stored.faults() == []


async def test_the_words_of_a_killed_desk_are_on_another_machine_and_are_saved_once(
    tmp_path: Path,
) -> None:
    url = f"sqlite:///{tmp_path / 'hub.db'}"
    stored = Stored(url)
    async with hub_process(tmp_path, url) as hub:
        token, other_token = await hub.agent("sam"), await hub.agent("kimberly")
        wire = Wire(hub.port)
        await wire.ask(Source(Random(5)).text("+14155550142", "The sitter is gone").raw)
        await wire.close()
        async with desk(hub, token) as terminal, desk(hub, other_token) as others:
            for one in (terminal, others):
                await shows(one, "The sitter is gone")
            terminal.press(CTRL_T)
            await asyncio.to_thread(terminal.until_quiet, quiet=0.2)
            terminal.press(b"She heard breking glass")
            await shows(terminal, "She heard breking glass")
            # Nobody presses a key any more: a second later the hub has it all.
            await asyncio.to_thread(terminal.pause, 1.0)
            os.kill(terminal.pid, signal.SIGKILL)
            assert "breking" not in others.text()
        async with desk(hub, token, tmp_path / "office") as terminal:
            await shows(terminal, "She heard breking glass")
            assert stored.notes() == []
            for keys in (CTRL_T, LEFT * len("king glass"), b"a"):
                terminal.press(keys)
                await asyncio.to_thread(terminal.until_quiet, quiet=0.2)
            await shows(terminal, "She heard breaking glass")
            terminal.press(ENTER)
            async with asyncio.timeout(30):
                while not await asyncio.to_thread(stored.notes):
                    await asyncio.to_thread(terminal.pause, 0.05)
            await asyncio.to_thread(terminal.pause, 1.0)
        async with desk(hub, token) as terminal:
            await shows(terminal, "She heard breaking glass")
            await asyncio.to_thread(terminal.pause, 1.0)
            assert "breking" not in terminal.text()
    assert stored.notes() == ["She heard breaking glass"]
    assert stored.faults() == []
