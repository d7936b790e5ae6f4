"""A short name becomes words in a box, sends nothing, and leaves nothing unsaid to fill in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.arrival import ContactLanguageChosen
from console.domain.message_events import SendText
from tests.desk.screen.stage import stage

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desk.screen.paper_hub import PaperHub

DANA = "tel:+14155550101"


async def test_a_short_name_becomes_words_with_gaps_that_tab_goes_through(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.until(lambda: bool(desk.app.session and desk.app.session.abbreviations.known))
        await desk.press("ctrl+t")
        page = desk.app.desk.note.page
        await desk.types("rang ;vet ")
        assert page.text == "rang @vet ‹name›, reached ‹when›: ‹what they said›"
        await desk.types("Banfield")
        await desk.press("tab")
        await desk.types("09:40")
        assert page.text == "rang @vet Banfield, reached 09:40: ‹what they said›"
        assert page.selected_text == ""
        await desk.press("tab")
        assert page.selected_text == "‹what they said›"
        await desk.types("comes")
        await desk.press("enter")
        await desk.sees("FACTS", "vet: Banfield", "NOTE · INTERNAL")


async def test_one_key_takes_the_words_back_and_a_space_does_not_bring_them_again(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.until(lambda: bool(desk.app.session and desk.app.session.abbreviations.known))
        await desk.press("ctrl+t")
        page = desk.app.desk.note.page
        await desk.bursts(*";safe", "space")
        assert page.text.startswith("!safe now: ‹yes or no›")
        await desk.press("ctrl+z", "space")
        assert page.text == ";safe "
        await desk.types(";nothing such;vet ")
        assert page.text == ";safe ;nothing such;vet "


async def test_a_reply_is_in_their_language_and_is_not_sent_before_it_is_whole(
    tmp_path: Path, hub: PaperHub
) -> None:
    hub.add(f"contact/{DANA}", ContactLanguageChosen(language="es"), incident=1)
    async with stage(tmp_path, hub) as desk:
        await desk.until(lambda: bool(desk.app.session and desk.app.session.abbreviations.known))
        await desk.sees("TO +1…01 SMS")
        await desk.press("ctrl+r")
        page = desk.app.desk.reply.page
        await desk.types(";news ")
        assert "‹novedad›" in page.text
        await desk.press("ctrl+s")
        await desk.sees("Not sent: fill in caller, novedad, hora first.")
        await desk.types("Dana")
        await desk.press("tab")
        await desk.types("ya viene")
        await desk.press("tab")
        await desk.types("las 18:00")
        assert not any(isinstance(post.command, SendText) for post in hub.posts)
        await desk.press("ctrl+s")
        await desk.until(lambda: any(isinstance(post.command, SendText) for post in hub.posts))


async def test_the_list_is_searched_by_its_words_and_the_choice_put_where_the_cursor_was(
    tmp_path: Path, hub: PaperHub
) -> None:
    (tmp_path / "mine.toml").write_text('kennel = "the kennel keeps the dog overnight"')
    async with stage(tmp_path, hub) as desk:
        await desk.until(lambda: bool(desk.app.session and desk.app.session.abbreviations.known))
        await desk.press("ctrl+r")
        await desk.types("Good news: ")
        desk.app.act("box.abbreviation")
        await desk.sees("ABBREVIATIONS · which words", ";callback")
        await desk.types("overnight")
        await desk.sees(";kennel (mine)")
        await desk.press("enter")
        await desk.until(
            lambda: (
                desk.app.desk.reply.text == "Good news: the kennel keeps the dog overnight"
                and desk.app.desk.focused_box == "reply"
            )
        )
        assert hub.posts == []
