"""Every table: the entries (the truth) and the readings made of them.

Writes are Core statements on ``Model.__table__``; the ORM is used nowhere
(it is ten times slower per request, see docs/adr).
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Index,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    false,
    literal_column,
)
from sqlmodel import Field, SQLModel

from console.hub.store.access import InvitationRow as InvitationRow
from console.hub.store.access import TokenPlaceRow as TokenPlaceRow
from console.hub.store.access import TokenRow as TokenRow
from console.hub.store.columns import BigId
from console.hub.store.columns import UTCDateTime as UTCDateTime
from console.hub.store.columns import moment as _moment

OURS_OR_MAIL: ColumnElement[bool] = literal_column("(sid <> id OR message_id <> '')")
"""Messages that are looked for by anything but their id: not the many texts that come in."""


class EntryRow(SQLModel, table=True):
    """One fact; ``seq`` is assigned by the writer in commit order, without gaps."""

    __tablename__ = "entry"
    __table_args__ = (
        UniqueConstraint("cause", "part"),
        Index("entry_by_incident", "incident", "seq"),
        Index("entry_by_stream", "stream", "seq"),
    )
    seq: int = Field(sa_column=Column(BigId, primary_key=True, autoincrement=False))
    at: datetime = Field(sa_column=_moment(nullable=False))
    stream: str
    incident: int | None = Field(default=None, sa_type=BigInteger)
    actor: str
    cause: str
    part: int
    kind: str
    data: str = Field(sa_type=Text)
    """The event as JSON text, exactly as hashed; blanked by redaction."""
    salt: str
    """Makes the digest of short texts unguessable; erased with the text."""
    digest: str
    """SHA-256 (hex) of salt and data."""
    chain: str
    """SHA-256 (hex) over the previous chain value of the incident and this entry."""


class IncidentRow(SQLModel, table=True):
    """Where an incident stands."""

    __tablename__ = "incident"
    __table_args__ = (
        Index("incident_work", "status", "severity_rank", "last_at"),
        Index(
            "incident_restricted",
            "number",
            sqlite_where=literal_column("restricted = 1"),
            postgresql_where=literal_column("restricted"),
        ),
    )
    number: int = Field(sa_column=Column(BigId, primary_key=True, autoincrement=False))
    ref: str = Field(unique=True)
    status: str
    severity_rank: int
    owner: int | None = Field(default=None, sa_type=BigInteger)
    unanswered: int
    last_at: datetime | None = Field(default=None, sa_column=_moment())
    chain: str
    """Head of the hash chain."""
    restricted: bool = Field(
        default=False, sa_column=Column(Boolean, nullable=False, server_default=false())
    )
    """Whether only the people named in its state may see it."""
    seq: int = Field(sa_type=BigInteger)
    state: str = Field(sa_type=Text)


class ContactRow(SQLModel, table=True):
    """One address."""

    __tablename__ = "contact"
    handle: str = Field(primary_key=True)
    person: int | None = Field(default=None, sa_type=BigInteger, index=True)
    opted_out: bool
    state: str = Field(sa_type=Text)


class PersonRow(SQLModel, table=True):
    """Somebody known by name."""

    __tablename__ = "person"
    number: int = Field(sa_column=Column(BigId, primary_key=True, autoincrement=False))
    name: str
    state: str = Field(sa_type=Text)


class MessageRow(SQLModel, table=True):
    """One text or mail; ``sid`` is how delivery reports find it."""

    __tablename__ = "message"
    __table_args__ = tuple(
        Index(f"ix_message_{name}", name, sqlite_where=OURS_OR_MAIL, postgresql_where=OURS_OR_MAIL)
        for name in ("handle", "incident", "sid")
    )
    id: str = Field(primary_key=True)
    incident: int = Field(sa_type=BigInteger)
    sid: str
    message_id: str
    handle: str
    status: str
    unsure: bool
    state: str = Field(sa_type=Text)


class NoteRow(SQLModel, table=True):
    """One note line as it stands now."""

    __tablename__ = "note"
    id: str = Field(primary_key=True)
    incident: int = Field(sa_type=BigInteger, index=True)
    state: str = Field(sa_type=Text)


class CallRow(SQLModel, table=True):
    """One call; at most one live call an agent."""

    __tablename__ = "call"
    __table_args__ = (
        Index(
            "call_live_agent",
            "live_agent",
            unique=True,
            sqlite_where=literal_column("live_agent IS NOT NULL"),
            postgresql_where=literal_column("live_agent IS NOT NULL"),
        ),
        Index("call_by_phase", "phase", "queued_at"),
    )
    id: str = Field(primary_key=True)
    incident: int = Field(sa_type=BigInteger, index=True)
    phase: str
    live_agent: int | None = Field(default=None, sa_type=BigInteger)
    """The agent it is offered to or with, while it lives: the guard against two calls."""
    queued_at: datetime | None = Field(default=None, sa_column=_moment())
    conference: str = Field(index=True)
    state: str = Field(sa_type=Text)


class AgentRow(SQLModel, table=True):
    """One colleague."""

    __tablename__ = "agent"
    number: int = Field(sa_column=Column(BigId, primary_key=True, autoincrement=False))
    login: str = Field(unique=True)
    role: str
    presence: str
    disabled: bool
    free: bool
    idle_since: datetime | None = Field(default=None, sa_column=_moment())
    state: str = Field(sa_type=Text)


class QueueRow(SQLModel, table=True):
    """What was changed about one queue by hand."""

    __tablename__ = "queue"
    name: str = Field(primary_key=True)
    state: str = Field(sa_type=Text)


class AccountRow(SQLModel, table=True):
    """What happened to the provider's account as a whole."""

    __tablename__ = "account"
    sid: str = Field(primary_key=True)
    state: str = Field(sa_type=Text)


class LookRow(SQLModel, table=True):
    """Somebody looked at something, or was refused something; no desk is ever sent it."""

    __tablename__ = "look"
    id: int = Field(sa_type=BigInteger, primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime = Field(sa_column=_moment(nullable=False))
    agent: int = Field(sa_type=BigInteger)
    what: str
    """timeline, drafts, earlier, search, refused."""
    incident: int = Field(sa_type=BigInteger, index=True)
    """0: none."""
    about: str
    """What was searched for, masked, or what was refused."""
    chain: str


class EffectRow(SQLModel, table=True):
    """Something to do outside, asked for by an entry."""

    __tablename__ = "effect"
    __table_args__ = (
        Index(
            "effect_ready",
            "due",
            "id",
            sqlite_where=literal_column("state = 'ready'"),
            postgresql_where=literal_column("state = 'ready'"),
        ),
        Index(
            "effect_running",
            "lease",
            sqlite_where=literal_column("state = 'running'"),
            postgresql_where=literal_column("state = 'running'"),
        ),
    )
    id: str = Field(primary_key=True)
    """``<seq of the asking entry>:<kind>``: the same entry asks once."""
    kind: str
    stream: str
    seq: int = Field(sa_type=BigInteger)
    state: str
    """ready, running, done, failed, unknown, expired, canceled."""
    due: float
    """Unix seconds."""
    expires: float | None = None
    """Unix seconds after which it must not happen any more."""
    attempts: int = 0
    owner: str | None = None
    lease: float | None = None
    payload: str = Field(sa_type=Text)


class BlobRow(SQLModel, table=True):
    """Raw evidence (mails), by digest; stored before anything is parsed."""

    __tablename__ = "blob"
    digest: str = Field(primary_key=True)
    content_type: str
    at: datetime = Field(sa_column=_moment(nullable=False))
    size: int
    data: bytes = Field(sa_type=LargeBinary)


class QuarantineRow(SQLModel, table=True):
    """Signed input that fits nothing we know: kept, shown, attached to nobody."""

    __tablename__ = "quarantine"
    cause: str = Field(primary_key=True)
    at: datetime = Field(sa_column=_moment(nullable=False))
    why: str
    data: str = Field(sa_type=Text)


class DraftRow(SQLModel, table=True):
    """What an agent has typed and not sent; never shown to anybody else."""

    __tablename__ = "draft"
    agent: int = Field(sa_type=BigInteger, primary_key=True)
    incident: int = Field(sa_type=BigInteger, primary_key=True)
    box: str = Field(primary_key=True)
    handle: str = Field(default="", primary_key=True)
    """Whom the words are for; empty for a note, or while nobody is chosen."""
    text: str = Field(sa_type=Text)
    """Empty when it was sent or deleted."""
    cursor_row: int = 0
    """Where the cursor is."""
    cursor_column: int = 0
    at: datetime = Field(sa_column=_moment(nullable=False))
    """When the last key was pressed, or it was emptied."""


def table(model: type[SQLModel]) -> Table:
    """Give the Core table of a model."""
    return SQLModel.metadata.tables[str(model.__tablename__)]
