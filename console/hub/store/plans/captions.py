"""Plans for captions: begun and ended as the call goes, kept a line at a time."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from console.domain.call_state import Call
from console.domain.captioning import also_heard, decide_switch, next_steps, taker
from console.domain.captions import (
    LONGEST_LINE,
    CaptionsFailed,
    CaptionsHeard,
    CaptionsStarted,
    CaptionsStopped,
    SwitchCaptions,
)
from console.domain.note import mask_cards
from console.hub.store.plans.calls import call_of
from console.hub.store.plans.common import agent_of
from console.hub.store.quarantine import is_foreign, keep_foreign
from console.hub.wishes_captions import TranscriptCallback

if TYPE_CHECKING:
    from collections.abc import Callable

    from channels.captions import Transcript
    from console.domain.base import Event
    from console.hub.store.tx import Tx
    from console.hub.store.wish import Wish
    from console.hub.wishes import EffectTold

log = logging.getLogger(__name__)

NOT_STARTED = "Captions could not be turned on. {words}"
NOT_STOPPED = "The provider may still listen; nothing of it is kept. {words}"


def tells_of_captions(url: str) -> bool:
    """Whether the announcement at one of our addresses tells of captions."""
    return parse_qs(urlsplit(url).query).get("captions") == ["1"]


def follow_captions(tx: Tx) -> None:
    """Begin or end captions, as far as what was just staged of calls asks for it."""
    if not tx.policy.caption_queues:
        return
    touched = {entry.stream: entry for entry in tx.staged if entry.stream.startswith("call/")}
    for stream in touched:
        call = tx.get(Call, stream.partition("/")[2])
        if call is None or not (call.captions.told or call.captions.sittings):
            continue
        steps = next_steps(call, is_allowed=tx.policy.is_captioned(call))
        tx.emit(stream, call.incident, *steps)


def captions_told(tx: Tx, call: Call, told: EffectTold) -> None:
    """Record how a request about captions went."""
    number = int(told.leg)
    sitting = call.captions.sitting(number)
    if sitting is None or sitting.is_over:
        return
    stream, words = f"call/{call.id}", f"{told.words}".strip()
    if told.how == "done" and told.status == "start":
        # The provider's own callback may have said so before its answer came.
        if not (sitting.is_started and sitting.sid):
            tx.emit(stream, call.incident, CaptionsStarted(sitting=number, sid=told.sid))
    elif told.how == "done":
        tx.emit(stream, call.incident, CaptionsStopped(sitting=number, sid=sitting.sid))
    elif not call.over:
        about = NOT_STARTED if sitting.closed_at is None else NOT_STOPPED
        failed = CaptionsFailed(
            sitting=number,
            words=about.format(words=words),
            code=told.code,
            is_unsure=told.how == "unsure",
        )
        tx.emit(stream, call.incident, failed)


def _told(tx: Tx, wish: Wish, callback: TranscriptCallback) -> None:
    report = callback.report
    call = tx.get(Call, report.call)
    if call is None or is_foreign(tx, report.account):
        # Whose words these are is not known, so that they are kept is not agreed to either.
        keep_foreign(tx, replace(wish, command=TranscriptCallback(replace(report, text=""))))
        return
    event = _heard(call, report) if report.event == "content" else _progress(call, report)
    if event is not None:
        tx.emit(f"call/{call.id}", call.incident, event)


def _heard(call: Call, report: Transcript) -> Event | None:
    sitting = taker(call, report.sitting, report.sid, report.said_at)
    if sitting is None or not (report.is_final and report.text and report.track):
        log.info("caption_left_out", extra={"call": call.id, "sitting": report.sitting})
        return None
    is_ours = report.track == "outbound"
    return CaptionsHeard(
        sitting=sitting.number,
        sid=report.sid,
        sequence=report.sequence,
        speaker="agent" if is_ours else "caller",
        agent=sitting.agent if is_ours else None,
        name=sitting.name if is_ours else "",
        others=also_heard(call) if is_ours else (),
        language=report.language or sitting.language,
        confidence=report.confidence,
        text=mask_cards(report.text)[:LONGEST_LINE],
    )


def _progress(call: Call, report: Transcript) -> Event | None:
    sitting = call.captions.sitting(report.sitting)
    if sitting is None:
        return None
    match report.event:
        case "started" if not (sitting.is_started and sitting.sid):
            return CaptionsStarted(sitting=sitting.number, sid=report.sid)
        case "stopped" if not sitting.is_over:
            return CaptionsStopped(sitting=sitting.number, sid=report.sid)
        case "error" if sitting.is_open and not call.over:
            return CaptionsFailed(sitting=sitting.number, words=report.words, code=report.code)
        case _:
            return None


def _switch(tx: Tx, wish: Wish, command: SwitchCaptions) -> None:
    agent, call = agent_of(tx, wish), call_of(tx, command.call)
    allowed = tx.policy.is_captioned(call)
    switched = decide_switch(call, command, agent.number, agent.name, is_allowed=allowed)
    tx.emit(f"call/{call.id}", call.incident, *switched)


PLANS: dict[type, Callable[[Tx, Wish, Any], None]] = {
    SwitchCaptions: _switch,
    TranscriptCallback: _told,
}
