"""Plans for invitations: made, exchanged once, void when the account changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update

from console.domain.agent import Agent
from console.domain.base import Rejected
from console.domain.invitation import AgentInvited, InvitationEnded, InvitationUsed
from console.hub.store.plans.tokens import add_token
from console.hub.store.tables import InvitationRow, table
from console.hub.wishes_access import InviteAgent, TakeInvitation

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.hub.store.tx import Tx
    from console.hub.store.wish import Wish

INVITATION = table(InvitationRow)
NOT_VALID = "This invitation is not valid. Ask an admin for a new one."


def end_invitations(tx: Tx, agent: int, reason: str) -> None:
    """Void what is still open of an account; call it before anything is staged."""
    ours = (INVITATION.c.agent == agent) & INVITATION.c.ended_at.is_(None)
    found = tx.query(select(INVITATION.c.id).where(ours).order_by(INVITATION.c.id))
    for key in found.scalars().all():
        tx.emit(f"agent/{agent}", None, InvitationEnded(invitation=key, reason=reason))
    tx.conn.execute(update(INVITATION).where(ours).values(ended_at=tx.now))


def _invite(tx: Tx, _wish: Wish, wanted: InviteAgent) -> None:
    agent = tx.get(Agent, wanted.agent)
    if agent is None or agent.disabled:
        raise Rejected("There is no such open account.", code="not_found")
    end_invitations(tx, agent.number, "a newer one was made")
    invited = AgentInvited(invitation=wanted.invitation, until=wanted.until)
    tx.emit(f"agent/{agent.number}", None, invited)
    row = {
        "id": wanted.invitation,
        "agent": agent.number,
        "digest": wanted.digest,
        "created_at": tx.now,
        "expires_at": wanted.until,
        "ended_at": None,
    }
    tx.conn.execute(insert(INVITATION), row)


def _take(tx: Tx, _wish: Wish, taken: TakeInvitation) -> None:
    # One statement for all reasons: used, old and never made cost and read the same.
    wanted = select(INVITATION.c.id, INVITATION.c.agent).where(
        INVITATION.c.digest == taken.digest,
        INVITATION.c.ended_at.is_(None),
        INVITATION.c.expires_at > tx.now,
    )
    row = tx.query(wanted).first()
    agent = tx.get(Agent, row.agent) if row is not None else None
    if row is None or agent is None or agent.disabled:
        raise Rejected(NOT_VALID, code="unauthorised")
    tx.emit(f"agent/{agent.number}", None, InvitationUsed(invitation=row.id))
    add_token(tx, agent.number, taken.token, taken.token_digest, taken.token_until)
    used = update(INVITATION).where(INVITATION.c.id == row.id)
    tx.conn.execute(used.values(ended_at=tx.now))


PLANS: dict[type, Callable[[Tx, Wish, Any], None]] = {
    InviteAgent: _invite,
    TakeInvitation: _take,
}
