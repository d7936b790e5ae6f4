"""Answering machine detection: listens while the leg goes on, and tells what it made of it.

Source: https://www.twilio.com/docs/voice/answering-machine-detection
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from channels.simulator.people import Person

if TYPE_CHECKING:
    from channels.simulator.legs import Leg
    from channels.simulator.params import Params


def detect(leg: Leg, params: Params) -> None:
    """Let a leg be listened to as soon as it is answered, if its request asks for that."""
    url = params.get("AmdStatusCallback")
    if params.get("MachineDetection", "none") == "none":
        return
    if not url:
        leg.plant.journal.alert(21262, "Participants", "no AmdStatusCallback")
        return
    method = params.get("AmdStatusCallbackMethod") or "POST"
    leg.at_answer.append(
        lambda: leg.plant.tasks.start(_listen(leg, url, method), "machine detection")
    )


async def _listen(leg: Leg, url: str, method: str) -> None:
    plant = leg.plant
    seconds = plant.settings.latencies.detection
    await plant.clock.sleep(seconds)
    if leg.is_over:
        return
    form = {
        "AccountSid": plant.settings.account_sid,
        "CallSid": leg.sid,
        "AnsweredBy": verdict(leg),
        "MachineDetectionDuration": str(int(seconds * 1000)),
    }
    plant.webhooks.notify(url, form, method=method)


def verdict(leg: Leg) -> str:
    """What detection takes whoever answered for; it can be wrong about people."""
    if not isinstance(leg.person, Person):
        return "unknown"
    phone = leg.person.phone
    return phone.taken_for or ("machine_start" if phone.kind == "voicemail" else "human")
