"""The key of escalation: routes, their preview, the second press, and what came of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from console.desk.app import REFRESH_SECONDS
from console.domain.emergency import HandToEmergency
from console.domain.paging_events import (
    AcknowledgePage,
    AskPage,
    PageAcknowledged,
    PageAsked,
    PageDeliveryAsked,
    PageDeliveryMoved,
    PageEnded,
    PageStep,
    PageStepStarted,
)
from console.domain.routes import RouteView, Rung
from console.domain.transfer_events import TransferCall
from tests.desk.core.entries import ME
from tests.desk.screen.stage import stage

if TYPE_CHECKING:
    from pathlib import Path

    from console.domain.base import Event
    from console.domain.paging_events import Way
    from tests.desk.screen.paper_hub import PaperHub

VET = RouteView(
    name="vet",
    title="Vet on call",
    rungs=(
        Rung(name="Northside Vet", way="sms", address="+1…50", minutes=0, zone="America/New_York"),
        Rung(name="Kim Ortiz", way="desk", minutes=5, agent=2, presence="available"),
    ),
)
LEGAL = RouteView(name="legal", title="Legal", dead=("nobody is on in nights",))


def happens(hub: PaperHub, *events: Event) -> None:
    hub.happens(*(hub.add("incident/1", event, incident=1) for event in events))


def asked(hub: PaperHub, agent: int | None = None) -> tuple[Event, ...]:
    """A page that somebody is told of."""
    due = hub.log.now + timedelta(minutes=5)
    way: Way = "desk" if agent is not None else "sms"
    return (
        PageAsked(
            page="1-1",
            code="4821",
            route="vet",
            title="Vet on call",
            by=ME.number if agent is None else 2,
            by_name="Sam Lee",
            words="rat poison",
            steps=(PageStep(to=("leads",), minutes=5),),
            due=due,
        ),
        PageStepStarted(page="1-1", step=0, round=0, due=due),
        PageDeliveryAsked(
            page="1-1",
            delivery=1,
            step=0,
            round=0,
            way=way,
            person="person:vet",
            name="Northside Vet",
            agent=agent,
        ),
    )


async def test_a_second_press_shows_who_is_reached_and_a_third_pages_them(
    tmp_path: Path, hub: PaperHub
) -> None:
    hub.routed = [LEGAL, VET]
    async with stage(tmp_path, hub, size=(120, 36)) as desk:
        await desk.sees("nobody has it")
        await desk.press("alt+q")
        await desk.sees("Vet on call · now text Northside Vet · then 1 more from +5 min")
        await desk.sees("Legal · DEAD: nobody is on in nights")
        await desk.press("alt+q")
        await desk.sees("PAGE Vet on call", "now · text · Northside Vet +1…50", "there")
        await desk.sees("+5 min · desk · Kim Ortiz · available")
        await desk.press("alt+q")
        await desk.until(lambda: bool(hub.posts))
        assert hub.posts[-1].command == AskPage(incident=1, route="vet")


async def test_a_dead_route_is_told_before_the_press_and_sends_nothing(
    tmp_path: Path, hub: PaperHub
) -> None:
    hub.routed = [LEGAL]
    async with stage(tmp_path, hub, size=(80, 24)) as desk:
        await desk.sees("nobody has it")
        await desk.press("alt+q")
        await desk.sees("Legal · DEAD: nobody is on in nights")
        await desk.press("enter")
        await desk.sees("This route reaches nobody now")
        assert hub.posts == []


async def test_the_asker_sees_how_far_it_has_come_over_the_note(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub, size=(120, 36)) as desk:
        await desk.sees("nobody has it")
        happens(hub, *asked(hub))
        await desk.sees("PAGE 4821 Vet on call: text Northside Vet asked", "next step 09:05")
        happens(hub, PageDeliveryMoved(page="1-1", delivery=1, state="delivered"))
        await desk.sees("delivered · next step 09:05")
        due = hub.log.now + timedelta(minutes=15)
        happens(
            hub,
            PageAcknowledged(
                page="1-1", person="person:vet", name="Northside Vet", how="text", due=due
            ),
        )
        await desk.sees("Northside Vet HAS IT")
        happens(hub, PageEnded(page="1-1", words="told Northside Vet; nobody answered"))
        await desk.sees("NOBODY ANSWERED")


async def test_whoever_is_paged_hears_it_and_has_it_with_the_same_key(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub, size=(120, 36)) as desk:
        await desk.sees("nobody has it")
        happens(hub, *asked(hub, agent=ME.number))
        await desk.sees("YOU ARE PAGED: 4821 Vet on call")
        await desk.press("alt+q")
        await desk.sees("have it: 4821 Vet on call")
        await desk.press("enter")
        await desk.until(lambda: bool(hub.posts))
        assert hub.posts[-1].command == AcknowledgePage(incident=1, page="1-1")


async def test_a_live_call_goes_along_to_a_route_that_has_a_number(
    tmp_path: Path, hub: PaperHub
) -> None:
    hub.routed = [VET.model_copy(update={"transfer": "+14155550150"})]
    async with stage(tmp_path, hub, size=(120, 36)) as desk:
        await desk.on_call()
        await desk.press("alt+q")
        await desk.sees("Vet on call · now text")
        await desk.press("alt+q")
        await desk.sees("PAGE THEM AND RING +1…50: talk first")
        await desk.press("down", "alt+q")
        await desk.until(lambda: len(hub.posts) > 2)
        sent = [post.command for post in hub.posts[-2:]]
        assert AskPage(incident=1, route="vet") in sent
        (called,) = [one for one in sent if isinstance(one, TransferCall)]
        assert (called.how, called.number, called.name) == ("warm", "+14155550150", "Vet on call")


async def test_what_an_emergency_service_took_is_asked_in_short(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub, size=(80, 24)) as desk:
        await desk.sees("nobody has it")
        await desk.press("ctrl+p")
        await desk.sees("Search for commands")
        await desk.types("emergency service")
        await desk.sees("Write down who took it")
        await desk.press("enter")
        await desk.sees("EMERGENCY SERVICE · which service")
        await desk.types("police")
        await desk.press("enter")
        await desk.sees("reached at")
        await desk.types("late")
        await desk.press("enter")
        await desk.sees("Write it like 16:05")
        await desk.press("ctrl+u")
        await desk.press("enter", "enter", "enter", "enter")
        await desk.until(lambda: bool(hub.posts))
        assert hub.posts[-1].command == HandToEmergency(incident=1, agency="police")


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_an_asker_in_a_call_sees_it_with_the_next_paint(
    tmp_path: Path, hub: PaperHub, size: tuple[int, int]
) -> None:
    async with stage(tmp_path, hub, size=size) as desk:
        await desk.on_call()
        happens(hub, *asked(hub))
        await desk.paints()
        assert "PAGE 4821 Vet on call: text Northside Vet asked" in desk.seen
        happens(hub, PageDeliveryMoved(page="1-1", delivery=1, state="failed", words="busy"))
        await desk.paints()
        assert "(busy)" in desk.seen
        assert "ON CALL 00:0" in desk.seen
        assert REFRESH_SECONDS < 2
