"""The simulated telephone network as a program that says when each request reached it."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from channels.simulator import network as simulator
from channels.simulator.clock import RealClock
from channels.simulator.server import serve
from channels.simulator.settings import OwnedNumber, Settings
from tests.benchmarks.texts import OUR_NUMBER

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

PACE = 10.0
"""How much faster than life announcements are spoken and phones are answered."""


@dataclass(frozen=True, slots=True)
class Timed:
    """Writes down the moment, method and path of each request, then passes it on."""

    inner: ASGIApp
    out: int

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "http":
            line = f"{time.perf_counter()!r} {scope['method']} {scope['path']}\n"
            os.write(self.out, line.encode())
        await self.inner(scope, receive, send)


async def main(port: int, hub: str, arrivals: str, token: str) -> None:
    """Run the network until SIGTERM."""
    out = os.open(arrivals, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    application = simulator.application
    simulator.application = lambda *parts: Timed(application(*parts), out)  # type: ignore[assignment]
    number = OwnedNumber(
        number=OUR_NUMBER,
        voice_url=f"{hub}/twilio/voice",
        status_callback=f"{hub}/twilio/voice/status",
        sms_url=f"{hub}/twilio/sms",
    )
    settings = Settings(auth_tokens=(token,), numbers=[number], port=port)
    serving = asyncio.ensure_future(serve(settings, clock=RealClock(PACE)))
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, serving.cancel)
    await asyncio.wait([serving])


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.stdin.readline().strip()))
