"""A whole floor for flow tests: a real hub, a telephone network with people on it, and desks."""

from __future__ import annotations

import asyncio
import socket
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import uuid4

from pydantic import SecretStr

from channels.simulator.clock import RealClock
from channels.simulator.network import Network
from channels.simulator.phones import Phone, answers
from channels.simulator.settings import OwnedNumber
from channels.simulator.settings import Settings as NetworkSettings
from console.config import Settings
from console.desk.link import Away, Link, Refused
from console.desk.model import Model
from console.desk.signals import Resync
from console.domain.timeline import Entry
from console.domain.wire import CommandPost, DeskCommand, Typing
from console.hub.admin import add_agent
from console.hub.serve import RunningHub, running_hub
from console.hub.store.migrate import upgrade
from console.hub.wishes import AddAgent
from console.settings import Credentials

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from channels.simulator.people import Person
    from console.domain.call_state import Call

OUR_NUMBER = "+14155550100"
SECRET = "flow-tests-only"
PACE = 40.0
"""How much faster than life the network runs."""
PATIENCE = 15.0
"""Real seconds until a flow that does not come about has failed."""


@dataclass
class Desk:
    """An agent at work: the desk's own link and model, without a screen."""

    link: Link
    model: Model = field(default_factory=Model)
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    refusals: list[str] = field(default_factory=list)

    async def starts(self) -> None:
        """Load the snapshot."""
        self.model.load(await self.link.snapshot())

    async def follows(self) -> None:
        """Take in the stream until cancelled."""
        async for signal in self.link.follow(self.model.seq):
            if isinstance(signal, Entry):
                for missing in self.model.apply(signal).missing:
                    self.model.open(await self.link.incident(missing))
            elif isinstance(signal, Typing):
                self.model.hear(signal)
            elif isinstance(signal, Resync):
                await self.starts()
            async with self.changed:
                self.changed.notify_all()

    async def does(self, command: DeskCommand) -> str:
        """Send one wish; a refusal's words come back instead of an empty text."""
        post = CommandPost(id=uuid4().hex, command=command)
        try:
            answer = await self.link.send(post)
        except Refused as no:
            self.refusals.append(no.message)
            return no.message
        self.model.settle(post.id, answer.entries)
        return ""

    def text(self) -> str:
        """Everything on the opened timelines and the call bar, as words."""
        lines = [
            f"{line.head} | {line.text} | {line.status}"
            for number in sorted(self.model.opened)
            for line in self.model.lines(number)
        ]
        return "\n".join(lines)

    async def sees(self, words: str) -> None:
        """Wait until the words are on a timeline."""
        await self.until(lambda: words in self.text(), f"see {words!r}")

    async def until(self, true: object, what: str = "come about") -> None:
        """Wait until something holds of the model."""
        assert callable(true)
        try:
            async with asyncio.timeout(PATIENCE), self.changed:
                await self.changed.wait_for(true)
        except TimeoutError:
            raise AssertionError(f"did not {what}; timelines:\n{self.text()}") from None

    async def opens(self, number: int) -> None:
        """Open an incident."""
        self.model.open(await self.link.incident(number))

    async def is_offered(self) -> Call:
        """Wait for a ringing call."""
        await self.until(lambda: self.model.my_offer() is not None, "be offered a call")
        call = self.model.my_offer()
        assert call is not None
        await self.opens(call.incident)
        return call

    def call(self, key: str) -> Call:
        """The call as this desk knows it."""
        return self.model.calls[key]


@dataclass
class Floor:
    """Hub, network, and who is on them."""

    network: Network
    hub: RunningHub
    settings: Settings
    closing: AsyncExitStack

    async def agent(
        self, login: str, name: str, *, phone: str = "", role: str = "agent", key: str = "1"
    ) -> tuple[Desk, Person]:
        """Let somebody sign in and be available; gives the desk and who holds the phone."""
        number = phone or f"+1415555011{len(self.network.people)}"
        person = self.network.person(number, name=name, phone=answers(0.5, presses=key))
        wanted = AddAgent(login=login, name=name, role=role, phone=number)
        token = await add_agent(self.settings.database.url, wanted)
        desk = Desk(Link(self.hub.url, token))
        await desk.starts()
        following = asyncio.create_task(desk.follows())

        async def leave() -> None:
            following.cancel()
            with suppress(asyncio.CancelledError, Away):
                await following
            await desk.link.aclose()

        self.closing.push_async_callback(leave)
        return desk, person

    def customer(
        self, number: str, name: str, email: str = "", phone: Phone | None = None
    ) -> Person:
        """Somebody out there."""
        return self.network.person(number, name=name, email=email, phone=phone or answers(0.5))


@asynccontextmanager
async def floor(url: str) -> AsyncIterator[Floor]:
    """Run a hub on a database and a network beside it; complaints of the network fail the test."""
    port = _free_port()
    network = Network(_network_settings(f"http://127.0.0.1:{port}"), RealClock(PACE))
    await network.start()
    try:
        settings = _hub_settings(url, port, network)
        await asyncio.to_thread(upgrade, settings.database.url)
        async with running_hub(settings) as hub, AsyncExitStack() as closing:
            yield Floor(network, hub, settings, closing)
    finally:
        await network.stop()
    assert network.complaints == []


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def _network_settings(hub: str) -> NetworkSettings:
    number = OwnedNumber(
        OUR_NUMBER,
        voice_url=f"{hub}/twilio/voice",
        voice_fallback_url=f"{hub}/twilio/fallback/voice",
        status_callback=f"{hub}/twilio/voice/status",
        sms_url=f"{hub}/twilio/sms",
    )
    return NetworkSettings(
        auth_tokens=(SECRET,),
        numbers=[number],
        sendgrid_api_key=SECRET,
        parse_url=f"{hub}/sendgrid/parse/{SECRET}-path-for-mail",
        mail_events_url=f"{hub}/sendgrid/events",
    )


def _hub_settings(url: str, port: int, network: Network) -> Settings:
    key = network.post.signer.public_key
    written = Settings.model_validate(
        {
            "database": {"url": url},
            "hub": {"port": port},
            "twilio": {
                "account_sid": network.settings.account_sid,
                "api_base": network.url,
                "legs_per_second": 0,
                "numbers": [{"number": OUR_NUMBER, "queue": "safety", "language": "en"}],
            },
            "sendgrid": {
                "api_base": network.url,
                "parse_secret_path": f"{SECRET}-path-for-mail",
                "event_public_key": key,
                "parse_public_key": key,
            },
            "messages": {"undo_seconds": {"sms": 0, "email": 0}},
        }
    )
    secret = SecretStr(SECRET)
    credentials = Credentials(
        twilio_auth_tokens=(secret,), sendgrid_api_key=secret, threading_key=secret
    )
    return written.model_copy(update={"credentials": credentials})
