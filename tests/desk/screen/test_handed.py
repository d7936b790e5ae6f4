"""An incident that a colleague hands to me: said aloud, marked, its card read before I answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from console.domain.handoff import version_of
from console.domain.handover import (
    AcceptHandover,
    HandoverAccepted,
    HandoverRefused,
    IncidentHandedOver,
    RefuseHandover,
)
from console.domain.incident_events import IncidentOpened, IncidentTaken
from tests.desk.core.entries import ME
from tests.desk.screen.stage import stage

if TYPE_CHECKING:
    from pathlib import Path

    from console.domain.timeline import Entry
    from console.domain.transfer_events import CardLines
    from tests.desk.screen.paper_hub import PaperHub

CARD: CardLines = (("asked", "answer her"), ("risk", "the sitter has a key to her flat"))
LEE = 9


def hands_over(
    hub: PaperHub, number: int = 1, *, by: int = LEE, to: int = ME.number
) -> list[Entry]:
    """One of us gives an incident to another."""
    names = {LEE: "Lee Park", ME.number: ME.name}
    told = IncidentHandedOver(
        by=by, by_name=names[by], agent=to, name=names[to], asked="answer her", card=CARD,
        version=version_of(CARD),
    )  # fmt: skip
    taken = IncidentTaken(agent=to, name=names[to])
    return [hub.add(f"incident/{number}", event, incident=number) for event in (told, taken)]


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_the_card_lies_over_the_incident_until_it_is_read(
    tmp_path: Path, hub: PaperHub, size: tuple[int, int]
) -> None:
    async with stage(tmp_path, hub, size=size) as desk:
        await desk.sees("MY WORK")
        hub.happens(*hands_over(hub))
        await desk.sees("FROM Lee Park", "the sitter has a key", "F3 give it back")
        await desk.press("f2")
        await desk.until(lambda: bool(hub.posts))
        wanted = AcceptHandover(incident=1, version=version_of(CARD), read=True)
        assert [post.command for post in hub.posts] == [wanted]
        read = HandoverAccepted(agent=ME.number, name=ME.name, version=version_of(CARD))
        hub.happens(hub.add("incident/1", read))
        await desk.sees_no("FROM Lee Park")


async def test_it_is_said_aloud_and_one_key_goes_there(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.sees("MY WORK")
        opened = IncidentOpened(number=2, ref="NMK-ABC", title="Invoice")
        other = hub.add("incident/2", opened, incident=2)
        hub.happens(other, *hands_over(hub, 2))
        await desk.sees("FROM LEE PARK: UNREAD")
        await desk.sees("Lee Park hands NMK-ABC over to you: F2 opens it with the card.")
        await desk.press("f2")
        await desk.sees("FROM Lee Park", "the sitter has a key")
        assert hub.posts == []
        await desk.press("f3")
        await desk.sees("GIVE BACK · why; Lee Park reads it")
        await desk.types("going home")
        await desk.press("enter")
        await desk.until(lambda: bool(hub.posts))
        wanted = RefuseHandover(incident=2, reason="going home")
        assert [post.command for post in hub.posts] == [wanted]


async def test_what_comes_back_is_said_to_who_gave_it(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.sees("MY WORK")
        hub.happens(*hands_over(hub, by=ME.number, to=LEE))
        refused = HandoverRefused(agent=LEE, name="Lee Park", reason="going home")
        back = IncidentTaken(agent=ME.number, name=ME.name)
        hub.happens(hub.add("incident/1", refused), hub.add("incident/1", back))
        await desk.sees("Lee Park gives", "back; its timeline says why.", "going home")
