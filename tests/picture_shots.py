"""Moments of an incident's work that the guides show: what happened, and what is pressed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from console.domain.arrival import CallLanguageChosen, ContactLanguageChosen
from console.domain.board import BoardRow
from console.domain.paging_events import (
    PageAcknowledged,
    PageAsked,
    PageDeliveryAsked,
    PageDeliveryMoved,
    PageStep,
    PageStepStarted,
)
from console.domain.reference import reference
from console.domain.routes import RouteView, Rung
from tests.desk.core.entries import ANA, ME

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.pilot import Pilot

    from console.desk.app import DeskApp
    from tests.desk.screen.paper_hub import PaperHub

    Play = Callable[[DeskApp, Pilot[int]], Awaitable[None]]

VET = Rung(name="Northside Vet", way="sms", address="+1…50", minutes=0, zone="America/New_York")
KIM = Rung(name="Kim Ortiz", way="desk", minutes=5, agent=2, presence="available")
NOBODY = "nobody is on in nights"


@dataclass(frozen=True)
class Shot:
    """One picture."""

    name: str
    prepare: Callable[[PaperHub], None]
    play: Play
    size: tuple[int, int] = (120, 36)
    is_quiet: bool = False
    """Nobody is on the phone."""


def nothing(hub: PaperHub) -> None:
    """Leave it as it is."""


def spanish(hub: PaperHub) -> None:
    """Let the caller speak Spanish."""
    hub.add(f"contact/{ANA}", ContactLanguageChosen(language="es"), incident=None)
    hub.add("call/CA1", CallLanguageChosen(language="es"), incident=1)


def routed(hub: PaperHub) -> None:
    """Let two routes be there, one of them dead."""
    vet = RouteView(name="vet", title="Vet on call", rungs=(VET, KIM))
    hub.routed = [vet, RouteView(name="legal", title="Legal", dead=(NOBODY,))]


def answered(hub: PaperHub) -> None:
    """Let the vet be paged, and answer."""
    routed(hub)
    due = hub.log.now + timedelta(minutes=5)
    asked = PageAsked(
        page="1-1",
        code="4821",
        route="vet",
        title="Vet on call",
        by=ME.number,
        by_name=ME.name,
        words="baking chocolate, shaking",
        steps=(PageStep(to=("person:vet",), minutes=5),),
        due=due,
    )
    told = PageDeliveryAsked(
        page="1-1", delivery=1, step=0, round=0, way="sms", person="person:vet", name=VET.name
    )
    for event in (
        asked,
        PageStepStarted(page="1-1", step=0, round=0, due=due),
        told,
        PageDeliveryMoved(page="1-1", delivery=1, state="delivered", name=VET.name),
        PageAcknowledged(page="1-1", person="person:vet", name=VET.name, how="text", due=due),
    ):
        hub.add("incident/1", event, incident=1)


def on_call(hub: PaperHub) -> None:
    """Put the board up."""
    rows = (
        BoardRow(kind="rotation", name="vets", people=(VET,)),
        BoardRow(kind="schedule", name="nights", dead=(NOBODY,)),
        BoardRow(kind="leads", name="", people=(KIM.model_copy(update={"minutes": 0}),)),
    )
    hub.board = hub.board.model_copy(update={"rows": rows, "dead": (f"Legal: {NOBODY}",)})


def pressing(*keys: str) -> Play:
    """Press some keys from the note."""

    async def play(_app: DeskApp, pilot: Pilot[int]) -> None:
        await pilot.press("ctrl+t", *keys)

    return play


async def noting(app: DeskApp, pilot: Pilot[int]) -> None:
    """A risk with values in it, half written."""
    await pilot.press("ctrl+t")
    app.desk.note.page.insert("! shaking more, @vet Pine Street expects him, #deposit $240")


async def first_minute(app: DeskApp, pilot: Pilot[int]) -> None:
    """One question is answered, the next is asked."""
    await pilot.press("ctrl+t", "alt+s", "alt+right")
    app.desk.note.page.insert("awake, trembling, breathing fast")
    await pilot.press("enter")
    await pilot.pause(0.3)
    await pilot.press("alt+right")
    app.desk.note.page.insert("beagle, male")


async def merging(app: DeskApp, pilot: Pilot[int]) -> None:
    """A wordless text of the same caller from another number: what a merge would do."""
    assert app.session is not None
    app.session.places.show(5)
    await pilot.pause(0.3)
    app.act("incident.merge")
    await pilot.pause(0.3)
    await pilot.press(*reference(1)[:3].lower(), "enter")


async def board(app: DeskApp, pilot: Pilot[int]) -> None:
    """Who can help."""
    await pilot.press("ctrl+t")
    app.act("page.board")


READING = pressing("alt+comma", "alt+slash", *["alt+down"] * 6)
SHOTS = (
    Shot("note", nothing, noting),
    Shot("first-minute", nothing, first_minute),
    Shot("reading", spanish, READING),
    Shot("reading", spanish, READING, size=(80, 24)),
    Shot("escalation", routed, pressing("alt+q", "alt+q")),
    Shot("escalation-answer", answered, pressing()),
    Shot("merge", nothing, merging, is_quiet=True),
    Shot("who-can-help", on_call, board),
)
