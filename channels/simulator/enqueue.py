"""Enqueue: a caller waits in a queue, hears its waitUrl, may leave by a key.

Source: https://www.twilio.com/docs/voice/twiml/enqueue
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from channels.simulator.legs import call_form
from channels.simulator.player import DEFAULT_MUSIC
from channels.simulator.queues import Member, Queue
from channels.simulator.script import HangUp, LeaveQueue, Script
from channels.simulator.twiml import QUEUE_VERBS

if TYPE_CHECKING:
    import xml.etree.ElementTree as ET

    from channels.simulator.twiml import Document


async def enqueue(script: Script, verb: ET.Element) -> Document | None:
    """Wait until bridged, left or redirected; the action is told the QueueResult."""
    leg, plant = script.leg, script.board.plant
    leg.answer()
    queue = script.board.queues.named((verb.text or "").strip())
    queue.max_size = int(verb.get("maxQueueSize", queue.max_size))
    action = script.document.link(verb.get("action", "")) if verb.get("action") else ""
    member = Member(leg, plant.clock.now())
    if len(queue.members) >= queue.max_size:
        member.result = "queue-full"
    else:
        queue.members.append(member)
        try:
            await _wait(script, verb, queue, member)
        except asyncio.CancelledError:
            _gone(script, queue, member, action)
            raise
        except HangUp:
            queue.take_out(member, "hangup")
            raise
    if not action:
        return None
    return await script.fetch(action, verb.get("method", "POST"), _outcome(queue, member))


def _outcome(queue: Queue, member: Member) -> dict[str, str]:
    return {
        "QueueResult": member.result,
        "QueueSid": queue.sid,
        "QueueTime": str(member.waited),
    }


def _gone(script: Script, queue: Queue, member: Member, action: str) -> None:
    """The caller hung up or was redirected by REST: the action only hears of it."""
    was_bridged = member.result == "bridged"
    result = "hangup" if script.leg.is_over else "redirected"
    if was_bridged and result == "redirected":
        result = "redirected-from-bridged"
    queue.take_out(member, result)
    member.result = result
    script.board.plant.webhooks.notify(action, call_form(script.leg) | _outcome(queue, member))


async def _wait(script: Script, verb: ET.Element, queue: Queue, member: Member) -> None:
    """Play the waitUrl in rounds until the member is out of the queue."""
    waiting = Script(
        script.board,
        script.leg,
        script.verbs,
        allowed=QUEUE_VERBS,
        extra=lambda: queue.form(member) if member in queue.members else {},
    )
    url = verb.get("waitUrl")
    absolute = script.document.link(url) if url else ""
    rounds = asyncio.ensure_future(
        _rounds(waiting, absolute, verb.get("waitUrlMethod", "POST"), is_default=url is None)
    )
    out = asyncio.ensure_future(member.out.wait())
    try:
        await asyncio.wait({rounds, out}, return_when=asyncio.FIRST_COMPLETED)
        if rounds.done():
            rounds.result()
    except LeaveQueue:
        queue.take_out(member, "leave")
    finally:
        rounds.cancel()
        out.cancel()
        script.leg.keypad = None
    if member.result == "bridged":
        await member.done.wait()


async def _rounds(waiting: Script, url: str, method: str, *, is_default: bool) -> None:
    clock = waiting.board.plant.clock
    if not url:
        if is_default:
            waiting.leg.hear(DEFAULT_MUSIC)
        await waiting.leg.over.wait()
    while True:
        before = clock.now()
        await waiting.follow(await waiting.fetch(url, method))
        if clock.now() == before:
            await clock.sleep(1)
