"""Routing on a floor: diverts, closed queues, languages, and why somebody got a call."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from console.domain.hours import Hours, Span
from console.domain.queue import CloseQueue, DivertQueue, EndDivert, ReopenQueue
from console.domain.routing import QueueRule
from console.hub.admin import change_agent
from tests.flows.floor import floor

QUEUES = {name: QueueRule(name) for name in ("safety", "billing")}


async def test_a_caller_who_presses_the_key_is_spoken_to_in_spanish_now_and_next_time(
    database_url: str,
) -> None:
    async with floor(database_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        await dana.rings()
        await dana.hears("Para español, oprima 3.")
        await dana.presses("3")
        await dana.hears("Se ha comunicado con el equipo de seguridad.")
        await dana.hears("Esta llamada puede ser grabada.")
        await dana.hears("permanezca en la línea")
        await sam.is_available()
        call = await sam.is_offered()
        assert (call.language, call.consent) == ("es", "given")
        assert "It wants Spanish, which nobody free speaks." in call.offer_why
        await sam.sees("the caller chose Spanish")
        await dana.leg.hangs_up()
        await dana.is_cut_off()
        await dana.rings()
        await dana.hears("Se ha comunicado con el equipo de seguridad.")
        await dana.hears("For English, press 3.")


async def test_a_spanish_caller_goes_to_who_speaks_it(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, eva = await shift.agent(), await shift.agent("eva", "Eva Cruz")
        await change_agent(shift.settings.database.url, "eva", languages=("en", "es"))
        dana = shift.customer()
        await sam.is_available()
        await eva.is_available()
        await dana.rings()
        await dana.presses("3")
        call = await eva.is_offered()
        assert "It wants Spanish, which you speak." in call.offer_why


async def test_a_diverted_queue_is_served_by_the_other_ones_people_until_its_time(
    database_url: str,
) -> None:
    async with floor(database_url, queue_rules=QUEUES) as shift:
        sam, kim = await shift.agent(), await shift.agent("kim", "Kim Roe")
        lee = await shift.agent("lee", "Lee Park", role="lead")
        url = shift.settings.database.url
        await change_agent(url, "sam", queues={"safety": 1})
        await change_agent(url, "kim", queues={"billing": 1})
        await sam.is_available()
        await kim.is_available()
        until = datetime.now(UTC) + timedelta(hours=1)
        divert = DivertQueue(queue="safety", to="billing", until=until)
        assert "lead" in await sam.is_told(divert)
        await lee.does(divert)
        await shift.customer().rings()
        call = await kim.is_offered()
        assert "Calls of safety are diverted to billing." in call.offer_why
        assert sam.model.queues["safety"].divert_to == "billing"
        circle = DivertQueue(queue="billing", to="safety", until=until)
        assert "is diverted itself" in await lee.is_told(circle)
        await lee.does(EndDivert(queue="safety"))
        ana = shift.customer("Ana Ruiz", "+14155550143")
        await ana.rings()
        assert (await sam.is_offered()).handle == ana.handle


async def test_a_divert_ends_by_itself(sqlite_url: str) -> None:
    async with floor(sqlite_url, queue_rules=QUEUES) as shift:
        lee = await shift.agent("lee", "Lee Park", role="lead")
        soon = datetime.now(UTC) + timedelta(seconds=0.6)
        await lee.does(DivertQueue(queue="safety", to="billing", until=soon))
        await lee.until(lambda: lee.model.queues["safety"].divert_to == "", "see it end")


async def test_callers_of_a_closed_queue_hear_so_and_wait_for_nobody(database_url: str) -> None:
    async with floor(database_url, queue_rules=QUEUES) as shift:
        lee = await shift.agent("lee", "Lee Park", role="lead")
        await lee.is_available()
        await lee.does(CloseQueue(queue="safety", reason="fire drill"))
        dana = shift.customer()
        await dana.rings()
        await dana.hears("We are closed now.")
        await dana.hears("Ahora estamos cerrados.")
        await dana.is_cut_off()
        await lee.opens(1)
        await lee.sees("heard that safety is closed | fire drill")
        assert lee.model.my_offer() is None
        await lee.does(ReopenQueue(queue="safety"))
        await dana.rings()
        await lee.is_offered()


async def test_a_queue_is_closed_outside_its_hours(sqlite_url: str) -> None:
    tomorrow = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[
        (datetime.now(UTC).weekday() + 3) % 7
    ]
    hours = {"safety": Hours(ZoneInfo("UTC"), (Span.read(f"{tomorrow} 08:00-09:00"),))}
    async with floor(sqlite_url, hours=hours) as shift:
        dana = shift.customer()
        await dana.rings()
        await dana.hears("We are closed now.")
        await dana.is_cut_off()
