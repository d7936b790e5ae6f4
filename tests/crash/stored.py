"""What a database holds after the kills, read without the hub."""

from __future__ import annotations

import asyncio
import json
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select, text

from console.domain.message import RANK, Message
from console.hub.store.engine import read_engine, write_engine
from console.hub.store.tables import EntryRow, MessageRow, QuarantineRow, table
from console.hub.store.verify import verify

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from sqlalchemy import Connection

ENTRY, MESSAGE, QUARANTINE = table(EntryRow), table(MessageRow), table(QuarantineRow)


PATIENCE = 30.0
AGAIN_SECONDS = 0.05


def is_sent(message: Message) -> bool:
    """Whether the agent is told that the provider has it."""
    return RANK[message.status] >= RANK["accepted"] and not message.unsure


def is_unsure(message: Message) -> bool:
    """Whether the agent is told that it may have been sent."""
    return message.unsure and message.status == "sending" and "sent" in message.words


@dataclass(frozen=True, slots=True)
class Stored:
    """One database."""

    url: str

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a connection."""
        engine = read_engine(self.url)
        try:
            with engine.connect() as connection:
                yield connection
        finally:
            engine.dispose()

    def last(self) -> int:
        """The newest entry."""
        with self.reading() as connection:
            return connection.execute(select(func.max(ENTRY.c.seq))).scalar() or 0

    def faults(self) -> list[str]:
        """What the store's own check finds."""
        with self.reading() as connection:
            return verify(connection)

    def check(self, acknowledged: Collection[str], forged: Collection[str]) -> None:
        """Assert that all that was acknowledged is stored, once, and nothing that was forged."""
        with self.reading() as connection:
            found = connection.execute(select(ENTRY.c.cause, ENTRY.c.stream, ENTRY.c.kind)).all()
            kept = [tuple(row) for row in connection.execute(select(QUARANTINE))]
            sids = list(connection.execute(select(MESSAGE.c.sid)).scalars())
        causes = {row.cause for row in found}
        assert kept == [], "a webhook was set aside, though it is about something we know"
        assert set(acknowledged) <= causes, "an acknowledged webhook was lost"
        assert len({tuple(row) for row in found}) == len(found), "a webhook was stored twice"
        told = [sid for sid in sids if sid]
        assert len(set(told)) == len(told), "a message was stored twice"
        assert not set(forged) & causes, "a forged webhook was stored"
        assert self.faults() == []

    def messages(self) -> dict[str, Message]:
        """Every message by its text."""
        with self.reading() as connection:
            states = connection.execute(select(MESSAGE.c.state)).scalars()
            return {one.body: one for one in map(Message.model_validate_json, states)}

    async def shows(self, is_so: Callable[[Message], bool], *texts: str) -> None:
        """Wait until each text of ours is shown in some way."""
        async with asyncio.timeout(PATIENCE):
            while True:
                found = await asyncio.to_thread(self.messages)
                if all(words in found and is_so(found[words]) for words in texts):
                    return
                await asyncio.sleep(AGAIN_SECONDS)

    def kinds(self, kind: str) -> list[str]:
        """The streams in which something happened, oldest first."""
        with self.reading() as connection:
            wanted = select(ENTRY.c.stream).where(ENTRY.c.kind == kind).order_by(ENTRY.c.seq)
            return list(connection.execute(wanted).scalars())

    def notes(self) -> list[str]:
        """The text of every note, oldest first."""
        with self.reading() as connection:
            wanted = select(ENTRY.c.data).where(ENTRY.c.kind == "note.added").order_by(ENTRY.c.seq)
            return [str(json.loads(data)["text"]) for data in connection.execute(wanted).scalars()]

    def pass_leases(self, *streams: str) -> None:
        """Let the time pass after which a dead hub's work is taken over.

        Args:
            streams: Whose effects; without any all, which is right only while no hub lives.
        """
        only = [f"'{stream}'" for stream in streams]
        where = f" AND stream IN ({', '.join(only)})" if only else ""
        self._write(f"UPDATE effect SET lease = 0 WHERE state = 'running'{where}")  # noqa: S608

    def pass_delays(self) -> None:
        """Let the time pass that effects wait for before they are tried again."""
        now = time.time()
        self._write(f"UPDATE effect SET due = {now} WHERE state = 'ready' AND due > {now}")  # noqa: S608

    def effects(self) -> dict[str, str]:
        """State of each message's effect, by its stream."""
        with self.reading() as connection:
            found = connection.execute(
                text("SELECT stream, state FROM effect WHERE kind LIKE '%.send'")
            )
            return {stream: state for stream, state in found}

    def _write(self, statement: str) -> None:
        engine = write_engine(self.url)
        try:
            with engine.begin() as connection:
                connection.execute(text(statement))
        finally:
            engine.dispose()
