"""A simulated account of one's own, and the console as somebody types it beside it."""

from __future__ import annotations

import asyncio
import io
import os
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from channels.simulator import Network, OwnedNumber, Settings
from console.__main__ import main

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import pytest

HUB = "https://hub.example.com"
ONE, TWO = "+14155550100", "+14155550101"
TOKEN = "f00dfeed" * 4
ACCOUNT = "AC" + "1f" * 16


class Terminal(io.StringIO):
    """Somebody who types."""

    def isatty(self) -> bool:
        return True


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    status: int
    out: str
    err: str

    @property
    def sentence(self) -> str:
        """The one line of a failure."""
        assert self.err.count("\n") == 1, self.err
        assert self.err.startswith("console: ")
        return self.err.removeprefix("console: ").strip()


@dataclass
class Console:
    """The command line, with settings that name the simulated account."""

    network: Network
    capsys: pytest.CaptureFixture[str]
    monkeypatch: pytest.MonkeyPatch

    def has(self, **environ: str) -> None:
        """Give it variables of its environment."""
        for name, value in environ.items():
            self.monkeypatch.setenv(name, value)

    async def runs(self, *arguments: str, types: str | None = None) -> Done:
        """Run a command to its end."""
        stdin = io.StringIO() if types is None else Terminal(types)
        self.monkeypatch.setattr("sys.stdin", stdin)
        self.capsys.readouterr()
        status = await asyncio.to_thread(main, list(arguments))
        out, err = self.capsys.readouterr()
        secrets = (TOKEN, *(os.environ.get(name, TOKEN) for name in ("TWILIO_API_KEY_SECRET",)))
        assert not any(secret in out + err for secret in secrets)
        return Done(status, out, err)


@asynccontextmanager
async def own_account(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, hub: str = HUB
) -> AsyncIterator[Console]:
    """Run an account of two numbers that nobody has set up; nothing may be misused there."""
    settings = Settings(
        account_sid=ACCOUNT, auth_tokens=(TOKEN,), numbers=[OwnedNumber(ONE), OwnedNumber(TWO)]
    )
    network = Network(settings)
    await network.start()
    console = Console(network, capsys, monkeypatch)
    console.has(
        STEADYLINE_CONFIG="/dev/null",
        STEADYLINE_TWILIO_ACCOUNT_SID=ACCOUNT,
        STEADYLINE_TWILIO_API_BASE=network.url,
        STEADYLINE_HUB_PUBLIC_URL=hub,
        TWILIO_AUTH_TOKEN=TOKEN,
    )
    try:
        yield console
    finally:
        await network.stop()
    assert network.complaints == []
