"""Two people who are one: both are seen before anything is written, and one word takes it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.flags import PersonFlagged
from console.domain.one_person import (
    ContactMoved,
    MergePeople,
    Moved,
    PeopleMerged,
    UnmergePeople,
)
from console.domain.person import ContactIdentified
from console.domain.reference import reference
from console.domain.safe_contact import SafeCard, SafeContactSet
from tests.desk.core.entries import ANA
from tests.desk.screen.stage import stage

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desk.screen.paper_hub import PaperHub

SIZE = (150, 40)
HERS_TOO = "tel:+14155550102"


def _two(hub: PaperHub) -> None:
    hub.opened(2, HERS_TOO)
    for handle, person, name in ((ANA, 1, "Ana Ruiz"), (HERS_TOO, 2, "A. Ruiz")):
        hub.add(f"contact/{handle}", ContactIdentified(person=person, name=name), incident=None)
    hub.add(f"contact/{ANA}", PersonFlagged(flag="minor"), incident=None)
    hub.add(f"contact/{HERS_TOO}", SafeContactSet(terms=SafeCard(text=False)), incident=None)


async def test_both_are_shown_with_what_stays_before_it_is_written(
    tmp_path: Path, hub: PaperHub
) -> None:
    _two(hub)
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await desk.sees("chocolate")
        desk.app.act("contact.merge")
        await desk.sees("SAME PERSON · who", "Ana Ruiz +1…01")
        await desk.press("enter")
        await desk.types(reference(2))
        await desk.press("enter")
        await desk.sees("is the same person as", "A. Ruiz +1…02")
        await desk.press("enter")
        await desk.sees("whose name stays", "Ana Ruiz · +1…01", "minor", "A. Ruiz · +1…02")
        await desk.press("down", "enter")
        await desk.sees("name: Ana Ruiz or A. Ruiz", "flags: minor; all stay")
        await desk.sees("that of +1…02 holds for all that have none", "takes this back")
        assert hub.posts == []
        await desk.press("enter")
        await desk.types("same voice")
        await desk.press("enter")
        wish = MergePeople(
            incident=1, handle=ANA, among=2, other=HERS_TOO, keep="other", reason="same voice"
        )
        await desk.until(lambda: wish in [post.command for post in hub.posts])


async def test_leaving_the_preview_leaves_both_as_they_are(tmp_path: Path, hub: PaperHub) -> None:
    _two(hub)
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await desk.sees("chocolate")
        desk.app.act("contact.merge")
        await desk.press("enter")
        await desk.types(reference(2))
        await desk.press("enter")
        await desk.sees("is the same person as")
        await desk.press("enter")
        await desk.sees("whose name stays")
        await desk.press("enter", "escape")
        await desk.sees_no("SAME PERSON")
        assert hub.posts == []


async def test_when_nobody_fits_that_is_said(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await desk.sees("chocolate")
        desk.app.act("contact.merge")
        await desk.press("enter")
        await desk.types("zz9")
        await desk.press("enter")
        await desk.sees("Nobody else fits zz9.")


async def test_it_is_on_the_timeline_and_taken_back_with_a_reason(
    tmp_path: Path, hub: PaperHub
) -> None:
    _two(hub)
    merged = PeopleMerged(
        other=2, name="A. Ruiz", moved=(Moved(handle=ANA, person=1),), reason="same voice"
    )
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await desk.sees("chocolate")
        hub.happens(hub.add("person/1", merged, incident=1, actor="agent:4"))
        moved = ContactMoved(person=1, name="A. Ruiz")
        hub.happens(hub.add(f"contact/{ANA}", moved, incident=1, actor="agent:4"))
        await desk.sees("Robin Roe: two people are one, A. Ruiz (+1…01)", "same voice")
        await desk.sees("+1…01 is A. Ruiz")
        desk.app.act("contact.unmerge")
        await desk.sees("TWO PEOPLE AFTER ALL · who")
        await desk.press("enter")
        await desk.types("her sister")
        await desk.press("enter")
        wish = UnmergePeople(incident=1, handle=ANA, reason="her sister")
        await desk.until(lambda: wish in [post.command for post in hub.posts])
