"""A vet is found and rung from the book, with the hub or without it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from console.domain.call_events import DialCall
from console.domain.resources import Resource, ResourceBook
from tests.desk.screen.stage import stage

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desk.screen.paper_hub import PaperHub

VET = Resource(
    name="Northside", kind="er vet", country="US", region="TX, Travis County",
    phone="+15125550142", verified=date(2030, 5, 1), source="rung",
)  # fmt: skip
OLD = VET.model_copy(update={"name": "Oldtown", "phone": "+15125550149", "verified": None})


def kept(folder: Path) -> str:
    """What the desk has on its disk."""
    return next(folder.rglob("resources.json")).read_text("utf-8")


async def test_a_vet_is_found_by_kind_and_place_and_rung_and_a_stale_one_looks_stale(
    tmp_path: Path, hub: PaperHub
) -> None:
    hub.book = [OLD, VET]
    async with stage(tmp_path, hub, size=(130, 36)) as desk:
        session = desk.app.session
        assert session is not None
        await desk.until(lambda: len(session.book.book.lines) == 2)
        desk.app.act("resources.find")
        await desk.sees("FIND A VET")
        await desk.types("vet travis")
        await desk.press("enter")
        await desk.sees("2 found", "Northside · er vet", "STALE, never checked")
        await desk.press("enter", "enter")
        wanted = DialCall(incident=1, to="tel:+15125550142")
        await desk.until(lambda: hub.posts[-1].command == wanted)
        assert ResourceBook.model_validate_json(kept(tmp_path)).lines == (OLD, VET)
