"""Who may do what: one table of roles and command kinds, one test per cell."""

from __future__ import annotations

from console.domain.base import Rejected, Role

ROLES: tuple[Role, ...] = ("agent", "lead", "manager", "admin")
_FLOOR: frozenset[Role] = frozenset({"agent", "lead"})
_DESK: frozenset[Role] = frozenset({"agent", "lead", "manager"})
_OVER: frozenset[Role] = frozenset({"lead", "manager"})
_ADMIN: frozenset[Role] = frozenset({"admin"})

MAY: dict[str, frozenset[Role]] = {
    "read": frozenset({"agent", "lead", "manager"}),
    "incident.open": _DESK,
    "incident.categorise": _DESK,
    "incident.severity": _DESK,
    "incident.move": _DESK,
    "incident.take": _DESK,
    "incident.take_next": _FLOOR,
    "incident.release": _DESK,
    "incident.flag": _DESK,
    "incident.unflag": _OVER,
    "contact.identify": _DESK,
    "note.add": _DESK,
    "note.edit": _DESK,
    "note.delete": _DESK,
    "text.send": _DESK,
    "mail.send": _DESK,
    "message.take_back": _DESK,
    "message.resend": _DESK,
    "message.dismiss": _DESK,
    "call.accept": _FLOOR,
    "call.decline": _FLOOR,
    "call.hold": _FLOOR,
    "call.mute": _FLOOR,
    "call.pause_recording": _FLOOR,
    "call.end": _FLOOR,
    "call.wrap_up": _FLOOR,
    "call.dial": _FLOOR,
    "presence.set": _FLOOR,
    "agent.add": _ADMIN,
    "agent.token": _ADMIN,
    "agent.disable": _ADMIN,
    "entry.redact": _ADMIN,
    "metrics.read": frozenset({"manager", "admin"}),
}
"""Action to the roles that may do it. What is not in the table, nobody may."""


def is_allowed(role: Role, action: str) -> bool:
    """Tell whether a role may do an action."""
    return role in MAY.get(action, frozenset())


def check_allowed(role: Role, action: str) -> None:
    """Refuse what the table does not allow. Raises Rejected."""
    if not is_allowed(role, action):
        raise Rejected("Your role does not allow this; ask a lead.", code="forbidden")
