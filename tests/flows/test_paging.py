"""One key reaches who can help, and the asker sees the answer (F52-F57, X14, C16)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from channels.simulator.phones import answers, undelivered
from console.desk.queue_notices import queue_words
from console.domain.cover import CoverOnCall
from console.domain.emergency import HandToEmergency
from console.domain.incident_events import TakeNext
from console.domain.on_call import Contactable, Roster, Rotation
from console.domain.paging_events import AcknowledgePage, AskPage, ClosePage, PageStep
from console.domain.routes import PagingRules, Route
from tests.flows.floor import OUR_NUMBER, floor
from tests.flows.patience import eventually

if TYPE_CHECKING:
    from console.domain.paging import Page
    from tests.flows.customer import Customer
    from tests.flows.desk import Desk
    from tests.flows.floor import Floor

VET = "+14155550150"
LEAD = PageStep(to=("leads",), by="desk", minutes=10)


def route(*steps: PageStep, **more: object) -> PagingRules:
    """The rules with one route, to the vet and then to the leads."""
    vet = Route("vet", "Vet on call", (*steps, LEAD), **more)  # type: ignore[arg-type]
    return PagingRules(routes={"vet": vet})


def by_text(minutes: int = 5) -> PageStep:
    return PageStep(to=(VET,), minutes=minutes)


def by_call(minutes: int = 5) -> PageStep:
    return PageStep(to=(VET,), by="call", minutes=minutes)


def page(desk: Desk) -> Page:
    return desk.model.incidents[1].pages[-1]


async def asks_for_the_vet(shift: Floor, sam: Desk) -> Customer:
    """Let a text come in, take it, and page the vet about it."""
    dana = shift.customer()
    await dana.texts("my dog ate rat poison")
    await sam.until(lambda: sam.model.rows() != [], "see the text")
    await sam.does(TakeNext())
    await sam.opens(1)
    await sam.does(AskPage(incident=1, route="vet", words="dog ate rat poison"))
    return dana


async def test_a_vet_who_is_texted_answers_with_a_letter_and_the_asker_sees_it(
    database_url: str,
) -> None:
    async with floor(database_url, paging=route(by_text())) as shift:
        sam, vet = await shift.agent(), shift.customer("Northside Vet", VET)
        await asks_for_the_vet(shift, sam)
        await eventually(lambda: len(vet.person.received) == 1, "be paged")
        told = vet.person.received[0].body
        assert told.startswith(f"PAGE {page(sam).code} Vet on call")
        assert "Dana" not in told
        await sam.sees("Sam Lee pages Vet on call", "page: text to", "page: +1…50 delivered")
        await vet.texts("a")
        await sam.until(lambda: page(sam).state == "acknowledged", "see who has it")
        await sam.sees("has it (by text)")
        await eventually(lambda: len(vet.person.received) == 2, "be told that they have it")
        await vet.texts(f"{page(sam).code} c")
        await sam.until(lambda: page(sam).state == "done", "see it closed")
        assert list(sam.model.incidents) == [1]
        assert sam.model.incidents[1].unanswered == 1


async def test_a_vet_whose_telephone_rings_presses_a_key(sqlite_url: str) -> None:
    async with floor(sqlite_url, paging=route(by_call())) as shift:
        sam = await shift.agent()
        vet = shift.customer("Northside Vet", VET, phone=answers(0.5))
        await asks_for_the_vet(shift, sam)
        await eventually(lambda: bool(vet.person.calls), "be rung")
        await vet.hears("Press 4")
        await vet.presses("4")
        await sam.until(lambda: page(sam).state == "acknowledged", "see who has it")
        await sam.sees("page: +1…50 rings", "page: +1…50 picked up", "has it (by telephone)")
        await vet.is_cut_off()
        await sam.does(ClosePage(incident=1, page="1-1", words="rang them"))
        await sam.sees("closed the page")
        assert page(sam).delivery(1).state == "delivered"  # type: ignore[union-attr]


async def test_whoever_is_second_is_told_who_was_first(sqlite_url: str) -> None:
    async with floor(sqlite_url, paging=route(by_text())) as shift:
        sam, kim = await shift.agent(), await shift.agent("kim", "Kim Ortiz", role="lead")
        vet = shift.customer("Northside Vet", VET)
        await asks_for_the_vet(shift, sam)
        await eventually(lambda: len(vet.person.received) == 1, "be paged")
        await kim.opens(1)
        await kim.does(AcknowledgePage(incident=1, page="1-1"))
        refused = await sam.is_told(AcknowledgePage(incident=1, page="1-1"))
        assert refused == "Kim Ortiz has it already."
        await vet.texts("a")
        await eventually(
            lambda: any("Kim Ortiz has it already" in one.body for one in vet.person.received),
            "be told who was first",
        )
        await kim.does(ClosePage(incident=1, page="1-1", words="rang them"))
        await sam.sees("Kim Ortiz closed the page (at the desk) | rang them")


async def test_a_number_that_does_not_take_texts_is_followed_by_the_next_step_at_once(
    sqlite_url: str,
) -> None:
    async with floor(sqlite_url, paging=route(by_text())) as shift:
        sam, kim = await shift.agent(), await shift.agent("kim", "Kim Ortiz", role="lead")
        await kim.is_available()
        shift.customer("Northside Vet", VET, delivery=undelivered())
        await asks_for_the_vet(shift, sam)
        await sam.until(lambda: page(sam).step == 1, "see the next step")
        await sam.sees("page: +1…50 NOT TOLD", "nobody of step 1 could be told", "step 2")
        await sam.sees("page: desk of Kim Ortiz")


async def test_a_route_that_reaches_nobody_says_so_before_anybody_waits(sqlite_url: str) -> None:
    nobody = PagingRules(routes={"lead": Route("lead", "Lead on duty", (LEAD,))})
    async with floor(sqlite_url, paging=nobody) as shift:
        sam, dana = await shift.agent(), shift.customer()
        await dana.texts("help")
        await sam.until(lambda: sam.model.rows() != [], "see the text")
        refused = await sam.is_told(AskPage(incident=1, route="lead"))
        assert refused.startswith("Lead on duty can't be reached now: no lead is at a desk.")


async def test_what_an_emergency_service_took_is_on_the_timeline(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        await dana.texts("he has a knife")
        await sam.until(lambda: sam.model.rows() != [], "see the text")
        await sam.opens(1)
        told = HandToEmergency(incident=1, agency="police", number="CAD 4411")
        await sam.does(told.model_copy(update={"place": "12 Elm St", "stayed": "Dana"}))
        await sam.sees("police has it, reached", "number CAD 4411", "place given: 12 Elm St")
        await sam.sees("stayed on the line: Dana")


async def test_words_of_a_vet_are_kept_with_the_page_and_open_nothing(sqlite_url: str) -> None:
    async with floor(sqlite_url, paging=route(by_text())) as shift:
        sam, vet = await shift.agent(), shift.customer("Northside Vet", VET)
        await asks_for_the_vet(shift, sam)
        await eventually(lambda: len(vet.person.received) == 1, "be paged")
        await vet.person.texts(OUR_NUMBER, "give him nothing, I ring in 2 minutes")
        await sam.sees("answers the page | give him nothing, I ring in 2 minutes")
        assert list(sam.model.incidents) == [1]
        assert page(sam).state == "paging"


async def test_whoever_is_paged_by_mail_answers_by_mail_and_a_machine_does_not(
    sqlite_url: str,
) -> None:
    by_mail = PageStep(to=("mailto:duty@example.com",), minutes=5)
    async with floor(sqlite_url, paging=route(by_mail)) as shift:
        sam = await shift.agent()
        duty = shift.customer("Duty desk", "+14155550151", email="duty@example.com")
        await asks_for_the_vet(shift, sam)
        letter = await duty.gets_mail()
        assert f"PAGE {page(sam).code}" in letter.subject
        away = {"Auto-Submitted": "auto-replied"}
        await duty.person.mails(
            letter.reply_to,
            subject=f"Re: {letter.subject}",
            text="a",
            in_reply_to=letter.message_id,
            headers=away,
        )
        await sam.sees("answers the page | a\nanswered by a machine")
        assert page(sam).state == "paging"
        await duty.answers_mail(letter, "a\n\n> To answer, write one letter")
        await sam.until(lambda: page(sam).state == "acknowledged", "see who has it")
        await sam.sees("has it (by mail)")
        assert list(sam.model.incidents) == [1]


async def test_a_lead_who_lets_somebody_else_be_on_is_seen_at_every_desk_and_pages_follow(
    sqlite_url: str,
) -> None:
    vets = Rotation("vets", ("usual",), datetime(2026, 1, 5, 9), ZoneInfo("UTC"), days=7)
    people = {
        "usual": Contactable("usual", "Usual Vet", "+14155550152"),
        "other": Contactable("other", "Other Vet", VET),
    }
    turn = Route("vet", "Vet on call", (PageStep(to=("rotation:vets",), minutes=5), LEAD))
    rules = PagingRules({"vet": turn}, Roster(people=people, rotations={"vets": vets}))
    async with floor(sqlite_url, paging=rules) as shift:
        sam, kim = await shift.agent(), await shift.agent("kim", "Kim Ortiz", role="lead")
        vet = shift.customer("Other Vet", VET)
        until = datetime.now(UTC) + timedelta(hours=2)
        wish = CoverOnCall(name="vets", person="other", until=until)
        assert "Your role does not allow this" in await sam.is_told(wish)
        await kim.does(wish)
        await sam.until(lambda: "*" in sam.model.queues, "hear who is on")
        words = queue_words(sam.model.queues.values(), datetime.now(UTC), UTC)
        assert words.startswith("Other Vet is on for vets until ")
        (row, *_) = (await sam.link.on_call()).rows
        assert (row.name, [one.name for one in row.people]) == ("vets", ["Other Vet"])
        await asks_for_the_vet(shift, sam)
        await eventually(lambda: len(vet.person.received) == 1, "be paged")
