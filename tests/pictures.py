"""Draws the desk at work on fiction: ``python -m tests.pictures`` fills docs/pictures."""

from __future__ import annotations

import asyncio
import math
import re
import shutil
import subprocess
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from textual.widgets import Input, TextArea

from console.desk.app import DeskApp
from console.domain.agent import AgentAdded, AgentEngaged
from console.domain.call_events import (
    CallAccepted,
    CallArrived,
    CallConnected,
    CallQueued,
    ConsentHeard,
    RecordingConfirmed,
)
from console.domain.incident_events import (
    CategorySet,
    FlagSet,
    HandleJoined,
    IncidentTaken,
    StatusMoved,
)
from console.domain.message_events import MessageReported
from console.domain.note import NoteAdded, mark_of
from console.domain.person import ContactIdentified
from console.domain.promise import PromiseMade
from console.domain.promise_time import due_of
from console.domain.sla import Targets
from tests.desk.core.entries import ANA, ME
from tests.desk.screen.crowd import busy_floor
from tests.desk.screen.happenings import joined
from tests.desk.screen.paper_hub import PaperHub
from tests.desk.screen.stage import settings
from tests.picture_shots import SHOTS

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tests.picture_shots import Shot

SIZES = ((80, 24), (120, 36), (160, 48))
FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
MAIL = "mailto:ana@example.com"
THERE = "America/Los_Angeles"
VOW = "I call her back at 18:00, after the vet has seen him"
WORK: tuple[tuple[str, tuple[str, ...], tuple[int, int]], ...] = (
    ("hint", (), (120, 36)),
    ("script", ("alt+s",), (120, 36)),
    ("script", ("alt+s", "alt+right"), (160, 48)),
    ("script", ("alt+s",), (80, 24)),
    ("emergency", ("alt+e",), (120, 36)),
    ("promises", ("alt+z",), (120, 36)),
    ("clocks", ("alt+c",), (120, 36)),
)
"""Pictures of the incident's work: name, keys, size."""
OTHERS = (
    (2, "tel:+14155550102", "Jo Park", "pet-lost", "high", "He slipped the leash at the park gate"),
    (3, "tel:+14155550103", "Kim Vega", "property", "high", "The sofa is torn, photos attached"),
    (4, "mailto:lee@example.com", "Lee Moss", "fraud-billing", "low", "I was charged twice"),
    (5, "tel:+14155550105", "", "uncategorised", "normal", "hello? is anybody there"),
)


def incident() -> PaperHub:
    """One call in progress about a poisoned dog, and four other incidents."""
    hub = waiting()
    _call(hub)
    return hub


def waiting() -> PaperHub:
    """The same before anybody rang."""
    hub = PaperHub()
    sam = AgentAdded(number=ME.number, login=ME.login, name=ME.name, role="agent")
    hub.add(f"agent/{ME.number}", sam, incident=None)
    for number, handle, name, category, severity, text in OTHERS:
        _other(hub, number, handle, name)
        event = CategorySet.model_validate({"category": category, "severity": severity})
        hub.add(f"incident/{number}", event, incident=number)
        hub.texted(text, handle=handle, number=number)
        hub.snippets[number] = text
    _main(hub)
    return hub


def _other(hub: PaperHub, number: int, handle: str, name: str) -> None:
    hub.opened(number, handle)
    if name:
        named = ContactIdentified(person=number, name=name)
        hub.add(f"contact/{handle}", named, incident=number)


def _main(hub: PaperHub) -> None:
    hub.log.now += timedelta(minutes=14)
    hub.opened()
    hub.add(f"contact/{ANA}", ContactIdentified(person=1, name="Ana Ruiz"))
    hub.add("incident/1", HandleJoined(handle=MAIL))
    hub.add("incident/1", FlagSet(flag="no voicemail", note="It is shared."), actor="agent:4")
    poisoned = CategorySet(category="pet-poison", severity="critical")
    hub.add("incident/1", poisoned, actor="agent:4")
    hub.texted("My sitter says Biscuit ate something in the kitchen. Please help", media=1)
    sent = hub.composed("Is Biscuit breathing and awake? Please call us now: +1 415 555 0100")
    hub.add(sent.stream, MessageReported(id=sent.event.id, status="delivered"))
    hub.texted("He ate baking chocolate! Awake but shaking 😟 I am calling")


def _call(hub: PaperHub) -> None:
    stream = "call/CA1"
    arrived = CallArrived(
        sid="CA1", handle=ANA, to="+14155550100", attestation="TN-Validation-Passed-A"
    )
    for event in (arrived, ConsentHeard(refused=False), CallQueued()):
        hub.add(stream, event)
    hub.log.now += timedelta(seconds=21)
    accepted = CallAccepted(agent=ME.number, name=ME.name, phone="+14155550190", leg="a1")
    hub.add(stream, accepted)
    hub.add(f"agent/{ME.number}", AgentEngaged(call="CA1"), incident=None)
    hub.add("incident/1", IncidentTaken(agent=ME.number, name=ME.name))
    hub.add("incident/1", StatusMoved(before="new", after="open"), actor=f"agent:{ME.number}")
    hub.add(stream, joined("customer", 1))
    hub.add(stream, joined("a1", 2))
    hub.add(stream, CallConnected())
    hub.add(stream, RecordingConfirmed(now="on", sid="RE1"))
    notes = (
        (9, "Biscuit, beagle, 12 kg, 4 years old"),
        (31, '"there is half a bar of baking chocolate missing"'),
        (52, "! about 60 g dark chocolate, 70 %, one hour ago; shaking, awake"),
        (74, "> I call her back at 18:00, after the vet has seen him"),
        (96, "? which clinic: asked for the 24 h one on Pine Street"),
    )
    for offset, text in notes:
        hub.log.now += timedelta(seconds=20)
        key = f"N{offset}"
        note = NoteAdded(id=key, text=text, mark=mark_of(text), call="CA1", offset=offset)
        hub.add(f"note/{key}", note, actor=f"agent:{ME.number}")
    hub.log.now += timedelta(seconds=7)


async def draw(size: tuple[int, int], folder: Path) -> Path:
    """One picture as SVG; gives where it is."""
    path = folder / f"desk-{size[0]}x{size[1]}.svg"
    with tempfile.TemporaryDirectory() as spool:
        app = DeskApp(settings(Path(spool)), incident(), moment=lambda: 0.0)
        async with app.run_test(size=size) as pilot:
            await write_something(app, pilot)
            path.write_text(app.export_screenshot(title="Steadyline"), "utf-8")
    return path


async def draw_work(name: str, keys: tuple[str, ...], size: tuple[int, int]) -> Path:
    """The same call after some keys, as SVG; gives where it is."""
    path = FOLDER / f"{name}-{size[0]}x{size[1]}.svg"
    hub = incident()
    hub.promise = Targets(first=5, next=15, resolution=480)
    due = due_of(VOW, hub.log.now, ZoneInfo(THERE))
    vow = PromiseMade(id="N74", text=VOW, due=due, zone=THERE, agent=ME.number)
    hub.add("incident/1", vow, actor=f"agent:{ME.number}")
    with tempfile.TemporaryDirectory() as spool:
        app = DeskApp(settings(Path(spool)), hub, moment=lambda: 0.0)
        async with app.run_test(size=size) as pilot:
            while app.session is None or not app.session.cards.words():
                await pilot.pause(0.05)
            await pilot.press("ctrl+t", *keys)
            await pilot.pause(1.3)
            path.write_text(app.export_screenshot(title="Steadyline"), "utf-8")
    return path


async def draw_shot(shot: Shot, hub: PaperHub) -> Path:
    """A moment of the work as SVG; gives where it is."""
    path = FOLDER / f"{shot.name}-{shot.size[0]}x{shot.size[1]}.svg"
    shot.prepare(hub)
    with tempfile.TemporaryDirectory() as spool:
        app = DeskApp(settings(Path(spool)), hub, moment=lambda: 0.0)
        async with app.run_test(size=shot.size) as pilot:
            while app.session is None or not app.session.cards.words():
                await pilot.pause(0.05)
            await shot.play(app, pilot)
            for page in (*app.desk.query(TextArea), *app.desk.query(Input)):
                page.cursor_blink = False
            await pilot.pause(1.3)
            path.write_text(app.export_screenshot(title="Steadyline"), "utf-8")
    return path


async def draw_floor(size: tuple[int, int], folder: Path) -> Path:
    """The floor as a lead sees it, as SVG; gives where it is."""
    path = folder / f"floor-{size[0]}x{size[1]}.svg"
    with tempfile.TemporaryDirectory() as spool:
        app = DeskApp(settings(Path(spool)), busy_floor(), moment=lambda: 0.0)
        async with app.run_test(size=size) as pilot:
            while app.session is None or app.session.model.me is None:
                await pilot.pause(0.05)
            await pilot.press("alt+o")
            await pilot.pause(1.3)
            path.write_text(app.export_screenshot(title="Steadyline"), "utf-8")
    return path


async def write_something(app: DeskApp, pilot: Pilot[int]) -> None:
    """An answer half written, and a note."""
    while app.session is None or not app.desk.timeline.lines or not app.session.cards.words():
        await pilot.pause(0.05)
    for page in (app.desk.reply.page, app.desk.note.page):
        # A picture that caught the cursor dark differs from one that caught it bright.
        page.cursor_blink = False
    await pilot.press("ctrl+r")
    app.desk.reply.page.insert("The clinic on Pine Street expects you. Go now, don’t wait.")
    await pilot.press("ctrl+t")
    app.desk.note.page.insert("! breathing is faster now")
    # One tick of the clocks.
    await pilot.pause(1.3)


def main() -> None:
    """Draw every size, as PNG too where a converter is installed."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for size in SIZES:
        _as_png(asyncio.run(draw(size, FOLDER)))
    for size in SIZES[1:]:
        _as_png(asyncio.run(draw_floor(size, FOLDER)))
    for name, keys, size in WORK:
        _as_png(asyncio.run(draw_work(name, keys, size)))
    for shot in SHOTS:
        _as_png(asyncio.run(draw_shot(shot, waiting() if shot.is_quiet else incident())))


def _as_png(path: Path) -> None:
    """Let a browser draw it; other converters lose the spaces between words."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    size = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', path.read_text("utf-8"))
    if browser is None or size is None:
        return
    width, height = (math.ceil(float(one)) for one in size.groups())
    with tempfile.TemporaryDirectory() as profile:
        command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
        command += ["--disable-background-networking", f"--user-data-dir={profile}"]
        command += [f"--window-size={width},{height}", f"--screenshot={path.with_suffix('.png')}"]
        subprocess.run([*command, path.as_uri()], check=True, capture_output=True)


if __name__ == "__main__":
    main()
