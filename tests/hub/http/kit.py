"""A hub on a real socket, a provider that signs, and raw connections that misbehave."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit
from xml.etree import ElementTree

import httpx
from sqlalchemy import func, select

from console import config
from console.hub.admin import add_agent, token_digest
from console.hub.hub import Clock
from console.hub.serve import SYSTEM, running_hub
from console.hub.store.tables import EntryRow, table
from console.hub.wishes import AddAgent

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from sqlalchemy import Connection

    from console.hub.parts import HubLimits
    from console.hub.serve import RunningHub

PUBLIC = "https://hub.example.com"
ACCOUNT = "AC" + "0" * 32
TOKEN = "test-auth-token"
PARSE_SECRET = "parse-secret-0123456789"
ANA = "+14155550142"
OURS = "+14155550100"
ENTRY = table(EntryRow)
FORM = "application/x-www-form-urlencoded"


def settings_for(
    url: str, secrets: dict[str, str] | None = None, **changes: str
) -> config.Settings:
    """Settings of a hub with an account of its own; ``changes`` are variables."""
    environ = {
        "STEADYLINE_DATABASE_URL": url,
        "STEADYLINE_HUB_PUBLIC_URL": PUBLIC,
        "STEADYLINE_PEOPLE_NIGHT": "",
        "STEADYLINE_TWILIO_ACCOUNT_SID": ACCOUNT,
        "STEADYLINE_SENDGRID_PARSE_SECRET_PATH": PARSE_SECRET,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "MAIL_THREADING_KEY": "threading-key",
    }
    named = {f"STEADYLINE_{name.upper()}": value for name, value in changes.items()}
    return config.load(environ=environ | named | (secrets or {}))


def signature(path: str, fields: dict[str, str], token: str = TOKEN) -> str:
    """Sign a form as the provider does."""
    text = PUBLIC + path + "".join(name + value for name, value in sorted(fields.items()))
    mac = hmac.new(token.encode(), text.encode(), hashlib.sha1)
    return base64.b64encode(mac.digest()).decode()


def document(answer: httpx.Response) -> ElementTree.Element:
    """Read the document that a caller's leg was answered with."""
    return ElementTree.fromstring(answer.text)  # noqa: S314 - our own


def text_fields(
    sid: str = "SM1", body: str = "Somebody is at my door", **more: str
) -> dict[str, str]:
    """The fields of an inbound text."""
    found = {"MessageSid": sid, "AccountSid": ACCOUNT, "From": ANA, "To": OURS, "Body": body}
    return found | more


@dataclass
class HandClock:
    """A clock that goes when it is told to."""

    wall: datetime = field(default_factory=lambda: datetime.now(UTC))
    steady: float = 1000.0

    def clock(self) -> Clock:
        """The clock as a hub takes it."""
        return Clock(now=lambda: self.wall, monotonic=lambda: self.steady)

    def passes(self, seconds: float) -> None:
        """Let time pass."""
        self.wall += timedelta(seconds=seconds)
        self.steady += seconds


@dataclass(frozen=True)
class World:
    """A running hub and a client of it."""

    hub: RunningHub
    client: httpx.AsyncClient
    settings: config.Settings
    wires: list[asyncio.StreamWriter] = field(default_factory=list)
    """Bare connections, closed at the end if a test left them open."""

    async def twilio(
        self, path: str, fields: dict[str, str], *, headers: dict[str, str] | None = None
    ) -> httpx.Response:
        """Post a signed form."""
        given = {"content-type": FORM, "x-twilio-signature": signature(path, fields)}
        body = urlencode(fields)
        return await self.client.post(path, content=body, headers=given | (headers or {}))

    async def agent(self, login: str = "sam", role: str = "agent") -> dict[str, str]:
        """Create an account; gives the headers of its requests."""
        wanted = AddAgent(login=login, name=login.title(), role=role, phone="+14155550171")
        token = await add_agent(self.settings.database.url, wanted)
        return {"authorization": f"Bearer {token}"}

    async def kinds(self) -> list[str]:
        """The kinds of all entries, oldest first."""

        def reading(connection: Connection) -> list[str]:
            return list(connection.execute(select(ENTRY.c.kind).order_by(ENTRY.c.seq)).scalars())

        return await self.hub.parts.readings.run(reading)

    async def entries(self) -> list[str]:
        """All entries as they are stored, oldest first."""

        def reading(connection: Connection) -> list[str]:
            return list(connection.execute(select(ENTRY.c.data).order_by(ENTRY.c.seq)).scalars())

        return await self.hub.parts.readings.run(reading)

    async def stored(self) -> list[str]:
        """Every row of every table, as text."""

        def reading(connection: Connection) -> list[str]:
            tables = EntryRow.metadata.sorted_tables
            return [str(row) for one in tables for row in connection.execute(select(one))]

        return await self.hub.parts.readings.run(reading)

    async def seq(self) -> int:
        """The place of the newest entry."""

        def reading(connection: Connection) -> int:
            return connection.execute(select(func.max(ENTRY.c.seq))).scalar() or 0

        return await self.hub.parts.readings.run(reading)

    async def raw(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Open a bare connection."""
        parts = urlsplit(self.hub.url)
        wire = await asyncio.open_connection(parts.hostname, parts.port)
        self.wires.append(wire[1])
        return wire

    async def exchange(self, request: bytes) -> bytes:
        """Send raw bytes; gives all that comes back until the hub closes or resets."""
        reader, writer = await self.raw()
        got = b""
        try:
            writer.write(request)
            while chunk := await asyncio.wait_for(reader.read(65_536), 10):
                got += chunk
        except ConnectionError:
            return got
        finally:
            writer.close()
        return got


async def until(is_so: Callable[[], bool], seconds: float = 5) -> None:
    """Wait for something that happens by itself; fails when it does not."""
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    while not is_so():
        assert loop.time() < end, "it did not happen"
        await asyncio.sleep(0.01)


def digest_of(headers: dict[str, str]) -> str:
    """The digest of the token in an agent's headers."""
    return token_digest(headers["authorization"].removeprefix("Bearer "))


@asynccontextmanager
async def world(
    settings: config.Settings, limits: HubLimits | None = None, clock: Clock = SYSTEM
) -> AsyncIterator[World]:
    """Run a hub and open a client."""
    async with (
        running_hub(settings, limits=limits, clock=clock, port=0) as hub,
        httpx.AsyncClient(base_url=hub.url, trust_env=False, timeout=20) as client,
    ):
        place = World(hub, client, settings)
        try:
            yield place
        finally:
            for wire in place.wires:
                wire.close()


class Follower:
    """Reads one event stream."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self._chunks = response.aiter_bytes()
        self._held = b""

    async def event(self, seconds: float = 5) -> dict[str, str]:
        """The next event that is no comment; empty when the stream has ended."""
        async with asyncio.timeout(seconds):
            while True:
                while b"\n\n" not in self._held:
                    chunk = await anext(self._chunks, b"")
                    if not chunk:
                        return {}
                    self._held += chunk
                block, self._held = self._held.split(b"\n\n", 1)
                lines = [line.split(": ", 1) for line in block.decode().split("\n")]
                found = {name: value for name, *rest in lines if name for value in rest}
                if found.keys() - {"retry"}:
                    return found

    async def comment(self, seconds: float = 5) -> bytes:
        """The next chunk as it is."""
        return await asyncio.wait_for(anext(self._chunks, b""), seconds)


@asynccontextmanager
async def following(
    place: World, headers: dict[str, str], after: object | None = None
) -> AsyncIterator[Follower]:
    """Open an event stream, from now on or after an entry."""
    resume = {} if after is None else {"last-event-id": str(after)}
    async with place.client.stream("GET", "/events", headers=headers | resume) as response:
        yield Follower(response)
