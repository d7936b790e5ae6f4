"""The state of each guest of my call in words, for the call bar and the list of guests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.clock import seconds_between, spell
from console.desk.wording.transfer import legs_on_the_way
from console.domain.company import hears_announcement
from console.domain.guests import standing
from console.domain.safe_text import clean_line

if TYPE_CHECKING:
    from datetime import datetime

    from console.desk.wording.call import Weight, Words
    from console.domain.call_state import Call
    from console.domain.guests import Guest, Standing

_STANDING: dict[Standing, tuple[str, Weight]] = {
    "ringing": ("RINGING", "warn"),
    "in the call": ("IN THE CALL", "good"),
    "on hold": ("ON HOLD", "warn"),
    "gone": ("GONE", "quiet"),
}
SHORT = 20


def guest_words(call: Call, now: datetime) -> Words:
    """Each guest who is there or on the way, and whoever could not be reached last."""
    guests = shown_guests(call)
    # A narrow bar cuts their names off; how many there are comes first.
    count: Words = [(f"{len(guests)} GUESTS", "plain")] if len(guests) > 1 else []
    on_the_way = legs_on_the_way(call)
    new = [g for g in guests if g.leg not in on_the_way and not _is_told(call, g)]
    return count + [_of(call, guest, now) for guest in new]


def shown_guests(call: Call) -> list[Guest]:
    """Guests with words to show; leads have their own."""
    guests = [guest for guest in call.guests.values() if guest.role != "lead"]
    last = guests[-1].leg if guests else ""
    return [g for g in guests if standing(call, g) != "gone" or (g.trouble and g.leg == last)]


def _is_told(call: Call, guest: Guest) -> bool:
    """Whether the call's own alarm says the same already."""
    return guest.trouble != "" and guest.trouble in call.trouble


def _of(call: Call, guest: Guest, now: datetime) -> tuple[str, Weight]:
    name, now_what = clean_line(guest.name)[:SHORT], standing(call, guest)
    if guest.trouble:
        who = "" if guest.trouble.startswith(name) else f"{name}: "
        return f"! {who}{guest.trouble}", "alarm"
    if guest.drop_asked:
        return f"{name} leaving…", "warn"
    if now_what in ("in the call", "on hold") and guest.hold_asked != (now_what == "on hold"):
        return f"{name} {'holding…' if guest.hold_asked else 'taking off hold…'}", "warn"
    words, weight = _STANDING[now_what]
    if now_what == "ringing" and hears_announcement(call, guest.leg):
        words = "IS TOLD OF THE RECORDING"
    return f"{name} {words} {spell(seconds_between(guest.since, now))}", weight


def room_words(call: Call) -> Words:
    """What became of customer and agent in a room that others keep open."""
    words: Words = []
    if call.caller_left:
        words.append(("CALLER HAS LEFT", "warn"))
    if call.leave_asked:
        words.append(("leaving…", "warn"))
    return words
