"""Words about leads in a call: who hears them, as the provider confirmed it, and about help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.assistance import HelpAnswered, HelpAsked, HelpWithdrawn
from console.domain.call_events import RoomReported
from console.domain.guests import GuestDropAsked, GuestInvited, GuestModeAsked
from console.domain.supervision import (
    WATCH,
    AgentReleased,
    CallTakenOver,
    TakeOverAsked,
    heard_by,
    leg_of,
    watchers,
)

if TYPE_CHECKING:
    from console.desk.floor import Floor
    from console.desk.scene import Audio, Scene, Tone
    from console.desk.wording.call import Words
    from console.domain.agent import Agent
    from console.domain.base import Event
    from console.domain.call_state import Call
    from console.domain.guests import Guest, Mode
    from console.domain.incident import Incident

Told = tuple[str, str, "Tone"]
_ASKS: dict[Mode, str] = {
    "listen": "{name} asks to listen",
    "whisper": "{name} asks to whisper",
    "barge": "{name} asks to be heard by everybody",
    "talk": "{name} asks to speak",
}
_HEARD = {
    "nobody": "{name} listens; nobody hears them",
    "agent": "{name} whispers; only {agent} hears them",
    "everybody": "{name} has barged in; everybody hears them",
}
_UNDER_WAY: dict[Mode, str] = {
    "listen": "going silent…",
    "whisper": "not whispering yet…",
    "barge": "barging in…",
    "talk": "",
}
_MEANT: dict[Mode, str] = {"listen": "nobody", "whisper": "agent", "barge": "everybody"}


def is_told_here(event: Event, call: Call) -> bool:
    """Whether an entry is about a lead in a call."""
    if isinstance(event, TakeOverAsked | CallTakenOver):
        return True
    guest = call.guests.get(str(getattr(event, "leg", "")))
    told = GuestInvited | GuestModeAsked | GuestDropAsked | RoomReported
    return guest is not None and guest.purpose == WATCH and isinstance(event, told)


def tell_lead(event: Event, call: Call, audio: Audio, scene: Scene) -> Told | None:
    """Head, text and tone; None when nothing changed that one could hear."""
    match event:
        case TakeOverAsked(name=name, reason=reason):
            return f"{name} asks to take the call over", reason, "quiet"
        case CallTakenOver(name=name, former_name=former, reason=reason, stays=stays):
            rest = "listens on" if stays else "leaves"
            return f"{name} has taken the call over; {former} {rest}", reason, ""
    guest = call.guests[str(getattr(event, "leg", ""))]
    if not scene.names.sees_listening and guest.mode == "listen" and guest.leg not in audio.leads:
        return None
    match event:
        case GuestInvited(mode=mode) | GuestModeAsked(mode=mode):
            return _ASKS[mode].format(name=guest.name), "", "quiet"
        case GuestDropAsked(by=0):
            return f"{guest.name} is taken out of the call", "", ""
        case GuestDropAsked(by=by) if by != guest.agent:
            return f"{scene.names.agent(by)} takes {guest.name} out", "", "quiet"
        case RoomReported():
            return _sound(call, guest, audio)
        case _:
            return None


def _sound(call: Call, guest: Guest, audio: Audio) -> Told | None:
    before = audio.leads.get(guest.leg, "")
    if not call.part(guest.leg).is_present:
        now, words = "", "{name} has left"
    else:
        now = heard_by(call, guest)
        words = _HEARD[now]
    if now == before:
        return None
    audio.leads[guest.leg] = now
    words = words.format(name=guest.name, agent=call.agent_name or "the agent")
    return words, "", "" if now in ("agent", "everybody") else "quiet"


def tell_help(event: Event) -> Told | None:
    """Head, text and tone of an entry about help, or about somebody who was freed."""
    match event:
        case HelpAsked(name=name, words=words):
            return f"{name} asks for help", words, "risk"
        case HelpAnswered(name=name, words=words):
            return f"{name} answers the call for help", words, ""
        case HelpWithdrawn(name=name):
            return f"{name} needs no help any more", "", "quiet"
        case AgentReleased(reason=reason):
            return "an agent who was stuck was freed", reason, ""
        case _:
            return None


def lead_words(call: Call | None, me: Agent | None) -> Words:
    """The state of my own leg in a call of somebody else, for the call bar."""
    mine = leg_of(call, me.number) if call is not None and me is not None else None
    if call is None or mine is None:
        return []
    agent = call.agent_name or "nobody"
    part = call.part(mine.leg)
    if not part.is_present:
        return [(f"RINGING YOU INTO THE CALL OF {agent} · nobody hears you", "warn")]
    heard = heard_by(call, mine)
    table: dict[str, Words] = {
        "nobody": [(f"LISTENING to {agent} · nobody hears you", "good")],
        "agent": [(f"WHISPERING · only {agent} hears you", "warn")],
        "everybody": [("BARGED IN · everybody hears you", "alarm")],
    }
    words = table[heard]
    if heard != _MEANT.get(mine.mode, heard):
        waits = (
            "nobody to whisper to" if mine.mode == "whisper" and not call.mine.is_present else ""
        )
        words.append((waits or _UNDER_WAY[mine.mode], "warn"))
    if mine.trouble:
        words.append((f"! {mine.trouble}", "alarm"))
    return words


def company_words(call: Call | None, *, sees_listening: bool) -> Words:
    """Which leads are in my own call, for its agent."""
    if call is None:
        return []
    words: Words = []
    for guest in watchers(call):
        heard = heard_by(call, guest) if call.part(guest.leg).is_present else ""
        if heard == "everybody":
            words.append((f"{guest.name} IS HEARD BY EVERYBODY", "alarm"))
        elif heard == "agent":
            words.append((f"{guest.name} whispers to you", "warn"))
        elif heard == "nobody" and sees_listening:
            words.append((f"{guest.name} listens", "quiet"))
    return words


def bar_words(usual: Words, model: Floor) -> Words:
    """The words of the call bar, with those about leads."""
    mine = lead_words(model.my_watch(), model.me)
    call = model.my_call()
    if not mine:
        return usual + company_words(call, sees_listening=model.names.sees_listening)
    has_own = call or model.my_offer() or model.my_wrap()
    return mine + usual if has_own else mine


def help_words(incident: Incident | None, me: int) -> Words:
    """The line over the note: who asked for help here, and who answered what."""
    wanted = incident.help if incident is not None else None
    if wanted is None:
        return []
    who = "You asked" if wanted.agent == me else f"{wanted.name} asks"
    if wanted.is_open:
        more = f": {wanted.words}" if wanted.words else ""
        tail = " · nobody has answered yet" if wanted.agent == me else ""
        return [(f"{who} for help{more}{tail}", "alarm")]
    return [(f"{wanted.lead_name} answers: {wanted.answer}", "good")]
