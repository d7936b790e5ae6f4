"""How somebody may be reached stands first on their card, in words; the code word does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.wire_errors import Refused
from console.domain.incident_events import HandleJoined
from console.domain.message_events import MessageComposed, MessageRefused
from console.domain.person import ContactIdentified, ContactJoined
from console.domain.safe_contact import (
    ExplainNight,
    SafeCard,
    SafeContactSet,
    SafeTerms,
    SetSafeContact,
)
from tests.desk.core.entries import ME
from tests.desk.screen.stage import stage

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desk.screen.paper_hub import PaperHub

SIZE = (130, 40)
HER = "tel:+14155550101"


async def test_the_card_is_read_before_anything_is_sent_and_its_code_word_is_hidden(
    tmp_path: Path, hub: PaperHub
) -> None:
    card = SafeCard(text=False, voicemail=False, hidden_from="her brother",
                    called_as="the vet", code_word="marigold")  # fmt: skip
    hub.happens(hub.add(f"contact/{HER}", SafeContactSet(terms=card, name="Lee"), incident=1))
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await desk.sees("SAFE TO CONTACT", "NO TEXTS, NO VOICEMAIL", "must not know: her")
        await desk.sees("we are: the vet", "code word: hidden", "wrote how")
        await desk.sees("SMS · NO TEXTS")
        await desk.sees_no("marigold")
        desk.app.act("view.context")
        await desk.sees("SAFE TO CONTACT +1…01: NO TEXTS, NO VOICEMAIL")


async def test_who_joins_while_it_is_open_is_shown_with_the_name_and_the_card_they_had(
    tmp_path: Path, hub: PaperHub
) -> None:
    other = "tel:+14155550155"
    hub.add(f"contact/{other}", ContactIdentified(person=7, name="Robin Vega"), incident=None)
    no_calls = SafeContactSet(terms=SafeCard(call=False), name="Lee")
    hub.add(f"contact/{other}", no_calls, incident=None)
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await desk.sees("dark chocolate", "there (number)")
        await desk.sees_no("Robin Vega")
        joined = hub.add("incident/1", HandleJoined(handle=other))
        hub.happens(joined, hub.add(f"contact/{other}", ContactJoined(incident=1)))
        await desk.sees("Robin Vega", "NO CALLS")


async def test_the_reason_to_wake_somebody_is_asked_where_the_hub_wants_it(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await desk.press("ctrl+r")
        await desk.types("We found her")
        hub.no = Refused("It is 04:00 where they are: say why.", "night")
        await desk.press("ctrl+s")
        await desk.sees("THEIR NIGHT", "why can't it wait")
        hub.no = None
        await desk.types("the vet asks")
        await desk.press("enter")
        wanted = ExplainNight(incident=1, handle=HER, reason="the vet asks")
        await desk.until(lambda: hub.posts[-1].command == wanted)
        await desk.sees("It is on record", "We found her")


async def test_a_card_is_written_line_by_line_and_a_wrong_line_costs_no_other(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub, size=SIZE) as desk:
        desk.app.act("contact.safe")
        await desk.sees("SAFE TO CONTACT", "calls: fine", "texts: fine")
        await desk.sees_no("save:")
        await desk.types("texts")
        await desk.press("enter")
        await desk.sees("save: NO TEXTS", "texts: NO")
        await desk.types("hours")
        await desk.press("enter")
        await desk.types("22-8")
        await desk.press("enter")
        await desk.sees("Write their hours like 09:00-17:00")
        await desk.press("ctrl+u")
        await desk.types("09:00-17:00")
        await desk.press("enter")
        await desk.sees("save: NO TEXTS · only 09:00-17:00")
        await desk.press("enter")
        terms = SafeTerms(text=False, hours="09:00-17:00")
        wanted = SetSafeContact(incident=1, handle=HER, terms=terms, seen="")
        await desk.until(lambda: hub.posts[-1].command == wanted)


async def test_a_code_word_stays_hidden_and_as_it_is_while_other_lines_change(
    tmp_path: Path, hub: PaperHub
) -> None:
    card = SafeCard(text=False, code_word="marigold")
    hub.happens(hub.add(f"contact/{HER}", SafeContactSet(terms=card, name="Lee"), incident=1))
    async with stage(tmp_path, hub, size=SIZE) as desk:
        desk.app.act("contact.safe")
        await desk.types("code")
        await desk.press("enter")
        await desk.sees("- for none")
        await desk.press("enter")
        await desk.types("voice")
        await desk.press("enter")
        await desk.sees("save: NO TEXTS, NO VOICEMAIL · ask for the code word")
        await desk.sees_no("marigold")
        await desk.press("enter")
        terms = SafeTerms(text=False, voicemail=False, code_word="marigold")
        wanted = SetSafeContact(incident=1, handle=HER, terms=terms, seen="no texts")
        await desk.until(lambda: hub.posts[-1].command == wanted)


async def test_what_a_card_has_stopped_is_told_to_its_author_with_the_words_in_their_box(
    tmp_path: Path, hub: PaperHub
) -> None:
    why = "Not sent, the words are kept here. Safe-to-contact card: NO TEXTS; ask a lead."
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await desk.press("ctrl+r")
        await desk.types("We found her")
        await desk.press("ctrl+s")
        await desk.until(lambda: bool(hub.posts) and desk.app.desk.reply.text == "")
        await desk.sees("We found her")
        key = next(e.event.id for e in hub.log.entries if isinstance(e.event, MessageComposed))
        refused = MessageRefused(id=key, words=why, author=ME.number)
        hub.happens(hub.add(f"message/{key}", refused, incident=1, actor="agent:9"))
        await desk.sees("Not sent, the words are kept here")
        await desk.until(lambda: desk.app.desk.reply.text == "We found her")


async def test_what_stopped_somebody_elses_words_is_on_the_timeline_alone(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await desk.sees("chocolate")
        hub.happens(hub.composed("We found her"))
        key = next(e.event.id for e in hub.log.entries if isinstance(e.event, MessageComposed))
        refused = MessageRefused(id=key, words="Safe-to-contact card: NO TEXTS", author=9)
        hub.happens(hub.add(f"message/{key}", refused, incident=1, actor="agent:9"))
        await desk.sees("We found her", "NO TEXTS")
        assert desk.app.desk.reply.text == ""
