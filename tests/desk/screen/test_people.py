"""Roles and the checklist on the card, ticking, and being mentioned by a colleague."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.checklist import ChecklistCopied, ItemTicked, TickItem
from console.domain.party_roles import RoleSet
from console.domain.watching import AgentMentioned, SeeMention
from tests.desk.screen.stage import stage

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desk.screen.paper_hub import PaperHub

SIZE = (130, 40)
HER = "tel:+14155550101"


async def test_who_is_what_and_what_is_left_to_do_is_on_the_card_and_one_is_ticked(
    tmp_path: Path, hub: PaperHub
) -> None:
    items = ("microchip number", "shelters called")
    for event in (
        RoleSet(handle=HER, role="sitter"),
        ChecklistCopied(category="pet-lost", items=items),
        ItemTicked(text="microchip number", name="Lee"),
    ):
        hub.happens(hub.add("incident/1", event, incident=1))
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await desk.sees("sitter in this incident", "CHECKLIST 1 of 2", "[ ] shelters called")
        await desk.sees("[x] microchip number · Lee")
        desk.app.act("incident.tick")
        await desk.sees("1 to do; Enter ticks")
        await desk.press("enter")
        wanted = TickItem(incident=1, text="shelters called")
        await desk.until(lambda: hub.posts[-1].command == wanted)


async def test_a_mention_is_said_marks_the_row_and_is_seen_once_it_is_opened(
    tmp_path: Path, hub: PaperHub
) -> None:
    hub.opened(2, "tel:+14155550102")
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await desk.sees("MY WORK · 2")
        mention = AgentMentioned(agent=3, name="Sam Lee", by="Robin", note="N1")
        hub.happens(hub.add("incident/2", mention, incident=2))
        await desk.sees("Robin mentions you in", "MENTIONED BY ROBIN")
        desk.app.act("view.previous")
        await desk.until(lambda: any(p.command == SeeMention(incident=2) for p in hub.posts))
