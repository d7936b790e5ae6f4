"""The tables of who gets in: personal tokens, where they are used, and invitations."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

from console.hub.store.columns import moment


class TokenRow(SQLModel, table=True):
    """A personal token, stored as its SHA-256 only."""

    __tablename__ = "token"
    id: str = Field(primary_key=True)
    agent: int = Field(sa_type=BigInteger, index=True)
    digest: str = Field(unique=True)
    created_at: datetime = Field(sa_column=moment(nullable=False))
    expires_at: datetime | None = Field(default=None, sa_column=moment())
    revoked_at: datetime | None = Field(default=None, sa_column=moment())
    seen_at: datetime | None = Field(default=None, sa_column=moment())
    """When a hub last saw a desk of this agent connected; kept where several hubs share."""


class TokenPlaceRow(SQLModel, table=True):
    """A place a token was used at."""

    __tablename__ = "token_place"
    token: str = Field(primary_key=True)
    """Public id of the token."""
    place: str = Field(primary_key=True)
    """An IPv4 address, or the network of an IPv6 address."""
    first_at: datetime = Field(sa_column=moment(nullable=False))
    last_at: datetime = Field(sa_column=moment(nullable=False))


class InvitationRow(SQLModel, table=True):
    """What can be exchanged once for a personal token, stored as its SHA-256 only."""

    __tablename__ = "invitation"
    id: str = Field(primary_key=True)
    agent: int = Field(sa_type=BigInteger, index=True)
    digest: str = Field(unique=True)
    created_at: datetime = Field(sa_column=moment(nullable=False))
    expires_at: datetime = Field(sa_column=moment(nullable=False))
    ended_at: datetime | None = Field(default=None, sa_column=moment())
    """When it was used, or taken back."""
