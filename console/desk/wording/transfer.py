"""Whom my caller is on the way to, or who is on the way to us, in words for the call bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.clock import seconds_between, spell
from console.domain.company import hears_announcement
from console.domain.guests import standing
from console.domain.safe_text import clean_line

if TYPE_CHECKING:
    from datetime import datetime

    from console.desk.wording.call import Weight, Words
    from console.domain.call_state import Call
    from console.domain.guests import Guest
    from console.domain.transfer import Transfer

SHORT = 16


def on_the_way(call: Call, now: datetime, me: int) -> Words:
    """The words that stand right behind the clock of a call: transfer first, then who rings."""
    if call.transfer is not None and not call.over:
        is_mine = me != 0 and call.transfer.agent == me
        tell = _to_me if is_mine else _transfer
        return [tell(call, call.transfer, now)]
    ringing = _ringing(call)
    if len(ringing) > 1:
        return [(f"RINGING {len(ringing)} GUESTS", "warn")]
    return [(_coming(call, guest, guest.name, now), "warn") for guest in ringing]


def legs_on_the_way(call: Call) -> frozenset[str]:
    """Legs that those words are about already."""
    if call.transfer is not None and not call.over:
        return frozenset({call.transfer.leg})
    ringing = _ringing(call)
    return frozenset({ringing[0].leg}) if len(ringing) == 1 else frozenset()


def _ringing(call: Call) -> list[Guest]:
    return [
        guest
        for guest in call.guests.values()
        if guest.role != "lead"
        and standing(call, guest) == "ringing"
        and not (guest.drop_asked or guest.trouble)
    ]


def _transfer(call: Call, transfer: Transfer, now: datetime) -> tuple[str, Weight]:
    name, guest = _name(transfer.name), call.guests.get(transfer.leg)
    if transfer.joined:
        return f"ALL TALK WITH {name}", "good"
    if transfer.until is not None:
        left = spell(seconds_between(now, transfer.until))
        return f"ASKING {name} {left} LEFT", "warn"
    if guest is None:
        return f"HANDING OVER TO {name}…", "warn"
    if not call.part(guest.leg).is_present:
        return _coming(call, guest, transfer.name, now), "warn"
    if transfer.how == "cold":
        return f"HANDING OVER TO {name}…", "warn"
    return f"CONSULTING {name}", "good"


def _coming(call: Call, guest: Guest, name: str, now: datetime) -> str:
    """Whose telephone rings, or who has picked up and hears the announcement first."""
    if hears_announcement(call, guest.leg):
        return f"{_name(name)} IS TOLD OF THE RECORDING"
    return f"RINGING {_name(name)} {spell(seconds_between(guest.since, now))}"


def _to_me(call: Call, transfer: Transfer, now: datetime) -> tuple[str, Weight]:
    sender, guest = _name(transfer.by_name), call.guests.get(transfer.leg)
    if transfer.joined:
        return f"ALL TALK WITH {sender}", "good"
    if guest is not None and not call.part(guest.leg).is_present:
        return f"RINGING YOUR PHONE {spell(seconds_between(guest.since, now))}", "warn"
    if transfer.how == "cold":
        return f"TAKING OVER FROM {sender}…", "warn"
    return f"{sender} ASKS YOU", "good"


def handoff_words(call: Call, now: datetime) -> Words:
    """Who hands me a call, and how long it rings yet; none when it comes from a queue."""
    transfer = call.transfer
    if transfer is None or transfer.until is None:
        return []
    left = spell(seconds_between(now, transfer.until))
    return [(f"RINGING {left} LEFT", "alarm"), (f"FROM {_name(transfer.by_name)}", "warn")]


def handed_words(call: Call, me: int) -> Words:
    """Who has the caller of whom I am finishing the notes; none when that is nobody else."""
    transfer = call.transfer
    if call.over:
        return []
    if transfer is not None and transfer.target == "queue" and call.agent is None:
        return [(f"CALLER WAITS IN {clean_line(transfer.to).upper()[:SHORT]}", "warn")]
    if call.agent is not None and call.agent != me:
        return [(f"{clean_line(call.agent_name)} has the caller", "quiet")]
    return []


def _name(name: str) -> str:
    return clean_line(name)[:SHORT].upper()
