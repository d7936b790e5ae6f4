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
from console.domain.recording import CARD, FORGOTTEN, RUNNING, StopRecording
from console.hub.store.plans.calls import call_of
from console.hub.wishes import PauseDue

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.hub.store.tx import Tx
    from console.hub.store.wish import Wish
    from console.hub.wishes import EffectTold

NOT_ANNOUNCED = "They could not be told of the recording, so this call is not recorded."


def _stop(tx: Tx, wish: Wish, command: StopRecording) -> None:
    call = call_of(tx, command.call)
    check_mine(call, wish.agent)
    if not command.reason.strip():
        raise Rejected("Say who does not want it, or why; it is written down.")
    if call.consent == "refused" and call.recording not in RUNNING:
        raise Rejected("This call is not being recorded.")
    stream = f"call/{call.id}"
    if call.consent != "refused":
        tx.emit(stream, call.incident, ConsentHeard(refused=True))
    if call.recording in RUNNING:
        stop = RecordingAsked(want="stop", reason=command.reason.strip())
        tx.emit(stream, call.incident, stop)


def stop_if_refused(tx: Tx, key: str) -> None:
    """End a recording that began while somebody said that they do not want it."""
    call = tx.get(Call, key)
    if call is not None and call.consent == "refused" and call.recording in ("on", "starting"):
        stop = RecordingAsked(want="stop", reason="it was refused meanwhile")
        tx.emit(f"call/{key}", call.incident, stop)


def announced(tx: Tx, key: str, report: RoomReported) -> None:
    """Write down who heard the announcement, or that somebody could not."""
    call = tx.get(Call, key)
    if call is None or call.over or not report.event.startswith("announcement-"):
        return
    leg = next((name for name, part in call.parts.items() if part.sid == report.sid), "")
    if not leg or leg in call.announced:
        return
    stream = f"call/{call.id}"
    if report.event == "announcement-end":
        tx.emit(stream, call.incident, ConsentHeard(refused=False, leg=leg))
    elif leg == CUSTOMER:
        tx.emit(stream, call.incident, CallTroubled(about="announce", words=NOT_ANNOUNCED))


def recording_told(tx: Tx, call: Call, told: EffectTold) -> None:
    """Record what the provider confirmed of a recording."""
    # A pause may have been asked for before the answer to the start came in.
    if told.status == "start" and call.recording not in ("off", "starting", "on"):
        return
    now: dict[str, Any] = {"pause": "paused", "stop": "off"}
    confirmed = RecordingConfirmed(now=now.get(told.status, "on"), sid=told.sid)
    tx.emit(f"call/{call.id}", call.incident, confirmed)
    stop_if_refused(tx, call.id)


def _due(tx: Tx, _wish: Wish, due: PauseDue) -> None:
    call = tx.get(Call, due.call)
    if call is None or call.over or call.recording != "paused" or call.recording_reason != CARD:
        return
    if call.paused_at is None or call.paused_at.timestamp() > due.since + 0.001:
        return
    tx.emit(f"call/{call.id}", call.incident, RecordingAsked(want="resume", reason=FORGOTTEN))


PLANS: dict[type, Callable[[Tx, Wish, Any], None]] = {StopRecording: _stop, PauseDue: _due}
