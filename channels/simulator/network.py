"""The whole telephone and mail network: one account's numbers, its people, its REST interface."""

from __future__ import annotations

import asyncio
import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING

import uvicorn

from channels.simulator.board import Board
from channels.simulator.clock import Clock, RealClock
from channels.simulator.conference import Rooms
from channels.simulator.control import Control
from channels.simulator.exchange import Exchange
from channels.simulator.interpreter import execute
from channels.simulator.legs import Callback, Leg
from channels.simulator.mail import Post
from channels.simulator.messages import Texts
from channels.simulator.people import Attachment, OutgoingMail, Person
from channels.simulator.plant import Plant
from channels.simulator.queues import Queues
from channels.simulator.recordings import Recordings
from channels.simulator.rest import application
from channels.simulator.settings import Settings, require_loopback
from channels.simulator.transcripts import Transcriptions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from channels.simulator.faults import Faults
    from channels.simulator.journal import Journal
    from channels.simulator.phones import Phone, TextDelivery


class _Server(uvicorn.Server):
    """A server that leaves the signals to whoever runs it and says when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = asyncio.Event()
        self.stopping = asyncio.Event()

    async def main_loop(self) -> None:
        """Serve until told to stop, without looking every tenth of a second."""
        await self.stopping.wait()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to listen."""
        await super().startup(sockets)
        self.listening.set()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture nothing."""
        yield


class Network:
    """A simulated provider with people on it; `start` it inside a running event loop."""

    def __init__(self, settings: Settings, clock: Clock | None = None) -> None:
        require_loopback(settings.host)
        self.settings = settings
        self.clock = clock or RealClock()
        self.plant = Plant(settings, self.clock)
        self.people: dict[str, Person] = {}
        exchange = Exchange(self.plant, self.people)
        self.board = Board(
            self.plant,
            exchange,
            Rooms(self.plant),
            Queues(self.plant),
            Recordings(self.plant),
            Transcriptions(self.plant),
        )
        self.texts = Texts(self.plant, self.people)
        self.post = Post(self.plant, self.people)
        self._server: _Server | None = None
        self._serving: asyncio.Task[None] | None = None

    # --- what tests look at

    @property
    def url(self) -> str:
        """Where the REST interface answers, such as ``http://127.0.0.1:43210``."""
        return self.plant.url

    @property
    def faults(self) -> Faults:
        """What shall go wrong next."""
        return self.plant.faults

    @property
    def journal(self) -> Journal:
        """Complaints, alerts and deliveries so far."""
        return self.plant.journal

    @property
    def complaints(self) -> list[str]:
        """Misuse of the provider's interfaces; should be empty at the end of every test."""
        return self.plant.journal.complaints

    # --- running

    async def start(self) -> None:
        """Listen on the loopback address of the settings; raises OSError when it is taken."""
        listener = _listener(self.settings.host, self.settings.port)
        host = f"[{self.settings.host}]" if ":" in self.settings.host else self.settings.host
        self.plant.url = f"http://{host}:{listener.getsockname()[1]}"
        app = application(self.board, self.texts, self.post, Control(self).routes())
        config = uvicorn.Config(
            app,
            lifespan="off",
            ws="none",
            log_config=None,
            access_log=False,
            date_header=False,
            server_header=False,
            timeout_graceful_shutdown=1,
        )
        self._server = _Server(config)
        self._serving = asyncio.create_task(self._server.serve(sockets=[listener]))
        await self._server.listening.wait()

    async def stop(self) -> None:
        """Hang up, stop listening and close every connection."""
        await self.plant.tasks.stop()
        await self.plant.webhooks.close()
        if self._server is not None and self._serving is not None:
            self._server.stopping.set()
            await self._serving

    # --- people

    def person(
        self,
        address: str,
        *,
        name: str = "",
        email: str = "",
        phone: Phone | None = None,
        delivery: TextDelivery | None = None,
    ) -> Person:
        """Whoever has this number or SIP address; made on first use, changed as given."""
        person = self.people.get(address)
        if person is None:
            person = Person(self, address, name or address)
            self.people[address] = person
        person.name = name or person.name
        person.email = email or person.email
        person.phone = phone or person.phone
        person.delivery = delivery or person.delivery
        return person

    async def call_in(self, person: Person, to: str) -> Leg:
        """Place a call from a person to a number of the account."""
        number = self.settings.number(to)
        if number is None:
            raise ValueError("The account owns no such number; nobody would answer.")
        callback = Callback(number.status_callback, number.status_callback_method)
        fallback = Callback(number.voice_fallback_url, number.voice_fallback_method)
        leg = Leg(
            self.plant,
            sender=person.address,
            to=to,
            direction="inbound",
            person=person,
            callback=callback,
            fallback=fallback,
            extra=_inbound_extra(person.attestation),
            status="ringing",
        )
        person.calls.append(self.board.exchange.enter(leg))
        execute(self.board, leg, url=number.voice_url, method=number.voice_method)
        await self.clock.settle()
        return leg

    async def text_in(self, person: Person, to: str, body: str, media: Sequence[Attachment]) -> str:
        """Send a text from a person to a number of the account."""
        return (await self.texts.receive(person, to, body, media)).sid

    async def mail_in(self, mail: OutgoingMail) -> str:
        """Send a mail to the hub's Inbound Parse."""
        return await self.post.receive(mail)


def _listener(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    return listener


def _inbound_extra(attestation: str) -> dict[str, str]:
    """What an inbound call's webhooks carry besides the call itself."""
    places = {
        f"{end}{part}": "US" if part == "Country" else ""
        for end in ("From", "To", "Caller", "Called")
        for part in ("City", "State", "Zip", "Country")
    }
    return places | ({"StirVerstat": attestation} if attestation else {})
