"""Questions are asked beside the work: by a key, answered by keys, and never by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from console.desk.widgets.words import Words
from console.domain.call_events import DialCall, PauseRecording, RecordingConfirmed
from console.domain.categories import Kind
from console.domain.incident_events import CategorySet, MoveStatus, SetCategory, StatusMoved
from console.domain.person import IdentifyContact
from tests.desk.core.entries import ANA
from tests.desk.screen.paper_hub import PaperHub
from tests.desk.screen.stage import stage

if TYPE_CHECKING:
    from pathlib import Path

    from console.domain.categories import Category
    from console.domain.wire import Snapshot


@pytest.fixture
def hub() -> PaperHub:
    """Two incidents of unknown people."""
    hub = PaperHub()
    hub.opened()
    hub.texted("My dog ate half a bar of dark chocolate")
    hub.opened(2, "tel:+14155550102")
    return hub


async def test_the_category_is_found_by_a_few_letters(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.sees("TO +1…01 SMS")
        await desk.press("ctrl+t", "ctrl+g")
        await desk.sees("animal > pet-injury · high, at least normal")
        await desk.types("poi")
        await desk.sees("animal > pet-poison · critical, at least high")
        await desk.press("enter")
        await desk.until(lambda: bool(hub.posts))
        assert hub.posts[0].command == SetCategory(
            incident=1, category="pet-poison", seen="uncategorised"
        )
        assert desk.app.desk.note.page.has_focus


@pytest.mark.parametrize(
    ("typed", "category"),
    [("agua", "water-damage"), ("property oth", "property"), ("carbon", "fire-gas")],
)
async def test_the_category_is_found_by_any_word_and_another_one_takes_a_reason(
    tmp_path: Path, hub: PaperHub, typed: str, category: Category
) -> None:
    hub.add("incident/1", CategorySet(category="bite", severity="high"), incident=1)
    async with stage(tmp_path, hub) as desk:
        await desk.sees("TO +1…01 SMS", "category animal > bite (high)")
        await desk.press("ctrl+g")
        await desk.types(typed)
        await desk.press("enter")
        await desk.sees("why it is not bite any more")
        await desk.press("enter")
        await desk.sees("Write it first")
        await desk.types("it was the tub")
        await desk.press("enter")
        await desk.until(lambda: bool(hub.posts))
        assert hub.posts[0].command == SetCategory(
            incident=1, category=category, reason="it was the tub", seen="bite"
        )


async def test_only_the_severities_that_its_kind_allows_are_offered(
    tmp_path: Path, hub: PaperHub
) -> None:
    hub.add("incident/1", CategorySet(category="child-elder", severity="critical"), incident=1)
    async with stage(tmp_path, hub) as desk:
        await desk.sees("TO +1…01 SMS")
        desk.app.act("incident.severity")
        await desk.sees("how urgent; child-elder is at least high", "▸ critical", "  high")
        assert "  normal" not in desk.seen


async def test_the_status_takes_a_reason(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.sees("TO +1…01 SMS")
        await desk.press("ctrl+o")
        await desk.types("pend")
        await desk.press("enter")
        await desk.types("vet calls back")
        await desk.press("enter")
        await desk.sees("WHEN DO THEY HEAR FROM US NEXT?")
        await desk.press("2")
        wish = MoveStatus(incident=1, to="pending", reason="vet calls back", seen="new")
        await desk.until(lambda: wish in [post.command for post in hub.posts])


async def test_only_moves_of_ones_role_are_offered_with_what_they_still_need(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.sees("TO +1…01 SMS")
        await desk.press("ctrl+o")
        await desk.sees(
            "open", "solved  Not solved yet: it needs a category, an answer to 1 message"
        )
        await desk.press("escape")
        moved = StatusMoved(before="new", after="solved")
        hub.happens(hub.add("incident/1", moved, incident=1))
        await desk.sees("· solved")
        await desk.press("ctrl+o")
        await desk.sees("STATUS · move to", "▸ open")
        assert "closed" not in desk.app.desk.ask.query_one("#ask-options", Words).plain


async def test_dialling_chooses_the_person_and_the_caller_id(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.sees("TO +1…01 SMS")
        await desk.press("f7")
        await desk.sees("unknown · +1…01")
        await desk.press("enter")
        await desk.sees("caller ID", "+14155550100")
        await desk.press("enter")
        await desk.until(lambda: bool(hub.posts))
        assert hub.posts[0].command == DialCall(incident=1, to=ANA, caller_id="+14155550100")


async def test_pausing_the_recording_asks_why(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.on_call()
        hub.happens(hub.add("call/CA1", RecordingConfirmed(now="on", sid="RE1")))
        await desk.sees("REC")
        await desk.press("f6")
        await desk.types("card number")
        await desk.press("enter")
        wish = PauseRecording(call="CA1", on=True, reason="card number")
        await desk.until(lambda: hub.posts[-1].command == wish)


async def test_an_unknown_number_gets_its_name_from_a_human(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.sees("Unknown person", "TO +1…01 SMS")
        await desk.press("ctrl+p")
        await desk.types("identify")
        await desk.sees("Say whose number")
        await desk.press("enter")
        await desk.sees("IDENTIFY · whose")
        await desk.press("enter")
        await desk.types("Ana Ruiz")
        await desk.press("enter")
        await desk.until(lambda: bool(hub.posts))
        assert hub.posts[0].command == IdentifyContact(handle=ANA, name="Ana Ruiz", seen="")


async def test_an_incident_is_found_by_a_part_of_its_reference(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.sees("NMK-HN1", "TO +1…01 SMS")
        await desk.press("ctrl+f")
        await desk.types("b97-")
        await desk.press("enter")
        await desk.sees("TO +1…02 SMS")


async def test_escape_leaves_a_question_and_the_cursor_goes_back(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.sees("TO +1…01 SMS")
        await desk.press("ctrl+r", "ctrl+o", "escape")
        await desk.sees_no("STATUS ·")
        await desk.types("x")
        assert desk.app.desk.reply.text == "x"
        assert hub.posts == []


class NoisyHub(PaperHub):
    """A hub of a company with one kind of its own and nothing else."""

    async def snapshot(self) -> Snapshot:
        """Everything up to now, and its kinds."""
        noise = Kind("noise", "low", most="high", words="party ruido", group="neighbours")
        return (await super().snapshot()).model_copy(update={"kinds": (noise,)})


async def test_the_kinds_that_are_offered_are_those_of_the_hub(tmp_path: Path) -> None:
    hub = NoisyHub()
    hub.opened()
    hub.add("incident/1", CategorySet(category="bite", severity="high"), incident=1)
    async with stage(tmp_path, hub) as desk:
        await desk.sees("category bite (high)")
        await desk.press("ctrl+g")
        await desk.sees("neighbours > noise · low, at most high")
        await desk.types("ruido")
        await desk.press("enter")
        await desk.types("only barking")
        await desk.press("enter")
        await desk.until(lambda: bool(hub.posts))
        assert hub.posts[0].command == SetCategory(
            incident=1, category="noise", reason="only barking", seen="bite"
        )
