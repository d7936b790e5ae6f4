"""Dial: to phones (all at once or in turn, with screening), to a conference, to a queue.

Source: https://www.twilio.com/docs/voice/twiml/dial
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from channels.simulator.bridge import Bridge
from channels.simulator.conference import CONFERENCE_EVENTS, Participant
from channels.simulator.legs import Callback, Leg
from channels.simulator.script import HangUp, Script
from channels.simulator.twiml import BadDocument

if TYPE_CHECKING:
    import xml.etree.ElementTree as ET

    from channels.simulator.conference import Conference
    from channels.simulator.twiml import Document

MAX_NOUNS = 10


async def dial(script: Script, verb: ET.Element) -> Document | None:
    """Connect the leg; afterwards the action, or else the next verb, takes over."""
    nouns = list(verb)
    room = verb.find("Conference")
    queue = verb.find("Queue")
    if room is not None:
        outcome = await _conference(script, room)
    elif queue is not None:
        outcome = await _queue(script, queue)
    else:
        outcome = await _phones(script, verb, nouns)
    if outcome is None or not verb.get("action"):
        return None
    action = script.document.link(verb.get("action", ""))
    return await script.fetch(action, verb.get("method", "POST"), outcome)


def callback_of(script: Script, noun: ET.Element, default: str) -> Callback | None:
    """The status callback that a noun's attributes ask for."""
    url = noun.get("statusCallback", "")
    if not url:
        return None
    events = noun.get("statusCallbackEvent", default).split()
    method = noun.get("statusCallbackMethod", "POST")
    return Callback(script.document.link(url), method, frozenset(events))


# --- a conference


async def _conference(script: Script, noun: ET.Element) -> dict[str, str] | None:
    leg = script.leg
    leg.answer()
    name = (noun.text or "").strip()
    callback = callback_of(script, noun, "start end")
    _check(script, noun, callback)
    participant = _participant(script, noun)
    room = script.board.rooms.open(name, callback)
    if participant.label and room.find(participant.label) is not None:
        script.board.plant.journal.alert(16025, name, "duplicate label")
        return None
    if participant.coaching and not _is_present(room, participant.coached):
        script.board.plant.journal.alert(13240, name, "coached leg is not in the room")
        return None
    room.join(participant)
    await participant.left.wait()
    return {"DialCallStatus": "answered"}


def _check(script: Script, noun: ET.Element, callback: Callback | None) -> None:
    journal = script.board.plant.journal
    if callback is not None and callback.events - CONFERENCE_EVENTS:
        journal.complain(f"unknown conference events {sorted(callback.events)}")
    if noun.get("record", "do-not-record") != "do-not-record":
        journal.complain("conference recording is not simulated: record the leg")


def _is_present(room: Conference, sid: str | None) -> bool:
    return sid is not None and sid in {one.leg.sid for one in room.present}


def _participant(script: Script, noun: ET.Element) -> Participant:
    wait = noun.get("waitUrl")
    return Participant(
        script.leg,
        label=noun.get("participantLabel", ""),
        muted=noun.get("muted") == "true",
        coaching=noun.get("coach") is not None,
        coached=noun.get("coach"),
        starts=noun.get("startConferenceOnEnter", "true") == "true",
        ends=noun.get("endConferenceOnExit") == "true",
        wait_url=script.document.link(wait) if wait else wait,
        wait_method=noun.get("waitMethod", "POST"),
    )


# --- a queue


async def _queue(script: Script, noun: ET.Element) -> dict[str, str] | None:
    leg = script.leg
    leg.answer()
    queue = script.board.queues.named((noun.text or "").strip())
    member = queue.find("Front")
    if member is None:
        return {"DialCallStatus": "no-answer"}
    if noun.get("url"):
        caller = Script(script.board, member.leg, script.verbs)
        announced = await caller.fetch(script.document.link(noun.get("url", "")))
        await caller.follow(announced)
    queue.take_out(member, "bridged")
    bridge = Bridge(leg, member.leg)
    try:
        await bridge.over.wait()
    finally:
        member.done.set()
    return {"DialCallStatus": "completed", "DialCallSid": member.leg.sid}


# --- phones


async def _phones(
    script: Script, verb: ET.Element, nouns: list[ET.Element]
) -> dict[str, str] | None:
    if len(nouns) > MAX_NOUNS:
        raise BadDocument(13200, f"{len(nouns)} nouns in <Dial>")
    leg = script.leg
    if verb.get("answerOnBridge", "false") != "true":
        leg.answer()
    seconds = float(verb.get("timeout", "30"))
    children = [_child(script, verb, noun) for noun in nouns] or [_child(script, verb, verb)]
    attempts = [[one] for one in children]
    if verb.get("sequential", "false") != "true":
        attempts = [children]
    winner: Leg | None = None
    for attempt in attempts:
        winner = await _first(script, list(attempt), seconds)
        if winner is not None:
            break
    if winner is None:
        return {"DialCallStatus": children[-1][0].status, "DialCallSid": children[-1][0].sid}
    leg.answer()
    bridge = Bridge(leg, winner)
    try:
        await bridge.over.wait()
    finally:
        winner.finish("completed")
    return {
        "DialCallStatus": "completed",
        "DialCallSid": winner.sid,
        "DialCallDuration": str(winner.seconds),
        "DialBridged": "true",
    }


def _child(script: Script, verb: ET.Element, noun: ET.Element) -> tuple[Leg, ET.Element]:
    identity = noun.find("Identity")
    to = ((identity.text if identity is not None else noun.text) or "").strip()
    if noun.tag == "Client":
        to = f"client:{to}"
    child = Leg(
        script.board.plant,
        sender=verb.get("callerId", script.leg.sender),
        to=to,
        direction="outbound-dial",
        parent_sid=script.leg.sid,
        callback=callback_of(script, noun, "completed"),
    )
    return script.board.exchange.enter(child), noun


async def _first(
    script: Script, children: list[tuple[Leg, ET.Element]], seconds: float
) -> Leg | None:
    """Ring all; the first that answers and passes its screening wins, the others stop."""
    won: asyncio.Queue[Leg | None] = asyncio.Queue()
    for child, noun in children:
        child.run(_try(script, child, noun, seconds, won))
    winner: Leg | None = None
    try:
        for _ in children:
            winner = await won.get()
            if winner is not None:
                return winner
        return None
    finally:
        for child, _noun in children:
            if child is not winner:
                child.finish("completed" if child.started else "canceled", 487)


async def _try(
    script: Script, child: Leg, noun: ET.Element, seconds: float, won: asyncio.Queue[Leg | None]
) -> None:
    child.at_end.append(lambda: won.put_nowait(None))
    if not await script.board.exchange.ring(child, seconds):
        return
    url = noun.get("url", "")
    if url:
        screening = Script(script.board, child, script.verbs)
        try:
            document = await screening.fetch(script.document.link(url), noun.get("method", "POST"))
            await screening.follow(document)
        except HangUp:
            child.finish("completed")
            return
    won.put_nowait(child)
