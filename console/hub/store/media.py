"""Reads an attachment of a message: where it is, or the raw mail that holds it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from console.domain.message import Message
from console.domain.message_events import MediaItem, MediaOpened
from console.hub.store.family import numbers_of, state_of
from console.hub.store.restricted import sees
from console.hub.store.tables import BlobRow, EntryRow, MessageRow, table

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy import Connection

ENTRY, MESSAGE, BLOB = table(EntryRow), table(MessageRow), table(BlobRow)
OPENED: str = MediaOpened.model_fields["kind"].default


@dataclass(frozen=True, slots=True)
class Place:
    """Which attachment is meant."""

    incident: int
    message: str
    place: int


@dataclass(frozen=True, slots=True)
class Stored:
    """An attachment as announced."""

    item: MediaItem
    is_opened: bool
    """Whether the agent who asks has opened it just now."""
    raw: bytes = b""
    """The mail it is in; empty when it is at the provider."""
    raw_type: str = ""


def find_media(
    wanted: Place, viewer: int, since: datetime
) -> Callable[[Connection], Stored | None]:
    """Look an attachment up; None when the incident has no such one, or is not there for them."""

    def reading(connection: Connection) -> Stored | None:
        home = state_of(connection, wanted.incident)
        numbers = numbers_of(connection, home) if home is not None else []
        state = connection.execute(
            select(MESSAGE.c.state).where(
                MESSAGE.c.id == wanted.message, MESSAGE.c.incident.in_(numbers)
            )
        ).scalar_one_or_none()
        message = Message.model_validate_json(state) if state else None
        if not sees(connection, wanted.incident, viewer):
            return None
        if message is None or wanted.place >= len(message.media):
            return None
        item = message.media[wanted.place]
        if not _is_opened(connection, wanted, f"agent:{viewer}", since):
            return Stored(item, is_opened=False)
        raw, raw_type = _mail(connection, "" if item.url else message.blob)
        return Stored(item, is_opened=True, raw=raw, raw_type=raw_type)

    return reading


def _is_opened(connection: Connection, wanted: Place, actor: str, since: datetime) -> bool:
    rows = connection.execute(
        select(ENTRY.c.data).where(
            ENTRY.c.stream == f"message/{wanted.message}",
            ENTRY.c.kind == OPENED,
            ENTRY.c.actor == actor,
            ENTRY.c.at >= since,
        )
    ).scalars()
    return any(data and json.loads(data).get("place") == wanted.place for data in rows)


def _mail(connection: Connection, digest: str) -> tuple[bytes, str]:
    if not digest:
        return b"", ""
    row = connection.execute(
        select(BLOB.c.data, BLOB.c.content_type).where(BLOB.c.digest == digest)
    ).first()
    return (bytes(row.data), str(row.content_type)) if row else (b"", "")
