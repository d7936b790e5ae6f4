"""Where my audio is a browser, the desk opens its page and says when it is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.audio_line import AudioWatch
from console.desk.signals import signal_of
from console.desk.sse import Frame
from console.domain.agent import Agent, AgentChanged, PresenceSet
from console.domain.audio_line import AudioLine
from tests.desk.screen.paper_hub import PaperHub
from tests.desk.screen.stage import stage

if TYPE_CHECKING:
    from pathlib import Path

SAM = Agent(number=3, name="Sam", phone="client:agent_3", presence="available")


def test_a_page_that_falls_silent_counts_as_closed() -> None:
    now = 0.0
    watch = AudioWatch(lambda: now)
    assert watch.words(SAM) == ""
    now = 15.0
    assert "is not open: calls can't reach you" in watch.words(SAM)
    watch.heard(AudioLine(state="ready"))
    assert watch.words(SAM) == ""
    now = 54.9
    assert watch.words(SAM) == ""
    now = 55.0
    assert "is not open" in watch.words(SAM)


def test_the_line_is_read_from_the_stream() -> None:
    told = AudioLine(agent=3, state="ringing")
    assert signal_of(Frame("line", told.model_dump_json(), None)) == told
    assert signal_of(Frame("line", '{"state": "on fire"}', None)) is None


def test_only_who_takes_calls_in_a_browser_is_warned() -> None:
    watch = AudioWatch(lambda: 0.0)
    watch.heard(AudioLine(state="trouble"))
    assert "has trouble" in watch.words(SAM)
    assert watch.words(SAM.model_copy(update={"phone": "+14155550171"})) == ""
    assert watch.words(SAM.model_copy(update={"presence": "offline"})) == ""


def test_who_has_not_begun_to_take_calls_knows_already_whether_they_could() -> None:
    watch = AudioWatch(lambda: 0.0)
    on_break = SAM.model_copy(update={"presence": "break"})
    watch.heard(AudioLine(state="asking"))
    assert "waits for one click" in watch.words(on_break)
    watch.heard(AudioLine(state="blocked"))
    assert "no microphone" in watch.words(on_break)
    assert watch.ready_words(on_break) == ""
    watch.heard(AudioLine(state="ready"))
    assert watch.words(on_break) == ""
    assert watch.ready_words(on_break) == "audio page ready"
    assert watch.ready_words(SAM.model_copy(update={"phone": "+14155550171"})) == ""


async def test_a_line_that_breaks_stands_above_everything_until_it_is_back(
    tmp_path: Path,
) -> None:
    hub = PaperHub()
    hub.opened()
    async with stage(tmp_path, hub) as desk:
        await desk.sees("NMK-HN1")
        browser = AgentChanged(phone="client:agent_3")
        hub.happens(hub.add("agent/3", browser, incident=None))
        hub.happens(hub.add("agent/3", PresenceSet(state="available"), incident=None))
        hub.signal(AudioLine(agent=3, state="offline"))
        await desk.sees("Your audio page has no line")
        hub.signal(AudioLine(agent=3, state="ready"))
        await desk.sees_no("Your audio page has no line")
        await desk.sees("AVAILABLE · audio page ready")


async def test_the_palette_gives_the_address_of_my_audio_page(tmp_path: Path) -> None:
    hub = PaperHub()
    hub.opened()
    async with stage(tmp_path, hub) as desk:
        await desk.sees("NMK-HN1")
        await desk.press("ctrl+p")
        await desk.types("open audio")
        await desk.sees("Open audio page")
        await desk.press("enter")
        await desk.until(lambda: desk.app.clipboard.endswith("/audio#once-and-for-a-minute"))
        await desk.sees("open it in your browser within 60 s")
