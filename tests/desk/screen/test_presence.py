"""Presence on the desk: what comes after a contact, and why a call came to me."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from console.domain.agent import NextPresenceSet, PresenceSet
from console.domain.queue import QueueClosed, QueueDiverted, QueueDivertEnded
from tests.desk.screen.stage import stage

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desk.screen.paper_hub import PaperHub

WHY = "It has waited 2 min 14 s in safety, the longest. You alone were free for it."


async def test_lunch_after_this_call_is_asked_for_in_two_keys(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.on_call()
        await desk.press("alt+n")
        await desk.sees("as soon as the wrap-up ends", "recover — 5 minutes")
        await desk.press("enter")
        await desk.until(lambda: any(p.command.kind == "presence.next" for p in hub.posts))
        hub.happens(hub.add("agent/3", NextPresenceSet(state="break"), incident=None))
        await desk.sees("ON CALL", "then BREAK")
        await desk.press("alt+n")
        await desk.sees("nothing; take break back")


async def test_the_minutes_to_recover_run_down(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.sees("NMK-HN1")
        until = hub.log.now + timedelta(minutes=5)
        hub.happens(hub.add("agent/3", PresenceSet(state="recover", until=until), incident=None))
        await desk.sees("RECOVER 0", "then calls come again")


async def test_why_a_call_came_to_me_is_told_in_sentences(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.sees("NMK-HN1")
        await desk.press("alt+y")
        await desk.sees("No call was offered to you now.")
        hub.happens(*hub.rings(why=WHY))
        await desk.sees("F2 accept")
        await desk.press("alt+y")
        await desk.sees("It has waited 2 min 14 s in safety, the longest.", "You alone were free")


async def test_a_diverted_queue_is_on_everybodys_screen_until_it_is_not(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.sees("NMK-HN1")
        until = hub.log.now + timedelta(hours=1)
        diverted = QueueDiverted(to="billing", until=until, by="Lee Park")
        hub.happens(hub.add("queue/safety", diverted, incident=None))
        await desk.sees("safety is diverted to billing until 10:0", "(Lee Park)")
        hub.happens(hub.add("queue/safety", QueueDivertEnded(to="billing"), incident=None))
        await desk.sees_no("diverted to billing")
        hub.happens(hub.add("queue/safety", QueueClosed(reason="fire drill"), incident=None))
        await desk.sees("safety is closed: fire drill")
