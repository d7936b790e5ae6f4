"""An incident is restricted while somebody has it open; what its leads do about it (A6, F115)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.left_drafts import LeftDraft
from console.domain.restriction import (
    IncidentRestricted,
    Restricted,
    RestrictIncident,
    UnrestrictIncident,
)
from console.domain.wire import DraftPut
from tests.desk.core.entries import ME, ROBIN
from tests.desk.screen.stage import stage

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desk.screen.paper_hub import PaperHub


def told(hub: PaperHub) -> Restricted:
    """What somebody who was not named is told of the first incident."""
    ref = hub.log.snapshot().rows[0].incident.ref
    return Restricted(incident=1, ref=ref, ask="Lee \x1b[31mPark", seq=999)


async def test_it_leaves_the_screen_with_the_reason_and_what_was_typed_is_kept(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.press("ctrl+t")
        await desk.types("she said that he")
        ref = told(hub).ref
        hub.signal(told(hub))
        await desk.sees("is restricted: ask Lee", "What you typed is kept")
        await desk.sees_no("she said that he")
        assert "\x1b" not in desk.seen
        assert desk.app.session is not None
        assert 1 not in desk.app.session.model.incidents
        await desk.until(lambda: any(d.text == "she said that he" for d in hub.kept.values()))
        await desk.types("x")
        assert not [d for d in hub.kept.values() if "x" in d.text]
        await desk.press("ctrl+f")
        await desk.types(ref.lower())
        await desk.press("enter")
        await desk.sees(f"{ref} is restricted: ask Lee")


async def test_a_lead_names_who_may_see_it_and_reads_what_others_left(
    tmp_path: Path, hub: PaperHub
) -> None:
    lead = ME.model_copy(update={"role": "lead"})
    event = IncidentRestricted(people=(3, 4), by=3, name="Sam Lee", reason="a colleague")
    hub.left[1] = [
        LeftDraft(agent=9, name="Kim", draft=DraftPut(incident=1, box="note", text="he hid it"))
    ]
    async with stage(tmp_path, hub) as desk:
        session = desk.app.session
        assert session is not None
        await desk.until(lambda: session.model.me is not None and session.showing.number == 1)
        session.model.me = lead
        desk.app.act("incident.restrict")
        await desk.sees("RESTRICT")
        await desk.types("nobody")
        await desk.press("enter")
        await desk.types("why")
        await desk.press("enter")
        await desk.sees("Nobody here has the login nobody")
        desk.app.act("incident.restrict")
        await desk.types(ROBIN.login)
        await desk.press("enter")
        await desk.types("he is one of us")
        await desk.press("enter")
        wanted = RestrictIncident(incident=1, people=(4,), reason="he is one of us", seen=())
        await desk.until(lambda: wanted in [post.command for post in hub.posts])
        hub.happens(hub.add("incident/1", event))
        await desk.sees("RESTRICTED", "restricted this", "only for")
        desk.app.act("incident.left_drafts")
        await desk.sees("Kim had typed (a note): he hid it")
        await desk.press("enter")
        await desk.until(lambda: "he hid it" in desk.app.desk.note.text)
        desk.app.act("incident.unrestrict")
        await desk.sees("LIFT RESTRICTION")
        await desk.types("over")
        await desk.press("enter")
        lifted = UnrestrictIncident(incident=1, reason="over")
        await desk.until(lambda: lifted in [post.command for post in hub.posts])
