"""Plans for accounts, tokens and redaction."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update

from console.domain.agent import (
    Agent,
    AgentAdded,
    AgentDisabled,
    TokenIssued,
)
from console.domain.base import Rejected, Role
from console.domain.incident_events import Redacted
from console.hub.store.plans.common import next_number
from console.hub.store.tables import AgentRow, EntryRow, TokenRow, table
from console.hub.wishes import AddAgent, DisableAgent, IssueToken, Redact

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.hub.store.tx import Tx
    from console.hub.store.wish import Wish

AGENT, TOKEN, ENTRY = table(AgentRow), table(TokenRow), table(EntryRow)
ROLES: dict[str, Role] = {
    "agent": "agent",
    "lead": "lead",
    "manager": "manager",
    "admin": "admin",
}
PERSONAL = frozenset(
    {"text", "body", "subject", "handle", "to", "cc", "title", "name", "words", "note", "reason"}
)
"""Event fields that can tell about a person; redaction blanks them."""


def _add(tx: Tx, _wish: Wish, wanted: AddAgent) -> None:
    role = ROLES.get(wanted.role)
    if role is None:
        raise Rejected(f"There is no role {wanted.role}; use agent, lead, manager or admin.")
    if tx.query(select(AGENT.c.number).where(AGENT.c.login == wanted.login)).first():
        raise Rejected(f"There is already an account {wanted.login}.", code="taken")
    number = next_number(tx, "agent", AGENT.c.number)
    added = AgentAdded(
        number=number,
        login=wanted.login,
        name=wanted.name,
        role=role,
        phone=wanted.phone,
        languages=wanted.languages,
    )
    tx.emit(f"agent/{number}", None, added, new=True)


def _token(tx: Tx, _wish: Wish, issue: IssueToken) -> None:
    agent = tx.get(Agent, issue.agent)
    if agent is None or agent.disabled:
        raise Rejected("There is no such open account.", code="not_found")
    tx.emit(f"agent/{agent.number}", None, TokenIssued(token=issue.token))
    row = {
        "id": issue.token,
        "agent": agent.number,
        "digest": issue.digest,
        "created_at": tx.now,
        "expires_at": None,
        "revoked_at": None,
    }
    tx.conn.execute(insert(TOKEN), row)


def _disable(tx: Tx, _wish: Wish, command: DisableAgent) -> None:
    agent = tx.get(Agent, command.agent)
    if agent is None:
        raise Rejected("There is no such account.", code="not_found")
    if not agent.disabled:
        tx.emit(f"agent/{agent.number}", None, AgentDisabled())
    dead = update(TOKEN).where(TOKEN.c.agent == agent.number, TOKEN.c.revoked_at.is_(None))
    tx.conn.execute(dead.values(revoked_at=tx.now))


def _blank(value: Any) -> Any:
    if isinstance(value, str):
        return "[redacted]" if value else value
    if isinstance(value, list):
        return [_blank(v) for v in value]
    return value


def _redact(tx: Tx, _wish: Wish, command: Redact) -> None:
    row = tx.query(select(ENTRY).where(ENTRY.c.seq == command.seq)).first()
    if row is None or row.incident is None:
        raise Rejected("There is no such entry of an incident.", code="not_found")
    event = json.loads(row.data)
    hidden = {k: _blank(v) if k in PERSONAL else v for k, v in event.items()}
    blanked = update(ENTRY).where(ENTRY.c.seq == command.seq)
    tx.conn.execute(blanked.values(data=json.dumps(hidden), salt=""))
    tx.refold(row.stream)
    done = Redacted(seq=command.seq, reason=command.reason)
    tx.emit(f"incident/{row.incident}", row.incident, done)


PLANS: dict[type, Callable[[Tx, Wish, Any], None]] = {
    AddAgent: _add,
    IssueToken: _token,
    DisableAgent: _disable,
    Redact: _redact,
}
