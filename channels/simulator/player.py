"""Saying and playing things to a leg, and documents that do nothing else (wait, hold)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from channels.simulator.twiml import WAITING_VERBS, Document, fetch

if TYPE_CHECKING:
    import xml.etree.ElementTree as ET
    from collections.abc import Mapping

    from channels.simulator.legs import Leg

DEFAULT_MUSIC = "[music]"


async def say(leg: Leg, verb: ET.Element, document: Document) -> None:
    """Speak a Say or Pause or play a Play, taking the time it takes."""
    plant = leg.plant
    times = max(1, int(verb.get("loop", "1")))
    for _ in range(times):
        match verb.tag:
            case "Say":
                words = " ".join("".join(verb.itertext()).split())
                leg.hear(words)
                await plant.clock.sleep(len(words.split()) * plant.settings.latencies.word)
            case "Play":
                url = document.link((verb.text or "").strip())
                leg.hear(f"[{url}]")
                await plant.clock.sleep(plant.settings.latencies.play)
            case _:
                await plant.clock.sleep(float(verb.get("length", "1")))


async def play_through(leg: Leg, document: Document) -> tuple[str, str] | None:
    """Play a waiting document; the URL and method to go on with, if it redirects."""
    for verb in document.verbs:
        if verb.tag == "Redirect":
            return document.link((verb.text or "").strip()), verb.get("method", "POST")
        await say(leg, verb, document)
    return None


async def play_on(leg: Leg, url: str, method: str, form: Mapping[str, str]) -> None:
    """Play a waiting document and what it redirects to; silence follows its end.

    Raises DeliveryFailed or BadDocument when a document cannot be had.
    """
    step: tuple[str, str] | None = (url, method)
    while step is not None:
        before = leg.plant.clock.now()
        document = await fetch(leg.plant, step[0], form, method=step[1], allowed=WAITING_VERBS)
        step = await play_through(leg, document)
        if step is not None and leg.plant.clock.now() == before:
            leg.plant.journal.complain(f"{step[0]} plays nothing and redirects: an endless loop")
            return
