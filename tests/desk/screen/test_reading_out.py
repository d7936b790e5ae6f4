"""A line of a card is read out: large in the caller's language, grey in the other, never sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from console.desk.cards.aloud import Aloud
from console.desk.cards.aloud_rows import aloud_rows
from console.desk.cards.place import Place
from console.domain.arrival import ContactLanguageChosen
from console.domain.message_events import SendText
from console.domain.script_use import TouchScript
from console.library.shelf import load
from console.settings.scripts import OURS
from tests.desk.core.entries import ANA
from tests.desk.screen.stage import Stage, stage

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desk.screen.paper_hub import PaperHub

SIZE = (120, 36)
SIZES = [(80, 24), (120, 36)]


async def reading(desk: Stage, *keys: str) -> None:
    """Read out from the card that is called for."""
    await desk.sees("half a bar of dark", "Alt+S")
    await desk.press("ctrl+t", *keys, "alt+comma")
    await desk.sees("READ OUT")


def spanish(hub: PaperHub) -> None:
    """Let the caller speak Spanish."""
    hub.add(f"contact/{ANA}", ContactLanguageChosen(language="es"), incident=None)


def steps_kept(hub: PaperHub) -> list[str]:
    """The steps that were kept as used."""
    return [post.command.step for post in hub.posts if isinstance(post.command, TouchScript)]


@pytest.mark.parametrize("size", SIZES)
async def test_one_key_shows_one_line_in_their_language_with_ours_below(
    tmp_path: Path, hub: PaperHub, size: tuple[int, int]
) -> None:
    spanish(hub)
    async with stage(tmp_path, hub, size=size) as desk:
        await reading(desk)
        await desk.sees("▌ ¿Cómo está el", "How is the animal", "READ OUT 1 of", "then: ¿")
        assert desk.app.desk.focused_box == "note"
        await desk.sees("NOTE · INTERNAL")
        await desk.press("alt+comma")
        await desk.sees("GET NOW")


async def test_the_keys_of_the_card_go_to_the_next_line_and_back(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await reading(desk)
        await desk.press("alt+up")
        await desk.sees("This is the first line of the step.")
        await desk.press("alt+down")
        await desk.sees("▌ Is it a dog or a cat", "READ OUT 2 of")
        await desk.press("alt+up", "alt+comma")
        await desk.sees("▸ [ ] How is the animal")


async def test_nothing_is_sent_by_reading_out_during_a_call(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await desk.on_call()
        await reading(desk)
        await desk.press(*["alt+down"] * 20)
        await desk.sees("This is the last line of the step.", "the last line of this step")
        assert not [post for post in hub.posts if isinstance(post.command, SendText)]
        assert desk.app.desk.reply.text == ""
        assert desk.app.desk.note.text == ""


async def test_what_was_asked_is_noted_by_the_same_key_and_the_next_question_stands_there(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await reading(desk, "alt+s")
        await desk.press("alt+right")
        await desk.sees("!Signs now: ", "READ OUT 2 of")


async def test_a_step_whose_line_was_read_out_is_kept_with_its_card(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await reading(desk)
        assert steps_kept(hub) == [""]
        await desk.press(*["alt+down"] * 7)
        await desk.sees("▌ Is [pet] awake")
        await desk.until(lambda: steps_kept(hub) == ["", "sick-now"])


async def test_answers_are_chosen_on_the_card_and_a_single_way_is_gone_at_once(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await reading(desk)
        await desk.press(*["alt+down"] * 7, "alt+right")
        await desk.sees("Choose how it turned out.", "▸ → Collapsed, seizing")
        await desk.press("alt+right", "alt+comma")
        await desk.sees("step 2 of 5", "▌ Please take [pet]")
        await desk.press("alt+right")
        await desk.sees("READ OUT")
        await desk.sees_no("step 2 of 5")
        await desk.press("alt+left")
        await desk.sees("step 2 of 5", "READ OUT")


async def test_what_nobody_knows_yet_is_named_and_refused_in_a_reply(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await reading(desk)
        await desk.press(*["alt+down"] * 7)
        await desk.sees("▌ Is [pet] awake", "find out first: the name of the animal")
        await desk.press("alt+full_stop")
        await desk.until(lambda: desk.app.desk.reply.text.startswith("Is {pet} awake"))
        await desk.press("ctrl+s")
        await desk.sees("Not sent: fill in pet first.")
        assert not [post for post in hub.posts if isinstance(post.command, SendText)]


@pytest.mark.parametrize("size", SIZES)
async def test_for_an_interpreter_a_long_line_is_read_in_parts(
    tmp_path: Path, hub: PaperHub, size: tuple[int, int]
) -> None:
    spanish(hub)
    async with stage(tmp_path, hub, size=size) as desk:
        await reading(desk)
        await desk.sees("▌ ¿Cómo está el")
        # To an interpreter one speaks one's own language.
        await desk.press("alt+slash", *["alt+down"] * 6)
        await desk.sees("part 1 of 2", "▌ Where are you and the animal,", "¿Dónde están")
        assert "▌ and which number" not in desk.seen
        await desk.press("alt+down")
        await desk.sees("part 2 of 2", "▌ and which number")
        await desk.press("alt+slash")
        await desk.sees("▌ ¿Dónde están", "Where are you and the", "Lines are read whole again")


async def test_the_interpreter_stays_with_the_incident(tmp_path: Path, hub: PaperHub) -> None:
    hub.opened(2, "tel:+14155550102")
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await reading(desk)
        await desk.press("alt+slash", *["alt+down"] * 6)
        await desk.sees("part 1 of 2")
        assert desk.app.session is not None
        desk.app.session.places.show(2)
        await desk.sees_no("READ OUT")
        desk.app.session.places.show(1)
        await desk.sees("READ OUT", "part 1 of 2")
        await desk.press("alt+s", "alt+s", "alt+comma")
        await desk.press(*["alt+up"] * 6, *["alt+down"] * 6)
        await desk.sees("part 1 of 2")


async def test_an_emergency_card_takes_the_place_of_what_is_read_out(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await reading(desk)
        await desk.press("alt+e")
        await desk.sees("gas-leak v", "GET NOW")
        await desk.sees_no("READ OUT")


NARROW, LOW = 33, 13
"""Cells that a line has beside the note on the smallest screen, below the head of its card."""


@pytest.mark.parametrize("is_spanish", [False, True])
def test_every_line_of_every_card_has_room_beside_the_note_on_the_smallest_screen(
    is_spanish: bool,
) -> None:
    for card in load(OURS)[0].cards:
        for step in card.steps:
            aloud = Aloud(Place(card, step=step), is_in_parts=True)
            while aloud.lines and aloud.move(1):
                rows = aloud_rows(aloud, NARROW, is_spanish=is_spanish, values={})
                both = [row for row in rows if row and row[0][0].startswith(("▌", "  "))]
                assert len(both) + 4 <= LOW, f"{card.id}: {aloud.words}"
