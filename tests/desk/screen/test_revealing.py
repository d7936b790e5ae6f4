"""Numbers and addresses are masked wherever they stand; who looks at one says why, on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from console.domain.call_events import CallDialed, CallEnded, LegReported
from console.domain.incident_events import (
    HandleJoined,
    IdentityRevealed,
    IncidentChoiceAsked,
    RevealIdentity,
)
from console.domain.message_events import MessageReceived
from console.domain.person import OptedIn, OptedOut
from tests.desk.core.entries import ANA, ME
from tests.desk.screen.paper_hub import PaperHub
from tests.desk.screen.stage import stage

if TYPE_CHECKING:
    from pathlib import Path

MAIL = "mailto:ana.ruiz@example.com"
WHOLE = ("+14155550101", "4155550101", "ana.ruiz")


@pytest.fixture
def hub() -> PaperHub:
    """One incident of somebody nobody knows, with every kind of line that names them."""
    hub = PaperHub()
    hub.opened()
    hub.texted("Hello")
    hub.add("incident/1", HandleJoined(handle=MAIL, newcomer=True))
    hub.add("incident/1", IncidentChoiceAsked(handle=MAIL, candidates=(1, 2)))
    mail = MessageReceived(channel="email", sid="E1", handle=MAIL, to="us@example.com", body="Hi")
    hub.add("message/E1", mail)
    hub.composed("We are here")
    hub.add(f"contact/{ANA}", OptedOut())
    hub.add(f"contact/{ANA}", OptedIn())
    dialed = CallDialed(
        id="c1",
        handle=ANA,
        caller_id="+14155550100",
        agent=ME.number,
        name=ME.name,
        phone="+14155550190",
        leg="a1",
    )
    hub.add("call/c1", dialed)
    hub.add("call/c1", LegReported(leg="customer", sid="CA1", status="busy", sequence=1))
    hub.add("call/c1", CallEnded())
    return hub


async def test_a_stranger_is_masked_on_every_line_and_in_every_list(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub, size=(160, 60)) as desk:
        await desk.sees("the line was busy", "Sam Lee rings +1…01", "a…@example.com → us")
        for keys in (("f7",), ("escape", "ctrl+f")):
            await desk.press(*keys)
            assert not [word for word in WHOLE if word in desk.seen]


async def test_what_is_found_is_masked_too(tmp_path: Path, hub: PaperHub) -> None:
    hub.opened(2, "tel:+14155550102")
    async with stage(tmp_path, hub, size=(160, 60)) as desk:
        await desk.sees("+1…01", "+1…02")
        await desk.press("ctrl+f")
        await desk.types("-")
        await desk.press("enter")
        await desk.sees("2 incidents", "+1…02 · new")
        assert "+14155550102" not in desk.seen


async def test_a_reason_shows_the_whole_number_for_a_minute_and_is_on_record(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub, size=(160, 60)) as desk:
        await desk.sees("phone +1…01")
        await desk.press("ctrl+p")
        await desk.types("reveal")
        await desk.sees("Show a number whole")
        await desk.press("enter")
        await desk.sees("REVEAL · whose")
        await desk.press("enter")
        await desk.sees("this is on record")
        await desk.types("police asked")
        assert "phone +1…01" in desk.seen
        await desk.press("enter")
        await desk.until(lambda: bool(hub.posts))
        wish = RevealIdentity(incident=1, handle=ANA, reason="police asked")
        assert hub.posts[0].command == wish
        await desk.sees("phone +14155550101", "In full, for a minute: +14155550101")
        session = desk.app.session
        assert session is not None
        started = session.model.moment()
        session.model.moment = lambda: started + 61
        session.showing.everything()
        await desk.sees("phone +1…01")


async def test_the_look_is_a_line_of_the_timeline(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub, size=(160, 60)) as desk:
        await desk.sees("the line was busy")
        seen = IdentityRevealed(handle=ANA, reason="police asked")
        hub.happens(hub.add("incident/1", seen, actor="agent:4"))
        await desk.sees("Robin Roe looked at the whole address of +1…01", "police asked")
