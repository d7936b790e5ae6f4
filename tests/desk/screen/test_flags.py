"""Flags on the desk: the usual ones in three keys, on a person wherever they appear, and gone."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from console.domain.flags import FlagPerson, PersonFlagExpired, PersonFlagged, UnflagPerson
from console.domain.incident_events import FlagSet, SetFlag
from tests.desk.core.entries import ANA
from tests.desk.screen.stage import stage

if TYPE_CHECKING:
    from pathlib import Path

    from console.domain.base import Command
    from tests.desk.screen.paper_hub import PaperHub

SIZE = (130, 36)


def asked(hub: PaperHub) -> list[Command]:
    return [post.command for post in hub.posts]


async def test_a_usual_flag_on_a_person_brings_its_own_length(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await desk.sees("chocolate")
        desk.app.act("incident.flag")
        await desk.sees("FLAG · on what", "this incident alone", "in every incident")
        await desk.press("down", "enter")
        await desk.types("abus")
        await desk.sees("abusive caller · 24 hours")
        await desk.press("enter")
        await desk.sees("FLAG ABUSIVE CALLER · how long", "▸ 24 hours")
        await desk.press("enter")
        await desk.types("shouts")
        await desk.press("enter")
        await desk.until(lambda: bool(asked(hub)))
        (wish,) = asked(hub)
        assert isinstance(wish, FlagPerson)
        assert (wish.handle, wish.flag, wish.note) == (ANA, "abusive caller", "shouts")
        assert wish.until is not None
        assert abs(wish.until - hub.log.now - timedelta(hours=24)) < timedelta(minutes=1)


async def test_other_words_on_the_incident_alone(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await desk.sees("chocolate")
        desk.app.act("incident.flag")
        await desk.press("enter")
        await desk.types("other")
        await desk.press("enter")
        await desk.types("dog bites")
        await desk.press("enter")
        await desk.types("good")
        await desk.press("enter", "enter")
        await desk.until(lambda: SetFlag(incident=1, flag="dog bites") in asked(hub))


async def test_a_persons_flag_is_in_every_incident_of_theirs_with_who_and_until(
    tmp_path: Path, hub: PaperHub
) -> None:
    hub.opened(2, ANA)
    flagged = PersonFlagged(
        flag="abusive caller",
        until=hub.log.now + timedelta(hours=1),
        note="shouts",
        name="Robin Roe",
        incident=1,
    )
    hub.add(f"contact/{ANA}", flagged, incident=1)
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await desk.sees("chocolate", " ABUSIVE CALLER ", "shouts · by Robin Roe", "until Mon 06")
        await desk.press("ctrl+down")
        await desk.sees_no("chocolate")
        await desk.sees(" ABUSIVE CALLER ", "shouts · by Robin Roe")
        over = PersonFlagExpired(flag="abusive caller")
        hub.happens(hub.add(f"contact/{ANA}", over, incident=1, after=3600))
        await desk.sees_no(" ABUSIVE CALLER ")
        await desk.press("ctrl+up")
        await desk.sees("is over: its time")


async def test_who_rings_with_a_flag_has_it_on_the_banner(tmp_path: Path, hub: PaperHub) -> None:
    hub.add(f"contact/{ANA}", PersonFlagged(flag="abusive caller"), incident=1)
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await desk.sees("chocolate")
        hub.happens(*hub.rings())
        await desk.sees("INCOMING CALL", "flags: abusive caller")


async def test_what_is_taken_down_is_chosen_from_the_incident_and_its_people(
    tmp_path: Path, hub: PaperHub
) -> None:
    hub.add("incident/1", FlagSet(flag="minor"), incident=1)
    hub.add(f"contact/{ANA}", PersonFlagged(flag="press"), incident=1)
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await desk.sees("chocolate")
        desk.app.act("incident.unflag")
        await desk.sees("TAKE FLAG DOWN", "▸ minor", "press · of")
        await desk.press("down", "enter")
        wish = UnflagPerson(incident=1, handle=ANA, flag="press")
        await desk.until(lambda: wish in asked(hub))
