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
    "incident.merge": _DESK,
    "incident.undo_merge": _DESK,
    "incident.move_leg": _DESK,
    "incident.hand_over": _DESK,
    "incident.accept_handover": _DESK,
    "incident.refuse_handover": _DESK,
    "incident.flag": _DESK,
    "incident.unflag": _OVER,
    "contact.flag": _DESK,
    "contact.unflag": _OVER,
    "contact.merge": _DESK,
    "contact.unmerge": _DESK,
    "contact.identify": _DESK,
    "contact.reveal": _DESK,
    "contact.set_safe": _DESK,
    "contact.open_safe": _OVER,
    "contact.explain_night": _DESK,
    "contact.reveal_code_word": _DESK,
    "incident.role": _DESK,
    "contact.state_zone": _DESK,
    "incident.tick": _DESK,
    "incident.watch": _DESK,
    "incident.see_mention": _DESK,
    "incident.verify_caller": _DESK,
    "note.add": _DESK,
    "note.edit": _DESK,
    "note.delete": _DESK,
    "text.send": _DESK,
    "mail.send": _DESK,
    "message.take_back": _DESK,
    "message.resend": _DESK,
    "message.dismiss": _DESK,
    "media.open": _DESK,
    "call.accept": _FLOOR,
    "call.decline": _FLOOR,
    "call.hold": _FLOOR,
    "call.mute": _FLOOR,
    "call.pause_recording": _FLOOR,
    "call.stop_recording": _FLOOR,
    "call.captions": _FLOOR,
    "call.end": _FLOOR,
    "call.wrap_up": _FLOOR,
    "call.dial": _FLOOR,
    "call.say_who_answered": _FLOOR,
    "call.invite": _FLOOR,
    "call.hold_guest": _FLOOR,
    "call.drop_guest": _FLOOR,
    "call.leave": _FLOOR,
    "call.listen": _OVER,
    "call.whisper": _OVER,
    "call.barge": _OVER,
    "call.back_to_listening": _DESK,
    "call.stop_listening": _DESK,
    "call.take_over": _OVER,
    "call.transfer": _FLOOR,
    "call.accept_transfer": _FLOOR,
    "call.refuse_transfer": _FLOOR,
    "call.complete_transfer": _FLOOR,
    "call.cancel_transfer": _FLOOR,
    "call.join_all": _FLOOR,
    "agent.free": _OVER,
    "agent.return_work": _OVER,
    "incident.ask_help": _DESK,
    "incident.answer_help": _OVER,
    "words.read": _OVER,
    "floor.read": _OVER,
    "followup.see": _DESK,
    "followup.close": _DESK,
    "voicemail.play": _DESK,
    "callback.not_reached": _FLOOR,
    "incident.hand_to_emergency": _DESK,
    "incident.place": _DESK,
    "script.touch": _DESK,
    "page.ask": _DESK,
    "page.acknowledge": _DESK,
    "page.escalate": _DESK,
    "page.close": _DESK,
    "on_call.cover": _OVER,
    "on_call.end_cover": _OVER,
    "promise.keep": _DESK,
    "promise.move": _DESK,
    "promise.owe_nothing": _DESK,
    "incident.callback_number": _DESK,
    "presence.set": _FLOOR,
    "presence.next": _FLOOR,
    "incident.restrict": _OVER,
    "incident.unrestrict": _OVER,
    "drafts.left": _OVER,
    "incident.park": _DESK,
    "incident.resume": _DESK,
    "queue.divert": _OVER,
    "queue.end_divert": _OVER,
    "queue.close": _OVER,
    "queue.reopen": _OVER,
    "queue.snooze_alarm": _OVER,
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
