"""Providers that reach people, or fail in every way they can; who truly heard is on record."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pydantic import SecretStr

from channels.base import Receipt, Uncertain, Unreachable
from channels.hooks import PAGERDUTY

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

    from channels.base import LegWish, OutboundMail, OutboundText
    from tests.hub.effects.crew import Crew

FAULTS = (
    "429",
    "500 before",
    "500 after",
    "timeout before",
    "timeout after",
    "dies before",
    "dies after",
)
"""What may become of a request; ``after``: the person was reached all the same."""
SLACK = "https://hooks.example.com/T1"


@dataclass
class World:
    """Everybody outside, whichever hub asks."""

    dice: Random
    heard: Counter[str] = field(default_factory=Counter)
    """How often each text, mail, call or post truly reached somebody."""
    posts: list[tuple[str, Mapping[str, object]]] = field(default_factory=list)
    rate: float = 0.3
    """How many of the requests go wrong."""

    def fault(self) -> str:
        """What becomes of the next request; empty: it goes well."""
        return self.dice.choice(FAULTS) if self.dice.random() < self.rate else ""


@dataclass
class Line:
    """The providers as one hub reaches them; once cut, that hub is dead."""

    world: World
    is_cut: bool = False

    async def send(self, message: OutboundText | OutboundMail) -> Receipt:
        """Take a text or a mail."""
        self._request(message.out)
        return Receipt(f"SM-{message.out}", "queued")

    async def find(self, text: OutboundText, *, sent_after: float) -> Receipt | None:
        """Look a text up."""
        assert sent_after > 0
        return Receipt(f"SM-{text.out}", "sent") if self.world.heard[text.out] else None

    async def ring(self, leg: LegWish) -> Receipt:
        """Ring a telephone, unless that is of no use any more."""
        if leg.still is None or await leg.still():
            self._request(leg.twiml_url)
        return Receipt("CA-page", "queued")

    async def post(self, url: str, body: Mapping[str, object]) -> None:
        """Take a webhook; a page of PagerDuty is one by its key, however often it comes."""
        self.world.posts.append((url, body))
        if url == PAGERDUTY:
            key = "-".join(str(body["dedup_key"]).split("-")[-2:])
            self._request(f"again {url} {body['event_action']} {key}")
        else:
            self._request(f"{url} {body['text']}")

    def _request(self, about: str) -> None:
        fault = "dies before" if self.is_cut else self.world.fault()
        if not fault or fault.endswith("after"):
            self.world.heard[about] += 1
        match fault.partition(" ")[0]:
            case "dies":
                # Nothing that this hub had begun comes to an end.
                self.is_cut = True
                raise asyncio.CancelledError
            case "429":
                raise Unreachable("too many requests", retry_after=7)
            case "500" | "timeout" if fault != "timeout before":
                raise Uncertain(fault)
            case "timeout":
                raise Unreachable(fault)


def connects(us: Crew, world: World) -> Line:
    """Let a hub reach the world over a line of its own."""
    line, doers = Line(world), us.effects.doers
    secrets = {"ops": SecretStr(SLACK), "duty": SecretStr("R0UT1NG")}
    us.effects.doers = replace(
        doers,
        messages=replace(doers.messages, messaging=line, mail=line),
        pages=replace(doers.pages, voice=line, hooks=line, secrets=secrets),  # type: ignore[arg-type]
    )
    return line
