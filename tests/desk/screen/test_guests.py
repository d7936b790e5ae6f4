"""Guests of a call on the desk: asked in, seen in words, held, dropped; all by keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.call_events import EndCall, RoomReported
from console.domain.company import CallerLeft, LeaveAsked
from console.domain.guests import (
    AgentLeft,
    DropGuest,
    GuestDropAsked,
    GuestHoldAsked,
    GuestInvited,
    GuestTroubled,
    HoldGuest,
    InviteGuest,
    LeaveCall,
)
from console.domain.incident_events import HandleJoined
from console.domain.wire import DirectoryEntry
from tests.desk.core.entries import ME
from tests.desk.screen.stage import stage

if TYPE_CHECKING:
    from pathlib import Path

    from console.domain.base import Event
    from tests.desk.screen.paper_hub import PaperHub
    from tests.desk.screen.stage import Stage

VET = GuestInvited(
    leg="guest-1", role="outsider", name="Northside Vet", to="+14155550150", by=ME.number
)


def told(hub: PaperHub, *events: Event) -> None:
    """Commit entries of the call."""
    hub.happens(*(hub.add("call/CA1", event) for event in events))


def room(event: str, sequence: int, leg: str = "guest-1", *, hold: bool = False) -> RoomReported:
    return RoomReported(conference="CF1", event=event, sequence=sequence, leg=leg, hold=hold)


async def asked(desk: Stage, hub: PaperHub, kind: type) -> object:
    """Wait for a command; gives it."""
    await desk.until(lambda: any(isinstance(post.command, kind) for post in hub.posts))
    return next(post.command for post in reversed(hub.posts) if isinstance(post.command, kind))


async def test_every_state_of_a_guest_has_its_words(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.on_call()
        told(hub, VET)
        await desk.sees("RINGING NORTHSIDE VET 00:0")
        told(hub, room("participant-join", 8))
        await desk.sees("Northside Vet IN THE CALL 00:0")
        told(hub, GuestHoldAsked(leg="guest-1", on=True))
        await desk.sees("Northside Vet holding…")
        told(hub, room("participant-hold", 9, hold=True))
        await desk.sees("Northside Vet ON HOLD 00:0")
        told(hub, GuestHoldAsked(leg="guest-1", on=False))
        await desk.sees("Northside Vet taking off hold…")
        told(hub, room("participant-unhold", 10), GuestDropAsked(leg="guest-1", by=ME.number))
        await desk.sees("Northside Vet leaving…")
        told(hub, room("participant-leave", 11))
        await desk.sees_no("leaving…")


async def test_several_guests_are_counted_before_a_narrow_bar_cuts_them_off(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub, size=(80, 24)) as desk:
        await desk.on_call()
        owner = VET.model_copy(update={"leg": "guest-2", "name": "Owner", "to": "+14155550151"})
        told(hub, VET, owner)
        await desk.sees("2 GUESTS")
        await desk.press("alt+g")
        await desk.sees("Stop ringing: Northside Vet · ringing", "Stop ringing: Owner · ringing")


async def test_a_guest_who_was_not_reached_is_an_alarm(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.on_call()
        words = "Northside Vet did not answer."
        told(hub, VET, GuestTroubled(leg="guest-1", about="invite", words=words))
        await desk.sees("! Northside Vet did not answer.")


async def test_a_caller_who_left_is_told_on_the_call_bar(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.on_call()
        told(hub, VET, room("participant-join", 8), CallerLeft())
        await desk.sees("CALLER HAS LEFT", "Northside Vet IN THE CALL")


async def test_somebody_of_the_directory_is_added(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.on_call()
        assert desk.app.session is not None
        vet = DirectoryEntry(name="Northside Vet", number="+14155550150", kind="vet")
        desk.app.session.model.directory = [vet]
        await desk.press("alt+a")
        await desk.sees("ADD TO CALL", "Northside Vet · vet", "another number")
        await desk.press("enter")
        command = await asked(desk, hub, InviteGuest)
        assert command == InviteGuest(call="CA1", to="tel:+14155550150", name="Northside Vet")


async def test_any_number_is_added_with_a_name(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.on_call()
        await desk.press("alt+a")
        await desk.sees("another number")
        await desk.press("enter")
        await desk.sees("number, like +1 415 555 0123")
        await desk.press("enter")
        await desk.sees("Write it first; Esc leaves.")
        await desk.types("12")
        await desk.press("enter")
        await desk.sees("This is no whole telephone number")
        await desk.press("backspace", "backspace")
        await desk.types("+1 415 555 0151")
        await desk.press("enter")
        await desk.sees("who that is")
        await desk.types("Owner")
        await desk.press("enter")
        command = await asked(desk, hub, InviteGuest)
        assert command == InviteGuest(call="CA1", to="tel:+1 415 555 0151", name="Owner")


async def test_a_number_may_be_typed_where_somebody_is_chosen(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.on_call()
        await desk.press("alt+a")
        await desk.sees("whom, or a number")
        await desk.types("911")
        await desk.sees("is an emergency or help line")
        await desk.press("enter")
        await desk.sees("is an emergency or help line")
        await desk.press("ctrl+u")
        await desk.types("415 555 01")
        await desk.sees("This is no whole telephone number")
        await desk.types("51")
        await desk.sees("the number +14155550151")
        await desk.press("enter")
        await desk.sees("who that is")
        await desk.types("Interpreter")
        await desk.press("enter")
        command = await asked(desk, hub, InviteGuest)
        assert command == InviteGuest(call="CA1", to="tel:+14155550151", name="Interpreter")


async def test_guests_are_held_and_dropped_by_keys(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.on_call()
        await desk.press("alt+g")
        await desk.sees("Nobody else is in this call.")
        told(hub, VET, room("participant-join", 8))
        await desk.sees("IN THE CALL")
        await desk.press("alt+g")
        await desk.sees("Hold: Northside Vet", "Drop: Northside Vet", "Leave the call")
        await desk.press("enter")
        assert await asked(desk, hub, HoldGuest) == HoldGuest(call="CA1", leg="guest-1", on=True)
        await desk.press("alt+g")
        await desk.sees("Drop: Northside Vet")
        await desk.press("down", "enter")
        assert await asked(desk, hub, DropGuest) == DropGuest(call="CA1", leg="guest-1")


async def test_leaving_is_shown_until_it_is_confirmed(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.on_call()
        told(hub, VET, room("participant-join", 8))
        await desk.sees("IN THE CALL")
        await desk.press("alt+g")
        await desk.sees("Leave the call")
        await desk.press("down", "down", "enter")
        assert await asked(desk, hub, LeaveCall) == LeaveCall(call="CA1")
        told(hub, LeaveAsked(agent=ME.number))
        await desk.sees("leaving…")
        told(hub, AgentLeft(agent=ME.number, name=ME.name))
        await desk.sees("left; the others go on")


async def test_a_call_that_goes_on_without_us_is_ended_from_the_palette(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.on_call()
        told(hub, VET, room("participant-join", 8), AgentLeft(agent=ME.number, name=ME.name))
        await desk.sees("left; the others go on")
        desk.app.act("call.end_left")
        assert await asked(desk, hub, EndCall) == EndCall(call="CA1")


async def test_a_number_of_the_directory_has_its_name_on_the_card(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.on_call()
        assert desk.app.session is not None
        vet = DirectoryEntry(name="Northside Vet", number="+14155550150", kind="vet")
        desk.app.session.model.directory = [vet]
        hub.happens(hub.add("incident/1", HandleJoined(handle="tel:+14155550150")))
        await desk.sees("Northside Vet (vet)", "phone +1…50")


async def test_who_was_asked_in_has_that_name_until_somebody_says_whose_number_it_is(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.on_call()
        hub.happens(hub.add("incident/1", HandleJoined(handle="tel:+14155550150")))
        told(hub, VET)
        await desk.sees("Northside Vet (asked in)", "phone +1…50")
