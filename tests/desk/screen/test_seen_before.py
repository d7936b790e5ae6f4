"""Whoever was seen before is shown so, with what it was; each of it is a few keys away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from console.domain.incident_events import CategorySet, StatusMoved
from console.domain.person import ContactJoined, ContactLeft
from tests.desk.core.entries import ANA
from tests.desk.screen.paper_hub import PaperHub
from tests.desk.screen.stage import stage

if TYPE_CHECKING:
    from pathlib import Path

OTHER = "tel:+14155550102"


def had(hub: PaperHub, number: int, status: str, handle: str = ANA) -> None:
    """An incident of an address, as it ended or not."""
    hub.opened(number, handle)
    stream = f"incident/{number}"
    hub.add(stream, CategorySet(category="bite", severity="high"), incident=number)
    hub.add(f"contact/{handle}", ContactJoined(incident=number), incident=None)
    moved = StatusMoved.model_validate({"before": "new", "after": status})
    hub.add(stream, moved, incident=number)
    if status == "closed":
        hub.add(f"contact/{handle}", ContactLeft(incident=number), incident=None)


@pytest.fixture
def hub() -> PaperHub:
    """Ana's third incident, and one of somebody else."""
    hub = PaperHub()
    had(hub, 1, "open")
    had(hub, 2, "closed")
    had(hub, 3, "pending")
    had(hub, 4, "open", OTHER)
    return hub


async def test_the_card_counts_and_lists_what_was_before(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub, size=(200, 48)) as desk:
        assert desk.app.session is not None
        await desk.sees("MY WORK")
        desk.app.session.places.show(1)
        reference = desk.app.session.model.incidents[3].ref
        await desk.sees("1 open, 1 past", f"{reference} · bite · pending", "bite · closed")


async def test_one_key_lists_them_and_goes_to_one(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub, size=(160, 48)) as desk:
        assert desk.app.session is not None
        await desk.sees("MY WORK")
        desk.app.session.places.show(1)
        await desk.sees("1 open, 1 past")
        await desk.press("ctrl+right_square_bracket")
        await desk.sees("SEEN BEFORE · 1 open, 1 past: go to", "bite · closed · 06 May 2030")
        await desk.types("closed")
        await desk.press("enter")
        await desk.until(
            lambda: desk.app.session is not None and desk.app.session.showing.number == 2
        )
        await desk.sees("2 open, 0 past")


async def test_somebody_new_has_nothing_to_list(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub, size=(160, 48)) as desk:
        assert desk.app.session is not None
        await desk.sees("MY WORK")
        desk.app.session.places.show(4)
        await desk.sees("+1…02")
        assert "open, " not in desk.seen
        await desk.press("ctrl+right_square_bracket")
        await desk.sees("Nobody of this incident was seen before.")


async def test_more_than_fit_are_counted(tmp_path: Path, hub: PaperHub) -> None:
    for number in range(5, 11):
        had(hub, number, "closed")
    async with stage(tmp_path, hub, size=(160, 48)) as desk:
        assert desk.app.session is not None
        await desk.sees("MY WORK")
        desk.app.session.places.show(1)
        await desk.sees("1 open, 7 past", "and 4 more")


async def test_while_the_hub_is_away_the_key_says_so(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub, size=(160, 48)) as desk:
        assert desk.app.session is not None
        await desk.sees("MY WORK")
        desk.app.session.places.show(1)
        await desk.sees("1 open, 1 past")
        hub.is_away = True
        await desk.press("ctrl+right_square_bracket")
        await desk.sees("Not found out: the hub can't be reached")
