"""What the keys of a call do: they ask, and the screen shows what the provider confirms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.acts import transfer as acts_transfer
from console.domain.call_events import (
    AcceptCall,
    DeclineCall,
    EndCall,
    EndWrapUp,
    HoldCall,
    MuteCall,
    PauseRecording,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.desk.session import Session

SECOND_PRESS_SECONDS = 2.0
SWALLOW_SECONDS = 1.0
"""A press this soon after a call ended was meant for that call."""


def accept(session: Session) -> None:
    """Take the call that rings."""
    call = session.model.my_offer()
    if call is None:
        session.handed.takes()
    elif not acts_transfer.takes(session, call):
        session.give(AcceptCall(call=call.id))
        session.screen.say("Taking the call…", "good", about="taking")


def decline(session: Session) -> None:
    """Let a colleague take it."""
    call = session.model.my_offer()
    if call is None:
        session.handed.refuses()
    elif not acts_transfer.refuses(session, call):
        session.give(DeclineCall(call=call.id))


def hold(session: Session) -> None:
    """Hold, or resume."""
    if (call := session.model.my_call()) is not None:
        session.give(HoldCall(call=call.id, on=not call.hold_asked))


def mute(session: Session) -> None:
    """Mute, or unmute; only ever by this key."""
    if (call := session.model.my_call()) is not None:
        session.give(MuteCall(call=call.id, on=not call.mute_asked))


def recording(session: Session) -> None:
    """Pause with a reason, or go on at once."""
    call = session.model.my_call()
    if call is None:
        return
    if call.recording in ("paused", "pausing"):
        session.give(PauseRecording(call=call.id, on=False))
    elif call.recording in ("on", "resuming", "starting"):
        session.ask("call.recording")
    else:
        session.screen.say("This call is not being recorded.", "quiet")


def end(session: Session) -> None:
    """Hang up at the second press; the first one only says so."""
    call, now = session.model.my_call(), session.model.moment()
    if now - session.call_over_at < SWALLOW_SECONDS or call is None:
        return
    if now - session.armed_at <= SECOND_PRESS_SECONDS:
        session.armed_at = -60.0
        session.give(EndCall(call=call.id))
        session.screen.say("Hanging up…", "warn", about="ending")
    else:
        session.armed_at = now
        words = "Press the key again within two seconds to hang up."
        session.screen.say(words, "warn", about="ending", seconds=SECOND_PRESS_SECONDS)


def wrap_up(session: Session) -> None:
    """Be free again."""
    if (call := session.model.my_wrap()) is not None:
        session.give(EndWrapUp(call=call.id))


ACTS: dict[str, Callable[[Session], None]] = {
    "call.accept": accept,
    "call.decline": decline,
    "call.hold": hold,
    "call.mute": mute,
    "call.recording": recording,
    "call.end": end,
    "call.wrap_up": wrap_up,
}
