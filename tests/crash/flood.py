"""Posts that nobody signed, as many as the machine can make."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

from tests.crash.wire import Lost, Wire, http

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

WIRES = 16
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
WRONG = "d3JvbmcgYW5kIHdyb25nIGFnYWluISE="


@dataclass
class Flood:
    """What strangers have posted, and what they were answered."""

    port: int
    answers: Counter[int] = field(default_factory=Counter)

    async def pours(self, number: int) -> None:
        """Post over one connection until cancelled."""
        wire, chance = Wire(self.port), Random(number)
        try:
            while True:
                for raw in _posts(chance):
                    try:
                        status, _ = await wire.ask(raw)
                    except Lost:
                        status = 0
                    self.answers[status] += 1
        finally:
            await wire.close()


@asynccontextmanager
async def flooded(port: int) -> AsyncIterator[Flood]:
    """Post without a signature while the block runs."""
    flood = Flood(port)
    tasks = [asyncio.create_task(flood.pours(number)) for number in range(WIRES)]
    try:
        yield flood
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def timed(wire: Wire, raw: bytes) -> tuple[float, int]:
    """Ask once; gives the seconds until the answer, and its status."""
    began = time.monotonic()
    status, _ = await wire.ask(raw)
    return time.monotonic() - began, status


def _posts(chance: Random) -> list[bytes]:
    sid = f"SM{chance.getrandbits(128):032x}"
    body = f"MessageSid={sid}&From=%2B14155550142&Body=let+me+in".encode()
    long = body + b"&Padding=" + b"x" * chance.randrange(20_000)
    return [
        http("POST", "/twilio/sms", headers=FORM, body=body),
        http("POST", "/twilio/sms", headers=FORM | {"X-Twilio-Signature": WRONG}, body=long),
        http("POST", "/twilio/voice", headers=FORM | {"X-Twilio-Signature": ""}, body=body),
        http("POST", f"/sendgrid/parse/{sid}", headers=FORM, body=long),
        http("POST", "/sendgrid/events", headers={"Content-Type": "application/json"}, body=b"[]"),
        http("GET", "/api/me", headers={"Authorization": f"Bearer {sid}"}),
        http("POST", f"/nothing/{sid}", headers=FORM | {"User-Agent": sid * 9}, body=body),
    ]
