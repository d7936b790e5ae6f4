"""Plans for accounts, tokens and redaction."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select, update

from console.domain.agent import (
    Agent,
    AgentAdded,
    AgentChanged,
    AgentDisabled,
    AgentSkillsSet,
)
from console.domain.audio_line import phone_of
from console.domain.base import Rejected, Role
from console.domain.incident_events import Redacted
from console.domain.message import Message
from console.hub.store.chain import digest
from console.hub.store.plans.card_copies import card_copies
from console.hub.store.plans.common import next_number
from console.hub.store.plans.invitations import end_invitations
from console.hub.store.plans.tokens import add_token
from console.hub.store.tables import AgentRow, BlobRow, EntryRow, TokenRow, table
from console.hub.wishes import AddAgent, ChangeAgent, DisableAgent, IssueToken, Redact

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Row

    from console.hub.store.tx import Tx
    from console.hub.store.wish import Wish

AGENT, TOKEN, ENTRY, BLOB = table(AgentRow), table(TokenRow), table(EntryRow), table(BlobRow)
ROLES: dict[str, Role] = {
    "agent": "agent",
    "lead": "lead",
    "manager": "manager",
    "admin": "admin",
}
PERSONAL = frozenset(
    {
        "text",
        "body",
        "subject",
        "handle",
        "to",
        "cc",
        "title",
        "name",
        "name_before",
        "words",
        "note",
        "reason",
        "media",
        "others",
        "terms",
        "where",
    }
)
"""Event fields that can tell about a person; redaction blanks them."""
LISTED = frozenset({"facts", "moved", "carded", "flagged"})
"""Those of lists of values; redaction empties them."""


def _role(name: str) -> Role:
    role = ROLES.get(name)
    if role is None:
        raise Rejected(f"There is no role {name}; use agent, lead, manager or admin.")
    return role


def _add(tx: Tx, _wish: Wish, wanted: AddAgent) -> None:
    role = _role(wanted.role)
    if tx.query(select(AGENT.c.number).where(AGENT.c.login == wanted.login)).first():
        raise Rejected(f"There is already an account {wanted.login}.", code="taken")
    number = next_number(tx, "agent", AGENT.c.number)
    added = AgentAdded(
        number=number,
        login=wanted.login,
        name=wanted.name,
        role=role,
        phone=phone_of(wanted.phone, number),
        languages=wanted.languages,
    )
    tx.emit(f"agent/{number}", None, added, new=True)
    if wanted.queues:
        skills = AgentSkillsSet(queues=wanted.queues, languages=wanted.languages)
        tx.emit(f"agent/{number}", None, skills)


def _change(tx: Tx, _wish: Wish, wanted: ChangeAgent) -> None:
    agent = tx.get(Agent, wanted.agent)
    if agent is None or agent.disabled:
        raise Rejected("There is no such open account.", code="not_found")
    name, role = wanted.name or agent.name, _role(wanted.role or agent.role)
    phone = agent.phone if wanted.phone is None else phone_of(wanted.phone, agent.number)
    if role != agent.role:
        end_invitations(tx, agent.number, "the role changed")
    if (name, role, phone) != (agent.name, agent.role, agent.phone):
        tx.emit(f"agent/{agent.number}", None, AgentChanged(name=name, role=role, phone=phone))
    queues = agent.queues if wanted.queues is None else wanted.queues
    skills = AgentSkillsSet(queues=queues, languages=wanted.languages or agent.languages)
    if (skills.queues, skills.languages) != (agent.queues, agent.languages):
        tx.emit(f"agent/{agent.number}", None, skills)


def _token(tx: Tx, _wish: Wish, issue: IssueToken) -> None:
    agent = tx.get(Agent, issue.agent)
    if agent is None or agent.disabled:
        raise Rejected("There is no such open account.", code="not_found")
    expires = None
    if issue.expires_at is not None:
        expires = datetime.fromtimestamp(issue.expires_at, UTC)
    add_token(tx, agent.number, issue.token, issue.digest, expires)


def _disable(tx: Tx, _wish: Wish, command: DisableAgent) -> None:
    agent = tx.get(Agent, command.agent)
    if agent is None:
        raise Rejected("There is no such account.", code="not_found")
    if not agent.disabled:
        end_invitations(tx, agent.number, "the account was closed")
        tx.emit(f"agent/{agent.number}", None, AgentDisabled())
    dead = update(TOKEN).where(TOKEN.c.agent == agent.number, TOKEN.c.revoked_at.is_(None))
    tx.conn.execute(dead.values(revoked_at=tx.now))


def _blank(value: Any) -> Any:
    if isinstance(value, str):
        return "[redacted]" if value else value
    if isinstance(value, list):
        return [_blank(v) for v in value]
    if isinstance(value, dict):
        return {k: _blank(v) for k, v in value.items()}
    return value


def _left_of(row: Row[Any]) -> str:
    # An incident must go on knowing its addresses: they are the keys of its contacts.
    personal = PERSONAL - {"handle"} if row.stream.startswith("incident/") else PERSONAL
    event = json.loads(row.data)
    left = {k: _blank(v) if k in personal else v for k, v in event.items()}
    return json.dumps({k: [] if k in LISTED else v for k, v in left.items()})


def _redact(tx: Tx, wish: Wish, command: Redact) -> None:
    row = tx.query(select(ENTRY).where(ENTRY.c.seq == command.seq)).first()
    if row is None or row.incident is None:
        raise Rejected("There is no such entry of an incident.", code="not_found")
    message = tx.find(row.stream)
    if isinstance(message, Message) and message.is_leaving:
        raise Rejected("This message is still on its way out. Redact it when it has left.")
    whole = [(one, _left_of(one)) for one in (row, *_promised_by(tx, row))]
    rows = [*whole, *((one, _left_of_card(one)) for one in card_copies(tx, row))]
    with tx.conn.begin_nested():
        for one, left in rows:
            _wipe(tx, one, left)
        # What was marked or promised in a note stands in its incident too.
        also = {f"incident/{row.incident}"} if row.stream.startswith("note/") else set()
        for stream in {one.stream for one, _ in rows} | also:
            tx.refold(stream)
    for one, left in rows:
        done = Redacted(
            seq=one.seq, reason=command.reason, left=digest("", left), stream=one.stream
        )
        for number in dict.fromkeys((row.incident, _is_now_in(tx, one) or row.incident)):
            tx.emit(f"incident/{number}", number, done)


def _left_of_card(row: Row[Any]) -> str:
    """Blank the words of a card that was copied; what else the entry says still counts."""
    event = json.loads(row.data)
    if "terms" in event:
        return json.dumps(event | {"terms": _blank(event["terms"])})
    carded = [one | {"card": _blank(one["card"])} for one in event["carded"]]
    return json.dumps(event | {"carded": carded})


def _is_now_in(tx: Tx, row: Row[Any]) -> int:
    """The incident that a leg belongs to by now: whoever reads it there has to be told too."""
    return int(getattr(tx.find(row.stream), "incident", row.incident))


def _wipe(tx: Tx, row: Row[Any], left: str) -> None:
    blanked = update(ENTRY).where(ENTRY.c.seq == row.seq)
    tx.conn.execute(blanked.values(data=left, salt=""))
    if raw := json.loads(row.data).get("blob"):
        tx.conn.execute(delete(BLOB).where(BLOB.c.digest == raw))


def _promised_by(tx: Tx, row: Row[Any]) -> list[Row[Any]]:
    """The entries that repeat the words of a note as a promise, and still have them."""
    if not row.stream.startswith("note/"):
        return []
    made = ENTRY.c.kind.in_(("promise.made", "promise.moved"))
    rows = tx.query(select(ENTRY).where(ENTRY.c.incident == row.incident, made)).all()
    told = [(found, json.loads(found.data)) for found in rows]
    key = row.stream.removeprefix("note/")
    mine = [(found, event) for found, event in told if event.get("id") == key]
    return [found for found, event in mine if _blank(event["text"]) != event["text"]]


PLANS: dict[type, Callable[[Tx, Wish, Any], None]] = {
    AddAgent: _add,
    ChangeAgent: _change,
    IssueToken: _token,
    DisableAgent: _disable,
    Redact: _redact,
}
