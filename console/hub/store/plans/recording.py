"""Plans for recording: announced, refused, paused for a card, and never forgotten in a pause."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.domain.base import Rejected
from console.domain.call import check_mine
from console.domain.call_events import (
    CUSTOMER,
    CallTroubled,
    ConsentHeard,
    RecordingAsked,
    RecordingConfirmed,
    RoomReported,
)
from console.domain.call_state import Call
from console.domain.recording import (
    CARD,
    FORGOTTEN,
    NOT_ASKED_FOR,
    RUNNING,
    AnnouncementRepeated,
    StopRecording,
    is_refused,
    is_to_be_told,
    why_not_recorded,
)
from console.hub.store.plans.calls import call_of
from console.hub.store.quarantine import keep_foreign
from console.hub.wishes import PauseDue
from console.hub.wishes_recording import AnnouncementDue, GuestTold

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.hub.store.tx import Tx
    from console.hub.store.wish import Wish
    from console.hub.wishes import EffectTold

MOST_TRIES = 1
"""How often somebody is told anew of the recording."""
NOT_ANNOUNCED = "They could not be told of the recording, so this call is not recorded."


def _stop(tx: Tx, wish: Wish, command: StopRecording) -> None:
    call = call_of(tx, command.call)
    check_mine(call, wish.agent)
    if not command.reason.strip():
        raise Rejected("Say who does not want it, or why; it is written down.")
    if is_refused(call) and call.recording not in RUNNING:
        raise Rejected("This call is not being recorded.")
    if command.leg != CUSTOMER and command.leg not in call.guests:
        raise Rejected("They are not in this call.", code="not_found")
    stream = f"call/{call.id}"
    if command.leg not in call.refusals:
        tx.emit(stream, call.incident, ConsentHeard(refused=True, leg=command.leg))
    if call.recording in RUNNING:
        stop = RecordingAsked(want="stop", reason=command.reason.strip())
        tx.emit(stream, call.incident, stop)


def keep_consent(tx: Tx, key: str) -> None:
    """Record nobody who said no, or who was not told: whatever the callbacks' order made of it."""
    call = tx.get(Call, key)
    if call is None or call.over:
        return
    stream, why_not = f"call/{key}", why_not_recorded(call)
    is_ours = call.recording_reason in NOT_ASKED_FOR
    if is_refused(call):
        if call.recording in RUNNING:
            stop = RecordingAsked(want="stop", reason="it was refused meanwhile")
            tx.emit(stream, call.incident, stop)
    elif call.recording in ("on", "starting") and why_not:
        tx.emit(stream, call.incident, RecordingAsked(want="pause", reason=why_not))
    elif call.recording == "paused" and is_ours and not why_not:
        tx.emit(stream, call.incident, RecordingAsked(want="resume"))


def _told(tx: Tx, wish: Wish, told: GuestTold) -> None:
    call = tx.get(Call, told.call)
    if call is None:
        keep_foreign(tx, wish)
        return
    if call.over or told.leg in call.announced:
        return
    heard = ConsentHeard(refused=told.refused, leg=told.leg, captioned=told.captioned)
    tx.emit(f"call/{call.id}", call.incident, heard)
    keep_consent(tx, call.id)


def _unheard(tx: Tx, _wish: Wish, due: AnnouncementDue) -> None:
    """Nobody says that the announcement was heard: once more, and then say so in words."""
    call = tx.get(Call, due.call)
    if call is None or not is_to_be_told(call):
        return
    if call.part(due.leg).is_present and due.tries == call.announce_tries:
        _again_or_never(tx, call, due.leg, "nobody says that it was heard")


def _again_or_never(tx: Tx, call: Call, leg: str, reason: str) -> None:
    stream = f"call/{call.id}"
    if call.announce_tries < MOST_TRIES:
        tx.emit(stream, call.incident, AnnouncementRepeated(leg=leg, reason=reason))
    elif call.trouble != NOT_ANNOUNCED:
        tx.emit(stream, call.incident, CallTroubled(about="announce", words=NOT_ANNOUNCED))


def announced(tx: Tx, key: str, report: RoomReported, *, captioned: bool = False) -> None:
    """Write down who heard the announcement, or that somebody could not."""
    call = tx.get(Call, key)
    if call is None or call.over or not report.event.startswith("announcement-"):
        return
    leg = next((name for name, part in call.parts.items() if part.sid == report.sid), "")
    if not leg or leg in call.announced:
        return
    stream = f"call/{call.id}"
    if report.event == "announcement-end":
        heard = ConsentHeard(refused=False, leg=leg, captioned=captioned)
        tx.emit(stream, call.incident, heard)
        keep_consent(tx, key)
    elif leg == CUSTOMER:
        _again_or_never(tx, call, leg, "it could not be played")


def recording_told(tx: Tx, call: Call, told: EffectTold) -> None:
    """Record what the provider confirmed of a recording."""
    # A pause may have been asked for before the answer to the start came in.
    if told.status == "start" and call.recording not in ("off", "starting", "on"):
        return
    now: dict[str, Any] = {"pause": "paused", "stop": "off"}
    confirmed = RecordingConfirmed(now=now.get(told.status, "on"), sid=told.sid)
    tx.emit(f"call/{call.id}", call.incident, confirmed)
    keep_consent(tx, call.id)


def _due(tx: Tx, _wish: Wish, due: PauseDue) -> None:
    call = tx.get(Call, due.call)
    if call is None or call.over or call.recording != "paused" or call.recording_reason != CARD:
        return
    if call.paused_at is None or call.paused_at.timestamp() > due.since + 0.001:
        return
    tx.emit(f"call/{call.id}", call.incident, RecordingAsked(want="resume", reason=FORGOTTEN))


PLANS: dict[type, Callable[[Tx, Wish, Any], None]] = {
    StopRecording: _stop,
    GuestTold: _told,
    AnnouncementDue: _unheard,
    PauseDue: _due,
}
