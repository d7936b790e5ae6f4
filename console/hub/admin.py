"""Accounts and tokens from the command line; the same record door as everything else."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import uuid4

from sqlalchemy import select

from console.domain.agent import Agent, AgentAdded
from console.domain.base import Rejected
from console.hub.store.engine import read_engine, write_engine
from console.hub.store.plans import plan
from console.hub.store.policy import Policy
from console.hub.store.record import Record
from console.hub.store.tables import AgentRow, table
from console.hub.store.tokens import Token, tokens_of
from console.hub.store.wish import Outcome, Wish
from console.hub.wishes import (
    AddAgent,
    ChangeAgent,
    DisableAgent,
    IssueToken,
    ReadIncident,
    RevokeToken,
)
from console.hub.wishes_access import InviteAgent, NameAtShell

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from sqlalchemy import Connection

AGENT = table(AgentRow)
SHIFT_HOURS = 12.0
"""How long a token opens a desk unless somebody says otherwise."""

T = TypeVar("T")


def token_digest(token: str) -> str:
    """Give what is stored of a token: SHA-256, hex. Tokens carry 256 random bits."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


@asynccontextmanager
async def door(url: str) -> AsyncIterator[Callable[[object], asyncio.Future[Outcome]]]:
    """Open the record door of a database for a few administrative wishes."""
    engine = write_engine(url)
    record = Record(
        engine,
        policy=Policy(),
        plan=plan,
        on_commit=lambda _: None,
        clock=lambda: datetime.now(UTC),
    )
    record.start(asyncio.get_running_loop())

    def ask(command: object) -> asyncio.Future[Outcome]:
        return record.record(Wish(command, cause=f"admin:{uuid4().hex}", actor="admin:cli"))

    try:
        yield ask
    finally:
        await asyncio.to_thread(record.stop)
        engine.dispose()


async def add_agent(url: str, wanted: AddAgent, *, hours: float = SHIFT_HOURS) -> str:
    """Create an account and its first token; the token is shown this once. Raises Rejected."""
    async with door(url) as ask:
        outcome = await ask(wanted)
        added = outcome.entries[0].event
        if not isinstance(added, AgentAdded):
            raise TypeError("the first entry of a new account is its addition")
        return await _issue(ask, added.number, hours)


async def change_agent(url: str, login: str, **facts: Any) -> Agent:
    """Change an account, and give it as it is then. Raises Rejected."""
    number = find_agent(url, login).number
    async with door(url) as ask:
        await ask(ChangeAgent(agent=number, **facts))
    return find_agent(url, login)


async def _issue(
    ask: Callable[[object], asyncio.Future[Outcome]], number: int, hours: float
) -> str:
    public = secrets.token_hex(4)
    token = f"sl_{public}_{secrets.token_urlsafe(32)}"
    until = datetime.now(UTC) + timedelta(hours=hours)
    issue = IssueToken(
        agent=number, token=public, digest=token_digest(token), expires_at=until.timestamp()
    )
    await ask(issue)
    return token


async def issue_token(url: str, login: str, *, hours: float = SHIFT_HOURS) -> str:
    """Give an account one more token. Raises Rejected."""
    number = find_agent(url, login).number
    async with door(url) as ask:
        return await _issue(ask, number, hours)


async def invite_agent(url: str, login: str, *, hours: float) -> str:
    """Make an invitation for an account; the code is shown this once. Raises Rejected."""
    number = find_agent(url, login).number
    public, until = secrets.token_hex(4), datetime.now(UTC) + timedelta(hours=hours)
    code = f"sli_{public}_{secrets.token_urlsafe(32)}"
    async with door(url) as ask:
        await ask(InviteAgent(number, public, token_digest(code), until))
    return code


async def record_export(url: str, incident: int) -> None:
    """Put on record that an incident leaves the house. Raises Rejected or StoreUnavailable."""
    async with door(url) as ask:
        await ask(ReadIncident(incident, "export"))


async def name_person(url: str, incident: int, login: str, reason: str) -> None:
    """Let one more person see a restricted incident. Raises Rejected."""
    number = find_agent(url, login).number
    async with door(url) as ask:
        await ask(NameAtShell(incident, number, reason))


async def revoke_token(url: str, token: str) -> None:
    """End a token, by its public id; one that has ended stays so. Raises Rejected."""
    async with door(url) as ask:
        await ask(RevokeToken(token))


def list_tokens(url: str, login: str = "") -> list[Token]:
    """Give the tokens of one account, or all; newest first. Raises Rejected."""
    number = find_agent(url, login).number if login else None
    return _read(url, tokens_of(number))


async def disable_agent(url: str, login: str) -> None:
    """Close an account; all its tokens die. Raises Rejected."""
    number = find_agent(url, login).number
    async with door(url) as ask:
        await ask(DisableAgent(agent=number))


def list_agents(url: str) -> list[Agent]:
    """Give every account, oldest first."""
    wanted = select(AGENT.c.state).order_by(AGENT.c.number)
    states = _read(url, lambda conn: list(conn.execute(wanted).scalars()))
    return [Agent.model_validate_json(state) for state in states]


def find_agent(url: str, login: str) -> Agent:
    """Give one account. Raises Rejected when there is none."""
    for agent in list_agents(url):
        if agent.login == login:
            return agent
    raise Rejected(f"There is no account {login}.", code="not_found")


def _read(url: str, reading: Callable[[Connection], T]) -> T:
    engine = read_engine(url)
    try:
        with engine.connect() as conn:
            return reading(conn)
    finally:
        engine.dispose()
