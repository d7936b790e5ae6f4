"""A call on the desk: it cannot be overlooked, taken in one key, and always tells its state."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from console.desk.app import DeskApp
from console.desk.signals import Resync
from console.desk.wire_errors import Refused
from console.domain.agent import AgentFreed, AgentWrapping
from console.domain.arrival import CallLanguageChosen
from console.domain.call_events import (
    CallEnded,
    CallTroubled,
    EndCall,
    HoldAsked,
    MuteAsked,
    OfferEnded,
    RoomReported,
)
from console.domain.person import ContactIdentified
from console.domain.wire import Typing
from tests.desk.core.entries import ME
from tests.desk.screen.stage import Stage, settings, stage

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desk.screen.paper_hub import PaperHub


async def test_an_incoming_call_shows_who_rings_on_every_screen(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.sees("NMK-HN1")
        await desk.press("f1")
        await desk.sees("THE DESK")
        await desk.rings()
        await desk.sees("F2 accept", "+1…01", "no match", "number verified", "queue safety")
        await desk.press("f1", "ctrl+p")
        await desk.sees("INCOMING CALL", "Take the call that rings for you")


async def test_an_incoming_call_says_that_they_speak_spanish(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub, size=(80, 24)) as desk:
        await desk.rings()
        await desk.sees_no("SPEAKS SPANISH")
        hub.happens(hub.add("call/CA1", CallLanguageChosen(language="es"), incident=1))
        await desk.sees("queue safety · SPEAKS SPANISH")


async def test_the_alarm_ends_when_the_caller_leaves(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.rings()
        gone = OfferEnded(agent=ME.number, name=ME.name, how="caller-left", seconds=4)
        hub.happens(
            hub.add("call/CA1", gone),
            hub.add("agent/3", AgentFreed(call="CA1"), incident=None),
        )
        await desk.sees_no("INCOMING CALL")
        await desk.sees("NO CALL")


async def test_after_accepting_the_cursor_is_in_the_note(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.sees("NMK-HN1")
        await desk.press("ctrl+p")
        await desk.press("escape")
        await desk.on_call()
        await desk.types("!shaking")
        await desk.sees("NOTE · INTERNAL", "RISK", "!shaking", "+00:0")


async def test_a_call_can_be_taken_from_within_the_palette(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.rings()
        await desk.press("ctrl+p")
        await desk.sees("Take the call that rings for you", "INCOMING CALL")
        await desk.press("f2")
        await desk.until(lambda: desk.app.session is not None and bool(hub.posts))
        assert hub.posts[0].command.kind == "call.accept"


@pytest.mark.parametrize("over", ["ctrl+p", "f1"])
async def test_what_is_typed_once_the_call_has_begun_goes_to_the_note_whatever_was_open(
    over: str, tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.sees("NMK-HN1")
        await desk.press(over)
        await desk.until(lambda: desk.app.screen is not desk.app.desk)
        await desk.on_call()
        await desk.types("!shaking")
        await desk.sees("NOTE · INTERNAL", "!shaking", "+00:0")


async def test_mute_and_hold_are_shown_when_they_are_confirmed(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.on_call()
        hub.happens(hub.add("call/CA1", MuteAsked(on=True)))
        await desk.sees("muting…")
        report = RoomReported(
            conference="CF1", event="participant-mute", sequence=9, leg="a1", muted=True
        )
        hub.happens(hub.add("call/CA1", report))
        await desk.sees("MUTED")
        hub.happens(hub.add("call/CA1", HoldAsked(on=True)))
        await desk.sees("holding…", "MUTED")


async def test_a_failed_mute_is_an_alarm(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.on_call()
        words = "Mute failed: you can be heard. Press mute again."
        hub.happens(
            hub.add("call/CA1", MuteAsked(on=True)),
            hub.add("call/CA1", CallTroubled(about="mute", words=words)),
        )
        await desk.sees("NOT MUTED", "you can be heard")


async def test_hanging_up_takes_two_presses(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.on_call()
        await desk.press("f8")
        await desk.sees("Press the key again")
        assert not any(isinstance(post.command, EndCall) for post in hub.posts)
        await desk.press("f8")
        await desk.until(lambda: isinstance(hub.posts[-1].command, EndCall))


async def test_a_press_right_after_the_end_is_swallowed(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.on_call()
        hub.happens(
            hub.add("call/CA1", CallEnded(reason="completed")),
            hub.add("agent/3", AgentWrapping(call="CA1"), incident=None),
        )
        await desk.sees("WRAP-UP")
        sent = len(hub.posts)
        await desk.press("f8", "f8")
        await desk.sees("WRAP-UP")
        assert len(hub.posts) == sent


async def test_a_refusal_is_shown_in_the_hubs_words(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.rings()
        hub.no = Refused("Robin Roe took this call.", "taken")
        await desk.press("f2")
        await desk.sees("Robin Roe took this call.")


async def test_a_live_call_is_found_again_after_a_restart(tmp_path: Path, hub: PaperHub) -> None:
    hub.rings()
    hub.connected()
    async with stage(tmp_path, hub) as desk:
        await desk.sees("ON CALL 00:0", "call · answered by")
        assert desk.app.desk.note.page.has_focus


async def test_the_bell_repeats_every_three_seconds_until_the_call_is_taken(
    tmp_path: Path, hub: PaperHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    bells: list[float] = []
    now = 100.0
    app = DeskApp(settings(tmp_path), hub, moment=lambda: now)
    monkeypatch.setattr(app, "bell", lambda: bells.append(now))
    async with app.run_test(size=(120, 36)) as pilot:
        desk = Stage(app, pilot, hub)
        await desk.sees("NMK-HN1")
        await desk.rings()
        for _ in range(7):
            now += 1.0
            app.tick()
        assert bells == [100.0, 103.0, 106.0]
        await desk.press("f2")
        await desk.sees("ON CALL")
        now += 9.0
        app.tick()
        assert bells == [100.0, 103.0, 106.0]


async def test_colleagues_in_the_incident_are_named(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.sees("NMK-HN1", "TO +1…01 SMS")
        hub.signal(Typing(incident=1, agent=4, name="Robin Roe", doing="typing"))
        await desk.sees("also here: Robin Roe types")
        assert [word.doing for word in hub.words] == ["viewing"]


async def test_after_a_gap_the_screen_is_read_anew(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.sees("NMK-HN1", "TO +1…01 SMS")
        hub.texted("Where are you?")
        hub.signal(Resync())
        await desk.sees("Where are you?", "2 unanswered")


async def test_somebody_known_is_named_when_they_ring_for_the_first_time_today(
    tmp_path: Path, hub: PaperHub
) -> None:
    handle = "tel:+14155550102"
    async with stage(tmp_path, hub) as desk:
        await desk.sees("NMK-HN1", "TO +1…01 SMS")
        hub.add(f"contact/{handle}", ContactIdentified(person=2, name="Jo Park"), incident=None)
        hub.log.opened(2, handle, name="Jo Park")
        hub.happens(hub.log.entries[-1])
        await desk.sees("B97-3A3  Jo Park")
        hub.happens(*hub.rings(number=2, handle=handle))
        await desk.sees("+1…02 · Jo Park · number verified", "no other open incidents")
