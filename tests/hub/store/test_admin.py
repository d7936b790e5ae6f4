"""Accounts and tokens from the command line, beside a hub that is at work."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select

from console.domain.agent import Agent
from console.domain.base import Rejected
from console.domain.incident_events import OpenIncident
from console.hub.admin import (
    add_agent,
    disable_agent,
    find_agent,
    issue_token,
    list_agents,
    token_digest,
)
from console.hub.store.tables import TokenRow, table
from console.hub.wishes import AddAgent, IssueToken
from tests.hub.store.shift import Shift, shift

TOKEN = table(TokenRow)
SAM = AddAgent(login="sam", name="Sam Lee", role="agent", phone="+14155550111")


def alive(hub: Shift, token: str) -> bool:
    """Whether a token opens the hub's door."""
    wanted = select(TOKEN.c.revoked_at).where(TOKEN.c.digest == token_digest(token))
    with hub.read.connect() as conn:
        row = conn.execute(wanted).one()
    return row.revoked_at is None


async def test_an_account_is_added_with_a_token_that_only_its_owner_knows(
    database_url: str,
) -> None:
    async with shift(database_url) as hub:
        token = await add_agent(database_url, SAM)
        assert alive(hub, token)
        assert (await hub.desk(1, OpenIncident())).entries
        rows = str([hub.entries(), hub.state(Agent, 1)])
        assert token not in rows
        assert hub.faults() == []


async def test_a_login_is_given_once(database_url: str) -> None:
    async with shift(database_url) as hub:
        await add_agent(database_url, SAM)
        with pytest.raises(Rejected, match="already an account sam"):
            await add_agent(database_url, SAM)
        with pytest.raises(Rejected, match="no role"):
            await add_agent(database_url, AddAgent("kim", "Kim", "boss", ""))
        assert [agent.login for agent in list_agents(database_url)] == ["sam"]
        assert hub.faults() == []


async def test_two_who_add_accounts_at_once_get_two_numbers(database_url: str) -> None:
    async with shift(database_url) as hub:
        names = [f"agent{n}" for n in range(6)]
        wanted = [AddAgent(name, name, "lead", "") for name in names]
        await asyncio.gather(*(add_agent(database_url, one) for one in wanted[:3]),
                             *(hub.asks(one, actor="admin:cli") for one in wanted[3:]))  # fmt: skip
        agents = list_agents(database_url)
        assert [agent.number for agent in agents] == [1, 2, 3, 4, 5, 6]
        assert {agent.login for agent in agents} == set(names)
        assert hub.faults() == []


async def test_a_closed_account_opens_nothing_any_more(database_url: str) -> None:
    async with shift(database_url) as hub:
        tokens = [await add_agent(database_url, SAM), await issue_token(database_url, "sam")]
        assert all(alive(hub, token) for token in tokens)
        for _ in range(2):
            await disable_agent(database_url, "sam")
        assert not any(alive(hub, token) for token in tokens)
        assert find_agent(database_url, "sam").disabled
        with pytest.raises(Rejected):
            await hub.desk(1, OpenIncident())
        with pytest.raises(Rejected):
            await issue_token(database_url, "sam")
        assert hub.kinds("agent/1").count("agent.disabled") == 1


async def test_a_token_bears_its_last_day(database_url: str) -> None:
    async with shift(database_url) as hub:
        await hub.hires("sam")
        until = hub.clock.now().timestamp() + 3600
        await hub.asks(IssueToken(1, "abcd", "digest", expires_at=until), actor="admin:cli")
        with hub.read.connect() as conn:
            (row,) = conn.execute(select(TOKEN)).all()
        assert row.expires_at.timestamp() == until


async def test_nobody_is_no_account(database_url: str) -> None:
    async with shift(database_url):
        for ask in (issue_token, disable_agent):
            with pytest.raises(Rejected, match="no account nobody"):
                await ask(database_url, "nobody")
