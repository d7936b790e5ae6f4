"""Merging on the screen: what will be is said first, and the desk goes to the one that stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.incident_events import IncidentTaken, SeveritySet
from console.domain.merging import (
    IncidentGaveBack,
    IncidentMerged,
    IncidentTookIn,
    MergeIncident,
    MergeUndone,
    UndoMerge,
)
from console.domain.reference import reference
from tests.desk.screen.stage import stage

if TYPE_CHECKING:
    from pathlib import Path

    from console.desk.scene import Line
    from tests.desk.screen.paper_hub import PaperHub
    from tests.desk.screen.stage import Stage

SIZE = (130, 40)
ONE, TWO = reference(1), reference(2)
HIS = "tel:+14155550102"


def merges(hub: PaperHub) -> None:
    """Let Robin merge the first incident into the second."""
    went = IncidentMerged(into=2, ref=TWO, name="Robin", reason="the same dog")
    took = IncidentTookIn(
        incident=1, ref=ONE, handles=("tel:+14155550101",), name="Robin", reason="the same dog"
    )
    first = hub.add("incident/1", went, incident=1)
    hub.happens(first, hub.add("incident/2", took, incident=2))


def lines_of(desk: Stage, number: int) -> list[Line]:
    """The lines of an incident as its desk has them; none while it is read anew."""
    session = desk.app.session
    assert session is not None
    return session.model.lines(number)


async def two(desk: Stage) -> None:
    """Wait for both incidents."""
    await desk.sees("MY WORK · 2", "half a bar of dark")


async def test_before_a_merge_it_is_said_which_stays_whose_it_is_and_how_urgent(
    tmp_path: Path, hub: PaperHub
) -> None:
    hub.opened(2, HIS)
    taken = IncidentTaken(agent=3, name="Lee")
    hub.happens(hub.add("incident/2", taken, incident=2))
    worse = SeveritySet(severity="critical", reason="chocolate")
    hub.happens(hub.add("incident/1", worse, incident=1))
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await two(desk)
        desk.app.act("incident.merge")
        await desk.sees("reference, number or name of the one that stays")
        await desk.types(TWO[:3].lower())
        await desk.press("enter")
        await desk.sees(f"Merge {ONE} into {TWO}", f"{TWO} stays; {ONE} is found under it")
        await desk.sees("Lee has it", "severity critical", f"of {ONE} among")
        # A line that is only there to be read is no answer.
        await desk.press("down", "enter")
        await desk.sees(f"▸ {TWO} stays")
        await desk.press("up", "enter")
        await desk.sees("why they are one")
        await desk.types("the same dog")
        await desk.press("enter")
        wanted = MergeIncident(incident=1, into=2, reason="the same dog")
        await desk.until(lambda: hub.posts[-1].command == wanted)


async def test_what_stands_in_the_way_is_said_before_anything_is_asked(
    tmp_path: Path, hub: PaperHub
) -> None:
    hub.opened(2, HIS)
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await two(desk)
        hub.happens(*hub.rings())
        await desk.sees("INCOMING CALL")
        desk.app.act("incident.merge")
        await desk.sees("reference, number or name")
        await desk.types(TWO[:3].lower())
        await desk.press("enter")
        await desk.sees("Not merged yet", "its live call to end")
        assert not [post for post in hub.posts if isinstance(post.command, MergeIncident)]


async def test_the_desk_goes_to_the_one_that_stays_and_brings_what_was_typed(
    tmp_path: Path, hub: PaperHub
) -> None:
    hub.opened(2, HIS)
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await two(desk)
        await desk.press("ctrl+t")
        await desk.types("vet is called")
        await desk.sees("vet is called")
        merges(hub)
        await desk.sees(f"Robin merged {ONE} into {TWO}: it goes on there.")
        await desk.sees("MY WORK · 1", "half a bar of dark", f"{ONE} · ", "vet is called")
        await desk.sees(f"{TWO} with {ONE}")
        assert desk.app.desk.note.incident == 2


async def test_a_merge_is_undone_from_the_one_that_stays(tmp_path: Path, hub: PaperHub) -> None:
    hub.opened(2, HIS)
    merges(hub)
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await desk.sees("MY WORK · 1", f"Robin merged {ONE} into this")
        desk.app.act("incident.undo_merge")
        await desk.sees("what was written since stays here", f"{ONE} comes back")
        await desk.press("enter")
        await desk.types("two dogs")
        await desk.press("enter")
        wanted = UndoMerge(incident=1, reason="two dogs")
        await desk.until(lambda: hub.posts[-1].command == wanted)
        undone = MergeUndone(into=2, ref=TWO, name="Sam", reason="two dogs")
        gave = IncidentGaveBack(incident=1, ref=ONE, name="Sam", reason="two dogs")
        first = hub.add("incident/1", undone, incident=1)
        hub.happens(first, hub.add("incident/2", gave, incident=2))
        await desk.sees("MY WORK · 2", f"{ONE} is on its own again")
        await desk.until(lambda: not any("·" in line.head for line in lines_of(desk, 2)))
