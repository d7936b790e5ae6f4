"""However a caller comes to leave a message: they are told why, in their language; it is kept."""

from __future__ import annotations

from console.domain.agent import SetPresence
from console.domain.queue import CloseQueue, DivertQueue
from tests.flows.floor import floor
from tests.flows.talking import is_in
from tests.flows.test_consent import recordings
from tests.flows.test_missed import knows, left_to_do
from tests.flows.test_routing import QUEUES
from tests.flows.test_voicemail import leaves_a_message, speaks
from tests.flows.worklist import open_first

CLOSED = "We are closed now"


async def test_who_waits_in_a_queue_that_closes_and_is_left_by_all_is_told_and_heard(
    database_url: str,
) -> None:
    async with floor(database_url) as shift:
        lee, dana = await shift.agent("lee", "Lee Park", role="lead"), shift.customer()
        await dana.rings()
        await dana.hears("Please stay on the line")
        await lee.does(CloseQueue(queue="safety", reason="fire drill"))
        await dana.hears(CLOSED)
        await dana.hears("Your message will be recorded")
        await speaks(dana)
        await dana.leg.hangs_up()
        left = await knows(lee, "voicemail")
        assert left.handle == dana.handle
        await open_first(lee)
        await lee.sees("heard that safety is closed", "they are leaving a message")


async def test_who_waits_when_the_queue_closes_is_still_served_by_whoever_is_there(
    sqlite_url: str,
) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        lee = await shift.agent("lee", "Lee Park", role="lead")
        await sam.does(SetPresence(state="available"))
        await dana.rings()
        call = await sam.is_offered()
        await lee.does(CloseQueue(queue="safety", reason="fire drill"))
        call = await sam.accepts()
        await is_in(sam, call, "talking")
        assert CLOSED not in " ".join(dana.leg.heard)


async def test_a_queue_that_is_diverted_to_a_closed_one_is_closed(sqlite_url: str) -> None:
    async with floor(sqlite_url, queue_rules=QUEUES) as shift:
        lee, dana = await shift.agent("lee", "Lee Park", role="lead"), shift.customer()
        later = lee.model.hub_now(lee.model.moment()).replace(year=2100)
        await lee.does(CloseQueue(queue="billing", reason="night"))
        await lee.does(DivertQueue(queue="safety", to="billing", until=later))
        await dana.rings()
        await dana.hears(CLOSED)
        await dana.hears("Your message will be recorded")
        await speaks(dana)
        await dana.leg.hangs_up()
        await knows(lee, "voicemail")
        await open_first(lee)
        await lee.sees("heard that safety is closed", "diverted to billing: night")


async def test_a_caller_the_queue_cannot_take_may_leave_a_message(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        shift.network.board.queues.named("safety").max_size = 0
        await dana.rings()
        await dana.hears("All our lines are busy")
        await dana.hears("Your message will be recorded")
        await speaks(dana)
        await dana.leg.hangs_up()
        await knows(sam, "voicemail")


async def test_who_chose_spanish_hears_spanish_until_the_end(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        await dana.rings()
        await dana.hears("Para español")
        await dana.presses("3")
        await dana.hears("Para dejar un mensaje, oprima 9")
        await dana.presses("9")
        await dana.hears("Su mensaje será grabado")
        await speaks(dana)
        await dana.presses("*")
        await dana.hears("Nos comunicaremos con usted")
        await knows(sam, "voicemail")
        before, _, after = " ".join(dana.leg.heard).partition("Su mensaje será grabado")
        assert "Please stay on the line" not in before
        assert "Thank you" not in after


async def test_who_hangs_up_at_the_tone_has_left_no_message(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        await dana.rings()
        await dana.hears("press 9")
        await dana.presses("9")
        await dana.hears("[beep]")
        await dana.leg.hangs_up()
        left = await knows(sam, "missed")
        assert left.reason == "no-message"
        assert left_to_do(sam, "voicemail") == []


async def test_a_message_that_nobody_tells_of_is_found(database_url: str) -> None:
    async with floor(database_url, voicemail_grace_seconds=0.3) as shift:
        sam, dana = await shift.agent(), shift.customer()
        shift.network.faults.disturb_next("drop", match="/twilio/recording/voicemail", times=9)
        await leaves_a_message(dana)
        left = await knows(sam, "voicemail")
        assert left.seconds > 0
        await sam.until(lambda: left_to_do(sam, "missed") == [], "have one thing to do, not two")


async def test_a_message_is_deleted_at_the_provider_when_its_time_is_over(
    database_url: str,
) -> None:
    async with floor(database_url, voicemail_days=0) as shift:
        sam, dana = await shift.agent(), shift.customer()
        await leaves_a_message(dana)
        await open_first(sam)
        await sam.sees("voicemail deleted, its time is over")
        assert [tape.is_deleted for tape in recordings(shift)] == [True]
