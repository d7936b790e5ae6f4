"""Cards of words stand beside the note, are called for by words, and never take the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from console.domain.arrival import ContactLanguageChosen
from console.domain.incident_events import CategorySet
from console.domain.message_events import SendText
from console.domain.note import AddNote, NoteAdded
from console.domain.script_use import ScriptTouched, TouchScript
from tests.desk.core.entries import ANA
from tests.desk.screen.stage import Stage, stage

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desk.screen.paper_hub import PaperHub

SIZE = (120, 40)


async def opened(desk: Stage, *words: str) -> None:
    """Wait for the incident and the card that its words call for."""
    await desk.sees("half a bar of dark", *words)


async def test_words_of_the_caller_suggest_a_card_and_are_shown(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await opened(
            desk, "card: An animal swallowed", "“dog ate half a bar of dark chocolate", "Alt+S"
        )


async def test_one_key_opens_it_beside_the_note(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await opened(desk, "Alt+S")
        await desk.press("ctrl+t", "alt+s")
        await desk.sees("pet-poison v1 · step 1 of 5", "GET NOW", "Awake?", "NOTE · INTERNAL")
        await desk.sees("because they said “dog ate half a bar of", "say Is [pet] awake")
        await desk.sees("¿[mascota] está despierto")
        assert "@eats" not in desk.seen
        assert desk.app.desk.focused_box == "note"
        await desk.sees_no("card: An animal swallowed")
        await desk.press("alt+s")
        await desk.sees("PEOPLE")


async def test_a_tick_begins_the_note_line_and_a_saved_line_ticks_the_fact(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await opened(desk, "Alt+S")
        await desk.press("alt+s", "alt+right")
        await desk.sees("!Signs now: ", "RISK")
        await desk.types("awake, drools")
        assert "[x]" not in desk.seen
        await desk.press("enter")
        await desk.sees("!Signs now: awake, drools", "[x] How is the animal")


async def test_what_was_being_typed_is_saved_before_a_tick_begins_another_line(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await opened(desk, "Alt+S")
        await desk.press("ctrl+t")
        await desk.types("she is crying")
        await desk.press("alt+s", "alt+right")
        await desk.until(
            lambda: (
                "she is crying"
                in [e.event.text for e in hub.log.entries if isinstance(e.event, NoteAdded)]
            )
        )
        await desk.sees("!Signs now: ")


async def test_a_branch_is_chosen_and_left_by_one_key_each(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await opened(desk, "Alt+S")
        await desk.press("alt+s", *["alt+down"] * 7)
        await desk.sees("▸ → Collapsed, seizing")
        await desk.press("alt+right")
        await desk.sees("step 2 of 5", "emergency vet")
        await desk.press("alt+left")
        await desk.sees("step 1 of 5")
        await desk.press("alt+left")
        await desk.sees("This is the first step of the card.")


async def test_what_holds_at_every_step_is_read_below_and_left_by_the_key_that_goes_on(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub, size=(80, 24)) as desk:
        await opened(desk, "Alt+S")
        await desk.press("alt+s", *["alt+down"] * 9)
        await desk.sees("▸ NEVER", "Never advise to make an animal")
        await desk.press(*["alt+down"] * 4)
        await desk.sees("▸ NUMBERS", "855-764-7661 (US/CA", "Pet Poison Helpline")
        await desk.press("alt+right")
        await desk.sees("NOW", "▸ → Collapsed", "step 1 of 5")


async def test_what_was_used_is_kept_with_its_version(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await opened(desk, "Alt+S")
        await desk.press("alt+s", *["alt+down"] * 8, "alt+right")
        await desk.sees("step 3 of 5")
        sent = [p.command for p in hub.posts if isinstance(p.command, TouchScript)]
        assert [(one.card, one.version, one.step) for one in sent] == [
            ("pet-poison", 1, ""),
            ("pet-poison", 1, "facts"),
        ]
        assert sent[0].because == "@eats .. @poisons"


async def test_a_crisis_pins_its_card_and_makes_no_sound(tmp_path: Path, hub: PaperHub) -> None:
    hub.texted("i dont want to live anymore")
    async with stage(tmp_path, hub, size=SIZE) as desk:
        bells: list[str] = []
        desk.app.bell = lambda: bells.append("rang")  # type: ignore[method-assign]
        await desk.sees("PINNED card: They may want to die", "“dont want to live”")
        await desk.press("alt+s")
        await desk.sees("suicide v1")
        assert bells == []


async def test_the_emergency_key_works_without_an_incident(tmp_path: Path, hub: PaperHub) -> None:
    hub.log.entries.clear()
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await desk.sees("No incident is open")
        await desk.press("alt+e")
        await desk.sees("emergency-facts v1", "Where are you right now?", "call 911 (US/CA/PH)")
        await desk.press("alt+e")
        await desk.sees("suicide v1", "call 988 (US/CA)")


async def test_the_emergency_key_works_while_the_hub_is_away(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await opened(desk, "Alt+S")
        hub.is_away = True
        await desk.press("alt+e")
        await desk.sees("emergency-facts v1")


async def test_a_category_calls_for_its_card(tmp_path: Path, hub: PaperHub) -> None:
    hub.opened(2, "tel:+14155550102")
    hub.add("incident/2", CategorySet(category="pet-death", severity="high"), incident=2)
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await desk.sees("MY WORK")
        assert desk.app.session is not None
        desk.app.session.places.show(2)
        await desk.sees("pet-death ·")
        await desk.press("alt+s")
        await desk.sees("pet-death v1")


@pytest.mark.parametrize("size", [(80, 24), (160, 48)])
async def test_a_card_has_room_at_every_size(
    tmp_path: Path, hub: PaperHub, size: tuple[int, int]
) -> None:
    async with stage(tmp_path, hub, size=size) as desk:
        await desk.sees("Alt+S")
        await desk.press("alt+s")
        await desk.sees("pet-poison v1", "▸ [ ]", "NOTE · INTERNAL")


async def test_any_card_can_be_found_by_its_words(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await opened(desk, "Alt+S")
        assert desk.app.session is not None
        assert desk.app.session.cards.shelf.cards
        from console.desk.acts.script import find

        find(desk.app.session)
        await desk.types("gas")
        await desk.press("enter")
        await desk.sees("gas-leak v1")


async def test_one_key_puts_the_line_into_the_reply_in_their_language_and_sends_nothing(
    tmp_path: Path, hub: PaperHub
) -> None:
    hub.add(f"contact/{ANA}", ContactLanguageChosen(language="es"), incident=None)
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await opened(desk, "Alt+S")
        await desk.press("alt+s")
        await desk.sees("GET NOW")
        await desk.press("alt+full_stop")
        page = desk.app.desk.reply.page
        await desk.until(lambda: page.text.startswith("¿Cómo está el animal en este momento?"))
        await desk.sees("In English: How is the animal right now?")
        await desk.press("alt+full_stop")
        await desk.until(lambda: page.text.startswith("¿{pet} está despierto"))
        assert desk.app.desk.focused_box == "reply"
        assert page.selected_text == "{pet}"
        await desk.press("ctrl+s")
        await desk.sees("Not sent: fill in pet first.")
        assert not [p for p in hub.posts if isinstance(p.command, SendText)]


async def test_what_is_known_stands_in_the_line_and_other_words_are_kept(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await opened(desk, "Alt+S")
        await desk.press("ctrl+t")
        await desk.types("#pet Luna")
        await desk.press("enter", "alt+s", *["alt+down"] * 7)
        await desk.sees("say Is Luna awake", "¿Luna está despierto")
        await desk.press("ctrl+r")
        await desk.types("Hello.")
        await desk.press("alt+full_stop")
        page = desk.app.desk.reply.page
        await desk.until(lambda: page.text.startswith("Hello. Is Luna awake"))
        first = page.text
        await desk.press("alt+full_stop")
        await desk.until(lambda: page.text != first)
        assert page.text.startswith("Hello. ")
        assert "Is Luna awake" not in page.text
        assert not [p for p in hub.posts if isinstance(p.command, SendText)]


async def test_without_an_open_card_the_key_says_so(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await opened(desk, "Alt+S")
        await desk.press("alt+full_stop")
        await desk.sees("Open a card with lines to say first.")


async def test_the_line_leaves_the_note_as_it_is_and_takes_nothing_out_of_it(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await opened(desk, "Alt+S")
        await desk.press("ctrl+t")
        await desk.types("she hides it from him")
        await desk.press("alt+s", "alt+full_stop")
        await desk.until(lambda: bool(desk.app.desk.reply.text))
        assert desk.app.desk.note.text == "she hides it from him"
        assert "hides" not in desk.app.desk.reply.text
        assert not any(isinstance(p.command, SendText | AddNote) for p in hub.posts)


async def test_a_card_that_was_called_up_does_not_show_its_rule(
    tmp_path: Path, hub: PaperHub
) -> None:
    because = "dont|not|no .. know .. what"
    touched = ScriptTouched(card="first-support", version=1, step="", because=because)
    async with stage(tmp_path, hub) as desk:
        hub.happens(hub.add("incident/1", touched))
        await desk.sees("opened the card", "called up by what was said")
        assert because not in desk.seen
