"""The card says which time it is where they are, and how we know."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from console.desk.wire_errors import Refused
from console.domain.location import StateZone, ZoneStated
from console.domain.message_events import ResendMessage
from console.domain.safe_contact import ExplainNight, SafeCard, SafeContactSet
from tests.desk.screen.stage import stage

if TYPE_CHECKING:
    from pathlib import Path

    from console.domain.base import Event
    from tests.desk.screen.paper_hub import PaperHub

SIZE = (150, 40)
HER = "tel:+14155550101"


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (None, "Mon 02:00 there (number)"),
        (ZoneStated(where="America/Chicago"), "Mon 04:00 there (stated)"),
        (
            SafeContactSet(terms=SafeCard(text=False, zone="Europe/Madrid")),
            "Mon 11:00 there (card)",
        ),
    ],
)
async def test_their_time_is_on_their_card_with_how_it_is_known(
    tmp_path: Path, hub: PaperHub, event: Event | None, words: str
) -> None:
    if event is not None:
        hub.happens(hub.add(f"contact/{HER}", event, incident=1))
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await desk.sees(words)


async def test_where_nobody_knows_it_that_is_said(tmp_path: Path, hub: PaperHub) -> None:
    hub.opened(2, "tel:+18005550101")
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await desk.sees("chocolate")
        await desk.press("ctrl+down")
        await desk.sees("their time unknown")


async def test_what_they_said_is_written_down(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await desk.sees("chocolate")
        desk.app.act("contact.zone")
        await desk.sees("THEIR ZONE", "there (number)")
        await desk.press("enter")
        await desk.types("mars")
        await desk.press("enter")
        await desk.sees("There is no such time zone")
        await desk.press(*["backspace"] * 4)
        await desk.types("eastern")
        await desk.press("enter")
        wish = StateZone(incident=1, handle=HER, zone="eastern")
        await desk.until(lambda: wish in [post.command for post in hub.posts])
        hub.happens(hub.add(f"contact/{HER}", ZoneStated(where="America/New_York"), incident=1))
        await desk.sees("is in the time zone America/New_York")


async def test_the_reason_is_asked_before_a_callback_is_taken_too(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await desk.rings()
        hub.no = Refused("It is 04:00 where they are: say why.", "night")
        await desk.press("f2")
        await desk.sees("THEIR NIGHT", "why can't it wait")
        hub.no = None
        await desk.types("she asked")
        await desk.press("enter")
        wanted = ExplainNight(incident=1, handle=HER, reason="she asked")
        await desk.until(lambda: wanted in [post.command for post in hub.posts])


async def test_the_reason_is_asked_before_a_text_is_sent_again(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub, size=SIZE) as desk:
        sent = hub.composed("We found her")
        hub.happens(sent)
        await desk.sees("We found her")
        hub.no = Refused("It is 04:00 where they are: say why.", "night")
        assert desk.app.session is not None
        desk.app.session.give(ResendMessage(id=sent.stream.partition("/")[2]))
        await desk.sees("THEIR NIGHT")
