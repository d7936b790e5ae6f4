"""My edit came second: both versions are on the screen and what I typed is not lost (O11)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from console.desk.wire_errors import Refused
from console.domain.location import NotePlace, PlaceNoted
from console.domain.note import EditNote, NoteAdded, NoteEdited
from console.domain.person import ContactIdentified, IdentifyContact
from console.domain.promise import MovePromise, PromiseMade, time_of
from console.domain.restriction import IncidentRestricted, RestrictIncident
from console.domain.safe_contact import SafeTerms, SetSafeContact
from tests.desk.core.entries import ANA, ME
from tests.desk.screen.stage import stage
from tests.desk.screen.test_on_call import becomes_lead

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desk.screen.paper_hub import PaperHub

NO = Refused("Somebody rewrote this note meanwhile.", "conflict")


async def test_an_edit_that_came_second_comes_back_with_both_versions(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.press("ctrl+t")
        hub.happens(hub.add("note/n1", NoteAdded(id="n1", text="he was bitten")))
        await desk.sees("he was bitten")
        session = desk.app.session
        assert session is not None
        hub.happens(hub.add("note/n1", NoteEdited(id="n1", text="she was bitten")))
        await desk.sees("she was bitten")
        hub.no = NO
        session.give(EditNote(id="n1", text="the cat was bitten", edits=0))
        await desk.sees("CHANGED MEANWHILE", "now: she was bitten", "the cat was bitten")
        hub.no = None
        await desk.press("enter")
        again = EditNote(id="n1", text="the cat was bitten", edits=1)
        await desk.until(lambda: again in [post.command for post in hub.posts])


async def test_a_place_that_was_pinned_meanwhile_is_not_written_over(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.press("ctrl+t")
        desk.app.act("incident.place")
        await desk.sees("where are they")
        await desk.types("the park")
        hub.happens(hub.add("incident/1", PlaceNoted(place="9 Elm St")))
        await desk.sees("9 Elm St")
        hub.no = NO
        await desk.press("enter")
        await desk.sees("CHANGED MEANWHILE", "now: 9 Elm St", "the park")
        hub.no = None
        await desk.press("enter")
        again = NotePlace(incident=1, place="the park", seen="9 Elm St")
        await desk.until(lambda: again in [post.command for post in hub.posts])


async def test_a_card_that_was_written_meanwhile_comes_back_with_what_i_typed(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.press("ctrl+t")
        session = desk.app.session
        assert session is not None
        mine = SafeTerms(text=False, called_as="the flower shop")
        hub.no = Refused("Somebody changed how they may be reached meanwhile.", "conflict")
        session.give(SetSafeContact(incident=1, handle=ANA, terms=mine, seen=""))
        await desk.sees("CHANGED MEANWHILE · now: nothing", "save: NO TEXTS · we are: the flower")
        hub.no = None
        await desk.press("enter")
        again = SetSafeContact(incident=1, handle=ANA, terms=mine, seen="")
        await desk.until(lambda: again in [post.command for post in hub.posts])


async def test_a_promise_that_was_moved_meanwhile_comes_back_with_what_i_typed(
    tmp_path: Path, hub: PaperHub
) -> None:
    due = hub.log.now + timedelta(hours=3)
    hub.add("incident/1", PromiseMade(id="N1", text="call back", due=due, name="Sam"))
    async with stage(tmp_path, hub) as desk:
        await desk.press("ctrl+t")
        session = desk.app.session
        assert session is not None
        hub.no = Refused("Somebody changed the time of this promise meanwhile.", "conflict")
        session.give(MovePromise(incident=1, id="N1", when="in 4 h", reason="vet", seen="x"))
        await desk.sees("CHANGED MEANWHILE", f"now: {time_of(due)}", "in 4 h")
        hub.no = None
        await desk.press("enter", "enter")
        again = MovePromise(incident=1, id="N1", when="in 4 h", reason="vet", seen=time_of(due))
        await desk.until(lambda: again in [post.command for post in hub.posts])


async def test_a_name_that_was_said_meanwhile_comes_back_with_mine(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.press("ctrl+t")
        desk.app.act("contact.identify")
        await desk.sees("IDENTIFY · whose")
        await desk.press("enter")
        await desk.types("Ana Reyes")
        hub.happens(hub.add(f"contact/{ANA}", ContactIdentified(person=1, name="Ana Ruiz")))
        await desk.sees("Ana Ruiz")
        hub.no = Refused("Somebody changed whose this is meanwhile.", "conflict")
        await desk.press("enter")
        await desk.sees("CHANGED MEANWHILE", "now: Ana Ruiz", "Ana Reyes")
        hub.no = None
        await desk.press("enter")
        again = IdentifyContact(handle=ANA, name="Ana Reyes", seen="Ana Ruiz")
        await desk.until(lambda: again in [post.command for post in hub.posts])


async def test_a_list_of_who_may_see_it_comes_back_with_mine(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.press("ctrl+t")
        becomes_lead(hub)
        session = desk.app.session
        await desk.until(lambda: session is not None and session.model.me.role == "lead")  # type: ignore[union-attr]
        desk.app.act("incident.restrict")
        await desk.sees("RESTRICT · logins")
        hub.happens(
            hub.add(
                "incident/1",
                IncidentRestricted(people=(ME.number,), by=ME.number, name=ME.name, reason="x"),
            )
        )
        hub.no = Refused("Somebody changed who may see this meanwhile.", "conflict")
        await desk.press("enter")
        await desk.types("threat")
        await desk.press("enter")
        await desk.sees("CHANGED MEANWHILE", f"now: {ME.login} — yours is below")
        hub.no = None
        await desk.press("enter")
        await desk.sees("why; only they can read it", "threat")
        await desk.press("enter")
        again = RestrictIncident(incident=1, people=(), reason="threat", seen=(ME.number,))
        await desk.until(lambda: again in [post.command for post in hub.posts])
