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
    from collections.abc import Sequence

    from starlette.applications import Starlette
    from starlette.routing import BaseRoute
    from starlette.types import ASGIApp, Receive, Scope, Send

    from channels.simulator.board import Board
    from channels.simulator.mail import Post
    from channels.simulator.messages import Texts

PACE = 10.0
"""How much faster than life announcements are spoken and phones are answered."""


@dataclass(frozen=True, slots=True)
class Timed:
    """Writes down the moment, method and path of each request, then passes it on."""

    app: ASGIApp
    out: int

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "http":
            line = f"{time.perf_counter()!r} {scope['method']} {scope['path']}\n"
            os.write(self.out, line.encode())
        await self.app(scope, receive, send)


def timed(out: int) -> None:
    """Let every network of this process write down its requests."""
    build = simulator.application  # type: ignore[attr-defined]

    def application(
        board: Board, texts: Texts, post: Post, control: Sequence[BaseRoute]
    ) -> Starlette:
        whole: Starlette = build(board, texts, post, control)
        whole.add_middleware(Timed, out=out)
        return whole

    # The network builds its application by this name; no setting of it has a place for a watch.
    simulator.application = application  # type: ignore[attr-defined]


async def main(port: int, hub: str, arrivals: str, token: str) -> None:
    """Run the network until SIGTERM."""
    timed(os.open(arrivals, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600))
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
