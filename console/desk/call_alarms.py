"""What must be heard about live calls: on hold for too long, a pause that ends by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.clock import seconds_between, spell
from console.desk.wording.recording import is_pause_ending
from console.domain.safe_text import clean_line
from console.domain.supervision import LEADS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from console.desk.model import Model
    from console.domain.call_state import Call

AGAIN_SECONDS = 30.0
Alarm = tuple[str, str]
"""Call, and what about it."""


class CallAlarms:
    """Told and rung once when it begins, and every half a minute while it lasts."""

    def __init__(self) -> None:
        self._told: dict[Alarm, float] = {}

    def look(self, model: Model, now: datetime) -> list[str]:
        """Look at the calls that concern me; gives what is to be told, with the bell, now."""
        on, moment = dict(_alarms(model, now)), model.moment()
        due = [one for one in on if moment - self._told.get(one, -60.0) >= AGAIN_SECONDS]
        kept = {one: at for one, at in self._told.items() if one in on}
        self._told = kept | dict.fromkeys(due, moment)
        return [on[one] for one in due]


def is_held_long(call: Call, now: datetime, limit: int) -> bool:
    """Whether the customer is on hold for longer than they should be."""
    return call.is_held and seconds_between(call.held_at, now) >= limit


def _alarms(model: Model, now: datetime) -> Iterator[tuple[Alarm, str]]:
    hold = model.limits.get("hold_warning_seconds", 120)
    mine = model.my_call()
    if mine is not None:
        yield from _of_mine(mine, now, hold, model.limits.get("card_pause_seconds", 180))
    if model.me is None or model.me.role not in LEADS:
        return
    for call in model.calls.values():
        if (mine is None or call.id != mine.id) and is_held_long(call, now, hold):
            since = spell(seconds_between(call.held_at, now))
            name = clean_line(call.agent_name) or "nobody"
            yield (call.id, "hold"), f"The caller of {name} is on hold since {since}."


def _of_mine(call: Call, now: datetime, hold: int, pause: int) -> Iterator[tuple[Alarm, str]]:
    if call.trouble.startswith("STILL RECORDING"):
        yield (call.id, "recording"), "STILL RECORDING: no card number now."
    if is_pause_ending(call, now, pause):
        yield (call.id, "pause"), "The pause of the recording is about to end, or too long."
    if is_held_long(call, now, hold):
        yield (call.id, "hold"), "Your caller is on hold for too long."
